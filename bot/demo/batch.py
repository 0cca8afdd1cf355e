"""Many use cases in one transaction, so that weeks of the demo's life take seconds: the use cases as they are, on a
store that keeps one unit open, and on vectors that were made together."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import Any, cast

import numpy as np

from bot.ports import Encoder, Reader, Store, Unit
from bot.services.context import Context
from bot.services.following import Snapshot
from bot.services.knowledge import Knowledge

SETTLED = ("organisation",)  #: what does not change while questions are asked
COUNTED = ("organisation", "questions", "tallies", "topics", "active_people")  #: nor do these while what is due is done


class Batches:
    """Runs use cases in batches on a bot's own store; for one thread at a time."""

    def __init__(self, context: Context) -> None:
        self._store = _OneUnit(context.store)
        self._knowledge = _Prepared(self._store, context.knowledge.encoder)
        self._context = replace(context, store=self._store, knowledge=self._knowledge)

    @contextmanager
    def batch(self, texts: Iterable[str] = (), *, remember: Collection[str] = SETTLED) -> Iterator[Context]:
        """A context whose use cases are one transaction, committed at the end, rolled back by any error.

        `texts` are encoded together beforehand. What the store answers to the methods in `remember` is taken to hold
        for the whole batch. What entries learn within it is found from the next `learn` on.
        """
        self._knowledge.prepare(texts)
        try:
            with self._store.whole(remember):
                yield self._context
        except BaseException:
            self._knowledge.distrust()
            raise

    def learn(self) -> None:
        """Takes in what entries have learned since."""
        self._knowledge.learn()


class _OneUnit:
    """A store whose units are all the same one while `whole` lasts. Its own `close` does nothing."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._unit: Unit | None = None

    @contextmanager
    def whole(self, remember: Collection[str]) -> Iterator[None]:
        with self._store.writing() as unit:
            self._unit = cast(Unit, _Remembering(unit, remember))
            try:
                yield
            finally:
                self._unit = None

    @contextmanager
    def reading(self) -> Iterator[Reader]:
        if self._unit is not None:
            yield self._unit
        else:
            with self._store.reading() as data:
                yield data

    @contextmanager
    def writing(self) -> Iterator[Unit]:
        if self._unit is not None:
            yield self._unit
        else:
            with self._store.writing() as unit:
                yield unit

    def close(self) -> None:
        """The store belongs to the bot."""


class _Remembering:
    """A unit that asks the database some things only once."""

    def __init__(self, unit: Unit, names: Collection[str]) -> None:
        self._unit, self._names = unit, names
        self._known: dict[str, Any] = {}

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._unit, name)
        return partial(self._remembered, name, method) if name in self._names else method

    def _remembered(self, name: str, method: Callable[..., Any], *args: Any, **wanted: Any) -> Any:
        key = repr((name, args, sorted(wanted.items())))
        if key not in self._known:
            self._known[key] = method(*args, **wanted)
        return self._known[key]


class _Prepared(Knowledge):
    """Knowledge that encoded a batch's texts beforehand, and whose index stands still during it."""

    def __init__(self, store: Store, encoder: Encoder | None) -> None:
        super().__init__(store, encoder)
        self._made: dict[str, np.ndarray] = {}

    def prepare(self, texts: Iterable[str]) -> None:
        """Encodes questions together."""
        held = self._following.held
        texts = [self._prepared(text, held) for text in texts]
        new = [text for text in dict.fromkeys(texts) if text not in self._made]
        if self.encoder is not None and new:
            self._made |= dict(zip(new, self.encoder.encode(new), strict=True))

    def learn(self) -> None:
        """The index as the store has it now."""
        super().snapshot()

    def distrust(self) -> None:
        """What was taken in may have been rolled back: it is read again."""
        self._topics_version = -1

    def joined(self, topic: int, question: int, text: str, vector: np.ndarray | None, unit_version: int) -> None:
        # One transaction raises the store's counter once, however many questions it stores.
        known = self._topics_version
        if unit_version == known:
            self._topics_version = known - 1
        super().joined(topic, question, text, vector, unit_version)

    def snapshot(self) -> Snapshot:
        return self._following.held

    def _encoded(self, text: str) -> np.ndarray:
        made = self._made.get(text)
        return super()._encoded(text) if made is None else made
