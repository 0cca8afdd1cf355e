"""Failures on demand: what the next calls of a Web API method shall suffer."""

import threading
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Fault:
    """`error`: ratelimited, internal_error, drop_connection or any Slack error. `after_effect`: the call has its
    effect first, and only then the connection is dropped."""

    error: str
    times: int
    after_effect: bool


class Faults:
    """The failures still to come, by method. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._coming: dict[str, list[Fault]] = {}

    def add(self, method: str, error: str, times: int, after_effect: bool) -> None:
        """The next `times` calls of `method` fail."""
        with self._lock:
            self._coming.setdefault(method, []).append(Fault(error, times, after_effect))

    def take(self, method: str) -> Fault | None:
        """What this call shall suffer, if anything."""
        with self._lock:
            queue = self._coming.get(method, [])
            if not queue:
                return None
            fault = queue[0]
            if fault.times > 1:
                queue[0] = replace(fault, times=fault.times - 1)
            else:
                queue.pop(0)
            return fault
