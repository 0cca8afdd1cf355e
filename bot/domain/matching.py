"""Which entry answers a question: an immutable index over phrasings that ranks entries and says how sure it is.

1. The question is compared with every phrasing (bot/domain/comparing.py): cosines of sentence vectors and of
   character n-grams.
2. The entries that come nearest are told apart by a classifier fitted on the spot (bot/domain/head.py).
3. What was seen becomes a probability (bot/domain/calibration.py), and with it the order.

Measured by `kb eval` (tests/bench/RESULTS.md).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from bot.domain import calibration
from bot.domain.around import Around
from bot.domain.bodies import Bodies
from bot.domain.calibration import FITS_AT, PHRASINGS_TOLD, Fits, Seen, fits_for
from bot.domain.centring import centre
from bot.domain.characters import CharacterIndex
from bot.domain.comparing import Compared, Rows, margins, share
from bot.domain.duplicates import LOOKED_AT, SAME_AT, Close, Wording, same
from bot.domain.head import fit_head, log_softmax
from bot.domain.spelling import Speller
from bot.domain.words import content_words, fold, is_only_greeting, without_greeting

NEAREST = 24  #: entries that the classifier tells apart
JUDGED = 8  #: of those, the likeliest, that are looked at closely
OF_ONE, ROWS = 10, 240  #: phrasings of an entry the classifier learns from at least, and of all together
BODY = 5.0  #: what a cosine of 1 with the body, mandate and wording adds to an entry's logit
WHICH_SHARE = 0.5  #: of `calibration.which` in the order, beside the head, at one phrasing an entry; less with more
TWIN_COSINE = 0.95  #: from here on two phrasings are one question
#: What one person said helped comes first, but is not shown as fitting before a second person says so too: more than
#: this it takes phrasings people stand for.
LEARNED_AT_MOST = 0.74
SAID = 0.95  #: at least this sure of the entry that has a question's very words as a phrasing
#: A question this close to words that were said not to mean an entry (and closer than to any of its phrasings) is less
#: likely to mean it: fully from the second on, and by LOWERED at most.
REJECTED_FROM, REJECTED_AT, LOWERED = 0.85, 0.95, 0.6


@dataclass(frozen=True, slots=True)
class Phrasing:
    """What the index needs of a phrasing. Weight 1: people stand for it; less: merely learned; below 0: somebody said
    that with these words the entry is *not* meant."""

    id: int
    entry: int
    text: str
    weight: float = 1.0
    language: str = "nl"
    folded: str | None = None  #: the text as it is compared, where that is known already


@dataclass(frozen=True, slots=True)
class Match:
    """An entry that may answer: its closest phrasing, and the calibrated probability that it is the answer."""

    entry: int
    phrasing: int
    text: str
    score: float
    probability: float
    fits: bool


@dataclass(frozen=True, slots=True)
class Candidates:
    """The entries looked at closely for one question, likeliest first."""

    entries: np.ndarray  #: (c,) places among the entries
    rows: np.ndarray  #: (c,) their closest phrasings
    seen: Seen
    which: np.ndarray  #: (c,) how likely each is, if the base has the answer
    strength: np.ndarray  #: (c,) what the order is by: a mean of log-probabilities


class Index:
    """A snapshot of a knowledge base; never changes, so any number of threads may ask it."""

    def __init__(
        self,
        phrasings: Sequence[Phrasing],
        vectors: np.ndarray | None,
        bodies: Mapping[int, str],
        around: Around | None,
        fits: Fits,
    ) -> None:
        self._bodies, self._around, self._fits = bodies, around, fits
        order = sorted(range(len(phrasings)), key=lambda i: (phrasings[i].entry, i))
        held = [phrasings[i] for i in order]
        folded = [fold(p.text) if p.folded is None else p.folded for p in held]
        weights = np.array([p.weight for p in held], dtype=np.float32)
        meant, rejected = np.flatnonzero(weights > 0), np.flatnonzero(weights <= 0)
        self.phrasings = tuple(held[i] for i in meant)
        self._folded = tuple(folded[i] for i in meant)
        self._speller = around.speller if around else Speller(self._folded)
        self._rows: Rows | None = None
        self._rejected: dict[int, list[tuple[Phrasing, str, np.ndarray | None]]] = {}
        self._refused: dict[str, set[int]] = {}  #: the entries that words were said not to mean
        if not any(self._folded):
            return
        owners = np.array([p.entry for p in self.phrasings], dtype=np.int64)
        given = None if vectors is None else np.asarray(vectors, dtype=np.float32)[order]
        middle = None
        if given is not None:
            middle = around.centre if around and around.centre is not None else centre(given[meant])
        characters = around.characters if around else CharacterIndex(self._folded)
        among = meant if around and len(rejected) else None
        own = None if given is None else given[meant]
        self._rows = Rows(owners, weights[meant], own, middle, characters, among, fits.meaning)
        for i in rejected.tolist():
            vector = None if given is None else self._rows.directed(given[i])
            self._rejected.setdefault(held[i].entry, []).append((held[i], folded[i], vector))
            self._refused.setdefault(folded[i], set()).add(held[i].entry)

    @classmethod
    def build(
        cls,
        phrasings: Sequence[Phrasing],
        vectors: np.ndarray | None,
        bodies: Mapping[int, str] | None = None,
        around: Around | None = None,
        fits: Fits | None = None,
    ) -> Index:
        """The index of these phrasings. ValueError when the vectors do not align with them.

        `vectors`: (n, d) float32 as the encoder gave them (of `prepare`d texts), or None without an encoder. `bodies`:
        what else stands in an entry, by its number; as `Bodies` it counts in the order too. `around`: the larger base
        that these are a part of (bot/domain/wide.py). `fits`: those of the encoder (calibration.fits_for).
        """
        if vectors is not None and len(vectors) != len(phrasings):
            raise ValueError(f"{len(phrasings)} phrasings but {len(vectors)} vectors")
        return cls(
            phrasings, vectors, bodies or {}, around, fits or fits_for("use-m3.2" if vectors is not None else None)
        )

    @property
    def entries(self) -> int:
        """How many entries it holds."""
        return 0 if self._rows is None else len(self._rows.entries)

    def prepare(self, question: str) -> str:
        """The text to encode for `rank`: without greeting, lower case, typos corrected to words of this base.

        `rank` works with the vector of the bare question too; with typos it is then less often right.
        """
        return self._speller.corrected(without_greeting(question))

    def rank(self, question: str, vector: np.ndarray | None, limit: int = 5) -> tuple[Match, ...]:
        """The entries that answer best, best first, one match an entry.

        `vector`: (d,) of `prepare(question)`, or None (characters alone then). Empty for an empty base and for a
        question without letters or digits. Nothing `fits` a bare greeting. Words that are a phrasing of one entry, and
        of no other, are answered by it: whoever said "this helped" was promised so (one person's word gives way to
        another entry that fits, and to those who say it is not meant). Beyond the JUDGED likeliest, the
        order is by closeness alone and the probability 0.
        """
        folded = fold(self.prepare(question))
        if not folded or self._rows is None:
            return ()
        compared = self._rows.compare(folded, vector)
        found = self._candidates(folded, compared)
        fits = self._fits if compared.meaning is not None else fits_for(None)
        likely = calibration.probability(fits, found.seen, found.which)
        if not self._rows.all_sure:
            likely = self._on_what_is_sure(likely, found, folded, compared, fits)
        trust = 1.0 - np.array([self._doubt(int(e), folded, vector, compared) for e in found.entries])
        likely = likely * trust
        (said, at_least), greeting = self._said(question, folded, likely, found), is_only_greeting(question)
        matches = []
        for place in np.argsort(-(found.strength + np.log(trust)), kind="stable"):
            entry, row, probability = int(found.entries[place]), int(found.rows[place]), float(likely[place])
            if self.phrasings[row].entry == said:
                probability = max(probability, at_least)
            matches.append(self._match(row, compared, entry, probability, probability >= FITS_AT and not greeting))
        matches.sort(key=lambda match: match.entry != said)
        return tuple(matches[:limit]) + self._others(compared, found.entries, limit - len(matches))

    def candidates(self, question: str, vector: np.ndarray | None) -> Candidates | None:
        """The likeliest entries with all that a probability is computed from; None when there is nothing to go on."""
        folded = fold(self.prepare(question))
        if not folded or self._rows is None:
            return None
        return self._candidates(folded, self._rows.compare(folded, vector))

    def near_duplicates(self, text: str, vector: np.ndarray | None, limit: int = 3) -> tuple[Match, ...]:
        """Entries that say the same as `text`, surest first (see bot/domain/duplicates.py).

        `vector` is that of `prepare(text)`.
        """
        folded = fold(self.prepare(text))
        if not folded or self._rows is None:
            return ()
        compared = self._rows.compare(folded, vector)
        closest = np.argsort(-compared.best, kind="stable")[:LOOKED_AT]
        rows = [self._best_row(int(e), compared) for e in closest]
        likely = same(Wording.of(folded), [self._close(row, compared) for row in rows], self._size)
        found = [
            self._match(row, compared, int(entry), probability, True)
            for entry, row, probability in zip(closest, rows, likely, strict=True)
            if probability >= SAME_AT
        ]
        return tuple(sorted(found, key=lambda match: -match.probability)[:limit])

    # ------------------------------------------------------------ inside

    @property
    def _size(self) -> int:
        """Entries of the whole base."""
        return self._around.entries if self._around else self.entries

    @cached_property
    def _by_words(self) -> dict[str, dict[int, float]]:
        """The entries that have these very words as a phrasing, with its weight."""
        found: dict[str, dict[int, float]] = {}
        for phrasing, folded in zip(self.phrasings, self._folded, strict=True):
            entries = found.setdefault(folded, {})
            entries[phrasing.entry] = max(phrasing.weight, entries.get(phrasing.entry, 0.0))
        return found

    @cached_property
    def _words(self) -> list[frozenset[str]]:
        return [content_words(folded) for folded in self._folded]

    def _said(self, question: str, folded: str, likely: np.ndarray, found: Candidates) -> tuple[int | None, float]:
        """The entry that has these very words as a phrasing, and how likely that makes it at least; None for none, and
        for more than one."""
        entries: dict[int, float] = {}
        for words in {fold(without_greeting(question)), folded}:
            entries |= self._by_words.get(words, {})
            for entry in self._refused.get(words, ()):
                entries.pop(entry, None)
        sure = [entry for entry, weight in entries.items() if weight >= 1.0]
        if sure or len(entries) != 1:
            return (sure[0] if len(sure) == 1 else None), SAID
        (only,) = entries
        others = [p for p, row in zip(likely, found.rows, strict=True) if self.phrasings[row].entry != only]
        return (None if max(others, default=0.0) >= FITS_AT else only), LEARNED_AT_MOST

    def _on_what_is_sure(
        self, likely: np.ndarray, found: Candidates, folded: str, compared: Compared, fits: Fits
    ) -> np.ndarray:
        """The probabilities, of which those above LEARNED_AT_MOST have to stand without what was merely learned."""
        assert self._rows is not None
        if not (likely > LEARNED_AT_MOST).any():
            return likely
        sure = self._candidates(folded, self._rows.surely(compared))
        their = calibration.probability(fits, sure.seen, sure.which)
        alone = dict(zip(sure.entries.tolist(), their.tolist(), strict=True))
        least = np.array([alone.get(entry, 0.0) for entry in found.entries.tolist()])
        return np.maximum(np.minimum(likely, LEARNED_AT_MOST), np.minimum(likely, least))

    def _candidates(self, folded: str, compared: Compared) -> Candidates:
        assert self._rows is not None
        # A part of a large base does without: its entries have many phrasings.
        bodies = self._bodies.cosines(folded, self._rows.entries) if isinstance(self._bodies, Bodies) else None
        picked_by = compared.entry if bodies is None else compared.entry + 0.3 * bodies
        near = np.argsort(-picked_by, kind="stable")[:NEAREST]
        rows = np.array([self._best_row(int(e), compared) for e in near])
        logits = self._logits(near, compared)
        if bodies is not None:
            logits = logits + BODY * bodies[near]
        twins = self._twins(rows)
        head = np.log(twins @ np.exp(log_softmax(logits)))  # an entry and its twins are one answer
        seen = self._seen(folded, near, rows, head, twins, compared)
        fits = self._fits if compared.meaning is not None else fits_for(None)
        order = np.argsort(-head, kind="stable")[:JUDGED]
        say = WHICH_SHARE / float(self._rows.counts[near].mean())
        which = calibration.which(fits, seen[order])
        both = (1.0 - say) * log_softmax(logits)[order] + say * np.log(which)
        best_first = np.argsort(-both, kind="stable")
        order = order[best_first]
        return Candidates(near[order], rows[order], seen[order], which[best_first], both[best_first])

    def _logits(self, near: np.ndarray, compared: Compared) -> np.ndarray:
        """The classifier's word on each of these entries: (len(near),)."""
        assert self._rows is not None
        most = max(OF_ONE, ROWS // len(near))
        places = []
        for entry in near:
            own = self._rows.of(int(entry))
            some = np.arange(own.start, own.stop)
            if compared.sure and self._rows.weights(some).max() >= 1.0:
                some = some[self._rows.weights(some) >= 1.0]
            if len(some) > most:
                some = some[np.argsort(-compared.scores[some], kind="stable")[:most]]
            places.append(some)
        rows = np.concatenate(places)
        owner = np.repeat(np.arange(len(near)), [len(some) for some in places])
        kernel = self._rows.cosines(rows, compared.meaning is not None)
        return np.asarray(compared.scores[rows] @ fit_head(kernel, owner, self._rows.weights(rows)))

    def _twins(self, rows: np.ndarray) -> np.ndarray:
        """Which of these phrasings are one question, each its own twin too: entries kept apart on purpose are no rivals
        for it. (r, r) bool."""
        assert self._rows is not None
        words = np.array([self._folded[row] for row in rows], dtype=object)
        twins = words[:, None] == words[None, :]
        if self._rows.vectors is not None:
            some = self._rows.vectors[rows]
            twins = twins | (some @ some.T >= TWIN_COSINE)
        return np.asarray(twins, dtype=bool)

    def _seen(
        self,
        folded: str,
        near: np.ndarray,
        rows: np.ndarray,
        head: np.ndarray,
        twins: np.ndarray,
        compared: Compared,
    ) -> Seen:
        assert self._rows is not None
        words = content_words(folded)
        unknown = sum(not self._speller.knows(word) for word in words) / max(1, len(words))
        best, mean = compared.best[near], compared.mean[near]
        characters = np.maximum.reduceat(compared.characters, self._rows.starts)[near]
        meaning = np.zeros(len(near))
        if compared.meaning is not None:
            meaning = np.maximum.reduceat(compared.meaning, self._rows.starts)[near]
        overlaps = np.zeros((len(near), 2))
        for i in np.argsort(-head, kind="stable")[:JUDGED]:
            own = self._words[self._rows.of(int(near[i]))]
            overlaps[i] = share(words, self._words[rows[i]]), share(words, frozenset().union(*own))
        return np.column_stack(
            [
                head,
                best,
                margins(best, ~twins),
                meaning,
                margins(meaning, ~twins),
                characters,
                margins(characters, ~twins),
                mean,
                margins(mean, ~twins),
                overlaps,
                np.full(len(near), unknown),
                np.full(len(near), np.log1p(len(words))),
                np.full(len(near), np.log(self._size)),
                np.log(np.minimum(self._rows.counts[near], PHRASINGS_TOLD)),
            ]
        ).astype(np.float64)

    def _doubt(self, entry: int, folded: str, vector: np.ndarray | None, compared: Compared) -> float:
        """How much less likely an entry is because such words did not mean it: 0..LOWERED."""
        assert self._rows is not None
        held_against = self._rejected.get(int(self._rows.entries[entry]))
        if not held_against:
            return 0.0
        doubt, own = 0.0, self._rows.of(entry)
        asked = None if vector is None or self._rows.vectors is None else self._rows.directed(vector)
        cosines = compared.characters if asked is None or compared.meaning is None else compared.meaning
        for phrasing, words, rejected in held_against:
            near = 0.0 if asked is None or rejected is None else float(asked @ rejected)
            if words == folded:
                near = 1.0
            elif near <= float(cosines[own].max()):
                continue
            if near > REJECTED_FROM:
                reach = (near - REJECTED_FROM) / (REJECTED_AT - REJECTED_FROM)
                doubt = max(doubt, min(1.0, -phrasing.weight) * min(1.0, max(0.0, reach)))
        return LOWERED * doubt

    def _others(self, compared: Compared, judged: np.ndarray, count: int) -> tuple[Match, ...]:
        """Entries beyond those judged, by closeness."""
        if count <= 0:
            return ()
        order = np.argsort(-compared.entry, kind="stable")
        rest = order[~np.isin(order, judged)][:count]
        return tuple(self._match(self._best_row(int(e), compared), compared, int(e), 0.0, False) for e in rest)

    def _best_row(self, entry: int, compared: Compared) -> int:
        assert self._rows is not None
        own = self._rows.of(entry)
        return own.start + int(np.argmax(compared.scores[own]))

    def _close(self, row: int, compared: Compared) -> Close:
        wording = Wording.of(self._folded[row], self._bodies.get(self.phrasings[row].entry, ""))
        meaning = None if compared.meaning is None else float(compared.meaning[row])
        return Close(wording, meaning, float(compared.characters[row]))

    def _match(self, row: int, compared: Compared, entry: int, probability: float, fits: bool) -> Match:
        phrasing = self.phrasings[row]
        return Match(phrasing.entry, phrasing.id, phrasing.text, float(compared.entry[entry]), probability, fits)
