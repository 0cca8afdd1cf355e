"""Slack's rate limits, off unless a test switches them on (slack.md, "Limits").

Real time counts here, not the sandbox's clock: Retry-After is what an app really waits.
"""

import math
import time
from collections import defaultdict, deque
from collections.abc import Callable
from typing import Any

from bot.sandbox.errors import Refusal

MINUTE = 60.0
# About one message a second a channel; short bursts are let through.
POSTS_BURST = 5
_TIER_2 = ("users.list", "conversations.list", "usergroups.list", "usergroups.users.list")
_TIER_3 = ("conversations.history", "conversations.replies", "chat.update", "chat.delete", "conversations.open")
_PER_MINUTE = {**dict.fromkeys(_TIER_2, 20), **dict.fromkeys(_TIER_3, 50)}
_OTHERS = 100


class RateLimits:
    """Counts calls; raises `ratelimited` with Retry-After for one too many."""

    def __init__(self, on: bool, seconds: Callable[[], float] = time.monotonic) -> None:
        self.on = on
        self._seconds = seconds
        self._calls: dict[str, deque[float]] = defaultdict(deque)

    def check(self, method: str, args: dict[str, Any]) -> None:
        """Counts this call. Refusal (429) when the method, or the channel, had too many."""
        if not self.on:
            return
        if method in ("chat.postMessage", "chat.postEphemeral"):
            self._count(f"posts to {args.get('channel')}", POSTS_BURST, float(POSTS_BURST))
        else:
            self._count(method, _PER_MINUTE.get(method, _OTHERS), MINUTE)

    def _count(self, key: str, most: int, within: float) -> None:
        now, calls = self._seconds(), self._calls[key]
        while calls and calls[0] <= now - within:
            calls.popleft()
        if len(calls) >= most:
            wait = max(1, math.ceil(calls[0] + within - now))
            raise Refusal("ratelimited", status=429, headers={"Retry-After": str(wait)})
        calls.append(now)
