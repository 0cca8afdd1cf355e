"""Small words that many messages share."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.slack.blocks.common import Lens, ago_words

ZONE = ZoneInfo("Europe/Amsterdam")
MONDAY = datetime(2026, 5, 18, 9, 0, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (datetime(2026, 5, 18, 8, 59, 30, tzinfo=ZONE), "zojuist"),
        (datetime(2026, 5, 18, 8, 18, tzinfo=ZONE), "42 minuten geleden"),
        (datetime(2026, 5, 17, 15, 0, tzinfo=ZONE), "18 uur geleden"),
        (datetime(2026, 5, 17, 9, 0, tzinfo=ZONE), "gisteren"),
        (datetime(2026, 5, 16, 15, 0, tzinfo=ZONE), "2 dagen geleden"),
        (datetime(2026, 5, 13, 15, 0, tzinfo=ZONE), "5 dagen geleden"),  # 4 days and 18 hours
        (datetime(2026, 5, 5, 23, 0, tzinfo=ZONE), "13 dagen geleden"),
        (datetime(2026, 5, 4, 23, 0, tzinfo=ZONE), "2 weken geleden"),
    ],
)
def test_how_long_ago_is_told_in_days_of_the_calendar(at: datetime, words: str) -> None:
    assert ago_words(Lens("nl", MONDAY, ZONE), at) == words
