"""The list of synonyms stays within Slack's limits, however many and however long."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.model import LANGUAGES, Language, Synonym
from bot.sandbox import check_message
from bot.services.naming import Added, Listing
from bot.slack.blocks import synonyms as blocks
from bot.slack.blocks.common import Lens
from bot.slack.responses import Rendered

NOW = datetime(2026, 5, 4, 7, 0, tzinfo=UTC)


def long_ones(count: int, *, file: bool) -> tuple[Synonym, ...]:
    return tuple(Synonym(term=(f"<&{n}>" * 12)[:60], means="&" * 60, id=0 if file else n + 1) for n in range(count))


def lens(language: Language) -> Lens:
    return Lens(language, NOW, ZoneInfo("Europe/Amsterdam"))


def fits(message: Rendered) -> str:
    check_message({"text": message.text, "blocks": list(message.blocks)})
    return str(message.blocks)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_long_list_is_cut_and_says_how_many_are_left(language: Language) -> None:
    slack = long_ones(500, file=False)
    found = Listing(long_ones(300, file=True), slack, frozenset(s.id for s in slack), may_change=True)
    shown = fits(blocks.listing(lens(language), found, "note"))
    assert shown.count("synonym.delete") == blocks.SHOWN
    assert str(500 - blocks.SHOWN) in shown
    assert "<&1>" not in shown, "what people typed is no markup"


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_may_not_change_them_gets_no_buttons(language: Language) -> None:
    found = Listing(long_ones(2, file=True), long_ones(2, file=False), frozenset(), may_change=False)
    assert "button" not in fits(blocks.listing(lens(language), found))


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_list_says_so_and_how_to_begin(language: Language) -> None:
    none = Listing((), (), frozenset(), may_change=True)
    assert "`/kb synon" in fits(blocks.listing(lens(language), none))
    about = Listing((), (), frozenset(), may_change=True, about="<btr>")
    assert "&lt;btr&gt;" in fits(blocks.listing(lens(language), about))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_new_one_names_all_that_is_now_the_same(language: Language) -> None:
    done = Added(Synonym(term="BTR", means="regeling", id=7), ("BTR", "regeling", "betalingsregeling"))
    shown = fits(blocks.added(lens(language), done))
    assert "*BTR*, *regeling*" in shown and "*betalingsregeling*" in shown
