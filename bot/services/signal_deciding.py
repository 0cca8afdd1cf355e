"""What becomes of a finding: a signal of its own, part of the rest, told again, or nothing. Within one transaction.

One signal a topic until it doubles or relapses. What is nearly the same as a signal of the last days, or of a topic
that was merged with this one, is the same. What an announcement foresaw is kept without a message.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain
from zoneinfo import ZoneInfo

from bot.domain.aftermath import starts
from bot.domain.schedule import calendar_of, is_working_day, next_working_moment
from bot.domain.signals import QUIET, LastSignal, busiest, should_post
from bot.model import LIVE_SIGNALS, Evidence, Organisation, Signal, SignalEvent, SignalState
from bot.ports import Unit
from bot.services.signal_candidates import Candidate
from bot.services.signal_messages import places, post, step
from bot.services.signal_seen import KNOWN, NOBODY, asked_of

NEW_A_DAY = 2  #: messages of their own a day, for what no department is known of
SETTLED = (SignalState.RESOLVED, SignalState.NO_ACTION)
ONLY_DOUBLED = (SignalState.NO_ACTION, SignalState.LATER)


class Deciding:
    """What one check decides with: its transaction, its department (or NOBODY), when what it says may be said, and the
    signals there are: read once, and kept as they become."""

    def __init__(self, unit: Unit, department: str, zone: ZoneInfo, now: datetime) -> None:
        self.unit, self.department, self.zone, self.now = unit, department, zone, now
        self.organisation = unit.organisation()
        self.owner = self.organisation.department(department)
        self.calendar = calendar_of(self.owner)
        later = next_working_moment(now, zone, self.calendar)
        self.not_before = later if later > now else None
        self.known = {s.id: s for s in unit.signals(since=now - KNOWN)}
        topics = unit.topics(sorted({s.topic for s in self.known.values()})) if self.known else ()
        self.merged = {t.id: t.merged_into for t in topics}

    def learn(self, ids: Iterable[int], topic: int) -> None:
        """Reads again what may have changed: these signals, and those on this topic."""
        changed = (*(self.unit.signal(id) for id in ids), *self.unit.signals(topic=topic))
        self.known |= {s.id: s for s in changed if s is not None}

    @property
    def today(self) -> str:
        """The local date."""
        return self.local_day(self.now)

    def local_day(self, at: datetime) -> str:
        """The local date of a moment."""
        return at.astimezone(self.zone).date().isoformat()

    def room(self) -> bool:
        """Whether today has room for another message; what people opened or sent on is not counted."""
        posted = sum(event.by is None for _, event in self._today("posted"))
        return posted < (self.owner.signals_a_day if self.owner else NEW_A_DAY)

    def noted(self) -> list[int]:
        """Ids of today's signals without a message of their own, in the order they came."""
        return list(dict.fromkeys(signal.id for signal, _ in self._today("noted")))

    def _today(self, what: str) -> Iterator[tuple[Signal, SignalEvent]]:
        for signal in sorted(self.known.values(), key=lambda s: (s.opened_at, s.id)):
            for event in signal.history if signal.department == self.department else ():
                if event.what == what and self.local_day(event.at) == self.today:
                    yield signal, event


def decide(deciding: Deciding, one: Candidate) -> str:
    """What becomes of one candidate: "new", "doubled", "relapse", "in the rest", "expected" or "" for nothing."""
    alike = _alike(deciding, one)
    done = _decide(deciding, one, alike)
    deciding.learn((s.id for s in alike), one.topic.id)
    return done


def _decide(deciding: Deciding, one: Candidate, alike: Sequence[Signal]) -> str:
    known = next((s for s in reversed(alike) if s.expected is None), None)
    foreseen = next((s for s in reversed(alike) if s.expected is not None and _lately(s, deciding.now)), None)
    if one.expected is not None:
        return _foresee(deciding, one, foreseen)
    if known is None and foreseen is not None:
        return _alarm_after_all(deciding, foreseen, one)
    if known is None:
        return _begin(deciding, one)
    news = _news(deciding, known, one)
    if known.department != deciding.department and deciding.organisation.department(known.department) is not None:
        # It was sent on meanwhile, or another department is told nearly the same; unless that is over.
        over = known.state in SETTLED and not _lately(known, deciding.now)
        return _begin(deciding, one) if over and news is not None else ""
    if known.department != deciding.department:
        known = _inherit(deciding, known)
    if not known.posted:
        return _promote(deciding, known, one, news)
    return _tell_again(deciding, known, one, news) if news in ("doubled", "relapse") else ""


# ---------------------------------------------------------------- the same, and news


def _alike(deciding: Deciding, one: Candidate) -> list[Signal]:
    """Signals on this topic, or on one that was merged into it; and those of the last days that tell of much the same
    questions, or of at least half of these. Oldest first."""
    mine, known = one.topic.id, deciding.known.values()
    older = deciding.unit.signals(topic=mine)
    found = {s.id: s for s in older}
    found |= {s.id: s for s in known if deciding.merged.get(s.topic) == mine or s.id in one.same}
    found |= {s.id: s for s in known if _lately(s, deciding.now) and _share_half(one, s)}
    return sorted(found.values(), key=lambda s: (s.opened_at, s.id))


def _share_half(one: Candidate, signal: Signal) -> bool:
    asked = set(one.evidence.questions)
    return bool(asked) and 2 * len(asked & set(signal.evidence.questions)) >= len(asked)


def _lately(signal: Signal, now: datetime) -> bool:
    """Whether what it tells of is not over yet."""
    return now - signal.evidence.at < QUIET


def _news(deciding: Deciding, known: Signal, one: Candidate) -> str | None:
    resolved = starts(known, deciding.zone)
    goes_on = resolved is None and _lately(known, deciding.now)
    told, customers = known.evidence, one.finding.kind == "contacts"
    last = LastSignal(
        at=told.at,
        people=told.tallied + told.contacts if customers else told.people,
        resolved_at=resolved,
        only_doubled=known.state in ONLY_DOUBLED,
        fresh=_fresh(deciding.unit, known, one, resolved, goes_on),
        pace=_pace(deciding.unit, told) if one.finding.kind == "rising" and goes_on else 0.0,
    )
    return should_post(one.finding, last, deciding.now, lambda day: is_working_day(day, deciding.calendar))


def _fresh(unit: Unit, known: Signal, one: Candidate, resolved: datetime | None, goes_on: bool) -> int:
    """How many came since it was resolved; else since it was told and, while that goes on, were not told of. Who said
    "no action needed" or "later" hears of it when it doubles, those who were told of included: in a small team there
    may be no more new people."""
    begin = resolved or known.evidence.at
    if one.finding.kind == "contacts":
        return sum(t.count for t in unit.tallies(topic=one.topic.id, since=begin))
    before = known.evidence.people if goes_on and known.state in ONLY_DOUBLED else 0
    told = known.evidence.questions if goes_on else ()
    counted = {q.pseudonym for q in unit.questions(ids=told)} if told else set()
    return before + len({a.person for a in one.asked if a.at > begin} - counted - {None})


def _pace(unit: Unit, told: Evidence) -> float:
    return busiest(asked_of(unit.questions(ids=told.questions))) if told.kind == "rising" else 0.0


def size(evidence: Evidence) -> int:
    """How many it tells of: customers of kind contacts, else colleagues."""
    return evidence.tallied + evidence.contacts if evidence.kind == "contacts" else evidence.people


# ---------------------------------------------------------------- what becomes of it


def _begin(deciding: Deciding, one: Candidate) -> str:
    signal = deciding.unit.add_signal(_signal(deciding, one))
    if one.department == NOBODY:
        signal = _hand(deciding, signal)
    return _post_or_note(deciding, signal)


def _signal(deciding: Deciding, one: Candidate) -> Signal:
    return Signal(
        topic=one.topic.id,
        department=one.department,
        title=one.title,
        evidence=one.evidence,
        opened_at=deciding.now,
        changed_at=deciding.now,
    )


def _hand(deciding: Deciding, signal: Signal) -> Signal:
    """Nobody knows whose subject it is: somebody is to say so."""
    owner = chooser(deciding.organisation)
    return step(deciding.unit, signal, "handed", deciding.now, note=owner) if owner else signal


def chooser(organisation: Organisation) -> str | None:
    """Who says whose subject something is that no department is known of: the owner of a top task, else an admin."""
    tasks = (t.owner for t in organisation.top_tasks if t.owner and not t.archived)
    return next(chain(tasks, organisation.admins), None)


def _post_or_note(deciding: Deciding, signal: Signal) -> str:
    """A message of its own when there is room; else it stands in the rest, also when there is nobody to tell yet: a
    later check tells who is there by then."""
    unit, now = deciding.unit, deciding.now
    there = bool(places(deciding.organisation, signal)) and deciding.room()
    event = SignalEvent(at=now, what="posted" if there else "noted")
    signal = signal.but(posted=there, history=(*signal.history, event))
    unit.save_signal(signal)
    if there:
        post(unit, deciding.organisation, signal, now, deciding.not_before)
    return "new" if there else "in the rest"


def _promote(deciding: Deciding, signal: Signal, one: Candidate, news: str | None) -> str:
    """It stood in the rest of an earlier day, and still keeps coming in: now there is room for a message of its own."""
    back = news == "relapse" and signal.state is SignalState.RESOLVED
    grown = news == "doubled" and signal.state in ONLY_DOUBLED
    live = signal.state in LIVE_SIGNALS and signal.state is not SignalState.LATER
    if not (live or back or grown) or not deciding.room() or not places(deciding.organisation, signal):
        return ""
    state = signal.state if live else SignalState.OPEN
    unit, now = deciding.unit, deciding.now
    signal = step(unit, signal, "posted", now, evidence=one.evidence, posted=True, state=state, relapsed=back)
    post(unit, deciding.organisation, signal, now, deciding.not_before)
    return "new"


def _tell_again(deciding: Deciding, signal: Signal, one: Candidate, news: str) -> str:
    """In the same message, with a line in its thread."""
    again = signal.state in (*SETTLED, SignalState.LATER)
    step(
        deciding.unit,
        signal,
        "doubled" if news == "doubled" else "relapsed",
        deciding.now,
        note=str(size(one.evidence)),
        questions=True,
        not_before=deciding.not_before,
        evidence=one.evidence,
        state=SignalState.OPEN if again else signal.state,
        relapsed=news == "relapse",
        later_until=None,
    )
    return news


def _inherit(deciding: Deciding, signal: Signal) -> Signal:
    """Its department is no longer there, or nobody knew it: the one whose subject it is now gets it."""
    department, unit = deciding.department, deciding.unit
    if department == NOBODY:
        return _hand(deciding, signal)
    moved = step(unit, signal, "rerouted", deciding.now, note=department, department=department, refused=())
    if moved.posted and moved.state in LIVE_SIGNALS:
        post(unit, deciding.organisation, moved, deciding.now, deciding.not_before)
    return moved


# ---------------------------------------------------------------- what an announcement foresaw


def _foresee(deciding: Deciding, one: Candidate, known: Signal | None) -> str:
    """Kept, labelled, without a message: it counts in the announcement's list and in digests."""
    unit, now = deciding.unit, deciding.now
    if known is not None and known.expected == one.expected:
        if size(one.evidence) > size(known.evidence):
            unit.save_signal(known.but(evidence=one.evidence, changed_at=now))
        return ""
    event = SignalEvent(at=now, what="expected", note=str(one.expected))
    labelled = _signal(deciding, one).but(state=SignalState.NO_ACTION, expected=one.expected, history=(event,))
    unit.add_signal(labelled)
    return "expected"


def _alarm_after_all(deciding: Deciding, signal: Signal, one: Candidate) -> str:
    """The announcement does not answer it, or is over: a signal like any other."""
    if signal.department != deciding.department and deciding.organisation.department(signal.department) is not None:
        return _begin(deciding, one)
    event = SignalEvent(at=deciding.now, what="unexpected", note=str(signal.expected))
    changed = signal.but(
        department=deciding.department,
        title=one.title,
        evidence=one.evidence,
        state=SignalState.OPEN,
        expected=None,
        changed_at=deciding.now,
        history=(*signal.history, event),
    )
    deciding.unit.save_signal(changed)
    return _post_or_note(deciding, changed)
