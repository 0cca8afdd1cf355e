"""Which of a database's errors mean "try again later": those become `bot.errors.Unavailable`, the rest passes."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.errors import Unavailable

SQLITE_TROUBLE = frozenset(
    {
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PROTOCOL,
        sqlite3.SQLITE_NOTADB,
    }
)  #: primary result codes that are about the file or the machine, not about the statement


@contextmanager
def said_as_unavailable() -> Iterator[None]:
    """Errors: Unavailable, with the driver's words as `reason` and the driver's error as its cause."""
    try:
        yield
    except PoolTimeout as error:
        raise Unavailable(reason="all connections are in use") from error
    except DBAPIError as error:
        if not _is_trouble(error):
            raise
        raise Unavailable(reason=str(error.orig)) from error


def _is_trouble(error: DBAPIError) -> bool:
    if isinstance(error.orig, sqlite3.Error):
        code = getattr(error.orig, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
        return (code & 0xFF) in SQLITE_TROUBLE
    return isinstance(error, OperationalError | InterfaceError) or error.connection_invalidated
