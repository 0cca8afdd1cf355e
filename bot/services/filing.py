"""Filing many texts under topics at once, as an import brings them, by the rules a question follows that is asked:
the topic of the entry that fits, else the topic it is close to, else a new one.

New topics are drafts with a number below zero until `Filing.settle` stores those that are used.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from bot.domain import text as words
from bot.domain.matching import Match
from bot.domain.topics import TopicIndex, TopicMember
from bot.domain.words import without_opening
from bot.model import Entry, Organisation, Topic
from bot.ports import Reader, Unit
from bot.services.answering import SHOWN_AT_MOST, guess_department
from bot.services.context import Context
from bot.services.following import unpacked
from bot.services.knowledge import TOPIC_MEMORY, Knowledge
from bot.services.topics import current

AT_ONCE = 256  #: texts that are encoded together
TITLE_MOST = 120  #: characters of a topic's title


@dataclass(frozen=True, slots=True)
class Placed:
    """A text and what the knowledge base has for it: the entry that fits, if any, and the nearest ones, best first."""

    text: str
    vector: np.ndarray | None
    matches: tuple[Match, ...]
    entry: int | None  #: number of the one that fits, or is likely enough


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose subject a text probably is: what is known of departments and entries."""

    organisation: Organisation
    entries: dict[int, Entry]

    @classmethod
    def of(cls, data: Reader) -> Whose:
        """As it stands in the store."""
        return cls(data.organisation(), {entry.number: entry for entry in data.entries() if entry.offered})

    def guess(self, placed: Placed) -> str | None:
        """The department's key, or None."""
        return guess_department(self.organisation, placed.matches, self.entries, None)


def place_all(knowledge: Knowledge, texts: Sequence[str], likely: float = 1.0) -> Iterator[Placed]:
    """Looks up every text, some hundred at a time. `likely`: the nearest entry counts from this probability on, even
    when it is not shown as fitting."""
    for start in range(0, len(texts), AT_ONCE):
        some = texts[start : start + AT_ONCE]
        for text, (vector, matches) in zip(some, knowledge.look_up_all(some, SHOWN_AT_MOST), strict=True):
            near = matches[0] if matches and (matches[0].fits or matches[0].probability >= likely) else None
            yield Placed(text, vector, matches, near.entry if near else None)


class Filing:
    """Topics that texts are filed under. Not safe for many threads."""

    def __init__(self, context: Context, since: datetime) -> None:
        """Knows the questions asked from eight weeks before `since` on."""
        self._synonyms = context.knowledge.synonyms()
        encoder = context.knowledge.encoder
        with context.store.reading() as data:
            rows = data.topic_rows(since - TOPIC_MEMORY)
            self._of_entry = {t.entry: t.id for t in reversed(data.topics()) if t.entry and t.merged_into is None}
        self._asked = {row.topic for row in rows}
        members = [TopicMember(row.topic, row.question, self._synonyms.expand(row.text)) for row in rows]
        vectors = None
        if encoder is not None:
            vectors, unseen = unpacked(rows, encoder)
            if unseen:
                vectors[unseen] = encoder.encode([members[i].text for i in unseen])
        self._index = TopicIndex.build(members, vectors)
        self._drafts: dict[int, Topic] = {}
        self._stored: dict[int, int] = {}
        self._added = 0
        self.opened = 0  #: topics that were new

    def knows(self, topic: int) -> bool:
        """Whether questions are in this topic."""
        return topic in self._asked

    def nearest(self, text: str, vector: np.ndarray | None) -> int | None:
        """The topic that this text is close enough to, if any."""
        found = self._index.assign(self._synonyms.expand(text), vector)
        return found[0] if found else None

    def topic_of(self, placed: Placed, department: str | None, at: datetime) -> int:
        """The topic a text belongs to; a draft (below zero) when there is none yet."""
        known = self._of_entry.get(placed.entry) if placed.entry else self.nearest(placed.text, placed.vector)
        if known is None:
            return self._draft(placed, department, at)
        draft = self._drafts.get(known)
        if draft is not None and draft.department is None and department is not None:
            self._drafts[known] = draft.but(department=department)
        return known

    def add(self, topic: int, text: str, vector: np.ndarray | None) -> None:
        """From now on this text draws others into its topic."""
        self._added += 1
        member = TopicMember(topic, -self._added, self._synonyms.expand(text))
        self._index = self._index.with_member(member, vector)

    def settle(self, unit: Unit, used: Iterable[int]) -> dict[int, int]:
        """Stores the drafts among these topics; gives for each the number it has now, of one that was merged
        meanwhile the one that took it in."""
        numbers = {}
        for topic in sorted(set(used), reverse=True):
            if topic < 0 and topic not in self._stored:
                self._stored[topic] = self._store(unit, self._drafts[topic])
            numbers[topic] = current(unit, self._stored.get(topic, topic)).id
        return numbers

    def _draft(self, placed: Placed, department: str | None, at: datetime) -> int:
        topic = -1 - len(self._drafts)
        title = words.one_line(without_opening(placed.text), TITLE_MOST)
        self._drafts[topic] = Topic(title=title, department=department, entry=placed.entry, created_at=at)
        if placed.entry is not None:
            self._of_entry[placed.entry] = topic
        return topic

    def _store(self, unit: Unit, draft: Topic) -> int:
        """Another process may have opened the entry's topic in the meantime, or the entry may be gone."""
        if draft.entry is not None:
            known = unit.topic_of_entry(draft.entry)
            if known is not None:
                return known.id
            if unit.entry(draft.entry) is None:
                draft = draft.but(entry=None)
        self.opened += 1
        return unit.add_topic(draft).id
