"""When does a topic deserve its department's attention? Pure tests on who asked when; nobody's name is needed.

Here: that it rises, that it stays unanswered, and whether a finding is news. bot/domain/helping.py: an answer that does
not help. bot/domain/customers.py: customers who come more, though colleagues ask no more.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from bot.domain.workdays import WorkingDays, count_working_days, week_of_work, weekdays
from bot.model import ENOUGH_PEOPLE, SignalKind

WINDOW_DAYS = 2  #: working days that are compared with the past
PAST = timedelta(days=28)  #: the past they are compared with
ENOUGH_PAST = timedelta(days=14)  #: with less history than this nobody can say what is usual
SURPRISING = 8e-4  #: a rise that chance would give a team of 25 less often than this
TWICE = 2.0  #: a rise is at least so many times what was to be expected
UNSEEN = 0.5  #: people added to a topic's past: never having been asked is no proof that it never is
UNANSWERED_SPAN = timedelta(days=7)
QUIET = timedelta(days=10)  #: a topic back after so long without a signal is a relapse, not the same rise
AGAIN_AFTER = 3  #: working days after a message before doubling is news: a burst goes on for a while, and was told

#: Outcomes after which the asker still had no answer; None and "no_reaction" prove nothing either way.
NOT_ANSWERED = frozenset(("no_answer", "not_helped"))


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of a topic. `person` is a pseudonym, None once forgotten; `outcome` None while nobody reacted."""

    at: datetime
    person: str | None
    outcome: str | None
    question: int


@dataclass(frozen=True, slots=True)
class Finding:
    """Why a topic deserves attention, with the evidence."""

    kind: SignalKind
    people: int  #: distinct askers since `since`
    questions: tuple[int, ...]  #: all asked since then, oldest first
    since: datetime
    usual_per_week: float  #: people a (working) week before
    span_days: int  #: calendar days from the first of these questions until now, at least 1
    p_value: float | None  #: None for unanswered
    least: int = ENOUGH_PEOPLE  #: people (of kind contacts: customers) without whom it would be none
    customers: int = 0  #: of kind contacts: who came since `since`
    pace: float = 0.0  #: of kind rising: people a day (`pace`)

    @property
    def size(self) -> int:
        """What doubles: customers of kind contacts, else people."""
        return self.customers if self.kind == "contacts" else self.people


@dataclass(frozen=True, slots=True)
class Thresholds:
    """What a finding needs in a team of some size."""

    p_value: float
    people: int
    unanswered_people: int  #: of unanswered and not_helping

    @property
    def customers(self) -> int:
        """Customers in five working days, of kind contacts."""
        return 2 * self.people


@dataclass(frozen=True, slots=True)
class LastSignal:
    """The latest signal on the same topic: when it was told, of how many (people, or customers), and what became of it.

    `fresh`: how many have come since (since it was resolved, or else since it was told) of whom it did not tell; None
    when the caller did not count: then only a finding that began since then is new.
    """

    at: datetime
    people: int
    resolved_at: datetime | None = None
    only_doubled: bool = False  #: "no action needed" and "later": nothing but twice as many is news
    fresh: int | None = None
    pace: float = 0.0  #: people on the busiest day it told of; 0 when that is not known


def thresholds(active_people: int) -> Thresholds:
    """Thresholds for a team of so many active people.

    The p-value falls with the cube root of the size, from 1e-3 at 12 people to 4e-4 at 150: more people ask about more
    things, which gives chance more to do. 3 people up to a team of 25, 5 of 150; between and beyond by the logarithm of
    the size. Chosen with `kb backtest` on twenty streams of signalbench.py (seeds 11 to 14 and 21 to 26; see
    tests/bench/RESULTS.md). "Unanswered" takes 3 people, 4 from 150 on.
    """
    size = math.log(max(active_people, 1) / 25) / math.log(150 / 25)
    size = min(max(size, 0.0), 2.0)
    p_value = min(SURPRISING * math.cbrt(25 / max(active_people, 1)), 1e-3)
    return Thresholds(p_value, round(3 + 2 * size), 3 + math.floor(size))


def should_post(
    finding: Finding, last_signal: LastSignal | None, now: datetime, working_days: WorkingDays = weekdays
) -> Literal["new", "doubled", "relapse"] | None:
    """Whether a finding is news. One signal a topic until it doubles or relapses; None: say nothing.

    Relapse: it was resolved two working days ago or more, and those who came after that would have been enough for a
    signal; or a rise comes after QUIET, long enough for what was told to have passed. Doubled: twice as many as the
    last signal told of, none of whom it told of, at twice the pace of its busiest day, and not within AGAIN_AFTER
    working days of it. A burst that merely goes on, as bursts do, was told.
    """
    last = last_signal
    if last is None:
        return "new"
    begin = last.at if last.resolved_at is None else last.resolved_at
    fresh = last.fresh if last.fresh is not None else finding.size if finding.since >= begin else 0
    if last.resolved_at is not None:
        enough = count_working_days(last.resolved_at, now, working_days) >= WINDOW_DAYS and fresh >= finding.least
        return "relapse" if enough else None
    passed = finding.kind == "rising" and now - last.at >= QUIET
    if passed and not last.only_doubled:
        return "relapse" if fresh >= finding.least else None
    if fresh < TWICE * max(last.people, ENOUGH_PEOPLE) or finding.pace < TWICE * last.pace:
        return None
    if count_working_days(last.at, now, working_days) < AGAIN_AFTER:
        return None
    return "doubled"


def pace(people: int, asked_at: Sequence[datetime], now: datetime) -> float:
    """People a day, of the days on which they asked; today, which is not over, is half a day."""
    days = {at.date() for at in asked_at}
    return people / max(len(days) - 0.5 * (now.date() in days), 0.5)


def busiest(asked: Iterable[Asked]) -> int:
    """People on the busiest day of these. A signal comes when a burst has just begun, so that its pace over all of its
    days says too little of it."""
    days = Counter(day for day, _ in {(one.at.date(), one.person) for one in asked})
    return max(days.values(), default=0)


# ---------------------------------------------------------------- the tests


def unanswered(
    asked: Sequence[Asked], now: datetime, limits: Thresholds, working_days: WorkingDays = weekdays
) -> Finding | None:
    """Asked by several people within a week, and none of it answered."""
    since = now - UNANSWERED_SPAN
    recent = _between(asked, since, now)
    if any(a.outcome == "helped" for a in recent):
        return None
    waiting = [a for a in recent if a.outcome in NOT_ANSWERED]
    people = _people(waiting)
    if people < limits.unanswered_people:
        return None
    week = people_a_day(asked, since - PAST, since, working_days) * week_of_work(now, working_days)
    least = limits.unanswered_people
    return Finding("unanswered", people, _ids(waiting), since, week, days_since(waiting, now), None, least)


def people_a_day(
    asked: Sequence[Asked], begin: datetime, end: datetime, working_days: WorkingDays, unseen: float = 0.0
) -> float:
    """People who asked per working day in (begin, end]; one who asked twice on a day counts once for it."""
    within = _between(asked, begin, end)
    named = {(a.person, a.at.date()) for a in within if a.person is not None}
    nameless = sum(a.person is None for a in within)
    return (len(named) + nameless + unseen) / max(count_working_days(begin, end, working_days), 1)


def days_since(asked: Sequence[Asked], now: datetime) -> int:
    """Calendar days from the first of these (oldest first) until now, at least 1."""
    return max(1, math.ceil((now - asked[0].at) / timedelta(days=1))) if asked else 1


def _between(asked: Sequence[Asked], begin: datetime, end: datetime) -> list[Asked]:
    return sorted((a for a in asked if begin < a.at <= end), key=lambda a: a.at)


def _people(asked: Sequence[Asked]) -> int:
    return len({a.person for a in asked if a.person is not None})


def _ids(asked: Sequence[Asked]) -> tuple[int, ...]:
    return tuple(a.question for a in asked)
