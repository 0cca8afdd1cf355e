"""Topics, which of them specialists keep apart, and tallied customers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, insert, or_, select, update

from bot.model import Tally, Topic, TopicPair, TopicRow
from storage import tables
from storage.counters import TOPIC, Counting
from storage.rows import Condition, Mapped, among, before, equal, met, not_before, numbered
from storage.tables import table_of

_topics = Mapped(Topic, tables.TopicRow)
_pairs = Mapped(TopicPair, tables.TopicPairRow)
_tallies = Mapped(Tally, tables.TallyRow)
_question, _escalation = table_of(tables.QuestionRow), table_of(tables.EscalationRow)


class TopicReads(Counting):
    def topic(self, id: int) -> Topic | None:
        return self._first(_topics, _topics.select().where(_topics.c.id == id))

    def topics(
        self,
        ids: Sequence[int] | None = None,
        *,
        departments: Sequence[str | None] | None = None,
        since: datetime | None = None,
    ) -> tuple[Topic, ...]:
        c = _topics.c
        conditions = met(numbered(c.id, ids), among(c.department, departments), _stirred(since))
        return self._all(_topics, _topics.select().where(*conditions).order_by(c.id))

    def topic_of_entry(self, entry: int) -> Topic | None:
        """The oldest, when a merge of entries left it with several."""
        c = _topics.c
        return self._first(_topics, _topics.select().where(c.entry == entry, c.merged_into.is_(None)).order_by(c.id))

    def topic_pairs(self) -> tuple[TopicPair, ...]:
        return self._all(_pairs, _pairs.select().order_by(_pairs.c.first, _pairs.c.second))

    def topic_version(self) -> int:
        return self._count(TOPIC)

    def topic_rows(self, since: datetime) -> tuple[TopicRow, ...]:
        c = _question.c
        query = (
            select(c.topic, c.id, c.text, c.encoder, c.vector, c.pinned)
            .where(c.topic.is_not(None), c.asked_at >= since)
            .order_by(c.asked_at, c.id)
        )
        return tuple(
            TopicRow(topic=topic, question=question, text=text, encoder=encoder, vector=vector, pinned=pinned)
            for topic, question, text, encoder, vector, pinned in self._connection.execute(query)
        )

    def tallies(
        self,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        topic: int | None = None,
        entry: int | None = None,
        imported: bool | None = None,
    ) -> tuple[Tally, ...]:
        c = _tallies.c
        conditions = met(
            not_before(c.at, since),
            before(c.at, until),
            equal(c.topic, topic),
            equal(c.entry, entry),
            equal(c.imported, imported),
        )
        return self._all(_tallies, _tallies.select().where(*conditions).order_by(c.at, c.id))

    def tallies_by_origin(self, origins: Sequence[str]) -> frozenset[str]:
        return self._known_origins(_tallies.table, origins)


class TopicWrites(TopicReads):
    def add_topic(self, topic: Topic) -> Topic:
        return self._add(_topics, topic)

    def save_topic(self, topic: Topic) -> None:
        self._save(_topics, topic)

    def merge_topics(self, topic: int, into: int) -> None:
        if topic == into:
            return
        for column in (_question.c.topic, _tallies.c.topic, _escalation.c.topic, _topics.c.merged_into):
            moved = update(column.table).where(column == topic)
            self._connection.execute(moved.values({column.name: into}))
        self._connection.execute(update(_topics.table).where(_topics.c.id == topic).values(merged_into=into))
        self._connection.execute(update(_topics.table).where(_topics.c.id == into).values(merged_into=None))
        self._move_pairs(topic, into)
        self._raise_count(TOPIC)

    def _move_pairs(self, topic: int, into: int) -> None:
        c = _pairs.c
        mine = or_(c.first == topic, c.second == topic)
        old = self._all(_pairs, _pairs.select().where(mine))
        self._connection.execute(delete(_pairs.table).where(mine))
        for pair in old:
            other = pair.first if pair.second == topic else pair.second
            if other != into:
                self.add_topic_pair(pair.but(first=into, second=other))

    def add_topic_pair(self, pair: TopicPair) -> None:
        first, second = sorted((pair.first, pair.second))
        if self._first(_pairs, _pairs.select().where(_is(first, second))) is None:
            values = _pairs.values(pair.but(first=first, second=second))
            self._connection.execute(insert(_pairs.table).values(values))

    def delete_topic_pair(self, one: int, other: int) -> None:
        self._connection.execute(delete(_pairs.table).where(_is(one, other)))

    def move_questions(self, ids: Sequence[int], topic: int, *, pinned: bool) -> None:
        moved = update(_question).where(*met(numbered(_question.c.id, ids)))
        self._connection.execute(moved.values(topic=topic, pinned=pinned))
        self._raise_count(TOPIC)

    def move_tallies(self, ids: Sequence[int], topic: int) -> None:
        moved = update(_tallies.table).where(*met(numbered(_tallies.c.id, ids)))
        self._connection.execute(moved.values(topic=topic))

    def add_tally(self, tally: Tally) -> Tally:
        if tally.origin is not None:
            known = self._first(_tallies, _tallies.select().where(_tallies.c.origin == tally.origin))
            if known is not None:
                return known
        return self._add(_tallies, tally)

    def add_tallies(self, tallies: Sequence[Tally]) -> int:
        if any(tally.topic is not None for tally in tallies):  # in topics, perhaps, that nobody asked about
            self._raise_count(TOPIC)
        return self._add_new(_tallies, tallies)

    def delete_tally(self, id: int) -> None:
        self._connection.execute(delete(_tallies.table).where(_tallies.c.id == id))


def _stirred(since: datetime | None) -> Condition:
    """The topic has a question or a tally since then."""
    if since is None:
        return None
    asked = select(_question.c.topic).where(_question.c.asked_at >= since, _question.c.topic.is_not(None))
    tallied = select(_tallies.c.topic).where(_tallies.c.at >= since, _tallies.c.topic.is_not(None))
    return or_(_topics.c.id.in_(asked), _topics.c.id.in_(tallied))


def _is(one: int, other: int) -> ColumnElement[bool]:
    return and_(_pairs.c.first == min(one, other), _pairs.c.second == max(one, other))
