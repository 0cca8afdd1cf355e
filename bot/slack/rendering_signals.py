"""How the outbox's messages about signals, and the digests, look: each looks up how things are now."""

from __future__ import annotations

from datetime import datetime

from bot.errors import NotFound
from bot.model import Language, OutboxMessage
from bot.services import digesting
from bot.services.context import Context
from bot.services.people import language_of
from bot.services.signal_messages import is_current
from bot.services.signal_steps import Card, card
from bot.slack.blocks import digest as digests
from bot.slack.blocks import signal as blocks
from bot.slack.blocks.common import Lens, escape
from bot.slack.responses import Rendered


def signal(context: Context, message: OutboxMessage, now: datetime) -> Rendered:
    """Where it lies now; or, where it was before, where it went."""
    found = _card(context, message)
    lens = _lens(context, message, now, found)
    return blocks.message(lens, found) if is_current(found.signal, message) else blocks.moved(lens, found)


def questions(context: Context, message: OutboxMessage, now: datetime) -> Rendered:
    """The questions as asked, in its thread."""
    found = _card(context, message)
    return blocks.questions(_lens(context, message, now, found), found.signal)


def history(context: Context, message: OutboxMessage, now: datetime) -> Rendered:
    """Who did what, in its thread."""
    found = _card(context, message)
    try:
        event = found.signal.history[int(message.payload["number"])]
    except IndexError:
        raise NotFound("error-signal-gone") from None
    lens = _lens(context, message, now, found)
    return blocks.history(lens, event, found.signal, _name(context, lens, event.note))


def rest(context: Context, message: OutboxMessage, now: datetime) -> Rendered:
    """The day's line about what got no message of its own."""
    with context.store.reading() as data:
        found = [s for id in message.payload["signals"] if (s := data.signal(int(id))) is not None]
    if not found:
        raise NotFound("error-signal-gone")
    language = _language(context, message, str(message.payload["department"]))
    return blocks.rest(Lens(language, now, context.zone), found)


def digest(context: Context, message: OutboxMessage, now: datetime) -> Rendered:
    """The weekly digest: its figures are in the message, so it says the same whenever it is rendered."""
    return digests.message(_digest_lens(context, message, now), digesting.frozen(message))


def digest_more(context: Context, message: OutboxMessage, now: datetime) -> Rendered:
    """The longer lists, in its thread."""
    return digests.more(_digest_lens(context, message, now), digesting.frozen(message))


def _card(context: Context, message: OutboxMessage) -> Card:
    return card(context, int(message.payload["signal"]))


def _lens(context: Context, message: OutboxMessage, now: datetime, found: Card) -> Lens:
    return Lens(_language(context, message, found.signal.department), now, context.zone)


def _digest_lens(context: Context, message: OutboxMessage, now: datetime) -> Lens:
    return Lens(_language(context, message, None), now, context.zone)


def _language(context: Context, message: OutboxMessage, department: str | None) -> Language:
    """A person's own; a department's channel has the department's, any other the installation's."""
    if message.to.startswith(("U", "W")):
        return language_of(context, message.to)
    with context.store.reading() as data:
        organisation = data.organisation()
    at = next((d for d in organisation.departments if d.channel == message.to), organisation.department(department))
    return at.language if at and department else context.language


def _name(context: Context, lens: Lens, place: str) -> str:
    """A department's name by its key, archived or not; or a person."""
    with context.store.reading() as data:
        department = next((d for d in data.organisation().departments if d.key == place), None)
    if department is not None:
        return escape(department.name)
    return f"<@{place}>" if place.startswith(("U", "W")) else lens.say("a-department")
