"""Questions that lie with specialists."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import Field

from bot.model.base import TEXT_MAX, Frozen, Language, Utc


class EscalationState(StrEnum):
    OPEN = "open"
    CLAIMED = "claimed"
    ANSWERED = "answered"


class Exchange(Frozen):
    """One remark between a specialist and the unnamed asker; it travels by the bot."""

    at: Utc
    side: Literal["specialist", "asker"]
    text: str = Field(min_length=1, max_length=TEXT_MAX)


class Waiter(Frozen):
    """Somebody who is to get the answer, for one question of theirs."""

    user: str
    question: int


class Escalation(Frozen):
    """A question for the specialists. It stays with one department (or one person) at a time."""

    id: int = 0
    question: int
    topic: int | None = None
    text: str  #: masked question
    language: Language = "nl"
    department: str | None = None  #: key; None when it lies with `owner`
    owner: str | None = None  #: Slack user who decides after "not ours" twice
    state: EscalationState = EscalationState.OPEN
    waiting: bool = False  #: a customer is waiting
    nearest: int | None = None  #: closest entry, if any
    claimed_by: str | None = None
    claimed_at: Utc | None = None
    created_at: Utc
    moved_at: Utc  #: when it came to this department or owner
    refused: tuple[str, ...] = ()  #: keys of departments that said "not ours"
    reminders: int = 0  #: 0 none, 1 the channel was reminded, 2 the lead was told
    exchanges: tuple[Exchange, ...] = ()
    waiters: tuple[Waiter, ...] = ()  #: emptied once the notices are on their way
    answered_by: str | None = None
    answered_at: Utc | None = None
    told: int = 0  #: how many colleagues got the answer
    entry: int | None = None  #: the entry that answers it
