"""How the outbox's messages about signals look: each looks up how things are now."""

from __future__ import annotations

from datetime import datetime

from bot.errors import NotFound
from bot.model import Action, Language, OutboxMessage, Signal, SignalEvent
from bot.services.context import Context
from bot.services.people import language_of
from bot.services.signal_cards import Card, card
from bot.services.signal_messages import MOVES, holder, is_current, message_key, moved_to
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
    action = _action(context, found.signal, event)
    place = moved_to(event) if event.what in MOVES else _owner(found.signal, action)
    return blocks.history(lens, event, found, _name(context, lens, place), action)


def unseen(context: Context, message: OutboxMessage, now: datetime) -> Rendered:
    """To the lead: nobody looked at it."""
    found = _card(context, message)
    with context.store.reading() as data:
        at = data.outbox(message_key(found.signal))
    link = f"https://slack.com/archives/{at.channel}/p{at.ts.replace('.', '')}" if at and at.channel and at.ts else ""
    lead = found.department is not None and found.department.lead == message.to and holder(found.signal) is None
    return blocks.unseen(_lens(context, message, now, found), found, link, lead=lead)


def rest(context: Context, message: OutboxMessage, now: datetime) -> Rendered:
    """The day's line about what got no message of its own."""
    with context.store.reading() as data:
        found = [s for id in message.payload["signals"] if (s := data.signal(int(id))) is not None]
        department = data.organisation().department(str(message.payload["department"]))
    if not found:
        raise NotFound("error-signal-gone")
    language = language_at(context, message, str(message.payload["department"]))
    return blocks.rest(Lens(language, now, context.zone), found, department.signals_a_day if department else None)


def _card(context: Context, message: OutboxMessage) -> Card:
    return card(context, int(message.payload["signal"]))


def _lens(context: Context, message: OutboxMessage, now: datetime, found: Card) -> Lens:
    return Lens(language_at(context, message, found.signal.department), now, context.zone)


def language_at(context: Context, message: OutboxMessage, department: str | None) -> Language:
    """A person's own; a department's channel has the department's, any other the installation's."""
    if message.to.startswith(("U", "W")):
        return language_of(context, message.to)
    with context.store.reading() as data:
        organisation = data.organisation()
    at = next((d for d in organisation.departments if d.channel == message.to), organisation.department(department))
    return at.language if at and department else context.language


def _action(context: Context, signal: Signal, event: SignalEvent) -> Action | None:
    """What the owner of the cause was asked, when the event is about that."""
    id = event.note.partition("\n")[0] if event.what in ("cause", "declined", "postponed") else ""
    if event.what == "confirmed" and signal.resolution is not None:
        id = str(signal.resolution.action or "")
    with context.store.reading() as data:
        return data.action(int(id)) if id.isdecimal() else None


def _owner(signal: Signal, action: Action | None) -> str:
    """Key of the department, or the person, that owns the cause."""
    if action is not None:
        return action.owner
    return signal.resolution.owner if signal.resolution else ""


def _name(context: Context, lens: Lens, place: str) -> str:
    """A department's name by its key, archived or not; or a person."""
    with context.store.reading() as data:
        department = next((d for d in data.organisation().departments if d.key == place), None)
    if department is not None:
        return escape(department.name)
    return f"<@{place}>" if place.startswith(("U", "W")) else lens.say("a-department")
