"""Entries and their phrasings."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Text, cast, delete, func, or_, select, update

from bot.model import OFFERED, Entry, EntryState, IndexRow, Kind, Phrasing
from storage.counters import INDEX, Counting
from storage.rows import Mapped, among, equal, met, not_before, numbered, plain
from storage.tables import EntryRow, PhrasingRow, QuestionRow, TallyRow, TopicRow, table_of

_entries = Mapped(Entry, EntryRow)
_phrasings = Mapped(Phrasing, PhrasingRow)
_question, _tally, _topic = table_of(QuestionRow), table_of(TallyRow), table_of(TopicRow)


def fingerprint(text: str) -> str:
    """The same for texts that differ in case only; short enough for any index."""
    return hashlib.sha256(plain(text).casefold().encode()).hexdigest()


class EntryReads(Counting):
    def entry(self, number: int) -> Entry | None:
        return self._first(_entries, _entries.select().where(_entries.c.number == number))

    def entry_by_origin(self, origin: str) -> Entry | None:
        return self._first(_entries, _entries.select().where(_entries.c.origin == origin))

    def entries(
        self,
        *,
        numbers: Sequence[int] | None = None,
        states: Sequence[EntryState] | None = None,
        kinds: Sequence[Kind] | None = None,
        departments: Sequence[str | None] | None = None,
        author: str | None = None,
        since: datetime | None = None,
        newest_first: bool = False,
        limit: int | None = None,
    ) -> tuple[Entry, ...]:
        c = _entries.c
        conditions = met(
            numbered(c.number, numbers),
            among(c.state, states),
            among(c.kind, kinds),
            among(c.department, departments),
            equal(c.author, author),
            not_before(c.created_at, since),
        )
        order = c.number.desc() if newest_first else c.number
        return self._all(_entries, _entries.select().where(*conditions).order_by(order).limit(limit))

    def phrasings(self, entry: int) -> tuple[Phrasing, ...]:
        c = _phrasings.c
        return self._all(_phrasings, _phrasings.select().where(c.entry == entry).order_by(c.id))

    def phrasings_without_vector(self, encoder: str, limit: int = 500) -> tuple[Phrasing, ...]:
        c = _phrasings.c
        unseen = or_(c.encoder.is_(None), c.encoder != encoder, c.vector.is_(None))
        return self._all(_phrasings, _phrasings.select().where(unseen).order_by(c.id).limit(limit))

    def index_version(self) -> int:
        return self._count(INDEX)

    def index_rows(self) -> tuple[IndexRow, ...]:
        """Two plain scans, since 100,000 rows are read at a start and after every change: joined, they take thrice
        as long in SQLite, which then sorts all vectors."""
        c = _phrasings.c
        offered = select(_entries.c.number).where(_entries.c.state.in_([state.value for state in OFFERED]))
        numbers = set(self._connection.execute(offered).scalars())
        query = select(c.id, c.entry, c.text, c.weight, c.language, c.encoder, c.vector).order_by(c.id)
        return tuple(
            IndexRow(id=id, entry=entry, text=text, weight=weight, language=language, encoder=encoder, vector=vector)
            for id, entry, text, weight, language, encoder, vector in self._connection.execute(query)
            if entry in numbers
        )


class EntryWrites(EntryReads):
    def add_entry(self, entry: Entry) -> Entry:
        """An entry that brings a number keeps it (an import into an empty database); 0 gets the next."""
        added = self._add(_entries, entry)
        if entry.number and self._connection.dialect.name == "postgresql":
            self._skip_numbers()
        self._raise_count(INDEX)
        return added

    def _skip_numbers(self) -> None:
        """PostgreSQL's sequence does not notice numbers that were given; SQLite's AUTOINCREMENT does."""
        sequence = func.pg_get_serial_sequence("entry", "number")
        greatest = select(func.max(_entries.c.number)).scalar_subquery()
        self._connection.execute(select(func.setval(sequence, func.greatest(greatest, func.nextval(sequence)))))

    def save_entry(self, entry: Entry) -> None:
        self._save(_entries, entry)
        self._raise_count(INDEX)

    def delete_entry(self, number: int) -> None:
        """The foreign keys take its phrasings along and empty the references of the rest."""
        self._connection.execute(delete(_entries.table).where(_entries.c.number == number))
        self._forget_shown(number)
        self._raise_count(INDEX)

    def _forget_shown(self, number: int) -> None:
        """What was shown of a deleted entry holds one of its phrasings: that goes too."""
        c = _question.c
        mention = json.dumps({"entry": number})[1:-1] + ","
        query = select(c.id, c.shown).where(cast(c.shown, Text).contains(mention, autoescape=True))
        for id, shown in self._connection.execute(query).all():
            kept = [item for item in shown if item["entry"] != number]
            self._connection.execute(update(_question).where(c.id == id).values(shown=kept))

    def add_phrasing(self, phrasing: Phrasing) -> Phrasing:
        c = _phrasings.c
        print_ = fingerprint(phrasing.text)
        there = _phrasings.select().where(c.entry == phrasing.entry, c.fingerprint == print_)
        known = self._first(_phrasings, there)
        if known is not None:
            return known
        self._raise_count(INDEX)
        return self._add(_phrasings, phrasing, fingerprint=print_)

    def save_phrasing(self, phrasing: Phrasing) -> None:
        self._save(_phrasings, phrasing, fingerprint=fingerprint(phrasing.text))
        self._raise_count(INDEX)

    def delete_phrasing(self, id: int) -> None:
        self._connection.execute(delete(_phrasings.table).where(_phrasings.c.id == id))
        self._raise_count(INDEX)

    def move_phrasings(self, entry: int, into: int) -> None:
        """A text that `into` has already is not kept twice; the title of `entry` becomes an ordinary phrasing."""
        c = _phrasings.c
        known = select(c.fingerprint).where(c.entry == into)
        self._connection.execute(delete(_phrasings.table).where(c.entry == entry, c.fingerprint.in_(known)))
        mine = update(_phrasings.table).where(c.entry == entry)
        self._connection.execute(mine.where(c.source == "title").values(source="given"))
        self._connection.execute(mine.values(entry=into))
        for table in (_question, _tally, _topic):
            self._connection.execute(update(table).where(table.c.entry == entry).values(entry=into))
        self._raise_count(INDEX)
