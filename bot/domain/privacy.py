"""Keeping customers and colleagues out of what is stored: masking, pseudonyms, rounded dates.

Masking reads a text as people see it (`personal.folding`), lets each detector find its kind of personal data, and puts
a neutral placeholder in its place. Placeholders are the same in every language; masking a masked text changes nothing.
"""

import hashlib
import hmac
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.domain.personal.addresses import home_addresses, mail_addresses
from bot.domain.personal.birth_dates import dates
from bot.domain.personal.folding import OPAQUE, fold
from bot.domain.personal.found import Found, bare
from bot.domain.personal.numbers import (
    bank_accounts,
    citizen_numbers,
    payment_cards,
    phone_key,
    phone_numbers,
)
from bot.domain.personal.plates import number_plates

PLACEHOLDERS = (
    "[bsn]",
    "[iban]",
    "[card]",
    "[phone]",
    "[e-mail]",
    "[address]",
    "[birth date]",
    "[plate]",
    "[case]",
)

Detector = Callable[[str], Iterator[Found]]

# In this order: the most certain first, since what is found is closed to the detectors after it. Dates come before
# numbers, because "12-05-2026 0900" holds many digits.
DETECTORS: tuple[Detector, ...] = (
    mail_addresses,
    bank_accounts,
    dates,
    payment_cards,
    phone_numbers,
    citizen_numbers,
    home_addresses,
    number_plates,
)
_PASSES = 5
_KEEP_AS_IS = re.compile(
    "|".join(re.escape(placeholder) for placeholder in PLACEHOLDERS)
    + r"|<@[UWB][A-Z0-9]+|<#[CGD][A-Z0-9]+|<!subteam\^S[A-Z0-9]+|<!date\^[0-9]+\^|<!(?:here|channel|everyone)"
)
_WEB_ADDRESS = re.compile(r"https?://[^\s<>|]+", re.IGNORECASE)
_AMOUNT = re.compile(r"(?:€|\beuro?)[ ]?[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]{2}|,-)?(?![0-9])", re.IGNORECASE)
_MAIL_OR_PHONE_LINK = re.compile(r"<(mailto|tel):([^|<>]*)(?:\|([^<>]*))?>", re.IGNORECASE)
_RUNAWAY = re.compile(r"\((?:[^()\\]|\\.)*(?:[+*]|\{[0-9]+,\})(?:[^()\\]|\\.)*\)(?:[+*]|\{[0-9]+,\})")


@dataclass(frozen=True, slots=True)
class MaskRules:
    """What is the organisation's own: numbers, mail addresses and domains to `keep`, and how its case numbers look.

    Raises ValueError, in plain words, for a `case_number` that is no usable regular expression.
    """

    keep: tuple[str, ...] = ()
    case_number: str | None = None

    def __post_init__(self) -> None:
        if not self.case_number:
            return
        try:
            pattern = re.compile(self.case_number)
        except re.error as error:
            raise ValueError(f"case_number is no regular expression: {error}") from error
        if pattern.fullmatch(""):
            raise ValueError("case_number must not fit an empty text")
        # It runs on everything that is typed: "(a+)+" can take hours on a text of one line.
        if _RUNAWAY.search(self.case_number):
            raise ValueError("case_number repeats a group that repeats; say how often instead, as in [0-9]{4,9}")


def mask(text: str, rules: MaskRules, *, keep_own: bool) -> str:
    """Replace personal data by placeholders: BSN, IBAN, cards, phone, e-mail, address, birth date, plate, case number.

    With `keep_own` (entries) what is on `rules.keep` survives in any notation; without it (questions) nothing does.
    """
    own = _Own(rules.keep) if keep_own else _Own(())
    # What is replaced can bring other things together, so it is done until nothing changes.
    for _ in range(_PASSES):
        masked = _masked(_MAIL_OR_PHONE_LINK.sub(lambda link: _link(link, rules, own), text), rules, own)
        if masked == text:
            break
        text = masked
    return text


def pseudonym(secret: bytes, user: str) -> str:
    """Give the 16 hexadecimal characters that stand for a person: HMAC-SHA256 with the installation's secret.

    Raises ValueError without a secret, because anybody could then look the person up.
    """
    if not secret:
        raise ValueError("a pseudonym needs a secret")
    return hmac.new(secret, user.encode(), hashlib.sha256).hexdigest()[:16]


def week_of(at: datetime) -> datetime:
    """Give Monday 00:00 UTC of the week of an aware time: all that is stored of when a mistake was shared."""
    if at.tzinfo is None:
        raise ValueError("times must be aware")
    utc = at.astimezone(UTC)
    return (utc - timedelta(days=utc.weekday())).replace(hour=0, minute=0, second=0, microsecond=0)


class _Own:
    """The organisation's own numbers, addresses and domains, comparable in any notation."""

    def __init__(self, keep: tuple[str, ...]) -> None:
        items = [fold(item).text.strip().lower() for item in keep]
        self.addresses = {item for item in items if "@" in item[1:]}
        self.domains = {item.lstrip("@") for item in items if "@" not in item[1:] and "." in item and " " not in item}
        self.keys = {_key(item) for item in items}

    def __contains__(self, found: Found) -> bool:
        if found.placeholder != "[e-mail]":
            return bool(found.key) and found.key in self.keys
        domain = found.key.rsplit("@", 1)[-1]
        above = {domain, *(domain[place + 1 :] for place, character in enumerate(domain) if character == ".")}
        return found.key in self.addresses or bool(above & self.domains)


def _key(item: str) -> str:
    """Give the notation-free form of an own number: what its detector would know it by."""
    key = bare(item)
    plus = item.lstrip("( ").startswith("+")
    return phone_key(("00" if plus else "") + key) if key.isdigit() else key


def _masked(text: str, rules: MaskRules, own: _Own) -> str:
    folded = fold(text)
    web = [found.span() for found in _WEB_ADDRESS.finditer(folded.text)]
    for pattern in (_KEEP_AS_IS, _AMOUNT):
        for fixed in pattern.finditer(folded.text):
            folded = folded.without(*fixed.span())
    replaced: list[tuple[int, int, str]] = []
    for detector in (_case_numbers(rules), *DETECTORS):
        for found in list(detector(folded.text)):
            if OPAQUE in folded.text[found.start : found.end]:
                continue
            counts = found.certain or not any(start <= found.start < end for start, end in web)
            if found.placeholder and counts and found not in own:
                replaced.append((*folded.span(found.start, found.end), found.placeholder))
            folded = folded.without(found.start, found.end)
    for start, end, placeholder in sorted(replaced, reverse=True):
        text = text[:start] + placeholder + text[end:]
    return text


def _case_numbers(rules: MaskRules) -> Detector:
    def detector(text: str) -> Iterator[Found]:
        if rules.case_number:
            for found in re.finditer(rules.case_number, text, re.IGNORECASE):
                if found.group():
                    yield Found(*found.span(), "[case]", bare(found.group()))

    return detector


def _link(link: re.Match[str], rules: MaskRules, own: _Own) -> str:
    """Mask a link that Slack made of a mail address or a phone number: the whole link goes, other words in it stay."""
    scheme, target, label = link[1].lower(), link[2], link[3] or ""
    placeholder = "[e-mail]" if scheme == "mailto" else "[phone]"
    address = target.split("?")[0]
    found = next(mail_addresses(address), None) if scheme == "mailto" else None
    if (found or Found(0, 0, None, _key(fold(address).text))) in own:
        return link.group()
    words = _masked(label, rules, own)
    if placeholder in words:
        return words
    same = _key(fold(label).text.lower()) == _key(fold(address).text.lower())
    return placeholder if same or not words.strip() else f"{words} {placeholder}"
