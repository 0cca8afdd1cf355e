"""Weeks, as digests count them: from Monday 00:00 to Monday 00:00 on the clock on the wall."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from bot.errors import BadInput

YEARS = range(2000, 2101)  #: of weeks that anybody can mean


@dataclass(frozen=True, slots=True)
class Week:
    """The week a digest is about: [start, end), aware UTC."""

    key: str  #: an ISO week, e.g. "2026-W19"
    before: datetime  #: where the week before it began
    start: datetime
    end: datetime


def week(key: str, zone: tzinfo) -> Week:
    """The week of this key. Errors: BadInput for what is no ISO week."""
    monday = _monday(key)
    before, start, end = (
        _midnight(day, zone) for day in (monday - timedelta(days=7), monday, monday + timedelta(days=7))
    )
    return Week(key_of(monday), before, start, end)


def week_asked_for(key: str, zone: tzinfo) -> Week:
    """The week that somebody typed. Errors: BadInput for what is no ISO week, or is of another century."""
    if _monday(key).year not in YEARS:
        raise BadInput("error-digest-week", given=key[:40])
    return week(key, zone)


def week_before(period: str, zone: tzinfo) -> Week:
    """The week before the one of `period` (the ISO week in which a digest is sent)."""
    return week(earlier(period, 1), zone)


def earlier(key: str, weeks: int) -> str:
    """The key of the week so many weeks before."""
    return key_of(_monday(key) - timedelta(weeks=weeks))


def key_of(day: date) -> str:
    """The key of the week of this day."""
    iso = day.isocalendar()
    return f"{iso.year}-W{iso.week:02}"


def number_of(key: str) -> int:
    """19, of "2026-W19"."""
    return int(key.split("-W")[1])


def _monday(key: str) -> date:
    found = re.fullmatch(r"([0-9]{4})-W([0-9]{2})", key)
    if found is None:
        raise BadInput("error-digest-week", given=key[:40])
    try:
        return date.fromisocalendar(int(found[1]), int(found[2]), 1)
    except ValueError:
        raise BadInput("error-digest-week", given=key[:40]) from None


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(0), zone).astimezone(UTC)
