"""Signals: at a department's signal moment, the topics that keep coming in are told to it, with the evidence.

Gather, decide, apply: everything is read at once, examined by pure functions, and decided and written in one
transaction. What was decided is looked up again there, so that a check that runs twice says nothing twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.schedule import next_working_moment
from bot.domain.signals import LastSignal, should_post
from bot.model import Organisation, OutboxMessage, Signal, SignalEvent, SignalState
from bot.ports import Reader, Unit
from bot.services.context import Context
from bot.services.signal_candidates import Candidate, candidates
from bot.services.signal_messages import bring_elsewhere, holder, places, post, step, undelivered

NEW_A_DAY = 2  #: messages of their own that a department gets a day; the rest stand in one line
COUNTED = timedelta(days=42)  #: signals opened before are not asked whether they were posted today
LATE = timedelta(hours=1)  #: a check that much after its moment waits for working hours before it speaks
WAITING = (SignalState.OPEN, SignalState.SEEN, SignalState.IN_PROGRESS)
SETTLED = (SignalState.RESOLVED, SignalState.NO_ACTION)


def check(context: Context, department: str, moment: datetime, now: datetime) -> str:
    """The signal check of one department, for its signal moment `moment`; returns a line about what it did."""
    with context.store.reading() as data:
        found = candidates(data, department, now)
    not_before = next_working_moment(now, context.zone) if now - moment > LATE else None
    with context.store.writing() as unit:
        organisation = unit.organisation()
        if organisation.department(department) is None:
            return "no such department any more"
        woken = _wake(unit, department, now, not_before)
        done = Counter(_decide(context.zone, unit, organisation, department, one, now, not_before) for one in found)
        _list_the_rest(context.zone, unit, organisation, department, now, not_before)
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
                bring_elsewhere(unit, signal, to)
    return len(lost)


# ---------------------------------------------------------------- deciding, in one transaction


def _decide(
    zone: ZoneInfo,
    unit: Unit,
    organisation: Organisation,
    department: str,
    one: Candidate,
    now: datetime,
    not_before: datetime | None,
) -> str:
    """What becomes of one candidate: "new", "doubled", "relapse", "in the rest" or "" for nothing."""
    known = next(iter(reversed(unit.signals(topic=one.topic.id))), None)
    news = should_post(one.finding, _last(known), now)
    room = _posted_today(zone, unit, department, now) < NEW_A_DAY
    if known is None:
        return _begin(unit, organisation, department, one, now, not_before, room=room)
    if known.department != department:
        if organisation.department(known.department) is not None:
            return ""  # it was sent on to another department meanwhile
        known = _inherit(unit, organisation, known, department, now, not_before)
    if not known.posted:
        return _promote(unit, organisation, known, one, now, not_before, news) if room else ""
    if news is None or news == "new":
        return ""
    people = str(one.finding.people)
    again = known.state in (*SETTLED, SignalState.LATER)
    step(
        unit,
        known,
        "doubled" if news == "doubled" else "relapsed",
        now,
        note=people,
        questions=True,
        not_before=not_before,
        evidence=one.evidence,
        state=SignalState.OPEN if again else known.state,
        relapsed=news == "relapse",
        later_until=None,
    )
    return news


def _begin(
    unit: Unit,
    organisation: Organisation,
    department: str,
    one: Candidate,
    now: datetime,
    not_before: datetime | None,
    *,
    room: bool,
) -> str:
    signal = unit.add_signal(
        Signal(
            topic=one.topic.id,
            department=department,
            title=one.title,
            evidence=one.evidence,
            opened_at=now,
            changed_at=now,
            history=(SignalEvent(at=now, what="noted"),),
        )
    )
    if not (room and post(unit, organisation, signal, now, not_before)):
        return "in the rest"  # also when there is nobody to tell yet: a later check tells who is there by then
    unit.save_signal(signal.but(posted=True, history=(SignalEvent(at=now, what="posted"),)))
    return "new"


def _promote(
    unit: Unit,
    organisation: Organisation,
    signal: Signal,
    one: Candidate,
    now: datetime,
    not_before: datetime | None,
    news: str | None,
) -> str:
    """It stood in the rest of an earlier day, and still keeps coming in: now there is room for a message of its own."""
    back = news == "relapse" and signal.state is SignalState.RESOLVED
    if signal.state not in WAITING and not back:
        return ""
    state = SignalState.OPEN if back else signal.state
    if not places(organisation, signal):
        return ""  # nobody to tell
    signal = step(unit, signal, "posted", now, evidence=one.evidence, posted=True, state=state, relapsed=back)
    post(unit, organisation, signal, now, not_before)
    return "new"


def _inherit(
    unit: Unit, organisation: Organisation, signal: Signal, department: str, now: datetime, not_before: datetime | None
) -> Signal:
    """Its department is no longer there: the one whose subject it is now gets it."""
    moved = step(unit, signal, "rerouted", now, note=department, department=department, refused=())
    if moved.posted and moved.state in WAITING:
        post(unit, organisation, moved, now, not_before)
    return moved


def _wake(unit: Unit, department: str, now: datetime, not_before: datetime | None) -> int:
    """ "Later" is over: they are open again."""
    sleeping = unit.signals(departments=[department], states=[SignalState.LATER])
    due = [s for s in sleeping if s.later_until is None or s.later_until <= now]
    for signal in due:
        step(unit, signal, "woken", now, not_before=not_before, state=SignalState.OPEN, later_until=None)
    return len(due)


def _list_the_rest(
    zone: ZoneInfo,
    unit: Unit,
    organisation: Organisation,
    department: str,
    now: datetime,
    not_before: datetime | None,
) -> None:
    """One line a day for the new ones that got no message of their own, in the order they came."""
    today = now.astimezone(zone).date()
    noted = [
        s.id
        for s in unit.signals(departments=[department], since=now - timedelta(days=2))
        if s.history[0].what == "noted" and s.opened_at.astimezone(zone).date() == today
    ]
    key = f"signals-rest:{department}:{today.isoformat()}"
    known = unit.outbox(key)
    where = organisation.department(department)
    to = where.channel or where.lead or next(iter(organisation.admins), None) if where else None
    if not noted or to is None or (known is not None and list(known.payload.get("signals", ())) == noted):
        return
    payload = {"signals": noted, "department": department}
    unit.enqueue(
        OutboxMessage(key=key, kind="signals_rest", to=to, payload=payload, not_before=not_before, created_at=now)
    )


def _posted_today(zone: ZoneInfo, data: Reader, department: str, now: datetime) -> int:
    """Messages of their own that the department's checks posted today; what people opened or sent on is not counted."""
    today = now.astimezone(zone).date()
    return sum(
        event.what == "posted" and event.by is None and event.at.astimezone(zone).date() == today
        for signal in data.signals(departments=[department], since=now - COUNTED)
        for event in signal.history
    )


def _last(signal: Signal | None) -> LastSignal | None:
    """ "No action needed" is no resolution: it stays quiet until it doubles, or is new again after some time."""
    if signal is None:
        return None
    resolved = signal.changed_at if signal.state is SignalState.RESOLVED else None
    return LastSignal(signal.evidence.at, signal.evidence.people, resolved)
