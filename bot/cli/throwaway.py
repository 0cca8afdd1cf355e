"""A base to measure on: empty, apart from anybody's data, and gone afterwards."""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.config import Settings
from bot.ports import Encoder, Store
from bot.services.context import Context
from bot.services.knowledge import LOOK_EVERY, Knowledge
from storage import open_store


class _Nobody:
    """A directory of no people."""

    def locale(self, user: str) -> str | None:
        return None

    def group_members(self, group: str) -> tuple[str, ...]:
        return ()

    def refresh(self) -> None:
        return None


def alone(store: Store, settings: Settings, encoder: Encoder | None) -> Context:
    """The use cases' context on this store, where there is no Slack."""
    knowledge = Knowledge(store, encoder, LOOK_EVERY)
    return Context(
        store=knowledge.noticing(),
        knowledge=knowledge,
        directory=_Nobody(),
        secret=secrets.token_bytes(32),
        zone=settings.zone,
        language=settings.kb_language,
    )


@contextmanager
def throw_away(settings: Settings, encoder: Encoder | None) -> Iterator[Context]:
    """The use cases' context on a SQLite file in a temporary folder."""
    with tempfile.TemporaryDirectory(prefix="kb-measure-", ignore_cleanup_errors=True) as folder:
        store = open_store(f"sqlite:///{Path(folder) / 'kb.sqlite'}")
        try:
            context = alone(store, settings, encoder)
            yield context
            context.knowledge.settle()  # what still reads behind the scenes would find no file
        finally:
            store.close()
