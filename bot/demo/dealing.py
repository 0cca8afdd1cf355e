"""What departments did before the demo began, by the use cases that buttons stand for: with the signals they got, with
what they were asked to do, and what a service meeting agreed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Protocol

from bot.demo.content import Content
from bot.demo.past import Agreed, Confirmed, Dealt, Past, Resolved, day_of, moment_of
from bot.demo.stream import TIMEZONE
from bot.demo.world import World
from bot.domain.schedule import add_working_days, next_working_moment
from bot.model import Cause, Language, Signal, SignalState
from bot.services import acting, agenda, resolving, signal_steps
from bot.services.context import Context
from bot.services.people import Role, role_of

SEEN_AFTER = timedelta(minutes=25)
TAKEN_AFTER = timedelta(hours=2)
RESOLVED_AFTER = 2  #: working days after it was taken up, where past.yml says nothing of it

Plan = Callable[..., None]


class Now(Protocol):
    """The clock, as far as it is read."""

    def now(self) -> datetime: ...


class Dealing:
    """`plan(at, act, *arguments)` does something when its time has come."""

    def __init__(
        self, context: Context, clock: Now, content: Content, past: Past, start: date, world: World, plan: Plan
    ) -> None:
        self._context, self._clock, self._content, self._past = context, clock, content, past
        self._start, self._world, self._plan = start, world, plan
        self._departments = {burst.key: burst.department for burst in content.bursts}
        self._told: set[str] = set()  #: bursts that a signal was dealt with of

    def plan_meetings(self) -> None:
        """What service meetings agreed."""
        for one in self._past.agreed:
            self._plan(moment_of(self._start, one.week, one.weekday, one.at), self._agree, one)

    def new(self, signal: Signal) -> None:
        """Plans what a department does with a signal that it just got."""
        now, dealt = self._clock.now(), self._dealt(signal)
        self._plan(now + SEEN_AFTER, self._advance, signal.id, SignalState.SEEN)
        self._plan(now + TAKEN_AFTER, self._advance, signal.id, SignalState.IN_PROGRESS)
        if dealt.resolved is not None:
            at = add_working_days(now + TAKEN_AFTER, dealt.resolved.after, TIMEZONE)
            self._plan(at, self._resolve, signal.id, dealt.resolved, dealt.confirmed)

    def _dealt(self, signal: Signal) -> Dealt:
        """What past.yml says of the burst, to the first signal about it in the department whose subject it is."""
        with self._context.store.reading() as data:
            burst = self._world.burst_of(data, signal)
        wanted = self._past.dealt.get(burst or "")
        if burst and wanted and burst not in self._told and self._departments[burst] == signal.department:
            self._told.add(burst)
            return wanted
        usual = self._past.otherwise[self._language(signal)]
        return Dealt(resolved=Resolved(after=RESOLVED_AFTER, cause=Cause.KNOWLEDGE, done=usual))

    def _advance(self, signal: int, state: SignalState) -> None:
        signal_steps.advance(self._context, self._specialist(signal), signal, state, self._clock.now())

    def _resolve(self, signal: int, how: Resolved, confirmed: Confirmed | None) -> None:
        now = self._clock.now()
        since = now.astimezone(TIMEZONE).date() + timedelta(days=how.days)
        said = resolving.Said(how.cause, how.done, since, owner=how.owner, no_answer=True)
        named = resolving.resolve(self._context, self._specialist(signal), signal, said, now).signal.resolution
        if confirmed is not None and named is not None and named.action is not None:
            at = next_working_moment(now + timedelta(hours=confirmed.after), TIMEZONE)
            self._plan(at, self._confirm, confirmed.by, named.action, confirmed.note)

    def _confirm(self, by: str, action: int, note: str) -> None:
        now = self._clock.now()
        acting.confirm(self._context, role_of(self._context, by), action, now, note)

    def _agree(self, one: Agreed) -> None:
        now = self._clock.now()
        due = day_of(self._start, *one.due).isoformat()
        said = agenda.Said(one.text, one.owner, due)
        month = f"{now.astimezone(TIMEZONE):%Y-%m}"
        action = agenda.agree(self._context, role_of(self._context, one.by), one.task, month, said, now)
        if one.done is not None:
            at = moment_of(self._start, one.done.week, one.done.weekday, one.done.at)
            self._plan(at, self._confirm, one.done.by, action.id, one.done.note)

    def _specialist(self, signal: int) -> Role:
        """Somebody of the department it lies with."""
        with self._context.store.reading() as data:
            found = data.signal(signal)
        department = next(d for d in self._content.organisation.departments if found and d.key == found.department)
        by = next(one for one in department.members if one.startswith("U"))
        return role_of(self._context, by)

    def _language(self, signal: Signal) -> Language:
        departments = self._content.organisation.departments
        return next((d.language for d in departments if d.key == signal.department), "nl")
