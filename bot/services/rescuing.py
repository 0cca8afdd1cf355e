"""What Slack refused for good (the bot was thrown out of a channel) is brought to somebody who can use it.

Signals and questions for the specialists have rescues of their own, which know whose turn it is next.
"""

from __future__ import annotations

from datetime import datetime

from bot.domain.schedule import next_working_moment
from bot.model import OutboxMessage, OutboxState
from bot.ports import Reader
from bot.services import action_messages
from bot.services.context import Context

RESCUED = (
    "answer",
    "digest",
    "digest_more",
    "signals_rest",
    "signal_unseen",
    "action",
    "action_late",
    "announcement_list",
    "agenda",
)


def lost(data: Reader) -> tuple[tuple[OutboxMessage, str], ...]:
    """Messages that were refused, with who gets them instead."""
    found = ((row, _instead(data, row)) for row in data.outbox_failed(RESCUED))
    return tuple((row, to) for row, to in found if to is not None)


def rescue(context: Context, now: datetime) -> str:
    """Sends them there, once, and in working hours unless somebody asked for it; returns a line about it."""
    later = next_working_moment(now, context.zone)
    with context.store.writing() as unit:
        found = lost(unit)
        for row, to in found:
            not_before = None if row.kind == "answer" else later
            unit.save_outbox(
                row.but(to=to, thread_ts=None, state=OutboxState.PENDING, attempts=0, not_before=not_before, error="")
            )
    return f"{len(found)} brought elsewhere"


def _instead(data: Reader, row: OutboxMessage) -> str | None:
    """Who is told now; nobody gets what they refused before."""
    if row.kind == "answer":
        question = data.question(int(row.payload["question"]))
        to = question.asker if question else None
        return to if to != row.to else None
    places = _places(data, row)
    after = places[places.index(row.to) + 1 :] if row.to in places else places
    return next(iter(after), None)


def _places(data: Reader, row: OutboxMessage) -> tuple[str, ...]:
    """Who may get it, best first: what is a department's goes to its lead, then an admin, a digest to an admin,
    an agenda to whoever owns its top task, then an admin."""
    organisation = data.organisation()
    if row.kind == "signals_rest":
        return action_messages.places(organisation, str(row.payload["department"]))
    if row.kind in ("action", "action_late"):
        action = data.action(int(row.payload["action"]))
        return action_messages.places(organisation, action.owner) if action else ()
    if row.kind == "agenda":
        owners = (task.owner for task in organisation.top_tasks if task.key == row.payload["task"] and task.owner)
        return tuple(dict.fromkeys((*owners, *organisation.admins)))
    return organisation.admins
