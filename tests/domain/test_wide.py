"""A large base: roughly compared first, it must say what an exact comparison with everything says."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from bot.domain.matching import Index, Phrasing
from bot.domain.postings import AT_MOST, Postings
from bot.domain.vectors import Projection, VectorBlock
from bot.domain.wide import TAIL, WideIndex
from bot.measure.made_up import MadeUp, made_up

ENTRIES = tuple(made_up(2000, 4))


class Bag:
    """An encoder that is quick: a text is the sum of its words' directions, which are drawn once."""

    name, dimensions = "bag", 128

    def __init__(self) -> None:
        self._rng = np.random.default_rng(1)
        self._words: dict[str, np.ndarray] = {}

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        return np.array([self._one(text) for text in texts], dtype=np.float32)

    def _one(self, text: str) -> np.ndarray:
        words = text.casefold().split()
        for word in words:
            if word not in self._words:
                self._words[word] = self._rng.normal(size=self.dimensions)
        summed = np.sum([self._words[word] for word in words], axis=0)
        return np.asarray(summed / np.linalg.norm(summed))


def phrasings_of(entries: Sequence[MadeUp]) -> list[Phrasing]:
    texts = [(n, text) for n, entry in enumerate(entries, 1) for text in (entry.title, *entry.phrasings)]
    return [Phrasing(i, entry, text) for i, (entry, text) in enumerate(texts, 1)]


@pytest.fixture(scope="module")
def encoder() -> Bag:
    return Bag()


@pytest.fixture(scope="module")
def wide(encoder: Bag) -> WideIndex:
    phrasings = phrasings_of(ENTRIES)
    some = [phrasings[at : at + 1000] for at in range(0, len(phrasings), 1000)]
    return WideIndex.build((part, encoder.encode([p.text for p in part])) for part in some)


@pytest.fixture(scope="module")
def exact(encoder: Bag) -> Index:
    phrasings = phrasings_of(ENTRIES)
    return Index.build(phrasings, encoder.encode([p.text for p in phrasings]))


def test_it_answers_as_well_as_comparing_with_everything_would(wide: WideIndex, exact: Index, encoder: Bag) -> None:
    right, right_exactly, near, misled = 0, 0, 0, 0
    for number, entry in enumerate(ENTRIES[:100], 1):
        vector = encoder.encode([entry.question])[0]
        found, expected = wide.rank(entry.question, vector), exact.rank(entry.question, vector)
        right += found[0].entry == number
        right_exactly += expected[0].entry == number
        near += expected[0].entry in [match.entry for match in found[:3]]
        misled += found[0].fits and found[0].entry != number
    assert right >= right_exactly - 2
    assert near >= 95
    assert misled <= 3


def test_several_entries_come_near_also_when_each_has_many_phrasings(encoder: Bag) -> None:
    subjects = ("paspoort", "rijbewijs", "uittreksel", "vergunning", "container", "belasting", "kwijtschelding", "hond")
    texts = [(n, f"{s} aanvragen op manier {i}") for n, s in enumerate(subjects, 1) for i in range(300)]
    phrasings = [Phrasing(i, entry, text) for i, (entry, text) in enumerate(texts)]
    index = WideIndex.build([(phrasings, encoder.encode([p.text for p in phrasings]))])

    found = index.rank("aanvragen op welke manier", encoder.encode(["aanvragen op welke manier"])[0], 5)

    assert sum(match.probability > 0.0 for match in found) == 5


def test_without_an_encoder_too() -> None:
    phrasings = phrasings_of(ENTRIES[:600])
    wide, exact = WideIndex.build([(phrasings, None)]), Index.build(phrasings, None)

    same = [
        wide.rank(entry.question, None)[0].phrasing == exact.rank(entry.question, None)[0].phrasing
        for entry in ENTRIES[:100]
    ]

    assert sum(same) >= 98


def test_it_counts_entries_and_answers_nothing_to_nothing(wide: WideIndex) -> None:
    assert wide.entries == len(ENTRIES)
    assert wide.rank("...", None) == ()
    assert WideIndex.build([]).rank("paspoort", None) == ()


def test_a_changed_entry_is_found_in_its_new_words_only(wide: WideIndex, encoder: Bag) -> None:
    new = Phrasing(900_001, 7, "mag een zwemvestkeuring op zondag")

    changed = wide.replaced([7], [new], encoder.encode([new.text]))

    vector = encoder.encode(["zwemvestkeuring zondag"])[0]
    assert changed.rank("zwemvestkeuring zondag", vector)[0].phrasing == 900_001
    assert changed.entries == wide.entries
    old = ENTRIES[6].title
    assert wide.rank(old, encoder.encode([old])[0])[0].entry == 7, "the snapshot there was stays as it was"
    assert 7 not in {match.entry for match in changed.rank(old, encoder.encode([old])[0], 20)}


def test_what_is_gone_is_not_found_and_what_is_added_twice_is_there_once(wide: WideIndex, encoder: Bag) -> None:
    new = Phrasing(900_002, 5000, "fietsenstalling bij het zwembad")
    once = wide.replaced([5000], [new], encoder.encode([new.text]))
    twice = once.replaced([5000], [new], encoder.encode([new.text]))

    assert (once.entries, twice.entries) == (wide.entries + 1, wide.entries + 1)
    gone = twice.replaced([5000], [], encoder.encode([]).reshape(0, encoder.dimensions))
    assert gone.entries == wide.entries
    vector = encoder.encode([new.text])[0]
    assert twice.rank(new.text, vector)[0].entry == 5000
    assert gone.rank(new.text, vector)[0].entry != 5000


def test_a_typo_in_a_word_that_came_later_is_corrected(wide: WideIndex, encoder: Bag) -> None:
    new = Phrasing(900_003, 5001, "zwemvestkeuring")

    changed = wide.replaced([5001], [new], encoder.encode([new.text]))

    assert changed.prepare("een zwemvestkeurring") == "een zwemvestkeuring"
    assert wide.prepare("een zwemvestkeurring") == "een zwemvestkeurring"


def test_it_says_when_so_much_changed_that_it_is_better_built_anew(encoder: Bag) -> None:
    wide = WideIndex.build(
        [(phrasings_of(ENTRIES[:400]), encoder.encode([p.text for p in phrasings_of(ENTRIES[:400])]))]
    )
    assert not wide.worn

    for part in range(6):
        numbers = range(1 + part * 60, 61 + part * 60)
        texts = [f"nieuwe tekst {n}" for n in numbers]
        rows = [Phrasing(10_000 + n, n, text) for n, text in zip(numbers, texts, strict=True)]
        wide = wide.replaced(numbers, rows, encoder.encode(texts))

    assert wide.worn


def test_small_changes_share_one_block(wide: WideIndex, encoder: Bag) -> None:
    changed = wide
    for n in range(5):
        changed = changed.replaced(
            [6000 + n], [Phrasing(910_000 + n, 6000 + n, f"woord{n}")], encoder.encode([f"w{n}"])
        )

    assert len(changed.blocks) <= len(wide.blocks) + 1
    assert len(changed.blocks[-1].phrasings) < AT_MOST
    assert TAIL < AT_MOST


def test_a_base_with_hundreds_of_ways_of_asking_for_one_entry_still_finds_the_others(encoder: Bag) -> None:
    many = [Phrasing(n, 1, f"paspoort {ENTRIES[n].phrasings[0]}") for n in range(1500)]
    rows = [*many, *(Phrasing(5000 + n, 2 + n, ENTRIES[n].title) for n in range(500))]
    wide = WideIndex.build([(rows, encoder.encode([p.text for p in rows]))])

    question = f"paspoort {ENTRIES[3].title}"

    found = {match.entry for match in wide.rank(question, encoder.encode([question])[0])}
    assert {1, 5} <= found


def test_a_block_refuses_more_texts_than_its_places_have_room_for() -> None:
    with pytest.raises(ValueError, match="at most"):
        Postings(["a"] * (AT_MOST + 1))


def test_a_byte_a_number_keeps_vectors_as_they_were_but_for_the_rounding() -> None:
    rng = np.random.default_rng(3)
    vectors = rng.normal(size=(300, 128)).astype(np.float32)
    vectors[7] = 0

    block = VectorBlock(vectors, Projection.of(vectors))

    back = block.rows(np.arange(300))
    assert not back[7].any()
    near = np.sum(back * vectors, axis=1) / np.maximum(
        np.linalg.norm(back, axis=1) * np.linalg.norm(vectors, axis=1), 1e-9
    )
    assert np.delete(near, 7).min() > 0.9999
