"""The weekly digest: made once a week for each department's lead, each service manager, and the digest channel.

The facts of a week are frozen when its first digest is made, for all digests in one look, anonymous as they are: so
they agree with each other, and a later rendering says the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from typing import Any

from bot.domain.digest import digest
from bot.domain.digest_figures import SECTIONS, Digest
from bot.domain.digest_weeks import Week, earlier, key_of, week_before
from bot.domain.schedule import (
    USUAL,
    Calendar,
    Moment,
    calendar_of,
    latest_digest_moment,
    next_digest_moment,
    next_working_moment,
)
from bot.errors import BadInput, NotAllowed, NotFound
from bot.model import DigestChoice, OutboxMessage, Person, Written
from bot.ports import Reader, Store
from bot.services.context import Context
from bot.services.digest_facts import ALL, Cut, cuts, facts, of_department, of_task, snapshot
from bot.services.digest_series import KIND, Past
from bot.services.scheduling import LEASE

LATE = timedelta(hours=1)  #: made that much after its moment, it waits for working hours
USUAL_TIME = time(9)  #: local time, of a digest that is no department's
MONDAY = 0


@dataclass(frozen=True, slots=True)
class Receiver:
    """Who gets a digest, and when in the week."""

    cut: Cut
    to: str  #: a person, or the digest channel
    day: int = MONDAY
    at: time = USUAL_TIME
    calendar: Calendar = USUAL

    @property
    def job(self) -> str:
        """Under which its weeks are claimed."""
        return f"digest:{_label(self.cut.scope)}"

    def latest(self, now: datetime, zone: tzinfo) -> Moment:
        """The latest moment at or before `now`; its period is the week in which it is sent."""
        return latest_digest_moment(now, zone, self.day, self.at, self.job, self.calendar)

    def next(self, now: datetime, zone: tzinfo) -> Moment:
        """The first moment after `now`."""
        return next_digest_moment(now, zone, self.day, self.at, self.job, self.calendar)


def receivers(data: Reader) -> tuple[Receiver, ...]:
    """Who gets one: leads and service managers who did not choose to have none, and the digest channel."""
    organisation = data.organisation()
    found = []
    for department in organisation.active:
        choice = _choice(data, department.lead)
        if department.lead and not (choice and choice.none):
            day = choice.day if choice else department.digest_day
            calendar = calendar_of(department)
            found.append(Receiver(of_department(department), department.lead, day, department.digest_time, calendar))
    own = {(receiver.to, receiver.cut.departments) for receiver in found}
    for task in organisation.top_tasks:
        choice, cut = _choice(data, task.owner), of_task(task)
        usable = task.owner and task.departments and not task.archived and (task.owner, cut.departments) not in own
        if usable and task.owner and not (choice and choice.none):
            found.append(Receiver(cut, task.owner, choice.day if choice else MONDAY))
    if organisation.digest_channel:
        found.append(Receiver(Cut(ALL, None, None), organisation.digest_channel))
    return tuple(found)


def make(context: Context, scope: str, moment: datetime, sent_in: str, now: datetime) -> str:
    """Makes the digest sent in the week `sent_in` (its moment was `moment`) and puts it in the outbox. Made already, or
    nothing was ever asked: nothing happens. Returns a line about it."""
    week = week_before(sent_in, context.zone)
    with context.store.reading() as data:
        receiver = next((one for one in receivers(data) if one.cut.scope == scope), None)
        if receiver is None:
            return "nobody to send it to"
        if not data.questions(until=week.end, limit=1):
            return "nothing was asked yet"
        choice = _choice(data, receiver.to)
    found = facts_of(context.store, context.zone, scope, week, now)
    key = message_key(scope, week.key)
    late = now - moment > LATE
    with context.store.writing() as unit:
        if unit.outbox(key) is not None:
            return "made already"
        message = OutboxMessage(
            key=key,
            kind=KIND,
            to=receiver.to,
            payload={"scope": scope, "week": week.key},
            not_before=next_working_moment(now, context.zone, receiver.calendar) if late else None,
            created_at=now,
        )
        unit.enqueue(message)
        if not found.quiet and found.detailed - set(choice.without if choice else ()):
            unit.enqueue(message.but(key=f"{key}:more", kind="digest_more", thread=key))
    return f"{found.week}, {len(found.top)} topics, {len(found.waiting)} waiting"


def message_key(scope: str, week: str) -> str:
    """Key of the message of a digest."""
    return f"digest:{_label(scope)}:{week}"


def facts_of(store: Store, zone: tzinfo, scope: str, week: Week, now: datetime) -> Digest:
    """The facts of this digest: as they were frozen, else they are made and frozen now, with those of all other digests
    of that week. Errors: NotFound for an unknown scope, BadInput for a week that is not over."""
    if week.end > now:
        raise BadInput("error-digest-early", week=week.key, first=f"{week.end.astimezone(zone):%Y-%m-%d}")
    with store.reading() as data:
        found = data.written(KIND, scope, week.key)
        if found is not None:
            return Digest.model_validate(found.facts)
        made = _made(data, zone, week, now)
    if scope not in {one.scope for one in made}:
        raise NotFound("error-digest-scope", scope=scope)
    with store.writing() as unit:
        kept = {one.scope: unit.keep_written(_written(one, now)) for one in made}
    return Digest.model_validate(kept[scope].facts)


def frozen(context: Context, message: OutboxMessage) -> Digest:
    """The digest that a message is about. Errors: NotFound."""
    scope, week = (str(message.payload.get(name, "")) for name in ("scope", "week"))
    with context.store.reading() as data:
        found = data.written(KIND, scope, week)
    if found is None:
        raise NotFound("error-digest-gone")
    return Digest.model_validate(found.facts)


# ---------------------------------------------------------------- how somebody wants it


def choice_of(context: Context, user: str) -> tuple[DigestChoice, bool]:
    """(what holds for them now, whether they chose it). Errors: NotAllowed for who gets no digest."""
    with context.store.reading() as data:
        usual = _usual(data, user)
        chosen = _choice(data, user)
    return chosen or usual, chosen is not None


def choose(context: Context, user: str, choice: DigestChoice, now: datetime) -> None:
    """From now on they get it so. Errors: NotAllowed for who gets no digest; BadInput for no section at all."""
    if not choice.none and set(SECTIONS) <= set(choice.without):
        raise BadInput("error-digest-sections", field="digest.sections")
    finished = earlier(key_of(now.astimezone(context.zone).date()), 1)
    with context.store.writing() as unit:
        _usual(unit, user)
        person = unit.person(user) or Person(id=user)
        unit.save_person(person.but(digest=choice))
        for receiver in receivers(unit):
            period = earlier(receiver.latest(now, context.zone).period, 1)
            # Another day must not bring the digest of an older week after all.
            if receiver.to == user and period < finished and unit.take(receiver.job, period, now, LEASE):
                unit.done(receiver.job, period, now)


def _usual(data: Reader, user: str) -> DigestChoice:
    organisation = data.organisation()
    led = [department.digest_day for department in organisation.active if department.lead == user]
    if not led and all(task.owner != user or task.archived for task in organisation.top_tasks):
        raise NotAllowed("error-no-digest")
    return DigestChoice(day=led[0] if led else MONDAY)


def _choice(data: Reader, user: str | None) -> DigestChoice | None:
    person = data.person(user) if user else None
    return person.digest if person else None


# ---------------------------------------------------------------- parts


def _made(data: Reader, zone: tzinfo, week: Week, now: datetime) -> tuple[Digest, ...]:
    seen = snapshot(data, zone, week, now)
    past = Past(data, zone, seen)
    return tuple(digest(facts(seen, cut, past.previous(cut), past.series(cut))) for cut in cuts(data.organisation()))


def _written(one: Digest, now: datetime) -> Written:
    values: dict[str, Any] = one.model_dump(mode="json")
    return Written(kind="digest", scope=one.scope, period=one.week, facts=values, at=now)


def _label(scope: str) -> str:
    """How keys and claims call it: a department by its key, all by "*"."""
    return "*" if scope == ALL else scope.removeprefix("department:")
