"""How the entries stand: not checked, outdated, not shown for long, and subjects that one person alone knows.

These are counts of entries and subjects, never of people, and nobody is named: who it is, is not even looked up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.digest_counts import Key, Keys, people
from bot.domain.digest_figures import Knowledge
from bot.model import (
    ENOUGH_PEOPLE,
    OFFERED,
    Entry,
    EntryState,
    Escalation,
    EscalationState,
    Kind,
    Organisation,
    Question,
)
from bot.ports import Reader

UNUSED_FOR = timedelta(days=90)
ANSWERS_FOR = timedelta(weeks=26)  #: answers of specialists that are looked at
LISTED = 20  #: titles kept


@dataclass(frozen=True, slots=True)
class Stock:
    """Entries, and titles of subjects, by department."""

    waiting: Sequence[Entry]  #: not checked, or outdated
    unused: Sequence[Entry]
    alone: Sequence[tuple[Key, str]]  #: (department, title)

    def of(self, departments: Keys | None) -> Knowledge:
        """Of these departments (None: all)."""

        def mine(key: Key) -> bool:
            return departments is None or key in departments

        waiting = [e for e in self.waiting if mine(e.department)]
        unused = [e.title for e in self.unused if mine(e.department)]
        alone = [title for key, title in self.alone if mine(key)]
        outdated = sum(e.state is EntryState.OUTDATED for e in waiting)
        return Knowledge(
            unchecked=len(waiting) - outdated,
            outdated=outdated,
            unused=len(unused),
            alone=len(alone),
            unused_titles=tuple(unused[:LISTED]),
            # To the department itself only: elsewhere a subject would hint at who it is.
            alone_titles=tuple(alone[:LISTED]) if departments is not None and len(departments) == 1 else (),
        )


def stock(
    data: Reader,
    organisation: Organisation,
    owners: Mapping[int, Key],
    titles: Mapping[int, str],
    rows: Mapping[int, Sequence[Question]],
    now: datetime,
) -> Stock:
    """As it is now. `owners`, `titles`, `rows`: department, title and lately asked questions of each topic."""
    alone = sorted(known_to_one(data, rows, now) & titles.keys())
    return Stock(
        waiting=data.entries(states=(EntryState.UNCHECKED, EntryState.OUTDATED)),
        unused=unused(data, now),
        alone=[(owners.get(topic), titles[topic]) for topic in alone],
    )


def unused(data: Reader, now: datetime) -> tuple[Entry, ...]:
    """Entries that were there for 90 days and not shown under one question; none while the base is younger."""
    since = now - UNUSED_FOR
    first = data.questions(limit=1)
    if not first or first[0].asked_at > since:
        return ()
    shown = data.shown_since(since)
    old = data.entries(states=OFFERED)
    return tuple(e for e in old if e.created_at < since and e.number not in shown and e.kind is not Kind.ANNOUNCEMENT)


def known_to_one(data: Reader, rows: Mapping[int, Sequence[Question]], now: datetime) -> frozenset[int]:
    """Topics that three people or more asked about lately, and about which one person alone ever wrote or answered:
    the author of an entry that nobody else stands for, or whoever answered every question about it."""
    wanted = {topic for topic, asked in rows.items() if people(asked) >= ENOUGH_PEOPLE}
    topics = [topic for topic in data.topics(sorted(wanted)) if topic.merged_into is None] if wanted else []
    numbers = sorted({topic.entry for topic in topics if topic.entry})
    entries = {e.number: e for e in data.entries(numbers=numbers)} if numbers else {}
    answered = data.escalations(states=[EscalationState.ANSWERED], since=now - ANSWERS_FOR)
    return frozenset(
        topic.id
        for topic in topics
        if _known_to_one(entries.get(topic.entry or 0), [e for e in answered if e.topic == topic.id])
    )


def _known_to_one(entry: Entry | None, answered: Sequence[Escalation]) -> bool:
    if entry is not None and (entry.state is EntryState.CHECKED or (entry.offered and entry.author is None)):
        return False  # a department stands for it, or nobody knows who wrote it
    sources = {e.answered_by for e in answered if e.answered_by}
    if entry is not None and entry.offered and entry.author:
        sources.add(entry.author)
    return len(sources) == 1
