"""How well questions are grouped by what they ask, held against labels that the grouping never sees."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

from sklearn.metrics import adjusted_rand_score, v_measure_score
from threadpoolctl import threadpool_limits

from bot.domain.grouping import groups, rows
from bot.domain.words import without_greeting
from bot.ports import Encoder


def grouped(questions: Sequence[tuple[str, str]], encoder: Encoder | None) -> Mapping[str, float]:
    """Adjusted Rand index, V-measure, how many labels and groups there are, and milliseconds a question.

    `questions`: (text, label) each. Encoded as a question to the bot is.
    """
    texts = [text for text, _ in questions]
    labels = [label for _, label in questions]
    start = time.perf_counter()
    with threadpool_limits(limits=1, user_api="blas"):  # as the bot works: see services/knowledge.py
        vectors = encoder.encode([without_greeting(text) for text in texts]) if encoder else None
        found = groups(rows(texts, vectors))
    spent = time.perf_counter() - start
    return {
        "labels": len(set(labels)),
        "groups": len(set(found.tolist())),
        "ari": round(float(adjusted_rand_score(labels, found)), 3),
        "v": round(float(v_measure_score(labels, found)), 3),
        "ms": round(spent / len(questions) * 1000, 2),
    }
