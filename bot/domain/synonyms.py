"""Words a team uses for one thing: "BTR" and "betalingsregeling". Every text is rewritten to one of them, questions and
phrasings alike, so that they meet; the sentence encoder then reads the one that says most.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.domain.privacy import PLACEHOLDERS
from bot.domain.words import STOPWORDS, WORD, fold
from bot.errors import BadInput
from bot.model import Synonym

SIDE_MAX = 60  #: characters of a term or of what it means
WORDS_MAX = 6  #: words of either
SHORT = 4  #: letters up to which a single word is taken for an abbreviation
ROUNDS = 3  #: a rewritten text may make a term with the word beside it; more rounds than this are nobody's intention
SHOUTED_FROM = 4  #: words from which a text all in capitals says nothing about capitals

_BETWEEN = re.compile(r"[\s\-–'’./&]{0,3}")  # inside a term of several words; a comma or a question mark parts them


@dataclass(frozen=True, slots=True)
class _Side:
    """One side of a pair. `capitals`: an abbreviation that is an ordinary word in small letters (ER, IS, DE) is only
    recognised in capitals."""

    words: tuple[str, ...]  #: folded
    capitals: bool

    @property
    def length(self) -> int:
        return sum(map(len, self.words))


def parse_pair(text: str) -> tuple[str, str] | None:
    """The two sides of "BTR = betalingsregeling" as typed; None when it is not of that form."""
    sides = [" ".join(side.split()) for side in text.split("=")]
    return (sides[0], sides[1]) if len(sides) == 2 and all(sides) else None


def require_usable(term: str, means: str, *, text: str = "") -> None:
    """Whether these can be a pair at all. `text` is what was typed, to be given back.

    Errors: BadInput for a side that is too long, without letters, masked, a single letter or an ordinary word ("de"),
    and for twice the same.
    """
    for side in (term, means):
        if any(placeholder in side for placeholder in PLACEHOLDERS):
            raise BadInput("error-synonym-masked", text=text)
        words = fold(side).split()
        if len(side) > SIDE_MAX or len(words) > WORDS_MAX:
            raise BadInput("error-synonym-long", text=text, limit=SIDE_MAX, words=WORDS_MAX)
        if sum(map(len, words)) < 2:
            raise BadInput("error-synonym-short", text=text, side=side)
        if not _is_capitals(side) and all(word in STOPWORDS for word in words):
            raise BadInput("error-synonym-ordinary", text=text, side=side)
    if _side(term) == _side(means):
        raise BadInput("error-synonym-same", text=text)


class Synonyms:
    """Immutable; safe for many threads. False when there are none; equal when they rewrite alike."""

    def __init__(self, pairs: Iterable[tuple[str, str]] = ()) -> None:
        """`pairs` of (term, meaning). The first meaning of a term counts, a later one is left out; so are pairs that
        `require_usable` refuses. Chains (a = b, b = c) and circles make one group."""
        self._meanings: dict[_Side, str] = {}
        self._written: dict[_Side, str] = {}
        groups: dict[_Side, set[_Side]] = {}
        for term, means in pairs:
            one, other = _side(term), _side(means)
            if one in self._meanings or not _usable(term, means):
                continue
            self._meanings[one] = means
            self._written.setdefault(one, term)
            self._written.setdefault(other, means)
            merged = groups.get(one, {one}) | groups.get(other, {other})
            groups |= dict.fromkeys(merged, merged)
        self._groups = groups
        self._chosen = {side: self._written[self._best(group)] for side, group in groups.items()}
        by_first: dict[str, list[_Side]] = {}
        for side in sorted(groups, key=lambda side: -len(side.words)):
            by_first.setdefault(side.words[0], []).append(side)
        self._by_first = by_first

    def __bool__(self) -> bool:
        return bool(self._chosen)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Synonyms) and self._chosen == other._chosen

    def __hash__(self) -> int:
        return hash(frozenset(self._chosen.items()))

    def expand(self, text: str) -> str:
        """The text with every term replaced by what its group is written as; the rest as it was.

        Whole words, whatever their case and accents, the longest term first. Expanding twice changes nothing more. A
        text without terms comes back as it is. Expects the text as typed: in small letters ER is a word like any other.
        """
        if not self._by_first:
            return text
        for _ in range(ROUNDS):
            rewritten = self._rewritten(text)
            if rewritten == text:
                break
            text = rewritten
        return text

    def meaning(self, term: str) -> str | None:
        """What a term was said to mean; None when it is no term."""
        return self._meanings.get(_side(term))

    def group(self, text: str) -> tuple[str, ...]:
        """All ways of saying this, as written by whoever added them; () when there are no others."""
        group = self._groups.get(_side(text), set())
        return tuple(written for side, written in self._written.items() if side in group)

    # ------------------------------------------------------------ inside

    def _best(self, group: set[_Side]) -> _Side:
        """How a group is written: no abbreviation, as the encoder knows few; else what the terms were said to mean."""

        def rank(side: _Side) -> tuple[bool, bool, int]:
            written = self._written[side]
            short = len(side.words) == 1 and (side.length <= SHORT or _is_capitals(written))
            return short, side in self._meanings, -side.length

        return min((side for side in self._written if side in group), key=rank)  # of equals the one said first

    def _rewritten(self, text: str) -> str:
        plain = text if text.isascii() else unicodedata.normalize("NFC", text)
        found = list(WORD.finditer(plain))
        words = [_fold_word(one.group()) for one in found]
        if self._by_first.keys().isdisjoint(words):
            return text
        shouted = len(found) >= SHOUTED_FROM and plain.isupper()
        parts, at, place = [], 0, 0
        while place < len(found):
            side = self._side_at(place, plain, found, words, shouted)
            if side is None:
                place += 1
                continue
            start, end = found[place].start(), found[place + len(side.words) - 1].end()
            chosen = self._chosen[side]
            if _side(chosen) != side:
                # What is all in capitals stays so: else the next round would take its small words for abbreviations.
                parts += [plain[at:start], chosen.upper() if shouted else chosen]
                at = end
            place += len(side.words)
        return "".join((*parts, plain[at:])) if parts else text

    def _side_at(
        self, place: int, plain: str, found: Sequence[re.Match[str]], words: Sequence[str], shouted: bool
    ) -> _Side | None:
        """The longest side that begins at this word."""
        for side in self._by_first.get(words[place], ()):
            last = place + len(side.words)
            if tuple(words[place:last]) != side.words:
                continue
            here = found[place:last]
            if side.capitals and (shouted or not all(one.group().isupper() for one in here)):
                continue
            gaps = (plain[one.end() : after.start()] for one, after in pairwise(here))
            if all(_BETWEEN.fullmatch(gap) for gap in gaps):
                return side
        return None


NO_SYNONYMS = Synonyms()


def combined(file: Iterable[Synonym], slack: Iterable[Synonym]) -> Synonyms:
    """Those of configure's file and those added in Slack together: where they differ about a term, the file counts."""
    return Synonyms([(one.term, one.means) for one in (*file, *slack)])


def _side(text: str) -> _Side:
    words = tuple(fold(text).split())
    return _Side(words, _is_capitals(text) and all(word in STOPWORDS for word in words))


def _usable(term: str, means: str) -> bool:
    try:
        require_usable(term, means)
    except BadInput:
        return False
    return True


def _is_capitals(text: str) -> bool:
    """Whether it is typed as an abbreviation: one word of two letters or more, all capitals."""
    return len(text) > 1 and text.isupper() and len(fold(text).split()) == 1


def _fold_word(word: str) -> str:
    return word.lower() if word.isascii() else fold(word)
