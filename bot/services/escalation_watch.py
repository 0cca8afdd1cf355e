"""Questions for the specialists that stay where they are: the channel is reminded once, then the lead is told; and what
Slack would not deliver is brought to somebody else."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.domain.schedule import USUAL, Calendar, add_working_days, calendar_of, quiet
from bot.model import Escalation, EscalationState, Organisation, OutboxMessage
from bot.ports import Reader, Unit
from bot.services.answering import UNDER_WAY
from bot.services.context import Context
from bot.services.escalating import decider, move
from bot.services.escalation_messages import next_place, payload_of, post, reminder_key, standing
from bot.services.scheduling import Due

PATIENCE = 1  #: working days unclaimed before the channel hears of it again, and again before the lead does
CLAIM_PATIENCE = 2  #: working days between a claim and a private reminder


def reminders_due(context: Context, now: datetime) -> tuple[Due, ...]:
    """Once an hour, in the working hours of any department."""
    with context.store.reading() as data:
        calendars = {USUAL, *map(calendar_of, data.organisation().active)}
    if all(quiet(now, context.zone, calendar) for calendar in calendars):
        return ()
    hour = now.astimezone(context.zone)
    return (Due("remind", f"{hour:%Y-%m-%dT%H}:00", remind),)


def rescue_due(context: Context, now: datetime) -> tuple[Due, ...]:
    """At any moment, when there is something to bring to somebody else."""
    with context.store.reading() as data:
        organisation = data.organisation()
        lost = any(_is_lost(data, organisation, one) for one in data.escalations(states=UNDER_WAY))
    return (Due("rescue", f"{now:%Y-%m-%dT%H:%M}", _rescued),) if lost else ()


def remind(context: Context, now: datetime) -> str:
    """Reminds whoever should have picked a question up; returns a line about it."""
    with context.store.reading() as data:
        waiting = [one.id for one in data.escalations(states=UNDER_WAY)]
    count = 0
    for id in waiting:
        with context.store.writing() as unit:
            found = unit.escalation(id)
            calendar = calendar_of(unit.organisation().department(found.department) if found else None)
            if found is None or quiet(now, context.zone, calendar):
                continue
            if found.state is EscalationState.OPEN:
                count += _remind_unclaimed(context, unit, found, calendar, now)
            elif found.state is EscalationState.CLAIMED:
                count += _remind_claimer(context, unit, found, calendar, now)
    return f"{count} reminders"


def rescue_undelivered(context: Context, now: datetime) -> int:
    """Brings questions whose message Slack refused, or whose department vanished, to the next who can help: the lead,
    an admin, the top task's owner. Returns how many."""
    with context.store.reading() as data:
        organisation = data.organisation()
        lost = [one.id for one in data.escalations(states=UNDER_WAY) if _is_lost(data, organisation, one)]
    count = 0
    for id in lost:
        with context.store.writing() as unit:
            organisation, found = unit.organisation(), unit.escalation(id)
            if found is None or not _is_lost(unit, organisation, found):
                continue
            if _has_vanished(organisation, found):
                owner = decider(organisation, (found.department or "",), None)
                move(unit, organisation, found, found.but(department=None, owner=owner), now)
                count += 1
            else:
                count += post(unit, organisation, found, now)
    return count


def _rescued(context: Context, now: datetime) -> str:
    return f"{rescue_undelivered(context, now)} brought elsewhere"


def _is_lost(data: Reader, organisation: Organisation, escalation: Escalation) -> bool:
    if _has_vanished(organisation, escalation):
        return decider(organisation, (escalation.department or "",), None) is not None
    return next_place(data, organisation, escalation) is not None


def _has_vanished(organisation: Organisation, escalation: Escalation) -> bool:
    return escalation.owner is None and organisation.department(escalation.department) is None


def _remind_unclaimed(context: Context, unit: Unit, escalation: Escalation, calendar: Calendar, now: datetime) -> int:
    organisation = unit.organisation()
    at = next(standing(unit, organisation, escalation), None)
    if at is None:
        return 0
    if escalation.reminders == 0:
        if add_working_days(escalation.moved_at, PATIENCE, context.zone, calendar) > now:
            return 0
        to, number = at.to, 1
    elif escalation.reminders == 1:
        # Counted from the first reminder: after downtime the lead does not hear of it in the same hour.
        first = unit.outbox(reminder_key(escalation, 1))
        since = first.created_at if first else escalation.moved_at + timedelta(days=1)
        department = organisation.department(escalation.department)
        lead = department.lead if department and department.lead else next(iter(organisation.admins), None)
        if lead is None or lead == at.to or add_working_days(since, PATIENCE, context.zone, calendar) > now:
            return 0
        to, number = lead, 2
    else:
        return 0
    unit.save_escalation(escalation.but(reminders=number))
    unit.enqueue(
        OutboxMessage(
            key=reminder_key(escalation, number),
            kind="escalation_reminder",
            to=to,
            payload=payload_of(escalation, reminder=number, message=at.key),
            created_at=now,
        )
    )
    return 1


def _remind_claimer(context: Context, unit: Unit, escalation: Escalation, calendar: Calendar, now: datetime) -> int:
    """The claimer hears of it privately, once a claim."""
    if escalation.claimed_by is None or escalation.claimed_at is None:
        return 0
    key = reminder_key(escalation, escalation.claimed_by)
    late = add_working_days(escalation.claimed_at, CLAIM_PATIENCE, context.zone, calendar) <= now
    if not late or unit.outbox(key) is not None:
        return 0
    at = next(standing(unit, unit.organisation(), escalation), None)
    unit.enqueue(
        OutboxMessage(
            key=key,
            kind="escalation_reminder",
            to=escalation.claimed_by,
            payload=payload_of(escalation, reminder=3, message=at.key if at else ""),
            created_at=now,
        )
    )
    return 1
