"""What is left of a text when case, accents, punctuation and politeness are taken off: what matching compares."""

from __future__ import annotations

import re
import unicodedata

WORD = re.compile(r"[^\W_]+")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Said before (or instead of) a question, in Dutch and English; written as `fold` leaves it.
GREETINGS = _words("hoi hey hi hallo hello hai dag goedemorgen goedemiddag goedenavond goeiemorgen goedendag moin yo")
GREETING_PAIRS = frozenset(("good morning", "good afternoon", "good evening", "goede morgen", "goede middag"))
GREETING_STARTS = GREETINGS | {pair.split()[0] for pair in GREETING_PAIRS}
#: Whom a greeting is for: dropped after a greeting only (the s is that of "collega's").
GREETED = _words("collega collegas allemaal iedereen team mensen all everyone everybody there guys s")

#: Said before a question, after a greeting or instead of one; only with the sign behind it, as "vraag over ..." is a
#: question itself.
LEAD_IN = re.compile(
    r"(?:(?:korte|snelle|even een) )?vraag(?:je)?\s*[:,–-]\s|even snel\s*[:,–-]\s|weet iemand dit\s*[?:,]\s|"
    r"(?:(?:quick|short) )?question\s*[:,–-]\s|does (?:anyone|anybody) know(?: this)?\s*[?:,]\s",
    re.IGNORECASE,
)

#: Words that carry no subject; written as `fold` leaves them.
DUTCH = _words(
    "de het een en of van in op te voor met aan bij naar uit over om door tot als dan dat die dit deze er is zijn was "
    "waren ben wordt worden werd heb hebt heeft hebben had kan kun kunt kunnen kon mag moet moeten wil wilt willen zal "
    "zou ga gaat gaan ik je jij u hij zij ze we wij jullie hun hen mijn me mij jouw uw haar zich wat wie waar wanneer "
    "hoe waarom welke welk niet geen wel ook nog al maar want dus toch nu zo iemand iets meer veel heel erg graag even "
    "weet vraag klant klanten meneer mevrouw alstublieft bedankt dank hem daar hier"
)
ENGLISH = _words(
    "the a an and or of in on at to for with by from out about as if then that this these those there is are am was "
    "were be been being do does did have has had can could may might must should would will shall i you he she it we "
    "they my your his her its our their me him us them what who where when how why which not no yes so but also any "
    "some just please thanks thank customer customers know want need get"
)
STOPWORDS = DUTCH | ENGLISH


def fold(text: str) -> str:
    """The words of a text in lower case without accents or punctuation, joined by one space; "" when none.

    >>> fold("Café's – ÉÉN aanmaning (2026)?")
    'cafe s een aanmaning 2026'
    """
    plain = text.casefold()
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return " ".join(WORD.findall(plain))


def without_greeting(text: str) -> str:
    """The text in lower case from its first word that is no greeting on; all of it when it is only a greeting."""
    return without_opening(text).casefold()


def without_opening(text: str) -> str:
    """The text on one line, less a greeting and "quick question:" in front; all of it when nothing else is left.

    >>> without_opening("Hoi, vraagje: klopt de BRP?")
    'klopt de BRP?'
    """
    line = " ".join(text.split())
    words = list(WORD.finditer(line))
    greets = bool(words) and fold(words[0].group()) in GREETING_STARTS
    first = _after_greeting([fold(word.group()) for word in words]) if greets else 0
    start = words[first].start() if 0 < first < len(words) else 0
    lead = LEAD_IN.match(line, start)
    return line[lead.end() :] if lead and WORD.search(line, lead.end()) else line[start:]


def is_only_greeting(text: str) -> bool:
    """Whether nothing but greetings stands in the text."""
    words = fold(text).split()
    return bool(words) and _after_greeting(words) == len(words)


def _after_greeting(words: list[str]) -> int:
    """Place of the first word that is no part of a greeting."""
    i = 0
    while i < len(words):
        if " ".join(words[i : i + 2]) in GREETING_PAIRS:
            i += 2
        elif words[i] in GREETINGS or (i > 0 and words[i] in GREETED):
            i += 1
        else:
            break
    return i


def content_words(folded: str) -> frozenset[str]:
    """The words of a folded text that carry its subject: no stopwords, but numbers and short codes count."""
    return frozenset(folded.split()) - STOPWORDS


def numbers(folded: str) -> frozenset[str]:
    """The numbers and codes of a folded text: its words with a digit in them."""
    return frozenset(w for w in folded.split() if any(c.isdigit() for c in w))
