"""States of an entry: specialists check and retire; anybody says that it is outdated. And the department's queue."""

from __future__ import annotations

from datetime import datetime

from bot.domain.privacy import week_of
from bot.errors import BadInput
from bot.model import OFFERED, TEXT_MAX, AuditRow, Entry, EntryState, Kind, OutboxMessage
from bot.ports import Unit
from bot.services.answering import require_entry
from bot.services.context import Context, mask_entry
from bot.services.people import Role, require_specialist


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


def _owner(unit: Unit, entry: Entry) -> str | None:
    """The department that owns it; None when it vanished, so that an admin can act."""
    return entry.department if unit.organisation().department(entry.department) else None


def _save(unit: Unit, entry: Entry, what: str, by: str | None, now: datetime) -> None:
    at = week_of(now) if entry.kind is Kind.MISTAKE and by is None else now
    unit.save_entry(entry.but(updated_at=at))
    unit.record(AuditRow(at=at, subject=f"entry:{entry.number}", what=what, by=by))
