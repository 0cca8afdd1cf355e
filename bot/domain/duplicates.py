"""Do two entries say the same? Judged on their titles, what stands in the body, and how far others are.

Every constant here was fitted by `python -m tests.bench.duplicates ../shared/data` on train rows only: pairs of texts
with one label are the same; with labels that lie close they are not; and a sentence of a published answer belongs with
its question (that is what a tip looks like). What was measured with each file held out stands in
tests/bench/RESULTS.md.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.domain.centring import centre, direction
from bot.domain.characters import CharacterIndex
from bot.domain.words import content_words, fold, numbers

MEANING, CHARACTERS = 0.6, 0.4  #: weights of the two cosines in closeness (as in matching)
CLEAR = 0.1  #: a lead beyond which the next entry is out of the race
MANY = 30  #: entries; from here on a base is large: the lead says how crowded it is
LOOKED_AT = 10  #: closest entries that are judged
AT_ONCE = 512  #: titles compared with all others in one step

#: Intercept, then in the order of `design`; SAME_BARE is without an encoder.
SAME = (-2.43, 5.5, 8.76, 0.18, 0.94, -0.63, -0.82, -0.66)
SAME_BARE = (-1.71, 3.58, 8.29, 3.06, 1.28, -0.42, -0.43, -0.7)

#: From this probability on a new entry is said to look like another. The lowest step of .05 at which at least 80 of
#: 100 suggestions are right on every file of questions held out (75 without an encoder); one is cheap to ignore.
SAME_AT = 0.6

#: From this probability on, seen from both sides, a pair stands in the weekly list. All entries are compared with all
#: others there, and most are nobody's duplicate: where a fifth is, 35 to 100 in 100 listed pairs are right. Lists are
#: short (one to six pairs a base), and "not the same" is said once.
LISTED_AT = 0.6

#: A statement of WORDS_COVERED subject words or more, this share of which stands in one entry (some of it in its
#: title), and so much less in any other close to it, is in that entry already: a tip seldom has the words of a title.
#: Of sentences of published answers (rijksoverheid_faq_nl) 81 of 100 such suggestions were right; in
#: door010_faq_nl, whose answers repeat each other, the sentence was mostly taken from another answer.
WORDS_COVERED, COVERED, COVERED_LEAD = 4, 0.7, 0.4
COVERED_IS = 0.8  #: the probability that stands for that

#: What a question asks for; two that ask for something else ("wat kost ...", "wat is ...") are seldom the same.
_ASKS = {
    "wie": "who", "who": "who", "waar": "where", "where": "where", "wanneer": "when", "when": "when",
    "hoe": "how", "how": "how", "waarom": "why", "why": "why", "welke": "which", "welk": "which", "which": "which",
    "hoeveel": "how much", "kost": "cost", "kosten": "cost", "cost": "cost", "wat": "what", "what": "what",
    "mag": "may", "may": "may", "kan": "can", "can": "can",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wording:
    """A text as it is compared. `folded`: as `fold` leaves it; `words`: its subject; `all_words`: with the body's."""

    folded: str
    words: frozenset[str]
    all_words: frozenset[str]
    asks: frozenset[str]
    numbers: frozenset[str]

    @property
    def states(self) -> bool:
        """Whether it says something, with words enough to know it by; a question asks."""
        return len(self.words) >= WORDS_COVERED and self.folded.split(maxsplit=1)[0] not in _ASKS

    @classmethod
    def of(cls, folded: str, body: str = "") -> Wording:
        """From a folded title (or a phrasing) and a body as typed."""
        words = content_words(folded)
        return cls(
            folded,
            words,
            words | content_words(fold(body)) if body else words,
            frozenset(_ASKS[w] for w in folded.split() if w in _ASKS),
            numbers(folded),
        )


@dataclass(frozen=True, slots=True)
class Close:
    """An entry that lies close to the text in question."""

    wording: Wording
    meaning: float | None  #: cosine of the centred sentence vectors; None without an encoder
    characters: float  #: cosine of the character n-grams

    @property
    def score(self) -> float:
        """How close, about 0..1."""
        if self.meaning is None:
            return self.characters
        return MEANING * self.meaning + CHARACTERS * self.characters


@dataclass(frozen=True, slots=True)
class Likeness:
    """What is known of two texts that may say the same."""

    meaning: float | None
    characters: float
    margin: float  #: how far it is closer than the next entry; negative when that one is closer
    shared: float  #: mean share of each one's subject words that stand in the other, 0..1
    in_body: float  #: how much larger the share of the first one's words is with the other's body
    asks_else: bool  #: both ask something, and not the same
    asks_same: bool
    covered: bool  #: the text stands in this entry already, and in no other
    entries: int  #: size of the base


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts of a list, by their places, that say the same with this probability."""

    first: int
    second: int
    probability: float


def same(text: Wording, closest: Sequence[Close], entries: int) -> tuple[float, ...]:
    """The probability of each of the closest entries (about LOOKED_AT of them, in any order) that it says the same as
    the text. `entries`: of the whole base."""
    likes = looked_at(text, closest, entries)
    return tuple(judge(text, close.wording, like) for close, like in zip(closest, likes, strict=True))


def looked_at(text: Wording, closest: Sequence[Close], entries: int) -> tuple[Likeness, ...]:
    """What the text has in common with each of the closest entries."""
    margins = _leads([close.score for close in closest])
    shares = [_share(text.words, close.wording.all_words) for close in closest]
    found = []
    for close, margin, share, lead in zip(closest, margins, shares, _leads(shares), strict=True):
        other = close.wording
        there = _share(text.words, other.words)
        found.append(
            Likeness(
                meaning=close.meaning,
                characters=close.characters,
                margin=margin,
                shared=(there + _share(other.words, text.words)) / 2,
                in_body=share - there,
                asks_else=bool(text.asks and other.asks and not text.asks & other.asks),
                asks_same=bool(text.asks & other.asks),
                covered=text.states and there > 0 and share >= COVERED and lead >= COVERED_LEAD,
                entries=entries,
            )
        )
    return tuple(found)


def judge(text: Wording, other: Wording, like: Likeness, coefficients: Sequence[float] | None = None) -> float:
    """The probability that two texts say the same. The same words always do (1.0); other numbers or codes (form B12,
    form B13) never (0.0). `coefficients`: others than SAME or SAME_BARE, to measure them."""
    if text.folded == other.folded:
        return 1.0
    if text.numbers and other.numbers and text.numbers != other.numbers:
        return 0.0
    if coefficients is None:
        coefficients = SAME_BARE if like.meaning is None else SAME
    total = coefficients[0] + math.fsum(c * v for c, v in zip(coefficients[1:], design(like), strict=True))
    return max(1.0 / (1.0 + math.exp(-total)), COVERED_IS if like.covered else 0.0)


def design(like: Likeness) -> tuple[float, ...]:
    """The numbers the logistic regression sees, in the order of SAME after the intercept.

    One proof is enough, so that meaning and characters count as 1 - (1 - meaning)(1 - characters). A lead counts up to
    CLEAR only: in a small base it is always large.
    """
    meaning = max(0.0, like.meaning or 0.0)
    return (
        1.0 - (1.0 - meaning) * (1.0 - max(0.0, like.characters)),
        min(like.margin, CLEAR),
        like.shared,
        like.in_body,
        float(like.asks_else),
        float(like.asks_same),
        math.log(max(1, min(like.entries, MANY))),
    )


class Titles:
    """One text an entry, compared with each other; never changes."""

    def __init__(self, titles: Sequence[str], bodies: Sequence[str], vectors: np.ndarray | None) -> None:
        """Titles and bodies as they are to be compared (synonyms written out); `vectors`: (n, d) of the titles, as the
        encoder gave them, or None without an encoder."""
        folded = [fold(title) for title in titles]
        self.wordings = tuple(Wording.of(title, body) for title, body in zip(folded, bodies, strict=True))
        self._characters = CharacterIndex(folded) if any(folded) else None
        self._vectors: np.ndarray | None = None
        if vectors is not None and len(folded):
            self._centre = centre(vectors)
            self._vectors = direction(vectors - self._centre)

    def closest(self, text: Wording, vector: np.ndarray | None) -> tuple[tuple[int, Close], ...]:
        """The closest titles to a text that is not among them, with their places. `vector`: (d,) of the text."""
        if self._characters is None or not text.folded:
            return ()
        characters = self._characters.cosines(text.folded)
        meaning = None
        if self._vectors is not None and vector is not None:
            meaning = self._vectors @ direction((vector - self._centre)[None, :])[0]
        return self._nearest(meaning, characters)

    def pairs(self, at: float = LISTED_AT, coefficients: Sequence[float] | None = None) -> tuple[Pair, ...]:
        """All pairs that say the same with this probability or more, seen from either side; surest first.

        Compares AT_ONCE titles with all n others at a time: n * AT_ONCE numbers in memory, n * n / AT_ONCE steps.
        """
        if self._characters is None:
            return ()
        seen: dict[tuple[int, int], list[float]] = {}
        n, rows = len(self.wordings), self._characters.rows
        columns = rows.T.tocsr()
        for start in range(0, n, AT_ONCE):
            some = slice(start, min(start + AT_ONCE, n))
            characters = (rows[some] @ columns).toarray()
            meaning = None if self._vectors is None else self._vectors[some] @ self._vectors.T
            for i in range(some.stop - start):
                me = start + i
                found = self._nearest(None if meaning is None else meaning[i], characters[i], but=me)
                likes = looked_at(self.wordings[me], [close for _, close in found], n)
                for (other, close), like in zip(found, likes, strict=True):
                    likely = judge(self.wordings[me], close.wording, like, coefficients)
                    if likely >= at:
                        seen.setdefault((min(me, other), max(me, other)), []).append(likely)
        both = (Pair(*places, min(likely)) for places, likely in seen.items() if len(likely) == 2)
        return tuple(sorted(both, key=lambda pair: (-pair.probability, pair.first, pair.second)))

    def _nearest(
        self, meaning: np.ndarray | None, characters: np.ndarray, but: int = -1
    ) -> tuple[tuple[int, Close], ...]:
        scores = characters.copy() if meaning is None else MEANING * meaning + CHARACTERS * characters
        if but >= 0:
            scores[but] = -np.inf
        most = min(LOOKED_AT, len(scores) - (but >= 0))
        if not most:
            return ()
        top = np.argpartition(-scores, most - 1)[:most]
        return tuple((int(place), self._close(int(place), meaning, characters)) for place in sorted(top))

    def _close(self, place: int, meaning: np.ndarray | None, characters: np.ndarray) -> Close:
        like = None if meaning is None else float(meaning[place])
        return Close(self.wordings[place], like, float(characters[place]))


def _leads(scores: Sequence[float]) -> list[float]:
    """How far each score is above the best of the others (0 where there is none)."""
    first, second, *_ = [*sorted(scores, reverse=True)[:2], 0.0, 0.0]
    leader = scores.index(first) if scores else -1
    return [score - (second if place == leader else first) for place, score in enumerate(scores)]


def _share(words: frozenset[str], others: frozenset[str]) -> float:
    """Share of the words that stand among the others, also inside a compound of them; 0 without any."""
    if not words:
        return 0.0
    found = words & others
    long = [word for word in others if len(word) >= 5]
    found |= {w for w in words - found if len(w) >= 5 and any(w in other or other in w for other in long)}
    return len(found) / len(words)
