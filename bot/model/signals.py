"""Topics that keep coming in, with the evidence."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Literal

from pydantic import Field

from bot.model.base import TEXT_MAX, Frozen, Utc


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
    EXPECTED = "expected"  #: an announcement foresaw it


SignalKind = Literal[
    "rising", "unanswered", "not_helping", "contacts"
]  #: contacts: customers, not colleagues, came more


LIVE_SIGNALS = (SignalState.OPEN, SignalState.SEEN, SignalState.IN_PROGRESS, SignalState.LATER)


class Evidence(Frozen):
    """Why a signal was posted, frozen as it was then. Counts only; texts are masked questions."""

    kind: SignalKind
    at: Utc
    people: int  #: distinct colleagues in the span; 0 when fewer than three and the kind is "contacts"
    tallied: int  #: tallied customers in the span
    contacts: int = 0  #: customers in imported contact records in the span
    usual_contacts_per_week: float | None = None  #: tallied and imported, before; None when nothing is known of them
    span_days: int
    usual_per_week: float
    questions: tuple[int, ...]
    texts: tuple[str, ...]
    entry: int | None = None  #: the entry that was shown most
    reactions: int = 0  #: to that entry in the span; 0 when one or two said that it helped, or that it did not
    not_helped: int = 0  #: of them; also told when `reactions` is not, for that leaves open how many it helped
    diagnosis: Diagnosis | None = None  #: what is probably the matter, as it looked then


class Cause(StrEnum):
    """Why people had to ask."""

    KNOWLEDGE = "knowledge"
    WEBSITE = "website"
    LETTER = "letter"
    PRODUCT = "product"
    PROCESS = "process"
    MANDATE = "mandate"
    OTHER = "other"


class Resolution(Frozen):
    """How a signal was resolved: the cause, what was done about it, from when, and who owns the cause."""

    cause: Cause
    done: str = Field(max_length=TEXT_MAX)  #: masked
    since: date  #: from when it is (or will be) so
    owner: str  #: key of a department, or a Slack user id
    by: str  #: Slack user id of the specialist
    at: Utc
    action: int | None = None  #: the action in the owner's channel; the signal closes when its owner confirms it
    confirmed_at: Utc | None = None


class Change(Frozen):
    """One count a week before and after, as a rate ratio with its interval (bot/domain/aftermath.py)."""

    before: int
    after: int
    before_per_week: float
    after_per_week: float
    ratio: float | None  #: after to before; None when there was nothing before
    low: float | None  #: 95% interval of the ratio
    high: float | None
    verdict: Literal["stopped", "less", "same", "more", "too_few", "unknown"]


class Aftermath(Frozen):
    """Did it stop? What happened to questions and to customers so many weeks after a signal was resolved."""

    weeks: int  #: 2 or 6
    at: Utc
    asked: Change  #: colleagues' questions
    customers: Change  #: tallied and imported; verdict "unknown" when nothing is known of them


class SignalEvent(Frozen):
    """A step in a signal's history: who did what, when."""

    at: Utc
    what: str  #: a SignalState, or "posted", "doubled", "relapsed", "rerouted" ...
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
    resolution: Resolution | None = (
        None  #: named as soon as a cause is; not confirmed yet while its owner has not said so
    )
    aftermath: tuple[Aftermath, ...] = ()
    expected: int | None = None  #: number of the announcement that foresaw it
    lead_told_at: Utc | None = None  #: not seen for two working days


class ActionState(StrEnum):
    OPEN = "open"
    DONE = "done"
    DECLINED = "declined"  #: its owner says it is not theirs, or will not be done; with a reason


class Action(Frozen):
    """Something somebody is to do by a date: the cause of a signal, or what a service meeting agreed."""

    id: int = 0
    kind: Literal["cause", "agreement"]
    text: str = Field(min_length=1, max_length=TEXT_MAX)  #: masked
    owner: str  #: key of a department, or a Slack user id
    due: date
    signal: int | None = None
    cause: Cause | None = None
    top_task: str | None = None  #: of an agreement
    month: str = ""  #: of an agreement: the meeting's, "2026-05"
    state: ActionState = ActionState.OPEN
    created_at: Utc
    created_by: str | None = None
    closed_at: Utc | None = None
    closed_by: str | None = None
    note: str = Field(default="", max_length=TEXT_MAX)  #: what came of it
