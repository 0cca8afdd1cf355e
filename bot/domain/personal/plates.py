"""Finding Dutch number plates in folded text.

A plate is six characters in one of the fourteen side codes of the Dutch vehicle authority. With dashes it is hard to
mistake; with spaces or glued together it looks like words, amounts and form numbers, so that more is asked of it.
"""

import re
from collections.abc import Callable, Iterator

from bot.domain.personal.found import TWO_LETTER_WORDS, Found, bare

SIDE_CODES = (
    "XX-99-99",
    "99-99-XX",
    "99-XX-99",
    "XX-99-XX",
    "XX-XX-99",
    "99-XX-XX",
    "99-XXX-9",
    "9-XXX-99",
    "XX-999-X",
    "X-999-XX",
    "XXX-99-X",
    "X-99-XXX",
    "9-XX-999",
    "999-XX-9",
)
# Glued, these are also postcodes, years with a tax ("IB2024") and words with a number ("form12", "12juni").
_AMBIGUOUS_GLUED = frozenset(("XX-99-99", "99-99-XX", "XX-XX-99", "99-XX-XX"))
# These may have vowels without dashes too: their shape is rare enough.
_DISTINCT = frozenset(("XX-99-XX", "99-XX-99"))

_CUE = re.compile(
    r"(?:kenteken|nummerplaat|\bplaat|auto|wagen|voertuig|brommer|scooter|motor|"
    r"\bcar|vehicle|\bplate|registration|licen[cs]e)\w*"
    r"[ :=(]{0,3}(?:is|met|with|nr|nummer|number)?[ :.(]{0,3}$",
    re.IGNORECASE,
)
_MONTHS = frozenset(
    ("jan", "feb", "mrt", "mar", "apr", "mei", "may", "jun", "jul", "aug", "sep", "okt", "oct", "nov", "dec")
)
_ABBREVIATIONS = frozenset(
    ("ww", "ib", "zw", "bw", "bv", "nv", "cv", "vs", "uk", "eu", "btw", "woz", "wmo", "kwh", "hrs")
)
_VOWEL = re.compile(r"[AEIOU]", re.IGNORECASE)
_DIGIT = re.compile(r"[0-9]")
_LETTERS = re.compile(r"[A-Z]+", re.IGNORECASE)

Rule = Callable[[str, str, str], bool]


def number_plates(text: str) -> Iterator[Found]:
    """Find number plates with dashes ("12-ab-34"), with spaces or glued; certain after a word like "kenteken"."""
    if not _DIGIT.search(text):  # as most questions: no need to look in 42 ways
        return
    for patterns, looks_like_one in STYLES:
        for code, pattern in patterns:
            for found in pattern.finditer(text):
                named = bool(_CUE.search(text[max(0, found.start() - 40) : found.start()]))
                if named or looks_like_one(code, found.group(), text):
                    yield Found(*found.span(), "[plate]", bare(found.group()), certain=named)


def _dashed(code: str, plate: str, text: str) -> bool:
    """ "9-mei-24" is a date and "10-km-20" a distance, but "IN-12-OP" in capitals is a plate."""
    parts = _LETTERS.findall(plate)
    return not any(part.lower() in _MONTHS or (part.islower() and part in TWO_LETTER_WORDS) for part in parts)


def _spaced(code: str, plate: str, text: str) -> bool:
    """ "op 12 en" is no plate: only capitals amid small letters can be one."""
    return plate == plate.upper() and any(letter.islower() for letter in text) and _spells_nothing(code, plate)


def _glued(code: str, plate: str, text: str) -> bool:
    return code not in _AMBIGUOUS_GLUED and _spells_nothing(code, plate)


def _spells_nothing(code: str, plate: str) -> bool:
    """Say whether the letters can be no word. Plates since 1978 have no vowels, so as to spell none."""
    words = _MONTHS | _ABBREVIATIONS | TWO_LETTER_WORDS
    if any(part.lower() in words for part in _LETTERS.findall(plate)):
        return False
    return code in _DISTINCT or not _VOWEL.search(plate)


def _patterns(separator: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Give (side code, pattern) for one way to separate the three parts; a plate is no piece of a longer code."""
    made = []
    for code in SIDE_CODES:
        parts = [f"{'[A-Z]' if part[0] == 'X' else '[0-9]'}{{{len(part)}}}" for part in code.split("-")]
        alone = rf"(?<![^\W_])(?<![^\W_]-){separator.join(parts)}(?![^\W_])(?!-[^\W_])"
        made.append((code, re.compile(alone, re.IGNORECASE)))
    return tuple(made)


STYLES: tuple[tuple[tuple[tuple[str, re.Pattern[str]], ...], Rule], ...] = (
    (_patterns(" ?[-·] ?"), _dashed),
    (_patterns(" "), _spaced),
    (_patterns(""), _glued),
)
