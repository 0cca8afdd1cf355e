"""The live indexes: derived from the store, never the truth. They follow the store's change counters, so that any
number of processes agree, and a restart encodes nothing twice."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from datetime import datetime, timedelta

import numpy as np

from bot.domain.matching import Index, Match
from bot.domain.matching import Phrasing as Indexed
from bot.domain.topics import TopicIndex, TopicMember
from bot.model import IndexRow, TopicRow
from bot.ports import Encoder, Store

TOPIC_MEMORY = timedelta(days=56)  #: questions older than this no longer draw new ones into their topic

log = logging.getLogger(__name__)


class Knowledge:
    """Finds entries and topics for a text. Safe for many threads: readers use an immutable snapshot."""

    def __init__(self, store: Store, encoder: Encoder | None) -> None:
        self.encoder = encoder
        self._store = store
        self._lock = threading.Lock()
        self._index = Index.build((), None)
        self._index_version = -1
        self._topics = TopicIndex.build((), None)
        self._topics_version = -1

    def encode(self, text: str) -> np.ndarray | None:
        """The text's vector, shape (dimensions,), or None without an encoder."""
        return None if self.encoder is None else self.encoder.encode([text])[0]

    def encode_question(self, text: str) -> np.ndarray | None:
        """A question's vector, of the text without greeting and with its typos corrected to words the base uses."""
        return self.encode(self.index().prepare(text))

    def pack(self, vector: np.ndarray | None) -> tuple[str | None, bytes | None]:
        """(encoder name, bytes) as the store keeps a vector."""
        if vector is None or self.encoder is None:
            return None, None
        return self.encoder.name, np.asarray(vector, dtype="<f4").tobytes()

    def fill(self) -> int:
        """Encodes phrasings this encoder has not seen, in the store; returns how many (0 on a warm start)."""
        if self.encoder is None:
            return 0
        count = 0
        while True:
            with self._store.reading() as data:
                missing = data.phrasings_without_vector(self.encoder.name)
            if not missing:
                return count
            vectors = self.encoder.encode([p.text for p in missing])
            with self._store.writing() as unit:
                for phrasing, vector in zip(missing, vectors, strict=True):
                    name, packed = self.pack(vector)
                    unit.save_phrasing(phrasing.but(encoder=name, vector=packed))
            count += len(missing)

    def index(self) -> Index:
        """The index as the store has it now."""
        with self._store.reading() as data:
            version = data.index_version()
            if version == self._index_version:
                return self._index
            rows = data.index_rows()
        with self._lock:
            if version > self._index_version:
                phrasings = tuple(Indexed(r.id, r.entry, r.text, r.weight, r.language) for r in rows)
                self._index = Index.build(phrasings, self._vectors(rows))
                self._index_version = version
            return self._index

    def find(self, text: str, vector: np.ndarray | None, limit: int = 5) -> tuple[Match, ...]:
        """Entries for a question, best first."""
        return self.index().rank(text, vector, limit)

    def near_duplicates(self, text: str, vector: np.ndarray | None) -> tuple[Match, ...]:
        """Entries that say the same as this text."""
        return self.index().near_duplicates(text, vector)

    def topic_for(self, text: str, vector: np.ndarray | None, now: datetime) -> int | None:
        """The topic that this question joins, by what was asked lately; None starts a new one."""
        found = self._topic_index(now).assign(text, vector)
        return found[0] if found else None

    def joined(self, topic: int, question: int, text: str, vector: np.ndarray | None, unit_version: int) -> None:
        """Takes a question just stored into the topic index, if nobody else changed it in between."""
        with self._lock:
            if unit_version == self._topics_version + 1:
                self._topics = self._topics.with_member(TopicMember(topic, question, text), vector)
                self._topics_version = unit_version

    def _topic_index(self, now: datetime) -> TopicIndex:
        with self._store.reading() as data:
            version = data.topic_version()
            if version == self._topics_version:
                return self._topics
            rows = data.topic_rows(now - TOPIC_MEMORY)
        with self._lock:
            if version > self._topics_version:
                members = tuple(TopicMember(r.topic, r.question, r.text) for r in rows)
                self._topics = TopicIndex.build(members, self._vectors(rows))
                self._topics_version = version
            return self._topics

    def _vectors(self, rows: Sequence[IndexRow | TopicRow]) -> np.ndarray | None:
        """The stored vectors as one array (n, d); rows without one, or of another encoder, are encoded here."""
        if self.encoder is None:
            return None
        vectors = np.zeros((len(rows), self.encoder.dimensions), dtype=np.float32)
        missing = [i for i, r in enumerate(rows) if r.vector is None or r.encoder != self.encoder.name]
        for i, row in enumerate(rows):
            if row.vector is not None and row.encoder == self.encoder.name:
                vectors[i] = np.frombuffer(row.vector, dtype="<f4")
        if missing:
            log.info("encoding %d texts without a stored vector", len(missing))
            vectors[missing] = self.encoder.encode([rows[i].text for i in missing])
        return vectors
