"""A signal answered: the department writes the answer once (or puts the old one right), for everybody who asks next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import numpy as np

from bot.domain import text as words
from bot.errors import BadInput
from bot.model import (
    TEXT_MAX,
    TITLE_MAX,
    AuditRow,
    Entry,
    EntryState,
    Kind,
    Language,
    Organisation,
    Phrasing,
    Signal,
    SignalState,
)
from bot.ports import Unit
from bot.services.answering import require_entry
from bot.services.capturing import may_change
from bot.services.context import Context, mask_entry
from bot.services.escalation_answers import Draft
from bot.services.people import Role
from bot.services.signal_messages import step
from bot.services.signal_steps import FROM, Step, require_mine


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
    for name, part in (("title", draft.title), ("body", draft.body)):
        if not words.has_words(part):
            raise BadInput("error-signal-answer-empty", text=draft.body, field=name)
    for name, part in (("body", draft.body), ("mandate", draft.mandate), ("wording", draft.wording)):
        if len(part) > TEXT_MAX:
            raise BadInput("error-too-long", text=draft.body, field=name, limit=TEXT_MAX, length=len(part))
    with context.store.reading() as data:
        organisation = data.organisation()
    title = mask_entry(draft.title, organisation)[:TITLE_MAX]
    vector = context.knowledge.encode(title)
    with context.store.writing() as unit:
        signal = require_mine(unit, role, id, draft.body)
        if origin is not None and unit.entry_by_origin(origin) is not None:
            return Step(signal, False)  # a second delivery
        parts = _masked(draft, organisation)
        vouching = signal.department if role.is_specialist_of(signal.department) else None
        if into is not None:
            known = require_entry(unit, into)
            may_change(unit, role, known, None)
            entry = _put_right(context, unit, known, title, parts, vouching, vector, now)
        else:
            entry = _written(context, unit, role, signal, title, parts, vouching, vector, now, origin)
        _learn(unit, entry, signal, questions, now)
        topic = unit.topic(signal.topic)
        if topic is not None and (topic.entry is None or into is None):
            unit.save_topic(topic.but(entry=entry.number))
        what = "answered" if into is None else "edited"
        unit.record(AuditRow(at=now, subject=f"entry:{entry.number}", what=what, by=role.user, detail=f"signal {id}"))
        forward = signal.state in FROM[SignalState.IN_PROGRESS]
        state = SignalState.IN_PROGRESS if forward else signal.state
        changed = step(
            unit, signal, "answered", now, by=role.user, note=str(entry.number), state=state, later_until=None
        )
        return Step(changed, True)


def _masked(draft: Draft, organisation: Organisation) -> dict[str, Any]:
    return {
        name: mask_entry(text, organisation)[:TEXT_MAX]
        for name, text in (("body", draft.body), ("mandate", draft.mandate), ("wording", draft.wording))
    }


def _written(
    context: Context,
    unit: Unit,
    role: Role,
    signal: Signal,
    title: str,
    parts: dict[str, Any],
    vouching: str | None,
    vector: np.ndarray | None,
    now: datetime,
    origin: str | None,
) -> Entry:
    department = unit.organisation().department(signal.department)
    entry = unit.add_entry(
        Entry(
            kind=Kind.ANSWER,
            title=title,
            **parts,
            language=_language(f"{title} {parts['body']}", department.language if department else context.language),
            department=signal.department,
            state=EntryState.CHECKED if vouching else EntryState.UNCHECKED,
            checked_by=vouching,
            checked_at=now if vouching else None,
            author=role.user,
            named=role.named,
            created_at=now,
            updated_at=now,
            origin=origin,
        )
    )
    _add_title(context, unit, entry, vector, now)
    return entry


def _put_right(
    context: Context,
    unit: Unit,
    entry: Entry,
    title: str,
    parts: dict[str, Any],
    vouching: str | None,
    vector: np.ndarray | None,
    now: datetime,
) -> Entry:
    """The entry that was shown says this from now on. An edit by the department is also a check."""
    changed = entry.but(title=title, **parts, updated_at=now, undo=None)
    if vouching is not None:
        changed = changed.but(
            state=EntryState.CHECKED, checked_by=vouching, checked_at=now, note="", department=vouching
        )
    unit.save_entry(changed)
    if title != entry.title:
        for phrasing in unit.phrasings(entry.number):
            if phrasing.source == "title":
                unit.delete_phrasing(phrasing.id)
        _add_title(context, unit, changed, vector, now)
    return changed


def _add_title(context: Context, unit: Unit, entry: Entry, vector: np.ndarray | None, now: datetime) -> None:
    encoder, packed = context.knowledge.pack(vector)
    unit.add_phrasing(
        Phrasing(
            entry=entry.number,
            text=entry.title,
            source="title",
            language=entry.language,
            encoder=encoder,
            vector=packed,
            created_at=now,
        )
    )


def _learn(unit: Unit, entry: Entry, signal: Signal, questions: Sequence[int], now: datetime) -> None:
    """A specialist says that these ask for it: they are phrasings from now on, with the vectors they came with."""
    for id in sorted(set(questions) & set(signal.evidence.questions)):
        asked = unit.question(id)
        if asked is not None:
            unit.add_phrasing(
                Phrasing(
                    entry=entry.number,
                    text=asked.text,
                    language=asked.language,
                    question=asked.id,
                    encoder=asked.encoder,
                    vector=asked.vector,
                    created_at=now,
                )
            )


def _language(text: str, default: Language) -> Language:
    return "en" if words.language_of(text, default) == "en" else "nl"
