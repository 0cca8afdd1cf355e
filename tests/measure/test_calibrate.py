"""The calibration can be fitted again by anybody, from files like those it was fitted on."""

from __future__ import annotations

import json
import random
from pathlib import Path

import numpy as np
import pytest

from bot.domain.calibration import design
from bot.measure.calibrate import Labelled, examples, fit, logistic, pairs, probabilities, read, reliability

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


def test_what_was_fitted_tells_right_answers_from_wrong_ones(data: Labelled) -> None:
    train = list(examples(data, ELSEWHERE, None, random.Random(1), rounds=2))
    tested = list(examples(data, ELSEWHERE, None, random.Random(2), rounds=1))
    p = probabilities(fit(train), [design(e.features) for e in tested])
    right = np.array([e.right for e in tested])
    assert p[right].mean() > 0.8
    assert p[~right].mean() < 0.2
    found = reliability(p, tested, 0.75)
    assert found["right_of_shown"] > 0.8
    assert found["shown_of_far"] < 0.1


def test_a_question_of_a_subject_left_out_has_no_right_entry(data: Labelled) -> None:
    for example in examples(data, ELSEWHERE, None, random.Random(1), rounds=1):
        if not example.answerable:
            assert not example.right


def test_pairs_are_alike_only_with_the_same_label(data: Labelled) -> None:
    found = pairs(data, None, random.Random(1), rounds=1)
    same = [s.characters for s, right in found if right]
    other = [s.characters for s, right in found if not right]
    assert same and other
    assert np.mean(same) > np.mean(other)


def test_the_regression_finds_the_law_it_was_shown() -> None:
    rng = np.random.default_rng(1)
    rows = rng.normal(size=(4000, 2))
    right = rng.random(4000) < 1 / (1 + np.exp(-(0.5 + 2 * rows[:, 0] - rows[:, 1])))
    found = logistic([tuple(row) for row in rows], list(right), [1.0] * 4000)
    assert found == pytest.approx((0.5, 2.0, -1.0), abs=0.2)
