"""App Home and the lists stay within Slack's limits, however much there is to show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.domain.announcements import Announced, Caused, Phase
from bot.domain.digest_figures import TopicFigure
from bot.model import (
    LANGUAGES,
    Action,
    Announcement,
    Cause,
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
    Resolution,
    Signal,
    SignalState,
    TopTask,
)
from bot.sandbox import check_message, check_view
from bot.services import signal_cards
from bot.services.acting import ActionCard
from bot.services.announcing import Running
from bot.services.boards import Board, Column, Opened, TaskBoard
from bot.services.duplicating import Alike, Side
from bot.services.escalation_cards import Card
from bot.services.home import Mine, MyQuestion, Overview, Shared, Work
from bot.services.people import Role
from bot.slack.blocks import home as blocks
from bot.slack.blocks import home_boards, home_work
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


def signal_card(number: int, **more: Any) -> signal_cards.Card:
    line = departments(1)[0]
    return signal_cards.Card(
        signal=signal(number).but(**more), department=line, holder=None, entry=entry(), answer=7,
        elsewhere=departments(99), owner=line,
    )  # fmt: skip


def waiting_for_its_owner(number: int) -> signal_cards.Card:
    named = Resolution(cause=Cause.LETTER, done=LONG, since=NOW.date(), owner="d0", by="U0BRAM", at=NOW, action=1)
    return signal_card(number, state=SignalState.IN_PROGRESS, resolution=named)


def action_card(number: int) -> ActionCard:
    action = Action(
        id=number, kind="cause", text=LONG, owner="d0", due=NOW.date(), signal=number, cause=Cause.LETTER,
        created_at=NOW, created_by="U0BRAM", note=LONG,
    )  # fmt: skip
    return ActionCard(action, departments(1)[0], signal(number), departments(1)[0])


def board(scope: str) -> Board:
    return Board(
        scope=scope, name=NAME, signals=dict.fromkeys(Column, 1234), goes_on=1234, outdated=1234, unchecked=1234,
        alone=1234, alone_titles=(LONG[:150],) * 20,
    )  # fmt: skip


def task_board(number: int) -> TaskBoard:
    lines = departments(30)
    task = TopTask(key=f"t{number}", name=NAME, owner="U0ALL", departments=tuple(d.key for d in lines))
    return TaskBoard(
        task=task, board=board(f"task:{task.key}"), departments=tuple(board(f"department:{d.key}") for d in lines),
        asked=(TopicFigure(title=LONG[:150], questions=1234),) * 5, asked_in="2026-W19",
        causes=tuple(waiting_for_its_owner(n) for n in range(20)),
    )  # fmt: skip


def running(number: int) -> Running:
    announced = Announcement(
        entry=number, department="d0", starts=NOW.date(), ends=NOW.date(), audience=LONG[:150], customers=4000,
        created_by="U0BRAM", created_at=NOW, reads=1234,
    )  # fmt: skip
    counts = ("people", "questions", "answered", "helped", "reactions", "tallied", "contacts")
    caused = Caused(**dict.fromkeys(counts, 1234))
    return Running(Announced(entry(number), announced), Phase.RUNNING, caused)


def everything(language: Language, *, rows: int = 40, places: int = 99) -> Overview:
    """Somebody who is everything at once, on the worst of days."""
    all_of_them = departments(30)
    work = Work(
        questions=tuple(card(n, places) for n in range(rows)),
        signals=tuple(signal_card(n) for n in range(rows)),
        actions=tuple(action_card(n) for n in range(rows)),
        entries=tuple(entry(n) for n in range(1, rows + 1)),
        alike=tuple(Alike(Side(entry(n), 1234, True), Side(entry(n + 1), 1234, True), 0.9) for n in range(1, rows + 1)),
    )
    return Overview(
        role=Role("U0ALL", language, True, all_of_them, all_of_them, True),
        chosen=language,
        mine=tuple(my_question(n, escalation(n) if n % 2 else None) for n in range(rows)),
        work=work,
        latest=tuple(Shared(entry(n, state=EntryState.UNCHECKED), None) for n in range(3)),
        boards=tuple(board(f"department:{d.key}") for d in all_of_them),
        tasks=tuple(task_board(n) for n in range(rows)),
        announced=tuple(running(n) for n in range(rows)),
        empty=False,
    )


def nothing(language: Language) -> Overview:
    return Overview(Role("U0NEW", language, False, (), (), False), None, (), None, (), (), (), (), empty=True)


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
    assert texts.count("en nog 5: `/kb open`") == 4, "of each kind of work"
    assert "en nog 5'" in texts, "pairs of entries take each other's place"
    assert "en nog 4: `/kb open`" in texts, "of my own questions"
    listed = str(blocks.open_list(lens(), everything("nl", rows=9, places=5).work, ()).blocks)
    assert (listed.count("en nog 6"), listed.count("en nog 7")) == (4, 1), "of pairs fewer"
    assert "/kb open" not in listed


def test_so_many_departments_that_a_row_grows_huge_still_fit() -> None:
    overview = everything("nl")
    view = blocks.home(lens(), overview)
    escalations = [a for a in actions(view["blocks"]) if a.startswith("escalation.answer")]
    assert 1 <= len(escalations) <= home_work.AT_HOME


def only(language: Language, **more: Any) -> Overview:
    """Nothing but this."""
    return replace(nothing(language), **more)


def test_an_employee_has_no_buttons_of_specialists_leads_or_owners() -> None:
    shown = set(actions(blocks.home(lens(), nothing("nl"))["blocks"]))
    assert "home.share" in shown
    assert not shown & {"announcement.new", "topics.open", "digest.choose", "agenda.open", "board.open"}


def test_a_specialist_can_announce_and_looks_after_the_topics() -> None:
    role = Role("U0BRAM", "nl", False, departments(1), (), False)
    shown = actions(blocks.home(lens(), only("nl", role=role))["blocks"])
    assert {"announcement.new", "topics.open"} <= set(shown)
    assert "digest.choose" not in shown, "a digest goes to leads and owners"


def test_a_lead_opens_the_columns_in_which_there_is_something() -> None:
    one = Board("department:d0", "Vergunningen", {Column.OPEN: 2, Column.WAITS: 1}, unchecked=3, alone=1,
                alone_titles=("Schutting",))  # fmt: skip
    role = Role("U0BRAM", "nl", False, (), departments(1), False)
    view = blocks.home(lens(), only("nl", role=role, boards=(one,)))
    (menu,) = (e for e in elements(view["blocks"]) if e.get("action_id") == "board.open")
    assert [(o["text"]["text"], o["value"]) for o in menu["options"]] == [
        ("2 open", "department:d0:open"),
        ("1 wacht op de eigenaar van de oorzaak", "department:d0:waits"),
    ]
    text = str(view)
    assert "Kennis die bij één persoon zit: 1 onderwerp (Schutting)" in text
    assert "digest.choose" in actions(view["blocks"])


def test_a_service_manager_sees_the_top_task_across_departments() -> None:
    task = TopTask(key="pay", name="Betalen", owner="U0ALL", departments=("d0", "d1"))
    found = TaskBoard(
        task=task, board=Board("task:pay", "Betalen", {Column.OPEN: 1}),
        departments=(Board("department:d0", "Invordering", {Column.OPEN: 1}), Board("department:d1", "Balie", {})),
        asked=(TopicFigure(title="betalingsregeling", questions=31),), asked_in="2026-W19",
        causes=(waiting_for_its_owner(1),),
    )  # fmt: skip
    view = blocks.home(lens(), only("nl", tasks=(found,)))
    text = str(view)
    for part in ("Meest gevraagd in week 19: betalingsregeling (31)", "Invordering: 1 open", "Balie: 0 open",
                 "1 oorzaak wacht op de eigenaar"):  # fmt: skip
        assert part in text
    assert {"agenda.open", "digest.choose", "board.open"} <= set(actions(view["blocks"]))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_signals_of_a_column_are_taken_by_slack_at_their_longest(language: Language) -> None:
    for cards in ((), tuple(waiting_for_its_owner(n) for n in range(200))):
        view = home_boards.column(lens(language), Opened(NAME, Column.WAITS, cards))
        assert check_view(view) == []
        assert actions(view["blocks"])[:1] == (["signal.open"] if cards else [])


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
    for chosen, text in ((None, "Zoals in Slack"), ("en", "English"), ("nl", "Nederlands")):
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


def test_a_list_of_one_kind_of_work_is_longer_than_one_of_all() -> None:
    found = everything("nl", rows=9, places=5)
    signals = Work((), found.work.signals) if found.work else None
    assert "en nog 4" in str(blocks.open_list(lens(), signals, ()).blocks)


def test_ones_own_questions_stay_in_the_list_however_much_waits() -> None:
    found = everything("nl", rows=9, places=5)
    listed = blocks.open_list(lens(), found.work, found.mine, note="x")
    assert str(listed.blocks).count("home.question") >= 5
    assert "alike.keep" in str(listed.blocks), "and every kind of work is there"
