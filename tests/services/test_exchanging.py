"""Knowledge goes out and comes in again: the same, once, all or nothing."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.model import (
    Announcement,
    Department,
    Entry,
    EntryState,
    Expected,
    Kind,
    Masking,
    Organisation,
    Outcome,
    Phrasing,
    Question,
)
from bot.services.entry_rows import Incoming, Row, parse_row, without_customers, written_by_hand
from bot.services.exchanging import Imported, export_entries, export_questions, store_entries
from bot.services.sheets import Sheet, parse_sheet
from storage import SqlStore, open_store

NOW = datetime(2026, 5, 6, 9, 30, 15, 123456, tzinfo=UTC)
WEEK = datetime(2026, 5, 4, tzinfo=UTC)
TOWN = Organisation(
    departments=(Department(key="taxes", name="Belastingen"),), mask=Masking(keep=("14 010", "088 123 45 67"))
)


def rows_of(store: SqlStore) -> list[Row]:
    with store.reading() as data:
        return list(export_entries(data))


def put(store: SqlStore, rows: list[Row]) -> tuple[Imported, ...]:
    return store_entries(store, [parsed(line, one) for line, one in enumerate(rows, start=1)], NOW)


def parsed(line: int, row: Row) -> Incoming:
    incoming, problems = parse_row(line, row, "nl")
    assert incoming is not None, problems
    return incoming


def fill(store: SqlStore) -> None:
    """A base in which everything that an export can hold occurs."""
    with store.writing() as unit:
        for number in range(4):
            entry = unit.add_entry(
                Entry(
                    kind=Kind.TIP, title=f"Tip {number}", body="Bel 14 010 \u2603", mandate="tot € 500", wording="Ja",
                    department="taxes", author="U1", named=True, link="https://slack.example/1", helped=3,
                    created_at=NOW, updated_at=NOW + timedelta(days=1), origin=f"o{number}", undo="secret",
                )
            )  # fmt: skip
            unit.add_phrasing(Phrasing(entry=entry.number, text=entry.title, source="title", created_at=NOW))
            unit.add_phrasing(
                Phrasing(entry=entry.number, text=f"vraag {number}", source="learned", weight=0.5, created_at=NOW)
            )
        unit.delete_entry(2)
        unit.move_phrasings(3, 1)
        third, fourth = unit.entry(3), unit.entry(4)
        assert third is not None
        assert fourth is not None
        unit.save_entry(third.but(state=EntryState.MERGED, merged_into=1))
        unit.save_entry(fourth.but(state=EntryState.CHECKED, checked_by="taxes", checked_at=NOW))
        mistake = unit.add_entry(
            Entry(kind=Kind.MISTAKE, title="Mis", next_time="Beter", see=4, created_at=WEEK, updated_at=WEEK)
        )
        unit.add_phrasing(Phrasing(entry=mistake.number, text="Mis", source="title", created_at=WEEK))


def test_an_export_says_type_first_and_nothing_internal(store: SqlStore) -> None:
    fill(store)
    row = rows_of(store)[0]
    assert list(row)[:4] == ["type", "number", "kind", "title"]
    assert not {"origin", "undo", "vector"} & set(row)
    assert row["phrasings"][0] == {"text": "Tip 0", "source": "title", "weight": 1.0, "language": "nl"}


def test_an_announcement_goes_along_with_its_entry_and_its_lists_do_not_come_again(
    store: SqlStore, any_store: SqlStore
) -> None:
    with store.writing() as unit:
        number = unit.add_entry(Entry(kind=Kind.ANNOUNCEMENT, title="Nieuw", created_at=NOW, updated_at=NOW)).number
        said = Announcement(
            entry=number,
            department="taxes",
            starts=date(2026, 6, 1),
            ends=date(2026, 6, 30),
            customers=4000,
            expected=(Expected(question="Wat kost het?", answer="Niets."),),
            created_by="U1",
            created_at=NOW,
        )
        unit.add_phrasing(Phrasing(entry=number, text="Nieuw", source="title", created_at=NOW))
        unit.save_announcement(said)
        unit.read_announcement(number, "p", NOW)
    rows = json.loads(json.dumps(rows_of(store)))
    put(any_store, rows)
    assert rows_of(any_store) == rows
    assert [one.what for one in put(any_store, rows)] == ["unchanged"]
    with any_store.reading() as data:
        assert data.announcement(number) == said.but(reads=1, followed=(1, 3, 10))


def test_an_announcement_in_a_row_is_checked() -> None:
    period = {"department": "taxes", "starts": "2026-06-01", "created_by": "U1", "created_at": "2026-05-01T09:00:00Z"}
    row = {"type": "entry", "kind": "announcement", "title": "Nieuw"}
    said = [
        str(problem)
        for announcement, kind in (
            ({**period, "ends": "2026-05-31"}, "announcement"),
            ({**period, "ends": "juni", "audiense": "x"}, "announcement"),
            ({**period, "ends": "2026-06-30"}, "tip"),
        )
        for problem in parse_row(1, {**row, "kind": kind, "announcement": announcement}, "nl")[1]
    ]
    assert said == [
        "line 1, announcement: ends before it starts",
        "line 1, announcement.ends: expected a day, such as 2026-05-04",
        "line 1, announcement.audiense: unknown key; did you mean audience?",
        "line 1: only an entry of kind announcement has an announcement",
    ]


def test_an_import_into_an_empty_base_gives_the_same_export_to_the_byte(store: SqlStore, any_store: SqlStore) -> None:
    fill(store)
    out = json.dumps(rows_of(store))
    assert {one.what for one in put(any_store, json.loads(out))} == {"added"}
    assert json.dumps(rows_of(any_store)) == out
    with any_store.writing() as unit:
        fresh = unit.add_entry(Entry(kind=Kind.TIP, title="Volgende", created_at=NOW, updated_at=NOW))
    assert fresh.number == 6, "numbers go on after the imported ones"


def test_importing_twice_changes_nothing(store: SqlStore) -> None:
    fill(store)
    rows = json.loads(json.dumps(rows_of(store)))
    other = open_store("sqlite://")
    put(other, rows)
    once = rows_of(other)
    assert {one.what for one in put(other, rows)} == {"unchanged"}
    assert {one.what for one in put(store, rows)} == {"unchanged"}, "nor where it came from"
    assert rows_of(other) == once


def test_what_changed_here_since_is_left_as_it_is(store: SqlStore) -> None:
    fill(store)
    rows = json.loads(json.dumps(rows_of(store)))
    with store.writing() as unit:
        entry = unit.entry(4)
        assert entry is not None
        unit.save_entry(entry.but(title="Anders", helped=9))
    now = rows_of(store)
    done = {one.number: one.what for one in put(store, rows)}
    assert done[4] == "kept"
    assert rows_of(store) == now


def test_a_number_that_another_entry_has_is_replaced_and_references_follow(store: SqlStore) -> None:
    with store.writing() as unit:
        for title in ("Hier al", "Dit ook"):
            unit.add_entry(Entry(kind=Kind.TIP, title=title, created_at=NOW, updated_at=NOW))
    base: Row = {"type": "entry", "kind": "tip", "created_at": "2026-01-01T00:00:00Z"}
    rows = [
        {**base, "number": 1, "title": "Van elders", "state": "merged", "merged_into": 3},
        {**base, "number": 3, "title": "Doel", "see": 99},
    ]
    done = put(store, rows)
    assert [(one.what, one.was, one.number) for one in done] == [("renumbered", 1, 4), ("added", 3, 3)]
    with store.reading() as data:
        moved, target = data.entry(4), data.entry(3)
    assert moved is not None
    assert target is not None
    assert moved.merged_into == 3
    assert target.see is None, "99 is not in the file: here it may be another entry"
    assert {one.what for one in put(store, rows)} == {"unchanged"}


def test_a_mistake_stays_nameless_whatever_the_file_says(store: SqlStore) -> None:
    put(
        store,
        [
            {
                "type": "entry", "number": 1, "kind": "mistake", "title": "Mis", "author": "U1", "named": True,
                "link": "https://slack.example/1", "created_at": NOW.isoformat(), "updated_at": NOW.isoformat(),
            }
        ],
    )  # fmt: skip
    with store.reading() as data:
        (entry,) = data.entries()
        audit = data.audit("entry:1")
    assert (entry.author, entry.named, entry.link) == (None, False, None)
    assert entry.created_at == entry.updated_at == WEEK
    assert [(row.at, row.by) for row in audit] == [(WEEK, None)]


def test_a_row_written_by_hand_needs_little(store: SqlStore) -> None:
    put(store, [{"type": "entry", "kind": "tip", "title": "How do I move house?", "phrasings": ["moving", "new home"]}])
    (row,) = rows_of(store)
    assert (row["number"], row["language"], row["state"]) == (1, "en", "unchecked")
    assert [(one["text"], one["language"]) for one in row["phrasings"]] == [
        ("moving", "en"),
        ("new home", "en"),
        ("How do I move house?", "en"),
    ]


def test_every_problem_of_a_row_is_named_by_its_place() -> None:
    _, problems = parse_row(
        7,
        {
            "type": "entry", "kind": "tipp", "titel": "x", "created_at": "yesterday", "helped": -1, "language": "de",
            "body": "x" * 3001, "phrasings": [{"text": ""}], "department": "Not A Key",
        },
        "nl",
    )  # fmt: skip
    assert {one.column for one in problems} == {
        "kind", "title", "titel", "created_at", "helped", "language", "body", "phrasings.1.text", "department",
    }  # fmt: skip
    assert "line 7, titel: unknown key; did you mean title?" in [str(one) for one in problems]


# ---------------------------------------------------------------- questions


def ask(store: SqlStore, entry: int, count: int) -> None:
    with store.writing() as unit:
        for place in range(count):
            question = unit.add_question(
                Question(
                    text=f"vraag {place} over {entry}", asked_at=NOW + timedelta(hours=place), entry=entry,
                    outcome=Outcome.HELPED,
                )
            )  # fmt: skip
            unit.add_phrasing(
                Phrasing(
                    entry=entry,
                    text=question.text,
                    source="learned",
                    question=question.id,
                    created_at=question.asked_at,
                )
            )


def test_the_older_half_of_confirmed_questions_trains_and_the_newer_half_tests(store: SqlStore) -> None:
    with store.writing() as unit:
        entry = unit.add_entry(Entry(kind=Kind.TIP, title="Titel", created_at=NOW, updated_at=NOW))
        unit.add_phrasing(Phrasing(entry=entry.number, text="Titel", source="title", created_at=NOW))
        unit.add_phrasing(Phrasing(entry=entry.number, text="anders gezegd", created_at=NOW))
        unit.add_question(Question(text="niet bevestigd", asked_at=NOW, entry=entry.number))
    ask(store, entry.number, 5)
    with store.reading() as data:
        rows = list(export_questions(data))
    assert all(list(row) == ["text", "label", "split", "lang"] and row["label"] == "1" for row in rows)
    assert [row["text"] for row in rows if row["split"] == "train"] == [
        "Titel",
        "anders gezegd",
        "vraag 0 over 1",
        "vraag 1 over 1",
    ], "what was learned from a test question would give its answer away"
    assert [row["text"] for row in rows if row["split"] == "test"] == [f"vraag {place} over 1" for place in (2, 3, 4)]


def test_retired_and_merged_entries_are_nobodys_answer(store: SqlStore) -> None:
    with store.writing() as unit:
        for state in (EntryState.RETIRED, EntryState.MERGED):
            unit.add_entry(Entry(kind=Kind.TIP, title="Weg", state=state, created_at=NOW, updated_at=NOW))
    with store.reading() as data:
        assert list(export_questions(data)) == []


# ---------------------------------------------------------------- spreadsheets


def sheet(text: str, organisation: Organisation = TOWN, encoding: str = "utf-8") -> Sheet:
    return parse_sheet(text.encode(encoding), organisation, "nl")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_office_programs_of_any_country(delimiter: str, encoding: str) -> None:
    text = f"Title{delimiter}Body\r\nIdentiteit kwijt{delimiter}Één kopie, of; twee\r\n".replace(
        "Één kopie, of; twee", '"Één kopie, of; twee"'
    )
    found = sheet(text, encoding=encoding)
    assert found.problems == ()
    (row,) = found.rows
    assert (row.entry.title, row.entry.body, row.entry.kind) == ("Identiteit kwijt", "Één kopie, of; twee", Kind.TIP)


def test_all_columns(store: SqlStore) -> None:
    found = sheet(
        "title,body,kind,mandate,wording,department,language,phrasings\n"
        "Afval,Op dinsdag,answer,zelf beslissen,Dinsdag,belastingen,EN, container | grijze bak |\n"
    )
    assert found.problems == ()
    store_entries(store, found.rows, NOW)
    (row,) = rows_of(store)
    assert (row["kind"], row["department"], row["language"]) == ("answer", "taxes", "en")
    assert [one["text"] for one in row["phrasings"]] == ["container", "grijze bak", "Afval"]


def test_customers_are_masked_and_the_organisations_own_numbers_stay() -> None:
    (row,) = sheet('title,body\nBellen,"Bel 14 010 of 088-1234567; mevrouw zit op 06-12345678"\n').rows
    assert row.entry.body == "Bel 14 010 of 088-1234567; mevrouw zit op [phone]"


def test_a_row_written_by_hand_is_masked_in_all_that_people_wrote() -> None:
    said = "Bel 14 010, of mevrouw op 06-12345678 (jan@example.org)"
    masked = "Bel 14 010, of mevrouw op [phone] ([e-mail])"
    fields = ("title", "body", "mandate", "wording", "next_time", "note")
    announced = {
        "department": "taxes", "starts": "2026-05-01", "ends": "2026-06-01", "audience": said, "created_by": "U1",
        "created_at": "2026-05-01T09:00:00Z", "expected": [{"question": said, "answer": said}],
    }  # fmt: skip
    row = {"kind": "announcement", **dict.fromkeys(fields, said), "phrasings": [said], "announcement": announced}

    entry = without_customers(parsed(1, row).entry, TOWN)

    assert written_by_hand(row)
    assert {getattr(entry, name) for name in fields} == {masked}
    assert [one.text for one in entry.phrasings] == [masked]
    assert entry.announcement is not None
    assert entry.announcement.audience == masked
    assert entry.announcement.expected == (Expected(question=masked, answer=masked),)


def test_a_placeholder_that_is_longer_than_what_it_masks_makes_no_text_too_long() -> None:
    title = f"{'x' * 129} a@b.nl c@d.nl e@f.nl"
    assert len(without_customers(parsed(1, {"kind": "tip", "title": title}).entry, TOWN).title) <= 150


def test_what_was_exported_is_not_taken_for_written_by_hand(store: SqlStore) -> None:
    fill(store)
    assert [written_by_hand(row) for row in rows_of(store)] == [False] * len(rows_of(store))


def test_every_bad_row_is_named_by_line_and_column_and_nothing_comes_in() -> None:
    found = sheet(
        "title,body,kind,department\n"
        "Goed,tekst,tip,taxes\n"
        '"","over\ntwee regels",tip,\n'
        f"Te lang,{'x' * 3001},nieuws,elders\n"
        "te weinig cellen,tekst\n"
    )
    assert found.rows == ()
    assert [(one.line, one.column) for one in found.problems] == [
        (3, "title"),
        (5, "body"),
        (5, "kind"),
        (5, "department"),
        (6, ""),
    ]


@pytest.mark.parametrize(
    ("text", "column"),
    [("", "title"), ("titel;body\n", "title"), ("title,body,titles\n", "titles"), ("title,title,body\n", "title")],
)
def test_a_header_that_is_wrong_is_said_so(text: str, column: str) -> None:
    found = sheet(text)
    assert column in " ".join(str(one) for one in found.problems)
    assert {one.line for one in found.problems} == {1}


def test_quotes_that_do_not_close_are_said_so() -> None:
    found = sheet('title,body\nGoed,tekst\nFout,"open\nen verder\n')
    assert [one.line for one in found.problems] == [3]


def test_a_sheet_imported_twice_changes_nothing(store: SqlStore) -> None:
    found = sheet("title,body\nAfval,Op dinsdag\nAfval,Op dinsdag\nPapier,Op vrijdag\n")
    assert [one.what for one in store_entries(store, found.rows, NOW)] == ["added", "unchanged", "added"]
    assert [one.what for one in store_entries(store, found.rows, NOW)] == ["unchanged"] * 3


def test_before_there_are_departments_a_sheet_cannot_name_one() -> None:
    found = sheet("title,body,department\nAfval,Op dinsdag,taxes\n", Organisation())
    assert "kb configure first" in str(found.problems[0])


def test_checked_without_a_date_is_not_checked() -> None:
    row = {"type": "entry", "kind": "tip", "title": "Bel de balie", "state": "checked", "checked_by": "taxes"}
    incoming, problems = parse_row(1, row, "nl")
    assert problems == () and incoming is not None
    assert (incoming.entry.state, incoming.entry.checked_by) == (EntryState.UNCHECKED, None)
