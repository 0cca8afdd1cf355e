"""What a service meeting agreed, and its owner says is not theirs: heard at once, and given to somebody else."""

from __future__ import annotations

from tests.acceptance.conftest import Town
from tests.acceptance.test_agenda import april


def test_not_ours_is_heard_at_once_stands_on_the_agenda_and_another_gets_it(town: Town) -> None:
    april(town)
    town.fatima.types("/kb agenda")
    town.fatima.presses("Leg een afspraak vast", on=town.fatima.sees("Agenda toptaakoverleg"))
    town.fatima.fills({"text": "De brief aanpassen", "owner": "Vergunningen", "due": "2026-05-20"})
    assert town.fatima.submits() == {}
    town.settle()

    asked = town.bram.sees("De brief aanpassen", channel="vergunningen", since="start")
    town.bram.presses("Niet van ons", on=asked)
    town.bram.sees("Wie de afspraak vastlegde, krijgt dit als bericht")
    town.bram.fills({"note": "De brief is van Invordering."})
    assert town.bram.submits() == {}
    town.settle()

    told = town.fatima.sees("Reden: De brief is van Invordering.", channel="dm", since="start")
    assert "niet van ons" in told.text_content and told.buttons == ["Andere eigenaar"]
    town.hans.types("/kb agenda")
    agenda = town.hans.sees("Agenda toptaakoverleg").text_content
    assert "niet van ons (@Bram" in agenda and ": De brief is van Invordering." in agenda

    town.fatima.presses("Andere eigenaar", on=told)
    town.fatima.fills({"owner": "Invordering", "due": "2026-05-28"})
    assert town.fatima.submits() == {}
    town.settle()
    given = town.fatima.sees("De brief aanpassen", channel="invordering", since="start")
    assert "uiterlijk 28 mei" in given.text_content and given.buttons == ["Klaar", "Later", "Niet van ons"]
    assert "Nu bij Invordering, uiterlijk 28 mei" in told.text_content and told.buttons == []
