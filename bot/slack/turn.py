"""One person's turn: what they did, who they are, and when. Every handler gets one and returns responses."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.services.context import Context
from bot.services.people import Role
from bot.slack.blocks.common import Lens, context_line
from bot.slack.interaction import Interaction
from bot.slack.responses import Rendered, Response, Say


@dataclass(frozen=True, slots=True)
class Turn:
    """What a handler works with."""

    context: Context
    did: Interaction
    role: Role
    now: datetime

    @property
    def user(self) -> str:
        """The person's Slack id."""
        return self.did.user

    @property
    def lens(self) -> Lens:
        """In their language, as of now."""
        return Lens(self.role.language, self.now, self.context.zone)

    def say(self, key: str, **values: object) -> str:
        """A text in their language."""
        return self.lens.say(key, **values)

    @property
    def shareable(self) -> bool:
        """Whether the message at hand could be shared where they are: not in a direct message, and not what the
        channel sees already. (Where there is no channel at all, `surfaces` takes the button out.)"""
        public = self.did.kind == "action" and self.did.ts is not None and not self.did.ephemeral
        return not self.did.direct and not public

    def number(self, place: int) -> int | None:
        """The id at this place of the button's value ("12:41"), or None."""
        parts = self.did.value.split(":")
        return int(parts[place]) if place < len(parts) and parts[place].isdecimal() else None

    def part(self, place: int) -> str:
        """The text at this place of the button's value, or ""."""
        parts = self.did.value.split(":")
        return parts[place] if place < len(parts) else ""


Overview = Literal["home", "list", ""]  #: App Home, or the list of `/kb open`
Handler = Callable[[Turn], Sequence[Response]]


def say_line(turn: Turn, key: str, **values: object) -> Sequence[Response]:
    """One line of small text, only for this person."""
    text = turn.say(key, **values)
    return (Say(Rendered(text, (context_line(text),))),)


def modal_meta(turn: Turn, **values: object) -> str:
    """What a modal must remember: ids, the response_url of the message that opened it, since a submitted modal has none
    of its own (slack.md), and the overview it was opened from, which then shows what changed."""
    url = turn.did.response_url or read_meta(turn).get("url")
    kept = {**values, "url": url, "from": overview_of(turn) or None}
    return json.dumps({k: v for k, v in kept.items() if v is not None})


def overview_of(turn: Turn) -> Overview:
    """The overview this happened in, or from which the modal was opened it happened in; "" for neither."""
    if turn.did.in_home:
        return "home"
    if turn.did.in_list:
        return "list"
    found = read_meta(turn).get("from")
    return "home" if found == "home" else "list" if found == "list" else ""


def read_meta(turn: Turn) -> dict[str, object]:
    """What `modal_meta` wrote; empty for anything else. Rights are never read from it."""
    try:
        found = json.loads(turn.did.meta or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def meta_number(turn: Turn, name: str) -> int:
    """An id that `modal_meta` wrote; 0 when it is not there."""
    value = read_meta(turn).get(name)
    return value if isinstance(value, int) else 0
