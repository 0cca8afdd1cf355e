"""How the adapters in bot/adapters were made: a matrix an encoder that brings nearer what people mean the same by.

Groups of questions with one meaning are the teacher: of two questions of a group, each has to be found by the other
among one question of each of some fifty other groups (contrastive learning; source of the loss: van den Oord et al.,
Representation Learning with Contrastive Predictive Coding, 2018, with in-batch negatives). The matrix starts as the
one that changes nothing, and what moves away from it is taxed: that is what carries over to subjects it has not seen.
The groups: our own paraphrases (bot/measure/paraphrases, Dutch and English together, neighbours beside each other) and
train rows of labelled files. Run it by `python -m tests.bench.calibrate FOLDER`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib import resources

import numpy as np

STEPS, GROUPS = 400, 48  #: steps; groups in each
RATE, TEMPERATURE, TAX = 1e-3, 0.08, 0.02
PARAPHRASES = ("government", "providers", "everyday")

Group = np.ndarray  #: (m,) rows of vectors that mean the same


def paraphrases(name: str) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Our own groups, (Dutch texts, English texts) each; neighbours in the file are neighbours in meaning."""
    path = resources.files("bot") / "measure" / "paraphrases" / f"{name}.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [(tuple(row["nl"]), tuple(row["en"])) for row in rows]


def adapter(vectors: np.ndarray, sources: Sequence[Sequence[Group]], seed: int = 0, steps: int = STEPS) -> np.ndarray:
    """The matrix (d, d) for vectors (n, d), less their mean. `sources`: groups of at least two rows, taken from one
    source at a time, so that what has to be told apart is of one kind."""
    rng = np.random.default_rng(seed)
    d = vectors.shape[1]
    matrix, same = np.eye(d, dtype=np.float32), np.eye(d, dtype=np.float32)
    first, second = np.zeros_like(matrix), np.zeros_like(matrix)
    for step in range(1, steps + 1):
        source = sources[int(rng.integers(len(sources)))]
        chosen = rng.choice(len(source), min(GROUPS, len(source)), replace=False)
        two = np.array([rng.choice(source[c], 2, replace=False) for c in chosen])
        gradient = _gradient(vectors[two[:, 0]], vectors[two[:, 1]], matrix) + 2 * TAX * (matrix - same)
        # Adam (Kingma and Ba, 2015), its rate falling as a cosine
        first = 0.9 * first + 0.1 * gradient
        second = 0.999 * second + 0.001 * gradient * gradient
        rate = RATE * 0.5 * (1 + np.cos(np.pi * (step - 1) / steps))
        moved = (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
        matrix = matrix - np.float32(rate) * moved
    return np.asarray(matrix, dtype=np.float32)


def _gradient(one: np.ndarray, other: np.ndarray, matrix: np.ndarray) -> np.ndarray:
    """Of the loss, by the matrix: each of `one` has to find its place among `other`, and the other way round."""
    a, b = one @ matrix, other @ matrix
    a_length = np.linalg.norm(a, axis=1, keepdims=True)
    b_length = np.linalg.norm(b, axis=1, keepdims=True)
    a, b = a / a_length, b / b_length
    cosines = a @ b.T / TEMPERATURE
    wrong = (_softmax(cosines) + _softmax(cosines.T).T - 2 * np.eye(len(a))) / (len(a) * TEMPERATURE)
    by_a, by_b = wrong @ b, wrong.T @ a
    by_a = (by_a - a * (by_a * a).sum(axis=1, keepdims=True)) / a_length
    by_b = (by_b - b * (by_b * b).sum(axis=1, keepdims=True)) / b_length
    return np.asarray(one.T @ by_a + other.T @ by_b, dtype=np.float32)


def _softmax(values: np.ndarray) -> np.ndarray:
    powers = np.exp(values - values.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))
