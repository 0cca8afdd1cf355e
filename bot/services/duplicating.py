"""Entries that look alike: looked for once a week among all that are offered, and listed for specialists until they
merged them or said that they are not the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo

import numpy as np

from bot.domain.duplicates import Titles
from bot.domain.schedule import calendar_of, next_working_moment
from bot.domain.words import without_greeting
from bot.errors import NotAllowed, NotFound
from bot.model import OFFERED, AuditRow, Entry, EntryPair, Kind, Organisation, OutboxMessage
from bot.ports import Encoder, Reader
from bot.services.capturing import may_change
from bot.services.context import Context
from bot.services.people import Role

AT_ONCE = 5000  #: phrasings read in one step: their vectors are large

Places = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Side:
    """One of two entries that look alike."""

    entry: Entry
    phrasings: int
    may_go: bool  #: the viewer may merge it into the other


@dataclass(frozen=True, slots=True)
class Alike:
    """Two entries that look alike, as somebody sees them."""

    first: Side
    second: Side
    probability: float


# ---------------------------------------------------------------- once a week


def look(context: Context, week: str, now: datetime) -> str:
    """Looks through all entries for the `week`, and tells each department's channel what is
    new. Returns a line about it. Looking twice finds nothing new the second time."""
    context.knowledge.fill()
    found = _found(context)
    with context.store.writing() as unit:
        organisation = unit.organisation()
        known = {(pair.first, pair.second): pair for pair in unit.entry_pairs()}
        offered = {e.number: e for e in unit.entries(numbers=sorted({n for pair in found for n in pair}))}
        for places, pair in known.items():
            if not pair.distinct and places not in found:  # edited or retired since
                unit.delete_entry_pair(*places)
        new = []
        for places, probability in found.items():
            if places not in known and _comparable(*(offered.get(n) for n in places)):
                unit.save_entry_pair(EntryPair(first=places[0], second=places[1], probability=probability, at=now))
                new.append(places)
        for message in _messages(context.zone, organisation, new, offered, week, now):
            if unit.outbox(message.key) is None:
                unit.enqueue(message)
    return f"{len(found)} pairs, {len(new)} new"


def _messages(
    zone: tzinfo, organisation: Organisation, new: Iterable[Places], offered: dict[int, Entry], week: str, now: datetime
) -> tuple[OutboxMessage, ...]:
    """One a department, in its working hours, about the pairs in which one of the entries is its own."""
    told: dict[str, list[list[int]]] = {}
    for places in new:
        for key in dict.fromkeys(offered[n].department for n in places):
            if key is not None:
                told.setdefault(key, []).append(list(places))
    return tuple(
        OutboxMessage(
            key=f"alike:{department.key}:{week}",
            kind="alike",
            to=department.channel,
            payload={"department": department.key, "pairs": told[department.key]},
            not_before=next_working_moment(now, zone, calendar_of(department)),
            created_at=now,
        )
        for department in organisation.active
        if department.key in told and department.channel
    )


def _found(context: Context) -> dict[Places, float]:
    """All pairs of offered entries that say the same, smaller number first. Slow work, outside of any unit but to
    read."""
    knowledge = context.knowledge
    with context.store.reading() as data:
        entries = [e for e in data.entries(states=OFFERED) if e.kind is not Kind.ANNOUNCEMENT]
        bodies = dict(data.entry_texts())
        vectors = None if knowledge.encoder is None else _title_vectors(data, entries, knowledge.encoder)
    synonyms = knowledge.synonyms()
    titles = [synonyms.expand(without_greeting(e.title)) for e in entries]
    unseen = [i for i, e in enumerate(entries) if vectors is not None and e.number not in vectors]
    rows = None
    if vectors is not None and knowledge.encoder is not None:
        rows = np.zeros((len(entries), knowledge.encoder.dimensions), dtype=np.float32)
        if unseen:
            rows[unseen] = knowledge.encoder.encode([synonyms.expand(entries[i].title) for i in unseen])
        for i, entry in enumerate(entries):
            if entry.number in vectors:
                rows[i] = vectors[entry.number]
    pairs = Titles(titles, [bodies.get(e.number, "") for e in entries], rows).pairs()
    return {(entries[p.first].number, entries[p.second].number): p.probability for p in pairs}


def _title_vectors(data: Reader, entries: Iterable[Entry], encoder: Encoder) -> dict[int, np.ndarray]:
    """Stored vectors of the titles, by entry."""
    titles = {e.number: e.title for e in entries}
    found: dict[int, np.ndarray] = {}
    after, some = 0, True
    while some:
        rows = data.index_rows(after=after, limit=AT_ONCE)
        some = len(rows) == AT_ONCE
        after = rows[-1].id if rows else after
        for row in rows:
            if row.vector is not None and row.encoder == encoder.name and row.text == titles.get(row.entry):
                found[row.entry] = np.frombuffer(row.vector, dtype="<f4")
    return found


def _comparable(first: Entry | None, second: Entry | None) -> bool:
    """Still offered both, and of a kind: what went wrong and the tip that prevents it look alike and are not."""
    if first is None or second is None or not (first.offered and second.offered):
        return False
    return (first.kind is Kind.MISTAKE) == (second.kind is Kind.MISTAKE)


# ---------------------------------------------------------------- the list


def listed(context: Context, role: Role, departments: Iterable[str], limit: int = 20) -> tuple[Alike, ...]:
    """The pairs that wait for these departments, surest first."""
    mine = set(departments)
    with context.store.reading() as data:
        pairs = data.entry_pairs(distinct=False)
        entries = {e.number: e for e in data.entries(numbers=sorted({n for p in pairs for n in (p.first, p.second)}))}
        found = []
        for pair in pairs:
            sides = entries.get(pair.first), entries.get(pair.second)
            if _comparable(*sides) and any(e is not None and e.department in mine for e in sides):
                found.append(pair)
        return tuple(_alike(data, role, pair, entries) for pair in found[:limit])


def still_alike(data: Reader, pairs: Iterable[Places]) -> tuple[tuple[Entry, Entry], ...]:
    """Those of the pairs that nobody has dealt with yet."""
    open_now = {(p.first, p.second) for p in data.entry_pairs(distinct=False)}
    waiting = [places for places in pairs if places in open_now]
    entries = {e.number: e for e in data.entries(numbers=sorted({n for places in waiting for n in places}))}
    both = ((entries.get(first), entries.get(second)) for first, second in waiting)
    return tuple((a, b) for a, b in both if a is not None and b is not None and _comparable(a, b))


def keep_apart(context: Context, role: Role, one: int, other: int, now: datetime) -> None:
    """A specialist of either department says that the two are not the same: they are never listed again.

    Errors: NotFound, NotAllowed.
    """
    with context.store.writing() as unit:
        first, second = _both(unit, role, one, other)
        if _pair(unit, one, other, distinct=True) is None:
            unit.add_distinct_pair(one, other, now)
            unit.record(_said(role, first, second, "kept apart from", now))


def list_again(context: Context, role: Role, one: int, other: int, now: datetime) -> None:
    """Takes "not the same" back. Errors: NotFound, NotAllowed."""
    with context.store.writing() as unit:
        first, second = _both(unit, role, one, other)
        pair = _pair(unit, one, other, distinct=True)
        if pair is not None:
            unit.save_entry_pair(pair.but(distinct=False, at=now))
            unit.record(_said(role, first, second, "no longer kept apart from", now))


def _alike(data: Reader, role: Role, pair: EntryPair, entries: dict[int, Entry]) -> Alike:
    first, second = (
        Side(entries[n], len(data.phrasings(n)), _may_change(data, role, entries[n])) for n in (pair.first, pair.second)
    )
    return Alike(first, second, pair.probability)


def _both(data: Reader, role: Role, one: int, other: int) -> tuple[Entry, Entry]:
    first, second = data.entry(one), data.entry(other)
    if first is None or second is None:
        raise NotFound("error-entry-gone", number=one if first is None else other)
    known = {d.key for d in data.organisation().active}
    if not any(role.is_specialist_of(e.department if e.department in known else None) for e in (first, second)):
        raise NotAllowed("error-not-specialist")
    return first, second


def _pair(data: Reader, one: int, other: int, *, distinct: bool) -> EntryPair | None:
    places = (min(one, other), max(one, other))
    return next((p for p in data.entry_pairs(distinct=distinct) if (p.first, p.second) == places), None)


def _said(role: Role, first: Entry, second: Entry, what: str, now: datetime) -> AuditRow:
    return AuditRow(at=now, subject=f"entry:{first.number}", what=what, by=role.user, detail=f"entry {second.number}")


def _may_change(data: Reader, role: Role, entry: Entry) -> bool:
    try:
        may_change(data, role, entry, None)
    except NotAllowed:
        return False
    return True
