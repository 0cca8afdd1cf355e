"""The schema: a migrated database is a fresh one; starting at once is safe; nothing is lost on the way."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import time

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, text

from bot.errors import BadSettings
from bot.model import Contact, Department, Organisation, Person, Tally, TopTask
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


def step_by_step(database: Database) -> None:
    """Goes through the whole history, as a database does that was there from the beginning."""
    with database.writes.connect() as one, without_foreign_keys(one), one.begin():
        command.upgrade(config(one), "head")


def schema(connection: Connection) -> dict[str, list[str]]:
    """Everything the database itself knows about its tables, but for Alembic's own and the order of things."""
    query = SQLITE_SCHEMA if connection.dialect.name == "sqlite" else POSTGRES_SCHEMA
    return {name: pieces(sql) for name, sql in connection.execute(text(query)) if "alembic" not in name}


def pieces(sql: str) -> list[str]:
    """The columns and constraints of a CREATE TABLE, sorted: rebuilding a table changes their order, and quotes its
    name."""
    plain = " ".join(sql.split()).replace('"', "").replace(" (", ", ")
    return sorted(piece.strip(" ()") for piece in plain.split(", "))


def test_a_migrated_schema_has_no_difference_with_the_tables(new_url: str) -> None:
    with database_at(new_url) as database:
        step_by_step(database)
        with database.writes.begin() as connection:
            options = {"compare_type": True, "compare_server_default": True}
            assert compare_metadata(MigrationContext.configure(connection, opts=options), METADATA) == []


def test_an_empty_database_gets_exactly_what_a_migrated_one_has(new_url: str) -> None:
    with database_at(new_url) as database:
        step_by_step(database)
        with database.writes.begin() as connection:
            migrated, newest = schema(connection), revision(connection)
            METADATA.drop_all(connection)
            connection.execute(text("DROP TABLE alembic_version"))
        upgrade(database)
        with database.writes.begin() as connection:
            assert schema(connection) == migrated
            assert revision(connection) == newest == head()
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


def test_what_was_there_before_departments_had_calendars_gets_the_usual_ones(new_url: str) -> None:
    with database_at(new_url) as database:
        with database.writes.begin() as connection:
            command.upgrade(config(connection), "0002")
            for statement in (*FIRST_SCHEMA, *SECOND_SCHEMA):
                connection.execute(text(statement))
        upgrade(database)
    store = open_store(new_url, patience=PATIENT)
    with store.writing() as unit:
        ict = Department(key="ict", name="ICT", signal_times=(), digest_time=time(9))
        assert unit.organisation() == Organisation(
            departments=(ict,), top_tasks=(TopTask(key="post", name="Post", departments=("ict",)),)
        )
        assert unit.person("U1") == Person(id="U1", language="en", named=True)
        assert [(one.title, one.history, one.merged_into) for one in unit.topics()] == [("kwijt", (), None)]
        assert [(one.text, one.pinned) for one in unit.questions()] == [("zoek", False)]
        assert [(one.count, one.imported, one.text, one.topic) for one in unit.tallies()] == [(1, False, "", 1)]
        told = unit.signal(1)
        assert told is not None
        assert (told.topic, told.resolution, told.aftermath, told.expected) == (1, None, (), None)
        assert unit.add_tally(Tally(at=told.opened_at, contact=Contact.CHAT)).id == 8  # 7 was there, and is undone
    store.close()


SECOND_SCHEMA = (
    "INSERT INTO topic (title, entry, created_at) VALUES ('kwijt', 1, '2026-05-04 09:00:00')",
    "UPDATE question SET topic = 1",
    """INSERT INTO tally (at, contact, topic) VALUES ('2026-05-04 09:00:00', 'phone', 1)""",
    *(["INSERT INTO tally (at, contact) VALUES ('2026-05-04 09:00:00', 'phone')"] * 6),
    "DELETE FROM tally WHERE id > 1",
    """INSERT INTO signal (topic, department, title, state, evidence, opened_at, changed_at, history, posted, relapsed,
       reason, refused) VALUES (1, 'ict', 'kwijt', 'open', '{"kind": "rising", "at": "2026-05-04T09:00:00Z",
       "people": 5, "tallied": 0, "span_days": 2, "usual_per_week": 1, "questions": [1], "texts": ["zoek"]}',
       '2026-05-04 09:00:00', '2026-05-04 09:00:00', '[]', true, false, '', '[]')""",
    """INSERT INTO department (key, position, name, members, language, signal_times, digest_time, archived)
       VALUES ('ict', 0, 'ICT', '[]', 'nl', '[]', '09:00:00.000000', false)""",
    """INSERT INTO top_task (key, position, name, departments, archived)
       VALUES ('post', 0, 'Post', '["ict"]', false)""",
    "INSERT INTO person (id, language, named) VALUES ('U1', 'en', true)",
)
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
