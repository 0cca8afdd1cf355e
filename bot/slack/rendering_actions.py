"""How the outbox's messages about actions look: each looks up how things are now."""

from __future__ import annotations

from datetime import date, datetime

from bot.model import OutboxMessage
from bot.services.acting import ActionCard, card
from bot.services.action_messages import declined_key
from bot.services.context import Context
from bot.slack.blocks import action as blocks
from bot.slack.blocks.common import Lens
from bot.slack.rendering_signals import language_at
from bot.slack.responses import Rendered


def action(context: Context, message: OutboxMessage, now: datetime) -> Rendered:
    """To its owner: what is asked, by when, and how it stands; or, when they decline, to whoever wrote it down."""
    found = _card(context, message)
    if message.key == declined_key(found.action):
        return blocks.declined(_lens(context, message, now, found), found)
    return blocks.message(_lens(context, message, now, found), found)


def late(context: Context, message: OutboxMessage, now: datetime) -> Rendered:
    """To its owner, once, when its day has passed."""
    found = _card(context, message)
    due = date.fromisoformat(str(message.payload["due"]))
    return blocks.late(_lens(context, message, now, found), found, due)


def _card(context: Context, message: OutboxMessage) -> ActionCard:
    return card(context, int(message.payload["action"]))


def _lens(context: Context, message: OutboxMessage, now: datetime, found: ActionCard) -> Lens:
    return Lens(language_at(context, message, found.action.owner), now, context.zone)
