"""The list of topics and the form to correct one stay within Slack's limits, with the longest texts."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.model import LANGUAGES, TITLE_MAX, Language, Question, Topic
from bot.sandbox import check_message, check_view
from bot.services.topic_corrections import LISTED, OFFERED, SHOWN, Editing, Listed
from bot.slack.blocks import topics as blocks
from bot.slack.blocks.common import Lens

NOW = datetime(2026, 5, 4, 7, 0, tzinfo=UTC)
LONG = ("<&klant> " * 40)[:TITLE_MAX]


def lens(language: Language) -> Lens:
    return Lens(language, NOW, ZoneInfo("Europe/Amsterdam"))


def topic(id: int, title: str = LONG, department: str = "taxes", **more: object) -> Topic:
    return Topic(id=id, title=title, department=department, created_at=NOW, **more)  # type: ignore[arg-type]


def listed(id: int, people: int = 7, department: str = "taxes") -> Listed:
    return Listed(topic(id, department=department), LONG, department, people, 3 * people)


def editing(questions: int = SHOWN, others: int = OFFERED, **more: object) -> Editing:
    asked = tuple(Question(id=n + 1, text=LONG * 15, asked_at=NOW) for n in range(questions))
    return Editing(topic(1, **more), LONG, "entry" in more, asked, tuple(listed(n + 2) for n in range(others)))


def choices(view: dict[str, object]) -> list[str]:
    found = [block for block in view["blocks"] if block.get("block_id") == "do"]  # type: ignore[attr-defined]
    return [option["value"] for block in found for option in block["element"]["options"]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_has_a_button_each_and_no_figure_about_fewer_than_three(language: Language) -> None:
    found = [listed(1), *(listed(n + 2, people=0) for n in range(LISTED - 1))]
    message = blocks.listing(lens(language), found, {"taxes": "Taxes"})
    assert check_message({"text": message.text, "blocks": list(message.blocks)}) == []
    shown = str(message.blocks)
    assert shown.count("topic.edit") == LISTED
    assert "21" in shown and " 0 " not in shown and "Taxes" not in shown
    assert "<&klant>" not in shown, "what people asked is no markup"


def test_of_several_departments_the_list_says_whose_each_is() -> None:
    found = [listed(1), listed(2, department="permits")]
    shown = str(blocks.listing(lens("nl"), found, {"taxes": "Belastingen", "permits": "Vergunningen"}).blocks)
    assert "Belastingen" in shown and "Vergunningen" in shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_list_says_so(language: Language) -> None:
    assert len(blocks.listing(lens(language), (), {}).blocks) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_offers_what_can_be_done(language: Language) -> None:
    view = blocks.edit(lens(language), editing(), meta="{}")
    assert check_view(view) == []
    assert choices(view) == [blocks.KEEP, blocks.MOVE, blocks.SPLIT, blocks.MERGE]


def test_without_another_topic_or_questions_the_form_offers_less() -> None:
    alone = blocks.edit(lens("nl"), editing(others=0), meta="{}")
    assert check_view(alone) == []
    assert choices(alone) == [blocks.KEEP, blocks.SPLIT]
    empty = blocks.edit(lens("nl"), editing(questions=0, entry=41), meta="{}")
    assert check_view(empty) == []
    assert choices(empty) == []
    assert "#41" in str(empty)
