"""How the live index of entries follows the store.

A snapshot never changes; whoever asks uses the latest there is. When the store's version has moved on, whoever notices
first brings the index up to date before it goes on, if that takes milliseconds: only the entries that changed are read,
and one's own write is found by one's next question. All others go on with the snapshot there was, so nobody waits for
anybody. What takes longer (an import, an index that is worn) is done by one thread in the
background, and small changes keep coming in meanwhile.
"""

from __future__ import annotations

import logging
import math
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from itertools import chain

import numpy as np

from bot.domain.bodies import Bodies
from bot.domain.calibration import fits_for
from bot.domain.matching import Index
from bot.domain.matching import Phrasing as Indexed
from bot.domain.synonyms import NO_SYNONYMS, Synonyms, combined
from bot.domain.wide import WIDE_FROM, WideIndex
from bot.domain.words import fold
from bot.model import IndexRow, TopicRow
from bot.ports import Encoder, Reader, Store, Unit

AT_ONCE = 5000  #: rows read at a time: 10 MB of vectors
SOON = 400  #: entries changed; more are taken in behind the scenes (400 with five phrasings each: about 50 ms)
UNSEEN = 50  #: of those, phrasings without a vector (some 2 ms each); more are encoded behind the scenes

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Part:
    """What a small index is made of, an entry: its phrasings, their vectors (n, d) if there is an encoder, its body."""

    phrasings: tuple[Indexed, ...]
    vectors: np.ndarray | None
    body: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The index as the store had it at a version. `parts`: what it was made of, of a small base only."""

    version: int
    index: Index | WideIndex
    synonyms: Synonyms = NO_SYNONYMS
    parts: Mapping[int, Part] = field(default_factory=dict)
    bodies: Bodies = field(default_factory=lambda: Bodies({}))


class Following:
    """Keeps the latest snapshot. Safe for many threads."""

    def __init__(self, store: Store, encoder: Encoder | None, patience: float) -> None:
        """`patience`: seconds that a look at the store's version holds for, unless `look_again` says otherwise."""
        self._store, self._encoder, self._patience = store, encoder, patience
        self._looked = -math.inf
        self._fits = fits_for(None if encoder is None else encoder.name)
        self._changing = threading.Lock()
        self._behind: threading.Thread | None = None
        self.unfilled = False  #: phrasings without a vector were met: the store is to have them
        self.held = Snapshot(-1, Index.build((), None))  #: the latest, without a look at the store

    def latest(self) -> Snapshot:
        """The snapshot to answer from."""
        now = time.monotonic()
        if now - self._looked < self._patience:
            return self.held
        self._looked = now
        with self._store.reading() as data:
            version = data.index_version()
        # The first who asks has nothing yet to go on with, and waits.
        if version != self.held.version and self._changing.acquire(blocking=self.held.version < 0):
            try:
                self._follow()
            finally:
                self._changing.release()
        return self.held

    def look_again(self) -> None:
        """Something was written: the next question looks whether it concerns the index."""
        self._looked = -math.inf

    def settle(self, seconds: float) -> None:
        """Waits until nothing is done behind the scenes any more, at most so long."""
        if (thread := self._behind) is not None:
            thread.join(seconds)

    # ------------------------------------------------------------ inside; under the lock unless said otherwise

    def _follow(self, start: Snapshot | None = None) -> None:
        """Brings the latest snapshot up to date, or `start`, which then takes its place."""
        held = start or self.held
        behind = self._behind is threading.current_thread()
        with self._store.reading() as data:
            version = data.index_version()
            if version == held.version:
                self.held = held
                return
            changes = data.index_changes(held.version) if held.version >= 0 else None
            if changes is None:
                self.held = self._read(data)
            elif len(changes) > SOON and not behind:
                return self._go_behind(self._catch_up)
            else:
                rows = _rows_of(data, changes)
                if not behind and self._unseen(rows) > UNSEEN:
                    return self._go_behind(self._catch_up)
                self.held = self._with(held, version, changes, rows, data)
        if isinstance(self.held.index, WideIndex) and self.held.index.worn:
            self._go_behind(self._renew)

    def _unseen(self, rows: Sequence[IndexRow]) -> int:
        """How many have no vector by this encoder."""
        name = None if self._encoder is None else self._encoder.name
        return 0 if name is None else sum(row.vector is None or row.encoder != name for row in rows)

    def _with(
        self, held: Snapshot, version: int, changes: frozenset[int], rows: Sequence[IndexRow], data: Reader
    ) -> Snapshot:
        synonyms = synonyms_of(data)
        numbers = sorted(changes)
        bodies = dict(data.entry_texts(entries=numbers)) if numbers else {}
        phrasings, vectors = self._indexed(rows, synonyms)
        if isinstance(held.index, WideIndex):
            index = held.index.replaced(changes, phrasings, vectors, bodies)
            return Snapshot(version, index, synonyms)
        parts = {entry: part for entry, part in held.parts.items() if entry not in changes}
        parts |= _parts(phrasings, vectors, bodies)
        return self._made(version, dict(sorted(parts.items())), synonyms, held.bodies)

    def _read(self, data: Reader) -> Snapshot:
        """Everything, from the store. Needs no lock."""
        version = data.index_version()
        synonyms = synonyms_of(data)
        bodies = dict(data.entry_texts())
        chunks = _chunks(data, None)
        first: list[IndexRow] = []
        for rows in chunks:
            first += rows
            if len(first) >= WIDE_FROM:
                some = (self._indexed(rows, synonyms) for rows in chain((tuple(first),), chunks))
                return Snapshot(version, WideIndex.build(some, bodies, self._fits), synonyms)
        return self._made(version, _parts(*self._indexed(first, synonyms), bodies), synonyms, self.held.bodies)

    def _indexed(self, rows: Sequence[IndexRow], synonyms: Synonyms) -> tuple[list[Indexed], np.ndarray | None]:
        phrasings = [Indexed(r.id, r.entry, r.text, r.weight, r.language, fold(synonyms.expand(r.text))) for r in rows]
        if self._encoder is None:
            return phrasings, None
        vectors, unseen = unpacked(rows, self._encoder)
        if len(unseen) > UNSEEN:
            log.info("encoding %d phrasings without a stored vector", len(unseen))
        if unseen:
            vectors[unseen] = self._encoder.encode([synonyms.expand(rows[i].text) for i in unseen])
            self.unfilled = True
        return phrasings, vectors

    def _made(self, version: int, parts: Mapping[int, Part], synonyms: Synonyms, known: Bodies) -> Snapshot:
        """The snapshot of these parts: an exact index of a small base, a wide one of what has grown large."""
        phrasings = [phrasing for part in parts.values() for phrasing in part.phrasings]
        stacked = [part.vectors for part in parts.values() if part.vectors is not None]
        vectors = np.concatenate(stacked) if stacked else None
        texts = {entry: part.body for entry, part in parts.items() if part.body}
        if len(phrasings) >= WIDE_FROM:
            return Snapshot(version, WideIndex.build([(phrasings, vectors)], texts, self._fits), synonyms)
        bodies = known if dict(known) == texts else Bodies(texts)  # they seldom change, phrasings with every Helped
        return Snapshot(version, Index.build(phrasings, vectors, bodies, fits=self._fits), synonyms, parts, bodies)

    # ------------------------------------------------------------ behind the scenes, without the lock

    def _go_behind(self, work: Callable[[], None]) -> None:
        """Has this done by a thread of its own, unless one is at work: what is left is noticed at the next question."""
        if self._behind is None or not self._behind.is_alive():
            self._behind = threading.Thread(target=self._quietly, args=(work,), name="index", daemon=True)
            self._behind.start()

    def _quietly(self, work: Callable[[], None]) -> None:
        try:
            work()
        except Exception:  # the index stays as it is; the next question tries again
            log.warning("the index could not be brought up to date", exc_info=True)

    def _renew(self) -> None:
        with self._store.reading() as data:
            new = self._read(data)
        with self._changing:
            self._follow(new)  # small changes came in meanwhile: nobody is to see it without them

    def _catch_up(self) -> None:
        with self._store.reading() as data:
            held = self.held
            version, changes = data.index_version(), data.index_changes(held.version)
            if changes is None:
                return
            new = self._with(held, version, changes, _rows_of(data, changes), data)
        with self._changing:
            # Small changes that came in meanwhile are among these.
            self._follow(new if self.held.version <= new.version else None)


class Noticing:
    """A store that tells whenever something was written through it."""

    def __init__(self, store: Store, written: Callable[[], None]) -> None:
        self._store, self._written = store, written

    def reading(self) -> AbstractContextManager[Reader]:
        return self._store.reading()

    @contextmanager
    def writing(self) -> Iterator[Unit]:
        try:
            with self._store.writing() as unit:
                yield unit
        finally:
            self._written()

    def close(self) -> None:
        self._store.close()


def synonyms_of(data: Reader) -> Synonyms:
    """Those of configure's file, then those added in Slack."""
    return combined(data.organisation().synonyms, data.synonyms())


def unpacked(rows: Sequence[IndexRow | TopicRow], encoder: Encoder) -> tuple[np.ndarray, list[int]]:
    """Stored vectors as one array (n, d), and which rows have none by this encoder (zeros there)."""
    vectors = np.zeros((len(rows), encoder.dimensions), dtype=np.float32)
    unseen = []
    for i, row in enumerate(rows):
        if row.vector is None or row.encoder != encoder.name:
            unseen.append(i)
        else:
            vectors[i] = np.frombuffer(row.vector, dtype="<f4")
    return vectors, unseen


def _chunks(data: Reader, entries: Sequence[int] | None) -> Iterator[tuple[IndexRow, ...]]:
    """All rows (of these entries), AT_ONCE at a time."""
    after, some = 0, True
    while some and (entries is None or entries):
        rows = data.index_rows(entries=entries, after=after, limit=AT_ONCE)
        some = len(rows) == AT_ONCE
        if rows:
            after = rows[-1].id
            yield rows


def _rows_of(data: Reader, entries: frozenset[int]) -> list[IndexRow]:
    return list(chain.from_iterable(_chunks(data, sorted(entries))))


def _parts(phrasings: Sequence[Indexed], vectors: np.ndarray | None, bodies: Mapping[int, str]) -> dict[int, Part]:
    places: dict[int, list[int]] = {}
    for place, phrasing in enumerate(phrasings):
        places.setdefault(phrasing.entry, []).append(place)
    return {
        entry: Part(tuple(phrasings[i] for i in own), None if vectors is None else vectors[own], bodies.get(entry, ""))
        for entry, own in sorted(places.items())
    }
