"""Signals: at a department's signal moment, the topics that keep coming in are told to it, with the evidence.

Gather, decide, apply: everything is read at once, examined by pure functions, and decided and written in one
transaction. What was decided is looked up again there, so that a check that runs twice says nothing twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from bot.domain.schedule import calendar_of, next_working_moment
from bot.model import OutboxMessage, Signal, SignalState
from bot.services.context import Context
from bot.services.signal_candidates import Look
from bot.services.signal_deciding import Deciding, chooser, decide
from bot.services.signal_messages import bring_elsewhere, holder, step, undelivered
from bot.services.signal_seen import NOBODY

WAITING = (SignalState.OPEN, SignalState.SEEN, SignalState.IN_PROGRESS)


def check(context: Context, department: str, now: datetime, look: Look | None = None) -> str:
    """The signal check of one department, or of what no department is known of (NOBODY); returns a line about what it
    did. `look`: shared by all that are checked at this moment."""
    found = (look or Look()).at(context, now, department)
    with context.store.writing() as unit:
        if department != NOBODY and unit.organisation().department(department) is None:
            return "no such department any more"
        deciding = Deciding(unit, department, context.zone, now)
        woken = _wake(deciding)
        done = Counter(decide(deciding, one) for one in found)
        _list_the_rest(deciding)
    parts = [f"{count} {what}" for what, count in sorted(done.items()) if what]
    return ", ".join([*parts, *([f"{woken} back from later"] if woken else [])]) or "nothing new"


def open_for(context: Context, departments: Sequence[str], owner: str | None = None) -> tuple[Signal, ...]:
    """Signals that wait for these departments (and, if given, those that lie with this person), oldest first."""
    with context.store.reading() as data:
        waiting = data.signals(states=WAITING)
    return tuple(s for s in waiting if (holder(s) == owner if holder(s) else s.department in departments))


def undelivered_signals(context: Context) -> tuple[int, ...]:
    """Signals whose message Slack refused and for which there is somebody else to tell."""
    with context.store.reading() as data:
        organisation = data.organisation()
        return tuple(s.id for s in data.signals(states=WAITING) if undelivered(data, organisation, s))


def rescue_undelivered(context: Context, now: datetime) -> int:
    """Brings signals that Slack refused to the department's lead, else an admin. Returns how many."""
    lost = undelivered_signals(context)
    for id in lost:
        with context.store.writing() as unit:
            signal = unit.signal(id)
            to = undelivered(unit, unit.organisation(), signal) if signal else None
            if signal is not None and to is not None:
                calendar = calendar_of(unit.organisation().department(signal.department))
                bring_elsewhere(unit, signal, to, next_working_moment(now, context.zone, calendar))
    return len(lost)


# ---------------------------------------------------------------- within the transaction of a check


def _wake(deciding: Deciding) -> int:
    """ "Later" is over: they are open again."""
    sleeping = deciding.unit.signals(departments=[deciding.department], states=[SignalState.LATER])
    due = [s for s in sleeping if s.later_until is None or s.later_until <= deciding.now]
    for signal in due:
        deciding.known[signal.id] = step(
            deciding.unit, signal, "woken", deciding.now, not_before=deciding.not_before, state=SignalState.OPEN,
            later_until=None,
        )  # fmt: skip
    return len(due)


def _list_the_rest(deciding: Deciding) -> None:
    """One line a day for the new ones that got no message of their own, in the order they came."""
    noted = deciding.noted()
    key = f"signals-rest:{deciding.department}:{deciding.today}"
    known = deciding.unit.outbox(key)
    to = _reader_of_the_rest(deciding)
    if not noted or to is None or (known is not None and list(known.payload.get("signals", ())) == noted):
        return
    deciding.unit.enqueue(
        OutboxMessage(
            key=key,
            kind="signals_rest",
            to=to,
            payload={"signals": noted, "department": deciding.department},
            not_before=deciding.not_before,
            created_at=deciding.now,
        )
    )


def _reader_of_the_rest(deciding: Deciding) -> str | None:
    where, organisation = deciding.owner, deciding.organisation
    found = [where.channel, where.lead] if where else [chooser(organisation)]
    return next((place for place in (*found, *organisation.admins) if place), None)
