"""A signal answered: the department writes the answer once (or puts the old one right), for everybody who asks next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import numpy as np

from bot.model import (
    AuditRow,
    Entry,
    EntryState,
    SignalState,
)
from bot.ports import Unit
from bot.services.answering import require_entry
from bot.services.capturing import may_change
from bot.services.context import Context
from bot.services.learning import forget_rejection
from bot.services.people import Role
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
    into: int | None = None,
    origin: str | None = None,
) -> Step:
    """The answer becomes an entry checked by the department, or replaces the text of entry `into`.

    `questions`: those of the signal that it answers, which become phrasings of it; others are left out. The signal is
    then in progress: whether people stop asking is still to be seen.

    Errors: NotFound; NotAllowed, also for an entry that is not theirs to change; BadInput for no words or more than
    TEXT_MAX characters. The text is in the error.
    """
    draft.checked()
    with context.store.reading() as data:
        organisation = data.organisation()
    draft = draft.masked(organisation)
    vector = context.knowledge.encode(draft.title)
    with context.store.writing() as unit:
        signal = require_mine(unit, role, id, draft.body)
        if origin is not None and unit.entry_by_origin(origin) is not None:
            return Step(signal, False)  # a second delivery
        vouching = signal.department if role.is_specialist_of(signal.department) else None
        if into is not None:
            known = require_entry(unit, into)
            may_change(unit, role, known, None)
            entry = _put_right(context, unit, role, known, draft, vouching, vector, now, detail=f"signal {id}")
        else:
            department = organisation.department(signal.department)
            entry = add_answer(
                context,
                unit,
                role,
                draft,
                now,
                vector=vector,
                department=signal.department,
                vouching=vouching,
                language=department.language if department else context.language,
                origin=origin,
                detail=f"signal {id}",
            )
        for question in sorted(set(questions) & set(signal.evidence.questions)):
            if (asked := unit.question(question)) is not None:
                learn(unit, entry.number, asked, now)
        topic = unit.topic(signal.topic)
        if topic is not None and (topic.entry is None or into is None):
            unit.save_topic(topic.but(entry=entry.number))
        forward = signal.state in FROM[SignalState.IN_PROGRESS]
        state = SignalState.IN_PROGRESS if forward else signal.state
        changed = step(
            unit, signal, "answered", now, by=role.user, note=str(entry.number), state=state, later_until=None
        )
        return Step(changed, True)


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
