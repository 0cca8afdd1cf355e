"""What people do with a signal: seen, in progress; later, no action needed, not ours, open again. How it is answered
stands in `signal_answers`, how it is resolved in `resolving`.

Every function is safe to run twice and by two people at once: it returns the signal as it is now, and whether this call
changed it. Errors of all: NotFound when it is gone, NotAllowed for whoever it does not lie with.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import NamedTuple

from bot.domain import text as words
from bot.domain.schedule import calendar_of, next_working_moment
from bot.domain.signals import Thresholds, thresholds
from bot.errors import BadInput, NotAllowed
from bot.model import ENOUGH_PEOPLE, TEXT_MAX, Signal, SignalState
from bot.ports import Reader
from bot.services import acting
from bot.services.context import Context, mask_entry
from bot.services.escalating import REFUSALS_MOST, decider
from bot.services.people import Role
from bot.services.signal_cards import require_signal, topic_now
from bot.services.signal_messages import holder, move_note, post, step, waits_for_owner
from bot.services.signal_seen import ACTIVE

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


def advance(context: Context, role: Role, id: int, to: SignalState, now: datetime, note: str = "") -> Step:
    """Brings it to a next state, or back to open. `note`: why nothing needs doing (masked). What its cause's owner was
    asked to do is no longer asked when it is opened again.

    Errors: also BadInput for a note that is too long, a missing reason for "no action needed", or for "resolved", which
    names a cause (`resolving`).
    """
    if to is SignalState.RESOLVED:
        raise BadInput("error-signal-done", text=note, field="done")
    if len(note) > TEXT_MAX:
        raise BadInput("error-too-long", text=note, limit=TEXT_MAX, length=len(note))
    if to is SignalState.NO_ACTION and not words.has_words(note):
        raise BadInput("error-signal-reason", text=note, field="note")
    with context.store.writing() as unit:
        signal = require_mine(unit, role, id)
        if not may_become(signal, to):
            return Step(signal, False)
        named = signal.resolution
        if waits_for_owner(signal):
            acting.withdraw(unit, (named.action if named else None) or 0, role.user, now)
            named = None
        masked = mask_entry(note.strip(), unit.organisation())[:TEXT_MAX]
        reason = masked if to is SignalState.NO_ACTION else ""
        changed = step(
            unit,
            signal,
            to.value,
            now,
            by=role.user,
            note=masked,
            state=to,
            relapsed=signal.relapsed and to is not SignalState.NO_ACTION,
            reason=reason,
            resolution=named,
            later_until=None,
        )
        return Step(changed, True)


def later(context: Context, role: Role, id: int, until: str, now: datetime) -> Step:
    """Not now: silent until then (a key of LATER), unless it doubles. Errors: also BadInput for another word."""
    if until not in LATER:
        raise BadInput("error-input", field="until")
    day = (now.astimezone(context.zone) + timedelta(days=LATER[until])).date()
    with context.store.writing() as unit:
        signal = require_mine(unit, role, id)
        calendar = calendar_of(unit.organisation().department(signal.department))
        moment = next_working_moment(datetime.combine(day, time(0), context.zone), context.zone, calendar)
        if not may_become(signal, SignalState.LATER):
            return Step(signal, False)
        changed = step(
            unit, signal, "later", now, by=role.user, note=moment.isoformat(), state=SignalState.LATER,
            later_until=moment,
        )  # fmt: skip
        return Step(changed, True)


def not_ours(context: Context, role: Role, id: int, department: str | None, now: datetime, reason: str = "") -> Step:
    """It belongs elsewhere: to `department`, or None for "I don't know". The topic's next questions go there too.
    `reason` (masked) is read where it goes.

    After REFUSALS_MOST departments, or without an idea, the top task's owner decides; with no owner, an admin.
    Errors: also BadInput for a department that is not there, or when there is nobody to send it to.
    """
    if len(reason) > TEXT_MAX:
        raise BadInput("error-too-long", text=reason, field="note", limit=TEXT_MAX, length=len(reason))
    with context.store.writing() as unit:
        organisation = unit.organisation()
        signal = require_mine(unit, role, id)
        person = holder(signal)
        if signal.state in (SignalState.RESOLVED, SignalState.NO_ACTION) or waits_for_owner(signal):
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
        moved = step(
            unit,
            signal.but(refused=tuple(dict.fromkeys(refused))),
            "handed" if up else "rerouted",
            now,
            by=role.user,
            note=move_note(owner or department or "", mask_entry(reason.strip(), organisation)[:TEXT_MAX]),
            department=signal.department if up else department,
            state=SignalState.OPEN,
            later_until=None,
        )
        if signal.posted:
            post(unit, organisation, moved, now, None)
        topic = topic_now(unit, signal)
        if topic is not None and not up:
            unit.save_topic(topic.but(department=department, placed=True))
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


def may_become(signal: Signal, to: SignalState) -> bool:
    """Whether a person can bring it there now. While the owner of its cause has not confirmed, it can be opened again
    or get another cause, and nothing else."""
    if waits_for_owner(signal):
        return to in (SignalState.OPEN, SignalState.RESOLVED)
    return signal.state in FROM[to]


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


def require_mine(data: Reader, role: Role, id: int, text: str = "") -> Signal:
    """The one this person may act on. Errors: NotFound, NotAllowed; `text` goes back with it."""
    signal = require_signal(data, id)
    if not may_act(role, signal):
        raise NotAllowed("error-not-specialist", text=text)
    return signal


def require_seen(data: Reader, role: Role, id: int) -> Signal:
    """The one this person may look at: who may act on it, or the owner of a top task its department works in. Errors:
    NotFound, NotAllowed."""
    signal = require_signal(data, id)
    tasks = (t for t in data.organisation().top_tasks if not t.archived and t.owner == role.user)
    if not may_act(role, signal) and not any(signal.department in task.departments for task in tasks):
        raise NotAllowed("error-not-specialist")
    return signal
