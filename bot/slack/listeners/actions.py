"""The buttons and modals of an action. What a press changes shows in the message itself, by the outbox."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from bot.errors import BadInput
from bot.model import ActionState
from bot.services import acting
from bot.services.acting import Acted, ActionCard
from bot.slack.blocks import action as blocks
from bot.slack.blocks.common import Block
from bot.slack.responses import Open, Response
from bot.slack.turn import Turn, meta_number, modal_meta, say_line


def open_done(turn: Turn) -> Sequence[Response]:
    """It is done: what was done?"""
    return _open(turn, blocks.done_modal)


def submit_done(turn: Turn) -> Sequence[Response]:
    """Confirmed; the signal it belongs to is resolved."""
    note = turn.did.fields.get("note", "")
    return _said(turn, acting.confirm(turn.context, turn.role, meta_number(turn, "action"), turn.now, note))


def open_later(turn: Turn) -> Sequence[Response]:
    """By another day: when, and why?"""
    return _open(turn, blocks.later_modal)


def submit_later(turn: Turn) -> Sequence[Response]:
    """Another day; whoever asked reads why."""
    fields = turn.did.fields
    try:
        due = date.fromisoformat(fields.get("due", ""))
    except ValueError:
        raise BadInput("error-action-day", text=fields.get("note", ""), field="due") from None
    id = meta_number(turn, "action")
    return _said(turn, acting.postpone(turn.context, turn.role, id, due, fields.get("note", ""), turn.now))


def open_not_ours(turn: Turn) -> Sequence[Response]:
    """Not theirs: why?"""
    return _open(turn, blocks.not_ours_modal)


def submit_not_ours(turn: Turn) -> Sequence[Response]:
    """It goes back to the department that asked, which looks for another owner."""
    note = turn.did.fields.get("note", "")
    return _said(turn, acting.decline(turn.context, turn.role, meta_number(turn, "action"), note, turn.now))


def open_hand_over(turn: Turn) -> Sequence[Response]:
    """An agreement that its owner declined: who does it instead?"""
    with turn.context.store.reading() as data:
        card = acting.card_of(data, acting.require_handing(data, turn.role, turn.number(0) or 0))
        departments = data.organisation().active
    if card.passed_on is not None:
        return _said(turn, Acted(card.passed_on, False))
    meta = modal_meta(turn, action=card.action.id)
    return (Open(blocks.hand_over_modal(turn.lens, card, departments, meta=meta)),)


def submit_hand_over(turn: Turn) -> Sequence[Response]:
    """The other owner gets it as a message."""
    fields = turn.did.fields
    try:
        due = date.fromisoformat(fields.get("due", ""))
    except ValueError:
        raise BadInput("error-agenda-day", field="due") from None
    owner, id = fields.get("person") or fields.get("owner", ""), meta_number(turn, "action")
    return _said(turn, acting.hand_over(turn.context, turn.role, id, owner, due, turn.now))


def _open(turn: Turn, form: Callable[..., Block]) -> Sequence[Response]:
    """Opens a form about an action that is still open, for those whose it is. Errors: NotFound, NotAllowed, before
    anybody types anything."""
    with turn.context.store.reading() as data:
        card: ActionCard = acting.card_of(data, acting.require_mine(data, turn.role, turn.number(0) or 0))
    if card.action.state is not ActionState.OPEN:
        return _said(turn, Acted(card.action, False))
    return (Open(form(turn.lens, card, meta=modal_meta(turn, action=card.action.id))),)


def _said(turn: Turn, done: Acted) -> Sequence[Response]:
    """Nothing when the message shows it; else how it is now."""
    if done.changed:
        return ()
    return say_line(turn, "action-now", state=blocks.state(turn.lens, done.action))
