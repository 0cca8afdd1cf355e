"""A topic is questions that ask the same thing. An arriving question joins the topic it is closest to, or opens one.

Close is the cosine to the mean direction of a topic's questions, of sentence vectors and character n-grams together,
times the square root of how much those questions are alike: without that a topic of many different questions, whose
mean is no more than "a customer wants something", draws in ever more of them.
(Between average and centroid linkage, as questions come; grouping again with hindsight is another matter, and better.)
The caller first uses the matched entry: a question whose best entry fits belongs to that entry's topic whatever its
words.

Measured with `python -m tests.bench.topics` on the 1,500 questions with the smallest sha256, in random order.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import HashingVectorizer

from bot.domain.centring import centre, direction
from bot.domain.words import fold, is_only_greeting, without_greeting

MEANING, CHARACTERS = 0.6, 0.4  #: shares of the two in a cosine, as in matching
BUCKETS = 1 << 18  #: n-grams are counted in so many buckets, for their weights
DIMENSIONS = 2048  #: and added up, signed, in so many: chance adds about 1/sqrt(2048) to a cosine of characters

#: A question joins from this similarity on; a topic of n questions asks SMALL/n more, as one question says little about
#: what its topic is. Chosen on banking77_en, massive_nl_a and clinc150_en together: one for all is a compromise (ARI
#: .38, .20, .52; without an encoder .29, .16, .44; massive's labels are wider than one question). Without the square
#: root it was .32, .33, .40, and in the demo one topic held 45 questions of 26 subjects; now the worst has 28 of 12.
JOINS_AT, JOINS_AT_BARE, SMALL = 0.29, 0.25, 0.10

REWEIGH_UP_TO = 4000  #: questions; from there on the weights of n-grams hardly change


@dataclass(frozen=True, slots=True)
class TopicMember:
    """A question and the topic it is in."""

    topic: int
    question: int
    text: str


class TopicIndex:
    """A snapshot of topics; never changes, so any number of threads may ask it."""

    def __init__(self, members: tuple[TopicMember, ...], vectors: tuple[np.ndarray, ...] | None) -> None:
        self._members, self._vectors = members, vectors
        self._weighed = len(members)  # how many there were when the weights below were taken
        self._centre: np.ndarray | None = None
        self._grams = _Grams([fold(without_greeting(m.text)) for m in members])
        rows = self._grams.rows
        if vectors:
            given = np.asarray(vectors, dtype=np.float32)
            self._centre = centre(given)
            rows = _both(direction(given - self._centre), rows)
        topics, owners = np.unique([m.topic for m in members], return_inverse=True)
        self._topics: np.ndarray = topics.astype(np.int64)
        self._counts = np.bincount(owners, minlength=len(topics))
        gather = sparse.csr_matrix((np.ones(len(owners)), (owners, np.arange(len(owners)))), (len(topics), len(owners)))
        self._sums = np.asarray(gather @ rows, dtype=np.float32)
        self._lengths = np.linalg.norm(self._sums, axis=1)

    @classmethod
    def build(cls, members: Sequence[TopicMember], vectors: np.ndarray | None) -> TopicIndex:
        """The topics of these questions. `vectors`: (n, d) float32 aligned with them as the encoder gave them, or None
        without an encoder. ValueError when they do not align. About 0.3 ms a question.
        """
        if vectors is not None and len(vectors) != len(members):
            raise ValueError(f"{len(members)} questions but {len(vectors)} vectors")
        return cls(tuple(members), None if vectors is None else tuple(np.asarray(vectors, dtype=np.float32)))

    def assign(self, text: str, vector: np.ndarray | None) -> tuple[int, float] | None:
        """The topic a question joins and how close it is (cosine, up to 1), or None: it opens a new one.

        `vector`: (d,) as the encoder gave it, or None. A text without letters or digits joins nothing, nor does a
        bare greeting.
        """
        if not len(self._topics) or not fold(text) or is_only_greeting(text):
            return None
        lengths = np.maximum(self._lengths, 1e-9)
        closeness = self._sums @ self._row(text, vector) / lengths * np.sqrt(lengths / self._counts)
        surplus = closeness - SMALL / self._counts
        best = int(np.argmax(surplus))
        joins_at = JOINS_AT_BARE if vector is None or self._vectors is None else JOINS_AT
        if surplus[best] < joins_at:
            return None
        return int(self._topics[best]), float(closeness[best])

    def with_member(self, member: TopicMember, vector: np.ndarray | None) -> TopicIndex:
        """The same topics and one question more. A few milliseconds at thousands of topics."""
        members = (*self._members, member)
        vectors = self._vectors
        if not self._members:
            vectors = None if vector is None else ()
        if vectors is not None:
            given = vector if vector is not None else np.zeros(len(vectors[0]) if vectors else 1)
            vectors = (*vectors, np.asarray(given, dtype=np.float32))
        if len(members) >= 2 * self._weighed and len(members) <= REWEIGH_UP_TO:
            return TopicIndex(members, vectors)
        return self._extended(members, vectors, member, vector)

    # ------------------------------------------------------------ inside

    def _row(self, text: str, vector: np.ndarray | None) -> np.ndarray:
        """One question as topics are summed up: length 1, (d + DIMENSIONS,), or (DIMENSIONS,) without an encoder."""
        grams = self._grams.row(fold(without_greeting(text)))
        if self._vectors is None or self._centre is None:
            return grams
        if vector is None:
            return np.concatenate([np.zeros(len(self._centre), dtype=np.float32), grams])
        meaning = direction(np.asarray(vector, dtype=np.float32)[None, :] - self._centre)
        return np.asarray(_both(meaning, grams[None, :])[0])

    def _extended(
        self,
        members: tuple[TopicMember, ...],
        vectors: tuple[np.ndarray, ...] | None,
        member: TopicMember,
        vector: np.ndarray | None,
    ) -> TopicIndex:
        new = object.__new__(TopicIndex)
        new._members, new._vectors, new._weighed = members, vectors, self._weighed
        new._centre, new._grams = self._centre, self._grams
        place = int(np.searchsorted(self._topics, member.topic))
        if place == len(self._topics) or self._topics[place] != member.topic:
            new._topics = np.insert(self._topics, place, member.topic)
            new._counts = np.insert(self._counts, place, 0)
            new._sums = np.insert(self._sums, place, 0.0, axis=0)
            new._lengths = np.insert(self._lengths, place, 0.0)
        else:
            new._topics = self._topics
            new._counts, new._sums, new._lengths = self._counts.copy(), self._sums.copy(), self._lengths.copy()
        new._counts[place] += 1
        new._sums[place] += self._row(member.text, vector)
        new._lengths[place] = np.linalg.norm(new._sums[place])
        return new


def _both(meaning: np.ndarray, characters: np.ndarray) -> np.ndarray:
    """Rows whose dot products are MEANING times the one cosine plus CHARACTERS times the other."""
    return np.hstack([math.sqrt(MEANING) * meaning, math.sqrt(CHARACTERS) * characters])


class _Grams:
    """Character n-grams of a growing set of texts, weighted like matching's, added up in few dimensions by their hash
    (the hashing trick: Weinberger et al., Feature Hashing for Large Scale Multitask Learning, 2009)."""

    def __init__(self, folded: Sequence[str]) -> None:
        self._hashing = HashingVectorizer(
            analyzer="char_wb", ngram_range=(2, 5), n_features=BUCKETS, norm=None, alternate_sign=True
        )
        counts = self._counts(folded)
        seen_in = np.bincount(counts.indices, minlength=BUCKETS)
        self._idf = (np.log((1 + len(folded)) / (1 + seen_in)) + 1).astype(np.float32)
        self.rows = self._weighted(counts)  #: (n, DIMENSIONS) float32, rows of length 1

    def row(self, folded: str) -> np.ndarray:
        return np.asarray(self._weighted(self._counts([folded]))[0])

    def _counts(self, folded: Sequence[str]) -> sparse.csr_matrix:
        if not folded:
            return sparse.csr_matrix((0, BUCKETS), dtype=np.float32)
        return self._hashing.transform(folded).astype(np.float32)

    def _weighted(self, counts: sparse.csr_matrix) -> np.ndarray:
        size = np.abs(counts.data)
        values = np.sign(counts.data) * (1 + np.log(np.maximum(size, 1))) * self._idf[counts.indices]
        rows = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
        shape = (counts.shape[0], DIMENSIONS)
        summed = sparse.coo_matrix((values, (rows, counts.indices % DIMENSIONS)), shape=shape).toarray()
        return direction(summed)
