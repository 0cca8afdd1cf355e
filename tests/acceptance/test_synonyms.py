"""A team's own words: added in Slack, they count at the next question; taken away, they no longer do."""

from __future__ import annotations

from bot.model import Synonym
from bot.services import configuring
from tests.acceptance.conftest import Town, organisation

ENTRY = "Hoe vraag ik een betalingsregeling aan?"
NOTHING = "Hierover staat nog niets in de kennisbank"


def knows_some(town: Town) -> None:
    town.knows(ENTRY, "Met formulier B12, binnen 14 dagen.")
    for title in (
        "Kapvergunning aanvragen voor een boom in de tuin",
        "Paspoort kwijt op vakantie",
        "Grofvuil laten ophalen",
        "Afspraak verzetten aan de balie",
    ):
        town.knows(title, "Zo werkt het.", department="vergunningen")


def asks(town: Town) -> str:
    """What the abbreviation gets: the title of the answer, or that there is none."""
    town.sanne.types("/kb btr aanvragen", channel="algemeen")
    return town.sanne.sees("btr aanvragen").text.split(" #")[0].split(" waarvan")[0].rstrip(".")


def test_an_abbreviation_counts_from_the_moment_it_is_added_until_it_is_taken_away(town: Town) -> None:
    knows_some(town)
    assert asks(town) == NOTHING
    town.fatima.types("/kb synoniem BTR = betalingsregeling", channel="invordering")
    added = town.fatima.sees("*BTR* en *betalingsregeling* zijn voortaan hetzelfde")
    assert added.ephemeral
    assert asks(town) == ENTRY

    town.ingrid.types("/kb synoniem", channel="vergunningen")
    town.ingrid.presses("Verwijderen", on=town.ingrid.sees("*BTR* = betalingsregeling"))
    town.ingrid.sees("BTR en betalingsregeling zijn niet meer hetzelfde")
    assert asks(town) == NOTHING


def test_just_added_it_is_undone_by_a_button(town: Town) -> None:
    town.fatima.types("/kb synoniem BTR = betalingsregeling", channel="invordering")
    added = town.fatima.sees("zijn voortaan hetzelfde")
    town.fatima.presses("Ongedaan maken", on=added)
    town.fatima.sees("BTR en betalingsregeling zijn niet meer hetzelfde")
    with town.kb.store.reading() as data:
        assert data.synonyms() == ()


def test_what_is_refused_is_given_back(town: Town) -> None:
    town.sanne.types("/kb synoniem BTR = betalingsregeling", channel="algemeen")
    refused = town.sanne.sees("Alleen specialisten en beheerders voegen synoniemen toe")
    assert "BTR = betalingsregeling" in refused.text_content
    town.fatima.types("/kb synoniem er = eigen risico", channel="algemeen")
    refused = town.fatima.sees("“er” is een gewoon woord")
    assert "er = eigen risico" in refused.text_content
    with town.kb.store.reading() as data:
        assert data.synonyms() == ()


def test_in_english_for_an_english_colleague_who_only_looks(town: Town) -> None:
    town.fatima.types("/kb synoniem BTR = betalingsregeling", channel="algemeen")
    town.emma.types("/kb synonym btr", channel="algemeen")
    found = town.emma.sees("*BTR* = betalingsregeling")
    assert "Specialists and admins add them" in found.text_content
    assert not found.has("Remove")
    town.emma.types("/kb synonym paspoort", channel="algemeen")
    town.emma.sees("No synonyms with paspoort")


def test_from_app_home_they_are_listed_and_removed(town: Town) -> None:
    town.fatima.types("/kb synoniem BTR = betalingsregeling", channel="invordering")
    town.sanne.opens_home()
    town.sanne.sees("Mijn voorkeuren")
    assert not town.sanne.home.has("Synoniemen")
    town.fatima.opens_home()
    town.fatima.sees("Mijn voorkeuren")
    town.fatima.presses("Synoniemen")
    town.fatima.sees("*BTR* = betalingsregeling")
    town.fatima.presses("Verwijderen")
    town.fatima.sees("BTR en betalingsregeling zijn niet meer hetzelfde")
    with town.kb.store.reading() as data:
        assert data.synonyms() == ()


def test_those_of_the_file_count_while_the_bot_runs_and_are_not_removed_in_slack(town: Town) -> None:
    knows_some(town)
    assert asks(town) == NOTHING
    with town.kb.store.writing() as unit:  # what `kb configure` does, in a process of its own
        file = organisation().but(synonyms=(Synonym(term="BTR", means="betalingsregeling"),))
        configuring.apply(unit, file, town.clock.now())
    assert asks(town) == ENTRY
    town.fatima.types("/kb synoniem", channel="invordering")
    found = town.fatima.sees("Uit het bestand van kb configure")
    assert "*BTR* = betalingsregeling" in found.text_content
    assert not found.has("Verwijderen")
