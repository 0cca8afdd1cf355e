"""Everything that is ever due, in one place: one line a job. After downtime the latest period of each is due, not every
one that was missed; which of them was done already is the store's to say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time
from functools import partial

from bot.domain.digest_weeks import earlier
from bot.domain.schedule import USUAL, calendar_of, latest_digest_moment, latest_signal_moment
from bot.services import (
    aftermath,
    agenda,
    announcement_lists,
    digesting,
    duplicating,
    escalation_watch,
    forgetting,
    regrouping,
    rescuing,
    signal_watch,
    signalling,
    telling_authors,
)
from bot.services.context import Context
from bot.services.scheduling import Due
from bot.services.signal_candidates import Look
from bot.services.signal_seen import NOBODY, USUAL_TIMES

ALIKE_DAY, ALIKE_AT = 2, time(10)  #: Wednesdays, local time: Monday is the digest's


def due(context: Context, now: datetime) -> tuple[Due, ...]:
    """The latest period of every job, whether done already or not."""
    return tuple(one for jobs in JOBS for one in jobs(context, now))


def signal_checks(context: Context, now: datetime) -> tuple[Due, ...]:
    """Each department's topics are looked at on its working days, at its signal times; those that no department is
    known of at the usual ones. All that are due now share one look."""
    with context.store.reading() as data:
        departments = data.organisation().active
    wanted = [(d.key, d.signal_times, calendar_of(d)) for d in departments]
    look, found = Look(), []
    for department, times, calendar in (*wanted, *([(NOBODY, USUAL_TIMES, USUAL)] if wanted else [])):
        job = f"signals:{department or '*'}"
        moment = latest_signal_moment(now, times, context.zone, job, calendar)
        if moment is not None:
            found.append(Due(job, moment.period, partial(_check, department=department, look=look)))
    return tuple(found)


def digests(context: Context, now: datetime) -> tuple[Due, ...]:
    """Weekly, each on its reader's day (or the first working day after): about the week before."""
    with context.store.reading() as data:
        receivers = digesting.receivers(data)
    found = []
    for receiver in receivers:
        moment = receiver.latest(now, context.zone)
        run = partial(_digest, scope=receiver.cut.scope, moment=moment.at, sent_in=moment.period)
        found.append(Due(receiver.job, earlier(moment.period, 1), run))
    return tuple(found)


def look_for_alike(context: Context, now: datetime) -> tuple[Due, ...]:
    """Once a week: entries that say the same, when there is a department to list them for."""
    with context.store.reading() as data:
        if not data.organisation().active:
            return ()
    moment = latest_digest_moment(now, context.zone, weekday=ALIKE_DAY, at=ALIKE_AT, job="alike")
    return (Due("alike", moment.period, partial(_look_for_alike, week=moment.period)),)


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
    regrouping.due,  # before what looks at topics
    telling_authors.authors_due,  # before the signals: privately first
    signal_checks,
    aftermath.due,
    digests,
    agenda.due,
    look_for_alike,
    announcement_lists.due,
    forgetting_due,
    rescue_of_signals,
    rescue_of_messages,
    escalation_watch.reminders_due,
    escalation_watch.rescue_due,
    signal_watch.watch_due,
)


def _check(context: Context, now: datetime, *, department: str, look: Look) -> str:
    return signalling.check(context, department, now, look)


def _digest(context: Context, now: datetime, *, scope: str, moment: datetime, sent_in: str) -> str:
    return digesting.make(context, scope, moment, sent_in, now)


def _look_for_alike(context: Context, now: datetime, *, week: str) -> str:
    return duplicating.look(context, week, now)


def _rescue_signals(context: Context, now: datetime) -> str:
    return f"{signalling.rescue_undelivered(context, now)} brought elsewhere"
