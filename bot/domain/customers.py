"""Customers who come more about a topic than they did: tallied by colleagues, or in imported contact records."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from statistics import median

from scipy.stats import nbinom

from bot.domain.signals import ENOUGH_PAST, PAST, TWICE, UNSEEN, Asked, Finding, Thresholds, days_since, people_a_day
from bot.domain.workdays import WorkingDays, count_working_days, week_of_work, weekdays, working_days_back
from bot.model import ENOUGH_PEOPLE, Tally

WINDOW_DAYS = 5  #: working days that are compared with the past: customers come more gradually than colleagues ask
DAYS = 3  #: of them customers came on: of tallies nobody knows whose they are, and one busy colleague is no rise
RARE = timedelta(days=6)  #: contact records that come so far apart, or further, are totals of the time between
CLUSTERED = 2.0  #: the variance of counts a day over their mean, at least: tallies come in clusters


@dataclass(frozen=True, slots=True)
class Customers:
    """What a signal says of customers."""

    tallied: int = 0
    imported: int = 0
    usual_per_week: float | None = None  #: both, before; None when nothing is known of them


@dataclass(frozen=True, slots=True)
class Days:
    """The working days before a moment: `edges`, newest first, bound the window's days and then the past's."""

    edges: tuple[datetime, ...]
    window: int = WINDOW_DAYS
    period: int = 1  #: working days that records tell of

    def counts(self, tallies: Iterable[Tally]) -> list[int]:
        """Customers on each day, newest first."""
        rising = self.edges[::-1]
        found = [0] * (len(rising) - 1)
        for tally in tallies:
            place = bisect_left(rising, tally.at) - 1
            if 0 <= place < len(found):
                found[place] += tally.count
        return found[::-1]


def days_before(now: datetime, working_days: WorkingDays = weekdays, tallies: Iterable[Tally] = ()) -> Days:
    """The window's working days until `now`, and those of the 28 days before it.

    The window has WINDOW_DAYS; but when the contact records among `tallies` (of all topics, oldest first) are totals of
    a week, or of longer, it is what the last of them tells of: the days since the one before it.
    """
    reports = list({t.at.date(): t.at for t in tallies if t.imported}.values())
    gaps = [count_working_days(one, other, working_days) for one, other in pairwise(reports)]
    rare = bool(gaps) and median((other - one) / RARE for one, other in pairwise(reports)) >= 1
    period = max(round(median(gaps)), 1) if rare else 1
    if not rare or count_working_days(reports[-1], now, working_days) > period:
        return Days(_edges(now, WINDOW_DAYS, working_days))
    end = min(datetime.combine(reports[-1].date() + timedelta(days=1), time(0), UTC), now)
    window = max(gaps[-1], 1)
    return Days(_edges(end, window, working_days), window, period)


def _edges(end: datetime, window: int, working_days: WorkingDays) -> tuple[datetime, ...]:
    edges = [end]
    begin = working_days_back(end, window, working_days) - PAST
    while edges[-1] > begin:
        edges.append(working_days_back(edges[-1], 1, working_days))
    return tuple(edges)


def counts_of(tallies: Iterable[Tally]) -> tuple[int, int]:
    """(tallied, imported) customers."""
    rows = list(tallies)
    imported = sum(t.count for t in rows if t.imported)
    return sum(t.count for t in rows) - imported, imported


def told_imported(imported: int, tallied: int) -> int:
    """How many imported customers may be told of apart; 0 when they, or those tallied beside them, are one or two."""
    return imported if imported >= ENOUGH_PEOPLE and not 0 < tallied < ENOUGH_PEOPLE else 0


def come_more(
    tallies: Sequence[Tally],
    everybody: Sequence[int],
    asked: Sequence[Asked],
    days: Days,
    first_tally_at: datetime | None,
    limits: Thresholds,
    working_days: WorkingDays = weekdays,
) -> Finding | None:
    """Whether more customers came about a topic in the window of `days` than in the 28 days before.

    `tallies`: of the topic; `everybody`: `days.counts` of all topics' together; `asked`: the topic's questions;
    `first_tally_at`: when the first customer of any topic was counted, two weeks ago at least. Counts vary more than a
    Poisson's, so the test is the upper tail of a negative binomial with that variance (Farrington et al., A statistical
    algorithm for the early detection of outbreaks of infectious disease, JRSS A 159, 1996; Hilbe, Negative Binomial
    Regression, 2nd ed., 2011, section 8.2). When more is tallied of all other topics too, people only tally more.
    """
    now = days.edges[0]
    if first_tally_at is None or now - first_tally_at < ENOUGH_PAST:
        return None
    past_days = sum(edge >= first_tally_at for edge in days.edges[days.window + 1 :])
    own = days.counts(tallies)
    window, past = own[: days.window], own[days.window : days.window + past_days]
    by_hand = days.counts(t for t in tallies if not t.imported)[: days.window]
    certain = sum(window) - sum(by_hand) + _not_one_colleague(by_hand)
    if not past or certain < limits.customers:
        return None
    a_day = (sum(past) + UNSEEN) / len(past)
    expected = a_day * _more_of_all(own, everybody, days.window, len(past)) * days.window
    periods = [sum(past[at : at + days.period]) for at in range(0, len(past) - days.period + 1, days.period)]
    p_value = _tail(certain, expected, max(CLUSTERED, dispersion(periods)))
    if certain < TWICE * expected or p_value >= limits.p_value:
        return None
    since = days.edges[days.window]
    recent = sorted((a for a in asked if since < a.at <= now), key=lambda a: a.at)
    people = len({a.person for a in recent if a.person is not None})
    week = people_a_day(asked, since - PAST, since, working_days) * week_of_work(now, working_days)
    span = max(days_since(recent, now), (now - since).days)
    ids = tuple(a.question for a in recent)
    return Finding("contacts", people, ids, since, week, span, p_value, limits.customers, sum(window))


def _not_one_colleague(by_hand: Sequence[int]) -> int:
    """The customers tallied by hand, the busiest day no more than the next busiest, and none when they came on fewer
    than DAYS days: one colleague who tallied a whole day is no rise. Contact records need no such care."""
    days = sorted(count for count in by_hand if count)
    return sum(days) - days[-1] + days[-2] if len(days) >= DAYS else 0


def dispersion(*periods: Sequence[int]) -> float:
    """How much more counts a day vary than a Poisson's would, at least 1: Pearson's X2 over its degrees of freedom, the
    mean of each period its own (McCullagh and Nelder, Generalized Linear Models, 2nd ed., 1989, section 4.5.2)."""
    squares, freedom = 0.0, 0
    for counts in periods:
        mean = sum(counts) / len(counts) if counts else 0.0
        if mean > 0:
            squares += sum((count - mean) ** 2 for count in counts) / mean
            freedom += len(counts) - 1
    return max(1.0, squares / freedom) if freedom else 1.0


def usual_per_week(tallies: Iterable[Tally], end: datetime, working_days: WorkingDays = weekdays) -> float:
    """Customers a working week in the 28 days until `end`."""
    begin = end - PAST
    count = sum(t.count for t in tallies if begin < t.at <= end)
    return count / max(count_working_days(begin, end, working_days), 1) * week_of_work(end, working_days)


def _more_of_all(own: Sequence[int], everybody: Sequence[int], days: int, past_days: int) -> float:
    """How many times as many customers a day came about everything else, at least 1; one is added to either side so
    that next to nothing tells next to nothing."""
    others = [all_ - mine for all_, mine in zip(everybody, own, strict=True)]
    window = sum(others[:days]) / days
    past = sum(others[days : days + past_days]) / past_days
    return max(1.0, (window + 1) / (past + 1))


def _tail(count: int, mean: float, dispersion: float) -> float:
    """P(X >= count) of a negative binomial with this mean and `dispersion` (> 1) times that variance."""
    return float(nbinom.sf(count - 1, mean / (dispersion - 1), 1 / dispersion))
