"""What lies with specialists: escalations, signals, actions, announcements, and what was written of them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index
from sqlmodel import Field

from storage.tables.base import AUTOINCREMENT, Row, json_field


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
    resolution: Any = json_field()  #: JSON's null when there is none
    aftermath: Any = json_field()
    expected: int | None = Field(foreign_key="entry.number", ondelete="SET NULL", index=True)
    lead_told_at: datetime | None


class ActionRow(Row, table=True):
    __table_args__ = (
        Index(None, "state", "owner"),
        Index(None, "top_task", "month"),
        Index(None, "created_at"),
        AUTOINCREMENT,
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    text: str
    owner: str
    due: date
    signal: int | None = Field(foreign_key="signal.id", ondelete="SET NULL", index=True)
    cause: str | None
    top_task: str | None
    month: str
    state: str
    created_at: datetime
    created_by: str | None
    closed_at: datetime | None
    closed_by: str | None
    note: str


class AnnouncementRow(Row, table=True):
    __table_args__ = (Index(None, "ends"),)

    entry: int = Field(
        primary_key=True,
        foreign_key="entry.number",
        ondelete="CASCADE",
        sa_column_kwargs={"autoincrement": False},
    )
    department: str
    starts: date
    ends: date
    audience: str
    customers: int | None
    expected: Any = json_field()
    created_by: str
    created_at: datetime
    withdrawn_at: datetime | None
    reads: int
    followed: Any = json_field()


class AnnouncementReadRow(Row, table=True):
    """Who pressed Read, so that nobody counts twice; gone when the announcement is over, or the pseudonym is."""

    entry: int = Field(primary_key=True, foreign_key="announcement.entry", ondelete="CASCADE")
    pseudonym: str = Field(primary_key=True)
    at: datetime = Field(index=True)


class WrittenRow(Row, table=True):
    kind: str = Field(primary_key=True)
    scope: str = Field(primary_key=True)
    period: str = Field(primary_key=True)
    facts: Any = json_field()
    at: datetime
