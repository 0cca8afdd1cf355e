"""Socket Mode: the open connections, and each envelope handed to one of them until it is acknowledged."""

import asyncio
import contextlib
import json
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import uuid4

from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.sandbox.inspector import Inspector

MAX_CONNECTIONS = 10


class Ack(NamedTuple):
    """The app's acknowledgement; `payload` is what it answered with, if anything."""

    payload: dict[str, Any]


OnAck = Callable[[Ack], None]


class NoConnection(Exception):
    """Nobody is connected, so an envelope could not be handed over."""


class _Waiting(NamedTuple):
    future: "Future[Ack | None]"
    on_ack: OnAck | None


@dataclass(eq=False)
class _Connection:
    socket: WebSocket
    number: int
    waiting: dict[str, _Waiting]


class SocketHub:
    """All Socket Mode connections of the app.

    `deliver` may be called from any thread but the server's own; it blocks until the ack or the timeout.
    """

    def __init__(self, inspector: Inspector, app_id: str, changed: Callable[[], None]) -> None:
        self._inspector = inspector
        self._app_id = app_id
        self._changed = changed
        self._lock = threading.Lock()
        self._connections: list[_Connection] = []
        self._turn = 0
        self._count = 0
        self._tickets: set[str] = set()
        self._loop: asyncio.AbstractEventLoop | None = None

    @property
    def size(self) -> int:
        """How many connections are open."""
        with self._lock:
            return len(self._connections)

    def new_ticket(self) -> str:
        """What apps.connections.open puts in the URL; good for one connection."""
        ticket = uuid4().hex
        with self._lock:
            self._tickets.add(ticket)
        return ticket

    async def serve(self, socket: WebSocket) -> None:
        """One connection, from handshake to close."""
        ticket = socket.query_params.get("ticket", "")
        with self._lock:
            known = ticket in self._tickets
            self._tickets.discard(ticket)
            full = len(self._connections) >= MAX_CONNECTIONS
        if not known or full:
            await socket.close(code=4401 if not known else 4429)
            return
        self._loop = asyncio.get_running_loop()
        await socket.accept()
        connection = await self._join(socket)
        try:
            while True:
                self._received(connection, await socket.receive_text())
        except (WebSocketDisconnect, RuntimeError):
            pass
        finally:
            self._leave(connection)

    def deliver(
        self,
        kind: str,
        payload: dict[str, Any],
        timeout: float,
        on_ack: OnAck | None = None,
        **extra: Any,
    ) -> Ack | None:
        """Hands an envelope to the next connection in turn; None when it is not acknowledged in `timeout` seconds.

        `on_ack` carries out what the ack asks for, before anything else the app sends is looked at; what it
        raises is raised here. NoConnection when nobody is there.
        """
        envelope = {"envelope_id": str(uuid4()), "type": kind, "payload": payload, **extra}
        envelope.setdefault("accepts_response_payload", kind != "events_api")
        future: Future[Ack | None] = Future()
        loop = self._loop
        with self._lock:
            connection = None
            if self._connections:
                self._turn += 1
                connection = self._connections[self._turn % len(self._connections)]
                connection.waiting[envelope["envelope_id"]] = _Waiting(future, on_ack)
        if connection is None or loop is None:
            self._inspector.note("envelope", f"{kind}: nobody connected", envelope, ok=False)
            raise NoConnection(kind)
        self._inspector.note("envelope", kind, envelope)
        asyncio.run_coroutine_threadsafe(_send(connection, envelope), loop)
        try:
            return future.result(timeout)
        except TimeoutError:
            return None
        finally:
            with self._lock:
                connection.waiting.pop(envelope["envelope_id"], None)

    def disconnect(self, reason: str = "refresh_requested") -> None:
        """Sends a `disconnect` frame to every connection; all but a warning close it a moment later."""
        for connection in self._all():
            frame = {"type": "disconnect", "reason": reason, "debug_info": {"host": "sandbox"}}
            self._inspector.note("socket", f"disconnect: {reason}", frame)
            self._run(_send(connection, frame))
            if reason != "warning":
                self._run(_close(connection, delay=0.5))

    def cut(self) -> None:
        """Closes every connection at once, without a word."""
        for connection in self._all():
            self._run(_close(connection))

    def _all(self) -> list[_Connection]:
        with self._lock:
            return list(self._connections)

    def _run(self, work: Any) -> None:
        if self._loop is not None:
            asyncio.run_coroutine_threadsafe(work, self._loop)

    async def _join(self, socket: WebSocket) -> _Connection:
        with self._lock:
            self._count += 1
            connection = _Connection(socket, self._count, {})
            self._connections.append(connection)
            number = len(self._connections)
        hello = {
            "type": "hello",
            "num_connections": number,
            "connection_info": {"app_id": self._app_id},
            "debug_info": {"host": "sandbox", "build_number": 1, "approximate_connection_time": 18060},
        }
        # Nothing else can go out before this: it is written before anything else runs on the loop.
        await _send(connection, hello)
        self._inspector.note("socket", f"connection {connection.number} opened", hello)
        self._changed()
        return connection

    def _leave(self, connection: _Connection) -> None:
        with self._lock:
            if connection in self._connections:
                self._connections.remove(connection)
            waiting = list(connection.waiting.values())
        for one in waiting:
            if not one.future.done():
                one.future.set_result(None)
        self._inspector.note("socket", f"connection {connection.number} closed")
        self._changed()

    def _received(self, connection: _Connection, text: str) -> None:
        try:
            frame = json.loads(text)
            envelope_id = frame["envelope_id"]
        except (ValueError, KeyError, TypeError):
            self._inspector.note("socket", "a frame that is no ack", text, ok=False)
            return
        payload = frame.get("payload") or {}
        with self._lock:
            waiting = connection.waiting.pop(envelope_id, None)
        self._inspector.note("ack", "ack" if waiting else "late or unknown ack", frame, ok=waiting is not None)
        if waiting is None or waiting.future.done():
            return
        ack = Ack(payload if isinstance(payload, dict) else {"text": str(payload)})
        try:
            if waiting.on_ack is not None:
                waiting.on_ack(ack)
        except Exception as problem:
            waiting.future.set_exception(problem)
        else:
            waiting.future.set_result(ack)


async def _send(connection: _Connection, frame: dict[str, Any]) -> None:
    # When it closed meanwhile, _leave tells whoever waits.
    with contextlib.suppress(RuntimeError, WebSocketDisconnect):
        await connection.socket.send_text(json.dumps(frame))


async def _close(connection: _Connection, delay: float = 0.0) -> None:
    await asyncio.sleep(delay)
    with contextlib.suppress(RuntimeError, WebSocketDisconnect):
        await connection.socket.close()
