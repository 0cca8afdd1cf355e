"""What departments say beforehand: announcements and the questions they expect."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from bot.model.base import TEXT_MAX, TITLE_MAX, Frozen, Utc


class Expected(Frozen):
    """A question that an announcement expects, with its answer."""

    question: str = Field(min_length=1, max_length=TITLE_MAX)
    answer: str = Field(min_length=1, max_length=TEXT_MAX)


class Announcement(Frozen):
    """The period, the audience and the expected questions of an entry of kind announcement (its title says what
    changes, its body how)."""

    entry: int  #: number of its entry
    department: str  #: key
    starts: date
    ends: date  #: the last day it is valid
    audience: str = Field(default="", max_length=TITLE_MAX)  #: for whom
    customers: int | None = Field(default=None, ge=0)  #: about how many it touches
    expected: tuple[Expected, ...] = ()
    created_by: str  #: Slack user id of the specialist
    created_at: Utc
    withdrawn_at: Utc | None = None
    reads: int = 0  #: how many pressed Read; who did is forgotten when it expires
    #: Working days after its start whose list of what it does not answer came back; 0 where it was put off after that,
    #: and is followed anew.
    followed: tuple[int, ...] = ()
