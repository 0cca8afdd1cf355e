"""Questions, topics and tallies, on every database."""

from datetime import timedelta

import pytest

from bot.errors import NotFound
from bot.model import Contact, Outcome, Question, Shown, Tally, TopicRow
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


def test_active_people_are_counted_once_each_and_only_in_the_period(any_store: SqlStore) -> None:
    with any_store.writing() as unit:
        for pseudonym, days in (("a", 1), ("a", 2), ("b", 1), ("c", 40), (None, 1)):
            unit.add_question(question(pseudonym=pseudonym, asked_at=ago(days=days)))
        assert unit.active_people(ago(days=28)) == 2
        assert unit.active_people(NOW) == 0


def test_topics_are_found_by_number_and_by_their_entry(any_store: SqlStore) -> None:
    with any_store.writing() as unit:
        unit.add_entry(entry())
        first, second = unit.add_topic(topic()), unit.add_topic(topic(title="anders", department="invordering"))
        unit.save_topic(first.but(entry=1))
    with any_store.reading() as data:
        assert data.topic(first.id) == first.but(entry=1) == data.topic_of_entry(1)
        assert data.topics([second.id, 99]) == (second,)
        assert data.topics([]) == ()
        assert data.topic_of_entry(2) is None


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


def test_topic_rows_hold_the_questions_of_a_period_that_have_a_topic(any_store: SqlStore) -> None:
    with any_store.writing() as unit:
        about = unit.add_topic(topic()).id
        unit.add_question(question("oud", asked_at=ago(days=60), topic=about))
        unit.add_question(question("los"))
        added = unit.add_question(question("nieuw", topic=about, vector=b"12", encoder="e"))
        assert unit.topic_rows(ago(days=28)) == (
            TopicRow(topic=about, question=added.id, text="nieuw", encoder="e", vector=b"12"),
        )


def test_one_tap_is_one_tally_however_often_it_arrives(any_store: SqlStore) -> None:
    with any_store.writing() as unit:
        first = unit.add_tally(Tally(at=NOW, contact=Contact.PHONE, origin="Ev1"))
        assert unit.add_tally(Tally(at=NOW + timedelta(minutes=1), contact=Contact.CHAT, origin="Ev1")) == first
        second = unit.add_tally(Tally(at=NOW, contact=Contact.PHONE))
        third = unit.add_tally(Tally(at=NOW, contact=Contact.PHONE))
        assert unit.tallies() == (first, second, third)
        unit.delete_tally(second.id)
        assert unit.tallies() == (first, third)


def test_tallies_meet_every_condition_that_is_given(any_store: SqlStore) -> None:
    with any_store.writing() as unit:
        unit.add_entry(entry())
        about = unit.add_topic(topic()).id
        new = unit.add_tally(Tally(at=NOW, contact=Contact.VISIT, topic=about))
        old = unit.add_tally(Tally(at=ago(days=1), contact=Contact.COUNTER, entry=1))
        assert unit.tallies() == (old, new)
        assert unit.tallies(since=NOW) == unit.tallies(topic=about) == (new,)
        assert unit.tallies(until=NOW) == unit.tallies(entry=1) == (old,)


def test_saving_what_is_gone_says_so(any_store: SqlStore) -> None:
    with pytest.raises(NotFound), any_store.writing() as unit:
        unit.save_question(question(id=9))
    with pytest.raises(NotFound), any_store.writing() as unit:
        unit.save_topic(topic(id=9))
