"""Forgetting, every day: what links people to questions goes when its time is over (product.md says when)."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.schedule import is_working_day
from bot.services.context import Context

ASKERS_WORKING_DAYS = 2  #: whole working days after the day of the question
PSEUDONYMS = timedelta(days=90)
DELIVERY = timedelta(days=2)


def forget(context: Context, now: datetime) -> str:
    """Removes what may no longer be kept; returns a line about it. Running it again changes nothing more."""
    with context.store.writing() as unit:
        counts = unit.forget(
            askers_before=askers_before(now, context.zone),
            pseudonyms_before=now - PSEUDONYMS,
            delivery_before=now - DELIVERY,
            ended_before=now.astimezone(context.zone).date(),
        )
    return ", ".join(f"{count} {what}" for what, count in counts.items() if count) or "nothing to forget"


def askers_before(now: datetime, zone: ZoneInfo) -> datetime:
    """Questions asked before this moment lose their asker: two whole working days have passed since their day."""
    day, passed = now.astimezone(zone).date(), 0
    while passed < ASKERS_WORKING_DAYS:
        day -= timedelta(days=1)
        passed += is_working_day(day)
    return datetime.combine(day, time(0), zone)
