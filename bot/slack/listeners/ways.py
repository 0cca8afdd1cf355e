"""The ways of asking for an entry: its specialists look at what was learned, and remove what should not be."""

from __future__ import annotations

from collections.abc import Sequence

from bot.services import curating
from bot.slack.blocks.ways import ways_modal
from bot.slack.responses import Open, Response, Update
from bot.slack.turn import Turn, modal_meta


def open_ways(turn: Turn, entry: int) -> Sequence[Response]:
    """The list, in a modal."""
    found = curating.ways(turn.context, turn.role, entry)
    return (Open(ways_modal(turn.lens, found, meta=modal_meta(turn, entry=entry))),)


def remove(turn: Turn) -> Sequence[Response]:
    """One of them goes; the list shows what is left."""
    entry = curating.remove_way(turn.context, turn.role, turn.number(0) or 0, turn.now)
    found = curating.ways(turn.context, turn.role, entry.number)
    meta = modal_meta(turn, entry=entry.number)
    return (Update(ways_modal(turn.lens, found, meta=meta, note=turn.say("way-removed"))),)
