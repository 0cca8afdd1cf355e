"""The calibration can be fitted again by anybody, from files like those it was fitted on."""

from __future__ import annotations

import json
import random
from pathlib import Path

import numpy as np
import pytest

from bot.domain.calibration import fits_for, probability
from bot.measure.adapting import PARAPHRASES, adapter, paraphrases
from bot.measure.calibrate import Labelled, draw, examples, fit, logistic, own, read, reliability

SUBJECTS = ("paspoort", "container", "vergunning", "aanmaning", "trouwen", "verhuizen")
WAYS = (
    "hoe werkt {} precies",
    "vraag over {} graag",
    "{} aanvragen",
    "wat kost {}",
    "waar regel ik {}",
    "{} is kwijt",
    "hulp bij {}",
    "kan {} ook online",
    "{} lukt niet",
    "alles over {}",
    "iemand belt over {}",
    "{} afzeggen",
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    rows = [
        {"text": way.format(subject), "label": subject, "split": "train", "lang": "nl"}
        for subject in SUBJECTS
        for way in WAYS
    ]
    rows.append({"text": "paspoort, uit de test", "label": "paspoort", "split": "test", "lang": "nl"})
    rows.append({"text": "hoe laat is het", "label": "oos", "split": "train", "lang": "nl"})
    path = tmp_path / "made.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return path


def test_train_rows_are_shared_out_and_test_rows_never_read(file: Path) -> None:
    data = read(file)
    for subject in SUBJECTS:
        phrasings, questions = set(data.phrasings[subject]), set(data.questions[subject])
        assert phrasings | questions == {way.format(subject) for way in WAYS}
        assert not phrasings & questions
    assert data.outside == ("hoe laat is het",)


def test_a_file_with_its_questions_apart_has_one_phrasing_a_label(file: Path) -> None:
    faq = file.with_name("made.faq.jsonl")
    faq.write_text(json.dumps({"label": "paspoort", "question": "Hoe werkt paspoort precies"}), encoding="utf-8")
    data = read(file)
    assert data.phrasings == {"paspoort": ("Hoe werkt paspoort precies",)}
    assert set(data.questions["paspoort"]) == {way.format("paspoort") for way in WAYS[1:]}, "not what is written"


@pytest.fixture
def data(file: Path) -> Labelled:
    return read(file)


ELSEWHERE = tuple(f"iets heel anders nummer {n}" for n in range(20))
BARE = fits_for(None)


def test_what_was_fitted_tells_right_answers_from_wrong_ones(data: Labelled) -> None:
    train = list(examples(draw(data, ELSEWHERE, random.Random(1), 2), None, BARE))
    tested = list(examples(draw(data, ELSEWHERE, random.Random(2), 1), None, BARE))
    fitted = fit([train], BARE)
    p = np.concatenate([probability(fitted, e.seen) for e in tested])
    right = np.concatenate([e.right for e in tested])
    assert p[right].mean() > 0.7
    assert p[~right].mean() < 0.2
    found = reliability(fitted, tested, 0.7)
    assert found["right_of_shown"] > 0.8
    assert found["shown_of_far"] < 0.1


def test_a_question_of_a_subject_left_out_has_no_right_entry(data: Labelled) -> None:
    some = list(examples(draw(data, ELSEWHERE, random.Random(1), 1), None, BARE))
    assert {e.group for e in some} == {"inside", "near", "far", "talk"}
    assert not any(e.right.any() for e in some if not e.answerable)


def test_a_base_is_never_asked_its_own_words(data: Labelled) -> None:
    for base in draw(data, ELSEWHERE, random.Random(3), 1):
        own_words = {(p.entry, p.text) for p in base.phrasings}
        assert not any((entry, text) in own_words for text, entry, _ in base.asked)


@pytest.mark.parametrize("name", PARAPHRASES)
def test_our_own_paraphrases_come_in_two_languages(name: str) -> None:
    data = own(name)
    assert len(data.questions) > 250
    for dutch, english in paraphrases(name):
        assert len(dutch) >= 3 and len(english) >= 2
        assert len(set(dutch)) == len(dutch) and len(set(english)) == len(english)


def test_an_adapter_brings_what_means_the_same_nearer() -> None:
    rng = np.random.default_rng(1)
    meaning, noise = rng.normal(size=(60, 4)), rng.normal(size=(60, 5, 12)) * 1.5
    vectors = np.concatenate([np.repeat(meaning[:, None, :], 5, axis=1), noise], axis=2).reshape(300, 16)
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    groups = [np.arange(5 * g, 5 * g + 5) for g in range(60)]
    matrix = adapter(vectors, [groups[:40]], steps=300)

    def found(rows: np.ndarray) -> float:
        """Of groups it has not seen, how often the nearest other text is of the same group."""
        some = rows[200:] / np.linalg.norm(rows[200:], axis=1, keepdims=True)
        cosines = some @ some.T - 2 * np.eye(100)
        return float((cosines.argmax(axis=1) // 5 == np.arange(100) // 5).mean())

    assert found(vectors @ matrix) > found(vectors) + 0.1


def test_the_regression_finds_the_law_it_was_shown() -> None:
    rng = np.random.default_rng(1)
    rows = rng.normal(size=(4000, 2))
    right = rng.random(4000) < 1 / (1 + np.exp(-(0.5 + 2 * rows[:, 0] - rows[:, 1])))
    found = logistic(rows, right, np.ones(4000))
    assert found == pytest.approx((0.5, 2.0, -1.0), abs=0.2)
