"""The entry of an announcement, and the ways it is asked for: its title and its expected questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import numpy as np

from bot.domain.text import language_of
from bot.domain.words import fold
from bot.model import Announcement, Department, Entry, EntryState, Expected, Kind, Phrasing
from bot.ports import Unit
from bot.services.announcement_drafts import Draft
from bot.services.context import Context
from bot.services.people import Role

Vectors = Mapping[str, np.ndarray | None]


def vectors_of(context: Context, draft: Draft) -> Vectors:
    """The vectors of all ways of asking for it, by text; slow, so outside of any unit."""
    return {text: context.knowledge.encode(text) for text in (draft.title, *(q for q, _ in draft.expected))}


def new_entry(draft: Draft, owner: Department, role: Role, now: datetime, origin: str | None) -> Entry:
    """The entry of a (masked) draft: its department stands for it from the start."""
    return Entry(
        kind=Kind.ANNOUNCEMENT,
        title=draft.title,
        body=draft.body,
        language=language_of(f"{draft.title} {draft.body}", owner.language),
        department=owner.key,
        state=EntryState.CHECKED,
        author=role.user,
        checked_by=owner.key,
        checked_at=now,
        created_at=now,
        updated_at=now,
        origin=origin,
    )


def new_announcement(draft: Draft, entry: Entry, department: str, role: Role, now: datetime) -> Announcement:
    """What belongs to that entry."""
    return Announcement(
        entry=entry.number,
        department=department,
        starts=draft.starts,
        ends=draft.ends,
        audience=draft.audience,
        customers=draft.customers,
        expected=draft.questions,
        created_by=role.user,
        created_at=now,
    )


def retired(entry: Entry, now: datetime) -> Entry:
    """The entry, no longer offered."""
    return entry.but(state=EntryState.RETIRED, updated_at=now, undo=None)


def expect(
    context: Context,
    unit: Unit,
    entry: Entry,
    announcement: Announcement,
    before: Sequence[Expected],
    vectors: Vectors,
    now: datetime,
) -> None:
    """Its expected questions become ways of asking; those of before that are gone no longer are."""
    wanted = {fold(one.question): one for one in announcement.expected}
    gone = {fold(one.question) for one in before} - set(wanted)
    for phrasing in unit.phrasings(entry.number):
        if phrasing.source == "given" and fold(phrasing.text) in gone:
            unit.delete_phrasing(phrasing.id)
    for one in wanted.values():
        encoder, packed = context.knowledge.pack(vectors[one.question])
        unit.add_phrasing(
            Phrasing(
                entry=entry.number,
                text=one.question,
                language=language_of(one.question, entry.language),
                encoder=encoder,
                vector=packed,
                created_at=now,
            )
        )
