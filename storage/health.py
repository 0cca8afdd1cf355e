"""A look at a database, for `kb doctor`: which it is, how old its schema is, and what to worry about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection

from bot.errors import Unavailable
from storage.engines import parse, sqlite_file, unpooled
from storage.migrations import head, revision
from storage.trouble import said_as_unavailable

#: SQLite's own note on these versions: several processes that write may corrupt a WAL database in a rare race.
WAL_RESET_RACE = ((3, 7, 0), (3, 51, 2))


@dataclass(frozen=True)
class Health:
    """What `check` found. `revision` is None where there is no schema yet."""

    kind: Literal["sqlite", "postgresql"]
    version: str
    revision: str | None
    head: str

    @property
    def current(self) -> bool:
        """The schema is the one this program was written for."""
        return self.revision == self.head

    @property
    def one_process_only(self) -> bool:
        """This SQLite may corrupt its file when several processes write: run one, or use a newer SQLite."""
        first, last = WAL_RESET_RACE
        return self.kind == "sqlite" and first <= _numbers(self.version) <= last


def check(url: str, patience: float = 5.0) -> Health:
    """Looks without changing anything: it makes no file and migrates nothing.

    Errors: Unavailable (no such file, server or right to it), BadSettings (a URL that cannot be used).
    """
    parsed = parse(url)
    file = sqlite_file(parsed)
    if file is not None and not file.exists():
        raise Unavailable(reason=f"{file} does not exist")
    engine = unpooled(parsed, patience)
    with said_as_unavailable(), engine.connect() as connection:
        kind, version = _server(connection)
        return Health(kind, version, revision(connection), head())


def _server(connection: Connection) -> tuple[Literal["sqlite", "postgresql"], str]:
    if connection.dialect.name == "sqlite":
        return "sqlite", str(connection.exec_driver_sql("SELECT sqlite_version()").scalar_one())
    return "postgresql", str(connection.exec_driver_sql("SHOW server_version").scalar_one())


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", version)[:3])
