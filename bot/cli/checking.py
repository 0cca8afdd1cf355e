"""`kb doctor`: is everything there that the bot needs?"""

from __future__ import annotations

import os
from dataclasses import asdict
from typing import Annotated

import typer

from bot.cli.common import FAILED, result, row, start_logging
from bot.config import read_settings
from bot.doctor import Look, examine

EXAMPLES = """\
  kb doctor
  kb doctor --json
"""


def doctor(json: Annotated[bool, typer.Option("--json", help="Print JSON Lines.")] = False) -> None:
    """Check the installation, and say what to do.

    Settings, tokens, scopes, database, encoder and channels, a line each. Changes nothing. Exit code 1 when
    something fails; a warning is no failure.
    """
    settings, problems = read_settings()
    start_logging(settings)
    failed = False
    for one in examine(Look(settings, problems, dict(os.environ))):
        failed = failed or one.level == "fail"
        if json:
            row({"type": "check", **asdict(one)})
        else:
            result(f"{one.level:<5}{one.name}: {one.text}" + (f" -> {one.todo}" if one.todo else ""))
    if failed:
        raise typer.Exit(FAILED)
