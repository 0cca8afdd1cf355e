"""The digest's figures: with their bases, never about fewer than three people, and honest when a rise has no effect."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.digest import (
    ENOUGH_PEOPLE,
    Digest,
    Facts,
    TopicFigure,
    Waiting,
    Warned,
    digest,
    most_asked,
    notable,
    outcome_figures,
    people,
    samples,
    shared_in,
    split,
    warning,
    week_before,
)
from bot.domain.privacy import week_of
from bot.model import Entry, Kind, Outcome, Question

ZONE = ZoneInfo("Europe/Amsterdam")
WEEK = week_before("2026-W20", ZONE)
IN_IT = WEEK.start + timedelta(days=1)
HELPED, NOT, NONE, QUIET = Outcome.HELPED, Outcome.NOT_HELPED, Outcome.NO_ANSWER, Outcome.NO_REACTION


def questions(outcomes: str, *, topic: int | None = 1, each: int = 99, text: str = "vraag") -> list[Question]:
    """One a letter: h(elped), x (did not help), n(o answer), . (no reaction yet); `each`: how many people there are."""
    ends = {"h": HELPED, "x": NOT, "n": NONE, ".": None}
    return [
        Question(
            id=number,
            text=f"{text} {number}",
            asked_at=IN_IT,
            pseudonym=f"p{number % each}",
            topic=topic,
            outcome=ends[letter],
        )
        for number, letter in enumerate(outcomes, start=1)
    ]


def made(**more: Any) -> Digest:
    return digest(Facts(**{"week": WEEK, "department": "taxes", "name": "Taxes", "made_at": WEEK.end} | more))


def groups(asked: list[Question]) -> list[tuple[str, int]]:
    return [("+".join(o.value for o in figure.outcomes), figure.questions) for figure in outcome_figures(asked)]


# ---------------------------------------------------------------- the week


def test_the_week_before_runs_from_monday_to_monday_on_the_clock_on_the_wall() -> None:
    assert WEEK.key == "2026-W19"
    assert WEEK.start == datetime(2026, 5, 3, 22, tzinfo=UTC)
    assert WEEK.end == datetime(2026, 5, 10, 22, tzinfo=UTC)
    assert week_before("2027-W01", ZONE).key == "2026-W53"


def test_a_week_in_which_the_clock_changes_still_ends_at_midnight() -> None:
    week = week_before("2026-W14", ZONE)  # the clock goes forward on 29 March
    assert (week.end - week.start, week.start - week.before) == (timedelta(hours=167), timedelta(hours=168))


def test_questions_are_split_by_week() -> None:
    asked = [q.but(asked_at=at) for at in (WEEK.before, WEEK.start, WEEK.end) for q in questions("h")]
    now, before = split(asked, WEEK, lambda q: True)
    assert ([q.asked_at for q in now], [q.asked_at for q in before]) == ([WEEK.start], [WEEK.before])
    assert split(asked, WEEK, lambda q: False) == ((), ())


# ---------------------------------------------------------------- figures


def test_what_was_asked_most_comes_first_with_what_it_was_the_week_before() -> None:
    now = [*questions("hhhh", topic=1), *questions("nnnnnn", topic=2), *questions("hh", topic=3)]
    before = [*questions("h", topic=1), *questions("nnn", topic=2)]
    titles = {1: "regeling", 2: "brief", 3: "iets van twee"}
    assert most_asked(now, before, titles) == (
        TopicFigure(title="brief", questions=6, before=3),
        TopicFigure(title="regeling", questions=4, before=None),
    )


@pytest.mark.parametrize(
    ("count", "before", "says_so"),
    [(14, 0, True), (14, 4, True), (4, 14, True), (31, 29, False), (4, 3, False), (14, None, True), (5, None, False)],
)
def test_only_a_change_that_matters_deserves_a_word(count: int, before: int | None, says_so: bool) -> None:
    assert notable(TopicFigure(title="t", questions=count, before=before)) is says_so


def test_outcomes_add_up_to_their_base() -> None:
    asked = questions("h" * 5 + "x" * 4 + "n" * 3 + "." * 6)
    assert groups(asked) == [("helped", 5), ("not_helped", 4), ("no_answer", 3), ("no_reaction", 6)]


def test_a_small_outcome_goes_together_with_the_next_smallest() -> None:
    asked = questions("h" * 5 + "x" + "n" * 3 + "." * 6)
    assert groups(asked) == [("helped", 5), ("not_helped+no_answer", 4), ("no_reaction", 6)]


def test_many_questions_of_two_people_are_small_too() -> None:
    asked = [*questions("h" * 9), *questions("x" * 8, each=2)]
    assert groups(asked) == [("helped+not_helped", 17)]


@given(st.lists(st.tuples(st.integers(0, 6), st.sampled_from("hxn."))))
def test_no_figure_is_ever_about_fewer_than_three_people(rows: list[tuple[int, str]]) -> None:
    asked = [q.but(pseudonym=f"p{who}") for who, letter in rows for q in questions(letter)]
    found = outcome_figures(asked)
    for figure in found:
        counted = [q for q in asked if (q.outcome or QUIET) in figure.outcomes]
        assert len(counted) == figure.questions and people(counted) >= ENOUGH_PEOPLE
    assert sum(figure.questions for figure in found) in (0, len(asked))
    shown = made(questions=asked, titles={1: "t"})
    assert shown.people == 0 or shown.people >= ENOUGH_PEOPLE
    assert bool(shown.asked) == bool(shown.people)
    assert bool(shown.samples) <= bool(shown.people)


def test_more_answered_and_less_helped_is_said_aloud() -> None:
    before, now = questions("h" * 60 + "x" * 11), questions("h" * 54 + "." * 26 + "n" * 8)
    assert warning(now, before) == Warned(answered=80, answered_before=71, helped=54, helped_before=60)


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("h" * 60 + "x" * 11, "h" * 68 + "x" * 12),  # as good as it was
        ("h" * 60 + "x" * 20, "h" * 40 + "x" * 20),  # less of both
        ("h" * 6 + "x", "h" * 4 + "x" * 5),  # too few to say
        ("h" * 12, "h" * 10 + "n" * 30),  # less was answered, and "no answer" says so itself
    ],
)
def test_and_is_not_said_when_it_is_not_so(before: str, now: str) -> None:
    assert warning(questions(now), questions(before)) is None


def test_five_questions_to_read_are_chosen_at_random_and_the_same_five_each_time() -> None:
    asked = questions("h" * 40)
    five = samples(asked, "taxes:2026-W19")
    assert len(set(five)) == 5 and set(five) <= {q.text for q in asked}
    assert samples(list(reversed(asked)), "taxes:2026-W19") == five
    assert samples(asked, "taxes:2026-W20") != five


def test_tips_and_mistakes_of_the_week_are_counted_and_authors_only_from_three_up() -> None:
    def entry(kind: Kind, at: datetime, author: str | None = None) -> Entry:
        return Entry(kind=kind, title="t", created_at=at, updated_at=at, author=author)

    shared = [
        *(entry(Kind.TIP, IN_IT, author) for author in ("U1", "U2", "U3", "U3")),
        entry(Kind.TIP, WEEK.end, "U4"),
        entry(Kind.ANSWER, IN_IT, "U5"),
        entry(Kind.MISTAKE, week_of(IN_IT)),
        entry(Kind.MISTAKE, week_of(WEEK.end + timedelta(days=1))),
    ]
    found = made(shared=shared_in(WEEK, shared))
    assert (found.tips, found.mistakes, found.sharers) == (4, 1, 3)
    assert made(shared=shared_in(WEEK, shared[:2])).sharers == 0


# ---------------------------------------------------------------- the whole


def test_what_waits_stands_oldest_first() -> None:
    rows = [
        Waiting(kind="question", title="b", state="open", since=WEEK.end - timedelta(days=2)),
        Waiting(kind="signal", title="a", state="seen", since=WEEK.end - timedelta(days=6)),
    ]
    assert [one.title for one in made(waiting=rows).waiting] == ["a", "b"]


def test_an_empty_week_is_quiet_unless_something_waits_or_was_shared() -> None:
    few = questions("hhh")
    assert made(questions=few).quiet and made().quiet
    assert not made(questions=questions("h" * 5)).quiet
    assert not made(waiting=[Waiting(kind="question", title="b", state="open", since=IN_IT)]).quiet
    assert not made(questions=few, tallied=4).quiet


def test_two_people_give_no_figure_at_all() -> None:
    found = made(questions=questions("hxn.hxn.", each=2), titles={1: "t"})
    assert (found.asked, found.people, found.top, found.outcomes, found.samples) == (0, 0, (), (), ())
    assert found.any_asked


def test_topics_that_are_nobodys_are_named_only_from_three_people_up() -> None:
    asked = [*questions("nnn", topic=7), *questions("nn", topic=8)]
    found = made(questions=asked, titles={7: "van niemand", 8: "ook niet"}, without_department=frozenset((7, 8)))
    assert [figure.title for figure in found.without_department] == ["van niemand"]


def test_it_survives_being_stored() -> None:
    found = made(questions=questions("h" * 9 + "x" * 4), before=questions("h" * 3), titles={1: "t"}, tallied=3)
    assert Digest.model_validate(found.model_dump(mode="json")) == found
