"""Everything that is ever due, in one place: one line a job. After downtime the latest period of each is due, not every
one that was missed; which of them was done already is the store's to say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time
from functools import partial

from bot.domain.digest import week_before
from bot.domain.schedule import latest_digest_moment, latest_signal_moment, next_digest_moment, next_signal_moment
from bot.services import digesting, duplicating, escalation_watch, forgetting, rescuing, signalling
from bot.services.context import Context
from bot.services.scheduling import Due

ALIKE_DAY, ALIKE_AT = 2, time(10)  #: Wednesdays, local time: Monday is the digest's
CHANNEL_DIGEST = time(9)  #: local time on Mondays for the digest channel; a department's lead has the department's


def due(context: Context, now: datetime) -> tuple[Due, ...]:
    """The latest period of every job, whether done already or not."""
    return tuple(one for jobs in JOBS for one in jobs(context, now))


def signal_checks(context: Context, now: datetime) -> tuple[Due, ...]:
    """Each department's topics are looked at on working days, at its signal times."""
    with context.store.reading() as data:
        departments = data.organisation().active
    found = []
    for department in departments:
        job = f"signals:{department.key}"
        moment = latest_signal_moment(now, department.signal_times, context.zone, job)
        if moment is not None:
            run = partial(_check, department=department.key, moment=moment.at)
            found.append(Due(job, moment.period, run))
    return tuple(found)


def digests(context: Context, now: datetime) -> tuple[Due, ...]:
    """Mondays (or the first working day after): to each department's lead, and to the digest channel."""
    with context.store.reading() as data:
        organisation = data.organisation()
    wanted = [(d.key, d.digest_time) for d in organisation.active if d.lead]
    jobs: list[tuple[str | None, time]] = [*wanted, *([(None, CHANNEL_DIGEST)] if organisation.digest_channel else [])]
    found = []
    for department, at in jobs:
        job = f"digest:{department or digesting.ALL}"
        moment = latest_digest_moment(now, context.zone, at=at, job=job)
        run = partial(_digest, department=department, moment=moment.at, sent_in=moment.period)
        found.append(Due(job, week_before(moment.period, context.zone).key, run))
    return tuple(found)


def look_for_alike(context: Context, now: datetime) -> tuple[Due, ...]:
    """Once a week: entries that say the same, when there is a department to list them for."""
    with context.store.reading() as data:
        if not data.organisation().active:
            return ()
    moment = latest_digest_moment(now, context.zone, weekday=ALIKE_DAY, at=ALIKE_AT, job="alike")
    return (Due("alike", moment.period, partial(_look_for_alike, moment=moment.at, week=moment.period)),)


def forgetting_due(context: Context, now: datetime) -> tuple[Due, ...]:
    """Every day."""
    return (Due("forget", now.astimezone(context.zone).date().isoformat(), forgetting.forget),)


def rescue_of_signals(context: Context, now: datetime) -> tuple[Due, ...]:
    """At any moment, when Slack refused a signal."""
    if not signalling.undelivered_signals(context):
        return ()
    return (Due("rescue:signals", f"{now:%Y-%m-%dT%H:%M}", _rescue_signals),)


def rescue_of_messages(context: Context, now: datetime) -> tuple[Due, ...]:
    """At any moment, when Slack refused an answer or a digest."""
    with context.store.reading() as data:
        lost = rescuing.lost(data)
    return (Due("rescue:messages", f"{now:%Y-%m-%dT%H:%M}", rescuing.rescue),) if lost else ()


JOBS: tuple[Callable[[Context, datetime], tuple[Due, ...]], ...] = (
    signal_checks,
    digests,
    look_for_alike,
    forgetting_due,
    rescue_of_signals,
    rescue_of_messages,
    escalation_watch.reminders_due,
    escalation_watch.rescue_due,
)


def next_moments(context: Context, now: datetime) -> list[tuple[datetime, str, str]]:
    """What is scheduled next: (when, key of its label, department's name; "" for the digest channel), soonest first."""
    with context.store.reading() as data:
        organisation = data.organisation()
    found: list[tuple[datetime, str, str]] = []
    for department in organisation.active:
        signals = next_signal_moment(now, department.signal_times, context.zone)
        if signals is not None:
            found.append((signals.at, "moment-signals", department.name))
        if department.lead:
            digest = next_digest_moment(now, context.zone, at=department.digest_time)
            found.append((digest.at, "moment-digest", department.name))
    if organisation.digest_channel:
        found.append((next_digest_moment(now, context.zone, at=CHANNEL_DIGEST).at, "moment-digest", ""))
    return sorted(found)


def _check(context: Context, now: datetime, *, department: str, moment: datetime) -> str:
    return signalling.check(context, department, moment, now)


def _digest(context: Context, now: datetime, *, department: str | None, moment: datetime, sent_in: str) -> str:
    return digesting.make(context, department, moment, sent_in, now)


def _look_for_alike(context: Context, now: datetime, *, moment: datetime, week: str) -> str:
    return duplicating.look(context, moment, week, now)


def _rescue_signals(context: Context, now: datetime) -> str:
    return f"{signalling.rescue_undelivered(context, now)} brought elsewhere"
