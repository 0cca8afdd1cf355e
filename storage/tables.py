"""The tables, as SQLModel declares them. They never leave storage/: callers get the frozen data of `bot.model`.

A column has the name of the field it holds; what has no field of its own (a position, a fingerprint) is said to be so.
Tuples and mappings are JSON. Every DateTime is UTC and refuses a naive value, on SQLite too (SQLModel's UTCDateTime).
Numbers are never used twice: AUTOINCREMENT on SQLite, a sequence on PostgreSQL.
"""

from __future__ import annotations

import re
from datetime import datetime, time
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, MetaData, Table, UniqueConstraint
from sqlalchemy.orm import declared_attr
from sqlmodel import Field, SQLModel

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
}  #: every constraint has a name, so that a later migration can change it on SQLite too

AUTOINCREMENT = {"sqlite_autoincrement": True}


class Row(SQLModel):
    """Base of all tables; `EntryRow` is the table "entry"."""

    metadata = MetaData(naming_convention=NAMES)

    @declared_attr.directive
    @classmethod
    def __tablename__(cls) -> str:
        return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__.removesuffix("Row")).lower()


def json_field() -> Any:
    return Field(sa_type=JSON, nullable=False)


# ---------------------------------------------------------------- knowledge


class EntryRow(Row, table=True):
    __table_args__ = (
        CheckConstraint("kind <> 'mistake' OR author IS NULL", name="nameless_mistake"),
        Index(None, "state", "department"),
        Index(None, "author"),
        Index(None, "created_at"),
        AUTOINCREMENT,
    )

    number: int | None = Field(default=None, primary_key=True)
    kind: str
    title: str
    body: str
    mandate: str
    wording: str
    next_time: str
    language: str
    department: str | None  #: no foreign key: an import may come before `kb configure`
    state: str
    author: str | None
    named: bool
    checked_by: str | None
    checked_at: datetime | None
    note: str
    merged_into: int | None = Field(foreign_key="entry.number", ondelete="SET NULL")
    see: int | None = Field(foreign_key="entry.number", ondelete="SET NULL")
    link: str | None
    helped: int
    not_helped: int
    created_at: datetime
    updated_at: datetime
    origin: str | None = Field(unique=True)
    undo: str | None


class TopicRow(Row, table=True):
    __table_args__ = (AUTOINCREMENT,)

    id: int | None = Field(default=None, primary_key=True)
    title: str
    department: str | None
    entry: int | None = Field(foreign_key="entry.number", ondelete="SET NULL", index=True)
    created_at: datetime


class QuestionRow(Row, table=True):
    __table_args__ = (
        Index(None, "asked_at"),
        Index(None, "topic", "asked_at"),
        Index(None, "department", "asked_at"),
        AUTOINCREMENT,
    )

    id: int | None = Field(default=None, primary_key=True)
    text: str
    language: str
    asked_at: datetime
    asker: str | None = Field(index=True)
    pseudonym: str | None = Field(index=True)
    place: str | None
    topic: int | None = Field(foreign_key="topic.id", ondelete="SET NULL")
    department: str | None
    entry: int | None = Field(foreign_key="entry.number", ondelete="SET NULL", index=True)
    shown: Any = json_field()
    outcome: str | None = Field(index=True)
    outcome_at: datetime | None
    no_mandate: bool
    encoder: str | None
    vector: bytes | None
    origin: str | None = Field(unique=True)


class PhrasingRow(Row, table=True):
    __table_args__ = (UniqueConstraint("entry", "fingerprint"), AUTOINCREMENT)

    id: int | None = Field(default=None, primary_key=True)
    entry: int = Field(foreign_key="entry.number", ondelete="CASCADE")
    text: str
    #: of the case-folded text: 3,000 characters do not fit in PostgreSQL's index. A rejected one's begins with a
    #: minus: the same words may be both
    fingerprint: str
    source: str
    weight: float
    language: str
    question: int | None = Field(foreign_key="question.id", ondelete="SET NULL", index=True)
    encoder: str | None = Field(index=True)
    vector: bytes | None
    created_at: datetime


class VoiceRow(Row, table=True):
    __table_args__ = (UniqueConstraint("phrasing", "question"), Index(None, "at"), AUTOINCREMENT)

    id: int | None = Field(default=None, primary_key=True)
    phrasing: int = Field(foreign_key="phrasing.id", ondelete="CASCADE")
    question: int | None = Field(foreign_key="question.id", ondelete="SET NULL", index=True)
    pseudonym: str | None
    at: datetime


class SynonymRow(Row, table=True):
    __table_args__ = (AUTOINCREMENT,)

    id: int | None = Field(default=None, primary_key=True)
    term: str
    means: str
    created_at: datetime


class EntryPairRow(Row, table=True):
    first: int = Field(primary_key=True, foreign_key="entry.number", ondelete="CASCADE")
    second: int = Field(primary_key=True, foreign_key="entry.number", ondelete="CASCADE", index=True)
    probability: float
    distinct: bool
    at: datetime


class IndexChangeRow(Row, table=True):
    """At which value of the index counter an entry was last changed; no foreign key: a deleted entry keeps its row."""

    entry: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    version: int = Field(index=True)


class TallyRow(Row, table=True):
    __table_args__ = (Index(None, "at"), AUTOINCREMENT)

    id: int | None = Field(default=None, primary_key=True)
    at: datetime
    contact: str
    entry: int | None = Field(foreign_key="entry.number", ondelete="SET NULL", index=True)
    topic: int | None = Field(foreign_key="topic.id", ondelete="SET NULL", index=True)
    origin: str | None = Field(unique=True)


class CounterRow(Row, table=True):
    """Raised in the transaction of the change it counts: whoever sees the number sees the change."""

    name: str = Field(primary_key=True)
    value: int


# ---------------------------------------------------------------- specialists and signals


class EscalationRow(Row, table=True):
    __table_args__ = (Index(None, "state", "department"), AUTOINCREMENT)

    id: int | None = Field(default=None, primary_key=True)
    question: int = Field(foreign_key="question.id", index=True)
    topic: int | None = Field(foreign_key="topic.id", ondelete="SET NULL", index=True)
    text: str
    language: str
    department: str | None
    owner: str | None
    state: str
    waiting: bool
    nearest: int | None = Field(foreign_key="entry.number", ondelete="SET NULL")
    claimed_by: str | None
    claimed_at: datetime | None
    created_at: datetime = Field(index=True)
    moved_at: datetime
    refused: Any = json_field()
    reminders: int
    exchanges: Any = json_field()
    waiters: Any = json_field()
    answered_by: str | None
    answered_at: datetime | None
    told: int
    entry: int | None = Field(foreign_key="entry.number", ondelete="SET NULL")


class SignalRow(Row, table=True):
    __table_args__ = (Index(None, "state", "department"), Index(None, "opened_at"), AUTOINCREMENT)

    id: int | None = Field(default=None, primary_key=True)
    topic: int = Field(foreign_key="topic.id", index=True)
    department: str
    title: str
    state: str
    evidence: Any = json_field()
    opened_at: datetime
    changed_at: datetime
    history: Any = json_field()
    posted: bool
    relapsed: bool
    later_until: datetime | None
    reason: str
    refused: Any = json_field()


# ---------------------------------------------------------------- organisation and people


class DepartmentRow(Row, table=True):
    key: str = Field(primary_key=True)
    position: int  #: the order in which they were configured; archived ones come last
    name: str
    channel: str | None
    members: Any = json_field()
    lead: str | None
    language: str
    signal_times: Any = json_field()
    digest_time: time
    archived: bool


class TopTaskRow(Row, table=True):
    key: str = Field(primary_key=True)
    position: int
    name: str
    owner: str | None
    departments: Any = json_field()
    archived: bool


class SettingRow(Row, table=True):
    """The rest of what `kb configure` sets: a name of a field of Organisation and its value."""

    name: str = Field(primary_key=True)
    value: Any = json_field()


class PersonRow(Row, table=True):
    id: str = Field(primary_key=True)
    language: str | None
    named: bool


# ---------------------------------------------------------------- delivery and duties


class InboxRow(Row, table=True):
    __table_args__ = (Index(None, "state", "received_at"),)

    key: str = Field(primary_key=True)
    kind: str
    payload: Any = json_field()
    received_at: datetime
    state: str
    attempts: int


class OutboxRow(Row, table=True):
    __table_args__ = (Index(None, "state", "sent_at"), Index(None, "channel", "ts"), AUTOINCREMENT)

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    kind: str
    to: str
    payload: Any = json_field()
    thread: str | None
    thread_ts: str | None
    personal: bool
    state: str
    revision: int
    sent_revision: int
    not_before: datetime | None
    attempts: int
    created_at: datetime
    sending_at: datetime | None
    sent_at: datetime | None
    channel: str | None
    ts: str | None
    error: str


class ClaimRow(Row, table=True):
    job: str = Field(primary_key=True)
    period: str = Field(primary_key=True)
    taken_at: datetime
    lease_until: datetime
    done_at: datetime | None


class AuditRow(Row, table=True):
    __table_args__ = (Index(None, "subject"), AUTOINCREMENT)

    id: int | None = Field(default=None, primary_key=True)
    at: datetime
    subject: str
    what: str
    by: str | None
    detail: str


METADATA = Row.metadata


def table_of(row: type[Row]) -> Table:
    """The table behind a row class, for statements: data is read and written without an object a row."""
    return METADATA.tables[str(row.__tablename__)]
