"""The schema: a migrated database is a fresh one; starting at once is safe; nothing is lost on the way."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, text

from bot.errors import BadSettings
from storage import open_store
from storage.engines import Database, connect, parse
from storage.migrations import config, head, revision, upgrade, without_foreign_keys
from storage.tables import METADATA
from tests.storage import worker
from tests.stores import PATIENT

SQLITE_SCHEMA = "SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"
POSTGRES_SCHEMA = """
    SELECT table_name || '.' || column_name, concat_ws(' ', data_type, is_nullable, column_default)
      FROM information_schema.columns WHERE table_schema = 'public'
    UNION ALL SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
"""


@contextmanager
def database_at(url: str) -> Iterator[Database]:
    database = connect(parse(url), PATIENT)
    yield database
    database.close()


def schema(connection: Connection) -> dict[str, list[str]]:
    """Everything the database itself knows about its tables, but for Alembic's own and the order of things."""
    query = SQLITE_SCHEMA if connection.dialect.name == "sqlite" else POSTGRES_SCHEMA
    return {name: pieces(sql) for name, sql in connection.execute(text(query)) if "alembic" not in name}


def pieces(sql: str) -> list[str]:
    """The columns and constraints of a CREATE TABLE, sorted: rebuilding a table changes their order."""
    return sorted(piece.strip(" ()") for piece in " ".join(sql.split()).replace(" (", ", ").split(", "))


def test_a_migrated_schema_has_no_difference_with_the_tables(new_url: str) -> None:
    with database_at(new_url) as database:
        upgrade(database)
        with database.writes.begin() as connection:
            options = {"compare_type": True, "compare_server_default": True}
            assert compare_metadata(MigrationContext.configure(connection, opts=options), METADATA) == []


def test_a_fresh_schema_has_exactly_what_a_migrated_one_has(new_url: str) -> None:
    with database_at(new_url) as database:
        upgrade(database)
        with database.writes.begin() as connection:
            migrated = schema(connection)
            METADATA.drop_all(connection)
            METADATA.create_all(connection)
            assert schema(connection) == migrated
            assert len(migrated) > len(METADATA.tables)


def test_opening_again_changes_nothing(new_url: str) -> None:
    with database_at(new_url) as database:
        upgrade(database)
        with database.reads.begin() as connection:
            before = schema(connection)
        upgrade(database)
        with database.reads.begin() as connection:
            assert schema(connection) == before
            assert revision(connection) == head()


def test_processes_that_start_at_once_on_an_empty_database_all_get_in(new_url: str) -> None:
    answers = [worker.said(process) for process in [worker.start("migrate", new_url) for _ in range(4)]]
    assert answers == ["0"] * 4


def test_a_schema_from_a_newer_program_is_left_alone(new_url: str) -> None:
    with database_at(new_url) as database:
        upgrade(database)
        with database.writes.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        with pytest.raises(BadSettings, match="9999"):
            upgrade(database)


def test_a_migration_that_rebuilds_a_parent_table_keeps_its_children() -> None:
    with database_at("sqlite://") as database:
        with database.writes.begin() as connection:
            connection.execute(text("CREATE TABLE parent (id INTEGER PRIMARY KEY, name TEXT)"))
            connection.execute(
                text("CREATE TABLE child (parent INTEGER REFERENCES parent (id) ON DELETE CASCADE, name TEXT)")
            )
            connection.execute(text("INSERT INTO parent VALUES (1, 'a')"))
            connection.execute(text("INSERT INTO child VALUES (1, 'b')"))
        with database.writes.connect() as connection, without_foreign_keys(connection), connection.begin():
            step = Operations(MigrationContext.configure(connection))
            with step.batch_alter_table("parent", recreate="always") as table:
                table.alter_column("name", type_=sa.Integer())
            assert connection.execute(text("SELECT count(*) FROM child")).scalar_one() == 1
        with database.writes.begin() as connection:
            assert connection.execute(text("PRAGMA foreign_keys")).scalar_one() == 1


def test_without_migrating_an_empty_database_stays_empty(new_url: str) -> None:
    open_store(new_url, migrate=False).close()
    with database_at(new_url) as database, database.reads.begin() as connection:
        assert schema(connection) == {}


def test_what_was_learned_before_stands_on_the_word_of_its_asker(new_url: str) -> None:
    with database_at(new_url) as database:
        with database.writes.begin() as connection:
            command.upgrade(config(connection), "0001")
            for statement in FIRST_SCHEMA:
                connection.execute(text(statement))
        upgrade(database)
    store = open_store(new_url, patience=PATIENT)
    with store.reading() as data:
        assert [(one.phrasing, one.question, one.pseudonym) for one in data.voices()] == [(2, 1, "p1")]
        assert [one.weight for one in data.phrasings(1)] == [1.0, 0.3, 1.0]
        assert data.index_version() == 8
        assert data.index_changes(7) == {1}
    store.close()


FIRST_SCHEMA = (
    """INSERT INTO entry (kind, title, body, mandate, wording, next_time, language, state, named, note, helped,
       not_helped, created_at, updated_at) VALUES ('tip', 'Kwijt', '', '', '', '', 'nl', 'checked', false, '', 1, 0,
       '2026-05-04 09:00:00', '2026-05-04 09:00:00')""",
    """INSERT INTO question (text, language, asked_at, pseudonym, shown, no_mandate)
       VALUES ('zoek', 'nl', '2026-05-04 09:00:00', 'p1', '[]', false)""",
    """INSERT INTO phrasing (entry, text, fingerprint, source, weight, language, question, created_at)
       VALUES (1, 'Kwijt', 'a', 'title', 1, 'nl', NULL, '2026-05-04 09:00:00'),
              (1, 'zoek', 'b', 'learned', 1, 'nl', 1, '2026-05-04 09:00:00'),
              (1, 'imported', 'c', 'learned', 1, 'nl', NULL, '2026-05-04 09:00:00')""",
    "INSERT INTO counter (name, value) VALUES ('index', 7)",
)
