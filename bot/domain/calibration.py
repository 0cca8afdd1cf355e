"""How sure: turns what matching saw into a probability.

Every constant here was fitted by `python -m tests.bench.calibrate ../shared/data --rounds 10`, on train rows only:
knowledge bases of 1 to 150 entries with 1 to 5 phrasings, drawn from four labelled files in Dutch and English, asked
what they answer (half), neighbouring subjects that were left out, other files' questions and small talk. Of files held
out whole, at FITS_AT:

                  shown answers that are right   answerable questions answered   unanswerable ones shown something
    banking77_en      .87   (characters .86)           .49   (.37)                    .05   (.04)
    clinc150_en       .95               (.94)          .57   (.39)                    .02   (.01)
    massive_nl_a      .95               (.92)          .39   (.27)                    .02   (.02)
    door010_faq_nl    .93               (.92)          .58   (.58)                    .04   (.04)

In brackets: without an encoder. Bases of up to five entries do better than these means (.90 to .99 right), those of
thirty and more a little worse (.82 to .94; .76 to .89), and answer fewer questions: their neighbours lie closer.
"""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Features:
    """What is known of one entry as the answer to one question."""

    score: float  #: the entry's score, about 0..1
    other: float  #: score of the best other entry; 0 when there is none
    meaning: float | None  #: cosine of the sentence vectors of question and best phrasing; None without encoder
    characters: float  #: cosine of their character n-grams
    overlap: float  #: share of the question's content words that the phrasing has
    phrasings: int  #: how many the entry has
    entries: int  #: size of the knowledge base


@dataclass(frozen=True, slots=True)
class Sameness:
    """What is known of two texts that may say the same."""

    meaning: float | None
    characters: float
    margin: float  #: how far their score is above that of the next entry; negative when that one is closer


COEFFICIENTS = (-3.64, 13.71, 7.00, 1.83, -0.46, -0.98, 1.01, 2.42, 1.00, -3.23, -9.72)
COEFFICIENTS_BARE = (-2.90, 9.57, 6.47, 5.25, -0.58, -0.81, 1.08, 2.15, -10.61)
SAME = (-3.73, 4.44, 2.56, 8.65)
SAME_BARE = (-3.67, 6.71, 8.20)

CLEAR = 0.2  #: a margin beyond which the next entry is out of the race

#: From this probability on an answer is shown as fitting. Chosen as the lowest step of .05 at which, on every file held
#: out, at least 85 of 100 shown answers are right: banking77, whose 77 subjects lie closest together, decides.
FITS_AT = 0.75

#: From this probability on two texts are said to be alike. Of held-out pairs shown, 90 to 97 in 100 had one label (of
#: door010_faq_nl too few are shown to say); of pairs with one label 1 to 19 in 100 are shown, as most are no
#: near-duplicates, and a wrong "looks like #41" costs more than a missed one.
SAME_AT = 0.9


def design(features: Features) -> tuple[float, ...]:
    """The numbers the logistic regression sees, in the order of COEFFICIENTS after the intercept.

    Products: shared words prove less once the meaning agrees, one proof is enough; and the score of an entry with
    many phrasings is half a mean, so its level and its margin mean something else.
    """
    f = features
    margin, many = f.score - f.other, math.log(f.phrasings)
    shared = (f.score, margin, f.overlap, math.log(f.entries), many, many * margin, many * f.score)
    if f.meaning is None:
        return (*shared, f.score * f.overlap)
    return (*shared, f.characters, f.overlap * f.meaning, f.characters * f.meaning)


def same_design(sameness: Sameness) -> tuple[float, ...]:
    """As `design`, for SAME. A lead over other entries counts up to CLEAR only: in a small base it is always large."""
    margin = min(sameness.margin, CLEAR)
    if sameness.meaning is None:
        return (sameness.characters, margin)
    return (sameness.meaning, sameness.characters, margin)


def fit_probability(features: Features) -> float:
    """Probability that this entry answers the question."""
    return _logistic(COEFFICIENTS_BARE if features.meaning is None else COEFFICIENTS, design(features))


def same_probability(sameness: Sameness) -> float:
    """Probability that two texts say the same."""
    return _logistic(SAME_BARE if sameness.meaning is None else SAME, same_design(sameness))


def _logistic(coefficients: tuple[float, ...], values: tuple[float, ...]) -> float:
    total = coefficients[0] + math.fsum(c * v for c, v in zip(coefficients[1:], values, strict=True))
    return 1.0 / (1.0 + math.exp(-max(-500.0, min(500.0, total))))
