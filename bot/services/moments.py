"""What is scheduled next, for who waits for it: one line a kind of job. What runs at any moment (forgetting, reminders)
has none. The jobs themselves stand in `due`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from typing import NamedTuple

from bot.domain.aftermath import WEEKS, present, starts
from bot.domain.announcements import list_moments
from bot.domain.schedule import USUAL, Calendar, calendar_of, next_digest_moment, next_signal_moment
from bot.model import Department, Organisation, SignalState
from bot.ports import Reader
from bot.services import agenda, digesting
from bot.services.context import Context
from bot.services.due import ALIKE_AT, ALIKE_DAY
from bot.services.signal_seen import USUAL_TIMES

JUST_BEFORE = timedelta(microseconds=1)


class Next(NamedTuple):
    """A moment to come. `label`: key of what it is for; `name`: of the department or top task, or "" for all."""

    at: datetime
    label: str
    name: str


def next_moments(context: Context, now: datetime) -> list[Next]:
    """The next moment of every job, soonest first."""
    with context.store.reading() as data:
        organisation, receivers = data.organisation(), digesting.receivers(data)
        found = [
            *_signals(organisation, context, now),
            *_aftermath(data, organisation, context, now),
            *_announcement_lists(data, organisation, context, now),
        ]
    found += [Next(one.next(now, context.zone).at, "moment-digest", one.cut.name or "") for one in receivers]
    found += [Next(at, "moment-agenda", name) for at, name in agenda.next_moments(context, now)]
    if organisation.active:
        alike = next_digest_moment(now, context.zone, weekday=ALIKE_DAY, at=ALIKE_AT, job="alike")
        found.append(Next(alike.at, "moment-alike", ""))
    return sorted(found)


def _signals(organisation: Organisation, context: Context, now: datetime) -> Iterator[Next]:
    for department in organisation.active:
        moment = next_signal_moment(now, department.signal_times, context.zone, calendar=calendar_of(department))
        if moment is not None:
            yield Next(moment.at, "moment-signals", department.name)


def _aftermath(data: Reader, organisation: Organisation, context: Context, now: datetime) -> Iterator[Next]:
    """When it is counted whether what was resolved stopped: the first signal check once the weeks are over."""
    for signal in data.signals(states=[SignalState.RESOLVED]):
        begin = starts(signal, context.zone)
        done = max((one.weeks for one in present(signal)), default=0)
        department = organisation.department(signal.department)
        for weeks in (weeks for weeks in WEEKS if begin is not None and weeks > done):
            over = max(now, begin + timedelta(weeks=weeks) - JUST_BEFORE) if begin else now
            times, calendar = _first_of_the_day(department)
            moment = next_signal_moment(over, times, context.zone, calendar=calendar)
            if moment is not None:
                yield Next(moment.at, "moment-aftermath", department.name if department else "")


def _first_of_the_day(department: Department | None) -> tuple[Sequence[time], Calendar]:
    if department is None:
        return sorted(USUAL_TIMES)[:1], USUAL
    return sorted(department.signal_times)[:1], calendar_of(department)


def _announcement_lists(data: Reader, organisation: Organisation, context: Context, now: datetime) -> Iterator[Next]:
    """When what an announcement did not answer comes back."""
    for one in data.announcements():
        department = organisation.department(one.department)
        if one.withdrawn_at is not None:
            continue
        for _, at in list_moments(one, calendar_of(department), context.zone):
            if at > now:
                yield Next(at, "moment-announcement", department.name if department else "")
