"""Pairs of texts that say the same, and pairs that nearly do, made from labelled files: how the constants in
bot/domain/duplicates.py were fitted and what they are worth. Only train rows are read.

Run it by `python -m tests.bench.duplicates FOLDER`.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.domain.duplicates import LISTED_AT, Likeness, Titles, Wording, design, judge, looked_at
from bot.domain.words import fold, without_greeting
from bot.measure.calibrate import Labelled, logistic
from bot.ports import Encoder

SIZES = (5, 12, 24, 75)  #: entries of a drawn base, as far as the file has them
ASKED = 60  #: new texts a base that are in it already, and as many that are not
WORDS_OF_A_TIP = 6  #: words a sentence has at least, to be taken for a tip
TWICE = 0.2  #: share of the entries that are there twice when a whole base is looked through


@dataclass(frozen=True, slots=True)
class Written:
    """An entry as somebody wrote it."""

    title: str
    body: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """A new text beside one of the closest entries of a base."""

    like: Likeness
    text: Wording
    other: Wording
    same: bool
    findable: bool  #: the first of a text that has its like in the base


@dataclass(frozen=True, slots=True)
class Score:
    """Of the pairs shown, the share that is right; of those there are, the share shown; and how many were shown."""

    right: float
    found: float
    shown: int


def from_labels(
    data: Labelled, encoder: Encoder | None, rng: random.Random, rounds: int = 6, bodies: dict[str, str] | None = None
) -> list[Judged]:
    """New texts beside bases of one text a label. Half the labels are left out of the base: many new entries are about
    something new, and what is left out lies close. `bodies`: of the entries, by label."""
    labels = sorted(label for label in data.questions if data.phrasings.get(label))
    found: list[Judged] = []
    for size in SIZES * rounds:
        half = rng.sample(labels, min(size, len(labels) // 2))
        others = sorted(set(labels) - set(half))
        base = [Written(rng.choice(data.phrasings[label]), (bodies or {}).get(label, "")) for label in half]
        new = [
            (Written(rng.choice(data.questions[label])), half.index(label) if label in half else -1)
            for label in rng.choices(half, k=ASKED) + rng.choices(others, k=ASKED)
        ]
        found += _beside(base, new, encoder)
    return found


def from_answers(path: Path, encoder: Encoder | None, rng: random.Random, rounds: int = 3) -> list[Judged]:
    """Tips beside published questions: a sentence of an answer belongs with its question, whose entry keeps the rest
    of the answer. Sentences of other answers do not, nor do the other questions, which editors keep apart."""
    items = [(row["question"], _sentences(row["answer"])) for row in map(json.loads, _lines(path))]
    items = [(question, sentences) for question, sentences in items if len(sentences) >= 3]
    found: list[Judged] = []
    for size in SIZES * rounds:
        order = rng.sample(items, len(items))
        half, rest = order[: min(size, len(items) // 2)], order[min(size, len(items) // 2) :]
        cut = [rng.randrange(2) for _ in half]
        base = [
            Written(question, " ".join(s for place, s in enumerate(sentences) if place != out))
            for (question, sentences), out in zip(half, cut, strict=True)
        ]
        new = [(Written(half[i][1][cut[i]]), i) for i in rng.choices(range(len(half)), k=ASKED)]
        new += [(Written(rng.choice(sentences[:2])), -1) for _, sentences in rng.choices(rest, k=ASKED)]
        new += [(Written(question), -1) for question, _ in rng.choices(rest, k=ASKED)]
        found += _beside(base, new, encoder)
    return found


def fit(train: Sequence[Judged]) -> tuple[float, ...]:
    """Intercept and coefficients for `design`."""
    return logistic(np.array([design(j.like) for j in train]), np.array([j.same for j in train]), np.ones(len(train)))


def suggestions(tested: Sequence[Judged], coefficients: Sequence[float], at: float) -> Score:
    """What is said to look alike when something is saved."""
    likely = np.array([judged(j, coefficients) for j in tested])
    same = np.array([j.same for j in tested])
    return _score(likely >= at, same, sum(j.findable for j in tested))


def judged(one: Judged, coefficients: Sequence[float]) -> float:
    """Its probability, under these coefficients."""
    return judge(one.text, one.other, one.like, coefficients)


def weekly(
    data: Labelled, encoder: Encoder | None, rng: random.Random, coefficients: Sequence[float], at: float = LISTED_AT,
    rounds: int = 5,
) -> Score:  # fmt: skip
    """What the weekly list finds in bases of one entry a label, TWICE of them there a second time."""
    labels = sorted(label for label in data.questions if data.phrasings.get(label))
    shown, there, right = 0, 0, 0
    for _ in range(rounds):
        twice = rng.sample(labels, max(3, round(len(labels) * TWICE)))
        of = [*labels, *twice]
        texts = [rng.choice(data.phrasings[label]) for label in labels]
        texts += [rng.choice(data.questions[label]) for label in twice]
        pairs = Titles(texts, [""] * len(texts), _vectors(texts, encoder)).pairs(at, coefficients)
        shown, there = shown + len(pairs), there + len(twice)
        right += sum(of[pair.first] == of[pair.second] for pair in pairs)
    return Score(round(right / shown, 3) if shown else 0.0, round(right / there, 3), shown)


def _beside(base: Sequence[Written], new: Sequence[tuple[Written, int]], encoder: Encoder | None) -> Iterator[Judged]:
    titles = Titles([e.title for e in base], [e.body for e in base], _vectors([e.title for e in base], encoder))
    vectors = _vectors([text.title for text, _ in new], encoder)
    for place, (text, answer) in enumerate(new):
        wording = Wording.of(fold(text.title), text.body)
        closest = titles.closest(wording, None if vectors is None else vectors[place])
        likes = looked_at(wording, [close for _, close in closest], len(base))
        for i, ((entry, close), like) in enumerate(zip(closest, likes, strict=True)):
            yield Judged(like, wording, close.wording, entry == answer, answer >= 0 and i == 0)


def _score(shown: np.ndarray, same: np.ndarray, there: int) -> Score:
    right = int((shown & same).sum())
    count = int(shown.sum())
    return Score(round(right / count, 3) if count else 0.0, round(right / max(there, 1), 3), count)


def _vectors(texts: Sequence[str], encoder: Encoder | None) -> np.ndarray | None:
    return None if encoder is None else encoder.encode([without_greeting(text) for text in texts])


def _sentences(answer: str) -> list[str]:
    parts = re.split(r"(?<=[.!?])\s+|\n", answer)
    return [part.strip() for part in parts if len(part.split()) >= WORDS_OF_A_TIP]


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
