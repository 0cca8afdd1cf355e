"""Engines for the two databases: how to connect, and what a reading and a writing transaction begin with."""

from __future__ import annotations

import os
import sqlite3
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, NullPool, StaticPool, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from bot.errors import BadSettings, Unavailable

WRITERS = 0x6B62  #: key of PostgreSQL's advisory lock that writing units and migrations take ("kb")
BEGIN = "kb_begin"  #: execution option: the statement that begins a transaction


@dataclass(frozen=True)
class Database:
    """Engines on one database. `single`: there is one connection for all (SQLite in memory)."""

    engine: Engine
    reads: Engine
    writes: Engine
    single: bool = False

    def close(self) -> None:
        self.engine.dispose()


def parse(url: str) -> URL:
    """`url` with the drivers kb uses: sqlite and psycopg. Errors: BadSettings."""
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise BadSettings(("KB_DATABASE_URL is not a database URL, such as sqlite:////var/lib/kb/kb.db",)) from error
    name = parsed.get_backend_name()
    if name == "sqlite":
        if str(parsed.database).startswith("file:"):
            raise BadSettings(("KB_DATABASE_URL: give SQLite a plain path, such as sqlite:////var/lib/kb/kb.db",))
        return parsed.set(drivername="sqlite")
    if name in ("postgresql", "postgres"):
        return parsed.set(drivername="postgresql+psycopg")
    raise BadSettings((f"KB_DATABASE_URL: {name!r} is not supported; use sqlite or postgresql",))


def sqlite_file(url: URL) -> Path | None:
    """The file behind a SQLite URL; None when it is in memory or the URL is PostgreSQL's."""
    if url.get_backend_name() != "sqlite" or url.database in (None, "", ":memory:"):
        return None
    return Path(str(url.database))


def connect(url: URL, patience: float) -> Database:
    """`patience`: seconds to wait for a lock or a connection before it is said that the database does not answer."""
    return _sqlite(url, patience) if url.get_backend_name() == "sqlite" else _postgres(url, patience)


# ---------------------------------------------------------------- SQLite


def _sqlite(url: URL, patience: float) -> Database:
    """pysqlite's own transactions lose updates silently; so it is told to leave them alone, and we say BEGIN."""
    file = sqlite_file(url)
    pooling: dict[str, Any] = {"poolclass": StaticPool}
    if file is not None:
        _make_private(file)
        pooling = {"pool_size": 10, "max_overflow": 20, "pool_timeout": patience}
    engine = create_engine(url, connect_args={"check_same_thread": False, "timeout": patience}, **pooling)
    event.listen(engine, "connect", _on_sqlite_connect)
    if file is not None:
        _use_wal(file, patience)
    event.listen(engine, "begin", _begin)
    reads = engine.execution_options(**{BEGIN: "BEGIN"})
    writes = engine.execution_options(**{BEGIN: "BEGIN IMMEDIATE"})
    return Database(engine, reads, writes, single=file is None)


def _make_private(file: Path) -> None:
    """A new file is readable by its owner only; SQLite gives its journals the same mode."""
    try:
        os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise Unavailable(reason=str(error)) from error


def _on_sqlite_connect(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA synchronous=FULL")  # in WAL mode the default may lose the last commits to a power cut
    connection.execute("PRAGMA secure_delete=ON")  # what is forgotten is overwritten


def _use_wal(file: Path, patience: float) -> None:
    """Switch the file to WAL, which lasts. Processes that start at once fail here without being made to wait."""
    deadline = time.monotonic() + patience
    while True:
        try:
            connection = sqlite3.connect(file, timeout=patience)
            try:
                connection.execute("PRAGMA journal_mode=WAL")
                return
            finally:
                connection.close()
        except sqlite3.DatabaseError as error:
            if time.monotonic() > deadline or (error.sqlite_errorcode & 0xFF) != sqlite3.SQLITE_BUSY:
                raise Unavailable(reason=str(error)) from error
        time.sleep(0.01)


# ---------------------------------------------------------------- PostgreSQL


def _postgres(url: URL, patience: float) -> Database:
    milliseconds = max(1, round(patience * 1000))
    options = f"-c lock_timeout={milliseconds} -c idle_in_transaction_session_timeout=60000 -c timezone=UTC"
    engine = _engine(
        url,
        connect_args={"connect_timeout": max(2, round(patience)), "options": options},
        pool_size=10,
        max_overflow=20,
        pool_timeout=patience,
        pool_pre_ping=True,
    )
    event.listen(engine, "begin", _begin)
    reads = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    writes = engine.execution_options(**{BEGIN: f"SELECT pg_advisory_xact_lock({WRITERS})"})
    return Database(engine, reads, writes)


# ---------------------------------------------------------------- both


def _begin(connection: Connection) -> None:
    """PostgreSQL's driver begins by itself, at the first statement."""
    statement = connection.get_execution_options().get(BEGIN)
    if statement is None and connection.dialect.name == "sqlite":
        statement = "BEGIN"
    if statement is not None:
        connection.exec_driver_sql(statement)


def unpooled(url: URL, patience: float) -> Engine:
    """For one look from outside (`storage.check`): changes no mode and keeps no connection. Errors: BadSettings."""
    wait = "timeout" if url.get_backend_name() == "sqlite" else "connect_timeout"
    return _engine(url, connect_args={wait: max(2, round(patience))}, poolclass=NullPool)


def _engine(url: URL, **options: Any) -> Engine:
    try:
        return create_engine(url, **options)
    except ModuleNotFoundError as error:
        need = "KB_DATABASE_URL names PostgreSQL, which needs its driver: pip install 'psycopg[binary]'"
        raise BadSettings((need,)) from error
