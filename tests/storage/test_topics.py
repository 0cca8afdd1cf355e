"""Topics, how specialists correct them, and tallied customers, on every database."""

from datetime import timedelta

from bot.model import Contact, Tally, Topic, TopicPair, TopicRow
from bot.ports import Unit
from storage import SqlStore
from tests.storage.making import NOW, ago, asked, entry, escalation, question, signal, topic


def topics_in(unit: Unit, count: int) -> tuple[Topic, ...]:
    return tuple(unit.add_topic(topic(title=f"onderwerp {n}")) for n in range(count))


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


def test_topics_meet_every_condition_that_is_given(any_store: SqlStore) -> None:
    with any_store.writing() as unit:
        old = unit.add_topic(topic(department="vergunningen"))
        asked_of, tallied, nobodys = (unit.add_topic(topic(department=key)) for key in ("vergunningen", "ict", None))
        unit.add_question(question(topic=old.id, asked_at=ago(days=9)))
        unit.add_question(question(topic=asked_of.id))
        unit.add_tally(Tally(at=NOW, contact=Contact.PHONE, topic=tallied.id))
        assert unit.topics() == (old, asked_of, tallied, nobodys)
        assert unit.topics(since=NOW) == (asked_of, tallied)
        assert unit.topics(departments=["vergunningen"]) == (old, asked_of)
        assert unit.topics(departments=["vergunningen"], since=ago(days=1)) == (asked_of,)
        assert unit.topics(departments=[None]) == (nobodys,)


def test_a_merged_topic_points_on_and_all_that_was_in_it_moves(any_store: SqlStore) -> None:
    with any_store.writing() as unit:
        first, second, third = topics_in(unit, 3)
        asked_first = asked(unit, topic=first.id)
        unit.add_tally(Tally(at=NOW, contact=Contact.PHONE, topic=first.id))
        unit.add_escalation(escalation(asked_first, topic=first.id))
        told = unit.add_signal(signal(first.id))
        version = unit.topic_version()
    with any_store.writing() as unit:
        unit.merge_topics(first.id, second.id)
        assert unit.topic_version() == version + 1
        unit.merge_topics(second.id, third.id)
        assert [one.merged_into for one in unit.topics()] == [third.id, third.id, None]
        assert [one.id for one in unit.questions(topic=third.id)] == [asked_first]
        assert len(unit.tallies(topic=third.id)) == len(unit.escalations(topic=third.id)) == 1
        assert unit.signals(topic=first.id) == (told,)


def test_a_question_whose_number_is_that_of_the_topic_that_takes_it_in_moves_too(any_store: SqlStore) -> None:
    with any_store.writing() as unit:
        first, second = topics_in(unit, 2)
        ids = [asked(unit, topic=first.id) for _ in range(3)]
        assert second.id in ids
        unit.merge_topics(first.id, second.id)
        assert [one.id for one in unit.questions(topic=second.id)] == ids


def test_a_topic_merged_back_into_one_that_pointed_to_it_makes_no_circle(any_store: SqlStore) -> None:
    with any_store.writing() as unit:
        first, second = topics_in(unit, 2)
        unit.merge_topics(first.id, second.id)
        unit.merge_topics(second.id, first.id)
        unit.merge_topics(first.id, first.id)
        assert [one.merged_into for one in unit.topics()] == [None, first.id]


def test_the_topic_of_an_entry_is_one_that_was_not_merged(any_store: SqlStore) -> None:
    with any_store.writing() as unit:
        unit.add_entry(entry())
        first, second = (unit.add_topic(topic(entry=1)) for _ in range(2))
        unit.merge_topics(first.id, second.id)
        assert unit.topic_of_entry(1) == second


def test_topics_are_kept_apart_once_whichever_comes_first(any_store: SqlStore) -> None:
    with any_store.writing() as unit:
        topics_in(unit, 3)
        unit.add_topic_pair(TopicPair(first=3, second=1, at=NOW))
        unit.add_topic_pair(TopicPair(first=1, second=3, at=NOW + timedelta(days=1)))
        assert unit.topic_pairs() == (TopicPair(first=1, second=3, at=NOW),)
        unit.delete_topic_pair(3, 1)
        unit.delete_topic_pair(3, 1)
        assert unit.topic_pairs() == ()


def test_pairs_of_a_merged_topic_become_pairs_of_the_one_that_took_it_in(any_store: SqlStore) -> None:
    with any_store.writing() as unit:
        topics_in(unit, 4)
        for first, second in ((1, 2), (1, 3), (2, 3), (1, 4)):
            unit.add_topic_pair(TopicPair(first=first, second=second, at=NOW))
        unit.merge_topics(1, 2)
        assert [(pair.first, pair.second) for pair in unit.topic_pairs()] == [(2, 3), (2, 4)]


def test_questions_move_to_a_topic_and_stay_there_when_they_are_pinned(any_store: SqlStore) -> None:
    with any_store.writing() as unit:
        first, second = topics_in(unit, 2)
        ids = [asked(unit, topic=first.id, vector=b"1", encoder="e") for _ in range(3)]
    with any_store.writing() as unit:
        version = unit.topic_version()
        unit.move_questions(ids[:2], second.id, pinned=True)
        unit.move_questions([], second.id, pinned=True)
        assert unit.topic_version() == version + 1
        assert [(one.topic, one.pinned) for one in unit.questions()] == [(2, True), (2, True), (1, False)]
        assert [row.pinned for row in unit.topic_rows(NOW)] == [True, True, False]
        assert [row.vector for row in unit.topic_rows(NOW)] == [b"1"] * 3
        unit.move_questions(ids, first.id, pinned=False)
        assert {(one.topic, one.pinned) for one in unit.questions()} == {(1, False)}


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
        old = unit.add_tally(Tally(at=ago(days=1), contact=Contact.OTHER, entry=1, imported=True, count=4, text="x"))
        assert unit.tallies() == (old, new)
        assert unit.tallies(since=NOW) == unit.tallies(topic=about) == (new,)
        assert unit.tallies(until=NOW) == unit.tallies(entry=1) == unit.tallies(imported=True) == (old,)
        assert unit.tallies(imported=False) == (new,)


def test_many_tallies_at_once_are_each_stored_once_by_their_origin(any_store: SqlStore) -> None:
    many = [Tally(at=NOW, contact=Contact.MAIL, imported=True, origin=f"contacts:{n}") for n in range(2500)]
    with any_store.writing() as unit:
        assert unit.add_tallies(many[:2]) == 2
        assert unit.add_tallies([*many, many[0]]) == 2498
    with any_store.reading() as data:
        assert len(data.tallies()) == 2500
        assert data.tallies_by_origin(["contacts:7", "contacts:x"]) == {"contacts:7"}


def test_tallies_move_to_a_topic(any_store: SqlStore) -> None:
    with any_store.writing() as unit:
        about = unit.add_topic(topic()).id
        moved, stays = (unit.add_tally(Tally(at=NOW, contact=Contact.PHONE)) for _ in range(2))
        unit.move_tallies([moved.id], about)
        assert unit.tallies() == (moved.but(topic=about), stays)
