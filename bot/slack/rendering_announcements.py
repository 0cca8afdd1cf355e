"""How the outbox's messages about announcements look: each looks up how things are now."""

from __future__ import annotations

from datetime import datetime

from bot.model import Department, Language, OutboxMessage
from bot.services import announced, announcement_lists
from bot.services.announcement_lists import LISTED_MOST
from bot.services.context import Context
from bot.services.people import language_of
from bot.slack.blocks import announcements as blocks
from bot.slack.blocks.common import Lens
from bot.slack.responses import Rendered


def announcement(context: Context, message: OutboxMessage, now: datetime) -> Rendered:
    """In a channel, as it stands today, in its department's language."""
    with context.store.reading() as data:
        one = announced.require(data, int(message.payload["entry"]))
        department = _owner(data.organisation().departments, one.announcement.department)
    return blocks.posted(_lens(context, message, department, now), one, department)


def comeback(context: Context, message: OutboxMessage, now: datetime) -> Rendered:
    """What it does not answer; the counts are those of when the list was made."""
    payload = message.payload
    with context.store.reading() as data:
        one = announced.require(data, int(payload["entry"]))
        department = _owner(data.organisation().departments, one.announcement.department)
        left = announcement_lists.listed(data, payload)
        answered = [announcement_lists.is_answered(data, one, question) for question in left[:LISTED_MOST]]
    return blocks.comeback(
        _lens(context, message, department, now),
        one,
        department,
        int(payload["days"]),
        announcement_lists.caused_in(payload),
        left[:LISTED_MOST],
        answered,
        len(left[LISTED_MOST:]),
    )


def _owner(departments: tuple[Department, ...], key: str) -> Department | None:
    """Archived or not."""
    return next((one for one in departments if one.key == key), None)


def _lens(context: Context, message: OutboxMessage, department: Department | None, now: datetime) -> Lens:
    language: Language = department.language if department else context.language
    if message.to.startswith(("U", "W")):
        language = language_of(context, message.to)
    return Lens(language, now, context.zone)
