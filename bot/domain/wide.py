"""A large knowledge base: a question is compared roughly with everything, exactly with the few entries that come near.

The phrasings stand in blocks that never change. What is edited is hidden where it stood and written anew in the last
block, which is small: a change costs milliseconds, whatever the size. With time there is more hidden and there are more
blocks (`worn`): then the whole is built again, beside the old one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from bot.domain.around import Around
from bot.domain.calibration import DEFAULT, Fits, fits_for
from bot.domain.centring import PRIOR_WEIGHT
from bot.domain.comparing import BEST, MEAN
from bot.domain.grams import BUCKETS, GramWeights, grams_of, spans
from bot.domain.matching import Index, Match, Phrasing
from bot.domain.near import NearCharacters
from bot.domain.postings import AT_MOST, Postings, telling
from bot.domain.spelling import Speller
from bot.domain.vectors import Projection, VectorBlock
from bot.domain.words import fold, without_greeting

WIDE_FROM = 2000  #: phrasings; below, comparing with everything exactly is as quick
ENTRIES, ROWS = 10, 60  #: entries that are looked at exactly, and their phrasings at most
OF_ONE = 10  #: phrasings of one entry that are looked at: the closest; with more, fewer entries come near
NEAR = 300  #: phrasings that come near
LOOKED_AT = 3 * ENTRIES  #: entries with the closest of these, of which those are picked that are near as a whole
FEW = 5  #: phrasings of an entry that say how near it is as a whole: its closest
SAMPLED = 8  #: values of a sample above the threshold that is taken from it
TAIL = 1024  #: phrasings; a last block smaller than this is written anew with each change
WORN_HIDDEN, WORN_BLOCKS = 0.2, 12  #: share of the phrasings hidden, or blocks beyond those needed

Chunk = tuple[Sequence[Phrasing], "np.ndarray | None"]  #: phrasings and their vectors (n, d) as the encoder gave them


@dataclass(frozen=True, slots=True)
class _Block:
    """Up to AT_MOST phrasings, those of an entry together. `live`: (n,) bool, those that are not replaced."""

    phrasings: tuple[Phrasing, ...]
    entries: np.ndarray
    postings: Postings
    vectors: VectorBlock | None
    live: np.ndarray

    def of(self, entries: np.ndarray) -> np.ndarray:
        """Places of the live phrasings of these entries."""
        at = spans(np.searchsorted(self.entries, entries), np.searchsorted(self.entries, entries, side="right"))
        return at[self.live[at]]

    def closeness(self, short: np.ndarray | None, keys: np.ndarray, worth: np.ndarray) -> np.ndarray:
        """About how near each phrasing is to a question: cosines of the vector and of the n-grams as these weigh."""
        found = self.postings.cosines(keys, worth)
        if short is not None and self.vectors is not None:
            found += self.vectors.cosines(short)
        return found

    def without(self, entries: np.ndarray) -> _Block:
        hidden = self.of(entries)
        if not len(hidden):
            return self
        live = self.live.copy()
        live[hidden] = False
        return replace(self, live=live)


class WideIndex:
    """A snapshot of a large base; never changes, so any number of threads may ask it. Asked like `Index`."""

    def __init__(
        self,
        blocks: Sequence[_Block],
        bodies: Mapping[int, str],
        weights: GramWeights,
        speller: Speller,
        projection: Projection | None,
        entries: int,
        fits: Fits,
    ) -> None:
        self.blocks = tuple(blocks)
        self.bodies = bodies
        self.entries = entries  #: how many it holds
        self._weights, self._speller, self._projection = weights, speller, projection
        self._centre, self._fits = _centre(blocks), fits
        none = np.zeros(0, dtype=np.int64)
        self._entries = np.concatenate([none, *(block.entries for block in blocks)])
        self._hidden = np.flatnonzero(~np.concatenate([none.astype(bool), *(block.live for block in blocks)]))
        self._starts = np.cumsum([0, *(len(block.phrasings) for block in blocks)])[:-1]

    @classmethod
    def build(
        cls, chunks: Iterable[Chunk], bodies: Mapping[int, str] | None = None, fits: Fits | None = None
    ) -> WideIndex:
        """The index of all these phrasings; chunk by chunk, so that not all vectors need to be there at once.

        Either every chunk has vectors or none has. How vectors are shortened is taken from the first AT_MOST.
        `fits`: as for `Index.build`.
        """
        blocks: list[_Block] = []
        projection: Projection | None = None
        for phrasings, vectors in _regrouped((([_folded(p) for p in some], their) for some, their in chunks)):
            if vectors is not None and projection is None:
                projection = Projection.of(vectors)
            blocks.append(_block(phrasings, vectors, projection))
        seen = np.zeros(BUCKETS, dtype=np.int32)
        for block in blocks:
            seen += block.postings.seen_in()
        weights = GramWeights(seen, sum(len(block.phrasings) for block in blocks))
        for block in blocks:
            block.postings.weigh(weights)
        entries = {e for block in blocks for e in np.unique(block.entries).tolist()}
        speller = Speller(_meant(p for block in blocks for p in block.phrasings))
        return cls(blocks, dict(bodies or {}), weights, speller, projection, len(entries), fits or _fits(projection))

    def replaced(
        self,
        entries: Collection[int],
        phrasings: Sequence[Phrasing],
        vectors: np.ndarray | None,
        bodies: Mapping[int, str] | None = None,
    ) -> WideIndex:
        """The same base with other phrasings (none: they are gone) and bodies of these entries. Milliseconds."""
        changed = np.array(sorted(entries), dtype=np.int64)
        there = {int(e) for block in self.blocks for e in np.unique(block.entries[block.of(changed)])}
        blocks = [block.without(changed) for block in self.blocks]
        weights = self._weights
        seen, texts = weights.seen_in, weights.texts
        phrasings = [_folded(p) for p in phrasings]
        rows, new = phrasings, vectors
        if blocks and len(blocks[-1].phrasings) < TAIL:
            tail = blocks.pop()
            kept = np.flatnonzero(tail.live)
            rows = [*(tail.phrasings[i] for i in kept), *phrasings]
            if tail.vectors is not None and vectors is not None:
                new = np.concatenate([tail.vectors.rows(kept), vectors])
            seen, texts = seen - tail.postings.seen_in(), texts - len(tail.phrasings)
        added = [_block(*chunk, self._projection) for chunk in _regrouped([(rows, new)])]
        for block in added:
            seen, texts = seen + block.postings.seen_in(), texts + len(block.phrasings)
        weights = GramWeights(seen, texts)
        for block in added:
            block.postings.weigh(weights)
        blocks = [*blocks, *added]
        speller = self._speller.extended(_meant(phrasings))
        others = {e: body for e, body in self.bodies.items() if e not in entries}
        count = self.entries - len(there) + len({p.entry for p in phrasings})
        return WideIndex(blocks, others | dict(bodies or {}), weights, speller, self._projection, count, self._fits)

    @property
    def worn(self) -> bool:
        """Whether it would gain from being built anew."""
        total = len(self._entries)
        return len(self._hidden) > WORN_HIDDEN * total or len(self.blocks) > total // AT_MOST + WORN_BLOCKS

    def prepare(self, question: str) -> str:
        """As `Index.prepare`."""
        return self._speller.corrected(without_greeting(question))

    def rank(self, question: str, vector: np.ndarray | None, limit: int = 5) -> tuple[Match, ...]:
        """As `Index.rank`."""
        return self.near(question, vector).rank(question, vector, limit)

    def near_duplicates(self, text: str, vector: np.ndarray | None, limit: int = 3) -> tuple[Match, ...]:
        """As `Index.near_duplicates`."""
        return self.near(text, vector).near_duplicates(text, vector, limit)

    def near(self, question: str, vector: np.ndarray | None) -> Index:
        """The entries that come near a question, as an index that judges them as this base would."""
        folded = fold(self.prepare(question))
        picked = self._near_places(folded, vector) if folded and self.blocks else []
        if not picked:
            return Index.build((), None)
        phrasings = [block.phrasings[i] for block, at in picked for i in at.tolist()]
        order = np.argsort([p.entry for p in phrasings], kind="stable")  # an entry's may stand in several blocks
        vectors = None
        if self._projection is not None and vector is not None:
            vectors = np.concatenate([block.vectors.rows(at) for block, at in picked if block.vectors is not None])[
                order
            ]
        around = Around(
            centre=self._centre,
            characters=NearCharacters.of([block.postings.rows(at) for block, at in picked], order, self._weights),
            speller=self._speller,
            entries=self.entries,
        )
        phrasings = [phrasings[i] for i in order.tolist()]
        bodies = {e: self.bodies[e] for e in {p.entry for p in phrasings} if e in self.bodies}
        return Index.build(phrasings, vectors, bodies, around, self._fits)

    # ------------------------------------------------------------ inside

    def _near_places(self, folded: str, vector: np.ndarray | None) -> list[tuple[_Block, np.ndarray]]:
        """The phrasings of the entries that come near, as places in each block."""
        rows, closeness = self._close(folded, vector)
        best_first = self._entries[rows[np.argsort(-closeness[rows], kind="stable")]]
        entries, first = np.unique(best_first, return_index=True)
        entries = np.sort(entries[np.argsort(first)[:LOOKED_AT]])
        own = self._rows_of(entries)
        place = np.searchsorted(entries, self._entries[own])
        order = np.lexsort((-closeness[own], place))
        own, place = own[order], place[order]
        starts, near = np.flatnonzero(np.diff(place, prepend=-1)), closeness[own]
        nth = np.arange(len(own)) - starts[place]  # of its entry, the closest first
        few = np.add.reduceat(nth < FEW, starts)
        mean = np.add.reduceat(np.where(nth < FEW, near, 0.0), starts) / few
        rank = np.empty(len(entries), dtype=np.int64)
        rank[np.argsort(-(BEST * near[starts] + MEAN * mean), kind="stable")] = np.arange(len(entries))
        picked = (rank[place] < ENTRIES) & (nth < OF_ONE)
        own, rank = own[picked], rank[place[picked]]
        if len(own) > ROWS:
            own = own[rank < max(1, np.sort(rank)[ROWS])]  # whole entries only
        chosen = np.sort(own)
        block_of = np.searchsorted(self._starts, chosen, side="right") - 1
        return [(self.blocks[b], chosen[block_of == b] - self._starts[b]) for b in np.unique(block_of)]

    def _rows_of(self, entries: np.ndarray) -> np.ndarray:
        """Places, counted over all blocks, of the live phrasings of these entries."""
        return np.concatenate(
            [start + block.of(entries) for start, block in zip(self._starts, self.blocks, strict=True)]
        )

    def _close(self, folded: str, vector: np.ndarray | None) -> tuple[np.ndarray, np.ndarray]:
        """(phrasings that come near, about how near each of all phrasings is); hidden ones are at -inf."""
        keys, worth = telling(grams_of(folded), self._weights)
        short = None
        if vector is not None and self._projection is not None:
            short = self._projection.short(np.asarray(vector, dtype=np.float32)[None, :])[0] * self._fits.meaning
            worth *= 1.0 - self._fits.meaning
        both = np.concatenate([block.closeness(short, keys, worth) for block in self.blocks])
        both[self._hidden] = -np.inf
        return _top(both, NEAR), both


def _top(values: np.ndarray, count: int) -> np.ndarray:
    """Places of about the `count` greatest; none at -inf."""
    step = 3 * count // SAMPLED  # a sample tells from where on: a tenth of the time of sorting them all out
    if len(values) > 4 * SAMPLED * step > 0:
        from_here = np.partition(values[::step], -SAMPLED)[-SAMPLED]
        some = np.flatnonzero(values > from_here)
        if len(some) >= count:
            return some[np.argpartition(values[some], -count)[-count:]]
    order = np.argpartition(values, -min(count, len(values)))[-count:] if len(values) else np.zeros(0, dtype=np.int64)
    return order[values[order] > -np.inf]


def _fits(projection: Projection | None) -> Fits:
    return fits_for(None if projection is None else DEFAULT)


def _meant(phrasings: Iterable[Phrasing]) -> Iterator[str]:
    """Texts that stand for an entry: a word that was only ever rejected may well be a typo."""
    return (p.folded or "" for p in phrasings if p.weight > 0)


def _folded(phrasing: Phrasing) -> Phrasing:
    return phrasing if phrasing.folded is not None else replace(phrasing, folded=fold(phrasing.text))


def _block(phrasings: Sequence[Phrasing], vectors: np.ndarray | None, projection: Projection | None) -> _Block:
    order = sorted(range(len(phrasings)), key=lambda i: (phrasings[i].entry, phrasings[i].id))
    held = tuple(phrasings[i] for i in order)
    return _Block(
        phrasings=held,
        entries=np.array([p.entry for p in held], dtype=np.int64),
        postings=Postings([p.folded or "" for p in held]),
        vectors=None if vectors is None or projection is None else VectorBlock(vectors[order], projection),
        live=np.ones(len(held), dtype=bool),
    )


def _regrouped(chunks: Iterable[Chunk]) -> Iterator[Chunk]:
    """The same in chunks of AT_MOST, the last one smaller."""
    phrasings: list[Phrasing] = []
    vectors: list[np.ndarray] = []
    for some, their in chunks:
        phrasings += some
        if their is not None:
            vectors.append(their)
        while len(phrasings) >= AT_MOST:
            whole = np.concatenate(vectors) if vectors else None
            yield phrasings[:AT_MOST], None if whole is None else whole[:AT_MOST]
            phrasings, vectors = phrasings[AT_MOST:], [] if whole is None else [whole[AT_MOST:]]
    if phrasings:
        yield phrasings, np.concatenate(vectors) if vectors else None


def _centre(blocks: Sequence[_Block]) -> np.ndarray | None:
    """As `centring.centre` of all vectors, hidden ones too."""
    totals = [block.vectors.total for block in blocks if block.vectors is not None]
    if not totals:
        return None
    count = sum(len(block.phrasings) for block in blocks)
    return np.asarray(np.sum(totals, axis=0) / (count + PRIOR_WEIGHT), dtype=np.float32)
