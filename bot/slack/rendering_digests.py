"""How the outbox's digests look: their facts are frozen, so each says the same whenever it is rendered. And what an
author hears before any of them."""

from __future__ import annotations

from datetime import datetime

from bot.errors import NotFound
from bot.model import DigestChoice, OutboxMessage
from bot.services import digesting
from bot.services.context import Context
from bot.services.people import language_of
from bot.slack.blocks import digest as blocks
from bot.slack.blocks import unhelpful as unhelpful_blocks
from bot.slack.blocks.common import Lens
from bot.slack.responses import Rendered


def digest(context: Context, message: OutboxMessage, now: datetime) -> Rendered:
    """The first message, as its reader chose it."""
    return blocks.message(_lens(context, message, now), digesting.frozen(context, message), _choice(context, message))


def more(context: Context, message: OutboxMessage, now: datetime) -> Rendered:
    """The longer lists, in its thread."""
    return blocks.more(_lens(context, message, now), digesting.frozen(context, message), _choice(context, message))


def unhelpful(context: Context, message: OutboxMessage, now: datetime) -> Rendered:
    """To an author: their tip does not help. Errors: NotFound."""
    number = int(message.payload["entry"])
    with context.store.reading() as data:
        entry = data.entry(number)
    if entry is None:
        raise NotFound("error-entry-gone", number=number)
    values = message.payload
    return unhelpful_blocks.message(_lens(context, message, now), entry, int(values["missed"]), int(values["base"]))


def _lens(context: Context, message: OutboxMessage, now: datetime) -> Lens:
    """A person's own language; the digest channel has the installation's."""
    personal = message.to.startswith(("U", "W"))
    return Lens(language_of(context, message.to) if personal else context.language, now, context.zone)


def _choice(context: Context, message: OutboxMessage) -> DigestChoice:
    """Of its reader; the usual one for a channel, and for an admin who gets what Slack refused elsewhere."""
    with context.store.reading() as data:
        mine = [one for one in digesting.receivers(data) if one.to == message.to]
        person = data.person(message.to)
    scope = str(message.payload.get("scope", ""))
    day = next((one.day for one in mine if one.cut.scope == scope), digesting.MONDAY)
    chosen = person.digest if person and person.digest and mine else DigestChoice()
    return chosen.but(day=day)
