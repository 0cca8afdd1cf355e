"""The sandbox's clock: the one source of time for message ts, trigger_ids and response_urls."""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta


class Clock:
    """A clock that can be moved forward, and can stand still for tests.

    `start`: aware datetime, the real now when absent. `running=False`: stands still until moved.
    It never goes back, since Slack's message ts never do. Time that runs or is advanced passes; a jump leaves time out:
    nobody lived through it, so what lives for a while (`age`) does not grow older by it.
    """

    def __init__(self, start: datetime | None = None, running: bool = True) -> None:
        if start is not None and start.tzinfo is None:
            raise ValueError("the clock needs an aware datetime to start from")
        self.running = running
        self._lock = threading.Lock()
        self._at = (start or datetime.now(UTC)).astimezone(UTC)
        self._since = time.monotonic()
        self._told: Callable[[], None] = lambda: None
        self._jumps: list[tuple[datetime, datetime]] = []  # from and to, oldest first

    def tell(self, told: Callable[[], None]) -> None:
        """Has `told` called after every move, on the thread that moved it."""
        self._told = told

    def now(self) -> datetime:
        """The sandbox's time: aware, UTC."""
        with self._lock:
            return self._now()

    def age(self, since: datetime) -> timedelta:
        """How much time passed since then, without what later jumps left out."""
        with self._lock:
            left_out = timedelta()
            for begin, end in reversed(self._jumps):
                if begin < since:
                    break
                left_out += end - begin
            return self._now() - since - left_out

    def jump_to(self, moment: datetime) -> None:
        """Moves to `moment` (aware), leaving out the time between. ValueError for a naive or a past time."""
        if moment.tzinfo is None:
            raise ValueError("the clock needs an aware datetime to jump to")
        with self._lock:
            now = self._now()
            if moment < now:
                raise ValueError(f"the clock does not go back: {moment.isoformat()} has passed")
            self._jumps.append((now, moment))
            self._at = moment.astimezone(UTC)
            self._since = time.monotonic()
        self._told()

    def advance(self, delta: timedelta) -> None:
        """Moves forward by `delta`, as if that time passed."""
        if delta < timedelta(0):
            raise ValueError("the clock does not go back")
        with self._lock:
            self._at = self._now() + delta
            self._since = time.monotonic()
        self._told()

    def stand_still(self) -> None:
        """Stops here, until it is moved or runs again."""
        with self._lock:
            self._at, self._since, self.running = self._now(), time.monotonic(), False

    def run(self) -> None:
        """Goes on from where it stands."""
        with self._lock:
            self._at, self._since, self.running = self._now(), time.monotonic(), True

    def _now(self) -> datetime:
        if not self.running:
            return self._at
        return self._at + timedelta(seconds=time.monotonic() - self._since)
