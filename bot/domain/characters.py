"""Character n-grams: what catches typos, Dutch compounds, codes and numbers that meaning alone misses."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer


class CharacterIndex:
    """TF-IDF over character 2- to 5-grams within words, sublinear in tf (scikit-learn's weights).

    Unlike scikit-learn's transform, n-grams the base has never seen count in a question's length: else "asdf kaart"
    would be as close to "kaart" as "kaart" itself.
    """

    def __init__(self, folded_texts: Sequence[str]) -> None:
        vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, dtype=np.float32)
        self.rows: sparse.csr_matrix = vectorizer.fit_transform(folded_texts)  # (n, grams), rows of length 1
        self._columns = self.rows.T.tocsr()  # (grams, n): a question touches few of its rows
        self._analyze = vectorizer.build_analyzer()
        self._vocabulary: dict[str, int] = vectorizer.vocabulary_
        self._idf = vectorizer.idf_
        self._unseen = math.log(1 + len(folded_texts)) + 1.0  # scikit-learn's smoothed idf for a df of 0

    def cosines(self, folded: str) -> np.ndarray:
        """How alike the text is to each of the n texts: (n,) float32 in 0..1."""
        seen: dict[int, float] = {}
        length = 0.0
        for gram, count in Counter(self._analyze(folded)).items():
            column = self._vocabulary.get(gram)
            weight = (1.0 + math.log(count)) * (self._unseen if column is None else self._idf[column])
            length += weight * weight
            if column is not None:
                seen[column] = weight
        if not seen:
            return np.zeros(self.rows.shape[0], dtype=np.float32)
        columns = np.fromiter(seen, dtype=np.int64, count=len(seen))
        weights = np.fromiter(seen.values(), dtype=np.float32, count=len(seen)) / math.sqrt(length)
        question = sparse.csr_matrix((weights, (np.zeros_like(columns), np.arange(len(columns)))))
        return np.asarray((question @ self._columns[columns]).todense(), dtype=np.float32)[0]
