"""Questions, topics and tallies."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, distinct, func, select

from bot.model import Outcome, Question, Tally, Topic, TopicRow
from storage import tables
from storage.counters import TOPIC, Counting
from storage.rows import Mapped, among, before, equal, met, not_before, numbered

_questions = Mapped(Question, tables.QuestionRow)
_topics = Mapped(Topic, tables.TopicRow)
_tallies = Mapped(Tally, tables.TallyRow)


class QuestionReads(Counting):
    def question(self, id: int) -> Question | None:
        return self._first(_questions, _questions.select().where(_questions.c.id == id))

    def question_by_origin(self, origin: str) -> Question | None:
        return self._first(_questions, _questions.select().where(_questions.c.origin == origin))

    def questions(
        self,
        *,
        ids: Sequence[int] | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        topic: int | None = None,
        entry: int | None = None,
        asker: str | None = None,
        departments: Sequence[str | None] | None = None,
        outcomes: Sequence[Outcome | None] | None = None,
        newest_first: bool = False,
        limit: int | None = None,
    ) -> tuple[Question, ...]:
        c = _questions.c
        conditions = met(
            numbered(c.id, ids),
            not_before(c.asked_at, since),
            before(c.asked_at, until),
            equal(c.topic, topic),
            equal(c.entry, entry),
            equal(c.asker, asker),
            among(c.department, departments),
            among(c.outcome, outcomes),
        )
        order = (c.asked_at.desc(), c.id.desc()) if newest_first else (c.asked_at, c.id)
        return self._all(_questions, _questions.select("vector").where(*conditions).order_by(*order).limit(limit))

    def active_people(self, since: datetime) -> int:
        c = _questions.c
        return self._connection.execute(
            select(func.count(distinct(c.pseudonym))).where(c.asked_at >= since)
        ).scalar_one()

    def topic(self, id: int) -> Topic | None:
        return self._first(_topics, _topics.select().where(_topics.c.id == id))

    def topics(self, ids: Sequence[int]) -> tuple[Topic, ...]:
        c = _topics.c
        return self._all(_topics, _topics.select().where(*met(numbered(c.id, ids))).order_by(c.id))

    def topic_of_entry(self, entry: int) -> Topic | None:
        """The oldest, when a merge of entries left it with several."""
        c = _topics.c
        return self._first(_topics, _topics.select().where(c.entry == entry).order_by(c.id))

    def topic_version(self) -> int:
        return self._count(TOPIC)

    def topic_rows(self, since: datetime) -> tuple[TopicRow, ...]:
        c = _questions.c
        query = (
            select(c.topic, c.id, c.text, c.encoder, c.vector)
            .where(c.topic.is_not(None), c.asked_at >= since)
            .order_by(c.asked_at, c.id)
        )
        return tuple(
            TopicRow(topic=topic, question=question, text=text, encoder=encoder, vector=vector)
            for topic, question, text, encoder, vector in self._connection.execute(query)
        )

    def tallies(
        self,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        topic: int | None = None,
        entry: int | None = None,
    ) -> tuple[Tally, ...]:
        c = _tallies.c
        conditions = met(not_before(c.at, since), before(c.at, until), equal(c.topic, topic), equal(c.entry, entry))
        return self._all(_tallies, _tallies.select().where(*conditions).order_by(c.at, c.id))


class QuestionWrites(QuestionReads):
    def add_question(self, question: Question) -> Question:
        added = self._add(_questions, question)
        self._raise_count(TOPIC)
        return added

    def save_question(self, question: Question) -> None:
        c = _questions.c
        topic = self._connection.execute(select(c.topic).where(c.id == question.id)).scalar_one_or_none()
        self._save(_questions, question, keep=("vector",) if question.vector is None else ())
        if question.topic != topic or question.vector is not None:
            self._raise_count(TOPIC)

    def add_topic(self, topic: Topic) -> Topic:
        return self._add(_topics, topic)

    def save_topic(self, topic: Topic) -> None:
        self._save(_topics, topic)

    def add_tally(self, tally: Tally) -> Tally:
        if tally.origin is not None:
            known = self._first(_tallies, _tallies.select().where(_tallies.c.origin == tally.origin))
            if known is not None:
                return known
        return self._add(_tallies, tally)

    def delete_tally(self, id: int) -> None:
        self._connection.execute(delete(_tallies.table).where(_tallies.c.id == id))
