"""What people see of a signal: gathered here, laid out in `slack/blocks/signal.py`."""

from __future__ import annotations

from dataclasses import dataclass

from bot.errors import NotFound
from bot.model import Action, Department, Entry, Escalation, Signal, Topic
from bot.ports import Reader
from bot.services.answering import UNDER_WAY, require_entry
from bot.services.context import Context
from bot.services.signal_messages import holder
from bot.services.topics import current


@dataclass(frozen=True, slots=True)
class Card:
    """All that a message about a signal shows."""

    signal: Signal
    department: Department | None
    holder: str | None  #: the person it lies with after departments said "not ours"
    entry: Entry | None  #: the entry that was shown most
    answer: int | None  #: number of the entry that answers it since
    elsewhere: tuple[Department, ...]  #: departments it may be sent to
    owner: Department | None = None  #: of the cause; None when that is a person, or no cause is named
    declined: Action | None = None  #: what its owner would not do; the cause needs another owner


def card(context: Context, id: int) -> Card:
    """What a message about it shows now. Errors: NotFound."""
    with context.store.reading() as data:
        return card_of(data, require_signal(data, id))


def card_of(data: Reader, signal: Signal) -> Card:
    """The same, within a transaction."""
    organisation = data.organisation()
    answered = next((e.note for e in reversed(signal.history) if e.what == "answered"), "")
    away = {signal.department} if holder(signal) is None else set()
    refused = _declined(data, signal)
    owner = refused.owner if refused else signal.resolution.owner if signal.resolution else None
    return Card(
        signal=signal,
        department=organisation.department(signal.department),
        holder=holder(signal),
        entry=entry_now(data, signal.evidence.entry),
        answer=int(answered) if answered.isdecimal() else None,
        elsewhere=tuple(d for d in organisation.active if d.key not in away),
        owner=next((d for d in organisation.departments if d.key == owner), None),
        declined=refused,
    )


def require_signal(data: Reader, id: int) -> Signal:
    """The signal, or NotFound."""
    signal = data.signal(id)
    if signal is None:
        raise NotFound("error-signal-gone")
    return signal


def topic_now(data: Reader, signal: Signal) -> Topic | None:
    """Its topic, followed to where it was merged."""
    try:
        return current(data, signal.topic)
    except NotFound:
        return None


def answer_now(data: Reader, signal: Signal) -> Entry | None:
    """The entry that is offered as the answer to its topic, if there is one."""
    topic = topic_now(data, signal)
    entry = entry_now(data, topic.entry if topic else None)
    return entry if entry is not None and entry.offered else None


def waiting_now(data: Reader, signal: Signal) -> tuple[Escalation, ...]:
    """The questions about its topic that still lie with specialists, wherever, oldest first."""
    topic = topic_now(data, signal)
    return data.escalations(topic=topic.id, states=UNDER_WAY) if topic else ()


def entry_now(data: Reader, number: int | None) -> Entry | None:
    """The entry, followed to where it was merged; None when there is none (any more)."""
    try:
        return require_entry(data, number) if number else None
    except NotFound:
        return None


def _declined(data: Reader, signal: Signal) -> Action | None:
    """What an owner declined, as long as no other cause or owner was named since."""
    if signal.resolution is not None:
        return None
    last = next((e for e in reversed(signal.history) if e.what in ("declined", "cause", "resolved", "open")), None)
    return data.action(int(last.note.partition("\n")[0])) if last is not None and last.what == "declined" else None
