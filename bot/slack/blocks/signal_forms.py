"""The modals of a signal: answer it, resolve it, later, no action needed, not ours."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.text import one_line
from bot.model import TITLE_MAX, Cause, Entry, Escalation, Question
from bot.services.action_messages import is_person
from bot.services.resolving import Form
from bot.services.signal_cards import Card
from bot.services.signal_steps import LATER
from bot.slack.blocks.common import (
    Block,
    Lens,
    checkboxes_input,
    context_line,
    cut,
    date_input,
    escape,
    modal,
    option,
    plain,
    radio_input,
    section,
    select_input,
    text_input,
)
from bot.slack.blocks.signal_words import owner

NO_ANSWER = "none"  #: the box "no answer is needed"


def answer(
    lens: Lens,
    card: Card,
    entry: Entry | None,
    questions: Sequence[Question],
    waiting: Sequence[Escalation],
    *,
    meta: str,
) -> Block:
    """The answer, once for everybody. `entry`: shown now, and theirs to improve; `questions`: of the signal;
    `waiting`: questions about its topic that lie with specialists."""
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
        *_questions(lens, questions),
        *_waiting(lens, waiting),
    ]
    return modal(lens, "signal_answer", lens.say("signal-answer-title"), blocks, submit=lens.say("save"), meta=meta)


def resolve(lens: Lens, found: Form, *, meta: str) -> Block:
    """The cause, what was done, from when and whose it is; and the answer, when there is none yet."""
    causes = [option(lens.say(f"cause-{cause.value}"), cause.value) for cause in Cause]
    before = found.before
    today = lens.now.astimezone(lens.zone).date()
    blocks = [
        *_declined(lens, found.card),
        select_input(
            lens.say("signal-resolve-cause"),
            "cause",
            causes,
            chosen=before.cause.value if before and before.cause else None,
            placeholder=lens.say("signal-resolve-cause-menu"),
        ),
        text_input(
            lens.say("signal-resolve-done"),
            "done",
            value=before.text if before else "",
            hint=lens.say("signal-resolve-hint"),
        ),
        date_input(
            lens.say("signal-resolve-since"), "since", max(before.due, today) if before else None,
            hint=lens.say("signal-resolve-since-hint"), optional=True,
        ),
        *_owner(lens, found),
        *(_answer(lens, found) if found.answer is None else []),
        *_waiting(lens, found.waiting),
    ]  # fmt: skip
    return modal(lens, "signal_resolve", lens.say("signal-resolve-title"), blocks, submit=lens.say("save"), meta=meta)


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
    """Whose it is, or "I don't know"; and why, which is read there."""
    choices = [option(d.name, f"d:{d.key}") for d in card.elsewhere][:99]
    choices.append(option(lens.say("signal-not-ours-unknown"), "unknown"))
    blocks = [
        select_input(
            lens.say("signal-not-ours-label"), "department", choices, placeholder=lens.say("asked-choose-menu")
        ),
        text_input(lens.say("signal-not-ours-why"), "note", optional=True, hint=lens.say("signal-not-ours-why-hint")),
        context_line(lens.say("signal-not-ours-hint")),
    ]
    return modal(lens, "signal_not_ours", lens.say("signal-not-ours-title"), blocks, submit=lens.say("send"), meta=meta)


def _declined(lens: Lens, card: Card) -> list[Block]:
    """Why it needs another owner."""
    if card.declined is None:
        return []
    why = escape(one_line(card.declined.note, 500))
    return [section(lens.say("signal-declined", owner=owner(lens, card, card.declined.owner), why=why))]


def _owner(lens: Lens, found: Form) -> list[Block]:
    """A department, or a person; neither: whose it usually is."""
    choices = [option(d.name, d.key) for d in found.owners]
    chosen = found.owner if not is_person(found.owner) else None
    known = {"initial_user": found.owner} if is_person(found.owner) else {}
    person = {
        "type": "input",
        "block_id": "person",
        "optional": True,
        "label": plain(lens.say("signal-resolve-person"), 2000),
        "hint": plain(lens.say("signal-resolve-owner-hint"), 2000),
        "element": {"type": "users_select", "action_id": "person", **known},
    }
    label, placeholder = lens.say("signal-resolve-owner"), lens.say("signal-resolve-owner-usual")
    department = select_input(label, "owner", choices, chosen=chosen, optional=True, placeholder=placeholder)
    return [*([department] if choices else []), person]


def _answer(lens: Lens, found: Form) -> list[Block]:
    """Nothing is published yet: here it is, unless nobody needs one."""
    none = [option(lens.say("signal-resolve-no-answer"), NO_ANSWER)]
    title = lens.say("signal-answer-label-title")
    return [
        section(lens.say("signal-resolve-answer")),
        text_input(title, "title", value=found.card.signal.title, multiline=False, limit=TITLE_MAX, optional=True),
        text_input(
            lens.say("signal-answer-label-body"), "body", optional=True, hint=lens.say("signal-answer-hint")
        ),
        checkboxes_input(lens.say("signal-resolve-no-answer-label"), "no_answer", none, ticked=False),
        *_questions(lens, found.questions),
    ]  # fmt: skip


def _questions(lens: Lens, questions: Sequence[Question]) -> list[Block]:
    """All ticked: leaving one out is the exception."""
    if not questions:
        return []
    options = [option(one_line(q.text, 75), str(q.id)) for q in questions]
    hint = lens.say("signal-answer-questions-hint")
    return [checkboxes_input(lens.say("signal-answer-questions"), "questions", options, hint=hint)]


def _waiting(lens: Lens, waiting: Sequence[Escalation]) -> list[Block]:
    """Questions about it that lie with specialists: who waits for those is told."""
    if not waiting:
        return []
    options = [option(cut(one_line(e.text, 75), 75), str(e.id)) for e in waiting]
    hint = lens.say("signal-answer-waiting-hint")
    return [checkboxes_input(lens.say("signal-answer-waiting"), "escalations", options, hint=hint)]
