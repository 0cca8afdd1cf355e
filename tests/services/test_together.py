"""Texts of people who ask at the same moment are encoded together."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import numpy as np
import pytest

from bot.services.together import MOST, Together


class Slow:
    """An encoder that counts letters, and waits in its first batch until it is told to go on."""

    def __init__(self) -> None:
        self.batches: list[list[str]] = []
        self.begun, self.go_on = threading.Event(), threading.Event()

    def __call__(self, texts: Sequence[str]) -> np.ndarray:
        self.batches.append(list(texts))
        self.begun.set()
        assert self.go_on.wait(20)
        if "broken" in texts:
            raise ValueError("cannot read this")
        return np.array([[float(len(text))] for text in texts])


def asked(together: Together, texts: Sequence[str], found: dict[str, object]) -> list[threading.Thread]:
    def one(text: str) -> None:
        try:
            found[text] = float(together.encode(text)[0])
        except ValueError as error:
            found[text] = str(error)

    threads = [threading.Thread(target=one, args=(text,)) for text in texts]
    for thread in threads:
        thread.start()
    return threads


def wait_for(together: Together, count: int) -> None:
    for _ in range(2000):
        if len(together._waiting) == count:
            return
        threading.Event().wait(0.005)
    raise AssertionError("they never came")


def test_who_is_alone_goes_at_once() -> None:
    slow = Slow()
    slow.go_on.set()

    assert Together(slow).encode("paspoort").tolist() == [8.0]
    assert slow.batches == [["paspoort"]]


def test_who_comes_meanwhile_is_in_the_next_batch_and_gets_their_own_vector() -> None:
    slow, found = Slow(), {}
    together = Together(slow)
    first = asked(together, ["een"], found)
    assert slow.begun.wait(20)

    rest = asked(together, ["a" * n for n in range(1, MOST + 4)], found)
    wait_for(together, MOST + 3)
    slow.go_on.set()
    for thread in (*first, *rest):
        thread.join(20)

    assert [len(batch) for batch in slow.batches] == [1, MOST, 3]
    assert found == {"een": 3.0} | {"a" * n: float(n) for n in range(1, MOST + 4)}


def test_an_error_reaches_those_it_concerns_and_the_next_are_served() -> None:
    slow, found = Slow(), {}
    together = Together(slow)
    slow.go_on.set()

    with pytest.raises(ValueError, match="cannot read"):
        together.encode("broken")
    for thread in asked(together, ["goed"], found):
        thread.join(20)

    assert found == {"goed": 4.0}
