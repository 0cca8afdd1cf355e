"""The live index follows the store: own changes at once, others' within a second, and nobody waits."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from bot.domain.matching import Index
from bot.domain.wide import WIDE_FROM, WideIndex
from bot.measure.made_up import made_up
from bot.model import Entry, EntryState, Kind
from bot.model import Phrasing as Stored
from bot.ports import Reader, Store, Unit
from bot.services.following import SOON, UNSEEN
from bot.services.knowledge import Knowledge
from storage import open_store

NOW = datetime(2026, 5, 4, 7, 14, tzinfo=UTC)


class Letters:
    """An encoder that counts letters, and how many texts it was given. `meanwhile` is called while it is at work."""

    name, dimensions = "letters", 32

    def __init__(self) -> None:
        self.encoded = 0
        self.meanwhile: Callable[[], object] = lambda: None

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        self.encoded += len(texts)
        self.meanwhile()
        rows = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for letter in text.casefold():
                row[ord(letter) % self.dimensions] += 1
        return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


class Watched:
    """A store that tells which entries' rows were read; None for all. `read` is called in the middle of reading."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.rows_of: list[tuple[int, ...] | None] = []
        self.meanwhile = lambda: None

    @contextmanager
    def reading(self) -> Iterator[Reader]:
        with self._store.reading() as data:
            yield _WatchedReader(data, self)  # type: ignore[misc]

    @contextmanager
    def writing(self) -> Iterator[Unit]:
        with self._store.writing() as unit:
            yield unit

    def close(self) -> None:
        self._store.close()


class _WatchedReader:
    def __init__(self, data: Reader, watched: Watched) -> None:
        self._data, self._watched = data, watched

    def __getattr__(self, name: str) -> object:
        return getattr(self._data, name)

    def index_rows(self, *, entries: Sequence[int] | None = None, after: int = 0, limit: int | None = None) -> object:
        if not after:
            self._watched.rows_of.append(None if entries is None else tuple(entries))
            self._watched.meanwhile()
        return self._data.index_rows(entries=entries, after=after, limit=limit)


def add(store: Store, *titles: str) -> list[int]:
    numbers = []
    with store.writing() as unit:
        for title in titles:
            entry = unit.add_entry(Entry(kind=Kind.TIP, title=title, created_at=NOW, updated_at=NOW))
            unit.add_phrasing(Stored(entry=entry.number, text=title, source="title", created_at=NOW))
            numbers.append(entry.number)
    return numbers


def first(knowledge: Knowledge, question: str) -> int | None:
    _, matches = knowledge.look_up(question)
    return matches[0].entry if matches else None


@pytest.fixture
def encoder() -> Letters:
    return Letters()


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    """In a file: in memory one would wait for the other with each reading."""
    store = open_store(f"sqlite:///{tmp_path}/kb.sqlite")
    yield Watched(store)
    store.close()


@pytest.fixture
def knowledge(watched: Watched, encoder: Letters) -> Knowledge:
    return Knowledge(watched, encoder)


def a_large_base(store: Store, encoder: Letters) -> None:
    add(store, *(entry.title for entry in made_up(WIDE_FROM + 100, 0)))
    Knowledge(store, encoder).fill()


def test_what_was_just_written_is_found_by_the_next_question(knowledge: Knowledge, watched: Watched) -> None:
    (one,) = add(watched, "paspoort kwijt")
    assert first(knowledge, "paspoort kwijt") == one

    (two,) = add(watched, "zwemvest keuren")
    assert first(knowledge, "zwemvest keuren") == two


def test_only_the_entries_that_changed_are_read_again(knowledge: Knowledge, watched: Watched) -> None:
    add(watched, "paspoort kwijt", "boom kappen")
    knowledge.index()

    new = add(watched, "zwemvest keuren")
    knowledge.index()
    knowledge.index()

    assert watched.rows_of == [None, tuple(new)]


def test_a_retired_entry_and_a_deleted_one_are_no_longer_found(knowledge: Knowledge, watched: Watched) -> None:
    one, two, three = add(watched, "paspoort kwijt", "boom kappen", "zwemvest keuren")
    knowledge.index()

    with watched.writing() as unit:
        entry = unit.entry(one)
        assert entry is not None
        unit.save_entry(entry.but(state=EntryState.RETIRED))
        unit.delete_entry(two)

    assert {first(knowledge, text) for text in ("paspoort kwijt", "boom kappen")} == {three}


def test_a_count_of_helped_changes_nothing_in_the_index(knowledge: Knowledge, watched: Watched) -> None:
    (one,) = add(watched, "paspoort kwijt")
    before = knowledge.index()

    with watched.writing() as unit:
        entry = unit.entry(one)
        assert entry is not None
        unit.save_entry(entry.but(helped=entry.helped + 1))

    assert knowledge.index() is before


def test_a_large_base_is_followed_by_reading_what_changed_too(watched: Watched, encoder: Letters) -> None:
    a_large_base(watched, encoder)
    knowledge = Knowledge(watched, encoder)
    assert isinstance(knowledge.index(), WideIndex)
    watched.rows_of.clear()

    (new,) = add(watched, "zwemvestkeuring bij vollemaan")

    assert first(knowledge, "zwemvestkeuring bij vollemaan") == new
    assert watched.rows_of == [(new,)]


def test_a_base_that_grows_large_is_looked_at_another_way_from_then_on(watched: Watched, encoder: Letters) -> None:
    knowledge = Knowledge(watched, encoder)
    (one,) = add(watched, "zwemvestkeuring bij vollemaan")
    assert isinstance(knowledge.index(), Index)

    for at in range(0, WIDE_FROM, SOON):
        add(watched, *(entry.title for entry in made_up(SOON, 0, seed=at + 1)))
        knowledge.fill()
        knowledge.index()
        knowledge.settle()

    assert isinstance(knowledge.index(), WideIndex)
    assert first(knowledge, "zwemvestkeuring bij vollemaan") == one


def test_many_changes_at_once_are_taken_in_behind_the_scenes(watched: Watched, encoder: Letters) -> None:
    a_large_base(watched, encoder)
    knowledge = Knowledge(watched, encoder)
    before = knowledge.index()
    reading, go_on = threading.Event(), threading.Event()

    def held_up() -> None:
        reading.set()
        assert go_on.wait(20)

    add(watched, *(entry.title for entry in made_up(SOON + 1, 0, seed=9)), "zwemvestkeuring bij vollemaan")
    watched.meanwhile = held_up
    assert knowledge.index() is before, "whoever asks meanwhile goes on with what there was"
    assert reading.wait(20)
    watched.meanwhile = lambda: None
    go_on.set()
    knowledge.settle()

    assert knowledge.index() is not before
    assert knowledge.index().entries == before.entries + SOON + 2


def test_nobody_waits_for_the_encoder_after_an_import_by_another_process(watched: Watched, encoder: Letters) -> None:
    add(watched, "paspoort kwijt")
    knowledge = Knowledge(watched, encoder)
    before = knowledge.index()
    go_on = threading.Event()
    encoder.meanwhile = lambda: go_on.wait(20)

    add(watched, *(entry.title for entry in made_up(UNSEEN + 1, 0)))

    assert knowledge.index() is before, "whoever asks meanwhile goes on with what there was"
    go_on.set()
    knowledge.settle()
    assert knowledge.index().entries == UNSEEN + 2


def test_nobody_waits_for_the_first_import_into_an_empty_base(watched: Watched, encoder: Letters) -> None:
    knowledge = Knowledge(watched, encoder)
    before = knowledge.index()
    go_on = threading.Event()
    encoder.meanwhile = lambda: go_on.wait(20)

    add(watched, *(entry.title for entry in made_up(SOON + 1, 0)))

    assert knowledge.index() is before
    go_on.set()
    knowledge.settle()
    assert knowledge.index().entries == SOON + 1


def test_another_asker_does_not_wait_while_one_brings_the_index_up_to_date(
    watched: Watched, knowledge: Knowledge
) -> None:
    add(watched, "paspoort kwijt")
    before = knowledge.index()
    add(watched, "zwemvest keuren")
    reading, go_on = threading.Event(), threading.Event()

    def held_up() -> None:
        reading.set()
        assert go_on.wait(20)

    watched.meanwhile = held_up
    one = threading.Thread(target=knowledge.index)
    one.start()
    assert reading.wait(20)

    assert knowledge.index() is before
    go_on.set()
    one.join(20)
    assert knowledge.index().entries == 2


def test_a_change_by_another_process_is_seen_by_the_next_question(tmp_path: Path, encoder: Letters) -> None:
    url = f"sqlite:///{tmp_path}/kb.sqlite"
    here, there = open_store(url), open_store(url)
    knowledge = Knowledge(here, encoder)
    add(here, "paspoort kwijt")
    knowledge.index()

    (new,) = add(there, "zwemvest keuren")

    assert first(knowledge, "zwemvest keuren") == new
    here.close()
    there.close()


def test_a_restart_encodes_nothing_again(watched: Watched, encoder: Letters) -> None:
    a_large_base(watched, encoder)
    anew = Letters()

    again = Knowledge(watched, anew)

    assert again.fill() == 0
    assert isinstance(again.index(), WideIndex)
    assert anew.encoded == 0


def test_phrasings_without_a_vector_get_theirs_in_the_store(watched: Watched, encoder: Letters) -> None:
    add(watched, "paspoort kwijt", "boom kappen")
    knowledge = Knowledge(watched, encoder)

    knowledge.tend(NOW)

    with watched.reading() as data:
        assert data.phrasings_without_vector(encoder.name) == ()


def test_what_happens_to_a_phrasing_while_it_is_encoded_is_kept(watched: Watched, encoder: Letters) -> None:
    confirmed, merged, removed, into = add(watched, "paspoort kwijt", "boom kappen", "grofvuil", "boom weg")
    knowledge = Knowledge(watched, encoder)

    def people_go_on() -> None:
        encoder.meanwhile = lambda: None
        with watched.writing() as unit:
            (one,) = unit.phrasings(confirmed)
            unit.save_phrasing(one.but(weight=0.3))
            unit.move_phrasings(merged, into)
            unit.delete_entry(removed)

    encoder.meanwhile = people_go_on

    assert knowledge.fill() == 3
    with watched.reading() as data:
        assert [one.weight for one in data.phrasings(confirmed)] == [0.3]
        assert data.phrasings(merged) == ()
        assert [one.text for one in data.phrasings(into)] == ["boom kappen", "boom weg"]
        assert data.phrasings_without_vector(encoder.name) == ()


def test_a_reading_that_fails_leaves_the_index_there_was(watched: Watched, encoder: Letters) -> None:
    a_large_base(watched, encoder)
    knowledge = Knowledge(watched, encoder)
    before = knowledge.index()
    add(watched, *(entry.title for entry in made_up(SOON + 1, 0, seed=9)))

    def broken() -> None:
        raise OSError("no database")

    watched.meanwhile = broken
    assert knowledge.index() is before
    knowledge.settle()
    assert knowledge.index() is before

    watched.meanwhile = lambda: None
    knowledge.settle()
    knowledge.index()
    knowledge.settle()
    assert knowledge.index().entries == before.entries + SOON + 1
