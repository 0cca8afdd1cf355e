"""A signal resolved: the cause is named, what was done about it, from when, and who owns it.

A cause at the website or in a letter becomes an action of its owner, and the signal waits until they confirm; any other
is resolved at once. An answer is published when there is none, and who waits for one is told.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain import text as words
from bot.domain.schedule import add_working_days, calendar_of
from bot.errors import BadInput
from bot.model import (
    TEXT_MAX,
    Action,
    Cause,
    Department,
    Entry,
    Escalation,
    Organisation,
    Question,
    Resolution,
    Signal,
    SignalState,
)
from bot.ports import Unit
from bot.services import acting
from bot.services.action_messages import is_person, places, post
from bot.services.context import Context, mask_entry
from bot.services.people import Role
from bot.services.signal_answers import answered, publish, ready, tell_waiting
from bot.services.signal_cards import Card, answer_now, card_of, waiting_now
from bot.services.signal_messages import holder, step
from bot.services.signal_steps import FROM, Step, require_mine
from bot.services.writing import Draft

CONFIRMED = (Cause.WEBSITE, Cause.LETTER)  #: causes whose owner confirms that they are gone
DAYS_TO_DO = 5  #: working days that the owner of such a cause has when no day is named
WEB_TEAM = re.compile(r"\b(communicatie|communications?|web(site|team|redactie)?|redactie)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says when they resolve a signal."""

    cause: Cause
    done: str  #: what was done, or is to be done by the owner
    since: date | None = None  #: from when it is so, or by when its owner is to do it; None: today, or in DAYS_TO_DO
    owner: str = ""  #: key of a department, or a Slack user id; "" for the usual one
    answer: Draft | None = None  #: to be published
    no_answer: bool = False  #: nobody needs one
    questions: tuple[int, ...] = ()  #: of the signal, which the answer answers
    escalations: tuple[int, ...] = ()  #: open questions about its topic, which the answer answers
    replaces: int | None = None  #: the open action that stood in the form


@dataclass(frozen=True, slots=True)
class Form:
    """What the form starts from."""

    card: Card
    owners: tuple[Department, ...]
    owner: str  #: proposed: a department's key or a person; "" for none
    answer: Entry | None  #: published already
    questions: tuple[Question, ...]  #: as asked, each text once
    waiting: tuple[Escalation, ...]  #: open questions about its topic
    before: Action | None  #: the action that is open now, or that was declined


def form(context: Context, role: Role, id: int) -> Form:
    """What the form of "resolved" shows. Errors: NotFound, NotAllowed."""
    with context.store.reading() as data:
        signal = require_mine(data, role, id)
        organisation = data.organisation()
        card = card_of(data, signal)
        named = signal.resolution
        action = data.action(named.action) if named and named.action and named.confirmed_at is None else None
        asked = data.questions(ids=signal.evidence.questions) if signal.evidence.questions else ()
        return Form(
            card=card,
            owners=organisation.active,
            owner=action.owner if action else "",
            answer=answer_now(data, signal),
            questions=each_once(asked),
            waiting=waiting_now(data, signal),
            before=action or card.declined,
        )


def resolve(context: Context, role: Role, id: int, said: Said, now: datetime, *, origin: str | None = None) -> Step:
    """Names the cause, and resolves the signal or has its owner confirm.

    Unchanged when somebody else resolved it, or named a cause, since the form was opened (`said.replaces`). Errors:
    NotFound, NotAllowed; BadInput (with the field) for no words, an owner that is not there or missing, or no answer
    where there is none.
    """
    _check(said)
    draft, vector = ready(context, said.answer) if said.answer else (None, None)
    with context.store.writing() as unit:
        signal = require_mine(unit, role, id, said.done)
        if (origin is not None and unit.entry_by_origin(origin) is not None) or not _may_resolve(unit, signal, said):
            return Step(signal, False)
        organisation = unit.organisation()
        owner = _owner(organisation, signal, said)
        entry = answer_now(unit, signal)
        if draft is not None:
            entry = publish(
                context, unit, role, signal, draft, now, vector, questions=said.questions, into=None, origin=origin
            )
            signal = answered(unit, role, signal, entry, now, signal.state)
        if entry is not None:
            tell_waiting(unit, role, signal, entry, said.escalations, now)
        elif not said.no_answer:
            raise BadInput("error-signal-no-answer", text=said.done, field="body")
        if signal.resolution is not None and signal.resolution.action is not None:
            acting.withdraw(unit, signal.resolution.action, role.user, now)
        done = mask_entry(said.done.strip(), organisation)[:TEXT_MAX]
        since = said.since or _usual_day(context, organisation, said.cause, owner, now)
        named = Resolution(cause=said.cause, done=done, since=since, owner=owner, by=role.user, at=now)
        if said.cause in CONFIRMED:
            return Step(_ask_owner(context, unit, role, signal, named, now), True)
        named = named.but(confirmed_at=now)
        return Step(_named(unit, role, signal, named, "resolved", done, SignalState.RESOLVED, now), True)


def usual_owner(organisation: Organisation, signal: Signal, cause: Cause) -> str:
    """Who owns a cause when nobody else is named: the web or communications team for the website and letters (if one
    is called so), else the department itself; "" when nobody can tell."""
    if cause in CONFIRMED:
        return next((d.key for d in organisation.active if WEB_TEAM.search(d.name)), "")
    return signal.department if holder(signal) is None and organisation.department(signal.department) else ""


def each_once(questions: Sequence[Question]) -> tuple[Question, ...]:
    """Questions with the same text are one, the first."""
    texts = {q.text: q for q in reversed(questions)}
    return tuple(sorted(texts.values(), key=lambda q: q.id))


def _usual_day(context: Context, organisation: Organisation, cause: Cause, owner: str, now: datetime) -> date:
    """Today; for what somebody else is to do a few of their working days on."""
    if cause not in CONFIRMED:
        return now.astimezone(context.zone).date()
    calendar = calendar_of(organisation.department(owner))
    return add_working_days(now, DAYS_TO_DO, context.zone, calendar).astimezone(context.zone).date()


def _ask_owner(context: Context, unit: Unit, role: Role, signal: Signal, named: Resolution, now: datetime) -> Signal:
    """The owner of the cause gets it as an action, with a day; the signal waits for their word."""
    action = unit.add_action(
        Action(
            kind="cause",
            text=named.done,
            owner=named.owner,
            due=max(named.since, now.astimezone(context.zone).date()),
            signal=signal.id,
            cause=named.cause,
            created_at=now,
            created_by=role.user,
        )
    )
    post(unit, unit.organisation(), action, now)
    named = named.but(action=action.id)
    return _named(unit, role, signal, named, "cause", str(action.id), SignalState.IN_PROGRESS, now)


def _named(
    unit: Unit,
    role: Role,
    signal: Signal,
    named: Resolution,
    what: str,
    note: str,
    state: SignalState,
    now: datetime,
) -> Signal:
    return step(
        unit,
        signal,
        what,
        now,
        by=role.user,
        note=note,
        state=state,
        relapsed=signal.relapsed and state is not SignalState.RESOLVED,
        resolution=named,
        reason="",
        later_until=None,
    )


def _check(said: Said) -> None:
    if len(said.done) > TEXT_MAX:
        raise BadInput("error-too-long", text=said.done, field="done", limit=TEXT_MAX, length=len(said.done))
    if not words.has_words(said.done):
        raise BadInput("error-signal-done", text=said.done, field="done")


def _may_resolve(unit: Unit, signal: Signal, said: Said) -> bool:
    """It is not resolved yet, and nobody named a cause since the form was opened."""
    named = signal.resolution
    waiting = named.action if named is not None and named.confirmed_at is None else None
    return signal.state in FROM[SignalState.RESOLVED] and waiting == said.replaces


def _owner(organisation: Organisation, signal: Signal, said: Said) -> str:
    owner = said.owner or usual_owner(organisation, signal, said.cause)
    if not owner:
        raise BadInput("error-signal-owner", text=said.done, field="owner")
    if not is_person(owner) and organisation.department(owner) is None:
        raise BadInput("error-no-department", text=said.done, field="owner")
    if said.cause in CONFIRMED and not places(organisation, owner):
        raise BadInput("error-signal-owner-unreachable", text=said.done, field="owner")
    return owner
