"""`kb import --contacts` and `kb import --questions`: what comes from other systems."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from bot.cli.common import FAILED, amount, note, opened, result, row
from bot.cli.throwaway import alone
from bot.config import Settings, secret_of
from bot.encoders import load_encoder
from bot.model import Organisation
from bot.services.contact_sheets import parse_contacts
from bot.services.context import Context
from bot.services.entry_rows import RowProblem
from bot.services.importing_contacts import ContactsImported, import_contacts
from bot.services.importing_questions import QuestionsImported, import_questions
from bot.services.question_streams import parse_questions

PROBLEMS_SHOWN, NAMES_SHOWN = 50, 10
Report = Callable[[str, int, int], None]


def contacts(file: Path, settings: Settings, *, skip_bad: bool, json: bool) -> None:
    """Stores the contact records in a CSV file."""
    now = datetime.now(UTC)
    with _context(settings) as context:
        sheet = parse_contacts(file.read_bytes(), _organisation(context), settings.zone, now)
        left_out = _settle(file, sheet.problems, skip_bad and bool(sheet.rows))
        for what, names in (("not read", sheet.unused), ("counted as channel other", sheet.as_other)):
            if names:
                note(f"{file}: {what}: {', '.join(names[:NAMES_SHOWN])}")
        with _bar() as report:
            done = import_contacts(context, sheet.rows, now, report)
    said = _contacts_said(done)
    row({"type": "contacts", **asdict(done), "left_out": left_out}) if json else result(said)


def questions(file: Path, settings: Settings, *, skip_bad: bool, json: bool) -> None:
    """Stores the past questions in a JSON Lines file."""
    now = datetime.now(UTC)
    with _context(settings) as context:
        stream = parse_questions(file.read_bytes(), context, _organisation(context), now)
        left_out = _settle(file, stream.problems, skip_bad and bool(stream.rows))
        with _bar() as report:
            done = import_questions(context, stream.rows, now, report)
    said = _questions_said(done)
    row({"type": "questions", **asdict(done), "left_out": left_out}) if json else result(said)


def _contacts_said(done: ContactsImported) -> str:
    if not done.added:
        return f"nothing changed: {_were(amount(done.there, 'record'), done.there)} there"
    new = f" ({done.opened} of them new)" if done.opened else ""
    return (
        f"{amount(done.added, 'record')} imported, {_were(str(done.there), done.there)} there: "
        f"{amount(done.customers, 'customer')}, in {amount(done.topics, 'topic')}{new}; "
        f"{amount(done.without_topic, 'customer')} in no topic"
    )


def _questions_said(done: QuestionsImported) -> str:
    if not done.added:
        return f"nothing changed: {_were(amount(done.there, 'question'), done.there)} there"
    new = f" ({done.opened} of them new)" if done.opened else ""
    added, there = amount(done.added, "question"), _were(str(done.there), done.there)
    return f"{added} imported, {there} there: in {amount(done.topics, 'topic')}{new}"


def _were(what: str, count: int) -> str:
    return f"{what} {'was' if count == 1 else 'were'}"


def _settle(file: Path, problems: Sequence[RowProblem], skip_bad: bool) -> int:
    """Says what is wrong; gives how many rows are left out, or ends the command."""
    for problem in problems[:PROBLEMS_SHOWN]:
        note(f"{file}, {problem}")
    if len(problems) > PROBLEMS_SHOWN:
        note(f"{file}: and {len(problems) - PROBLEMS_SHOWN} more")
    left_out = len({problem.line for problem in problems})
    if problems and not skip_bad:
        note(f"kb: nothing was imported: {amount(len(problems), 'problem')}; --skip-bad leaves such rows out")
        raise typer.Exit(FAILED)
    if problems:
        note(f"{file}: {amount(left_out, 'row')} left out")
    return left_out


@contextmanager
def _context(settings: Settings) -> Iterator[Context]:
    """The use cases' context on the organisation's own store, without Slack."""
    encoder = load_encoder(settings.kb_encoder)
    if encoder is None:
        note("without the sentence encoder; kb doctor says what to do")
    with opened(settings) as store:
        context = replace(alone(store, settings, encoder), secret=secret_of(settings))
        context.knowledge.fill()
        yield context
        context.knowledge.settle()


def _organisation(context: Context) -> Organisation:
    with context.store.reading() as data:
        return data.organisation()


@contextmanager
def _bar() -> Iterator[Report]:
    """Progress on stderr."""
    columns = (TextColumn("{task.description:<10}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        tasks: dict[str, TaskID] = {}

        def report(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = shown.add_task(what, total=total)
            shown.update(tasks[what], completed=done, total=total)

        yield report
