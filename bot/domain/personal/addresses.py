"""Finding where somebody can be reached in folded text: e-mail address, home address."""

import re
from collections.abc import Iterator

from bot.domain.personal.found import TWO_LETTER_WORDS, Found, bare

_EMAIL = re.compile(
    r"(?:(?<![\w+])[\w+][\w.+'-]*+|\"[^\"@]{1,64}\")(?:@ ?| @ |%40| ?[\[(] ?(?:at|apenstaartje) ?[\])] ?)"
    r"(?P<domain>[\w-]++(?:\.[\w-]++)+)",
    re.IGNORECASE,
)

# Two letters after four digits that are a word, a unit or an abbreviation: "2024 en 2025", "1500 km 2", "2024 IB 3".
_ABBREVIATIONS = frozenset(("ib", "ww", "zw", "bv", "nv", "eu", "vs", "uk", "us"))
_NEVER_ISSUED = frozenset(("sa", "sd", "ss"))
_POSTCODE = r"(?<![^\W_])(?<![0-9][.,:])(?P<digits>[1-9][0-9]{3}) {0,2}(?P<letters>[A-Z]{2})(?![A-Z])"
_ADDITION = r"(?:-?[A-Z]{1,4}|[ -]?(?:bis|hs|huis|[0-9]{0,3}hoog)|-[0-9]{1,4}[A-Z]?| [A-Z])?"
_HOUSE = rf"(?P<house>[0-9]{{1,5}}{_ADDITION})(?![^\W_])"
_NAMED = r"(?P<named>&?(?:huis)?(?:nummer|nr|no|number)\b[ .:=]{0,3})?"
_UNITS = (
    "dag|week|weken|maand|jaar|jaren|uur|uren|eur|€|%|km\\b|meter|m2|m\\b|keer|klant|day|month|year|hour|times|customer"
)
_POSTCODE_FIRST = re.compile(
    rf"{_POSTCODE}[ ,./+_&-]{{0,3}}{_NAMED}{_HOUSE}(?![.,:][0-9])(?! ?(?:{_UNITS}))", re.IGNORECASE
)
_HOUSE_FIRST = re.compile(
    rf"(?<![^\W_])(?<![0-9][.,:/-]){_NAMED}{_HOUSE}[ ,;]{{1,3}}(?:(?:te|in|postcode|pc)[ :]{{1,2}})?{_POSTCODE}",
    re.IGNORECASE,
)
_POSTCODE_CUE = re.compile(r"(?:postcode|postal code|zip)[^0-9]{0,12}$", re.IGNORECASE)
_ARTICLE = re.compile(r"\bart(?:ikel|icle)?\.? ?$", re.IGNORECASE)
_NO_HOUSE = re.compile(r"(?:postbus|p\.?o\.? ?box|antwoordnummer|antwoordnr\.?) ?$", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")


def mail_addresses(text: str) -> Iterator[Found]:
    """Find e-mail addresses, also as "jan (at) voorbeeld.nl"; the key is the address in lower case."""
    for found in _EMAIL.finditer(text):
        domain = found["domain"].strip("-").lower()
        # "2 @ 3.50" is a price: the last part of a domain starts with a letter.
        if domain.rsplit(".", 1)[-1][:1].isalpha():
            local = re.match(r"[^@%\[( ]+", found.group())
            key = f"{local.group() if local else ''}@{domain}".lower()
            yield Found(*found.span(), "[e-mail]", key)


def home_addresses(text: str) -> Iterator[Found]:
    """Find a postcode with its house number after it ("1234 AB 56a") or before it ("Laan 56a, 1234 AB").

    A postcode alone is a neighbourhood and stays; so does a post office box.
    """
    for found in _POSTCODE_FIRST.finditer(text):
        if _is_postcode(text, found):
            yield _address(found)
    for found in _HOUSE_FIRST.finditer(text):
        unboxed = not _NO_HOUSE.search(text[max(0, found.start() - 20) : found.start("house")])
        if unboxed and not _YEAR.fullmatch(found["house"]) and _is_postcode(text, found):
            yield _address(found)


def _address(found: re.Match[str]) -> Found:
    return Found(*found.span(), "[address]", bare(found["digits"] + found["letters"] + found["house"]))


def _is_postcode(text: str, found: re.Match[str]) -> bool:
    letters = found["letters"]
    low = letters.lower()
    before = text[max(0, found.start("digits") - 25) : found.start("digits")]
    # Glued on both sides in small letters it is a piece of a code: "5420eb2f-ec2d".
    if found.end("letters") == found.start("house") and not letters.isupper():
        return False
    if low in _NEVER_ISSUED or _ARTICLE.search(before):
        return False
    if found["named"] or _POSTCODE_CUE.search(before):
        return True
    if _YEAR.fullmatch(found["digits"]) and (_YEAR.fullmatch(found["house"]) or low in _ABBREVIATIONS):
        return False
    # In capitals amid small letters it is no word: "1234 EN 12".
    return low not in TWO_LETTER_WORDS or (letters.isupper() and any(character.islower() for character in text))
