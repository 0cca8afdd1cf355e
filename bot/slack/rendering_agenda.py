"""How the agenda of a service meeting looks when the outbox sends it: its facts are frozen, so it says the same."""

from __future__ import annotations

from datetime import datetime

from bot.errors import NotFound
from bot.model import Language, OutboxMessage
from bot.services import agenda as services
from bot.services.action_messages import is_person
from bot.services.context import Context
from bot.services.people import language_of
from bot.slack.blocks import agenda as blocks
from bot.slack.blocks.common import Lens
from bot.slack.responses import Rendered


def agenda(context: Context, message: OutboxMessage, now: datetime) -> Rendered:
    """The agenda of a month, and what its meeting agreed since."""
    key, month = str(message.payload["task"]), str(message.payload["month"])
    shown = services.posted(context, key, month)
    return blocks.message(Lens(_language(context, message.to, key), now, context.zone), shown)


def _language(context: Context, to: str, key: str) -> Language:
    """A person's own; in a channel that of the top task's departments."""
    if is_person(to):
        return language_of(context, to)
    with context.store.reading() as data:
        organisation = data.organisation()
    try:
        return services.language_of_task(organisation, services.require_task(organisation, key), context.language)
    except NotFound:  # archived since
        return context.language
