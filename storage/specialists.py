"""Escalations (questions for the specialists), signals, and the actions that come of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Text, cast, or_

from bot.model import Action, ActionState, Escalation, EscalationState, Signal, SignalState
from storage.rows import Mapped, Part, among, equal, met, not_before
from storage.tables import ActionRow, EscalationRow, SignalRow

_escalations = Mapped(Escalation, EscalationRow)
_signals = Mapped(Signal, SignalRow)
_actions = Mapped(Action, ActionRow)


class SpecialistReads(Part):
    def escalation(self, id: int) -> Escalation | None:
        return self._first(_escalations, _escalations.select().where(_escalations.c.id == id))

    def escalations(
        self,
        *,
        states: Sequence[EscalationState] | None = None,
        departments: Sequence[str] | None = None,
        owner: str | None = None,
        waiter: str | None = None,
        topic: int | None = None,
        question: int | None = None,
        since: datetime | None = None,
    ) -> tuple[Escalation, ...]:
        """`since` is about created_at; `question` finds the one it began with and the one its asker joined."""
        c = _escalations.c
        conditions = met(
            among(c.state, states),
            among(c.department, departments),
            equal(c.owner, owner),
            None if waiter is None else _mentions("user", waiter),
            equal(c.topic, topic),
            None if question is None else or_(c.question == question, _mentions("question", question)),
            not_before(c.created_at, since),
        )
        found = self._all(_escalations, _escalations.select().where(*conditions).order_by(c.created_at, c.id))
        return tuple(one for one in found if _waited_by(waiter)(one) and _about(question)(one))

    def signal(self, id: int) -> Signal | None:
        return self._first(_signals, _signals.select().where(_signals.c.id == id))

    def signals(
        self,
        *,
        topic: int | None = None,
        departments: Sequence[str] | None = None,
        states: Sequence[SignalState] | None = None,
        since: datetime | None = None,
    ) -> tuple[Signal, ...]:
        c = _signals.c
        conditions = met(
            equal(c.topic, topic),
            among(c.department, departments),
            among(c.state, states),
            not_before(c.opened_at, since),
        )
        return self._all(_signals, _signals.select().where(*conditions).order_by(c.opened_at, c.id))

    def action(self, id: int) -> Action | None:
        return self._first(_actions, _actions.select().where(_actions.c.id == id))

    def actions(
        self,
        *,
        states: Sequence[ActionState] | None = None,
        owners: Sequence[str] | None = None,
        signal: int | None = None,
        kinds: Sequence[str] | None = None,
        top_task: str | None = None,
        month: str | None = None,
        since: datetime | None = None,
    ) -> tuple[Action, ...]:
        c = _actions.c
        conditions = met(
            among(c.state, states),
            among(c.owner, owners),
            equal(c.signal, signal),
            among(c.kind, kinds),
            equal(c.top_task, top_task),
            equal(c.month, month),
            not_before(c.created_at, since),
        )
        return self._all(_actions, _actions.select().where(*conditions).order_by(c.id))


class SpecialistWrites(SpecialistReads):
    def add_escalation(self, escalation: Escalation) -> Escalation:
        return self._add(_escalations, escalation)

    def save_escalation(self, escalation: Escalation) -> None:
        self._save(_escalations, escalation)

    def add_signal(self, signal: Signal) -> Signal:
        return self._add(_signals, signal)

    def save_signal(self, signal: Signal) -> None:
        self._save(_signals, signal)

    def add_action(self, action: Action) -> Action:
        return self._add(_actions, action)

    def save_action(self, action: Action) -> None:
        self._save(_actions, action)


def _mentions(name: str, value: str | int) -> ColumnElement[bool]:
    """A first sieve on the JSON text of the waiters, the same on both databases; Python decides afterwards."""
    text = json.dumps({name: value})[1:-1]
    return cast(_escalations.c.waiters, Text).contains(text, autoescape=True)


def _waited_by(user: str | None) -> Callable[[Escalation], bool]:
    return lambda one: user is None or any(waiter.user == user for waiter in one.waiters)


def _about(question: int | None) -> Callable[[Escalation], bool]:
    return lambda one: question in (None, one.question) or any(waiter.question == question for waiter in one.waiters)
