"""The learning curve: people go on asking a small base, press Helped or "Not what I meant", and it gets better.

Two bases begin with the same entries and are asked the same. In one people react, as the labels say; in the other they
do not, so it learns nothing. Both sit the exam's questions after some of the stream.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.measure.exam import Asked, Exam, sha
from bot.measure.figures import hit_at_1
from bot.measure.sitting import fill, sit
from bot.model import TEXT_MAX
from bot.services.answering import ask
from bot.services.context import Context
from bot.services.reacting import helped, not_this

CHECKPOINTS = (0, 100, 500, 1000, 2000)  #: questions asked before the exam is sat
ASKERS = 150
PACE = timedelta(minutes=5)  #: between two questions, as the use cases see it


@dataclass(frozen=True, slots=True)
class Point:
    """hit@1 on the exam's questions after `questions` were asked, and of the base that learned nothing from them."""

    questions: int
    hit: float
    off: float

    def row(self) -> dict[str, float]:
        return {"questions": self.questions, "hit@1": self.hit, "hit@1_off": self.off}


def checkpoints(exam: Exam) -> tuple[int, ...]:
    """After how many questions of the stream the exam is sat: CHECKPOINTS as far as it goes, then its end."""
    most = min(len(exam.stream), CHECKPOINTS[-1])
    return tuple(sorted({*(after for after in CHECKPOINTS if after < most), most}))


def steps(exam: Exam) -> int:
    """How often `curve` calls its tick."""
    return 2 * (checkpoints(exam)[-1] + len(checkpoints(exam)) * len(exam.questions))


def curve(
    learning: Context, off: Context, exam: Exam, now: datetime, tick: Callable[[], None] = lambda: None
) -> Iterator[Point]:
    """A point a checkpoint, as soon as it is known. Both contexts are of empty bases; from `now` time goes on."""
    numbers, same = fill(learning, exam, now), fill(off, exam, now)
    before = 0
    for after in checkpoints(exam):
        for place, asked in enumerate(exam.stream[before:after], start=before):
            moment = now + (place + 1) * PACE
            react(learning, numbers, asked, moment)
            tick()
            ask(off, asker_of(asked), asked.text[:TEXT_MAX], moment)
            tick()
        before = after
        for context in (learning, off):
            context.knowledge.settle()
        yield Point(
            after,
            hit_at_1(sit(learning, numbers, exam.questions, tick)[0]),
            hit_at_1(sit(off, same, exam.questions, tick)[0]),
        )


def react(context: Context, numbers: Sequence[int], asked: Asked, now: datetime) -> None:
    """Somebody asks and does what a person would who knows what they meant: says Not what I meant of a wrong entry
    shown as fitting, and Helped of the right one, whether it was shown as fitting or among the near misses."""
    user = asker_of(asked)
    answer = ask(context, user, asked.text[:TEXT_MAX], now)
    meant = None if asked.answer is None else numbers[asked.answer]
    if answer.entry is not None and answer.entry.number != meant:
        not_this(context, answer.question.id, user, now)
    shown = {entry.number for entry in (*answer.related, *([answer.entry] if answer.entry else ()))}
    if meant is not None and meant in shown:
        helped(context, answer.question.id, meant, user, now)


def asker_of(asked: Asked) -> str:
    """Who asks this, of ASKERS people: nobody chose, and always the same."""
    return f"UASKER{int(sha(asked.text), 16) % ASKERS:03d}"
