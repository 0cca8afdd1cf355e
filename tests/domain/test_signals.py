"""When a topic deserves its department's attention. Monday 2 March 2026 is where these stories begin."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from bot.domain.signals import Asked, Finding, LastSignal, busiest, pace, should_post, thresholds, unanswered
from bot.domain.workdays import weekdays
from bot.model import SignalKind

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
TEAM = 25


def at(day: int, hour: int = 10) -> datetime:
    """Hour of the day so many days after that Monday (days before it are negative)."""
    return MONDAY + timedelta(days=day, hours=hour)


def asks(day: int, people: Iterable[str], outcome: str | None = None, hour: int = 10) -> list[Asked]:
    """Each of these people asks once on a day."""
    return [Asked(at(day, hour), who, outcome, 1000 * (day + 100) + n) for n, who in enumerate(people)]


def calm(a_day: int = 1, days: Iterable[int] = range(-35, 0)) -> list[Asked]:
    """The usual: every working day some people, never the same."""
    return [q for day in days if weekdays(at(day).date()) for q in asks(day, [f"p{day}-{i}" for i in range(a_day)])]


def look(asked: list[Asked], now: datetime, team: int = TEAM) -> Finding | None:
    return unanswered(asked, now, thresholds(team))


# ---------------------------------------------------------------- unanswered


def test_three_people_in_a_week_without_an_answer_is_a_signal_however_usual() -> None:
    waiting = [*asks(-4, "a", "no_answer"), *asks(-3, "b", "not_helped"), *asks(0, "c", "no_answer")]
    found = look([*calm(1), *waiting], at(1, 9))
    assert found is not None
    assert (found.kind, found.people, found.p_value) == ("unanswered", 3, None)
    assert set(found.questions) == {a.question for a in waiting}
    assert found.span_days == 5
    assert found.usual_per_week == pytest.approx(5, abs=0.5)


def test_a_larger_team_takes_more_people_without_an_answer() -> None:
    assert look(asks(0, "abc", "no_answer"), at(1, 9), team=150) is None
    found = look(asks(0, "abcd", "no_answer"), at(1, 9), team=150)
    assert found is not None
    assert (found.people, found.least) == (4, 4)


def test_people_forgotten_are_nobody_who_waits() -> None:
    assert look([Asked(at(0), None, "no_answer", n) for n in range(6)], at(1, 9)) is None


def test_what_is_asked_later_is_not_known_yet() -> None:
    assert look(asks(3, "abcdef", "no_answer"), at(2, 9)) is None


def test_unanswered_needs_no_history() -> None:
    found = look(asks(0, "abc", "no_answer"), at(0, 14))
    assert found is not None
    assert found.kind == "unanswered"


def test_one_helped_means_that_there_is_an_answer() -> None:
    spread = [*asks(-5, "a", "no_answer"), *asks(-4, "b", "no_answer"), *asks(-3, "c", "no_answer")]
    assert look([*spread, *asks(-2, "d", "helped")], at(1, 9)) is None


@pytest.mark.parametrize("outcome", [None, "no_reaction"])
def test_no_reaction_proves_nothing(outcome: str | None) -> None:
    spread = [*asks(-5, "a", outcome), *asks(-4, "b", outcome), *asks(-3, "c", outcome)]
    assert look(spread, at(1, 9)) is None


def test_the_same_person_thrice_is_one_person() -> None:
    assert (
        look([*asks(-5, "a", "no_answer"), *asks(-4, "a", "no_answer"), *asks(-3, "a", "no_answer")], at(1, 9)) is None
    )


def test_what_was_asked_before_this_week_no_longer_waits() -> None:
    old = [*asks(-9, "a", "no_answer"), *asks(-8, "b", "no_answer"), *asks(-2, "c", "no_answer")]
    assert look(old, at(1, 9)) is None


def test_nothing_asked_is_nothing_found() -> None:
    assert look([], at(1, 9)) is None


def test_a_pace_is_that_of_the_busiest_day_each_person_once() -> None:
    asked = [*asks(1, "ab"), *asks(2, "cdde"), *asks(2, "d", hour=15)]
    assert busiest(asked) == 3
    assert busiest([]) == 0


# ---------------------------------------------------------------- thresholds


def test_thresholds_are_those_that_were_chosen() -> None:
    tiny, small, large = thresholds(12), thresholds(25), thresholds(150)
    assert [(one.people, one.unanswered_people) for one in (tiny, small, large)] == [(3, 3), (3, 3), (5, 4)]
    assert [one.customers for one in (tiny, small, large)] == [6, 6, 10]
    assert (tiny.p_value, small.p_value, large.p_value) == pytest.approx((1e-3, 8e-4, 4.4e-4), rel=0.01)


def test_thresholds_only_get_stricter_with_more_people_and_have_a_floor() -> None:
    steps = [thresholds(n) for n in (0, 1, 5, 12, 25, 40, 72, 150, 600, 100_000)]
    for one, next_one in pairwise(steps):
        assert one.people <= next_one.people
        assert one.unanswered_people <= next_one.unanswered_people
        assert one.p_value >= next_one.p_value
    assert steps[0].people == 3
    assert steps[-1].people <= 8


# ---------------------------------------------------------------- one signal a topic


def rise(people: int, since: datetime, kind: SignalKind = "rising", pace: float = 0.0) -> Finding:
    return Finding(kind, people, tuple(range(people)), since, 1.0, 2, 1e-5, pace=pace)


def test_the_first_finding_is_news() -> None:
    assert should_post(rise(5, at(0)), None, at(2)) == "new"


def test_the_same_rise_is_told_once() -> None:
    assert should_post(rise(6, at(0)), LastSignal(at(1), 5), at(2)) is None
    assert should_post(rise(9, at(4)), LastSignal(at(1), 5), at(7)) is None


def test_twice_as_many_people_since_then_is_news() -> None:
    assert should_post(rise(10, at(2)), LastSignal(at(1), 5), at(4)) == "doubled"


def test_twice_as_many_who_were_partly_counted_before_is_not() -> None:
    assert should_post(rise(10, at(0)), LastSignal(at(1), 5), at(4)) is None
    assert should_post(rise(10, at(0)), LastSignal(at(1), 5, fresh=9), at(4)) is None


def test_doubling_within_three_working_days_is_the_same_burst_going_on() -> None:
    thursday = at(3)
    assert should_post(rise(30, thursday), LastSignal(thursday, 5), at(7)) is None, "Monday: two working days later"
    assert should_post(rise(30, thursday), LastSignal(thursday, 5), at(8)) == "doubled"
    holiday = at(4).date()
    assert should_post(rise(30, thursday), LastSignal(thursday, 5), at(8), lambda day: day != holiday) == "doubled"
    assert (
        should_post(rise(30, thursday), LastSignal(thursday, 5), at(8), lambda d: weekdays(d) and d != holiday) is None
    )


def test_as_many_again_at_the_same_pace_is_the_same_burst_going_on() -> None:
    told = LastSignal(at(1), 5, pace=5.0)
    assert should_post(rise(12, at(5), pace=6.0), told, at(7)) is None, "six a day were five"
    assert should_post(rise(12, at(5), pace=10.0), told, at(7)) == "doubled"
    assert should_post(rise(12, at(5), pace=6.0), LastSignal(at(1), 5), at(7)) == "doubled", "its pace is not known"


def test_pace_does_not_matter_once_it_was_resolved_or_over() -> None:
    resolved = LastSignal(at(1), 5, resolved_at=at(3), pace=50.0)
    assert should_post(rise(3, at(5), pace=1.0), resolved, at(7)) == "relapse"
    assert should_post(rise(3, at(9), pace=1.0), LastSignal(at(0), 5, pace=50.0), at(11)) == "relapse"


def test_nobody_told_of_before_is_at_least_three_to_double() -> None:
    assert should_post(rise(5, at(2)), LastSignal(at(1), 0), at(5)) is None
    assert should_post(rise(6, at(2)), LastSignal(at(1), 0), at(5)) == "doubled"


def test_asked_again_after_it_was_resolved_is_a_relapse() -> None:
    assert should_post(rise(3, at(5)), LastSignal(at(1), 5, resolved_at=at(3)), at(7)) == "relapse"
    assert should_post(rise(9, at(2)), LastSignal(at(1), 5, resolved_at=at(3), fresh=3), at(7)) == "relapse"


def test_who_still_asks_on_the_day_it_was_resolved_or_the_next_makes_no_relapse() -> None:
    assert should_post(rise(9, at(2)), LastSignal(at(1), 5, resolved_at=at(3), fresh=9), at(4)) is None


def test_what_was_asked_before_it_was_resolved_is_no_relapse() -> None:
    assert should_post(rise(20, at(2)), LastSignal(at(1), 5, resolved_at=at(3)), at(4)) is None
    assert should_post(rise(20, at(2)), LastSignal(at(1), 5, resolved_at=at(3), fresh=2), at(7)) is None


def test_back_after_a_quiet_while_is_a_relapse() -> None:
    assert should_post(rise(3, at(9)), LastSignal(at(0), 5), at(11)) == "relapse"


def test_no_action_needed_comes_back_only_when_it_doubles_however_long_it_was_quiet() -> None:
    settled = LastSignal(at(0), 5, only_doubled=True)
    assert should_post(rise(9, at(58)), settled, at(60)) is None
    assert should_post(rise(10, at(58)), settled, at(60)) == "doubled"


def test_what_still_waits_for_an_answer_is_no_relapse_after_ten_days() -> None:
    assert should_post(rise(5, at(9), "unanswered"), LastSignal(at(0), 5), at(11)) is None


def test_of_customers_it_is_customers_that_double() -> None:
    more = Finding("contacts", 0, (), at(0), 0.0, 7, 1e-5, least=6, customers=40)
    assert should_post(more, LastSignal(at(1), 23, fresh=45), at(5)) is None
    assert should_post(more, LastSignal(at(1), 23, fresh=46), at(5)) == "doubled"


# ---------------------------------------------------------------- pace


def test_pace_is_people_a_day_on_which_they_asked() -> None:
    assert pace(6, [at(0), at(0, 15), at(1)], at(2, 9)) == 3
    assert pace(6, [at(0), at(4)], at(5, 9)) == 3, "days on which nobody asked do not count"


def test_today_is_half_a_day() -> None:
    assert pace(6, [at(0), at(1, 8)], at(1, 9)) == 4
    assert pace(6, [at(1, 8)], at(1, 9)) == 12
    assert pace(6, [], at(1, 9)) == 12
