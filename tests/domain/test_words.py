"""What matching compares of a text, and how typos are corrected."""

from __future__ import annotations

import pytest

from bot.domain.spelling import Speller
from bot.domain.words import content_words, fold, is_only_greeting, numbers, without_greeting, without_opening


def test_folding_leaves_words_in_lower_case_without_accents_or_signs() -> None:
    assert fold("Café's – ÉÉN aanmaning (2026)?") == "cafe s een aanmaning 2026"
    assert fold("😀 …") == ""


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Hoi, mijn paspoort is weg", "mijn paspoort is weg"),
        ("Goedemorgen collega's! Paspoort weg", "paspoort weg"),
        ("good morning all, lost passport", "lost passport"),
        ("Iedereen vraagt naar de aanmaning", "iedereen vraagt naar de aanmaning"),
        ("Vraagje: paspoort weg", "paspoort weg"),
        ("hoi, even snel: paspoort weg", "paspoort weg"),
        ("Weet iemand dit? paspoort weg", "paspoort weg"),
        ("hi, does anyone know? lost passport", "lost passport"),
        ("vraag over mijn paspoort", "vraag over mijn paspoort"),
        ("vraag:", "vraag:"),
        ("Hoi", "hoi"),
        ("", ""),
    ],
)
def test_a_greeting_is_taken_off_a_question_but_never_leaves_nothing(text: str, rest: str) -> None:
    assert without_greeting(text) == rest


def test_what_stays_is_as_it_was_typed() -> None:
    assert without_opening("Hoi, vraagje: klopt de  BRP?") == "klopt de BRP?"


def test_only_greetings_are_only_greetings() -> None:
    assert is_only_greeting("Goedemorgen allemaal!")
    assert not is_only_greeting("Goedemorgen, paspoort weg")
    assert not is_only_greeting("Iedereen")
    assert not is_only_greeting("😀")


def test_numbers_and_codes_carry_the_subject_and_small_words_do_not() -> None:
    assert content_words("wat is formulier b12") == {"formulier", "b12"}
    assert numbers("formulier b12 binnen 14 dagen") == {"b12", "14"}


@pytest.fixture
def speller() -> Speller:
    return Speller(["betalingsregeling na aanmaning", "paspoort kwijt", "formulier b1234", "heg"])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("pasport kwijt?", "paspoort kwijt?"),
        ("paspootr", "paspoort"),
        ("betalngsregelng", "betalingsregeling"),
        ("Aanmaing, klopt die?", "aanmaning, klopt die?"),
    ],
)
def test_a_typo_becomes_the_word_the_base_uses(speller: Speller, typed: str, meant: str) -> None:
    assert speller.corrected(typed) == meant


@pytest.mark.parametrize("text", ["formulier B1235", "hek", "passeren", "aanmaningen moeten", "transport", ""])
def test_other_words_short_words_and_codes_are_left_alone(speller: Speller, text: str) -> None:
    assert speller.corrected(text) in (text, text.replace("aanmaningen", "aanmaning"))
