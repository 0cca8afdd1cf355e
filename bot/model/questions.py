"""Questions, the topics they join, and tallied customers."""

from __future__ import annotations

from enum import StrEnum

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
    department: str | None = None  #: key; whose subject it probably is
    entry: int | None = None  #: the entry shown as fitting
    shown: tuple[Shown, ...] = ()  #: all that was shown, best first
    outcome: Outcome | None = None  #: None while nobody reacted yet
    outcome_at: Utc | None = None
    no_mandate: bool = False  #: "I could not decide this myself"
    encoder: str | None = None
    vector: bytes | None = None
    origin: str | None = None


class Topic(Frozen):
    """Questions that ask the same thing. `title` is a real question, masked."""

    id: int = 0
    title: str
    department: str | None = None
    entry: int | None = None
    created_at: Utc


class TopicRow(Frozen):
    """What the topic index needs of one question."""

    topic: int
    question: int
    text: str
    encoder: str | None
    vector: bytes | None


class Tally(Frozen):
    """Another customer about this: anonymous, a count of customer contacts."""

    id: int = 0
    at: Utc
    contact: Contact
    entry: int | None = None
    topic: int | None = None
    origin: str | None = None
