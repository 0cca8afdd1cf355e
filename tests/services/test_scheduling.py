"""A period of a job is done by one process, and a broken job does not keep the others from running."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.services.context import Context
from bot.services.scheduling import LEASE, Due, run_due

NOW = datetime(2026, 5, 4, 7, 0, tzinfo=UTC)


def broken(context: Context, now: datetime) -> str:
    raise ZeroDivisionError


def test_what_is_due_is_done_once(context: Context) -> None:
    done: list[datetime] = []

    def run(_: Context, now: datetime) -> str:
        done.append(now)
        return "done"

    jobs = (Due("a", "1", run),)
    assert run_due(context, NOW, lambda *_: jobs) == ("a 1: done",)
    assert run_due(context, NOW + LEASE * 2, lambda *_: jobs) == ()
    assert len(done) == 1


def test_a_job_that_fails_is_said_and_tried_again_and_the_others_go_on(context: Context) -> None:
    jobs = (Due("broken", "1", broken), Due("sound", "1", lambda *_: "done"))
    lines = run_due(context, NOW, lambda *_: jobs)
    assert lines == ("broken 1: failed (ZeroDivisionError), will be tried again", "sound 1: done")
    assert run_due(context, NOW + timedelta(seconds=15), lambda *_: jobs) == ()
    assert len(run_due(context, NOW + LEASE * 2, lambda *_: jobs)) == 1
