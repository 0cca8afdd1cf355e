"""The digest's figures: with their bases, never about fewer than three people, and honest when a rise has no effect."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.digest import (
    Facts,
    digest,
    most_asked,
    notable,
    outcome_figures,
    point,
    samples,
    shared_in,
    warnings,
)
from bot.domain.digest_counts import Block, blocks_of, customers, people
from bot.domain.digest_figures import Digest, Foreseen, Knowledge, OutcomeFigure, Point, TopicFigure, Waiting, Warned
from bot.domain.digest_outcomes import told_apart
from bot.domain.digest_weeks import earlier, week, week_before
from bot.domain.privacy import week_of
from bot.errors import BadInput
from bot.model import ENOUGH_PEOPLE, Entry, Kind, Outcome, Question

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


def taxes(asked: list[Question]) -> tuple[Block, ...]:
    """All of them about taxes."""
    return blocks_of({"taxes": asked})


def made(asked: list[Question] | None = None, before: list[Question] | None = None, **more: Any) -> Digest:
    values: dict[str, Any] = {
        "week": WEEK, "scope": "department:taxes", "name": "Taxes", "departments": frozenset(("taxes",)),
        "made_at": WEEK.end, "blocks": taxes(asked or []), "before": taxes(before or []), "any_asked": bool(asked),
    }  # fmt: skip
    values |= more
    for told, blocks in (("told", "blocks"), ("told_before", "before")):
        values.setdefault(told, told_apart(values[blocks], [values["departments"]]))
    return digest(Facts(**values))


def figures_of(asked: list[Question]) -> tuple[OutcomeFigure, ...]:
    """Of one department."""
    keys = frozenset(("taxes",))
    return outcome_figures(taxes(asked), told_apart(taxes(asked), [keys])[keys])


def groups(asked: list[Question]) -> list[tuple[str, int]]:
    return [("+".join(o.value for o in figure.outcomes), figure.questions) for figure in figures_of(asked)]


# ---------------------------------------------------------------- the week


def test_the_week_before_runs_from_monday_to_monday_on_the_clock_on_the_wall() -> None:
    assert WEEK.key == "2026-W19"
    assert WEEK.start == datetime(2026, 5, 3, 22, tzinfo=UTC)
    assert WEEK.end == datetime(2026, 5, 10, 22, tzinfo=UTC)
    assert week_before("2027-W01", ZONE).key == "2026-W53"


def test_a_week_in_which_the_clock_changes_still_ends_at_midnight() -> None:
    week = week_before("2026-W14", ZONE)  # the clock goes forward on 29 March
    assert (week.end - week.start, week.start - week.before) == (timedelta(hours=167), timedelta(hours=168))


def test_weeks_are_counted_back_over_the_turn_of_the_year() -> None:
    assert earlier("2027-W01", 1) == "2026-W53"
    assert week("2026-W19", ZONE) == WEEK


@pytest.mark.parametrize("given", ["2026-19", "2025-W53", "week 9", "2026-W00"])
def test_what_is_no_week_is_refused(given: str) -> None:
    with pytest.raises(BadInput):
        week(given, ZONE)


# ---------------------------------------------------------------- figures


def test_what_was_asked_most_comes_first_with_what_it_was_the_week_before() -> None:
    now = [*questions("hhhh", topic=1), *questions("nnnnnn", topic=2), *questions("hh", topic=3)]
    before = [*questions("h", topic=1), *questions("nnn", topic=2)]
    titles = {1: "regeling", 2: "brief", 3: "iets van twee"}
    rest = questions("hhh", topic=None)
    assert most_asked(taxes([*now, *rest]), taxes([*before, *rest]), titles) == (
        TopicFigure(title="brief", questions=6, before=3, topic=2),
        TopicFigure(title="regeling", questions=4, before=None, topic=1),
    )


def test_what_it_was_is_what_the_digest_of_then_said() -> None:
    before = made(questions("hhhh"), titles={1: "regeling"})
    later = [*questions("hhhhh")]  # one more is in the topic by now
    found = most_asked(taxes(questions("h" * 9)), taxes(later), {1: "regeling"}, before)
    assert [figure.before for figure in found] == [4]


def test_a_subject_is_left_out_when_the_rest_would_be_about_two_people() -> None:
    asked = [*questions("hhhhh", topic=1), *questions("hhh", topic=2), *questions("hh", topic=None)]
    found = made(asked, titles={1: "regeling", 2: "brief"})
    assert [figure.title for figure in found.top] == ["regeling"]
    listed = made([*asked, *questions("...", topic=None)], titles={1: "regeling", 2: "brief"})
    assert [figure.title for figure in listed.top] == ["regeling", "brief"]


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


def test_it_goes_together_with_another_than_what_helped_if_it_can() -> None:
    assert groups(questions("h" * 3 + "x" + "n" * 4)) == [("helped", 3), ("not_helped+no_answer", 5)]


def test_three_outcomes_in_three_questions_would_each_be_of_one_person() -> None:
    assert groups(questions("h" * 5 + "xn.")) == [("helped+not_helped+no_answer+no_reaction", 8)]
    assert groups(questions("h" * 5 + "xxn.")) == [("helped", 5), ("not_helped+no_answer+no_reaction", 4)]


def week_of_departments(**letters: str) -> dict[str | None, list[Question]]:
    """One person a question, of departments by letter: "h" helped and so on."""
    drawn = [(who, key, letter) for key, found in letters.items() for who, letter in enumerate(found)]
    ends = {"h": HELPED, "x": NOT, "n": NONE, ".": None}
    rows: dict[str | None, list[Question]] = {}
    for number, (who, key, letter) in enumerate(drawn, start=1):
        asked = Question(
            id=number, text=f"vraag {number}", asked_at=IN_IT, pseudonym=f"{key}{who}", outcome=ends[letter]
        )
        rows.setdefault(key, []).append(asked)
    return rows


def ends_of(found: Digest) -> list[tuple[str, int]]:
    return [("+".join(o.value for o in figure.outcomes), figure.questions) for figure in found.outcomes]


def test_a_big_week_tells_its_outcomes_apart() -> None:
    digests = told(
        week_of_departments(
            a="h" * 40 + "x" * 9 + "nn" + "." * 12,
            b="h" * 20 + "xx" + "n" * 7 + "." * 8,
            c="h" * 30 + "x" + "n" * 6 + "." * 11,
            d="h" * 11 + "x" * 4 + "n" + "." * 5,
        )
    )
    assert ends_of(digests["all"]) == [("helped", 101), ("not_helped", 16), ("no_answer", 16), ("no_reaction", 36)]
    assert ends_of(digests["department:a"]) == [("helped", 40), ("not_helped+no_answer", 11), ("no_reaction", 12)]
    assert [len(digests[f"department:{key}"].outcomes) for key in "abcd"] == [3, 3, 3, 3]


def test_what_one_department_hides_the_sum_does_not_give_away_so_another_hides_it_too() -> None:
    digests = told(week_of_departments(a="h" * 9 + "x" * 9 + "n" * 9, b="h" * 9 + "x" + "n" * 3))
    assert ends_of(digests["all"]) == [("helped", 18), ("not_helped", 10), ("no_answer", 12)]
    assert ends_of(digests["department:b"]) == [("helped", 9), ("not_helped+no_answer", 4)]
    assert ends_of(digests["department:a"]) == [("helped", 9), ("not_helped+no_answer", 18)]


def test_a_question_to_read_tells_no_more_than_its_departments_own_figures_do() -> None:
    rows = week_of_departments(a="h" * 4 + "x" + "n" * 5, b="h" * 4 + "x" + "n" * 5, c="h" * 4 + "x" + "n" * 5)
    found = told(rows)["all"]
    assert ends_of(found) == [("helped", 12), ("not_helped", 3), ("no_answer", 15)]
    assert {one.outcomes for one in found.samples} == {(HELPED,), (NOT, NONE)}


def rows_of(drawn: list[tuple[int, str, int, str]]) -> dict[str | None, list[Question]]:
    """Drawn (person, outcome, topic, department) as questions by department; each topic is one department's."""
    found: dict[str | None, list[Question]] = {}
    ends = {"h": HELPED, "x": NOT, "n": NONE, ".": None}
    for number, (who, letter, topic, department) in enumerate(drawn, start=1):
        key = None if department == "-" else department
        asked = Question(
            id=number, text=f"vraag {number}", asked_at=IN_IT, pseudonym=f"p{who}", outcome=ends[letter],
            topic=topic + 10 * "abcd-".index(department), no_mandate=who % 2 == 0,
        )  # fmt: skip
        found.setdefault(key, []).append(asked)
    return found


DRAWN = st.lists(
    st.tuples(st.integers(0, 7), st.sampled_from("hxn."), st.integers(1, 3), st.sampled_from("abcd-")), max_size=60
)
CUTS: dict[str, frozenset[str | None] | None] = {
    "department:a": frozenset("a"), "department:b": frozenset("b"), "department:c": frozenset("c"),
    "department:d": frozenset("d"), "task:ab": frozenset("ab"), "task:bcd": frozenset("bcd"), "all": None,
}  # fmt: skip


def told(rows: dict[str | None, list[Question]]) -> dict[str, Digest]:
    """The digests of all cuts."""
    blocks = blocks_of(rows)
    titles = {q.topic: f"t{q.topic}" for found in rows.values() for q in found if q.topic}
    told = told_apart(blocks, CUTS.values())
    return {
        scope: digest(
            Facts(
                week=WEEK, made_at=WEEK.end, scope=scope, departments=departments, blocks=blocks, titles=titles,
                told=told,
            )
        )
        for scope, departments in CUTS.items()
    }  # fmt: skip


def in_cut(rows: dict[str | None, list[Question]], departments: frozenset[str | None] | None) -> list[Question]:
    return [q for key, found in rows.items() if departments is None or key in departments for q in found]


@given(DRAWN)
def test_no_figure_is_ever_about_fewer_than_three_people(drawn: list[tuple[int, str, int, str]]) -> None:
    rows = rows_of(drawn)
    for scope, found in told(rows).items():
        asked = in_cut(rows, CUTS[scope])
        assert found.asked == 0 or people(asked) >= ENOUGH_PEOPLE
        assert found.people == 0 or found.people >= ENOUGH_PEOPLE
        assert found.asked <= len(asked) and sum(figure.questions for figure in found.outcomes) == found.asked
        for figure in found.outcomes:
            assert people(q for q in asked if (q.outcome or QUIET) in figure.outcomes) >= ENOUGH_PEOPLE
        for topic in found.top:
            assert people(q for q in asked if q.topic == topic.topic) >= ENOUGH_PEOPLE
        assert bool(found.samples) == bool(found.asked)


def counted(rows: dict[str | None, list[Question]], digests: dict[str, Digest], scope: str) -> frozenset[int]:
    """The questions that a digest's number is about, worked out from the number alone: whole departments."""
    if not digests[scope].asked:
        return frozenset()
    wanted = CUTS[scope]
    keys = [key for key in rows if wanted is None or key in wanted]
    big = [key for key in keys if people(rows[key]) >= ENOUGH_PEOPLE]
    sum_of_big = sum(len(rows[key]) for key in big)
    inside = keys if digests[scope].asked > sum_of_big else big
    assert digests[scope].asked == sum(len(rows[key]) for key in inside)
    return frozenset(q.id for key in inside for q in rows[key])


def outcome_sets(rows: dict[str | None, list[Question]], digests: dict[str, Digest]) -> set[frozenset[int]]:
    """The questions that each outcome's number of each digest is about."""
    known = {q.id: q for found in rows.values() for q in found}
    return {
        frozenset(id for id in counted(rows, digests, scope) if (known[id].outcome or QUIET) in figure.outcomes)
        for scope in CUTS
        for figure in digests[scope].outcomes
    }


def left_over(whole: frozenset[int], told: set[frozenset[int]]) -> set[frozenset[int]]:
    """What is left of a number when others that are about parts of it are taken from it, one after the other."""
    found, todo = {whole}, [whole]
    while todo:
        rest = todo.pop()
        new = {rest - part for part in told if part < rest} - found
        found |= new
        todo += new
    return found


@given(DRAWN)
def test_nor_is_any_difference_between_digests(drawn: list[tuple[int, str, int, str]]) -> None:
    rows = rows_of(drawn)
    digests = told(rows)
    known = {q.id: q for found in rows.values() for q in found}
    sets = {scope: counted(rows, digests, scope) for scope in CUTS}
    outcomes = outcome_sets(rows, digests)
    for whole in (*sets.values(), *outcomes):
        for rest in left_over(whole, {*sets.values(), *outcomes}):
            assert not rest or people(known[id] for id in rest) >= ENOUGH_PEOPLE, (whole, rest)


@given(DRAWN)
def test_nor_anything_that_adding_and_subtracting_all_digests_can_tell(drawn: list[tuple[int, str, int, str]]) -> None:
    """Whatever the one or two people of some questions had said, the same figures could have been told."""
    rows = rows_of(drawn)
    sets = outcome_sets(rows, told(rows))
    told_of = sorted({id for one in sets for id in one})
    ends = {q.id: (key, q.outcome or QUIET) for key, found in rows.items() for q in found}
    who = {q.id: q.pseudonym for found in rows.values() for q in found}
    by_end: dict[tuple[str | None, Outcome], list[int]] = {}
    for id in told_of:
        by_end.setdefault(ends[id], []).append(id)
    matrix = np.array([[rows_in[0] in one for rows_in in by_end.values()] for one in sets], dtype=float)
    if not matrix.size:
        return
    _, values, vectors = np.linalg.svd(matrix)
    free = vectors[int((values > 1e-9).sum()) :]  # changes of the cells that no figure shows
    for pair in itertools.combinations([f"p{n}" for n in range(8)], 2):
        few = [place for place, ids in enumerate(by_end.values()) if {who[id] for id in ids} <= {*pair}]
        assert not few or np.linalg.matrix_rank(free[:, few], tol=1e-9) == len(few), pair


@given(DRAWN)
def test_nor_what_is_left_when_the_subjects_are_taken_from_what_was_asked(
    drawn: list[tuple[int, str, int, str]],
) -> None:
    rows = rows_of(drawn)
    digests = told(rows)
    listed = {figure.topic for found in digests.values() for figure in found.top}
    known = {q.id: q for found in rows.values() for q in found}
    for scope in CUTS:
        rest = [known[id] for id in counted(rows, digests, scope) if known[id].topic not in listed]
        assert not rest or people(rest) >= ENOUGH_PEOPLE, scope


@given(DRAWN)
def test_nor_does_what_is_said_of_a_question_to_read_tell_how_those_of_one_or_two_ended(
    drawn: list[tuple[int, str, int, str]],
) -> None:
    rows = rows_of(drawn)
    block_of = {q.text: block for block in blocks_of(rows) for q in block.questions}
    for scope, found in told(rows).items():
        for sample in found.samples:
            so = [q for q in block_of[sample.text].questions if (q.outcome or QUIET) in (sample.outcomes or [*Outcome])]
            assert sample.text in {q.text for q in so} and people(so) >= ENOUGH_PEOPLE, (scope, sample)


@given(st.dictionaries(st.sampled_from("abcd"), st.integers(0, 6)))
def test_customers_are_told_from_three_up_and_so_is_what_one_digest_leaves_of_another(counts: dict[str, int]) -> None:
    everybody = customers(counts, None)
    assert everybody == 0 or everybody >= ENOUGH_PEOPLE
    for key in counts:
        one = customers(counts, frozenset(key))
        assert one in (0, counts[key]) and (one == 0 or one >= ENOUGH_PEOPLE)
        assert everybody - one == 0 or everybody - one >= ENOUGH_PEOPLE


def test_how_often_they_could_not_decide_is_told_when_neither_part_is_about_two_people() -> None:
    asked = questions("h" * 8)
    some = [q.but(no_mandate=q.id <= 4) for q in asked]
    assert made(some).no_mandate == 4
    assert made([q.but(no_mandate=q.id <= 6) for q in asked]).no_mandate == 0
    assert made([q.but(no_mandate=True) for q in asked]).no_mandate == 8


# ---------------------------------------------------------------- warnings


def warned(now: list[Question], before: list[Question], shared: tuple[int, int] = (0, 0)) -> tuple[Warned, ...]:
    return warnings(figures_of(now), figures_of(before), shared)


def test_more_answered_and_less_helped_is_said_aloud() -> None:
    before, now = questions("h" * 60 + "x" * 11), questions("h" * 54 + "." * 26 + "n" * 8)
    assert warned(now, before) == (
        Warned(what="answered", count=80, before=71, helped=54, base=80, helped_before=60, base_before=71),
    )


def test_when_answers_cannot_be_told_apart_it_is_said_of_what_was_asked() -> None:
    before, now = questions("h" * 60 + "x" * 11), questions("h" * 54 + "." * 26 + "n" * 2)
    (found,) = warned(now, before)
    assert (found.what, found.count, found.before) == ("asked", 82, 71)


def test_more_shared_and_less_helped_is_said_too() -> None:
    before, now = questions("h" * 60 + "x" * 11), questions("h" * 30 + "x" * 20)
    assert [(one.what, one.count, one.before) for one in warned(now, before, (8, 3))] == [("shared", 8, 3)]
    assert warned(now, before, (3, 8)) == ()
    assert warned(now, before, (2, 1)) == (), "one more tip is no activity"


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
    assert warned(questions(now), questions(before)) == ()


def test_five_questions_to_read_are_chosen_at_random_and_the_same_five_each_time() -> None:
    asked = questions("h" * 40)
    figures = figures_of(asked)
    five = samples(taxes(asked), figures, "taxes:2026-W19")
    assert len(set(five)) == 5 and {one.text for one in five} <= {q.text for q in asked}
    assert samples(taxes(list(reversed(asked))), figures, "taxes:2026-W19") == five
    assert samples(taxes(asked), figures, "taxes:2026-W20") != five


def test_they_are_over_all_outcomes_as_exactly_as_the_figures_tell_them() -> None:
    found = made(questions("h" * 60 + "x" * 3 + "n" + "." * 3))
    assert {one.outcomes for one in found.samples} == {(HELPED,), (NOT, NONE), (QUIET,)}
    assert len(found.samples) == 5


# ---------------------------------------------------------------- the chart


def test_a_week_in_the_chart_tells_no_more_than_its_digest() -> None:
    def charted(letters: str, signals: int = 0) -> Point:
        asked = questions(letters)
        return point("2026-W19", taxes(asked), figures_of(asked), bool(letters), signals)

    assert charted("hhhxxx", 2) == Point(week="2026-W19", asked=6, helped=3, signals=2)
    assert charted("hhx").helped is None
    assert charted("hh") == Point(week="2026-W19", asked=None, helped=None, signals=0)
    assert charted("").asked == 0


def test_the_chart_goes_back_twelve_weeks_and_ends_with_this_one() -> None:
    past = [Point(week=earlier("2026-W19", back), asked=back, helped=0, signals=0) for back in range(20, 0, -1)]
    found = made(questions("hhh"), series=past).series
    assert len(found) == 12 and found[-1].week == "2026-W19" and found[0].asked == 11


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


def test_how_many_shared_is_told_of_a_department_or_of_all_but_never_so_that_they_differ_by_two() -> None:
    def tips(**authors: int) -> list[Entry]:
        return [
            Entry(
                kind=Kind.TIP, title="t", created_at=IN_IT, updated_at=IN_IT, author=f"U{key}{n}", department=key
            )
            for key, count in authors.items()
            for n in range(count)
        ]  # fmt: skip

    assert made(shared=tips(taxes=5)).sharers == 5
    assert made(shared=tips(taxes=5, permits=2), departments=None).sharers == 0
    assert made(shared=tips(taxes=2, permits=2), departments=None).sharers == 4
    assert made(shared=tips(taxes=2, permits=2), departments=frozenset(("taxes", "permits"))).sharers == 0


# ---------------------------------------------------------------- the whole


def test_what_waits_stands_oldest_first() -> None:
    rows = [
        Waiting(kind="question", title="b", state="open", since=WEEK.end - timedelta(days=2)),
        Waiting(kind="signal", title="a", state="seen", since=WEEK.end - timedelta(days=6)),
    ]
    assert [one.title for one in made(waiting=rows).waiting] == ["a", "b"]


def test_an_empty_week_is_quiet_unless_something_waits_or_was_shared() -> None:
    few = questions("hhh")
    assert made(few).quiet and made().quiet
    assert not made(questions("h" * 5)).quiet
    assert not made(waiting=[Waiting(kind="question", title="b", state="open", since=IN_IT)]).quiet
    assert not made(few, tallied={"taxes": 4}).quiet


def test_two_people_give_no_figure_at_all() -> None:
    found = made(questions("hxn.hxn.", each=2), titles={1: "t"})
    assert (found.asked, found.people, found.top, found.outcomes, found.samples) == (0, 0, (), (), ())
    assert found.any_asked and found.series[-1].asked is None


def test_topics_that_are_nobodys_are_named_only_from_three_people_up() -> None:
    asked = [*questions("nnn", topic=7), *questions("nn", topic=8)]
    asked += questions("nnn", topic=9)
    found = made(asked, titles={7: "van niemand", 8: "ook niet"}, without_department=frozenset((7, 8)))
    assert [figure.title for figure in found.without_department] == ["van niemand"]


def test_what_is_known_of_customers_is_told_apart_from_too_few_and_from_nothing() -> None:
    some = made(tallied={"taxes": 4, "permits": 9}, imported={"taxes": 40})
    few, none = made(tallied={"taxes": 2}), made(tallied={"permits": 9})
    assert (some.tallied, some.imported, some.any_customers) == (4, 40, True)
    assert (few.tallied, few.any_customers) == (0, True)
    assert (none.tallied, none.any_customers) == (0, False)


def test_questions_about_an_announcement_are_counted_from_three_people_up() -> None:
    line = Foreseen(title="aanslag", starts=IN_IT.date(), ends=IN_IT.date())
    asked = questions("h" * 8)
    found = made(asked, announcements=[(line, frozenset((1, 2, 3))), (line, frozenset((1, 2)))])
    assert [one.asked for one in found.announcements] == [3, 0]


def test_it_survives_being_stored() -> None:
    found = made(
        questions("h" * 9 + "x" * 4),
        questions("h" * 3),
        titles={1: "t"},
        tallied={"taxes": 3},
        knowledge=Knowledge(unchecked=3, alone=1, alone_titles=("t",)),
    )
    assert Digest.model_validate(found.model_dump(mode="json")) == found
