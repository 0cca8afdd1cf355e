"""The sandbox as tests and the demo hold it."""

import secrets
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.sandbox.acts import Acts
from bot.sandbox.clock import Clock
from bot.sandbox.delivery import RETRY_DELAYS, Delivery
from bot.sandbox.events import Events
from bot.sandbox.faults import Faults
from bot.sandbox.inspector import Call, Inspector
from bot.sandbox.manifest import read_manifest
from bot.sandbox.page_api import PageApi
from bot.sandbox.page_live import Live
from bot.sandbox.person import Person
from bot.sandbox.rates import RateLimits
from bot.sandbox.saving import Saver, load
from bot.sandbox.seen import Seen, seen_message
from bot.sandbox.server import Server, build_app
from bot.sandbox.sockets import SocketHub
from bot.sandbox.state import APP_ID, BOT_ID, BOT_USER, Channel, Group, Message, User
from bot.sandbox.timeline import Moments, Timeline
from bot.sandbox.triggers import Triggers
from bot.sandbox.webapi import WebApi
from bot.sandbox.webapi.context import Context
from bot.sandbox.workspace import Workspace, id_for

Guide = Callable[[str], list[dict[str, Any]]]


class Sandbox:
    """A strict local stand-in for Slack, with people in it. Use it as a context manager, or `start()` and `stop()`.

    `manifest`: what the app may do. `ack_timeout`: real seconds the app has to acknowledge. `retry_delays`: real
    seconds before each repetition of an unacknowledged event. `state_path`: where everything is kept over restarts.
    `rate_limits`: refuse too many calls as Slack does.
    For the page: `moments()` gives the scheduled moments to come, `on_jump(moment)` moves the clock and does what is
    due, `guide(user_id)` gives the steps of the guided start.
    """

    def __init__(
        self,
        manifest: Path | str | dict[str, Any],
        *,
        clock: Clock | None = None,
        state_path: Path | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
        ack_timeout: float = 3.0,
        retry_delays: Sequence[float] = RETRY_DELAYS,
        moments: Moments | None = None,
        on_jump: Callable[[datetime], None] | None = None,
        guide: Guide | None = None,
        timezone: str = "Europe/Amsterdam",
        rate_limits: bool = False,
        bot_token: str | None = None,
        app_token: str | None = None,
    ) -> None:
        self.clock = clock or Clock()
        self.bot_token = bot_token or f"xoxb-sandbox-{secrets.token_hex(8)}"
        self.app_token = app_token or f"xapp-1-{APP_ID}-{secrets.token_hex(8)}"
        self.bot_user_id, self.bot_id, self.app_id = BOT_USER, BOT_ID, APP_ID
        state = load(state_path)
        self.is_fresh = not state.users
        saved = datetime.fromtimestamp(state.now, UTC) if state.now is not None else None
        if saved is not None and saved > self.clock.now():
            self.clock.jump_to(saved)
        self.workspace = Workspace(read_manifest(manifest), self.clock, state)
        ws = self.workspace
        self._server = Server(host, port)
        self.inspector = Inspector(self.clock.now, ws.emit)
        self._hub = SocketHub(self.inspector, APP_ID, self._connections_changed)
        self._delivery = Delivery(self._hub, ack_timeout, retry_delays)
        self._faults = Faults()
        triggers, events = Triggers(self.clock), Events(ws, self._delivery)
        self.acts = Acts(ws, self._delivery, events, triggers, self.inspector, lambda: self._base_url)
        context = Context(ws, triggers, events, self._socket_url, lambda: self._base_url)
        api = WebApi(
            context,
            {"bot": self.bot_token, "app": self.app_token},
            self._faults,
            RateLimits(rate_limits),
            self.inspector,
        )
        self.timeline = Timeline(self.clock, moments or (lambda: []), on_jump, timezone, self._clock_moved)
        guide = guide or (lambda user_id: [])
        self._live = Live(ws, self.timeline.shape, guide)
        page = PageApi(ws, self.acts, self._hub, self.inspector, self.timeline, self._live, guide)
        self._app = build_app(ws, api, self._hub, self.inspector, self._faults, page.routes())
        self._saver = Saver(ws, state_path)
        self._people: dict[str, Person] = {}

    # Running

    def __enter__(self) -> "Sandbox":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Serves from now on."""
        self._server.start(self._app)

    def stop(self) -> None:
        """Saves, closes every connection and the port."""
        self._delivery.stop()
        self._live.close()
        self._hub.cut()
        self._server.stop()
        self._saver.flush()

    def save(self) -> None:
        """Writes the state file now (it is also written a moment after each change, and on stop)."""
        self._saver.flush()

    @property
    def api_url(self) -> str:
        """For SLACK_API_URL and WebClient(base_url=...)."""
        return f"{self._base_url}/api/"

    @property
    def page_url(self) -> str:
        """Where the page is."""
        return f"{self._base_url}/"

    @property
    def connections(self) -> int:
        """How many Socket Mode connections are open."""
        return self._hub.size

    def wait_connected(self, timeout: float = 10, connections: int = 1) -> None:
        """Waits until the app is connected. AssertionError when it does not come."""
        end = time.monotonic() + timeout
        with self.workspace.changed:
            while self._hub.size < connections:
                left = end - time.monotonic()
                if left <= 0:
                    raise AssertionError(f"{self._hub.size} connections after {timeout} s, wanted {connections}")
                self.workspace.changed.wait(min(left, 0.2))

    def disconnect(self, reason: str = "refresh_requested") -> None:
        """Sends `disconnect` frames (warning, refresh_requested, link_disabled)."""
        self._hub.disconnect(reason)

    def cut_connections(self) -> None:
        """Drops every Socket Mode connection without a word."""
        self._hub.cut()

    # Furnishing

    def add_person(
        self,
        handle: str,
        name: str | None = None,
        *,
        locale: str = "nl-NL",
        tz: str = "Europe/Amsterdam",
        title: str = "",
        active: bool = True,
        id: str | None = None,
    ) -> Person:
        """Somebody to act as: id U0HANDLE unless given. Again: renews what is known about them."""
        user_id = id or id_for("U", handle)
        self.workspace.add_user(
            User(
                id=user_id,
                handle=handle,
                name=name or handle.capitalize(),
                locale=locale,
                tz=tz,
                title=title,
                active=active,
            )
        )
        return self.person(user_id)

    def add_channel(
        self,
        name: str,
        members: Iterable[str] = (),
        *,
        bot: bool = True,
        private: bool = False,
        topic: str = "",
        id: str | None = None,
    ) -> str:
        """A channel: its id, C0NAME unless given. `members`: handles or ids; `bot`: whether the bot is in it."""
        found = [self._user(member).id for member in members] + ([BOT_USER] if bot else [])
        channel_id = id or id_for("C", name)
        kind: Any = "private" if private else "public"
        channel = Channel(id=channel_id, name=name, kind=kind, members=list(dict.fromkeys(found)), topic=topic)
        return self.workspace.add_channel(channel).id

    def add_group(self, handle: str, members: Iterable[str] = (), *, name: str = "", id: str | None = None) -> str:
        """A user group: its id, S0HANDLE unless given."""
        group_id = id or id_for("S", handle)
        users = [self._user(member).id for member in members]
        with self.workspace.lock:
            self.workspace.state.groups[group_id] = Group(id=group_id, handle=handle, name=name or handle, users=users)
        return group_id

    def invite_bot(self, channel: str) -> None:
        """Brings the bot into a channel."""
        self._set_bot(channel, present=True)

    def remove_bot(self, channel: str) -> None:
        """Throws the bot out of a channel."""
        self._set_bot(channel, present=False)

    def archive(self, channel: str) -> None:
        """Archives a channel."""
        with self.workspace.lock:
            self.channel(channel).archived = True
            self.workspace.emit("channels")

    # Looking

    def person(self, reference: str) -> Person:
        """Somebody by handle or id."""
        user = self._user(reference)
        return self._people.setdefault(user.id, Person(self.workspace, self.acts, user.id))

    def channel(self, reference: str) -> Channel:
        """A channel by name or id."""
        with self.workspace.lock:
            channel = self.workspace.channel(reference)
        if channel is None:
            raise LookupError(f"no channel {reference}")
        return channel

    def messages(self, channel: str) -> list[Seen]:
        """What stands in a channel for everybody, oldest first, thread replies included."""
        channel_id = self.channel(channel).id
        ws = self.workspace
        with ws.lock:
            public = [
                one
                for one in ws.state.messages
                if one.channel == channel_id and not one.deleted and not one.ephemeral_to
            ]
            return [seen_message(ws, one) for one in public]

    def calls(self, method: str | None = None) -> list[Call]:
        """The Web API calls the app made (all, or of one method), oldest first: `.args`, `.answer`, `.ok`.

        What it sent to response_urls is among them, as method "response_url".
        """
        return self.inspector.calls(method)

    def fail_next(self, method: str, error: str = "internal_error", times: int = 1, after_effect: bool = False) -> None:
        """The next `times` calls of a method fail: ratelimited, internal_error, drop_connection, or any error code.

        "response_url" and "upload" (the bytes of a file) count as methods too.
        `after_effect=True`: the call has its effect, and then the connection is dropped without an answer.
        """
        self._faults.add(method, error, times, after_effect)

    def post_history(
        self, channel: str, user: str, text: str, *, at: datetime | None = None, **content: Any
    ) -> Message:
        """Puts a message in a channel without telling the app (a demo's past): `at` that time, oldest first."""
        return self.workspace.post(self.channel(channel), self._user(user).id, text, at=at, **content)

    def _user(self, reference: str) -> User:
        with self.workspace.lock:
            user = self.workspace.user(reference)
        if user is None:
            raise LookupError(f"nobody is called {reference}")
        return user

    def _clock_moved(self) -> None:
        # Not by way of the workspace: its lock is not to be held while `moments` looks things up.
        self._live.tell("clock")
        self.workspace.emit("moved")

    def _set_bot(self, channel: str, present: bool) -> None:
        with self.workspace.lock:
            found = self.channel(channel)
            others = [member for member in found.members if member != BOT_USER]
            found.members = [*others, BOT_USER] if present else others
            self.workspace.emit("channels")

    def _connections_changed(self) -> None:
        self.workspace.emit("connected", {"connected": self._hub.size > 0})

    @property
    def _base_url(self) -> str:
        return f"http://{self._server.host}:{self._server.port}"

    def _socket_url(self) -> str:
        return f"ws://{self._server.host}:{self._server.port}/socket?ticket={self._hub.new_ticket()}"
