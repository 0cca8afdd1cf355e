"""The live indexes: derived from the store, never the truth. They follow the store's change counters, so that any
number of processes agree, and a restart encodes nothing twice."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import datetime, timedelta

import numpy as np
from threadpoolctl import threadpool_limits

from bot.domain.likeness import Alike
from bot.domain.matching import Index, Match
from bot.domain.rising import MEANING
from bot.domain.synonyms import NO_SYNONYMS, Synonyms
from bot.domain.topics import TopicIndex, TopicMember
from bot.domain.wide import WideIndex
from bot.model import TopicRow
from bot.ports import Encoder, Store
from bot.services.following import Following, Noticing, Snapshot, synonyms_of, unpacked
from bot.services.together import Together
from bot.services.topics import only_tallied

LOOK_EVERY = 0.05  #: seconds: the patience of a running bot
TOPIC_MEMORY = timedelta(days=56)  #: questions older than this no longer draw new ones into their topic


class Knowledge:
    """Finds entries and topics for a text. Safe for many threads: readers use an immutable snapshot."""

    def __init__(self, store: Store, encoder: Encoder | None, patience: float = 0.0) -> None:
        """`patience`: seconds in which a change by another process may go unnoticed, so that not every question asks
        the database; one's own changes are noticed if they are made through `noticing`."""
        # Askers are what runs side by side. Products as small as ours only get slower by being split over the cores,
        # and up to forty times so when something else keeps a core busy.
        threadpool_limits(limits=1, user_api="blas")
        self.encoder = encoder
        self._together = None if encoder is None else Together(encoder.encode)
        self._store = store
        self._following = Following(store, encoder, patience)
        self._lock = threading.Lock()
        self._turn = threading.Lock()  # ranking is many short steps: side by side they only wait for the interpreter
        self._topics = TopicIndex.build((), None)
        self._topics_version = -1
        self._topics_synonyms = NO_SYNONYMS
        self._made_for_topics: dict[str, np.ndarray] = {}  #: vectors of texts in topics for which none is stored

    def noticing(self) -> Store:
        """The store, to be written through."""
        return Noticing(self._store, self._following.look_again)

    def snapshot(self) -> Snapshot:
        """The index to answer from, and the synonyms texts are rewritten by; one version of both."""
        return self._following.latest()

    def index(self) -> Index | WideIndex:
        """The index as the store has it now."""
        return self.snapshot().index

    def synonyms(self) -> Synonyms:
        """Those that count now: texts are rewritten by them before they are encoded or compared."""
        return self.snapshot().synonyms

    def settle(self, seconds: float = 60.0) -> None:
        """Waits until nothing is done to the index behind the scenes any more, at most so long."""
        self._following.settle(seconds)

    def tend(self, now: datetime) -> None:
        """What is better done now than on the way of the next question; called often, cheap when there is nothing."""
        self._topic_index(now, self.synonyms())
        if self._following.unfilled:
            self._following.unfilled = False
            self.fill()

    def encode(self, text: str) -> np.ndarray | None:
        """The vector of what the text means to the team, shape (dimensions,), or None without an encoder."""
        return None if self.encoder is None else self._encoded(self.synonyms().expand(text))

    def encode_question(self, text: str) -> np.ndarray | None:
        """A question's vector, of the text without greeting and with its typos corrected to words the base uses."""
        return self._vector(text, self.snapshot())

    def look_up(self, text: str, limit: int = 5) -> tuple[np.ndarray | None, tuple[Match, ...]]:
        """A question's vector and the entries for it, best first."""
        latest = self.snapshot()
        vector = self._vector(text, latest)
        with self._turn:
            return vector, latest.index.rank(latest.synonyms.expand(text), vector, limit)

    def look_up_all(
        self, texts: Sequence[str], limit: int = 5
    ) -> tuple[tuple[np.ndarray | None, tuple[Match, ...]], ...]:
        """As `look_up`, of many texts: encoded together, ranked by one snapshot."""
        latest = self.snapshot()
        vectors: Sequence[np.ndarray | None] = [None] * len(texts)
        if self.encoder is not None and texts:
            vectors = list(self.encoder.encode([self._prepared(text, latest) for text in texts]))
        found = []
        for text, vector in zip(texts, vectors, strict=True):
            with self._turn:
                found.append((vector, latest.index.rank(latest.synonyms.expand(text), vector, limit)))
        return tuple(found)

    def find(self, text: str, vector: np.ndarray | None, limit: int = 5) -> tuple[Match, ...]:
        """Entries for a question, best first."""
        latest = self.snapshot()
        return latest.index.rank(latest.synonyms.expand(text), vector, limit)

    def near_duplicates(self, text: str, vector: np.ndarray | None) -> tuple[Match, ...]:
        """Entries that say the same as this text."""
        latest = self.snapshot()
        return latest.index.near_duplicates(latest.synonyms.expand(text), vector)

    def pack(self, vector: np.ndarray | None) -> tuple[str | None, bytes | None]:
        """(encoder name, bytes) as the store keeps a vector."""
        if vector is None or self.encoder is None:
            return None, None
        return self.encoder.name, np.asarray(vector, dtype="<f4").tobytes()

    def fill(self, most: int | None = None) -> int:
        """Encodes phrasings this encoder has not seen, in the store, about `most` of them; returns how many (0 on a
        warm start)."""
        if self.encoder is None:
            return 0
        count = 0
        while most is None or count < most:
            with self._store.reading() as data:
                missing = data.phrasings_without_vector(self.encoder.name)
                synonyms = synonyms_of(data)
            if not missing:
                break
            vectors = self.encoder.encode([synonyms.expand(p.text) for p in missing])
            made = {(p.id, p.text): vector for p, vector in zip(missing, vectors, strict=True)}
            with self._store.writing() as unit:
                if synonyms_of(unit) != synonyms:
                    continue  # they read differently now
                # As they are now: while the encoder was at work they may have been confirmed, merged or removed.
                for phrasing in unit.phrasings_without_vector(self.encoder.name):
                    vector = made.get((phrasing.id, phrasing.text))
                    if vector is not None:
                        name, packed = self.pack(vector)
                        unit.save_phrasing(phrasing.but(encoder=name, vector=packed))
                        count += 1
            self._following.look_again()
        return count

    def topic_for(self, text: str, vector: np.ndarray | None, now: datetime) -> int | None:
        """The topic that this question joins, by what was asked lately; None starts a new one."""
        synonyms = self.synonyms()
        found = self._topic_index(now, synonyms).assign(synonyms.expand(text), vector)
        return found[0] if found else None

    def alike(self, now: datetime) -> Alike:
        """How alike the questions of the last weeks (TOPIC_MEMORY) are, as the scan for what rises looks at them."""
        return self._topic_index(now, self.synonyms()).alike(MEANING)

    def joined(self, topic: int, question: int, text: str, vector: np.ndarray | None, unit_version: int) -> None:
        """Takes a question just stored into the topic index, if nobody else changed it in between."""
        with self._lock:
            if unit_version == self._topics_version + 1:
                member = TopicMember(topic, question, self._topics_synonyms.expand(text))
                self._topics = self._topics.with_member(member, vector)
                self._topics_version = unit_version

    def _topic_index(self, now: datetime, synonyms: Synonyms) -> TopicIndex:
        with self._store.reading() as data:
            version = data.topic_version()
            if version == self._topics_version and synonyms == self._topics_synonyms:
                return self._topics
            rows = data.topic_rows(now - TOPIC_MEMORY)
            unasked = only_tallied(data, {row.topic for row in rows}, now - TOPIC_MEMORY)
        # Nobody asked these: they are known by their title.
        rows += tuple(TopicRow(topic=t.id, question=-t.id, text=t.title, encoder=None, vector=None) for t in unasked)
        with self._lock:
            if version > self._topics_version or synonyms != self._topics_synonyms:
                texts, vectors = self._read(rows, synonyms)
                members = tuple(TopicMember(r.topic, r.question, text) for r, text in zip(rows, texts, strict=True))
                self._topics = self._topics.following(members, vectors)
                self._topics_version, self._topics_synonyms = version, synonyms
            return self._topics

    def read(self, rows: Sequence[TopicRow]) -> tuple[list[str], np.ndarray | None]:
        """The questions as they are compared: texts rewritten by the synonyms, and vectors (n, d), or None without an
        encoder."""
        return self._read(rows, self.synonyms())

    def _read(self, rows: Sequence[TopicRow], synonyms: Synonyms) -> tuple[list[str], np.ndarray | None]:
        texts = [synonyms.expand(row.text) for row in rows]
        if self.encoder is None:
            return texts, None
        vectors, unseen = unpacked(rows, self.encoder)
        if unseen:
            missing = [texts[i] for i in unseen]
            known = self._made_for_topics
            unknown = [text for text in dict.fromkeys(missing) if text not in known]
            made = known | dict(zip(unknown, self.encoder.encode(unknown), strict=True))
            self._made_for_topics = {text: made[text] for text in missing}
            vectors[unseen] = [made[text] for text in missing]
        return texts, vectors

    def _vector(self, text: str, latest: Snapshot) -> np.ndarray | None:
        if self.encoder is None:
            return None
        return self._encoded(self._prepared(text, latest))

    def _prepared(self, text: str, latest: Snapshot) -> str:
        """A question as it is encoded."""
        return latest.synonyms.expand(latest.index.prepare(latest.synonyms.expand(text)))

    def _encoded(self, text: str) -> np.ndarray:
        assert self._together is not None
        return self._together.encode(text)
