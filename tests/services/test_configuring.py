"""The organisation is compared, stored and audited; the second time nothing changes."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from bot.domain.setup import Problem, parse_department, parse_setup
from bot.model import Department, Masking, Organisation, TopTask
from bot.services import configuring
from bot.services.configuring import Change
from storage import SqlStore

NOW = datetime(2026, 5, 4, 7, tzinfo=UTC)

TAXES = Department(key="taxes", name="Taxes", channel="C1", members=("U1", "S1"), lead="U1")
PERMITS = Department(key="permits", name="Permits")
TOWN = Organisation(
    departments=(TAXES, PERMITS),
    top_tasks=(TopTask(key="moving", name="Moving", owner="U1", departments=("permits",)),),
    admins=("U9",),
    digest_channel="C9",
    mask=Masking(keep=("14 010",)),
)


def apply(store: SqlStore, wanted: Organisation) -> tuple[Change, ...]:
    with store.writing() as unit:
        return configuring.apply(unit, wanted, NOW)


def stored(store: SqlStore) -> Organisation:
    with store.reading() as data:
        return data.organisation()


def test_what_is_new_is_added_and_the_second_time_nothing_changes(store: SqlStore) -> None:
    first = apply(store, TOWN)
    assert [(one.subject, one.what) for one in first] == [
        ("department:taxes", "added"),
        ("department:permits", "added"),
        ("top_task:moving", "added"),
        ("organisation", "admins"),
        ("organisation", "digest_channel"),
        ("organisation", "mask.keep"),
    ]
    assert stored(store) == TOWN
    assert apply(store, TOWN) == ()


def test_every_field_that_changes_is_named_with_what_it_was(store: SqlStore) -> None:
    apply(store, TOWN)
    later = TAXES.but(channel="C2", lead=None, signal_times=(time(9),), members=("U1",))
    changes = apply(store, TOWN.but(departments=(later, PERMITS)))
    assert {one.what: (one.old, one.new) for one in changes} == {
        "channel": ("C1", "C2"),
        "lead": ("U1", ""),
        "signal_times": ("09:00, 14:00", "09:00"),
        "members": ("U1, S1", "U1"),
    }
    assert stored(store).department("taxes") == later


def test_what_is_absent_is_archived_and_comes_back_when_it_is_named_again(store: SqlStore) -> None:
    apply(store, TOWN)
    without = Organisation(departments=(TAXES,), admins=("U9",), digest_channel="C9", mask=TOWN.mask)
    changes = apply(store, without)
    assert [(one.subject, one.what) for one in changes] == [
        ("department:permits", "archived"),
        ("top_task:moving", "archived"),
    ]
    assert [one.key for one in stored(store).departments] == ["taxes", "permits"], "archived, not deleted"
    assert apply(store, without) == ()
    assert ("department:permits", "restored") in [(one.subject, one.what) for one in apply(store, TOWN)]
    assert stored(store) == TOWN


def test_another_order_is_a_change(store: SqlStore) -> None:
    apply(store, TOWN)
    turned = TOWN.but(departments=(PERMITS, TAXES))
    (change,) = apply(store, turned)
    assert change.detail == "order of departments: taxes, permits -> permits, taxes"
    assert apply(store, turned) == ()


def test_every_change_is_in_the_audit(store: SqlStore) -> None:
    apply(store, TOWN)
    apply(store, TOWN.but(digest_channel="C8"))
    with store.reading() as data:
        assert [row.what for row in data.audit("department:taxes")] == ["added"]
        assert data.audit("organisation")[-1].detail == "digest_channel: C9 -> C8"


def problems(raw: object) -> list[tuple[tuple[str | int, ...], str]]:
    _, found = parse_setup(raw)
    return [(one.path, one.key) for one in found]


def test_every_problem_is_found_at_once_and_where_it_stands() -> None:
    raw = {
        "departments": [
            {"key": "Taxes", "nme": "Taxes", "channel": "#taxes", "members": ["U1", "sanne"], "language": "de"},
            {"key": "permits", "name": "Permits", "signal_times": ["24:00"], "digest_time": "840"},
            {"key": "permits", "name": "Permits"},
        ],
        "top_tasks": [{"key": "moving", "name": "Moving", "departments": ["permit"]}],
        "mask": {"case_number": "(a+)+", "keep": [""]},
        "admin": ["U1"],
    }
    assert sorted(problems(raw), key=str) == sorted(
        [
            (("departments", 0, "key"), "setup-key"),
            (("departments", 0, "name"), "setup-missing"),
            (("departments", 0, "nme"), "setup-unknown"),
            (("departments", 0, "channel"), "setup-channel"),
            (("departments", 0, "members", 1), "setup-member"),
            (("departments", 0, "language"), "setup-choice"),
            (("departments", 1, "signal_times", 0), "setup-time"),
            (("departments", 1, "digest_time"), "setup-time"),
            (("departments", 2, "key"), "setup-double"),
            (("top_tasks", 0, "departments", 0), "setup-no-department"),
            (("mask", "case_number"), "setup-case-number-runaway"),
            (("mask", "keep", 0), "setup-empty"),
            (("admin",), "setup-unknown"),
        ],
        key=str,
    )


def test_a_misspelt_key_gets_the_one_that_was_probably_meant() -> None:
    _, found = parse_department({"key": "a", "name": "A", "chanel": "C1"})
    assert found == (
        Problem(
            ("chanel",),
            "setup-unknown",
            {
                "name": "chanel",
                "known": "key, name, channel, members, lead, language, signal_times, digest_time, digest_day, "
                "working_days, opens, closes, country, closed, signals_a_day",
                "meant": "channel",
            },
        ),
    )


@pytest.mark.parametrize("pattern", ["(a+)+", "(a|aa)*b", r"\w+\w+-", "(ab){2,}", ".{5000}", "x" * 201, "[", "a*"])
def test_a_case_number_that_is_no_expression_or_could_take_for_ever_is_refused(pattern: str) -> None:
    assert [path for path, _ in problems({"mask": {"case_number": pattern}})] == [("mask", "case_number")]


@pytest.mark.parametrize("pattern", [r"Z[0-9]{6,8}", r"\bZAAK-\d{4}-\d{6}\b", r"(?:Z|ZK)-?\d+", r"[A-Z+*]{2}\d{7}"])
def test_ordinary_case_numbers_are_taken(pattern: str) -> None:
    assert problems({"mask": {"case_number": pattern}}) == []


def test_the_same_times_and_members_twice_are_once() -> None:
    department, _ = parse_department(
        {"key": "a", "name": "A", "members": ["U1", "U1"], "signal_times": ["14:00", "9:00", "09:00"]}
    )
    assert department is not None
    assert (department.members, department.signal_times) == (("U1",), (time(9), time(14)))


def test_synonyms_are_a_mapping_of_terms_to_what_they_mean() -> None:
    organisation, found = parse_setup({"synonyms": {"BTR": " betalingsregeling ", "ER": "eigen risico"}})
    assert organisation is not None and found == ()
    assert [(one.term, one.means) for one in organisation.synonyms] == [
        ("BTR", "betalingsregeling"),
        ("ER", "eigen risico"),
    ]


def test_synonyms_that_would_spoil_questions_are_found_where_they_stand() -> None:
    raw = {"de": "het", "BTR": "betalingsregeling", "btr": "bouwtoezicht", "x": "kruis", "WMO": None, "WOZ": ""}
    assert problems({"synonyms": raw}) == [
        (("synonyms", "WMO"), "setup-text"),
        (("synonyms", "WOZ"), "setup-empty"),
        (("synonyms", "de"), "error-synonym-ordinary"),
        (("synonyms", "btr"), "setup-double"),
        (("synonyms", "x"), "error-synonym-short"),
    ]
    assert problems({"synonyms": ["BTR = betalingsregeling"]}) == [(("synonyms",), "setup-mapping")]


RHYTHM = {
    "key": "permits",
    "name": "Permits",
    "working_days": ["ma", "Tuesday", "wo", "ma"],
    "opens": "7:30",
    "closes": "21:00",
    "country": "be",
    "closed": ["2026-12-31", "2026-12-24"],
    "digest_day": "friday",
    "signals_a_day": "3",
}


def test_a_department_has_its_own_days_and_hours() -> None:
    permits, found = parse_department(RHYTHM)
    assert found == ()
    assert permits == Department(
        key="permits", name="Permits", working_days=(0, 1, 2), opens=time(7, 30), closes=time(21), country="BE",
        closed=(date(2026, 12, 24), date(2026, 12, 31)), digest_day=4, signals_a_day=3,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "path", "key", "meant"),
    [
        ({"working_days": ["mon", "tuesdya"]}, ("working_days", 1), "setup-day", "tue"),
        ({"working_days": []}, ("working_days",), "setup-no-day", None),
        ({"digest_day": "5"}, ("digest_day",), "setup-day", "none"),
        ({"opens": "18:00", "closes": "09:00"}, ("closes",), "setup-closes", None),
        ({"opens": "eight"}, ("opens",), "setup-time", None),
        ({"country": "XX"}, ("country",), "setup-country", "none"),
        ({"country": "Nederland"}, ("country",), "setup-country", "none"),
        ({"closed": ["24-12-2026"]}, ("closed", 0), "setup-date", None),
        ({"signals_a_day": "21"}, ("signals_a_day",), "setup-count", None),
        ({"signals_a_day": "two"}, ("signals_a_day",), "setup-count", None),
    ],
)
def test_a_wrong_rhythm_is_said_where_it_stands(
    wrong: dict[str, object], path: tuple[str | int, ...], key: str, meant: str | None
) -> None:
    nothing, found = parse_department({**RHYTHM, **wrong})
    assert nothing is None
    assert [(one.path, one.key, one.values.get("meant")) for one in found] == [(path, key, meant)]


def test_opening_after_the_usual_closing_time_needs_another_closing_time() -> None:
    _, found = parse_department({"key": "a", "name": "A", "opens": "19:00"})
    assert [(one.path, one.key) for one in found] == [(("closes",), "setup-closes")]


def test_the_effort_of_a_customer_contact_is_in_minutes_by_channel() -> None:
    organisation, found = parse_setup({"effort": {"phone": "8", "mail": "12,5"}})
    assert found == () and organisation and organisation.effort == {"phone": 8.0, "mail": 12.5}
    _, found = parse_setup({"effort": {"fone": "8"}})
    assert [(one.path, one.key, one.values["meant"]) for one in found] == [
        (("effort", "fone"), "setup-contact", "phone")
    ]
    for minutes in ("0", "-1", "481", "nan", "long", None):
        _, found = parse_setup({"effort": {"phone": minutes}})
        assert [(one.path, one.key) for one in found] == [(("effort", "phone"), "setup-minutes")]


def test_a_change_of_rhythm_and_effort_is_recorded_in_words(store: SqlStore) -> None:
    apply(store, TOWN)
    later = TAXES.but(working_days=(0, 1), closed=(date(2026, 12, 24),), digest_day=4, signals_a_day=1)
    changes = apply(store, TOWN.but(departments=(later, PERMITS), effort={"phone": 7.5}))
    assert {one.what: (one.old, one.new) for one in changes} == {
        "working_days": ("mon, tue, wed, thu, fri", "mon, tue"),
        "closed": ("", "2026-12-24"),
        "digest_day": ("mon", "fri"),
        "signals_a_day": ("2", "1"),
        "effort": ("", "phone 7.5"),
    }
    assert stored(store).department("taxes") == later


def test_a_top_task_names_the_channel_of_its_agenda() -> None:
    organisation, found = parse_setup({"top_tasks": [{"key": "moving", "name": "Moving", "channel": "C1"}]})
    assert found == () and organisation and organisation.top_tasks[0].channel == "C1"
    _, found = parse_setup({"top_tasks": [{"key": "moving", "name": "Moving", "channel": "moving"}]})
    assert [(one.path, one.key) for one in found] == [(("top_tasks", 0, "channel"), "setup-channel")]
