"""A signal that stands in its department's channel, however it came there, and colleagues who wait for an answer."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.model import Escalation, Evidence, Question, Signal, SignalEvent, SignalState, Waiter
from bot.services.context import Context
from bot.services.signal_messages import post
from tests.services.quarter import MOMENT, delivered


def a_signal(
    context: Context,
    topic: int,
    *,
    department: str = "taxes",
    at: datetime = MOMENT,
    state: SignalState = SignalState.OPEN,
    arrived: bool = True,
) -> int:
    """Nine colleagues asked and the department is told; gives its id. `arrived`: Slack has the message."""
    with context.store.writing() as unit:
        asked = unit.questions(topic=topic)
        evidence = Evidence(
            kind="rising",
            at=at,
            people=9,
            tallied=23,
            span_days=1,
            usual_per_week=1,
            questions=tuple(q.id for q in asked[-9:]),
            texts=tuple(q.text for q in asked[-9:]),
        )
        signal = unit.add_signal(
            Signal(
                topic=topic,
                department=department,
                title="nieuwe aanmaningsbrief",
                state=state,
                evidence=evidence,
                opened_at=at,
                changed_at=at,
                history=(SignalEvent(at=at, what="posted"),),
                posted=True,
            )
        )
        assert post(unit, unit.organisation(), signal, at, None)
    if arrived:
        delivered(context)
    return signal.id


def waiting(
    context: Context,
    signal: int,
    *users: str,
    topic: int | None = None,
    department: str = "taxes",
    at: datetime = MOMENT,
) -> int:
    """These colleagues wait for the specialists' answer to a question about its topic; gives the escalation's id."""
    with context.store.writing() as unit:
        found = unit.signal(signal)
        assert found is not None
        about = topic or found.topic
        asked = [
            unit.add_question(
                Question(text=f"klopt de datum van {user.lower()}", asked_at=at, asker=user, topic=about)
            ).id
            for user in users
        ]
        return unit.add_escalation(
            Escalation(
                question=asked[0],
                topic=about,
                text="klopt de datum",
                department=department,
                created_at=at - timedelta(hours=1),
                moved_at=at - timedelta(hours=1),
                waiters=tuple(Waiter(user=user, question=id) for user, id in zip(users, asked, strict=True)),
            )
        ).id
