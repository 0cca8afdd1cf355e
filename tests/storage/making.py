"""Data for the storage tests: the smallest that is valid, with what a test cares about on top."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from bot.model import (
    Entry,
    Escalation,
    Evidence,
    InboxRow,
    Kind,
    OutboxMessage,
    Phrasing,
    Question,
    Signal,
    Topic,
    Waiter,
)
from bot.ports import Unit

NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)


def ago(**span: float) -> datetime:
    return NOW - timedelta(**span)


def entry(**more: Any) -> Entry:
    return Entry(**{"kind": Kind.TIP, "title": "Aanmaning kwijt", "created_at": NOW, "updated_at": NOW} | more)


def phrasing(entry: int, text: str = "waar is mijn aanmaning", **more: Any) -> Phrasing:
    return Phrasing(**{"entry": entry, "text": text, "created_at": NOW} | more)


def question(text: str = "klant is aanmaning kwijt", **more: Any) -> Question:
    return Question(**{"text": text, "asked_at": NOW} | more)


def topic(**more: Any) -> Topic:
    return Topic(**{"title": "aanmaning kwijt", "created_at": NOW} | more)


def escalation(question: int, *waiters: tuple[str, int], **more: Any) -> Escalation:
    waiting = tuple(Waiter(user=user, question=asked) for user, asked in waiters)
    times = {"created_at": NOW, "moved_at": NOW}
    return Escalation(**{"question": question, "text": "vraag", "waiters": waiting} | times | more)


def evidence(**more: Any) -> Evidence:
    counts = {"people": 9, "tallied": 23, "span_days": 3, "usual_per_week": 1.0}
    return Evidence(**{"kind": "rising", "at": NOW, "questions": (1, 2), "texts": ("a", "b")} | counts | more)


def signal(topic: int, **more: Any) -> Signal:
    fixed = {"department": "invordering", "title": "nieuwe aanmaningsbrief", "evidence": evidence()}
    return Signal(**{"topic": topic, "opened_at": NOW, "changed_at": NOW} | fixed | more)


def inbox_row(key: str = "Ev1", **more: Any) -> InboxRow:
    return InboxRow(**{"key": key, "kind": "command", "payload": {"text": "vraag"}, "received_at": NOW} | more)


def message(key: str = "signal:12", **more: Any) -> OutboxMessage:
    return OutboxMessage(**{"key": key, "kind": "signal", "to": "C1", "created_at": NOW} | more)


def asked(unit: Unit, **more: Any) -> int:
    """The id of a question that was stored."""
    return unit.add_question(question(**more)).id
