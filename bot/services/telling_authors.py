"""Privately first: the author of a tip hears that it does not help, before any channel does.

A signal about an answer that does not help is made at the same moments, after this; digests tell of no single tip.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from bot.domain.digest_counts import people
from bot.domain.schedule import calendar_of, latest_signal_moment, next_working_moment
from bot.model import ENOUGH_PEOPLE, Entry, Kind, OutboxMessage, Outcome, Question
from bot.ports import Reader
from bot.services.context import Context
from bot.services.scheduling import Due

KIND = "unhelpful"
LATELY = timedelta(weeks=4)
SAID = (Outcome.HELPED, Outcome.NOT_HELPED)


def authors_due(context: Context, now: datetime) -> tuple[Due, ...]:
    """At every moment at which any department's signals are looked at."""
    with context.store.reading() as data:
        departments = data.organisation().active
    moments = [
        latest_signal_moment(now, department.signal_times, context.zone, KIND, calendar_of(department))
        for department in departments
    ]
    periods = [moment.period for moment in moments if moment is not None]
    return (Due(KIND, max(periods), tell),) if periods else ()


def tell(context: Context, now: datetime) -> str:
    """Tells every author whose tip mostly did not help lately: once for a tip as it is now. Returns a line about it."""
    with context.store.reading() as data:
        found = unhelpful(data, now)
    told, later = 0, next_working_moment(now, context.zone)  # the job may come late, in quiet hours
    for entry, (missed, base) in found:
        key = message_key(entry)
        with context.store.writing() as unit:
            if entry.author is None or unit.outbox(key) is not None:
                continue
            payload = {"entry": entry.number, "missed": missed, "base": base}
            unit.enqueue(
                OutboxMessage(key=key, kind=KIND, to=entry.author, payload=payload, not_before=later, created_at=now)
            )
        told += 1
    return f"{told} told"


def message_key(entry: Entry) -> str:
    """Of the message about this entry as it was last edited."""
    return f"{KIND}:{entry.number}:{entry.updated_at:%Y%m%dT%H%M%S}"


def unhelpful(data: Reader, now: datetime) -> tuple[tuple[Entry, tuple[int, int]], ...]:
    """Tips and answers with an author that mostly did not help since they were last edited, by three people or more:
    (how often not, of how often; 0 where that base would tell of fewer than three people)."""
    said = _by_entry(data.questions(since=now - LATELY, outcomes=SAID))
    entries = data.entries(numbers=sorted(said)) if said else ()
    found = []
    for entry in entries:
        if entry.author is None or entry.kind is Kind.MISTAKE or not entry.offered:
            continue
        rows = [q for q in said[entry.number] if q.asked_at >= entry.updated_at]
        missed = [q for q in rows if q.outcome is Outcome.NOT_HELPED]
        helped = [q for q in rows if q.outcome is Outcome.HELPED]
        if people(missed) >= ENOUGH_PEOPLE and len(missed) > len(helped):
            told = not helped or people(helped) >= ENOUGH_PEOPLE
            found.append((entry, (len(missed), len(rows) if told else 0)))
    return tuple(found)


def _by_entry(questions: Iterable[Question]) -> Mapping[int, list[Question]]:
    found: dict[int, list[Question]] = {}
    for question in questions:
        if question.entry is not None:
            found.setdefault(question.entry, []).append(question)
    return found
