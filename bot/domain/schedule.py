"""When scheduled work is due: working days, signal and digest moments, quiet hours.

All times in and out are aware; results are UTC. Hours are those of the clock on the wall in `tz`. A moment that falls
in the hour that does not exist in spring, or twice in autumn, is one moment: the first reading (`fold=0`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache

import holidays

OPENS = time(8)
CLOSES = time(18)
LOOK_BACK_DAYS = 7
# Longer than any row of closed days between two working days.
_HORIZON_DAYS = 21


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


def is_working_day(day: date, country: str = "NL") -> bool:
    """Say whether `day` is Monday to Friday and no public holiday (in NL: Liberation Day only every five years)."""
    return day.weekday() < 5 and day not in _closed_days(country, day.year)


def next_working_moment(now: datetime, tz: tzinfo, country: str = "NL") -> datetime:
    """Give `now` when it falls in working hours, else the next 08:00 of a working day; in UTC."""
    local = _local(now, tz)
    if not quiet(now, tz, country):
        return now.astimezone(UTC)
    start = local.date() if local.time() < OPENS else local.date() + timedelta(days=1)
    return _utc(_working_day_from(start, country), OPENS, tz)


def add_working_days(at: datetime, days: int, tz: tzinfo, country: str = "NL") -> datetime:
    """Give the moment `days` working days after `at`, at the same local time; in UTC.

    What came in outside working hours counts from the next opening: one working day after Saturday noon is
    Tuesday 08:00. Raises ValueError for a negative number.
    """
    if days < 0:
        raise ValueError("days must not be negative")
    start = _local(next_working_moment(at, tz, country), tz)
    day = start.date()
    for _ in range(days):
        day = _working_day_from(day + timedelta(days=1), country)
    return _utc(day, start.time(), tz)


def latest_signal_moment(
    now: datetime, times: Sequence[time], tz: tzinfo, job: str = "signals", country: str = "NL"
) -> Moment | None:
    """Give the latest signal moment at or before `now`, at most seven days back; None when there is none.

    After downtime only this one runs, not every missed one. The period is the local date and time.
    """
    today = _local(now, tz).date()
    for back in range(LOOK_BACK_DAYS + 1):
        due = [
            moment for moment in _signals_of(today - timedelta(days=back), times, tz, job, country) if moment.at <= now
        ]
        if due and now - due[-1].at <= timedelta(days=LOOK_BACK_DAYS):
            return due[-1]
    return None


def next_signal_moment(
    now: datetime, times: Sequence[time], tz: tzinfo, job: str = "signals", country: str = "NL"
) -> Moment | None:
    """Give the first signal moment after `now`; None when no times are set."""
    today = _local(now, tz).date()
    for ahead in range(_HORIZON_DAYS):
        for moment in _signals_of(today + timedelta(days=ahead), times, tz, job, country):
            if moment.at > now:
                return moment
    return None


def latest_digest_moment(
    now: datetime, tz: tzinfo, weekday: int = 0, at: time = time(9), job: str = "digest", country: str = "NL"
) -> Moment:
    """Give the latest weekly digest moment at or before `now`; a holiday moves it to the next working day.

    `weekday` counts from Monday, 0. The period is the week it is for ("2026-W19"), so that another time of day
    set during a week does not send that week's digest twice.
    """
    return [moment for moment in _digests_around(now, tz, weekday, at, job, country) if moment.at <= now][-1]


def next_digest_moment(
    now: datetime, tz: tzinfo, weekday: int = 0, at: time = time(9), job: str = "digest", country: str = "NL"
) -> Moment:
    """Give the first weekly digest moment after `now`."""
    return next(moment for moment in _digests_around(now, tz, weekday, at, job, country) if moment.at > now)


def quiet(now: datetime, tz: tzinfo, country: str = "NL") -> bool:
    """Say whether what is not urgent waits: outside 08:00-18:00, at weekends and on public holidays."""
    local = _local(now, tz)
    return not (is_working_day(local.date(), country) and OPENS <= local.time() < CLOSES)


def _signals_of(day: date, times: Sequence[time], tz: tzinfo, job: str, country: str) -> list[Moment]:
    if not is_working_day(day, country):
        return []
    # Two wall-clock times can be one instant in the hour that spring skips; the claim on the period tells them apart.
    return [Moment(job, _utc(day, at, tz), f"{day.isoformat()}T{at:%H:%M}") for at in sorted(set(times))]


def _digests_around(now: datetime, tz: tzinfo, weekday: int, at: time, job: str, country: str) -> Iterator[Moment]:
    """Give the digest moments of the weeks around `now`, in order."""
    if not 0 <= weekday <= 6:
        raise ValueError("weekday must be 0 (Monday) to 6 (Sunday)")
    today = _local(now, tz).date()
    monday = today - timedelta(days=today.weekday())
    for week in range(-4, 5):
        nominal = monday + timedelta(weeks=week, days=weekday)
        year, number, _ = nominal.isocalendar()
        yield Moment(job, _utc(_working_day_from(nominal, country), at, tz), f"{year}-W{number:02}")


def _working_day_from(day: date, country: str) -> date:
    return next(
        candidate
        for candidate in (day + timedelta(days=number) for number in range(_HORIZON_DAYS))
        if is_working_day(candidate, country)
    )


def _local(at: datetime, tz: tzinfo) -> datetime:
    if at.tzinfo is None:
        raise ValueError("times must be aware")
    return at.astimezone(tz)


def _utc(day: date, at: time, tz: tzinfo) -> datetime:
    return datetime.combine(day, at.replace(tzinfo=None, fold=0), tz).astimezone(UTC)
