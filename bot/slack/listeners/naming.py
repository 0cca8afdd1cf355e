"""Synonyms: `/kb synonym`, the list in App Home, and taking one away."""

from __future__ import annotations

from collections.abc import Sequence

from bot.services import naming
from bot.slack.blocks import synonyms as blocks
from bot.slack.blocks.common import context_line, escape
from bot.slack.responses import Rendered, Replace, Response, Say
from bot.slack.turn import Turn


def command(turn: Turn, text: str) -> Sequence[Response]:
    """`/kb synonym BTR = betalingsregeling` adds one; without "=" it shows those with these words in them, or all."""
    if "=" not in text:
        return (Say(blocks.listing(turn.lens, naming.listed(turn.context, turn.role, text))),)
    return (Say(blocks.added(turn.lens, naming.add(turn.context, turn.role, text, turn.now))),)


def show(turn: Turn) -> Sequence[Response]:
    """The list, from App Home."""
    return command(turn, "")


def delete(turn: Turn) -> Sequence[Response]:
    """Takes one away; the list shows what is left."""
    note = _removed(turn)
    return (Replace(blocks.listing(turn.lens, naming.listed(turn.context, turn.role), note)),)


def undo(turn: Turn) -> Sequence[Response]:
    """Takes back the one just added."""
    note = _removed(turn)
    return (Replace(Rendered(note, (context_line(note),))),)


def _removed(turn: Turn) -> str:
    """What became of it, as a line."""
    gone = naming.remove(turn.context, turn.role, turn.number(0) or 0, turn.now)
    if gone is None:
        return turn.say("synonym-gone")
    return turn.say("synonym-removed", term=escape(gone.term), means=escape(gone.means))
