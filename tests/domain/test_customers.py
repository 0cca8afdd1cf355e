"""Customers who come more about a topic, though colleagues ask no more."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

import pytest
from scipy.stats import nbinom

from bot.domain.customers import come_more, counts_of, days_before, dispersion, usual_per_week
from bot.domain.signals import Finding, thresholds
from bot.domain.workdays import WorkingDays, weekdays
from bot.model import Contact, Tally

NOW = datetime(2026, 5, 8, 15, tzinfo=UTC)  #: a Friday
DAYS = days_before(NOW)


def tallies(counts: Iterable[int], imported: bool = False) -> list[Tally]:
    """So many customers today, a working day ago, two ago ..."""
    found, day = [], NOW
    for count in counts:
        at = day - timedelta(hours=5)
        found += [Tally(at=at, contact=Contact.PHONE, topic=1, count=count, imported=imported)] if count else []
        day -= timedelta(days=3 if day.weekday() == 0 else 1)
    return found


def look(own: list[Tally], others: list[Tally] | None = None, team: int = 25) -> Finding | None:
    quiet = tallies([3] * 26) if others is None else others
    first = min(t.at for t in [*own, *quiet])
    return come_more(own, DAYS.counts([*own, *quiet]), (), DAYS, first, thresholds(team))


def test_customers_who_come_more_for_some_days_are_told_even_when_nobody_asks() -> None:
    found = look(tallies([6, 7, 5, 0, 1, *[0, 1] * 10]))
    assert found is not None
    assert (found.kind, found.customers, found.people, found.questions) == ("contacts", 19, 0, ())
    expected = (10 + 0.5) / 20 * 5
    # 6 + 6 + 5 + 0 + 1 = 18; twice as dispersed as a Poisson: its size is the mean, p = 1/2
    assert found.p_value == pytest.approx(nbinom.sf(17, expected, 0.5))


def test_one_busy_day_is_one_colleague_perhaps() -> None:
    assert look(tallies([40, 0, 1, 0, 0, *[0, 1] * 10])) is None
    assert look(tallies([40, 1, 1, 0, 0, *[0, 1] * 10])) is None


def test_as_many_as_usual_is_no_rise() -> None:
    assert look(tallies([5, 6, 4, 5, 4, *[5, 4] * 10])) is None


def test_a_subject_whose_counts_leap_up_and_down_takes_more() -> None:
    steady, leaping = [2] * 20, [0, 0, 0, 8] * 5
    assert look(tallies([6, 7, 6, 6, 7, *steady])) is not None
    assert look(tallies([6, 7, 6, 6, 7, *leaping])) is None


def test_contact_records_count_as_customers_on_days() -> None:
    assert look(tallies([9, 8, 9, 8, 9, *[1] * 20], imported=True)) is not None


def test_when_colleagues_tally_more_of_everything_no_topic_rises() -> None:
    own = tallies([5, 6, 4, 5, 5, *[1] * 20])
    assert look(own) is not None
    assert look(own, others=tallies([60] * 5 + [12] * 20)) is None


def test_two_weeks_of_tallying_are_needed_to_say_what_is_usual() -> None:
    young = tallies([5, 6, 5, 5, 6])
    assert look(young, others=tallies([3] * 8)) is None
    assert look(young, others=tallies([3] * 15)) is not None


def test_a_larger_team_takes_more_customers() -> None:
    own = tallies([3, 3, 2, 1, 0])
    assert look(own, team=12) is not None
    assert look(own, team=150) is None


def test_free_days_are_no_days() -> None:
    closed = date(2026, 5, 5)

    def open_on(day: date) -> bool:
        return weekdays(day) and day != closed

    assert len(days_before(NOW, open_on).edges) == len(DAYS.edges), "as many days, over more of the calendar"
    assert days_before(NOW, open_on).edges[4].date() == date(2026, 5, 1)


# ---------------------------------------------------------------- totals of a week


def totals(counts: Iterable[int], last: datetime = NOW - timedelta(days=7)) -> list[Tally]:
    """Contact records of the week up to `last`, the week before that ..., oldest first, at noon or so."""
    rows = [
        Tally(at=last - timedelta(weeks=weeks, hours=3), contact=Contact.PHONE, topic=1, count=count, imported=True)
        for weeks, count in enumerate(counts)
        if count
    ]
    return rows[::-1]


def look_at_totals(own: list[Tally], now: datetime, working_days: WorkingDays = weekdays) -> Finding | None:
    days = days_before(now, working_days, own)
    return come_more(own, days.counts(own), (), days, own[0].at, thresholds(25), working_days)


@pytest.mark.parametrize("days", [0, 3, 4, 5])
def test_a_weekly_total_that_rises_is_told_on_any_day_of_the_week_after(days: int) -> None:
    found = look_at_totals(totals([24, 5, 4, 6, 5]), NOW - timedelta(days=7 - days))
    assert found is not None
    assert found.customers == 24, "the week before is not among them"


def test_weekly_totals_as_usual_are_no_rise() -> None:
    assert look_at_totals(totals([6, 5, 4, 6, 5]), NOW) is None
    assert look_at_totals(totals([24, 20, 26, 22, 25]), NOW) is None


def test_weekly_totals_that_leap_up_and_down_take_more() -> None:
    assert look_at_totals(totals([30, 8, 8, 8, 8]), NOW) is not None
    assert look_at_totals(totals([30, 1, 20, 0, 11]), NOW) is None


def test_a_weekly_total_of_long_ago_is_no_news() -> None:
    assert look_at_totals(totals([24, 5, 4, 6, 5]), NOW + timedelta(days=3)) is None


def test_a_free_day_does_not_make_two_totals_one() -> None:
    def open_on(day: date) -> bool:
        return weekdays(day) and day != date(2026, 4, 27)

    assert look_at_totals(totals([25, 24, 26, 25, 24]), NOW - timedelta(days=4), open_on) is None


def test_three_weekly_totals_are_needed() -> None:
    assert look_at_totals(totals([24, 1]), NOW - timedelta(days=4)) is None
    assert look_at_totals(totals([24, 1, 1]), NOW - timedelta(days=4)) is not None


def test_totals_of_two_weeks_are_compared_with_two_weeks() -> None:
    assert look_at_totals(totals([24, 0, 22, 0, 25]), NOW) is None
    assert look_at_totals(totals([60, 0, 8, 0, 8]), NOW) is not None


def test_contact_records_of_one_day_count_where_tallies_by_hand_do_not() -> None:
    assert look(tallies([40, 0, 0, 0, 0, *[0, 1] * 10], imported=True)) is not None
    records = tallies([0, 0, 0, 0, 0, *[0, 1] * 10], imported=True)
    assert look([*records, *tallies([40])]) is None


def test_how_many_and_how_many_a_week() -> None:
    rows = [*tallies([1, 2]), *tallies([0, 0, 4], imported=True)]
    assert counts_of(rows) == (3, 4)
    assert usual_per_week(tallies([0] * 5 + [2] * 20), NOW - timedelta(days=7)) == pytest.approx(10)


def test_dispersion_is_how_much_more_counts_vary_than_chance_has_them() -> None:
    assert dispersion([4, 4, 4, 4]) == 1
    # mean 4: squares 16 + 16 + 16 + 16 over 4, three degrees of freedom
    assert dispersion([0, 8, 0, 8]) == pytest.approx(16 / 3)
    assert dispersion([0, 8], [0, 0]) == pytest.approx(8), "a period without any says nothing"
    assert dispersion([]) == 1
