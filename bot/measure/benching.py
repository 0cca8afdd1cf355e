"""How fast kb answers from a large base, beside what else could search the same texts in the same run.

Finding is what a /kb question goes through until its answer is known; a reply is all of it, the question stored. Times
are in milliseconds unless their name says otherwise, and of this machine as busy as it is.
"""

from __future__ import annotations

import statistics
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import cycle, islice
from typing import Any

import numpy as np
from rapidfuzz import fuzz, process

from bot.measure.made_up import MadeUp, capacity, made_up
from bot.measure.rivals import Base, chosen
from bot.model import Entry, Kind, Language, Organisation
from bot.services.answering import ask, find
from bot.services.context import Context
from bot.services.entry_rows import EntryIn, Incoming, PhrasingIn
from bot.services.exchanging import store_entries
from bot.services.writing import add_title

EACH = 5  #: phrasings an entry, its title included
ASKED, ASKED_SLOWLY = 400, 15  #: questions that are timed; of what takes long
ASKERS = 8  #: how many ask at once
SECONDS = 4.0  #: how long they ask
EDITS = 10  #: changes while somebody is asking
BATCH = 1000  #: entries stored at a time
PATIENCE = 20.0  #: seconds in which a new entry has to be found

Progress = Callable[[str, int, int], None]  #: (what is being done, how much of it, out of how much)


@dataclass(frozen=True, slots=True)
class Restarted:
    """A process that started on the filled database, from its first instruction to the answer it gave."""

    seconds: float
    encoded: int  #: texts beside the question
    resident_mb: int | None  #: now and at most; None where the system does not tell
    peak_mb: int | None


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What happens in other processes on the same database. `write` stores an entry of this title and gives the moment
    (`time.monotonic`) after its commit; `restart` starts kb anew and asks it a question."""

    write: Callable[[str], float]
    restart: Callable[[str], Restarted]


def fill(context: Context, entries: Sequence[MadeUp], now: datetime, progress: Progress) -> float:
    """Stores the entries and encodes their phrasings; the seconds it took."""
    start = time.perf_counter()
    total = sum(1 + len(entry.phrasings) for entry in entries)
    for at in range(0, len(entries), BATCH):
        progress("stored", at, len(entries))
        some = enumerate(entries[at : at + BATCH], start=at + 1)
        store_entries(context.store, [Incoming(n, _incoming(entry), f"bench:{n}") for n, entry in some], now)
    encoded, more = 0, True
    while more:
        progress("encoded", encoded, total)
        more = (count := context.knowledge.fill(most=1)) > 0
        encoded += count
    return time.perf_counter() - start


def measure(
    context: Context,
    phrasings: int,
    elsewhere: Elsewhere,
    now: datetime,
    progress: Progress,
    *,
    seconds: float = SECONDS,
) -> dict[str, Any]:
    """Fills the empty base of `context` with so many made-up phrasings, and measures. ValueError: more than there are
    (about 430,000)."""
    count = max(1, phrasings // EACH)
    if count > capacity():
        raise ValueError(f"at most {capacity() * EACH} phrasings")
    entries = list(made_up(count, EACH - 1))
    questions = [entry.question for entry in entries[: max(ASKED, 1)]]
    figures: dict[str, Any] = {"phrasings": count * EACH, "entries": count}
    figures["fill_s"] = round(fill(context, entries, now, progress), 1)
    progress("built", 0, 1)
    start = time.perf_counter()
    context.knowledge.index()
    figures["build_s"] = round(time.perf_counter() - start, 2)
    figures |= _asking(context, entries, now, progress)
    figures |= _at_once(context, questions, now, progress, seconds)
    figures |= _changing(context, questions, elsewhere, now, progress)
    progress("restarted", 0, 1)
    again = elsewhere.restart(questions[0])
    figures |= {"restart_s": round(again.seconds, 2), "restart_encoded": again.encoded}
    figures |= {"resident_mb": again.resident_mb, "peak_mb": again.peak_mb}
    figures |= _others(entries, questions, figures["find_p50"], progress)
    return figures


def _incoming(entry: MadeUp) -> EntryIn:
    language: Language = "nl" if entry.language == "nl" else "en"
    return EntryIn(
        kind=Kind.ANSWER,
        title=entry.title,
        body=entry.body,
        language=language,
        phrasings=tuple(PhrasingIn(text=text, language=language) for text in entry.phrasings),
    )


def _asking(context: Context, entries: Sequence[MadeUp], now: datetime, progress: Progress) -> dict[str, Any]:
    organisation = _organisation(context)
    asked = list(islice(cycle(entries), ASKED))
    find(context, organisation, asked[0].question)  # the encoder loads
    times, right = [], 0
    for done, entry in enumerate(asked):
        progress("asked", done, ASKED)
        start = time.perf_counter()
        found = find(context, organisation, entry.question)
        times.append((time.perf_counter() - start) * 1000)
        right += bool(found.matches) and found.matches[0].text in (entry.title, *entry.phrasings)
    some = [entry.question for entry in asked[: ASKED // 2]]
    replies = [_timed(ask, context, "bench", question, now) for question in some]
    encodings = [_timed(context.knowledge.encode_question, question) for question in some]
    return {
        "hit@1": round(right / len(asked), 3),
        "find_p50": _median(times),
        "find_p99": round(float(np.quantile(times, 0.99)), 2),
        "encode_p50": _median(encodings),
        "reply_p50": _median(replies),
        "reply_p99": round(float(np.quantile(replies, 0.99)), 2),
    }


def _at_once(
    context: Context, questions: Sequence[str], now: datetime, progress: Progress, seconds: float
) -> dict[str, Any]:
    """Questions answered a second by one asker and by ASKERS, and how many were not answered."""
    figures: dict[str, Any] = {"unanswered": 0}
    for askers in (1, ASKERS):
        progress("askers", askers, ASKERS)
        with _askers(context, questions, now, askers) as tally:
            time.sleep(seconds)
        figures[f"per_second_{askers}"] = round(len(tally.times) / seconds, 1)
        figures["unanswered"] += tally.failed
    return figures


@dataclass(slots=True)
class _Tally:
    times: list[float] = field(default_factory=list)
    failed: int = 0


@contextmanager
def _askers(context: Context, questions: Sequence[str], now: datetime, askers: int) -> Iterator[_Tally]:
    """So many people who keep asking, each the next as soon as the last is answered."""
    tally, stop = _Tally(), threading.Event()

    def go_on(number: int) -> None:
        for question in cycle([*questions[number:], *questions[:number]]):
            if stop.is_set():
                return
            try:
                tally.times.append(_timed(ask, context, f"bench-{number}", question, now))
            except Exception:
                tally.failed += 1

    threads = [threading.Thread(target=go_on, args=(number,), daemon=True) for number in range(askers)]
    for thread in threads:
        thread.start()
    try:
        yield tally
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def _changing(
    context: Context, questions: Sequence[str], elsewhere: Elsewhere, now: datetime, progress: Progress
) -> dict[str, Any]:
    """How soon a change is found, and what an asker notices of it meanwhile."""
    here = []
    with _askers(context, questions, now, 1) as tally:
        for edit in range(EDITS):
            progress("changed", edit, EDITS)
            title = _new_title(edit)
            here.append(_until_found(context, title, write_entry(context, title, now)))
    progress("changed elsewhere", 0, 1)
    title = _new_title(EDITS)
    written: list[float] = []
    writer = threading.Thread(target=lambda: written.append(elsewhere.write(title)), daemon=True)
    writer.start()
    found = _until_found(context, title, 0.0, patience=6 * PATIENCE)
    writer.join()
    return {
        "found_here_s": round(max(here), 3),
        "found_elsewhere_s": round(max(0.0, found - written[0]), 3),
        "slowest_reply_while_changing": round(max(tally.times, default=0.0), 1),
    }


def write_entry(context: Context, title: str, now: datetime) -> float:
    """Stores an entry as people do, its title encoded; the moment after its commit (`time.monotonic`)."""
    encoder = context.knowledge.encoder  # not by way of `knowledge`: a process that only writes needs no index
    vector = None if encoder is None else encoder.encode([title])[0]
    with context.store.writing() as unit:
        entry = unit.add_entry(Entry(kind=Kind.ANSWER, title=title, created_at=now, updated_at=now))
        add_title(context, unit, entry, vector, now)
    return time.monotonic()


def _until_found(context: Context, title: str, since: float, patience: float = PATIENCE) -> float:
    """Seconds after `since` at which a question in these words finds the entry. TimeoutError: never."""
    organisation = _organisation(context)
    start = time.monotonic()
    while time.monotonic() - start < patience:
        matches = find(context, organisation, title).matches
        if matches and matches[0].text == title:
            return time.monotonic() - since
        time.sleep(0.005)
    raise TimeoutError(f"not found within {patience:.0f} s: {title}")


def _new_title(number: int) -> str:
    return f"Mag een zwemvestkeuring {'abcdefghijklmnopqrstuvwxyz'[number] * 4} ook op zondag?"


def _others(entries: Sequence[MadeUp], questions: Sequence[str], ours: float, progress: Progress) -> dict[str, Any]:
    """rapidfuzz and SQLite's full-text search on the same texts; ratios say how many times as long they take."""
    texts = [text for entry in entries for text in (entry.title, *entry.phrasings)]
    owners = np.repeat(np.arange(len(entries)), [1 + len(entry.phrasings) for entry in entries])
    fts5 = chosen(("sqlite-fts5",))[0].train(Base(tuple(texts), owners, "nl"))
    times: dict[str, list[float]] = {"rapidfuzz": [], "fts5": []}
    for done, question in enumerate(questions[:ASKED_SLOWLY]):
        progress("asked of others", done, ASKED_SLOWLY)
        times["rapidfuzz"].append(_timed(process.extract, question, texts, scorer=fuzz.token_set_ratio, limit=5))
        times["fts5"].append(_timed(fts5, question))
    figures: dict[str, Any] = {}
    for name, took in times.items():
        figures[f"{name}_p50"] = _median(took)
        figures[f"{name}_ratio"] = round(statistics.median(took) / ours, 1)
    return figures


def _organisation(context: Context) -> Organisation:
    with context.store.reading() as data:
        return data.organisation()


def _timed(work: Callable[..., object], *args: Any, **named: Any) -> float:
    """Milliseconds."""
    start = time.perf_counter()
    work(*args, **named)
    return (time.perf_counter() - start) * 1000


def _median(times: Sequence[float]) -> float:
    return round(statistics.median(times), 2)
