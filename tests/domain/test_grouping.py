"""Questions that ask the same thing are grouped, without labels and without being told how many things there are."""

from __future__ import annotations

import random

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

from bot.domain.grouping import AXES, MANY, groups, rows
from bot.encoders import load_encoder
from bot.measure.made_up import made_up

DIMENSIONS = 24


def blobs(sizes: list[int], spread: float, seed: int = 1) -> tuple[np.ndarray, list[int]]:
    """So many rows around so many directions, mixed; and the direction of each."""
    chance = np.random.default_rng(seed)
    middles = chance.normal(size=(len(sizes), DIMENSIONS))
    middles /= np.linalg.norm(middles, axis=1, keepdims=True)
    labels = [label for label, size in enumerate(sizes) for _ in range(size)]
    random.Random(seed).shuffle(labels)
    some = middles[labels] + spread * chance.normal(size=(len(labels), DIMENSIONS)) / np.sqrt(DIMENSIONS)
    return (some / np.linalg.norm(some, axis=1, keepdims=True)).astype(np.float32), labels


@pytest.mark.parametrize("sizes", [[20] * 5, [12] * 30, [100, 60, 30, 15, 8, 5]])
def test_as_many_groups_are_found_as_there_are_large_ones_and_small_ones(sizes: list[int]) -> None:
    some, labels = blobs(sizes, spread=0.5)
    found = groups(some)
    assert adjusted_rand_score(labels, found) > 0.9
    assert len(set(found.tolist())) == pytest.approx(len(sizes), abs=max(1, len(sizes) // 10))


def test_questions_in_other_words_are_grouped_by_what_they_ask() -> None:
    encoder = load_encoder()
    assert encoder is not None
    entries = list(made_up(40, 9, seed=3))
    asked = [(text, n) for n, entry in enumerate(entries) for text in (entry.title, *entry.phrasings)]
    random.Random(1).shuffle(asked)
    texts = [text for text, _ in asked]
    found = groups(rows(texts, encoder.encode(texts)))
    assert adjusted_rand_score([label for _, label in asked], found) > 0.6


def test_the_same_questions_give_the_same_groups() -> None:
    some, _ = blobs([9] * 20, spread=1.2)
    assert (groups(some) == groups(some.copy())).all()


def test_what_has_nothing_in_common_is_not_grouped() -> None:
    texts = ["paspoort kwijt", "zwemvest keuren", "boom omgevallen", "loket open", "factuur fout"]
    assert len(set(groups(rows(texts, None)).tolist())) == len(texts)


def test_the_same_words_are_one_group_and_a_text_without_words_is_no_trouble() -> None:
    found = groups(rows(["aanmaning klopt niet", "Aanmaning klopt niet!", "😀", "paspoort kwijt"], None))
    assert found[0] == found[1]
    assert len({found[0], found[2], found[3]}) == 3


@pytest.mark.parametrize("n", range(6))
def test_few_questions_are_no_trouble(n: int) -> None:
    found = groups(rows([f"vraag over {word}" for word in "abcdef"[:n]], None))
    assert found.shape == (n,)


def test_many_questions_are_linked_by_way_of_fine_communities() -> None:
    some, labels = blobs([90] * 30, spread=0.5)
    assert len(some) > MANY
    assert adjusted_rand_score(labels, groups(some)) > 0.9


def test_rows_of_many_questions_are_short_and_say_about_the_same() -> None:
    texts = [entry.title for entry in made_up(MANY + 100, 0)]
    long, short = rows(texts[:MANY], None), rows(texts, None)
    assert short.shape == (len(texts), AXES)
    assert np.allclose(np.linalg.norm(short, axis=1), 1, atol=1e-4)
    near, kept = long[:300] @ long[:300].T, short[:300] @ short[:300].T
    assert np.corrcoef(near.ravel(), kept.ravel())[0, 1] > 0.9
