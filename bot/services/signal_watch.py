"""Signals nobody looks at, and actions whose day has passed: the lead, or the owner, hears of it once.

After that they stand on the next agenda (what was told and is still open).
"""

from __future__ import annotations

from datetime import datetime

from bot.domain.schedule import Calendar, add_working_days, calendar_of, quiet
from bot.model import Action, ActionState, Organisation, OutboxMessage, Signal, SignalState
from bot.ports import Reader, Unit
from bot.services import action_messages
from bot.services.context import Context
from bot.services.scheduling import Due
from bot.services.signal_messages import holder, message_key, payload_of, unseen_key, unseen_since

PATIENCE = 2  #: working days a signal may wait to be seen


def watch_due(context: Context, now: datetime) -> tuple[Due, ...]:
    """At any moment, when there is somebody to tell."""
    with context.store.reading() as data:
        late = _unseen(context, data, now) or _overdue(context, data, now)
    return (Due("watch", f"{now:%Y-%m-%dT%H:%M}", watch),) if late else ()


def watch(context: Context, now: datetime) -> str:
    """Tells whoever is to be told; returns a line about it."""
    with context.store.writing() as unit:
        unseen, overdue = _unseen(context, unit, now), _overdue(context, unit, now)
        for signal in unseen:
            _tell_lead(unit, signal, now)
        for action in overdue:
            action_messages.remind(unit, unit.organisation(), action, now)
    return f"{len(unseen)} unseen, {len(overdue)} overdue"


def _unseen(context: Context, data: Reader, now: datetime) -> list[Signal]:
    """Open signals with a message of their own that nobody looked at for two of the department's working days."""
    organisation = data.organisation()
    waiting = [s for s in data.signals(states=[SignalState.OPEN]) if s.posted and s.lead_told_at is None]

    def late(signal: Signal) -> bool:
        calendar = calendar_of(organisation.department(signal.department))
        until = add_working_days(unseen_since(signal), PATIENCE, context.zone, calendar)
        return until <= now and not quiet(now, context.zone, calendar)

    return [signal for signal in waiting if late(signal)]


def _tell_lead(unit: Unit, signal: Signal, now: datetime) -> None:
    """Privately; where nobody else is to be told it only comes on the agenda."""
    unit.save_signal(signal.but(lead_told_at=now))
    organisation = unit.organisation()
    to = _lead(organisation, signal)
    standing = unit.outbox(message_key(signal))
    if to is None or (standing is not None and standing.to == to):
        return
    unit.enqueue(
        OutboxMessage(key=unseen_key(signal), kind="signal_unseen", to=to, payload=payload_of(signal), created_at=now)
    )


def _lead(organisation: Organisation, signal: Signal) -> str | None:
    """The lead of the department it lies with, else an admin; of what lies with a person, an admin."""
    department = organisation.department(signal.department) if holder(signal) is None else None
    people = [department.lead if department else None, *organisation.admins]
    return next((user for user in people if user and user != holder(signal)), None)


def _overdue(context: Context, data: Reader, now: datetime) -> list[Action]:
    """Open actions whose day has passed, on a working day of their owner, of which nobody was reminded yet."""
    organisation, today = data.organisation(), now.astimezone(context.zone).date()

    def late(action: Action) -> bool:
        calendar: Calendar = calendar_of(organisation.department(action.owner))
        return (
            action.due < today
            and not quiet(now, context.zone, calendar)
            and bool(action_messages.places(organisation, action.owner))
            and data.outbox(action_messages.reminder_key(action)) is None
        )

    return [action for action in data.actions(states=[ActionState.OPEN]) if late(action)]
