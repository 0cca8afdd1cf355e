"""How sure: turns what matching saw of an entry into a probability that it is the answer.

Two questions are asked apart, and then put together. Does the base answer this at all? That shows in levels: how close
the closest entry is, how many of the words it knows. And which entry is it, if so? That shows in differences.
Both are logistic regressions, and so is what puts them together.

The coefficients (bot/domain/coefficients.py) are fitted by `python -m tests.bench.calibrate ../shared/data`: on
knowledge bases of 1 to 150 entries with 1 to 5 phrasings, drawn from train rows of four labelled files and from our own
paraphrases, in Dutch and English and across; asked what they answer, neighbouring subjects that were left out,
other files' questions and small talk. How well they do on files held out whole is in tests/bench/RESULTS.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from bot.domain.coefficients import COEFFICIENTS

#: From this probability on an answer is shown as fitting. The lowest step of .05 at which, with either encoder and on
#: every file held out, at least 85 of 100 shown answers are right.
FITS_AT = 0.75

DEFAULT = "use-m3.2"  #: the encoder that comes with kb
CLEAR = 0.2  #: a margin beyond which the next entry is out of the race
LEAST = -10.0  #: logarithm of a probability below which it makes no difference

#: What is known of an entry as the answer to a question, in the order of the columns of `Seen`. Margins are to the best
#: other entry that is not the same question (a twin).
FEATURES = (
    "head",  # log-probability among the entries that come near (bot/domain/head.py)
    "best",  # score of the closest phrasing
    "best_margin",
    "meaning",  # cosine of sentence vectors of the closest phrasing; 0 without an encoder
    "meaning_margin",
    "characters",  # cosine of character n-grams
    "characters_margin",
    "mean",  # cosine with the mean of all phrasings
    "mean_margin",
    "overlap",  # share of the question's content words that the closest phrasing has
    "entry_overlap",  # or any phrasing
    "unknown",  # share of the question's content words that the whole base has not
    "words",  # log(1 + content words of the question)
    "entries",  # log of the base's entries
    "phrasings",  # log of the entry's phrasings, as far as PHRASINGS_TOLD
)
#: Phrasings of an entry that are told apart from fewer; the coefficients were fitted on bases with no more than these.
PHRASINGS_TOLD = 5
_PLACE = {name: place for place, name in enumerate(FEATURES)}

Seen = np.ndarray  #: (candidates, len(FEATURES)) float64


@dataclass(frozen=True, slots=True)
class Fits:
    """What belongs to one encoder: how much its meaning weighs, and coefficients, each with the intercept first."""

    meaning: float  #: weight of the cosine of meaning; the rest is the characters'
    in_scope: tuple[float, ...]
    which: tuple[float, ...]
    together: tuple[float, ...]


@cache
def fits_for(encoder: str | None) -> Fits:
    """Those of this encoder; of the one that comes with kb for a name nobody measured; None is without an encoder."""
    return Fits(**COEFFICIENTS.get(encoder or "none", COEFFICIENTS[DEFAULT]))


def in_scope_design(seen: Seen) -> np.ndarray:
    """What tells whether a base answers a question at all: (candidates, 10)."""
    names = ("best", "meaning", "characters", "mean", "overlap", "entry_overlap", "unknown", "entries", "phrasings")
    return np.column_stack([*(_of(seen, name) for name in names), _of(seen, "words")])


def which_design(seen: Seen) -> np.ndarray:
    """What tells which entry it is, if the base answers it: (candidates, 17)."""
    head, many = np.clip(_of(seen, "head"), LEAST, 0.0), _of(seen, "phrasings")
    sure, best = np.exp(head), _of(seen, "best")
    margins = [_of(seen, f"{kind}_margin") for kind in ("best", "meaning", "characters", "mean")]
    shared = [_of(seen, name) for name in ("overlap", "entry_overlap", "entries", "words")]
    # With several phrasings an entry the head has something to learn from, and margins mean something else.
    by_many = [many, head * many, sure * many, margins[0] * many, margins[3] * many]
    return np.column_stack([head, sure, best, *margins, *shared, *by_many, np.minimum(margins[0], CLEAR) * best])


def which(fits: Fits, seen: Seen) -> np.ndarray:
    """Probability of each that it is the answer, if the base has one: (candidates,)."""
    return logistic(fits.which, which_design(seen))


def probability(fits: Fits, seen: Seen, chosen: np.ndarray | None = None) -> np.ndarray:
    """Probability of each that it is the answer: (candidates,). `chosen`: what `which` says, where that is known."""
    return logistic(fits.together, together_design(fits, seen, chosen))


def together_design(fits: Fits, seen: Seen, chosen: np.ndarray | None = None) -> np.ndarray:
    """Logarithms of the two probabilities, and of their odds: (candidates, 4). A doubt in one is not made up for by the
    other, and what is certain in both is certain."""
    parts = (logistic(fits.in_scope, in_scope_design(seen)), which(fits, seen) if chosen is None else chosen)
    yes = [np.log(np.maximum(part, np.exp(LEAST))) for part in parts]
    no = [np.log(np.maximum(1.0 - part, np.exp(LEAST))) for part in parts]
    return np.column_stack([*yes, yes[0] - no[0], yes[1] - no[1]])


def logistic(coefficients: tuple[float, ...], design: np.ndarray) -> np.ndarray:
    """1 / (1 + exp(-(intercept + design @ the others))): (rows of the design,)."""
    total = coefficients[0] + design @ np.array(coefficients[1:])
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(total, -500.0, 500.0))))


def _of(seen: Seen, name: str) -> np.ndarray:
    return np.asarray(seen[:, _PLACE[name]], dtype=np.float64)
