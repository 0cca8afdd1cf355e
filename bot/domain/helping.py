"""An answer that is shown and does not help: how sure are we, from what askers said?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from scipy.stats import binom

from bot.domain.signals import Asked, Finding, Thresholds, days_since, people_a_day
from bot.domain.workdays import WorkingDays, week_of_work, weekdays

SPAN = timedelta(days=28)  #: reactions before say little about the answer as it is now
CHANCE = 0.01  #: less likely than this when the answer were like the others
PRIOR, PRIOR_SHARE = 8.0, 0.25  #: what is taken to be usual before there are reactions: as if 2 of 8 did not help
REACTED = frozenset(("helped", "not_helped"))  #: no reaction proves nothing


@dataclass(frozen=True, slots=True)
class Reactions:
    """How people's last words on an answer count."""

    helped: int
    not_helped: int

    @property
    def people(self) -> int:
        return self.helped + self.not_helped


def reactions(asked: Sequence[Asked]) -> Reactions:
    """Distinct people by the last thing they said; who is forgotten counts for each question."""
    last: dict[str, str] = {}
    for a in sorted(asked, key=lambda a: a.at):
        if a.outcome in REACTED:
            last[a.person or f"question {a.question}"] = a.outcome
    helped = sum(outcome == "helped" for outcome in last.values())
    return Reactions(helped, len(last) - helped)


def usual_share(others: Reactions) -> float:
    """The share of people whom other answers do not help, drawn towards PRIOR_SHARE while there are few (the mean of a
    Beta posterior; e.g. Gelman et al., Bayesian Data Analysis, 3rd ed., section 2.4)."""
    return (others.not_helped + PRIOR * PRIOR_SHARE) / (others.people + PRIOR)


def does_not_help(
    asked: Sequence[Asked],
    usual: float,
    since: datetime,
    now: datetime,
    limits: Thresholds,
    working_days: WorkingDays = weekdays,
) -> Finding | None:
    """Whether an answer helps fewer people than answers usually do.

    `asked`: the questions under which it was shown as fitting; `usual`: see `usual_share`, of all other answers;
    `since`: when the answer was last changed or checked. The test is the exact binomial one: P(X >= k) of n people not
    helped; it is below CHANCE when the one-sided interval of Clopper and Pearson (Biometrika 26, 1934) for the share
    lies above `usual`. Moreover it fails more people than it helps, and three at least (more in a large team).
    """
    begin = max(since, now - SPAN)
    recent = sorted((a for a in asked if begin <= a.at <= now and a.outcome in REACTED), key=lambda a: a.at)
    found = reactions(recent)
    if found.not_helped < limits.unanswered_people or found.not_helped <= found.helped:
        return None
    p_value = float(binom.sf(found.not_helped - 1, found.people, usual))
    people = len({a.person for a in recent if a.person is not None})
    if p_value >= CHANCE or people < limits.unanswered_people:
        return None
    week = people_a_day(asked, begin, now, working_days) * week_of_work(now, working_days)
    ids = tuple(a.question for a in recent)
    least = limits.unanswered_people
    return Finding("not_helping", people, ids, begin, week, days_since(recent, now), p_value, least)
