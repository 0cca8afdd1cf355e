"""What a signal makes the bot say: one message a topic, its questions and its history in that message's thread.

Everything goes by the outbox, in the unit of the decision. A signal that another department gets is a new message there
(its visit); the old one stays and says where it went, and what became of it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.model import Organisation, OutboxMessage, OutboxState, Signal, SignalEvent, SignalState
from bot.ports import Reader, Unit

MOVES = ("rerouted", "handed")  #: events that lay a signal down somewhere else
CORRECTED = "corrected"  #: its topic was corrected: questions left what it tells of, or came back
ANEW = (*MOVES, "posted", "woken", "relapsed", "open")  #: events after which it waits to be seen, as if it were new


def message_key(signal: Signal, visit: int | None = None) -> str:
    """Key of its message where it lies now, or where it lay on an earlier visit."""
    visit = visits(signal) if visit is None else visit
    return f"signal:{signal.id}:{visit}" if visit else f"signal:{signal.id}"


def visits(signal: Signal) -> int:
    """How often it went somewhere else."""
    return sum(event.what in MOVES for event in signal.history)


def holder(signal: Signal) -> str | None:
    """The person it lies with, when departments said "not ours" and somebody else decides."""
    last = last_move(signal)
    return moved_to(last) if last is not None and last.what == "handed" else None


def last_move(signal: Signal) -> SignalEvent | None:
    """How it came where it lies now; None: it began there."""
    return next((event for event in reversed(signal.history) if event.what in MOVES), None)


def move_note(place: str, reason: str) -> str:
    """The note of an event that lays it down somewhere else: the department's key or the person, and why."""
    return f"{place}\n{reason}" if reason else place


def moved_to(event: SignalEvent) -> str:
    """Where that event brought it: a department's key, or a person."""
    return event.note.partition("\n")[0]


def moved_why(event: SignalEvent) -> str:
    """Why, as whoever sent it on said; "" when they did not."""
    return event.note.partition("\n")[2]


def waits_for_owner(signal: Signal) -> bool:
    """Its cause has an owner, who has not confirmed yet that it is gone."""
    named = signal.resolution
    return signal.state is SignalState.IN_PROGRESS and named is not None and named.confirmed_at is None


def unseen_since(signal: Signal) -> datetime:
    """Since when it waits to be seen, where it lies now."""
    return next((event.at for event in reversed(signal.history) if event.what in ANEW), signal.opened_at)


def unseen_key(signal: Signal) -> str:
    """Key of the message to the lead that nobody looked at it; one each time it waits anew."""
    return f"signal:{signal.id}:unseen:{int(unseen_since(signal).timestamp())}"


def places(organisation: Organisation, signal: Signal) -> tuple[str, ...]:
    """Channels and people its message may go to, best first: the department's channel, its lead, an admin."""
    person, department = holder(signal), organisation.department(signal.department)
    found = [person] if person else [department.channel, department.lead] if department else []
    return tuple(dict.fromkeys(place for place in (*found, *organisation.admins) if place))


def post(unit: Unit, organisation: Organisation, signal: Signal, now: datetime, not_before: datetime | None) -> bool:
    """Gives it a message of its own, with the questions as asked in its thread. False: there is nobody to tell."""
    to = next(iter(places(organisation, signal)), None)
    if to is None:
        return False
    key = message_key(signal)
    for message in (
        OutboxMessage(key=key, kind="signal", to=to, payload=payload_of(signal), created_at=now),
        OutboxMessage(
            key=f"{key}:questions",
            kind="signal_questions",
            to=to,
            thread=key,
            payload=payload_of(signal),
            created_at=now,
        ),
    ):
        unit.enqueue(message.but(not_before=not_before))
    return True


def refresh(unit: Unit, signal: Signal, *, questions: bool = False, not_before: datetime | None = None) -> None:
    """Its message is rendered again, in place, and so are those where it was before; with `questions` the list in its
    thread as well."""
    key = message_key(signal)
    before = [message_key(signal, visit) for visit in range(visits(signal))]
    for one in (*before, key, *((f"{key}:questions",) if questions else ())):
        row = unit.outbox(one)
        if row is not None:
            unit.enqueue(row.but(not_before=not_before))


def step(
    unit: Unit,
    signal: Signal,
    what: str,
    now: datetime,
    *,
    by: str | None = None,
    note: str = "",
    questions: bool = False,
    not_before: datetime | None = None,
    **changes: Any,
) -> Signal:
    """Something happened to it: saved with its history, shown in its message, and a line in its thread (of the message
    where it was, when it goes somewhere else)."""
    event = SignalEvent(at=now, what=what, by=by, note=note)
    if what in ANEW:
        changes = {"lead_told_at": None, **changes}
    told, parent = unit.outbox(unseen_key(signal)), unit.outbox(message_key(signal))
    signal = signal.but(history=(*signal.history, event), changed_at=now, **changes)
    unit.save_signal(signal)
    refresh(unit, signal, questions=questions, not_before=not_before)
    if told is not None:
        unit.enqueue(told)
    if parent is not None:
        number = len(signal.history) - 1
        unit.enqueue(
            OutboxMessage(
                key=f"signal:{signal.id}:h{number}",
                kind="signal_history",
                to=parent.to,
                thread=parent.key,
                payload=payload_of(signal, number=number),
                not_before=not_before,
                created_at=now,
            )
        )
    return signal


def payload_of(signal: Signal, **more: Any) -> dict[str, Any]:
    """What a renderer looks the rest up by."""
    return {"signal": signal.id, "visit": visits(signal), **more}


def is_current(signal: Signal, message: OutboxMessage) -> bool:
    """Whether this message stands where the signal lies now."""
    return message.payload.get("visit") == visits(signal)


def undelivered(data: Reader, organisation: Organisation, signal: Signal) -> str | None:
    """Who gets it now that Slack refused it (the bot was thrown out of the channel); None when nothing is wrong."""
    row = data.outbox(message_key(signal))
    if row is None or row.state is not OutboxState.FAILED or row.ts is not None:
        return None
    left = places(organisation, signal)
    after = left[left.index(row.to) + 1 :] if row.to in left else left
    return next(iter(after), None)


def bring_elsewhere(unit: Unit, signal: Signal, to: str, not_before: datetime) -> None:
    """Its messages, which reached nobody, are sent to somebody else, no sooner than `not_before`."""
    key = message_key(signal)
    threads = [f"{key}:questions", *(f"signal:{signal.id}:h{number}" for number in range(len(signal.history)))]
    for one in (key, *threads):
        row = unit.outbox(one)
        if row is not None and row.ts is None and row.thread in (None, key):
            unit.save_outbox(row.but(to=to, state=OutboxState.PENDING, attempts=0, not_before=not_before, error=""))
