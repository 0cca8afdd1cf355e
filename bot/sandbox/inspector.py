"""The inspector: the last raw traffic, as the page shows it, and the list of Web API calls tests look at."""

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Literal

KEPT = 500
Kind = Literal["web_api", "envelope", "ack", "response_url", "socket", "note"]


@dataclass(frozen=True)
class Entry:
    """One thing that went over the wire. `n` counts up."""

    n: int
    at: str
    kind: Kind
    title: str
    ok: bool
    request: Any
    response: Any


@dataclass(frozen=True)
class Call:
    """A Web API call the app made: `args` as sent, JSON decoded; `answer` as given (None: connection dropped)."""

    method: str
    args: dict[str, Any]
    answer: dict[str, Any] | None = field(default=None)

    @property
    def ok(self) -> bool:
        """Whether it was accepted and the app heard so."""
        return bool(self.answer and self.answer.get("ok"))


class Inspector:
    """Bounded log of raw traffic. Thread-safe."""

    def __init__(self, now: Callable[[], datetime], told: Callable[[str, Any], None]) -> None:
        self._now = now
        self._told = told
        self._lock = threading.Lock()
        self._entries: deque[Entry] = deque(maxlen=KEPT)
        self._calls: list[Call] = []
        self._count = 0

    def note(self, kind: Kind, title: str, request: Any = None, response: Any = None, ok: bool = True) -> None:
        """Writes down one exchange."""
        with self._lock:
            self._count += 1
            entry = Entry(self._count, self._now().isoformat(), kind, title, ok, request, response)
            self._entries.append(entry)
        self._told("inspector", asdict(entry))

    def called(self, call: Call, kind: Kind = "web_api") -> None:
        """Writes down a Web API call, or an answer to a response_url (method "response_url")."""
        with self._lock:
            self._calls.append(call)
            del self._calls[:-10_000]
        self.note(kind, call.method, call.args, call.answer, call.ok)

    def calls(self, method: str | None = None) -> list[Call]:
        """The Web API calls so far, oldest first."""
        with self._lock:
            return [call for call in self._calls if method in (None, call.method)]

    def entries(self, after: int = 0) -> list[dict[str, Any]]:
        """The entries numbered above `after`, oldest first."""
        with self._lock:
            return [asdict(entry) for entry in self._entries if entry.n > after]
