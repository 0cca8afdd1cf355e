"""`kb import` and `kb export`."""

from __future__ import annotations

import json as jsonlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.cli import importing
from bot.cli.common import FAILED, amount, as_json, note, opened, result, row, settings_for
from bot.config import Settings
from bot.encoders import load_encoder
from bot.errors import BadSettings
from bot.model import Organisation
from bot.ports import Store
from bot.services import exchanging
from bot.services.entry_rows import Incoming, RowProblem, parse_row, without_customers, written_by_hand
from bot.services.exchanging import Imported
from bot.services.knowledge import Knowledge
from bot.services.sheets import decode, parse_sheet

IMPORT_EXAMPLES = """\
  kb import week19.csv --contacts
  kb import past.jsonl --questions
  kb import entries.jsonl        what kb export wrote
  kb import faq.csv              a spreadsheet with the columns title and body; perhaps also kind,
                                 mandate, wording, department, language, phrasings (one | another)
"""
EXPORT_EXAMPLES = """\
  kb export > entries.jsonl
  kb export --out entries.jsonl
  kb export --questions --out questions.jsonl
  kb export --synonyms           those added in Slack, as lines for kb configure's file
"""


def export(
    questions: Annotated[
        bool, typer.Option("--questions", help="Confirmed questions, to measure matchers with.")
    ] = False,
    synonyms: Annotated[
        bool, typer.Option("--synonyms", help="Synonyms added in Slack, as YAML for kb configure.")
    ] = False,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Write to a file.", dir_okay=False)] = None,
) -> None:
    """Write all entries, or questions, as JSON Lines.

    Entries come with their phrasings. Questions are those confirmed to be answered, to measure matchers with. Synonyms
    that were added in Slack come as lines for the file of kb configure.
    The organisation is not in it: that is what kb configure reads. Nor is anything about who asked.
    """
    settings = settings_for()
    with opened(settings) as store, store.reading() as data:
        if synonyms:
            lines = exchanging.export_synonyms(data)
        else:
            rows = exchanging.export_questions(data) if questions else exchanging.export_entries(data)
            lines = (as_json(one) for one in rows)
        count = _write(out, lines) if out else _print(lines)
    note(amount(count, "row"))


def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="JSON Lines or CSV.", exists=True, dir_okay=False)],
    contacts: Annotated[bool, typer.Option("--contacts", help="Contact records (CSV).")] = False,
    questions: Annotated[bool, typer.Option("--questions", help="Past questions (JSON Lines).")] = False,
    skip_bad: Annotated[
        bool, typer.Option("--skip-bad", help="Leave out rows that are wrong, and store the rest.")
    ] = False,
    json: Annotated[
        bool, typer.Option("--json", help="Print what became of it (entries: of each row) as JSON.")
    ] = False,
) -> None:
    """Store entries, contact records or past questions from a file.

    All of them or, when a row is wrong, none. Nothing is overwritten, and importing a file again changes
    nothing. A number that another entry has already is
    replaced by a new one, and that is said. Customer data is masked, but in rows that kb export wrote: it was.

    Contact records are rows with date, channel, count (one when it is left out) and text or subject (Dutch: datum,
    kanaal, aantal, tekst or onderwerp). They count as customers in signals and digests, apart from tallied ones.
    Past questions are rows with id, at, asker, text, lang and perhaps department. Who asked is kept as a pseudonym,
    of the last 90 days only. Texts of both are masked.
    """
    settings = settings_for()
    if contacts and questions:
        raise BadSettings(("--contacts and --questions: a file holds the one or the other",))
    if contacts or questions:
        run = importing.contacts if contacts else importing.questions
        return run(file, settings, skip_bad=skip_bad, json=json)
    if skip_bad:
        raise BadSettings(("--skip-bad goes with --contacts or --questions: entries are stored all or none",))
    with opened(settings) as store:
        with store.reading() as data:
            organisation = data.organisation()
        rows, problems = _read(file, organisation, settings)
        if problems:
            for problem in problems:
                note(f"{file}, {problem}")
            note(f"kb: nothing was imported: {len(problems)} problems")
            raise typer.Exit(FAILED)
        imported = exchanging.store_entries(store, rows, datetime.now(UTC))
        for one in imported:
            _say(one, json)
        if not json:
            result(_summary(imported))
        _encode(store, settings.kb_encoder)


def _read(file: Path, organisation: Organisation, settings: Settings) -> tuple[tuple[Incoming, ...], list[RowProblem]]:
    content = file.read_bytes()
    begin = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if begin == b"[":
        return (), [RowProblem(1, "", "this is a JSON array: expected JSON Lines, one object a line, or CSV")]
    if begin != b"{":
        sheet = parse_sheet(content, organisation, settings.kb_language)
        return sheet.rows, list(sheet.problems)
    rows, problems = [], []
    for line, text in enumerate(decode(content).split("\n"), start=1):
        if not text.strip():
            continue
        try:
            raw = jsonlib.loads(text)
        except ValueError:
            problems.append(RowProblem(line, "", "this is no JSON: expected one object a line"))
            continue
        row, wrong = parse_row(line, raw, settings.kb_language)
        problems += wrong
        if row is not None:
            rows.append(_masked(file, row, written_by_hand(raw), organisation))
    return tuple(rows), problems


def _masked(file: Path, row: Incoming, by_hand: bool, organisation: Organisation) -> Incoming:
    """An export was masked when it was written, and comes back as it is: what is kept depends on `mask.keep`, which may
    not be set here yet."""
    masked = without_customers(row.entry, organisation)
    if masked == row.entry:
        return row
    where, own = f"{file}, line {row.line}", "a number of your own that mask.keep lacks"
    if not by_hand:
        note(f"{where}: perhaps holds a customer's data, or {own}")
        return row
    note(f"{where}: a customer's data was masked, or {own}")
    return replace(row, entry=masked)


def _say(one: Imported, json: bool) -> None:
    if json:
        row({"type": "import", "line": one.line, "what": one.what, "number": one.number, "was": one.was or None})
    elif one.what == "renumbered":
        result(f"#{one.was} is another entry here: imported as #{one.number} {one.title}")
    elif one.what == "kept":
        result(f"#{one.number} has changed here since: left as it is")


def _summary(imported: tuple[Imported, ...]) -> str:
    counts = Counter(one.what for one in imported)
    if not counts["added"] + counts["renumbered"]:
        return "nothing changed"
    there = counts["unchanged"] + counts["kept"]
    added = amount(counts["added"] + counts["renumbered"], "entry", "entries")
    return f"{added} imported, {there} {'was' if there == 1 else 'were'} there"


def _encode(store: Store, choice: str) -> None:
    encoder = load_encoder(choice)
    if encoder is None:
        note("without the sentence encoder; kb doctor says what to do")
        return
    with store.reading() as data:
        waiting = len(data.phrasings_without_vector(encoder.name, limit=1_000_000))
    if waiting:
        note(f"encoding {amount(waiting, 'phrasing')} ...")
        note(f"encoded {Knowledge(store, encoder).fill()}")


def _print(lines: Iterator[str]) -> int:
    count = 0
    for line in lines:
        print(line)
        count += 1
    return count


def _write(out: Path, lines: Iterator[str]) -> int:
    """Whole or not at all."""
    part = out.with_name(f"{out.name}.part")
    count = 0
    with part.open("w", encoding="utf-8", newline="\n") as file:
        for line in lines:
            file.write(f"{line}\n")
            count += 1
    part.replace(out)
    return count
