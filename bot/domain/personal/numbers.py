"""Finding numbers that belong to a person: bank account, payment card, phone number, BSN.

The detectors read folded text. Three of them look at runs of digit groups - "06-12 34 56 78" is a run of five - and ask
python-stdnum and phonenumbers about every way to read a row of whole groups as one number.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import phonenumbers
from stdnum import iban, luhn
from stdnum.iso7064 import mod_97_10
from stdnum.nl import bsn

from bot.domain.personal.folding import OPAQUE
from bot.domain.personal.found import Found

REGION = "NL"


@dataclass(frozen=True, slots=True)
class Digits:
    """A row of whole digit groups in a text, read as one number."""

    text: str
    groups: tuple[tuple[int, int], ...]
    number: str

    @property
    def start(self) -> int:
        return self.groups[0][0]

    @property
    def end(self) -> int:
        return self.groups[-1][1]

    @property
    def dictated(self) -> bool:
        """Whether it stands there digit by digit: "1 2 3 4"."""
        return len(self.groups) == len(self.number)

    def follows(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Find a pattern (that ends with `$`) in what stands right before the number."""
        return pattern.search(self.text[max(0, self.start - 40) : self.start])

    def precedes(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Match a pattern with what stands right after the number."""
        return pattern.match(self.text, self.end)

    @property
    def separators(self) -> set[str]:
        """The signs between the groups, white space aside."""
        return {self.text[before[1] : after[0]].strip() for before, after in pairwise(self.groups)}

    @property
    def is_money(self) -> bool:
        return bool(self.follows(_MONEY_BEFORE) or self.precedes(_MONEY_AFTER))


Reading = Callable[[Digits], Found | None]

_GROUP = re.compile(r"[0-9]+")
_SEPARATOR = re.compile(r"[ .()/_*~`-]{0,4}")
_MOST_GROUPS = 8  # "00 31 (0) 6 12 34 56 78"
# A number glued to a word is part of a code ("B12"), unless the word says what the number is; the old VAT number of a
# one-man business, "NL123456782B01", holds a BSN.
_GLUED_TO_WORD = re.compile(r"[^\W_]$")
_GLUED_TO_CUE = re.compile(r"(?<![^\W_])(?:bsn|tel|telnr|nr|mob|mobiel|nl)$", re.IGNORECASE)
_MONEY_BEFORE = re.compile(r"(?:€|\beuro?)[ ]?$", re.IGNORECASE)
_MONEY_AFTER = re.compile(r",(?:[0-9]{2}(?![0-9])|-)|[ ]?(?:€|euro?\b)", re.IGNORECASE)

_IBAN = re.compile(r"(?<![^\W_])(?:IBAN)?([A-Z]{2}[ .-]?[0-9]{2}(?:[ .-]{0,3}[A-Z0-9]){11,30})", re.IGNORECASE)
_IBAN_OF_NL = re.compile(r"NL[0-9]{2}[A-Z]{4}[0-9]{10}")
_SHORTEST_IBAN, _LONGEST_IBAN = 15, 34

_CARD_ISSUER = re.compile(r"222[1-9]|22[3-9]|2[3-6]|27[01]|2720|3[04-9]|[456]")

_BSN_CUE = re.compile(
    r"(?:\bbsn|burger ?service ?nummer|\bsofi|citizen service number)(?:[ -]?(?:nummer|nr|number))?\b"
    rf"[^0-9{OPAQUE}]{{0,25}}$|(?<![^\W_])bsn$",
    re.IGNORECASE,
)

_PLUS = re.compile(r"\+[ (]{0,2}$")
_PHONE_STARTS = ("0", "140", "316", "6")
_IN_A_CODE_BEFORE, _IN_A_CODE_AFTER = re.compile(r"[0-9][./-]$"), re.compile(r"[.-][0-9]")
_PHONE_CUE = re.compile(
    r"(?:\btel|telefoon|phone|mobiel|mobile|\bgsm|\bbel|\bcall|\bsms|whatsapp|\bapp|\bfax|\bnummer|\bnumber)\w*"
    r"[ .:]{0,3}(?:is|op|naar|on|at)?[ :(]{0,3}$",
    re.IGNORECASE,
)
_SERVICE_NUMBER = re.compile(r"0[89]0[069]")
_OPENING_HOURS = re.compile(r"0[89]00(?:[01][0-9]|2[0-4])(?:00|15|30|45)")


def bank_accounts(text: str) -> Iterator[Found]:
    """Find IBANs of any country in any grouping; a mistyped Dutch one too, since it is still an account."""
    at = 0
    while candidate := _IBAN.search(text, at):
        at = candidate.start() + 1
        places = [place for place in range(*candidate.span(1)) if text[place].isalnum()]
        characters = "".join(text[place] for place in places).upper()
        for length in range(min(len(places), _LONGEST_IBAN), _SHORTEST_IBAN - 1, -1):
            end = places[length - 1] + 1
            if _ends_at(text, end) and _is_iban(characters[:length]):
                yield Found(places[0], end, "[iban]", characters[:length].lower())
                at = end
                break


def payment_cards(text: str) -> Iterator[Found]:
    """Find payment cards: 13 to 19 digits of a card issuer that pass the Luhn check."""
    return _numbers(text, _card, range(13, 20))


def phone_numbers(text: str) -> Iterator[Found]:
    """Find phone numbers: Dutch ones, those of any country with + or 00, and municipal 14-numbers ("14 010")."""
    return _numbers(text, _phone, range(5, 18))


def citizen_numbers(text: str) -> Iterator[Found]:
    """Find BSNs: nine digits that pass the eleven test, or eight or nine right after the word BSN."""
    return _numbers(text, _bsn, range(8, 10))


def phone_key(digits: str) -> str:
    """Give the one form of a phone number's digits: "0031 10 ...", "0031 (0)10 ..." and "010 ..." are the same."""
    if not digits.startswith("00"):
        return digits
    return "0" + digits[4:].lstrip("0") if digits.startswith("0031") else "+" + digits[2:]


def _is_iban(number: str) -> bool:
    if _IBAN_OF_NL.fullmatch(number):
        return True
    # The check digits alone first: they are cheap, and long texts hold many candidates. No more checks of a country's
    # own: a bank that the library does not know yet is a bank.
    return mod_97_10.is_valid(number[4:] + number[:4]) and iban.is_valid(number, check_country=False)


def _ends_at(text: str, end: int) -> bool:
    """Say whether a code may end here: "...4300en" has a word glued to it, "...43001" goes on."""
    following = text[end : end + 1]
    return not following.isalnum() or (following.isalpha() and text[end - 1].isdigit())


def _numbers(text: str, reading: Reading, lengths: range) -> Iterator[Found]:
    """Give what `reading` accepts, from left to right and the longest first, among numbers of `lengths` digits."""
    for run in _runs(text):
        first = 0
        while first < len(run):
            rows = _rows(text, run[first : first + lengths.stop], lengths)
            found = next((found for digits in rows if (found := reading(digits))), None)
            if found is None:
                first += 1
                continue
            yield found
            text = text[: found.start] + OPAQUE * (found.end - found.start) + text[found.end :]
            first = next((index for index, group in enumerate(run) if group[0] >= found.end), len(run))


def _runs(text: str) -> Iterator[list[tuple[int, int]]]:
    """Give the runs of digit groups with nothing but separators between them."""
    run: list[tuple[int, int]] = []
    for group in _GROUP.finditer(text):
        if run and not _SEPARATOR.fullmatch(text, run[-1][1], group.start()):
            yield run
            run = []
        run.append(group.span())
    if run:
        yield run


def _rows(text: str, groups: list[tuple[int, int]], lengths: range) -> list[Digits]:
    """Give the rows that start with the first of `groups`, the longest first."""
    start = groups[0][0]
    before = text[max(0, start - 8) : start]
    if _GLUED_TO_WORD.search(before) and not _GLUED_TO_CUE.search(before):
        return []
    rows, number = [], ""
    for count, (start, end) in enumerate(groups, 1):
        number += text[start:end]
        if len(number) >= lengths.stop:
            break
        if len(number) in lengths and (count <= _MOST_GROUPS or count == len(number)):
            rows.append(Digits(text, tuple(groups[:count]), number))
    return rows[::-1]


def _card(digits: Digits) -> Found | None:
    number = digits.number
    if not _CARD_ISSUER.match(number) or (len(digits.groups) > 5 and not digits.dictated):
        return None
    return Found(digits.start, digits.end, "[card]", number) if luhn.is_valid(number) else None


def _bsn(digits: Digits) -> Found | None:
    number = digits.number
    named = digits.follows(_BSN_CUE)
    # One number in eleven passes the test, so "43.847 (2020)" or a piece of "2026.12.345.678" must not be tried.
    piece = len(digits.groups) > 1 and (digits.follows(_IN_A_CODE_BEFORE) or digits.precedes(_IN_A_CODE_AFTER))
    one_hand = len(digits.separators) <= 1 and digits.separators <= {"", ".", "-", "/"}
    likely = not piece and one_hand and (len(digits.groups) <= 4 or digits.dictated)
    # Eight digits without the word are more often a chamber of commerce number, a date or an invoice.
    if named or (len(number) == 9 and likely and not digits.is_money and bsn.is_valid(number)):
        return Found(digits.start, digits.end, "[bsn]", number)
    return None


def _phone(digits: Digits) -> Found | None:
    number, start = digits.number, digits.start
    if not number.startswith(_PHONE_STARTS) and "+" not in digits.text[max(0, start - 3) : start]:
        return None  # most rows of digits end here, before anything dear
    if plus := digits.follows(_PLUS):
        start -= len(plus.group())
        accepted, number = _exists("+" + number), "00" + number
    elif digits.follows(_IN_A_CODE_BEFORE) or number.startswith("000"):
        return None
    elif number.startswith("00"):
        accepted = _exists("+" + number[2:])
    elif number.startswith("0"):
        accepted = _is_national(digits, number)
    elif number.startswith("6") and len(number) == 9:
        accepted, number = bool(digits.follows(_PHONE_CUE)), "0" + number
    elif number.startswith("316") and len(number) == 11:
        accepted, number = _exists("+" + number), "00" + number
    else:
        accepted = number.startswith("140") and _is_municipal(digits, number)
    if not accepted:
        return None
    if digits.text[start - 1 : start] == "(" and ")" in digits.text[start : digits.end]:
        start -= 1
    return Found(start, digits.end, "[phone]", phone_key(number))


def _is_national(digits: Digits, number: str) -> bool:
    if len(number) == 10:
        # An unknown range is still a mobile number; another unknown number needs a word that says so.
        return number.startswith("06") or _exists(number) or bool(digits.follows(_PHONE_CUE))
    if len(number) == 8:
        named = bool(digits.follows(_PHONE_CUE))
        usual = len(digits.groups) > 1 and not _OPENING_HOURS.fullmatch(number)
        return bool(_SERVICE_NUMBER.match(number)) and (named or usual) and _exists(number)
    return len(number) in {11, 12} and _exists(number)


def _is_municipal(digits: Digits, number: str) -> bool:
    if len(number) > 6 or digits.is_money:
        return False
    spelled = len(digits.groups) == 2 and digits.text[digits.start : digits.end].split(" ")[0] == "14"
    return (spelled or bool(digits.follows(_PHONE_CUE))) and _exists(number)


def _exists(number: str) -> bool:
    """Say whether the numbering plan knows the number."""
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(number, REGION))
    except phonenumbers.NumberParseException:
        return False
