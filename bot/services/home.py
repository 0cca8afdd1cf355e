"""What App Home and the lists show: my questions, what waits for my departments, what is new, the board of a lead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.model import OFFERED, Department, Entry, Escalation, Kind, Language, Outcome, Question
from bot.ports import Reader
from bot.services import (
    acting,
    announcing,
    answering,
    boards,
    curating,
    duplicating,
    escalating,
    escalation_cards,
    signal_cards,
    signalling,
)
from bot.services.acting import ActionCard
from bot.services.announcing import Running
from bot.services.boards import Board, TaskBoard
from bot.services.context import Context
from bot.services.duplicating import Alike
from bot.services.escalation_cards import Card
from bot.services.people import Role

LATEST = 3  #: entries of colleagues
QUESTIONS_KEPT = 50  #: questions of one person that are looked at
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
    signals: tuple[signal_cards.Card, ...]
    entries: tuple[Entry, ...] = ()  #: to check, outdated ones first
    alike: tuple[Alike, ...] = ()  #: pairs of entries that look alike
    actions: tuple[ActionCard, ...] = ()  #: first due first

    @property
    def count(self) -> int:
        """How many things wait."""
        return sum(map(len, self.kinds))

    @property
    def kinds(self) -> tuple[Sequence[object], ...]:
        """Each kind of work."""
        return (self.questions, self.signals, self.actions, self.entries, self.alike)


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
    boards: tuple[Board, ...]  #: of the departments they lead
    tasks: tuple[TaskBoard, ...]  #: top tasks they are the service manager of
    announced: tuple[Running, ...]  #: what their departments announced and is not over
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
        led = boards.of_leads(data, role.leads, now)
        tasks = boards.of_owner(data, role.user, now)
        latest = [_shared(data, entry) for entry in newest if entry.author != role.user][:LATEST]
    return Overview(
        role=role,
        chosen=person.language if person else None,
        mine=mine,
        work=work(context, role),
        latest=tuple(latest),
        boards=led,
        tasks=tasks,
        announced=_announced(context, role, now),
        empty=not newest,
    )


def departments_of(role: Role) -> tuple[str, ...]:
    """Keys of the departments somebody is a specialist or lead of."""
    return tuple(dict.fromkeys(d.key for d in (*role.departments, *role.leads)))


def work(context: Context, role: Role) -> Work | None:
    """What waits for the departments somebody is a specialist or lead of, and for themselves; None for anybody else."""
    departments = departments_of(role)
    escalations = escalating.open_for(context, departments, owner=role.user)
    signals = signalling.open_for(context, departments, owner=role.user)
    actions = acting.open_for(context, departments, role.user)
    if not departments and not escalations and not signals and not actions:
        return None
    with context.store.reading() as data:
        found = Work(
            questions=tuple(escalation_cards.card_of(data, escalation) for escalation in escalations),
            signals=tuple(signal_cards.card_of(data, signal) for signal in signals),
            actions=tuple(acting.card_of(data, action) for action in actions),
        )
    if not departments:
        return found
    entries, alike = curating.queue(context, departments), duplicating.listed(context, role, departments)
    return replace(found, entries=entries, alike=alike)


def _announced(context: Context, role: Role, now: datetime) -> tuple[Running, ...]:
    own = departments_of(role)
    return announcing.running(context, own, now.astimezone(context.zone).date()) if own else ()


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


def _shared(data: Reader, entry: Entry) -> Shared:
    return Shared(entry, data.organisation().department(entry.checked_by))
