"""A department says what is coming before the calls come: posted, read, asked, followed, over."""

from __future__ import annotations

from bot.model import EntryState
from tests.acceptance.conftest import Town, organisation
from tests.acceptance.test_asking import others

FORM = {
    "Wat verandert er?": "Vanaf 18 mei betaald parkeren in de Rivierenwijk",
    "Hoe zit het precies?": "Bewoners krijgen een brief met een code.",
    "Vanaf": "2026-05-11",
    "Tot en met": "2026-05-22",
    "Voor wie?": "bewoners van de Rivierenwijk",
    "Hoeveel klanten raakt het, ongeveer?": "4000",
    "Vraag 1": "Hoe vraag ik een bewonersvergunning aan in de Rivierenwijk?",
    "Antwoord 1": "Met DigiD en de code uit de brief.",
}


def with_channels(town: Town) -> None:
    with town.kb.store.writing() as unit:
        unit.save_organisation(organisation().but(announcement_channels=("C0OVERZICHT",)))
    others(town)
    town.knows("Parkeervergunning aanvragen", "Aanvragen kan met DigiD.", department="vergunningen")
    town.knows("Bezoek laten parkeren met de bezoekersregeling", "Meld het kenteken aan.", department="vergunningen")


def announces(town: Town, **more: str) -> None:
    town.bram.types("/kb aankondiging", channel="vergunningen")
    town.bram.sees("Wat verandert er?")
    town.bram.fills(FORM | more)
    assert town.bram.submits() == {}
    town.bram.sees("staat klaar als antwoord")
    town.settle()


def the_number(town: Town) -> int:
    with town.kb.store.reading() as data:
        (one,) = data.announcements()
    return one.entry


def test_announced_read_asked_and_over(town: Town) -> None:
    with_channels(town)
    announces(town)
    posted = town.sanne.sees("Aankondiging van Vergunningen", channel="overzicht", since="start")
    for part in ("vanaf 11 mei, t/m 22 mei", "ongeveer 4000 klanten", "een brief met een code", "Met DigiD en de code"):
        assert part in posted.text_content
    # Read: counted once a person, shown from three on.
    for person in (town.sanne, town.joris, town.priya, town.sanne):
        person.presses("Gelezen", on=person.sees("Aankondiging van Vergunningen", channel="overzicht", since="start"))
        person.sees("eteld")
    town.passes(seconds=15)
    assert town.sanne.sees("3 keer gelezen", channel="overzicht").has("Gelezen")
    # It answers what it expected, beforehand too.
    town.sanne.types("/kb hoe vraag je een bewonersvergunning rivierenwijk aan", channel="algemeen")
    answer = town.sanne.sees("Met DigiD en de code uit de brief")
    assert "Aankondiging van Vergunningen, vanaf 11 mei" in answer.text_content
    # Another answer fits: the announcement stands on top, and opens.
    town.joris.types("/kb bezoek laten parkeren", channel="algemeen")
    answer = town.joris.sees("Bezoek laten parkeren met de bezoekersregeling")
    assert answer.text_content.index("Aankondiging:") < answer.text_content.index("Meld het kenteken aan")
    town.joris.presses("Bekijk", on=answer)
    town.joris.sees("Bewoners krijgen een brief")
    # After its last day.
    town.passes(days=19)
    town.sanne.sees("Verlopen aankondiging", channel="overzicht", since="start")
    town.sanne.types("/kb hoe vraag je een bewonersvergunning rivierenwijk aan", channel="algemeen")
    town.sanne.does_not_see("Met DigiD en de code", for_=0.2)


def test_one_more_question_and_a_look_beforehand_lose_nothing_that_was_typed(town: Town) -> None:
    with_channels(town)
    town.bram.types("/kb aankondiging: Loket dicht op 12 mei", channel="vergunningen")
    town.bram.sees("Wat verandert er?")
    town.bram.fills({"Hoe zit het precies?": "Door een verhuizing. Bel jan@voorbeeld.nl", "Antwoord 2": "Nee."})
    town.bram.presses("Nog een vraag erbij", on=town.bram.modal)
    town.bram.sees("Vraag 3")
    town.bram.fills({"Vraag 3": "Is de balie open?", "Antwoord 3": "Vanaf 13 mei weer.", "Tot en met": "2026-05-12"})
    town.bram.presses("Bekijk eerst hoe het wordt", on=town.bram.modal)
    seen = town.bram.sees("Nog niet geplaatst")
    assert "Door een verhuizing" in seen.text_content and "jan@voorbeeld.nl" not in seen.text_content
    town.bram.closes()
    assert town.bram.submits() != {}, "an answer without its question is refused, and the form stays"
    town.bram.fills({"Vraag 2": "Kan ik dan bellen?"})
    assert town.bram.submits() == {}
    town.bram.sees("staat klaar als antwoord")
    with town.kb.store.reading() as data:
        (one,) = data.announcements()
        entry = data.entry(one.entry)
    assert entry is not None and entry.title == "Loket dicht op 12 mei"
    assert [pair.question for pair in one.expected] == ["Kan ik dan bellen?", "Is de balie open?"]


def test_who_is_no_specialist_cannot_announce_and_asks_with_the_same_word(town: Town) -> None:
    with_channels(town)
    town.sanne.types("/kb aankondiging", channel="algemeen")
    town.sanne.sees("Alleen de specialisten")
    town.sanne.types("/kb aankondiging grofvuil laten ophalen", channel="algemeen")
    town.sanne.sees("Grofvuil laten ophalen")


def test_changed_and_taken_back_from_its_own_message(town: Town) -> None:
    with_channels(town)
    announces(town)
    number = the_number(town)
    posted = town.bram.sees("Aankondiging van Vergunningen", channel="overzicht", since="start")
    town.sanne.chooses("announcement.more", "Bewerken (afdeling)", on=posted)
    town.sanne.sees("Alleen de specialisten")
    town.bram.chooses("announcement.more", "Bewerken (afdeling)", on=posted)
    town.bram.sees(f"Aankondiging #{number}")
    town.bram.fills({"Tot en met": "2026-05-29"})
    assert town.bram.submits() == {}
    town.settle()
    posted = town.joris.sees("t/m 29 mei", channel="overzicht", since="start")
    town.bram.chooses("announcement.more", "Intrekken (afdeling)", on=posted)
    town.bram.presses("Intrekken", on=town.bram.sees("intrekken?"))
    town.bram.sees("is ingetrokken")
    town.settle()
    assert "Bewoners krijgen" not in town.joris.sees("Ingetrokken aankondiging", channel="overzicht").text_content
    with town.kb.store.reading() as data:
        entry = data.entry(number)
    assert entry is not None and entry.state is EntryState.RETIRED


def test_what_it_does_not_answer_comes_back_and_is_answered_from_the_list(town: Town) -> None:
    with_channels(town)
    announces(town)
    town.passes(days=7)  # Monday 11 May, its first day
    for person in (town.sanne, town.joris, town.priya):
        person.types("/kb hoe vraag je een bewonersvergunning rivierenwijk aan", channel="algemeen")
        person.sees("Met DigiD en de code uit de brief")
    town.priya.presses("Niet wat ik zocht")
    town.priya.sees("Dank je")
    town.passes(days=1)
    back = town.bram.sees("Vragen over je aankondiging", channel="vergunningen", since="start")
    assert "3 collega's stelden 3 vragen die eraan raken" in back.text_content
    assert "Priya" not in back.text_content
    town.bram.presses("Beantwoord", on=back)
    town.bram.sees("Vraag 2")
    town.bram.fills({"Antwoord 2": "Zonder DigiD kan het aan de balie."})
    assert town.bram.submits() == {}
    town.settle()
    assert town.bram.sees("staat er nu in", channel="vergunningen", since="start").ts == back.ts, "in place"
    town.sanne.types("/kb hoe vraag je een bewonersvergunning rivierenwijk aan", channel="algemeen")
    town.sanne.sees("Zonder DigiD kan het aan de balie")
    assert not [line for line in town.passes(hours=1) if "announcement:" in line], "it comes once"
