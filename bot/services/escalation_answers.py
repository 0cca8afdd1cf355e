"""How a question for the specialists ends: an answer is written, or an entry is pointed at that holds it already.

In one transaction the answer becomes knowledge, everybody who waits is sent it, and the list of who waits is emptied.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.domain import text as words
from bot.errors import BadInput
from bot.model import (
    Entry,
    Escalation,
    EscalationState,
    Organisation,
    OutboxMessage,
    Outcome,
    Topic,
)
from bot.ports import Unit
from bot.services.answering import UNDER_WAY, require_entry
from bot.services.context import Context
from bot.services.escalating import require_mine
from bot.services.escalation_messages import payload_of, receivers, refresh
from bot.services.people import Role
from bot.services.writing import Draft, add_answer, learn


def answer(
    context: Context, role: Role, escalation: int, draft: Draft, now: datetime, *, origin: str | None = None
) -> Escalation:
    """The answer becomes an entry, checked by the department it lies with; the question becomes a phrasing of it.

    Errors: NotFound, NotAllowed; BadInput for no words or more than TEXT_MAX characters, or when somebody else
    answered it meanwhile: the text is in the error.
    """
    draft.checked()
    with context.store.reading() as data:
        organisation = data.organisation()
        known = data.entry_by_origin(origin) if origin else None
        if known is not None:
            return require_mine(data, role, escalation)  # a second delivery
    draft = draft.masked(organisation)
    vector = context.knowledge.encode(draft.title)
    with context.store.writing() as unit:
        found = require_mine(unit, role, escalation, draft.body)
        if found.state not in UNDER_WAY:
            raise BadInput("error-already-answered", text=draft.body)
        department = _stands_for_it(organisation, found, role)
        entry = add_answer(
            context,
            unit,
            role,
            draft,
            now,
            vector=vector,
            department=department,
            vouching=department,
            language=found.language,
            origin=origin,
        )
        asked = unit.question(found.question)
        if asked is not None:
            learn(unit, entry.number, asked, now)
        return close(unit, organisation, found, entry, role, now)


def already_there(context: Context, role: Role, escalation: int, number: int, now: datetime) -> Escalation:
    """An entry holds the answer: it learns the question as a phrasing. An answered question is returned as it is.

    Errors: NotFound, NotAllowed, BadInput for an entry that is not offered as an answer.
    """
    with context.store.writing() as unit:
        found = require_mine(unit, role, escalation)
        if found.state not in UNDER_WAY:
            return found
        entry = require_entry(unit, number)
        if not entry.offered:
            raise BadInput("error-not-offered", number=entry.number)
        if (asked := unit.question(found.question)) is not None:
            learn(unit, entry.number, asked, now)
        return close(unit, unit.organisation(), found, entry, role, now)


def cover(unit: Unit, escalations: Sequence[Escalation], entry: Entry, role: Role, now: datetime) -> None:
    """A department answered their topic at a stroke: each is answered by this entry, and becomes a phrasing of it."""
    organisation = unit.organisation()
    for found in escalations:
        if (asked := unit.question(found.question)) is not None:
            learn(unit, entry.number, asked, now)
        close(unit, organisation, found, entry, role, now)


def close(
    unit: Unit, organisation: Organisation, escalation: Escalation, entry: Entry, role: Role, now: datetime
) -> Escalation:
    """It is answered by this entry: everybody who waits is sent it, once, and the list of who waits is emptied."""
    people = receivers(escalation)
    latest = {w.user: w.question for w in escalation.waiters}
    for user in people:
        unit.enqueue(
            OutboxMessage(
                key=f"notice:answered:{escalation.id}:{user}",
                kind="answered",
                to=user,
                payload=payload_of(escalation, question=latest[user]),
                personal=True,
                created_at=now,
            )
        )
    _settle_topic(unit, escalation, entry, now)
    for id in {escalation.question, *(w.question for w in escalation.waiters)}:
        _settle_question(unit, id, entry)
    closed = escalation.but(
        state=EscalationState.ANSWERED,
        answered_by=role.user,
        answered_at=now,
        entry=entry.number,
        told=len(people),
        waiters=(),
    )
    unit.save_escalation(closed)
    refresh(unit, organisation, closed)
    return closed


def _settle_question(unit: Unit, id: int, entry: Entry) -> None:
    """The asker's id goes; they can still say whether it helped, by their pseudonym. What they said of an answer shown
    before is counted already, and makes room for what they will say of this one."""
    asked = unit.question(id)
    if asked is None:
        return
    asked = asked.but(asker=None, vector=None)  # None keeps the stored vector
    if asked.outcome is not Outcome.HELPED:
        asked = asked.but(entry=entry.number)
    if asked.outcome is Outcome.NOT_HELPED:
        asked = asked.but(outcome=None, outcome_at=None)
    unit.save_question(asked)


def _settle_topic(unit: Unit, escalation: Escalation, entry: Entry, now: datetime) -> None:
    """The topic is answered by this entry. A topic that stands for another entry stays that one's: what was asked here
    is then something else, and gets a topic of its own (or that of the entry)."""
    topic = unit.topic(escalation.topic) if escalation.topic else None
    if topic is not None and topic.entry in (None, entry.number):
        unit.save_topic(topic.but(entry=entry.number, department=entry.department or topic.department))
        return
    own = unit.topic_of_entry(entry.number) or unit.add_topic(
        Topic(
            title=words.one_line(escalation.text, 120),
            department=entry.department,
            entry=entry.number,
            created_at=now,
        )
    )
    for id in {escalation.question, *(w.question for w in escalation.waiters)}:
        asked = unit.question(id)
        if asked is not None and asked.topic == escalation.topic:
            unit.save_question(asked.but(topic=own.id, vector=None))


def _stands_for_it(organisation: Organisation, escalation: Escalation, role: Role) -> str | None:
    """The department that vouches: the one it lies with, else the one the answering owner works in."""
    if organisation.department(escalation.department):
        return escalation.department
    own = (*role.departments, *role.leads)
    return own[0].key if own else None
