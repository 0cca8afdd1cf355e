"""What a question for the specialists makes the bot say: where its message stands, and who hears of what.

Everything goes by the outbox, in the unit of the decision. A message's key names the place and the visit, so that a
question that comes back to a department is a new message there, and a change is an update of the one there is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.model import Escalation, Organisation, OutboxMessage, OutboxState
from bot.ports import Reader, Unit

REMINDERS = (1, 2)  #: the channel once more; then the lead


@dataclass(frozen=True, slots=True)
class Place:
    """Where its message may stand: `to` is a Slack channel or user."""

    key: str
    to: str


def message_key(escalation: Escalation) -> str:
    """Key of the message at the department or person it lies with now."""
    visit = f":{len(escalation.refused)}" if escalation.refused else ""
    return f"escalation:{escalation.id}:{escalation.department or escalation.owner}{visit}"


def reminder_key(escalation: Escalation, reminder: int | str) -> str:
    """Key of a reminder of this visit."""
    return f"remind:{_visit(escalation)}:{reminder}"


def is_current(escalation: Escalation, message: OutboxMessage) -> bool:
    """Whether this message is about where the question lies now, and not about where it was."""
    where = escalation.department or escalation.owner
    return message.payload.get("place") == where and message.payload.get("visit") == len(escalation.refused)


def places(organisation: Organisation, escalation: Escalation) -> tuple[Place, ...]:
    """Where the message can go, best first: the department's channel, its lead, an admin; or the owner, an admin."""
    key = message_key(escalation)
    found: list[Place] = []
    people: list[str] = []
    if escalation.owner is not None:
        found.append(Place(key, escalation.owner))
    elif department := organisation.department(escalation.department):
        if department.channel:
            found.append(Place(key, department.channel))
        if department.lead:
            people.append(department.lead)
    people += organisation.admins
    found += [Place(f"{key}:{user}", user) for user in dict.fromkeys(people) if user != escalation.owner]
    return tuple(found)


def next_place(data: Reader, organisation: Organisation, escalation: Escalation) -> Place | None:
    """Where the message is still to be sent; None when it stands (or is on its way) somewhere, or nobody is left."""
    for place in places(organisation, escalation):
        row = data.outbox(place.key)
        if row is None:
            return place
        if row.state is not OutboxState.FAILED:
            return None
    return None


def post(unit: Unit, organisation: Organisation, escalation: Escalation, now: datetime) -> bool:
    """Brings the question to where it lies now. False: there is nobody to bring it to, or it stands there already."""
    place = next_place(unit, organisation, escalation)
    if place is None:
        return False
    unit.enqueue(
        OutboxMessage(key=place.key, kind="escalation", to=place.to, payload=payload_of(escalation), created_at=now)
    )
    return True


def payload_of(escalation: Escalation, **more: Any) -> dict[str, Any]:
    """What a renderer looks the rest up by."""
    return {
        "escalation": escalation.id,
        "place": escalation.department or escalation.owner,
        "visit": len(escalation.refused),
        **more,
    }


def standing(data: Reader, organisation: Organisation, escalation: Escalation) -> Iterator[OutboxMessage]:
    """The messages about it at the place where it lies now that can be updated, the main one first."""
    keys = [message_key(escalation), *(place.key for place in places(organisation, escalation))]
    keys += [reminder_key(escalation, reminder) for reminder in REMINDERS]
    for key in dict.fromkeys(keys):
        row = data.outbox(key)
        if row is not None and row.state is not OutboxState.FAILED:
            yield row


def refresh(unit: Unit, organisation: Organisation, escalation: Escalation) -> None:
    """Its messages are rendered again, in place. `escalation` says where they stand, also when it just left there."""
    for row in tuple(standing(unit, organisation, escalation)):
        unit.enqueue(row)


def in_thread(
    unit: Unit, organisation: Organisation, escalation: Escalation, kind: str, number: int, now: datetime
) -> None:
    """A remark under the message where it stands now."""
    parent = next(standing(unit, organisation, escalation), None)
    if parent is None:
        return
    unit.enqueue(
        OutboxMessage(
            key=f"{kind}:{escalation.id}:{number}",
            kind=kind,
            to=parent.to,
            thread=parent.key,
            payload=payload_of(escalation, number=number),
            created_at=now,
        )
    )


def tell_waiters(unit: Unit, escalation: Escalation, what: str, now: datetime, **more: Any) -> None:
    """Everybody who waits for the answer hears privately what happened to the question."""
    for user in receivers(escalation):
        unit.enqueue(
            OutboxMessage(
                key=f"news:{what}:{_visit(escalation)}:{user}",
                kind="escalation_news",
                to=user,
                payload=payload_of(escalation, what=what, **more),
                personal=True,
                created_at=now,
            )
        )


def _visit(escalation: Escalation) -> str:
    return f"{escalation.id}:{escalation.department or escalation.owner}:{len(escalation.refused)}"


def receivers(escalation: Escalation) -> tuple[str, ...]:
    """The people who wait, each once."""
    return tuple(dict.fromkeys(waiter.user for waiter in escalation.waiters))
