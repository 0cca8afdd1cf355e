"""Entries and phrasings, on every database."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from bot.errors import NotFound
from bot.model import Contact, EntryPair, EntryState, Kind, Shown, Tally
from storage import SqlStore
from tests.storage.making import NOW, ago, entry, escalation, phrasing, question, topic


def test_an_entry_gets_its_number_and_comes_back_as_it_was(any_store: SqlStore) -> None:
    with any_store.writing() as unit:
        added = unit.add_entry(entry(body="Stuur een kopie", origin="Ev1"))
    assert added.number == 1
    with any_store.reading() as data:
        assert data.entry(1) == data.entry_by_origin("Ev1") == added
        assert data.entry(2) is None
        assert data.entry_by_origin("Ev2") is None


def test_a_number_is_not_used_again(any_store: SqlStore) -> None:
    with any_store.writing() as unit:
        unit.add_entry(entry())
        last = unit.add_entry(entry()).number
        unit.delete_entry(last)
    with any_store.writing() as unit:
        assert unit.add_entry(entry()).number == last + 1


def test_an_imported_entry_keeps_its_number_and_new_ones_come_after_it(any_store: SqlStore) -> None:
    with any_store.writing() as unit:
        assert unit.add_entry(entry(number=41)).number == 41
        assert unit.add_entry(entry(number=7)).number == 7
    with any_store.writing() as unit:
        assert unit.add_entry(entry()).number > 41


def test_the_same_interaction_makes_one_entry_only(any_store: SqlStore) -> None:
    with any_store.writing() as unit:
        unit.add_entry(entry(origin="Ev1"))
    with pytest.raises(IntegrityError), any_store.writing() as unit:
        unit.add_entry(entry(origin="Ev1"))
    with any_store.writing() as unit:  # an import has no interaction: many without one is fine
        unit.add_entry(entry())
        unit.add_entry(entry())
        assert len(unit.entries()) == 3


def test_a_mistake_with_an_author_is_refused_by_the_database_itself(any_store: SqlStore) -> None:
    with pytest.raises(IntegrityError, match="nameless_mistake"), any_store.writing() as unit:
        unit.add_entry(entry(kind=Kind.MISTAKE, author="U1"))
    with any_store.writing() as unit:
        named = unit.add_entry(entry(author="U1"))
        nameless = unit.add_entry(entry(kind=Kind.MISTAKE))
    with pytest.raises(IntegrityError, match="nameless_mistake"), any_store.writing() as unit:
        unit.save_entry(named.but(kind=Kind.MISTAKE))
    with any_store.reading() as data:
        assert data.entry(nameless.number) == nameless


def test_saving_an_entry_replaces_it_whole(any_store: SqlStore) -> None:
    with any_store.writing() as unit:
        first = unit.add_entry(entry(body="oud", mandate="tot 500"))
        changed = first.but(
            body="nieuw", mandate="", state=EntryState.CHECKED, checked_by="invordering", checked_at=NOW
        )
        unit.save_entry(changed)
    with any_store.reading() as data:
        assert data.entry(first.number) == changed


def test_saving_an_entry_that_is_gone_says_so(any_store: SqlStore) -> None:
    with pytest.raises(NotFound), any_store.writing() as unit:
        unit.save_entry(entry(number=5))


def test_entries_meet_every_condition_that_is_given(any_store: SqlStore) -> None:
    with any_store.writing() as unit:
        old = unit.add_entry(entry(department="invordering", author="U1", created_at=ago(days=9)))
        mistake = unit.add_entry(entry(kind=Kind.MISTAKE, department="vergunningen"))
        nobodys = unit.add_entry(entry(state=EntryState.OUTDATED, author="U1"))
    with any_store.reading() as data:
        assert data.entries() == (old, mistake, nobodys)
        assert data.entries(newest_first=True, limit=2) == (nobodys, mistake)
        assert data.entries(numbers=[nobodys.number, old.number, 99]) == (old, nobodys)
        assert data.entries(numbers=[]) == ()
        assert data.entries(states=[EntryState.OUTDATED]) == (nobodys,)
        assert data.entries(kinds=[Kind.MISTAKE, Kind.ANSWER]) == (mistake,)
        assert data.entries(departments=["invordering"]) == (old,)
        assert data.entries(departments=["invordering", None]) == (old, nobodys)
        assert data.entries(author="U1", states=[EntryState.UNCHECKED]) == (old,)
        assert data.entries(since=NOW) == (mistake, nobodys)
        assert data.entries(since=NOW + timedelta(seconds=1)) == ()


def test_more_numbers_than_a_statement_has_parameters(any_store: SqlStore) -> None:
    with any_store.writing() as unit:
        added = unit.add_entry(entry())
        assert unit.entries(numbers=range(1, 100_000)) == (added,)


def test_the_same_phrasing_of_an_entry_stays_one_whatever_its_case(any_store: SqlStore) -> None:
    with any_store.writing() as unit:
        number = unit.add_entry(entry()).number
        other = unit.add_entry(entry()).number
        first = unit.add_phrasing(phrasing(number, "Één Straße"))
        assert unit.add_phrasing(phrasing(number, "ÉÉN STRASSE", weight=2.0)) == first
        assert unit.add_phrasing(phrasing(other, "ÉÉN STRASSE")).id != first.id
        assert unit.phrasings(number) == (first,)


def test_a_phrasing_of_full_length_can_be_stored(any_store: SqlStore) -> None:
    text = "".join(chr(0x4E00 + n % 5000) for n in range(3000))  # hardly compresses, three bytes each
    with any_store.writing() as unit:
        added = unit.add_phrasing(phrasing(unit.add_entry(entry()).number, text))
        assert unit.phrasings(added.entry) == (added,)


def test_phrasings_without_a_vector_of_this_encoder_are_found(any_store: SqlStore) -> None:
    with any_store.writing() as unit:
        number = unit.add_entry(entry()).number
        bare = unit.add_phrasing(phrasing(number, "a"))
        others = unit.add_phrasing(phrasing(number, "b", encoder="oud", vector=b"1"))
        seen = unit.add_phrasing(phrasing(number, "c", encoder="nieuw", vector=b"2"))
        assert unit.phrasings_without_vector("nieuw") == (bare, others)
        assert unit.phrasings_without_vector("nieuw", limit=1) == (bare,)
        unit.save_phrasing(bare.but(encoder="nieuw", vector=b"\x00\xff"))
        unit.delete_phrasing(others.id)
        assert unit.phrasings_without_vector("nieuw") == ()
        assert [row.vector for row in unit.phrasings(number)] == [b"\x00\xff", seen.vector]


def test_the_index_holds_phrasings_of_offered_entries_only(any_store: SqlStore) -> None:
    with any_store.writing() as unit:
        numbers = {state: unit.add_entry(entry(state=state)).number for state in EntryState}
        for number in numbers.values():
            unit.add_phrasing(phrasing(number, vector=b"12", encoder="e", weight=0.5, language="en"))
        rows = unit.index_rows()
    assert [row.entry for row in rows] == [numbers[EntryState.UNCHECKED], numbers[EntryState.CHECKED]]
    assert (rows[0].text, rows[0].vector, rows[0].encoder) == ("waar is mijn aanmaning", b"12", "e")
    assert (rows[0].weight, rows[0].language) == (0.5, "en")


def test_a_deleted_entry_leaves_nothing_of_itself_behind(any_store: SqlStore) -> None:
    with any_store.writing() as unit:
        kept, gone = unit.add_entry(entry()), unit.add_entry(entry())
        unit.save_entry(kept.but(see=gone.number))
        unit.add_phrasing(phrasing(gone.number))
        about = unit.add_topic(topic(entry=gone.number))
        shown = tuple(Shown(entry=one.number, probability=0.9, phrasing="iets") for one in (gone, kept))
        asked = unit.add_question(question(entry=gone.number, topic=about.id, shown=shown))
        tally = unit.add_tally(Tally(at=NOW, contact=Contact.PHONE, entry=gone.number))
        unit.delete_entry(gone.number)
    with any_store.reading() as data:
        assert data.entry(gone.number) is None
        assert data.entry(kept.number) == kept
        assert data.phrasings(gone.number) == data.index_rows() == ()
        assert data.topic(about.id) == about.but(entry=None)
        assert data.question(asked.id) == asked.but(entry=None, shown=shown[1:])
        assert data.tallies() == (tally.but(entry=None),)


def test_a_merge_moves_phrasings_questions_tallies_and_topics(any_store: SqlStore) -> None:
    with any_store.writing() as unit:
        into, old = unit.add_entry(entry()), unit.add_entry(entry())
        title = unit.add_phrasing(phrasing(into.number, "Kwijt", source="title"))
        unit.add_phrasing(phrasing(old.number, "KWIJT"))
        moved = unit.add_phrasing(phrasing(old.number, "Zoek", source="title", vector=b"1", encoder="e"))
        about = unit.add_topic(topic(entry=old.number))
        asked = unit.add_question(question(entry=old.number))
        tally = unit.add_tally(Tally(at=NOW, contact=Contact.MAIL, entry=old.number))
        unit.move_phrasings(old.number, into.number)
    with any_store.reading() as data:
        assert data.phrasings(into.number) == (title, moved.but(entry=into.number, source="given"))
        assert data.phrasings(old.number) == ()
        assert data.topic_of_entry(into.number) == about.but(entry=into.number)
        assert data.questions(entry=into.number) == (asked.but(entry=into.number),)
        assert data.tallies(entry=into.number) == (tally.but(entry=into.number),)


def test_a_merge_points_everything_that_named_the_entry_on(any_store: SqlStore) -> None:
    with any_store.writing() as unit:
        old = unit.add_entry(entry())
        into = unit.add_entry(entry(see=old.number))
        earlier = unit.add_entry(entry(state=EntryState.MERGED, merged_into=old.number, see=old.number))
        asked = unit.add_question(question())
        waiting = unit.add_escalation(escalation(asked.id, entry=old.number, nearest=old.number))
        unit.save_entry_pair(EntryPair(first=old.number, second=into.number, at=NOW))
        unit.move_phrasings(old.number, into.number)
    with any_store.reading() as data:
        assert data.escalation(waiting.id) == waiting.but(entry=into.number, nearest=into.number)
        assert data.entry(into.number) == into.but(see=None)
        assert data.entry(earlier.number) == earlier.but(merged_into=into.number, see=into.number)
        assert data.entry_pairs() == ()


def test_a_reference_to_an_entry_that_never_was_is_refused(any_store: SqlStore) -> None:
    with pytest.raises(IntegrityError), any_store.writing() as unit:
        unit.add_phrasing(phrasing(99))
