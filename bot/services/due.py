"""Everything that is ever due, in one place: one line a job."""

from __future__ import annotations

from datetime import datetime

from bot.services import escalation_watch
from bot.services.context import Context
from bot.services.scheduling import Due


def due(context: Context, now: datetime) -> tuple[Due, ...]:
    """The latest period of every job, whether done already or not."""
    return (
        *escalation_watch.reminders_due(context, now),
        *escalation_watch.rescue_due(context, now),
    )
