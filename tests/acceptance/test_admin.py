"""`/kb admin`: admins set up the organisation in Slack, by the same rules as the configuration file."""

from __future__ import annotations

from datetime import date, time

from bot.model import Department, Masking, Organisation
from tests.acceptance.conftest import Town


def organisation(town: Town) -> Organisation:
    with town.kb.store.reading() as data:
        return data.organisation()


def department(town: Town, key: str) -> Department:
    return next(one for one in organisation(town).departments if one.key == key)


def test_only_admins_get_the_settings(town: Town) -> None:
    town.sanne.types("/kb admin")
    town.sanne.sees("Instellingen zijn voor de beheerders")
    assert town.sanne.modal is None


def test_without_any_admin_it_says_how_to_name_one(town: Town) -> None:
    with town.kb.store.writing() as unit:
        unit.save_organisation(unit.organisation().but(admins=()))
    town.sanne.types("/kb beheer")
    town.sanne.sees("admins: [U0SANNE]")


def test_an_admin_changes_a_department(town: Town) -> None:
    town.ingrid.types("/kb admin")
    town.ingrid.sees("Vakafdelingen")
    town.ingrid.chooses("admin.department", "Invordering")
    town.ingrid.sees("Kanaal voor vragen en signalen")
    town.ingrid.fills(
        {
            "Naam": "Invordering en beslag",
            "channel": "overzicht",
            "Specialisten": ["fatima", "joris"],
            "groups": "S0TEAM, S0NOGEEN",
            "Leidinggevende": "joris",
            "Taal in het kanaal": "Engels",
            "Tijden van signalen": "9:30, 13:00",
            "Tijd van het weekoverzicht": "8:15",
            "Dag van het weekoverzicht": "vrijdag",
            "Werkdagen": ["maandag", "dinsdag"],
            "Werktijd vanaf": "7:30",
            "Land van de feestdagen": "be",
            "Dagen waarop de afdeling dicht is": "2026-12-24, 2026-12-31",
            "Signalen per dag met een eigen bericht": "1",
        }
    )
    assert town.ingrid.submits() == {}
    town.ingrid.sees("Opgeslagen: 13 wijzigingen")

    changed = department(town, "invordering")
    assert changed == Department(
        key="invordering",
        name="Invordering en beslag",
        channel="C0OVERZICHT",
        members=("U0FATIMA", "U0JORIS", "S0TEAM", "S0NOGEEN"),
        lead="U0JORIS",
        language="en",
        signal_times=(time(9, 30), time(13)),
        digest_time=time(8, 15),
        digest_day=4,
        working_days=(0, 1),
        opens=time(7, 30),
        country="BE",
        closed=(date(2026, 12, 24), date(2026, 12, 31)),
        signals_a_day=1,
    )
    with town.kb.store.reading() as data:
        audit = data.audit("department:invordering")
    assert {row.by for row in audit} == {"U0INGRID"}
    assert "digest_time: 09:00 -> 08:15" in [row.detail for row in audit]


def test_what_breaks_the_rules_is_said_at_its_field_and_nothing_is_stored(town: Town) -> None:
    before = organisation(town)
    town.ingrid.types("/kb admin")
    town.ingrid.sees("Vakafdelingen")
    town.ingrid.chooses("admin.department", "Invordering")
    town.ingrid.sees("Tijden van signalen")
    town.ingrid.fills(
        {"groups": "@team", "Tijden van signalen": "25:00", "digest_time": "half", "country": "QQ", "closed": "kerst"}
    )
    problems = town.ingrid.submits()
    assert len(problems) == 5
    assert all("Hier hoort" in text or "Hier horen" in text for text in problems.values())
    assert organisation(town) == before


def test_a_department_is_added_archived_and_restored(town: Town) -> None:
    town.ingrid.types("/kb admin")
    town.ingrid.sees("Vakafdelingen")
    town.ingrid.presses("admin.new_department")
    town.ingrid.sees("Nieuwe vakafdeling")
    town.ingrid.fills({"Sleutel": "vergunningen", "Naam": "Belastingen"})
    assert "bestaat al" in " ".join(town.ingrid.submits().values())
    town.ingrid.fills({"Sleutel": "belastingen"})
    assert town.ingrid.submits() == {}
    town.ingrid.sees("Opgeslagen: één wijziging")
    assert department(town, "belastingen").signal_times == (time(9), time(14))

    town.ingrid.chooses("admin.department", "Belastingen")
    town.ingrid.sees("Specialisten")
    town.ingrid.presses("admin.archive_department")
    town.ingrid.sees("Belastingen (gearchiveerd)")
    assert department(town, "belastingen").archived

    town.ingrid.chooses("admin.department", "Belastingen (gearchiveerd)")
    town.ingrid.sees("Opslaan neemt het weer in gebruik")
    assert town.ingrid.submits() == {}
    assert not department(town, "belastingen").archived


def test_a_top_task_is_added_and_forgets_a_department_that_is_archived(town: Town) -> None:
    town.ingrid.types("/kb admin")
    town.ingrid.sees("Vakafdelingen")
    town.ingrid.presses("admin.new_top_task")
    town.ingrid.sees("Nieuwe toptaak")
    town.ingrid.fills(
        {
            "Sleutel": "verhuizen",
            "Naam": "Verhuizen",
            "Eigenaar": "hans",
            "Vakafdelingen": ["Vergunningen"],
            "Kanaal voor de agenda van het toptaakoverleg": "overzicht",
        }
    )
    assert town.ingrid.submits() == {}
    town.ingrid.sees("Opgeslagen")
    added = organisation(town).top_tasks[-1]
    assert (added.key, added.owner, added.departments) == ("verhuizen", "U0HANS", ("vergunningen",))
    assert added.channel == "C0OVERZICHT"

    town.ingrid.chooses("admin.department", "Vergunningen")
    town.ingrid.sees("Specialisten")
    town.ingrid.presses("admin.archive_department")
    town.ingrid.sees("gearchiveerd")
    assert organisation(town).top_tasks[-1].departments == ()


def test_own_numbers_are_kept_as_typed_though_they_look_like_a_customers(town: Town) -> None:
    town.ingrid.types("/kb admin")
    town.ingrid.sees("Vakafdelingen")
    town.ingrid.presses("admin.general")
    town.ingrid.sees("Algemene instellingen")
    town.ingrid.fills(
        {
            "Beheerders": ["ingrid", "hans"],
            "Kanalen voor aankondigingen": ["algemeen", "overzicht"],
            "effort": "phone 8\nmail: 12,5",
            "keep": "14 010\n088 123 45 67\nvoorbeeld.nl",
            "case_number": "Z[0-9]{6,8}",
        }
    )
    assert town.ingrid.submits() == {}
    town.ingrid.sees("Opgeslagen")
    now = organisation(town)
    assert now.mask == Masking(keep=("14 010", "088 123 45 67", "voorbeeld.nl"), case_number="Z[0-9]{6,8}")
    assert now.effort == {"phone": 8.0, "mail": 12.5}
    assert now.admins == ("U0INGRID", "U0HANS")
    assert now.announcement_channels == ("C0ALGEMEEN", "C0OVERZICHT")
    assert now.digest_channel == "C0OVERZICHT"


def test_an_expression_that_could_take_for_ever_is_refused(town: Town) -> None:
    town.ingrid.types("/kb admin")
    town.ingrid.sees("Vakafdelingen")
    town.ingrid.presses("admin.general")
    town.ingrid.sees("Algemene instellingen")
    town.ingrid.fills({"case_number": "(a+)+b", "effort": "fone 8"})
    problems = " ".join(town.ingrid.submits().values())
    assert "heel lang" in problems and "bedoel je phone" in problems
    assert organisation(town).mask.case_number is None


def test_in_english(town: Town) -> None:
    with town.kb.store.writing() as unit:
        unit.save_organisation(unit.organisation().but(admins=("U0EMMA",)))
    town.emma.types("/kb admin")
    town.emma.sees("Departments")
    town.emma.presses("admin.general")
    town.emma.sees("General settings")
    assert town.emma.submits() == {}
    town.emma.sees("Nothing changed")
