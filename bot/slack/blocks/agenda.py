"""The agenda of a service meeting: the message, the Markdown, the choice of one, and the form for an agreement."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from bot.domain.agenda import Agenda
from bot.domain.text import one_line
from bot.model import Department, TopTask
from bot.services.acting import ActionCard
from bot.services.action_messages import is_person
from bot.services.agenda import Shown
from bot.slack.blocks.action import state
from bot.slack.blocks.agenda_words import MARKDOWN, SLACK, Part, about, parts, title
from bot.slack.blocks.common import (
    SECTION_MAX,
    Block,
    Lens,
    actions,
    button,
    context_line,
    date_input,
    escape,
    ids,
    modal,
    option,
    plain,
    section,
    select_input,
    text_input,
)
from bot.slack.blocks.signal_words import person
from bot.slack.responses import Rendered, View

LINES = 10  #: under a heading in Slack; the Markdown has all of them
TASKS = 10
BY = timedelta(days=14)  #: proposed for what is agreed


def message(lens: Lens, shown: Shown, *, why: bool = True) -> Rendered:
    """The agenda in Slack, with what the meeting has agreed so far. `why`: it came by itself, so it says why."""
    agenda = shown.agenda
    head = title(lens, agenda)
    blocks = [section(f"*{escape(head)}*"), context_line(about(lens, agenda, SLACK))]
    for part in parts(lens, agenda, SLACK):
        blocks += _part(lens, part)
    if agenda.empty:
        blocks.append(section(lens.say("agenda-empty")))
    if shown.agreements:
        lines = tuple(_agreement(lens, card) for card in shown.agreements)
        blocks += _part(lens, Part(lens.say("agenda-agreed-now"), lines))
    value = ids(agenda.task, agenda.month)
    blocks.append(actions(button(lens.say("button-agree"), "agenda.agree", value, style="primary")))
    if why:
        blocks.append(context_line(lens.say("agenda-why")))
    return Rendered(head, tuple(blocks))


def markdown(lens: Lens, agenda: Agenda) -> str:
    """The whole agenda as Markdown: of frozen facts the same bytes every time."""
    lines = [f"# {MARKDOWN.escape(title(lens, agenda))}", "", about(lens, agenda, MARKDOWN), ""]
    for part in parts(lens, agenda, MARKDOWN):
        lines += [f"## {part.head}", "", *(f"- {line}" for line in part.lines), *([""] if part.lines else [])]
        lines += [line for after in part.after for line in (after, "")]
    if agenda.empty:
        lines += [lens.say("agenda-empty"), ""]
    return "\n".join(lines)


def choose(lens: Lens, tasks: Sequence[TopTask]) -> Rendered:
    """Whose agenda? One button a top task."""
    head = lens.say("agenda-choose")
    rows = [
        section(f"*{escape(task.name)}*", accessory=button(lens.say("home-open"), f"agenda.open.{place}", task.key))
        for place, task in enumerate(tasks[:TASKS])
    ]
    return Rendered(head, (section(head), *rows))


def agree_modal(lens: Lens, departments: Sequence[Department], *, meta: str) -> View:
    """What is agreed, who does it and by when."""
    today = lens.now.astimezone(lens.zone).date()
    owners = [option(one.name, one.key) for one in departments[:100]]
    someone: Block = {
        "type": "input",
        "block_id": "person",
        "optional": True,
        "label": plain(lens.say("agree-person"), 2000),
        "hint": plain(lens.say("agree-person-hint"), 2000),
        "element": {"type": "users_select", "action_id": "person"},
    }
    blocks = [
        text_input(lens.say("agree-text"), "text", limit=1000, hint=lens.say("hint-no-names")),
        *([_department(lens, owners)] if owners else []),
        someone,
        date_input(lens.say("agree-due"), "due", today + BY, hint=lens.say("agree-due-hint")),
    ]
    return modal(lens, "agenda_agree", lens.say("agree-title"), blocks, submit=lens.say("save"), meta=meta)


def _department(lens: Lens, owners: Sequence[Block]) -> Block:
    hint, wanted = lens.say("agree-owner-hint"), lens.say("agree-owner-choose")
    return select_input(lens.say("agree-owner"), "owner", owners, optional=True, hint=hint, placeholder=wanted)


def _part(lens: Lens, part: Part) -> list[Block]:
    left = len(part.lines) - LINES
    lines = [f"*{part.head}*", *(f"• {line}" for line in part.lines[:LINES])]
    if left > 0:
        lines.append(lens.say("list-and-more", count=left))
    return [*_sections(lines), *([context_line("\n".join(part.after))] if part.after else [])]


def _sections(lines: Iterable[str]) -> list[Block]:
    """The lines in as few sections as hold them: none is cut off."""
    texts: list[str] = []
    for line in lines:
        if texts and len(texts[-1]) + len(line) < SECTION_MAX:
            texts[-1] += f"\n{line}"
        else:
            texts.append(line)
    return [section(text) for text in texts]


def _agreement(lens: Lens, card: ActionCard) -> str:
    action = card.action
    owner = person(action.owner) if is_person(action.owner) else escape(card.owner.name if card.owner else action.owner)
    note = f": {escape(one_line(action.note, 250))}" if action.note else ""
    return f"{escape(one_line(action.text, 250))} · {owner} · {state(lens, action)}{note}"
