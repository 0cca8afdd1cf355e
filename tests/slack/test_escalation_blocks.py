"""What is shown of a question for the specialists: within Slack's limits at its longest, and true in every state."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.model import (
    LANGUAGES,
    Department,
    Entry,
    EntryState,
    Escalation,
    EscalationState,
    Exchange,
    Kind,
    Language,
    Outcome,
    Question,
    Shown,
    TopTask,
    Waiter,
)
from bot.sandbox import check_message, check_view
from bot.services.answering import Answer
from bot.services.escalation_cards import Card
from bot.slack.blocks import escalation as blocks
from bot.slack.blocks import escalation_modals as modals
from bot.slack.blocks.common import Lens
from bot.slack.responses import Rendered

NOW = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)
LONG = "een & <heel> lange vraag\n" * 120  # 3,000 characters, every line with signs that Slack escapes
NAME = "Vergunningen & Handhaving " + "x" * 34  # 60
TITLE = "&" * 150
DEPARTMENTS = tuple(Department(key=f"d{n}", name=NAME) for n in range(120))


def entry(number: int = 41) -> Entry:
    return Entry(
        number=number,
        kind=Kind.ANSWER,
        title=TITLE,
        body=LONG,
        mandate=LONG,
        wording=LONG,
        state=EntryState.CHECKED,
        checked_by="d0",
        checked_at=NOW,
        created_at=NOW,
        updated_at=NOW,
    )


def escalation(**more: Any) -> Escalation:
    values: dict[str, Any] = {
        "id": 5,
        "question": 7,
        "text": LONG,
        "department": "d0",
        "created_at": NOW - timedelta(minutes=12),
        "moved_at": NOW,
        "waiting": True,
        "waiters": (Waiter(user="USANNE", question=7),),
        "exchanges": tuple(Exchange(at=NOW, side=s, text=LONG) for s in ("specialist", "asker") * 5),
    }
    return Escalation(**values | more)


def card(found: Escalation | None = None, **more: Any) -> Card:
    values: dict[str, Any] = {
        "escalation": found or escalation(),
        "department": DEPARTMENTS[0],
        "nearest": entry(),
        "near": tuple(entry(n) for n in (41, 42, 43, 44)),
        "elsewhere": DEPARTMENTS[1:],
        "waiting": 12,
        "told": 12,
        "entry": None,
        "checked_by": None,
        "refused": (),
        "task": None,
    }
    return Card(**values | more)


OPEN = card()
CLAIMED = card(escalation(state=EscalationState.CLAIMED, claimed_by="UBRAM", claimed_at=NOW))
ANSWERED = card(
    escalation(state=EscalationState.ANSWERED, answered_by="UBRAM", told=12, waiters=()),
    entry=entry(),
    checked_by=DEPARTMENTS[0],
)
WITHDRAWN = card(escalation(state=EscalationState.ANSWERED, waiters=()))
OWNED = card(
    escalation(department=None, owner="UOWNER", refused=("d1", "d2")),
    department=None,
    refused=DEPARTMENTS[1:3],
    task=TopTask(key="t", name=NAME, owner="UOWNER"),
)
ADMINS = card(escalation(department=None, owner="UADMIN", refused=("d1",)), department=None, refused=DEPARTMENTS[1:2])
ORPHAN = card(escalation(department=None, owner="UADMIN"), department=None)


def answer(**more: Any) -> Answer:
    shown = tuple(Shown(entry=n, probability=0.5, phrasing=LONG) for n in (41, 42, 43, 44))
    values: dict[str, Any] = {
        "question": Question(id=7, text=LONG, asked_at=NOW, outcome=Outcome.NO_ANSWER, shown=shown),
        "entry": None,
        "related": (entry(42), entry(43), entry(44)),
        "colleagues": 5,
        "department": DEPARTMENTS[0],
        "checked_by": None,
        "escalation": escalation(),
        "mine": True,
    }
    return Answer(**values | more)


def lens(language: Language = "nl") -> Lens:
    return Lens(language, NOW, ZoneInfo("Europe/Amsterdam"))


def texts(made: Rendered) -> str:
    return repr(made)


def action_ids(made: Rendered) -> list[str]:
    return [e["action_id"] for b in made.blocks if b["type"] == "actions" for e in b["elements"]]


MESSAGES: dict[str, Callable[[Lens], Rendered]] = {
    "open": lambda one: blocks.message(one, OPEN),
    "claimed": lambda one: blocks.message(one, CLAIMED),
    "answered": lambda one: blocks.message(one, ANSWERED),
    "withdrawn": lambda one: blocks.message(one, WITHDRAWN),
    "at the lead": lambda one: blocks.message(one, OPEN, personal=True),
    "at the owner": lambda one: blocks.message(one, OWNED, personal=True),
    "at an admin": lambda one: blocks.message(one, ADMINS, personal=True),
    "of a vanished department": lambda one: blocks.message(one, ORPHAN, personal=True),
    "moved on": lambda one: blocks.moved_on(one, OWNED, NAME),
    "reminder": lambda one: blocks.reminder(one, OPEN, 1, "https://x.example", lead=False),
    "reminder to the lead": lambda one: blocks.reminder(one, OPEN, 2, "", lead=True),
    "reminder to an admin": lambda one: blocks.reminder(one, ADMINS, 2, "", lead=False),
    "reminder to the claimer": lambda one: blocks.reminder(one, CLAIMED, 3, "", lead=False),
    "reminder that is over": lambda one: blocks.reminder(one, ANSWERED, 1, "https://x.example", lead=False),
    "asked": lambda one: blocks.asked(one, answer(), OPEN),
    "asked under an answer": lambda one: blocks.asked(one, answer(entry=entry()), OWNED),
    "choose": lambda one: blocks.choose_department(one, 7, LONG, DEPARTMENTS),
    "ask back": lambda one: blocks.ask_back(one, OPEN, OPEN.escalation.exchanges[0]),
    "ask back that is over": lambda one: blocks.ask_back(one, ANSWERED, OPEN.escalation.exchanges[0]),
    "reply": lambda one: blocks.reply_in_thread(one, OPEN.escalation.exchanges[1]),
    "news": lambda one: blocks.news(one.say("news-moved", before=NAME, place=NAME), LONG),
    "answered, to the asker": lambda one: blocks.answered(one, ANSWERED, answer(entry=entry(), escalation=None)),
    "answered, helped by another": lambda one: blocks.answered(one, ANSWERED, answer(entry=entry(12))),
    "rows": lambda one: Rendered("x", tuple(b for n in range(3) for b in blocks.escalation_row(one, OPEN, n))),
}
MODALS: dict[str, Callable[[Lens], dict[str, Any]]] = {
    "answer": lambda one: modals.answer_modal(one, OPEN, "{}"),
    "ask back": lambda one: modals.ask_back_modal(one, OPEN, "{}"),
    "reply": lambda one: modals.reply_modal(one, OPEN, "{}"),
    "already there": lambda one: modals.there_modal(one, OPEN, "{}", typed=LONG[:150]),
    "already there, found": lambda one: modals.there_modal(one, OPEN, "{}", [entry(n) for n in range(1, 9)]),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", MESSAGES)
def test_every_message_at_its_longest_is_taken_by_slack(name: str, language: Language) -> None:
    made = MESSAGES[name](lens(language))
    assert check_message({"text": made.text, "blocks": list(made.blocks)}) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", MODALS)
def test_every_modal_at_its_longest_is_taken_by_slack(name: str, language: Language) -> None:
    assert check_view(MODALS[name](lens(language))) == []


@pytest.mark.parametrize("name", [name for name in MESSAGES if not name.startswith(("asked", "choose", "ask back"))])
def test_nothing_a_specialist_sees_names_who_asked(name: str) -> None:
    assert "USANNE" not in texts(MESSAGES[name](lens()))


def test_an_open_question_has_five_things_to_do_and_a_claimed_one_four() -> None:
    names = ["answer", "claim", "ask_back", "move", "there"]
    assert action_ids(blocks.message(lens(), OPEN)) == [f"escalation.{name}" for name in names]
    assert "escalation.claim" not in action_ids(blocks.message(lens(), CLAIMED))


@pytest.mark.parametrize("made", [ANSWERED, WITHDRAWN], ids=["answered", "withdrawn"])
def test_what_is_over_has_no_buttons(made: Card) -> None:
    assert action_ids(blocks.message(lens(), made)) == []
    assert blocks.escalation_row(lens(), made) == blocks.escalation_row(lens(), made)[:1]


def test_the_first_line_says_how_long_how_urgent_and_who() -> None:
    line = blocks.message(lens(), CLAIMED).blocks[0]["text"]["text"]
    at = "<!date^1777881600^{date_short_pretty} {time}|10:00>"
    assert "12 minuten geleden" in line and "klant wacht" in line and f"opgepakt door <@UBRAM> ({at})" in line
    assert "nog niet opgepakt" in blocks.message(lens(), OPEN).blocks[0]["text"]["text"]


@pytest.mark.parametrize(
    ("told", "shown", "line"),
    [(3, 3, "3 collega's kregen dit antwoord"), (2, 0, "wie het vroeg, kreeg dit antwoord"), (0, 0, None)],
)
def test_how_many_got_it_is_a_number_from_three_people_up(told: int, shown: int, line: str | None) -> None:
    found = escalation(state=EscalationState.ANSWERED, answered_by="UBRAM", told=told, waiters=())
    made = texts(blocks.message(lens(), card(found, entry=entry(), told=shown)))
    assert "Antwoord van <@UBRAM>" in made
    assert (line in made) if line else ("kreeg" not in made)


def test_asked_keeps_the_reply_and_takes_away_the_buttons_that_ask() -> None:
    made = blocks.asked(lens(), answer(escalation=None), card(escalation(waiting=False)))
    assert [one for one in action_ids(made) if one.startswith("ask.")] == ["ask.send_waiting", "ask.withdraw"]
    assert "share.open" in action_ids(made) and "entry.open.0" in action_ids(made)
    assert "je krijgt het antwoord als bericht" in made.text


def test_an_urgent_one_does_not_offer_to_say_that_a_customer_waits() -> None:
    assert "ask.send_waiting" not in action_ids(blocks.asked(lens(), answer(), OPEN))


def test_a_person_who_gets_it_reads_why() -> None:
    assert "jij over de toptaak" in texts(blocks.message(lens(), OWNED, personal=True))
    assert "Je krijgt dit als beheerder" in texts(blocks.message(lens(), ADMINS, personal=True))
    assert "afdeling er niet meer is" in texts(blocks.message(lens(), ORPHAN, personal=True))
    assert "niet in een eigen kanaal" in texts(blocks.message(lens(), OPEN, personal=True))


def test_a_claimed_question_nobody_waits_for_says_so() -> None:
    found = escalation(state=EscalationState.CLAIMED, claimed_by="UBRAM", claimed_at=NOW, waiters=())
    assert "wacht niet meer op een antwoord" in texts(blocks.message(lens(), card(found)))


def test_however_many_departments_there_are_one_may_say_not_to_know() -> None:
    (row,) = [b for b in blocks.message(lens(), OPEN).blocks if b["type"] == "actions"]
    assert row["elements"][3]["options"][-1]["value"] == "5:"


def test_after_an_ask_back_the_card_says_that_the_colleague_is_waited_for() -> None:
    asked_back = Exchange(at=NOW, side="specialist", text="Om welk adres gaat het?")
    replied = Exchange(at=NOW, side="asker", text="Hoek Dorpsstraat")
    for exchanges, waits in (((), False), ((asked_back,), True), ((asked_back, replied), False)):
        message = blocks.message(Lens("nl", NOW, ZoneInfo("Europe/Amsterdam")), card(escalation(exchanges=exchanges)))
        assert ("wacht op antwoord van de collega" in str(message.blocks)) == waits
        assert ("nog niet opgepakt" in str(message.blocks)) != waits
