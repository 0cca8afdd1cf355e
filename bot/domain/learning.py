"""What people's reactions are worth, and when two questions are asked in the same words.

One person's word weighs little: a phrasing learned from one person counts for LEARNED of a title, a rejection by one
for ONCE_REJECTED of a full one. A second person's makes it count in full. What one person adds to one entry is bounded:
AT_MOST phrasings that nobody else confirmed, together lighter than the entry's title, and as many rejections.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from bot.domain.words import content_words, fold, without_opening

LEARNED, CONFIRMED = 0.3, 1.0  #: weight of a phrasing that one person said helped, and that more did
ONCE_REJECTED, REJECTED = -0.3, -1.0  #: the same of one that was not meant
ENOUGH = 2  #: distinct people
AT_MOST = 3  #: phrasings, and rejections, of one entry that stand on one person's word alone

#: Turn a question around, and are stopwords all the same; written as `fold` leaves them.
TURNS = frozenset(("niet", "geen", "nooit", "zonder", "not", "no", "never", "without", "t"))
TYPO, TYPOS = 5, 9  #: letters from which one mistake in a word is forgiven, and two


def weight_of(people: int, *, rejected: bool) -> float:
    """What a learned (or rejected) phrasing weighs on the word of so many distinct people."""
    if rejected:
        return REJECTED if people >= ENOUGH else ONCE_REJECTED
    return CONFIRMED if people >= ENOUGH else LEARNED


def same_words(one: str, other: str) -> bool:
    """Whether two questions are asked in (nearly) the same words: the same words that carry the subject, in any order
    and with a typo, and neither turned around by a "not".

    >>> same_words("Kan ik in termijnen betalen?", "hoi, betalen in termijen, kan dat")
    True
    """
    first, second = _parts(one), _parts(other)
    if first.folded == second.folded:
        return True
    if first.turned != second.turned or not (first.content and second.content):
        return False
    left, right = first.content - second.content, second.content - first.content
    return _all_found(left, second.content) and _all_found(right, first.content)


@dataclass(frozen=True, slots=True)
class _Parts:
    folded: str
    content: frozenset[str]
    turned: bool


@lru_cache(maxsize=10_000)  # the phrasings of an entry are compared with each other
def _parts(text: str) -> _Parts:
    folded = fold(without_opening(text))
    return _Parts(folded, content_words(folded), not TURNS.isdisjoint(folded.split()))


def _all_found(words: frozenset[str], among: frozenset[str]) -> bool:
    return all(any(_typo(word, other) for other in among) for word in words)


def _typo(word: str, other: str) -> bool:
    shorter = min(len(word), len(other))
    if any(c.isdigit() for c in word + other) or shorter < TYPO:
        return False
    allowed = 2 if shorter >= TYPOS else 1
    return OSA.distance(word, other, score_cutoff=allowed) <= allowed
