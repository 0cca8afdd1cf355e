"""What came in, what is to be said, and whose turn it is: inbox, outbox, claims, audit."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Literal

from bot.model.base import Frozen, Utc


class InboxRow(Frozen):
    """An interaction as it came in, masked. Once done only its key stays, to recognise a second delivery."""

    key: str
    kind: str
    payload: Mapping[str, Any] = {}
    received_at: Utc
    state: Literal["received", "done"] = "received"
    attempts: int = 1


class OutboxState(StrEnum):
    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"


class OutboxMessage(Frozen):
    """What the bot means to say on its own: what is meant, not how it looks. One row a message, found by `key`.

    Enqueuing a key again raises `revision`: a message that is already in Slack is then updated in place, never
    posted again. `sent_revision` is the revision Slack has; the row is due while the two differ.
    """

    id: int = 0
    key: str  #: e.g. "signal:12", "escalation:5:vergunningen", "notice:answered:5:U1"
    kind: str  #: which renderer: "signal", "escalation", "notice", "digest" ...
    to: str  #: Slack channel or user id
    payload: Mapping[str, Any] = {}  #: ids and small values the renderer looks things up by
    thread: str | None = None  #: key of the message in whose thread this belongs
    thread_ts: str | None = None  #: or, under somebody else's message, its Slack timestamp
    personal: bool = False  #: links a person to a question: removed two days after it was sent
    state: OutboxState = OutboxState.PENDING
    revision: int = 1
    sent_revision: int = 0
    not_before: Utc | None = None
    attempts: int = 0
    created_at: Utc
    sending_at: Utc | None = None
    sent_at: Utc | None = None
    channel: str | None = None  #: where Slack put it (a direct message's channel differs from `to`)
    ts: str | None = None  #: Slack's timestamp; set once, posted once
    error: str = ""


class Claim(Frozen):
    """A job's period, taken by one process at a time."""

    job: str  #: e.g. "signals:invordering"
    period: str  #: e.g. "2026-05-12T09:00"
    taken_at: Utc
    lease_until: Utc
    done_at: Utc | None = None


class AuditRow(Frozen):
    """Who changed what in the knowledge base. Nothing about mistakes' makers or askers is ever written here."""

    at: Utc
    subject: str  #: e.g. "entry:41", "organisation"
    what: str  #: e.g. "checked", "edited", "merged"
    by: str | None = None
    detail: str = ""
