"""Bad input gets a clear message that says what to do, the text given back, and nothing lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from tests.acceptance.conftest import Town
from tests.acceptance.test_asking import arrangement, others
from tests.acceptance.test_sharing import everything_stored


@pytest.mark.parametrize("typed", ["😀😀😀", ":smile: :tada:", "...", "<@U0FATIMA>"])
def test_what_has_no_words_is_refused_kindly(town: Town, typed: str) -> None:
    town.sanne.types(f"/kb {typed}")
    town.sanne.sees("Daar staan geen woorden in")


def test_exactly_3000_characters_are_a_question(town: Town) -> None:
    arrangement(town)
    text = ("klant vraagt of de betaling gespreid kan worden " * 100)[:3000]
    town.sanne.types(f"/kb {text}")
    town.sanne.sees("Vraag Invordering")


@pytest.mark.parametrize("command", ["", "tip ", "mistake "])
def test_10_000_characters_are_given_back_whole(town: Town, command: str) -> None:
    text = " ".join(f"woord{i}" for i in range(1200))[:9_999] + "."
    town.sanne.types(f"/kb {command}{text}")
    refusal = town.sanne.sees("Te lang: ")
    given_back = refusal.text_content
    assert "10000 tekens" in given_back
    assert "woord0 " in given_back and text[-8:] in given_back


def test_an_email_with_bsn_and_iban_is_masked_before_anything_is_stored(town: Town) -> None:
    others(town)
    secret = ("jan.de.vries@example.nl", "111222333", "NL91ABNA0417164300", "06-12345678", "1234 AB 56")
    town.sanne.types(
        "/kb mail van jan.de.vries@example.nl: mijn BSN is 111222333, IBAN NL91 ABNA 0417 1643 00, "
        "bel 06-12345678, ik woon op 1234 AB 56, wanneer komt mijn grofvuil"
    )
    town.sanne.sees("grofvuil")
    stored = everything_stored(town).replace(" ", "")
    for part in secret:
        assert part.replace(" ", "") not in stored
    town.sanne.types("/kb tip Meneer De Vries (BSN 111222333) belt altijd vanaf 06-12345678")
    town.sanne.sees("Opgeslagen als tip")
    stored = everything_stored(town).replace(" ", "")
    assert "111222333" not in stored and "06-12345678" not in stored


def test_an_empty_base_answers_honestly(town: Town) -> None:
    town.sanne.types("/kb paspoort kwijt")
    town.sanne.sees("Hierover staat nog niets in de kennisbank")
    town.sanne.types("/kb #41")
    town.sanne.sees("Kennisitem #41 is er niet")


def test_markup_and_mentions_stay_text(town: Town) -> None:
    town.sanne.types('/kb tip <!channel> *vet* & <https://example.com|klik> klant zegt "5 < 6"')
    saved = town.sanne.sees("Opgeslagen als tip")
    assert "<!channel>" not in str(saved.blocks).replace("&lt;!channel&gt;", "")


def test_a_department_that_vanished_does_not_break_its_entries(town: Town) -> None:
    number = arrangement(town)
    with town.kb.store.writing() as unit:
        organisation = unit.organisation()
        unit.save_organisation(organisation.but(departments=organisation.departments[1:]))
    town.sanne.types(f"/kb #{number}")
    town.sanne.sees("Betalingsregeling na een aanmaning")
    town.ingrid.types(f"/kb #{number}")
    town.ingrid.sees("Betalingsregeling na een aanmaning")


def test_pressing_twice_at_once_counts_once(town: Town) -> None:
    number = arrangement(town)
    others(town)
    town.sanne.types("/kb betalingsregeling na aanmaning", channel="algemeen")
    answer = town.sanne.sees("Betalingsregeling na een aanmaning")
    with ThreadPoolExecutor(4) as pool:
        for _ in range(4):
            pool.submit(town.sanne.presses, "Dit hielp", on=answer)
    town.sanne.sees("Deze vraagvariant", since="start")
    with town.kb.store.reading() as data:
        assert data.entry(number).helped == 1
        assert len([p for p in data.phrasings(number) if p.source == "learned"]) == 1


def test_a_button_on_a_message_of_last_month_still_works(town: Town) -> None:
    number = arrangement(town)
    others(town)
    town.sanne.types("/kb betalingsregeling na aanmaning", channel="algemeen")
    answer = town.sanne.sees("Betalingsregeling na een aanmaning")
    town.clock.advance(timedelta(days=30))
    town.sanne.presses("Dit hielp", on=answer)
    town.sanne.sees("Deze vraagvariant")
    town.clock.advance(timedelta(days=100))
    with town.kb.store.writing() as unit:
        now = town.clock.now()
        unit.forget(askers_before=now, pseudonyms_before=now, delivery_before=now, ended_before=now.date())
    town.sanne.presses("Ongedaan maken")
    town.sanne.sees("Alleen wie de vraag stelde")
    with town.kb.store.reading() as data:
        assert data.entry(number).helped == 1


def test_when_the_database_does_not_answer_the_text_comes_back_and_can_be_sent_again(town: Town) -> None:
    others(town)
    with town.kb.store.writing():  # somebody holds the database
        town.sanne.types("/kb tip Bel bij spoed de balie")
        refusal = town.sanne.sees("de database antwoordt niet", timeout=10)
        assert "Bel bij spoed de balie" in refusal.text_content
    town.sanne.presses("Probeer opnieuw", on=refusal)
    town.sanne.sees("Opgeslagen als tip")
    with town.kb.store.reading() as data:
        assert [e.title for e in data.entries(newest_first=True, limit=1)] == ["Bel bij spoed de balie"]
