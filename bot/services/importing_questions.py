"""Past questions come in: each is stored, once, under the topic it would have joined.

What became of them is not known: nobody is said to have been helped, or not. They count in signals' past and in digests
of their weeks; whoever asked is a pseudonym, and only while pseudonyms are kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from bot.model import Outcome, Question, Shown
from bot.services.context import Context
from bot.services.filing import Filing, Placed, Whose, place_all
from bot.services.forgetting import PSEUDONYMS, askers_before
from bot.services.question_streams import Asked

PORTION = 512  #: questions stored in one transaction: tens of milliseconds in which nobody else can write

Report = Callable[[str, int, int], None]  #: (what, done, of how many)


@dataclass(frozen=True, slots=True)
class QuestionsImported:
    """What became of a file."""

    added: int
    there: int  #: were there already
    topics: int  #: topics that the added ones are in
    opened: int  #: of those, new ones


def import_questions(context: Context, rows: Sequence[Asked], now: datetime, report: Report) -> QuestionsImported:
    """Stores those that are not there yet. `rows` in order of time.

    Portion by portion: an import that was cut off goes on where it was when it is started again.
    """
    with context.store.reading() as data:
        known = data.questions_by_origin([row.origin for row in rows])
        whose = Whose.of(data)
    fresh = [row for row in rows if row.origin not in known]
    added, opened, topics = 0, 0, set[int]()
    for week in _weeks(fresh):
        filing = Filing(context, week[0].at)
        for start in range(0, len(week), PORTION):
            portion = week[start : start + PORTION]
            added += _store(context, filing, whose, portion, now, topics)
            report("questions", added, len(fresh))
        opened += filing.opened
    return QuestionsImported(added, len(rows) - added, len(topics), opened)


def _weeks(rows: Sequence[Asked]) -> Iterator[list[Asked]]:
    """A week at a time, so that old questions no longer draw new ones into their topic."""
    for _, week in groupby(rows, key=lambda row: row.at.date() - timedelta(days=row.at.weekday())):
        yield list(week)


def _store(
    context: Context, filing: Filing, whose: Whose, portion: Sequence[Asked], now: datetime, topics: set[int]
) -> int:
    placed = list(place_all(context.knowledge, [row.text for row in portion]))
    filed = []
    for row, found in zip(portion, placed, strict=True):
        department = row.department or whose.guess(found)
        topic = filing.topic_of(found, department, row.at)
        filing.add(topic, row.text, found.vector)
        filed.append((topic, _question(context, row, found, department, now)))
    with context.store.writing() as unit:
        numbers = filing.settle(unit, {topic for topic, _ in filed})
        there = {entry.number for entry in unit.entries(numbers=[q.entry for _, q in filed if q.entry is not None])}
        topics |= set(numbers.values())
        return unit.add_questions(
            [
                question.but(topic=numbers[topic], entry=question.entry if question.entry in there else None)
                for topic, question in filed
            ]
        )


def _question(context: Context, row: Asked, found: Placed, department: str | None, now: datetime) -> Question:
    encoder, packed = context.knowledge.pack(found.vector)
    over = row.at < askers_before(now, context.zone)
    return Question(
        text=row.text,
        language=row.language,
        asked_at=row.at,
        pseudonym=context.pseudonym(row.asker) if row.asker and row.at >= now - PSEUDONYMS else None,
        department=department,
        entry=found.entry,
        shown=tuple(
            Shown(entry=m.entry, probability=m.probability, phrasing=m.text, fits=m.entry == found.entry)
            for m in found.matches
        ),
        outcome=Outcome.NO_REACTION if over else None,
        encoder=encoder,
        vector=packed,
        origin=row.origin,
    )
