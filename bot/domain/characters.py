"""Character n-grams: what catches typos, Dutch compounds, codes and numbers that meaning alone misses."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from scipy import sparse

from bot.domain.grams import firsts, grams, grams_of, idf, spans

FREQUENT = 512  #: n-grams that most texts have: what two texts share is mostly among these


class CharacterIndex:
    """TF-IDF over character 2- to 5-grams within words, sublinear in tf (scikit-learn's weights).

    Unlike scikit-learn's transform, n-grams the base has never seen count in a question's length: else "asdf kaart"
    would be as close to "kaart" as "kaart" itself.
    """

    def __init__(self, folded_texts: Sequence[str]) -> None:
        found = grams(folded_texts)
        n = found.texts
        # One sort gives the n-grams there are, each one's place among them, and the texts by n-gram.
        by_gram = np.sort((found.keys.astype(np.uint64) << np.uint64(32)) | np.arange(len(found.keys), dtype=np.uint64))
        order = (by_gram & np.uint64(0xFFFFFFFF)).astype(np.int64)
        keys = (by_gram >> np.uint64(32)).astype(np.uint32)
        starts = firsts(keys)
        self._keys = keys[starts]
        self._starts = np.append(starts, len(keys))
        seen_in = np.diff(self._starts)
        self._idf = idf(seen_in, n)
        self._unseen = float(idf(np.zeros(1), n)[0])
        column = np.empty(len(keys), dtype=np.int32)
        column[order] = np.repeat(np.arange(len(starts), dtype=np.int32), seen_in)
        values = (1.0 + np.log(found.counts)) * self._idf[column]
        row = np.repeat(np.arange(n, dtype=np.int32), np.diff(found.indptr))
        lengths = np.sqrt(np.bincount(row, weights=values * values, minlength=n))
        values = (values / np.maximum(lengths, 1e-9)[row]).astype(np.float32)
        #: (n, n-grams present) float32, rows of length 1
        self.rows = sparse.csr_matrix((values, column, found.indptr.astype(np.int32)), shape=(n, len(starts)))
        self._texts, self._values = row[order], values[order]  # by n-gram: a question touches few of them

    @property
    def texts(self) -> int:
        return int(self.rows.shape[0])

    def products(self, which: np.ndarray) -> np.ndarray:
        """How alike these texts are to each other: (k, k) float32. `which`: (k,) their places."""
        dense, sparse_rows, itself = self._halves
        frequent, rare = dense[which], sparse_rows[which]
        found = (rare @ rare.T).toarray()
        found += frequent @ frequent.T
        np.fill_diagonal(found, itself[which])
        return np.asarray(found)

    def lengths_of_sums(self, owner: np.ndarray, weights: np.ndarray, groups: int) -> np.ndarray:
        """The length of each group's weighted sum of rows: (groups,). `owner`: (n,) each text's group."""
        gather = sparse.csr_matrix((weights, (owner, np.arange(self.texts))), shape=(groups, self.texts))
        sums = gather @ self.rows
        return np.sqrt(np.asarray(sums.multiply(sums).sum(axis=1)).ravel())

    def cosines(self, folded: str) -> np.ndarray:
        """How alike the text is to each of the n texts: (n,) float32 in 0..1."""
        n = self.rows.shape[0]
        asked = grams_of(folded)
        place = np.minimum(np.searchsorted(self._keys, asked.keys), max(len(self._keys) - 1, 0))
        known = self._keys[place] == asked.keys if len(self._keys) else np.zeros(len(asked.keys), dtype=bool)
        weights = 1.0 + np.log(asked.counts)
        weights[known] *= self._idf[place[known]]
        weights[~known] *= self._unseen
        if not known.any():
            return np.zeros(n, dtype=np.float32)
        weights /= np.sqrt(float(weights @ weights))
        starts, ends = self._starts[place[known]], self._starts[place[known] + 1]
        at = spans(starts, ends)
        worth = self._values[at] * np.repeat(weights[known], ends - starts)
        return np.bincount(self._texts[at], weights=worth, minlength=n).astype(np.float32)

    @cached_property
    def _halves(self) -> tuple[np.ndarray, sparse.csr_matrix, np.ndarray]:
        """The rows for products: (n, FREQUENT at most) of the frequent n-grams, as numbers side by side that multiply
        quickly; (n, n-grams present) of the rare ones, less those that only one text has; and what each text's product
        with itself is, (n,)."""
        seen_in, column = np.diff(self._starts), self.rows.indices
        often = np.argsort(-seen_in, kind="stable")[:FREQUENT]
        place = np.full(len(seen_in), -1, dtype=np.int32)
        place[often] = np.arange(len(often))
        row, at = np.repeat(np.arange(self.texts), np.diff(self.rows.indptr)), place[column]
        dense = np.zeros((self.texts, len(often)), dtype=np.float32)
        dense[row[at >= 0], at[at >= 0]] = self.rows.data[at >= 0]
        kept = (at < 0) & (seen_in[column] > 1)
        ends = np.cumsum(np.bincount(row[kept], minlength=self.texts))
        parts = (self.rows.data[kept], column[kept], np.concatenate([[0], ends]).astype(np.int32))
        itself = (np.diff(self.rows.indptr) > 0).astype(np.float32)
        return dense, sparse.csr_matrix(parts, shape=self.rows.shape), itself
