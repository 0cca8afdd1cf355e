"""When scheduled work is due: working days, signal and digest moments, quiet hours.

All times in and out are aware; results are UTC. Hours are those of the clock on the wall in `tz`. A moment that falls
in the hour that does not exist in spring, or twice in autumn, is one moment: the first reading (`fold=0`).

Every function takes a calendar: whose working days, hours and holidays count. What belongs to a department takes
`calendar_of(department)`; what belongs to nobody in particular takes the usual one (a Dutch office).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache

import holidays

from bot.model import Department

LOOK_BACK_DAYS = 7
# How far the next working day is looked for: a department may have closed a whole summer.
_HORIZON_DAYS = 400
_HORIZON_WEEKS = _HORIZON_DAYS // 7


@dataclass(frozen=True, slots=True)
class Calendar:
    """When somebody works: the days of the week (from Monday, 0), the hours outside which the bot keeps quiet, the
    country whose public holidays are free, and days of their own that are free as well."""

    working_days: tuple[int, ...] = (0, 1, 2, 3, 4)
    opens: time = time(8)
    closes: time = time(18)
    country: str = "NL"  #: as the holidays package calls it
    closed: frozenset[date] = frozenset()


USUAL = Calendar()


@dataclass(frozen=True, slots=True)
class Moment:
    """One run of scheduled work: which job, when (aware UTC), and the key under which it is claimed once."""

    job: str
    at: datetime
    period: str


@lru_cache(maxsize=64)
def _closed_days(country: str, year: int) -> frozenset[date]:
    # Built whole for a year before anybody sees it: the package's own objects fill themselves while being asked,
    # which is not safe with threads.
    days = holidays.country_holidays(country, years=year, language="en_US")
    # Good Friday is on the package's Dutch list, yet offices and contact centres are open.
    return frozenset(day for day, name in days.items() if not (country == "NL" and name == "Good Friday"))


def calendar_of(department: Department | None) -> Calendar:
    """Give a department's calendar; the usual one for None."""
    if department is None:
        return USUAL
    return Calendar(
        working_days=department.working_days,
        opens=department.opens,
        closes=department.closes,
        country=department.country,
        closed=frozenset(department.closed),
    )


def is_working_day(day: date, calendar: Calendar = USUAL) -> bool:
    """Say whether `day` is one of its working days and no holiday (in NL: Liberation Day only every five years)."""
    return (
        day.weekday() in calendar.working_days
        and day not in calendar.closed
        and day not in _closed_days(calendar.country, day.year)
    )


def next_working_moment(now: datetime, tz: tzinfo, calendar: Calendar = USUAL) -> datetime:
    """Give `now` when it falls in working hours, else the next opening (08:00) on a working day; in UTC."""
    local = _local(now, tz)
    if not quiet(now, tz, calendar):
        return now.astimezone(UTC)
    start = local.date() if local.time() < calendar.opens else local.date() + timedelta(days=1)
    return _utc(_working_day_from(start, calendar), calendar.opens, tz)


def add_working_days(at: datetime, days: int, tz: tzinfo, calendar: Calendar = USUAL) -> datetime:
    """Give the moment `days` working days after `at`, at the same local time; in UTC.

    What came in outside working hours counts from the next opening: one working day after Saturday noon is
    Tuesday 08:00. Raises ValueError for a negative number.
    """
    if days < 0:
        raise ValueError("days must not be negative")
    start = _local(next_working_moment(at, tz, calendar), tz)
    day = start.date()
    for _ in range(days):
        day = _working_day_from(day + timedelta(days=1), calendar)
    return _utc(day, start.time(), tz)


def latest_signal_moment(
    now: datetime, times: Sequence[time], tz: tzinfo, job: str = "signals", calendar: Calendar = USUAL
) -> Moment | None:
    """Give the latest signal moment at or before `now`, at most seven days back; None when there is none.

    After downtime only this one runs, not every missed one. The period is the local date and time.
    """
    today = _local(now, tz).date()
    for back in range(LOOK_BACK_DAYS + 1):
        due = [
            moment for moment in _signals_of(today - timedelta(days=back), times, tz, job, calendar) if moment.at <= now
        ]
        if due and now - due[-1].at <= timedelta(days=LOOK_BACK_DAYS):
            return due[-1]
    return None


def next_signal_moment(
    now: datetime, times: Sequence[time], tz: tzinfo, job: str = "signals", calendar: Calendar = USUAL
) -> Moment | None:
    """Give the first signal moment after `now`; None when no times are set."""
    today = _local(now, tz).date()
    for ahead in range(_HORIZON_DAYS if times else 0):
        for moment in _signals_of(today + timedelta(days=ahead), times, tz, job, calendar):
            if moment.at > now:
                return moment
    return None


def latest_digest_moment(
    now: datetime, tz: tzinfo, weekday: int = 0, at: time = time(9), job: str = "digest", calendar: Calendar = USUAL
) -> Moment:
    """Give the latest weekly digest moment at or before `now`; a holiday moves it to the next working day.

    `weekday` counts from Monday, 0. The period is the week it is for ("2026-W19"), so that another time of day
    set during a week does not send that week's digest twice.
    """
    weeks = range(1, -_HORIZON_WEEKS, -1)
    return next(moment for moment in _digests(now, tz, weekday, at, job, calendar, weeks) if moment.at <= now)


def next_digest_moment(
    now: datetime, tz: tzinfo, weekday: int = 0, at: time = time(9), job: str = "digest", calendar: Calendar = USUAL
) -> Moment:
    """Give the first weekly digest moment after `now`."""
    weeks = range(-4, _HORIZON_WEEKS)
    return next(moment for moment in _digests(now, tz, weekday, at, job, calendar, weeks) if moment.at > now)


def latest_month_moment(
    now: datetime, tz: tzinfo, at: time = time(9), job: str = "agenda", calendar: Calendar = USUAL
) -> Moment:
    """Give the latest moment at or before `now` on the first working day of a month; its period is that "2026-05"."""
    month = _local(now, tz).date().replace(day=1)
    moment = _monthly(month, at, tz, job, calendar)
    for _ in range(_HORIZON_WEEKS // 4):
        if moment.at <= now:
            break
        month = (month - timedelta(days=1)).replace(day=1)
        moment = _monthly(month, at, tz, job, calendar)
    return moment


def next_month_moment(
    now: datetime, tz: tzinfo, at: time = time(9), job: str = "agenda", calendar: Calendar = USUAL
) -> Moment:
    """Give the first moment after `now` on the first working day of a month."""
    month = _local(now, tz).date().replace(day=1)
    moment = _monthly(month, at, tz, job, calendar)
    while moment.at <= now:
        month = (month + timedelta(days=31)).replace(day=1)
        moment = _monthly(month, at, tz, job, calendar)
    return moment


def quiet(now: datetime, tz: tzinfo, calendar: Calendar = USUAL) -> bool:
    """Say whether what is not urgent waits: outside working hours (08:00-18:00), at weekends and on holidays."""
    local = _local(now, tz)
    return not (is_working_day(local.date(), calendar) and calendar.opens <= local.time() < calendar.closes)


def _signals_of(day: date, times: Sequence[time], tz: tzinfo, job: str, calendar: Calendar) -> list[Moment]:
    if not is_working_day(day, calendar):
        return []
    # Two wall-clock times can be one instant in the hour that spring skips; the claim on the period tells them apart.
    return [Moment(job, _utc(day, at, tz), f"{day.isoformat()}T{at:%H:%M}") for at in sorted(set(times))]


def _digests(
    now: datetime, tz: tzinfo, weekday: int, at: time, job: str, calendar: Calendar, weeks: Iterable[int]
) -> Iterator[Moment]:
    """Give the digest moments of these weeks, counted from that of `now`, in the order asked for."""
    if not 0 <= weekday <= 6:
        raise ValueError("weekday must be 0 (Monday) to 6 (Sunday)")
    today = _local(now, tz).date()
    monday = today - timedelta(days=today.weekday())
    for week in weeks:
        nominal = monday + timedelta(weeks=week, days=weekday)
        year, number, _ = nominal.isocalendar()
        yield Moment(job, _utc(_working_day_from(nominal, calendar), at, tz), f"{year}-W{number:02}")


def _monthly(month: date, at: time, tz: tzinfo, job: str, calendar: Calendar) -> Moment:
    return Moment(job, _utc(_working_day_from(month, calendar), at, tz), f"{month:%Y-%m}")


def _working_day_from(day: date, calendar: Calendar) -> date:
    """The first working day from `day` on; that day itself when a calendar has none at all."""
    days = (day + timedelta(days=number) for number in range(_HORIZON_DAYS))
    return next((candidate for candidate in days if is_working_day(candidate, calendar)), day)


def _local(at: datetime, tz: tzinfo) -> datetime:
    if at.tzinfo is None:
        raise ValueError("times must be aware")
    return at.astimezone(tz)


def _utc(day: date, at: time, tz: tzinfo) -> datetime:
    return datetime.combine(day, at.replace(tzinfo=None, fold=0), tz).astimezone(UTC)
