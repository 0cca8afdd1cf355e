"""What App Home and the lists show: my questions, what waits for my departments, what is new, the board of a lead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.model import (
    LIVE_SIGNALS,
    OFFERED,
    Department,
    Entry,
    EntryState,
    Escalation,
    Kind,
    Language,
    Outcome,
    Question,
    Signal,
    SignalState,
)
from bot.ports import Reader
from bot.services import answering, curating, duplicating, escalating, signalling
from bot.services.context import Context
from bot.services.duplicating import Alike
from bot.services.escalation_cards import Card, card_of
from bot.services.people import Role

LATEST = 3  #: entries of colleagues
QUESTIONS_KEPT = 50  #: questions of one person that are looked at
RESOLVED_WITHIN = timedelta(weeks=4)  #: how long a resolved signal counts on the board
UNANSWERED = (Outcome.NO_ANSWER, Outcome.NOT_HELPED)


@dataclass(frozen=True, slots=True)
class MyQuestion:
    """A question of the viewer's own, and where it lies."""

    question: Question
    escalation: Escalation | None  #: it waits for specialists
    department: Department | None  #: of the escalation; None when it lies with a person

    @property
    def open(self) -> bool:
        """It waits for an answer, or nothing that was shown answered it."""
        return self.escalation is not None or self.question.outcome in UNANSWERED


@dataclass(frozen=True, slots=True)
class Work:
    """What waits for the viewer's departments."""

    questions: tuple[Card, ...]
    signals: tuple[Signal, ...]
    entries: tuple[Entry, ...]  #: to check, outdated ones first
    alike: tuple[Alike, ...] = ()  #: pairs of entries that look alike

    @property
    def count(self) -> int:
        """How many things wait."""
        return len(self.questions) + len(self.signals) + len(self.entries) + len(self.alike)


@dataclass(frozen=True, slots=True)
class Board:
    """How one department stands, for its lead: subjects and entries, never people."""

    department: Department
    signals: Mapping[SignalState, int]  #: the resolved ones of the last four weeks
    relapsed: int
    outdated: int
    unchecked: int


@dataclass(frozen=True, slots=True)
class Shared:
    """An entry with the department that stands for it."""

    entry: Entry
    checked_by: Department | None


@dataclass(frozen=True, slots=True)
class Overview:
    """All that App Home shows to one person."""

    role: Role
    chosen: Language | None  #: the language they chose; None is "as Slack"
    mine: tuple[MyQuestion, ...]  #: open ones, those at specialists first
    work: Work | None  #: None for who is no specialist
    latest: tuple[Shared, ...]
    boards: tuple[Board, ...]
    empty: bool  #: nothing was shared yet, by anybody


@dataclass(frozen=True, slots=True)
class Mine:
    """What one person asked (as long as the link lives) and shared."""

    questions: tuple[MyQuestion, ...]
    shared: tuple[Shared, ...]


def overview(context: Context, role: Role, now: datetime) -> Overview:
    """App Home of this person."""
    with context.store.reading() as data:
        person = data.person(role.user)
        mine = tuple(q for q in _my_questions(data, role.user) if q.open)
        newest = data.entries(states=OFFERED, newest_first=True, limit=LATEST + QUESTIONS_KEPT)
        boards = tuple(_board(data, department, now) for department in role.leads)
        latest = [_shared(data, entry) for entry in newest if entry.author != role.user][:LATEST]
    return Overview(
        role=role,
        chosen=person.language if person else None,
        mine=mine,
        work=work(context, role),
        latest=tuple(latest),
        boards=boards,
        empty=not newest,
    )


def work(context: Context, role: Role) -> Work | None:
    """What waits for the departments somebody is a specialist or lead of, and for themselves; None for anybody else."""
    departments = tuple(dict.fromkeys(d.key for d in (*role.departments, *role.leads)))
    escalations = escalating.open_for(context, departments, owner=role.user)
    signals = signalling.open_for(context, departments, owner=role.user)
    if not departments and not escalations and not signals:
        return None
    with context.store.reading() as data:
        cards = tuple(card_of(data, escalation) for escalation in escalations)
    if not departments:
        return Work(cards, signals, ())
    return Work(cards, signals, curating.queue(context, departments), duplicating.listed(context, role, departments))


def open_questions(context: Context, user: str) -> tuple[MyQuestion, ...]:
    """One's own questions that have no answer yet, those at specialists first."""
    with context.store.reading() as data:
        return tuple(q for q in _my_questions(data, user) if q.open)


def mine(context: Context, user: str, limit: int = 10) -> Mine:
    """One's own questions that are still linked to them, and the entries they shared (no mistakes), newest first."""
    with context.store.reading() as data:
        questions = _my_questions(data, user)[:limit]
        entries = data.entries(author=user, newest_first=True, limit=limit)
        return Mine(questions, tuple(_shared(data, e) for e in entries if e.kind is not Kind.MISTAKE))


def search(context: Context, typed: str, limit: int) -> tuple[Shared, ...]:
    """Entries for a search, best first; nothing is stored."""
    found = answering.search(context, typed, limit)
    with context.store.reading() as data:
        return tuple(_shared(data, entry) for entry in found)


def _my_questions(data: Reader, user: str) -> tuple[MyQuestion, ...]:
    """By the asker's id only, which is gone once a question is answered: the pseudonym is for counting."""
    organisation = data.organisation()
    waiting = {
        waiter.question: escalation
        for escalation in data.escalations(waiter=user, states=answering.UNDER_WAY)
        for waiter in escalation.waiters
        if waiter.user == user
    }
    asked = data.questions(asker=user, newest_first=True, limit=QUESTIONS_KEPT)
    known = {q.id: q for q in (*data.questions(ids=tuple(waiting)), *asked)}
    first = [known[id] for id in waiting if id in known]
    found: dict[str, MyQuestion] = {}
    for question in (*first, *asked):
        escalation = waiting.get(question.id)
        department = organisation.department(escalation.department) if escalation else None
        # The same question asked again is one line.
        found.setdefault(question.text.casefold(), MyQuestion(question, escalation, department))
    return tuple(found.values())


def _board(data: Reader, department: Department, now: datetime) -> Board:
    signals = data.signals(departments=[department.key], states=(*LIVE_SIGNALS, SignalState.RESOLVED))
    counted = [s for s in signals if s.state in LIVE_SIGNALS or now - s.changed_at <= RESOLVED_WITHIN]
    unchecked = data.entries(states=[EntryState.UNCHECKED, EntryState.OUTDATED], departments=[department.key])
    outdated = sum(e.state is EntryState.OUTDATED for e in unchecked)
    return Board(
        department=department,
        signals=Counter(s.state for s in counted),
        relapsed=sum(s.relapsed and s.state in LIVE_SIGNALS for s in counted),
        outdated=outdated,
        unchecked=len(unchecked) - outdated,
    )


def _shared(data: Reader, entry: Entry) -> Shared:
    return Shared(entry, data.organisation().department(entry.checked_by))
