"""Which titles say the same. With the real encoder: what it makes of Dutch and English is what is tested."""

from __future__ import annotations

import numpy as np
import pytest

from bot.domain.duplicates import SAME, SAME_AT, SAME_BARE, Close, Titles, Wording, design, looked_at, same
from bot.domain.words import fold
from bot.encoders import load_encoder
from bot.ports import Encoder

TITLES = (
    "Betalingsregeling na een aanmaning",
    "Regeling om te betalen na aanmaning",
    "Kapvergunning voor een boom in de tuin",
    "Paspoort kwijt of gestolen",
    "Paspoort gestolen of kwijt",
    "Formulier B12 bij kwijtschelding",
    "Formulier B13 bij kwijtschelding",
    "Grofvuil laten ophalen",
    "How to cancel an appointment at the desk",
)


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    loaded = load_encoder()
    assert loaded is not None
    return loaded


def titles(encoder: Encoder | None, texts: tuple[str, ...] = TITLES, bodies: tuple[str, ...] = ()) -> Titles:
    return Titles(texts, bodies or ("",) * len(texts), encoder.encode(texts) if encoder else None)


def alike(found: Titles, text: str, encoder: Encoder | None) -> list[int]:
    """Places of the titles that say the same as a new text."""
    wording = Wording.of(fold(text))
    closest = found.closest(wording, encoder.encode([text])[0] if encoder else None)
    likely = same(wording, [close for _, close in closest], len(found.wordings))
    return sorted(place for (place, _), p in zip(closest, likely, strict=True) if p >= SAME_AT)


@pytest.mark.parametrize("with_encoder", [True, False])
def test_two_ways_of_writing_one_entry_are_a_pair_and_nothing_else_is(encoder: Encoder, with_encoder: bool) -> None:
    pairs = titles(encoder if with_encoder else None).pairs()
    assert [(p.first, p.second) for p in pairs] in ([(3, 4), (0, 1)], [(3, 4)])
    assert all(SAME_AT <= p.probability <= 1.0 for p in pairs)


def test_another_number_or_code_is_another_entry_however_alike_the_words(encoder: Encoder) -> None:
    assert alike(titles(encoder), "Formulier B14 bij kwijtschelding", encoder) == []
    assert alike(titles(encoder), "formulier b12 bij kwijtschelding", encoder) == [5]


def test_the_same_words_always_say_the_same(encoder: Encoder) -> None:
    twice = titles(encoder, (*TITLES, "PASPOORT kwijt, of gestolen"))
    assert (3, 9, 1.0) in [(p.first, p.second, p.probability) for p in twice.pairs()]


def test_a_tip_that_stands_in_the_text_of_an_entry_is_in_it_already(encoder: Encoder) -> None:
    tip = "Bij een aanmaning jonger dan 14 dagen kan de regeling nog zonder extra kosten"
    body = "Tot 14 dagen na de aanmaning kan het in maximaal 3 termijnen, zonder extra kosten. Daarna niet meer."
    others = tuple(title for title in TITLES if "anmaning" not in title)
    base = (TITLES[0], *others)
    assert alike(titles(encoder, base, (body, *("",) * len(others))), tip, encoder) == [0]
    assert alike(titles(encoder, base), tip, encoder) == [], "the title alone does not say it"


def test_who_asks_for_something_else_means_something_else() -> None:
    asked = Wording.of(fold("Wat kost een parkeervergunning"))
    (other,) = looked_at(asked, [Close(Wording.of(fold("Hoe vraag ik een parkeervergunning aan")), None, 0.6)], 9)
    (alike,) = looked_at(asked, [Close(Wording.of(fold("Wat zijn de kosten van een parkeervergunning")), None, 0.6)], 9)
    assert (other.asks_else, other.asks_same) == (True, False)
    assert (alike.asks_else, alike.asks_same) == (False, True)


def test_closer_makes_it_likelier() -> None:
    text = Wording.of("paspoort kwijt")
    other = Wording.of("paspoort verloren")
    levels = [same(text, [Close(other, c, c)], 50)[0] for c in (0.0, 0.3, 0.6, 0.9)]
    assert levels == sorted(levels) and levels[0] < 0.1 < SAME_AT < levels[-1]


def test_one_that_lies_as_close_as_another_is_less_likely_than_one_that_stands_out() -> None:
    text, other = Wording.of("paspoort kwijt"), Close(Wording.of("paspoort verloren"), 0.6, 0.5)
    alone, *_ = same(text, [other, Close(Wording.of("grofvuil"), 0.0, 0.0)], 50)
    crowded, *_ = same(text, [other, Close(Wording.of("paspoort weg"), 0.6, 0.5)], 50)
    assert crowded < alone


def test_every_constant_belongs_to_a_number_of_the_design() -> None:
    (like,) = looked_at(Wording.of("a b"), [Close(Wording.of("b c"), 0.5, 0.5)], 3)
    assert len(SAME) == len(SAME_BARE) == len(design(like)) + 1


def test_an_empty_base_and_a_title_without_words_have_no_pairs(encoder: Encoder) -> None:
    assert Titles((), (), None).pairs() == ()
    assert Titles(("?", "!"), ("", ""), np.zeros((2, 3), dtype=np.float32)).pairs() == ()
    assert titles(encoder, (TITLES[0],)).pairs() == ()


def test_a_base_larger_than_one_step_is_looked_through_whole(encoder: Encoder) -> None:
    many = tuple(f"onderwerp {n} {chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(600))
    base = titles(None, (*many, "Paspoort kwijt of gestolen", "paspoort kwijt, of gestolen"))
    assert (600, 601) in [(p.first, p.second) for p in base.pairs()]
