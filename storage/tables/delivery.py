"""Inbox, outbox, claims and the audit."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlmodel import Field

from storage.tables.base import AUTOINCREMENT, Row, json_field


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
