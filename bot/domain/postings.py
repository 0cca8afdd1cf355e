"""Which texts of a large base have which n-grams: so that a question looks at those that share something with it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import sparse

from bot.domain.grams import BUCKET_BITS, BUCKETS, Grams, GramWeights, bucket, grams, spans

AT_MOST = 16_384  #: texts a block; their places fit in 16 bits
BUDGET = 60_000  #: places a question looks at in all: its frequent n-grams are left out, they tell little
AT_LEAST = 6  #: n-grams are looked at, whatever their number of texts
MOST_COUNTED = (1 << (32 - BUCKET_BITS)) - 1  #: times an n-gram is counted in one text


class Postings:
    """A block of texts, by n-gram and by text; immutable. N-grams are told apart by their bucket.

    By n-gram only which texts have it is kept (2 bytes a place): that finds what is worth a closer look. By text also
    how often (4 bytes), for that closer look.
    """

    def __init__(self, folded_texts: Sequence[str]) -> None:
        """ValueError for more than AT_MOST texts."""
        if len(folded_texts) > AT_MOST:
            raise ValueError(f"{len(folded_texts)} texts in a block of at most {AT_MOST}")
        self.size = len(folded_texts)
        found = grams(folded_texts)
        buckets = bucket(found.keys)
        counts = np.minimum(found.counts, MOST_COUNTED).astype(np.uint32)
        self._indptr = found.indptr
        self._packed = buckets.astype(np.uint32) | (counts << np.uint32(BUCKET_BITS))
        shape = (self.size, BUCKETS)
        ones = np.ones(len(buckets), dtype=np.int8)
        by_gram = sparse.csr_matrix(
            (ones, buckets.astype(np.int32), found.indptr.astype(np.int32)), shape=shape
        ).tocsc()
        seen_in = np.diff(by_gram.indptr)
        self._grams = np.flatnonzero(seen_in).astype(np.int32)
        self._starts = np.append(by_gram.indptr[self._grams], by_gram.indptr[-1]).astype(np.int64)
        self._texts = by_gram.indices.astype(np.uint16)
        self._shrink = np.ones(self.size, dtype=np.float32)

    def seen_in(self) -> np.ndarray:
        """Number of these texts with an n-gram of each bucket: (BUCKETS,) int."""
        total = np.zeros(BUCKETS, dtype=np.int32)
        total[self._grams] = np.diff(self._starts)
        return total

    def weigh(self, weights: GramWeights) -> None:
        """Takes the texts' lengths by these weights; once, before anybody asks."""
        squared = np.repeat(weights.of(self._grams) ** 2, np.diff(self._starts))
        total = np.bincount(self._texts, weights=squared, minlength=self.size)
        self._shrink = (1.0 / np.sqrt(np.maximum(total, 1e-9))).astype(np.float32)

    def cosines(self, buckets: np.ndarray, worth: np.ndarray) -> np.ndarray:
        """About how alike each text is to a question of these n-grams (as `telling` gives them): (size,) float32."""
        if not len(self._grams):
            return np.zeros(self.size, dtype=np.float32)
        place = np.minimum(np.searchsorted(self._grams, buckets), len(self._grams) - 1)
        known = self._grams[place] == buckets
        place, worth = place[known], worth[known]
        starts, ends = self._starts[place], self._starts[place + 1]
        each = np.repeat(worth, ends - starts)
        summed = np.bincount(self._texts[spans(starts, ends)], weights=each, minlength=self.size)
        return summed.astype(np.float32) * self._shrink

    def rows(self, which: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The n-grams of the texts at these places: how many each has, (k,); then of all, text after text, the buckets
        and how often each stands there."""
        starts, ends = self._indptr[which], self._indptr[which + 1]
        packed = self._packed[spans(starts, ends)]
        buckets = (packed & np.uint32(BUCKETS - 1)).astype(np.int32)
        return ends - starts, buckets, (packed >> np.uint32(BUCKET_BITS)).astype(np.float32)


def telling(asked: Grams, weights: GramWeights) -> tuple[np.ndarray, np.ndarray]:
    """A question's n-grams that are worth looking at, rarest first until BUDGET is spent: (buckets, what each adds).

    What each adds is its weight twice, as it stands in both texts, over the length of the whole question.
    """
    buckets = bucket(asked.keys)
    worth = weights.of(buckets)
    length = max(float(np.linalg.norm(worth * (1.0 + np.log(asked.counts)))), 1e-9)
    frequency = weights.frequency(buckets)
    order = np.argsort(frequency, kind="stable")
    spent = np.cumsum(frequency[order])
    order = np.sort(order[: max(AT_LEAST, int(np.searchsorted(spent, BUDGET, side="right")))])
    return buckets[order], (worth[order] ** 2 / length).astype(np.float32)
