"""Data for the storage tests: the smallest that is valid, with what a test cares about on top."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar

from bot.model import (
    Action,
    Announcement,
    Entry,
    Escalation,
    Evidence,
    Frozen,
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

T = TypeVar("T", bound=Frozen)
NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)


def ago(**span: float) -> datetime:
    return NOW - timedelta(**span)


def made(kind: type[T], usual: dict[str, Any], more: dict[str, Any]) -> T:
    return kind(**usual | more)


def entry(**more: Any) -> Entry:
    return made(Entry, {"kind": Kind.TIP, "title": "Aanmaning kwijt", "created_at": NOW, "updated_at": NOW}, more)


def phrasing(entry: int, text: str = "waar is mijn aanmaning", **more: Any) -> Phrasing:
    return made(Phrasing, {"entry": entry, "text": text, "created_at": NOW}, more)


def question(text: str = "klant is aanmaning kwijt", **more: Any) -> Question:
    return made(Question, {"text": text, "asked_at": NOW}, more)


def topic(**more: Any) -> Topic:
    return made(Topic, {"title": "aanmaning kwijt", "created_at": NOW}, more)


def escalation(question: int, *waiters: tuple[str, int], **more: Any) -> Escalation:
    waiting = tuple(Waiter(user=user, question=asked) for user, asked in waiters)
    usual = {"question": question, "text": "vraag", "waiters": waiting, "created_at": NOW, "moved_at": NOW}
    return made(Escalation, usual, more)


def evidence(**more: Any) -> Evidence:
    counts = {"people": 9, "tallied": 23, "span_days": 3, "usual_per_week": 1.0}
    return made(Evidence, counts | {"kind": "rising", "at": NOW, "questions": (1, 2), "texts": ("a", "b")}, more)


def signal(topic: int, **more: Any) -> Signal:
    usual = {"department": "invordering", "title": "nieuwe aanmaningsbrief", "evidence": evidence()}
    return made(Signal, usual | {"topic": topic, "opened_at": NOW, "changed_at": NOW}, more)


def action(**more: Any) -> Action:
    usual = {"kind": "cause", "text": "brief aanpassen", "owner": "communicatie", "due": date(2026, 5, 12)}
    return made(Action, usual | {"created_at": NOW}, more)


def announcement(entry: int, **more: Any) -> Announcement:
    usual = {"department": "vergunningen", "starts": date(2026, 6, 1), "ends": date(2026, 6, 30), "created_by": "U1"}
    return made(Announcement, usual | {"entry": entry, "created_at": NOW}, more)


def inbox_row(key: str = "Ev1", **more: Any) -> InboxRow:
    return made(
        InboxRow, {"key": key, "kind": "command", "payload": {"text": "vraag", "user": "U1"}, "received_at": NOW}, more
    )


def message(key: str = "signal:12", **more: Any) -> OutboxMessage:
    return made(OutboxMessage, {"key": key, "kind": "signal", "to": "C1", "created_at": NOW}, more)


def asked(unit: Unit, **more: Any) -> int:
    """The id of a question that was stored."""
    return unit.add_question(question(**more)).id
