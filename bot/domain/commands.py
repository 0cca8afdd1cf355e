"""What somebody meant with the words after `/kb`.

Everything that is not clearly something else is a question: a colleague on the phone must never have to wonder
whether "fout in de aanslag" or "open dossier" happens to be a command.
"""

import re
from dataclasses import dataclass
from typing import Literal

from bot.domain.text import has_words

ShareKind = Literal["tip", "mistake"]


@dataclass(frozen=True, slots=True)
class Ask:
    """A question, as typed without the white space around it."""

    text: str


@dataclass(frozen=True, slots=True)
class Share:
    """Something to share; an empty text means that only the word was typed."""

    kind: ShareKind
    text: str


@dataclass(frozen=True, slots=True)
class Open:
    """Open the entry with this number."""

    number: int


@dataclass(frozen=True, slots=True)
class Help:
    """Say what can be typed."""


@dataclass(frozen=True, slots=True)
class OpenList:
    """Show what is still open."""


@dataclass(frozen=True, slots=True)
class Mine:
    """Show what this person asked and shared."""


@dataclass(frozen=True, slots=True)
class Admin:
    """Show the settings."""


@dataclass(frozen=True, slots=True)
class Name:
    """Synonyms: "BTR = betalingsregeling" adds one, other words look one up, an empty text lists them all."""

    text: str


@dataclass(frozen=True, slots=True)
class Announce:
    """Announce something; `text` may also be the rest of a question that begins with that word."""

    text: str


@dataclass(frozen=True, slots=True)
class Empty:
    """Nothing was typed."""


@dataclass(frozen=True, slots=True)
class Topics:
    """Show what was asked about lately."""


@dataclass(frozen=True, slots=True)
class Agenda:
    """Show the agenda of a service meeting."""


Alike = Share | Open | Help | OpenList | Mine | Agenda | Topics | Name  #: the same wherever it is said
Command = Alike | Ask | Admin | Announce | Empty

STANDALONE: tuple[tuple[str, Command], ...] = (
    ("help", Help()),
    ("hulp", Help()),
    ("open", OpenList()),
    ("mine", Mine()),
    ("mijn", Mine()),
    ("admin", Admin()),
    ("beheer", Admin()),
    ("agenda", Agenda()),
    ("topics", Topics()),
    ("onderwerpen", Topics()),
)

# The colon of ":smile:" is not the one after "tip". "fout" needs its colon, because "fout in de aanslag" is a
# question; the other words are rare at the start of one.
SHARING: tuple[tuple[re.Pattern[str], ShareKind], ...] = (
    (re.compile(r"tip(?:\s*[:：](?!\w+:)|\s|$)", re.IGNORECASE), "tip"),
    (re.compile(r"(?:mistake|leermoment)(?:\s*[:：](?!\w+:)|\s|$)", re.IGNORECASE), "mistake"),
    (re.compile(r"fout\s*[:：]", re.IGNORECASE), "mistake"),
)

# The plural may begin a question, so only a pair, or nothing, makes it a command.
NAMING = re.compile(
    r"(?:synonym|synoniem)(?:\s*[:：]|\s+|$)|(?:synonyms|synoniemen)(?:(?:\s*[:：]|\s+)(?=[^=]+=)|$)", re.IGNORECASE
)

# The plural may begin a question.
ANNOUNCING = re.compile(r"(?:announcement|aankondiging)(?:\s*[:：](?!\w+:)|\s+|$)", re.IGNORECASE)

# Nine digits fit any database's integer; a longer "number" is no entry of ours.
ENTRY_NUMBER = re.compile(r"#\s*0*([1-9][0-9]{0,8})")


def parse(text: str) -> Command:
    """Say what `text`, all that was typed after `/kb`, asks for; never fails.

    `help`, `open`, `mine`, `admin`, `agenda`, `topics` and `#41` count only when nothing but white space stands beside
    them.
    """
    typed = text.strip()
    if not typed:
        return Empty()
    for word, command in STANDALONE:
        if typed.lower() == word:
            return command
    if number := ENTRY_NUMBER.fullmatch(typed):
        return Open(int(number[1]))
    if naming := NAMING.match(typed):
        return Name(typed[naming.end() :].strip())
    if announcing := ANNOUNCING.match(typed):
        rest = typed[announcing.end() :].strip()
        return Announce(rest if has_words(rest) else "")
    return _sharing(typed) or Ask(typed)


def _sharing(typed: str) -> Share | None:
    for start, kind in SHARING:
        if found := start.match(typed):
            rest = typed[found.end() :].strip()
            return Share(kind, rest if has_words(rest) else "")
    return None
