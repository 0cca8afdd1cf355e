"""What most suites of the use cases begin with: the quarter of `quarter.py`, and a topic in it that rises."""

from __future__ import annotations

import pytest

from bot.services.context import Context
from storage import SqlStore
from tests.services.quarter import a_rising_topic, context_of


@pytest.fixture
def context(store: SqlStore) -> Context:
    return context_of(store)


@pytest.fixture
def topic(context: Context) -> int:
    return a_rising_topic(context)
