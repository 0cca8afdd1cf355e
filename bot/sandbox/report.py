"""The small vocabulary the checks are written in: a list of problems, and tests of JSON values by pointer."""

import re
from collections.abc import Callable, Collection
from typing import Any


class Report:
    """Problems found, worded as Slack words them, each with its JSON pointer."""

    def __init__(self) -> None:
        self.problems: list[str] = []

    def add(self, problem: str, pointer: str) -> None:
        """Writes down one problem."""
        self.problems.append(f"[ERROR] {problem} [json-pointer:{pointer}]")


Check = Callable[[Any, str, Report], None]


def fields(value: Any, pointer: str, report: Report, required: dict[str, Check], optional: dict[str, Check]) -> bool:
    """An object with these fields and no others. False when it is no object at all."""
    if not isinstance(value, dict):
        report.add("must provide an object", pointer)
        return False
    for name in required:
        if value.get(name) is None:
            report.add(f"missing required field: {name}", pointer)
    for name, item in value.items():
        check = required.get(name) or optional.get(name)
        if check is None:
            report.add(f"invalid additional property: {name}", pointer)
        elif item is not None:
            check(item, f"{pointer}/{name}", report)
        elif name in optional:
            report.add("must not be null", f"{pointer}/{name}")
    return True


def shape(required: dict[str, Check], optional: dict[str, Check] | None = None) -> Check:
    """`fields` as a check of its own."""

    def check(value: Any, pointer: str, report: Report) -> None:
        fields(value, pointer, report, required, optional or {})

    return check


def string(longest: int, shortest: int = 1, pattern: str | None = None) -> Check:
    """A string of `shortest` to `longest` characters, fully matching `pattern`."""

    def check(value: Any, pointer: str, report: Report) -> None:
        if not isinstance(value, str):
            report.add("must provide a string", pointer)
        elif len(value) < shortest:
            report.add(f"must be more than {shortest - 1} characters", pointer)
        elif len(value) > longest:
            report.add(f"must be less than {longest + 1} characters", pointer)
        elif pattern is not None and not re.fullmatch(pattern, value):
            report.add("must match the expected format", pointer)

    return check


def one_of(*allowed: str) -> Check:
    """One of a few strings."""

    def check(value: Any, pointer: str, report: Report) -> None:
        if value not in allowed:
            report.add(f"must be a valid enum value: {', '.join(allowed)}", pointer)

    return check


def boolean(value: Any, pointer: str, report: Report) -> None:
    """true or false."""
    if not isinstance(value, bool):
        report.add("must provide a boolean", pointer)


def integer(least: int, most: int) -> Check:
    """A whole number in a range."""

    def check(value: Any, pointer: str, report: Report) -> None:
        if not isinstance(value, int) or isinstance(value, bool):
            report.add("must provide an integer", pointer)
        elif not least <= value <= most:
            report.add(f"must be between {least} and {most}", pointer)

    return check


def items(check_item: Check, most: int, least: int = 1) -> Check:
    """A list of `least` to `most` things."""

    def check(value: Any, pointer: str, report: Report) -> None:
        if not isinstance(value, list):
            report.add("must provide an array", pointer)
            return
        if len(value) > most:
            report.add(f"no more than {most} items allowed", pointer)
        if len(value) < least:
            report.add(f"no fewer than {least} items required", pointer)
        for index, item in enumerate(value):
            check_item(item, f"{pointer}/{index}", report)

    return check


def anything(value: Any, pointer: str, report: Report) -> None:
    """Not looked at."""


def typed(kinds: dict[str, Check], allowed: Collection[str] | None = None) -> Check:
    """An object told apart by its `type`; `allowed` narrows which types may stand here."""

    def check(value: Any, pointer: str, report: Report) -> None:
        if not isinstance(value, dict):
            report.add("must provide an object", pointer)
            return
        kind = value.get("type")
        if not isinstance(kind, str):
            report.add("missing required field: type", pointer)
        elif kind not in kinds or (allowed is not None and kind not in allowed):
            report.add(f"unsupported type: {kind}", f"{pointer}/type")
        else:
            kinds[kind](value, pointer, report)

    return check
