"""Past questions from elsewhere: JSON Lines with who asked what and when."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from bot.domain.text import has_words, language_of
from bot.model import LANGUAGES, TEXT_MAX, Language, Organisation, Utc
from bot.services.context import Context, mask_question
from bot.services.entry_rows import RowProblem, in_words
from bot.services.sheets import decode, department_key

Text = Annotated[str, BeforeValidator(lambda value: str(value) if isinstance(value, int) else value)]

OBJECT_EXPECTED = 'expected an object, such as {"id": 1, "at": "2026-05-04T09:00:00Z", ...}'


class QuestionIn(BaseModel):
    """A row. What else it holds is not read."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    id: Text
    at: Utc
    text: str = Field(min_length=1, max_length=TEXT_MAX)
    asker: Text | None = None
    lang: str | None = None
    department: str | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A past question. `asker` is only for its pseudonym; it is never stored."""

    line: int
    at: datetime
    text: str  #: masked
    language: Language
    asker: str | None
    department: str | None  #: key
    origin: str


@dataclass(frozen=True, slots=True)
class QuestionFile:
    """What a file held, in order of time."""

    rows: tuple[Asked, ...]
    problems: tuple[RowProblem, ...]


def parse_questions(content: bytes, context: Context, organisation: Organisation, now: datetime) -> QuestionFile:
    """The questions in a file, in order of time. A row with "truth", as test streams end with, is not read."""
    rows: list[Asked] = []
    problems: list[RowProblem] = []
    for line, text in enumerate(decode(content).split("\n"), start=1):
        if not text.strip():
            continue
        try:
            raw = json.loads(text)
        except ValueError:
            problems.append(RowProblem(line, "", "this is no JSON: expected one object a line"))
            continue
        if isinstance(raw, Mapping) and "truth" in raw:
            continue
        row, found = _row(line, raw, context, organisation, now)
        problems += found
        if row is not None:
            rows.append(row)
    if not rows and not problems:
        problems.append(RowProblem(1, "", f"holds no questions: {OBJECT_EXPECTED}"))
    return QuestionFile(tuple(sorted(rows, key=lambda row: (row.at, row.line))), tuple(problems))


def _row(
    line: int, raw: object, context: Context, organisation: Organisation, now: datetime
) -> tuple[Asked | None, list[RowProblem]]:
    if not isinstance(raw, Mapping):
        return None, [RowProblem(line, "", OBJECT_EXPECTED)]
    try:
        given = QuestionIn.model_validate(raw)
    except ValidationError as error:
        return None, [in_words(line, one) for one in error.errors(include_url=False, include_input=False)]
    problems = list(_wrong(line, given, organisation, now))
    if problems:
        return None, problems
    text = mask_question(given.text, organisation)[:TEXT_MAX]
    language: Language = "en" if given.lang == "en" else "nl"
    if given.lang not in LANGUAGES:
        language = language_of(text, context.language)
    # Keyed, and without the asker: nobody can find out from it who asked.
    known = context.opaque(json.dumps([given.id, given.at.isoformat(), given.text]))
    key = department_key(organisation, given.department)
    return Asked(line, given.at, text, language, given.asker, key, f"import:question:{known}"), []


def _wrong(line: int, given: QuestionIn, organisation: Organisation, now: datetime) -> Iterator[RowProblem]:
    if given.at > now:
        yield RowProblem(line, "at", "lies in the future")
    if not has_words(given.text):
        yield RowProblem(line, "text", "holds no words")
    if given.department and department_key(organisation, given.department) is None:
        known = [one.key for one in organisation.active]
        hint = f"there are: {', '.join(known)}" if known else "run kb configure first"
        yield RowProblem(line, "department", f"there is no such department; {hint}")
