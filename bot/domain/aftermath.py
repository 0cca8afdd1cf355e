"""Did it stop? What people asked before a signal was resolved against what they ask since, as a rate ratio.

Before: the BEFORE days up to the resolution (when the cause was named; a letter that changes a month later is no reason
to look at another fortnight). After: from the day it is so, or its owner confirmed it, whichever is later, for two and
for six weeks. What lies between the two is not counted. Rates are per working day of the department.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Literal

from scipy.stats import beta

from bot.model import ENOUGH_PEOPLE, Aftermath, Change, Question, Signal, SignalState, Tally

WEEKS = (2, 6)  #: after so many weeks it is looked at
BEFORE = timedelta(days=14)
LEVEL = 0.95
HALVED = 0.5  #: an interval above this says that it did not even halve
STOPPED_RATIO, STOPPED_A_WEEK = 0.25, 1.0  #: surely less, and no more than this (or than one or two) is left

AS_MUCH = ("same", "more")  #: verdicts that say that it surely goes on

Verdict = Literal["stopped", "less", "same", "more", "too_few", "unknown"]


@dataclass(frozen=True, slots=True)
class Span:
    """[begin, end), aware."""

    begin: datetime
    end: datetime

    def __contains__(self, at: datetime) -> bool:
        return self.begin <= at < self.end


@dataclass(frozen=True, slots=True)
class Counted:
    """So many in so many working days."""

    count: int
    days: int


def starts(signal: Signal, zone: tzinfo) -> datetime | None:
    """From when the resolution counts: the day it is so from, or its confirmation when that came later; None for a
    signal that is not resolved (any more)."""
    if signal.state is not SignalState.RESOLVED:
        return None
    if signal.resolution is None:
        return named(signal)
    since = datetime.combine(signal.resolution.since, time(0), zone).astimezone(UTC)
    return max(since, signal.resolution.confirmed_at or signal.resolution.at)


def named(signal: Signal) -> datetime:
    """When somebody last said that it was resolved, and why people had to ask."""
    if signal.resolution is not None:
        return signal.resolution.at
    said = (event.at for event in reversed(signal.history) if event.what == SignalState.RESOLVED.value)
    return next(said, signal.opened_at)


def spans(signal: Signal, weeks: int, zone: tzinfo) -> tuple[Span, Span] | None:
    """(before, so many weeks after), None for a signal that is not resolved."""
    begin = starts(signal, zone)
    if begin is None:
        return None
    end = min(named(signal), begin)
    return Span(end - BEFORE, end), Span(begin, begin + timedelta(weeks=weeks))


def due(signal: Signal, now: datetime, zone: tzinfo) -> int | None:
    """After how many weeks it is to be looked at now: the latest that is over and not done yet; None for none."""
    begin = starts(signal, zone)
    if begin is None:
        return None
    done = {one.weeks for one in present(signal)}
    over = [weeks for weeks in WEEKS if begin + timedelta(weeks=weeks) <= now]
    return over[-1] if over and not any(weeks >= over[-1] for weeks in done) else None


def present(signal: Signal) -> tuple[Aftermath, ...]:
    """What was seen after its latest resolution; what came of an earlier one, before it was back, is past."""
    return tuple(one for one in signal.aftermath if one.at > named(signal))


def latest(signal: Signal) -> Aftermath | None:
    """The last that was seen after its latest resolution."""
    return next(iter(reversed(present(signal))), None)


def did_not_stop(signal: Signal) -> bool:
    """Whether it is resolved and yet certain that colleagues ask, or customers come, as much as before."""
    return asked_on(signal) or customers_come_on(signal)


def asked_on(signal: Signal) -> bool:
    """Whether it is resolved and yet certain that colleagues ask as much as before."""
    found = latest(signal) if signal.state is SignalState.RESOLVED else None
    return found is not None and found.asked.verdict in AS_MUCH


def customers_come_on(signal: Signal) -> bool:
    """Whether it is resolved and yet certain that customers come as much as before."""
    found = latest(signal) if signal.state is SignalState.RESOLVED else None
    return found is not None and found.customers.verdict in AS_MUCH


# ---------------------------------------------------------------- counting


def person_days(questions: Iterable[Question], zone: tzinfo) -> int:
    """Colleagues who asked, each once a day, so that one who asks ten times is no trend. One or two people count as
    two, so that no figure tells them apart; whoever is forgotten counts for each question."""
    rows = list(questions)
    named = {(q.pseudonym, q.asked_at.astimezone(zone).date()) for q in rows if q.pseudonym}
    nameless = sum(q.pseudonym is None for q in rows)
    people = len({person for person, _ in named}) + nameless
    return len(named) + nameless if people >= ENOUGH_PEOPLE else few(people)


def few(count: int) -> int:
    """A count of people under three as it may be shown: none, or one or two without saying which."""
    return ENOUGH_PEOPLE - 1 if 0 < count < ENOUGH_PEOPLE else count


def a_day(tallies: Iterable[Tally], days: Sequence[date], zone: tzinfo) -> list[int]:
    """Customers on each of these working days; those of a free day count with the next working one."""
    counts = [0] * len(days)
    for tally in tallies:
        on = tally.at.astimezone(zone).date()
        place = next((n for n, day in enumerate(days) if day >= on), len(days) - 1)
        if days:
            counts[place] += tally.count
    return counts


# ---------------------------------------------------------------- comparing


def rate_ratio(before: Counted, after: Counted, scale: float = 1.0) -> tuple[float | None, float | None, float | None]:
    """The rate after over the rate before, and its 95% interval: (ratio, low, high); None where there is no bound.

    Given their sum, the count after is binomial with p = R * days_after / (R * days_after + days_before); the exact
    interval of p (Clopper and Pearson 1934) gives that of R. The conditional test of Przyborowski and Wilenski (1940);
    see Krishnamoorthy and Thomson, J. Stat. Planning and Inference 119 (2004). `scale`: the dispersion of counts that
    come in clusters, by which both are divided (quasi-likelihood: a variance so many times as large is that of so
    many times fewer).
    """
    if not before.days or not after.days or not before.count + after.count:
        return None, None, None
    days = before.days / after.days
    ratio = after.count / before.count * days if before.count else None
    n, k = (before.count + after.count) / scale, after.count / scale
    tail = (1 - LEVEL) / 2
    low = float(beta.ppf(tail, k, n - k + 1)) if after.count else 0.0
    high = float(beta.ppf(1 - tail, k + 1, n - k)) if before.count else 1.0
    return ratio, low / (1 - low) * days, high / (1 - high) * days if high < 1 else None


def change(before: Counted, after: Counted, *, week: int, scale: float = 1.0) -> Change:
    """The two counts compared. `week`: working days in one of the department's weeks."""
    ratio, low, high = rate_ratio(before, after, scale)
    left = _per_week(after, week)
    return Change(
        before=before.count,
        after=after.count,
        before_per_week=_per_week(before, week),
        after_per_week=left,
        ratio=ratio,
        low=low,
        high=high,
        verdict=_verdict(ratio, low, high, next_to_nothing=after.count < ENOUGH_PEOPLE or left <= STOPPED_A_WEEK),
    )


def unknown() -> Change:
    """Nothing is known of it."""
    return Change(
        before=0, after=0, before_per_week=0, after_per_week=0, ratio=None, low=None, high=None, verdict="unknown"
    )


def _verdict(ratio: float | None, low: float | None, high: float | None, *, next_to_nothing: bool) -> Verdict:
    if low is None:
        return "too_few"
    if high is not None and high < 1:
        return "stopped" if next_to_nothing and ratio is not None and ratio <= STOPPED_RATIO else "less"
    if low > 1:
        return "more"
    return "same" if low > HALVED else "too_few"


def _per_week(counted: Counted, week: int) -> float:
    return counted.count / counted.days * week if counted.days else 0.0
