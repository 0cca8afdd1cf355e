"""The guided start ticks itself off from what happened, and from nothing else."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from bot.cli.demonstrating import Demo, demo
from bot.demo.guide import LOOKS, STEPS
from bot.locale import knows
from bot.ports import Encoder
from bot.sandbox import Seen


def done(running: Demo, user: str = "U0SANNE") -> list[str]:
    return [step["key"] for step in running.guide.steps(user) if step["done"]]


def settle(running: Demo) -> None:
    running.kb.router.drain(5)
    running.course.deliver()


def signal_in(running: Demo, channel: str, about: str = "aanmaningsbrief") -> Seen:
    """The signal there about this."""
    signals = (one for one in running.slack.messages(channel) if one.text_content.startswith("▲"))
    return next(one for one in signals if about in one.text_content)


def test_the_past_ticks_nothing_off(opened: Demo) -> None:
    for user in ("U0SANNE", "U0MEILING", "U0PRIYA"):
        assert done(opened, user) == []


def test_it_speaks_the_language_of_who_acts_and_sets_things_up_for_them(opened: Demo) -> None:
    dutch, english = opened.guide.steps("U0FATIMA")[0], opened.guide.steps("U0DANIEL")[0]
    assert dutch["title"] == "Stel een vraag, met twee tikfouten"
    assert english["title"] == "Ask a question, with two typos"
    assert dutch["try"] == {
        "as": "U0SANNE", "channel": "C0KLANTCONTACT", "type": "/kb klant wil betalingsreegling na aanmanig",
    }  # fmt: skip
    assert english["try"]["as"] == "U0GRACE"


def test_every_step_has_its_texts_and_a_place_that_the_one_it_makes_you_can_see(opened: Demo) -> None:
    for step in (*STEPS, *LOOKS):
        wanted = ("", "-hint", "-type") if step.types else ("", "-hint")
        assert all(knows(f"guide-{step.key}{part}") for part in wanted)
        for user, channel in step.tries.values():
            assert opened.slack.person(user).user.active
            assert channel == "dm" or opened.slack.channel(channel).kind == "public"


def test_what_it_types_does_what_it_says_in_both_languages(opened: Demo) -> None:
    for handle, answer, nothing in (
        ("sanne", "Betalingsregeling na een aanmaning", "Vraag Vergunningen"),
        ("grace", "Betalingsregeling na een aanmaning", "Ask IT support"),
    ):
        person = opened.slack.person(handle)
        steps = {step["key"]: step["try"] for step in opened.guide.steps(person.id)}
        person.types(steps["ask"]["type"], channel=steps["ask"]["channel"])
        assert "Dit hielp" in person.sees(answer).buttons or handle == "grace"
        person.types(steps["specialists"]["type"], channel=steps["specialists"]["channel"])
        assert nothing in person.sees(nothing).buttons


def test_a_question_that_nothing_fits_is_not_yet_an_answered_one(opened: Demo) -> None:
    opened.slack.person("sanne").types(
        "/kb welke vergunning heeft een filmploeg met een drone boven het centrum nodig", "klantcontact"
    )
    opened.slack.person("sanne").sees("Hierover staat nog niets")
    assert done(opened) == []


def test_the_answer_is_only_read_when_the_asker_has_it_and_somebody_acts_as_them(opened: Demo) -> None:
    sanne, meiling = opened.slack.person("sanne"), opened.slack.person("meiling")
    sanne.types(
        "/kb welke vergunning heeft een filmploeg met een drone boven het centrum nodig", channel="klantcontact"
    )
    sanne.sees("Hierover staat nog niets")
    sanne.presses("Vraag Vergunningen")
    settle(opened)
    assert done(opened) == ["specialists"]
    meiling.presses("Beantwoord", on=meiling.sees("filmploeg", channel="vergunningen", since="start"))
    meiling.sees("Beantwoord de vraag")
    meiling.fills({"Antwoord": "Ja, met een ontheffing die 3 weken vooraf is aangevraagd."})
    assert meiling.submits() == {}
    settle(opened)
    assert done(opened, "U0MEILING") == ["specialists", "answer"], "she is not the one who asked"
    assert done(opened, "U0SANNE") == ["specialists", "answer", "told"]


def test_what_was_done_stays_done_also_after_a_restart_and_when_it_was_forgotten(
    folder: Path, demo_encoder: Encoder
) -> None:
    with demo(folder, encoder=demo_encoder, ticking=False) as first:
        sanne = first.slack.person("sanne")
        sanne.types("/kb leermoment Ik gaf de termijn van de oude brief door", channel="klantcontact")
        sanne.sees("Zonder naam opgeslagen")
        assert done(first) == ["mistake"]
        sanne.presses("Ongedaan maken")
        settle(first)
    with demo(folder, encoder=demo_encoder, ticking=False) as again:
        assert done(again) == ["mistake"]


def test_a_signal_is_followed_from_nine_o_clock_until_it_is_known_whether_it_stopped(opened: Demo) -> None:
    opened.slack.timeline.move({"next": True})
    assert done(opened) == ["signal"]
    fatima, nadia = opened.slack.person("fatima"), opened.slack.person("nadia")
    for press, known in (("Gezien", ["signal"]), ("Ik pak het op", ["signal", "take"])):
        fatima.presses(press, on=signal_in(opened, "invordering"))
        settle(opened)
        assert done(opened) == known
    fatima.presses("Opgelost", on=signal_in(opened, "invordering"))
    fatima.sees("Wat was de oorzaak?")
    fatima.fills({"Wat was de oorzaak?": "brief", "Wat is er gedaan, of moet er gebeuren?": "De datum op de brief."})
    assert fatima.submits() == {}
    settle(opened)
    assert done(opened) == ["signal", "take", "cause"]
    nadia.presses("Klaar", on=nadia.sees("De datum op de brief.", channel="communicatie", since="start"))
    assert nadia.submits() == {}
    settle(opened)
    assert done(opened) == ["signal", "take", "cause", "confirm"]

    opened.slack.timeline.move({"advance": timedelta(days=15, minutes=5).total_seconds()})
    assert "2 weken later" in signal_in(opened, "invordering").text_content
    assert done(opened) == ["signal", "take", "cause", "confirm", "stopped"]
    assert done(opened, "U0INGRID") == ["signal", "take", "cause", "confirm", "stopped", "digest"]
