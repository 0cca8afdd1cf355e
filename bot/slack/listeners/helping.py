"""Help, and small things that belong to nothing else."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.slack.blocks.common import section
from bot.slack.responses import Rendered, Response, Say
from bot.slack.turn import Turn


def help(turn: Turn) -> Sequence[Response]:
    """What one can type."""
    return (Say(Rendered(turn.say("help-title"), (section(turn.say("help-text")),))),)


def without_mention(turn: Turn) -> str:
    """The text of a mention without the bot's own name in front."""
    return re.sub(r"^\s*<@[UW][A-Z0-9]+(\|[^>]*)?>[\s,:]*", "", turn.did.text)


def home(turn: Turn) -> Sequence[Response]:
    return ()


def not_yet(turn: Turn) -> Sequence[Response]:
    return ()
