"""The configuration file: YAML read without YAML's guesses, every value with the line it stands on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from bot.domain.setup import Path as Place
from bot.domain.setup import Problem, parse_setup
from bot.errors import BadSettings
from bot.locale import knows, say
from bot.model import Organisation

NODES_MOST = 100_000  #: aliases of aliases can make a small file endless
NULLS = ("", "~", "null", "Null", "NULL")


def read_setup(path: Path) -> Organisation:
    """The organisation a file describes. Errors: BadSettings with every problem as "FILE, line N: what is expected"."""
    source = _Source(str(path))
    try:
        data = source.read(path.read_text(encoding="utf-8-sig"))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise BadSettings((f"{path}, line {line}: this is no YAML: {error.problem or error.context}",)) from None
    except yaml.YAMLError as error:
        raise BadSettings((f"{path}: this is no YAML: {error}",)) from None
    except UnicodeDecodeError:
        raise BadSettings((f"{path}: expected a text file in UTF-8",)) from None
    if not data:
        raise BadSettings((f"{path}, line 1: expected departments, admins and so on; see kb configure --help",))
    organisation, problems = parse_setup(data)
    found = [*source.problems, *problems]
    if organisation is None or found:
        lines = sorted((source.line(one.path), _said(one)) for one in found)
        raise BadSettings(tuple(f"{path}, line {line}: {text}" for line, text in lines))
    return organisation


@dataclass
class _Source:
    """Reads a document into plain data: mappings, lists, and every scalar as the text that was typed, or None."""

    name: str
    text: list[str] = field(default_factory=list)
    lines: dict[Place, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    nodes: int = 0

    def read(self, text: str) -> Any:
        self.text = [*text.splitlines(), ""]
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        return None if node is None else self._value(node, ())

    def line(self, place: Place) -> int:
        """The line of a place, or of the nearest thing around it."""
        while place not in self.lines and place:
            place = place[:-1]
        return self.lines.get(place, 1)

    def _value(self, node: yaml.Node, place: Place) -> Any:
        line = node.start_mark.line + 1
        self.nodes += 1
        if self.nodes > NODES_MOST or len(place) > 20:
            raise BadSettings((f"{self.name}, line {line}: this refers to itself, or is too large",))
        self.lines.setdefault(place, line)
        if isinstance(node, yaml.MappingNode):
            return dict(self._pairs(node, place))
        if isinstance(node, yaml.SequenceNode):
            return [self._value(one, (*place, number)) for number, one in enumerate(node.value)]
        if getattr(node, "style", None) is not None or node.value not in NULLS:
            return node.value
        if node.value == "" and re.search(r"[:\-]\s+#\S", self.text[line - 1]):
            self.problems.append(Problem(place, "setup-comment"))
        return None

    def _pairs(self, node: yaml.MappingNode, place: Place) -> Iterator[tuple[str, Any]]:
        seen = set()
        for key, value in node.value:
            name = key.value if isinstance(key, yaml.ScalarNode) else "?"
            here = (*place, name)
            self.lines[here] = key.start_mark.line + 1
            if name in seen:
                self.problems.append(Problem(here, "setup-double-key", {"name": name}))
            seen.add(name)
            yield name, self._value(value, here)


def _said(problem: Problem) -> str:
    """E.g. "departments, channel: expected a Slack channel id ..."."""
    key = problem.key if knows(problem.key) else "setup-other"
    names = [str(part) for part in problem.path if isinstance(part, str)]
    if problem.key in ("setup-missing", "setup-unknown", "setup-double-key"):
        names = names[:-1]
    where = ".".join(names)
    text = say("en", key, **problem.values)
    return f"{where}: {text}" if where else text
