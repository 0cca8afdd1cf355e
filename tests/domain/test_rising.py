"""What is asked more than usual. Monday 2 March 2026 is where these stories begin."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zlib import crc32

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.rising import WINDOWS, one_burst, rising
from bot.domain.signals import Asked, Finding, thresholds
from bot.domain.workdays import WorkingDays, weekdays, working_days_back

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
LONG_AGO = MONDAY - timedelta(days=100)
WIDE = 256  #: dimensions of a row: enough for chance to make nothing alike
TEAM = 25


@dataclass(frozen=True)
class Row:
    """A question with its row of likeness."""

    asked: Asked
    row: np.ndarray


def at(day: int, hour: int = 10) -> datetime:
    """Hour of the day so many days after that Monday (days before it are negative)."""
    return MONDAY + timedelta(days=day, hours=hour)


def towards(name: str) -> np.ndarray:
    """A direction that stands for a subject, or for a way of putting it; any two are as good as at right angles."""
    drawn = np.random.default_rng([ord(sign) for sign in name]).normal(size=WIDE)
    return drawn / np.linalg.norm(drawn)


def asks(
    day: int,
    people: Iterable[str | None],
    subject: str = "letter",
    wording: str | None = None,
    hour: int = 10,
    spread: float = 0.6,
) -> list[Row]:
    """Each of these people asks once on a day, seconds apart: in words of their own, or all in the same `wording`. The
    more `spread`, the less alike."""
    found = []
    for place, who in enumerate(people):
        own = f"{subject}{day}.{hour}.{place}" if wording is None else f"{subject}:{wording}"
        row = towards(subject) + spread * towards(own)
        number = crc32(repr((day, hour, place, who, subject, wording)).encode())
        found.append(
            Row(
                Asked(at(day, hour) + timedelta(seconds=place), who, None, number),
                (row / np.linalg.norm(row)).astype(np.float32),
            )
        )
    return found


def usual(a_day: int, days: Iterable[int] = range(-35, 0), subject: str = "letter", every: bool = False) -> list[Row]:
    """What is usual: every working day (or every day) some people, never the same."""
    open_days = [day for day in days if every or weekdays(at(day).date())]
    return [row for day in open_days for row in asks(day, crowd(a_day, f"{subject}{day}-"), subject)]


def crowd(count: int, name: str = "p") -> list[str]:
    return [f"{name}{n}" for n in range(count)]


def look(
    rows: Iterable[Row],
    now: datetime,
    team: int = TEAM,
    first: datetime | None = LONG_AGO,
    working_days: WorkingDays = weekdays,
) -> list[Finding]:
    rows = list(rows)
    stacked = np.array([one.row for one in rows]) if rows else np.zeros((0, WIDE), dtype=np.float32)
    return rising(stacked, [one.asked for one in rows], now, thresholds(team), first, working_days)


def the_rise(found: list[Finding]) -> Finding:
    (one,) = found
    return one


def ids(rows: Iterable[Row]) -> set[int]:
    return {one.asked.question for one in rows}


# ---------------------------------------------------------------- what rises


def test_what_nobody_asked_before_rises_when_a_few_ask_in_a_small_team() -> None:
    rows = asks(1, "abcd")
    found = the_rise(look([*usual(2, subject="bins"), *rows], at(2, 9)))
    assert (found.kind, found.people) == ("rising", 4)
    assert found.questions == tuple(one.asked.question for one in rows)
    assert found.p_value is not None and found.p_value < thresholds(TEAM).p_value
    assert found.usual_per_week < 1
    assert (found.span_days, found.least) == (1, 3)


def test_three_colleagues_are_enough_in_a_team_of_twelve_and_two_are_not() -> None:
    assert the_rise(look(asks(1, "abc"), at(2, 9), team=12)).people == 3
    assert look(asks(1, "ab"), at(2, 9), team=12) == []


def test_one_person_who_asks_often_is_no_rise() -> None:
    assert look([*asks(1, "aaaa"), *asks(0, "aaaa", hour=15)], at(2, 9)) == []


def test_people_are_counted_and_all_their_questions_shown() -> None:
    rows = asks(1, "abcdabcd")
    found = the_rise(look(rows, at(2, 9)))
    assert (found.people, len(found.questions)) == (4, 8)


def test_a_few_who_ask_again_and_again_are_a_few() -> None:
    assert look([*usual(1), *asks(1, "abcd" * 5)], at(2, 9)) == []
    assert the_rise(look([*usual(1), *asks(1, crowd(20))], at(2, 9))).people == 20


def test_a_larger_team_takes_more_people() -> None:
    four, eight = asks(1, "abcd"), asks(1, "abcdefgh")
    assert look(four, at(2, 9), team=25)
    assert look(four, at(2, 9), team=150) == []
    assert the_rise(look(eight, at(2, 9), team=150)).least == 5


def test_what_is_asked_as_often_as_usual_does_not_rise() -> None:
    assert look([*usual(3), *asks(0, "abc"), *asks(1, "def")], at(2, 9)) == []


def test_what_is_asked_many_times_as_often_rises_and_says_what_is_usual() -> None:
    found = the_rise(look([*usual(2), *asks(0, crowd(12)), *asks(1, crowd(12, "q"))], at(2, 9)))
    assert found.people == 24
    assert found.usual_per_week == pytest.approx(10, abs=1.5)


def test_a_small_rise_over_a_busy_subject_is_none_however_many_ask() -> None:
    people = crowd(33)
    assert look([*usual(20), *asks(0, people[:16]), *asks(1, people[16:])], at(2, 9), team=150) == []


def test_what_is_asked_later_is_not_known_yet() -> None:
    assert look(asks(3, "abcdef"), at(2, 9)) == []
    today = the_rise(look([*asks(1, "abcd"), *asks(3, "efgh")], at(2, 9)))
    assert set(today.questions) == ids(asks(1, "abcd"))


def test_what_was_asked_before_the_last_working_days_is_no_rise_any_more() -> None:
    assert look(asks(-6, crowd(9)), at(2, 9)) == []


def test_nothing_asked_is_nothing_found() -> None:
    assert look([], at(2, 9)) == []
    assert look(asks(1, "a"), at(2, 9)) == []


def test_unlike_questions_are_no_rise_however_many() -> None:
    all_sorts = [row for n in range(20) for row in asks(1, [f"p{n}"], f"subject {n}")]
    assert look(all_sorts, at(2, 9)) == []


# ---------------------------------------------------------------- working days, and how far back


def test_monday_is_compared_with_working_days_so_that_a_weekend_hides_no_rise() -> None:
    thursday, friday = asks(-4, crowd(6), hour=11), asks(-3, crowd(6, "q"))
    found = the_rise(look([*usual(1, range(-35, -4)), *thursday, *friday], at(0, 9)))
    assert found.people == 12
    assert found.usual_per_week == pytest.approx(5, abs=1)


def test_thursday_and_friday_as_usual_are_no_rise_on_monday() -> None:
    assert look(usual(2), at(0, 9)) == []
    assert look([*usual(6, range(-35, -4)), *asks(-4, crowd(6), hour=11), *asks(-3, crowd(6, "q"))], at(0, 9)) == []


def test_a_team_that_works_at_weekends_says_so() -> None:
    daily = usual(1, range(-35, -2), every=True)
    weekend = [*asks(-2, crowd(7)), *asks(-1, crowd(7, "q"))]
    found = the_rise(look([*daily, *weekend], at(0, 9), working_days=lambda day: True))
    assert found.since >= at(-3, 9), "at most three of its own days"
    assert found.usual_per_week == pytest.approx(7, abs=1)


def test_a_holiday_is_no_working_day() -> None:
    monday = at(0).date()

    def but_monday(day: date) -> bool:
        return weekdays(day) and day != monday

    rows = asks(-5, crowd(5), hour=11)  # Wednesday; Tuesday 09:00 it is three working days ago without Monday
    assert look(rows, at(1, 9)) == []
    assert the_rise(look(rows, at(1, 9), working_days=but_monday)).since == at(-5, 9)


@pytest.mark.parametrize("first", [None, at(-10)])
def test_with_less_than_two_weeks_of_history_nothing_is_said_to_rise(first: datetime | None) -> None:
    assert look(asks(1, "abcdef"), at(2, 9), first=first) == []
    assert look(asks(1, "abcdef"), at(2, 9), first=at(-12, 9)), "two weeks to the hour"


def test_a_young_workspace_is_compared_with_what_past_it_has() -> None:
    rows = [*usual(2, range(-14, 0)), *asks(0, "abc"), *asks(1, "def")]
    assert look(rows, at(2, 9), first=at(-14, 8)) == [], "usual since it began, though seldom over four weeks"
    found = the_rise(look([*rows, *asks(1, crowd(30))], at(2, 9), first=at(-14, 8)))
    assert found.usual_per_week == pytest.approx(10, abs=1.5)


def test_the_past_is_the_four_weeks_before_the_days_that_rise() -> None:
    long_ago, lately = asks(-28, crowd(40)), asks(-20, crowd(40))
    assert look([*lately, *asks(1, "abcdef")], at(2, 9)) == []
    assert the_rise(look([*long_ago, *asks(1, "abcdef")], at(2, 9))).usual_per_week < 1


def test_people_forgotten_count_in_the_past_but_are_nobody_now() -> None:
    past = [row for day in range(-30, 0) for row in asks(day, [None] * 3)]
    assert look([*past, *asks(0, "abc"), *asks(1, "de")], at(2, 9)) == []
    assert look(asks(1, [None] * 9), at(2, 9)) == []
    assert look(asks(1, ["a", "b", *[None] * 9]), at(2, 9)) == [], "how many they are nobody knows"
    assert the_rise(look(asks(1, [*"abcd", *[None] * 9]), at(2, 9))).people == 4


# ---------------------------------------------------------------- what is one burst, and what is two


def test_two_bursts_at_once_are_two_findings_the_most_surprising_first() -> None:
    bigger, smaller = asks(1, crowd(12), "bins"), asks(1, crowd(5), "passport")
    found = look([*usual(2), *smaller, *bigger], at(2, 9))
    assert [set(one.questions) for one in found] == [ids(bigger), ids(smaller)]


def test_one_burst_in_slightly_different_words_is_one_finding() -> None:
    some, others = asks(1, crowd(6), wording="date"), asks(1, crowd(6, "q"), wording="term", hour=11)
    found = the_rise(look([*usual(2, subject="bins"), *some, *others], at(2, 9)))
    assert found.people == 12


def test_one_burst_in_words_far_apart_is_told_once() -> None:
    some = asks(1, crowd(9), wording="date", spread=1.2)
    others = asks(1, crowd(9, "q"), wording="term", hour=11, spread=1.2)
    assert len(look([*usual(2, subject="bins"), *some, *others], at(2, 9))) == 1


def test_a_tight_part_of_what_is_asked_much_anyway_is_no_rise() -> None:
    busy = usual(20, range(-35, 2))
    same_words = asks(1, crowd(5), wording="date", hour=11)
    assert look([*busy, *same_words], at(2, 9), team=150) == []
    assert the_rise(look([*usual(20, range(-35, 2), "bins"), *same_words], at(2, 9), team=150)).people == 5


def test_a_new_question_about_what_is_asked_much_anyway_is_a_rise() -> None:
    busy = usual(6, range(-35, 2))
    news = asks(1, crowd(10), wording="date", hour=11, spread=3)
    found = the_rise(look([*busy, *news], at(2, 9)))
    assert set(found.questions) == ids(news)


def test_findings_are_one_burst_when_their_questions_are_alike() -> None:
    def stacked(rows: list[Row]) -> np.ndarray:
        return np.array([one.row for one in rows])

    letter, later, bins = asks(1, "abc"), asks(4, "def"), asks(1, "abc", "bins")
    assert one_burst(stacked(letter), stacked(later))
    assert not one_burst(stacked(letter), stacked(bins))
    nothing = np.zeros((0, WIDE), dtype=np.float32)
    assert not one_burst(nothing, stacked(letter)) and not one_burst(stacked(letter), nothing)


# ---------------------------------------------------------------- always


def test_the_same_questions_say_the_same_in_any_order() -> None:
    rows = [*usual(2), *asks(1, crowd(9), "bins"), *asks(1, crowd(5), "passport"), *asks(0, crowd(4), "bins")]
    found = look(rows, at(2, 9))
    assert len(found) == 2
    assert look(rows, at(2, 9)) == found
    turned = look(rows[::-1], at(2, 9))
    assert [(one.people, one.questions, one.since) for one in turned] == [
        (one.people, one.questions, one.since) for one in found
    ]


def test_rows_and_questions_that_do_not_align_are_refused() -> None:
    rows = asks(1, "abc")
    with pytest.raises(ValueError, match="3 questions but 2 rows"):
        rising(np.array([one.row for one in rows[:2]]), [one.asked for one in rows], at(2, 9), thresholds(25), LONG_AGO)


BURST = st.tuples(
    st.sampled_from(["letter", "bins", "passport", "permit"]),
    st.sampled_from([None, "date", "term"]),
    st.integers(-5, 4),  # the day, which may be after the check
    st.integers(5, 14),  # people
    st.sampled_from([0.2, 0.6, 1.2]),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(BURST, max_size=5), st.integers(0, 3), st.sampled_from([12, 25, 150]))
def test_findings_share_no_question_and_show_only_what_was_asked_in_their_days(
    bursts: list[tuple[str, str | None, int, int, float]], a_day: int, team: int
) -> None:
    now = at(2, 9)
    drawn = [
        row
        for place, (subject, wording, day, people, spread) in enumerate(bursts)
        for row in asks(day, crowd(people, f"{place}."), subject, wording, hour=10 + place, spread=spread)
    ]
    rows = {one.asked.question: one for one in [*usual(a_day), *drawn]}
    found = look(rows.values(), now, team)
    shown = [question for one in found for question in one.questions]
    assert len(shown) == len(set(shown))
    for one in found:
        asked = [rows[question].asked for question in one.questions]
        assert all(one.since < question.at <= now for question in asked)
        assert asked == sorted(asked, key=lambda question: question.at)
        assert one.people == len({question.person for question in asked}) >= thresholds(team).people
        assert one.since in {working_days_back(now, days, weekdays) for days in WINDOWS}
    chances = [one.p_value for one in found]
    assert all(before is not None and after is not None and before <= after for before, after in pairwise(chances))
    assert all(chance is not None and chance < thresholds(team).p_value for chance in chances)


@settings(max_examples=30, deadline=None)
@given(st.integers(8, 20), st.integers(0, 2), st.sampled_from([0.1, 0.5, 0.9]))
def test_a_clear_burst_is_always_found_and_always_once(people: int, a_day: int, spread: float) -> None:
    burst = asks(1, crowd(people), "bins", spread=spread)
    found = the_rise(look([*usual(a_day), *burst], at(2, 9)))
    assert set(found.questions) == ids(burst)
