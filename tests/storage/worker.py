"""Another process at work on the same database: `python -m tests.storage.worker ACTION URL`. Says what it does."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta

from storage import SqlStore, open_store
from tests.storage.making import NOW, entry, message, question
from tests.stores import PATIENT

ROUNDS = 25


def start(action: str, url: str) -> subprocess.Popen[str]:
    """A process that does `action`; its standard output is read by the test."""
    command = [sys.executable, "-m", "tests.storage.worker", action, url]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def said(process: subprocess.Popen[str]) -> str:
    """What the process printed, once it has ended well."""
    printed, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    return printed.strip()


def migrate(store: SqlStore) -> None:
    with store.reading() as data:
        print(data.index_version())


def add_up(store: SqlStore) -> None:
    """Reads a number and writes it one higher, again and again."""
    for _ in range(ROUNDS):
        with store.writing() as unit:
            one = unit.entry(1)
            assert one is not None
            unit.save_entry(one.but(helped=one.helped + 1))


def take(store: SqlStore) -> None:
    with store.writing() as unit:
        print(unit.take("signals:invordering", "2026-05-04T09:00", NOW, timedelta(minutes=5)))


def stall(store: SqlStore) -> None:
    """Stops in the middle of a transaction, for ever."""
    with store.writing() as unit:
        unit.add_question(question())
        unit.enqueue(message())
        print("halfway", flush=True)
        time.sleep(600)


def commit_and_die(store: SqlStore) -> None:
    with store.writing() as unit:
        unit.add_entry(entry())
    os.kill(os.getpid(), signal.SIGKILL)


ACTIONS = (migrate, add_up, take, stall, commit_and_die)

if __name__ == "__main__":
    _, action, url = sys.argv
    {one.__name__: one for one in ACTIONS}[action](open_store(url, patience=PATIENT))
