"""Contact records as other systems export them: any delimiter, Dutch or English, and every bad row explained."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.model import Contact, Organisation
from bot.services.contact_sheets import ContactRow, ContactSheet, moment_of, parse_contacts
from tests.services.quarter import ZONE

NOW = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)


def parsed(text: str | bytes, now: datetime = NOW) -> ContactSheet:
    content = text.encode() if isinstance(text, str) else text
    return parse_contacts(content, Organisation(), ZONE, now)


def only(text: str) -> ContactRow:
    sheet = parsed(text)
    assert sheet.problems == ()
    (row,) = sheet.rows
    return row


def problems(text: str) -> list[str]:
    return [str(one) for one in parsed(text).problems]


def test_a_dutch_sheet_with_semicolons_reads_like_an_english_one_with_commas() -> None:
    dutch = only("Datum;Kanaal;Onderwerp;Aantal\n31-05-2026;Telefoon;Rijbewijs verlengen;12\n")
    english = only("date,channel,subject,count\n2026-05-31,phone,Rijbewijs verlengen,12\n")
    assert dutch == english
    assert (dutch.at, dutch.contact, dutch.text, dutch.count) == (
        datetime(2026, 5, 31, 10, 0, tzinfo=UTC),  # noon in Amsterdam
        Contact.PHONE,
        "Rijbewijs verlengen",
        12,
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_sheet_reads_the_same_in_every_usual_encoding(encoding: str) -> None:
    sheet = parsed("datum\tkanaal\ttekst\n1-5-2026\tbalie\tcafé één\n".encode(encoding))
    assert [row.text for row in sheet.rows] == ["café één"]


@pytest.mark.parametrize(
    ("cell", "at"),
    [
        ("2026-05-31", "2026-05-31T10:00+00:00"),
        ("2026-05-31T08:30", "2026-05-31T06:30+00:00"),
        ("2026-05-31T08:30:00Z", "2026-05-31T08:30+00:00"),
        ("31-05-2026", "2026-05-31T10:00+00:00"),
        ("1/2/2026 09:05", "2026-02-01T08:05+00:00"),
        ("31.05.2026 09:05:30", "2026-05-31T07:05:30+00:00"),
    ],
)
def test_days_are_understood_however_they_are_written(cell: str, at: str) -> None:
    assert moment_of(cell, ZONE) == datetime.fromisoformat(at)


@pytest.mark.parametrize("cell", ["", "gisteren", "31-13-2026", "2026-02-30", "05-2026", "0001-01-01T00:00"])
def test_what_is_no_day_is_none(cell: str) -> None:
    assert moment_of(cell, ZONE) is None


@pytest.mark.parametrize(
    ("cell", "contact"),
    [
        ("Telefoon", Contact.PHONE),
        ("Inkomend gesprek (tel)", Contact.PHONE),
        ("Balie", Contact.COUNTER),
        ("E-mail", Contact.MAIL),
        ("WhatsApp", Contact.CHAT),
        ("huisbezoek", Contact.VISIT),
        ("Brief", Contact.OTHER),
        ("", Contact.OTHER),
    ],
)
def test_channels_are_known_by_their_usual_names(cell: str, contact: Contact) -> None:
    assert only(f"datum,kanaal,tekst\n1-5-2026,{cell},x\n").contact is contact


def test_channels_that_are_none_of_ours_are_named_most_frequent_first() -> None:
    sheet = parsed("datum,kanaal,tekst\n" + "1-5-2026,Fax,x\n" + "1-5-2026,Brief,x\n" * 2)
    assert sheet.as_other == ("brief", "fax")


@pytest.mark.parametrize(("cell", "count"), [("", 1), ("7", 7), ("1.234", 1234), ("1 234", 1234), ("1000000", 10**6)])
def test_counts_are_whole_numbers_and_one_when_they_are_left_out(cell: str, count: int) -> None:
    assert only(f"datum,kanaal,tekst,aantal\n1-5-2026,tel,x,{cell}\n").count == count


def test_a_row_that_counts_nobody_is_no_record_and_no_problem() -> None:
    sheet = parsed("datum,kanaal,tekst,aantal\n1-5-2026,tel,x,0\n")
    assert (sheet.rows, sheet.problems) == ((), ())


def test_customer_data_is_masked_and_a_long_story_is_cut() -> None:
    row = only(f"datum,kanaal,onderwerp,tekst\n1-5-2026,tel,Paspoort,bel 06 12345678 terug {'x ' * 400}\n")
    assert row.text.startswith("Paspoort: bel [phone] terug")
    assert len(row.text) <= 300


def test_columns_that_are_not_needed_are_not_read_and_named() -> None:
    sheet = parsed("datum,kanaal,tekst,Medewerker\n1-5-2026,tel,x,Sanne\n")
    assert sheet.unused == ("medewerker",)
    assert "Sanne" not in repr(sheet.rows)


def test_every_row_that_is_wrong_says_its_line_and_what_is_expected() -> None:
    assert problems(
        "datum,kanaal,tekst,aantal\n\n"
        "gisteren,tel,x,1\n"
        "1-5-2026,tel,x,veel\n"
        "1-5-2026,tel,x,-1\n"
        "1-5-2026,tel,x,1000001\n"
        "2-6-2026,tel,x,1\n"
        "1-5-2026,tel,een, komma,1\n"
        "1-5-2026,tel,goed,1\n"
    ) == [
        "line 3, date: expected a day, such as 2026-05-31 or 31-05-2026",
        "line 4, count: expected a whole number, at most 1000000",
        "line 5, count: expected a whole number, at most 1000000",
        "line 6, count: expected a whole number, at most 1000000",
        "line 7, date: lies in the future",
        "line 8: has 5 cells where the header has 4; a text with the delimiter in it needs quotes",
    ]


def test_a_problem_never_repeats_what_the_cell_said() -> None:
    assert "Jansen" not in "".join(problems("datum,kanaal,tekst,aantal\nJansen,tel,x,Jansen\n"))


def test_a_header_that_lacks_a_column_says_which_and_what_may_be_meant() -> None:
    assert problems("datums,kanaal,tekst\n1-5-2026,tel,x\n") == [
        "line 1, date: this column (or datum) is missing; is datums meant?"
    ]
    assert problems("datum,kanaal\n1-5-2026,tel\n") == [
        "line 1, subject: this column (or onderwerp) is missing; the header says: datum, kanaal"
    ]
    assert problems("datum,date,kanaal,tekst\n") == [
        "line 1, date: this column is there twice (date, datum, day, dag are the same)"
    ]
    assert problems("") == ["line 1: expected a header with date, channel and text or subject"]
    assert problems('datum,kanaal,tekst\n1-5-2026,tel,"open\n')[0].startswith("line 2: this is no CSV")


def test_a_letter_or_two_are_not_taken_for_a_column() -> None:
    assert (
        problems("a,b\n1-5-2026,tel\n")[0] == "line 1, date: this column (or datum) is missing; the header says: a, b"
    )


def test_records_of_today_come_in_before_noon_and_are_the_same_in_the_evening() -> None:
    text = "datum,kanaal,tekst\n1-6-2026,tel,x\n"
    (morning,), (evening,) = parsed(text).rows, parsed(text, NOW + timedelta(hours=10)).rows
    assert (morning.at, evening.at) == (NOW, datetime(2026, 6, 1, 10, 0, tzinfo=UTC))
    assert morning.origin == evening.origin
    late = NOW.replace(hour=22, minute=30)  # Tuesday 00:30 in Amsterdam
    assert parsed("datum,kanaal,tekst\n2-6-2026,tel,x\n", late).rows[0].at == late


def test_rows_that_say_the_same_are_as_many_contacts_and_the_same_in_the_next_file() -> None:
    row = "1-5-2026,tel,x\n"
    first = [one.origin for one in parsed(f"datum,kanaal,tekst\n{row}{row}").rows]
    second = [one.origin for one in parsed(f"datum;kanaal;tekst\n{(row * 3).replace(',', ';')}").rows]
    assert len({*first, *second}) == 3
    assert second[:2] == first
