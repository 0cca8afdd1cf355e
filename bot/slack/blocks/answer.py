"""The reply to a question: an answer that fits, or an honest "nothing yet" (screens.md)."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.text import one_line
from bot.model import ENOUGH_PEOPLE, Department, Entry, EntryState, Kind, Outcome
from bot.services.announced import NOTHING, Beside
from bot.services.answering import Answer
from bot.services.explaining import Why
from bot.slack.blocks import announcements
from bot.slack.blocks.common import (
    Block,
    Lens,
    actions,
    button,
    context_line,
    cut,
    divider,
    escape,
    ids,
    kind_of,
    option,
    overflow,
    paragraphs,
    section,
    state_of_entry,
)
from bot.slack.blocks.tally import tally_menu
from bot.slack.blocks.ways import confirmed
from bot.slack.responses import Rendered


def answer(lens: Lens, found: Answer, *, can_check: bool = False, shareable: bool = True, note: str = "",
           asked_line: Sequence[Block] | None = None) -> Rendered:  # fmt: skip
    """The whole reply. Not `shareable`: the channel has it already, or there is no channel. `note`: a line on top.
    `asked_line`: instead of the usual words that the question lies with specialists."""
    asked = context_line(escape(one_line(found.question.text, 250)))
    lies = _asked_already(lens, found) if asked_line is None else list(asked_line)
    lines = [context_line(note)] if note else []
    news = announcements.on_top(lens, found.announced, found.question.id)
    if found.entry is not None:
        blocks = [
            *lines,
            *news,
            asked,
            divider(),
            *entry_body(lens, found.entry),
            *announcements.under_answer(lens, found.announced),
            *_under_answer(lens, found, can_check, shareable, lies),
        ]
        text = f"{found.entry.title} #{found.entry.number}"
    else:
        blocks = [*lines, asked, divider(), *_nothing(lens, found, news, lies)]
        text = _nothing_said(lens, found)
    return Rendered(text, (*blocks, *_related(lens, found)))


def entry_body(lens: Lens, entry: Entry) -> list[Block]:
    """Title, body, and the two optional fields, in the order people read them."""
    kind = "" if entry.kind is Kind.ANSWER else f" · {kind_of(lens, entry)}"
    blocks = [section(f"*{escape(entry.title)}*   #{entry.number}{kind}")]
    if entry.body.strip() and entry.body.strip() != entry.title.strip():
        blocks += paragraphs(without_title(entry))
    parts = [
        f"*{lens.say('label-next-time')}* {escape(entry.next_time)}" if entry.next_time else "",
        f"*{lens.say('label-mandate')}* {escape(entry.mandate)}" if entry.mandate else "",
        f"*{lens.say('label-wording')}* {escape(entry.wording)}" if entry.wording else "",
    ]
    return blocks + [section(part) for part in parts if part]


def vouched(
    lens: Lens, entry: Entry, checked_by: Department | None, *, by: str | None = None, stated: bool = False
) -> str:
    """Who stands for it, and how often it helped, with the base. `by`: an author who is named already; `stated`: so is
    its state, and without it there may be nothing to say."""
    parts = [] if stated else [state_of_entry(lens, entry, checked_by)]
    reactions = entry.helped + entry.not_helped
    if reactions >= ENOUGH_PEOPLE:
        parts.append(lens.say("helped-of", helped=entry.helped, base=reactions))
    if entry.author and entry.named and entry.author != by:
        parts.append(lens.say("by-author", author=f"<@{entry.author}>"))
    if entry.link:
        parts.append(f"<{entry.link}|{lens.say('link-source')}>")
    return " · ".join(parts)


def _vouched(lens: Lens, entry: Entry, checked_by: Department | None, news: Beside) -> list[Block]:
    """Of an announcement that is over, what stands above it says so."""
    found = vouched(lens, entry, checked_by, stated=news.answer is not None and entry.state is EntryState.RETIRED)
    return [context_line(found)] if found else []


def opened(lens: Lens, entry: Entry, checked_by: Department | None, *, question: int | None, can_check: bool,
           may_delete: bool = False, shareable: bool = True, note: str = "", news: Beside = NOTHING,
           ) -> Rendered:  # fmt: skip
    """One entry on its own: `/kb #41`, or a related entry opened in place. `news`: when it is an announcement."""
    blocks = [context_line(note)] if note else []
    blocks += [*entry_body(lens, entry), *announcements.under_answer(lens, news)]
    blocks += _vouched(lens, entry, checked_by, news)
    if entry.state is EntryState.OUTDATED and entry.note:
        blocks.append(context_line(lens.say("outdated-because", why=escape(one_line(entry.note, 300)))))
    key = ids(question, entry.number)
    blocks.append(
        actions(
            button(lens.say("button-helped"), "answer.helped", key, style="primary") if question else None,
            tally_menu(lens, question, entry.number),
            button(lens.say("button-share"), "answer.share", key) if shareable and entry.offered else None,
            _entry_more(lens, entry, question, may_delete or can_check, can_check),
        )
    )
    if can_check and (buttons := specialist_buttons(lens, entry)):
        blocks.append(actions(*buttons))
    return Rendered(f"{entry.title} #{entry.number}", tuple(blocks))


def shared(lens: Lens, entry: Entry, checked_by: Department | None, by: str, question: int | None,
           news: Beside = NOTHING) -> Rendered:  # fmt: skip
    """What the channel sees when somebody shares an answer."""
    # Who shares a mistake might be taken for who made it: no name.
    head = [] if entry.kind is Kind.MISTAKE else [context_line(lens.say("shared-by", person=f"<@{by}>"))]
    blocks = [
        *head,
        *entry_body(lens, entry),
        *announcements.under_answer(lens, news),
        *_vouched(lens, entry, checked_by, news),
        actions(
            tally_menu(lens, question, entry.number),
            button(lens.say("button-open-own"), "entry.open", ids(None, entry.number)),
        ),
    ]
    return Rendered(f"{entry.title} #{entry.number}", tuple(blocks))


def why(lens: Lens, found: Why | None) -> str:
    """ "Why this?" in one line: the phrasing it matched, how often that was confirmed, how sure that is."""
    if found is None:
        return lens.say("why-unknown")
    sure = "high" if found.probability >= 0.9 else "fair" if found.probability >= 0.75 else "low"
    return lens.say(
        "why-this",
        phrasing=escape(cut(one_line(found.phrasing, 300), 300)),
        confirmed=confirmed(lens, found.people),
        sure=lens.say(f"sure-{sure}"),
        chance=min(99, max(1, round(100 * found.probability))),
    )


def _under_answer(lens: Lens, found: Answer, can_check: bool, shareable: bool, lies: list[Block]) -> list[Block]:
    entry, question = found.entry, found.question
    assert entry is not None
    fits = any(s.entry == entry.number for s in question.shown[:1])
    fit = lens.say("fits") if fits else ""
    blocks = [context_line(" · ".join(filter(None, (fit, vouched(lens, entry, found.checked_by)))))]
    if not entry.offered and found.announced.answer is None:
        blocks.append(context_line(lens.say("no-longer-offered")))
    key = ids(question.id, entry.number)
    more = overflow("answer.more", _more(lens, found, key))
    undo = button(lens.say("button-undo"), "answer.undo", key)
    share = button(lens.say("button-share"), "answer.share", key) if shareable and entry.offered else None
    if question.outcome is Outcome.HELPED:
        thanks = lens.say("thanks-helped" if found.learned else "thanks-helped-enough")
        return [*blocks, context_line(thanks), *lies, actions(undo, _tally(lens, key), share, more)]
    if question.outcome is Outcome.NOT_HELPED:
        blocks += [*_not_this(lens, found), *lies]
        return [*blocks, actions(*_asking(lens, found), None if found.waits else undo, more)]
    check = button(lens.say("button-check"), "entry.check", ids(entry.number)) if can_check else None
    row = actions(
        button(lens.say("button-helped"), "answer.helped", key, style="primary"),
        button(lens.say("button-not-this"), "answer.not_this", key),
        _tally(lens, key),
        share,
        more,
    )
    return [*blocks, *lies, row, *([actions(check)] if check else [])]


def _nothing_said(lens: Lens, found: Answer) -> str:
    """That nothing is written, or nothing that is sure: never the one when the other is true."""
    return lens.say("nothing-sure" if found.perhaps else "nothing-written")


def _nothing(lens: Lens, found: Answer, news: list[Block], lies: list[Block]) -> list[Block]:
    blocks = [section(_nothing_said(lens, found))]
    if found.question.outcome is Outcome.NOT_HELPED:
        blocks = _not_this(lens, found)
    blocks += news
    if found.colleagues:
        blocks.append(context_line(lens.say("colleagues-asked", count=found.colleagues)))
    blocks += lies
    blocks.append(
        actions(*_asking(lens, found), button(lens.say("button-share-it"), "share.open", ids(found.question.id)))
    )
    return blocks


def _asking(lens: Lens, found: Answer) -> tuple[Block | None, ...]:
    """Buttons that bring the question to specialists, or the line that it is there already."""
    q = found.question.id
    if found.waits:
        return ()
    if found.escalation is not None:
        return (button(lens.say("button-wait-too"), "ask.wait", ids(q, found.escalation.id), style="primary"),)
    if found.department is None:
        return (button(lens.say("button-ask-someone"), "ask.choose", ids(q), style="primary"),)
    name = found.department.name
    return (
        button(lens.say("button-ask", department=name), "ask.send", ids(q, found.department.key), style="primary"),
        button(lens.say("button-customer-waits"), "ask.send_waiting", ids(q, found.department.key)),
        button(lens.say("button-other-department"), "ask.choose", ids(q)),
    )


def _not_this(lens: Lens, found: Answer) -> list[Block]:
    """The thanks for saying so, with the ways on that there still are."""
    if found.waits:
        return [context_line(lens.say("thanks-not-this-asked"))]
    return [context_line(lens.say("thanks-not-this" if found.related else "thanks-not-this-alone"))]


def _asked_already(lens: Lens, found: Answer) -> list[Block]:
    """The line that this question lies with specialists; for who waits for it, with the way back."""
    if found.escalation is None and not found.waits:
        return []
    name = found.department.name if found.department else lens.say("the-specialists")
    withdraw = button(lens.say("button-escalation-withdraw"), "ask.withdraw", ids(found.question.id))
    if not found.waits:
        return [context_line(lens.say("asked-by-others", department=escape(name)))]
    return [context_line(lens.say("asked-already", department=escape(name))), actions(withdraw)]


def _tally(lens: Lens, key: str) -> Block:
    number = [int(part) if part else None for part in key.split(":")]
    return tally_menu(lens, *number)


def _more(lens: Lens, found: Answer, key: str) -> list[Block]:
    name = found.department.name if found.department else lens.say("the-specialists")
    return [
        option(lens.say("more-outdated"), f"outdated:{key}"),
        option(lens.say("more-ask", department=name), f"ask:{key}"),
        option(lens.say("more-no-mandate"), f"no_mandate:{key}"),
        option(lens.say("more-why"), f"why:{key}"),
    ]


def _entry_more(lens: Lens, entry: Entry, question: int | None, may_edit: bool, can_check: bool) -> Block | None:
    key = ids(question, entry.number)
    rows = [option(lens.say("more-outdated"), f"outdated:{key}")] if entry.offered else []
    if may_edit and entry.kind is Kind.ANNOUNCEMENT:
        rows += [
            option(lens.say("button-edit"), f"edit:{key}"),
            option(lens.say("button-announcement-withdraw"), f"withdraw:{key}"),
        ]
    elif may_edit:
        rows += [
            option(lens.say("button-edit"), f"edit:{key}"),
            option(lens.say("button-merge-with"), f"merge:{key}"),
            option(lens.say("button-delete"), f"delete:{key}"),
        ]
    if can_check:
        rows.append(option(lens.say("more-ways"), f"ways:{key}"))
    return overflow("entry.more", rows) if rows else None


def specialist_buttons(lens: Lens, entry: Entry) -> tuple[Block, ...]:
    """What a specialist of its department may do with it: Check, Retire."""
    buttons = []
    if entry.state in (EntryState.UNCHECKED, EntryState.OUTDATED):
        buttons.append(button(lens.say("button-check"), "entry.check", ids(entry.number)))
    if entry.state is not EntryState.RETIRED:
        buttons.append(button(lens.say("button-retire"), "entry.retire", ids(entry.number)))
    return tuple(buttons)


def _related(lens: Lens, found: Answer) -> list[Block]:
    if not found.related:
        return []
    head = lens.say("related") if found.entry else lens.say("may-not-fit")
    return [divider(), context_line(head), actions(*_openers(lens, found.related, found.question.id))]


def _openers(lens: Lens, entries: Sequence[Entry], question: int) -> list[Block]:
    return [
        button(f"{cut(e.title, 62)} #{e.number}", "entry.open", ids(question, e.number))
        | {"action_id": f"entry.open.{place}"}
        for place, e in enumerate(entries[:3])
    ]


def without_title(entry: Entry) -> str:
    """The body, less a first line that only repeats the title."""
    body = entry.body.strip()
    if body.startswith(entry.title):
        rest = body[len(entry.title) :].lstrip(" \n.:")
        return rest
    return body
