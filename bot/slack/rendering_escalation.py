"""How the outbox's messages about questions for the specialists look: each looks up how things are now."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.errors import NotFound
from bot.model import Escalation, Exchange, OutboxMessage
from bot.services import answering
from bot.services.context import Context
from bot.services.escalation_cards import Card, card
from bot.services.escalation_messages import is_current
from bot.services.people import language_of
from bot.slack.blocks import escalation as blocks
from bot.slack.blocks.common import Lens, escape
from bot.slack.responses import Rendered


def question(context: Context, message: OutboxMessage, now: datetime) -> Rendered:
    """At the department or the person it lies with; or, where it was before, where it went."""
    found = _card(context, message)
    lens = _lens(context, message, now, found.escalation)
    if is_current(found.escalation, message):
        return blocks.message(lens, found, personal=_is_person(message.to))
    return blocks.moved_on(lens, found, _name(context, lens, str(message.payload["place"])))


def reminder(context: Context, message: OutboxMessage, now: datetime) -> Rendered:
    """To the channel, the lead or the claimer, with a link to the message itself."""
    found = _card(context, message)
    lens = _lens(context, message, now, found.escalation)
    with context.store.reading() as data:
        at = data.outbox(str(message.payload.get("message", "")))
    link = f"https://slack.com/archives/{at.channel}/p{at.ts.replace('.', '')}" if at and at.channel and at.ts else ""
    if not is_current(found.escalation, message):
        return blocks.moved_on(lens, found, _name(context, lens, str(message.payload["place"])))
    lead = found.department is not None and found.department.lead == message.to
    return blocks.reminder(lens, found, int(message.payload["reminder"]), link, lead=lead)


def reply(context: Context, message: OutboxMessage, now: datetime) -> Rendered:
    """The asker's reply, in the thread under the department's message."""
    found = _card(context, message)
    return blocks.reply_in_thread(_lens(context, message, now, found.escalation), _remark(found, message))


def ask_back(context: Context, message: OutboxMessage, now: datetime) -> Rendered:
    """What the department wants to know, to the asker."""
    found = _card(context, message)
    return blocks.ask_back(_lens(context, message, now, found.escalation), found, _remark(found, message))


def news(context: Context, message: OutboxMessage, now: datetime) -> Rendered:
    """To whoever waits: it was picked up, or it went elsewhere."""
    found = _card(context, message)
    lens = _lens(context, message, now, found.escalation)
    place = blocks.place_name(lens, found)
    if message.payload["what"] == "claimed":
        text = lens.say("news-claimed", department=_name(context, lens, str(message.payload["place"])))
    elif before := message.payload.get("before"):
        text = lens.say("news-moved", before=_name(context, lens, str(before)), place=place)
    else:
        text = lens.say("news-moved-gone", place=place)
    return blocks.news(text, found.escalation.text)


def answered(context: Context, message: OutboxMessage, now: datetime) -> Rendered:
    """The answer, to somebody who waited for it."""
    found = _card(context, message)
    lens = _lens(context, message, now, found.escalation)
    view = answering.view(context, int(message.payload["question"]), message.to, now)
    return blocks.answered(lens, found, replace(view, escalation=None))


def _card(context: Context, message: OutboxMessage) -> Card:
    return card(context, int(message.payload["escalation"]))


def _remark(found: Card, message: OutboxMessage) -> Exchange:
    try:
        return found.escalation.exchanges[int(message.payload["number"])]
    except IndexError:
        raise NotFound("error-escalation-gone") from None


def _lens(context: Context, message: OutboxMessage, now: datetime, escalation: Escalation) -> Lens:
    """A person's own language; a channel's is its department's."""
    if _is_person(message.to):
        return Lens(language_of(context, message.to), now, context.zone)
    with context.store.reading() as data:
        organisation = data.organisation()
    keys = (str(message.payload.get("place")), escalation.department)
    department = next((d for key in keys for d in organisation.departments if d.key == key), None)
    return Lens(department.language if department else context.language, now, context.zone)


def _name(context: Context, lens: Lens, place: str) -> str:
    """A department's name by its key, archived or not; or a person."""
    with context.store.reading() as data:
        department = next((d for d in data.organisation().departments if d.key == place), None)
    if department is not None:
        return escape(department.name)
    return f"<@{place}>" if _is_person(place) else lens.say("a-department")


def _is_person(to: str) -> bool:
    """Slack's user ids begin with U or W; a department's key is in lower case, a channel's id begins with C or G."""
    return to.startswith(("U", "W"))
