"""Asking: the command, mentions and direct messages, and every button under an answer."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain import text as words
from bot.model import Contact, OutboxMessage
from bot.services import announced, answering, curating, explaining, reacting
from bot.services.people import Role
from bot.slack.blocks import answer as blocks
from bot.slack.blocks.common import context_line, modal, text_input
from bot.slack.blocks.tally import ASKED, tallied_row
from bot.slack.responses import Open, Rendered, Replace, Response, Say
from bot.slack.turn import Turn, meta_number, modal_meta, say_line


def ask(turn: Turn, text: str) -> Sequence[Response]:
    """A question by command: only the asker sees the reply."""
    found = answering.ask(turn.context, turn.user, text, turn.now, place=turn.did.place, origin=turn.did.key)
    return (Say(_rendered(turn, found)),)


def ask_in_thread(turn: Turn, text: str) -> Sequence[Response]:
    """A question by mention or direct message: answered in its thread, by way of the outbox, so never twice."""
    found = answering.ask(turn.context, turn.user, text, turn.now, place=turn.did.place, origin=turn.did.key)
    did = turn.did
    thread = did.thread_ts or (did.ts if did.kind == "mention" else None)
    with turn.context.store.writing() as unit:
        key = f"answer:{found.question.id}"
        if unit.outbox(key) is None:
            unit.enqueue(
                OutboxMessage(
                    key=key,
                    kind="answer",
                    to=did.channel or turn.user,
                    thread_ts=thread,
                    payload={"question": found.question.id, "language": turn.role.language},
                    personal=True,
                    created_at=turn.now,
                )
            )
    return ()


def helped(turn: Turn) -> Sequence[Response]:
    """The asker says it helped; anybody else who presses on a shared answer opens their own."""
    question, entry = turn.number(0), turn.number(1)
    if question is None or entry is None:
        return ()
    if not answering.view(turn.context, question, turn.user, turn.now).mine:
        return open_entry(turn)
    reacting.helped(turn.context, question, entry, turn.user, turn.now)
    return (Replace(_view(turn, question)),)


def not_this(turn: Turn) -> Sequence[Response]:
    """The asker meant something else."""
    question = turn.number(0)
    if question is None:
        return ()
    if not answering.view(turn.context, question, turn.user, turn.now).mine:
        return open_entry(turn)
    return (Replace(_rendered(turn, reacting.not_this(turn.context, question, turn.user, turn.now))),)


def undo(turn: Turn) -> Sequence[Response]:
    """Takes back Helped or Not what I meant."""
    question = turn.number(0)
    if question is None:
        return ()
    return (Replace(_rendered(turn, reacting.undo_reaction(turn.context, question, turn.user, turn.now))),)


def tally(turn: Turn) -> Sequence[Response]:
    """Another customer about this; whoever sees the answer may tally."""
    made = _tallied(turn)
    return (Say(made),) if made else ()


def tally_again(turn: Turn) -> Sequence[Response]:
    """One more customer of the same kind, in the line that told of the last one."""
    made = _tallied(turn)
    return (Replace(made),) if made else ()


def undo_tally(turn: Turn) -> Sequence[Response]:
    """Takes a tally back."""
    if (number := turn.number(0)) is not None:
        answering.undo_tally(turn.context, number)
    return (Replace(Rendered(turn.say("tally-undone"), (context_line(turn.say("tally-undone")),))),)


def share(turn: Turn) -> Sequence[Response]:
    """Puts the answer in the channel, for everybody."""
    question, entry = turn.number(0), turn.number(1)
    with turn.context.store.reading() as data:
        found = answering.require_entry(data, entry or 0)
        checked_by = data.organisation().department(found.checked_by)
        news = announced.opened(data, found)
    return (Say(blocks.shared(turn.lens, found, checked_by, turn.user, question, news), public=True),)


def open_entry(turn: Turn) -> Sequence[Response]:
    """A related entry, or somebody's own view of a shared one."""
    return (Say(entry_message(turn, turn.number(1) or 0, turn.number(0))),)


def entry_message(turn: Turn, number: int, question: int | None = None, note: str = "") -> Rendered:
    """One entry as this person may see and handle it. Errors: NotFound."""
    with turn.context.store.reading() as data:
        entry = answering.require_entry(data, number)
        organisation = data.organisation()
        asked = data.question(question) if question else None
        news = announced.opened(data, entry)
    owner = organisation.department(entry.department)
    own = asked is not None and answering.is_asker(turn.context, asked, turn.user)
    if number != entry.number and not note:
        note = turn.say("was-merged", number=number, into=entry.number)
    return blocks.opened(
        turn.lens,
        entry,
        organisation.department(entry.checked_by),
        question=asked.id if asked is not None and own else None,
        can_check=turn.role.is_specialist_of(owner.key if owner else None),
        may_delete=entry.author == turn.user or turn.role.admin,
        shareable=not turn.did.direct,
        note=note,
        news=news,
    )


def more(turn: Turn) -> Sequence[Response]:
    """The "..." menu under an answer: what was chosen stands in front of the ids."""
    choice, _, key = turn.did.value.partition(":")
    chosen = Turn(turn.context, turn.did.but(value=key), turn.role, turn.now)
    question, entry = chosen.number(0), chosen.number(1)
    if choice == "outdated":
        return (Open(outdated_modal(chosen, entry or 0)),)
    if choice == "no_mandate" and question is not None:
        reacting.no_mandate(turn.context, question, turn.user)
        return say_line(turn, "no-mandate-noted")
    if choice == "why" and question is not None:
        text = blocks.why(turn.lens, explaining.why(turn.context, question))
        return (Say(Rendered(text, (context_line(text),))),)
    return ()


def outdated_modal(turn: Turn, entry: int) -> dict[str, object]:
    """Asks what is wrong with it."""
    with turn.context.store.reading() as data:
        found = answering.require_entry(data, entry)
    return modal(
        turn.lens,
        "outdated",
        turn.say("outdated-title"),
        [
            context_line(f"#{found.number} {words.one_line(found.title, 200)}"),
            text_input(turn.say("outdated-label"), "what", hint=turn.say("hint-no-names")),
        ],
        submit=turn.say("send"),
        meta=modal_meta(turn, entry=entry),
    )


def say_outdated(turn: Turn) -> Sequence[Response]:
    """The modal's answer: the entry goes to its department's queue."""
    entry = curating.say_outdated(turn.context, meta_number(turn, "entry"), turn.did.fields.get("what", ""), turn.now)
    with turn.context.store.reading() as data:
        department = data.organisation().department(entry.department)
    name = department.name if department else turn.say("a-department")
    return say_line(turn, "outdated-noted", number=entry.number, department=name)


def check(turn: Turn) -> Sequence[Response]:
    """A specialist stands for the content."""
    entry = curating.check(turn.context, turn.role, turn.number(0) or 0, turn.now)
    return (Replace(entry_message(turn, entry.number, note=turn.say("checked-now", number=entry.number))),)


def retire(turn: Turn) -> Sequence[Response]:
    """No longer offered."""
    entry = curating.retire(turn.context, turn.role, turn.number(0) or 0, turn.now)
    return (Replace(entry_message(turn, entry.number, note=turn.say("retired-now", number=entry.number))),)


def _tallied(turn: Turn) -> Rendered | None:
    question, entry, contact = turn.number(0), turn.number(1), turn.part(2)
    if contact not in ASKED:
        return None
    counted, today = answering.tally(
        turn.context, Contact(contact), turn.now, question=question, entry=entry, origin=turn.did.key
    )
    text = turn.say("tallied", contact=turn.say(f"contact-{contact}"), today=today)
    return Rendered(text, (context_line(text), tallied_row(turn.lens, turn.did.value, counted.id)))


def _view(turn: Turn, question: int) -> Rendered:
    return _rendered(turn, answering.view(turn.context, question, turn.user, turn.now))


def _rendered(turn: Turn, found: answering.Answer) -> Rendered:
    owner = found.entry.department if found.entry else None
    unchecked = found.entry is not None and found.entry.checked_at is None
    can_check = unchecked and _specialist(turn.role, owner)
    return blocks.answer(turn.lens, found, can_check=can_check, shareable=turn.shareable)


def _specialist(role: Role, department: str | None) -> bool:
    return department is not None and role.is_specialist_of(department)
