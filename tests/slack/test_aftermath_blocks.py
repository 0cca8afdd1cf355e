"""Did it stop? What is said of it, in two languages, and what is left unsaid."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.aftermath import Counted, change, unknown
from bot.model import Aftermath, Cause, Change, Evidence, Resolution, Signal, SignalState
from bot.slack.blocks.aftermath import aftermath_lines, in_thread, sentence
from bot.slack.blocks.common import Lens

NOW = datetime(2026, 5, 26, 7, tzinfo=UTC)
ZONE = ZoneInfo("Europe/Amsterdam")
NL, EN = Lens("nl", NOW, ZONE), Lens("en", NOW, ZONE)


def counted(before: int, after: int, days: int = 10) -> Change:
    return change(Counted(before, 10), Counted(after, days), week=5)


def seen(asked: Change, customers: Change | None = None, weeks: int = 2) -> Aftermath:
    return Aftermath(weeks=weeks, at=NOW, asked=asked, customers=customers or unknown())


def signal(*found: Aftermath, state: SignalState = SignalState.RESOLVED) -> Signal:
    at = NOW - timedelta(weeks=2)
    evidence = Evidence(
        kind="rising", at=at, people=9, tallied=0, span_days=2, usual_per_week=1, questions=(), texts=()
    )
    named = Resolution(cause=Cause.LETTER, done="", since=date(2026, 5, 12), owner="web", by="UF", at=at)
    return Signal(
        id=1, topic=1, department="taxes", title="brief", evidence=evidence, state=state, opened_at=at, changed_at=at,
        resolution=named, aftermath=found,
    )  # fmt: skip


def test_it_stopped() -> None:
    assert sentence(NL, seen(counted(36, 4), counted(46, 8))) == (
        "*2 weken later* · Collega's: van 18 naar 2 per week (geteld: 36 en 4; 0,1 keer zo vaak; 95%: 0,03 tot 0,3). "
        "Collega's vragen dit minder. · Klanten: van 23 naar 4 per week (geteld: 46 en 8; 0,2 keer zo vaak; "
        "95%: 0,07 tot 0,4). Klanten komen hier minder voor."
    )
    assert sentence(EN, seen(counted(36, 4), counted(46, 8))).startswith(
        "*2 weeks later* · Colleagues: from 18 to 2 a week (counted: 36 and 4; 0.1 times as often; 95%: 0.03 to 0.3)."
    )


def test_one_or_two_are_no_figure_and_nothing_is_worked_out_of_them() -> None:
    assert sentence(NL, seen(counted(18, 2), counted(2, 24))) == (
        "*2 weken later* · Collega's: van 9 naar minder dan 2 per week (geteld: 18 en minder dan 3). "
        "Collega's vragen dit bijna niet meer. · Klanten: van minder dan 2 naar 12 per week "
        "(geteld: minder dan 3 en 24). Klanten komen hier vaker voor. "
        "· Minder vragen kan betekenen dat collega's het nu weten: klanten komen er nog net zo goed voor."
    )
    assert "(counted: fewer than 3 and fewer than 3)" in sentence(EN, seen(counted(2, 2)))
    assert "from 9 to fewer than 2 a week (counted: 18 and fewer than 3)." in sentence(EN, seen(counted(18, 2)))
    assert "(geteld: 18 en 0; 0 keer zo vaak" in sentence(NL, seen(counted(18, 0))), "nobody is a figure"


def test_fewer_questions_may_only_mean_that_colleagues_learned_it() -> None:
    assert "Klantcontacten: onbekend. · Minder vragen kan ook betekenen" in sentence(NL, seen(counted(18, 2)))
    going_on = sentence(EN, seen(counted(18, 2), counted(60, 60)))
    assert going_on.endswith("customers come about it as they did.")
    assert "learned" not in sentence(EN, seen(counted(10, 40)))
    assert "may" not in sentence(EN, seen(counted(18, 2), counted(46, 8)))


@pytest.mark.parametrize("lens", [NL, EN])
def test_too_few_to_be_sure(lens: Lens) -> None:
    words = {"nl": "Te weinig om zeker te zijn", "en": "Too few to be sure"}[lens.language]
    assert words in sentence(lens, seen(counted(4, 2)))
    assert words in sentence(lens, seen(counted(0, 0)))


def test_less_than_one_a_week_and_no_upper_bound() -> None:
    assert "naar minder dan 1 per week" in sentence(NL, seen(counted(18, 2, days=30), weeks=6))
    assert "van 0 naar 5 per week (geteld: 0 en 9; 95%: minstens 2)" in sentence(NL, seen(counted(0, 9)))


def test_the_message_says_the_last_and_offers_to_open_it_again_when_it_did_not_stop() -> None:
    two, six = seen(counted(60, 60)), seen(counted(60, 2, days=30), weeks=6)
    first, again = aftermath_lines(NL, signal(two))
    assert first.startswith("*2 weken later*") and again == (
        "Dit is niet gestopt. Zet het signaal weer open als er meer nodig is."
    )
    (only,) = aftermath_lines(NL, signal(two, six))
    assert only.startswith("*6 weken later*")
    assert aftermath_lines(NL, signal()) == []


def test_the_thread_keeps_what_it_said_then() -> None:
    both = signal(seen(counted(60, 60)), seen(counted(60, 2, days=30), weeks=6))
    assert in_thread(EN, both, 2).startswith("*2 weeks later*")
    assert in_thread(EN, both, 6).startswith("*6 weeks later*")
    assert in_thread(EN, signal(), 2) == "Did it stop? The message above says so."
