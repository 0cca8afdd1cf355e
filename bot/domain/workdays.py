"""Counting in working days: rates and windows in which a weekend neither hides a rise nor makes one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

LONGEST = 62  #: days to look back for a working day: after so many free ones a plain day will do

WorkingDays = Callable[[date], bool]


def weekdays(day: date) -> bool:
    """Monday to Friday; the usual `working_days`."""
    return day.weekday() < 5


def count_working_days(begin: datetime, end: datetime, working_days: WorkingDays) -> int:
    """Working days among the dates from that of `begin` up to that of `end`, which is not counted."""
    days = (end.date() - begin.date()).days
    return sum(working_days(begin.date() + timedelta(days=d)) for d in range(days))


def working_days_back(now: datetime, days: int, working_days: WorkingDays) -> datetime:
    """The same time of day so many working days ago; at most LONGEST days back, should there be none."""
    back = now
    for _ in range(LONGEST):
        if days == 0:
            break
        back -= timedelta(days=1)
        days -= working_days(back.date())
    return back


def week_of_work(now: datetime, working_days: WorkingDays) -> int:
    """Working days among the last seven; at least one, so that a week off is no division by zero."""
    return max(1, sum(working_days((now - timedelta(days=d)).date()) for d in range(7)))
