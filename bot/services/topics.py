"""Finding a topic, whatever became of it."""

from __future__ import annotations

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
