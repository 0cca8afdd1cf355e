"""The learning curve, on a base of three entries: what people confirm is found next time, and only where they do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from bot.cli.throwaway import throw_away
from bot.config import Settings
from bot.measure.exam import Asked, Exam, Subject
from bot.measure.learning import CHECKPOINTS, Point, asker_of, checkpoints, curve, react, steps
from bot.measure.sitting import fill, sit
from bot.model import Outcome
from bot.services.context import Context

NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
SUBJECTS = (
    Subject("afval", ("container wordt niet geleegd bij ons",), "Meld het.", "nl"),
    Subject("reis", ("paspoort aanvragen bij de balie",), "Maak een afspraak.", "nl"),
    Subject("trouw", ("trouwen op het stadhuis bij de balie",), "Kies een datum.", "nl"),
)
#: People also call a container a bak, and a passport a reisdocument: the base learns it from them.
STREAM = (
    Asked("de bak, die container van mij, wordt niet geleegd", 0),
    Asked("volle bak wordt niet geleegd", 0),
    Asked("reisdocument, dus paspoort, aanvragen", 1),
    Asked("nieuw reisdocument aanvragen", 1),
)
QUESTIONS = (
    Asked("mijn volle bak staat er nog", 0),
    Asked("reisdocument verlopen", 1),
    Asked("trouwen in het stadhuis", 2),
)
EXAM = Exam("town.jsonl", 1, "nl", SUBJECTS, QUESTIONS, STREAM)


@pytest.fixture
def settings() -> Settings:
    return Settings(_env_file=None)  # type: ignore[call-arg]


@pytest.fixture
def learning(settings: Settings) -> Iterator[Context]:
    with throw_away(settings, None) as context:
        yield context


@pytest.fixture
def off(settings: Settings) -> Iterator[Context]:
    with throw_away(settings, None) as context:
        yield context


def outcomes(context: Context) -> list[Outcome | None]:
    with context.store.reading() as data:
        return [question.outcome for question in data.questions()]


def test_a_base_that_is_told_what_helped_gets_better_and_one_that_is_not_does_not_move(
    learning: Context, off: Context
) -> None:
    first, last = curve(learning, off, EXAM, NOW)
    assert (first.questions, last.questions) == (0, 4)
    assert first.hit == first.off < 1
    assert last.hit == 1
    assert last.off == first.off
    assert last.row() == {"questions": 4, "hit@1": last.hit, "hit@1_off": last.off}


def test_both_bases_are_asked_everything_and_only_one_is_answered(learning: Context, off: Context) -> None:
    ticks: list[None] = []
    points = list(curve(learning, off, EXAM, NOW, lambda: ticks.append(None)))
    assert len(ticks) == steps(EXAM)
    assert len(points) == len(checkpoints(EXAM))
    assert outcomes(learning) == [Outcome.HELPED] * 4
    assert len(outcomes(off)) == 4
    assert Outcome.HELPED not in outcomes(off)


def test_a_person_says_not_what_i_meant_of_a_wrong_entry_shown_as_fitting(learning: Context) -> None:
    numbers = fill(learning, EXAM, NOW)
    react(learning, numbers, Asked("paspoort aanvragen bij de balie", None), NOW)
    assert outcomes(learning) == [Outcome.NOT_HELPED]


def test_a_person_says_nothing_of_near_misses_that_are_all_wrong(learning: Context) -> None:
    numbers = fill(learning, EXAM, NOW)
    react(learning, numbers, Asked("kapvergunning voor een boom", None), NOW)
    assert outcomes(learning) == [Outcome.NO_ANSWER]


def test_entries_are_what_an_import_makes_of_them(learning: Context) -> None:
    numbers = fill(learning, EXAM, NOW)
    with learning.store.reading() as data:
        entries = data.entries()
        ways = data.phrasings(numbers[0])
    assert tuple(entry.number for entry in entries) == numbers
    assert [(entry.title, entry.body) for entry in entries] == [(one.texts[0], one.answer) for one in SUBJECTS]
    assert [way.text for way in ways] == [SUBJECTS[0].texts[0]]


def test_a_long_question_is_cut_as_a_title_and_whole_as_a_phrasing(learning: Context) -> None:
    long = "waarom " * 40 + "blijft de container staan"
    exam = Exam("long.jsonl", 1, "nl", (Subject("a", (long,)), *SUBJECTS[1:]), (Asked(long, 0),), ())
    numbers = fill(learning, exam, NOW)
    with learning.store.reading() as data:
        assert [len(way.text) for way in data.phrasings(numbers[0])] == [len(long), 150]
    ranked, _ = sit(learning, numbers, exam.questions)
    assert ranked[0].right


def test_customer_data_in_an_entry_and_in_a_question_is_masked_alike(learning: Context) -> None:
    exam = Exam("mask.jsonl", 1, "nl", (Subject("a", ("bel 06-12345678 terug",)), *SUBJECTS[1:]), (), ())
    numbers = fill(learning, exam, NOW)
    with learning.store.reading() as data:
        entry = data.entry(numbers[0])
    assert entry is not None
    assert "12345678" not in entry.title
    ranked, milliseconds = sit(learning, numbers, (Asked("bel 06-12345678 terug", 0), Asked("???", None)))
    assert ranked[0].right
    assert (ranked[1].score, ranked[1].rank, ranked[1].fits) == (0.0, None, False), "nothing to search for"
    assert all(took > 0 for took in milliseconds)


def test_a_title_of_whitespace_or_signs_only_breaks_nothing(learning: Context) -> None:
    exam = Exam("odd.jsonl", 2, "nl", (Subject("a", ("???", "wat is dit")), *SUBJECTS[1:]), (), ())
    numbers = fill(learning, exam, NOW)
    assert sit(learning, numbers, (Asked("wat is dit", 0),))[0][0].right


def test_an_entry_that_is_not_found_comes_last(learning: Context) -> None:
    numbers = fill(learning, EXAM, NOW)
    ranked, _ = sit(learning, numbers, (Asked("!!!", 1),))
    assert ranked[0].rank == len(numbers)


def test_the_exam_is_sat_at_the_checkpoints_as_far_as_the_stream_goes() -> None:
    def after(stream: int) -> tuple[int, ...]:
        return checkpoints(Exam("f", 1, "", SUBJECTS, QUESTIONS, STREAM[:1] * stream))

    assert after(50) == (0, 50)
    assert after(100) == (0, 100)
    assert after(700) == (0, 100, 500, 700)
    assert after(5000) == CHECKPOINTS


def test_askers_are_many_and_each_question_has_its_own() -> None:
    askers = {asker_of(Asked(f"vraag {i}", None)) for i in range(2000)}
    assert len(askers) == 150
    assert asker_of(STREAM[0]) == asker_of(STREAM[0])


def test_a_point_is_a_row() -> None:
    assert Point(100, 0.5, 0.25).row() == {"questions": 100, "hit@1": 0.5, "hit@1_off": 0.25}
