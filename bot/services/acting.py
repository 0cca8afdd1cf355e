"""Actions: what the owner of a cause (or of what a service meeting agreed) is asked to do by a day, and says of it.

Every function is safe to run twice and by two people at once: it returns the action as it is now, and whether this call
changed it. Errors of all: NotFound when it is gone, NotAllowed for whoever it does not lie with.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from bot.domain import text as words
from bot.errors import BadInput, NotAllowed, NotFound
from bot.model import TEXT_MAX, Action, ActionState, Department, Signal, SignalState
from bot.ports import Reader, Unit
from bot.services.action_messages import is_person, post, refresh, tell_declined
from bot.services.context import Context, mask_entry
from bot.services.people import Role
from bot.services.signal_messages import step, waits_for_owner


class Acted(NamedTuple):
    """The action as it is now, and whether this call changed it."""

    action: Action
    changed: bool


@dataclass(frozen=True, slots=True)
class ActionCard:
    """All that a message about an action shows."""

    action: Action
    owner: Department | None  #: archived or not; None when it lies with a person
    signal: Signal | None  #: whose cause it is
    asked_by: Department | None  #: the department of that signal
    passed_on: Action | None = None  #: the agreement that somebody else has instead
    passed_to: Department | None = None  #: its owner; None when that is a person, or there is none


def open_for(context: Context, departments: Sequence[str], user: str | None = None) -> tuple[Action, ...]:
    """Open actions of these departments (and, if given, of this person), the first that is due first."""
    owners = [*departments, *([user] if user else [])]
    with context.store.reading() as data:
        found = data.actions(states=[ActionState.OPEN], owners=owners) if owners else ()
    return tuple(sorted(found, key=lambda action: (action.due, action.id)))


def card(context: Context, id: int) -> ActionCard:
    """What a message about it shows now. Errors: NotFound."""
    with context.store.reading() as data:
        return card_of(data, require_action(data, id))


def card_of(data: Reader, action: Action) -> ActionCard:
    """The same, within a transaction."""
    organisation = data.organisation()
    signal = data.signal(action.signal) if action.signal else None
    other = passed_on(data, action)
    by_key = {d.key: d for d in organisation.departments}
    return ActionCard(
        action=action,
        owner=by_key.get(action.owner),
        signal=signal,
        asked_by=organisation.department(signal.department) if signal else None,
        passed_on=other,
        passed_to=by_key.get(other.owner) if other else None,
    )


def confirm(context: Context, role: Role, id: int, now: datetime, note: str = "") -> Acted:
    """Its owner says that it is done (`note`: what was done; may stay empty). The signal it belongs to is resolved;
    from today on, when the day by which it was to be done is still to come."""
    with context.store.writing() as unit:
        action = require_mine(unit, role, id, note)
        if action.state is not ActionState.OPEN:
            return Acted(action, False)
        done = _close(unit, action, ActionState.DONE, role.user, _masked(unit, note), now)
        signal = _waiting_signal(unit, action)
        if signal is not None and signal.resolution is not None:
            since = min(signal.resolution.since, now.astimezone(context.zone).date())
            step(
                unit,
                signal,
                "confirmed",
                now,
                by=role.user,
                note=done.note,
                state=SignalState.RESOLVED,
                relapsed=False,
                resolution=signal.resolution.but(confirmed_at=now, since=since),
            )
        return Acted(done, True)


def postpone(context: Context, role: Role, id: int, due: date, reason: str, now: datetime) -> Acted:
    """Its owner needs until another day. Errors: also BadInput for a day that has passed, or no reason."""
    if due <= now.astimezone(context.zone).date():
        raise BadInput("error-action-day", text=reason, field="due")
    _require_words(reason)
    with context.store.writing() as unit:
        action = require_mine(unit, role, id, reason)
        if action.state is not ActionState.OPEN or action.due == due:
            return Acted(action, False)
        later = action.but(due=due, note=_masked(unit, reason))
        unit.save_action(later)
        refresh(unit, action)
        signal = _waiting_signal(unit, action)
        if signal is not None and signal.resolution is not None:
            named, note = signal.resolution.but(since=due), f"{action.id}\n{due.isoformat()}\n{later.note}"
            step(unit, signal, "postponed", now, by=role.user, note=note, resolution=named)
        return Acted(later, True)


def decline(context: Context, role: Role, id: int, reason: str, now: datetime) -> Acted:
    """It is not theirs: the signal it belongs to needs another owner of its cause. Errors: also BadInput for no
    reason."""
    _require_words(reason)
    with context.store.writing() as unit:
        action = require_mine(unit, role, id, reason)
        if action.state is not ActionState.OPEN:
            return Acted(action, False)
        declined = _close(unit, action, ActionState.DECLINED, role.user, _masked(unit, reason), now)
        tell_declined(unit, declined, now)
        signal = _waiting_signal(unit, action)
        if signal is not None:
            note = f"{action.id}\n{declined.note}"
            step(unit, signal, "declined", now, by=role.user, note=note, resolution=None)
        return Acted(declined, True)


def hand_over(context: Context, role: Role, id: int, owner: str, due: date, now: datetime) -> Acted:
    """An agreement that its owner declined becomes one of another owner (a department's key or a Slack user id), who is
    told. Once: whoever has it by then keeps it.

    Errors: also BadInput for a day that has passed, an owner who is not there, cannot be reached, or declined it.
    """
    with context.store.writing() as unit:
        organisation = unit.organisation()
        declined = require_handing(unit, role, id)
        known = passed_on(unit, declined)
        if known is not None:
            return Acted(known, False)
        if due < now.astimezone(context.zone).date():
            raise BadInput("error-agenda-day", field="due")
        if not is_person(owner) and organisation.department(owner) is None:
            raise BadInput("error-agenda-owner", field="owner")
        if owner == declined.owner:
            raise BadInput("error-action-same-owner", field="owner")
        fresh = declined.but(
            id=0, owner=owner, due=due, state=ActionState.OPEN, created_at=now, created_by=role.user,
            closed_at=None, closed_by=None, note="",
        )  # fmt: skip
        given = unit.add_action(fresh)
        if not post(unit, organisation, given, now):
            raise BadInput("error-agenda-nobody", field="owner")
        refresh(unit, declined)
        return Acted(given, True)


def passed_on(data: Reader, action: Action) -> Action | None:
    """The agreement that somebody else has since this one was declined."""
    if action.kind != "agreement" or action.state is not ActionState.DECLINED or action.top_task is None:
        return None
    later = data.actions(kinds=["agreement"], top_task=action.top_task, month=action.month)
    since = action.closed_at or action.created_at  # the meeting itself may have given two owners the same to do
    later = tuple(a for a in later if a.id > action.id and a.created_at >= since)
    return next((a for a in later if a.text == action.text and a.owner != action.owner), None)


def require_handing(data: Reader, role: Role, id: int) -> Action:
    """A declined agreement, for whoever wrote it down, the owner of its top task, and admins. Errors: NotFound,
    NotAllowed."""
    action = require_action(data, id)
    owned = any(t.key == action.top_task and t.owner == role.user for t in data.organisation().top_tasks)
    if action.kind != "agreement" or action.state is not ActionState.DECLINED:
        raise NotFound("error-action-gone")
    if not (role.admin or owned or action.created_by == role.user):
        raise NotAllowed("error-action-not-asked")
    return action


def withdraw(unit: Unit, id: int, user: str, now: datetime) -> None:
    """Whoever asked for it no longer does: closed without a reason, if it was still open."""
    action = unit.action(id)
    if action is not None and action.state is ActionState.OPEN:
        _close(unit, action, ActionState.DECLINED, user, "", now)


def is_withdrawn(action: Action) -> bool:
    """Closed by whoever asked for it: an owner who declines gives a reason."""
    return action.state is ActionState.DECLINED and not action.note


def may_act(role: Role, action: Action) -> bool:
    """The person whose it is, specialists and the lead of the department whose it is, or an admin."""
    if role.admin or action.owner == role.user:
        return True
    return not is_person(action.owner) and role.is_specialist_of(action.owner)


def require_action(data: Reader, id: int) -> Action:
    """The action, or NotFound."""
    action = data.action(id)
    if action is None:
        raise NotFound("error-action-gone")
    return action


def require_mine(data: Reader, role: Role, id: int, text: str = "") -> Action:
    """The one this person may act on. Errors: NotFound, NotAllowed; `text` goes back with it."""
    action = require_action(data, id)
    if not may_act(role, action):
        raise NotAllowed("error-action-not-yours", text=text)
    return action


def _close(unit: Unit, action: Action, state: ActionState, user: str, note: str, now: datetime) -> Action:
    closed = action.but(state=state, closed_at=now, closed_by=user, note=note)
    unit.save_action(closed)
    refresh(unit, closed)
    return closed


def _waiting_signal(data: Reader, action: Action) -> Signal | None:
    """The signal that waits for this action, if it still does."""
    signal = data.signal(action.signal) if action.signal else None
    if signal is None or signal.resolution is None or signal.resolution.action != action.id:
        return None
    return signal if waits_for_owner(signal) else None


def _require_words(reason: str) -> None:
    if not words.has_words(reason):
        raise BadInput("error-action-reason", text=reason, field="note")


def _masked(data: Reader, text: str) -> str:
    if len(text) > TEXT_MAX:
        raise BadInput("error-too-long", text=text, field="note", limit=TEXT_MAX, length=len(text))
    return mask_entry(text.strip(), data.organisation())[:TEXT_MAX]
