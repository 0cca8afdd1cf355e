"""The modals around a question for the specialists: answer, ask back, reply, and "already there"."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.text import one_line
from bot.model import TITLE_MAX, Entry
from bot.services.escalation_cards import Card
from bot.slack.blocks.common import Block, Lens, cut, modal, option, quote, radio_input, section, text_input


def answer_modal(lens: Lens, card: Card, meta: str) -> Block:
    """Where a specialist writes the answer."""
    return modal(
        lens,
        "escalation_answer",
        lens.say("escalation-answer-title"),
        [
            section(quote(card.escalation.text, 1500)),
            text_input(
                lens.say("escalation-answer-label-title"),
                "title",
                value=cut(one_line(card.escalation.text, TITLE_MAX), TITLE_MAX),
                multiline=False,
                limit=TITLE_MAX,
            ),
            text_input(lens.say("escalation-answer-label-body"), "body", hint=lens.say("escalation-answer-hint")),
            text_input(lens.say("escalation-answer-label-mandate"), "mandate", optional=True),
            text_input(
                lens.say("escalation-answer-label-wording"), "wording", optional=True, hint=lens.say("hint-no-names")
            ),
        ],
        submit=lens.say("send"),
        meta=meta,
    )


def ask_back_modal(lens: Lens, card: Card, meta: str) -> Block:
    """What does the specialist want to know?"""
    label, hint = lens.say("escalation-ask-back-label"), lens.say("escalation-ask-back-hint")
    return modal(
        lens,
        "escalation_ask_back",
        lens.say("escalation-ask-back-title"),
        [section(quote(card.escalation.text, 1500)), text_input(label, "text", hint=hint)],
        submit=lens.say("send"),
        meta=meta,
    )


def reply_modal(lens: Lens, card: Card, meta: str) -> Block:
    """The asker's reply, for those who do not answer in the thread."""
    remarks = [e for e in card.escalation.exchanges if e.side == "specialist"]
    label, hint = lens.say("escalation-reply-label"), lens.say("hint-no-names")
    return modal(
        lens,
        "ask_reply",
        lens.say("escalation-reply-title"),
        [
            *([section(quote(remarks[-1].text, 2000))] if remarks else []),
            text_input(label, "text", hint=hint),
        ],
        submit=lens.say("send"),
        meta=meta,
    )


def there_modal(lens: Lens, card: Card, meta: str, found: Sequence[Entry] | None = None, typed: str = "") -> Block:
    """Which entry holds the answer: by number, or by a search whose results (`found`) are then listed."""
    blocks = [section(quote(card.escalation.text, 1500))]
    label, hint = lens.say("escalation-there-label"), lens.say("escalation-there-hint")
    if found:
        choices = [option(f"#{e.number} {cut(e.title, 60)}", str(e.number)) for e in found]
        blocks.append(radio_input(lens.say("escalation-there-found"), "entry", choices, chosen=choices[0]["value"]))
    else:
        blocks.append(text_input(label, "search", value=typed, multiline=False, limit=150, hint=hint))
    submit = lens.say("send") if found else lens.say("button-escalation-search")
    return modal(lens, "escalation_there", lens.say("escalation-there-title"), blocks, submit=submit, meta=meta)
