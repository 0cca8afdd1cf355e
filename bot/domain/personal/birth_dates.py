"""Finding dates of birth in folded text."""

import re
from collections.abc import Iterator
from datetime import date

from bot.domain.personal.folding import OPAQUE
from bot.domain.personal.found import Found

# A full date without a word beside it is taken for a date of birth up to this year: colleagues rarely write day, month
# and year of anything else that long ago, and "klant 12-05-1980" is how they note a customer. It is a fixed year, not
# "14 years ago": a text must be masked the same way today and in ten years. Younger people are known by the words.
BORN_BEFORE = 2012

_MONTHS = (
    "januari|january|jan|februari|february|feb|maart|march|mrt|mar|april|apr|mei|may|juni|june|jun|juli|july|jul|"
    "augustus|august|aug|september|sept|sep|oktober|october|okt|oct|november|nov|december|dec"
)
_MONTH_NUMBERS = {
    start: number
    for number, starts in enumerate(
        ("jan", "feb", "maa mar mrt", "apr", "mei may", "jun", "jul", "aug", "sep", "okt oct", "nov", "dec"),
        1,
    )
    for start in starts.split()
}
_DAY, _NUMBER, _ORDINAL = r"(?P<day>[0-9]{1,2})", r"(?P<month>[0-9]{1,2})", r"(?:e|ste|de|st|nd|rd|th)?"
_MONTH = rf"(?P<month>{_MONTHS})\b"
_YEAR, _SHORT = r"(?P<year>(?:18|19|20)[0-9]{2})", r"(?P<short>['’]?[0-9]{2})"
_START, _END = r"(?<![^\W_])(?<![0-9][./-])", r"(?![0-9])"
_DATES = tuple(
    re.compile(_START + pattern + _END, re.IGNORECASE)
    for pattern in (
        rf"{_DAY}(?P<s> ?[-/. ] ?){_NUMBER}(?P=s)(?:{_YEAR}|{_SHORT})(?!(?P=s)[0-9])(?!,[0-9])",
        rf"{_YEAR}(?P<s>[-/. ]){_NUMBER}(?P=s){_DAY}(?!(?P=s)[0-9])",
        rf"{_DAY}{_ORDINAL}[ .-]{{0,2}}(?:of )?{_MONTH}[ .,-]{{0,3}}(?:{_YEAR}|{_SHORT})",
        rf"{_MONTH}[ .]{{1,2}}{_DAY}{_ORDINAL}[ ,]{{1,2}}{_YEAR}",
        r"(?P<solid>[0-9]{8})",
    )
)
_BORN = (
    r"(?:\bgeboren\b|\bgeb(?:oorte)?[. -]{0,2}(?:datum|dag|dat|dd)\b|\bgeb\b|\bg\.d\.|\bborn\b|\bd\.?o\.?b\b"
    r"|\bdate of birth\b|\bbirth ?-?da(?:te|y)\b|\bverjaardag\b|\bjarig\b)"
)
_BORN_BEFORE_DATE = re.compile(rf"{_BORN}(?:[^0-9,;.!?{OPAQUE}]{{0,40}}|[ ,;:.=*(_-]{{0,5}})$", re.IGNORECASE)
_BORN_AFTER_DATE = re.compile(rf"[ ,:(_*-]{{1,3}}(?:is |als |as |the |de |het )?{_BORN}", re.IGNORECASE)
# "vanaf 1 juni 2004", "wet van 12-05-1998": a period or a law, however long ago.
_PERIOD = r"v[oó][oó]r|na|vanaf|sinds|per|tot|met|t/m|ingaande|ingang van|until|till|before|after|since|from"
_LAW = r"\w*(?:wet|besluit|regeling|verordening|uitspraak|arrest|act|decree|law) (?:van|of|d\.d\.)"
_NO_BIRTH = re.compile(rf"\b(?:{_PERIOD}|{_LAW})(?: de| het| the)? ?$", re.IGNORECASE)
# Written out, "1 januari 2005" is when something came into force; "01-01-1980" is how a date of birth is noted.
_LAW_BEGINS = re.compile(r"1(?:st)? ?(?:of )?(?:jan|jul)|(?:jan|jul)[a-z]*\.? 1\b", re.IGNORECASE)


def dates(text: str) -> Iterator[Found]:
    """Find full dates: of birth with a placeholder, any other without one, so that its digits are left alone."""
    for pattern in _DATES:
        for found in pattern.finditer(text):
            before = text[max(0, found.start() - 60) : found.start()]
            born = bool(_BORN_BEFORE_DATE.search(before) or _BORN_AFTER_DATE.match(text, found.end()))
            year = _year_of(found)
            if year is None or (_needs_a_word(found) and not born):
                continue
            likely = 1900 <= year < BORN_BEFORE and not _LAW_BEGINS.match(found.group())
            birth = (born or likely) and not _NO_BIRTH.search(before)
            yield Found(found.start(), found.end(), "[birth date]" if birth else None, certain=born)


def _needs_a_word(found: re.Match[str]) -> bool:
    """Say whether this may be something else than a date: "12051980", "1.2.34", "12 mei 26 klanten"."""
    parts = found.groupdict()
    short = parts.get("short")
    if short is None:
        return "solid" in parts
    separator = (parts.get("s") or "").strip()
    return short.isdigit() and (separator not in {"-", "/"} or int(short) < 30)


def _year_of(found: re.Match[str]) -> int | None:
    """Give the year of a date; None when there is no such day."""
    parts = found.groupdict()
    if solid := parts.get("solid"):
        return _valid(solid[4:], solid[2:4], solid[:2]) or _valid(solid[:4], solid[4:6], solid[6:])
    short = (parts.get("short") or "").lstrip("'’")
    # Two digits are of this century when that makes a child of today or a date to come.
    year: str = parts.get("year") or ("20" if int(short) < 30 else "19") + short
    month = parts["month"].lower()
    number = month if month.isdigit() else str(_MONTH_NUMBERS[month[:3]])
    # The day stands first in Dutch and in British; an American month is recognised when it can be nothing else.
    return _valid(year, number, parts["day"]) or _valid(year, parts["day"], number)


def _valid(year: str, month: str, day: str) -> int | None:
    try:
        return date(int(year), int(month), int(day)).year
    except ValueError:
        return None
