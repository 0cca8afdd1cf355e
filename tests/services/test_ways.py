"""The ways of asking for an entry: what its specialists see of them, and remove."""

from __future__ import annotations

import pytest

from bot.errors import BadInput, NotAllowed, NotFound
from bot.model import Entry, Phrasing, Voice
from bot.services import curating
from bot.services.context import Context
from storage import SqlStore
from tests.services.quarter import BRAM, FATIMA, MOMENT, an_entry, asked, context_of


@pytest.fixture
def context(store: SqlStore) -> Context:
    return context_of(store)


def entry_with_ways(context: Context) -> tuple[Entry, dict[str, int]]:
    """An entry with a phrasing of every source, the last two on the word of two people and of one."""
    entry = an_entry(context)
    questions = asked(context, None, ["p1", "p2", "p1"], MOMENT)
    with context.store.writing() as unit:
        ids = {
            source: unit.add_phrasing(
                Phrasing(entry=entry.number, text=f"{source} vraag", source=source, created_at=MOMENT)  # type: ignore[arg-type]
            ).id
            for source in ("rejected", "learned", "given", "title")
        }
        for source, question, person in (
            ("learned", questions[0], "p1"),
            ("learned", questions[1], "p2"),
            ("rejected", questions[2], "p1"),
        ):
            unit.add_voice(Voice(phrasing=ids[source], question=question, pseudonym=person, at=MOMENT))
    return entry, ids


def test_specialists_see_each_with_how_many_people_stand_for_it(context: Context) -> None:
    entry, _ = entry_with_ways(context)
    found = curating.ways(context, FATIMA, entry.number)
    assert found.entry == entry
    assert [(way.phrasing.source, way.people) for way in found.ways] == [
        ("title", 0), ("given", 0), ("learned", 2), ("rejected", 1),
    ]  # fmt: skip


@pytest.mark.parametrize("source", ["given", "learned", "rejected"])
def test_a_specialist_removes_one_with_what_was_said_of_it(context: Context, source: str) -> None:
    entry, ids = entry_with_ways(context)
    assert curating.remove_way(context, FATIMA, ids[source], MOMENT) == entry
    with context.store.reading() as data:
        assert data.phrasing(ids[source]) is None
        assert data.voices(phrasing=ids[source]) == ()
        (record,) = data.audit(f"entry:{entry.number}")
    assert (record.what, record.by) == (f"{source} removed", "UFATIMA")
    with pytest.raises(NotFound):
        curating.remove_way(context, FATIMA, ids[source], MOMENT)


def test_a_title_is_not_removed(context: Context) -> None:
    _, ids = entry_with_ways(context)
    with pytest.raises(BadInput):
        curating.remove_way(context, FATIMA, ids["title"], MOMENT)


def test_nobody_else_sees_or_removes_them(context: Context) -> None:
    entry, ids = entry_with_ways(context)
    with pytest.raises(NotAllowed):
        curating.ways(context, BRAM, entry.number)
    with pytest.raises(NotAllowed):
        curating.remove_way(context, BRAM, ids["learned"], MOMENT)
    with context.store.reading() as data:
        assert data.phrasing(ids["learned"]) is not None
