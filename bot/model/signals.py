"""Topics that keep coming in, with the evidence."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from bot.model.base import Frozen, Utc


class SignalState(StrEnum):
    OPEN = "open"
    SEEN = "seen"
    IN_PROGRESS = "in_progress"
    RESOLVED = "resolved"
    LATER = "later"
    NO_ACTION = "no_action"


class Diagnosis(StrEnum):
    """Why people probably have to ask, as far as the bot can tell."""

    NOT_WRITTEN = "not_written"  #: nothing is written about it yet
    OUTDATED = "outdated"  #: written, but out of date
    NOT_FOUND = "not_found"  #: written, but not found
    DID_NOT_HELP = "did_not_help"  #: found, but it did not help
    HELPED = "helped"  #: found, and it mostly helped: it is only asked more often
    UNKNOWN = "unknown"  #: found, and hardly anybody said whether it helped


LIVE_SIGNALS = (SignalState.OPEN, SignalState.SEEN, SignalState.IN_PROGRESS, SignalState.LATER)


class Evidence(Frozen):
    """Why a signal was posted, frozen as it was then. Counts only; texts are masked questions."""

    kind: Literal["rising", "unanswered"]
    at: Utc
    people: int  #: distinct colleagues in the span
    tallied: int  #: tallied customers in the span
    span_days: int
    usual_per_week: float
    questions: tuple[int, ...]
    texts: tuple[str, ...]
    entry: int | None = None  #: the entry that was shown most
    reactions: int = 0  #: reactions to that entry in the span; 0 when fewer than three people reacted
    not_helped: int = 0
    diagnosis: Diagnosis | None = None  #: what is probably the matter, as it looked then


class SignalEvent(Frozen):
    """A step in a signal's history: who did what, when."""

    at: Utc
    what: str  #: a SignalState, or "posted", "doubled", "relapsed", "rerouted"
    by: str | None = None  #: Slack user id of the specialist; None for the bot
    note: str = ""


class Signal(Frozen):
    """A topic that keeps coming in, posted to its department."""

    id: int = 0
    topic: int
    department: str
    title: str
    state: SignalState = SignalState.OPEN
    evidence: Evidence  #: the latest
    opened_at: Utc
    changed_at: Utc
    history: tuple[SignalEvent, ...] = ()
    posted: bool = False  #: it has a message of its own (else it stood in "the rest in one line")
    relapsed: bool = False
    later_until: Utc | None = None
    reason: str = ""  #: of "no action needed"
    refused: tuple[str, ...] = ()  #: keys of departments that said "not ours"
