"""A signal answered: the department writes the answer once (or puts the old one right), for everybody who asks next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import numpy as np

from bot.model import AuditRow, Entry, EntryState, Signal, SignalState
from bot.ports import Unit
from bot.services.answering import require_entry
from bot.services.capturing import may_change
from bot.services.context import Context
from bot.services.escalation_answers import cover
from bot.services.learning import forget_rejection
from bot.services.people import Role
from bot.services.signal_cards import topic_now, waiting_now
from bot.services.signal_messages import step
from bot.services.signal_steps import FROM, Step, require_mine
from bot.services.writing import Draft, add_answer, learn, retitle


def answer(
    context: Context,
    role: Role,
    id: int,
    draft: Draft,
    now: datetime,
    *,
    questions: Sequence[int] = (),
    escalations: Sequence[int] = (),
    into: int | None = None,
    origin: str | None = None,
) -> Step:
    """The answer becomes an entry checked by the department, or replaces the text of entry `into`.

    `questions`: those of the signal that it answers, which become phrasings of it; others are left out. `escalations`:
    open questions about its topic that it answers as well; who waits for those is told. The signal is then in progress:
    whether people stop asking is still to be seen.

    Errors: NotFound; NotAllowed, also for an entry that is not theirs to change; BadInput for no words or more than
    TEXT_MAX characters. The text is in the error.
    """
    draft, vector = ready(context, draft)
    with context.store.writing() as unit:
        signal = require_mine(unit, role, id, draft.body)
        if origin is not None and unit.entry_by_origin(origin) is not None:
            return Step(signal, False)  # a second delivery
        entry = publish(context, unit, role, signal, draft, now, vector, questions=questions, into=into, origin=origin)
        tell_waiting(unit, role, signal, entry, escalations, now)
        forward = signal.state in FROM[SignalState.IN_PROGRESS]
        state = SignalState.IN_PROGRESS if forward else signal.state
        return Step(answered(unit, role, signal, entry, now, state), True)


def ready(context: Context, draft: Draft) -> tuple[Draft, np.ndarray | None]:
    """The answer masked, and its title's vector, before the transaction that stores it. Errors: BadInput."""
    with context.store.reading() as data:
        organisation = data.organisation()
    masked = draft.checked().masked(organisation)
    return masked, context.knowledge.encode(masked.title)


def publish(
    context: Context,
    unit: Unit,
    role: Role,
    signal: Signal,
    draft: Draft,
    now: datetime,
    vector: np.ndarray | None,
    *,
    questions: Sequence[int],
    into: int | None,
    origin: str | None,
) -> Entry:
    """Within a transaction: the (masked) answer is knowledge, and the answer to the signal's topic. Errors: NotFound,
    NotAllowed for an entry that is not theirs to change."""
    vouching = signal.department if role.is_specialist_of(signal.department) else None
    if into is not None:
        known = require_entry(unit, into)
        may_change(unit, role, known, None)
        entry = _put_right(context, unit, role, known, draft, vouching, vector, now, detail=f"signal {signal.id}")
    else:
        department = unit.organisation().department(signal.department)
        entry = add_answer(
            context,
            unit,
            role,
            draft,
            now,
            vector=vector,
            department=signal.department or None,
            vouching=vouching,
            language=department.language if department else context.language,
            origin=origin,
            detail=f"signal {signal.id}",
        )
    for question in sorted(set(questions) & set(signal.evidence.questions)):
        if (asked := unit.question(question)) is not None:
            learn(unit, entry.number, asked, now)
    topic = topic_now(unit, signal)
    if topic is not None and (topic.entry is None or into is None):
        unit.save_topic(topic.but(entry=entry.number))
    return entry


def tell_waiting(
    unit: Unit, role: Role, signal: Signal, entry: Entry, escalations: Sequence[int], now: datetime
) -> None:
    """Of the questions about the signal's topic that lie with specialists, these are answered by the entry."""
    cover(unit, [e for e in waiting_now(unit, signal) if e.id in set(escalations)], entry, role, now)


def answered(unit: Unit, role: Role, signal: Signal, entry: Entry, now: datetime, state: SignalState) -> Signal:
    """The signal's history and message say which entry answers it."""
    until = signal.later_until if state is SignalState.LATER else None
    return step(unit, signal, "answered", now, by=role.user, note=str(entry.number), state=state, later_until=until)


def _put_right(
    context: Context,
    unit: Unit,
    role: Role,
    entry: Entry,
    draft: Draft,
    vouching: str | None,
    vector: np.ndarray | None,
    now: datetime,
    *,
    detail: str,
) -> Entry:
    """The entry that was shown says this from now on. An edit by the department is also a check."""
    changed = entry.but(
        title=draft.title,
        body=draft.body,
        mandate=draft.mandate,
        wording=draft.wording,
        updated_at=now,
        undo=None,
    )
    if vouching is not None:
        changed = changed.but(
            state=EntryState.CHECKED, checked_by=vouching, checked_at=now, note="", department=vouching
        )
    unit.save_entry(changed)
    forget_rejection(unit, entry.number)
    if draft.title != entry.title:
        retitle(context, unit, changed, vector, now)
    unit.record(AuditRow(at=now, subject=f"entry:{entry.number}", what="edited", by=role.user, detail=detail))
    return changed
