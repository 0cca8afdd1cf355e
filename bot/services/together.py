"""Texts of people who ask at the same moment are encoded together, which takes about half as long a text as one by one.
Nobody waits for company: who finds the encoder free goes at once, who comes meanwhile is in the next batch."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

import numpy as np

MOST = 16  #: texts in a batch, so that the first does not wait for too many


class _Asked:
    def __init__(self, text: str) -> None:
        self.text = text
        self.vector: np.ndarray | None = None
        self.error: BaseException | None = None


class Together:
    """Encodes one text for each of many threads."""

    def __init__(self, encode: Callable[[Sequence[str]], np.ndarray]) -> None:
        self._encode = encode
        self._waiting: list[_Asked] = []
        self._line = threading.Lock()  # guards the list
        self._turn = threading.Lock()  # who holds it encodes for all that wait

    def encode(self, text: str) -> np.ndarray:
        """The text's vector, (d,). Raises what the encoder raised for the batch it was in."""
        mine = _Asked(text)
        with self._line:
            self._waiting.append(mine)
        while mine.vector is None and mine.error is None:
            with self._turn:
                if mine.vector is None and mine.error is None:
                    self._next_batch()
        if mine.error is not None:
            raise mine.error
        assert mine.vector is not None
        return mine.vector

    def _next_batch(self) -> None:
        with self._line:
            batch, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
        try:
            for asked, vector in zip(batch, self._encode([asked.text for asked in batch]), strict=True):
                asked.vector = vector
        except BaseException as error:
            for asked in batch:
                asked.error = error
