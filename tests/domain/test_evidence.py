"""What a signal shows of its questions: the entry shown most, and a name for what they ask."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.domain.customers import Customers
from bot.domain.evidence import TEXTS_MOST, evidence, most_shown, typical
from bot.domain.signals import Finding
from bot.model import Diagnosis, Entry, Kind, Outcome, Question, SignalKind

NOW = datetime(2026, 5, 12, 7, tzinfo=UTC)


def questions(*entries: int | None) -> list[Question]:
    return [Question(id=n, text=f"vraag {n % 60}", asked_at=NOW, entry=e) for n, e in enumerate(entries, start=1)]


@pytest.mark.parametrize(
    ("entries", "shown"),
    [((41, 41, 12), 41), ((41, 41, None), 41), ((41, None, None), None), ((41, None), None), ((), None)],
)
def test_the_entry_shown_most_unless_most_got_nothing(entries: tuple[int | None, ...], shown: int | None) -> None:
    assert most_shown(questions(*entries)) == shown


@pytest.mark.parametrize(
    ("texts", "name"),
    [
        (("hoi", "mag hond los", "hond los in park", "mag de hond los in het park?"), "hond los in park"),
        (("Wat is de datum", "wat is de datum"), "wat is de datum"),
        (("???",), "???"),
        ((), ""),
    ],
)
def test_the_most_typical_question_names_a_topic_and_the_shortest_wins_a_draw(
    texts: tuple[str, ...], name: str
) -> None:
    assert typical(texts) == name


def found(kind: SignalKind, people: int, questions: list[Question]) -> Finding:
    return Finding(kind, people, tuple(q.id for q in questions), NOW, 1.0, 2, 1e-5)


def test_the_same_words_are_kept_once_and_no_more_than_fit() -> None:
    many = questions(*[None] * 200)
    kept = evidence(found("rising", 100, many), many, at=NOW, customers=Customers(), shown=None, known=None)
    assert len(kept.questions) == 200
    assert len(kept.texts) == len(set(kept.texts)) == TEXTS_MOST


def test_of_customers_who_come_more_what_two_colleagues_asked_is_left_out() -> None:
    some = questions(None, None)
    kept = evidence(
        found("contacts", 2, some), some, at=NOW, customers=Customers(3, 21, 0.5), shown=None, known=None,
        subjects=("pas kwijt",),
    )  # fmt: skip
    assert (kept.people, kept.questions, kept.texts) == (0, (), ("pas kwijt",))
    assert (kept.tallied, kept.contacts, kept.usual_contacts_per_week) == (3, 21, 0.5)


def test_subjects_of_contact_records_are_no_questions_of_colleagues() -> None:
    some = questions(None, None, None)
    kept = evidence(
        found("rising", 3, some), some, at=NOW, customers=Customers(), shown=None, known=None, subjects=("pas kwijt",)
    )
    assert "pas kwijt" not in kept.texts


@pytest.mark.parametrize(
    ("helped", "not_helped", "told"),
    [(0, 4, (4, 4)), (3, 4, (7, 4)), (1, 6, (7, 6)), (3, 1, (4, 1)), (2, 2, (0, 0)), (0, 2, (0, 0)), (5, 0, (5, 0))],
)
def test_how_an_answer_did_is_told_with_its_base_from_three_people_on(
    helped: int, not_helped: int, told: tuple[int, int]
) -> None:
    outcomes = [Outcome.HELPED] * helped + [Outcome.NOT_HELPED] * not_helped
    some = [
        Question(id=n, text="x", asked_at=NOW, entry=41, pseudonym=f"p{n}", outcome=outcome)
        for n, outcome in enumerate(outcomes, start=1)
    ]
    shown = Entry(number=41, kind=Kind.ANSWER, title="x", created_at=NOW, updated_at=NOW)
    kept = evidence(found("rising", 9, some), some, at=NOW, customers=Customers(), shown=shown, known=None)
    assert (kept.reactions, kept.not_helped) == told


def test_what_was_foreseen_is_called_so() -> None:
    some = questions(None, None, None)
    kept = evidence(
        found("rising", 3, some), some, at=NOW, customers=Customers(), shown=None, known=None, expected=True
    )
    assert kept.diagnosis is Diagnosis.EXPECTED
