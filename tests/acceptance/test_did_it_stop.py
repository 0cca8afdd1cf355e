"""Scene 6, continued: two and six weeks later the bot says under the same message whether it stopped; it is back."""

from __future__ import annotations

from datetime import timedelta

from bot.model import Contact, Question, SignalState, Tally
from bot.sandbox import Seen
from tests.acceptance.conftest import Town
from tests.acceptance.test_signals import ASKED, at_two, everybody_asks, in_thread, letter, the_signal


def a_busy_week(town: Town) -> None:
    """Beside the four, others asked it too that day; and 46 customers came about it in the two weeks before."""
    topic = the_signal(town).topic
    now = town.clock.now()
    with town.kb.store.writing() as unit:
        for n in range(14):
            unit.add_question(
                Question(text=f"datum brief {n}", asked_at=now - timedelta(hours=1), pseudonym=f"p{n}", topic=topic)
            )
        for n in range(46):
            unit.add_tally(Tally(at=now - timedelta(days=n % 12), contact=Contact.PHONE, topic=topic))


def customers_come(town: Town, count: int) -> None:
    """In the two weeks from now."""
    topic, now = the_signal(town).topic, town.clock.now()
    with town.kb.store.writing() as unit:
        for n in range(count):
            unit.add_tally(Tally(at=now + timedelta(days=n % 13), contact=Contact.PHONE, topic=topic))


def resolves(town: Town, signal: Seen) -> None:
    """At once, in one form."""
    for button in ("Gezien", "Ik pak het op"):
        town.fatima.presses(button, on=signal)
        town.settle()
    town.fatima.presses("Opgelost", on=signal)
    town.fatima.fills({"cause": "werkwijze", "done": "De oude brief wordt niet meer gestuurd", "since": "2026-05-04"})
    assert town.fatima.submits() == {}
    town.settle()
    assert the_signal(town).state is SignalState.RESOLVED


def test_it_stopped_and_six_weeks_later_still_and_then_it_is_back(town: Town) -> None:
    letter(town)
    everybody_asks(town)
    signal = at_two(town)
    a_busy_week(town)
    resolves(town, signal)
    customers_come(town, 8)

    town.passes(days=13, hours=20)
    assert "weken later" not in signal.text_content
    town.passes(days=1, minutes=1)
    for part in (
        "2 weken later",
        "collega's vragen dit bijna niet meer; klanten komen hier minder voor.",
        "Vragen van collega's: 18 in de twee weken ervoor, 0 in de twee weken erna.",
        "Klanten: 46 in de twee weken ervoor, 8 in de twee weken erna.",
    ):
        assert part in signal.text_content, signal.text_content
    assert "2 weken later" in in_thread(town, signal)
    town.passes(minutes=30)
    assert in_thread(town, signal).count("2 weken later") == 1, "once"

    town.passes(days=29)
    assert "6 weken later" in signal.text_content and "2 weken later" not in signal.text_content
    assert in_thread(town, signal).count("weken later") == 2

    for handle, text in ASKED.items():  # it is no longer offered to those who did not mean it
        town.slack.person(handle).types(f"/kb {text}", channel="algemeen")
    town.kb.router.drain(5)
    town.passes(hours=22)
    assert "↺ Terug" in signal.text_content and "· open" in signal.text_content
    assert the_signal(town).relapsed and the_signal(town).posted


def test_customers_did_not_stop_and_the_first_button_opens_it_again(town: Town) -> None:
    letter(town)
    everybody_asks(town)
    signal = at_two(town)
    a_busy_week(town)
    resolves(town, signal)
    customers_come(town, 80)
    town.passes(days=15)
    assert "klanten komen hier ongeveer even vaak voor" in signal.text_content
    assert "Dit is niet gestopt." in signal.text_content
    town.fatima.presses("Weer openzetten", on=signal)
    town.settle()
    assert the_signal(town).state is SignalState.OPEN
    town.passes(days=1)
    assert in_thread(town, signal).count("weken later") == 1
