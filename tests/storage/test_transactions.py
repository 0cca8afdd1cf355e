"""Units are transactions: all or nothing, one after the other, whoever else is at work, whatever dies."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest

from storage import SqlStore, open_store
from tests.storage import worker
from tests.storage.making import NOW, entry, message, question
from tests.stores import PATIENT


def at_once(count: int, work: Callable[[], None]) -> None:
    """Runs `work` in so many threads, which start together; an error in one fails the test."""
    gate, errors = threading.Barrier(count), []

    def run() -> None:
        gate.wait()
        try:
            work()
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []


def test_an_error_leaves_nothing_of_the_unit(any_store: SqlStore) -> None:
    with pytest.raises(ZeroDivisionError), any_store.writing() as unit:
        unit.add_entry(entry())
        unit.enqueue(message())
        _ = 1 / 0
    with any_store.reading() as data:
        assert data.entries() == ()
        assert data.outbox("signal:12") is None
        assert data.index_version() == 0


def test_a_unit_sees_its_own_writes(any_store: SqlStore) -> None:
    with any_store.writing() as unit:
        added = unit.add_question(question())
        assert unit.question(added.id) == added


def test_a_reading_unit_sees_one_moment_whatever_is_committed_meanwhile(any_store: SqlStore) -> None:
    def write() -> None:
        with any_store.writing() as unit:
            unit.add_entry(entry())

    writer = threading.Thread(target=write)
    with any_store.reading() as data:
        assert data.entries() == ()
        writer.start()
        writer.join(0.5)  # in memory it waits until we are done
        assert data.entries() == ()
        assert data.index_version() == 0
    writer.join()
    with any_store.reading() as data:
        assert len(data.entries()) == data.index_version() == 1


def test_a_unit_inside_another_is_refused_at_once(any_store: SqlStore) -> None:
    for outer in (any_store.reading, any_store.writing):
        for inner in (any_store.reading, any_store.writing):
            with outer(), pytest.raises(RuntimeError, match="inside another"), inner():
                pass
    with any_store.writing() as unit:
        unit.add_entry(entry())


def test_other_threads_may_have_a_unit_of_their_own_at_the_same_time(any_store: SqlStore) -> None:
    def read() -> None:
        for _ in range(20):
            with any_store.reading() as data:
                data.entries()

    at_once(4, read)


def test_threads_that_count_up_together_lose_nothing(any_store: SqlStore) -> None:
    with any_store.writing() as unit:
        unit.add_entry(entry())
    at_once(4, lambda: worker.add_up(any_store))
    with any_store.reading() as data:
        counted = data.entry(1)
    assert counted is not None and counted.helped == 4 * worker.ROUNDS


def test_threads_that_want_the_same_claim_get_it_once(any_store: SqlStore) -> None:
    won: list[bool] = []

    def take() -> None:
        with any_store.writing() as unit:
            won.append(unit.take("digest", "2026-05-04", NOW, timedelta(minutes=5)))

    at_once(8, take)
    assert sorted(won) == [False] * 7 + [True]


def test_processes_that_count_up_together_lose_nothing(shared_url: str) -> None:
    store = open_store(shared_url, patience=PATIENT)
    with store.writing() as unit:
        unit.add_entry(entry())
    for process in [worker.start("add_up", shared_url) for _ in range(3)]:
        worker.said(process)
    with store.reading() as data:
        counted = data.entry(1)
    assert counted is not None and counted.helped == 3 * worker.ROUNDS
    store.close()


def test_processes_that_want_the_same_claim_get_it_once(shared_url: str) -> None:
    answers = [worker.said(process) for process in [worker.start("take", shared_url) for _ in range(4)]]
    assert sorted(answers) == ["False", "False", "False", "True"]


def test_a_process_killed_in_the_middle_leaves_nothing_half_written_and_blocks_nobody(shared_url: str) -> None:
    process = worker.start("stall", shared_url)
    assert process.stdout is not None
    assert process.stdout.readline() == "halfway\n"
    process.kill()
    process.wait()
    process.stdout.close()
    store = open_store(shared_url, patience=PATIENT)
    with store.writing() as unit:
        assert unit.questions() == ()
        assert unit.outbox("signal:12") is None
        unit.add_question(question())
    store.close()


def test_what_was_committed_survives_the_death_of_its_process(shared_url: str) -> None:
    process = worker.start("commit_and_die", shared_url)
    process.communicate(timeout=60)
    assert process.returncode == -9
    store = open_store(shared_url, patience=PATIENT)
    with store.reading() as data:
        assert len(data.entries()) == 1
    store.close()
