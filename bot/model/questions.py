"""Questions, the topics they join, and tallied customers."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import Field

from bot.model.base import TEXT_MAX, Frozen, Language, Utc


class Outcome(StrEnum):
    HELPED = "helped"
    NOT_HELPED = "not_helped"
    NO_ANSWER = "no_answer"
    NO_REACTION = "no_reaction"


class Contact(StrEnum):
    """How a tallied customer came in."""

    PHONE = "phone"
    COUNTER = "counter"
    MAIL = "mail"
    CHAT = "chat"
    VISIT = "visit"
    OTHER = "other"  #: only of imported contact records


class Shown(Frozen):
    """An entry as it was shown under a question."""

    entry: int
    probability: float
    phrasing: str  #: the phrasing it matched
    fits: bool = False  #: it was the answer; the others were near misses
    refused: bool = False  #: the asker did not mean it


class Question(Frozen):
    """One thing somebody asked, once, with its outcome. `asker` is there only until it is answered."""

    id: int = 0
    text: str = Field(min_length=1, max_length=TEXT_MAX)  #: masked
    language: Language = "nl"
    asked_at: Utc
    asker: str | None = None  #: Slack user id, until answered
    pseudonym: str | None = None  #: keyed hash of the asker, for 90 days
    place: str | None = None  #: Slack channel it was asked in; None for a direct message
    topic: int | None = None
    pinned: bool = False  #: a specialist put it into its topic: grouping again leaves it there
    department: str | None = None  #: key; whose subject it probably is
    entry: int | None = None  #: the entry shown as fitting
    shown: tuple[Shown, ...] = ()  #: all that was shown, best first
    outcome: Outcome | None = None  #: None while nobody reacted yet
    outcome_at: Utc | None = None
    no_mandate: bool = False  #: "I could not decide this myself"
    encoder: str | None = None
    vector: bytes | None = None
    origin: str | None = None


TopicStep = Literal["merged", "took_in", "split", "split_off", "renamed", "rerouted"]


class TopicEvent(Frozen):
    """A step in a topic's history: merged, split, renamed, moved to another department, grouped again."""

    at: Utc
    what: TopicStep
    by: str | None = None  #: Slack user id of the specialist; None for the bot
    note: str = ""  #: the other topic's number, the old title, the department's key


class Topic(Frozen):
    """Questions that ask the same thing. `title` is a real question, masked."""

    id: int = 0
    title: str
    named: bool = False  #: the title was given by a specialist: it stays
    department: str | None = None
    placed: bool = False  #: a specialist said whose subject it is: it stays
    entry: int | None = None
    merged_into: int | None = None  #: the topic that took it in; it keeps its number and points on
    history: tuple[TopicEvent, ...] = ()
    created_at: Utc


class TopicPair(Frozen):
    """Two topics that a specialist keeps apart: grouping again does not join them."""

    first: int
    second: int  #: the greater number
    at: Utc


class TopicRow(Frozen):
    """What the topic index needs of one question."""

    topic: int
    question: int
    text: str
    encoder: str | None
    vector: bytes | None
    pinned: bool = False


class Tally(Frozen):
    """Another customer about this: anonymous, a count of customer contacts. An *imported* one is a contact record of
    another system: so many customers, by one channel, about one subject, on one day."""

    id: int = 0
    at: Utc
    contact: Contact
    count: int = Field(default=1, ge=1)  #: customers
    imported: bool = False
    text: str = Field(default="", max_length=TEXT_MAX)  #: masked subject of an imported one
    entry: int | None = None
    topic: int | None = None
    origin: str | None = None
