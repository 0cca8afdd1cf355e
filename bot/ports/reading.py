"""What the store tells: reads within one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from bot.model import (
    Action,
    ActionState,
    Announcement,
    AuditRow,
    Claim,
    Entry,
    EntryPair,
    EntryState,
    Escalation,
    EscalationState,
    InboxRow,
    IndexRow,
    Kind,
    Organisation,
    OutboxMessage,
    Outcome,
    Person,
    Phrasing,
    Question,
    Signal,
    SignalState,
    Synonym,
    Tally,
    Topic,
    TopicPair,
    TopicRow,
    Voice,
    Written,
)


class Reader(Protocol):
    """Reads within one transaction. Lists are ordered oldest first unless said otherwise."""

    def organisation(self) -> Organisation: ...
    def person(self, user: str) -> Person | None: ...
    def people(self) -> tuple[Person, ...]:
        """All who made a choice, by id."""
        ...

    def entry(self, number: int) -> Entry | None: ...
    def entry_by_origin(self, origin: str) -> Entry | None: ...
    def entries(
        self,
        *,
        numbers: Sequence[int] | None = None,
        states: Sequence[EntryState] | None = None,
        kinds: Sequence[Kind] | None = None,
        departments: Sequence[str | None] | None = None,
        author: str | None = None,
        since: datetime | None = None,
        newest_first: bool = False,
        limit: int | None = None,
    ) -> tuple[Entry, ...]:
        """Entries that meet every condition given; by number (`since` is about created_at)."""
        ...

    def phrasing(self, id: int) -> Phrasing | None: ...
    def phrasings(self, entry: int) -> tuple[Phrasing, ...]:
        """All but the rejected ones."""
        ...

    def rejections(self, entry: int) -> tuple[Phrasing, ...]:
        """The rejected ones: asked in these words, and this entry was not meant."""
        ...

    def phrasings_without_vector(self, encoder: str, limit: int = 500) -> tuple[Phrasing, ...]:
        """Phrasings, also rejected ones, that this encoder has not seen yet (none, or another encoder's vector)."""
        ...

    def phrasing_texts(self) -> tuple[tuple[int, str], ...]:
        """Id and text of all phrasings, also of entries that are not offered, by id."""
        ...

    def voices(
        self, *, entry: int | None = None, phrasing: int | None = None, question: int | None = None
    ) -> tuple[Voice, ...]:
        """Voices that meet every condition given; `entry`: on any of its phrasings, rejected ones too."""
        ...

    def synonyms(self) -> tuple[Synonym, ...]:
        """Those that were added in Slack (those of the configuration file: `Organisation.synonyms`)."""
        ...

    def entry_pairs(self, *, distinct: bool | None = None) -> tuple[EntryPair, ...]:
        """Pairs of entries that look alike, most alike first, whatever became of the entries."""
        ...

    def index_version(self) -> int:
        """A counter that rises in the transaction of every change the index sees: entries offered or no longer, their
        texts, phrasings, synonyms. What else is saved of an entry, such as how often it helped, leaves it alone."""
        ...

    def index_changes(self, since: int) -> frozenset[int] | None:
        """Entries that changed after that version, also those that are gone or no longer offered; None: not known, read
        all. A change of synonyms names only the entries whose vectors it made void."""
        ...

    def index_rows(
        self, *, entries: Sequence[int] | None = None, after: int = 0, limit: int | None = None
    ) -> tuple[IndexRow, ...]:
        """Phrasings of all entries that are offered as answers, by id; rejected ones have a negative weight.
        `after`, `limit`: at most so many with a greater id."""
        ...

    def entry_texts(self, entries: Sequence[int] | None = None) -> tuple[tuple[int, str], ...]:
        """Number and "body, mandate, wording" (a line each, those that are there) of offered entries, by number."""
        ...

    def question(self, id: int) -> Question | None: ...
    def question_by_origin(self, origin: str) -> Question | None: ...
    def questions(
        self,
        *,
        ids: Sequence[int] | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        topic: int | None = None,
        entry: int | None = None,
        asker: str | None = None,
        departments: Sequence[str | None] | None = None,
        outcomes: Sequence[Outcome | None] | None = None,
        newest_first: bool = False,
        limit: int | None = None,
    ) -> tuple[Question, ...]:
        """Questions asked in [since, until) that meet every condition; `vector` is left out (None)."""
        ...

    def shown_since(self, since: datetime) -> frozenset[int]:
        """Numbers of all entries that were shown, fitting or near, under questions asked since then."""
        ...

    def asked_since(self, since: datetime) -> int:
        """How many questions were asked since then."""
        ...

    def active_people(self, since: datetime) -> int:
        """Distinct pseudonyms among the questions asked since then."""
        ...

    def topic(self, id: int) -> Topic | None: ...
    def topics(
        self,
        ids: Sequence[int] | None = None,
        *,
        departments: Sequence[str | None] | None = None,
        since: datetime | None = None,
    ) -> tuple[Topic, ...]:
        """Topics that meet every condition given, by number; those that were merged into another one too.
        `since`: with a question or a tally since then."""
        ...

    def topic_of_entry(self, entry: int) -> Topic | None:
        """The oldest topic that this entry answers, not counting merged ones."""
        ...

    def topic_pairs(self) -> tuple[TopicPair, ...]:
        """Topics that a specialist keeps apart."""
        ...

    def topic_version(self) -> int:
        """A counter raised when a question is stored or changes topic, and when many tallies come into topics."""
        ...

    def topic_rows(self, since: datetime) -> tuple[TopicRow, ...]: ...
    def tallies(
        self,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        topic: int | None = None,
        entry: int | None = None,
        imported: bool | None = None,
    ) -> tuple[Tally, ...]:
        """Tallies in [since, until) that meet every condition; how many customers: the sum of their counts."""
        ...

    def tallies_by_origin(self, origins: Sequence[str]) -> frozenset[str]:
        """Which of these origins made a tally already."""
        ...

    def questions_by_origin(self, origins: Sequence[str]) -> frozenset[str]:
        """Which of these origins made a question already."""
        ...

    def escalation(self, id: int) -> Escalation | None: ...
    def escalations(
        self,
        *,
        states: Sequence[EscalationState] | None = None,
        departments: Sequence[str] | None = None,
        owner: str | None = None,
        waiter: str | None = None,
        topic: int | None = None,
        question: int | None = None,
        since: datetime | None = None,
    ) -> tuple[Escalation, ...]: ...

    def signal(self, id: int) -> Signal | None: ...
    def signals(
        self,
        *,
        topic: int | None = None,
        departments: Sequence[str] | None = None,
        states: Sequence[SignalState] | None = None,
        since: datetime | None = None,
    ) -> tuple[Signal, ...]:
        """`since` is about opened_at. `topic`: of exactly this number; a signal keeps it when its topic is merged into
        another one (`Topic.merged_into`)."""
        ...

    def action(self, id: int) -> Action | None: ...
    def actions(
        self,
        *,
        states: Sequence[ActionState] | None = None,
        owners: Sequence[str] | None = None,
        signal: int | None = None,
        kinds: Sequence[str] | None = None,
        top_task: str | None = None,
        month: str | None = None,
        since: datetime | None = None,
    ) -> tuple[Action, ...]:
        """Actions that meet every condition given, by number; `since` is about created_at."""
        ...

    def announcement(self, entry: int) -> Announcement | None:
        """The announcement that belongs to this entry."""
        ...

    def announcements(
        self,
        *,
        departments: Sequence[str] | None = None,
        valid_on: date | None = None,
        since: date | None = None,
    ) -> tuple[Announcement, ...]:
        """By first day, then by entry. `valid_on`: this day is within its period and it is not withdrawn; `since`: its
        last day is this day or later."""
        ...

    def written(self, kind: str, scope: str, period: str) -> Written | None: ...
    def writtens(self, kind: str, scope: str, *, limit: int | None = None) -> tuple[Written, ...]:
        """What was written of this scope, newest period first."""
        ...

    def inbox(self, key: str) -> InboxRow | None: ...
    def stale_inbox(self, before: datetime, limit: int = 50) -> tuple[InboxRow, ...]:
        """Rows still *received* whose last attempt began before then."""
        ...

    def outbox(self, key: str) -> OutboxMessage | None: ...
    def outbox_under(self, prefix: str) -> tuple[OutboxMessage, ...]:
        """Messages whose key begins with these letters; by id."""
        ...

    def outbox_at(self, channel: str, ts: str) -> OutboxMessage | None:
        """The message that Slack has at this place."""
        ...

    def outbox_due(self, now: datetime, stale_before: datetime, limit: int = 20) -> tuple[OutboxMessage, ...]:
        """Pending and not_before <= now (or unset), and *sending* since before `stale_before` (a crash); by id."""
        ...

    def outbox_failed(self, kinds: Sequence[str]) -> tuple[OutboxMessage, ...]:
        """Messages of these kinds that were given up before they ever reached Slack; by id."""
        ...

    def claim(self, job: str, period: str) -> Claim | None: ...
    def last_claim(self, job: str) -> Claim | None:
        """The claim of this job with the greatest period that is done."""
        ...

    def audit(self, subject: str) -> tuple[AuditRow, ...]: ...
