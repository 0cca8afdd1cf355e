"""Questions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import distinct, func, select

from bot.model import Outcome, Question
from storage import tables
from storage.counters import TOPIC
from storage.rows import Mapped, among, before, equal, met, not_before, numbered
from storage.topics import TopicReads, TopicWrites

_questions = Mapped(Question, tables.QuestionRow)


class QuestionReads(TopicReads):
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

    def shown_since(self, since: datetime) -> frozenset[int]:
        c = _questions.c
        rows = self._connection.execute(select(c.entry, c.shown).where(c.asked_at >= since))
        return frozenset(
            number
            for entry, shown in rows
            for number in (entry, *(one["entry"] for one in shown))
            if number is not None
        )

    def asked_since(self, since: datetime) -> int:
        c = _questions.c
        return self._connection.execute(select(func.count()).where(c.asked_at >= since)).scalar_one()

    def active_people(self, since: datetime) -> int:
        c = _questions.c
        return self._connection.execute(
            select(func.count(distinct(c.pseudonym))).where(c.asked_at >= since)
        ).scalar_one()

    def questions_by_origin(self, origins: Sequence[str]) -> frozenset[str]:
        return self._known_origins(_questions.table, origins)


class QuestionWrites(QuestionReads, TopicWrites):
    def add_question(self, question: Question) -> Question:
        added = self._add(_questions, question)
        self._raise_count(TOPIC)
        return added

    def add_questions(self, questions: Sequence[Question]) -> int:
        count = self._add_new(_questions, questions)
        if count:
            self._raise_count(TOPIC)
        return count

    def save_question(self, question: Question) -> None:
        c = _questions.c
        topic = self._connection.execute(select(c.topic).where(c.id == question.id)).scalar_one_or_none()
        self._save(_questions, question, keep=("vector",) if question.vector is None else ())
        if question.topic != topic or question.vector is not None:
            self._raise_count(TOPIC)
