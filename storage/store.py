"""SqlStore: reading and writing units on one database, SQLite or PostgreSQL."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from bot.errors import Unavailable
from bot.ports import Reader, Unit
from storage.announcements import AnnouncementReads, AnnouncementWrites
from storage.delivery import DeliveryReads, DeliveryWrites
from storage.duties import DutyReads, DutyWrites
from storage.engines import Database
from storage.entries import EntryReads, EntryWrites
from storage.learning import LearningReads, LearningWrites
from storage.organisation import OrganisationReads, OrganisationWrites
from storage.questions import QuestionReads, QuestionWrites
from storage.specialists import SpecialistReads, SpecialistWrites
from storage.trouble import said_as_unavailable


class SqlReader(
    OrganisationReads,
    EntryReads,
    LearningReads,
    QuestionReads,
    SpecialistReads,
    AnnouncementReads,
    DeliveryReads,
    DutyReads,
):
    """All reads, on one snapshot."""


class SqlUnit(
    OrganisationWrites,
    EntryWrites,
    LearningWrites,
    QuestionWrites,
    SpecialistWrites,
    AnnouncementWrites,
    DeliveryWrites,
    DutyWrites,
):
    """All reads and writes, in one transaction."""


class SqlStore:
    """The Store of `bot.ports`. Safe for many threads; units of one thread never nest (RuntimeError, at once).

    `patience`: seconds a unit waits for its turn before it raises `bot.errors.Unavailable`.
    """

    def __init__(self, database: Database, patience: float) -> None:
        self._database = database
        self._reads, self._writes = database.reads, database.writes
        self._patience = patience
        self._mine = threading.local()
        # SQLite lets writers poll for the lock; within a process it is quicker and fairer to queue. In memory there
        # is one connection, so readers queue as well.
        self._turn = threading.Lock()
        self._queues = database.engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Reader]:
        """One consistent snapshot, read only. Errors: Unavailable."""
        with self._alone(), said_as_unavailable(), self._in_turn(self._database.single), self._reads.begin() as one:
            yield SqlReader(one)

    @contextmanager
    def writing(self) -> Iterator[Unit]:
        """The one transaction that writes: committed at the end, rolled back by any error. Errors: Unavailable."""
        with self._alone(), said_as_unavailable(), self._in_turn(self._queues), self._writes.begin() as one:
            yield SqlUnit(one)

    def close(self) -> None:
        """Gives all connections back; units after that open new ones (an in-memory database is then empty)."""
        self._database.close()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """A unit inside another would wait for itself: an error in the program, said at once."""
        if getattr(self._mine, "busy", False):
            raise RuntimeError("a unit of the store inside another one: pass on the one that is open")
        self._mine.busy = True
        try:
            yield
        finally:
            self._mine.busy = False

    @contextmanager
    def _in_turn(self, needed: bool) -> Iterator[None]:
        if not needed:
            yield
            return
        if not self._turn.acquire(timeout=self._patience):
            raise Unavailable(reason="another unit takes too long")
        try:
            yield
        finally:
            self._turn.release()
