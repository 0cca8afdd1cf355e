"""An action, as its owner sees it: the message with its buttons, the reminder, its row in lists, and its modals."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from bot.domain.text import one_line
from bot.model import Action, ActionState, Department
from bot.services.acting import ActionCard, is_withdrawn
from bot.slack.blocks import signal_words
from bot.slack.blocks.common import (
    Block,
    Lens,
    actions,
    at_time,
    button,
    context_line,
    date_input,
    escape,
    ids,
    modal,
    option,
    plain,
    quote,
    section,
    select_input,
    text_input,
)
from bot.slack.blocks.signal import examples
from bot.slack.blocks.signal_words import on, person
from bot.slack.responses import Rendered

SHOWN = 500  #: characters of a note
LATER = timedelta(days=7)  #: proposed as the other day


def message(lens: Lens, card: ActionCard) -> Rendered:
    """What is asked, by when, by whom and why; and the owner's buttons while it is open."""
    head = _head(lens, card)
    blocks = [section(head), section(quote(card.action.text, 2500)), *_note(lens, card.action)]
    blocks += [context_line(line) for line in (_asked(lens, card),) if line]
    if card.action.state is ActionState.OPEN:
        blocks += examples(card.signal) if card.signal else []
        blocks += [context_line(_why(lens, card)), buttons(lens, card.action)]
    return Rendered(head.replace("*", ""), tuple(blocks))


def declined(lens: Lens, card: ActionCard) -> Rendered:
    """To whoever wrote an agreement down: its owner declines; who has it now, or the button to give it to another."""
    head = _head(lens, card)
    blocks = [section(head), section(quote(card.action.text, 2500)), *_note(lens, card.action)]
    if card.passed_on is None:
        give = button(lens.say("button-action-hand-over"), "action.hand_over", ids(card.action.id), style="primary")
        return Rendered(head.replace("*", ""), (*blocks, context_line(lens.say("action-why-declined")), actions(give)))
    to = escape(card.passed_to.name) if card.passed_to else person(card.passed_on.owner)
    now = lens.say("action-passed-on", owner=to, state=state(lens, card.passed_on))
    return Rendered(head.replace("*", ""), (*blocks, context_line(now)))


def action_row(lens: Lens, card: ActionCard) -> list[Block]:
    """One action in a list (App Home, `/kb open`), with the same buttons."""
    row = [section(f"{_head(lens, card)}\n{quote(one_line(card.action.text, 300))}")]
    return [*row, buttons(lens, card.action)] if card.action.state is ActionState.OPEN else row


def late(lens: Lens, card: ActionCard, due: date) -> Rendered:
    """Once, when its day (`due`) has passed: is it done?"""
    open_still = card.action.state is ActionState.OPEN and card.action.due == due
    text = lens.say("action-late" if open_still else "action-late-over", due=on(lens, due))
    blocks = [section(text), *action_row(lens, card)]
    if open_still:
        blocks.append(context_line(lens.say("action-late-once")))
    return Rendered(text, tuple(blocks))


def buttons(lens: Lens, action: Action) -> Block:
    """Done first; its id keeps action ids apart in a list."""
    key, end = ids(action.id), f".{action.id}"
    return actions(
        button(lens.say("button-action-done"), f"action.done{end}", key, style="primary"),
        button(lens.say("button-action-later"), f"action.later{end}", key),
        button(lens.say("button-action-not-ours"), f"action.not_ours{end}", key),
    )


def done_modal(lens: Lens, card: ActionCard, *, meta: str) -> Block:
    """What was done; may stay empty."""
    hint = lens.say("action-done-hint" if card.signal else "action-done-hint-agreement")
    note = text_input(lens.say("action-done-label"), "note", optional=True, hint=hint)
    return _modal(lens, card, "action_done", "action-done-title", [note], meta)


def later_modal(lens: Lens, card: ActionCard, *, meta: str) -> Block:
    """By when, and why not before."""
    today = lens.now.astimezone(lens.zone).date()
    proposed = max(card.action.due, today) + LATER
    fields = [
        date_input(lens.say("action-later-label"), "due", proposed),
        text_input(lens.say("action-later-why"), "note"),
    ]
    return _modal(lens, card, "action_later", "action-later-title", fields, meta)


def not_ours_modal(lens: Lens, card: ActionCard, *, meta: str) -> Block:
    """Why not; whoever asked reads it and looks for another owner."""
    hint = lens.say("action-not-ours-hint" if card.signal else "action-not-ours-hint-agreement")
    note = text_input(lens.say("action-not-ours-label"), "note", hint=hint)
    return _modal(lens, card, "action_not_ours", "action-not-ours-title", [note], meta)


def hand_over_modal(lens: Lens, card: ActionCard, departments: Sequence[Department], *, meta: str) -> Block:
    """Who does it instead, and by when."""
    today = lens.now.astimezone(lens.zone).date()
    owners = [option(one.name, one.key) for one in departments if one.key != card.action.owner][:100]
    someone: Block = {
        "type": "input",
        "block_id": "person",
        "optional": True,
        "label": plain(lens.say("agree-person"), 2000),
        "hint": plain(lens.say("agree-person-hint"), 2000),
        "element": {"type": "users_select", "action_id": "person"},
    }
    fields = [
        *([select_input(lens.say("agree-owner"), "owner", owners, optional=True)] if owners else []),
        someone,
        date_input(lens.say("agree-due"), "due", max(card.action.due, today + LATER)),
    ]
    return _modal(lens, card, "action_hand_over", "button-action-hand-over", fields, meta)


def state(lens: Lens, action: Action) -> str:
    """ "by 12 May 2026", "done (@Ingrid, 09:12)"."""
    if action.state is ActionState.OPEN:
        return lens.say("action-due", due=on(lens, action.due))
    if is_withdrawn(action):
        return lens.say("action-withdrawn")
    at = at_time(lens, action.closed_at or lens.now)
    return lens.say(f"action-{action.state.value}", person=person(action.closed_by), at=at)


def _modal(lens: Lens, card: ActionCard, callback: str, title: str, fields: list[Block], meta: str) -> Block:
    about = section(quote(card.action.text, 1500))
    return modal(lens, callback, lens.say(title), [about, *fields], submit=lens.say("save"), meta=meta)


def _head(lens: Lens, card: ActionCard) -> str:
    action = card.action
    if action.kind == "agreement":
        return f"{lens.say('action-agreement')} · {state(lens, action)}"
    title = card.signal.title if card.signal else one_line(action.text, 100)
    cause = lens.say(f"cause-{action.cause or 'other'}")
    named = lens.say("action-cause", title=escape(one_line(title, 150)).replace("*", "∗"), cause=cause)
    return f"{named} · {state(lens, action)}"


def _note(lens: Lens, action: Action) -> list[Block]:
    """What came of it, or why it takes longer."""
    if not action.note:
        return []
    key = {ActionState.OPEN: "action-note-later", ActionState.DONE: "action-note-done"}
    text = escape(one_line(action.note, SHOWN))
    return [context_line(lens.say(key.get(action.state, "action-note-declined"), text=text))]


def _asked(lens: Lens, card: ActionCard) -> str:
    """By whom, and how often people asked about it."""
    if card.action.created_by is None:
        return ""
    who = person(card.action.created_by)
    place = escape(card.asked_by.name) if card.asked_by else ""
    asked = lens.say("action-asked-by-department", person=who, department=place)
    line = asked if place else lens.say("action-asked-by", person=who)
    return f"{line} {signal_words.facts(lens, card.signal)}" if card.signal else line


def _why(lens: Lens, card: ActionCard) -> str:
    """Why it came, and what makes it go away."""
    owner = escape(card.owner.name) if card.owner else ""
    if card.action.kind == "agreement":
        return lens.say("action-why-agreement")
    return lens.say("action-why", owner=owner) if owner else lens.say("action-why-you")
