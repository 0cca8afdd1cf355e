"""What the live index reads and is told, on every database."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.model import EntryState, Organisation, Synonym
from storage import SqlStore
from tests.storage.making import NOW, entry, phrasing, question

BTR = Synonym(term="BTR", means="betalingsregeling")


def version(store: SqlStore) -> int:
    with store.reading() as data:
        return data.index_version()


def changes(store: SqlStore, since: int) -> frozenset[int] | None:
    with store.reading() as data:
        return data.index_changes(since)


@pytest.fixture
def two(any_store: SqlStore) -> SqlStore:
    """A store with entries 1 and 2; the first has phrasing 1, and phrasing 2 is rejected for it."""
    with any_store.writing() as unit:
        unit.add_entry(entry())
        unit.add_entry(entry(title="Regeling", body="In drie termijnen", wording="Ik zet het klaar"))
        unit.add_phrasing(phrasing(1))
        unit.add_phrasing(phrasing(1, "hoe kom ik aan een kopie", source="rejected", weight=-0.3))
    return any_store


CHANGES: tuple[tuple[str, Callable[[Any], object], set[int]], ...] = (
    ("a new entry", lambda unit: unit.add_entry(entry()), {3}),
    ("an edited body", lambda unit: unit.save_entry(unit.entry(1).but(body="anders")), {1}),
    ("a retired entry", lambda unit: unit.save_entry(unit.entry(2).but(state=EntryState.RETIRED)), {2}),
    ("a deleted entry", lambda unit: unit.delete_entry(1), {1}),
    ("a new phrasing", lambda unit: unit.add_phrasing(phrasing(2, "b")), {2}),
    ("a heavier phrasing", lambda unit: unit.save_phrasing(unit.phrasing(1).but(weight=2.0)), {1}),
    ("a phrasing less", lambda unit: unit.delete_phrasing(1), {1}),
    ("a rejection", lambda unit: unit.add_phrasing(phrasing(2, "b", source="rejected", weight=-1.0)), {2}),
    ("a merge", lambda unit: unit.move_phrasings(1, 2), {1, 2}),
    ("vectors that are void", lambda unit: unit.forget_vectors([2]), {1}),
    ("a synonym", lambda unit: unit.add_synonym(BTR, NOW), set()),
    ("a synonym in the file", lambda unit: unit.save_organisation(Organisation(synonyms=(BTR,))), set()),
)


@pytest.mark.parametrize(("change", "numbers"), [each[1:] for each in CHANGES], ids=[each[0] for each in CHANGES])
def test_the_version_rises_and_tells_which_entries_changed(
    change: Callable[[Any], object], numbers: set[int], two: SqlStore
) -> None:
    before = version(two)
    with two.writing() as unit:
        change(unit)
    assert version(two) == before + 1
    assert changes(two, before) == numbers
    assert changes(two, before + 1) == frozenset()


@pytest.mark.parametrize(
    "change",
    [
        lambda unit: unit.save_entry(unit.entry(1).but(helped=1, department="invordering")),
        lambda unit: unit.save_entry(unit.entry(1).but(state=EntryState.CHECKED, checked_at=NOW)),
        lambda unit: unit.add_question(question()),
        lambda unit: unit.delete_phrasing(99),
        lambda unit: unit.save_organisation(Organisation(admins=("U1",))),
    ],
    ids=["it helped", "it was checked", "a question", "nothing", "the rest of the configuration"],
)
def test_what_the_index_does_not_see_leaves_the_version_alone(change: Callable[[Any], object], two: SqlStore) -> None:
    before = version(two)
    with two.writing() as unit:
        change(unit)
    assert version(two) == before


def test_an_entry_that_changed_twice_is_told_to_who_saw_the_first(two: SqlStore) -> None:
    first = version(two)
    for body in ("een", "twee"):
        with two.writing() as unit:
            unit.save_entry(entry(number=1, body=body))
    assert changes(two, first) == changes(two, first + 1) == {1}


def test_who_has_seen_nothing_is_told_to_read_all(two: SqlStore) -> None:
    assert changes(two, -1) is None


def test_who_has_seen_an_empty_base_is_told_of_all_there_is(two: SqlStore) -> None:
    assert changes(two, 0) == {1, 2}


def test_a_unit_that_fails_changes_no_version(two: SqlStore) -> None:
    before = version(two)
    with pytest.raises(RuntimeError), two.writing() as unit:
        unit.add_phrasing(phrasing(2, "b"))
        raise RuntimeError
    assert version(two) == before
    assert changes(two, before) == frozenset()


def test_rows_come_by_entry_and_in_pieces(two: SqlStore) -> None:
    with two.writing() as unit:
        other = unit.add_phrasing(phrasing(2, "regeling")).id
    with two.reading() as data:
        assert [row.id for row in data.index_rows()] == [1, 2, other]
        assert [row.id for row in data.index_rows(entries=[2, 99])] == [other]
        assert data.index_rows(entries=[]) == ()
        assert [row.id for row in data.index_rows(after=1, limit=1)] == [2]
        assert [row.id for row in data.index_rows(after=2, limit=5)] == [other]


def test_a_limit_counts_the_rows_of_offered_entries_only(two: SqlStore) -> None:
    with two.writing() as unit:
        unit.save_entry(entry(number=1, state=EntryState.RETIRED))
        other = unit.add_phrasing(phrasing(2, "regeling")).id
        assert [row.id for row in unit.index_rows(limit=1)] == [other]


def test_a_rejected_phrasing_comes_along_with_its_weight_and_is_no_phrasing(two: SqlStore) -> None:
    with two.reading() as data:
        assert [row.weight for row in data.index_rows()] == [1.0, -0.3]
        assert [one.id for one in data.phrasings(1)] == [1]
        assert [one.id for one in data.rejections(1)] == [2]
        assert [one.id for one in data.phrasings_without_vector("e")] == [1, 2]
        assert data.phrasing_texts() == ((1, "waar is mijn aanmaning"), (2, "hoe kom ik aan een kopie"))


def test_the_texts_of_entries_are_body_mandate_and_wording(two: SqlStore) -> None:
    with two.writing() as unit:
        unit.add_entry(entry(body="Oud", state=EntryState.OUTDATED))
        assert unit.entry_texts() == ((1, ""), (2, "In drie termijnen\nIk zet het klaar"))
        assert unit.entry_texts([1, 3]) == ((1, ""),)


def test_void_vectors_are_made_again(two: SqlStore) -> None:
    with two.writing() as unit:
        unit.save_phrasing(phrasing(1, id=1, encoder="e", vector=b"12"))
        assert [one.id for one in unit.phrasings_without_vector("e")] == [2]
        unit.forget_vectors([1, 99])
        assert [one.id for one in unit.phrasings_without_vector("e")] == [1, 2]
        assert unit.index_rows(limit=1)[0].vector is None
