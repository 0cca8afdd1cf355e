"""A row of an export: the shape of an entry as plain data, and what may be wrong with one that comes in."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, ValidationError, model_validator

from bot.domain.privacy import week_of
from bot.domain.setup_shape import nearest
from bot.domain.text import language_of
from bot.model import (
    LANGUAGES,
    TEXT_MAX,
    TITLE_MAX,
    Announcement,
    Entry,
    EntryState,
    Expected,
    Frozen,
    Kind,
    Language,
    Organisation,
    Phrasing,
    Utc,
)
from bot.services.context import mask_entry

Row = dict[str, Any]

#: In an export a phrasing is these; its vector is made again.
PHRASING_FIELDS = ("text", "source", "weight", "language")
#: Not in an export: what belongs to one installation, and would let somebody undo.
INTERNAL = ("origin", "undo")
#: What an export says of every entry, and nobody who writes a row by hand says together.
EXPORTED = frozenset(("number", "state", "created_at", "updated_at"))


DepartmentKey = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]


class PhrasingIn(Frozen):
    """A phrasing in a row."""

    text: str = Field(min_length=1, max_length=TEXT_MAX)
    source: Literal["title", "given", "learned"] = "given"
    weight: float = Field(default=1.0, gt=0, le=1000)
    language: Language = "nl"


class AnnouncementIn(Frozen):
    """What an entry of kind announcement has beside its text."""

    department: DepartmentKey
    starts: date
    ends: date
    audience: str = Field(default="", max_length=TITLE_MAX)
    customers: int | None = Field(default=None, ge=0)
    expected: tuple[Expected, ...] = ()
    created_by: str
    created_at: Utc
    withdrawn_at: Utc | None = None
    reads: int = Field(default=0, ge=0)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.ends < self.starts:
            raise ValueError("ends before it starts")
        return self


_absent = BeforeValidator(lambda value: () if value is None else value)
_blank = BeforeValidator(lambda value: value or None)


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
    announcement: AnnouncementIn | None = None

    @model_validator(mode="after")
    def _announced(self) -> Self:
        if self.announcement is not None and self.kind is not Kind.ANNOUNCEMENT:
            raise ValueError("only an entry of kind announcement has an announcement")
        return self


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


def entry_row(entry: Entry, phrasings: Sequence[Phrasing], announcement: Announcement | None = None) -> Row:
    """An entry as it stands in an export. No field holds more than the model does: a mistake has no author."""
    values = entry.model_dump(mode="json", exclude=set(INTERNAL))
    ways = [{name: getattr(one, name) for name in PHRASING_FIELDS} for one in phrasings]
    row = {"type": "entry", **values, "phrasings": ways}
    if announcement is not None:
        row["announcement"] = announcement.model_dump(mode="json", include=set(AnnouncementIn.model_fields))
    return row


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
        return None, tuple(in_words(line, one) for one in error.errors(include_url=False, include_input=False))
    return Incoming(line, _fitting(entry), _origin(raw)), ()


def written_by_hand(raw: Mapping[str, object]) -> bool:
    """Whether `kb export` did not write this row."""
    return not raw.keys() >= EXPORTED


def without_customers(entry: EntryIn, organisation: Organisation) -> EntryIn:
    """The entry with customer data masked in all that people wrote; the organisation's own numbers stay."""

    def masked(text: str, most: int = TEXT_MAX) -> str:
        return mask_entry(text, organisation)[:most]  # a placeholder may be longer than what it masks

    texts = {name: masked(getattr(entry, name)) for name in ("body", "mandate", "wording", "next_time", "note")}
    announcement = entry.announcement
    if announcement is not None:
        expected = (
            Expected(question=masked(e.question, TITLE_MAX), answer=masked(e.answer)) for e in announcement.expected
        )
        audience = masked(announcement.audience, TITLE_MAX)
        announcement = announcement.but(audience=audience, expected=tuple(expected))
    return entry.but(
        title=masked(entry.title, TITLE_MAX),
        phrasings=tuple(one.but(text=masked(one.text)) for one in entry.phrasings),
        announcement=announcement,
        **texts,
    )


def _filled(raw: Mapping[str, object], default: Language) -> Mapping[str, object]:
    language = raw.get("language") or language_of(f"{raw.get('title', '')} {raw.get('body', '')}", default)
    ways = raw.get("phrasings")
    if isinstance(ways, list):
        plain = [{"text": one} if isinstance(one, str) else one for one in ways]
        inherited = {"language": language} if language in LANGUAGES else {}
        ways = [{**inherited, **one} if isinstance(one, Mapping) else one for one in plain]
    return {**raw, "language": language, "phrasings": ways}


def _fitting(entry: EntryIn) -> EntryIn:
    """What the model allows. A mistake stays nameless whatever the file says: no author or link, its date by week."""
    if entry.state is EntryState.CHECKED and entry.checked_at is None:
        entry = entry.but(state=EntryState.UNCHECKED, checked_by=None)  # nobody can say since when it holds
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


def _origin(raw: Mapping[str, object]) -> str:
    text = json.dumps(raw, sort_keys=True, ensure_ascii=False, default=str)
    return f"import:{hashlib.sha256(text.encode()).hexdigest()}"


def _fields_at(place: Sequence[int | str]) -> Sequence[str]:
    """The keys that are known where something is wrong."""
    within: dict[int | str, Any] = {"phrasings": PhrasingIn, "announcement": AnnouncementIn}
    kind = EntryIn if len(place) == 1 else Expected if "expected" in place else within.get(place[0], EntryIn)
    return tuple(kind.model_fields)


_EXPECTED = {
    "missing": "is missing",
    "string_type": "expected a text",
    "string_too_short": "is empty",
    "int_type": "expected a whole number",
    "int_parsing": "expected a whole number",
    "datetime_type": "expected a time, such as 2026-05-04T09:00:00Z",
    "datetime_parsing": "expected a time, such as 2026-05-04T09:00:00Z",
    "datetime_from_date_parsing": "expected a time, such as 2026-05-04T09:00:00Z",
    "date_type": "expected a day, such as 2026-05-04",
    "date_parsing": "expected a day, such as 2026-05-04",
    "date_from_datetime_parsing": "expected a day, such as 2026-05-04",
    "tuple_type": "expected a list",
    "bool_type": "expected true or false",
    "bool_parsing": "expected true or false",
}


def in_words(line: int, error: Any) -> RowProblem:
    """What is wrong, without the text it is wrong about."""
    kind, place = error["type"], error["loc"]
    column = ".".join(str(part + 1) if isinstance(part, int) else part for part in place)
    context = error.get("ctx", {})
    if kind == "extra_forbidden":
        meant = nearest(str(place[-1]), _fields_at(place))
        return RowProblem(line, column, f"unknown key{f'; did you mean {meant}?' if meant else ''}")
    if kind == "string_too_long":
        return RowProblem(line, column, f"too long: at most {context['max_length']} characters")
    if kind in ("literal_error", "enum"):
        return RowProblem(line, column, f"expected {context['expected']}")
    if kind == "string_pattern_mismatch":
        return RowProblem(line, column, "expected a department's key: small letters, digits and hyphens")
    return RowProblem(line, column, _EXPECTED.get(kind, str(error["msg"]).removeprefix("Value error, ")))
