"""How questions are compared when it matters whether they ask the same thing: rows whose dot products are likeness.

A row is the direction of the sentence vector, centred, beside the character n-grams of the text, added up in few
dimensions by their hash (the hashing trick: Weinberger et al., Feature Hashing for Large Scale Multitask Learning,
2009). Topics (as questions arrive, and grouped with hindsight) and the scan for what is rising all use these.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np

from bot.domain.centring import centre, direction
from bot.domain.grams import grams, idf
from bot.domain.words import fold, without_greeting

MEANING = 0.6  #: its share in a cosine, as in matching; the rest is characters
BUCKET_BITS = 18
BUCKETS = 1 << BUCKET_BITS  #: n-grams are counted in so many buckets, for their weights
DIMENSIONS = 2048  #: and added up, signed, in so many: chance adds about 1/sqrt(2048) to a cosine of characters
#: Two questions so alike ask one thing more often than not: 6, 7 and 9 in 10 pairs of banking77, clinc150 and massive.
ONE_THING = 0.5
AT_ONCE = 512  #: texts; what is needed meanwhile takes twice as much as their rows


class Likeness:
    """What rows are made with: the centre of some questions' vectors and the weights of their n-grams."""

    def __init__(self, texts: Sequence[str], vectors: np.ndarray | None) -> None:
        """`texts`: as typed (masked); `vectors`: (n, d) as the encoder gave them, or None without an encoder."""
        folded = [folded_question(text) for text in texts]
        self._idf = idf(np.bincount(_bucket(grams(folded).keys), minlength=BUCKETS), len(folded))
        self._centre = None if vectors is None or not len(vectors) else centre(np.asarray(vectors, dtype=np.float32))

    @property
    def meaning(self) -> bool:
        """Whether rows have a part of sentence vectors."""
        return self._centre is not None

    def rows(self, texts: Sequence[str], vectors: np.ndarray | None, meaning: float = MEANING) -> np.ndarray:
        """(n, d + DIMENSIONS) float32 of length 1, or (n, DIMENSIONS) where this was made without vectors. Texts that
        come without vectors to others that have them are alike by their characters only. `meaning`: its share."""
        folded = [folded_question(text) for text in texts]
        wide = 0 if self._centre is None else len(self._centre)
        rows = np.zeros((len(folded), wide + DIMENSIONS), dtype=np.float32)
        for at in range(0, len(folded), AT_ONCE):
            rows[at : at + AT_ONCE, wide:] = self._characters(folded[at : at + AT_ONCE])
        if self._centre is not None and vectors is not None:
            rows[:, wide:] *= math.sqrt(1.0 - meaning)
            rows[:, :wide] = math.sqrt(meaning) * direction(np.asarray(vectors, dtype=np.float32) - self._centre)
        return rows

    def _characters(self, folded: Sequence[str]) -> np.ndarray:
        found = grams(folded)
        buckets = _bucket(found.keys)
        sign = 1.0 - 2.0 * (found.keys & np.uint32(1))
        values = sign * (1.0 + np.log(found.counts)) * self._idf[buckets]
        owners = np.repeat(np.arange(found.texts), np.diff(found.indptr))
        places = owners * DIMENSIONS + buckets % DIMENSIONS
        summed = np.bincount(places, weights=values, minlength=found.texts * DIMENSIONS)
        return direction(summed.reshape(found.texts, DIMENSIONS).astype(np.float32))


class Alike:
    """Questions (by id) with their rows of likeness."""

    def __init__(self, questions: Sequence[int], rows: np.ndarray) -> None:
        """`rows`: (n, d) float32 of length 1, aligned with `questions`."""
        self._rows, self._places = rows, dict(zip(questions, range(len(rows)), strict=True))

    def known(self, questions: Iterable[int]) -> list[int]:
        """Those of these questions that have a row, in their order."""
        return [question for question in questions if question in self._places]

    def rows(self, questions: Iterable[int]) -> np.ndarray:
        """The rows of the known ones of these questions, in their order."""
        return self._rows[[self._places[question] for question in self.known(questions)]]

    def around(self, questions: Iterable[int]) -> list[int]:
        """The known ones of these questions that ask what the most central of them asks. A topic is no proof that all
        in it do."""
        known = self.known(questions)
        rows = self.rows(known)
        likeness = rows @ rows.T
        central = int(likeness.sum(axis=0).argmax()) if known else 0
        return [question for place, question in enumerate(known) if likeness[central, place] >= ONE_THING]


def folded_question(text: str) -> str:
    """A question as its characters are compared."""
    return fold(without_greeting(text))


def _bucket(keys: np.ndarray) -> np.ndarray:
    return (keys >> np.uint32(32 - BUCKET_BITS)).astype(np.int64)
