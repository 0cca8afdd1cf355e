"""What the commands share: settings, the store, logging, and how they speak: results on stdout, the rest on stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from bot import logs
from bot.config import SLACK, Settings, load_settings
from bot.errors import BadInput, BadSettings, KbError, Unavailable
from bot.locale import knows, say
from bot.ports import Store
from storage import open_store

DONE, FAILED, WRONG = 0, 1, 2  #: exit codes: done; failed or found problems; wrong usage or settings
PATIENCE = 30.0  #: seconds a command waits for a database that `kb serve` is busy with


def settings_for(*needed: str, slack: bool = False, quiet: bool = True) -> Settings:
    """The settings of a command, and logging set up by them. Errors: BadSettings.

    `slack`: it talks to Slack, so those settings must be right. `quiet`: only warnings are logged unless
    KB_LOG_LEVEL says otherwise.
    """
    settings = load_settings(*needed, unused=() if slack else SLACK)
    start_logging(settings, quiet=quiet)
    return settings


def start_logging(settings: Settings, *, quiet: bool = True) -> None:
    """By KB_LOG_LEVEL and KB_LOG_JSON."""
    level = "WARNING" if quiet and "kb_log_level" not in settings.model_fields_set else settings.kb_log_level
    logs.set_up(level, as_json=settings.kb_log_json)


@contextmanager
def opened(settings: Settings) -> Iterator[Store]:
    """The store, closed afterwards. Errors: BadSettings, Unavailable."""
    store = open_store(settings.database_url, patience=PATIENCE)
    try:
        yield store
    finally:
        store.close()


@contextmanager
def usage() -> Iterator[None]:
    """Around what depends on an option alone: a value that cannot be used is wrong usage. Errors: BadSettings."""
    try:
        yield
    except BadInput as error:
        raise BadSettings((say("en", error.key, **error.values),)) from None


def result(line: str) -> None:
    """A line of what was asked for, on stdout."""
    print(line, flush=True)


def amount(count: int, one: str, many: str = "") -> str:
    """ "1 record", "2 records"; `many` where that is more than an s."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def row(values: Mapping[str, Any]) -> None:
    """The same as JSON."""
    result(as_json(values))


def as_json(values: Mapping[str, Any]) -> str:
    """One line of JSON Lines."""
    return json.dumps(values, ensure_ascii=False)


def note(line: str) -> None:
    """Progress, or what went wrong, on stderr."""
    print(line, file=sys.stderr, flush=True)


def complain(error: KbError) -> int:
    """Says an error on stderr, in plain words; gives the exit code."""
    if isinstance(error, BadSettings):
        for problem in error.problems:
            note(f"kb: {problem}")
        return WRONG
    if isinstance(error, Unavailable):
        note(f"kb: the database does not answer: {error.values.get('reason', 'unknown')}")
        return FAILED
    note(f"kb: {say('en', error.key, **error.values) if knows(error.key) else error}")
    return FAILED
