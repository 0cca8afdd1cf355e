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


def test_the_verdict_comes_first_in_one_line_and_the_counts_follow() -> None:
    found = signal(seen(counted(12, 0), counted(46, 8)))
    assert aftermath_lines(NL, found) == [
        "*2 weken later: collega's vragen dit bijna niet meer; klanten komen hier minder voor.*",
        "Vragen van collega's: 12 in de twee weken ervoor, 0 in de twee weken erna. "
        "Klanten: 46 in de twee weken ervoor, 8 in de twee weken erna.",
    ]
    assert aftermath_lines(EN, found) == [
        "*2 weeks later: colleagues hardly ask this any more; fewer customers come about this.*",
        "Colleagues' questions: 12 in the two weeks before, 0 in the two weeks after. "
        "Customers: 46 in the two weeks before, 8 in the two weeks after.",
    ]
    later = sentence(NL, seen(counted(36, 4, days=30), weeks=6))
    assert "36 in de twee weken ervoor, 4 in de zes weken erna" in later


def test_how_sure_that_is_stands_in_the_thread_in_words() -> None:
    said = in_thread(NL, signal(seen(counted(12, 0), counted(46, 8))), 2).splitlines()
    assert said[1:] == [
        "Per volle werkweek: vragen van collega's van 6 naar 0. "
        "Dat is tussen 0 en 0,4 keer zo vaak, met 95% zekerheid.",
        "Per volle werkweek: klanten van 23 naar 4. Dat is tussen 0,07 en 0,4 keer zo vaak, met 95% zekerheid.",
        "Geteld per werkdag; een collega die op een dag vaker vraagt, telt die dag één keer.",
    ]
    rare = in_thread(NL, signal(seen(counted(18, 3, days=30), weeks=6)), 6)
    assert "van 9 naar minder dan 1" in rare
    more = in_thread(NL, signal(seen(counted(0, 9))), 2)
    assert "van 0 naar 5. Dat is minstens 2 keer zo vaak, met 95% zekerheid." in more


def test_one_or_two_are_no_figure_and_nothing_is_worked_out_of_them() -> None:
    assert sentence(NL, seen(counted(18, 2), counted(2, 24))) == (
        "*2 weken later: collega's vragen dit bijna niet meer; klanten komen hier vaker voor.* "
        "Vragen van collega's: 18 in de twee weken ervoor, minder dan 3 in de twee weken erna. "
        "Klanten: minder dan 3 in de twee weken ervoor, 24 in de twee weken erna. "
        "Minder vragen kan ook betekenen dat collega's het nu weten."
    )
    few = in_thread(NL, signal(seen(counted(18, 2), counted(2, 24))), 2)
    assert "zekerheid" not in few and "werkweek" not in few


@pytest.mark.parametrize(("before", "after"), [(2, 2), (0, 2), (2, 0)])
def test_where_there_are_no_more_than_two_before_and_after_that_is_said_once(before: int, after: int) -> None:
    said = sentence(NL, seen(counted(18, 0), counted(before, after)))
    assert "Klanten: minder dan drie, ervoor en erna." in said and "om iets te zeggen" in said
    assert "2 in de" not in said.replace("18 in de twee weken ervoor", "")
    assert "fewer than three, before and after" in sentence(EN, seen(counted(before, after)))


def test_nobody_before_and_after_is_said_so() -> None:
    assert "Vragen van collega's: geen, ervoor en erna." in sentence(NL, seen(counted(0, 0)))


def test_it_never_contradicts_itself() -> None:
    """From six customers to none is no reason to say that nobody knows whether they still come."""
    gone = sentence(NL, seen(counted(18, 0), change(Counted(5, 10), Counted(0, 10), week=5, scale=3)))
    assert "er kwamen geen klanten meer voor, maar het waren er te weinig om zeker te zijn" in gone
    assert "niet te zeggen" not in gone and "Klanten: 5 in de twee weken ervoor, 0 in de twee weken erna." in gone


def test_fewer_questions_may_only_mean_that_colleagues_learned_it() -> None:
    unknown_customers = sentence(NL, seen(counted(18, 2)))
    assert "klantcontacten: onbekend" in unknown_customers and "Klanten:" not in unknown_customers
    assert unknown_customers.endswith("Minder vragen kan ook betekenen dat collega's het nu weten.")
    assert "know it by now" in sentence(EN, seen(counted(18, 2), counted(60, 60)))
    assert "know it by now" not in sentence(EN, seen(counted(10, 40)))
    assert "know it by now" not in sentence(EN, seen(counted(18, 2), counted(46, 8)))


@pytest.mark.parametrize("lens", [NL, EN])
def test_too_few_to_be_sure(lens: Lens) -> None:
    words = {"nl": "te weinig collega's naar om zeker te zijn", "en": "too few colleagues asked to be sure"}
    assert words[lens.language] in sentence(lens, seen(counted(7, 4)))


def test_the_message_says_the_last_and_offers_to_open_it_again_when_it_did_not_stop() -> None:
    two, six = seen(counted(60, 60)), seen(counted(60, 2, days=30), weeks=6)
    first, _ = aftermath_lines(NL, signal(two))
    assert first.startswith("*2 weken later: collega's vragen dit ongeveer even vaak;")
    assert first.endswith("Dit is niet gestopt. Zet het signaal weer open als er meer nodig is.")
    first, _ = aftermath_lines(NL, signal(two, six))
    assert first.startswith("*6 weken later:") and "niet gestopt" not in first
    assert aftermath_lines(NL, signal()) == []


def test_the_thread_keeps_what_it_said_then() -> None:
    both = signal(seen(counted(60, 60)), seen(counted(60, 2, days=30), weeks=6))
    assert in_thread(EN, both, 2).startswith("*2 weeks later:")
    assert in_thread(EN, both, 6).startswith("*6 weeks later:")
    assert in_thread(EN, signal(), 2) == "Did it stop? The message above says so."
