"""How the coefficients in bot/domain/coefficients.py were fitted, so that anybody can fit them again.

Knowledge bases of all sizes are drawn from labelled files and from our own paraphrases; their questions, questions of
subjects that were left out, questions from elsewhere and small talk are ranked by the real index; logistic regressions
learn from what it saw of the likeliest entries whether each is the answer. Only train rows are read.
Run it by `python -m tests.bench.calibrate FOLDER`.
"""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from bot.domain.bodies import Bodies
from bot.domain.calibration import FITS_AT, Fits, in_scope_design, probability, together_design, which_design
from bot.domain.matching import Index, Phrasing
from bot.domain.words import without_greeting
from bot.measure.adapting import paraphrases
from bot.ports import Encoder

SIZES = (1, 2, 3, 5, 10, 20, 30, 40, 60, 80, 150)  #: entries of a drawn base, as far as the file has them
PHRASINGS = (1, 1, 1, 2, 3, 5)  #: phrasings an entry at most; one is what a new team has
INSIDE, NEAR, FAR = 40, 20, 12  #: questions a base: with an entry; of subjects left out; from other files
WITH_BODIES = 0.7  #: of the bases whose labels have an answer, in how many it stands in the entry
LOWER = 0.4  #: what an entry that is not the likeliest counts: it is shown less

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
    answers: Mapping[str, str] = field(default_factory=dict)  #: what is answered, by label, where that is known


@dataclass(frozen=True, slots=True)
class Example:
    """One asked question: what was seen of the likeliest entries, (c, features), and which of them is the answer."""

    seen: np.ndarray
    right: np.ndarray
    answerable: bool  #: the base has an entry for the question
    group: str  #: where the question came from: inside, near, far or talk


def read(path: Path) -> Labelled:
    """Train rows only, as `kb eval` measures on the test rows. Half the texts of a label are phrasings, half questions;
    with a companion .faq.jsonl its question is the only phrasing, and all other texts are questions."""
    faq = path.with_name(path.name.removesuffix(".jsonl") + ".faq.jsonl")
    companion = list(_rows(faq)) if faq.exists() else []
    written = {row["label"]: row["question"] for row in companion}
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
        {row["label"]: row["answer"] for row in companion if "answer" in row},
    )


def _odd(text: str) -> bool:
    """A coin thrown for a text, the same each time."""
    return hashlib.sha256(text.encode()).digest()[-1] % 2 == 1


def _rows(path: Path) -> Iterator[dict[str, str]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            yield json.loads(line)


def own(name: str) -> Labelled:
    """Our own paraphrases as a file: four in ten phrasings are English, and questions come in both languages."""
    phrasings, questions = {}, {}
    for number, (dutch, english) in enumerate(paraphrases(name)):
        label = f"{name}{number:03}"
        phrasings[label] = (*dutch, *english[:2]) if number % 3 == 0 else dutch
        questions[label] = (*dutch, *english)
    return Labelled(name, "nl", phrasings, questions, ())


@dataclass(frozen=True, slots=True)
class Drawn:
    """One knowledge base and the questions it is asked, each with the entry that answers it (-1: none)."""

    phrasings: tuple[Phrasing, ...]
    bodies: Mapping[int, str]
    asked: tuple[tuple[str, int, str], ...]  #: (text, entry, where it comes from)


def draw(data: Labelled, elsewhere: Sequence[str], rng: random.Random, rounds: int) -> Iterator[Drawn]:
    """`rounds` bases of every size. `elsewhere`: questions that none of the file's labels answers."""
    labels = sorted(label for label in data.questions if data.phrasings.get(label))
    for size in sorted({*(s for s in SIZES if s < len(labels)), min(len(labels), max(SIZES))}):
        for _ in range(rounds):
            start = rng.randrange(len(labels) - size + 1)
            # Half of the bases are about one subject, as far as neighbours in the file are neighbours in meaning.
            chosen = labels[start : start + size] if rng.random() < 0.5 else rng.sample(labels, size)
            k = rng.choice(PHRASINGS)
            texts = [rng.sample(data.phrasings[label], min(k, len(data.phrasings[label]))) for label in chosen]
            used = {text for some in texts for text in some}
            asked = []
            for entry in rng.choices(range(size), k=INSIDE):
                left = [text for text in data.questions[chosen[entry]] if text not in used]
                asked += [(rng.choice(left), entry, "inside")] if left else []
            left_out = sorted(set(labels) - set(chosen))
            asked += [(rng.choice(data.questions[label]), -1, "near") for label in _some(left_out, NEAR, rng)]
            asked += [(text, -1, "near") for text in rng.sample(data.outside, min(NEAR, len(data.outside)))]
            asked += [(text, -1, "far") for text in rng.sample(list(elsewhere), FAR)]
            asked += [(text, -1, "talk") for text in rng.sample(SMALL_TALK, 4)]
            with_bodies = data.answers and rng.random() < WITH_BODIES
            yield Drawn(
                tuple(Phrasing(0, entry, text) for entry, some in enumerate(texts) for text in some),
                {entry: data.answers.get(label, "") for entry, label in enumerate(chosen)} if with_bodies else {},
                tuple(asked),
            )


def examples(drawn: Iterator[Drawn], encoder: Encoder | None, fits: Fits) -> Iterator[Example]:
    """What the index saw of the likeliest entries for each question."""
    for base in drawn:
        vectors = None
        if encoder is not None:
            vectors = encoder.encode([without_greeting(p.text) for p in base.phrasings])
        index = Index.build(base.phrasings, vectors, Bodies(base.bodies) if base.bodies else None, fits=fits)
        for text, answer, group in base.asked:
            vector = None if encoder is None else encoder.encode([index.prepare(text)])[0]
            found = index.candidates(text, vector)
            if found is not None:
                entries = [index.phrasings[row].entry for row in found.rows]
                yield Example(found.seen, np.array([e == answer for e in entries]), answer >= 0, group)


def _some(labels: Sequence[str], k: int, rng: random.Random) -> list[str]:
    return rng.choices(labels, k=k) if labels else []


def fit(files: Sequence[Sequence[Example]], fits: Fits) -> Fits:
    """All coefficients; every file counts the same. `fits`: of which the weight of meaning is kept."""
    some = [example for file in files for example in file]
    weight = np.concatenate([np.full(len(file), 1.0 / len(file)) for file in files]) * len(some) / len(files)
    first = np.vstack([e.seen[:1] for e in some])
    inside = np.array([e.answerable for e in some])
    found = replace(fits, in_scope=logistic(in_scope_design(first), inside, weight))

    def rows(chosen: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        at = np.flatnonzero(chosen)
        counts = [np.where(np.arange(len(some[i].seen)) == 0, 1.0, LOWER) * weight[i] for i in at]
        return (
            np.vstack([some[i].seen for i in at]),
            np.concatenate([some[i].right for i in at]),
            np.concatenate(counts),
        )

    seen, right, counts = rows(inside)
    found = replace(found, which=logistic(which_design(seen), right, counts))
    seen, right, counts = rows(np.ones(len(some), dtype=bool))
    return replace(found, together=logistic(together_design(found, seen), right, counts))


def logistic(design: np.ndarray, right: np.ndarray, weights: np.ndarray) -> tuple[float, ...]:
    """Intercept, then a coefficient a column, of an L2-penalised logistic regression on scaled columns."""
    scale = np.maximum(design.std(axis=0), 1e-9)
    model = LogisticRegression(C=1.0, max_iter=5000).fit(design / scale, right, sample_weight=weights)
    return (float(model.intercept_[0]), *(float(c) for c in model.coef_[0] / scale))


def reliability(fits: Fits, tested: Sequence[Example], threshold: float = FITS_AT) -> dict[str, float]:
    """Of the first entries: how many shown as fitting are right, how many answerable questions got a fitting one,
    and the share of questions without an answer that were shown one all the same."""
    p = np.array([probability(fits, e.seen[:1])[0] for e in tested])
    right = np.array([bool(e.right[0]) for e in tested])
    answerable = np.array([e.answerable for e in tested])
    shown = p >= threshold
    out = {
        "right_of_shown": float(right[shown].mean()) if shown.any() else 0.0,
        "answered_of_answerable": float((shown & right)[answerable].mean()),
        "shown_of_unanswerable": float(shown[~answerable].mean()),
    }
    for group in ("near", "far", "talk"):
        of_group = np.array([e.group == group for e in tested])
        out[f"shown_of_{group}"] = float(shown[of_group].mean()) if of_group.any() else 0.0
    return {key: round(value, 3) for key, value in out.items()}
