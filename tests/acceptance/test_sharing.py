"""Scenes 2 and 3: a tip in a few keystrokes, and a mistake that nobody can be blamed for."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import text

from bot.model import EntryState, Kind
from tests.acceptance.conftest import Town
from tests.acceptance.test_asking import arrangement, others


def test_a_tip_is_saved_as_typed_and_answers_at_once(town: Town) -> None:
    others(town)
    town.sanne.types(
        "/kb tip Bij een aanmaning jonger dan 14 dagen kan de regeling nog zonder extra kosten", "algemeen"
    )
    town.sanne.sees("Opgeslagen als tip")
    town.joris.types("/kb aanmaning jonger dan 14 dagen regeling zonder extra kosten", channel="algemeen")
    town.joris.sees("nog niet gecontroleerd")


def test_a_tip_that_looks_like_another_may_be_merged(town: Town) -> None:
    number = arrangement(town)
    others(town)
    town.sanne.types("/kb tip betalingsregeling na aanmaning", channel="algemeen")
    town.sanne.sees(f"Lijkt op #{number}")
    town.sanne.presses("Samenvoegen")
    town.sanne.sees(f"Samengevoegd met #{number}")
    with town.kb.store.reading() as data:
        assert "betalingsregeling na aanmaning" in [p.text for p in data.phrasings(number)]
        assert data.entry(number + 7).state is EntryState.MERGED


def test_undo_gives_the_text_back(town: Town) -> None:
    town.sanne.types("/kb tip Zet de afspraak altijd in de agenda van de balie", channel="algemeen")
    town.sanne.sees("Opgeslagen als tip")
    town.sanne.presses("Ongedaan maken")
    town.sanne.sees("Zet de afspraak altijd in de agenda van de balie")
    with town.kb.store.reading() as data:
        assert data.entries() == ()


def test_edit_move_and_name_a_tip(town: Town) -> None:
    town.sanne.types("/kb tip Grofvuil kan ook op zaterdag", channel="algemeen")
    saved = town.sanne.sees("Opgeslagen als tip")
    town.sanne.presses("Bewerken")
    town.sanne.fills({"Titel of vraag": "Grofvuil op zaterdag", "wording": "Zaterdag kan het ook"})
    town.sanne.submits()
    town.sanne.sees("Zo zeg je het")
    town.sanne.chooses("Andere afdeling", "Vergunningen", on=saved)
    town.sanne.sees("· Vergunningen ·")
    town.sanne.presses("Met mijn naam")
    town.sanne.sees("Zonder mijn naam")
    with town.kb.store.reading() as data:
        (entry,) = data.entries()
    assert (entry.title, entry.department, entry.named) == ("Grofvuil op zaterdag", "vergunningen", True)
    assert entry.body == "Grofvuil kan ook op zaterdag"


@pytest.mark.parametrize("typed", ["mistake", "leermoment", "fout:"])
def test_a_mistake_is_nameless_from_the_first_byte(town: Town, typed: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    number = arrangement(town)
    others(town)
    town.joris.types(f"/kb {typed} Betalingsregeling na een aanmaning zonder formulier B12 ingevoerd")
    town.joris.sees("Zonder naam opgeslagen als leermoment")
    with town.kb.store.reading() as data:
        (mistake,) = data.entries(kinds=[Kind.MISTAKE])
    assert mistake.author is None
    assert mistake.created_at.isoformat() == "2026-05-04T00:00:00+00:00", "its date is rounded to the week"
    assert mistake.see == number, "linked to the tip that prevents it"
    assert "JORIS" not in everything_stored(town)
    ours = [r for r in caplog.records if r.name.startswith(("kb", "bot", "storage"))]
    assert ours and not any("U0JORIS" in r.getMessage() + str(r.__dict__) for r in ours)


def test_a_mistake_can_be_undone_and_completed_without_a_name(town: Town) -> None:
    town.joris.types("/kb mistake Ik stuurde formulier A7 in plaats van B12")
    town.joris.sees("Zonder naam opgeslagen")
    town.joris.presses("Wat doe je anders?")
    town.joris.fills({"next_time": "Eerst de lijst van formulieren openen"})
    town.joris.submits()
    town.joris.sees("Eerst de lijst van formulieren openen")
    with town.kb.store.reading() as data:
        (mistake,) = data.entries()
    assert mistake.next_time == "Eerst de lijst van formulieren openen"
    assert "JORIS" not in everything_stored(town)


def test_the_modal_shares_a_tip_with_mandate_and_wording(town: Town) -> None:
    town.emma.types("/kb", channel="algemeen")
    town.emma.fills(
        {
            "kind": "Tip: what works",
            "text": "Offer three instalments",
            "mandate": "up to € 500",
            "wording": "I can do that",
        }
    )
    town.emma.submits()
    town.emma.sees("Saved as tip")
    with town.kb.store.reading() as data:
        (entry,) = data.entries()
    assert (entry.mandate, entry.wording, entry.language) == ("up to € 500", "I can do that", "en")


def test_a_message_is_saved_with_a_link_back(town: Town) -> None:
    town.joris.types("Let op: de balie is vrijdag dicht", channel="invordering")
    message = town.joris.sees("de balie is vrijdag dicht")
    town.joris.uses_message_shortcut("Save to kb", on=message)
    town.joris.submits()
    town.joris.sees("Opgeslagen als tip")
    with town.kb.store.reading() as data:
        (entry,) = data.entries()
    assert entry.link and message.ts.replace(".", "") in entry.link


def everything_stored(town: Town, but: str = "") -> str:
    """Every row of every table (but one), as text: what a curious administrator could find."""
    found = []
    with town.kb.store.reading() as data:
        connection = data._connection  # type: ignore[attr-defined]
        tables = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'")).scalars().all()
        for table in tables:
            if table != but:
                rows = connection.execute(text(f'SELECT * FROM "{table}"')).all()
                found.append(json.dumps([list(map(str, row)) for row in rows]))
    return "\n".join(found)


@pytest.mark.parametrize("place", ["dm", "algemeen"])
def test_nothing_tells_who_made_a_mistake_however_it_came_in_and_whatever_is_done_with_it(
    town: Town, place: str
) -> None:
    arrangement(town)
    others(town)
    typed = "leermoment Ik stuurde formulier A7 in plaats van B12"
    town.fatima.types(typed if place == "dm" else f"/kb {typed}", channel=place)
    town.settle()
    town.fatima.sees("Zonder naam opgeslagen")
    town.fatima.presses("Bewerken")
    town.fatima.fills({"next_time": "Eerst de lijst openen"})
    town.fatima.submits()
    town.fatima.sees("Eerst de lijst openen")
    town.settle()
    stored = everything_stored(town, but="department")
    assert "FATIMA" not in stored


def test_sharing_a_mistake_in_a_channel_names_nobody(town: Town) -> None:
    town.joris.types("/kb mistake Ik stuurde formulier A7 in plaats van B12", channel="algemeen")
    saved = town.joris.sees("Zonder naam opgeslagen")
    town.joris.presses("Deel hier", on=saved)
    shared = town.sanne.sees("formulier A7", channel="algemeen", since="start")
    assert "Joris" not in shared.text_content


def test_what_the_author_changes_is_not_vouched_for_any_more(town: Town) -> None:
    town.sanne.types("/kb tip Grofvuil kan ook op zaterdag", channel="algemeen")
    town.sanne.sees("Opgeslagen als tip")
    with town.kb.store.writing() as unit:
        (entry,) = unit.entries()
        unit.save_entry(entry.but(department="vergunningen"))
    town.bram.types(f"/kb #{entry.number}")
    town.bram.sees("nog niet gecontroleerd")
    town.bram.presses("Gecontroleerd")
    town.bram.sees("gecontroleerd door Vergunningen")
    town.sanne.types(f"/kb #{entry.number}")
    opened = town.sanne.sees("gecontroleerd door Vergunningen")
    town.sanne.chooses("⋯", "Bewerken", on=opened)
    town.sanne.fills({"body": "Grofvuil kan ook op zaterdag en zondag"})
    town.sanne.submits()
    town.sanne.sees("nog niet gecontroleerd")


def test_a_tip_in_english_for_an_english_colleague(town: Town) -> None:
    town.emma.types("/kb tip Bulky waste can be collected on Saturdays too", channel="algemeen")
    town.emma.sees("Saved as tip")
    town.emma.types("/kb mistake I sent form A7 where B12 was needed", channel="algemeen")
    town.emma.sees("Saved without a name as mistake")
    town.emma.presses("Undo")
    town.emma.sees("is gone")
