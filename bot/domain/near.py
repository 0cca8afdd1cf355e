"""Character n-grams of a few texts out of a large base: as CharacterIndex, ready in a fraction of the time."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from bot.domain.grams import GramWeights, bucket, grams_of, spans

#: N-grams share columns of products, each with a sign by its hash: on average that changes no product, chance adds
#: about 2 ** (-COLUMN_BITS / 2) (the hashing trick: Weinberger et al., 2009).
COLUMN_BITS = 14

Rows = tuple[np.ndarray, np.ndarray, np.ndarray]


class NearCharacters:
    """The few texts' n-grams, weighed as in their base. Asked like `CharacterIndex`, with the same answers."""

    def __init__(self, sizes: np.ndarray, buckets: np.ndarray, counts: np.ndarray, weights: GramWeights) -> None:
        """`sizes`: (n,) n-grams a text has; then of all, text after text, the buckets and how often each is there."""
        self._sizes, self._buckets, self._weights = sizes, buckets, weights
        self._row = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
        values = (1.0 + np.log(counts)) * weights.of(buckets)
        lengths = np.sqrt(np.bincount(self._row, weights=values * values, minlength=len(sizes)))
        self._values = (values / np.maximum(lengths, 1e-9)[self._row]).astype(np.float32)

    @classmethod
    def of(cls, parts: Sequence[Rows], order: np.ndarray, weights: GramWeights) -> NearCharacters:
        """Texts from several blocks, as `Postings.rows` gives them, brought into this order."""
        sizes, buckets, counts = (np.concatenate(some) for some in zip(*parts, strict=True))
        ends = np.cumsum(sizes)
        at = spans((ends - sizes)[order], ends[order])
        return cls(sizes[order], buckets[at], counts[at], weights)

    def cosines(self, folded: str) -> np.ndarray:
        """How alike the text is to each of the n texts: (n,) float32 in 0..1."""
        asked = grams_of(folded)
        wanted = bucket(asked.keys)
        worth = (1.0 + np.log(asked.counts)) * self._weights.of(wanted)
        worth = (worth / max(float(np.linalg.norm(worth)), 1e-9)).astype(np.float32)
        if not len(wanted) or not len(self._buckets):
            return np.zeros(len(self._sizes), dtype=np.float32)
        place = np.minimum(np.searchsorted(wanted, self._buckets), len(wanted) - 1)
        shared = np.flatnonzero(wanted[place] == self._buckets)
        products = self._values[shared] * worth[place[shared]]
        return np.bincount(self._row[shared], weights=products, minlength=len(self._sizes)).astype(np.float32)

    @property
    def texts(self) -> int:
        return len(self._sizes)

    def products(self, which: np.ndarray) -> np.ndarray:
        """How alike these texts are to each other: (k, k) float32. `which`: (k,) their places."""
        some = self._columns[which]
        return some @ some.T

    def lengths_of_sums(self, owner: np.ndarray, weights: np.ndarray, groups: int) -> np.ndarray:
        """As `CharacterIndex.lengths_of_sums`."""
        gather = np.zeros((groups, self.texts), dtype=np.float32)
        gather[owner, np.arange(self.texts)] = weights
        return np.linalg.norm(gather @ self._columns, axis=1)

    @cached_property
    def _columns(self) -> np.ndarray:
        """(n, columns present) float32, rows of about length 1."""
        column = self._buckets & ((1 << COLUMN_BITS) - 1)
        present = np.zeros(1 << COLUMN_BITS, dtype=bool)
        present[column] = True
        place = np.cumsum(present) - 1
        width = int(place[-1]) + 1
        signed = self._values * (1 - 2 * ((self._buckets >> COLUMN_BITS) & 1))
        summed = np.bincount(self._row * width + place[column], weights=signed, minlength=self.texts * width)
        return summed.reshape(self.texts, width).astype(np.float32)
