"""`kb bench`: how fast kb is with a large knowledge base on this machine."""

from __future__ import annotations

import json as json_
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bot.cli.common import note, result, row, settings_for
from bot.cli.throwaway import alone
from bot.config import Settings
from bot.encoders import load_encoder
from bot.errors import BadSettings
from bot.measure.benching import EACH, Elsewhere, Restarted, measure, write_entry
from bot.measure.made_up import capacity
from storage import open_store

EXAMPLES = """\
  kb bench --phrasings 2000
  kb bench --json > bench.json

The texts are made up, Dutch and English. With 100,000 phrasings it takes some five minutes, most of it
encoding them.
"""

LINES = (
    ("Found first, in other words", "{hit@1:.1%} of questions"),
    ("Finding the answer", "{find_p50} ms at the median, {find_p99} ms for the slowest in a hundred"),
    ("  of which encoding", "{encode_p50} ms"),
    ("The whole reply, stored", "{reply_p50} ms at the median, {reply_p99} ms for the slowest in a hundred"),
    ("Questions a second", "{per_second_1} with one asker, {per_second_8} with eight; {unanswered} not answered"),
    ("A new entry is found", "after {found_here_s} s in this process, {found_elsewhere_s} s in another"),
    ("Slowest reply meanwhile", "{slowest_reply_while_changing} ms"),
    ("The index is built", "in {build_s} s (storing and encoding everything once: {fill_s} s)"),
    ("A restart answers", "after {restart_s} s, with {restart_encoded} texts encoded again"),
    ("Resident memory then", "{resident_mb} MB, at most {peak_mb} MB on the way"),
    ("rapidfuzz token_set_ratio", "{rapidfuzz_p50} ms, {rapidfuzz_ratio} times as long"),
    ("SQLite FTS5", "{fts5_p50} ms, {fts5_ratio} times as long"),
)


def bench(
    phrasings: Annotated[int, typer.Option(help="How large the knowledge base is.", min=EACH)] = 100_000,
    json: Annotated[bool, typer.Option("--json", help="Print one line of JSON.")] = False,
) -> None:
    """Measure how fast questions are answered from a large base.

    On a throw-away database of made-up entries, through what a /kb question goes through; in the same run
    rapidfuzz and SQLite's full-text search on the same texts.
    """
    settings = settings_for()
    if phrasings > capacity() * EACH:
        raise BadSettings((f"--phrasings {phrasings}: at most {capacity() * EACH} can be made up",))
    encoder = load_encoder(settings.kb_encoder)
    if encoder is None:
        note("# without the sentence encoder; kb doctor says what to do")
    with tempfile.TemporaryDirectory(prefix="kb-bench-", ignore_cleanup_errors=True) as folder:
        url = f"sqlite:///{Path(folder) / 'kb.sqlite'}"
        store = open_store(url)
        try:
            with _bar() as progress:
                context = alone(store, settings, encoder)
                figures = measure(context, phrasings, _elsewhere(url), datetime.now(UTC), progress)
        finally:
            store.close()
    if json:
        row(figures)
    else:
        _print(figures)


def _print(figures: Mapping[str, Any]) -> None:
    result(f"{figures['phrasings']} phrasings of {figures['entries']} entries")
    for name, text in LINES:
        result(f"  {name + ':':<30}{text.format_map(figures)}")


@contextmanager
def _bar() -> Any:
    """Progress on stderr; gives what `measure` reports to."""
    columns = (TextColumn("{task.description:<20}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        tasks: dict[str, Any] = {}

        def report(what: str, done: int, total: int) -> None:
            for other in tasks:
                if other != what:
                    shown.update(tasks[other], visible=False)
            if what not in tasks:
                tasks[what] = shown.add_task(what, total=total)
            shown.update(tasks[what], completed=done, total=total, visible=True)

        yield report


# ---------------------------------------------------------------- in processes of their own


def _elsewhere(url: str) -> Elsewhere:
    def write(title: str) -> float:
        return float(_other_process("write_there", url, title)["committed"])

    def restart(question: str) -> Restarted:
        start = time.monotonic()
        said = _other_process("restart_there", url, question)
        return Restarted(said["answered"] - start, said["encoded"], said["resident_mb"], said["peak_mb"])

    return Elsewhere(write, restart)


def _other_process(function: str, *arguments: str) -> dict[str, Any]:
    """What a function of this module prints in a new process, as JSON."""
    code = f"import sys; from bot.cli import benching; benching.{function}(*sys.argv[1:])"
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{function} failed in another process:\n{done.stderr}")
    return dict(json_.loads(done.stdout))


def write_there(url: str, title: str) -> None:
    """Stores an entry; prints the moment it was committed."""
    settings = settings_for()
    store = open_store(url)
    context = alone(store, settings, load_encoder(settings.kb_encoder))
    row({"committed": write_entry(context, title, datetime.now(UTC))})
    store.close()


def restart_there(url: str, question: str) -> None:
    """Starts as `kb serve` does and answers one question; prints when that was done, and what it took."""
    settings: Settings = settings_for()
    store = open_store(url)
    context = alone(store, settings, load_encoder(settings.kb_encoder))
    encoded = context.knowledge.fill()
    context.knowledge.index()
    context.knowledge.look_up(question)
    answered = time.monotonic()
    context.knowledge.settle()
    resident, peak = memory()
    row({"answered": answered, "encoded": encoded, "resident_mb": resident, "peak_mb": peak})
    store.close()


def memory() -> tuple[int | None, int | None]:
    """Resident now and at most, in MB; None where the system does not tell."""
    status = Path("/proc/self/status")
    if not status.exists():
        return None, None
    found = dict(line.split(":", 1) for line in status.read_text().splitlines())
    return int(found["VmRSS"].split()[0]) // 1024, int(found["VmHWM"].split()[0]) // 1024
