"""What an organisation's setup may say: the rules of the configuration file and of the admin modals.

Their shape is in setup_shape.py. Everything that is wrong is found at once; a problem says where it stands and what is
expected, as a message key.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from bot.domain.setup_shape import DepartmentIn, GeneralIn, MaskIn, SetupIn, TopTaskIn, nearest
from bot.domain.synonyms import require_usable
from bot.domain.words import fold
from bot.errors import BadInput
from bot.model import Department, Organisation, TopTask

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
    "int_parsing": "count",
    "int_type": "count",
    "less_than_equal": "count",
    "greater_than_equal": "count",
}
_PASSED_ON = ("given", "limit", "meant", "known", "opens")


def _shape_problems(shape: type[BaseModel], raw: object) -> list[Problem]:
    try:
        TypeAdapter(shape).validate_python(raw)
    except ValidationError as error:
        return [_problem(shape, one) for one in error.errors(include_url=False)]
    return []


def _problem(shape: type[BaseModel], error: ErrorDetails) -> Problem:
    path, kind, context = tuple(error["loc"]), error["type"], dict(error.get("ctx", {}))
    values = {name: value for name, value in context.items() if name in _PASSED_ON}
    if kind == "string_too_long":
        values["limit"] = context["max_length"]
    if kind == "literal_error":
        values["choices"] = str(context["expected"]).replace("'", "")
    if kind == "contact":
        path = (*path, context["given"])
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
