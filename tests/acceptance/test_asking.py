"""Scene 1: a colleague asks, and the answer is there in the same second."""

from __future__ import annotations

from bot.model import Outcome
from tests.acceptance.conftest import Town


def arrangement(town: Town) -> int:
    return town.knows(
        "Betalingsregeling na een aanmaning",
        "Tot 14 dagen na de aanmaning kan het in maximaal 3 termijnen, zonder extra kosten.",
        mandate="tot € 500 in 3 termijnen",
        wording="Ik zet het nu voor u klaar.",
        phrasings=("klant kan aanmaning niet in een keer betalen", "in termijnen betalen na aanmaning"),
    ).number


def others(town: Town) -> None:
    for title in (
        "Kapvergunning aanvragen voor een boom in de tuin",
        "Paspoort kwijt op vakantie",
        "Grofvuil laten ophalen",
        "Schutting tussen buren",
        "Afspraak verzetten aan de balie",
        "Kwijtschelding gemeentelijke belastingen",
    ):
        town.knows(title, f"Over {title.lower()} staat hier wat je moet weten.", department="vergunningen")


def test_a_colleague_gets_the_answer_who_checked_it_and_what_she_may_decide(town: Town) -> None:
    number = arrangement(town)
    others(town)
    town.sanne.types("/kb klant wil betalingsregelling na aanmanig", channel="algemeen")
    answer = town.sanne.sees("Betalingsregeling na een aanmaning")
    assert answer.ephemeral
    for part in (f"#{number}", "Dit mag je zelf beslissen", "Zo zeg je het", "gecontroleerd door Invordering"):
        assert part in answer.text_content
    town.joris.does_not_see("Betalingsregeling", for_=0.2)


def test_helped_teaches_the_bot_and_can_be_undone(town: Town) -> None:
    number = arrangement(town)
    others(town)
    town.sanne.types("/kb kan klant in termijnen betalen na een aanmaning?", channel="algemeen")
    town.sanne.sees("Betalingsregeling")
    town.sanne.presses("Dit hielp")
    town.sanne.sees("Deze vraagvariant herken ik de volgende keer")
    with town.kb.store.reading() as data:
        assert data.entry(number).helped == 1
        assert [p.text for p in data.phrasings(number) if p.source == "learned"] == [
            "kan klant in termijnen betalen na een aanmaning?"
        ]
        (question,) = data.questions(outcomes=[Outcome.HELPED])
        assert question.asker is None, "an answered question forgets who asked it"
    town.sanne.presses("Ongedaan maken")
    town.sanne.sees("Dit hielp")
    with town.kb.store.reading() as data:
        assert data.entry(number).helped == 0
        assert all(p.source != "learned" for p in data.phrasings(number))


def test_nothing_written_is_said_honestly(town: Town) -> None:
    arrangement(town)
    others(town)
    town.sanne.types("/kb mag ik een kip houden op mijn balkon", channel="algemeen")
    town.sanne.sees("Hierover staat nog niets in de kennisbank")


def test_in_english_for_an_english_colleague(town: Town) -> None:
    arrangement(town)
    others(town)
    town.emma.types("/kb payment arrangement after a reminder", channel="algemeen")
    answer = town.emma.sees("checked by Invordering")
    assert "You may decide this yourself" in answer.text_content


def test_the_next_customer_of_the_same_kind_is_one_tap(town: Town) -> None:
    number = arrangement(town)
    town.sanne.types(f"/kb #{number}", channel="algemeen")
    town.sanne.chooses("Weer een klant", "Klant aan de balie", on=town.sanne.sees("Dit mag je zelf beslissen"))
    line = town.sanne.sees("Geturfd: Klant aan de balie. Vandaag 1 klant hierover.")
    town.sanne.presses("Nog zo een", on=line)
    town.sanne.sees("Vandaag 2 klanten hierover.")
    town.sanne.presses("Ongedaan maken")
    town.sanne.sees("Turf ongedaan gemaakt")
    with town.kb.store.reading() as data:
        assert len(data.tallies(entry=number)) == 1


def test_what_was_shared_and_then_taken_back_says_so(town: Town) -> None:
    town.sanne.types("/kb tip Bel bij twijfel de balie", channel="algemeen")
    saved = town.sanne.sees("Opgeslagen als tip")
    town.sanne.presses("Deel hier", on=saved)
    shared = town.joris.sees("Bel bij twijfel de balie", channel="algemeen")
    town.sanne.presses("Ongedaan maken", on=saved)
    town.joris.chooses("Weer een klant", "Klant aan de balie", on=shared)
    town.joris.sees("is er niet (meer)", channel="algemeen")


def test_a_bare_greeting_gets_help_and_is_no_question(town: Town) -> None:
    town.sanne.types("/kb hoi", channel="algemeen")
    town.sanne.sees("Wat je kunt typen")
    town.sanne.types("Goedemorgen")
    town.sanne.sees("Wat je kunt typen", channel="dm")
    with town.kb.store.reading() as data:
        assert data.questions() == ()


def test_in_a_direct_message_there_is_nowhere_to_share(town: Town) -> None:
    arrangement(town)
    others(town)
    town.sanne.types("betalingsregeling na aanmaning", channel="dm")
    town.settle()
    answer = town.sanne.sees("Betalingsregeling na een aanmaning", channel="dm")
    assert not answer.has("Deel hier")
    town.sanne.presses("Dit hielp", on=answer)
    assert not town.sanne.sees("Deze vraagvariant herken ik", channel="dm").has("Deel hier")
