"""What a signal shows of its questions: the entry shown most, and a name for what they ask."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.domain.evidence import TEXTS_MOST, evidence, most_shown, typical
from bot.model import Question

NOW = datetime(2026, 5, 12, 7, tzinfo=UTC)


def questions(*entries: int | None) -> list[Question]:
    return [Question(id=n, text=f"vraag {n % 60}", asked_at=NOW, entry=e) for n, e in enumerate(entries, start=1)]


@pytest.mark.parametrize(
    ("entries", "shown"),
    [((41, 41, 12), 41), ((41, 41, None), 41), ((41, None, None), None), ((41, None), None), ((), None)],
)
def test_the_entry_shown_most_unless_most_got_nothing(entries: tuple[int | None, ...], shown: int | None) -> None:
    assert most_shown(questions(*entries)) == shown


@pytest.mark.parametrize(
    ("texts", "name"),
    [
        (("hoi", "mag hond los", "hond los in park", "mag de hond los in het park?"), "hond los in park"),
        (("Wat is de datum", "wat is de datum"), "wat is de datum"),
        (("???",), "???"),
        ((), ""),
    ],
)
def test_the_most_typical_question_names_a_topic_and_the_shortest_wins_a_draw(
    texts: tuple[str, ...], name: str
) -> None:
    assert typical(texts) == name


def test_the_same_words_are_kept_once_and_no_more_than_fit() -> None:
    found = evidence(
        "rising", questions(*[None] * 200), at=NOW, people=100, span_days=2, usual_per_week=1, tallied=0, shown=None,
        known=None,
    )  # fmt: skip
    assert len(found.questions) == 200
    assert len(found.texts) == len(set(found.texts)) == TEXTS_MOST
