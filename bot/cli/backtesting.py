"""`kb backtest`: the signals that past questions would have given, to see before anybody is told."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bot.cli.common import note, row, settings_for
from bot.domain.text import one_line
from bot.encoders import load_encoder
from bot.measure.backtest import Told, read_stream, replay
from bot.model import ENOUGH_PEOPLE

EXAMPLES = """\
  kb backtest stream.jsonl
  kb backtest stream.jsonl --json > signals.jsonl

FILE holds a question a row: {"id", "at": "2026-05-04T09:12:00+00:00", "asker", "text"}. A row with "truth", as
test streams end with, is not read.

Checks are at 09:00 and 14:00 UTC on weekdays, none in the first 14 days. Only the kind "asked more often":
a past file does not say whether an answer helped. With --json one row a signal: "at", and "questions", the
ids of those it shows, all asked before it.
"""
SHOWN = 3  #: questions of a signal


def backtest(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="JSON Lines, a question a row.")],
    json: Annotated[bool, typer.Option("--json", help="Print JSON Lines: one a signal.")] = False,
) -> None:
    """Replay past questions: which signals would have come.

    In memory; nothing of yours is changed, or read but the file.
    """
    settings = settings_for()
    stream = read_stream(file)
    encoder = load_encoder(settings.kb_encoder)
    if encoder is None:
        note("# without the sentence encoder; kb doctor says what to do")
    if json:
        for told in replay(stream, encoder):
            row({"at": told.at.isoformat(), "questions": [question.id for question in told.questions]})
        return
    found = tuple(replay(stream, encoder))
    first, last = stream[0].at.date(), stream[-1].at.date()
    note(f"# {len(stream)} questions, {first} to {last}: {len(found)} signals")
    if found:
        Console(width=120).print(_table(found))


def _table(found: Sequence[Told]) -> Table:
    table = Table("when", "colleagues", "usually a week", "asked, for example", box=None, pad_edge=False)
    for told in found:
        texts = " / ".join(one_line(question.text, 60) for question in told.questions[-SHOWN:])
        people = str(told.people) if told.people >= ENOUGH_PEOPLE else "-"
        table.add_row(f"{told.at:%a %d %b %H:%M}", people, f"{told.usual_per_week:.0f}", texts)
    return table
