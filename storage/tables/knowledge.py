"""Entries, phrasings, questions, topics and tallies."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from storage.tables.base import AUTOINCREMENT, Row, json_field


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
    named: bool
    department: str | None = Field(index=True)
    placed: bool
    entry: int | None = Field(foreign_key="entry.number", ondelete="SET NULL", index=True)
    merged_into: int | None = Field(foreign_key="topic.id", ondelete="SET NULL", index=True)
    history: Any = json_field()
    created_at: datetime


class TopicPairRow(Row, table=True):
    first: int = Field(primary_key=True, foreign_key="topic.id", ondelete="CASCADE")
    second: int = Field(primary_key=True, foreign_key="topic.id", ondelete="CASCADE", index=True)
    at: datetime


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
    pinned: bool
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
    __table_args__ = (Index(None, "at"), Index(None, "topic", "at"), Index(None, "entry", "at"), AUTOINCREMENT)

    id: int | None = Field(default=None, primary_key=True)
    at: datetime
    contact: str
    count: int
    imported: bool
    text: str
    entry: int | None = Field(foreign_key="entry.number", ondelete="SET NULL")
    topic: int | None = Field(foreign_key="topic.id", ondelete="SET NULL")
    origin: str | None = Field(unique=True)


class CounterRow(Row, table=True):
    """Raised in the transaction of the change it counts: whoever sees the number sees the change."""

    name: str = Field(primary_key=True)
    value: int
