"""States of an entry: specialists check and retire; anybody says that it is outdated. The department's queue, and the
ways of asking by which an entry is found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.privacy import week_of
from bot.errors import BadInput, NotFound
from bot.model import OFFERED, TEXT_MAX, AuditRow, Entry, EntryState, Kind, OutboxMessage, Phrasing
from bot.ports import Reader, Unit
from bot.services.answering import require_entry
from bot.services.context import Context, mask_entry
from bot.services.learning import confirmations
from bot.services.people import Role, require_specialist

BY_SOURCE = ("title", "given", "learned", "rejected")


@dataclass(frozen=True, slots=True)
class Way:
    """A way of asking for an entry, as those who look after it see it."""

    phrasing: Phrasing
    people: int  #: distinct people who said that it helped; of a rejected one, that they did not mean the entry


@dataclass(frozen=True, slots=True)
class Ways:
    """An entry, and all ways of asking for it."""

    entry: Entry
    ways: tuple[Way, ...]  #: its title, what it was given, what was learned, what was rejected; oldest first


def check(context: Context, role: Role, number: int, now: datetime) -> Entry:
    """The department stands for the content, from now on. Errors: NotFound, NotAllowed."""
    with context.store.writing() as unit:
        entry = require_entry(unit, number)
        require_specialist(role, _owner(unit, entry))
        if entry.state in (EntryState.UNCHECKED, EntryState.OUTDATED):
            department = entry.department or (role.departments[0].key if role.departments else None)
            entry = entry.but(
                state=EntryState.CHECKED,
                checked_by=department,
                checked_at=now,
                note="",
                department=department,
                undo=None,
            )
            _save(unit, entry, "checked", role.user, now)
        return entry


def retire(context: Context, role: Role, number: int, now: datetime) -> Entry:
    """No longer offered, kept for the record. Errors: NotFound, NotAllowed."""
    with context.store.writing() as unit:
        entry = require_entry(unit, number)
        require_specialist(role, _owner(unit, entry))
        if entry.state is not EntryState.RETIRED:
            entry = entry.but(state=EntryState.RETIRED, undo=None)
            _save(unit, entry, "retired", role.user, now)
        return entry


def say_outdated(context: Context, number: int, what: str, now: datetime) -> Entry:
    """Somebody says what is wrong: no longer offered, in its department's queue; the author hears it privately first.

    Nobody's name is kept with it. Errors: NotFound, BadInput when longer than TEXT_MAX characters.
    """
    if len(what) > TEXT_MAX:
        raise BadInput("error-too-long", text=what, limit=TEXT_MAX, length=len(what))
    with context.store.writing() as unit:
        entry = require_entry(unit, number)
        note = mask_entry(what, unit.organisation())[:TEXT_MAX]
        if entry.state in OFFERED:
            entry = entry.but(state=EntryState.OUTDATED, note=note)
            _save(unit, entry, "outdated", None, now)
            if entry.author:
                unit.enqueue(
                    OutboxMessage(
                        key=f"notice:outdated:{entry.number}:{int(now.timestamp())}",
                        kind="notice",
                        to=entry.author,
                        payload={"what": "outdated", "entry": entry.number},
                        created_at=now,
                    )
                )
        elif entry.state is EntryState.OUTDATED and note and note not in entry.note:
            entry = entry.but(note=f"{entry.note}\n{note}".strip()[:TEXT_MAX])
            unit.save_entry(entry)
        return entry


def queue(context: Context, departments: tuple[str, ...], limit: int = 20) -> tuple[Entry, ...]:
    """What waits for a check: outdated entries first, then those not checked yet, oldest first."""
    with context.store.reading() as data:
        outdated = data.entries(states=[EntryState.OUTDATED], departments=departments, limit=limit)
        fresh = data.entries(states=[EntryState.UNCHECKED], departments=departments, limit=limit)
    return (*outdated, *fresh)[:limit]


def ways(context: Context, role: Role, number: int) -> Ways:
    """The ways of asking by which the entry is found, or not. Errors: NotFound, NotAllowed for no specialist."""
    with context.store.reading() as data:
        entry = require_entry(data, number)
        require_specialist(role, _owner(data, entry))
        counts = confirmations(data, entry.number)
        found = (*data.phrasings(entry.number), *data.rejections(entry.number))
    ordered = sorted(found, key=lambda one: (BY_SOURCE.index(one.source), one.id))
    return Ways(entry, tuple(Way(one, counts.get(one.id, 0)) for one in ordered))


def remove_way(context: Context, role: Role, phrasing: int, now: datetime) -> Entry:
    """A specialist says that this is no way of asking for the entry (or that it is no wrong one): it goes, with what
    people said of it. A title changes by editing. Errors: NotFound, NotAllowed, BadInput for a title."""
    with context.store.writing() as unit:
        found = unit.phrasing(phrasing)
        if found is None:
            raise NotFound("error-way-gone")
        entry = require_entry(unit, found.entry)
        require_specialist(role, _owner(unit, entry))
        if found.source == "title":
            raise BadInput("error-way-title")
        unit.delete_phrasing(found.id)
        unit.record(AuditRow(at=now, subject=f"entry:{entry.number}", what=f"{found.source} removed", by=role.user))
        return entry


def _owner(unit: Reader, entry: Entry) -> str | None:
    """The department that owns it; None when it vanished, so that an admin can act."""
    return entry.department if unit.organisation().department(entry.department) else None


def _save(unit: Unit, entry: Entry, what: str, by: str | None, now: datetime) -> None:
    at = week_of(now) if entry.kind is Kind.MISTAKE and by is None else now
    unit.save_entry(entry.but(updated_at=at))
    unit.record(AuditRow(at=at, subject=f"entry:{entry.number}", what=what, by=by))
