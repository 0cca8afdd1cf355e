"""A database that does not answer is said to be unavailable, soon; other errors stay what they are."""

import sqlite3
import threading
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import IntegrityError, OperationalError

from bot.errors import BadSettings, Unavailable
from storage import SqlStore, check, open_store
from storage.engines import WRITERS, connect, parse
from storage.trouble import said_as_unavailable
from tests.storage.making import entry, phrasing

SHORT = 0.2  #: seconds


def test_a_file_that_another_program_keeps_locked(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'kb.db'}", patience=SHORT)
    other = sqlite3.connect(tmp_path / "kb.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Unavailable) as caught, store.writing():
        pass
    assert caught.value.values["reason"] == "database is locked"
    with store.reading() as data:  # who only reads is not in its way
        assert data.entries() == ()
    other.execute("ROLLBACK")
    with store.writing() as unit:
        unit.add_entry(entry())
    other.close()
    store.close()


def test_a_lock_that_another_process_keeps_on_postgresql(postgres_url: str) -> None:
    store = open_store(postgres_url, patience=SHORT)
    with create_engine(postgres_url).begin() as other:
        other.execute(text(f"SELECT pg_advisory_xact_lock({WRITERS})"))
        with pytest.raises(Unavailable, match="lock timeout"), store.writing():
            pass
        with store.reading() as data:
            assert data.entries() == ()
    with store.writing():
        pass
    store.close()


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///{folder}/kb.db"])
def test_a_unit_of_this_process_that_takes_too_long(url: str, tmp_path: Path) -> None:
    store = open_store(url.format(folder=tmp_path), patience=SHORT)
    begun, enough = threading.Event(), threading.Event()

    def dawdle() -> None:
        with store.writing():
            begun.set()
            enough.wait()

    slow = threading.Thread(target=dawdle)
    slow.start()
    begun.wait()
    with pytest.raises(Unavailable), store.writing():
        pass
    enough.set()
    slow.join()
    with store.writing():
        pass
    store.close()


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(Unavailable):
        open_store(f"sqlite:///{tmp_path}/absent/kb.db")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "kb.db").write_text("dit is geen database" * 100)
    with pytest.raises(Unavailable):
        open_store(f"sqlite:///{tmp_path / 'kb.db'}")
    with pytest.raises(Unavailable):
        check(f"sqlite:///{tmp_path / 'kb.db'}")


def test_a_folder_instead_of_a_file(tmp_path: Path) -> None:
    with pytest.raises(Unavailable):
        open_store(f"sqlite:///{tmp_path}")


def test_a_disk_that_is_full(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'kb.db'}"
    open_store(url).close()
    database = connect(parse(url), SHORT)
    with pytest.raises(Unavailable, match="full"), said_as_unavailable(), database.writes.begin() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count=1")
        connection.exec_driver_sql("INSERT INTO setting VALUES ('x', ?)", ("x" * 10_000_000,))
    database.close()


def test_a_server_that_is_not_there() -> None:
    with pytest.raises(Unavailable):
        open_store("postgresql://kb@127.0.0.1:1/kb")
    with pytest.raises(Unavailable):
        check("postgresql://kb@127.0.0.1:1/kb")


def test_a_server_that_dropped_our_connections_is_connected_to_again(postgres_url: str) -> None:
    store = open_store(postgres_url)
    with store.reading():
        pass
    with create_engine(postgres_url).connect() as other:
        other.execute(text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"))
    with store.reading() as data:
        assert data.entries() == ()
    store.close()


def test_a_connection_that_breaks_in_the_middle(postgres_url: str) -> None:
    store = open_store(postgres_url)
    with pytest.raises(Unavailable), store.writing() as unit:
        unit.add_entry(entry())
        with create_engine(postgres_url).connect() as other:
            other.execute(text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"))
        unit.entries()
    with store.reading() as data:
        assert data.entries() == ()
    store.close()


def test_a_broken_rule_stays_what_it_is(any_store: SqlStore) -> None:
    with pytest.raises(IntegrityError), any_store.writing() as unit:
        unit.add_phrasing(phrasing(99))


def test_a_table_that_is_not_there_is_an_error_of_ours() -> None:
    store = open_store("sqlite://", migrate=False)
    with pytest.raises(OperationalError, match="no such table"), store.reading() as data:
        data.entries()
    store.close()


@pytest.mark.parametrize(
    "url", ["", "kb.db", "mysql://x/y", "oracle://x", "postgresql+nothing:/x y", "sqlite:///file:kb.db?uri=true"]
)
def test_a_url_that_cannot_be_used(url: str) -> None:
    with pytest.raises(BadSettings) as caught:
        open_store(url)
    assert all("KB_DATABASE_URL" in problem for problem in caught.value.problems)
