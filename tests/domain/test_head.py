"""The classifier that is fitted while a question is asked."""

from __future__ import annotations

import numpy as np
import pytest

from bot.domain.head import JITTER, STEPS, STRENGTH, fit_head, log_softmax


def rows(*points: tuple[float, float]) -> np.ndarray:
    found = np.array(points)
    return np.asarray(found / np.linalg.norm(found, axis=1, keepdims=True))


TWO = rows((1, 0.1), (1, -0.1), (0.1, 1), (-0.1, 1))
OWNER = np.array([0, 0, 1, 1])


def logits(asked: np.ndarray, weights: np.ndarray) -> np.ndarray:
    return np.asarray((asked @ TWO.T) @ fit_head(TWO @ TWO.T, OWNER, weights))


def test_what_lies_with_the_phrasings_of_an_entry_gets_that_entry() -> None:
    found = logits(rows((1, 0), (0, 1), (1, 0.9)), np.ones(4))
    assert found.argmax(axis=1).tolist() == [0, 1, 0]


def test_a_phrasing_that_weighs_little_draws_less() -> None:
    between = rows((1, 1))
    even = logits(between, np.ones(4))[0]
    uneven = logits(between, np.array([1, 1, 0.1, 0.1]))[0]
    assert even[0] == pytest.approx(even[1], abs=0.05)
    assert uneven[0] > uneven[1]


def test_equal_phrasings_and_an_only_entry_do_no_harm() -> None:
    same = rows((1, 0), (1, 0))
    for owner in (np.array([0, 1]), np.array([0, 0])):
        assert np.isfinite(fit_head(same @ same.T, owner, np.ones(2))).all()


def test_probabilities_add_up_to_one_also_of_large_numbers() -> None:
    found = np.exp(log_softmax(np.array([[1000.0, 999.0], [0.0, 0.0]])))
    assert found.sum(axis=1) == pytest.approx([1.0, 1.0])
    assert found[1] == pytest.approx([0.5, 0.5])


def test_it_is_fitted_as_by_plain_solving_of_every_step() -> None:
    rng = np.random.default_rng(3)
    points = rng.normal(size=(60, 8)) + np.repeat(rng.normal(size=(12, 8)), 5, axis=0)
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    kernel, owner = points @ points.T, np.repeat(np.arange(12), 5)
    weights = np.where(np.arange(60) % 4 == 0, 0.3, 1.0)

    gram = kernel + JITTER * np.eye(60)
    solve = np.linalg.inv(gram + np.diag(2.0 / (STRENGTH * weights)))
    truth, pace = 2.0 * np.eye(12)[owner], 1.0
    before = now = target = np.zeros((60, 12))
    for _ in range(STEPS):
        faster = (1.0 + (1.0 + 4.0 * pace * pace) ** 0.5) / 2.0
        ahead = now + (pace - 1.0) / faster * (now - before)
        target = ahead + truth - 2.0 * np.exp(log_softmax(ahead))
        before, now, pace = now, gram @ solve @ target, faster

    assert fit_head(kernel, owner, weights) == pytest.approx(solve @ target, abs=1e-4)
