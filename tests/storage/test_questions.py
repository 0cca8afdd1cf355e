"""Questions, on every database."""

import pytest

from bot.errors import NotFound
from bot.model import Outcome, Question, Shown
from storage import SqlStore
from tests.storage.making import NOW, ago, entry, question, topic


def test_a_question_comes_back_as_it_was(any_store: SqlStore) -> None:
    with any_store.writing() as unit:
        unit.add_entry(entry())
        shown = (Shown(entry=1, probability=0.91, phrasing="aanmaning"), Shown(entry=7, probability=0.1, phrasing="x"))
        added = unit.add_question(
            question(asker="U1", entry=1, shown=shown, vector=b"\x00\x01", encoder="e", origin="Ev1")
        )
    with any_store.reading() as data:
        assert data.question(added.id) == data.question_by_origin("Ev1") == added
        assert data.question(99) is None


def test_lists_of_questions_leave_the_vector_out(any_store: SqlStore) -> None:
    with any_store.writing() as unit:
        added = unit.add_question(question(vector=b"1", encoder="e"))
        assert unit.questions() == (added.but(vector=None),)


def test_saving_a_question_from_a_list_keeps_its_vector(any_store: SqlStore) -> None:
    with any_store.writing() as unit:
        added = unit.add_question(question(asker="U1", vector=b"1", encoder="e"))
        (listed,) = unit.questions()
        unit.save_question(listed.but(asker=None, outcome=Outcome.HELPED, outcome_at=NOW))
        assert unit.question(added.id) == added.but(asker=None, outcome=Outcome.HELPED, outcome_at=NOW)
        unit.save_question(added.but(vector=b"2", encoder="f"))
        assert unit.question(added.id) == added.but(vector=b"2", encoder="f")


def test_questions_meet_every_condition_that_is_given(any_store: SqlStore) -> None:
    with any_store.writing() as unit:
        unit.add_entry(entry())
        about = unit.add_topic(topic()).id
        late = unit.add_question(question("laat", asker="U2", department="vergunningen", outcome=Outcome.HELPED))
        early = unit.add_question(question("vroeg", asked_at=ago(days=2), asker="U1", topic=about, entry=1))
        middle = unit.add_question(question("midden", asked_at=ago(days=1), asker="U1", outcome=Outcome.NO_ANSWER))
    with any_store.reading() as data:
        assert data.questions() == (early, middle, late)
        assert data.questions(newest_first=True, limit=2) == (late, middle)
        assert data.questions(ids=[late.id, early.id]) == (early, late)
        assert data.questions(ids=()) == ()
        assert data.questions(since=ago(days=1)) == (middle, late)
        assert data.questions(until=ago(days=1)) == (early,)
        assert data.questions(since=ago(days=2), until=NOW) == (early, middle)
        assert data.questions(topic=about) == data.questions(entry=1) == (early,)
        assert data.questions(asker="U1", outcomes=[None]) == (early,)
        assert data.questions(outcomes=[Outcome.HELPED, None]) == (early, late)
        assert data.questions(departments=["vergunningen"]) == (late,)
        assert data.questions(departments=[None, "invordering"]) == (early, middle)


def test_questions_of_the_same_moment_come_in_the_order_they_were_stored(any_store: SqlStore) -> None:
    with any_store.writing() as unit:
        ids = [unit.add_question(question()).id for _ in range(5)]
        assert [one.id for one in unit.questions()] == ids
        assert [one.id for one in unit.questions(newest_first=True)] == ids[::-1]


def test_what_was_shown_lately_is_told_by_number(any_store: SqlStore) -> None:
    with any_store.writing() as unit:
        unit.add_entry(entry())
        near, old = Shown(entry=7, probability=0.1, phrasing="x"), Shown(entry=9, probability=0.1, phrasing="x")
        unit.add_question(question(entry=1, shown=(near,)))
        unit.add_question(question())
        unit.add_question(question(asked_at=ago(days=91), shown=(old,)))
        assert unit.shown_since(ago(days=90)) == {1, 7}
        assert unit.shown_since(ago(days=-1)) == frozenset()


def test_active_people_are_counted_once_each_and_only_in_the_period(any_store: SqlStore) -> None:
    with any_store.writing() as unit:
        for pseudonym, days in (("a", 1), ("a", 2), ("b", 1), ("c", 40), (None, 1)):
            unit.add_question(question(pseudonym=pseudonym, asked_at=ago(days=days)))
        assert unit.active_people(ago(days=28)) == 2
        assert unit.active_people(NOW) == 0
        assert (unit.asked_since(ago(days=28)), unit.asked_since(NOW)) == (4, 0)


def test_the_topic_version_rises_when_a_question_is_stored_or_changes_topic(any_store: SqlStore) -> None:
    def version() -> int:
        with any_store.reading() as data:
            return data.topic_version()

    def write(change: Question | None = None) -> Question:
        with any_store.writing() as unit:
            if change is None:
                return unit.add_question(question())
            unit.save_question(change)
            return change

    with any_store.writing() as unit:
        about = unit.add_topic(topic()).id
    assert version() == 0
    added = write()
    assert version() == 1
    write(added.but(outcome=Outcome.HELPED))
    assert version() == 1
    write(added.but(topic=about))
    assert version() == 2


def test_saving_what_is_gone_says_so(any_store: SqlStore) -> None:
    with pytest.raises(NotFound), any_store.writing() as unit:
        unit.save_question(question(id=9))
    with pytest.raises(NotFound), any_store.writing() as unit:
        unit.save_topic(topic(id=9))


def test_many_questions_at_once_are_each_stored_once_by_their_origin(any_store: SqlStore) -> None:
    many = [question(str(n), origin=f"import:{n}", vector=b"1", encoder="e") for n in range(2500)]
    with any_store.writing() as unit:
        before = unit.topic_version()
        assert unit.add_questions(many[:2]) == 2
        assert unit.add_questions([*many, many[0], question("los"), question("los")]) == 2500
        assert unit.add_questions(many) == 0
        assert unit.topic_version() == before + 1
    with any_store.reading() as data:
        assert len(data.questions()) == 2502
        assert data.questions_by_origin(["import:7", "import:x", "import:2499"]) == {"import:7", "import:2499"}
        assert data.question(1) == many[0].but(id=1)
