"""Entries from a spreadsheet: CSV with a header, as office programs of any country save it."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.setup_shape import nearest
from bot.domain.text import has_words, language_of
from bot.model import LANGUAGES, TEXT_MAX, TITLE_MAX, Kind, Language, Organisation
from bot.services.context import mask_entry
from bot.services.entry_rows import EntryIn, Incoming, PhrasingIn, RowProblem

NEEDED = ("title", "body")
OPTIONAL = ("kind", "mandate", "wording", "department", "language", "phrasings")
COLUMNS = (*NEEDED, *OPTIONAL)
DELIMITERS = (",", ";", "\t")
BETWEEN_PHRASINGS = "|"
KINDS = (Kind.TIP, Kind.MISTAKE, Kind.ANSWER)

Cells = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a file held. With any problem, nothing of it is to be stored."""

    rows: tuple[Incoming, ...]
    problems: tuple[RowProblem, ...]


def parse_sheet(content: bytes, organisation: Organisation, default: Language) -> Sheet:
    """The entries in a CSV file: UTF-8 or Windows-1252, with commas, semicolons or tabs.

    Customer data is masked, but for the organisation's own numbers and domains. An entry without a kind is a tip.
    """
    rows: list[Incoming] = []
    problems: list[RowProblem] = []
    header: list[str] | None = None
    line = 0
    try:
        for line, cells in lines_of(content, COLUMNS):
            if header is None:
                header = [cell.strip().lower() for cell in cells]
                problems += _header_problems(line, header)
                if problems:
                    break
                continue
            found = list(_problems(line, cells, header, organisation))
            problems += found
            if not found:
                rows.append(_incoming(line, by_name(cells, header), organisation, default))
    except csv.Error as error:
        problems.append(RowProblem(line + 1, "", f"this is no CSV: {error}"))
    if header is None and not problems:
        problems.append(RowProblem(1, "", f"expected a header with {' and '.join(NEEDED)}"))
    return Sheet(() if problems else tuple(rows), tuple(problems))


def lines_of(content: bytes, columns: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """The rows of a CSV file that hold something, the header among them, each with the line it begins on.

    `columns`: names that the header may hold, to tell the delimiter by. Errors: csv.Error.
    """
    text = decode(content)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text, columns), strict=True)
    start = 1
    for cells in reader:
        line, start = start, reader.line_num + 1
        if any(cell.strip() for cell in cells):
            yield line, cells


def decode(content: bytes) -> str:
    """UTF-8, with or without its mark; else Windows-1252, which older office programs write."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def delimiter_of(text: str, columns: Sequence[str] = COLUMNS) -> str:
    """What stands between the column names: the delimiter that gives most of those we know."""
    header = next((line for line in text.splitlines() if line.strip()), "")

    def known(delimiter: str) -> int:
        return sum(cell.strip().strip('"').lower() in columns for cell in header.split(delimiter))

    return max(DELIMITERS, key=lambda delimiter: (known(delimiter), header.count(delimiter)))


def _header_problems(line: int, header: Sequence[str]) -> Iterator[RowProblem]:
    for name in NEEDED:
        if name not in header:
            yield RowProblem(line, name, f"this column is missing; the header says: {', '.join(header)}")
    for place, name in enumerate(header):
        if name in header[:place]:
            yield RowProblem(line, name, "this column is there twice")
        elif name not in COLUMNS:
            meant = nearest(name, COLUMNS) if name else None
            hint = f"did you mean {meant}?" if meant else f"expected {', '.join(COLUMNS)}"
            yield RowProblem(line, name or f"column {place + 1}", f"unknown column; {hint}")


def uneven(line: int, cells: Sequence[str], header: Sequence[str]) -> RowProblem | None:
    """What is wrong with a row that has another number of cells than the header."""
    if len(cells) == len(header):
        return None
    said = f"has {len(cells)} cells where the header has {len(header)}; a text with the delimiter in it needs quotes"
    return RowProblem(line, "", said)


def _problems(
    line: int, cells: Sequence[str], header: Sequence[str], organisation: Organisation
) -> Iterator[RowProblem]:
    if wrong := uneven(line, cells, header):
        yield wrong
        return
    row = by_name(cells, header)
    if not has_words(row["title"]):
        yield RowProblem(line, "title", "is empty")
    for name in ("title", "body", "mandate", "wording"):
        most = TITLE_MAX if name == "title" else TEXT_MAX
        if len(row.get(name, "")) > most:
            yield RowProblem(line, name, f"too long: {len(row[name])} characters, and {most} fit")
    if any(len(one) > TEXT_MAX for one in _phrasings(row)):
        yield RowProblem(line, "phrasings", f"too long: at most {TEXT_MAX} characters each")
    if row.get("kind") and row["kind"].lower() not in KINDS:
        yield RowProblem(line, "kind", f"expected {', '.join(KINDS)}")
    if row.get("language") and row["language"].lower() not in LANGUAGES:
        yield RowProblem(line, "language", f"expected {' or '.join(LANGUAGES)}")
    if row.get("department") and department_key(organisation, row.get("department")) is None:
        known = [one.key for one in organisation.active]
        hint = f"there are: {', '.join(known)}" if known else "run kb configure first"
        yield RowProblem(line, "department", f"there is no such department; {hint}")


def _incoming(line: int, row: Cells, organisation: Organisation, default: Language) -> Incoming:
    """The entry of a row that was found right."""
    masked = {name: mask_entry(row.get(name, ""), organisation) for name in ("title", "body", "mandate", "wording")}
    language = _language(row, default)
    ways = [mask_entry(one, organisation)[:TEXT_MAX] for one in _phrasings(row)]
    entry = EntryIn(
        kind=Kind(row.get("kind", "").lower() or Kind.TIP),
        title=masked["title"][:TITLE_MAX],
        body=masked["body"][:TEXT_MAX],
        mandate=masked["mandate"][:TEXT_MAX],
        wording=masked["wording"][:TEXT_MAX],
        language=language,
        department=department_key(organisation, row.get("department")),
        phrasings=tuple(PhrasingIn(text=one, language=language) for one in ways),
    )
    known = json.dumps({name: row[name] for name in COLUMNS if row.get(name)}, ensure_ascii=False)
    return Incoming(line, entry, f"import:csv:{hashlib.sha256(known.encode()).hexdigest()}")


def by_name(cells: Sequence[str], header: Sequence[str]) -> Cells:
    """The cells of a row, trimmed, by the names of the header."""
    return {name: cell.replace("\r\n", "\n").strip() for name, cell in zip(header, cells, strict=True)}


def _phrasings(row: Cells) -> list[str]:
    parts = (part.strip() for part in row.get("phrasings", "").split(BETWEEN_PHRASINGS))
    return [part for part in parts if part]


def department_key(organisation: Organisation, named: str | None) -> str | None:
    """The key of the department that is named by key or by name."""
    wanted = (named or "").strip().lower()
    return next((one.key for one in organisation.active if wanted in (one.key, one.name.lower())), None)


def _language(row: Cells, default: Language) -> Language:
    if row.get("language"):
        return "en" if row["language"].lower() == "en" else "nl"
    return "en" if language_of(f"{row['title']} {row['body']}", default) == "en" else "nl"
