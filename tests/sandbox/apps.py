"""Apps for the sandbox's tests: a bare Socket Mode client that shows every frame, and a manifest to start from."""

import json
import threading
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import yaml
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from bot.sandbox import Sandbox

MANIFEST = Path(__file__).parents[2] / "manifest.yml"
Answer = Callable[[dict[str, Any]], dict[str, Any] | None]


def manifest(
    *, without: tuple[str, ...] = (), scopes: tuple[str, ...] = (), events: tuple[str, ...] = ()
) -> dict[str, Any]:
    """The project's manifest, with scopes taken out or put in and events added."""
    read: dict[str, Any] = yaml.safe_load(MANIFEST.read_text("utf-8"))
    bot = read["oauth_config"]["scopes"]["bot"]
    read["oauth_config"]["scopes"]["bot"] = [scope for scope in bot if scope not in without] + list(scopes)
    read["settings"]["event_subscriptions"]["bot_events"] += events
    return read


def web(slack: Sandbox, token: str | None = None) -> WebClient:
    """A WebClient that does not try again by itself."""
    return WebClient(token=token or slack.bot_token, base_url=slack.api_url, retry_handlers=[])


def refusal(call: Callable[[], Any]) -> dict[str, Any]:
    """The answer of a call that must be refused."""
    try:
        answer = call()
    except SlackApiError as error:
        data: dict[str, Any] = error.response.data  # type: ignore[assignment]
        return data
    raise AssertionError(f"not refused: {answer}")


class RawApp:
    """One Socket Mode connection. `answer(envelope)` gives the ack's payload; None: no ack at all."""

    def __init__(self, slack: Sandbox, answer: Answer = lambda envelope: {}) -> None:
        self.answer = answer
        self.frames: list[dict[str, Any]] = []
        self.arrived = threading.Condition()
        url = WebClient(token=slack.app_token, base_url=slack.api_url).apps_connections_open(app_token=slack.app_token)[
            "url"
        ]
        self._open = ExitStack()
        self._socket = self._open.enter_context(connect(url))
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()
        self.wait(lambda: bool(self.frames))

    def close(self) -> None:
        """Goes away."""
        self._open.close()
        self._thread.join(5)

    def ping(self, timeout: float) -> bool:
        """Whether a ping is answered in time."""
        return self._socket.ping().wait(timeout)

    def send(self, text: str) -> None:
        """Sends a frame as it is."""
        self._socket.send(text)

    def envelopes(self, kind: str | None = None) -> list[dict[str, Any]]:
        """What came, apart from hello and disconnect frames."""
        return [frame for frame in self.frames if "envelope_id" in frame and kind in (None, frame["type"])]

    def wait(self, condition: Callable[[], bool], timeout: float = 20) -> None:
        """Until something is true of the frames."""
        with self.arrived:
            assert self.arrived.wait_for(condition, timeout), self.frames

    def _listen(self) -> None:
        try:
            for text in self._socket:
                frame = json.loads(text)
                with self.arrived:
                    self.frames.append(frame)
                    self.arrived.notify_all()
                if "envelope_id" in frame:
                    payload = self.answer(frame)
                    if payload is not None:
                        self._socket.send(json.dumps({"envelope_id": frame["envelope_id"], "payload": payload}))
        except ConnectionClosed:
            pass


def section(text: str, **more: Any) -> dict[str, Any]:
    """A section block."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def plain(text: str) -> dict[str, Any]:
    """A plain_text object."""
    return {"type": "plain_text", "text": text}


def button(label: str, action_id: str, **more: Any) -> dict[str, Any]:
    """A button element."""
    return {"type": "button", "text": plain(label), "action_id": action_id, **more}


def option(text: str, value: str) -> dict[str, Any]:
    """An option."""
    return {"text": plain(text), "value": value}


def text_input(label: str, block_id: str, **more: Any) -> dict[str, Any]:
    """An input block with a text field, action_id "text"."""
    element = {"type": "plain_text_input", "action_id": "text", **more.pop("element", {})}
    return {"type": "input", "block_id": block_id, "label": plain(label), "element": element, **more}


def modal(*blocks: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A modal with a submit button."""
    return {
        "type": "modal",
        "callback_id": "form",
        "title": plain("Form"),
        "submit": plain("Send"),
        "blocks": list(blocks),
        **more,
    }
