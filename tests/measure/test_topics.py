"""How well questions are grouped is held against labels that the grouping never sees."""

from __future__ import annotations

from bot.measure.made_up import made_up
from bot.measure.topics import grouped


def questions(entries: int) -> list[tuple[str, str]]:
    return [(text, one.title) for one in made_up(entries, 8, seed=5) for text in (one.title, *one.phrasings)]


def test_the_right_groups_score_high_and_labels_by_chance_score_nothing() -> None:
    asked = questions(20)
    right = grouped(asked, None)
    assert right["labels"] == 20
    assert right["ari"] > 0.5 and right["v"] > 0.8
    mixed = [(text, asked[(7 * place) % len(asked)][1]) for place, (text, _) in enumerate(asked)]
    assert abs(grouped(mixed, None)["ari"]) < 0.1


def test_the_labels_change_nothing_in_the_groups() -> None:
    asked = questions(6)
    renamed = [(text, "one") for text, _ in asked]
    assert grouped(asked, None)["groups"] == grouped(renamed, None)["groups"]
