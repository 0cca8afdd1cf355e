"""Did it stop? Rate ratios with their intervals, against figures worked out elsewhere or by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from bot.domain import aftermath
from bot.domain.aftermath import Counted, change, rate_ratio
from bot.model import (
    Aftermath,
    Cause,
    Contact,
    Evidence,
    Question,
    Resolution,
    Signal,
    SignalState,
    Tally,
)

ZONE = ZoneInfo("Europe/Amsterdam")
RESOLVED = datetime(2026, 5, 12, 8, tzinfo=UTC)


def resolved(**more: object) -> Signal:
    values: dict[str, object] = {
        "cause": Cause.LETTER, "done": "brief aangepast", "since": date(2026, 5, 12), "owner": "web", "by": "UF",
        "at": RESOLVED, "confirmed_at": RESOLVED,
    } | more  # fmt: skip
    seen = Evidence(
        kind="rising", at=RESOLVED, people=9, tallied=0, span_days=2, usual_per_week=1, questions=(), texts=()
    )
    return Signal(
        id=1, topic=1, department="taxes", title="brief", evidence=seen, state=SignalState.RESOLVED,
        opened_at=RESOLVED, changed_at=RESOLVED, resolution=Resolution(**values),  # type: ignore[arg-type]
    )  # fmt: skip


def seen(weeks: int, at: datetime, asked: str = "same", customers: str = "unknown") -> Aftermath:
    made = {name: aftermath.unknown().but(verdict=name) for name in (asked, customers)}
    return Aftermath(weeks=weeks, at=at, asked=made[asked], customers=made[customers])


# ---------------------------------------------------------------- the ratio


def test_the_interval_is_that_of_the_textbooks() -> None:
    """Boice and Monson (1977), as in Stata's manual of `ir`: 41 cases in 28,010 person-years, 15 in 19,017."""
    ratio, low, high = rate_ratio(Counted(15, 19_017), Counted(41, 28_010))
    assert ratio == pytest.approx(1.855759, abs=1e-6)
    assert low == pytest.approx(1.005684, abs=1e-4)
    assert high == pytest.approx(3.609, abs=1e-3)


def test_from_nine_to_one_a_week() -> None:
    """18 before and 2 after in ten days each: p of 2 in 20 lies in (.0123, .3170) (Clopper and Pearson)."""
    ratio, low, high = rate_ratio(Counted(18, 10), Counted(2, 10))
    assert ratio == pytest.approx(2 / 18)
    assert low == pytest.approx(0.01235 / (1 - 0.01235), abs=1e-4)
    assert high == pytest.approx(0.31698 / (1 - 0.31698), abs=1e-4)


def test_nothing_after_has_an_upper_bound_and_nothing_before_a_lower_one() -> None:
    ratio, low, high = rate_ratio(Counted(6, 10), Counted(0, 10))
    assert (ratio, low) == (0, 0)
    bound = 1 - 0.025 ** (1 / 6)  # (1 - p)^6 = .025
    assert high == pytest.approx(bound / (1 - bound))
    ratio, low, high = rate_ratio(Counted(0, 10), Counted(6, 10))
    assert (ratio, high) == (None, None)
    assert low == pytest.approx(1 / (bound / (1 - bound)))


def test_days_of_work_count_not_weeks() -> None:
    assert rate_ratio(Counted(10, 10), Counted(9, 9))[0] == pytest.approx(1)
    assert rate_ratio(Counted(10, 10), Counted(5, 0)) == (None, None, None)


@given(before=st.integers(0, 300), after=st.integers(0, 300), days=st.integers(1, 30))
def test_the_bounds_are_where_the_test_just_does_not_reject(before: int, after: int, days: int) -> None:
    ratio, low, high = rate_ratio(Counted(before, 10), Counted(after, days))
    if before + after == 0:
        assert low is None
        return
    assert low is not None and (ratio is None or low <= ratio)
    assert high is None or ratio is None or ratio <= high
    if low > 0:
        share = low * days / (low * days + 10)
        assert binom.sf(after - 1, before + after, share) == pytest.approx(0.025, abs=1e-6)
    if high is not None:
        share = high * days / (high * days + 10)
        assert binom.cdf(after, before + after, share) == pytest.approx(0.025, abs=1e-6)


def test_clusters_make_it_less_sure() -> None:
    sure = change(Counted(23, 10), Counted(8, 10), week=5)
    clustered = change(Counted(23, 10), Counted(8, 10), week=5, scale=3)
    assert (sure.verdict, clustered.verdict) == ("less", "too_few")
    assert clustered.ratio == sure.ratio


# ---------------------------------------------------------------- the verdict


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [
        (18, 2, "stopped"),
        (18, 0, "stopped"),
        (200, 40, "less"),
        (18, 16, "too_few"),
        (60, 62, "same"),
        (10, 40, "more"),
        (0, 9, "more"),
        (3, 0, "too_few"),
        (0, 0, "too_few"),
    ],
)
def test_what_is_said_of_it(before: int, after: int, verdict: str) -> None:
    assert change(Counted(before, 10), Counted(after, 10), week=5).verdict == verdict


def test_rates_are_those_of_the_departments_week() -> None:
    found = change(Counted(18, 10), Counted(3, 30), week=5)
    assert (found.before_per_week, found.after_per_week) == (9, 0.5)


# ---------------------------------------------------------------- what is counted


def test_one_colleague_who_asks_ten_times_a_day_is_one() -> None:
    def asks(person: str | None, day: int) -> Question:
        return Question(text="x", asked_at=RESOLVED + timedelta(days=day), pseudonym=person)

    rows = [asks(p, day) for p in "abc" for day in (0, 0, 1)]
    assert aftermath.person_days(rows, ZONE) == 6
    assert aftermath.person_days([*rows, asks(None, 0), asks(None, 0)], ZONE) == 8
    assert aftermath.person_days([asks("a", day) for day in range(9)], ZONE) == 2, "fewer than three, whoever it was"
    assert aftermath.person_days([], ZONE) == 0


def test_customers_of_a_free_day_come_with_the_next_working_one() -> None:
    days = [date(2026, 5, 8), date(2026, 5, 11)]
    rows = [
        Tally(at=datetime(2026, 5, day, 12, tzinfo=UTC), contact=Contact.MAIL, count=count)
        for day, count in ((8, 1), (9, 2), (11, 4), (12, 8))
    ]
    assert aftermath.a_day(rows, days, ZONE) == [1, 14]


# ---------------------------------------------------------------- when


def test_after_counts_from_the_day_it_is_so_or_from_its_confirmation_whichever_is_later() -> None:
    assert aftermath.starts(resolved(), ZONE) == RESOLVED
    later = date(2026, 6, 1)
    assert aftermath.starts(resolved(since=later), ZONE) == datetime(2026, 5, 31, 22, tzinfo=UTC)
    confirmed = RESOLVED + timedelta(days=30)
    assert aftermath.starts(resolved(since=later, confirmed_at=confirmed), ZONE) == confirmed
    assert aftermath.starts(resolved().but(state=SignalState.OPEN), ZONE) is None


def test_before_are_the_two_weeks_until_the_cause_was_named() -> None:
    confirmed = RESOLVED + timedelta(days=30)
    spans = aftermath.spans(resolved(confirmed_at=confirmed), 2, ZONE)
    assert spans is not None
    before, after = spans
    assert (before.begin, before.end) == (RESOLVED - timedelta(days=14), RESOLVED)
    assert (after.begin, after.end) == (confirmed, confirmed + timedelta(days=14))


def test_it_is_due_after_two_and_after_six_weeks_and_once_each() -> None:
    signal, week = resolved(), timedelta(weeks=1)
    assert aftermath.due(signal, RESOLVED + 2 * week - timedelta(minutes=1), ZONE) is None
    assert aftermath.due(signal, RESOLVED + 2 * week, ZONE) == 2
    once = signal.but(aftermath=(seen(2, RESOLVED + 2 * week),))
    assert aftermath.due(once, RESOLVED + 3 * week, ZONE) is None
    assert aftermath.due(once, RESOLVED + 6 * week, ZONE) == 6
    assert aftermath.due(signal, RESOLVED + 8 * week, ZONE) == 6, "after downtime only the latest"
    twice = once.but(aftermath=(*once.aftermath, seen(6, RESOLVED + 6 * week)))
    assert aftermath.due(twice, RESOLVED + 60 * week, ZONE) is None


def test_what_came_of_an_earlier_resolution_is_past() -> None:
    early = seen(2, RESOLVED - timedelta(days=3))
    signal = resolved().but(aftermath=(early,))
    assert aftermath.latest(signal) is None
    assert aftermath.due(signal, RESOLVED + timedelta(weeks=2), ZONE) == 2


@pytest.mark.parametrize(
    ("asked", "customers", "going_on"),
    [("same", "unknown", True), ("stopped", "more", True), ("less", "too_few", False), ("too_few", "unknown", False)],
)
def test_it_did_not_stop_only_when_that_is_certain(asked: str, customers: str, going_on: bool) -> None:
    signal = resolved().but(aftermath=(seen(2, RESOLVED + timedelta(weeks=2), asked, customers),))
    assert aftermath.did_not_stop(signal) is going_on
    assert not aftermath.did_not_stop(signal.but(state=SignalState.OPEN))
