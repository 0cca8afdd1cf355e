"""Scene 6: what becomes of a signal, from open to resolved, with another department that takes the cause away."""

from __future__ import annotations

import pytest

from bot.model import Department, Escalation, SignalState, Waiter
from bot.sandbox import Seen
from tests.acceptance.conftest import Town
from tests.acceptance.test_signals import ASKED, in_thread, the_signal


@pytest.fixture
def signal(town: Town) -> Seen:
    """Four colleagues asked what nobody wrote down; Invordering is told at 14:00. Emma's team owns letters."""
    with town.kb.store.writing() as unit:
        organisation = unit.organisation()
        web = Department(key="web", name="Communicatie", channel="C0OVERZICHT", members=("U0EMMA",), lead="U0JORIS")
        unit.save_organisation(organisation.but(departments=(*organisation.departments, web)))
    for title in ("Paspoort kwijt op vakantie", "Grofvuil laten ophalen", "Schutting tussen buren"):
        town.knows(title, f"Over {title.lower()} staat hier wat je moet weten.")
    for handle, text in ASKED.items():
        town.slack.person(handle).types(f"/kb {text}", channel="algemeen")
    town.kb.router.drain(5)
    town.passes(hours=5)
    return town.fatima.sees("▲ Nog geen antwoord", channel="invordering", since="start")


def sanne_waits(town: Town) -> None:
    """She asked the specialists as well."""
    topic = the_signal(town).topic
    with town.kb.store.writing() as unit:
        (question, *_) = unit.questions(topic=topic)
        unit.save_question(question.but(asker="U0SANNE"))
        unit.add_escalation(
            Escalation(
                question=question.id,
                topic=question.topic,
                text=question.text,
                department="invordering",
                created_at=town.clock.now(),
                moved_at=town.clock.now(),
                waiters=(Waiter(user="U0SANNE", question=question.id),),
            )
        )


def presses(town: Town, who: str, button: str, on: Seen) -> None:
    town.slack.person(who).presses(button, on=on)
    town.settle()


def taken(town: Town, signal: Seen) -> None:
    for button in ("Gezien", "Ik pak het op"):
        presses(town, "fatima", button, signal)


def test_the_cause_is_in_a_letter_and_its_owner_confirms_that_it_is_gone(town: Town, signal: Seen) -> None:
    for button, state in (("Gezien", "gezien (@Fatima Idrissi"), ("Ik pak het op", "opgepakt (@Fatima Idrissi")):
        presses(town, "fatima", button, signal)
        assert state in signal.text_content
    town.fatima.presses("Opgelost", on=signal)
    town.fatima.fills({"cause": "brief", "done": "De datum in de brief aanpassen", "since": "2026-05-12"})
    assert "Schrijf het, of vink aan" in str(town.fatima.submits()), "there is no answer yet"
    town.fatima.fills({"Antwoord": "De datum klopt niet: tel er 14 dagen bij."})
    assert town.fatima.submits() == {}
    town.settle()
    assert "wacht op Communicatie, uiterlijk 12 mei" in signal.text_content
    assert "Oorzaak: brief. Te doen: De datum in de brief aanpassen" in signal.text_content
    town.hans.types(f"/kb {ASKED['sanne']}", channel="algemeen")
    town.hans.sees("tel er 14 dagen bij")

    asked = town.emma.sees("Oorzaak weghalen", channel="overzicht", since="start")
    assert "uiterlijk 12 mei" in asked.text_content and asked.buttons == ["Klaar", "Later", "Niet van ons"]
    for handle in ASKED:
        assert town.slack.person(handle).user.name not in asked.text_content, "nobody reads who asked"
    town.fatima.presses("Klaar", on=asked)
    town.fatima.sees("Dat kan alleen wie de actie heeft", channel="overzicht")

    town.emma.presses("Later", on=asked)
    town.emma.fills({"due": "2026-05-20", "note": "de drukker is dicht"})
    assert town.emma.submits() == {}
    town.settle()
    assert "wacht op Communicatie, uiterlijk 20 mei" in signal.text_content
    assert "@Emma Clarke (Communicatie) heeft tot 20 mei nodig: de drukker is dicht" in in_thread(town, signal)

    town.passes(days=17)  # Thursday 21 May
    late = town.emma.sees("Dit zou uiterlijk 20 mei klaar zijn", channel="overzicht", since="start")
    town.passes(days=1)
    reminders = [m for m in town.emma.messages("overzicht") if "Dit zou uiterlijk" in m.text_content]
    assert len(reminders) == 1, "once"
    presses_done(town, late)
    assert "opgelost: brief (Communicatie), vanaf 20 mei" in signal.text_content
    assert "klaar (@Emma Clarke" in asked.text_content and asked.buttons == []
    assert "@Emma Clarke bevestigt voor Communicatie dat de oorzaak weg is" in in_thread(town, signal)
    assert the_signal(town).state is SignalState.RESOLVED


def presses_done(town: Town, on: Seen) -> None:
    town.emma.presses("Klaar", on=on)
    town.emma.fills({"note": "Staat in de nieuwe brief"})
    assert town.emma.submits() == {}
    town.settle()


def test_not_theirs_it_comes_back_and_another_owner_is_named(town: Town, signal: Seen) -> None:
    taken(town, signal)
    fill_in = {"cause": "website", "done": "Pagina aanpassen", "no_answer": ["Hier is geen antwoord voor nodig"]}
    town.fatima.presses("Opgelost", on=signal)
    town.fatima.fills(fill_in)
    assert town.fatima.submits() == {}
    town.settle()
    asked = town.emma.sees("Oorzaak weghalen", channel="overzicht", since="start")
    town.emma.presses("Niet van ons", on=asked)
    town.emma.fills({"note": "die pagina is van Vergunningen"})
    assert town.emma.submits() == {}
    town.settle()
    assert "Communicatie zegt dat de oorzaak elders ligt" in signal.text_content
    assert "niet van ons (@Emma Clarke" in asked.text_content

    town.hans.presses("Opgelost", on=signal)
    town.hans.fills({"owner": "Vergunningen", "no_answer": ["Hier is geen antwoord voor nodig"]})
    assert town.hans.submits() == {}, "the cause and what is to be done still stood there"
    town.settle()
    assert "wacht op Vergunningen" in signal.text_content
    there = town.bram.sees("Pagina aanpassen", channel="vergunningen", since="start")
    town.bram.presses("Klaar", on=there)
    assert town.bram.submits() == {}
    town.settle()
    assert "opgelost: website (Vergunningen)" in signal.text_content


def test_answering_it_tells_who_waited_for_the_specialists(town: Town, signal: Seen) -> None:
    sanne_waits(town)
    town.fatima.presses("Beantwoord", on=signal)
    town.fatima.sees("Deze vragen liggen nog bij specialisten")
    town.fatima.fills({"Antwoord": "De datum klopt niet: tel er 14 dagen bij."})
    assert town.fatima.submits() == {}
    town.settle()
    town.sanne.sees("tel er 14 dagen bij", channel="dm", since="start")
    told = [m for m in town.sanne.messages("dm") if "tel er 14 dagen bij" in m.text_content]
    assert len(told) == 1


def test_nobody_looked_for_two_working_days_and_the_lead_is_told_once(town: Town, signal: Seen) -> None:
    town.passes(days=1, hours=23)  # Wednesday 13:00
    town.hans.does_not_see("Invordering leidt", channel="dm", for_=0.1, since="start")
    town.passes(hours=2)
    told = town.hans.sees("Je krijgt dit omdat je Invordering leidt", channel="dm", since="start")
    town.passes(days=1)
    assert len([m for m in town.hans.messages("dm") if "Invordering leidt: twee" in m.text_content]) == 1
    town.hans.presses("Bekijk het signaal", on=told)
    shown = town.hans.sees("nog 2 in de thread", channel="dm")
    town.hans.presses("Gezien", on=shown)
    town.settle()
    assert "gezien (@Hans Mulder" in signal.text_content
    assert "Hier is inmiddels iets mee gedaan" in told.text_content
    assert "Invordering leidt" not in in_thread(town, signal), "what is unpleasant is said privately"
    town.passes(days=7)
    assert len([m for m in town.hans.messages("dm") if "twee werkdagen" in m.text_content]) == 0


def test_an_english_owner_is_asked_in_english(town: Town, signal: Seen) -> None:
    with town.kb.store.writing() as unit:
        organisation = unit.organisation()
        english = tuple(d.but(language="en") if d.key == "web" else d for d in organisation.departments)
        unit.save_organisation(organisation.but(departments=english))
    taken(town, signal)
    town.fatima.presses("Opgelost", on=signal)
    none = ["Hier is geen antwoord voor nodig"]
    town.fatima.fills({"cause": "brief", "done": "Nieuwe brief", "person": "emma", "no_answer": none})
    assert town.fatima.submits() == {}
    town.settle()
    asked = town.emma.sees("Take the cause away", channel="dm", since="start")
    assert "because you own the cause" in asked.text_content


def test_a_corrected_topic_corrects_its_signal_and_what_is_too_little_can_be_closed(town: Town, signal: Seen) -> None:
    texts = [text for text in ASKED.values() if text in in_thread(town, signal)]
    town.fatima.chooses("⋯", "Onderwerp aanpassen", on=signal)
    town.fatima.fills({"do": "Van aangevinkte vragen een nieuw onderwerp maken", "questions": texts[1:]})
    town.fatima.submits()
    town.settle()
    assert "te weinig voor een signaal" in signal.text_content and signal.buttons[0] == "Geen actie nodig"
    assert "open" in signal.text_content.splitlines()[0], "nobody closed it"
    for text in texts[1:]:
        assert text not in signal.text_content
    assert "paste het onderwerp aan" in in_thread(town, signal)
    assert sum("▲" in message.text_content for message in town.slack.messages("invordering")) == 1, "changed in place"
    undo = town.fatima.sees("is nu een eigen onderwerp")
    town.fatima.presses("Ongedaan maken", on=undo)
    town.settle()
    assert f"{len(texts)} collega's" in signal.text_content
