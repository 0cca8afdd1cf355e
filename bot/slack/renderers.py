"""How each kind of outbox message looks: one line a kind."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bot.model import Language, OutboxMessage
from bot.services import answering
from bot.services.context import Context
from bot.services.people import language_of
from bot.slack import (
    rendering_actions,
    rendering_agenda,
    rendering_alike,
    rendering_announcements,
    rendering_digests,
    rendering_escalation,
    rendering_signals,
)
from bot.slack.blocks import answer
from bot.slack.blocks.common import Lens, escape, section
from bot.slack.messenger import Renderer
from bot.slack.responses import Rendered


def answer_in_thread(context: Context, message: OutboxMessage, now: datetime) -> Rendered:
    """The reply to a mention or a direct message."""
    language: Language = "en" if message.payload.get("language") == "en" else "nl"
    found = answering.view(context, int(message.payload["question"]), "", now)
    return answer.answer(Lens(language, now, context.zone), found, shareable=False)


def notice(context: Context, message: OutboxMessage, now: datetime) -> Rendered:
    """One line to one person."""
    with context.store.reading() as data:
        entry = data.entry(int(message.payload.get("entry", 0)))
    lens = Lens(language_of(context, message.to), now, context.zone)
    title = escape(entry.title) if entry else ""
    text = lens.say(f"notice-{message.payload['what']}", number=int(message.payload.get("entry", 0)), title=title)
    return Rendered(text, (section(text),))


RENDERERS: Mapping[str, Renderer] = {
    "answer": answer_in_thread,
    "notice": notice,
    "escalation": rendering_escalation.question,
    "escalation_reminder": rendering_escalation.reminder,
    "escalation_reply": rendering_escalation.reply,
    "escalation_news": rendering_escalation.news,
    "ask_back": rendering_escalation.ask_back,
    "answered": rendering_escalation.answered,
    "signal": rendering_signals.signal,
    "signal_questions": rendering_signals.questions,
    "signal_history": rendering_signals.history,
    "signals_rest": rendering_signals.rest,
    "signal_unseen": rendering_signals.unseen,
    "action": rendering_actions.action,
    "action_late": rendering_actions.late,
    "agenda": rendering_agenda.agenda,
    "digest": rendering_digests.digest,
    "digest_more": rendering_digests.more,
    "unhelpful": rendering_digests.unhelpful,
    "alike": rendering_alike.news,
    "announcement": rendering_announcements.announcement,
    "announcement_list": rendering_announcements.comeback,
}
