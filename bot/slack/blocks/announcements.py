"""Announcements: as they are posted, on top of an answer, in App Home, and the list of what they do not answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.domain.announcements import Announced, Caused, Phase
from bot.domain.text import one_line
from bot.locale import date_words
from bot.model import ENOUGH_PEOPLE, Department, Expected, Question
from bot.services.announced import Beside
from bot.services.announcing import Running
from bot.slack.blocks.common import (
    Block,
    Lens,
    actions,
    button,
    confirm,
    context_line,
    escape,
    ids,
    option,
    overflow,
    paragraphs,
    quote,
    section,
)
from bot.slack.blocks.tally import tally_menu
from bot.slack.responses import Rendered

ANSWER_SHORT = 400  #: characters of an expected question's answer where all stand together
ON_TOP = 20  #: from here on buttons that open entries are numbered, beside those of related entries
HOLDS = (Phase.COMING, Phase.RUNNING, Phase.DOUBTED)


def today(lens: Lens) -> date:
    """The local day."""
    return lens.now.astimezone(lens.zone).date()


def posted(lens: Lens, one: Announced, department: Department | None) -> Rendered:
    """What a channel sees, as it stands today."""
    phase, entry = one.phase(today(lens)), one.entry
    name = _name(lens, department)
    key = f"announcement-head-{phase.value}" if phase not in HOLDS else "announcement-head"
    head = lens.say(key, department=name, title=escape(entry.title), number=entry.number)
    if phase not in HOLDS:
        return Rendered(head, (section(head), context_line(period(lens, one, department))))
    blocks = [
        section(head),
        context_line(_facts(lens, one, department)),
        *paragraphs(entry.body),
        *expected_list(lens, one.announcement.expected),
        actions(
            button(lens.say("button-announcement-read"), "announcement.read", ids(entry.number)),
            tally_menu(lens, None, entry.number),
            overflow("announcement.more", [
                option(lens.say(f"more-announcement-{what}"), f"{what}:{entry.number}")
                for what in ("open", "edit", "withdraw")
            ]),
        ),
        context_line(" · ".join(filter(None, (_reads(lens, one), lens.say("announcement-why", department=name))))),
    ]  # fmt: skip
    return Rendered(head, tuple(blocks))


def preview(lens: Lens, one: Announced, department: Department | None) -> list[Block]:
    """The same, for who is still writing it."""
    blocks = [block for block in posted(lens, one, department).blocks if block["type"] != "actions"]
    return [context_line(lens.say("announcement-preview-hint")), *blocks]


def period(lens: Lens, one: Announced, department: Department | None) -> str:
    """ "vanaf 1 juni, t/m 12 juni", or what became of it."""
    return lens.say(
        f"announcement-period-{one.phase(today(lens)).value}",
        starts=date_words(lens.language, one.announcement.starts, today(lens)),
        ends=date_words(lens.language, one.announcement.ends, today(lens)),
        department=_name(lens, department),
    )


def expected_list(lens: Lens, expected: Sequence[Expected]) -> list[Block]:
    """All expected questions, their answers cut short."""
    if not expected:
        return []
    pairs = [f"*{escape(one.question)}*\n{escape(one_line(one.answer, ANSWER_SHORT))}" for one in expected]
    return [section(lens.say("announcement-expected")), *(section(pair) for pair in pairs)]


def under_answer(lens: Lens, found: Beside) -> list[Block]:
    """Under an announcement that is the answer, or was opened: the expected questions, or the one asked, and when."""
    if found.answer is None:
        return []
    one = found.answer
    blocks = expected_list(lens, one.announcement.expected)
    if found.expected is not None:
        asked = section(lens.say("announcement-asked", question=escape(found.expected.question)))
        blocks = [asked, *paragraphs(found.expected.answer)]
    return [*blocks, context_line(_when(lens, one, found.department(one)))]


def on_top(lens: Lens, found: Beside, question: int) -> list[Block]:
    """Above an answer: the announcements that touch the question, each with a button that opens it."""
    blocks = []
    for place, one in enumerate(found.on_top):
        text = lens.say(
            "announcement-on-top",
            title=escape(one.entry.title),
            department=_name(lens, found.department(one)),
            period=period(lens, one, found.department(one)),
        )
        key = ids(question, one.entry.number)
        opener = button(lens.say("button-announcement-open"), f"entry.open.{ON_TOP + place}", key)
        blocks.append(section(text, accessory=opener))
    return blocks


def new_button(lens: Lens, department: str | None = None) -> Block:
    """The button that opens an empty form; `department`: key of the one that announces."""
    return button(lens.say("button-announcement-new"), "announcement.new", department or "")


def announcement_row(lens: Lens, running: Running, department: Department | None, place: int) -> list[Block]:
    """One line of a list in App Home, with what came of it. `place`: makes its buttons unique."""
    one = running.one
    lines = [f"*{escape(one.entry.title)}* #{one.entry.number} · {period(lens, one, department)}"]
    if running.caused.people:
        lines.append(_asked(lens, running.caused, "announcement-row-asked", "announcement-row-caused"))
    more = [
        option(lens.say("button-announcement-open"), f"open:{one.entry.number}"),
        option(lens.say("button-announcement-edit"), f"edit:{one.entry.number}"),
        option(lens.say("button-announcement-withdraw"), f"withdraw:{one.entry.number}"),
    ]
    return [section("\n".join(lines), accessory=overflow(f"announcement.more.{place}", more))]


def comeback(
    lens: Lens, one: Announced, department: Department | None, days: int, caused: Caused, left: Sequence[Question],
    answered: Sequence[bool], more: int,
) -> Rendered:  # fmt: skip
    """The list of what it does not answer. `answered`: whether it has each of them by now; `more`: not listed."""
    entry = one.entry
    head = lens.say("announcement-list-head", number=entry.number, title=escape(entry.title), days=days)
    blocks = [section(head)]
    if facts := _caused(lens, caused, one):
        blocks.append(section(facts))
    phase = one.phase(today(lens))
    blocks.append(section(lens.say("announcement-list-left" if left else "announcement-list-none")))
    for place, (question, has) in enumerate(zip(left, answered, strict=True)):
        text = quote(one_line(question.text, 300))
        if has:
            blocks += [section(text), context_line(lens.say("announcement-list-answered"))]
        elif phase is Phase.WITHDRAWN:
            blocks.append(section(text))
        else:
            add = button(
                lens.say("button-announcement-add"), f"announcement.add.{place}", ids(entry.number, question.id)
            )
            blocks.append(section(text, accessory=add))
    if more:
        blocks.append(context_line(lens.say("announcement-list-more", count=more)))
    if left:
        blocks.append(context_line(lens.say("announcement-list-not")))
    if phase is Phase.OVER and left:
        blocks.append(context_line(lens.say("announcement-list-over")))
    if phase is Phase.WITHDRAWN:
        blocks.append(context_line(period(lens, one, department)))
    blocks.append(context_line(lens.say("announcement-list-why")))
    return Rendered(head, tuple(blocks))


def withdraw_confirm(lens: Lens, one: Announced) -> Rendered:
    """Asks once more before it is taken back."""
    number, title = one.entry.number, escape(one.entry.title)
    text = lens.say("announcement-withdraw-sure", number=number, title=title)
    label = lens.say("button-announcement-withdraw")
    sure = confirm(lens, lens.say("announcement-withdraw-title"), one.entry.title, label)
    press = button(label, "announcement.withdraw", ids(number), style="danger", confirm=sure)
    return Rendered(text, (section(text), actions(press)))


def _when(lens: Lens, one: Announced, department: Department | None) -> str:
    """Whose it is and when it holds, or what became of it."""
    phase = one.phase(today(lens))
    if phase in HOLDS:
        whose = lens.say("announcement-answer", department=_name(lens, department))
        return f"{whose}, {_facts(lens, one, department)}"
    return lens.say(f"announcement-answer-{phase.value}", period=period(lens, one, department))


def _facts(lens: Lens, one: Announced, department: Department | None) -> str:
    announcement = one.announcement
    parts = [period(lens, one, department)]
    if announcement.audience:
        parts.append(lens.say("announcement-audience", audience=escape(announcement.audience)))
    if announcement.customers:
        parts.append(lens.say("announcement-customers", count=announcement.customers))
    return " · ".join(parts)


def _reads(lens: Lens, one: Announced) -> str:
    reads = one.announcement.reads
    return lens.say("announcement-reads", count=reads) if reads >= ENOUGH_PEOPLE else ""


def _caused(lens: Lens, caused: Caused, one: Announced) -> str:
    parts = []
    if caused.people:
        since = date_words(lens.language, one.announcement.created_at.astimezone(lens.zone).date(), today(lens))
        parts.append(_asked(lens, caused, "announcement-list-asked", "announcement-list-caused", since=since))
    if caused.reactions:
        parts.append(lens.say("announcement-list-helped", helped=caused.helped, reactions=caused.reactions))
    if caused.tallied:
        parts.append(lens.say("announcement-list-customers", count=caused.tallied))
    return " ".join(parts)


def _asked(lens: Lens, caused: Caused, short: str, full: str, **more: str) -> str:
    """How many asked; in `full` also how often it was the answer, where that may be told."""
    if caused.answered is None:
        return lens.say(short, people=caused.people, questions=caused.questions, **more)
    return lens.say(full, people=caused.people, questions=caused.questions, answered=caused.answered, **more)


def _name(lens: Lens, department: Department | None) -> str:
    return escape(department.name) if department else lens.say("a-department")
