"""What the live index reads, and the count of changes that tells it to.

The count rises in the unit of a change that the index sees, and the entry that changed is stamped with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, Connection, insert, select, update

from bot.model import OFFERED, Entry, IndexRow
from storage.counters import INDEX, Counting
from storage.rows import met, numbered
from storage.tables import EntryRow, IndexChangeRow, PhrasingRow, table_of

_entry, _phrasing, _change = table_of(EntryRow), table_of(PhrasingRow), table_of(IndexChangeRow)
_offered = _entry.c.state.in_([state.value for state in OFFERED])
CHUNK = 5000  #: rows a statement


class IndexReads(Counting):
    def index_version(self) -> int:
        return self._count(INDEX)

    def index_changes(self, since: int) -> frozenset[int] | None:
        if since < 0:
            return None
        query = select(_change.c.entry).where(_change.c.version > since)
        return frozenset(self._connection.execute(query).scalars())

    def index_rows(
        self, *, entries: Sequence[int] | None = None, after: int = 0, limit: int | None = None
    ) -> tuple[IndexRow, ...]:
        """A scan by id. "+ 0" keeps the database from beginning with the entries: SQLite would then sort all vectors,
        which takes thrice as long for 100,000 rows."""
        c = _phrasing.c
        owner: ColumnElement[int] = c.entry + 0
        query = (
            select(c.id, c.entry, c.text, c.weight, c.language, c.encoder, c.vector)
            .where(c.id > after, owner.in_(select(_entry.c.number).where(_offered)), *met(numbered(c.entry, entries)))
            .order_by(c.id)
            .limit(limit)
        )
        return tuple(
            IndexRow(id=id, entry=entry, text=text, weight=weight, language=language, encoder=encoder, vector=vector)
            for id, entry, text, weight, language, encoder, vector in self._connection.execute(query)
        )

    def entry_texts(self, entries: Sequence[int] | None = None) -> tuple[tuple[int, str], ...]:
        c = _entry.c
        query = select(c.number, c.body, c.mandate, c.wording).where(_offered, *met(numbered(c.number, entries)))
        rows = self._connection.execute(query.order_by(c.number))
        return tuple((number, "\n".join(part for part in parts if part)) for number, *parts in rows)

    def phrasing_texts(self) -> tuple[tuple[int, str], ...]:
        c = _phrasing.c
        return tuple((id, text) for id, text in self._connection.execute(select(c.id, c.text).order_by(c.id)))


class IndexWrites(IndexReads):
    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self._version: int | None = None
        self._stamped: set[int] = set()

    def forget_vectors(self, phrasings: Sequence[int]) -> None:
        c, wanted = _phrasing.c, sorted(set(phrasings))
        for start in range(0, len(wanted), CHUNK):
            these = met(numbered(c.id, wanted[start : start + CHUNK]))
            self._stamp(self._connection.execute(select(c.entry).where(*these).distinct()).scalars().all())
            self._connection.execute(update(_phrasing).where(*these).values(encoder=None, vector=None))

    def _raise_index(self) -> int:
        """The index has changed; gives the value that this unit raises the count to."""
        if self._version is None:
            self._raise_count(INDEX)
            self._version = self._count(INDEX)
        return self._version

    def _stamp(self, entries: Iterable[int]) -> None:
        """These entries have changed, as the index sees them. Once a unit is enough: it has one version."""
        version = self._raise_index()
        for entry in set(entries) - self._stamped:
            stamped = update(_change).where(_change.c.entry == entry).values(version=version)
            if self._connection.execute(stamped).rowcount == 0:
                self._connection.execute(insert(_change).values(entry=entry, version=version))
            self._stamped.add(entry)


def seen_by_index(entry: Entry) -> tuple[object, ...]:
    """What the index sees of an entry beside its phrasings; nothing of one that is not offered."""
    return (entry.title, entry.body, entry.mandate, entry.wording) if entry.offered else ()
