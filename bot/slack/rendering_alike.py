"""How the outbox's message about entries that look alike looks: as far as nobody dealt with them yet."""

from __future__ import annotations

from datetime import datetime

from bot.errors import NotFound
from bot.model import OutboxMessage
from bot.services.context import Context
from bot.services.duplicating import still_alike
from bot.slack.blocks import alike as blocks
from bot.slack.blocks.common import Lens
from bot.slack.responses import Rendered


def news(context: Context, message: OutboxMessage, now: datetime) -> Rendered:
    """The pairs found this week, in the department's language."""
    wanted = [(int(first), int(second)) for first, second in message.payload["pairs"]]
    with context.store.reading() as data:
        pairs = still_alike(data, wanted)
        department = data.organisation().department(str(message.payload["department"]))
    if not pairs:
        raise NotFound("error-entry-gone", number=wanted[0][0] if wanted else 0)
    return blocks.news(Lens(department.language if department else context.language, now, context.zone), pairs)
