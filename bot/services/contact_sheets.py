"""Contact records of another system, as it exports them: CSV with a day, a channel, a text or subject, and a count."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from functools import cache
from zoneinfo import ZoneInfo

from bot.domain import text as words
from bot.domain.setup_shape import nearest
from bot.model import Contact, Organisation
from bot.services.context import mask_question
from bot.services.entry_rows import RowProblem
from bot.services.sheets import by_name, lines_of, uneven

#: What a column may be called, in lower case; the first is the name that is asked for.
NAMES: Mapping[str, tuple[str, ...]] = {
    "date": ("date", "datum", "day", "dag"),
    "channel": ("channel", "kanaal"),
    "text": ("text", "tekst", "description", "omschrijving"),
    "subject": ("subject", "onderwerp"),
    "count": ("count", "aantal"),
}
_COLUMN = {name: column for column, names in NAMES.items() for name in names}
#: Words that say how a customer came in; any other way is "other".
_CHANNELS: Mapping[Contact, str] = {
    Contact.PHONE: "phone telephone call calls telefoon telefonisch tel bellen gebeld",
    Contact.COUNTER: "counter desk balie loket",
    Contact.MAIL: "mail e-mail email mails",
    Contact.CHAT: "chat livechat whatsapp",
    Contact.VISIT: "visit bezoek huisbezoek buitendienst",
    Contact.OTHER: "other overig anders",
}
_CHANNEL = {word: contact for contact, names in _CHANNELS.items() for word in names.split()}
TEXT_KEPT = 300  #: characters of a record that are kept: what it was about, not the whole story
COUNT_MOST = 1_000_000
SHORTEST_MEANT = 3  #: letters of a column name that may be one of ours, written otherwise
NOON = time(12)  #: of a day without a time
_DAY_FIRST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?")
_NUMBER = re.compile(r"\d{1,7}|\d{1,3}(?:[. ]\d{3})+")


@dataclass(frozen=True, slots=True)
class ContactRow:
    """So many customers, by one channel, about one thing, on one day. `origin` recognises the row in another file."""

    line: int
    at: datetime
    contact: Contact
    text: str  #: masked; empty when the record does not say
    count: int
    origin: str


@dataclass(frozen=True, slots=True)
class ContactSheet:
    """What a file held."""

    rows: tuple[ContactRow, ...]
    problems: tuple[RowProblem, ...]
    unused: tuple[str, ...]  #: columns that were not read
    as_other: tuple[str, ...]  #: channels that are none of ours, counted as "other"; most frequent first

    def without_problems(self) -> ContactSheet:
        """The rows that were right, as if the others had not been there."""
        return replace(self, problems=())


def parse_contacts(content: bytes, organisation: Organisation, zone: ZoneInfo, now: datetime) -> ContactSheet:
    """The records in a CSV file: UTF-8 or Windows-1252; commas, semicolons or tabs; English or Dutch column names.

    Texts are masked as a question is. A day without a time is at noon in `zone`, today's
    at `now` when that is earlier. Two rows that say the same are two
    contacts: their origins differ by how often the same stood before them, so that a file that overlaps another one
    adds only what is new.
    """
    rows: list[ContactRow] = []
    problems: list[RowProblem] = []
    places: list[str] | None = None
    unused: list[str] = []
    reading = _Reading(organisation, zone, now)
    line = 0
    try:
        for line, cells in lines_of(content, tuple(_COLUMN)):
            if places is None:
                header = [cell.strip().lower() for cell in cells]
                places = [_COLUMN.get(name, f"?{place}") for place, name in enumerate(header)]
                unused = [name for name in header if name and name not in _COLUMN]
                problems += _header_problems(line, header)
                if problems:
                    break
                continue
            wrong = uneven(line, cells, places)
            row, found = (None, [wrong]) if wrong else reading.row(line, by_name(cells, places))
            problems += found
            if row is not None:
                rows.append(row)
    except csv.Error as error:
        problems.append(RowProblem(line + 1, "", f"this is no CSV: {error}"))
    if places is None and not problems:
        problems.append(RowProblem(1, "", "expected a header with date, channel and text or subject"))
    as_other = tuple(name for name, _ in reading.as_other.most_common())
    return ContactSheet(tuple(rows), tuple(problems), tuple(unused), as_other)


def _header_problems(line: int, header: Sequence[str]) -> Iterator[RowProblem]:
    found = [_COLUMN[name] for name in header if name in _COLUMN]
    for column in NAMES:
        if found.count(column) > 1:
            yield RowProblem(line, column, f"this column is there twice ({', '.join(NAMES[column])} are the same)")
    missing = [column for column in ("date", "channel") if column not in found]
    if not {"text", "subject"} & set(found):
        missing.append("subject")
    for column in missing:
        near = (nearest(name, NAMES[column]) and name for name in header if _may_mean_one(name))
        meant = next((name for name in near if name), None)
        hint = f"is {meant} meant?" if meant else f"the header says: {', '.join(header)}"
        dutch = NAMES[column][1]
        yield RowProblem(line, column, f"this column (or {dutch}) is missing; {hint}")


def _may_mean_one(name: str) -> bool:
    """A letter or two are like anything."""
    return name not in _COLUMN and len(name) >= SHORTEST_MEANT


class _Reading:
    """Reads row after row of one file."""

    def __init__(self, organisation: Organisation, zone: ZoneInfo, now: datetime) -> None:
        self._zone, self._now = zone, now
        self._mask = cache(lambda text: words.one_line(mask_question(text, organisation), TEXT_KEPT))
        self._seen: Counter[str] = Counter()
        self.as_other: Counter[str] = Counter()

    def row(self, line: int, cells: Mapping[str, str]) -> tuple[ContactRow | None, list[RowProblem]]:
        """The row, or what is wrong with it; neither for a count of none."""
        at, count = moment_of(cells["date"], self._zone), _count_of(cells.get("count", ""))
        problems = []
        if at is None:
            problems.append(RowProblem(line, "date", "expected a day, such as 2026-05-31 or 31-05-2026"))
        elif at.astimezone(self._zone).date() > self._now.astimezone(self._zone).date():
            problems.append(RowProblem(line, "date", "lies in the future"))
        if count is None:
            problems.append(RowProblem(line, "count", f"expected a whole number, at most {COUNT_MOST}"))
        if at is None or count is None or problems or not count:
            return None, problems
        contact = self._contact(cells["channel"])
        text = self._mask(": ".join(part for part in (cells.get("subject"), cells.get("text")) if part))
        known = json.dumps([at.isoformat(), contact, text, count], ensure_ascii=False)
        self._seen[known] += 1
        origin = hashlib.sha256(f"{known}{self._seen[known]}".encode()).hexdigest()
        # Noon of today may be still to come. The origin keeps it: the same file is the same rows in the evening.
        return ContactRow(line, min(at, self._now), contact, text, count, f"contact:{origin}"), []

    def _contact(self, cell: str) -> Contact:
        for word in re.findall(r"[a-z-]+", cell.lower()):
            if word in _CHANNEL:
                return _CHANNEL[word]
        if cell:
            self.as_other[cell.lower()[:40]] += 1
        return Contact.OTHER


def moment_of(cell: str, zone: ZoneInfo) -> datetime | None:
    """The moment a cell names, in UTC: ISO 8601, or day first as in 31-05-2026 or 31/5/2026 14:30. None: no moment."""
    try:
        at = _parsed(cell)
        return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _parsed(cell: str) -> datetime:
    if found := _DAY_FIRST.fullmatch(cell):
        day, month, year, hour, minute, second = (int(part) if part else 0 for part in found.groups())
        return datetime.combine(date(year, month, day), time(hour, minute, second) if found[4] else NOON)
    if len(cell) <= len("2026-05-31"):
        return datetime.combine(date.fromisoformat(cell), NOON)
    return datetime.fromisoformat(cell)


def _count_of(cell: str) -> int | None:
    """A count; an empty cell is one. Thousands may be parted by a point or a space. None: no count."""
    if not cell:
        return 1
    if not _NUMBER.fullmatch(cell):
        return None
    count = int(re.sub(r"\D", "", cell))
    return count if count <= COUNT_MOST else None
