"""Logging: structlog over the standard library's, one line an event on stderr, for people or (KB_LOG_JSON) as JSON.

Extras become fields. What people wrote is never in a line: not in ours, and not in tracebacks, where libraries quote
the values they choke on. Slack's own libraries log whole deliveries, with who sent them, so they only get to warn.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any, TextIO

import structlog

#: Libraries that would log texts, tokens or people: the least level they may speak at, whatever KB_LOG_LEVEL says.
CAPPED = {
    "slack_sdk": logging.WARNING,
    "slack_bolt": logging.ERROR,  # it warns with the whole body of a request it has no listener for
    "urllib3": logging.WARNING,
    "sqlalchemy": logging.WARNING,
    "alembic": logging.WARNING,
    "apscheduler": logging.WARNING,
    "uvicorn": logging.WARNING,
    "websockets": logging.WARNING,
    "asyncio": logging.WARNING,
    "matplotlib": logging.WARNING,
}

_QUOTED_VALUES = (
    re.compile(r"input_value=.*?, input_type=", re.DOTALL),  # pydantic
    re.compile(r"\[parameters: .*?\]\s*(?=\(Background|$)", re.DOTALL),  # SQLAlchemy
    re.compile(r"^DETAIL:.*$", re.MULTILINE),  # PostgreSQL
)

Event = MutableMapping[str, Any]


def set_up(level: str, *, as_json: bool, stream: TextIO | None = None) -> None:
    """Sends every log line to `stream` (stderr), from `level` up. Again: replaces what was set up before."""
    shared: list[structlog.types.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _without_empty,
    ]
    output = stream or sys.stderr
    ending: list[structlog.types.Processor] = [structlog.processors.format_exc_info, _without_values]
    if as_json:
        ending.append(structlog.processors.JSONRenderer(ensure_ascii=False, default=str))
    else:
        # The default prints tracebacks with the local variables, in which texts and people stand.
        ending.append(
            structlog.dev.ConsoleRenderer(
                colors=output.isatty(), exception_formatter=structlog.dev.plain_traceback, pad_event_to=20
            )
        )
    handler = logging.StreamHandler(output)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *ending],
        )
    )
    handler.addFilter(_may_speak)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)


def _may_speak(record: logging.LogRecord) -> bool:
    """A filter, not a level: Bolt gives its loggers the level of the root logger."""
    return record.levelno >= CAPPED.get(record.name.partition(".")[0], logging.NOTSET)


def _without_empty(_logger: Any, _method: str, event: Event) -> Event:
    """A field that is None says nothing."""
    return {key: value for key, value in event.items() if value is not None}


def _without_values(_logger: Any, _method: str, event: Event) -> Event:
    """Takes out of a traceback what the libraries quote of the values they choked on."""
    if traceback := event.get("exception"):
        for pattern in _QUOTED_VALUES:
            traceback = pattern.sub("[left out] ", traceback)
        event["exception"] = traceback
    return event
