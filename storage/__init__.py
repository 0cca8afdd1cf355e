"""Storage: `open_store(url)` gives the Store of `bot.ports` on SQLite or PostgreSQL; `check(url)` looks it over."""

from __future__ import annotations

from storage.engines import connect, parse
from storage.health import Health, check
from storage.migrations import upgrade
from storage.store import SqlStore
from storage.trouble import said_as_unavailable

__all__ = ["Health", "SqlStore", "check", "open_store"]

PATIENCE = 2.0  #: seconds; Slack waits three for an answer, and "the database does not answer" is one


def open_store(url: str, *, migrate: bool = True, patience: float = PATIENCE) -> SqlStore:
    """The store at `url`: sqlite:////file, sqlite:// (in memory) or postgresql://user@host/name.

    `migrate`: bring its schema up to date first. `patience`: seconds to wait for a lock or a connection.
    Errors: BadSettings (a URL that cannot be used, or a schema made by a newer kb), Unavailable.
    """
    with said_as_unavailable():
        database = connect(parse(url), patience)
        if migrate:
            upgrade(database)
    return SqlStore(database, patience)
