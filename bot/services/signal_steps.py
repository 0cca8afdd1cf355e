"""What people do with a signal: seen, in progress, resolved; later, no action needed, not ours, answered.

Every function is safe to run twice and by two people at once: it returns the signal as it is now, and whether this call
changed it. Errors of all: NotFound when it is gone, NotAllowed for whoever it does not lie with.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import NamedTuple

from bot.domain import text as words
from bot.domain.schedule import next_working_moment
from bot.domain.signals import Thresholds, thresholds
from bot.errors import BadInput, NotAllowed, NotFound
from bot.model import ENOUGH_PEOPLE, TEXT_MAX, Department, Entry, Signal, SignalState
from bot.ports import Reader
from bot.services.context import Context, mask_entry
from bot.services.escalating import REFUSALS_MOST, decider
from bot.services.people import Role
from bot.services.signal_candidates import ACTIVE
from bot.services.signal_messages import holder, post, refresh, step

LATER = {"tomorrow": 1, "week": 7, "two_weeks": 14}  #: calendar days; then the first signal moment of a working day

FROM: dict[SignalState, tuple[SignalState, ...]] = {
    SignalState.SEEN: (SignalState.OPEN, SignalState.LATER),
    SignalState.IN_PROGRESS: (SignalState.OPEN, SignalState.SEEN, SignalState.LATER),
    SignalState.RESOLVED: (SignalState.OPEN, SignalState.SEEN, SignalState.IN_PROGRESS, SignalState.LATER),
    SignalState.LATER: (SignalState.OPEN, SignalState.SEEN, SignalState.IN_PROGRESS),
    SignalState.NO_ACTION: (SignalState.OPEN, SignalState.SEEN, SignalState.IN_PROGRESS, SignalState.LATER),
    SignalState.OPEN: (SignalState.RESOLVED, SignalState.NO_ACTION, SignalState.LATER),
}  #: from which states each state can be reached by a person


class Step(NamedTuple):
    """The signal as it is now, and whether this call changed it."""

    signal: Signal
    changed: bool


@dataclass(frozen=True, slots=True)
class Card:
    """All that a message about a signal shows."""

    signal: Signal
    department: Department | None
    holder: str | None  #: the person it lies with after departments said "not ours"
    entry: Entry | None  #: the entry that was shown most
    answer: int | None  #: number of the entry that answers it since
    elsewhere: tuple[Department, ...]  #: departments it may be sent to


def card(context: Context, id: int) -> Card:
    """What a message about it shows now. Errors: NotFound."""
    with context.store.reading() as data:
        return card_of(data, require_signal(data, id))


def card_of(data: Reader, signal: Signal) -> Card:
    """The same, within a transaction."""
    organisation = data.organisation()
    number = signal.evidence.entry
    answered = next((e.note for e in reversed(signal.history) if e.what == "answered"), "")
    away = {signal.department} if holder(signal) is None else set()
    return Card(
        signal=signal,
        department=organisation.department(signal.department),
        holder=holder(signal),
        entry=data.entry(number) if number else None,
        answer=int(answered) if answered.isdecimal() else None,
        elsewhere=tuple(d for d in organisation.active if d.key not in away),
    )


def advance(context: Context, role: Role, id: int, to: SignalState, now: datetime, note: str = "") -> Step:
    """Brings it to a next state, or back to open. `note`: what was done, or why nothing needs doing (masked).

    Errors: also BadInput for a note that is too long, or a missing reason for "no action needed".
    """
    if len(note) > TEXT_MAX:
        raise BadInput("error-too-long", text=note, limit=TEXT_MAX, length=len(note))
    if to is SignalState.NO_ACTION and not words.has_words(note):
        raise BadInput("error-signal-reason", text=note, field="note")
    with context.store.writing() as unit:
        signal = require_mine(unit, role, id)
        if signal.state not in FROM[to]:
            return Step(signal, False)
        masked = mask_entry(note.strip(), unit.organisation())[:TEXT_MAX]
        reason = masked if to in (SignalState.RESOLVED, SignalState.NO_ACTION) else ""
        changed = step(
            unit, signal, to.value, now, by=role.user, note=masked, state=to, reason=reason, later_until=None
        )
        return Step(changed, True)


def later(context: Context, role: Role, id: int, until: str, now: datetime) -> Step:
    """Not now: silent until then (a key of LATER), unless it doubles. Errors: also BadInput for another word."""
    if until not in LATER:
        raise BadInput("error-input", field="until")
    day = (now.astimezone(context.zone) + timedelta(days=LATER[until])).date()
    moment = datetime.combine(day, time(0), context.zone)
    moment = next_working_moment(moment, context.zone)
    with context.store.writing() as unit:
        signal = require_mine(unit, role, id)
        if signal.state not in FROM[SignalState.LATER]:
            return Step(signal, False)
        changed = step(
            unit, signal, "later", now, by=role.user, note=moment.isoformat(), state=SignalState.LATER,
            later_until=moment,
        )  # fmt: skip
        return Step(changed, True)


def not_ours(context: Context, role: Role, id: int, department: str | None, now: datetime) -> Step:
    """It belongs elsewhere: to `department`, or None for "I don't know". The topic's next questions go there too.

    After REFUSALS_MOST departments, or without an idea, the top task's owner decides; with no owner, an admin.
    Errors: also BadInput for a department that is not there, or when there is nobody to send it to.
    """
    with context.store.writing() as unit:
        organisation = unit.organisation()
        signal = require_mine(unit, role, id)
        person = holder(signal)
        if signal.state in (SignalState.RESOLVED, SignalState.NO_ACTION):
            return Step(signal, False)
        if department == signal.department and person is None:
            return Step(signal, False)
        if department is not None and organisation.department(department) is None:
            raise BadInput("error-no-department", field="department")
        refused = signal.refused if person else (*signal.refused, signal.department)
        up = department is None or (person is None and len(refused) >= REFUSALS_MOST)
        owner = decider(organisation, refused, role.user) if up else None
        if up and (owner is None or owner == person):
            raise BadInput("error-signal-nobody", field="department")
        before = signal
        moved = step(
            unit,
            signal.but(refused=tuple(dict.fromkeys(refused))),
            "handed" if up else "rerouted",
            now,
            by=role.user,
            note=owner or department or "",
            department=signal.department if up else department,
            state=SignalState.OPEN,
            later_until=None,
        )
        refresh(unit, before)
        if signal.posted:
            post(unit, organisation, moved, now, None)
        topic = unit.topic(signal.topic)
        if topic is not None and not up:
            unit.save_topic(topic.but(department=department))
        return Step(moved, True)


def show(context: Context, role: Role, id: int, now: datetime) -> Step:
    """Gives one of "the rest" a message of its own, because somebody asked for it."""
    with context.store.writing() as unit:
        signal = require_mine(unit, role, id)
        if signal.posted:
            return Step(signal, False)
        shown = step(unit, signal, "posted", now, by=role.user, posted=True)
        post(unit, unit.organisation(), shown, now, None)
        return Step(shown, True)


def limits(context: Context, now: datetime) -> tuple[Thresholds, int]:
    """The thresholds that hold now, and how many people are active (0 when fewer than three)."""
    with context.store.reading() as data:
        active = data.active_people(now - ACTIVE)
    return thresholds(active), active if active >= ENOUGH_PEOPLE else 0


def may_act(role: Role, signal: Signal) -> bool:
    """Specialists and the lead of the department it lies with, the person it lies with, or an admin."""
    person = holder(signal)
    if role.admin or (person is not None and person == role.user):
        return True
    return person is None and role.is_specialist_of(signal.department)


def require_signal(data: Reader, id: int) -> Signal:
    """The signal, or NotFound."""
    signal = data.signal(id)
    if signal is None:
        raise NotFound("error-signal-gone")
    return signal


def require_mine(data: Reader, role: Role, id: int, text: str = "") -> Signal:
    """The one this person may act on. Errors: NotFound, NotAllowed; `text` goes back with it."""
    signal = require_signal(data, id)
    if not may_act(role, signal):
        raise NotAllowed("error-not-specialist", text=text)
    return signal
