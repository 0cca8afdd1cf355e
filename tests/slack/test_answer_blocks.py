"""Answers and what is shared: within Slack's limits at their longest, in every state and both languages."""

from __future__ import annotations

from typing import Any

import pytest

from bot.errors import BadInput, KbError, Unavailable
from bot.model import LANGUAGES, EntryState, Kind, Language, Outcome, Question, Shown
from bot.sandbox import check_message, check_view
from bot.services.answering import Answer
from bot.services.capturing import Saved
from bot.slack.blocks import answer as blocks
from bot.slack.blocks import capture
from bot.slack.blocks.common import cut, escape, paragraphs, state_of_entry
from bot.slack.blocks.problem import problem
from bot.slack.responses import Rendered
from tests.slack.test_escalation_blocks import DEPARTMENTS, LONG, NOW, Lens, ZoneInfo, entry, escalation

TOKEN = "t" * 22


def lens(language: Language) -> Lens:
    return Lens(language, NOW, ZoneInfo("Europe/Amsterdam"))


def question(**more: Any) -> Question:
    shown = tuple(Shown(entry=n, probability=0.9, phrasing=LONG) for n in (41, 42, 43, 44))
    return Question(id=10**9, text=LONG, asked_at=NOW, shown=shown, **more)


def found(**more: Any) -> Answer:
    values: dict[str, Any] = {
        "question": question(), "entry": entry(), "related": (entry(42), entry(43), entry(44)), "colleagues": 99,
        "department": DEPARTMENTS[0], "checked_by": DEPARTMENTS[0], "escalation": None, "mine": True,
    }  # fmt: skip
    return Answer(**{**values, **more})


def ok(message: Rendered) -> None:
    assert message.text.strip()
    assert check_message({"text": message.text, "blocks": list(message.blocks)}) == []
    rows = [b for b in message.blocks if b["type"] == "actions"]
    assert all(len(row["elements"]) <= 5 for row in rows), "at most five in a row"


ANSWERS = {
    "fits": found(),
    "helped": found(question=question(outcome=Outcome.HELPED), learned=True),
    "helped, and nothing learned": found(question=question(outcome=Outcome.HELPED)),
    "did not help": found(question=question(outcome=Outcome.NOT_HELPED)),
    "nothing": found(entry=None, question=question(outcome=Outcome.NO_ANSWER)),
    "nothing, nobody's": found(entry=None, department=None, question=question(outcome=Outcome.NO_ANSWER)),
    "lies there already": found(entry=None, escalation=escalation()),
    "waits": found(entry=None, escalation=escalation(), waits=True),
    "a mistake of three texts": found(
        entry=entry().but(kind=Kind.MISTAKE, next_time=LONG[:3000], state=EntryState.OUTDATED, note=LONG[:3000])
    ),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_at_its_longest_is_taken_by_slack(name: str, language: Language) -> None:
    ok(blocks.answer(lens(language), ANSWERS[name], can_check=True, shareable=True, note="n" * 300))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", EntryState)
@pytest.mark.parametrize("can_check", [True, False])
def test_an_opened_entry_at_its_longest_is_taken_by_slack(
    state: EntryState, language: Language, can_check: bool
) -> None:
    one = entry().but(state=state, note=LONG, link="https://slack.com/archives/C0/p1", author="U1", named=True)
    ok(blocks.opened(lens(language), one, DEPARTMENTS[0], question=1, can_check=can_check, may_delete=True))
    ok(blocks.shared(lens(language), one, DEPARTMENTS[0], "U1", None))
    ok(capture.delete_confirm(lens(language), one))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", [Kind.TIP, Kind.MISTAKE])
def test_saved_at_its_longest_is_taken_by_slack(kind: Kind, language: Language) -> None:
    one = entry().but(kind=kind, author="U1" if kind is Kind.TIP else None, see=42)
    done = Saved(one, DEPARTMENTS[0], (entry(42), entry(43), entry(44)), TOKEN)
    ok(capture.saved(lens(language), done, DEPARTMENTS))
    ok(capture.undone(lens(language), 41, LONG))


@pytest.mark.parametrize("language", LANGUAGES)
def test_modals_at_their_longest_are_taken_by_slack(language: Language) -> None:
    link = "https://slack.com/archives/C0/p1"
    for kind in (Kind.TIP, Kind.MISTAKE):
        one = entry().but(kind=kind, next_time=LONG[:3000] if kind is Kind.MISTAKE else "")
        assert check_view(capture.edit_modal(lens(language), one, DEPARTMENTS, meta="{}")) == []
    assert check_view(capture.merge_modal(lens(language), entry(), meta="{}")) == []
    for choice in ("ask", "tip", "mistake"):
        view = capture.open_modal(lens(language), DEPARTMENTS, text=LONG, kind=choice, link=link, meta="{}")
        assert check_view(view) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("typed", ["", "kort", LONG[:2000], "&" * 10_000, "woord " * 1667])
def test_a_refusal_gives_the_text_back_whole(typed: str, language: Language) -> None:
    errors: tuple[KbError, ...] = (BadInput("error-too-long", limit=3000, length=10_000), Unavailable())
    for error in errors:
        message = problem(lens(language), error, typed, retry=True)
        ok(message)
        given = "".join(b["text"]["text"] for b in message.blocks[1:] if b["type"] == "section")
        assert given.replace(" ", "") == escape(typed).replace(" ", "").replace("\n", "\n")


def test_nothing_is_cut_within_an_entity() -> None:
    assert cut("&amp;" * 10, 13).count("&amp;") == 2
    for part in paragraphs("<&>" * 3000):
        text = part["text"]["text"]
        assert len(text) <= 3000
        assert text.count("&") == text.count(";")


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_entry_checked_nobody_knows_when_is_shown_as_not_checked(language: Language) -> None:
    imported = entry().but(state=EntryState.CHECKED, checked_at=None)
    never = entry().but(state=EntryState.UNCHECKED, checked_at=None)
    assert state_of_entry(lens(language), imported, None) == state_of_entry(lens(language), never, None)
