"""The course of time in the demo: the clock stops at every scheduled moment on its way, and at each everything happens
that would have happened by then: the background asks, and the bot does and sends what is due."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Protocol

from bot.demo.batch import COUNTED, Batches
from bot.demo.content import Content
from bot.demo.others import Happening, Others
from bot.demo.stream import TIMEZONE, AskedQuestion, demo_now
from bot.demo.traffic import JOB, Traffic, ask, written
from bot.demo.world import World, is_asked
from bot.domain.schedule import quiet
from bot.locale import say
from bot.model import LANGUAGES, Language
from bot.services import regrouping
from bot.services.answering import UNDER_WAY, Answer
from bot.services.context import Context
from bot.services.due import due
from bot.services.moments import next_moments
from bot.services.scheduling import Due, run_due

LEASE = timedelta(minutes=5)
HAPPENED = "demo:others"  #: its claims are what happened by itself
POSTED = "announce:"  #: happenings that stand in Slack, and so need the time at which they happen
AT_ONCE = 25  #: questions in one transaction: nobody else can write meanwhile, and people at the page wait two seconds
IDLE_MOST = 3.0  #: real seconds without a delivery after which the clock goes on
LONG = timedelta(
    days=2
)  #: on a longer way reminders come at the next signal moment, and what is learned counts a day later

Answered = Callable[[Context, AskedQuestion, Answer], None]


class Bot(Protocol):
    """The bot, as far as the demo needs it: bot.app.Kb is one."""

    context: Context

    def dispatch(self) -> int: ...
    def tick(self) -> tuple[str, ...]: ...


class Clock(Protocol):
    """The sandbox's clock."""

    def now(self) -> datetime: ...
    def jump_to(self, moment: datetime) -> None: ...
    def stand_still(self) -> None: ...
    def run(self) -> None: ...


class Course:
    """Moves the demo on. One move at a time; the others wait, or leave it to the next time."""

    def __init__(self, bot: Bot, clock: Clock, content: Content, traffic: Traffic, start: date) -> None:
        self._bot, self._clock = bot, clock
        self._traffic, self._begin = traffic, demo_now(start)
        self._world = World(content, traffic)
        self._others = Others(content, start, self._world)
        self._batches = Batches(bot.context)
        self._moving = threading.Lock()
        self._learned_on: date | None = None
        self._grouped_in: tuple[int, int] | None = None  #: an ISO week

    def moments(self) -> list[tuple[datetime, dict[Language, str]]]:
        """The next scheduled moments with what they are for, soonest first."""
        kinds: dict[datetime, dict[str, None]] = {}
        for at, key, _ in next_moments(self._bot.context, self._clock.now()):
            kinds.setdefault(at, {})[key] = None
        return [(at, {one: _listed(one, list(keys)) for one in LANGUAGES}) for at, keys in kinds.items()]

    def jump(self, target: datetime) -> None:
        """Moves the clock to `target`, through every scheduled moment on the way. It stands still meanwhile."""
        with self._moving:
            self._clock.stand_still()
            try:
                now = self._clock.now()
                long = target - now > LONG
                for at in self._way(now, target, hourly=not long):
                    self.hurry(at) if long else self.step(at)
            finally:
                self._clock.run()

    def keep_up(self) -> None:
        """What time that passes by itself brings; nothing when the clock is being moved."""
        if self._moving.acquire(blocking=False):
            try:
                self._batches.learn()
                self.feed(self._clock.now())
                self._bot.tick()
            finally:
                self._moving.release()

    def step(self, at: datetime) -> None:
        """One stop on the way: asked, done, and sent."""
        self._batches.learn()
        self.feed(at)
        self._clock.jump_to(at)
        self._bot.tick()
        self.deliver()

    def hurry(self, at: datetime, answered: Answered | None = None) -> None:
        """The same in a fraction of the time: what is due is one transaction, what entries learn is found a day later,
        and questions are grouped again once a week instead of every night (in units of its own: it takes seconds).

        `answered` hears of every answer that somebody got.
        """
        if self._learned_on != (today := at.date()):
            self._learned_on = today
            self._batches.learn()
        self.feed(at, answered)
        self._clock.jump_to(at)
        if self._grouped_in != (week := at.isocalendar()[:2]):
            self._grouped_in = week
            run_due(self._bot.context, at, regrouping.due)
        with self._batches.batch(remember=COUNTED) as context:
            run_due(context, at, _due_but_grouping)
        self.deliver()

    def feed(self, until: datetime, answered: Answered | None = None) -> int:
        """What the background does up to `until` that is not in the store yet: asks, announces, reads, keeps records of
        customers. Returns how many questions."""
        begin, count = self.fed_until(), 0
        for happening in self.happenings(begin, until):
            count += self._ask_until(happening.at, answered)
            self._happen(happening)
            if happening.key.startswith(POSTED):
                self._batches.learn()  # what is announced answers at once
        return count + self._ask_until(until, answered)

    def happenings(self, after: datetime, until: datetime) -> list[Happening]:
        """What happens by itself in (after, until], beside questions."""
        return self._others.between(after, until)

    def _ask_until(self, until: datetime, answered: Answered | None) -> int:
        asked = self._traffic.between(self.fed_until(), until)
        with self._bot.context.store.reading() as data:
            over = self._world.over(data) if asked else {}
        asked = [(origin, one) for origin, one in asked if is_asked(one, over)]
        for first in range(0, len(asked), AT_ONCE):
            some = asked[first : first + AT_ONCE]
            with self._batches.batch(one.text for _, one in some) as context:
                with context.store.reading() as data:
                    known = written(data, self._begin)
                for origin, one in some:
                    answer = ask(context, known, origin, one)
                    if answered is not None:
                        answered(context, one, answer)
                with context.store.writing() as unit:
                    period = some[-1][1].at.isoformat()
                    unit.take(JOB, period, until, LEASE)
                    unit.done(JOB, period, until)
        return len(asked)

    def _happen(self, one: Happening) -> None:
        """Once. A process that dies before it is done does it again, which changes nothing."""
        with self._bot.context.store.reading() as data:
            known = data.claim(HAPPENED, one.key)
        if known is not None:
            return
        one.run(self._bot.context, one.at)
        with self._bot.context.store.writing() as unit:
            unit.take(HAPPENED, one.key, one.at, LEASE)
            unit.done(HAPPENED, one.key, one.at)

    def fed_until(self) -> datetime:
        """When the last question was asked that the background has in the store."""
        with self._bot.context.store.reading() as data:
            last = data.last_claim(JOB)
        return datetime.fromisoformat(last.period) if last else self._traffic.begin

    def deliver(self) -> None:
        """Sends all that is due now, also what another thread is sending."""
        idle_since = time.monotonic()
        while time.monotonic() - idle_since < IDLE_MOST:
            if self._bot.dispatch():
                idle_since = time.monotonic()
                continue
            now = self._clock.now()
            with self._bot.context.store.reading() as data:
                if not data.outbox_due(now, now + timedelta(seconds=1), limit=1):
                    return
            time.sleep(0.02)

    def _way(self, now: datetime, target: datetime, *, hourly: bool) -> Iterator[datetime]:
        while now < target:
            coming = [at for at, _, _ in next_moments(self._bot.context, now)]
            coming += [one.at for one in self.happenings(now, target) if one.key.startswith(POSTED)][:1]
            if hourly and self._somebody_waits():
                coming.append(_next_working_hour(now))
            now = min([target, *coming])
            yield now

    def _somebody_waits(self) -> bool:
        with self._bot.context.store.reading() as data:
            return bool(data.escalations(states=UNDER_WAY))


def _due_but_grouping(context: Context, now: datetime) -> tuple[Due, ...]:
    return tuple(one for one in due(context, now) if one.job != regrouping.JOB)


def _listed(language: Language, keys: list[str]) -> str:
    *words, last = [say(language, key) for key in keys]
    return say(language, "demo-moments", first=", ".join(words), second=last) if words else last


def _next_working_hour(now: datetime) -> datetime:
    at = now.replace(minute=0, second=0, microsecond=0)
    while True:
        at += timedelta(hours=1)
        if not quiet(at, TIMEZONE):
            return at
