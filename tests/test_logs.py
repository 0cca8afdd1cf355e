"""Log lines: fields for people or machines, and never what somebody wrote."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from bot import logs
from bot.model import Question


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """The root logger as the test found it."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level


def written(level: str = "INFO", *, as_json: bool = True) -> io.StringIO:
    stream = io.StringIO()
    logs.set_up(level, as_json=as_json, stream=stream)
    return stream


def test_extras_are_fields_and_what_is_none_is_left_out() -> None:
    stream = written()
    logging.getLogger("kb.interaction").info("handled", extra={"kind": "command", "ms": 12, "failed": None})
    line = json.loads(stream.getvalue())
    moment = datetime.fromisoformat(line.pop("timestamp"))
    assert moment.tzinfo == UTC
    assert line == {"event": "handled", "level": "info", "logger": "kb.interaction", "kind": "command", "ms": 12}


def test_for_people_it_is_one_readable_line() -> None:
    stream = written(as_json=False)
    logging.getLogger("kb.interaction").info("made %d of %s", 3, "them", extra={"what": "answer.helped"})
    (line,) = stream.getvalue().splitlines()
    assert "made 3 of them" in line
    assert "what=answer.helped" in line


@pytest.mark.parametrize("as_json", [True, False])
def test_a_traceback_does_not_quote_what_somebody_wrote(as_json: bool) -> None:
    stream = written(as_json=as_json)
    typed = "mijn heel eigen vraag"
    try:
        Question(text=typed, asked_at=typed)  # type: ignore[arg-type]
    except ValueError:
        logging.getLogger("kb").exception("failed", extra={"reference": "7F3K"})
    assert "Traceback" in stream.getvalue()
    assert "7F3K" in stream.getvalue()
    assert typed not in stream.getvalue()


def test_slacks_libraries_which_log_whole_deliveries_only_warn_even_at_debug() -> None:
    stream = written("DEBUG")
    logging.getLogger("slack_bolt.App").setLevel("DEBUG")  # as Bolt does, from the root logger
    logging.getLogger("slack_sdk.web.client").debug("body: U1 zegt iets")
    logging.getLogger("slack_bolt.App").warning("Unhandled request (U1 zegt iets)")
    logging.getLogger("kb").debug("ours")
    assert "U1" not in stream.getvalue()
    assert "ours" in stream.getvalue()


def test_below_the_level_nothing_is_said() -> None:
    stream = written("WARNING")
    logging.getLogger("kb").info("handled")
    assert stream.getvalue() == ""
