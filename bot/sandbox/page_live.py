"""Live updates for pages: changes of the workspace as server-sent events, each as the acting person sees it."""

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Callable
from typing import Any, NamedTuple

from bot.sandbox import page_shapes as shapes
from bot.sandbox.workspace import Workspace

_BEAT = 15.0
_FULL = 2000


class _Page(NamedTuple):
    user_id: str
    loop: asyncio.AbstractEventLoop
    queue: "asyncio.Queue[tuple[str, Any] | None]"


class Live:
    """All open pages. Listens to the workspace; renders for each page's person."""

    def __init__(self, ws: Workspace, clock: Callable[[], dict[str, Any]], guide: Callable[[str], list[Any]]) -> None:
        self._ws = ws
        self._clock = clock
        self._guide = guide
        self._lock = threading.Lock()
        self._pages: list[_Page] = []
        ws.listen(self.tell)

    def tell(self, kind: str, thing: Any = None) -> None:
        """Passes a change on to every page it concerns. Any thread."""
        with self._lock:
            pages = list(self._pages)
        for page in pages:
            event = self._rendered(page.user_id, kind, thing)
            if event is not None:
                page.loop.call_soon_threadsafe(_put, page.queue, event)

    def close(self) -> None:
        """Ends every stream, so that the server can stop."""
        with self._lock:
            pages = list(self._pages)
        for page in pages:
            page.loop.call_soon_threadsafe(page.queue.put_nowait, None)

    async def stream(self, user_id: str) -> AsyncIterator[str]:
        """The event stream of one page."""
        page = _Page(user_id, asyncio.get_running_loop(), asyncio.Queue())
        with self._lock:
            self._pages.append(page)
        try:
            yield _frame("hello", {})
            last_guide, something_happened = None, False
            while True:
                try:
                    event = await asyncio.wait_for(page.queue.get(), _BEAT)
                except TimeoutError:
                    event = ("clock", await asyncio.to_thread(self._clock))
                if event is None:
                    return
                yield _frame(*event)
                something_happened = something_happened or event[0] != "inspector"
                if something_happened and page.queue.empty():
                    something_happened = False
                    steps = await asyncio.to_thread(self._guide, user_id)
                    if steps != last_guide:
                        last_guide = steps
                        yield _frame("guide", {"steps": steps})
        finally:
            with self._lock:
                self._pages.remove(page)

    def _rendered(self, user_id: str, kind: str, thing: Any) -> tuple[str, Any] | None:
        ws = self._ws
        if kind in ("inspector", "connected"):
            return kind, thing
        if kind == "clock":
            return kind, self._clock()
        with ws.lock:
            if kind in ("message", "message_gone"):
                return self._message(user_id, kind, thing)
            if kind == "notice":
                return (kind, thing) if thing["user"] == user_id else None
            if kind == "modals":
                return (kind, shapes.modals(ws, user_id)) if thing == user_id else None
            if kind == "home":
                return (kind, shapes.home(ws, user_id)) if thing == user_id else None
            if kind == "channels":
                return kind, {"channels": shapes.channels(ws, user_id)}
            if kind == "people":
                return kind, {"people": shapes.people(ws)}
        return None

    def _message(self, user_id: str, kind: str, message: Any) -> tuple[str, Any] | None:
        ws = self._ws
        seen = (
            message.ephemeral_to == user_id
            if message.ephemeral_to
            else ws.may_see(user_id, ws.state.channels[message.channel])
        )
        if not seen or message.notice:
            return None
        if kind == "message":
            return kind, shapes.message(ws, user_id, message)
        return kind, {
            "channel": message.channel,
            "key": message.key,
            "ts": message.ts,
            "thread_ts": message.thread_ts,
        }


def _put(queue: "asyncio.Queue[tuple[str, Any] | None]", event: tuple[str, Any]) -> None:
    if queue.qsize() < _FULL:
        queue.put_nowait(event)


def _frame(name: str, data: Any) -> str:
    return f"event: {name}\ndata: {json.dumps(data)}\n\n"
