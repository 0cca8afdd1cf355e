"""The agenda of a top task's service meeting: written once a month, posted, opened whenever somebody wants, and what
the meeting agrees.

Its facts are frozen, anonymous as they are, when it is first written, so that it can be written again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from bot.domain import text as words
from bot.domain.agenda import Agenda, month_before, month_of
from bot.domain.schedule import Calendar, calendar_of, latest_month_moment, next_month_moment, next_working_moment
from bot.errors import BadFields, BadInput, NotAllowed, NotFound
from bot.model import TEXT_MAX, Action, Language, Organisation, OutboxMessage, TopTask, Written
from bot.ports import Reader, Store
from bot.services import acting, action_messages
from bot.services.acting import ActionCard
from bot.services.agenda_facts import agenda_of, standings
from bot.services.context import Context, mask_entry
from bot.services.digest_facts import of_task
from bot.services.people import Role
from bot.services.scheduling import Due

KIND = "agenda"
LATE = timedelta(hours=1)  #: made that much after its moment, it waits for working hours
MONTH = re.compile(r"20[0-9]{2}-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class Said:
    """What a meeting agrees: `owner` is a department's key or a Slack user id."""

    text: str
    owner: str
    due: str  #: YYYY-MM-DD


@dataclass(frozen=True, slots=True)
class Shown:
    """An agenda, and what this month's meeting has agreed so far."""

    agenda: Agenda
    agreements: tuple[ActionCard, ...] = ()


def due(context: Context, now: datetime) -> tuple[Due, ...]:
    """On the first working day of a month: every top task that has an owner or a channel."""
    with context.store.reading() as data:
        organisation = data.organisation()
    found = []
    for task in _posted_tasks(organisation):
        job = f"agenda:{task.key}"
        moment = latest_month_moment(now, context.zone, job=job, calendar=_calendar(organisation, task))
        found.append(Due(job, moment.period, partial(_post, key=task.key, month=moment.period, moment=moment.at)))
    return tuple(found)


def next_moments(context: Context, now: datetime) -> list[tuple[datetime, str]]:
    """When the next agenda of each top task is due, and the top task's name."""
    with context.store.reading() as data:
        organisation = data.organisation()
    return [
        (next_month_moment(now, context.zone, calendar=_calendar(organisation, task)).at, task.name)
        for task in _posted_tasks(organisation)
    ]


def written(store: Store, zone: ZoneInfo, key: str, month: str, now: datetime) -> Agenda:
    """The agenda of a month, as it was first written; one that has not been is written now, if there is anything in it.

    Errors: NotFound for an unknown top task, BadInput for what is no month, or a month to come.
    """
    if not MONTH.fullmatch(month) or month > month_of(now, zone):
        raise BadInput("error-agenda-month", month=month[:20])
    with store.reading() as data:
        task = require_task(data.organisation(), key)
        kept = data.written(KIND, of_task(task).scope, month)
        made = None if kept else agenda_of(data, zone, task, month_before(month, zone), now)
    if made is not None and made.empty:
        return made
    if made is not None:
        facts = made.model_dump(mode="json")
        fresh = Written(kind="agenda", scope=of_task(task).scope, period=month, facts=facts, at=now)
        with store.writing() as unit:
            kept = unit.keep_written(fresh)
    assert kept is not None
    return Agenda.model_validate(kept.facts)


def opened(context: Context, role: Role, key: str, now: datetime) -> Shown:
    """This month's agenda, with how things stand now. Errors: NotFound, NotAllowed."""
    month = month_of(now, context.zone)
    with context.store.reading() as data:
        require_use(role, require_task(data.organisation(), key))
    found = written(context.store, context.zone, key, month, now)
    with context.store.reading() as data:
        task = require_task(data.organisation(), key)
        fresh = found.but(standings=standings(data, context.zone, task, month, now))
        return Shown(fresh, _agreements(data, key, month))


def posted(context: Context, key: str, month: str) -> Shown:
    """What the message of that month shows: its frozen facts, and what the meeting agreed since. Errors: NotFound."""
    with context.store.reading() as data:
        kept = data.written(KIND, f"task:{key}", month)
        if kept is None:
            raise NotFound("error-not-found")
        return Shown(Agenda.model_validate(kept.facts), _agreements(data, key, month))


def agree(context: Context, role: Role, key: str, month: str, said: Said, now: datetime) -> Action:
    """Writes down what the meeting agreed, and brings it to its owner. The same again stays one agreement.

    Errors: NotFound, NotAllowed, BadInput for no words, no owner, or a day that has passed.
    """
    with context.store.writing() as unit:
        organisation = unit.organisation()
        task = require_task(organisation, key)
        require_use(role, task, said.text)
        _require_right(organisation, month, said, now.astimezone(context.zone).date())
        wanted = Action(
            kind="agreement", text=mask_entry(said.text.strip(), organisation)[:TEXT_MAX], owner=said.owner,
            due=date.fromisoformat(said.due), top_task=task.key, month=month, created_at=now, created_by=role.user,
        )  # fmt: skip
        same = next((one for one in unit.actions(kinds=["agreement"], top_task=key) if _same(one, wanted)), None)
        if same is not None:
            return same
        action = unit.add_action(wanted)
        if not action_messages.post(unit, organisation, action, now):
            raise BadInput("error-agenda-nobody", text=said.text, field="owner")
        message = unit.outbox(message_key(key, month))
        if message is not None:
            unit.enqueue(message)
        return action


def tasks_for(context: Context, role: Role) -> tuple[TopTask, ...]:
    """The top tasks whose agenda this person may open: their own first."""
    with context.store.reading() as data:
        organisation = data.organisation()
    found = [task for task in organisation.top_tasks if not task.archived and may_use(role, task)]
    return tuple(sorted(found, key=lambda task: task.owner != role.user))


def may_use(role: Role, task: TopTask) -> bool:
    """Its owner, whoever is of its departments, and admins: those who are at the meeting."""
    return role.admin or task.owner == role.user or any(role.is_specialist_of(key) for key in task.departments)


def require_use(role: Role, task: TopTask, text: str = "") -> None:
    """Errors: NotAllowed."""
    if not may_use(role, task):
        raise NotAllowed("error-agenda-not-yours", text=text)


def require_task(organisation: Organisation, key: str) -> TopTask:
    """The top task, or NotFound."""
    found = next((task for task in organisation.top_tasks if task.key == key and not task.archived), None)
    if found is None:
        raise NotFound("error-not-found")
    return found


def receiver(task: TopTask) -> str | None:
    """Where it is posted: its channel, else its owner."""
    return task.channel or task.owner


def language_of_task(organisation: Organisation, task: TopTask, usual: Language) -> Language:
    """That of its departments when they agree, else the installation's."""
    spoken = {d.language for d in organisation.active if d.key in task.departments}
    return spoken.pop() if len(spoken) == 1 else usual


def message_key(key: str, month: str) -> str:
    """Key of the message that brings it."""
    return action_messages.agenda_key(key, month)


def _post(context: Context, now: datetime, *, key: str, month: str, moment: datetime) -> str:
    found = written(context.store, context.zone, key, month, now)
    if found.empty:
        return "nothing to discuss"
    with context.store.writing() as unit:
        organisation = unit.organisation()
        task = require_task(organisation, key)
        to, name = receiver(task), message_key(key, month)
        if to is None:
            return "nobody to send it to"
        if unit.outbox(name) is not None:
            return "posted already"
        later = next_working_moment(now, context.zone, _calendar(organisation, task)) if now - moment > LATE else None
        payload = {"task": key, "month": month}
        unit.enqueue(OutboxMessage(key=name, kind=KIND, to=to, payload=payload, not_before=later, created_at=now))
    return f"{len(found.figures.came)} topics, {len(found.standings.points)} open"


def _posted_tasks(organisation: Organisation) -> list[TopTask]:
    """Those whose agenda somebody gets."""
    return [task for task in organisation.top_tasks if not task.archived and receiver(task) is not None]


def _calendar(organisation: Organisation, task: TopTask) -> Calendar:
    """The first of its departments says when it works."""
    return calendar_of(organisation.department(next(iter(task.departments), None)))


def _agreements(data: Reader, key: str, month: str) -> tuple[ActionCard, ...]:
    found = data.actions(kinds=["agreement"], top_task=key, month=month)
    return tuple(acting.card_of(data, action) for action in found if not acting.is_withdrawn(action))


def _require_right(organisation: Organisation, month: str, said: Said, today: date) -> None:
    """Errors: BadInput at the field that is not right, BadFields for more than one."""
    found = tuple(_problems(organisation, said, today))
    if len(found) > 1:
        raise BadFields(found)
    if found:
        raise found[0]
    if not MONTH.fullmatch(month) or month > f"{today:%Y-%m}":
        raise BadInput("error-agenda-month", text=said.text, month=month[:20])


def _problems(organisation: Organisation, said: Said, today: date) -> Iterator[BadInput]:
    """What is wrong with an agreement, at most once a field."""
    if not words.has_words(said.text):
        yield BadInput("error-agenda-words", text=said.text, field="text")
    elif len(said.text) > TEXT_MAX:
        yield BadInput("error-too-long", text=said.text, field="text", limit=TEXT_MAX, length=len(said.text))
    if not action_messages.is_person(said.owner) and organisation.department(said.owner) is None:
        yield BadInput("error-agenda-owner", text=said.text, field="owner")
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", said.due) or said.due < today.isoformat():
        yield BadInput("error-agenda-day", text=said.text, field="due")


def _same(one: Action, other: Action) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in ("text", "owner", "due", "month"))
