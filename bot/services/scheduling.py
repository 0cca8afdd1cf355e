"""What is due, done once: a period of a job is claimed in the store before it is done, by one process only.

After downtime the latest period of each job is done, not every one that was missed.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.services.context import Context

FAILED = "failed"
LEASE = timedelta(minutes=5)  #: a claimer that takes longer is taken for dead

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Due:
    """One period of one job."""

    job: str  #: e.g. "signals:invordering"
    period: str  #: e.g. "2026-05-12T09:00"
    run: Callable[[Context, datetime], str]  #: does it and returns a line about it


def run_due(context: Context, now: datetime, due: Callable[[Context, datetime], tuple[Due, ...]]) -> tuple[str, ...]:
    """Does everything that is due at `now` and not done yet; returns a line a job.

    A job that fails is logged and said in its line; the others go on. It is tried again when its lease has run out.
    """
    lines = []
    for one in due(context, now):
        with context.store.writing() as unit:
            taken = unit.take(one.job, one.period, now, LEASE)
        if not taken:
            continue
        try:
            line = one.run(context, now)
        except Exception as error:  # one broken job must not keep the others from running
            log.exception("job failed", extra={"job": one.job, "period": one.period})
            lines.append(f"{one.job} {one.period}: {FAILED} ({type(error).__name__}), will be tried again")
            continue
        with context.store.writing() as unit:
            unit.done(one.job, one.period, now)
        lines.append(f"{one.job} {one.period}: {line}")
    return tuple(lines)
