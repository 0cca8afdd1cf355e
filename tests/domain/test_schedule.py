from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.schedule import (
    Calendar,
    Moment,
    add_working_days,
    calendar_of,
    is_working_day,
    latest_digest_moment,
    latest_month_moment,
    latest_signal_moment,
    next_digest_moment,
    next_month_moment,
    next_signal_moment,
    next_working_moment,
    quiet,
)
from bot.model import Department

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
TIMES = (time(9), time(14))
MOMENTS = st.integers(0, 15 * 366 * 24 * 60).map(
    lambda minutes: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


def ams(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=AMSTERDAM)  # type: ignore[misc, arg-type]


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2026, 5, 12), True),
        (date(2026, 5, 9), False),  # Saturday
        (date(2026, 4, 27), False),  # King's Day
        (date(2025, 5, 5), False),  # Liberation Day in a lustrum year
        (date(2026, 5, 5), True),  # and in another year
        (date(2026, 4, 3), True),  # Good Friday
        (date(2026, 4, 6), False),  # Easter Monday
        (date(2026, 5, 14), False),  # Ascension Day
        (date(2026, 12, 25), False),
    ],
)
def test_working_days_follow_the_dutch_calendar(day: date, working: bool) -> None:
    assert is_working_day(day) is working


def test_another_country_has_its_own_holidays() -> None:
    assert is_working_day(date(2026, 4, 27), Calendar(country="BE"))
    assert not is_working_day(date(2026, 7, 21), Calendar(country="BE"))


def test_within_working_hours_the_next_working_moment_is_now() -> None:
    assert next_working_moment(ams(2026, 5, 12, 10, 30), AMSTERDAM) == ams(2026, 5, 12, 10, 30)


@pytest.mark.parametrize(
    ("now", "then"),
    [
        (ams(2026, 5, 12, 7, 59), ams(2026, 5, 12, 8)),
        (ams(2026, 5, 12, 18), ams(2026, 5, 13, 8)),
        (ams(2026, 5, 8, 20), ams(2026, 5, 11, 8)),
        (ams(2026, 5, 13, 19), ams(2026, 5, 15, 8)),  # Ascension Day between
    ],
)
def test_outside_working_hours_it_is_the_next_opening(now: datetime, then: datetime) -> None:
    assert next_working_moment(now, AMSTERDAM) == then


@pytest.mark.parametrize(
    ("asked", "days", "due"),
    [
        (ams(2026, 5, 12, 10), 1, ams(2026, 5, 13, 10)),
        (ams(2026, 5, 8, 16), 1, ams(2026, 5, 11, 16)),
        (ams(2026, 5, 9, 12), 1, ams(2026, 5, 12, 8)),
        (ams(2026, 5, 13, 11), 1, ams(2026, 5, 15, 11)),
        (ams(2026, 3, 27, 10), 1, ams(2026, 3, 30, 10)),  # summer time began in between
        (ams(2026, 5, 12, 10), 0, ams(2026, 5, 12, 10)),
    ],
)
def test_a_deadline_counts_working_days_at_the_same_local_time(asked: datetime, days: int, due: datetime) -> None:
    assert add_working_days(asked, days, AMSTERDAM) == due


def test_a_negative_number_of_working_days_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        add_working_days(ams(2026, 5, 12, 10), -1, AMSTERDAM)


@pytest.mark.parametrize(
    ("now", "period"),
    [
        (ams(2026, 5, 12, 9), "2026-05-12T09:00"),
        (ams(2026, 5, 12, 13, 59), "2026-05-12T09:00"),
        (ams(2026, 5, 12, 23), "2026-05-12T14:00"),
        (ams(2026, 5, 12, 8, 59), "2026-05-11T14:00"),
        (ams(2026, 5, 10, 12), "2026-05-08T14:00"),  # Sunday
        (ams(2026, 4, 27, 12), "2026-04-24T14:00"),  # King's Day
    ],
)
def test_the_latest_signal_moment_is_the_last_one_on_a_working_day(now: datetime, period: str) -> None:
    moment = latest_signal_moment(now, TIMES, AMSTERDAM, "signals:invordering")
    assert moment is not None
    assert (moment.job, moment.period) == ("signals:invordering", period)
    assert moment.at.astimezone(AMSTERDAM) == datetime.fromisoformat(period).replace(tzinfo=AMSTERDAM)
    assert moment.at.tzinfo is UTC


def test_the_order_of_the_times_does_not_matter() -> None:
    now = ams(2026, 5, 12, 12)
    assert latest_signal_moment(now, (time(14), time(9)), AMSTERDAM) == latest_signal_moment(now, TIMES, AMSTERDAM)


def test_without_times_there_are_no_signal_moments() -> None:
    assert latest_signal_moment(ams(2026, 5, 12, 9), (), AMSTERDAM) is None
    assert next_signal_moment(ams(2026, 5, 12, 9), (), AMSTERDAM) is None


@pytest.mark.parametrize(
    ("now", "at", "period"),
    [
        (ams(2026, 5, 4, 9), ams(2026, 5, 4, 9), "2026-W19"),
        (ams(2026, 5, 4, 8, 59), ams(2026, 4, 28, 9), "2026-W18"),  # Monday 27 April was King's Day
        (ams(2026, 4, 27, 12), ams(2026, 4, 20, 9), "2026-W17"),
        (ams(2026, 12, 31, 12), ams(2026, 12, 28, 9), "2026-W53"),
        (ams(2028, 12, 26, 12), ams(2028, 12, 18, 9), "2028-W51"),  # Monday and Tuesday are Christmas
        (ams(2028, 12, 27, 9), ams(2028, 12, 27, 9), "2028-W52"),
    ],
)
def test_the_digest_comes_weekly_and_moves_past_holidays(now: datetime, at: datetime, period: str) -> None:
    assert latest_digest_moment(now, AMSTERDAM) == Moment("digest", at.astimezone(UTC), period)


def test_another_time_of_day_keeps_the_weeks_period() -> None:
    now = ams(2026, 5, 8, 12)
    later = latest_digest_moment(now, AMSTERDAM, at=time(10, 30))
    assert later.period == latest_digest_moment(now, AMSTERDAM).period
    assert later.at == ams(2026, 5, 4, 10, 30)


def test_the_digest_may_come_on_another_weekday() -> None:
    assert latest_digest_moment(ams(2026, 5, 8, 12), AMSTERDAM, weekday=4).at == ams(2026, 5, 8, 9)
    with pytest.raises(ValueError, match="weekday"):
        latest_digest_moment(ams(2026, 5, 8, 12), AMSTERDAM, weekday=7)


@given(MOMENTS)
def test_the_latest_moment_is_due_and_the_next_is_not(now: datetime) -> None:
    latest, following = latest_signal_moment(now, TIMES, AMSTERDAM), next_signal_moment(now, TIMES, AMSTERDAM)
    assert latest is not None and following is not None
    assert latest.at <= now < following.at
    assert latest_signal_moment(following.at, TIMES, AMSTERDAM) == following
    assert next_signal_moment(latest.at, TIMES, AMSTERDAM) == following
    digest, next_digest = latest_digest_moment(now, AMSTERDAM), next_digest_moment(now, AMSTERDAM)
    assert digest.at <= now < next_digest.at
    assert next_digest_moment(digest.at, AMSTERDAM) == next_digest


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25)])
def test_local_hours_hold_when_the_clock_changes(day: date, hours: int) -> None:
    before, after = (datetime.combine(day + timedelta(days=n), time(9), AMSTERDAM) for n in (0, 1))
    assert after.astimezone(UTC) - before.astimezone(UTC) == timedelta(hours=24)
    first = latest_signal_moment(datetime.combine(day - timedelta(days=2), time(9), AMSTERDAM), (time(9),), AMSTERDAM)
    then = next_signal_moment(first.at, (time(9),), AMSTERDAM) if first else None
    assert first is not None and then is not None
    assert then.at - first.at == timedelta(days=3) + timedelta(hours=hours - 24)


def test_a_time_that_comes_twice_or_never_is_one_moment() -> None:
    # Clocks change on weekdays in Cairo: Friday 24 April 2026 00:00 -> 01:00, Friday 30 October 00:00 -> 23:00.
    cairo, night = ZoneInfo("Africa/Cairo"), (time(0, 30), time(23, 30))
    for start in (datetime(2026, 4, 23, 12, tzinfo=UTC), datetime(2026, 10, 28, 12, tzinfo=UTC)):
        seen = {
            moment
            for minutes in range(0, 3 * 24 * 60, 10)
            if (moment := latest_signal_moment(start + timedelta(minutes=minutes), night, cairo))
        }
        assert len({moment.period for moment in seen}) == len(seen)


@pytest.mark.parametrize(
    ("now", "is_quiet"),
    [
        (ams(2026, 5, 12, 8), False),
        (ams(2026, 5, 12, 17, 59), False),
        (ams(2026, 5, 12, 18), True),
        (ams(2026, 5, 12, 7, 59), True),
        (ams(2026, 5, 9, 12), True),
        (ams(2026, 4, 27, 12), True),
        (datetime(2026, 5, 12, 6, 30, tzinfo=UTC), False),  # 08:30 in Amsterdam
    ],
)
def test_it_is_quiet_outside_working_hours(now: datetime, is_quiet: bool) -> None:
    assert quiet(now, AMSTERDAM) is is_quiet


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        quiet(datetime(2026, 5, 12, 9), AMSTERDAM)  # noqa: DTZ001


FOUR_DAYS = Calendar(
    working_days=(0, 1, 2, 3), opens=time(7, 30), closes=time(21), closed=frozenset({date(2026, 5, 11)})
)


def test_a_department_has_its_own_working_days_hours_and_closed_days() -> None:
    permits = Department(
        key="permits", name="Permits", working_days=(0, 1, 2, 3), opens=time(7, 30), closes=time(21),
        closed=(date(2026, 5, 11),),
    )  # fmt: skip
    assert calendar_of(permits) == FOUR_DAYS
    assert not is_working_day(date(2026, 5, 8), FOUR_DAYS)  # a Friday
    assert not is_working_day(date(2026, 5, 11), FOUR_DAYS)
    assert is_working_day(date(2026, 5, 12), FOUR_DAYS)
    assert not quiet(ams(2026, 5, 12, 20, 59), AMSTERDAM, FOUR_DAYS)
    assert quiet(ams(2026, 5, 12, 21), AMSTERDAM, FOUR_DAYS)


def test_who_has_no_department_keeps_the_usual_calendar() -> None:
    assert calendar_of(None) == Calendar() == calendar_of(Department(key="permits", name="Permits"))


def test_work_that_waits_waits_for_the_departments_next_opening() -> None:
    assert next_working_moment(ams(2026, 5, 7, 22), AMSTERDAM, FOUR_DAYS) == ams(2026, 5, 12, 7, 30)
    assert add_working_days(ams(2026, 5, 7, 10), 2, AMSTERDAM, FOUR_DAYS) == ams(2026, 5, 13, 10)


def test_signals_and_digests_fall_on_the_departments_working_days() -> None:
    latest = latest_signal_moment(ams(2026, 5, 11, 15), TIMES, AMSTERDAM, calendar=FOUR_DAYS)
    following = next_signal_moment(ams(2026, 5, 11, 15), TIMES, AMSTERDAM, calendar=FOUR_DAYS)
    assert latest and latest.period == "2026-05-07T14:00"
    assert following and following.period == "2026-05-12T09:00"
    assert next_digest_moment(ams(2026, 5, 8, 12), AMSTERDAM, calendar=FOUR_DAYS).at == ams(2026, 5, 12, 9)


def test_after_a_whole_closed_summer_only_the_last_digest_is_due() -> None:
    summer = frozenset(date(2026, 6, 29) + timedelta(days=n) for n in range(63))
    closed = Calendar(closed=summer)
    assert latest_digest_moment(ams(2026, 8, 20, 12), AMSTERDAM, calendar=closed).period == "2026-W26"
    back = latest_digest_moment(ams(2026, 8, 31, 9), AMSTERDAM, calendar=closed)
    assert (back.at, back.period) == (ams(2026, 8, 31, 9), "2026-W36")


def test_a_calendar_without_any_working_day_still_answers() -> None:
    never = Calendar(working_days=())
    assert next_working_moment(ams(2026, 5, 12, 10), AMSTERDAM, never) == ams(2026, 5, 13, 8)
    assert latest_signal_moment(ams(2026, 5, 12, 10), TIMES, AMSTERDAM, calendar=never) is None
    assert next_signal_moment(ams(2026, 5, 12, 10), TIMES, AMSTERDAM, calendar=never) is None


@pytest.mark.parametrize(
    ("now", "at", "period"),
    [
        (ams(2026, 5, 12, 9), ams(2026, 5, 1, 9), "2026-05"),
        (ams(2026, 5, 1, 8), ams(2026, 4, 1, 9), "2026-04"),
        (ams(2026, 8, 2, 12), ams(2026, 7, 1, 9), "2026-07"),  # 1 August is a Saturday
        (ams(2026, 8, 3, 9), ams(2026, 8, 3, 9), "2026-08"),
        (ams(2026, 1, 2, 9), ams(2026, 1, 2, 9), "2026-01"),
    ],
)
def test_monthly_work_is_due_on_the_first_working_day(now: datetime, at: datetime, period: str) -> None:
    assert next_month_moment(now, AMSTERDAM).at > now
    assert latest_month_moment(next_month_moment(now, AMSTERDAM).at, AMSTERDAM) == next_month_moment(now, AMSTERDAM)
    assert latest_month_moment(now, AMSTERDAM) == Moment("agenda", at.astimezone(UTC), period)
