"""The schema's history, applied by `upgrade`; no alembic.ini is needed. An empty database gets the schema as it is now.

A new step: `python -m storage.migrations "what changes"` writes it into versions/, to be checked by hand.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from bot.errors import BadSettings
from storage.engines import Database
from storage.tables import METADATA

_one_at_a_time = threading.Lock()  #: Alembic's context is a global of the process


def config(connection: Connection | None = None) -> Config:
    """Alembic's configuration in code; env.py takes the connection out of it."""
    made = Config()
    made.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    made.attributes["connection"] = connection
    return made


@cache
def _history() -> ScriptDirectory:
    return ScriptDirectory.from_config(config())


def head() -> str:
    """The newest revision this program knows."""
    return str(_history().get_current_head())


def revision(connection: Connection) -> str | None:
    """The revision this database is at; None when it has no schema yet."""
    return MigrationContext.configure(connection).get_current_revision()


def upgrade(database: Database) -> None:
    """Brings the schema to `head`, in one transaction; processes that start at once wait for each other.

    Errors: BadSettings when a newer program made this schema.
    """
    newest = head()
    with database.reads.connect() as connection:
        if revision(connection) == newest:
            return
    with _one_at_a_time, database.writes.connect() as one, without_foreign_keys(one), one.begin():
        _upgrade_within(one)


def _upgrade_within(connection: Connection) -> None:
    known = {script.revision for script in _history().walk_revisions()}
    current = revision(connection)
    if current is not None and current not in known:
        raise BadSettings((f"the database was made by a newer kb (schema {current}); use that version or a copy",))
    if current is None and not inspect(connection).get_table_names():
        # As the tables are declared, which is what the history comes to (a test holds the two together): much quicker.
        METADATA.create_all(connection)
        MigrationContext.configure(connection).stamp(_history(), "head")
        return
    command.upgrade(config(connection), "head")
    if connection.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise RuntimeError("a migration left rows that refer to nothing; it was rolled back")


@contextmanager
def without_foreign_keys(connection: Connection) -> Iterator[None]:
    """Switches SQLite's foreign keys off, outside any transaction (inside one it ignores that), and on again.

    With them on, altering a parent table in batch mode, which drops and copies it, deletes its ON DELETE CASCADE
    children.
    """
    driver = connection.connection.driver_connection
    if connection.dialect.name != "sqlite" or driver is None:
        yield
        return
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys=ON")
