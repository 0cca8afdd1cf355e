"""A text as a reader sees it: plain digits, spaces and dashes, nothing invisible, with the way back to what was typed.

People paste from letters, web pages and systems: full-width digits, non-breaking spaces, soft hyphens, line ends in the
middle of a number. Whoever looks for a number should have to know one notation only.
"""

import unicodedata
from dataclasses import dataclass

#: Stands in for what is dealt with: no letter, no digit, no space, so that nothing matches through it.
OPAQUE = "\ufffc"

_BLANK_LETTERS = frozenset("\u115f\u1160\u3164\uffa0")  # shown as nothing at all, though Unicode calls them letters


@dataclass(frozen=True, slots=True)
class Folded:
    """`text` is the reader's text; `origins[i]` is where its character `i` stands in what was typed."""

    text: str
    origins: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Give the span of the typed text that `text[start:end]` (not empty) came from."""
        return self.origins[start], self.origins[end - 1] + 1

    def without(self, start: int, end: int) -> "Folded":
        """Give the same text with one span made opaque."""
        return Folded(self.text[:start] + OPAQUE * (end - start) + self.text[end:], self.origins)


def fold(typed: str) -> Folded:
    """Fold a text; a character becomes none, one or (as in "⑫") several."""
    if typed.isascii() and typed.isprintable():
        return Folded(typed, tuple(range(len(typed))))
    characters: list[str] = []
    origins: list[int] = []
    for index, character in enumerate(typed):
        for folded in _fold(character):
            characters.append(folded)
            origins.append(index)
    return Folded("".join(characters), tuple(origins))


def _fold(character: str) -> str:
    if " " < character < "\x7f":
        return character
    if character.isspace():
        return " "
    category = unicodedata.category(character)
    if category in {"Cc", "Cf", "Mn", "Me"} or character in _BLANK_LETTERS:
        return ""
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category == "Pd" or character == "\u2212":
        return "-"
    return unicodedata.normalize("NFKC", character)
