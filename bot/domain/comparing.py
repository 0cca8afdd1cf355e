"""A question compared with every phrasing of a base: cosines of sentence vectors and of character n-grams, by phrasing
and by entry. Nothing is decided here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from bot.domain.centring import direction
from bot.domain.characters import CharacterIndex
from bot.domain.near import NearCharacters

BEST, MEAN = 0.5, 0.5  #: weights of an entry's closest phrasing and of its mean, when the first few are picked
WEAKEST = 0.1  #: what a phrasing of weight 0 loses in score against one of weight 1


@dataclass(frozen=True, slots=True)
class Compared:
    """One question against n phrasings and e entries. Scores put meaning and characters together."""

    meaning: np.ndarray | None  #: (n,); None without a vector
    characters: np.ndarray  #: (n,)
    scores: np.ndarray  #: (n,)
    best: np.ndarray  #: (e,), of the closest phrasing
    mean: np.ndarray  #: (e,), with the mean of all phrasings
    sure: bool = False  #: what is merely learned was left out

    @property
    def entry(self) -> np.ndarray:
        """(e,): what the first few are picked by. With the mean this is the nearest class mean, a linear classifier."""
        return BEST * self.best + MEAN * self.mean


class Rows:
    """The phrasings people stand for, entry by entry, as arrays; never changes."""

    def __init__(
        self,
        owners: np.ndarray,
        weights: np.ndarray,
        vectors: np.ndarray | None,
        centre: np.ndarray | None,
        characters: CharacterIndex | NearCharacters,
        among: np.ndarray | None,
        meaning: float,
    ) -> None:
        """`owners`: (n,) numbers of entries, ascending. `weights`: (n,) above 0. `vectors`: (n, d) as the encoder gave
        them. `among`: places of the n texts in `characters`, None when those are all. `meaning`: its weight."""
        self.entries, self.starts = np.unique(owners, return_index=True)
        self.counts = np.diff(np.append(self.starts, len(owners)))
        self._owner = np.repeat(np.arange(len(self.entries)), self.counts)
        self._weights = weights.astype(np.float32)
        self._unsure = weights < 1.0 if (weights < 1.0).any() else None
        self._centre = centre
        self.vectors = None if vectors is None or centre is None else direction(vectors - centre)
        self._characters, self._among = characters, among
        self._meaning = meaning

    @property
    def all_sure(self) -> bool:
        """Whether nothing was merely learned."""
        return self._unsure is None

    def compare(self, folded: str, vector: np.ndarray | None) -> Compared:
        """`vector`: (d,) as the encoder gave it, or None: characters alone then."""
        characters = self._characters.cosines(folded)
        if self._among is not None:
            characters = characters[self._among]
        meaning_lengths, character_lengths = self._lengths_of_means
        mean = self._sums(characters) / character_lengths
        if self.vectors is None or vector is None:
            return self._compared(None, characters, characters, mean)
        meaning = self.vectors @ self.directed(vector)
        scores = self._meaning * meaning + (1.0 - self._meaning) * characters
        mean = self._meaning * self._sums(meaning) / meaning_lengths + (1.0 - self._meaning) * mean
        return self._compared(meaning, characters, scores, mean)

    def surely(self, found: Compared) -> Compared:
        """The same as if what is merely learned (weight below 1) were nothing like the question."""
        if self._unsure is None:
            return found
        characters, scores = (np.where(self._unsure, -1.0, some) for some in (found.characters, found.scores))
        meaning = None if found.meaning is None else np.where(self._unsure, -1.0, found.meaning)
        best = np.maximum.reduceat(scores, self.starts)
        return Compared(meaning, characters, scores, best, np.minimum(found.mean, np.maximum(best, 0.0)), sure=True)

    def directed(self, vector: np.ndarray) -> np.ndarray:
        """The vector without what all have in common, at length 1: (d,)."""
        assert self._centre is not None
        return np.asarray(direction(np.asarray(vector, dtype=np.float32)[None, :] - self._centre)[0])

    def of(self, entry: int) -> slice:
        """Places of an entry's phrasings; `entry` is its place among the entries."""
        start = int(self.starts[entry])
        return slice(start, start + int(self.counts[entry]))

    def cosines(self, rows: np.ndarray, meaning: bool) -> np.ndarray:
        """Scores of phrasings against each other: (r, r). `meaning`: with their sentence vectors."""
        characters = self._characters.products(rows if self._among is None else self._among[rows])
        if not meaning or self.vectors is None:
            return characters
        some = self.vectors[rows]
        return np.asarray(self._meaning * (some @ some.T) + (1.0 - self._meaning) * characters)

    def weights(self, rows: np.ndarray | slice) -> np.ndarray:
        """Those of some phrasings."""
        return self._weights[rows]

    def _compared(
        self, meaning: np.ndarray | None, characters: np.ndarray, scores: np.ndarray, mean: np.ndarray
    ) -> Compared:
        scores = scores - WEAKEST * (1.0 - self._weights)
        return Compared(meaning, characters, scores, np.maximum.reduceat(scores, self.starts), mean)

    def _sums(self, cosines: np.ndarray) -> np.ndarray:
        return np.asarray(np.add.reduceat(self._weights * cosines, self.starts))

    @cached_property
    def _lengths_of_means(self) -> tuple[np.ndarray, np.ndarray]:
        """Length of each entry's weighted sum of vectors and of character rows: a mean cosine is a sum over it."""
        owner, weights = self._owner, self._weights
        if self._among is not None:  # a weight of 0 leaves the others out
            owner = np.zeros(self._characters.texts, dtype=np.int64)
            weights = np.zeros(self._characters.texts, dtype=np.float32)
            owner[self._among], weights[self._among] = self._owner, self._weights
        characters = self._characters.lengths_of_sums(owner, weights, len(self.entries))
        meaning = np.ones(len(self.entries))
        if self.vectors is not None:
            sums = np.add.reduceat(self._weights[:, None] * self.vectors, self.starts)
            meaning = np.linalg.norm(sums, axis=1)
        return np.maximum(meaning, 1e-6), np.maximum(characters, 1e-6)


def margins(values: np.ndarray, rivals: np.ndarray) -> np.ndarray:
    """How far each of c values is above the best of its rivals (0 where there is none): (c,). `rivals`: (c, c) bool."""
    others = np.where(rivals, values[None, :], -np.inf).max(axis=1)
    return np.asarray(values - np.where(np.isfinite(others), others, 0.0))


def share(words: frozenset[str], others: Sequence[str] | frozenset[str]) -> float:
    """Share of the words that stand among the others, also inside a compound of them; 0 without any."""
    if not words:
        return 0.0
    found = sum(w in others or (len(w) >= 5 and any(w in o or (len(o) >= 5 and o in w) for o in others)) for w in words)
    return found / len(words)
