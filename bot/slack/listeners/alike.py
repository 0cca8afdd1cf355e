"""The list of entries that look alike: merge, not the same, and back."""

from __future__ import annotations

from collections.abc import Sequence

from bot.services import capturing, duplicating
from bot.slack.blocks import alike as blocks
from bot.slack.responses import Replace, Response, Say
from bot.slack.turn import Turn, say_line


def keep(turn: Turn) -> Sequence[Response]:
    """ "Merge, #41 stays": the other becomes a way of asking of it."""
    entry = capturing.merge(turn.context, turn.role, turn.number(1) or 0, turn.number(0) or 0, turn.now)
    return say_line(turn, "merged-now", number=entry.number)


def apart(turn: Turn) -> Sequence[Response]:
    """ "Not the same": gone from the list, with a way back."""
    one, other = turn.number(0) or 0, turn.number(1) or 0
    duplicating.keep_apart(turn.context, turn.role, one, other, turn.now)
    done = blocks.kept_apart(turn.lens, one, other)
    return (Replace(done), Say(done))  # the list anew, and beside it the way back


def again(turn: Turn) -> Sequence[Response]:
    """Undo of "not the same"."""
    one, other = turn.number(0) or 0, turn.number(1) or 0
    duplicating.list_again(turn.context, turn.role, one, other, turn.now)
    return (Replace(blocks.listed_again(turn.lens, one, other)),)
