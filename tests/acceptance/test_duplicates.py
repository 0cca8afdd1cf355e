"""Two colleagues wrote the same down: found within the week; merged by who owns it, or said to be two things."""

from __future__ import annotations

from bot.model import EntryState
from tests.acceptance.conftest import Town

ONE = "Betaling in termijnen kan ook telefonisch geregeld worden"
TWO = "Betalen in termijnen kan ook telefonisch worden geregeld"


def test_two_tips_that_say_the_same_become_one(town: Town) -> None:
    one, two = two_tips(town)
    line = next(line for line in town.passes(days=2, hours=1, minutes=1) if line.startswith("alike"))
    assert line.endswith("1 pairs, 1 new"), "on Wednesday"
    told = town.fatima.sees("1 paar kennisitems gevonden", channel="invordering", since="start")
    assert f"#{one}" in told.text_content and f"#{two}" in told.text_content
    town.fatima.opens_home()
    home = town.fatima.sees("Lijken op elkaar: 1 paar")
    assert ONE in home.text_content and TWO in home.text_content
    town.fatima.presses(f"Samenvoegen, #{one} blijft", on=home)
    merged = town.fatima.sees(f"Samengevoegd met #{one}")
    assert "Lijken op elkaar" not in merged.text_content
    town.joris.types(f"/kb #{two}")
    answer = town.joris.sees(ONE)
    assert f"#{one}" in answer.text_content, "the old number answers with the entry it went into"
    assert f"#{two} is samengevoegd met #{one}" in answer.text_content, "and says so"
    town.joris.types("/kb betalen in termijnen, kan dat ook telefonisch?")
    town.joris.sees(ONE)
    with town.kb.store.reading() as data:
        gone = data.entry(two)
        assert gone is not None and (gone.state, gone.merged_into) == (EntryState.MERGED, one)
        assert TWO in [p.text for p in data.phrasings(one)]


def test_what_is_not_the_same_is_never_listed_again_unless_that_is_taken_back(town: Town) -> None:
    two_tips(town)
    town.passes(days=2, hours=1, minutes=1)
    town.fatima.opens_home()
    home = town.fatima.sees("Lijken op elkaar")
    town.fatima.presses("Niet hetzelfde", on=home)
    apart = town.fatima.sees("zijn niet hetzelfde")
    assert apart.kind == "modal"
    town.fatima.closes()
    town.passes(days=7)
    town.fatima.does_not_see("gevonden", channel="invordering")
    town.fatima.opens_home()
    assert "Lijken op elkaar" not in town.fatima.sees("Wacht op ons").text_content
    town.fatima.types("/kb open")
    town.fatima.does_not_see("Lijken op elkaar")


def test_not_the_same_is_taken_back_at_once(town: Town) -> None:
    two_tips(town)
    town.passes(days=2, hours=1, minutes=1)
    town.fatima.opens_home()
    town.fatima.presses("Niet hetzelfde", on=town.fatima.sees("Lijken op elkaar"))
    town.fatima.presses("Ongedaan maken", on=town.fatima.sees("zijn niet hetzelfde"))
    town.fatima.sees("staan weer in de lijst")
    town.fatima.closes(everything=True)
    town.fatima.opens_home()
    town.fatima.sees("Lijken op elkaar: 1 paar")


def test_the_list_of_kb_open_has_them_too_and_goes_on_in_place(town: Town) -> None:
    _, two = two_tips(town)
    town.passes(days=2, hours=1, minutes=1)
    told = town.fatima.sees("1 paar kennisitems", channel="invordering", since="start")
    town.fatima.presses("Open de lijst", on=told)
    listed = town.fatima.sees("Lijken op elkaar")
    town.fatima.presses(f"Samenvoegen, #{two} blijft", on=listed)
    town.fatima.sees(f"Samengevoegd met #{two}")


def test_a_specialist_who_keeps_a_new_tip_apart_is_not_asked_again(town: Town) -> None:
    one, _ = two_tips(town)
    with town.kb.store.writing() as unit:
        unit.delete_entry(one + 1)
    town.fatima.types(f"/kb tip {TWO}", channel="invordering")
    saved = town.fatima.sees(f"Lijkt op #{one}")
    town.fatima.presses("Apart houden", on=saved)
    town.passes(days=2, hours=1, minutes=1)
    town.fatima.does_not_see("gevonden", channel="invordering")
    town.fatima.opens_home()
    assert "Lijken op elkaar" not in town.fatima.sees("Wacht op ons").text_content


def test_who_owns_neither_entry_hears_nothing_of_it(town: Town) -> None:
    two_tips(town)
    town.passes(days=2, hours=1, minutes=1)
    town.bram.opens_home()
    assert "Lijken op elkaar" not in town.bram.sees("Wacht op ons").text_content
    assert not [m for m in town.bram.messages("vergunningen") if m.from_bot]


def test_an_english_specialist_reads_it_in_english(town: Town) -> None:
    one, _ = two_tips(town)
    town.passes(days=2, hours=1, minutes=1)
    with town.kb.store.writing() as unit:
        organisation = unit.organisation()
        first, *rest = organisation.departments
        emma = first.but(members=(*first.members, "U0EMMA"))
        unit.save_organisation(organisation.but(departments=(emma, *rest)))
    town.emma.opens_home()
    home = town.emma.sees("Look alike: 1 pair of entries")
    assert f"Merge, #{one} stays" in home.buttons and "Not the same" in home.buttons


def two_tips(town: Town) -> tuple[int, int]:
    """Two near-identical tips of Invordering, among others."""
    for title in ("Kapvergunning aanvragen", "Paspoort kwijt of gestolen", "Kwijtschelding van de gemeentebelasting"):
        town.knows(title, department="vergunningen")
    return town.knows(ONE, "Bel 14 010.").number, town.knows(TWO).number
