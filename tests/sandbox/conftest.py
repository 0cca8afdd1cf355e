"""A small workspace for every test: two people, a channel with the bot and one without."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from bot.sandbox import Clock, Sandbox
from tests.sandbox.apps import MANIFEST

MONDAY = datetime(2026, 5, 4, 7, 14, tzinfo=UTC)


@pytest.fixture
def slack() -> Iterator[Sandbox]:
    """A running sandbox; its clock stands still on a Monday morning."""
    with Sandbox(
        MANIFEST, clock=Clock(MONDAY, running=False), ack_timeout=0.5, retry_delays=(0.0, 0.05, 0.05)
    ) as sandbox:
        furnish(sandbox)
        yield sandbox


def furnish(sandbox: Sandbox) -> None:
    """The people and places the tests speak of."""
    sandbox.add_person("sanne", "Sanne de Wit", locale="nl-NL")
    sandbox.add_person("joe", "Joe Marsh", locale="en-GB")
    sandbox.add_channel("algemeen", ["sanne", "joe"])
    sandbox.add_channel("kantine", ["sanne"], bot=False)
    sandbox.add_channel("geheim", ["sanne"], bot=False, private=True)
    sandbox.add_group("schuldhulp", ["joe"])
