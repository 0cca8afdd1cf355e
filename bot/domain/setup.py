"""What an organisation's setup may say: the shape of the configuration file and of the admin modals, and its rules.

Values come as plain data with every scalar as text, so that YAML's guesses (14:00 is 840, NO is false) never happen.
Everything that is wrong is found at once; a problem says where it stands and what is expected, as a message key.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import time
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError
from rapidfuzz import process

from bot.domain.privacy import PLACEHOLDERS, MaskRules
from bot.domain.synonyms import require_usable
from bot.domain.words import fold
from bot.errors import BadInput
from bot.model import Department, Language, Masking, Organisation, Synonym, TopTask

CASE_NUMBER_MAX = 200  #: characters of a case number's pattern
REPEATS_MAX = 30  #: the most that a bounded repeat in it may say
ALIKE = 60.0  #: similarity, of 100, from which a known word is suggested for an unknown one

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong at `path`, e.g. ("departments", 0, "channel"); the text `key` says what is expected."""

    path: Path
    key: str
    values: Mapping[str, Any] = field(default_factory=dict)


def parse_setup(raw: object) -> tuple[Organisation | None, tuple[Problem, ...]]:
    """The organisation in a file's data; or None, and everything that is wrong with it."""
    problems = _shape_problems(SetupIn, raw)
    if isinstance(raw, Mapping):
        problems += _double_keys(raw) + _unknown_departments(raw) + _unusable_synonyms(raw.get("synonyms"))
    if problems:
        return None, tuple(problems)
    return SetupIn.model_validate(raw).organisation(), ()


def parse_department(raw: Mapping[str, object]) -> tuple[Department | None, tuple[Problem, ...]]:
    """One department, of the same shape."""
    problems = _shape_problems(DepartmentIn, raw)
    return (None, tuple(problems)) if problems else (DepartmentIn.model_validate(raw).department(), ())


def parse_top_task(raw: Mapping[str, object], departments: Iterable[str]) -> tuple[TopTask | None, tuple[Problem, ...]]:
    """One top task; `departments` are the keys there are."""
    problems = _shape_problems(TopTaskIn, raw) + _not_among(raw.get("departments"), list(departments), ())
    return (None, tuple(problems)) if problems else (TopTaskIn.model_validate(raw).top_task(), ())


def parse_general(raw: Mapping[str, object]) -> tuple[Organisation | None, tuple[Problem, ...]]:
    """What is neither a department nor a top task, as an Organisation without those."""
    problems = _shape_problems(GeneralIn, raw)
    return (None, tuple(problems)) if problems else (Organisation(**GeneralIn.model_validate(raw).values()), ())


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that somebody probably meant, or None."""
    found = process.extractOne(word.lower(), list(known), score_cutoff=ALIKE)
    return found[0] if found else None


def parse_time(text: str) -> time:
    """A time of day, HH:MM or H:MM. Errors: PydanticCustomError (a ValueError)."""
    found = re.fullmatch(r"([01]?[0-9]|2[0-3]):([0-5][0-9])", text.strip())
    if not found:
        raise PydanticCustomError("time", "expected a time")
    return time(int(found[1]), int(found[2]))


# ---------------------------------------------------------------- the shape


def _id(kind: str, pattern: str) -> AfterValidator:
    compiled = re.compile(pattern)

    def check(value: str) -> str:
        if not compiled.fullmatch(value):
            raise PydanticCustomError(kind, "expected an id", {"given": value[:40]})
        return value

    return AfterValidator(check)


def _key(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,39}", value):
        raise PydanticCustomError("key", "expected a key", {"given": value[:40]})
    return value


def _no_placeholder(value: str) -> str:
    """A modal taken up again after a crash has its text masked already: better refused than kept."""
    if any(placeholder in value for placeholder in PLACEHOLDERS):
        raise PydanticCustomError("masked", "masked already", {"given": value[:40]})
    return value


def _case_number(value: str) -> str:
    if len(value) > CASE_NUMBER_MAX:
        raise PydanticCustomError("too-long", "too long", {"limit": CASE_NUMBER_MAX})
    if _may_run_away(value):
        raise PydanticCustomError("case-number-runaway", "may take for ever", {"limit": REPEATS_MAX})
    try:
        MaskRules(case_number=value)
    except ValueError:
        raise PydanticCustomError("case-number", "no usable regular expression") from None
    return value


def _may_run_away(pattern: str) -> bool:
    """Whether trying this pattern on a long text could take for ever: it runs on everything that is typed.

    Stricter than need be: one open-ended repeat in all, none of a group, and no bounded one beyond REPEATS_MAX.
    """
    token = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\{([0-9]*)(,?)([0-9]*)\}|.", re.DOTALL)
    before, open_ended = "", 0
    for found in token.finditer(pattern):
        text = found.group()
        low, comma, high = found.groups()
        unbounded = text in ("*", "+") or (comma == "," and not high)
        if unbounded:
            open_ended += 1
        if before == ")" and (unbounded or comma):
            return True
        if any(number and int(number) > REPEATS_MAX for number in (low, high)):
            return True
        before = text
    return open_ended > 1


_blank = BeforeValidator(lambda value: None if isinstance(value, str) and not value.strip() else value)
_absent = BeforeValidator(lambda value: () if value is None else value)
_once = AfterValidator(lambda values: tuple(dict.fromkeys(values)))

Text = Annotated[str, Field(min_length=1, max_length=60)]
Key = Annotated[str, AfterValidator(_key)]
Channel = Annotated[str, _id("channel", r"[CG][A-Z0-9]{1,40}")]
User = Annotated[str, _id("user", r"[UW][A-Z0-9]{1,40}")]
Member = Annotated[str, _id("member", r"[UWS][A-Z0-9]{1,40}")]
Moment = Annotated[time, BeforeValidator(lambda value: parse_time(value) if isinstance(value, str) else value)]
Own = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_no_placeholder)]
Keys = Annotated[tuple[Key, ...], _absent, _once]


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class DepartmentIn(_Shape):
    """`departments: [{...}]`"""

    key: Key
    name: Text
    channel: Annotated[Channel | None, _blank] = None
    members: Annotated[tuple[Member, ...], _absent, _once] = ()
    lead: Annotated[User | None, _blank] = None
    language: Language = "nl"
    signal_times: Annotated[tuple[Moment, ...], _absent, AfterValidator(lambda times: tuple(sorted(set(times))))] = (
        time(9),
        time(14),
    )
    digest_time: Moment = time(9)

    def department(self) -> Department:
        """As the domain has it."""
        return Department(**{name: getattr(self, name) for name in type(self).model_fields})


class TopTaskIn(_Shape):
    """`top_tasks: [{...}]`"""

    key: Key
    name: Text
    owner: Annotated[User | None, _blank] = None
    departments: Keys = ()

    def top_task(self) -> TopTask:
        """As the domain has it."""
        return TopTask(**{name: getattr(self, name) for name in type(self).model_fields})


class MaskIn(_Shape):
    """`mask: {keep, case_number}`"""

    keep: Annotated[tuple[Own, ...], _absent, _once] = ()
    case_number: Annotated[Annotated[Own, AfterValidator(_case_number)] | None, _blank] = None


class GeneralIn(_Shape):
    """The rest."""

    admins: Annotated[tuple[User, ...], _absent, _once] = ()
    digest_channel: Annotated[Channel | None, _blank] = None
    announcement_channels: Annotated[tuple[Channel, ...], _absent, _once] = ()
    mask: Annotated[MaskIn, BeforeValidator(lambda value: {} if value is None else value)] = MaskIn()

    def values(self) -> dict[str, Any]:
        """Fields of Organisation."""
        names = ("admins", "digest_channel", "announcement_channels")
        mask = Masking(keep=self.mask.keep, case_number=self.mask.case_number)
        return {**{name: getattr(self, name) for name in names}, "mask": mask}


class SetupIn(GeneralIn):
    """A whole file."""

    departments: Annotated[tuple[DepartmentIn, ...], _absent] = ()
    top_tasks: Annotated[tuple[TopTaskIn, ...], _absent] = ()
    synonyms: Annotated[dict[str, Text], BeforeValidator(lambda value: {} if value is None else value)] = {}

    def organisation(self) -> Organisation:
        """As the domain has it."""
        return Organisation(
            departments=tuple(one.department() for one in self.departments),
            top_tasks=tuple(one.top_task() for one in self.top_tasks),
            synonyms=tuple(Synonym(term=term, means=means) for term, means in self.synonyms.items()),
            **self.values(),
        )


# ---------------------------------------------------------------- problems

_KEYS = {
    "missing": "missing",
    "string_type": "text",
    "tuple_type": "list",
    "list_type": "list",
    "model_type": "mapping",
    "model_attributes_type": "mapping",
    "dict_type": "mapping",
    "time_type": "time",
    "string_too_short": "empty",
    "string_too_long": "too-long",
    "literal_error": "choice",
    "extra_forbidden": "unknown",
}


def _shape_problems(shape: type[BaseModel], raw: object) -> list[Problem]:
    try:
        TypeAdapter(shape).validate_python(raw)
    except ValidationError as error:
        return [_problem(shape, one) for one in error.errors(include_url=False)]
    return []


def _problem(shape: type[BaseModel], error: ErrorDetails) -> Problem:
    path, kind, context = tuple(error["loc"]), error["type"], dict(error.get("ctx", {}))
    values = {name: value for name, value in context.items() if name in ("given", "limit")}
    if kind == "string_too_long":
        values["limit"] = context["max_length"]
    if kind == "literal_error":
        values["choices"] = str(context["expected"]).replace("'", "")
    if kind == "missing":
        values["name"] = str(path[-1])
    if kind == "extra_forbidden":
        known = tuple(_shape_at(shape, path).model_fields)
        values = {"name": str(path[-1]), "known": ", ".join(known), "meant": nearest(str(path[-1]), known) or "none"}
    return Problem(path, f"setup-{_KEYS.get(kind, kind)}", values)


def _shape_at(shape: type[BaseModel], path: Path) -> type[BaseModel]:
    shapes: dict[str | int, type[BaseModel]] = {"departments": DepartmentIn, "top_tasks": TopTaskIn, "mask": MaskIn}
    return shapes.get(path[0], shape) if len(path) > 1 else shape


def _double_keys(raw: Mapping[str, object]) -> list[Problem]:
    problems = []
    for kind in ("departments", "top_tasks"):
        seen: set[object] = set()
        for place, one in enumerate(_items(raw.get(kind))):
            key = one.get("key") if isinstance(one, Mapping) else None
            if isinstance(key, str) and key in seen:
                problems.append(Problem((kind, place, "key"), "setup-double", {"given": key}))
            seen.add(key)
    return problems


def _unknown_departments(raw: Mapping[str, object]) -> list[Problem]:
    known = [str(one.get("key")) for one in _items(raw.get("departments")) if isinstance(one, Mapping)]
    problems = []
    for place, one in enumerate(_items(raw.get("top_tasks"))):
        if isinstance(one, Mapping):
            problems += _not_among(one.get("departments"), known, ("top_tasks", place))
    return problems


def _unusable_synonyms(raw: object) -> list[Problem]:
    problems = []
    seen: set[str] = set()
    for term, means in raw.items() if isinstance(raw, Mapping) else ():
        if not isinstance(means, str) or not means.strip():
            continue  # its shape is wrong, which is said already
        if fold(term) in seen:
            problems.append(Problem(("synonyms", term), "setup-double", {"given": term[:40]}))
        seen.add(fold(term))
        try:
            require_usable(term, means)
        except BadInput as error:
            problems.append(Problem(("synonyms", term), error.key, error.values))
    return problems


def _not_among(given: object, known: Sequence[str], path: Path) -> list[Problem]:
    return [
        Problem(
            (*path, "departments", place),
            "setup-no-department",
            {"given": key[:40], "known": ", ".join(known) or "-", "meant": nearest(key, known) or "none"},
        )
        for place, key in enumerate(_items(given))
        if isinstance(key, str) and key not in known
    ]


def _items(value: object) -> Sequence[object]:
    return value if isinstance(value, list | tuple) else ()
