"""trigger_ids: three seconds that pass by the sandbox's clock (a jump does not count), and once."""

from datetime import datetime, timedelta
from uuid import uuid4

from bot.sandbox.clock import Clock
from bot.sandbox.errors import Refusal

LIFETIME = timedelta(seconds=3)


class Triggers:
    """The trigger_ids given out. Use it with the workspace's lock held."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._given: dict[str, tuple[str, datetime]] = {}
        self._used: set[str] = set()

    def give(self, user_id: str) -> str:
        """A fresh trigger_id for what this person just did."""
        trigger_id = f"{len(self._given) + 1}.{int(self._clock.now().timestamp())}.{uuid4().hex}"
        self._given[trigger_id] = (user_id, self._clock.now())
        return trigger_id

    def exchange(self, trigger_id: str) -> str:
        """The person it was given for. Refusal when unknown, used or older than three seconds."""
        if trigger_id not in self._given:
            raise Refusal("invalid_trigger_id")
        if trigger_id in self._used:
            raise Refusal("exchanged_trigger_id")
        user_id, given = self._given[trigger_id]
        if self._clock.age(given) > LIFETIME:
            raise Refusal("expired_trigger_id")
        self._used.add(trigger_id)
        return user_id
