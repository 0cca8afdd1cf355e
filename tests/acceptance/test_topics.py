"""A specialist finds a group that is wrong and puts it right; the bot goes by it from then on."""

from __future__ import annotations

from datetime import timedelta

from bot.services.regrouping import regroup
from tests.acceptance.conftest import Town

LETTERS = {
    "sanne": "klopt de datum op de nieuwe aanmaningsbrief",
    "joris": "datum op de nieuwe aanmaningsbrief klopt die",
    "priya": "klopt die datum op de nieuwe aanmaningsbrief wel",
}
ODD = "aanmaningsbrief in het Engels aanvragen"


def asked_about(town: Town, question: str) -> str:
    """The title of the topic a question is in."""
    with town.kb.store.reading() as data:
        (found,) = [one for one in data.questions() if one.text == question]
        topic = data.topic(found.topic or 0)
    assert topic is not None
    return topic.title


def test_a_specialist_renames_a_topic_splits_it_and_joins_it_again(town: Town) -> None:
    for handle, text in LETTERS.items():
        town.slack.person(handle).types(f"/kb {text}", channel="invordering")
    town.emma.types(f"/kb {ODD}", channel="invordering")
    town.kb.router.drain(5)
    with town.kb.store.writing() as unit:  # as if it had joined the others
        asked = unit.questions()
        unit.move_questions([one.id for one in asked], asked[0].topic or 0, pinned=False)

    town.sanne.types("/kb onderwerpen")
    town.sanne.sees("In de laatste vier weken is niets gevraagd over jouw onderwerpen")
    town.fatima.types("/kb onderwerpen")
    shown = town.fatima.sees("4 keer gevraagd door 4 collega's")
    town.fatima.presses("Aanpassen", on=shown)
    town.fatima.fills({"title": "Datum aanmaning"})
    town.fatima.submits()
    shown = town.fatima.sees("Het onderwerp heet nu *Datum aanmaning*")
    assert "4 keer gevraagd" in shown.text_content, "the list itself shows what changed"

    town.fatima.presses("Aanpassen", on=shown)
    town.fatima.fills({"do": "Van aangevinkte vragen een nieuw onderwerp maken", "new_title": "Brief in het Engels"})
    refused = town.fatima.submits(expect_error=True)
    assert refused == {"Vragen (de laatste)": "Vink de vragen aan waar het om gaat."}
    town.fatima.fills({"questions": [ODD]})
    town.fatima.submits()
    split = town.fatima.sees("*Brief in het Engels* is nu een eigen onderwerp")
    assert "3 keer gevraagd" in split.text_content and "4 keer gevraagd" not in split.text_content
    town.fatima.presses("Ongedaan maken", on=split)
    shown = town.fatima.sees("Teruggezet bij *Datum aanmaning*")
    assert "4 keer gevraagd" in shown.text_content and asked_about(town, ODD) == "Datum aanmaning"

    town.fatima.presses("Aanpassen", on=shown)
    town.fatima.fills({"do": "Van aangevinkte vragen een nieuw onderwerp maken", "new_title": "Brief in het Engels"})
    town.fatima.fills({"questions": [ODD]})
    town.fatima.submits()
    town.fatima.sees("*Brief in het Engels* is nu een eigen onderwerp")

    regroup(town.kb.context, town.clock.now() + timedelta(hours=1))
    assert asked_about(town, ODD) == "Brief in het Engels"
    assert {asked_about(town, text) for text in LETTERS.values()} == {"Datum aanmaning"}

    town.fatima.types("/kb topics")
    again = town.fatima.sees("Brief in het Engels")
    town.fatima.presses("Aanpassen", on=again)
    town.fatima.fills({"do": "Alles samenvoegen met een ander onderwerp", "other": "Brief in het Engels"})
    town.fatima.submits()
    town.fatima.sees("Samengevoegd met *Brief in het Engels*")
    assert {asked_about(town, text) for text in (*LETTERS.values(), ODD)} == {"Brief in het Engels"}
