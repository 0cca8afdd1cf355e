"""Help, and small things that belong to nothing else."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.services.agenda import tasks_for
from bot.services.naming import may_name
from bot.slack.blocks.common import context_line, section
from bot.slack.responses import Rendered, Response, Say
from bot.slack.turn import Turn

HELP = ("help-ask", "help-tip", "help-mistake", "help-open", "help-lists")


def help(turn: Turn) -> Sequence[Response]:
    """What one can type; specialists and admins see a line more."""
    specialist, agenda = may_name(turn.role), bool(tasks_for(turn.context, turn.role))
    more = (
        ("help-announcement", specialist),
        ("help-synonym", specialist),
        ("help-topics", specialist),
        ("help-agenda", agenda),
        ("help-admin", turn.role.admin),
    )
    lines = [turn.say(key) for key in (*HELP, *(key for key, shown in more if shown))]
    head = turn.say("help-title")
    blocks = (section(f"*{head}*"), section("\n".join(lines)), context_line(turn.say("help-more")))
    return (Say(Rendered(head, blocks)),)


def without_mention(turn: Turn) -> str:
    """The text of a mention without the bot's own name in front."""
    return re.sub(r"^\s*<@[UW][A-Z0-9]+(\|[^>]*)?>[\s,:]*", "", turn.did.said)
