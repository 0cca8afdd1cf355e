"""Signals whatever happens in between: a kill, many processes, ten thousand questions."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from bot.model import Question
from bot.ports import Unit
from bot.services import signalling
from bot.services.context import Context
from bot.services.due import due
from bot.services.scheduling import LEASE, run_due
from bot.services.signal_candidates import Look
from bot.services.signal_seen import NOBODY
from storage import SqlStore, open_store
from tests.services.quarter import (
    MOMENT,
    a_topic,
    burst,
    context_of,
    message,
    outbox,
    signals,
    weeks_of_calm,
)


class Pulled(BaseException):
    """The plug was pulled."""


class PulledPlug:
    """A store whose process dies at the end of the n-th writing unit, before it is committed."""

    def __init__(self, store: SqlStore, dies_at: int) -> None:
        self._store, self._left = store, dies_at
        self.reading = store.reading

    @contextmanager
    def writing(self) -> Iterator[Unit]:
        with self._store.writing() as unit:
            yield unit
            self._left -= 1
            if self._left == 0:
                raise Pulled


def with_store(context: Context, store: object) -> Context:
    return Context(store, context.knowledge, context.directory, context.secret, context.zone, context.language)  # type: ignore[arg-type]


@pytest.mark.parametrize("dies_at", range(1, 16))
def test_a_kill_between_any_two_steps_loses_nothing_and_doubles_nothing(
    store: SqlStore, context: Context, topic: int, dies_at: int
) -> None:
    try:
        run_due(with_store(context, PulledPlug(store, dies_at)), MOMENT, due)
    except Pulled:
        run_due(context, MOMENT + LEASE, due)
    (signal,) = signals(context)
    (main, questions) = outbox(context, "signal:1", "signal:1:questions")
    assert signal.posted and main is not None and questions is not None
    assert (main.revision, questions.revision) == (1, 1)
    with context.store.reading() as data:
        claim = data.claim("signals:taxes", "2026-05-12T09:00")
    assert claim is not None and claim.done_at is not None


def test_many_processes_that_tick_at_once_check_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'kb.db'}"
    stores = [open_store(url, patience=30) for _ in range(4)]
    first = context_of(stores[0])
    topic = a_topic(first)
    weeks_of_calm(first, topic)
    burst(first, topic)
    lines: list[str] = []

    def tick(store: SqlStore) -> None:
        mine = with_store(first, store)
        lines.extend(run_due(mine, MOMENT, due))

    threads = [threading.Thread(target=tick, args=(store,)) for store in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [line for line in lines if line.startswith("signals:taxes")] == ["signals:taxes 2026-05-12T09:00: 1 new"]
    assert len(signals(first)) == 1 and message(first, "signal:1").revision == 1
    for store in stores:
        store.close()


def test_ten_thousand_questions_are_checked_for_all_departments_in_one_look(store: SqlStore) -> None:
    context = context_of(store)
    topics = [a_topic(context, f"onderwerp {n}", ("taxes", "permits")[n % 2]) for n in range(300)]
    with store.writing() as unit:
        for n, (topic, text) in enumerate(made_up(10_000, len(topics))):
            at = MOMENT - timedelta(minutes=6 * n)
            unit.add_question(
                Question(text=text, asked_at=at, pseudonym=f"p{n % 150}", topic=topics[topic], department="taxes")
            )
    burst(context, topics[5], 12)
    counting, look = CountingReads(store), Look()
    mine = with_store(context, counting)
    context.knowledge.tend(MOMENT)  # as it is between questions
    started = time.process_time()
    lines = [signalling.check(mine, department, MOMENT, look) for department in ("taxes", "permits", NOBODY)]
    assert time.process_time() - started < 5, "a second and a half, of which one for the scan"
    assert lines == ["nothing new", "1 new", "nothing new"]
    assert counting.calls["questions"] <= 2 and counting.calls["topics"] == 1 and sum(counting.calls.values()) < 15


def made_up(count: int, subjects: int) -> Iterator[tuple[int, str]]:
    """Questions and their subjects: three of a subject's four words and one that is anybody's."""
    rng = random.Random(1)
    syllables = [consonant + vowel for consonant in "bdklmnr" for vowel in "aeiou"]
    words = ["".join(rng.choices(syllables, k=rng.randint(2, 4))) for _ in range(3 * subjects)]
    about = [rng.sample(words, 4) for _ in range(subjects)]
    for n in range(count):
        subject = n * 7 % subjects
        yield subject, " ".join([*rng.sample(about[subject], 3), rng.choice(words)])


class CountingReads:
    """A store that counts what is read from it."""

    def __init__(self, store: SqlStore) -> None:
        self._store = store
        self.writing = store.writing
        self.calls: dict[str, int] = {}

    @contextmanager
    def reading(self) -> Iterator[object]:
        with self._store.reading() as data:
            yield _Counted(data, self.calls)


class _Counted:
    def __init__(self, data: object, calls: dict[str, int]) -> None:
        self._data, self._calls = data, calls

    def __getattr__(self, name: str) -> object:
        self._calls[name] = self._calls.get(name, 0) + 1
        return getattr(self._data, name)
