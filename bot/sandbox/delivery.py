"""Getting things to the app: interactions once, events again until they are acknowledged."""

import threading
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from bot.sandbox.sockets import Ack, NoConnection, OnAck, SocketHub

RETRY_DELAYS = (0.0, 60.0, 300.0)


class Delivery:
    """Sends envelopes. `ack_timeout`: real seconds the app has; `retry_delays`: real seconds before each retry of
    an event, as Slack documents them (at once, a minute, five minutes)."""

    def __init__(self, hub: SocketHub, ack_timeout: float, retry_delays: Sequence[float]) -> None:
        self.ack_timeout = ack_timeout
        self._hub = hub
        self._delays = tuple(retry_delays)
        self._pool = ThreadPoolExecutor(max_workers=16, thread_name_prefix="sandbox-events")
        self._timers: set[threading.Timer] = set()
        self._lock = threading.Lock()
        self._stopped = False

    def interact(self, kind: str, payload: dict[str, Any], on_ack: OnAck | None = None) -> Ack | None:
        """A command, action, view or shortcut: sent once. NoConnection when nobody is connected."""
        return self._hub.deliver(kind, payload, self.ack_timeout, on_ack)

    def event(self, payload: dict[str, Any]) -> "Future[bool]":
        """An event: the future tells whether the first attempt was acknowledged; retries follow by themselves."""
        with self._lock:
            if not self._stopped:
                return self._pool.submit(self._attempt, payload, 0, "")
        lost: Future[bool] = Future()
        lost.set_result(False)
        return lost

    def stop(self) -> None:
        """No more retries."""
        with self._lock:
            self._stopped = True
            for timer in self._timers:
                timer.cancel()
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _attempt(self, payload: dict[str, Any], number: int, reason: str) -> bool:
        try:
            ack = self._hub.deliver("events_api", payload, self.ack_timeout, retry_attempt=number, retry_reason=reason)
        except NoConnection:
            ack, reason = None, "no_connection"
        else:
            reason = "timeout"
        if ack is None and number < len(self._delays):
            self._later(self._delays[number], payload, number + 1, reason)
        return ack is not None

    def _later(self, delay: float, payload: dict[str, Any], number: int, reason: str) -> None:
        def again() -> None:
            with self._lock:
                self._timers.discard(timer)
                if self._stopped:
                    return
                self._pool.submit(self._attempt, payload, number, reason)

        timer = threading.Timer(delay, again)
        timer.daemon = True
        with self._lock:
            if not self._stopped:
                self._timers.add(timer)
                timer.start()
