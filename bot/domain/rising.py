"""Which questions are asked more than usual: a scan over groups of like questions, big and small.

Topics are cut once, at one grain; what rises may be a part of one, or parts of two. So the scan does not take topics
for granted. The questions of the last days are joined into a tree by average linkage, every node of it is a candidate,
and each candidate is counted now and in the past:

1. A question's row is smoothed with its nearest neighbours', which brings wordings of one thing together.
2. Around the centre of a candidate questions count by how near they are: fully where its own are, not at all from
   FAR on. The same weights count the present and the past, so that a small group cut out of a great one brings the
   great one's past along.
3. Now: distinct people in the last one, two or three working days. Past: people a working day in the 28 days before.
   With the past as a sample of a Poisson rate (Gamma prior), the present is negative binomial: P(X >= n) is how
   surprising it is (Gelman et al., Bayesian Data Analysis, 3rd ed., section 2.6). Rates wander by themselves too: the
   Gamma is never narrower than that (WANDER), or what is asked much would rise all the time.
4. The most surprising candidate is told, then the next that shares no question with it.

A tree whose every node is a candidate: Kulldorff, Fang and Walsh, A tree-based scan statistic for database disease
surveillance, Biometrics 59 (2003). Measured with `kb backtest` on streams of ../shared/tools/signalbench.py: see
tests/bench/RESULTS.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from scipy.cluster.hierarchy import linkage
from scipy.special import betainc

from bot.domain.centring import direction
from bot.domain.signals import ENOUGH_PAST, PAST, TWICE, UNSEEN, Asked, Finding, Thresholds, days_since, pace
from bot.domain.workdays import WorkingDays, count_working_days, week_of_work, weekdays, working_days_back

MEANING = 0.8  #: its share in the rows; the rest is characters
WINDOWS = (1, 2, 3)  #: working days that are compared with the past
LOOSE = 0.6  #: candidates whose questions are further apart (1 - cosine, smoothed, on average) are no subject
FAR, NEAR = 0.7, 0.9  #: of the usual cosine to a candidate's centre: from FAR on a question counts, from NEAR on fully
WANDER = 0.1  #: rates wander by themselves from week to week: the square of how much, as a share
HALF = 0.5  #: questions of that weight and more are shown as evidence
NEIGHBOURS = (3, 8)  #: least and most of them to smooth a row with: one for every SPREAD questions
SPREAD = 50
RECENT_AT_MOST = 3000  #: questions in the tree; more in three days, and the oldest are left out of it
#: Findings whose questions are so alike (mean cosine of all pairs) are one burst. Of pairs of findings of two labels 2
#: in 100 are so alike; of two of one label 7 in 10 at one check, and 19 in 20 of a burst that goes on.
ONE_BURST = 0.22


@dataclass(frozen=True, slots=True)
class _Window:
    """The last working days, and the past before them."""

    days: int
    since: datetime
    begin: datetime
    past: int  #: working days from `begin` to `since`


@dataclass(frozen=True, slots=True)
class _Rise:
    """A candidate in a window."""

    window: _Window
    people: float  #: weighted, distinct
    past: float  #: person-days before, weighted
    evidence: np.ndarray  #: places of the questions that tell of it
    p_value: float


def rising(
    rows: np.ndarray,
    asked: Sequence[Asked],
    now: datetime,
    limits: Thresholds,
    first: datetime | None,
    working_days: WorkingDays = weekdays,
) -> list[Finding]:
    """What is asked more than usual now, the most surprising first; each burst once.

    `rows`: (n, d) float32 of length 1 (`likeness.Likeness.rows`, with MEANING), aligned with `asked`, in any order;
    what was asked after `now` is ignored. `first`: when the first question ever came; without two weeks of history
    nothing rises. ValueError when rows and questions do not align. About 0.1 s for 1,500 questions.
    """
    if len(rows) != len(asked):
        raise ValueError(f"{len(asked)} questions but {len(rows)} rows")
    if first is None or now - first < ENOUGH_PAST:
        return []
    windows = [_window(days, now, first, working_days) for days in WINDOWS]
    seen = [place for place, one in enumerate(asked) if windows[-1].since - PAST < one.at <= now]
    scan = _Scan(rows[seen], [asked[place] for place in seen])
    found = sorted(scan.rises(windows, limits), key=lambda rise: rise.p_value)
    told: list[_Rise] = []
    for rise in found:
        if not any(scan.same(rise, other) for other in told):
            told.append(rise)
    return [_finding(rise, scan, now, limits, working_days) for rise in told]


def one_burst(rows: np.ndarray, others: np.ndarray) -> bool:
    """Whether two findings are about the same thing: their questions' rows, (n, d) and (m, d)."""
    return bool(len(rows) and len(others)) and float(rows.mean(axis=0) @ others.mean(axis=0)) >= ONE_BURST


class _Scan:
    """The questions in view, and the counting of candidates among them."""

    def __init__(self, rows: np.ndarray, asked: Sequence[Asked]) -> None:
        self.rows, self.asked = rows, asked
        codes: dict[str | int, int] = {}
        names = [one.person or place for place, one in enumerate(asked)]  # forgotten: in the past, somebody else each
        self._people = np.array([codes.setdefault(name, len(codes)) for name in names], dtype=np.int64)
        self._named = np.array([one.person is not None for one in asked], dtype=bool)
        self._days = np.array([one.at.toordinal() for one in asked], dtype=np.int64)
        self._at = np.array([one.at.timestamp() for one in asked])

    def rises(self, windows: Sequence[_Window], limits: Thresholds) -> Iterator[_Rise]:
        """Candidates that rise in one of the windows."""
        candidates = self._candidates(windows[-1].since, limits.people)
        if not candidates:
            return
        sums = np.array([self.rows[members].sum(axis=0) for members in candidates])
        lengths = np.linalg.norm(sums, axis=1)
        cosines = (sums @ self.rows.T) / lengths[:, None]
        for members, length, near in zip(candidates, lengths, cosines, strict=True):
            usual = _without_oneself(near[members], float(length)).mean()
            weights = np.clip((near / max(usual, 1e-6) - FAR) / (NEAR - FAR), 0.0, 1.0)
            here = np.flatnonzero(weights)
            for window in windows:
                rise = self._rise(here, weights[here], window, limits)
                if rise is not None:
                    yield rise

    def same(self, one: _Rise, other: _Rise) -> bool:
        """Whether two rises are one burst."""
        shared = np.isin(one.evidence, other.evidence).any()
        return bool(shared) or one_burst(self.rows[one.evidence], self.rows[other.evidence])

    def _candidates(self, since: datetime, people: int) -> list[np.ndarray]:
        """The places of the questions under every node of the tree that holds enough people and is not too loose."""
        recent = np.flatnonzero(self._at > since.timestamp())[-RECENT_AT_MOST:]
        if len(recent) < max(people, 2):
            return []
        smoothed = self._smoothed(recent)
        apart = 1.0 - smoothed @ smoothed.T
        tree = linkage(apart[np.triu_indices(len(recent), 1)], "average")
        under: list[np.ndarray] = [np.array([place]) for place in range(len(recent))]
        found = []
        for one, other, height, _ in tree:
            joined = np.concatenate([under[int(one)], under[int(other)]])
            under.append(joined)
            if height <= LOOSE and self._count(recent[joined]) >= people:
                found.append(recent[joined])
        return found

    def _count(self, places: np.ndarray) -> int:
        """Distinct people; those who are forgotten count as nobody."""
        return len(np.unique(self._people[places[self._named[places]]]))

    def _smoothed(self, recent: np.ndarray) -> np.ndarray:
        """The rows of the recent questions, each with the mean of its nearest neighbours added, of length 1."""
        least, most = NEIGHBOURS
        count = min(max(least, min(most, len(self.rows) // SPREAD)), len(self.rows) - 1)
        own = self.rows[recent]
        near = own @ self.rows.T
        near[np.arange(len(recent)), recent] = -np.inf
        nearest = np.argpartition(-near, count - 1, axis=1)[:, :count]
        shares = np.maximum(np.take_along_axis(near, nearest, axis=1), 0.0)
        shares /= np.maximum(shares.sum(axis=1, keepdims=True), 1e-9)
        for place in range(count):
            own = own + shares[:, place, None] * self.rows[nearest[:, place]]
        return direction(own)

    def _rise(self, here: np.ndarray, weights: np.ndarray, window: _Window, limits: Thresholds) -> _Rise | None:
        now = self._at[here] > window.since.timestamp()
        evidence = here[now & (weights >= HALF)]
        if self._count(evidence) < limits.people:
            return None
        named = now & self._named[here]
        people = _distinct(self._people[here[named]], weights[named])
        before = ~now & (self._at[here] > window.begin.timestamp())
        person_days = self._people[here[before]] * 10_000_000 + self._days[here[before]]
        past = _distinct(person_days, weights[before]) + UNSEEN
        expected = past / window.past * window.days
        if people < limits.people or people < TWICE * expected:
            return None
        shape = past / (1.0 + WANDER * past)
        p_value = float(betainc(people, shape, expected / (expected + shape)))
        return _Rise(window, people, past, evidence, p_value) if p_value < limits.p_value else None


def _window(days: int, now: datetime, first: datetime, working_days: WorkingDays) -> _Window:
    since = working_days_back(now, days, working_days)
    begin = max(since - PAST, first - timedelta(seconds=1))
    return _Window(days, since, begin, max(count_working_days(begin, since, working_days), 1))


def _without_oneself(cosines: np.ndarray, length: float) -> np.ndarray:
    """The cosine of each member's row to the centre of the others. `cosines`: to the centre of all, whose sum of rows
    has this length."""
    own = cosines * length
    return (own - 1.0) / np.sqrt(np.maximum(length**2 - 2.0 * own + 1.0, 1e-9))


def _distinct(keys: np.ndarray, weights: np.ndarray) -> float:
    """The sum over distinct keys of the greatest weight of each."""
    order = np.lexsort((-weights, keys))
    first = np.ones(len(keys), dtype=bool)
    first[1:] = keys[order][1:] != keys[order][:-1]
    return float(weights[order][first].sum())


def _finding(rise: _Rise, scan: _Scan, now: datetime, limits: Thresholds, working_days: WorkingDays) -> Finding:
    told = sorted((scan.asked[place] for place in rise.evidence), key=lambda one: (one.at, one.question))
    people = len({one.person for one in told} - {None})
    return Finding(
        kind="rising",
        people=people,
        questions=tuple(one.question for one in told),
        since=rise.window.since,
        usual_per_week=rise.past / rise.window.past * week_of_work(now, working_days),
        span_days=days_since(told, now),
        p_value=rise.p_value,
        least=limits.people,
        pace=pace(people, [one.at for one in told], now),
    )
