"""When does a topic deserve its department's attention? Pure tests on who asked when; nobody's name is needed.

Measured with `python -m tests.bench.signals` on streams of ../shared/tools/signalbench.py.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from scipy.stats import poisson

WINDOW_DAYS = 2  #: working days that are compared with the past
PAST = timedelta(days=28)  #: the past they are compared with
ENOUGH_PAST = timedelta(days=14)  #: with less history than this nobody can say what is usual
TWICE = 2.0  #: a rise is at least so many times what was to be expected
UNSEEN = 0.5  #: people added to a topic's past: never having been asked is no proof that it never is
UNANSWERED_SPAN = timedelta(days=7)
QUIET = timedelta(days=10)  #: a topic back after so long without a signal is a relapse, not the same rise

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

    kind: Literal["rising", "unanswered"]
    people: int  #: distinct askers since `since`
    questions: tuple[int, ...]  #: all asked since then, oldest first
    since: datetime
    usual_per_week: float  #: people a (working) week before
    span_days: int  #: calendar days from the first of these questions until now, at least 1
    p_value: float | None  #: of the rise; None for unanswered


@dataclass(frozen=True, slots=True)
class Thresholds:
    """What a finding needs in a team of some size."""

    p_value: float
    people: int
    unanswered_people: int


@dataclass(frozen=True, slots=True)
class LastSignal:
    """The latest signal on the same topic: when, how many people it spoke of, and whether it was resolved since."""

    at: datetime
    people: int
    resolved_at: datetime | None = None


def weekdays(day: date) -> bool:
    """Monday to Friday; the usual `working_days`."""
    return day.weekday() < 5


def thresholds(active_people: int) -> Thresholds:
    """Thresholds for a team of so many active people.

    25: p < 1e-3 and 3 people; 150: p < 1e-4 and 5 people (matching.md); between and beyond by the logarithm of the
    size, since more people means more topics and more chance. At 12 people p < 2.6e-3: on the four small streams tried
    recall was .71 instead of .54 with 1e-3, precision .83 instead of .91. "Unanswered" takes 3 people, 4 from 150 on.
    """
    size = math.log(max(active_people, 1) / 25) / math.log(150 / 25)
    size = min(max(size, -0.5), 2.0)
    grown = max(size, 0.0)
    return Thresholds(10 ** -(3 + size), round(3 + 2 * grown), 3 + math.floor(grown))


def examine(
    asked: Sequence[Asked],
    now: datetime,
    active_people: int,
    first_question_at: datetime | None,
    working_days: Callable[[date], bool] = weekdays,
) -> Finding | None:
    """What there is to say about one topic now: that it rises, else that it stays unanswered, else None.

    `asked`: its questions, in any order; those after `now` are ignored. `first_question_at`: when this workspace's
    first question of any topic came, None when there was none: without two weeks of history nothing is said to rise.
    """
    past = sorted((a for a in asked if a.at <= now), key=lambda a: a.at)
    limits = thresholds(active_people)
    return _rising(past, now, limits, first_question_at, working_days) or _unanswered(past, now, limits, working_days)


def should_post(
    finding: Finding, last_signal: LastSignal | None, now: datetime
) -> Literal["new", "doubled", "relapse"] | None:
    """Whether a finding is news. One signal a topic until it doubles or relapses; None: say nothing.

    Relapse: it was resolved and people asked again after that, or the last signal is 10 days old (QUIET), long enough
    for what it told to have passed. Doubled: twice as many people as the last signal told of, all of them asking after
    it, so that nobody is counted for both.
    """
    if last_signal is None:
        return "new"
    if last_signal.resolved_at is not None:
        return "relapse" if finding.since >= last_signal.resolved_at else None
    if now - last_signal.at >= QUIET:
        return "relapse"
    doubled = finding.people >= 2 * last_signal.people and finding.since >= last_signal.at
    return "doubled" if doubled else None


# ---------------------------------------------------------------- rising


def _rising(
    past: Sequence[Asked],
    now: datetime,
    limits: Thresholds,
    first_question_at: datetime | None,
    working_days: Callable[[date], bool],
) -> Finding | None:
    """Distinct askers of the last two working days against the topic's own rate over the 28 days before.

    The test is the upper tail of the Poisson distribution: P(X >= n) with the expected number as its mean (e.g. Casella
    and Berger, Statistical Inference, 2nd ed., section 3.2). Rates are per working day and the window is two of those,
    so that a weekend neither hides a rise nor makes one. The expectation counts a person once a day.
    """
    if first_question_at is None or now - first_question_at < ENOUGH_PAST:
        return None
    since = _working_days_back(now, WINDOW_DAYS, working_days)
    recent = [a for a in past if a.at > since]
    people = len({a.person for a in recent if a.person is not None})
    if people < limits.people:
        return None
    begin = max(since - PAST, first_question_at)
    a_day = _people_a_day(past, begin, since, working_days)
    expected = a_day * WINDOW_DAYS
    p_value = float(poisson.sf(people - 1, expected))
    if people < TWICE * expected or p_value >= limits.p_value:
        return None
    return _finding("rising", recent, people, since, now, a_day, p_value, working_days)


def _unanswered(
    past: Sequence[Asked], now: datetime, limits: Thresholds, working_days: Callable[[date], bool]
) -> Finding | None:
    """Asked by several people within a week, and none of it answered."""
    since = now - UNANSWERED_SPAN
    recent = [a for a in past if a.at > since]
    if any(a.outcome == "helped" for a in recent):
        return None
    waiting = [a for a in recent if a.outcome in NOT_ANSWERED]
    people = len({a.person for a in waiting if a.person is not None})
    if people < limits.unanswered_people:
        return None
    begin = since - PAST
    a_day = _people_a_day(past, begin, since, working_days, unseen=0.0)
    return _finding("unanswered", waiting, people, since, now, a_day, None, working_days)


def _finding(
    kind: Literal["rising", "unanswered"],
    evidence: Sequence[Asked],
    people: int,
    since: datetime,
    now: datetime,
    a_day: float,
    p_value: float | None,
    working_days: Callable[[date], bool],
) -> Finding:
    week = sum(working_days((now - timedelta(days=d)).date()) for d in range(7))
    span = max(1, math.ceil((now - evidence[0].at) / timedelta(days=1)))
    return Finding(kind, people, tuple(a.question for a in evidence), since, a_day * week, span, p_value)


def _people_a_day(
    past: Sequence[Asked],
    begin: datetime,
    end: datetime,
    working_days: Callable[[date], bool],
    unseen: float = UNSEEN,
) -> float:
    """People who asked per working day between two times; one who asked twice on a day counts once for it."""
    within = [a for a in past if begin < a.at <= end]
    named = {(a.person, a.at.date()) for a in within if a.person is not None}
    nameless = sum(a.person is None for a in within)
    return (len(named) + nameless + unseen) / max(_count_working_days(begin, end, working_days), 1)


def _count_working_days(begin: datetime, end: datetime, working_days: Callable[[date], bool]) -> int:
    days = (end.date() - begin.date()).days
    return sum(working_days(begin.date() + timedelta(days=d)) for d in range(days))


def _working_days_back(now: datetime, days: int, working_days: Callable[[date], bool]) -> datetime:
    """The same time of day so many working days ago; at most 31 days back, should there be none."""
    back = now
    for _ in range(31):
        if days == 0:
            break
        back -= timedelta(days=1)
        days -= working_days(back.date())
    return back
