"""The HTTP server: Web API, sockets, response_urls and the page, on one port of its own thread."""

import asyncio
import contextlib
import json
import socket
import threading
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from typing import Any
from urllib.parse import parse_qsl

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket

from bot.sandbox.errors import Dropped, Refusal
from bot.sandbox.faults import Faults
from bot.sandbox.inspector import Call, Inspector
from bot.sandbox.responses import respond
from bot.sandbox.sockets import SocketHub
from bot.sandbox.webapi import WebApi, failure
from bot.sandbox.webapi.files import receive
from bot.sandbox.workspace import Workspace

# Often, since slack_sdk's client closes only between two frames.
_PING_EVERY = 0.5
_Scope = MutableMapping[str, Any]
_Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
_Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


def build_app(
    ws: Workspace,
    api: WebApi,
    hub: SocketHub,
    inspector: Inspector,
    faults: Faults,
    page_routes: Sequence[BaseRoute],
) -> Callable[[_Scope, _Receive, _Send], Awaitable[None]]:
    """The ASGI application."""

    scopes = ",".join(sorted(ws.manifest.scopes))

    async def web_api(request: Request) -> Response:
        method = request.path_params["method"]
        try:
            args = {**request.query_params, **await _arguments(request)}
            token = _bearer(request) or args.get("token")
            args.pop("token", None)
            return JSONResponse(api.call(method, token, args), headers={"x-oauth-scopes": scopes})
        except Refusal as refusal:
            return JSONResponse(refusal.body(), status_code=refusal.status, headers=refusal.headers)
        except Dropped:
            return _Hangup()

    async def response_url(request: Request) -> Response:
        fault = faults.take("response_url")
        payload: Any = None
        answer: dict[str, Any] | None = None
        try:
            payload = await _response_payload(request)
            if fault is not None and not fault.after_effect:
                raise failure(fault.error)
            respond(ws, request.path_params["key"], payload)
            if fault is not None:
                raise Dropped("response_url")
            answer = {"ok": True}
            return PlainTextResponse("ok")
        except Refusal as refusal:
            answer = refusal.body()
            status = refusal.status if refusal.status != 200 else 400
            return PlainTextResponse(refusal.code, status_code=status, headers=refusal.headers)
        except Dropped:
            return _Hangup()
        finally:
            args = payload if isinstance(payload, dict) else {"payload": payload}
            inspector.called(Call("response_url", args, answer), "response_url")

    async def upload(request: Request) -> Response:
        fault = faults.take("upload")
        key = request.path_params["key"]
        content = await request.body()
        ok = False
        try:
            if fault is not None and not fault.after_effect:
                raise failure(fault.error)
            receive(ws, key, content)
            if fault is not None:
                raise Dropped("upload")
            ok = True
            return PlainTextResponse(f"OK - {len(content)}")
        except Refusal as refusal:
            status = refusal.status if refusal.status != 200 else 400
            return PlainTextResponse(refusal.code, status_code=status, headers=refusal.headers)
        except Dropped:
            return _Hangup()
        finally:
            inspector.called(Call("upload", {"key": key, "bytes": len(content)}, {"ok": ok}))

    async def socket_mode(websocket: WebSocket) -> None:
        await hub.serve(websocket)

    return _Outermost(
        Starlette(
            routes=[
                Route("/api/{method}", web_api, methods=["GET", "POST"]),
                Route("/response/{key}", response_url, methods=["POST"]),
                Route("/upload/{key}", upload, methods=["POST"]),
                WebSocketRoute("/socket", socket_mode),
                *page_routes,
            ]
        )
    )


class Server:
    """uvicorn on a thread of its own. `start` returns when it listens; `stop` when it is down."""

    def __init__(self, host: str, port: int) -> None:
        self._listener = socket.create_server((host, port))
        self.host = host
        self.port: int = self._listener.getsockname()[1]
        self._server: _Uvicorn | None = None
        self._thread: threading.Thread | None = None

    def start(self, app: Any) -> None:
        """Serves `app` until stopped."""
        config = uvicorn.Config(
            app,
            log_level="warning",
            lifespan="off",
            http="h11",
            access_log=False,
            timeout_graceful_shutdown=1,
            ws_ping_interval=_PING_EVERY,
        )
        self._server = _Uvicorn(config)
        self._thread = threading.Thread(target=self._run, name="sandbox-server", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Closes the port and every connection."""
        if self._server is not None and self._thread is not None:
            self._server.stop()
            self._thread.join(timeout=10)
        self._listener.close()

    def _run(self) -> None:
        assert self._server is not None
        asyncio.run(self._server.serve(sockets=[self._listener]))


class _Uvicorn(uvicorn.Server):
    """uvicorn that stops when told, instead of looking every tenth of a second: tests start and stop many."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._wake = asyncio.Event()

    def stop(self) -> None:
        """From any thread; also before it runs."""
        self.should_exit = True
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._wake.set)

    async def main_loop(self) -> None:
        """Until stopped; once a second for what uvicorn does by the second."""
        self._loop = asyncio.get_running_loop()
        ticks = 0
        while not self.should_exit and not await self.on_tick(ticks):
            ticks += 10
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), 1.0)


class _Hangup(Response):
    """No answer at all: the connection is closed."""

    async def __call__(self, scope: _Scope, receive: _Receive, send: _Send) -> None:
        scope["sandbox.transport"].abort()
        await asyncio.sleep(0.01)


class _Outermost:
    """Hands the connection's transport down, which ASGI keeps to itself, so that it can be cut."""

    def __init__(self, app: Any) -> None:
        self._app = app

    async def __call__(self, scope: _Scope, receive: _Receive, send: _Send) -> None:
        scope["sandbox.transport"] = getattr(getattr(send, "__self__", None), "transport", None)
        await self._app(scope, receive, send)


async def _arguments(request: Request) -> dict[str, Any]:
    body = await request.body()
    if "json" in request.headers.get("content-type", ""):
        try:
            parsed = json.loads(body or b"{}")
        except ValueError:
            raise Refusal("invalid_json") from None
        if not isinstance(parsed, dict):
            raise Refusal("json_not_object")
        return parsed
    return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))


async def _response_payload(request: Request) -> Any:
    body = await request.body()
    if "json" not in request.headers.get("content-type", ""):
        form = dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
        body = form.get("payload", "").encode()
    try:
        return json.loads(body)
    except ValueError:
        raise Refusal("invalid_payload", status=400) from None


def _bearer(request: Request) -> str | None:
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else None
