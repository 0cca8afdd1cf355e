"""How a SQLite file is opened, and what `check` sees from outside."""

import stat
from pathlib import Path

import pytest

from bot.errors import Unavailable
from storage import Health, check, open_store
from storage.engines import connect, parse, sqlite_file
from storage.migrations import head
from tests.storage.making import entry


@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("foreign_keys", 1), ("synchronous", 2), ("secure_delete", 1)]
)
def test_a_file_is_opened_safely(pragma: str, value: object, tmp_path: Path) -> None:
    database = connect(parse(f"sqlite:///{tmp_path / 'kb.db'}"), patience=1)
    with database.reads.connect() as connection:
        assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar_one() == value
    database.close()


def test_a_new_file_and_its_journal_are_their_owners_alone(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'kb.db'}")
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()}
    store.close()
    assert modes["kb.db"] == modes["kb.db-wal"] == 0o600


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:"])
def test_a_database_in_memory_is_its_stores_alone(url: str) -> None:
    one, other = open_store(url), open_store(url)
    with one.writing() as unit:
        unit.add_entry(entry())
    with other.reading() as data:
        assert data.entries() == ()
    one.close()
    other.close()


@pytest.mark.parametrize("url", ["postgres://kb@host/kb", "postgresql://kb@host/kb", "postgresql+psycopg://kb@host/kb"])
def test_every_spelling_of_postgresql_gets_our_driver(url: str) -> None:
    assert parse(url).drivername == "postgresql+psycopg"
    assert sqlite_file(parse(url)) is None


def test_check_finds_a_current_database(shared_url: str) -> None:
    found = check(shared_url)
    assert found.current
    assert shared_url.startswith(found.kind)
    assert found.version[0].isdigit()


def test_check_finds_a_database_without_a_schema_and_leaves_it_so(new_url: str) -> None:
    open_store(new_url, migrate=False).close()
    found = check(new_url)
    assert (found.revision, found.head, found.current) == (None, head(), False)


def test_check_makes_no_file(tmp_path: Path) -> None:
    with pytest.raises(Unavailable):
        check(f"sqlite:///{tmp_path / 'kb.db'}")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("kind", "version", "worry"),
    [
        ("sqlite", "3.6.23", False),
        ("sqlite", "3.7.0", True),
        ("sqlite", "3.40.1", True),
        ("sqlite", "3.51.2", True),
        ("sqlite", "3.51.3", False),
        ("sqlite", "3.52.0", False),
        ("postgresql", "18.6", False),
    ],
)
def test_a_sqlite_that_may_corrupt_its_file_under_several_processes(kind: str, version: str, worry: bool) -> None:
    assert Health(kind=kind, version=version, revision=None, head="0001").one_process_only is worry  # type: ignore[arg-type]
