"""What is shown of entries that look alike stays within Slack's limits, and offers only what may be done."""

from __future__ import annotations

import pytest

from bot.model import LANGUAGES, Entry, Kind, Language
from bot.sandbox import check_message
from bot.services.duplicating import Alike, Side
from bot.slack.blocks import alike as blocks
from bot.slack.blocks.home import unique
from bot.slack.responses import Rendered
from tests.slack.test_home_blocks import entry, lens


def pair(first: Entry, second: Entry, *may_go: bool) -> Alike:
    return Alike(Side(first, 1234, may_go[0]), Side(second, 1, may_go[1]), 0.9)


def problems(message: Rendered) -> list[str]:
    return [str(one) for one in check_message({"text": message.text, "blocks": list(message.blocks)})]


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_at_its_longest_is_taken_by_slack(language: Language) -> None:
    both = entry(123456), entry(123457)
    row = blocks.alike_row(lens(language), pair(*both, True, True))
    assert problems(Rendered("", tuple(unique(row)))) == []
    for message in (
        blocks.news(lens(language), [both] * 400),
        blocks.kept_apart(lens(language), 123456, 123457),
        blocks.listed_again(lens(language), 123456, 123457),
    ):
        assert problems(message) == []


def test_only_what_the_viewer_may_merge_away_can_be_merged() -> None:
    def buttons(*may_go: bool) -> list[str]:
        row = blocks.alike_row(lens(), pair(entry(41), entry(58), *may_go))
        return [element["text"]["text"] for element in row[1]["elements"]]

    assert buttons(True, True) == ["Samenvoegen, #41 blijft", "Samenvoegen, #58 blijft", "Niet hetzelfde"]
    assert buttons(False, True) == ["Samenvoegen, #41 blijft", "Niet hetzelfde"]
    assert buttons(True, False) == ["Samenvoegen, #58 blijft", "Niet hetzelfde"]


def test_what_each_says_can_be_compared() -> None:
    tip = entry(41, title="Regeling", body="Tot 14 dagen\nin *3* termijnen. " + "x" * 300)
    bare = entry(58, title="Alleen een titel", body="", next_time="")
    shown = str(blocks.alike_row(lens(), pair(tip, bare, True, True))[0]["text"]["text"])
    first, says, second = shown.split("\n")
    assert first.startswith("*Regeling*") and second.startswith("*Alleen een titel*")
    assert says.startswith("> Tot 14 dagen in") and len(says) <= blocks.BODY + 30


def test_a_mistake_is_compared_by_what_to_do_next_time_when_that_is_all_it_says() -> None:
    mistake = entry(41, kind=Kind.MISTAKE, body="", next_time="Eerst het formulier nakijken")
    assert "> Eerst het formulier" in str(blocks.alike_row(lens(), pair(mistake, entry(58), True, True))[0])


def test_few_reactions_are_nobodys_business() -> None:
    shown = str(blocks.alike_row(lens(), pair(entry(41, helped=1, not_helped=1), entry(58, helped=27), True, True)))
    assert "hielp 1 van" not in shown
    assert "hielp 27 van" in shown


def test_the_news_names_a_few_pairs_and_says_how_many_more() -> None:
    both = entry(41, title="Paspoort kwijt"), entry(58, title="<!channel> weg")
    shown = blocks.news(lens(), [both] * 7)
    assert shown.text == "Er zijn 7 paren kennisitems gevonden die op elkaar lijken."
    body = str(shown.blocks)
    assert body.count("#41 Paspoort kwijt") == blocks.TOLD and "en nog 2" in body
    assert "<!channel>" not in body
