"""The page and the JSON API it uses; only for loopback, only for its own origin."""

import base64
import dataclasses
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.sandbox import page_shapes as shapes
from bot.sandbox.acts import Acts
from bot.sandbox.inspector import Inspector
from bot.sandbox.outcome import Outcome, UnknownThing
from bot.sandbox.page_live import Live
from bot.sandbox.sockets import SocketHub
from bot.sandbox.state import TEAM, Message, View
from bot.sandbox.timeline import Timeline
from bot.sandbox.workspace import Workspace

PAGE = Path(__file__).parent / "page"
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: http: https:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'"
)
_LOOPBACK = ("127.0.0.1", "localhost", "::1", "[::1]")
_Endpoint = Callable[[Request], Awaitable[Response]]


class PageApi:
    """Endpoints of the page."""

    def __init__(
        self,
        ws: Workspace,
        acts: Acts,
        hub: SocketHub,
        inspector: Inspector,
        timeline: Timeline,
        live: Live,
        guide: Callable[[str], list[dict[str, Any]]],
    ) -> None:
        self._ws = ws
        self._acts = acts
        self._hub = hub
        self._inspector = inspector
        self._timeline = timeline
        self._live = live
        self._guide = guide

    def routes(self) -> list[BaseRoute]:
        """All routes, each guarded."""
        reads = (
            ("/page/people", lambda request: {"people": shapes.people(self._ws)}),
            ("/page/state", self._state),
            ("/page/messages", self._messages),
            ("/page/inspector", self._entries),
            ("/page/clock", lambda request: self._timeline.shape()),
            ("/page/guide", lambda request: {"steps": self._guide(_as(request.query_params))}),
        )
        writes = (
            ("/page/say", self._say),
            ("/page/act", self._act),
            ("/page/set", self._set),
            ("/page/submit", self._submit),
            ("/page/close", lambda b: self._acts.close(_as(b), b["view_id"], bool(b.get("all")))),
            ("/page/home", lambda b: self._acts.open_home(_as(b), b["tab"])),
            ("/page/shortcut", lambda b: self._acts.shortcut(_as(b), b["callback_id"])),
            ("/page/message_shortcut", self._message_shortcut),
            ("/page/join", lambda b: self._acts.join(_as(b), b["channel"])),
            ("/page/leave", lambda b: self._acts.leave(_as(b), b["channel"])),
            ("/page/invite_bot", lambda b: self._acts.invite_bot(_as(b), b["channel"])),
            ("/page/clock", self._move_clock),
        )
        return [
            Route("/", _guarded(_index)),
            *(Route(path, _guarded(_reading(read)), methods=["GET"]) for path, read in reads),
            *(Route(path, _guarded(_writing(write)), methods=["POST"]) for path, write in writes),
            Route("/page/events", _guarded(self._events), methods=["GET"]),
            Route("/page/files/{id}", _guarded(self._file), methods=["GET"]),
            Mount("/static", _Static(directory=PAGE, check_dir=False)),
        ]

    # Reading

    def _state(self, request: Request) -> dict[str, Any]:
        ws, user_id = self._ws, _as(request.query_params)
        with ws.lock:
            user = ws.state.users.get(user_id)
            if user is None:
                raise UnknownThing(f"nobody is called {user_id}")
            state = {
                "me": shapes.person(user),
                "people": shapes.people(ws),
                "bot": shapes.bot(ws),
                "team": TEAM,
                "channels": shapes.channels(ws, user_id),
                "groups": [group.model_dump() for group in ws.state.groups.values()],
                "commands": [dataclasses.asdict(one) for one in ws.manifest.commands],
                "shortcuts": [
                    {
                        "name": one.name,
                        "type": one.kind,
                        "callback_id": one.callback_id,
                        "description": one.description,
                    }
                    for one in ws.manifest.shortcuts
                ],
                **shapes.modals(ws, user_id),
                **shapes.home(ws, user_id),
            }
        return {
            **state,
            "connected": self._hub.size > 0,
            "clock": self._timeline.shape(),
            "guide": self._guide(user_id),
        }

    def _messages(self, request: Request) -> dict[str, Any]:
        query = request.query_params
        ws, user_id, channel_id = self._ws, _as(query), query["channel"]
        with ws.lock:
            channel = ws.dm(user_id) if channel_id == ws.dm(user_id).id else ws.state.channels.get(channel_id)
            if channel is None or not ws.may_see(user_id, channel):
                raise UnknownThing(f"no conversation {channel_id}")
            return {"messages": shapes.messages(ws, user_id, channel_id, query.get("thread"))}

    def _entries(self, request: Request) -> dict[str, Any]:
        return {"entries": self._inspector.entries(int(request.query_params.get("after", "0")))}

    async def _events(self, request: Request) -> Response:
        stream = self._live.stream(_as(request.query_params))
        return StreamingResponse(stream, media_type="text/event-stream", headers={"Cache-Control": "no-store"})

    async def _file(self, request: Request) -> Response:
        with self._ws.lock:
            file = self._ws.state.files.get(request.path_params["id"])
        if file is None or not file.ready:
            raise UnknownThing("no such file")
        headers = {"Cache-Control": "private, max-age=3600", "X-Content-Type-Options": "nosniff"}
        return Response(base64.b64decode(file.content), media_type="image/png", headers=headers)

    # Acting

    def _say(self, body: dict[str, Any]) -> Outcome:
        if not body["text"].strip():
            raise ValueError("nothing typed")
        return self._acts.say(_as(body), body["channel"], body["text"], body.get("thread_ts"))

    def _act(self, body: dict[str, Any]) -> Outcome:
        return self._acts.act(_as(body), self._thing(body), body["block_id"], body["action_id"], body.get("value"))

    def _set(self, body: dict[str, Any]) -> Outcome:
        thing = self._thing(body)
        return self._acts.set_value(_as(body), thing, body["block_id"], body["action_id"], body.get("value"))

    def _submit(self, body: dict[str, Any]) -> Outcome:
        return self._acts.submit(_as(body), body["view_id"], body.get("values"))

    def _message_shortcut(self, body: dict[str, Any]) -> Outcome:
        return self._acts.message_shortcut(_as(body), body["callback_id"], self._message(_as(body), body["key"]))

    def _move_clock(self, body: dict[str, Any]) -> dict[str, Any]:
        return self._timeline.move(body)

    def _thing(self, body: dict[str, Any]) -> Message | View:
        container = body["container"]
        if container["type"] == "message":
            return self._message(_as(body), container["key"])
        with self._ws.lock:
            view = self._ws.view(container["id"])
        if view is None or view.user != _as(body):
            raise UnknownThing(f"no view {container['id']}")
        return view

    def _message(self, user_id: str, key: str) -> Message:
        with self._ws.lock:
            message = self._ws.by_key(key)
            if message is None or message.deleted or message not in self._ws.visible(user_id, message.channel):
                raise UnknownThing(f"no message {key}")
            return message


class _Static(StaticFiles):
    """The page's files, asked for anew each time: a browser must not mix old modules with new ones."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        response = super().file_response(*args, **kwargs)
        response.headers["Cache-Control"] = "no-cache"
        return response


def _as(source: Any) -> str:
    return str(source["as"])


def _reading(read: Callable[[Request], dict[str, Any]]) -> _Endpoint:
    async def endpoint(request: Request) -> Response:
        return JSONResponse(await run_in_threadpool(read, request))

    return endpoint


def _writing(write: Callable[[dict[str, Any]], Outcome | dict[str, Any]]) -> _Endpoint:
    async def endpoint(request: Request) -> Response:
        if "application/json" not in request.headers.get("content-type", ""):
            raise ValueError("send application/json")
        result = await run_in_threadpool(write, await request.json())
        if isinstance(result, Outcome):
            result = {"ok": result.ok, "code": result.code, "text": result.text, "errors": result.errors}
        return JSONResponse(result)

    return endpoint


def _guarded(endpoint: _Endpoint) -> _Endpoint:
    """Refuses foreign hosts and origins (another site's page, or a rebound DNS name), and words mistakes."""

    async def guarded(request: Request) -> Response:
        host = urlsplit("//" + request.headers.get("host", "")).hostname
        origin = request.headers.get("origin")
        own = origin is None or urlsplit(origin).netloc == request.headers.get("host")
        if host not in _LOOPBACK or not own:
            return PlainTextResponse("Only for this machine's own page.", status_code=403)
        try:
            return await endpoint(request)
        except UnknownThing as problem:
            return JSONResponse({"ok": False, "code": "not_found", "text": str(problem)}, status_code=404)
        except (KeyError, TypeError, ValueError, AttributeError) as problem:
            text = f"{type(problem).__name__}: {problem}"
            return JSONResponse({"ok": False, "code": "bad_request", "text": text}, status_code=400)

    return guarded


async def _index(request: Request) -> Response:
    page = PAGE / "index.html"
    if not page.exists():
        return PlainTextResponse("The page is not installed.", status_code=404)
    return FileResponse(page, headers={"Content-Security-Policy": CSP, "Cache-Control": "no-store"})
