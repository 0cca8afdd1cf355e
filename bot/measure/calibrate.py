"""How the coefficients in bot/domain/calibration.py were fitted, so that anybody can fit them again.

Knowledge bases of all sizes are drawn from labelled files; their questions, questions of subjects that were left out,
questions from elsewhere and small talk are ranked by the real index; a logistic regression learns from the features
of the first three entries whether each is the answer. Only train rows are read.
Run it by `python -m tests.bench.calibrate FOLDER`.
"""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from bot.domain.calibration import Features, Sameness, design, same_design
from bot.domain.matching import Index, Phrasing
from bot.domain.words import without_greeting
from bot.ports import Encoder

SIZES = (1, 2, 5, 10, 20, 30, 40, 60, 80, 150)  #: entries of a drawn base, as far as the file has them
PHRASINGS = (1, 1, 1, 2, 3, 5)  #: phrasings an entry at most; one is what a new team has
PAIR_BASES, PAIRED = (5, 12, 24, 75), 60  #: sizes of bases for `pairs`, and texts with and without their label in it
INSIDE, NEAR, FAR = 40, 20, 15  #: questions a base: with an entry; of subjects left out; from other files

#: Said to a bot, and never answered by an entry. Written for this project.
# fmt: off
SMALL_TALK = (
    "hoi", "hallo", "goedemorgen allemaal", "test", "test 123", "asdf", "qwerty", "dank je wel", "bedankt",
    "ok", "oke top", "ja", "nee", "wat", "help", "help me", "hoe gaat het", "wie ben jij", "wat kun jij",
    "ben je een robot", "fijne dag", "tot morgen", "lol", "haha", "vraag", "ik heb een vraag",
    "kun je me helpen", "hello", "good morning", "thanks", "thank you so much", "yes", "no", "who are you",
    "are you a bot", "how are you", "see you tomorrow", "i have a question", "can you help me", "what", "1234",
    "0000", "aaaa", "xyz", "blah blah", "lorem ipsum", "pizza", "voetbal", "wat eten we vanavond",
    "hoe laat is het", "het regent", "mijn kat heet minoes", "tell me a joke", "what is the weather",
)
# fmt: on


@dataclass(frozen=True, slots=True)
class Labelled:
    """One file: texts by label, apart for phrasings and questions; `outside` are questions no label answers."""

    name: str
    language: str
    phrasings: Mapping[str, tuple[str, ...]]
    questions: Mapping[str, tuple[str, ...]]
    outside: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """A candidate entry of one asked question, and whether it is the answer."""

    features: Features
    right: bool
    place: int  #: 0 for the entry ranked first
    answerable: bool  #: the base has an entry for the question
    group: str  #: where the question came from: inside, near, far or talk


def read(path: Path) -> Labelled:
    """Train rows only, as `kb eval` measures on the test rows. Half the texts of a label are phrasings, half questions;
    with a companion .faq.jsonl its question is the only phrasing, and all other texts are questions."""
    faq = path.with_name(path.name.removesuffix(".jsonl") + ".faq.jsonl")
    written = {row["label"]: row["question"] for row in (_rows(faq) if faq.exists() else ())}
    phrasings: dict[str, list[str]] = {label: [text] for label, text in written.items()}
    questions: dict[str, list[str]] = {}
    outside: list[str] = []
    language = "nl"
    for row in _rows(path):
        text, label, language = row["text"], row["label"], row["lang"]
        if row["split"] != "train" or text.casefold() == written.get(label, "").casefold():
            continue
        if label == "oos":
            outside.append(text)
        elif written or _odd(text):
            questions.setdefault(label, []).append(text)
        else:
            phrasings.setdefault(label, []).append(text)
    return Labelled(
        path.stem,
        language,
        {label: tuple(texts) for label, texts in phrasings.items()},
        {label: tuple(texts) for label, texts in questions.items()},
        tuple(outside),
    )


def _odd(text: str) -> bool:
    """A coin thrown for a text, the same each time."""
    return hashlib.sha256(text.encode()).digest()[-1] % 2 == 1


def _rows(path: Path) -> Iterator[dict[str, str]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            yield json.loads(line)


def examples(
    data: Labelled, elsewhere: Sequence[str], encoder: Encoder | None, rng: random.Random, rounds: int = 3
) -> Iterator[Example]:
    """Examples from `rounds` bases of every size. `elsewhere`: questions that none of the file's labels answers."""
    labels = sorted(label for label in data.questions if data.phrasings.get(label))
    for size in [s for s in SIZES if s < len(labels)] + [len(labels)]:
        for _ in range(rounds):
            chosen = rng.sample(labels, size)
            k = rng.choice(PHRASINGS)
            index = _index(data, chosen, k, encoder, rng)
            inside = [
                (rng.choice(data.questions[label]), chosen.index(label)) for label in rng.choices(chosen, k=INSIDE)
            ]
            left_out = sorted(set(labels) - set(chosen))
            near = [(rng.choice(data.questions[label]), -1) for label in _some(left_out, NEAR, rng)]
            near += [(text, -1) for text in rng.sample(data.outside, min(NEAR, len(data.outside)))]
            far = [(text, -1) for text in rng.sample(list(elsewhere), FAR)]
            talk = [(text, -1) for text in rng.sample(SMALL_TALK, 5)]
            for group, asked in (("inside", inside), ("near", near), ("far", far), ("talk", talk)):
                for text, answer in asked:
                    yield from _ask(index, text, answer, group, encoder)


def _some(labels: Sequence[str], k: int, rng: random.Random) -> list[str]:
    return rng.choices(labels, k=k) if labels else []


def _index(data: Labelled, labels: Sequence[str], k: int, encoder: Encoder | None, rng: random.Random) -> Index:
    phrasings = [
        Phrasing(0, entry, text)
        for entry, label in enumerate(labels)
        for text in rng.sample(data.phrasings[label], min(k, len(data.phrasings[label])))
    ]
    vectors = None if encoder is None else encoder.encode([without_greeting(p.text) for p in phrasings])
    return Index.build(phrasings, vectors)


def _ask(index: Index, text: str, answer: int, group: str, encoder: Encoder | None) -> Iterator[Example]:
    vector = None if encoder is None else encoder.encode([index.prepare(text)])[0]
    for place, (row, features) in enumerate(index.candidates(text, vector, 3)):
        yield Example(features, index.phrasings[row].entry == answer, place, answer >= 0, group)


def pairs(data: Labelled, encoder: Encoder | None, rng: random.Random, rounds: int = 6) -> list[tuple[Sameness, bool]]:
    """Texts beside the closest phrasings of a base of one phrasing a label: do they have the same label?

    Half the labels are left out of the base, as many new entries are about something new.
    """
    labels = sorted(label for label in data.questions if data.phrasings.get(label))
    found = []
    for size in PAIR_BASES * rounds:
        half = rng.sample(labels, min(size, len(labels) // 2))
        others = sorted(set(labels) - set(half))
        index = _index(data, half, 1, encoder, rng)
        for label in rng.choices(half, k=PAIRED) + rng.choices(others, k=PAIRED):
            text = rng.choice(data.questions[label])
            vector = None if encoder is None else encoder.encode([index.prepare(text)])[0]
            for row, _, same in index.alike(text, vector):
                found.append((same, half[index.phrasings[row].entry] == label))
    return found


def fit(train: Sequence[Example]) -> tuple[float, ...]:
    """Intercept and coefficients for `design`; lower places count less, since they are shown less."""
    return logistic(
        [design(e.features) for e in train],
        [e.right for e in train],
        [1.0 if e.place == 0 else 0.3 for e in train],
    )


def fit_same(train: Sequence[tuple[Sameness, bool]]) -> tuple[float, ...]:
    """Intercept and coefficients for `same_design`."""
    return logistic([same_design(s) for s, _ in train], [right for _, right in train], [1.0] * len(train))


def logistic(rows: Sequence[tuple[float, ...]], right: Sequence[bool], weights: Sequence[float]) -> tuple[float, ...]:
    """Intercept, then a coefficient a column, of an L2-penalised logistic regression on scaled columns."""
    x = np.array(rows)
    scale = np.maximum(x.std(axis=0), 1e-9)
    model = LogisticRegression(C=1.0, max_iter=2000).fit(x / scale, np.array(right), sample_weight=np.array(weights))
    return (float(model.intercept_[0]), *(float(c) for c in model.coef_[0] / scale))


def probabilities(coefficients: Sequence[float], rows: Sequence[tuple[float, ...]]) -> np.ndarray:
    """Probability of each row of `design` or `same_design` under these coefficients: (n,)."""
    return np.asarray(1 / (1 + np.exp(-(coefficients[0] + np.array(rows) @ np.array(coefficients[1:])))))


def reliability(p: np.ndarray, tested: Sequence[Example], threshold: float) -> dict[str, float]:
    """Of the first entries: how many shown as fitting are right, how many answerable questions got a fitting one,
    and the share of questions without an answer that were shown one all the same."""
    first = np.array([e.place == 0 for e in tested])
    right = np.array([e.right for e in tested])[first]
    answerable = np.array([e.answerable for e in tested])[first]
    shown = p[first] >= threshold
    out = {
        "right_of_shown": float(right[shown].mean()) if shown.any() else 0.0,
        "answered_of_answerable": float((shown & right)[answerable].mean()),
        "shown_of_unanswerable": float(shown[~answerable].mean()),
    }
    for group in ("near", "far", "talk"):
        of_group = np.array([e.group == group for e in tested])[first]
        out[f"shown_of_{group}"] = float(shown[of_group].mean()) if of_group.any() else 0.0
    return {key: round(value, 3) for key, value in out.items()}
