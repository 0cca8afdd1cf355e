"""What goes on at the demo's municipality by itself, before it begins and after, beside what colleagues ask:
departments announce, people read that, and the contact centre's own records of customers come in. Read from
announcements.yml and contacts.yml."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field

from bot.demo.content import FOLDER, Content
from bot.demo.past import Weekday, day_of, moment_of
from bot.demo.stream import TIMEZONE
from bot.demo.traffic import origin_of
from bot.demo.world import World
from bot.domain.schedule import is_working_day
from bot.errors import KbError
from bot.services import announcing
from bot.services.announcement_drafts import Draft
from bot.services.contact_sheets import parse_contacts
from bot.services.context import Context
from bot.services.importing_contacts import import_contacts
from bot.services.people import role_of

FILES_ON, FILES_AT = (0, 4), time(7, 15)  #: Mondays and Fridays, local time, also on holidays: it is a machine
READS_MOST = timedelta(hours=30)  #: who reads an announcement does so soon

Run = Callable[[Context, datetime], None]


class _Others(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Announces(_Others):
    """An announcement. `starts` and `ends` are (week, weekday); `reads` how many in the background press Read."""

    key: str
    department: str
    by: str
    week: int
    weekday: Weekday
    at: time
    title: str
    body: str
    starts: tuple[int, Weekday]
    ends: tuple[int, Weekday]
    audience: str
    customers: int | None = None
    expected: tuple[tuple[str, str], ...]
    reads: int

    def draft(self, start: date) -> Draft:
        """As somebody types it, for a stream that begins on the Monday `start`."""
        return Draft(
            title=self.title,
            body=self.body,
            starts=day_of(start, *self.starts),
            ends=day_of(start, *self.ends),
            audience=self.audience,
            customers=self.customers,
            expected=self.expected,
        )


class Contacts(_Others):
    """Customers who came with something, a week, by one channel."""

    subject: str
    channel: str
    burst: str | None = None
    weeks: Annotated[tuple[int, ...], Field(min_length=1)]

    def on(self, week: int, days: Sequence[date]) -> Counter[date]:
        """How many on each of these working days of a week (from 1): the same for the same."""
        rng = random.Random(f"{self.subject} {self.channel} {week}")
        count = self.weeks[min(week, len(self.weeks)) - 1] * len(days) // 5
        return Counter(rng.choices(days, k=count) if days else ())


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happens at a moment, once. `key` is its own."""

    at: datetime
    key: str
    run: Run


class Others:
    """All that happens by itself, from the Monday `start` on."""

    def __init__(self, content: Content, start: date, world: World, folder: Path = FOLDER) -> None:
        """Raises pydantic.ValidationError when a file does not say what is expected."""
        self._content, self._start, self._world = content, start, world
        self._announced = [Announces.model_validate(row) for row in _read(folder, "announcements")]
        self._contacts = [Contacts.model_validate(row) for row in _read(folder, "contacts")]
        self._said = sorted(self._announcing(), key=lambda one: one.at)

    def between(self, after: datetime, until: datetime) -> list[Happening]:
        """What happens in (after, until], in order."""
        found = [one for one in self._said if after < one.at <= until]
        first, last = after.astimezone(TIMEZONE).date(), until.astimezone(TIMEZONE).date()
        for day in (first + timedelta(days=n) for n in range((last - first).days + 1)):
            at = datetime.combine(day, FILES_AT, TIMEZONE)
            if day.weekday() in FILES_ON and day > self._start and after < at <= until:
                found.append(Happening(at, f"contacts:{day}", self._bring_file))
        return sorted(found, key=lambda one: one.at)

    # ------------------------------------------------------------ announcements

    def _announcing(self) -> Iterator[Happening]:
        readers = [one.id for one in self._content.background]
        for one in self._announced:
            at = moment_of(self._start, one.week, one.weekday, one.at)
            yield Happening(at, f"announce:{one.key}", self._announce(one))
            rng = random.Random(one.key)
            for user in rng.sample([id for id in readers if id not in self._own(one)], one.reads):
                later = at + READS_MOST * rng.random() ** 3
                yield Happening(later, f"read:{one.key}:{user}", _read_it(one.key, user))

    def _own(self, one: Announces) -> set[str]:
        return {person.id for person in self._content.background if one.department in person.departments}

    def _announce(self, one: Announces) -> Run:
        def announce(context: Context, now: datetime) -> None:
            role = role_of(context, one.by)
            draft = one.draft(self._start)
            announcing.announce(context, role, one.department, draft, now, origin=origin_of(one.key))

        return announce

    # ------------------------------------------------------------ contact records

    def _bring_file(self, context: Context, now: datetime) -> None:
        """The file of the days since the one before."""
        with context.store.reading() as data:
            organisation, over = data.organisation(), self._world.over(data)
        today = now.astimezone(TIMEZONE).date()
        lines = ["datum;kanaal;onderwerp;aantal"]
        for day in (today - timedelta(days=n) for n in range(3 if today.weekday() == 0 else 4, 0, -1)):
            for one in self._contacts if day >= self._start else ():
                ended = over.get(one.burst or "")
                count = one.on(self._week(day), self._working_days(day))[day]
                if count and (ended is None or day < ended.astimezone(TIMEZONE).date()):
                    lines.append(f"{day:%d-%m-%Y};{one.channel};{one.subject};{count}")
        sheet = parse_contacts("\n".join(lines).encode(), organisation, TIMEZONE, now)
        import_contacts(context, sheet.rows, now, lambda what, done, of: None)

    def _week(self, day: date) -> int:
        return (day - self._start).days // 7 + 1

    def _working_days(self, day: date) -> list[date]:
        monday = day - timedelta(days=day.weekday())
        return [one for n in range(5) if is_working_day(one := monday + timedelta(days=n))]


def _read_it(key: str, user: str) -> Run:
    def read(context: Context, now: datetime) -> None:
        with context.store.reading() as data:
            entry = data.entry_by_origin(origin_of(key))
        if entry is not None:
            try:
                announcing.read(context, user, entry.number, now)
            except KbError:  # somebody who acts took it back
                return

    return read


def _read(folder: Path, name: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = yaml.safe_load((folder / f"{name}.yml").read_text(encoding="utf-8"))
    return found
