"""The modals of a signal: answer it, resolve it, later, no action needed, not ours."""

from __future__ import annotations

from bot.domain.text import one_line
from bot.model import TITLE_MAX, Entry, Question
from bot.services.signal_steps import LATER, Card
from bot.slack.blocks.common import (
    Block,
    Lens,
    context_line,
    escape,
    modal,
    option,
    plain,
    radio_input,
    select_input,
    text_input,
)

QUESTIONS_MOST = 10  #: what a group of checkboxes holds


def answer(lens: Lens, card: Card, entry: Entry | None, questions: list[Question], *, meta: str) -> Block:
    """The answer, once for everybody. `entry`: shown now, and theirs to improve; `questions`: of the signal."""
    signal = card.signal
    title = entry.title if entry else signal.title
    blocks = [context_line(lens.say("signal-answer-about", title=escape(one_line(signal.title, 200))))]
    if entry is not None:
        places = [
            option(lens.say("signal-answer-edit", number=entry.number), "edit"),
            option(lens.say("signal-answer-new"), "new"),
        ]
        blocks.append(radio_input(lens.say("signal-answer-where"), "where", places, chosen="edit"))
    blocks += [
        text_input(lens.say("signal-answer-label-title"), "title", value=title, multiline=False, limit=TITLE_MAX),
        text_input(
            lens.say("signal-answer-label-body"),
            "body",
            value=entry.body if entry else "",
            hint=lens.say("signal-answer-hint"),
        ),
        text_input(
            lens.say("signal-answer-label-mandate"), "mandate", value=entry.mandate if entry else "", optional=True
        ),
        text_input(
            lens.say("signal-answer-label-wording"), "wording", value=entry.wording if entry else "", optional=True
        ),
    ]
    if questions:
        blocks.append(_checkboxes(lens, questions))
    return modal(lens, "signal_answer", lens.say("signal-answer-title"), blocks, submit=lens.say("save"), meta=meta)


def resolve(lens: Lens, *, meta: str) -> Block:
    """What was done; may stay empty."""
    note = text_input(lens.say("signal-resolve-label"), "note", optional=True, hint=lens.say("signal-resolve-hint"))
    return modal(lens, "signal_resolve", lens.say("signal-resolve-title"), [note], submit=lens.say("save"), meta=meta)


def no_action(lens: Lens, *, meta: str) -> Block:
    """Why nothing is needed; kept."""
    note = text_input(lens.say("signal-no-action-label"), "note", hint=lens.say("signal-no-action-hint"))
    title = lens.say("signal-no-action-title")
    return modal(lens, "signal_no_action", title, [note], submit=lens.say("save"), meta=meta)


def later(lens: Lens, *, meta: str) -> Block:
    """Until when."""
    choices = [option(lens.say(f"signal-later-{until}"), until) for until in LATER]
    blocks = [
        radio_input(lens.say("signal-later-label"), "until", choices, chosen="tomorrow"),
        context_line(lens.say("signal-later-hint")),
    ]
    return modal(lens, "signal_later", lens.say("signal-later-title"), blocks, submit=lens.say("save"), meta=meta)


def not_ours(lens: Lens, card: Card, *, meta: str) -> Block:
    """Whose it is, or "I don't know"."""
    choices = [option(d.name, f"d:{d.key}") for d in card.elsewhere][:99]
    choices.append(option(lens.say("signal-not-ours-unknown"), "unknown"))
    blocks = [
        select_input(
            lens.say("signal-not-ours-label"), "department", choices, placeholder=lens.say("asked-choose-menu")
        ),
        context_line(lens.say("signal-not-ours-hint")),
    ]
    return modal(lens, "signal_not_ours", lens.say("signal-not-ours-title"), blocks, submit=lens.say("send"), meta=meta)


def _checkboxes(lens: Lens, questions: list[Question]) -> Block:
    """All ticked: leaving one out is the exception."""
    options = [option(one_line(q.text, 75), str(q.id)) for q in questions[:QUESTIONS_MOST]]
    return {
        "type": "input",
        "block_id": "questions",
        "optional": True,
        "label": plain(lens.say("signal-answer-questions"), 2000),
        "hint": plain(lens.say("signal-answer-questions-hint"), 2000),
        "element": {
            "type": "checkboxes",
            "action_id": "questions",
            "options": options,
            "initial_options": list(options),
        },
    }
