"""The figures of an exam: how often the right entry came first, and how well the score tells when it did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

PRECISION = 0.9  #: what "coverage@90" asks of the answers given
FALSE_ALARMS = 0.1  #: the share of unanswerable questions that "correct@10fa" lets through
BAND = 0.05  #: width of a row of the reliability table


@dataclass(frozen=True, slots=True)
class Ranked:
    """What a matcher made of one question."""

    score: float  #: of the entry it ranked first
    rank: int | None  #: of the entry that is the answer, from 1; None when no entry is
    fits: bool = False  #: it was shown as fitting

    @property
    def right(self) -> bool:
        return self.rank == 1


@dataclass(frozen=True, slots=True)
class Band:
    """Answers shown as fitting with a probability from `start` on: how sure it said to be, how many were right."""

    start: float
    shown: int
    right: int
    said: float  #: mean probability


@dataclass(frozen=True, slots=True)
class Reliability:
    """Whether what is shown as fitting can be believed, and how much is shown."""

    bands: tuple[Band, ...]  #: those with anything in them, lowest first
    shown: int
    right: int
    answerable: int
    answered: int  #: answerable questions that got their answer as fitting
    unanswerable: int
    misled: int  #: unanswerable questions that were shown something as fitting


def figures(ranked: Sequence[Ranked], milliseconds: Sequence[float]) -> dict[str, float]:
    """hit@1, hit@3, mrr (of the questions an entry answers), ms_p50, ms_p99, coverage@90, and, when there are questions
    of both kinds, auroc and correct@10fa; to three decimals.

    coverage@90: the largest share of all questions that can be answered, the surest first and ties in the order they
    were asked, with 90% right. auroc: the chance that a question an entry answers scores higher than one that none
    answers, a tie counting half (Mann-Whitney U). correct@10fa: of the first kind, those answered rightly above the
    score that 10% of the second kind exceed.
    """
    score = np.array([one.score for one in ranked], dtype=float)
    right = np.array([one.right for one in ranked], dtype=bool)
    inside = np.array([one.rank is not None for one in ranked], dtype=bool)
    ranks = np.array([one.rank for one in ranked if one.rank is not None], dtype=float)
    out: dict[str, float] = {}
    if inside.any():
        out |= {"hit@1": right[inside].mean(), "hit@3": (ranks <= 3).mean(), "mrr": (1 / ranks).mean()}
    out |= {"ms_p50": float(np.percentile(milliseconds, 50)), "ms_p99": float(np.percentile(milliseconds, 99))}
    out["coverage@90"] = _coverage(score, right)
    if inside.any() and not inside.all():
        out["auroc"] = _auroc(score[inside], score[~inside])
        out["correct@10fa"] = (right & (score > np.quantile(score[~inside], 1 - FALSE_ALARMS)))[inside].mean()
    return {key: round(float(value), 3) for key, value in out.items()}


def hit_at_1(ranked: Sequence[Ranked]) -> float:
    """Of the questions an entry answers, the share whose entry came first; 0 when there are none."""
    inside = [one.right for one in ranked if one.rank is not None]
    return round(sum(inside) / len(inside), 3) if inside else 0.0


def reliability(ranked: Sequence[Ranked]) -> Reliability:
    """Of the answers shown as fitting, how many were right, by how sure they were said to be."""
    shown = [one for one in ranked if one.fits]
    steps = sorted({_step(one.score) for one in shown})
    answerable = [one for one in ranked if one.rank is not None]
    unanswerable = [one for one in ranked if one.rank is None]
    return Reliability(
        bands=tuple(_band(step, [one for one in shown if _step(one.score) == step]) for step in steps),
        shown=len(shown),
        right=sum(one.right for one in shown),
        answerable=len(answerable),
        answered=sum(one.fits and one.right for one in answerable),
        unanswerable=len(unanswerable),
        misled=sum(one.fits for one in unanswerable),
    )


def _coverage(score: np.ndarray, right: np.ndarray) -> float:
    order = np.argsort(-score, kind="stable")
    precision = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    good = np.flatnonzero(precision >= PRECISION)
    return float(good.max() + 1) / len(order) if len(good) else 0.0


def _auroc(inside: np.ndarray, outside: np.ndarray) -> float:
    from scipy.stats import rankdata  # here, since it is slow to import and few commands measure

    ranks = rankdata(np.concatenate([inside, outside]))
    n = len(inside)
    return float((ranks[:n].sum() - n * (n + 1) / 2) / (n * len(outside)))


def _step(probability: float) -> int:
    """The band of a probability; 1 belongs to the highest."""
    return min(int(probability / BAND + 1e-9), round(1 / BAND) - 1)


def _band(step: int, shown: Sequence[Ranked]) -> Band:
    return Band(
        start=round(step * BAND, 2),
        shown=len(shown),
        right=sum(one.right for one in shown),
        said=sum(one.score for one in shown) / len(shown),
    )
