"""The bot learns from use: little from one colleague, more from two, and specialists can look into it."""

from __future__ import annotations

from bot.sandbox import Person as Actor
from tests.acceptance.conftest import Town
from tests.acceptance.test_asking import arrangement, others

ASKED = "kan klant in termijnen betalen na een aanmaning?"


def helped(town: Town, person: Actor, text: str = ASKED) -> None:
    person.types(f"/kb {text}", channel="algemeen")
    person.presses("Dit hielp", on=person.sees("Dit hielp"))
    person.sees("Deze vraagvariant herken ik de volgende keer")


def weights(town: Town, number: int) -> list[float]:
    with town.kb.store.reading() as data:
        return [p.weight for p in data.phrasings(number) if p.source == "learned"]


def test_a_way_of_asking_counts_in_full_once_a_second_colleague_confirms_it(town: Town) -> None:
    number = arrangement(town)
    others(town)
    helped(town, town.sanne)
    assert weights(town, number) == [0.3]
    helped(town, town.sanne)
    assert weights(town, number) == [0.3], "the same colleague again is no second one"
    helped(town, town.joris)
    assert weights(town, number) == [1.0]
    town.joris.presses("Ongedaan maken")
    town.joris.sees("Dit hielp")
    assert weights(town, number) == [0.3]


def test_not_what_i_meant_weakens_the_pair_and_not_the_entry(town: Town) -> None:
    number = arrangement(town)
    others(town)
    town.sanne.types(f"/kb {ASKED}", channel="algemeen")
    town.sanne.presses("Niet wat ik zocht", on=town.sanne.sees("Niet wat ik zocht"))
    town.sanne.sees("dan was dit niet het goede antwoord")
    with town.kb.store.reading() as data:
        assert [(p.text, p.weight) for p in data.rejections(number)] == [(ASKED, -0.3)]
        entry = data.entry(number)
        assert entry is not None and entry.offered
    town.sanne.presses("Ongedaan maken")
    town.sanne.sees("Dit hielp")
    with town.kb.store.reading() as data:
        assert data.rejections(number) == ()


def test_why_this_says_in_one_line_what_was_matched_how_often_confirmed_and_how_sure(town: Town) -> None:
    arrangement(town)
    others(town)
    town.emma.types("/kb payment arrangement after a reminder", channel="algemeen")
    town.emma.chooses("⋯", "Why this answer?", on=town.emma.sees("This helped"))
    line = town.emma.sees("Your question looks like")
    assert "(not confirmed yet)" in line.text_content and "out of 100" in line.text_content
    for person in (town.sanne, town.joris, town.priya):
        helped(town, person)
    town.bram.types(f"/kb {ASKED}", channel="algemeen")
    town.bram.chooses("⋯", "Waarom dit antwoord?", on=town.bram.sees("Dit hielp"))
    line = town.bram.sees("Je vraag lijkt op")
    assert line.ephemeral
    assert f'"{ASKED}" (door 3 collega\'s bevestigd)' in line.text_content
    assert "heel zeker" in line.text_content and "van de 100" in line.text_content


def test_a_specialist_sees_what_was_learned_and_removes_it(town: Town) -> None:
    number = arrangement(town)
    others(town)
    helped(town, town.sanne)
    town.fatima.types(f"/kb #{number}", channel="algemeen")
    opened = town.fatima.sees("Dit mag je zelf beslissen")
    town.fatima.chooses("⋯", "Vraagvarianten", on=opened)
    shown = town.fatima.sees("Hieraan herken ik vragen")
    assert ASKED in shown.text_content
    assert "geleerd van collega's · een of twee keer bevestigd" in shown.text_content
    assert "Sanne" not in shown.text_content and "U0SANNE" not in str(shown.blocks)
    town.fatima.presses(f"way.remove.{learned_id(town, number)}", on=shown)
    town.fatima.sees("De vraagvariant is weggehaald")
    assert weights(town, number) == []
    town.sanne.types(f"/kb #{number}", channel="algemeen")
    mine = town.sanne.sees("Dit mag je zelf beslissen", since="start")
    assert "Vraagvarianten" not in str(mine.blocks)


def learned_id(town: Town, number: int) -> int:
    with town.kb.store.reading() as data:
        (found,) = [p.id for p in data.phrasings(number) if p.source == "learned"]
    return found
