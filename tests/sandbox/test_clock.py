"""The clock."""

from datetime import datetime, timedelta

import pytest

from bot.sandbox import Clock, Sandbox
from tests.sandbox.conftest import MONDAY


def test_a_clock_that_does_not_run_stands_still_until_it_is_moved() -> None:
    clock = Clock(MONDAY, running=False)
    assert clock.now() == clock.now() == MONDAY
    clock.advance(timedelta(hours=2))
    assert clock.now() == MONDAY + timedelta(hours=2)
    clock.jump_to(MONDAY + timedelta(days=1))
    assert clock.now() == MONDAY + timedelta(days=1)


def test_a_running_clock_goes_on_from_where_it_jumped_to() -> None:
    clock = Clock(MONDAY)
    clock.jump_to(MONDAY + timedelta(days=1))
    first = clock.now()
    assert MONDAY + timedelta(days=1) <= first < MONDAY + timedelta(days=1, minutes=1)
    while clock.now() == first:
        pass
    assert clock.now() > first


def test_jumps_leave_out_time_that_nothing_grows_older_by() -> None:
    clock = Clock(MONDAY, running=False)
    clock.advance(timedelta(minutes=5))
    clock.jump_to(MONDAY + timedelta(days=1))
    between = clock.now()
    clock.jump_to(MONDAY + timedelta(days=2))
    clock.advance(timedelta(minutes=1))
    assert clock.age(MONDAY) == timedelta(minutes=6)
    assert clock.age(between) == timedelta(minutes=1)
    assert clock.age(clock.now()) == timedelta(0)


def test_it_refuses_to_go_back_and_naive_times() -> None:
    clock = Clock(MONDAY, running=False)
    with pytest.raises(ValueError, match="go back"):
        clock.jump_to(MONDAY - timedelta(seconds=1))
    with pytest.raises(ValueError, match="go back"):
        clock.advance(timedelta(seconds=-1))
    with pytest.raises(ValueError, match="aware"):
        clock.jump_to(datetime(2026, 5, 5))  # noqa: DTZ001
    with pytest.raises(ValueError, match="aware"):
        Clock(datetime(2026, 5, 5))  # noqa: DTZ001


def test_message_ts_come_from_the_clock_and_always_increase(slack: Sandbox) -> None:
    sanne = slack.person("sanne")
    for _ in range(3):
        sanne.types("hoi", channel="kantine")
    slack.clock.advance(timedelta(seconds=5))
    sanne.types("hoi", channel="kantine")
    stamps = [message.ts for message in slack.messages("kantine")]
    assert stamps == sorted(set(stamps))
    assert [int(float(ts)) - int(MONDAY.timestamp()) for ts in stamps] == [0, 0, 0, 5]
