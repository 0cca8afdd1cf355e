"""Counters of changes, raised in the transaction of the change: whoever sees the number sees the change."""

from __future__ import annotations

from sqlalchemy import Connection, insert, select, update

from storage.rows import Part
from storage.tables import CounterRow, table_of

INDEX = "index"
TOPIC = "topic"

_counter = table_of(CounterRow)


class Counting(Part):
    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self._raised: set[str] = set()

    def _count(self, name: str) -> int:
        query = select(_counter.c.value).where(_counter.c.name == name)
        return self._connection.execute(query).scalar_one_or_none() or 0

    def _raise_count(self, name: str) -> None:
        """One up, once a unit: until it is committed nobody else sees the change or the number.

        Writing units are serialised, so nobody else makes the row between the two statements."""
        if name in self._raised:
            return
        self._raised.add(name)
        raised = update(_counter).where(_counter.c.name == name).values(value=_counter.c.value + 1)
        if self._connection.execute(raised).rowcount == 0:
            self._connection.execute(insert(_counter).values(name=name, value=1))
