"""What the author of a tip that does not help is told, privately."""

from __future__ import annotations

from bot.domain.text import one_line
from bot.model import Entry
from bot.slack.blocks.common import Lens, actions, button, context_line, escape, ids, section
from bot.slack.responses import Rendered


def message(lens: Lens, entry: Entry, missed: int, base: int) -> Rendered:
    """How often it did not help (`base`: of how often; 0 where that is not told), and what can be done."""
    title = escape(one_line(entry.title, 150))
    key = "unhelpful-of" if base else "unhelpful"
    text = lens.say(key, number=entry.number, title=title, count=missed, base=base)
    buttons = actions(
        button(lens.say("button-edit"), "share.edit", ids(entry.number), style="primary"),
        button(lens.say("home-open"), "entry.open", ids(None, entry.number)),
    )
    return Rendered(text, (section(text), buttons, context_line(lens.say("unhelpful-why"))))
