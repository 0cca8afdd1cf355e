"""The clock's hand: ticks, and decides nothing. What is due is decided by services, and claimed in the store."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.base import JobLookupError
from apscheduler.schedulers.background import BackgroundScheduler

log = logging.getLogger(__name__)


class Ticker:
    """Runs functions at intervals, in threads of its own. A run that is late still runs; runs do not overlap."""

    def __init__(self, jobs: tuple[tuple[str, Callable[[], object], timedelta], ...]) -> None:
        self._scheduler = BackgroundScheduler(
            executors={"default": ThreadPoolExecutor(4)},
            # APScheduler's own grace of one second drops runs on a busy machine (slack.md).
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
            timezone=UTC,
        )
        for name, run, every in jobs:
            self._scheduler.add_job(
                _guarded(name, run), "interval", seconds=every.total_seconds(), id=name, next_run_time=datetime.now(UTC)
            )

    def start(self) -> None:
        """Begins to tick."""
        logging.getLogger("apscheduler").setLevel(logging.ERROR)
        self._scheduler.start()

    def wake(self, name: str) -> None:
        """Runs one of the jobs as soon as it can."""
        try:
            self._scheduler.modify_job(name, next_run_time=datetime.now(UTC))
        except JobLookupError:
            log.debug("nothing to wake: %s", name)

    def stop(self) -> None:
        """Waits for what runs, and starts nothing more."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=True)


def _guarded(name: str, run: Callable[[], object]) -> Callable[[], None]:
    def guarded() -> None:
        try:
            run()
        except Exception:  # a tick must never end the ticking; the next one tries again
            log.exception("job failed: %s", name)

    return guarded
