"""kb sits an exam: entries and questions go through the use cases that people's own go through."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import cast

from bot.domain.text import language_of
from bot.measure.exam import Asked, Exam, Subject
from bot.measure.figures import Ranked
from bot.model import LANGUAGES, TEXT_MAX, TITLE_MAX, Kind, Language, Organisation
from bot.services.answering import find
from bot.services.context import Context, mask_entry
from bot.services.entry_rows import EntryIn, Incoming, PhrasingIn
from bot.services.exchanging import store_entries

Tick = Callable[[], None]


def fill(context: Context, exam: Exam, now: datetime) -> tuple[int, ...]:
    """Imports the exam's entries into an empty base, as `kb import` would, and encodes them; their numbers, in the
    order of `exam.subjects`.

    A subject's first text is the title, the others are confirmed phrasings, its answer is the body. A title that is too
    long is cut, and stands whole among the phrasings.
    """
    with context.store.reading() as data:
        organisation = data.organisation()
    rows = [
        Incoming(line, _entry(subject, _language(subject, context.language), organisation), f"eval:{line}")
        for line, subject in enumerate(exam.subjects, start=1)
    ]
    numbers = tuple(imported.number for imported in store_entries(context.store, rows, now))
    context.knowledge.fill()
    context.knowledge.index()
    return numbers


def sit(
    context: Context, numbers: Sequence[int], questions: Sequence[Asked], tick: Tick = lambda: None
) -> tuple[list[Ranked], list[float]]:
    """Asks the questions one at a time, as `/kb` does; what came of each, and the milliseconds it took.

    `tick` is called after every question.
    """
    ranked, milliseconds = [], []
    for asked in questions:
        one, took = _ask(context, numbers, asked)
        ranked.append(one)
        milliseconds.append(took)
        tick()
    return ranked, milliseconds


def _ask(context: Context, numbers: Sequence[int], asked: Asked) -> tuple[Ranked, float]:
    start = time.perf_counter()
    with context.store.reading() as data:
        organisation = data.organisation()
    found = find(context, organisation, asked.text[:TEXT_MAX])
    took = (time.perf_counter() - start) * 1000
    first = found.matches[0] if found.matches else None
    rank = None
    if asked.answer is not None:
        order = [match.entry for match in found.matches]
        if numbers[asked.answer] not in order:  # where it stands beyond what is shown only matters here: not timed
            everything = context.knowledge.find(found.text, found.vector, limit=len(numbers))
            order += [match.entry for match in everything if match.entry not in order]
        rank = _place(numbers[asked.answer], order, last=len(numbers))
    return Ranked(first.probability if first else 0.0, rank, first is not None and first.fits), took


def _place(entry: int, order: Sequence[int], last: int) -> int:
    """From 1; an entry that was not found at all comes last."""
    return order.index(entry) + 1 if entry in order else last


def _entry(subject: Subject, language: Language, organisation: Organisation) -> EntryIn:
    texts = [mask_entry(text, organisation)[:TEXT_MAX] for text in subject.texts]
    title = texts[0][:TITLE_MAX]
    return EntryIn(
        kind=Kind.ANSWER,
        title=title,
        body=mask_entry(subject.answer, organisation)[:TEXT_MAX],
        language=language,
        phrasings=tuple(PhrasingIn(text=text, language=language) for text in texts if text != title),
    )


def _language(subject: Subject, default: Language) -> Language:
    """What the file says, or what its texts look like."""
    if subject.language in LANGUAGES:
        return cast(Language, subject.language)
    return language_of(" ".join(subject.texts), default)
