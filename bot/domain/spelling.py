"""Spelling corrected against the knowledge base's own vocabulary: typos towards words that entries use."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.domain.words import WORD, fold

SHORTEST = 5  #: letters; shorter words have too many neighbours that are words themselves
LONG = 9  #: letters from which two mistakes are forgiven


class Speller:
    """Immutable; safe for many threads."""

    def __init__(self, folded_texts: Iterable[str]) -> None:
        known = {word for text in folded_texts for word in text.split()}
        self._known = frozenset(known)
        by_start: dict[str, list[str]] = {}
        for word in sorted(known):
            if len(word) >= SHORTEST and not _has_digit(word):
                by_start.setdefault(word[0], []).append(word)
        self._by_start = by_start

    def extended(self, folded_texts: Iterable[str]) -> Speller:
        """One that knows the words of these texts too. Cheap for a few: it shares what it does not change."""
        new = {word for text in folded_texts for word in text.split()} - self._known
        other = object.__new__(Speller)
        other._known, other._by_start = self._known | new, dict(self._by_start)
        for word in sorted(new):
            if len(word) >= SHORTEST and not _has_digit(word):
                other._by_start[word[0]] = [*other._by_start.get(word[0], ()), word]
        return other

    def knows(self, word: str) -> bool:
        """Whether the base has this (folded) word."""
        return word in self._known

    def corrected(self, text: str) -> str:
        """The text with each unknown word replaced by the base's word it is a typo of, if there is one.

        A typo keeps the first letter and is one edit away (optimal string alignment: a swap is one edit), two in
        words of nine letters or more. Words with digits are never touched: numbers matter.
        """
        return WORD.sub(lambda found: self._word(found.group()), text)

    def _word(self, word: str) -> str:
        plain = word.lower() if word.isascii() else fold(word)  # four words in five: a tenth of the time
        if len(plain) < SHORTEST or " " in plain or plain in self._known or _has_digit(plain):
            return word
        edits = 2 if len(plain) >= LONG else 1
        candidates = self._by_start.get(plain[0], ())
        best = process.extractOne(plain, candidates, scorer=OSA.distance, score_cutoff=edits)
        return best[0] if best else word


def _has_digit(word: str) -> bool:
    return any(c.isdigit() for c in word)
