"""Six weeks of questions as colleagues at the demo's municipality would ask them: the same for the same seed."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.demo.content import NOW_TIME, NOW_WEEK, Burst, Content, Entry, Person, Subject
from bot.demo.typing_habits import Wordings
from bot.domain.schedule import is_working_day
from bot.model import Contact, EntryState, Language, Outcome

TIMEZONE = ZoneInfo("Europe/Amsterdam")
A_WEEK = 250  #: questions, all kinds together: six weeks make about 1,500

# Zipf-Mandelbrot, weight = 1 / (rank + shift) ** exponent: a long tail, and a head of about ten questions a week, low
# enough that a burst of nine askers a day stands out.
_SHIFT, _EXPONENT = 6.0, 0.9
# Questions an hour, from 8 to 17: a late-morning peak, a dip at lunch, a smaller peak after it.
_HOURS = (6, 11, 13, 11, 6, 9, 11, 9, 5)
_ANSWERED = {Outcome.HELPED: 0.62, Outcome.NOT_HELPED: 0.07, Outcome.NO_REACTION: 0.27, Outcome.NO_ANSWER: 0.04}
_UNANSWERED = {Outcome.NO_ANSWER: 0.93, Outcome.NO_REACTION: 0.07}
_CONTACTS = {Contact.PHONE: 0.58, Contact.COUNTER: 0.2, Contact.MAIL: 0.12, Contact.CHAT: 0.08, Contact.VISIT: 0.02}
_TALLY_CHANCE = 0.3
_INTERNAL = "ict"  # its questions are colleagues' own: no customer to tally
# Chance that somebody asks after all: what they knew from the start, were helped with before, or own as a specialist.
_ASKS_THOUGH_KNOWN, _ASKS_AGAIN, _ASKS_OWN_SUBJECT = 0.2, 0.15, 0.03
_KNOWS_FROM_THE_START = 0.25
_SPECIALIST_WEIGHT = 0.3  # specialists ask less than the contact centre does


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """One question somebody asked, with the truth about it and how it ended."""

    at: datetime  #: aware UTC
    asker: str  #: person id
    text: str
    language: Language
    subject: str | None  #: key of what it is about, written or not; None: a one-off
    entry: str | None  #: key of the entry that is about it, if it was there at that moment (ground truth)
    outcome: Outcome
    tally: Contact | None  #: channel of the customer tallied with it
    burst: str | None  #: key of the burst it is part of


def demo_now(start_monday: date) -> datetime:
    """The moment (UTC) the demo's clock starts, for a stream from `start_monday` on: Monday of week 6, 08:30."""
    monday = start_monday + timedelta(weeks=NOW_WEEK - 1)
    return datetime.combine(monday, NOW_TIME, TIMEZONE).astimezone(UTC)


def stream(
    content: Content,
    start_monday: date,
    seed: int = 1,
    weeks: int = 6,
    working_day: Callable[[date], bool] = is_working_day,
    *,
    first_week: int = 1,
    now: datetime | None = None,
) -> list[AskedQuestion]:
    """Make `weeks` weeks of questions from `start_monday` on, oldest first: 250 a week, 08:00-17:00 on working days.

    `first_week`: which week of the bursts' count it begins in. `now`: the demo's now, from which entries' ages count;
    that of a demo whose first week begins on `start_monday`, unless given.

    Raises ValueError when `start_monday` is no Monday or there is no working day.
    """
    if start_monday.weekday() != 0:
        raise ValueError(f"{start_monday} is no Monday")
    days = [day for day in _days(start_monday, weeks) if working_day(day)]
    if not days:
        raise ValueError(f"no working day in {weeks} weeks from {start_monday}")
    plans = _Planner(content, start_monday, days, random.Random(seed), first_week).plans(weeks)
    rng = random.Random(seed + 1)
    room = _Room(content, now or demo_now(start_monday), rng)
    # In the order of time, since who was helped today knows it tomorrow.
    return [room.asks(plan) for plan in sorted(plans, key=lambda plan: plan.at)]


def _days(start: date, weeks: int) -> list[date]:
    return [start + timedelta(days=n) for n in range(7 * weeks)]


@dataclass(frozen=True, slots=True)
class _Plan:
    """That something will be asked at a moment: not yet by whom, or how."""

    at: datetime
    subject: Subject | None
    burst: Burst | None = None


class _Planner:
    """Decides what is asked when."""

    def __init__(
        self, content: Content, start: date, days: Sequence[date], rng: random.Random, first_week: int
    ) -> None:
        self._content, self._start, self._days, self._rng = content, start, days, rng
        self._first_week = first_week
        self._subjects = {subject.key: subject for subject in content.subjects}

    def plans(self, weeks: int) -> list[_Plan]:
        plans = [*self._bursts(), *self._one_offs(weeks), *self._quiet(weeks)]
        return plans + list(self._ordinary(A_WEEK * weeks - len(plans)))

    def _bursts(self) -> Iterator[_Plan]:
        for burst in self._content.bursts:
            begins = self._start + timedelta(weeks=burst.week - self._first_week, days=burst.weekday - 1)
            days = [day for day in self._days if day >= begins] if begins >= self._start else []
            for n, (day, askers) in enumerate(zip(days, burst.extra_askers, strict=False)):
                for _ in range(askers):
                    at = self._between(day, burst.start, time(16, 50)) if n == 0 else self._moment(day)
                    yield _Plan(at, self._subjects[burst.subject], burst)

    def _one_offs(self, weeks: int) -> Iterator[_Plan]:
        count = sum(map(len, self._content.one_off.values())) * min(weeks, 6) // 6
        yield from (_Plan(self._moment(self._rng.choice(self._days)), None) for _ in range(count))

    def _quiet(self, weeks: int) -> Iterator[_Plan]:
        # Subjects without an answer, and those that burst: asked now and then and spread out, never three in a week,
        # so that ordinary traffic alone makes no signal of them.
        for key in sorted(_quiet_keys(self._content)):
            yield from self._spread(key, max(1, self._rng.randint(2, 4) * weeks // 6))

    def _ordinary(self, count: int) -> Iterator[_Plan]:
        quiet = _quiet_keys(self._content)
        tail = [key for key in self._subjects if key not in quiet and key not in self._content.popular]
        self._rng.shuffle(tail)
        ranked = [*(key for key in self._content.popular if key not in quiet), *tail]
        weights = [1 / (rank + _SHIFT) ** _EXPONENT for rank in range(1, len(ranked) + 1)]
        times = Counter(self._rng.choices(ranked, weights, k=max(0, count)))
        for key, asked in times.items():
            yield from self._spread(key, asked)

    def _spread(self, key: str, count: int) -> Iterator[_Plan]:
        # One question a slot of equal length, at random within it: steadier than chance alone, so that nearly a hundred
        # subjects at sixty checks do not throw up rises that mean nothing.
        slot = len(self._days) / count
        for n in range(count):
            day = self._days[int((n + self._rng.random()) * slot)]
            yield _Plan(self._moment(day), self._subjects[key])

    def _moment(self, day: date) -> datetime:
        hour = self._rng.choices(range(8, 8 + len(_HOURS)), _HOURS)[0]
        return self._between(day, time(hour), time(hour, 59, 59))

    def _between(self, day: date, first: time, last: time) -> datetime:
        begin, end = (datetime.combine(day, at, TIMEZONE) for at in (first, last))
        seconds = int((end - begin).total_seconds())
        return (begin + timedelta(seconds=self._rng.randint(0, seconds))).astimezone(UTC)


def _quiet_keys(content: Content) -> frozenset[str]:
    unwritten = {subject.key for subject in content.subjects if not subject.written}
    outdated = {entry.key for entry in content.entries if entry.state is EntryState.OUTDATED}
    return frozenset(unwritten | outdated | {burst.subject for burst in content.bursts})


class _Room:
    """The people: who asks, in which words, and how it ends. Remembers who learned what."""

    def __init__(self, content: Content, now: datetime, rng: random.Random) -> None:
        self._people = content.people
        self._weights = [_SPECIALIST_WEIGHT if person.departments else 1.0 for person in content.people]
        self._entries: Mapping[str, Entry] = {entry.key: entry for entry in content.entries}
        self._wordings, self._now, self._rng = Wordings(content, rng), now, rng
        self._chances: dict[tuple[str, str], float] = {}
        self._burst_askers: set[tuple[str, str]] = set()

    def asks(self, plan: _Plan) -> AskedQuestion:
        person = self._somebody(plan)
        text, language = self._wordings.of(person.language, plan.subject, plan.burst)
        entry = self._entries.get(plan.subject.key) if plan.subject else None
        if entry and not entry.offered(plan.at, self._now):
            entry = None
        outcome = self._ends(plan.burst, entry)
        if plan.subject and outcome is Outcome.HELPED:
            self._chances[person.id, plan.subject.key] = _ASKS_AGAIN
        return AskedQuestion(
            at=plan.at,
            asker=person.id,
            text=text,
            language=language,
            subject=plan.subject.key if plan.subject else None,
            entry=entry.key if entry else None,
            outcome=outcome,
            tally=self._tally(plan, person),
            burst=plan.burst.key if plan.burst else None,
        )

    def _somebody(self, plan: _Plan) -> Person:
        while True:
            person = self._rng.choices(self._people, self._weights)[0]
            if plan.burst:
                once = (plan.burst.key, person.id)
                if once not in self._burst_askers and plan.burst.department not in person.departments:
                    self._burst_askers.add(once)
                    return person
            elif plan.subject is None or self._rng.random() < self._chance(person, plan.subject):
                return person

    def _chance(self, person: Person, subject: Subject) -> float:
        if subject.department in person.departments:
            return _ASKS_OWN_SUBJECT
        if (person.id, subject.key) not in self._chances:
            knows = self._rng.random() < _KNOWS_FROM_THE_START
            self._chances[person.id, subject.key] = _ASKS_THOUGH_KNOWN if knows else 1.0
        return self._chances[person.id, subject.key]

    def _ends(self, burst: Burst | None, entry: Entry | None) -> Outcome:
        chances = burst.outcomes if burst else _ANSWERED if entry else _UNANSWERED
        return self._rng.choices(list(chances), list(chances.values()))[0]

    def _tally(self, plan: _Plan, person: Person) -> Contact | None:
        if plan.subject is None or plan.subject.department == _INTERNAL or person.departments:
            return None
        if self._rng.random() >= (plan.burst.tally_chance if plan.burst else _TALLY_CHANCE):
            return None
        return self._rng.choices(list(_CONTACTS), list(_CONTACTS.values()))[0]
