"""What a handler wants to happen in Slack, as data. One place (`performer.py`) makes it happen, after the ack."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.model import Chart

Block = dict[str, Any]
View = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart in a message, above the block at `place`. `alt` says the same in words."""

    chart: Chart
    alt: str
    place: int


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message: `text` is what notifications and screen readers say, `blocks` what is shown."""

    text: str
    blocks: tuple[Block, ...] = ()
    picture: Picture | None = None  #: only in what the outbox sends


@dataclass(frozen=True, slots=True)
class Say:
    """A new message where the interaction came from: only the person sees it, unless `public`."""

    message: Rendered
    public: bool = False


@dataclass(frozen=True, slots=True)
class Replace:
    """The message whose button was pressed becomes this one."""

    message: Rendered


@dataclass(frozen=True, slots=True)
class Delete:
    """The (ephemeral) message whose button was pressed goes away."""


@dataclass(frozen=True, slots=True)
class Open:
    """Opens a modal; on top of the one that is open when the button stood in a modal.

    `otherwise` is said by direct message when Slack opens nothing any more (a trigger lives three seconds).
    """

    view: View
    otherwise: Rendered | None = None


@dataclass(frozen=True, slots=True)
class Update:
    """The modal that was submitted, or whose button was pressed, becomes this one."""

    view: View


@dataclass(frozen=True, slots=True)
class Errors:
    """The submitted modal stays open, with these texts at its inputs (by action_id)."""

    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Home:
    """Shows the person's App Home anew."""

    view: View


Response = Say | Replace | Delete | Open | Update | Errors | Home
