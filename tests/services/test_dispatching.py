"""The outbox's way out: one message's trouble is no other's, and a process that stops begins nothing more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from bot.model import OutboxMessage, OutboxState
from bot.services.dispatching import Dispatcher
from storage import SqlStore
from tests.services.quarter import MOMENT


class Channel:
    """A Messenger: posts everything but what is called "broken", which is a bug. `posting` is called at every post."""

    def __init__(self, posting: Callable[[], None] = lambda: None) -> None:
        self.posted: list[str] = []
        self._posting = posting

    def post(self, message: OutboxMessage, thread_ts: str | None) -> tuple[str, str]:
        if message.kind == "broken":
            raise ZeroDivisionError
        self.posted.append(message.key)
        self._posting()
        return message.to, f"1.{len(self.posted)}"

    def update(self, message: OutboxMessage) -> None:
        raise AssertionError("nothing here is posted twice")

    def find(self, message: OutboxMessage, thread_ts: str | None) -> tuple[str, str] | None:
        return None


def enqueue(store: SqlStore, *keys: str) -> None:
    with store.writing() as unit:
        for key in keys:
            kind = "broken" if key == "broken" else "notice"
            unit.enqueue(OutboxMessage(key=key, kind=kind, to=f"C{key}", created_at=MOMENT))


def test_a_bug_in_one_message_does_not_hold_up_the_others(store: SqlStore) -> None:
    enqueue(store, "broken", "second", "third")
    channel = Channel()
    assert Dispatcher(store, channel).run(lambda: MOMENT) == 2
    assert channel.posted == ["second", "third"]
    with store.reading() as data:
        broken = data.outbox("broken")
    assert broken is not None and broken.error == "ZeroDivisionError"
    assert broken.state is OutboxState.PENDING and broken.not_before is not None and broken.not_before > MOMENT


def test_a_dispatcher_that_closes_finishes_one_message_and_leaves_the_rest_for_the_next_start(store: SqlStore) -> None:
    enqueue(store, "first", "second")
    channel = Channel(posting=lambda: dispatcher.close())
    dispatcher = Dispatcher(store, channel)
    assert dispatcher.run(lambda: MOMENT) == 1

    later = MOMENT + timedelta(minutes=2)
    after_the_restart = Channel()
    assert Dispatcher(store, after_the_restart).run(lambda: later) == 1
    assert channel.posted + after_the_restart.posted == ["first", "second"]
