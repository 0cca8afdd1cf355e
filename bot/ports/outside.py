"""The rest of the world outside: the store as a whole, an encoder, a messenger, a directory of people."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Protocol

import numpy as np

from bot.model import (
    OutboxMessage,
)
from bot.ports.reading import Reader
from bot.ports.writing import Unit


class Store(Protocol):
    """Errors: `bot.errors.Unavailable` when the database cannot be reached or stays locked."""

    def reading(self) -> AbstractContextManager[Reader]: ...
    def writing(self) -> AbstractContextManager[Unit]: ...
    def close(self) -> None: ...


class Encoder(Protocol):
    """Turns texts into vectors. Safe for many threads; bounded to the cores."""

    name: str
    dimensions: int

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Shape (len(texts), dimensions), float32, not normalised, not centred."""
        ...


class Messenger(Protocol):
    """Delivers outbox messages. Errors: `bot.errors.DeliveryFailed`."""

    def post(self, message: OutboxMessage, thread_ts: str | None) -> tuple[str, str]:
        """Posts and returns (channel, ts). Called once; whoever is in doubt afterwards asks `find` first."""
        ...

    def update(self, message: OutboxMessage) -> None:
        """Renders the message again in its place (channel, ts)."""
        ...

    def find(self, message: OutboxMessage, thread_ts: str | None) -> tuple[str, str] | None:
        """Looks for a message of this key in Slack, by its metadata, posted since `sending_at`."""
        ...


class Directory(Protocol):
    """What Slack knows about people and user groups. Never raises: unknown is None or empty."""

    def locale(self, user: str) -> str | None: ...
    def group_members(self, group: str) -> tuple[str, ...]: ...
    def refresh(self) -> None: ...
