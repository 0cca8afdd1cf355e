"""Which entry answers a question: an immutable index over phrasings that ranks entries and says how sure it is.

Score of a phrasing: .6 cosine of centred sentence vectors + .4 cosine of character n-grams. Score of an entry:
half its best phrasing, half the mean direction of all of them, which is what a linear classifier with one class an
entry comes down to (nearest class mean) and costs nothing when asking. Measured by `python -m tests.bench.matching`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from bot.domain.calibration import FITS_AT, SAME_AT, Features, Sameness, fit_probability, same_probability
from bot.domain.centring import centre, direction
from bot.domain.characters import CharacterIndex
from bot.domain.spelling import Speller
from bot.domain.words import content_words, fold, is_only_greeting, numbers, without_greeting

MEANING, CHARACTERS = 0.6, 0.4  #: weights of the two cosines (matching.md; flat between .5 and .7)
BEST, MEAN = 0.5, 0.5  #: weights of an entry's best phrasing and of its mean
WEAKEST = 0.1  #: what a phrasing of weight 0 loses in score against one of weight 1
TWINS = 3  #: entries looked at beyond those wanted, should some be twins
TWIN_COSINE = 0.95  #: from here on two phrasings are one question
CANDIDATES = 10  #: entries that are looked at closely
SAID = 0.95  #: at least this sure of the entry that has a question's very words as a phrasing


@dataclass(frozen=True, slots=True)
class Phrasing:
    """What the index needs of a phrasing; weight 1 for one people stand for, less for one merely learned."""

    id: int
    entry: int
    text: str
    weight: float = 1.0
    language: str = "nl"


@dataclass(frozen=True, slots=True)
class Match:
    """An entry that may answer: its best phrasing, and the calibrated probability that it is the answer."""

    entry: int
    phrasing: int
    text: str
    score: float
    probability: float
    fits: bool


@dataclass(frozen=True, slots=True)
class _Scores:
    """One question against all phrasings, (n,) each, and all entries, (entries,)."""

    meaning: np.ndarray | None
    characters: np.ndarray
    phrasing: np.ndarray
    best: np.ndarray
    entry: np.ndarray

    def meaning_of(self, row: int) -> float | None:
        return None if self.meaning is None else float(self.meaning[row])


class Index:
    """A snapshot of a knowledge base; never changes, so any number of threads may ask it."""

    def __init__(self, phrasings: Sequence[Phrasing], vectors: np.ndarray | None) -> None:
        order = sorted(range(len(phrasings)), key=lambda i: (phrasings[i].entry, i))
        self.phrasings = tuple(phrasings[i] for i in order)
        self._folded = tuple(fold(p.text) for p in self.phrasings)
        entries = np.array([p.entry for p in self.phrasings], dtype=np.int64)
        self._entries, self._starts = np.unique(entries, return_index=True)  # phrasings of an entry stand together
        self._counts = np.diff(np.append(self._starts, len(order)))
        self._weights = np.array([p.weight for p in self.phrasings], dtype=np.float32)
        self._speller = Speller(self._folded)
        self._characters = CharacterIndex(self._folded) if any(self._folded) else None
        self._vectors: np.ndarray | None = None
        if vectors is not None and len(order):
            rows = np.asarray(vectors, dtype=np.float32)[order]
            self._centre = centre(rows)
            self._vectors = direction(rows - self._centre)
        self._mean_lengths = self._lengths_of_means()

    @classmethod
    def build(cls, phrasings: Sequence[Phrasing], vectors: np.ndarray | None) -> Index:
        """The index of these phrasings. `vectors`: (n, d) float32 aligned with them, as the encoder gave them
        (of `prepare`d texts), or None without an encoder. ValueError when they do not align.
        """
        if vectors is not None and len(vectors) != len(phrasings):
            raise ValueError(f"{len(phrasings)} phrasings but {len(vectors)} vectors")
        return cls(phrasings, vectors)

    @property
    def entries(self) -> int:
        """How many entries it holds."""
        return len(self._entries)

    def prepare(self, question: str) -> str:
        """The text to encode for `rank`: without greeting, lower case, typos corrected to words of this base.

        `rank` works with the vector of the bare question too; with typos it is then less often right.
        """
        return self._speller.corrected(without_greeting(question))

    def rank(self, question: str, vector: np.ndarray | None, limit: int = 5) -> tuple[Match, ...]:
        """The entries that answer best, best first, one match an entry.

        `vector`: (d,) of `prepare(question)`, or None (characters alone then). Empty for an empty base and for a
        question without letters or digits. Nothing `fits` a bare greeting. Words that are a phrasing of one entry, and
        of no other, are answered by it: whoever said "this helped" was promised so.
        """
        greeting = is_only_greeting(question)
        said = self._said(question)
        matches = []
        for row, features in self.candidates(question, vector, limit):
            probability = fit_probability(features)
            if self.phrasings[row].entry == said:
                probability = max(probability, SAID)
            matches.append(self._match(row, features.score, probability, probability >= FITS_AT and not greeting))
        return tuple(sorted(matches, key=lambda match: match.entry != said))

    def candidates(
        self, question: str, vector: np.ndarray | None, limit: int = CANDIDATES
    ) -> tuple[tuple[int, Features], ...]:
        """Best entries first, each as the row of its best phrasing and what the probability is computed from."""
        folded = fold(self.prepare(question))
        if not folded or self._characters is None:
            return ()
        scores = self._score(folded, vector)
        top = [int(e) for e in np.argsort(-scores.entry, kind="stable")[: max(limit, 2) + TWINS]]
        rows = [self._best_row(e, scores) for e in top]
        words = content_words(folded)
        found = []
        for e, row in list(zip(top, rows, strict=True))[:limit]:
            rivals = (o for o, other in zip(top, rows, strict=True) if o != e and not self._twins(row, other))
            margin_to = next((float(scores.entry[o]) for o in rivals), 0.0)
            found.append((row, self._features(e, row, scores, margin_to, words)))
        return tuple(found)

    def near_duplicates(self, text: str, vector: np.ndarray | None, limit: int = 3) -> tuple[Match, ...]:
        """Entries that say the same as `text`, most alike first: few, but nearly always right.

        `vector` is that of `prepare(text)`. The same words always say the same; other numbers (form
        B12, form B13) never.
        """
        folded = fold(self.prepare(text))
        found = []
        for row, score, same in self.alike(text, vector):
            probability = 1.0 if self._folded[row] == folded else same_probability(same)
            if probability >= SAME_AT and not _other_numbers(folded, self._folded[row]):
                found.append(self._match(row, score, probability, True))
        return tuple(sorted(found, key=lambda match: -match.probability)[:limit])

    def alike(self, text: str, vector: np.ndarray | None) -> tuple[tuple[int, float, Sameness], ...]:
        """The closest entries, each as the row and score of its best phrasing and what sameness is judged by."""
        folded = fold(self.prepare(text))
        if not folded or self._characters is None:
            return ()
        scores = self._score(folded, vector)
        closest = np.argsort(-scores.best, kind="stable")[:CANDIDATES]
        best = [float(scores.best[e]) for e in closest[:2]] + [0.0]
        found = []
        for place, entry in enumerate(closest):
            row, score = self._best_row(int(entry), scores), float(scores.best[entry])
            margin = score - (best[1] if place == 0 else best[0])
            same = Sameness(scores.meaning_of(row), float(scores.characters[row]), margin)
            found.append((row, score, same))
        return tuple(found)

    # ------------------------------------------------------------ inside

    def _said(self, question: str) -> int | None:
        """The entry that has these very words as a phrasing; None for none, and for more than one."""
        words = {fold(without_greeting(question)), fold(self.prepare(question))} - {""}
        entries = {p.entry for p, folded in zip(self.phrasings, self._folded, strict=True) if folded in words}
        return entries.pop() if len(entries) == 1 else None

    def _lengths_of_means(self) -> tuple[np.ndarray, np.ndarray]:
        """Length of each entry's weighted sum of vectors and of character rows: a mean cosine is a sum over it."""
        if self._characters is None:
            return np.ones(0), np.ones(0)
        n, e = len(self.phrasings), len(self._entries)
        owner = np.repeat(np.arange(e), self._counts)
        gather = sparse.csr_matrix((self._weights, (owner, np.arange(n))), shape=(e, n))
        sums = gather @ self._characters.rows
        characters = np.sqrt(np.asarray(sums.multiply(sums).sum(axis=1)).ravel())
        meaning = np.ones(e)
        if self._vectors is not None:
            meaning = np.linalg.norm(gather @ self._vectors, axis=1)
        return np.maximum(meaning, 1e-6), np.maximum(characters, 1e-6)

    def _score(self, folded: str, vector: np.ndarray | None) -> _Scores:
        assert self._characters is not None
        characters = self._characters.cosines(folded)
        meaning = None
        phrasing = characters
        meaning_lengths, character_lengths = self._mean_lengths
        mean = np.add.reduceat(self._weights * characters, self._starts) / character_lengths
        if self._vectors is not None and vector is not None:
            asked = direction(np.asarray(vector, dtype=np.float32)[None, :] - self._centre)[0]
            meaning = self._vectors @ asked
            phrasing = MEANING * meaning + CHARACTERS * characters
            mean_meaning = np.add.reduceat(self._weights * meaning, self._starts) / meaning_lengths
            mean = MEANING * mean_meaning + CHARACTERS * mean
        phrasing = phrasing - WEAKEST * (1.0 - self._weights)
        best = np.maximum.reduceat(phrasing, self._starts)
        return _Scores(meaning, characters, phrasing, best, BEST * best + MEAN * mean)

    def _best_row(self, entry: int, scores: _Scores) -> int:
        start = int(self._starts[entry])
        return start + int(np.argmax(scores.phrasing[start : start + int(self._counts[entry])]))

    def _twins(self, row: int, other: int) -> bool:
        """Whether two phrasings are one question: entries kept apart on purpose are no rivals for it."""
        if self._folded[row] == self._folded[other]:
            return True
        return self._vectors is not None and float(self._vectors[row] @ self._vectors[other]) >= TWIN_COSINE

    def _features(self, entry: int, row: int, scores: _Scores, other: float, words: frozenset[str]) -> Features:
        return Features(
            score=float(scores.entry[entry]),
            other=other,
            meaning=scores.meaning_of(row),
            characters=float(scores.characters[row]),
            overlap=_overlap(words, self._folded[row]),
            phrasings=int(self._counts[entry]),
            entries=len(self._entries),
        )

    def _match(self, row: int, score: float, probability: float, fits: bool) -> Match:
        phrasing = self.phrasings[row]
        return Match(phrasing.entry, phrasing.id, phrasing.text, score, probability, fits)


def _overlap(words: frozenset[str], folded: str) -> float:
    """Share of the question's content words found in the phrasing, also inside a compound of it; 0 without any."""
    if not words:
        return 0.0
    own = content_words(folded)
    found = sum(w in own or (len(w) >= 5 and any(w in o or (len(o) >= 5 and o in w) for o in own)) for w in words)
    return found / len(words)


def _other_numbers(folded: str, other: str) -> bool:
    """Whether both texts have numbers or codes, and not the same."""
    first, second = numbers(folded), numbers(other)
    return bool(first and second and first != second)
