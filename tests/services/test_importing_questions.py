"""Past questions come in: once, masked, nameless, and under the topics they would have joined."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.model import Outcome, Phrasing, Question
from bot.services.context import Context
from bot.services.importing_questions import QuestionsImported, import_questions
from bot.services.question_streams import QuestionFile, parse_questions
from storage import SqlStore
from tests.services.quarter import ORGANISATION, an_entry, context_of

NOW = datetime(2026, 5, 12, 9, 0, tzinfo=UTC)
LETTER = "wat betekent de nieuwe aanmaningsbrief"


@pytest.fixture
def context(store: SqlStore) -> Context:
    return context_of(store)


def asked(id: int = 1, text: str = LETTER, *, days: float = 1, **more: Any) -> dict[str, Any]:
    at = (NOW - timedelta(days=days)).isoformat()
    return {"id": id, "at": at, "asker": "U0SANNE", "text": text, "lang": "nl"} | more


def parsed(context: Context, *rows: object) -> QuestionFile:
    content = "\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows)
    return parse_questions(content.encode(), context, ORGANISATION, NOW)


def imported(context: Context, *rows: object) -> QuestionsImported:
    file = parsed(context, *rows)
    assert file.problems == ()
    return import_questions(context, file.rows, NOW, lambda what, done, total: None)


def answered(context: Context, title: str) -> int:
    """The number of an entry that is found by its title."""
    number = an_entry(context, title).number
    with context.store.writing() as unit:
        unit.add_phrasing(Phrasing(entry=number, text=title, source="title", created_at=NOW))
    return number


def stored(context: Context) -> tuple[Question, ...]:
    with context.store.reading() as data:
        return data.questions()


def test_a_past_question_is_stored_masked_and_without_its_asker(context: Context) -> None:
    imported(context, asked(text="bel 06 12345678 over de aanmaning", department="Taxes"))
    (question,) = stored(context)
    assert question.text == "bel [phone] over de aanmaning"
    assert (question.asked_at, question.language, question.department) == (NOW - timedelta(days=1), "nl", "taxes")
    assert (question.asker, question.pseudonym) == (None, context.pseudonym("U0SANNE"))
    assert "SANNE" not in repr(question)


def test_who_asked_longer_ago_than_pseudonyms_are_kept_is_nobody(context: Context) -> None:
    imported(context, asked(1, days=89), asked(2, days=91), asked(3, days=5, asker=None))
    assert [question.pseudonym is None for question in stored(context)] == [True, False, True]


def test_nobody_is_said_to_have_been_helped(context: Context) -> None:
    answered(context, "Kwijtschelding aanvragen na een aanslag")
    imported(
        context,
        asked(1, "Kwijtschelding aanvragen na een aanslag", days=9),
        asked(2, days=8),
        asked(3, "Kwijtschelding aanvragen na een aanslag", days=0.1),
    )
    assert [question.outcome for question in stored(context)] == [Outcome.NO_REACTION, Outcome.NO_REACTION, None]
    assert [question.entry is None for question in stored(context)] == [False, True, False]


def test_questions_that_ask_the_same_share_a_topic_and_those_an_entry_answers_its_topic(context: Context) -> None:
    entry = answered(context, "Kwijtschelding aanvragen na een aanslag")
    done = imported(
        context,
        asked(1, days=20),
        asked(2, "Kwijtschelding aanvragen na een aanslag", days=10),
        asked(3, LETTER + " precies", days=5),
        asked(4, "kwijtschelding aanvragen na een aanslag", days=4),
    )
    assert done == QuestionsImported(added=4, there=0, topics=2, opened=2)
    first, second, third, fourth = (question.topic for question in stored(context))
    assert first == third != second == fourth
    with context.store.reading() as data:
        topic = data.topic_of_entry(entry)
    assert topic is not None
    assert (topic.id, topic.department, topic.created_at) == (second, "taxes", NOW - timedelta(days=10))


def test_what_was_asked_months_before_draws_nothing_in(context: Context) -> None:
    imported(context, asked(1, days=100), asked(2, days=1))
    first, second = (question.topic for question in stored(context))
    assert first != second


def test_a_question_that_is_asked_afterwards_joins_the_imported_topic(context: Context) -> None:
    imported(context, asked(1), asked(2, LETTER + " nou"))
    assert context.knowledge.topic_for(LETTER + " eigenlijk", None, NOW) == stored(context)[0].topic


def test_the_same_file_twice_adds_nothing(context: Context) -> None:
    rows = [asked(n, f"{LETTER} {n}") for n in range(5)]
    imported(context, *rows)
    assert imported(context, *rows) == QuestionsImported(added=0, there=5, topics=0, opened=0)
    assert imported(context, *rows, asked(9)).added == 1
    assert len(stored(context)) == 6


def test_an_origin_says_nothing_about_who_asked(context: Context) -> None:
    one, other = (parsed(context, asked(asker=asker)).rows[0] for asker in ("U0SANNE", "U0PRIYA"))
    assert one.origin == other.origin
    assert one.origin.startswith("import:")


def test_the_truth_at_the_end_of_a_stream_is_never_read(context: Context) -> None:
    truth = {"truth": [{"label": "x"}], "labels": {"1": "x"}}
    assert len(parsed(context, asked(), truth).rows) == 1
    assert parsed(context, asked(), truth).problems == ()


def test_rows_are_taken_in_order_of_time(context: Context) -> None:
    assert [row.line for row in parsed(context, asked(1, days=1), asked(2, days=3), asked(3, days=2)).rows] == [2, 3, 1]


def test_every_row_that_is_wrong_says_its_line_and_what_is_expected(context: Context) -> None:
    file = parsed(
        context,
        "no json",
        [1],
        {"id": 1, "text": "x"},
        asked(at="gisteren"),
        asked(at="2026-05-01T09:00:00"),
        asked(days=-1),
        asked(text="?!"),
        asked(department="parken"),
        asked(),
    )
    assert [str(problem) for problem in file.problems] == [
        "line 1: this is no JSON: expected one object a line",
        'line 2: expected an object, such as {"id": 1, "at": "2026-05-04T09:00:00Z", ...}',
        "line 3, at: is missing",
        "line 4, at: expected a time, such as 2026-05-04T09:00:00Z",
        "line 5, at: a time needs a time zone",
        "line 6, at: lies in the future",
        "line 7, text: holds no words",
        "line 8, department: there is no such department; there are: taxes, permits",
    ]
    assert len(file.rows) == 1


@pytest.mark.parametrize("content", ["", " \n", '{"truth": [], "labels": {}}'])
def test_a_file_without_questions_is_a_problem(context: Context, content: str) -> None:
    (problem,) = parsed(context, content).problems
    assert "line 1: holds no questions" in str(problem)
