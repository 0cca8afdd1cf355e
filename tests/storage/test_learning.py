"""Voices, synonyms and pairs that look alike, on every database."""

from datetime import timedelta

import pytest

from bot.model import EntryPair, Phrasing, Synonym, Voice
from bot.ports import Unit
from storage import SqlStore
from tests.storage.making import NOW, ago, asked, entry, phrasing

OLD, NEW = ago(days=91), ago(days=89)


@pytest.fixture
def learned(any_store: SqlStore) -> tuple[SqlStore, Phrasing]:
    """A store with one learned phrasing, of entry 1."""
    with any_store.writing() as unit:
        unit.add_entry(entry())
        return any_store, unit.add_phrasing(phrasing(1, source="learned", weight=0.3))


def speak(unit: Unit, phrasing: Phrasing, pseudonym: str | None = "p1", **more: object) -> Voice:
    values = {"question": asked(unit), "at": NOW} | more
    return unit.add_voice(Voice(phrasing=phrasing.id, pseudonym=pseudonym, **values))  # type: ignore[arg-type]


def forget(unit: Unit) -> dict[str, int]:
    moment = NOW - timedelta(days=90)
    return unit.forget(
        askers_before=moment, pseudonyms_before=moment, delivery_before=moment, ended_before=moment.date()
    )


def test_voices_are_found_by_entry_phrasing_and_question(learned: tuple[SqlStore, Phrasing]) -> None:
    store, one = learned
    with store.writing() as unit:
        rejected = unit.add_phrasing(phrasing(1, source="rejected", weight=-0.3))
        other = unit.add_phrasing(phrasing(unit.add_entry(entry()).number))
        voices = [speak(unit, each) for each in (one, rejected, other)]
    with store.reading() as data:
        assert data.voices() == tuple(voices)
        assert data.voices(entry=1) == tuple(voices[:2])
        assert data.voices(phrasing=rejected.id) == (voices[1],)
        assert data.voices(question=voices[2].question) == (voices[2],)
        assert data.voices(entry=1, question=voices[2].question) == ()


def test_a_question_has_one_voice_on_a_phrasing(learned: tuple[SqlStore, Phrasing]) -> None:
    store, one = learned
    with store.writing() as unit:
        first = speak(unit, one)
        assert speak(unit, one, question=first.question) == first
        unit.delete_voice(first.id)
        assert unit.voices() == ()


def test_a_phrasing_takes_its_voices_along(learned: tuple[SqlStore, Phrasing]) -> None:
    store, one = learned
    with store.writing() as unit:
        speak(unit, one)
        unit.delete_phrasing(one.id)
        assert unit.voices() == ()


def test_who_spoke_is_forgotten_and_still_counts_once(learned: tuple[SqlStore, Phrasing]) -> None:
    store, one = learned
    with store.writing() as unit:
        speak(unit, one, "p1", at=OLD)
        again = speak(unit, one, "p1", at=OLD)
        other = speak(unit, one, "p2", at=OLD)
        lately = speak(unit, one, "p3", at=NEW)
        assert forget(unit)["voices"] == 3
        assert unit.voices() == (again.but(pseudonym=None), other.but(pseudonym=None), lately)
        assert forget(unit)["voices"] == 0


def test_who_spoke_again_lately_is_counted_by_that(learned: tuple[SqlStore, Phrasing]) -> None:
    store, one = learned
    with store.writing() as unit:
        speak(unit, one, "p1", at=OLD)
        lately = speak(unit, one, "p1", at=NEW)
        forget(unit)
        assert unit.voices() == (lately,)


def test_a_merge_keeps_every_voice_and_the_greater_weight(learned: tuple[SqlStore, Phrasing]) -> None:
    store, one = learned
    with store.writing() as unit:
        into = unit.add_entry(entry()).number
        same = unit.add_phrasing(phrasing(into, one.text.upper(), source="learned", weight=0.3))
        both = asked(unit)
        voices = [speak(unit, same, "p1", question=both), speak(unit, one, "p1", question=both), speak(unit, one, "p2")]
        unit.save_phrasing(one.but(weight=1.0, source="title"))
        unit.move_phrasings(1, into)
        assert unit.phrasings(into) == (same.but(weight=1.0, source="given"),)
        assert unit.voices() == (voices[0], voices[2].but(phrasing=same.id))


def test_a_merge_forgets_that_the_one_was_not_meant_where_the_other_was(learned: tuple[SqlStore, Phrasing]) -> None:
    store, one = learned
    with store.writing() as unit:
        into = unit.add_entry(entry()).number
        words = unit.add_phrasing(phrasing(into, "kopie"))
        unit.add_phrasing(phrasing(1, "KOPIE", source="rejected", weight=-1.0))
        unit.add_phrasing(phrasing(into, one.text, source="rejected", weight=-1.0))
        still = unit.add_phrasing(phrasing(1, "iets anders", source="rejected", weight=-1.0))
        unit.move_phrasings(1, into)
        assert unit.rejections(into) == (still.but(entry=into),)
        assert unit.phrasings(into) == (one.but(entry=into), words)


def test_the_same_words_may_be_a_phrasing_and_rejected(learned: tuple[SqlStore, Phrasing]) -> None:
    store, one = learned
    with store.writing() as unit:
        rejected = unit.add_phrasing(phrasing(1, one.text, source="rejected", weight=-0.3))
        assert unit.add_phrasing(phrasing(1, one.text.upper(), source="rejected", weight=-1.0)) == rejected
        assert unit.phrasing(one.id) == one
        assert unit.phrasing(rejected.id) == rejected
        assert unit.phrasing(99) is None


def test_synonyms_come_and_go(any_store: SqlStore) -> None:
    with any_store.writing() as unit:
        first = unit.add_synonym(Synonym(term="BTR", means="betalingsregeling"), NOW)
        second = unit.add_synonym(Synonym(term="WOZ", means="waarde van een huis"), NOW)
        assert unit.synonyms() == (first, second)
        unit.delete_synonym(first.id)
        unit.delete_synonym(99)
    with any_store.reading() as data:
        assert data.synonyms() == (second,)


@pytest.fixture
def three(any_store: SqlStore) -> SqlStore:
    """A store with entries 1, 2 and 3."""
    with any_store.writing() as unit:
        for _ in range(3):
            unit.add_entry(entry())
    return any_store


def test_pairs_come_most_alike_first_and_are_replaced(three: SqlStore) -> None:
    pairs = (
        EntryPair(first=1, second=3, probability=0.9, at=NOW),
        EntryPair(first=1, second=2, probability=0.8, at=NOW),
    )
    with three.writing() as unit:
        unit.save_entry_pair(pairs[1].but(first=2, second=1))
        unit.save_entry_pair(pairs[0].but(probability=0.1))
        unit.save_entry_pair(pairs[0])
    with three.reading() as data:
        assert data.entry_pairs() == pairs
        assert data.entry_pairs(distinct=True) == ()


def test_a_pair_said_to_be_distinct_is_remembered_until_that_is_taken_back(three: SqlStore) -> None:
    found = EntryPair(first=1, second=3, probability=0.9, at=OLD)
    with three.writing() as unit:
        unit.save_entry_pair(found)
        unit.add_distinct_pair(3, 1, NOW)
        unit.add_distinct_pair(3, 2, NOW)
        assert [(p.first, p.second) for p in unit.entry_pairs(distinct=True)] == [(1, 3), (2, 3)]
        assert unit.entry_pairs(distinct=True)[0] == found.but(distinct=True, at=NOW)
        assert unit.entry_pairs(distinct=False) == ()
        unit.delete_entry_pair(3, 2)
        unit.save_entry_pair(found)
        assert unit.entry_pairs(distinct=True) == ()
        assert unit.entry_pairs(distinct=False) == (found,)


def test_a_deleted_entry_is_in_no_pair(three: SqlStore) -> None:
    with three.writing() as unit:
        unit.add_distinct_pair(1, 2, NOW)
        unit.add_distinct_pair(2, 3, NOW)
        unit.delete_entry(1)
        assert [(p.first, p.second) for p in unit.entry_pairs()] == [(2, 3)]
