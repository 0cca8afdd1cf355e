"""The list of ways of asking, and the line that says why."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.model import LANGUAGES, TEXT_MAX, TITLE_MAX, Entry, Kind, Language, Phrasing
from bot.sandbox.checks import check_view
from bot.services.curating import Way, Ways
from bot.services.explaining import Why
from bot.slack.blocks.answer import why
from bot.slack.blocks.common import Lens
from bot.slack.blocks.ways import ways_modal

NOW = datetime(2026, 5, 4, 7, 0, tzinfo=UTC)
ENTRY = Entry(number=41, kind=Kind.TIP, title="Regeling", created_at=NOW, updated_at=NOW)


def lens(language: Language = "nl") -> Lens:
    return Lens(language, NOW, ZoneInfo("Europe/Amsterdam"))


def way(source: str, people: int, text: str = "kan dat in termijnen", id: int = 7) -> Way:
    return Way(Phrasing(id=id, entry=41, text=text, source=source, created_at=NOW), people)  # type: ignore[arg-type]


def row(source: str, people: int) -> dict[str, object]:
    view = ways_modal(lens(), Ways(ENTRY, (way(source, people),)), meta="")
    found: dict[str, object] = view["blocks"][-1]
    return found


@pytest.mark.parametrize(
    ("source", "people", "said"),
    [
        ("given", 0, "van de afdeling · nog niet bevestigd"),
        ("learned", 1, "geleerd van collega's · een of twee keer bevestigd"),
        ("learned", 2, "geleerd van collega's · een of twee keer bevestigd"),
        ("learned", 3, "geleerd van collega's · door 3 collega's bevestigd"),
        ("rejected", 2, "niet bedoeld, volgens een of twee collega's"),
        ("rejected", 4, "niet bedoeld, volgens 4 collega's"),
    ],
)
def test_a_way_says_what_it_stands_on_without_a_number_below_three(source: str, people: int, said: str) -> None:
    assert row(source, people)["text"]["text"] == f"kan dat in termijnen\n_{said}_"  # type: ignore[index]


def test_all_but_the_title_can_be_removed() -> None:
    assert "accessory" not in row("title", 0)
    for source in ("given", "learned", "rejected"):
        button = row(source, 1)["accessory"]
        assert button["value"] == "7" and "confirm" in button  # type: ignore[index, operator]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_longest_list_keeps_within_slacks_limits(language: Language) -> None:
    entry = ENTRY.but(title="&" * TITLE_MAX)
    many = tuple(way("learned", 1000, "&" * TEXT_MAX, id) for id in range(1, 200))
    view = ways_modal(lens(language), Ways(entry, many), meta="{}", note="x" * 200)
    assert check_view(view) == []
    assert "109" in str(view["blocks"][-1])


@pytest.mark.parametrize(
    ("language", "people", "probability", "confirmed", "sure"),
    [
        ("nl", 0, 0.841, "nog niet bevestigd", "Hoe zeker dat past: vrij zeker, 84 van de 100."),
        ("nl", 5, 0.9, "door 5 collega's bevestigd", "Hoe zeker dat past: heel zeker, 90 van de 100."),
        ("en", 2, 0.6, "confirmed once or twice", "How sure that it fits: not so sure, 60 out of 100."),
        ("en", 3, 0.9999, "confirmed by 3 colleagues", "How sure that it fits: very sure, 99 out of 100."),
    ],
)
def test_why_is_one_line_with_the_phrasing_its_confirmations_and_how_sure(
    language: Language, people: int, probability: float, confirmed: str, sure: str
) -> None:
    said = why(lens(language), Why("Regeling & meer", people, probability))
    assert f'"Regeling &amp; meer" ({confirmed}). {sure}' in said
    assert "\n" not in said
