"""Rows whose dot products say how alike questions are, and questions with their rows."""

from __future__ import annotations

import numpy as np
import pytest

from bot.domain.likeness import DIMENSIONS, Alike, Likeness, folded_question
from bot.encoders import UseEncoder, load_encoder

LETTER = "klopt de datum op de nieuwe aanmaning wel"
LETTERS = "klopt de datum op de nieuwe aanmaningsbrief"
BIN = "wanneer wordt de groene container geleegd"
TEXTS = (LETTER, LETTERS, BIN, "op welke dag wordt de gft-bak opgehaald", "hoe vraag je een nieuw paspoort aan")


@pytest.fixture(scope="module")
def encoder() -> UseEncoder:
    loaded = load_encoder()
    assert isinstance(loaded, UseEncoder)
    return loaded


@pytest.fixture(scope="module")
def vectors(encoder: UseEncoder) -> np.ndarray:
    return np.asarray(encoder.encode(TEXTS), dtype=np.float32)


def lengths(rows: np.ndarray) -> list[float]:
    return np.linalg.norm(rows, axis=1).tolist()


# ---------------------------------------------------------------- rows


def test_rows_are_as_long_as_one_and_as_wide_as_meaning_and_characters_together(vectors: np.ndarray) -> None:
    rows = Likeness(TEXTS, vectors).rows(TEXTS, vectors)
    assert (rows.shape, rows.dtype) == ((len(TEXTS), vectors.shape[1] + DIMENSIONS), np.float32)
    assert lengths(rows) == pytest.approx([1] * len(TEXTS), abs=1e-5)


def test_without_an_encoder_they_are_characters_alone() -> None:
    likeness = Likeness(TEXTS, None)
    rows = likeness.rows(TEXTS, None)
    assert not likeness.meaning
    assert rows.shape == (len(TEXTS), DIMENSIONS)
    assert lengths(rows) == pytest.approx([1] * len(TEXTS), abs=1e-5)


@pytest.mark.parametrize("bare", [False, True])
def test_questions_that_ask_the_same_are_more_alike_than_others(vectors: np.ndarray, bare: bool) -> None:
    some = None if bare else vectors
    rows = Likeness(TEXTS, some).rows(TEXTS, some)
    alike = rows @ rows.T
    assert alike[0, 1] > alike[0, 2:].max() + 0.2


def test_meaning_brings_together_what_shares_no_words(encoder: UseEncoder) -> None:
    texts = ["mijn fiets is gestolen", "somebody took my bicycle", "I want to pay later", LETTER]
    vectors = encoder.encode(texts)
    both, bare = (rows @ rows.T for rows in (Likeness(texts, some).rows(texts, some) for some in (vectors, None)))
    bicycle, pay = 1, 2
    assert abs(bare[0, bicycle] - bare[0, pay]) < 0.1
    assert both[0, bicycle] > both[0, pay] + 0.2


def test_a_greeting_capitals_and_signs_make_no_difference() -> None:
    assert folded_question("Hoi, KLOPT de datum?!") == folded_question("klopt de datum")
    rows = Likeness(TEXTS, None).rows([LETTER, f"Goedemorgen, {LETTER.upper()}?"], None)
    assert rows[0] @ rows[1] == pytest.approx(1, abs=1e-5)


def test_a_question_that_comes_without_a_vector_is_alike_by_its_characters(vectors: np.ndarray) -> None:
    likeness = Likeness(TEXTS, vectors)
    assert likeness.meaning
    known, (later,) = likeness.rows(TEXTS, vectors), likeness.rows([LETTER], None)
    assert np.linalg.norm(later) == pytest.approx(1, abs=1e-5)
    assert int(np.argmax(known @ later)) == 0


def test_a_question_gets_the_same_row_alone_as_among_others(vectors: np.ndarray) -> None:
    likeness = Likeness(TEXTS, vectors)
    together = likeness.rows(TEXTS, vectors)
    for place, text in enumerate(TEXTS):
        alone = likeness.rows([text], vectors[place : place + 1])[0]
        assert alone == pytest.approx(together[place], abs=1e-5)


def test_more_texts_than_are_taken_at_once_get_the_rows_they_would_get_alone() -> None:
    texts = [f"vraag {n} over {'container' if n % 2 else 'paspoort'}" for n in range(1100)]
    likeness = Likeness(texts, None)
    rows = likeness.rows(texts, None)
    for place in (0, 511, 512, 1024, 1099):
        assert rows[place] == pytest.approx(likeness.rows([texts[place]], None)[0], abs=1e-6)


@pytest.mark.parametrize("text", ["", "😀", "?!"])
def test_a_text_without_letters_is_like_nothing(text: str) -> None:
    likeness = Likeness(TEXTS, None)
    (row,) = likeness.rows([text], None)
    assert np.isfinite(row).all()
    assert np.abs(likeness.rows(TEXTS, None) @ row).max() < 0.2


def test_nothing_has_no_rows() -> None:
    likeness = Likeness((), None)
    assert likeness.rows((), None).shape == (0, DIMENSIONS)
    assert lengths(likeness.rows([LETTER], None)) == pytest.approx([1], abs=1e-5)


# ---------------------------------------------------------------- questions with their rows


ROWS = np.eye(3, dtype=np.float32)


def test_rows_come_in_the_order_they_are_asked_for() -> None:
    alike = Alike([7, 3, 9], ROWS)
    assert alike.known([9, 7]) == [9, 7]
    assert alike.rows([9, 7]).tolist() == [[0, 0, 1], [1, 0, 0]]


def test_questions_too_old_to_have_a_row_are_left_out() -> None:
    alike = Alike([7, 3, 9], ROWS)
    assert alike.known([1, 3, 2]) == [3]
    assert alike.rows([1, 3, 2]).tolist() == [[0, 1, 0]]
    assert alike.rows([1]).shape == (0, 3)


def test_questions_around_the_most_central_ask_one_thing() -> None:
    near, nearer = np.array([0.6, 0.8, 0.0]), np.array([0.4, np.sqrt(0.84), 0.0])
    alike = Alike([7, 3, 9, 4], np.array([[1, 0, 0], near, nearer, [0, 0, 1]], dtype=np.float32))
    assert alike.around([4, 7, 3, 9, 1]) == [7, 3, 9], "all three are near 3, though 7 and 9 are not near each other"
    assert alike.around([4, 7]) == [4]
    assert alike.around([1]) == []


def test_nothing_known_has_no_rows() -> None:
    assert Alike([], np.zeros((0, 5), dtype=np.float32)).rows([1, 2]).shape == (0, 5)


def test_questions_and_rows_that_do_not_align_are_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        Alike([1, 2], ROWS)
