"""Writing into the knowledge base, in one place: a specialist's answer, an entry's title, a question learned."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from bot.domain import text as words
from bot.domain.learning import CONFIRMED
from bot.domain.words import without_opening
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
    Question,
)
from bot.ports import Unit
from bot.services.context import Context, mask_entry
from bot.services.learning import forget_rejection
from bot.services.people import Role


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer as a specialist typed it."""

    title: str
    body: str
    mandate: str = ""
    wording: str = ""

    def checked(self) -> Draft:
        """Itself. Errors: BadInput for no words in title or body, or a part of more than TEXT_MAX characters; the
        body is in the error."""
        for name in ("title", "body", "mandate", "wording"):
            length = len(getattr(self, name))
            if length > TEXT_MAX:
                raise BadInput("error-too-long", text=self.body, field=name, limit=TEXT_MAX, length=length)
        for name in ("title", "body"):
            if not words.has_words(getattr(self, name)):
                raise BadInput("error-answer-empty", text=self.body, field=name)
        return self

    def masked(self, organisation: Organisation) -> Draft:
        """Without customer data, and within the limits of an entry."""
        return replace(
            self,
            title=mask_entry(self.title, organisation)[:TITLE_MAX],
            body=mask_entry(self.body, organisation)[:TEXT_MAX],
            mandate=mask_entry(self.mandate, organisation)[:TEXT_MAX],
            wording=mask_entry(self.wording, organisation)[:TEXT_MAX],
        )


def add_answer(
    context: Context,
    unit: Unit,
    role: Role,
    draft: Draft,
    now: datetime,
    *,
    vector: np.ndarray | None,
    department: str | None,
    vouching: str | None,
    language: Language,
    origin: str | None,
    detail: str = "",
) -> Entry:
    """Stores a (masked) answer as an entry, with its title as a phrasing, and in the audit.

    `vector`: the title's. `vouching`: the department that stands for it; None leaves it unchecked. `language`: when the
    text does not tell.
    """
    entry = unit.add_entry(
        Entry(
            kind=Kind.ANSWER,
            title=draft.title,
            body=draft.body,
            mandate=draft.mandate,
            wording=draft.wording,
            language=words.language_of(f"{draft.title} {draft.body}", language),
            department=department,
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
    add_title(context, unit, entry, vector, now)
    unit.record(AuditRow(at=now, subject=f"entry:{entry.number}", what="answered", by=role.user, detail=detail))
    return entry


def add_title(context: Context, unit: Unit, entry: Entry, vector: np.ndarray | None, at: datetime) -> None:
    """The title is the first way of asking for an entry. `vector`: the title's, shape (dimensions,)."""
    encoder, packed = context.knowledge.pack(vector)
    unit.add_phrasing(
        Phrasing(
            entry=entry.number,
            text=entry.title,
            source="title",
            language=entry.language,
            encoder=encoder,
            vector=packed,
            created_at=at,
        )
    )


def retitle(context: Context, unit: Unit, entry: Entry, vector: np.ndarray | None, at: datetime) -> None:
    """The entry has a new title: its phrasing takes the old one's place."""
    for phrasing in unit.phrasings(entry.number):
        if phrasing.source == "title":
            unit.delete_phrasing(phrasing.id)
    add_title(context, unit, entry, vector, at)


def learn(unit: Unit, entry: int, question: Question, now: datetime) -> None:
    """A department says that the entry answers this question: one more way of asking for it, with the vector it came
    with. It stays, whatever its asker says later, and is heavier than what askers said (learning.py)."""
    text = without_opening(question.text)
    forget_rejection(unit, entry, text)
    phrasing = unit.add_phrasing(
        Phrasing(
            entry=entry,
            text=text,
            language=question.language,
            question=question.id,
            encoder=question.encoder,
            vector=question.vector,
            created_at=now,
        )
    )
    if phrasing.source == "learned":
        unit.save_phrasing(phrasing.but(source="given", weight=CONFIRMED))
