"""What the store keeps: writes within one transaction, and what they read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Protocol

from bot.model import (
    Action,
    Announcement,
    AuditRow,
    Entry,
    EntryPair,
    Escalation,
    InboxRow,
    Organisation,
    OutboxMessage,
    Person,
    Phrasing,
    Question,
    Signal,
    Synonym,
    Tally,
    Topic,
    TopicPair,
    Voice,
    Written,
)
from bot.ports.reading import Reader


class Unit(Reader, Protocol):
    """Writes within one transaction. `add_*` returns the model with its number; `save_*` replaces it whole."""

    def save_organisation(self, organisation: Organisation) -> None:
        """Upsert departments and top tasks by key; those that are absent become archived."""
        ...

    def save_person(self, person: Person) -> None: ...

    def add_entry(self, entry: Entry) -> Entry: ...
    def save_entry(self, entry: Entry) -> None: ...
    def delete_entry(self, number: int) -> None:
        """Removes the entry, its phrasings and its announcement; questions, topics, tallies and signals that named it
        lose the reference. Its number is not used again."""
        ...

    def add_phrasing(self, phrasing: Phrasing) -> Phrasing:
        """The same text (case ignored) of the same entry stays one row, which is returned as it was; a rejected one is
        a row of its own."""
        ...

    def save_phrasing(self, phrasing: Phrasing) -> None: ...
    def delete_phrasing(self, id: int) -> None: ...
    def move_phrasings(self, entry: int, into: int) -> None:
        """A merge: all phrasings (with their voices), questions, tallies, topics and escalations of `entry` become
        those of `into`; entries that pointed to the one point to the other; pairs it was in are gone. An announcement
        stays with the number it was made under: its period is not the other's."""
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

    def add_tallies(self, tallies: Sequence[Tally]) -> int:
        """Adds many at once; one whose origin is there already is left out. Returns how many were new."""
        ...

    def delete_tally(self, id: int) -> None: ...
    def move_questions(self, ids: Sequence[int], topic: int, *, pinned: bool) -> None:
        """These questions now belong to this topic, `pinned` there or not; raises the topic version."""
        ...

    def move_tallies(self, ids: Sequence[int], topic: int) -> None:
        """These tallies now belong to this topic."""
        ...

    def merge_topics(self, topic: int, into: int) -> None:
        """Questions, tallies and escalations of `topic` become those of `into`; it points there (`merged_into`), and so
        do those that pointed to it; pairs it was in become those of `into`. Signals keep their topic's number."""
        ...

    def add_topic_pair(self, pair: TopicPair) -> None:
        """A specialist keeps these apart; which of the two is first does not matter. Once is enough."""
        ...

    def delete_topic_pair(self, one: int, other: int) -> None: ...
    def add_questions(self, questions: Sequence[Question]) -> int:
        """Adds many at once; one whose origin is there already is left out. Returns how many were new."""
        ...

    def add_escalation(self, escalation: Escalation) -> Escalation: ...
    def save_escalation(self, escalation: Escalation) -> None: ...
    def add_signal(self, signal: Signal) -> Signal: ...
    def save_signal(self, signal: Signal) -> None: ...
    def add_action(self, action: Action) -> Action: ...
    def save_action(self, action: Action) -> None: ...
    def save_announcement(self, announcement: Announcement) -> None:
        """Adds or replaces it, all but `reads`, which counts on its own (`read_announcement`)."""
        ...

    def read_announcement(self, entry: int, pseudonym: str, at: datetime) -> bool:
        """Somebody pressed Read: raises `reads` by one, once a person. False: that person had read it already."""
        ...

    def keep_written(self, written: Written) -> Written:
        """The first one of a kind, scope and period stays, and is returned."""
        ...

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
        self, *, askers_before: datetime, pseudonyms_before: datetime, delivery_before: datetime, ended_before: date
    ) -> dict[str, int]:
        """Removes what may no longer be kept; returns how many rows per kind.

        Questions asked before `askers_before` lose their asker and, if nobody reacted, get the outcome "no reaction",
        except those somebody still waits for (an escalation that is not answered). Those before `pseudonyms_before`
        lose their pseudonym, and so do voices about them. Inbox rows that are done, and personal outbox messages that
        were sent, before `delivery_before` are deleted (not an ask-back whose escalation is still open), and questions,
        entries and tallies older than that no longer say which interaction made them. Who pressed Read under an
        announcement goes when that ended before `ended_before` or was withdrawn, and before `pseudonyms_before`; how
        many did stays."""
        ...
