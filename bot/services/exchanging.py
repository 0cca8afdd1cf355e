"""Knowledge out and in again: entries as rows of plain data, and confirmed questions to measure a matcher with.

An import stores all of its rows or none. It never overwrites: what is there already stays as it is, and a number that
another entry has is replaced by a new one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, ValidationError

from bot.domain.privacy import week_of
from bot.domain.setup import nearest
from bot.domain.text import language_of
from bot.model import (
    LANGUAGES,
    TEXT_MAX,
    TITLE_MAX,
    AuditRow,
    Entry,
    EntryState,
    Frozen,
    Kind,
    Language,
    Outcome,
    Phrasing,
    Question,
    Utc,
)
from bot.ports import Reader, Store, Unit

Row = dict[str, Any]

#: In an export a phrasing is these; its vector is made again.
PHRASING_FIELDS = ("text", "source", "weight", "language")
#: Not in an export: what belongs to one installation, and would let somebody undo.
INTERNAL = ("origin", "undo")


class PhrasingIn(Frozen):
    """A phrasing in a row."""

    text: str = Field(min_length=1, max_length=TEXT_MAX)
    source: Literal["title", "given", "learned"] = "given"
    weight: float = Field(default=1.0, gt=0, le=1000)
    language: Language = "nl"


_absent = BeforeValidator(lambda value: () if value is None else value)
_blank = BeforeValidator(lambda value: value or None)
DepartmentKey = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]


class EntryIn(Frozen):
    """A row of type "entry". Only kind and title are needed; without a number it gets the next one."""

    type: Literal["entry"] = "entry"
    number: int = Field(default=0, ge=0, le=2**31 - 1)
    kind: Kind
    title: str = Field(min_length=1, max_length=TITLE_MAX)
    body: str = Field(default="", max_length=TEXT_MAX)
    mandate: str = Field(default="", max_length=TEXT_MAX)
    wording: str = Field(default="", max_length=TEXT_MAX)
    next_time: str = Field(default="", max_length=TEXT_MAX)
    language: Language = "nl"
    department: Annotated[DepartmentKey | None, _blank] = None
    state: EntryState = EntryState.UNCHECKED
    author: Annotated[str | None, _blank] = None
    named: bool = False
    checked_by: Annotated[DepartmentKey | None, _blank] = None
    checked_at: Utc | None = None
    note: str = Field(default="", max_length=TEXT_MAX)
    merged_into: int | None = None
    see: int | None = None
    link: Annotated[str | None, _blank] = None
    helped: int = Field(default=0, ge=0)
    not_helped: int = Field(default=0, ge=0)
    created_at: Utc | None = None
    updated_at: Utc | None = None
    phrasings: Annotated[tuple[PhrasingIn, ...], _absent] = ()


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Something wrong in a row: where, and what is expected."""

    line: int
    column: str
    text: str

    def __str__(self) -> str:
        return f"line {self.line}, {self.column}: {self.text}" if self.column else f"line {self.line}: {self.text}"


@dataclass(frozen=True, slots=True)
class Incoming:
    """A row that may be stored. `origin` recognises it when it is imported again."""

    line: int
    entry: EntryIn
    origin: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a row. added: stored; renumbered: stored, under another number; unchanged: it was there already;
    kept: it was there, and has changed since."""

    line: int
    what: Literal["added", "renumbered", "unchanged", "kept"]
    number: int
    was: int  #: the number in the file; 0 for none
    title: str


# ---------------------------------------------------------------- out


def export_entries(data: Reader) -> Iterator[Row]:
    """Every entry with its phrasings, by number, as rows with "type" first."""
    for entry in data.entries():
        yield entry_row(entry, data.phrasings(entry.number))


def entry_row(entry: Entry, phrasings: Sequence[Phrasing]) -> Row:
    """An entry as it stands in an export. No field holds more than the model does: a mistake has no author."""
    values = entry.model_dump(mode="json", exclude=set(INTERNAL))
    ways = [{name: getattr(one, name) for name in PHRASING_FIELDS} for one in phrasings]
    return {"type": "entry", **values, "phrasings": ways}


def export_questions(data: Reader) -> Iterator[Row]:
    """Rows to measure a matcher with: {"text", "label", "split", "lang"}, the label an entry's number.

    Train: an entry's title, its phrasings and the older half of the questions it was confirmed to answer. Test: the
    newer half; a phrasing that was learned from one of those is left out of train, or the answer would be given away.
    """
    confirmed: dict[int, list[Question]] = {}
    for question in data.questions(outcomes=[Outcome.HELPED]):
        if question.entry is not None:
            confirmed.setdefault(question.entry, []).append(question)
    for entry in data.entries(states=[EntryState.UNCHECKED, EntryState.CHECKED, EntryState.OUTDATED]):
        questions = confirmed.get(entry.number, [])
        older, newer = questions[: len(questions) // 2], questions[len(questions) // 2 :]
        withheld = {question.id for question in newer}
        train = [
            (entry.title, entry.language),
            *((one.text, one.language) for one in data.phrasings(entry.number) if one.question not in withheld),
            *((one.text, one.language) for one in older),
        ]
        label = str(entry.number)
        seen: set[str] = set()
        for text, language in train:
            if text.casefold() not in seen:
                seen.add(text.casefold())
                yield {"text": text, "label": label, "split": "train", "lang": language}
        for one in newer:
            yield {"text": one.text, "label": label, "split": "test", "lang": one.language}


# ---------------------------------------------------------------- in


def parse_row(line: int, raw: object, default: Language) -> tuple[Incoming | None, tuple[RowProblem, ...]]:
    """A row of an export, checked; or None, and everything that is wrong with it.

    A row that was written by hand may leave out its language, which is then guessed (`default` when that fails), and
    say its phrasings as plain texts.
    """
    if not isinstance(raw, Mapping):
        return None, (RowProblem(line, "", 'expected an object, such as {"type": "entry", "kind": "tip", ...}'),)
    try:
        entry = EntryIn.model_validate(_filled(raw, default))
    except ValidationError as error:
        return None, tuple(_in_words(line, one) for one in error.errors(include_url=False, include_input=False))
    return Incoming(line, _fitting(entry), _origin(raw)), ()


def store_entries(store: Store, rows: Sequence[Incoming], now: datetime) -> tuple[Imported, ...]:
    """Stores the rows in one transaction; gives what became of each, in their order."""
    with store.writing() as unit:
        return _Import(unit, now).run(rows)


@dataclass
class _Import:
    """One import. Numbers in the file are translated to those in the store, for references between entries."""

    unit: Unit
    now: datetime
    numbers: dict[int, int] = field(default_factory=dict)
    done: dict[int, Imported] = field(default_factory=dict)
    fresh: list[tuple[Incoming, Entry]] = field(default_factory=list)

    def run(self, rows: Sequence[Incoming]) -> tuple[Imported, ...]:
        taken = [row for row in rows if not self._settle(row, last=False)]
        for row in taken:  # afterwards, so that a new number is never one that the file still needs
            self._settle(row, last=True)
        for row, entry in self.fresh:
            self._refer(row, entry)
        return tuple(self.done[row.line] for row in rows)

    def _settle(self, row: Incoming, *, last: bool) -> bool:
        """Stores a row under its own number, or (`last`) under a new one; False when its own is not free."""
        known = self._known(row)
        if known is not None:
            self._note(row, *known)
            return True
        free = bool(row.entry.number) and self.unit.entry(row.entry.number) is None
        if free or last:
            self.fresh.append((row, self._add(row, row.entry.number if free else 0)))
        return free or last

    def _known(self, row: Incoming) -> tuple[Literal["unchanged", "kept"], Entry] | None:
        """The entry that this row is about, if the store has it; changed here since, or not."""
        before = self.unit.entry_by_origin(row.origin)
        if before is not None:
            return "unchanged", before
        there = self.unit.entry(row.entry.number) if row.entry.number else None
        if there is None:
            return None
        if _plain(row.entry) == _plain(EntryIn.model_validate(entry_row(there, self.unit.phrasings(there.number)))):
            return "unchanged", there
        return ("kept", there) if _same_entry(row.entry, there) else None

    def _add(self, row: Incoming, number: int) -> Entry:
        given = row.entry
        values = {name: getattr(given, name) for name in EntryIn.model_fields if name in Entry.model_fields}
        nameless = given.kind is Kind.MISTAKE
        moment = week_of(self.now) if nameless else self.now
        created = given.created_at or moment
        values |= {
            "number": number,
            "merged_into": None,
            "see": None,
            "created_at": created,
            "updated_at": given.updated_at or created,
            "origin": row.origin,
        }
        entry = self.unit.add_entry(Entry(**values))
        title = PhrasingIn(text=given.title, source="title", language=given.language)
        # The title is a phrasing, unless it went along in a merge. Last, since an export has it in its place already.
        for one in given.phrasings if given.state is EntryState.MERGED else (*given.phrasings, title):
            way = {name: getattr(one, name) for name in PHRASING_FIELDS}
            self.unit.add_phrasing(Phrasing(entry=entry.number, created_at=entry.created_at, **way))
        self.unit.record(AuditRow(at=moment, subject=f"entry:{entry.number}", what="imported"))
        self._note(row, "added" if given.number in (0, entry.number) else "renumbered", entry)
        return entry

    def _refer(self, row: Incoming, entry: Entry) -> None:
        """References to entries that the file does not hold are left out: here that number may be another entry."""
        merged_into = self.numbers.get(row.entry.merged_into or 0)
        see = self.numbers.get(row.entry.see or 0)
        if merged_into or see:
            self.unit.save_entry(entry.but(merged_into=merged_into, see=see))

    def _note(self, row: Incoming, what: Literal["added", "renumbered", "unchanged", "kept"], entry: Entry) -> None:
        if row.entry.number:
            self.numbers[row.entry.number] = entry.number
        self.done[row.line] = Imported(row.line, what, entry.number, row.entry.number, entry.title)


def _filled(raw: Mapping[str, object], default: Language) -> Mapping[str, object]:
    language = raw.get("language") or language_of(f"{raw.get('title', '')} {raw.get('body', '')}", default)
    ways = raw.get("phrasings")
    if isinstance(ways, list):
        plain = [{"text": one} if isinstance(one, str) else one for one in ways]
        inherited = {"language": language} if language in LANGUAGES else {}
        ways = [{**inherited, **one} if isinstance(one, Mapping) else one for one in plain]
    return {**raw, "language": language, "phrasings": ways}


def _fitting(entry: EntryIn) -> EntryIn:
    """A mistake stays nameless whatever the file says: no author, no link to a message, its date by the week."""
    if entry.kind is not Kind.MISTAKE:
        return entry
    created, updated = entry.created_at, entry.updated_at
    return entry.but(
        author=None,
        named=False,
        link=None,
        created_at=week_of(created) if created else None,
        updated_at=week_of(updated) if updated and updated == created else updated,
    )


def _plain(entry: EntryIn) -> Row:
    return entry.model_dump(mode="json")


def _same_entry(given: EntryIn, there: Entry) -> bool:
    """The same number, and made at the same moment; a mistake's moment is a week, so some of its text as well."""
    if given.kind is not there.kind or given.created_at != there.created_at:
        return False
    return given.kind is not Kind.MISTAKE or given.title == there.title or (given.body == there.body != "")


def _origin(raw: Mapping[str, object]) -> str:
    text = json.dumps(raw, sort_keys=True, ensure_ascii=False, default=str)
    return f"import:{hashlib.sha256(text.encode()).hexdigest()}"


_EXPECTED = {
    "missing": "is missing",
    "string_type": "expected a text",
    "string_too_short": "is empty",
    "int_type": "expected a whole number",
    "int_parsing": "expected a whole number",
    "datetime_type": "expected a time, such as 2026-05-04T09:00:00Z",
    "datetime_parsing": "expected a time, such as 2026-05-04T09:00:00Z",
    "datetime_from_date_parsing": "expected a time, such as 2026-05-04T09:00:00Z",
    "tuple_type": "expected a list",
    "bool_type": "expected true or false",
    "bool_parsing": "expected true or false",
}


def _in_words(line: int, error: Any) -> RowProblem:
    """What is wrong, without the text it is wrong about."""
    kind, place = error["type"], error["loc"]
    column = ".".join(str(part + 1) if isinstance(part, int) else part for part in place)
    context = error.get("ctx", {})
    if kind == "extra_forbidden":
        fields = PhrasingIn.model_fields if len(place) > 1 else EntryIn.model_fields
        meant = nearest(str(place[-1]), fields)
        return RowProblem(line, column, f"unknown key{f'; did you mean {meant}?' if meant else ''}")
    if kind == "string_too_long":
        return RowProblem(line, column, f"too long: at most {context['max_length']} characters")
    if kind in ("literal_error", "enum"):
        return RowProblem(line, column, f"expected {context['expected']}")
    if kind == "string_pattern_mismatch":
        return RowProblem(line, column, "expected a department's key: small letters, digits and hyphens")
    return RowProblem(line, column, _EXPECTED.get(kind, str(error["msg"]).removeprefix("Value error, ")))
