"""Between frozen data and rows: one generic mapping, and the base that every part of a unit stands on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import Enum
from typing import Any, Generic, TypeVar

from sqlalchemy import JSON, Column, ColumnElement, Connection, Select, Table, bindparam, insert, or_, select, update

from bot.errors import NotFound
from bot.model import Frozen
from storage.tables import Row, table_of

T = TypeVar("T", bound=Frozen)
Condition = ColumnElement[bool] | None
CHUNK = 1000  #: values or rows a statement, of which there may be any number


class Mapped(Generic[T]):
    """A kind of data and the table it lives in: every field of the one is a column of the other."""

    def __init__(self, kind: type[T], row: type[Row]) -> None:
        self.kind = kind
        self.table: Table = table_of(row)
        self.c = self.table.c
        self._fields = [column for column in self.table.columns if column.name in kind.model_fields]
        self._selects: dict[tuple[str, ...], Select[Any]] = {}
        self._json = {column.name for column in self._fields if isinstance(column.type, JSON)}

    @property
    def key(self) -> Column[Any]:
        """The column of the number or id that the store gives out."""
        return next(iter(self.table.primary_key.columns))

    def select(self, *without: str) -> Select[Any]:
        """All columns that `kind` has a field for, but those in `without` (which then have their default)."""
        if without not in self._selects:  # making one takes longer than running it
            self._selects[without] = select(*(column for column in self._fields if column.name not in without))
        return self._selects[without]

    def load(self, row: Any) -> T:
        return self.kind.model_validate(dict(row._mapping))

    def values(self, item: T) -> dict[str, Any]:
        """What to write for `item`: JSON columns as JSON data, enums as their text, the rest as it is."""
        values = {column.name: plain(getattr(item, column.name)) for column in self._fields}
        return values | item.model_dump(mode="json", include=self._json) if self._json else values


def plain(value: Any) -> Any:
    """An enum as its text; a text without NUL, which PostgreSQL refuses; anything else as it is."""
    if isinstance(value, Enum):
        return value.value
    return value.replace("\x00", "") if isinstance(value, str) else value


class Part:
    """The base of all parts of a reader or a unit: one connection, inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def _first(self, mapped: Mapped[T], query: Select[Any]) -> T | None:
        row = self._connection.execute(query.limit(1)).first()
        return None if row is None else mapped.load(row)

    def _all(self, mapped: Mapped[T], query: Select[Any]) -> tuple[T, ...]:
        return tuple(mapped.load(row) for row in self._connection.execute(query))

    def _add(self, mapped: Mapped[T], item: T, **more: Any) -> T:
        """Inserts `item`; the store gives it its number, unless it brings one (an import)."""
        name = mapped.key.name
        values = mapped.values(item) | more
        if not values[name]:
            del values[name]
        result = self._connection.execute(insert(mapped.table), values)
        (number,) = result.inserted_primary_key or (None,)
        return item.model_copy(update={name: number})

    def _save(self, mapped: Mapped[T], item: T, *, keep: Iterable[str] = (), **more: Any) -> None:
        """Replaces the row of `item`, but for the columns in `keep`. Errors: NotFound when it is gone."""
        number = getattr(item, mapped.key.name)
        values = {name: value for name, value in mapped.values(item).items() if name not in keep}
        result = self._connection.execute(update(mapped.table).where(mapped.key == number).values(values | more))
        if result.rowcount == 0:
            raise NotFound(kind=mapped.table.name, number=number)

    def _known_origins(self, table: Table, origins: Iterable[str]) -> frozenset[str]:
        """Which of these origins the table has, asked for in portions that a statement has room for."""
        wanted, found = sorted(set(origins)), set[str]()
        for start in range(0, len(wanted), CHUNK):
            query = select(table.c.origin).where(table.c.origin.in_(wanted[start : start + CHUNK]))
            found.update(self._connection.execute(query).scalars())
        return frozenset(found)

    def _add_new(self, mapped: Mapped[T], items: Sequence[T]) -> int:
        """Inserts those whose origin is not there yet, and the first of those that share one; returns how many."""
        given = [mapped.values(item) for item in items]
        known = set(self._known_origins(mapped.table, (one["origin"] for one in given if one["origin"] is not None)))
        rows = []
        for values in given:
            if values["origin"] is None or values["origin"] not in known:
                known.add(values["origin"])
                rows.append({name: value for name, value in values.items() if name != mapped.key.name})
        for start in range(0, len(rows), CHUNK):
            self._connection.execute(insert(mapped.table), rows[start : start + CHUNK])
        return len(rows)


# ---------------------------------------------------------------- conditions: None when nothing was asked


def met(*conditions: Condition) -> list[ColumnElement[bool]]:
    """The conditions that were given; for `.where(*met(...))`."""
    return [condition for condition in conditions if condition is not None]


def equal(column: Column[Any], value: Any) -> Condition:
    return None if value is None else column == value


def not_before(column: Column[Any], moment: datetime | None) -> Condition:
    return None if moment is None else column >= moment


def before(column: Column[Any], moment: datetime | None) -> Condition:
    return None if moment is None else column < moment


def among(column: Column[Any], choices: Sequence[Any] | None) -> Condition:
    """The column is one of `choices`; None among them means: or it is empty."""
    if choices is None:
        return None
    condition = column.in_([plain(choice) for choice in choices if choice is not None])
    return or_(condition, column.is_(None)) if None in choices else condition


def numbered(column: Column[Any], numbers: Iterable[int] | None) -> Condition:
    """The column is one of `numbers`, of which there may be more than a statement has room for parameters."""
    if numbers is None:
        return None
    wanted = sorted({int(number) for number in numbers})
    return column.in_(bindparam(None, wanted, expanding=True, literal_execute=True))
