"""A question for the specialists: it goes to a department, is claimed, asked back about, sent on; the bot carries
every word, so the asker stays unnamed. How it ends stands in `escalation_answers`, its reminders in `escalation_watch`.

Every function is safe to run twice, and says in its result how things are now.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.domain import text as words
from bot.errors import BadInput, NotAllowed
from bot.model import (
    TEXT_MAX,
    Escalation,
    EscalationState,
    Exchange,
    Organisation,
    OutboxMessage,
    Question,
    Waiter,
)
from bot.ports import Reader, Unit
from bot.services.answering import UNDER_WAY, is_asker, near_misses, require_question
from bot.services.context import Context, mask_entry, mask_question
from bot.services.escalation_cards import require_escalation, task_of
from bot.services.escalation_messages import (
    in_thread,
    payload_of,
    places,
    post,
    receivers,
    refresh,
    tell_waiters,
)
from bot.services.people import Role

REFUSALS_MOST = 2  #: "not ours" this often brings it to the owner of the top task


def send(
    context: Context, user: str, question: int, department: str, now: datetime, *, waiting: bool = False
) -> Escalation:
    """Brings somebody's question to a department. When it, or its topic, lies with specialists already, they join.

    `waiting`: a customer is waiting. Errors: NotFound, NotAllowed for anybody but the asker, BadInput for a department
    that is not there or cannot be reached.
    """
    with context.store.writing() as unit:
        asked = _require_asked_by(context, unit, question, user)
        organisation = unit.organisation()
        known = _under_way(unit, asked)
        if known is not None:
            return _join(unit, organisation, known, user, asked, now, waiting=waiting)
        if organisation.department(department) is None:
            raise BadInput("error-no-department")
        escalation = unit.add_escalation(
            Escalation(
                question=asked.id,
                topic=asked.topic,
                text=asked.text,
                language=asked.language,
                department=department,
                waiting=waiting,
                nearest=asked.entry or next(iter(near_misses(asked)), None),
                created_at=now,
                moved_at=now,
                waiters=(Waiter(user=user, question=asked.id),),
            )
        )
        if not post(unit, organisation, escalation, now):
            raise BadInput("error-nobody-there")
        unit.save_question(asked.but(asker=user, department=department))
        return escalation


def join(context: Context, user: str, question: int, escalation: int, now: datetime) -> Escalation:
    """ "Tell me too": they get the answer as well, for this question of theirs. An answered one is returned as it is.

    Errors: NotFound, NotAllowed for anybody but the asker of the question.
    """
    with context.store.writing() as unit:
        asked = _require_asked_by(context, unit, question, user)
        found = require_escalation(unit, escalation)
        if found.state not in UNDER_WAY:
            return found
        return _join(unit, unit.organisation(), found, user, asked, now, waiting=False)


def withdraw(context: Context, user: str, question: int, now: datetime) -> bool:
    """The asker takes it back: they are no longer told. Unclaimed, and nobody else waiting: it is closed.

    False: it was not waiting any more. Errors: NotFound, NotAllowed.
    """
    with context.store.writing() as unit:
        asked = _require_asked_by(context, unit, question, user)
        found = next((e for e in unit.escalations(question=asked.id, states=UNDER_WAY)), None)
        if found is None or not any(w.question == asked.id for w in found.waiters):
            return False
        left = found.but(waiters=tuple(w for w in found.waiters if w.question != asked.id))
        if not left.waiters and left.state is EscalationState.OPEN:
            left = left.but(state=EscalationState.ANSWERED, answered_at=now)
        unit.save_escalation(left)
        unit.save_question(asked.but(asker=None, vector=None))  # nobody is to be told any more
        refresh(unit, unit.organisation(), left)
        return True


def claim(context: Context, role: Role, escalation: int, now: datetime) -> Escalation:
    """A specialist picks it up; whoever waits hears that the department did. Somebody else's claim stays.

    Errors: NotFound, NotAllowed.
    """
    with context.store.writing() as unit:
        found = require_mine(unit, role, escalation)
        if found.state is not EscalationState.OPEN:
            return found
        found = found.but(state=EscalationState.CLAIMED, claimed_by=role.user, claimed_at=now)
        unit.save_escalation(found)
        refresh(unit, unit.organisation(), found)
        tell_waiters(unit, found, "claimed", now)
        return found


def ask_back(context: Context, role: Role, escalation: int, text: str, now: datetime) -> Escalation:
    """A specialist needs to know more: the (masked) text goes to the asker, whose name stays with the bot.

    Errors: NotFound, NotAllowed, BadInput for no words, too many, or when it was answered or nobody waits any more.
    """
    with context.store.writing() as unit:
        organisation = unit.organisation()
        masked = _remark(mask_entry(text, organisation), text)
        found = require_mine(unit, role, escalation)
        if found.state not in UNDER_WAY:
            raise BadInput("error-already-answered", text=text)
        if not found.waiters:
            raise BadInput("error-nobody-waits", text=text)
        if found.exchanges and found.exchanges[-1].but(at=now) == Exchange(at=now, side="specialist", text=masked):
            return found  # a second delivery
        number = len(found.exchanges)
        asker = next((w for w in found.waiters if w.question == found.question), found.waiters[0])
        found = found.but(exchanges=(*found.exchanges, Exchange(at=now, side="specialist", text=masked)))
        unit.save_escalation(found)
        unit.enqueue(
            OutboxMessage(
                key=f"askback:{found.id}:{number}",
                kind="ask_back",
                to=asker.user,
                payload=payload_of(found, number=number),
                personal=True,
                created_at=now,
            )
        )
        refresh(unit, organisation, found)
        return found


def reply(context: Context, user: str, escalation: int, text: str, now: datetime) -> Escalation:
    """The asker's (masked) reply to an ask-back: it appears under the department's message, without a name.

    Errors: NotFound, NotAllowed for whoever does not wait for it, BadInput as `ask_back`.
    """
    with context.store.writing() as unit:
        organisation = unit.organisation()
        masked = _remark(mask_question(text, organisation), text)
        found = require_escalation(unit, escalation)
        if found.state not in UNDER_WAY:
            raise BadInput("error-already-answered", text=text)
        if user not in receivers(found):
            raise NotAllowed("error-only-asker", text=text)
        if found.exchanges and found.exchanges[-1].but(at=now) == Exchange(at=now, side="asker", text=masked):
            return found  # a second delivery
        number = len(found.exchanges)
        found = found.but(exchanges=(*found.exchanges, Exchange(at=now, side="asker", text=masked)))
        unit.save_escalation(found)
        refresh(unit, organisation, found)
        in_thread(unit, organisation, found, "escalation_reply", number, now)
        return found


def not_ours(context: Context, role: Role, escalation: int, department: str | None, now: datetime) -> Escalation:
    """It belongs elsewhere: to `department`, or None for "I don't know". Whoever waits hears where it went.

    After REFUSALS_MOST departments, or without an idea, the top task's owner decides; with no owner, an admin.
    The owner may send it to any department. Errors: NotFound, NotAllowed, BadInput when there is nobody to send it to.
    """
    with context.store.writing() as unit:
        organisation = unit.organisation()
        found = require_mine(unit, role, escalation)
        if found.state not in UNDER_WAY or (department and department == found.department):
            return found
        if department and organisation.department(department) is None:
            raise BadInput("error-no-department")
        refused = (*found.refused, found.department) if found.department else found.refused
        to_owner = department is None or (found.department is not None and len(refused) >= REFUSALS_MOST)
        moved = found.but(
            department=None if to_owner else department,
            owner=decider(organisation, refused, role.user) if to_owner else None,
            refused=refused,
        )
        return move(unit, organisation, found, moved, now)


def move(unit: Unit, organisation: Organisation, before: Escalation, after: Escalation, now: datetime) -> Escalation:
    """Lays it down somewhere else: open again, its clock starting anew. Errors: BadInput when nobody is there."""
    nowhere = after.department is None and after.owner is None
    if nowhere or not places(organisation, after):
        raise BadInput("error-nobody-there")
    if (after.department, after.owner) == (before.department, before.owner):
        raise BadInput("error-nobody-else")
    after = after.but(state=EscalationState.OPEN, claimed_by=None, claimed_at=None, moved_at=now, reminders=0)
    unit.save_escalation(after)
    refresh(unit, organisation, before)
    if not post(unit, organisation, after, now):
        refresh(unit, organisation, after)  # it lay there before: its message gets its buttons back
    said_so = len(after.refused) > len(before.refused)
    tell_waiters(unit, after, "moved", now, before=before.department if said_so else None)
    return after


def decider(organisation: Organisation, refused: Sequence[str], not_this: str | None) -> str | None:
    """Who decides when departments say "not ours": the owner of a top task one of them works in, else an admin.

    `not_this`: who just said they do not know, and is asked only when there is nobody else.
    """
    task = task_of(organisation, refused)
    people = [*([task.owner] if task and task.owner else []), *organisation.admins]
    return next((user for user in people if user != not_this), people[0] if people else None)


def open_for(context: Context, departments: Sequence[str], owner: str | None = None) -> tuple[Escalation, ...]:
    """What waits for these departments (and, if given, with this owner), oldest first."""
    with context.store.reading() as data:
        found = data.escalations(states=UNDER_WAY, departments=departments) if departments else ()
        mine = data.escalations(states=UNDER_WAY, owner=owner) if owner else ()
    return tuple(sorted({e.id: e for e in (*found, *mine)}.values(), key=lambda e: (e.created_at, e.id)))


def may_act(role: Role, escalation: Escalation) -> bool:
    """Specialists of the department where it lies now, the owner it lies with, or an admin."""
    if role.admin or (escalation.owner is not None and escalation.owner == role.user):
        return True
    return escalation.department is not None and role.is_specialist_of(escalation.department)


def require_mine(data: Reader, role: Role, id: int, text: str = "") -> Escalation:
    """The one this person may act on. Errors: NotFound, NotAllowed."""
    found = require_escalation(data, id)
    if not may_act(role, found):
        raise NotAllowed("error-not-specialist", text=text)
    return found


def _join(
    unit: Unit,
    organisation: Organisation,
    escalation: Escalation,
    user: str,
    asked: Question,
    now: datetime,
    *,
    waiting: bool,
) -> Escalation:
    joined = escalation.but(waiting=escalation.waiting or waiting)
    if not any(w.question == asked.id for w in joined.waiters):
        joined = joined.but(waiters=(*joined.waiters, Waiter(user=user, question=asked.id)))
        unit.save_question(asked.but(asker=user))
    if joined != escalation:
        unit.save_escalation(joined)
        refresh(unit, organisation, joined)
    return joined


def _under_way(data: Reader, asked: Question) -> Escalation | None:
    found = data.escalations(question=asked.id, states=UNDER_WAY)
    if not found and asked.topic is not None:
        found = data.escalations(topic=asked.topic, states=UNDER_WAY)
    return found[0] if found else None


def _require_asked_by(context: Context, data: Reader, question: int, user: str) -> Question:
    asked = require_question(data, question)
    if not is_asker(context, asked, user):
        raise NotAllowed("error-only-asker")
    return asked


def _remark(masked: str, typed: str) -> str:
    if not words.has_words(masked):
        raise BadInput("error-no-words", text=typed)
    if len(typed) > TEXT_MAX:
        raise BadInput("error-too-long", text=typed, limit=TEXT_MAX, length=len(typed))
    return masked[:TEXT_MAX]
