"""How departments and top tasks stand, for their leads and service managers: subjects and entries, never people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.aftermath import did_not_stop
from bot.domain.digest_figures import Digest, TopicFigure
from bot.errors import NotAllowed, NotFound
from bot.model import LIVE_SIGNALS, Department, EntryState, Organisation, Signal, SignalState, TopTask
from bot.ports import Reader
from bot.services.context import Context
from bot.services.digest_facts import of_department, of_task
from bot.services.people import Role
from bot.services.signal_cards import Card, card_of
from bot.services.signal_messages import waits_for_owner

RESOLVED_WITHIN = timedelta(weeks=4)  #: how long a resolved signal stays on the board
MOST_ASKED = 5
CAUSES_MOST = 20
KIND = "digest"


class Column(StrEnum):
    """Where a signal stands on the board."""

    OPEN = "open"
    BACK = "back"  #: it was resolved, and came back
    SEEN = "seen"
    IN_PROGRESS = "in_progress"
    WAITS = "waits"  #: for the owner of its cause
    LATER = "later"
    RESOLVED = "resolved"


@dataclass(frozen=True, slots=True)
class Board:
    """How one department, or the departments of a top task together, stand."""

    scope: str  #: "department:KEY" or "task:KEY"
    name: str
    signals: Mapping[Column, int]
    goes_on: int = 0  #: resolved, and yet asked as much as before
    outdated: int = 0
    unchecked: int = 0
    alone: int = 0  #: subjects that one person alone knows, as the latest digest found
    alone_titles: tuple[str, ...] = ()

    @property
    def live(self) -> int:
        """Signals that are not resolved."""
        return sum(count for column, count in self.signals.items() if column is not Column.RESOLVED)


@dataclass(frozen=True, slots=True)
class TaskBoard:
    """A top task across its departments, for its service manager."""

    task: TopTask
    board: Board
    departments: tuple[Board, ...]
    asked: tuple[TopicFigure, ...]  #: most asked, as the latest digest found
    asked_in: str  #: the week it is about, "2026-W19"; "" when there is no digest yet
    causes: tuple[Card, ...]  #: signals that wait for the owner of their cause


@dataclass(frozen=True, slots=True)
class Opened:
    """The signals in one column of a board, oldest first."""

    name: str
    column: Column
    cards: tuple[Card, ...]


def column_of(signal: Signal, now: datetime) -> Column | None:
    """Where it stands; None for what is not on the board: foreseen, no action needed, resolved long ago."""
    if signal.expected is not None or signal.state is SignalState.NO_ACTION:
        return None
    if signal.state is SignalState.RESOLVED:
        lately = now - signal.changed_at <= RESOLVED_WITHIN
        return Column.RESOLVED if lately or did_not_stop(signal) else None
    if signal.state is SignalState.OPEN and signal.relapsed:
        return Column.BACK
    return Column.WAITS if waits_for_owner(signal) else Column(signal.state.value)


def of_leads(data: Reader, departments: Sequence[Department], now: datetime) -> tuple[Board, ...]:
    """The board of each of these departments."""
    return tuple(_department(data, department, now) for department in departments)


def of_owner(data: Reader, user: str, now: datetime) -> tuple[TaskBoard, ...]:
    """The board of each top task this person is the service manager of."""
    organisation = data.organisation()
    return tuple(_task(data, organisation, task, now) for task in tasks_of(organisation, user))


def tasks_of(organisation: Organisation, user: str) -> tuple[TopTask, ...]:
    """The top tasks this person owns."""
    return tuple(task for task in organisation.top_tasks if not task.archived and task.owner == user)


def opened(context: Context, role: Role, scope: str, column: Column, now: datetime) -> Opened:
    """The signals of one column. Errors: NotFound for a scope that is gone, NotAllowed for whose board it is not."""
    with context.store.reading() as data:
        organisation = data.organisation()
        name, departments = _scope(organisation, scope)
        if not _may_see(organisation, role, scope):
            raise NotAllowed("error-board-not-yours")
        found = [s for s in _signals(data, departments) if column_of(s, now) is column]
        return Opened(name, column, tuple(card_of(data, signal) for signal in found))


def _department(data: Reader, department: Department, now: datetime) -> Board:
    entries = data.entries(states=[EntryState.UNCHECKED, EntryState.OUTDATED], departments=[department.key])
    outdated = sum(entry.state is EntryState.OUTDATED for entry in entries)
    scope = of_department(department).scope
    latest = _latest(data, scope)
    return _board(
        scope,
        department.name,
        _signals(data, [department.key]),
        now,
        outdated=outdated,
        unchecked=len(entries) - outdated,
        alone=latest.knowledge.alone if latest else 0,
        alone_titles=latest.knowledge.alone_titles if latest else (),
    )


def _task(data: Reader, organisation: Organisation, task: TopTask, now: datetime) -> TaskBoard:
    scope = of_task(task).scope
    latest = _latest(data, scope)
    signals = _signals(data, task.departments)
    waiting = [signal for signal in signals if waits_for_owner(signal)][:CAUSES_MOST]
    departments = [d for d in organisation.active if d.key in task.departments]
    return TaskBoard(
        task=task,
        board=_board(scope, task.name, signals, now),
        departments=tuple(
            _board(of_department(d).scope, d.name, [s for s in signals if s.department == d.key], now)
            for d in departments
        ),
        asked=latest.top[:MOST_ASKED] if latest else (),
        asked_in=latest.week if latest else "",
        causes=tuple(card_of(data, signal) for signal in waiting),
    )


def _board(
    scope: str,
    name: str,
    signals: Iterable[Signal],
    now: datetime,
    *,
    outdated: int = 0,
    unchecked: int = 0,
    alone: int = 0,
    alone_titles: tuple[str, ...] = (),
) -> Board:
    placed = [(signal, column) for signal in signals if (column := column_of(signal, now)) is not None]
    return Board(
        scope=scope,
        name=name,
        signals=Counter(column for _, column in placed),
        goes_on=sum(did_not_stop(signal) for signal, _ in placed),
        outdated=outdated,
        unchecked=unchecked,
        alone=alone,
        alone_titles=alone_titles,
    )


def _signals(data: Reader, departments: Sequence[str]) -> list[Signal]:
    """Oldest first."""
    found = data.signals(departments=departments, states=(*LIVE_SIGNALS, SignalState.RESOLVED)) if departments else ()
    return sorted(found, key=lambda signal: (signal.opened_at, signal.id))


def _latest(data: Reader, scope: str) -> Digest | None:
    """The digest that was written last, if any: its figures are about enough people, and cost nothing to read."""
    written = next(iter(data.writtens(KIND, scope, limit=1)), None)
    return Digest.model_validate(written.facts) if written else None


def _scope(organisation: Organisation, scope: str) -> tuple[str, tuple[str, ...]]:
    """(its name, its departments). Errors: NotFound."""
    kind, _, key = scope.partition(":")
    if kind == "task":
        task = next((one for one in organisation.top_tasks if one.key == key and not one.archived), None)
        if task is not None:
            return task.name, task.departments
    department = organisation.department(key)
    if kind != "department" or department is None:
        raise NotFound("error-not-found")
    return department.name, (department.key,)


def _may_see(organisation: Organisation, role: Role, scope: str) -> bool:
    """Its lead or its service manager (of a department also that of a top task it is part of), and admins."""
    kind, _, key = scope.partition(":")
    owned = tasks_of(organisation, role.user)
    if role.admin or any(scope == of_task(task).scope for task in owned):
        return True
    return kind == "department" and (
        any(d.key == key for d in role.leads) or any(key in task.departments for task in owned)
    )
