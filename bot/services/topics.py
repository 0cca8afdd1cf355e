"""Finding a topic, whatever became of it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from bot.errors import NotFound
from bot.model import Topic
from bot.ports import Reader


def current(data: Reader, id: int) -> Topic:
    """The topic with this number; of one that was taken in by another, the one that holds its questions now.

    Errors: NotFound when there is none.
    """
    seen: set[int] = set()
    topic = data.topic(id)
    while topic is not None and topic.merged_into is not None and topic.id not in seen:
        seen.add(topic.id)
        topic = data.topic(topic.merged_into)
    if topic is None:
        raise NotFound("error-topic-gone")
    return topic


def only_tallied(data: Reader, asked: Collection[int], since: datetime) -> tuple[Topic, ...]:
    """Topics that customers came about since then and that are none of `asked`, those colleagues asked about: contact
    records open such, for instance."""
    return tuple(t for t in data.topics(since=since) if t.merged_into is None and t.id not in asked)
