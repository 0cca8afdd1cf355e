"""A topic is questions that ask the same thing. An arriving question joins the topic it is closest to, or opens one.

Close is the cosine to the mean direction of a topic's questions, of sentence vectors and character n-grams together,
times the square root of how much those questions are alike: without that a topic of many different questions, whose
mean is no more than "a customer wants something", draws in ever more of them.
(Between average and centroid linkage, as questions come; grouping again with hindsight is another matter, and better.)
The caller first uses the matched entry: a question whose best entry fits belongs to that entry's topic whatever its
words.

Measured as they come, in random order, on the 1,500 questions with the smallest sha256; `kb eval --topics` measures
grouping with hindsight.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from bot.domain.likeness import Alike, Likeness
from bot.domain.words import fold, is_only_greeting

#: A question joins from this similarity on; a topic of n questions asks SMALL/n more, as one question says little about
#: what its topic is. Chosen on banking77_en, massive_nl_a and clinc150_en together: one for all is a compromise (ARI
#: .38, .20, .52; without an encoder .29, .16, .44; massive's labels are wider than one question). Without the square
#: root it was .32, .33, .40, and in the demo one topic held 45 questions of 26 subjects; now the worst has 28 of 12.
JOINS_AT, JOINS_AT_BARE, SMALL = 0.29, 0.25, 0.10

BLOCK = 64  #: topics whose sums stand together
FEW = 50  #: questions that came, went or moved; beyond, the topics are summed up anew
REWEIGH_UP_TO = 4000  #: questions; from there on the weights of n-grams hardly change


@dataclass(frozen=True, slots=True)
class TopicMember:
    """A question and the topic it is in."""

    topic: int
    question: int  #: below zero: nobody asked it, but the topic is known by this text
    text: str


class TopicIndex:
    """A snapshot of topics; never changes, so any number of threads may ask it."""

    def __init__(self, members: tuple[TopicMember, ...], vectors: tuple[np.ndarray, ...] | None) -> None:
        self._members, self._vectors = members, vectors
        self._weighed = len(members)  # how many there were when the weights below were taken
        texts = [m.text for m in members]
        stacked = np.asarray(vectors, dtype=np.float32) if vectors else None
        self._likeness = Likeness(texts, stacked)
        topics, owners = np.unique([m.topic for m in members], return_inverse=True)
        self._topics: np.ndarray = topics.astype(np.int64)  # as they stand in the sums, in any order
        self._places = {topic: place for place, topic in enumerate(self._topics.tolist())}
        self._counts = np.bincount(owners, minlength=len(topics))
        self._sums = _Sums.of(self._likeness.rows(texts, stacked), owners, len(topics))

    @classmethod
    def build(cls, members: Sequence[TopicMember], vectors: np.ndarray | None) -> TopicIndex:
        """The topics of these questions. `vectors`: (n, d) float32 aligned with them as the encoder gave them, or None
        without an encoder. ValueError when they do not align. About 0.1 ms a question.
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
        counts = np.maximum(self._counts, 1)
        lengths = np.maximum(self._sums.lengths, 1e-9)
        closeness = self._sums.times(self._row(text, vector)) / lengths * np.sqrt(lengths / counts)
        surplus = np.where(self._counts > 0, closeness - SMALL / counts, -np.inf)
        best = int(np.argmax(surplus))
        joins_at = JOINS_AT_BARE if vector is None or self._vectors is None else JOINS_AT
        if surplus[best] < joins_at:
            return None
        return int(self._topics[best]), float(closeness[best])

    def alike(self, meaning: float) -> Alike:
        """How alike the questions are, with this share of meaning in it. About 0.1 ms a question."""
        asked = [i for i, member in enumerate(self._members) if member.question > 0]
        texts = [self._members[i].text for i in asked]
        vectors = np.asarray([self._vectors[i] for i in asked]) if self._vectors and asked else None
        return Alike([self._members[i].question for i in asked], self._likeness.rows(texts, vectors, meaning))

    def with_member(self, member: TopicMember, vector: np.ndarray | None) -> TopicIndex:
        """The same topics and one question more. About a millisecond."""
        members = (*self._members, member)
        vectors = self._vectors
        if not self._members:
            vectors = None if vector is None else ()
        if vectors is not None:
            given = vector if vector is not None else np.zeros(len(vectors[0]) if vectors else 1)
            vectors = (*vectors, np.asarray(given, dtype=np.float32))
        if len(members) >= 2 * self._weighed and len(members) <= REWEIGH_UP_TO:
            return TopicIndex(members, vectors)
        return self._extended(members, vectors, [(member, self._row(member.text, vector), 1)])

    def following(self, members: Sequence[TopicMember], vectors: np.ndarray | None) -> TopicIndex:
        """The topics of these questions, most of which are here already: a few that came, went or changed topic cost
        milliseconds. Arguments as for `build`."""
        now = dict(zip(members, range(len(members)), strict=True))
        gone = [place for place, member in enumerate(self._members) if member not in now]
        known = set(self._members)
        came = [place for member, place in now.items() if member not in known]
        same_kind = (vectors is None) == (self._vectors is None)
        if not same_kind or len(gone) + len(came) > FEW or len(members) >= 2 * self._weighed:
            return TopicIndex.build(members, vectors)
        own = self._vectors
        changes = [
            *((self._members[i], self._row(self._members[i].text, None if own is None else own[i]), -1) for i in gone),
            *((members[i], self._row(members[i].text, None if vectors is None else vectors[i]), 1) for i in came),
        ]
        return self._extended(tuple(members), None if vectors is None else tuple(vectors), changes)

    # ------------------------------------------------------------ inside

    def _row(self, text: str, vector: np.ndarray | None) -> np.ndarray:
        """One question as topics are summed up: length 1."""
        return self._likeness.rows([text], None if vector is None else np.asarray(vector)[None])[0]

    def _extended(
        self,
        members: tuple[TopicMember, ...],
        vectors: tuple[np.ndarray, ...] | None,
        changes: Sequence[tuple[TopicMember, np.ndarray, int]],
    ) -> TopicIndex:
        """With these questions' rows added (1) or taken away (-1)."""
        new = object.__new__(TopicIndex)
        new._members, new._vectors, new._weighed = members, vectors, self._weighed
        new._likeness = self._likeness
        new._topics, new._counts, new._places = self._topics, self._counts.copy(), self._places
        new._sums = self._sums
        for member, row, sign in changes:
            if member.topic not in new._places:
                new._places = {**new._places, member.topic: len(new._topics)}
                new._topics = np.append(new._topics, member.topic)
                new._counts = np.append(new._counts, 0)
            place = new._places[member.topic]
            new._counts[place] += sign
            new._sums = new._sums.plus(place, sign * row)
        return new


class _Sums:
    """The sum of each topic's rows, in blocks: one more row copies a block, not all of them."""

    def __init__(self, blocks: tuple[np.ndarray, ...], lengths: np.ndarray) -> None:
        self._blocks, self.lengths = blocks, lengths

    @classmethod
    def of(cls, rows: np.ndarray, owners: np.ndarray, topics: int) -> _Sums:
        gather = sparse.csr_matrix((np.ones(len(owners)), (owners, np.arange(len(owners)))), (topics, len(owners)))
        sums = np.asarray(gather @ rows, dtype=np.float32)
        blocks = tuple(sums[at : at + BLOCK] for at in range(0, topics, BLOCK))
        return cls(blocks, np.linalg.norm(sums, axis=1))

    def times(self, row: np.ndarray) -> np.ndarray:
        """The dot product of each sum with a row: (topics,)."""
        return np.concatenate([block @ row for block in self._blocks])

    def plus(self, place: int, row: np.ndarray) -> _Sums:
        """With a row added to the sum at this place, which may be the first place after the last."""
        blocks, lengths = list(self._blocks), self.lengths
        at, inside = divmod(place, BLOCK)
        block = blocks[at] if at < len(blocks) else np.zeros((0, len(row)), dtype=np.float32)
        if inside == len(block):
            block, lengths = np.vstack([block, row]), np.append(lengths, 0.0)
        else:
            block, lengths = block.copy(), lengths.copy()
            block[inside] += row
        blocks[at : at + 1] = [block]
        lengths[place] = np.linalg.norm(block[inside])
        return _Sums(tuple(blocks), lengths)
