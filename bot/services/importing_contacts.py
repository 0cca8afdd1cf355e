"""Contact records of another system come in as imported tallies: what customers came for, whether or not a colleague
asked about it.

A record joins the topic it is about. What fits no topic is grouped, with what earlier imports left over: from three
customers on a group becomes a topic of its own, so that a rise in contacts has one even when nobody asks. The rest has
none, and still counts among all customer contacts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain import text as words
from bot.model import ENOUGH_PEOPLE, Tally, TopicEvent
from bot.services.contact_sheets import ContactRow
from bot.services.context import Context
from bot.services.filing import Filing, Whose, place_all
from bot.services.knowledge import TOPIC_MEMORY
from bot.services.topics import current

PORTION = 2000  #: records stored in one transaction: tenths of a second in which nobody else can write
REMEMBERED = 5  #: texts of a topic that only contacts are in, by which it is known again

Report = Callable[[str, int, int], None]  #: (what, done, of how many)
#: What customers came about is more likely than not this entry's subject: nobody is shown it as an answer.
LIKELY = 0.5


@dataclass(frozen=True, slots=True)
class ContactsImported:
    """What became of a file."""

    added: int  #: records
    there: int  #: records that were there already
    customers: int  #: in those added
    topics: int  #: topics they are in
    opened: int  #: of those, new ones
    without_topic: int  #: customers of added records that are in no topic


@dataclass
class _Filed:
    """Texts, with the topic each is in (below zero: a draft) and the entry that fits it."""

    topics: dict[str, int] = field(default_factory=dict)
    entries: dict[str, int] = field(default_factory=dict)


def import_contacts(context: Context, rows: Sequence[ContactRow], now: datetime, report: Report) -> ContactsImported:
    """Stores those that are not there yet.

    Portion by portion: an import that was cut off goes on where it was when it is started again.
    """
    with context.store.reading() as data:
        known = data.tallies_by_origin([row.origin for row in rows])
        fresh = [row for row in rows if row.origin not in known]
        if not fresh:
            return ContactsImported(0, len(rows), 0, 0, 0, 0)
        first = min(row.at for row in fresh)
        earlier = data.tallies(since=first - TOPIC_MEMORY, imported=True)
    filing = Filing(context, first)
    _remember(context, filing, earlier, now)
    left_over = [tally for tally in earlier if tally.topic is None and tally.text]
    filed = _file(context, filing, _customers([*fresh, *left_over]), now, report)
    added = _store(context, filing, filed, fresh, report)
    _move(context, filing, filed, left_over)
    with_topic = [row for row in fresh if row.text in filed.topics]
    return ContactsImported(
        added=added,
        there=len(rows) - added,
        customers=sum(row.count for row in fresh),
        topics=len({filed.topics[row.text] for row in with_topic}),
        opened=filing.opened,
        without_topic=sum(row.count for row in fresh) - sum(row.count for row in with_topic),
    )


def _customers(records: Iterable[ContactRow | Tally]) -> Counter[str]:
    """How many customers came with each text."""
    counted: Counter[str] = Counter()
    for record in records:
        counted[record.text] += record.count
    return counted


def _remember(context: Context, filing: Filing, earlier: Sequence[Tally], now: datetime) -> None:
    """Topics that contacts opened draw in what is like them; once colleagues ask the same, they go over into the topic
    of those questions."""
    texts: dict[int, Counter[str]] = {}
    for tally in earlier:
        if tally.topic is not None and tally.text and not filing.knows(tally.topic):
            texts.setdefault(tally.topic, Counter())[tally.text] += tally.count
    usual = {topic: [text for text, _ in counted.most_common(REMEMBERED)] for topic, counted in texts.items()}
    placed = {one.text: one for one in place_all(context.knowledge, [text for some in usual.values() for text in some])}
    asked = {topic: filing.nearest(some[0], placed[some[0]].vector) for topic, some in usual.items()}
    for topic, some in usual.items():
        into = asked[topic]
        if into is not None and _merged(context, topic, into, now):
            continue
        for text in some:
            filing.add(topic, text, placed[text].vector)


def _merged(context: Context, topic: int, into: int, now: datetime) -> bool:
    """Lets the one topic go over into the other, unless a specialist had a hand in it or it has a
    signal, which would go on about what is gone."""
    with context.store.writing() as unit:
        one, other = unit.topic(topic), current(unit, into)
        apart = {frozenset((pair.first, pair.second)) for pair in unit.topic_pairs()}
        if one is None or one.merged_into or one.named or one.entry or {one.id, other.id} in apart:
            return False
        if one.placed or unit.questions(topic=topic, limit=1) or unit.signals(topic=topic):
            return False
        unit.merge_topics(topic, other.id)
        event = TopicEvent(at=now, what="merged", note=str(other.id))
        unit.save_topic(one.but(merged_into=other.id, history=(*one.history, event)))
        took_in = TopicEvent(at=now, what="took_in", note=str(topic))
        unit.save_topic(other.but(history=(*other.history, took_in)))
    return True


def _file(context: Context, filing: Filing, customers: Counter[str], now: datetime, report: Report) -> _Filed:
    """Files the texts, those that most customers came with first: they are what a group is best known by."""
    with context.store.reading() as data:
        whose = Whose.of(data)
    texts = [text for text, _ in customers.most_common() if words.has_words(text)]
    filed, came = _Filed(), Counter[int]()
    for done, placed in enumerate(place_all(context.knowledge, texts, LIKELY), start=1):
        topic = filing.topic_of(placed, whose.guess(placed), now)
        filing.add(topic, placed.text, placed.vector)
        filed.topics[placed.text] = topic
        if placed.entry is not None:
            filed.entries[placed.text] = placed.entry
        came[topic] += customers[placed.text]
        report("texts", done, len(texts))
    answered = {filed.topics[text] for text in filed.entries}  # they are known by their entry, however few
    small = {topic for topic in came if topic < 0 and came[topic] < ENOUGH_PEOPLE} - answered
    filed.topics = {text: topic for text, topic in filed.topics.items() if topic not in small}
    return filed


def _store(context: Context, filing: Filing, filed: _Filed, fresh: Sequence[ContactRow], report: Report) -> int:
    added = 0
    for start in range(0, len(fresh), PORTION):
        portion = fresh[start : start + PORTION]
        with context.store.writing() as unit:
            numbers = filing.settle(unit, {filed.topics[row.text] for row in portion if row.text in filed.topics})
            fitting = {filed.entries[row.text] for row in portion if row.text in filed.entries}
            there = {entry.number for entry in unit.entries(numbers=sorted(fitting))}
            added += unit.add_tallies([_tally(row, filed, numbers, there) for row in portion])
        report("records", start + len(portion), len(fresh))
    return added


def _tally(row: ContactRow, filed: _Filed, numbers: dict[int, int], there: set[int]) -> Tally:
    topic, entry = filed.topics.get(row.text), filed.entries.get(row.text)
    return Tally(
        at=row.at,
        contact=row.contact,
        count=row.count,
        imported=True,
        text=row.text,
        entry=entry if entry in there else None,
        topic=None if topic is None else numbers[topic],
        origin=row.origin,
    )


def _move(context: Context, filing: Filing, filed: _Filed, left_over: Sequence[Tally]) -> None:
    """What earlier imports left over has a topic now, perhaps."""
    moved: dict[int, list[int]] = {}
    for tally in left_over:
        if tally.text in filed.topics:
            moved.setdefault(filed.topics[tally.text], []).append(tally.id)
    if moved:
        with context.store.writing() as unit:
            numbers = filing.settle(unit, moved)
            for topic, tallies in moved.items():
                unit.move_tallies(tallies, numbers[topic])
