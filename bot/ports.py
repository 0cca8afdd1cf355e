"""What the use cases need from outside: a store, a messenger, an encoder, a directory of people.

The store is used in two ways, and in no other:

    with store.reading() as data: ...    # one consistent snapshot
    with store.writing() as unit: ...    # one transaction; committed at the end, rolled back by any error

Writing units are serialised (BEGIN IMMEDIATE on SQLite, a transaction-scoped advisory lock on PostgreSQL): what a unit
reads is still true when it writes. So a decision, the messages it causes (`enqueue`) and the mark that the interaction
is done (`finish`) are one transaction. Nothing slow (encoding, Slack) happens inside a unit.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Protocol

import numpy as np

from bot.model import (
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
    TopicRow,
    Voice,
)


class Reader(Protocol):
    """Reads within one transaction. Lists are ordered oldest first unless said otherwise."""

    def organisation(self) -> Organisation: ...
    def person(self, user: str) -> Person | None: ...

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

    def active_people(self, since: datetime) -> int:
        """Distinct pseudonyms among the questions asked since then."""
        ...

    def topic(self, id: int) -> Topic | None: ...
    def topics(self, ids: Sequence[int]) -> tuple[Topic, ...]: ...
    def topic_of_entry(self, entry: int) -> Topic | None: ...
    def topic_version(self) -> int:
        """A counter raised when a question is stored or changes topic."""
        ...

    def topic_rows(self, since: datetime) -> tuple[TopicRow, ...]: ...
    def tallies(
        self,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        topic: int | None = None,
        entry: int | None = None,
    ) -> tuple[Tally, ...]: ...

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
        """`since` is about opened_at."""
        ...

    def inbox(self, key: str) -> InboxRow | None: ...
    def stale_inbox(self, before: datetime, limit: int = 50) -> tuple[InboxRow, ...]:
        """Rows still *received* whose last attempt began before then."""
        ...

    def outbox(self, key: str) -> OutboxMessage | None: ...
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


class Unit(Reader, Protocol):
    """Writes within one transaction. `add_*` returns the model with its number; `save_*` replaces it whole."""

    def save_organisation(self, organisation: Organisation) -> None:
        """Upsert departments and top tasks by key; those that are absent become archived."""
        ...

    def save_person(self, person: Person) -> None: ...

    def add_entry(self, entry: Entry) -> Entry: ...
    def save_entry(self, entry: Entry) -> None: ...
    def delete_entry(self, number: int) -> None:
        """Removes the entry and its phrasings; questions, topics and tallies that named it lose the reference.
        Its number is not used again."""
        ...

    def add_phrasing(self, phrasing: Phrasing) -> Phrasing:
        """The same text (case ignored) of the same entry stays one row, which is returned as it was; a rejected one is
        a row of its own."""
        ...

    def save_phrasing(self, phrasing: Phrasing) -> None: ...
    def delete_phrasing(self, id: int) -> None: ...
    def move_phrasings(self, entry: int, into: int) -> None:
        """A merge: all phrasings (with their voices), questions, tallies, topics and escalations of `entry` become
        those of `into`; entries that pointed to the one point to the other; pairs it was in are gone."""
        ...

    def forget_vectors(self, phrasings: Sequence[int]) -> None:
        """These phrasings (ids) are to be encoded again; their entries have changed."""
        ...

    def add_voice(self, voice: Voice) -> Voice:
        """One voice a phrasing and question: a second stays the one row, which is returned as it was."""
        ...

    def delete_voice(self, id: int) -> None: ...
    def add_synonym(self, synonym: Synonym, at: datetime) -> Synonym: ...
    def delete_synonym(self, id: int) -> None: ...
    def save_entry_pair(self, pair: EntryPair) -> None:
        """Adds or replaces it; which of the two is first does not matter."""
        ...

    def delete_entry_pair(self, one: int, other: int) -> None: ...
    def add_distinct_pair(self, one: int, other: int, at: datetime) -> None:
        """They are not the same (`delete_entry_pair`, or saving the pair again, takes that back)."""
        ...

    def add_question(self, question: Question) -> Question: ...
    def save_question(self, question: Question) -> None:
        """Replaces all but the vector, unless the given one is not None."""
        ...

    def add_topic(self, topic: Topic) -> Topic: ...
    def save_topic(self, topic: Topic) -> None: ...
    def add_tally(self, tally: Tally) -> Tally:
        """A tally with the same origin stays one row, which is returned as it was."""
        ...

    def delete_tally(self, id: int) -> None: ...
    def add_escalation(self, escalation: Escalation) -> Escalation: ...
    def save_escalation(self, escalation: Escalation) -> None: ...
    def add_signal(self, signal: Signal) -> Signal: ...
    def save_signal(self, signal: Signal) -> None: ...

    def receive(self, row: InboxRow, stale_after: timedelta) -> bool:
        """Stores an interaction. False: it is a second delivery (the key is done, or received and not yet stale).
        A stale one is taken up again: received_at becomes the row's, attempts goes up by one, True."""
        ...

    def finish(self, key: str) -> None:
        """The interaction is done: its payload is wiped, its key stays."""
        ...

    def enqueue(self, message: OutboxMessage) -> OutboxMessage:
        """Adds a message, or (same key) replaces payload and not_before and raises the revision, so that the one in
        Slack is updated. `to`, `channel` and `ts` of an existing row stay; a failed one becomes pending again."""
        ...

    def save_outbox(self, message: OutboxMessage) -> None: ...
    def take(self, job: str, period: str, now: datetime, lease: timedelta) -> bool:
        """Claims a period of a job: True for one caller only, unless that one's lease ran out before it was done."""
        ...

    def done(self, job: str, period: str, now: datetime) -> None: ...
    def record(self, row: AuditRow) -> None: ...
    def forget(
        self, *, askers_before: datetime, pseudonyms_before: datetime, delivery_before: datetime
    ) -> dict[str, int]:
        """Removes what may no longer be kept; returns how many rows per kind.

        Questions asked before `askers_before` lose their asker and, if nobody reacted, get the outcome "no reaction",
        except those somebody still waits for (an escalation that is not answered). Those before `pseudonyms_before`
        lose their pseudonym, and so do voices about them. Inbox rows that are done, and personal outbox messages that
        were sent, before `delivery_before` are deleted (not an ask-back whose escalation is still open), and questions,
        entries and tallies older than that no longer say which interaction made them."""
        ...


class Store(Protocol):
    """Errors: `bot.errors.Unavailable` when the database cannot be reached or stays locked."""

    def reading(self) -> AbstractContextManager[Reader]: ...
    def writing(self) -> AbstractContextManager[Unit]: ...
    def close(self) -> None: ...


class Encoder(Protocol):
    """Turns texts into vectors. Safe for many threads; bounded to the cores."""

    name: str
    dimensions: int

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Shape (len(texts), dimensions), float32, not normalised, not centred."""
        ...


class Messenger(Protocol):
    """Delivers outbox messages. Errors: `bot.errors.DeliveryFailed`."""

    def post(self, message: OutboxMessage, thread_ts: str | None) -> tuple[str, str]:
        """Posts and returns (channel, ts). Called once; whoever is in doubt afterwards asks `find` first."""
        ...

    def update(self, message: OutboxMessage) -> None:
        """Renders the message again in its place (channel, ts)."""
        ...

    def find(self, message: OutboxMessage, thread_ts: str | None) -> tuple[str, str] | None:
        """Looks for a message of this key in Slack, by its metadata, posted since `sending_at`."""
        ...


class Directory(Protocol):
    """What Slack knows about people and user groups. Never raises: unknown is None or empty."""

    def locale(self, user: str) -> str | None: ...
    def group_members(self, group: str) -> tuple[str, ...]: ...
    def refresh(self) -> None: ...
