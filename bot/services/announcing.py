"""Announcing: a department says what is coming before the calls come. An announcement is an entry, checked by its
department, that is found like any other while it holds; its expected questions are ways of asking for it.

Every function is safe to run twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain import announcements as domain
from bot.domain.announcements import Announced, Caused, Phase
from bot.errors import BadInput, NotAllowed
from bot.model import (
    AuditRow,
    Department,
    EntryState,
    Question,
)
from bot.ports import Reader
from bot.services import announced
from bot.services.announcement_drafts import Draft
from bot.services.announcement_entries import expect, new_announcement, new_entry, retired, vectors_of
from bot.services.announcement_messages import count_again, is_stale, places, post, refresh, refused, tell_refused
from bot.services.context import Context
from bot.services.people import Role
from bot.services.writing import add_title, learn, retitle

LOOK_BACK = timedelta(days=60)  #: messages about announcements that ended before stay as they are


@dataclass(frozen=True, slots=True)
class Posted:
    """An announcement as it was just stored, and the channels it goes to."""

    one: Announced
    channels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Running:
    """An announcement that holds or is coming, and what came of it so far."""

    one: Announced
    phase: Phase
    caused: Caused


# ---------------------------------------------------------------- to look up


def foreseen(data: Reader, questions: Sequence[Question], day: date) -> int | None:
    """The announcement (its entry's number) that foresaw these questions, among those posted by then and not over on
    this (local) day; None when none did (bot/domain/announcements.py)."""
    if not questions:
        return None
    holding = [one for one in announced.all_since(data, day) if one.holds(day)]
    topics = {one.entry.number: topic for one in holding for topic in announced.topics_of(data, one.entry.number)}
    return domain.foreseen(questions, holding, topics)


def running(context: Context, departments: Sequence[str] | None, day: date) -> tuple[Running, ...]:
    """What these departments (None: all) announced that is not over on this day, by first day, and what it caused."""
    with context.store.reading() as data:
        found = [one for one in announced.all_since(data, day, departments) if one.holds(day)]
        return tuple(
            Running(one, one.phase(day), announced.came_of(data, one, one.announcement.created_at)) for one in found
        )


def departments_of(context: Context, role: Role) -> tuple[Department, ...]:
    """The departments somebody may announce for: their own; an admin: all."""
    if role.admin:
        with context.store.reading() as data:
            return data.organisation().active
    return tuple({d.key: d for d in (*role.departments, *role.leads)}.values())


def require_may(role: Role, department: str, text: str = "") -> None:
    """Errors: NotAllowed unless they announce for this department."""
    if not (role.is_specialist_of(department) or role.admin):
        raise NotAllowed("error-announcement-not-yours", text=text)


def require_editable(data: Reader, role: Role, number: int, text: str = "") -> Announced:
    """The announcement, which this person may change. Errors: NotFound; NotAllowed; BadInput when it was withdrawn."""
    one = announced.require(data, number)
    require_may(role, one.announcement.department, text)
    if one.announcement.withdrawn_at is not None:
        raise BadInput("error-announcement-withdrawn", text=text)
    return one


# ---------------------------------------------------------------- to change


def announce(
    context: Context, role: Role, department: str, draft: Draft, now: datetime, *, origin: str | None = None
) -> Posted:
    """Stores it, as an entry that its department stands for, and posts it.

    Errors: NotAllowed; BadInput (see Draft.checked). The text is in the error.
    """
    day = local_day(context, now)
    draft.checked(day)
    require_may(role, department, draft.body)
    with context.store.reading() as data:
        organisation = data.organisation()
    owner = organisation.department(department)
    if owner is None:
        raise BadInput("error-no-department", text=draft.body, field="department")
    draft = draft.masked(organisation)
    vectors = vectors_of(context, draft)
    with context.store.writing() as unit:
        known = unit.entry_by_origin(origin) if origin else None
        if known is not None:
            one = announced.require(unit, known.number)
            return Posted(one, places(unit.organisation(), one.announcement))
        entry = unit.add_entry(new_entry(draft, owner, role, now, origin))
        add_title(context, unit, entry, vectors[draft.title], now)
        announcement = new_announcement(draft, entry, department, role, now)
        expect(context, unit, entry, announcement, (), vectors, now)
        unit.save_announcement(announcement)
        unit.record(AuditRow(at=now, subject=f"entry:{entry.number}", what="announced", by=role.user))
        one = Announced(entry, announcement)
        return Posted(one, post(unit, one, now, day))


def edit(
    context: Context, role: Role, number: int, draft: Draft, now: datetime, *, answering: int | None = None
) -> Posted:
    """Changes it, also one that is over, which then holds again. `answering`: a question that it answers from now on,
    and is found by. Errors as `announce`, NotFound; BadInput when it was withdrawn."""
    day = local_day(context, now)
    draft.checked(day)
    with context.store.reading() as data:
        require_editable(data, role, number, draft.body)
        organisation = data.organisation()
    draft = draft.masked(organisation)
    vectors = vectors_of(context, draft)
    with context.store.writing() as unit:
        before = require_editable(unit, role, number, draft.body)
        announcement = before.announcement.but(
            starts=draft.starts,
            ends=draft.ends,
            audience=draft.audience,
            customers=draft.customers,
            expected=draft.questions,
            # A period that is still to come is followed anew.
            followed=domain.followed_anew(before.announcement)
            if draft.starts > max(day, before.announcement.starts)
            else before.announcement.followed,
        )
        entry = before.entry.but(title=draft.title, body=draft.body)
        one = Announced(entry, announcement)
        asked = unit.question(answering) if answering is not None else None
        if one == before and entry.offered and asked is None:
            for row in refused(unit, one):
                unit.enqueue(row)  # perhaps the bot was invited meanwhile
            return Posted(one, places(unit.organisation(), announcement))
        entry = entry.but(
            state=EntryState.CHECKED,
            note="",
            checked_by=announcement.department,
            checked_at=now,
            updated_at=now,
            undo=None,
        )
        unit.save_entry(entry)
        if entry.title != before.entry.title:
            retitle(context, unit, entry, vectors[draft.title], now)
        expect(context, unit, entry, announcement, before.announcement.expected, vectors, now)
        if asked is not None:
            learn(unit, number, asked, now)
        unit.save_announcement(announcement)
        unit.record(AuditRow(at=now, subject=f"entry:{number}", what="edited", by=role.user))
        one = Announced(entry, announcement)
        refresh(unit, one, day)
        return Posted(one, post(unit, one, now, day))


def withdraw(context: Context, role: Role, number: int, now: datetime) -> bool:
    """Takes it back: no longer offered, and its messages say so. False: it was taken back already. Errors: NotFound,
    NotAllowed."""
    with context.store.writing() as unit:
        one = announced.require(unit, number)
        require_may(role, one.announcement.department)
        if one.announcement.withdrawn_at is not None:
            return False
        one = Announced(retired(one.entry, now), one.announcement.but(withdrawn_at=now))
        unit.save_entry(one.entry)
        unit.save_announcement(one.announcement)
        unit.record(AuditRow(at=now, subject=f"entry:{number}", what="withdrawn", by=role.user))
        refresh(unit, one, local_day(context, now))
        return True


def read(context: Context, user: str, number: int, now: datetime) -> bool:
    """Somebody read it: counted once. Who did is kept under a pseudonym of this announcement's own, which says nothing
    about what they asked, and only until it ends. False: counted already, or it is over. Errors: NotFound."""
    with context.store.writing() as unit:
        one = announced.require(unit, number)
        if not one.holds(local_day(context, now)):
            return False
        if not unit.read_announcement(number, context.opaque(f"read:{number}:{user}"), now):
            return False
        count_again(unit, one, now)
        return True


def keep_up(context: Context, now: datetime) -> str:
    """What is over is no longer offered, and messages say how it stands today; returns a line about it."""
    day = local_day(context, now)
    with context.store.reading() as data:
        stale = [one.entry.number for one in announced.all_since(data, date.min) if _needs(data, one, day)]
    for number in stale:
        with context.store.writing() as unit:
            one = announced.require(unit, number)
            if one.phase(day) is Phase.OVER and one.entry.state not in (EntryState.RETIRED, EntryState.MERGED):
                one = Announced(retired(one.entry, now), one.announcement)
                unit.save_entry(one.entry)
                unit.record(AuditRow(at=now, subject=f"entry:{number}", what="expired"))
            if is_stale(unit, one, day):
                refresh(unit, one, day)
            tell_refused(unit, one, now, context.zone)
    return f"{len(stale)} brought up to date"


def local_day(context: Context, now: datetime) -> date:
    """The day it is now, where the organisation is."""
    return now.astimezone(context.zone).date()


def _needs(data: Reader, one: Announced, day: date) -> bool:
    offered = one.entry.state not in (EntryState.RETIRED, EntryState.MERGED)
    if one.phase(day) is Phase.OVER and offered:
        return True
    if one.announcement.ends < day - LOOK_BACK:
        return False
    return is_stale(data, one, day) or (one.holds(day) and bool(refused(data, one)))
