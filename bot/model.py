"""The domain's data: frozen, validated, and free of databases and Slack. Words are those people see on screen.

`id` or `number` is 0 until the store gave one. Every time is aware and in UTC; a naive time is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, time
from enum import StrEnum
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

TITLE_MAX = 150  #: characters; a Slack header holds no more
TEXT_MAX = 3000  #: characters of a question, a body, a mandate or a wording: what a Slack input can edit again


def _utc(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError("a time needs a time zone")
    return value.astimezone(UTC)


Utc = Annotated[datetime, AfterValidator(_utc)]
ENOUGH_PEOPLE = 3  #: no figure about fewer, anywhere
Language = Literal["nl", "en"]
LANGUAGES: tuple[Language, ...] = ("nl", "en")


class Frozen(BaseModel):
    """Base of all data: immutable; `.but(...)` makes a validated copy with other values."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    def but(self, **changes: Any) -> Self:
        """A copy with `changes`, validated again (pydantic's `model_copy` does not validate)."""
        return type(self)(**{**{name: getattr(self, name) for name in type(self).model_fields}, **changes})


# ---------------------------------------------------------------- knowledge


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
    """One way somebody asked what an entry answers. The title is its first phrasing."""

    id: int = 0
    entry: int
    text: str = Field(min_length=1, max_length=TEXT_MAX)
    source: Literal["title", "given", "learned"] = "given"
    weight: float = 1.0
    language: Language = "nl"
    question: int | None = None  #: the question it was learned from, for undo
    encoder: str | None = None  #: name of the encoder that made `vector`
    vector: bytes | None = None  #: float32 little-endian, as the encoder gave it (not centred)
    created_at: Utc


class IndexRow(Frozen):
    """What the index needs of one phrasing of an offered entry."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    id: int
    entry: int
    text: str
    weight: float
    language: Language
    encoder: str | None
    vector: bytes | None


# ---------------------------------------------------------------- questions


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


# ---------------------------------------------------------------- specialists


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


# ---------------------------------------------------------------- signals


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


# ---------------------------------------------------------------- organisation and people


class Department(Frozen):
    key: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")
    name: str = Field(min_length=1, max_length=60)
    channel: str | None = None  #: Slack channel id
    members: tuple[str, ...] = ()  #: Slack user ids (U..., W...) and user-group ids (S...)
    lead: str | None = None
    language: Language = "nl"
    signal_times: tuple[time, ...] = (time(9), time(14))  #: local time
    digest_time: time = time(9)
    archived: bool = False


class TopTask(Frozen):
    key: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")
    name: str = Field(min_length=1, max_length=60)
    owner: str | None = None
    departments: tuple[str, ...] = ()
    archived: bool = False


class Masking(Frozen):
    """The organisation's own numbers and domains, which survive in entries, and how its case numbers look."""

    keep: tuple[str, ...] = ()
    case_number: str | None = None  #: a regular expression


class Organisation(Frozen):
    """All that `kb configure` sets. Archived departments and top tasks are included, marked."""

    departments: tuple[Department, ...] = ()
    top_tasks: tuple[TopTask, ...] = ()
    admins: tuple[str, ...] = ()
    digest_channel: str | None = None
    announcement_channels: tuple[str, ...] = ()
    mask: Masking = Masking()

    @property
    def active(self) -> tuple[Department, ...]:
        return tuple(d for d in self.departments if not d.archived)

    def department(self, key: str | None) -> Department | None:
        """The department with this key, unless there is none or it is archived."""
        return next((d for d in self.active if d.key == key), None)


class Person(Frozen):
    """What the bot remembers of somebody: choices only."""

    id: str
    language: Language | None = None  #: chosen in App Home
    named: bool = False  #: put my name on my tips


# ---------------------------------------------------------------- delivery


class InboxRow(Frozen):
    """An interaction as it came in, masked. Once done only its key stays, to recognise a second delivery."""

    key: str
    kind: str
    payload: Mapping[str, Any] = {}
    received_at: Utc
    state: Literal["received", "done"] = "received"
    attempts: int = 1


class OutboxState(StrEnum):
    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"


class OutboxMessage(Frozen):
    """What the bot means to say on its own: what is meant, not how it looks. One row a message, found by `key`.

    Enqueuing a key again raises `revision`: a message that is already in Slack is then updated in place, never
    posted again. `sent_revision` is the revision Slack has; the row is due while the two differ.
    """

    id: int = 0
    key: str  #: e.g. "signal:12", "escalation:5:vergunningen", "notice:answered:5:U1"
    kind: str  #: which renderer: "signal", "escalation", "notice", "digest" ...
    to: str  #: Slack channel or user id
    payload: Mapping[str, Any] = {}  #: ids and small values the renderer looks things up by
    thread: str | None = None  #: key of the message in whose thread this belongs
    thread_ts: str | None = None  #: or, under somebody else's message, its Slack timestamp
    personal: bool = False  #: links a person to a question: removed two days after it was sent
    state: OutboxState = OutboxState.PENDING
    revision: int = 1
    sent_revision: int = 0
    not_before: Utc | None = None
    attempts: int = 0
    created_at: Utc
    sending_at: Utc | None = None
    sent_at: Utc | None = None
    channel: str | None = None  #: where Slack put it (a direct message's channel differs from `to`)
    ts: str | None = None  #: Slack's timestamp; set once, posted once
    error: str = ""


class Claim(Frozen):
    """A job's period, taken by one process at a time."""

    job: str  #: e.g. "signals:invordering"
    period: str  #: e.g. "2026-05-12T09:00"
    taken_at: Utc
    lease_until: Utc
    done_at: Utc | None = None


class AuditRow(Frozen):
    """Who changed what in the knowledge base. Nothing about mistakes' makers or askers is ever written here."""

    at: Utc
    subject: str  #: e.g. "entry:41", "organisation"
    what: str  #: e.g. "checked", "edited", "merged"
    by: str | None = None
    detail: str = ""
