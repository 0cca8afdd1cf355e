"""Entries and the ways they are asked for."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import ConfigDict, Field

from bot.model.base import TEXT_MAX, TITLE_MAX, Frozen, Language, Utc


class Kind(StrEnum):
    TIP = "tip"
    MISTAKE = "mistake"
    ANSWER = "answer"
    ANNOUNCEMENT = "announcement"


class EntryState(StrEnum):
    UNCHECKED = "unchecked"  #: "not checked yet"
    CHECKED = "checked"
    OUTDATED = "outdated"
    RETIRED = "retired"
    MERGED = "merged"


OFFERED = (EntryState.UNCHECKED, EntryState.CHECKED)  #: states in which an entry may be an answer


class Entry(Frozen):
    """One piece of knowledge. A mistake never has an author, and its times are rounded to the week."""

    number: int = 0
    kind: Kind
    title: str = Field(min_length=1, max_length=TITLE_MAX)
    body: str = Field(default="", max_length=TEXT_MAX)
    mandate: str = Field(default="", max_length=TEXT_MAX)  #: "what you may decide yourself"
    wording: str = Field(default="", max_length=TEXT_MAX)  #: "how to say it"
    next_time: str = Field(default="", max_length=TEXT_MAX)  #: of a mistake: "what will you do next time?"
    language: Language = "nl"
    department: str | None = None  #: key of the department that owns the subject (perhaps guessed)
    state: EntryState = EntryState.UNCHECKED
    author: str | None = None  #: Slack user id; None for mistakes and imported entries
    named: bool = False  #: the author chose to be named
    checked_by: str | None = None  #: key of the department that stands for the content
    checked_at: Utc | None = None
    note: str = Field(default="", max_length=TEXT_MAX)  #: why somebody said it is outdated
    merged_into: int | None = None
    see: int | None = None  #: a related entry: the tip that prevents this mistake
    link: str | None = None  #: permalink of the Slack message it was saved from
    helped: int = 0  #: how often an asker said it helped
    not_helped: int = 0
    created_at: Utc
    updated_at: Utc
    origin: str | None = None  #: inbox key of the interaction that made it; unique, so that it is made once
    undo: str | None = None  #: hash of the random token that lets this be undone, also by the nameless

    @property
    def offered(self) -> bool:
        return self.state in OFFERED


class Phrasing(Frozen):
    """One way somebody asked what an entry answers. The title is its first phrasing.

    A *rejected* one is the opposite: somebody asked in these words and did not mean this entry; its weight is negative.
    """

    id: int = 0
    entry: int
    text: str = Field(min_length=1, max_length=TEXT_MAX)
    source: Literal["title", "given", "learned", "rejected"] = "given"
    weight: float = 1.0  #: 1 for one people stand for, less for one merely learned, below 0 for a rejected one
    language: Language = "nl"
    question: int | None = None  #: the question it was learned from
    encoder: str | None = None  #: name of the encoder that made `vector`
    vector: bytes | None = None  #: float32 little-endian, as the encoder gave it (not centred)
    created_at: Utc


class Voice(Frozen):
    """One person's word on a phrasing: it helped (or, of a rejected one, it was not meant), said of one question.

    `pseudonym` goes after 90 days; a voice without one still counts as one person.
    """

    id: int = 0
    phrasing: int
    question: int | None = None  #: None when the question is gone
    pseudonym: str | None = None
    at: Utc  #: when the question was asked


class EntryPair(Frozen):
    """Two entries that look alike; `distinct` once a specialist said that they are not the same."""

    first: int
    second: int  #: the greater number
    probability: float = 0.0  #: that they are the same, when they were found
    distinct: bool = False
    at: Utc  #: when they were found, or when it was said that they are not the same


class IndexRow(Frozen):
    """What the index needs of one phrasing of an offered entry; a rejected one has a negative weight."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    id: int
    entry: int
    text: str
    weight: float
    language: Language
    encoder: str | None
    vector: bytes | None
