"""What every Web API method gets: the workspace and its surroundings, and its arguments."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.sandbox.errors import Refusal
from bot.sandbox.events import Events
from bot.sandbox.state import BOT_USER, Channel, User
from bot.sandbox.triggers import Triggers
from bot.sandbox.workspace import Workspace


@dataclass(frozen=True)
class Context:
    """The workspace, its triggers, what goes out as events, and where sockets connect."""

    ws: Workspace
    triggers: Triggers
    events: Events
    socket_url: Callable[[], str]
    base_url: Callable[[], str]


class Args:
    """A call's arguments, whether they came as a form or as JSON."""

    def __init__(self, raw: dict[str, Any]) -> None:
        self.raw = raw

    def text(self, name: str) -> str | None:
        """A string argument, None when absent or empty."""
        value = self.raw.get(name)
        return None if value in (None, "") else str(value)

    def required(self, name: str, missing: str = "invalid_arguments") -> str:
        """A string argument that must be there."""
        value = self.text(name)
        if value is None:
            raise Refusal(missing, response_metadata={"messages": [f"[ERROR] missing required field: {name}"]})
        return value

    def flag(self, name: str) -> bool:
        """A boolean argument; forms write true or 1."""
        return str(self.raw.get(name, "")).lower() in ("true", "1")

    def number(self, name: str, default: int) -> int:
        """A whole number."""
        value = self.raw.get(name)
        if value in (None, ""):
            return default
        try:
            return int(str(value))
        except ValueError:
            raise Refusal("invalid_arguments") from None

    def json(self, name: str, error: str = "invalid_arguments") -> Any:
        """A structured argument; forms carry it as JSON text."""
        value = self.raw.get(name)
        if not isinstance(value, str):
            return value
        if value == "":
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise Refusal(error) from None


def known_user(context: Context, args: Args, name: str = "user") -> User:
    """The user an argument names."""
    user = context.ws.state.users.get(args.required(name, "user_not_found"))
    if user is None:
        raise Refusal("user_not_found")
    return user


def known_channel(context: Context, args: Args) -> Channel:
    """The channel an argument names, if the bot can know of it: its private ones are those it is in."""
    channel = context.ws.state.channels.get(args.required("channel", "channel_not_found"))
    if channel is None or (channel.kind != "public" and BOT_USER not in channel.members):
        raise Refusal("channel_not_found")
    return channel


def page(items: list[Any], args: Args, default: int, most: int = 1000) -> tuple[list[Any], str]:
    """One page of a list, and the cursor of the next ("" at the end)."""
    limit = args.number("limit", default) or default
    if not 0 < limit <= most:
        raise Refusal("invalid_limit")
    cursor = args.text("cursor")
    try:
        start = int(cursor.removeprefix("next:")) if cursor else 0
    except ValueError:
        raise Refusal("invalid_cursor") from None
    rest = items[start + limit :]
    return items[start : start + limit], f"next:{start + limit}" if rest else ""
