"""App Home and the lists stay within Slack's limits, however much there is to show."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.model import (
    LANGUAGES,
    Department,
    Diagnosis,
    Entry,
    EntryState,
    Escalation,
    Evidence,
    Kind,
    Language,
    Outcome,
    Question,
    Signal,
    SignalState,
)
from bot.sandbox import check_message, check_view
from bot.services.duplicating import Alike, Side
from bot.services.escalation_cards import Card
from bot.services.home import Board, Mine, MyQuestion, Overview, Shared, Work
from bot.services.people import Role
from bot.slack.blocks import home as blocks
from bot.slack.blocks.common import Lens, button, section

NOW = datetime(2026, 5, 4, 7, 0, tzinfo=UTC)
LONG = "😀<&>é " * 500  #: 3,000 characters that grow when escaped
NAME = "Vergunningen, toezicht en handhaving 😀😀😀😀😀😀😀😀😀😀😀😀 & meer"[:60]


def departments(count: int) -> tuple[Department, ...]:
    return tuple(Department(key=f"d{n}", name=NAME, channel="C0X") for n in range(count))


def entry(number: int = 1, **more: Any) -> Entry:
    usual = {
        "number": number, "kind": Kind.TIP, "title": LONG[:150], "body": LONG, "note": LONG,
        "state": EntryState.OUTDATED, "link": "https://x.slack.com/" + "p" * 200,
        "author": "U0SANNE", "named": True, "helped": 1234, "not_helped": 1234,
        "created_at": NOW, "updated_at": NOW,
    }  # fmt: skip
    return Entry(**usual | more)


def my_question(number: int, escalation: Escalation | None = None) -> MyQuestion:
    asked = Question(id=number, text=LONG, asked_at=NOW - timedelta(weeks=30), outcome=Outcome.NO_ANSWER)
    return MyQuestion(asked, escalation, departments(1)[0] if escalation else None)


def escalation(number: int) -> Escalation:
    return Escalation(
        id=number, question=number, text=LONG, department="d0", waiting=True, claimed_by="U0BRAM", claimed_at=NOW,
        state="claimed", created_at=NOW - timedelta(weeks=30), moved_at=NOW,
    )  # fmt: skip


def card(number: int, places: int = 99) -> Card:
    near = tuple(entry(n) for n in range(1, 4))
    lines = departments(places)
    return Card(
        escalation=escalation(number), department=lines[0], nearest=near[0], near=near, elsewhere=lines, waiting=7,
        told=0, entry=None, checked_by=None, refused=(), task=None,
    )  # fmt: skip


def signal(number: int) -> Signal:
    evidence = Evidence(
        kind="rising", at=NOW, people=1234, tallied=1234, span_days=14, usual_per_week=999.0, questions=(1, 2),
        texts=(LONG, LONG), entry=1, reactions=999, not_helped=999, diagnosis=Diagnosis.OUTDATED,
    )  # fmt: skip
    return Signal(
        id=number, topic=number, department="d0", title=LONG[:120], evidence=evidence, opened_at=NOW, changed_at=NOW
    )


def everything(language: Language, *, rows: int = 40, places: int = 99) -> Overview:
    """Somebody who is everything at once, on the worst of days."""
    all_of_them = departments(30)
    work = Work(
        tuple(card(n, places) for n in range(rows)),
        tuple(signal(n) for n in range(rows)),
        tuple(entry(n) for n in range(1, rows + 1)),
        tuple(Alike(Side(entry(n), 1234, True), Side(entry(n + 1), 1234, True), 0.9) for n in range(1, rows + 1)),
    )
    states = dict.fromkeys(SignalState, 1234)
    return Overview(
        role=Role("U0ALL", language, True, all_of_them, all_of_them, True),
        chosen=language,
        mine=tuple(my_question(n, escalation(n) if n % 2 else None) for n in range(rows)),
        work=work,
        latest=tuple(Shared(entry(n, state=EntryState.UNCHECKED), None) for n in range(3)),
        boards=tuple(Board(d, states, 1234, 1234, 1234) for d in all_of_them),
        empty=False,
    )


def nothing(language: Language) -> Overview:
    return Overview(Role("U0NEW", language, False, (), (), False), None, (), None, (), (), empty=True)


def lens(language: Language = "nl") -> Lens:
    return Lens(language, NOW, ZoneInfo("Europe/Amsterdam"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_home_at_its_longest_is_taken_by_slack(language: Language) -> None:
    view = blocks.home(lens(language), everything(language), note=LONG)
    assert check_view(view) == []
    assert "home.language" in actions(view["blocks"]), "the choices at the end still stand there"
    assert "admin.open" in actions(view["blocks"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_home_is_taken_by_slack(language: Language) -> None:
    view = blocks.home(lens(language), nothing(language))
    assert check_view(view) == []
    assert "/kb tip" in str(view)
    assert "admin.open" not in actions(view["blocks"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_lists_at_their_longest_are_taken_by_slack(language: Language) -> None:
    found = everything(language)
    shared = tuple(Shared(entry(n), departments(1)[0]) for n in range(10))
    for message in (
        blocks.open_list(lens(language), found.work, found.mine, note=LONG),
        blocks.open_list(lens(language), None, ()),
        blocks.mine_list(lens(language), Mine(found.mine[:10], shared)),
        blocks.mine_list(lens(language), Mine((), ())),
    ):
        assert check_message({"text": message.text, "blocks": list(message.blocks)}) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_search_found_is_taken_by_slack_at_its_longest(language: Language) -> None:
    for found in ((), tuple(Shared(entry(n), departments(1)[0]) for n in range(8))):
        assert check_view(blocks.results(lens(language), LONG, LONG, found, "{}")) == []


def test_a_list_says_how_much_it_leaves_out() -> None:
    texts = str(blocks.home(lens(), everything("nl", rows=9, places=5)))
    assert texts.count("en nog 5: `/kb open`") == 3, "of each kind of work"
    assert "en nog 5'" in texts, "pairs of entries take each other's place"
    assert "en nog 4: `/kb open`" in texts, "of my own questions"
    listed = str(blocks.open_list(lens(), everything("nl", rows=9, places=5).work, ()).blocks)
    assert (listed.count("en nog 4"), listed.count("en nog 7")) == (3, 1), "of pairs fewer"
    assert "/kb open" not in listed


def test_so_many_departments_that_a_row_grows_huge_still_fit() -> None:
    overview = everything("nl")
    view = blocks.home(lens(), overview)
    escalations = [a for a in actions(view["blocks"]) if a.startswith("escalation.answer")]
    assert 1 <= len(escalations) <= blocks.AT_HOME


def test_one_button_is_primary() -> None:
    view = blocks.home(lens(), everything("nl"))
    primary = [e["action_id"] for e in elements(view["blocks"]) if e.get("style") == "primary"]
    assert primary == ["home.share"]


def test_actions_that_occur_again_get_a_number_that_the_router_takes_off() -> None:
    rows = [
        section("a", accessory=button("Open", "entry.open.7")),
        section("b", accessory=button("Open", "entry.open")),
    ]
    assert actions(blocks.unique(rows)) == ["entry.open", "entry.open.1"]
    assert rows[0]["accessory"]["action_id"] == "entry.open.7", "what was given stays as it was"


def test_the_choice_shown_is_the_choice_made() -> None:
    for chosen, text in ((None, "Zoals mijn Slack"), ("en", "English"), ("nl", "Nederlands")):
        overview = everything("nl", rows=1)
        view = blocks.home(lens(), Overview(**{**fields(overview), "chosen": chosen}))
        language = next(e for e in elements(view["blocks"]) if e.get("action_id") == "home.language")
        assert language["initial_option"]["text"]["text"] == text


def test_nothing_people_wrote_becomes_a_mention_or_a_link() -> None:
    asked = MyQuestion(
        Question(id=1, text="<!channel> <@U0BOSS> & zo", asked_at=NOW, outcome=Outcome.NO_ANSWER), None, None
    )
    shown = str(blocks.mine_list(lens(), Mine((asked,), ())).blocks)
    assert "<!channel>" not in shown and "&lt;!channel&gt; &lt;@U0BOSS&gt; &amp; zo" in shown


def fields(overview: Overview) -> dict[str, Any]:
    return {name: getattr(overview, name) for name in Overview.__slots__}


def elements(found: Any) -> Iterator[dict[str, Any]]:
    for block in found:
        yield from block.get("elements", ()) if block["type"] == "actions" else ()
        yield from (block[key] for key in ("accessory", "element") if key in block)


def actions(found: Any) -> list[str]:
    return [element["action_id"] for element in elements(found)]
