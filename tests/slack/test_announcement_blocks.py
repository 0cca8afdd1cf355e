"""Announcements: within Slack's limits at their longest, and true in every phase, in both languages."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.domain.announcements import Announced, Caused, Phase
from bot.model import LANGUAGES, Announcement, Department, EntryState, Expected, Kind, Language, Question
from bot.sandbox import check_message, check_view
from bot.services.announced import Beside
from bot.services.announcement_drafts import EXPECTED_MOST, Draft
from bot.services.announcing import Running
from bot.slack.blocks import announcement_forms as forms
from bot.slack.blocks import announcements as blocks
from bot.slack.blocks import answer
from bot.slack.blocks.common import Lens
from bot.slack.responses import Rendered
from tests.slack.test_answer_blocks import found
from tests.slack.test_escalation_blocks import LONG, NOW, TITLE, entry

DEPARTMENTS = tuple(Department(key=f"d{n}", name="&" * 60) for n in range(120))
EXPECTED = tuple(Expected(question=f"{n}{TITLE[1:]}", answer=LONG) for n in range(EXPECTED_MOST))
TODAY = NOW.date()
CAUSED = Caused(people=140, questions=900, answered=700, helped=500, reactions=600, tallied=4000, contacts=3)


def lens(language: Language = "nl") -> Lens:
    return Lens(language, NOW, ZoneInfo("Europe/Amsterdam"))


def one(state: EntryState = EntryState.CHECKED, **more: Any) -> Announced:
    values: dict[str, Any] = {
        "entry": 41, "department": "d0", "starts": TODAY - timedelta(days=3), "ends": TODAY + timedelta(days=400),
        "audience": TITLE, "customers": 10**8, "expected": EXPECTED, "created_by": "UBRAM", "created_at": NOW,
        "reads": 14,
    } | more  # fmt: skip
    return Announced(entry().but(kind=Kind.ANNOUNCEMENT, state=state), Announcement(**values))


PHASES = {
    Phase.COMING: one(starts=TODAY + timedelta(days=9)),
    Phase.RUNNING: one(),
    Phase.OVER: one(ends=TODAY - timedelta(days=1)),
    Phase.WITHDRAWN: one(withdrawn_at=NOW),
    Phase.DOUBTED: one(EntryState.OUTDATED),
}


def ok(message: Rendered) -> None:
    assert check_message({"text": message.text, "blocks": list(message.blocks)}) == []


def said(message: Rendered) -> str:
    return str(message.blocks)


def test_what_is_not_stored_yet_has_no_number() -> None:
    draft = one()
    unsaved = Announced(draft.entry.but(number=0), draft.announcement)
    assert "#" not in str(blocks.posted(lens(), unsaved, DEPARTMENTS[0]).blocks[0])
    assert f"#{draft.entry.number}" in str(blocks.posted(lens(), draft, DEPARTMENTS[0]).blocks[0])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("phase", Phase)
def test_a_posted_announcement_at_its_longest_is_taken_by_slack_in_every_phase(
    phase: Phase, language: Language
) -> None:
    announcement = PHASES[phase]
    assert announcement.phase(TODAY) is phase
    ok(blocks.posted(lens(language), announcement, DEPARTMENTS[0]))
    ok(blocks.posted(lens(language), announcement, None))


@pytest.mark.parametrize("phase", [Phase.OVER, Phase.WITHDRAWN])
def test_what_no_longer_holds_says_so_and_offers_nothing_more(phase: Phase) -> None:
    message = blocks.posted(lens(), PHASES[phase], DEPARTMENTS[0])
    assert "niet meer als antwoord" in said(message)
    assert "announcement.read" not in said(message) and "een & <heel>" not in said(message)


def test_how_often_it_was_read_is_said_from_three_on() -> None:
    assert "keer gelezen" not in said(blocks.posted(lens(), one(reads=2), None))
    assert "3 keer gelezen" in said(blocks.posted(lens(), one(reads=3), None))


@pytest.mark.parametrize(
    ("announcement", "language", "words"),
    [
        (one(starts=date(2026, 6, 1), ends=date(2026, 6, 12)), "nl", "vanaf 1 juni, t/m 12 juni"),
        (one(starts=date(2026, 6, 1), ends=date(2027, 1, 2)), "en", "from 1 June to 2 January 2027"),
        (one(starts=date(2026, 5, 1), ends=date(2026, 5, 4)), "nl", "sinds 1 mei, t/m 4 mei"),
    ],
)
def test_when_it_holds_is_said_in_words(announcement: Announced, language: Language, words: str) -> None:
    assert words in blocks.period(lens(language), announcement, None)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("phase", Phase)
def test_an_answer_that_is_an_announcement_at_its_longest_is_taken_by_slack(phase: Phase, language: Language) -> None:
    announcement = PHASES[phase]
    for expected in (None, EXPECTED[0]):
        news = Beside(announcement, expected, (), DEPARTMENTS)
        ok(answer.answer(lens(language), found(entry=announcement.entry, announced=news)))
        ok(
            answer.opened(
                lens(language), announcement.entry, None, question=1, can_check=True, may_delete=True, news=news
            )
        )
        ok(answer.shared(lens(language), announcement.entry, None, "U1", None, news))


def test_that_an_announcement_is_over_is_said_once() -> None:
    over = one(EntryState.RETIRED, ends=TODAY - timedelta(days=1))
    entry = over.entry.but(helped=0, not_helped=0, author=None, link="")
    news = Beside(over, None, (), DEPARTMENTS)
    opened = answer.opened(lens(), entry, None, question=None, can_check=False, news=news)
    ok(opened)
    assert "verlopen" in said(opened) and "vervallen" not in said(opened)
    alone = answer.opened(lens(), entry, None, question=None, can_check=False)
    assert "vervallen" in said(alone)


@pytest.mark.parametrize("language", LANGUAGES)
def test_announcements_on_top_of_an_answer_are_taken_by_slack(language: Language) -> None:
    news = Beside(on_top=(one(), PHASES[Phase.COMING]), departments=DEPARTMENTS)
    message = answer.answer(lens(language), found(announced=news))
    ok(message)
    first = message.blocks[0]
    assert first["accessory"]["action_id"] == "entry.open.20", "it comes first, with a button that opens it"


def test_the_answer_to_an_expected_question_leaves_the_other_ones_out() -> None:
    pairs = (Expected(question="Hoe?", answer="Zo."), Expected(question="Wanneer?", answer="Morgen."))
    announcement = one(expected=pairs)
    shown = said(Rendered("x", tuple(blocks.under_answer(lens(), Beside(announcement, pairs[1])))))
    assert "Morgen." in shown and "Zo." not in shown
    shown = said(Rendered("x", tuple(blocks.under_answer(lens(), Beside(announcement)))))
    assert "Morgen." in shown and "Zo." in shown


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("phase", Phase)
def test_the_list_that_comes_back_at_its_longest_is_taken_by_slack(phase: Phase, language: Language) -> None:
    left = [Question(id=10**9 + n, text=LONG, asked_at=NOW) for n in range(10)]
    answered = [n % 2 == 0 for n in range(10)]
    for days in (1, 3, 10):
        ok(blocks.comeback(lens(language), PHASES[phase], DEPARTMENTS[0], days, CAUSED, left, answered, 190))
    ok(blocks.comeback(lens(language), PHASES[phase], None, 1, Caused(), [], [], 0))


def test_the_list_says_nothing_about_people_when_fewer_than_three_asked() -> None:
    question = Question(id=1, text="mag mijn caravan er staan", asked_at=NOW)
    message = blocks.comeback(lens(), one(), DEPARTMENTS[0], 1, Caused(), [question], [False], 0)
    assert "collega" not in said(message) and "caravan" in said(message)
    message = blocks.comeback(lens(), one(), DEPARTMENTS[0], 1, CAUSED, [question], [True], 0)
    assert "140 collega's stelden 900 vragen die eraan raken" in said(message) and "staat er nu in" in said(message)
    assert "announcement.add" not in said(message)


def test_the_list_says_since_when_it_counts_and_what_is_not_in_it() -> None:
    question = Question(id=1, text="mag mijn caravan er staan", asked_at=NOW)
    told = said(blocks.comeback(lens(), one(), DEPARTMENTS[0], 1, CAUSED, [question], [False], 0))
    assert "Sinds 4 mei: 140 collega's stelden 900 vragen die eraan raken" in told
    assert "geen antwoord, of een dat niet hielp" in told and "Niet in deze lijst: wat een ander kennisitem" in told
    assert "Niet in deze lijst" not in said(blocks.comeback(lens(), one(), DEPARTMENTS[0], 1, CAUSED, [], [], 0))


def test_a_look_beforehand_says_what_will_be_refused() -> None:
    draft = Draft("…", "Brief.", TODAY, TODAY - timedelta(days=1), expected=(("Hoe?", "Zo."), ("Waar?", "")))
    told = str(forms.shown_first(lens(), one(), DEPARTMENTS[0], draft.problems(TODAY)))
    assert "*Zo kan het nog niet geplaatst worden:*" in told
    for line in ("• Wat verandert er?: Hier", "• Tot en met: De laatste dag", "• Antwoord 2: Een vraag en een"):
        assert line in told, line
    assert "nog niet geplaatst worden" not in str(forms.shown_first(lens(), one(), DEPARTMENTS[0]))


def test_how_often_it_was_the_answer_is_left_out_where_that_may_not_be_told() -> None:
    some = Caused(people=3, questions=5)
    for language, says in (
        ("nl", "3 collega's stelden 5 vragen die eraan raken"),
        ("en", "3 colleagues asked 5 questions that touch on it"),
    ):
        (row,) = blocks.announcement_row(lens(language), Running(one(), Phase.RUNNING, some), None, 0)
        assert row["text"]["text"].endswith(f"\n{says}")
        message = blocks.comeback(lens(language), one(), DEPARTMENTS[0], 1, some, [], [], 0)
        assert f": {says}." in said(message)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_row_in_home_and_the_question_before_withdrawing_are_taken_by_slack(language: Language) -> None:
    rows = [
        block
        for place, phase in enumerate(PHASES.values())
        for block in blocks.announcement_row(lens(language), Running(phase, Phase.RUNNING, CAUSED), None, place)
    ]
    ok(Rendered("rows", tuple(rows)))
    ok(blocks.withdraw_confirm(lens(language), one()))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_at_its_longest_is_taken_by_slack(language: Language) -> None:
    fields, pairs = forms.fields_of(one(), Question(text=LONG, asked_at=NOW))
    meta = "x" * 3000
    assert check_view(forms.form(lens(language), DEPARTMENTS[:99], fields, pairs, meta=meta)) == []
    assert check_view(forms.form(lens(language), (), fields, pairs, meta=meta, number=10**9)) == []
    assert check_view(forms.form(lens(language), DEPARTMENTS[:1], {}, 1, meta="")) == []
    assert check_view(forms.shown_first(lens(language), one(), DEPARTMENTS[0])) == []


def test_the_form_offers_one_more_question_until_there_are_enough() -> None:
    assert "announcement.one_more" in str(forms.form(lens(), (), {}, EXPECTED_MOST - 1, meta=""))
    assert "announcement.one_more" not in str(forms.form(lens(), (), {}, EXPECTED_MOST, meta=""))
