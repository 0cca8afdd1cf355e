"""What is said when something cannot be done: what happened, what to do, and the text given back."""

from __future__ import annotations

from bot.errors import KbError
from bot.slack.blocks.common import VALUE_MAX, Lens, actions, button, escape, paragraphs, section
from bot.slack.responses import Rendered

#: What is said when nothing was typed that could stand below.
WITHOUT_TEXT = {"error-unknown": "error-unknown-bare", "error-unavailable": "error-unavailable-bare"}


def problem(lens: Lens, error: KbError, typed: str, *, retry: bool) -> Rendered:
    """The message for a domain error. `typed` is what the person wrote, at any length Slack takes."""
    key = error.key if typed.strip() else WITHOUT_TEXT.get(error.key, error.key)
    text = lens.say(key, **error.values)
    blocks = [section(escape(text))]
    given_back = paragraphs(typed)
    if given_back:
        blocks += given_back[:40]
    if retry and typed.strip() and len(typed) <= VALUE_MAX:
        blocks.append(actions(button(lens.say("button-retry"), "retry", typed, style="primary")))
    return Rendered(text, tuple(blocks))
