"""`kb eval`: how well kb answers labelled questions, beside what a team could pick instead."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from bot.cli.benching import memory
from bot.cli.common import note, row, settings_for
from bot.cli.throwaway import throw_away
from bot.config import Settings
from bot.encoders import load_encoder
from bot.errors import BadSettings
from bot.measure import picture as pictures
from bot.measure.exam import SPLITS, Exam, read_exam, read_labelled
from bot.measure.figures import Reliability, figures, reliability
from bot.measure.learning import Point, curve, steps
from bot.measure.remembering import Remembering
from bot.measure.rivals import Rival, chosen, measured
from bot.measure.sitting import fill, sit
from bot.measure.topics import grouped
from bot.ports import Encoder

EXAMPLES = """\
  kb export --questions --out questions.jsonl && kb eval questions.jsonl
  kb eval questions.jsonl --against rapidfuzz-token-set --against bm25-stemmed
  kb eval questions.jsonl --k 1 --learn --picture learning.png
  kb eval --topics questions.jsonl

FILE holds rows {"text", "label", "split": "train" or "test", "lang"}; the label "oos" means that no entry
answers it. Beside NAME.jsonl there may be NAME.faq.jsonl, rows {"label", "question", "answer"}.

Per label the k train rows with the smallest SHA-256 become one entry with that many phrasings. With a
companion file its question comes first, and its answer is the entry's text. Asked are the test rows.

  hit@1, hit@3, mrr   of the questions an entry answers: was it first, in the first three; mean of 1/rank
  auroc               does the probability of the first tell them from those that none answers
  correct@10fa        answered rightly, when 10% of the questions that none answers get through
  coverage@90         largest share of all questions that can be answered with 90% right
  ms_p50, ms_p99      milliseconds a question, one at a time

With --topics all questions (train and test rows, never oos) are grouped by what they ask, without a look at the
labels, and the groups are held against the labels:

  ari, v              adjusted Rand index and V-measure: 1 is the same groups, 0 (of ari) what chance gives
  groups              how many groups were found; labels: how many there are
  ms, peak_mb         milliseconds a question, encoding included; memory at most, the encoder included
"""
COLUMNS = ("hit@1", "hit@3", "mrr", "auroc", "correct@10fa", "coverage@90", "ms_p50", "ms_p99")
TOPIC_COLUMNS = ("labels", "groups", "ari", "v", "ms", "peak_mb")
ENOUGH = 20  #: below this a share says little: counts only
WIDTH = 120

Tick = Callable[[], None]


def eval_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="JSON Lines, such as kb export --questions writes.")],
    k: Annotated[int, typer.Option(help="Phrasings an entry; 0 takes the companion's question alone.", min=0)] = 5,
    limit: Annotated[int, typer.Option(help="Questions at most; 0 asks them all.", min=0)] = 1500,
    against: Annotated[list[str] | None, typer.Option(metavar="NAME", help="Also measure another matcher, or all; "
                                                      "may be said more than once.")] = None,
    learn: Annotated[bool, typer.Option("--learn", help="The learning curve: as colleagues go on asking.")] = False,
    picture: Annotated[Path | None, typer.Option(metavar="FILE.png", help="With --learn: draw it.")] = None,
    topics: Annotated[bool, typer.Option("--topics", help="How well questions are grouped by what they ask.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print JSON Lines: one a matcher, or a point.")] = False,
) -> None:  # fmt: skip
    """Measure how well questions are answered.

    With labelled questions, through what a /kb question goes through, on a throw-away database. Nothing of
    yours is changed, or read but the file.
    """
    settings = settings_for()
    rivals = chosen(against or ())
    if topics:
        if learn or rivals or picture is not None:
            raise BadSettings(("--topics is a measurement of its own: without --learn, --against and --picture",))
        return _topics(settings, file, limit, json)
    if picture is not None:
        _check_picture(picture, learn)
    if learn and rivals:
        raise BadSettings(("--learn and --against are two measurements: ask for one at a time",))
    exam = read_exam(file, k, limit)
    note(f"# {exam}")
    if exam.ignored:
        note(f"# {exam.ignored} rows left out: their split is not {' or '.join(SPLITS)}")
    encoder = load_encoder(settings.kb_encoder)
    if encoder is None:
        note("# without the sentence encoder; kb doctor says what to do")
    if learn:
        _learn(settings, exam, encoder, json, picture)
    else:
        _compare(settings, exam, encoder, rivals, json)


def _check_picture(picture: Path, learn: bool) -> None:
    if not learn:
        raise BadSettings(("--picture draws the learning curve: it needs --learn",))
    if picture.suffix.lower() not in pictures.KINDS:
        raise BadSettings((f"--picture {picture}: expected a name that ends in {', '.join(pictures.KINDS)}",))
    if not picture.absolute().parent.is_dir():
        raise BadSettings((f"--picture {picture}: there is no such folder",))
    pictures.require_matplotlib()


# ---------------------------------------------------------------- topics


def _topics(settings: Settings, file: Path, limit: int, json: bool) -> None:
    questions = read_labelled(file, limit)
    note(f"# {file.name}: {len(questions)} questions, {len({label for _, label in questions})} labels")
    encoder = load_encoder(settings.kb_encoder)
    if encoder is None:
        note("# without the sentence encoder; kb doctor says what to do")
    found = grouped(questions, encoder)
    result = {"file": file.name, "matcher": "kb", "questions": len(questions), **found, "peak_mb": memory()[1]}
    if json:
        row(result)
        return
    table = _table("questions", *TOPIC_COLUMNS)
    table.add_row(str(len(questions)), *(str(result[name]) for name in TOPIC_COLUMNS))
    _print(table)


# ---------------------------------------------------------------- side by side


def _compare(settings: Settings, exam: Exam, encoder: Encoder | None, rivals: Sequence[Rival], json: bool) -> None:
    found: dict[str, Mapping[str, float]] = {}

    def done(name: str, result: Mapping[str, float]) -> None:
        found[name] = result
        if json:
            row({"file": exam.file, "k": exam.k, "matcher": name, **result})

    with _bar("kb", len(exam.questions)) as tick, throw_away(settings, encoder) as context:
        ranked, milliseconds = sit(context, fill(context, exam, datetime.now(UTC)), exam.questions, tick)
    done("kb", figures(ranked, milliseconds))
    for rival in rivals:
        with _bar(rival.name, len(exam.questions)) as tick:
            result = figures(*measured(rival, exam, tick))
        done(rival.name, result)
    if not json:
        _print(_side_by_side(found), _reliability(reliability(ranked)), *_summary(reliability(ranked)))


def _side_by_side(found: Mapping[str, Mapping[str, float]]) -> Table:
    columns = [name for name in COLUMNS if any(name in result for result in found.values())]
    table = _table("matcher", *columns)
    for matcher, result in found.items():
        table.add_row(matcher, *(f"{result[name]:.3f}" if name in result else "" for name in columns))
    return table


def _reliability(found: Reliability) -> Table:
    table = _table("shown as fitting", "answers", "right", "said", "true")
    for band in found.bands:
        true = f"{band.right / band.shown:.2f}" if band.shown >= ENOUGH else ""
        table.add_row(f"{band.start:.2f} and up", str(band.shown), str(band.right), f"{band.said:.2f}", true)
    return table


def _summary(found: Reliability) -> Iterator[str]:
    yield f"Of {found.shown} answers shown as fitting {_share(found.right, found.shown)} were right."
    yield f"Of {found.answerable} questions that an entry answers {_share(found.answered, found.answerable)} got it."
    if found.unanswerable:
        yield (
            f"Of {found.unanswerable} questions that none answers {_share(found.misled, found.unanswerable)} "
            "were shown something as fitting."
        )


def _share(part: int, whole: int) -> str:
    return f"{part} ({part / whole:.2f})" if whole >= ENOUGH else str(part)


# ---------------------------------------------------------------- the learning curve


def _learn(settings: Settings, exam: Exam, encoder: Encoder | None, json: bool, picture: Path | None) -> None:
    if not exam.stream:
        raise BadSettings((f"{exam.file} has no train rows left to learn from with k={exam.k}",))
    remembering = Remembering(encoder) if encoder else None
    points: list[Point] = []
    with (
        throw_away(settings, remembering) as learning,
        throw_away(settings, remembering) as off,
        _bar("learning", steps(exam)) as tick,
    ):
        for point in curve(learning, off, exam, datetime.now(UTC), tick):
            points.append(point)
            if json:
                row(point.row())
    if not json:
        table = _table("questions", "hit@1", "learning off")
        for point in points:
            table.add_row(str(point.questions), f"{point.hit:.3f}", f"{point.off:.3f}")
        _print(table)
    if picture is not None:
        pictures.draw(points, f"{len(exam.subjects)} entries, {exam.k} phrasing{'s' * (exam.k != 1)} each", picture)
        note(f"drawn: {picture}")


# ---------------------------------------------------------------- on screen


def _table(first: str, *others: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(first)
    for name in others:
        table.add_column(name, justify="right")
    return table


def _print(*parts: Table | str) -> None:
    """On stdout, with an empty line after each table; never wrapped."""
    console = Console(width=WIDTH, highlight=False, markup=False)
    for part in parts:
        console.print(part)
        if isinstance(part, Table):
            console.print()


@contextmanager
def _bar(name: str, total: int) -> Iterator[Tick]:
    """A progress bar on stderr, if somebody looks at it; what it gives takes it one step further."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task(name, total=total)
        yield lambda: progress.advance(task)
