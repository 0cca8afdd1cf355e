"""Sharing: tips and mistakes are stored as typed, in one step; then edited, merged, moved or undone.

A mistake is nameless from the first byte: no author, its date rounded to the week, nobody in its audit.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.domain import text as words
from bot.domain.matching import Match
from bot.domain.privacy import week_of
from bot.errors import BadInput, NotAllowed
from bot.model import TEXT_MAX, AuditRow, Department, Entry, EntryState, Kind, Organisation
from bot.ports import Reader, Unit
from bot.services.answering import guess_department, require_entry
from bot.services.context import Context, mask_entry
from bot.services.learning import forget_rejection
from bot.services.people import Role
from bot.services.writing import add_title, retitle


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody wants to share, as typed. Without a `title` the first line or sentence becomes it."""

    kind: Kind
    text: str
    title: str = ""
    mandate: str = ""
    wording: str = ""
    next_time: str = ""
    department: str | None = None
    link: str | None = None
    named: bool = False


@dataclass(frozen=True, slots=True)
class Saved:
    """What the reply to sharing shows."""

    entry: Entry
    department: Department | None
    similar: tuple[Entry, ...]  #: near-duplicates, to merge with
    undo: str  #: the token for Undo; only this reply has it


def share(context: Context, author: str | None, draft: Draft, now: datetime, *, place: str | None = None,
          origin: str | None = None) -> Saved:  # fmt: skip
    """Stores a tip or a mistake. `author` is ignored for a mistake.

    Errors: BadInput for nothing to store or a part longer than TEXT_MAX characters; the text is in the error.
    """
    parts = (draft.text, draft.title, draft.mandate, draft.wording, draft.next_time)
    if not words.has_words(draft.text) and not words.has_words(draft.title):
        raise BadInput("error-no-words", text=draft.text)
    longest = max(len(part) for part in parts)
    if longest > TEXT_MAX:
        raise BadInput("error-too-long", text=draft.text, limit=TEXT_MAX, length=longest)
    token = secrets.token_urlsafe(16)
    with context.store.reading() as data:
        organisation = data.organisation()
        known = data.entry_by_origin(origin) if origin else None
    if known is not None:  # taken up again after a crash: give it a token that works
        with context.store.writing() as unit:
            known = require_entry(unit, known.number).but(undo=_hash(token))
            unit.save_entry(known)
        return Saved(known, organisation.department(known.department), (), token)
    title, body = (draft.title, draft.text) if draft.title else words.title_of(draft.text)
    masked: dict[str, Any] = {
        "title": mask_entry(title, organisation)[:150],
        "body": mask_entry(body, organisation)[:TEXT_MAX],
        "mandate": mask_entry(draft.mandate, organisation)[:TEXT_MAX],
        "wording": mask_entry(draft.wording, organisation)[:TEXT_MAX],
        "next_time": mask_entry(draft.next_time, organisation)[:TEXT_MAX],
    }
    vector = context.knowledge.encode(masked["title"])
    matches = context.knowledge.find(masked["title"], vector)
    similar = context.knowledge.near_duplicates(masked["title"], vector)
    nameless = draft.kind is Kind.MISTAKE
    at = week_of(now) if nameless else now
    with context.store.writing() as unit:
        near = {e.number: e for e in unit.entries(numbers=[m.entry for m in (*matches, *similar)]) if e.offered}
        entry = unit.add_entry(
            Entry(
                kind=draft.kind,
                **masked,
                language=words.language_of(masked["title"] + " " + masked["body"], context.language),
                department=_known_department(organisation, draft.department)
                or guess_department(organisation, matches, near, place),
                author=None if nameless else author,
                named=draft.named and not nameless,
                link=draft.link,
                created_at=at,
                updated_at=at,
                origin=origin,
                undo=_hash(token),
                see=_tip_that_prevents(matches, near) if nameless else None,
            )
        )
        add_title(context, unit, entry, vector, at)
        by = None if nameless else author
        unit.record(AuditRow(at=at, subject=f"entry:{entry.number}", what="shared", by=by))
    return Saved(
        entry,
        organisation.department(entry.department),
        # Not an announcement: what is merged into one is gone with it after its last day.
        tuple(e for m in similar if (e := near.get(m.entry)) is not None and e.kind is not Kind.ANNOUNCEMENT),
        token,
    )


def edit(context: Context, role: Role, number: int, changes: dict[str, str], now: datetime, *, token: str | None = None,
         ) -> Entry:  # fmt: skip
    """Changes title, body, mandate, wording, next_time or department. A specialist's edit of an outdated entry is also
    a check. Errors: NotFound, NotAllowed, BadInput."""
    for part in changes.values():
        if len(part) > TEXT_MAX:
            raise BadInput("error-too-long", text=part, limit=TEXT_MAX, length=len(part))
    if "title" in changes and not words.has_words(changes["title"]):
        raise BadInput("error-no-words", text=changes.get("body", ""))
    with context.store.reading() as data:
        organisation = data.organisation()
        may_change(data, role, require_entry(data, number), token)
    masked: dict[str, Any] = {
        k: mask_entry(v, organisation)[:TEXT_MAX] for k, v in changes.items() if k != "department"
    }
    if "department" in changes:
        masked["department"] = _known_department(organisation, changes["department"])
    if masked.get("title"):
        masked["title"] = masked["title"][:150]
    vector = context.knowledge.encode(masked["title"]) if masked.get("title") else None
    with context.store.writing() as unit:
        entry = require_entry(unit, number)
        may_change(unit, role, entry, token)
        at = week_of(now) if entry.kind is Kind.MISTAKE else now
        changed = entry.but(**masked, updated_at=at)
        if changed == entry.but(updated_at=at) and entry.state is not EntryState.OUTDATED:
            return entry
        if changed.state is EntryState.CHECKED or changed.state is EntryState.OUTDATED:
            changed = _vouched_again(changed, role, now)
        unit.save_entry(changed)
        if (changed.title, changed.body) != (entry.title, entry.body) and role.is_specialist_of(entry.department):
            forget_rejection(unit, changed.number)
        if changed.title != entry.title:
            retitle(context, unit, changed, vector, at)
        _record(unit, changed, "edited", role, now, token)
        return changed


def move(context: Context, role: Role, number: int, department: str, now: datetime, *, token: str | None = None,
         ) -> Entry:  # fmt: skip
    """Says whose subject the entry is. Errors: NotFound, NotAllowed, BadInput for a department that is not there."""
    with context.store.writing() as unit:
        entry = require_entry(unit, number)
        may_change(unit, role, entry, token)
        if unit.organisation().department(department) is None:
            raise BadInput("error-no-department")
        if entry.department != department:
            entry = entry.but(department=department, state=_unvouched(entry), checked_by=None, checked_at=None)
            unit.save_entry(entry)
            _record(unit, entry, "moved", role, now, token)
        return entry


def merge(context: Context, role: Role, number: int, into: int, now: datetime, *, token: str | None = None) -> Entry:
    """Makes `number` a phrasing of `into`: its ways of asking, counts and tallies move; it is then *merged*.

    Who may change the first may merge it; the text of `into` stays as it is. Errors: NotFound, NotAllowed, BadInput.
    """
    with context.store.writing() as unit:
        entry, target = unit.entry(number), require_entry(unit, into)
        if entry is None or entry.state is EntryState.MERGED:
            return require_entry(unit, number)
        if target.number == number:
            raise BadInput("error-merge-itself")
        if not target.offered:
            raise BadInput("error-not-offered", number=target.number)
        may_change(unit, role, entry, token)
        unit.move_phrasings(number, target.number)
        unit.save_entry(entry.but(state=EntryState.MERGED, merged_into=target.number, undo=None))
        unit.save_entry(
            target.but(helped=target.helped + entry.helped, not_helped=target.not_helped + entry.not_helped)
        )
        _record(unit, entry, "merged", role, now, token, detail=f"into {target.number}")
        return require_entry(unit, target.number)


def undo(context: Context, number: int, token: str) -> bool:
    """Takes back what was just shared; whoever holds the token may. False: it was gone, or used already."""
    with context.store.writing() as unit:
        entry = unit.entry(number)
        if entry is None or entry.undo is None or not secrets.compare_digest(entry.undo, _hash(token)):
            return False
        unit.delete_entry(number)
        return True


def name(context: Context, author: str, number: int, *, named: bool) -> Entry:
    """The author's name on a tip, or off. Errors: NotFound, NotAllowed for anybody else."""
    with context.store.writing() as unit:
        entry = require_entry(unit, number)
        if entry.author != author:
            raise NotAllowed("error-not-yours")
        if entry.named != named:
            entry = entry.but(named=named)
            unit.save_entry(entry)
        return entry


def delete(context: Context, role: Role, number: int, now: datetime) -> None:
    """The author or the department deletes an entry for good. Errors: NotFound, NotAllowed."""
    with context.store.writing() as unit:
        entry = require_entry(unit, number)
        may_change(unit, role, entry, None)
        unit.delete_entry(number)
        _record(unit, entry, "deleted", role, now, None)


def may_change(data: Reader, role: Role, entry: Entry, token: str | None) -> None:
    """Errors: NotAllowed unless the person is the author, a specialist of the department, or holds the token."""
    department = entry.department if data.organisation().department(entry.department) else None
    if not (_by_token(entry, token) or entry.author == role.user or role.is_specialist_of(department) or role.admin):
        raise NotAllowed("error-not-yours")


def _tip_that_prevents(matches: Sequence[Match], near: dict[int, Entry]) -> int | None:
    for match in matches:
        entry = near.get(match.entry)
        if entry is not None and entry.kind is not Kind.MISTAKE and match.fits:
            return entry.number
    return None


def _known_department(organisation: Organisation, key: str | None) -> str | None:
    """The key, if there is such a department now."""
    return key if organisation.department(key) else None


def _unvouched(entry: Entry) -> EntryState:
    return EntryState.UNCHECKED if entry.state is EntryState.CHECKED else entry.state


def _vouched_again(entry: Entry, role: Role, now: datetime) -> Entry:
    """After an edit the department stands for the new text if one of its specialists made it, else nobody does yet."""
    if role.is_specialist_of(entry.department):
        return entry.but(state=EntryState.CHECKED, note="", checked_by=entry.department, checked_at=now)
    return entry.but(state=_unvouched(entry), checked_by=None, checked_at=None)


def _by_token(entry: Entry, token: str | None) -> bool:
    return token is not None and entry.undo is not None and secrets.compare_digest(entry.undo, _hash(token))


def _record(
    unit: Unit, entry: Entry, what: str, role: Role, now: datetime, token: str | None, detail: str = ""
) -> None:
    """Writes the audit. Whoever changes a mistake by its token may be its maker: no name, and only the week."""
    specialist = role.is_specialist_of(entry.department) and not _by_token(entry, token)
    nameless = entry.kind is Kind.MISTAKE and not specialist
    unit.record(
        AuditRow(
            at=week_of(now) if nameless else now,
            subject=f"entry:{entry.number}",
            what=what,
            by=None if nameless else role.user,
            detail=detail,
        )
    )


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
