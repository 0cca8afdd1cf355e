"""The buttons and modals of a signal. What a press changes shows in the channel's message itself, by the outbox; the
person who pressed is told only what they cannot see there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.domain.text import has_words
from bot.errors import BadInput, KbError
from bot.model import Cause, SignalState
from bot.services import resolving, signal_steps
from bot.services.capturing import may_change
from bot.services.signal_answers import answer
from bot.services.signal_cards import answer_now, card, card_of, require_signal, topic_now, waiting_now
from bot.services.signal_messages import holder, waits_for_owner
from bot.services.signal_steps import Step, require_mine
from bot.services.writing import Draft
from bot.slack.blocks import signal as blocks
from bot.slack.blocks import signal_forms as forms
from bot.slack.blocks.signal_words import place_name
from bot.slack.listeners import topics
from bot.slack.responses import Open, Response, Say
from bot.slack.turn import Turn, modal_meta, read_meta, say_line


def seen(turn: Turn) -> Sequence[Response]:
    """Somebody of the department has seen it."""
    return _advance(turn, SignalState.SEEN)


def claim(turn: Turn) -> Sequence[Response]:
    """ "I will take it"."""
    return _advance(turn, SignalState.IN_PROGRESS)


def open_resolve(turn: Turn) -> Sequence[Response]:
    """Asks for the cause, what was done, from when, and whose it is."""
    if (over := _over(turn, SignalState.RESOLVED)) is not None:
        return over
    found = resolving.form(turn.context, turn.role, _id(turn))
    named = found.card.signal.resolution
    waiting = named.action if named is not None and named.confirmed_at is None else None
    return (Open(forms.resolve(turn.lens, found, meta=modal_meta(turn, signal=_id(turn), action=waiting))),)


def submit_resolve(turn: Turn) -> Sequence[Response]:
    """Resolved, or an action of the cause's owner; if it comes back, the same message says so."""
    said = _said_cause(turn)
    done = resolving.resolve(turn.context, turn.role, _id(turn), said, turn.now, origin=turn.did.key)
    if not done.changed and turn.did.trigger_id and not _mine_already(turn, done):
        raise BadInput("error-signal-changed", text=said.done, field="done", state=_how_it_is(turn, done))
    return _said(turn, done)


def reopen(turn: Turn) -> Sequence[Response]:
    """Open again: it did not stop."""
    return _advance(turn, SignalState.OPEN)


def open_signal(turn: Turn) -> Sequence[Response]:
    """Shows it, with its buttons, to whoever pressed."""
    with turn.context.store.reading() as data:
        found = card_of(data, signal_steps.require_seen(data, turn.role, _id(turn)))
    return (Say(blocks.message(turn.lens, found)),)


def more(turn: Turn) -> Sequence[Response]:
    """The "..." menu: what was chosen stands in front of the id."""
    choice, _, key = turn.did.value.partition(":")
    chosen = Turn(turn.context, turn.did.but(value=key), turn.role, turn.now)
    if choice == "why":
        return why(chosen)
    if choice == "topic":
        return _edit_topic(chosen)
    if choice == "reopen":
        return _advance(chosen, SignalState.OPEN)
    to = {"later": SignalState.LATER, "no_action": SignalState.NO_ACTION, "not_ours": SignalState.NO_ACTION}.get(choice)
    if to is None:
        return ()
    if (over := _over(chosen, to)) is not None:
        return over
    meta = modal_meta(chosen, signal=_id(chosen))
    if choice == "later":
        return (Open(forms.later(turn.lens, meta=meta)),)
    if choice == "no_action":
        return (Open(forms.no_action(turn.lens, meta=meta)),)
    with turn.context.store.reading() as data:
        found = card_of(data, require_signal(data, _id(chosen)))
    return (Open(forms.not_ours(turn.lens, found, meta=meta)),)


def open_no_action(turn: Turn) -> Sequence[Response]:
    """ "No action needed", where that is the next step."""
    return more(Turn(turn.context, turn.did.but(value=f"no_action:{turn.did.value}"), turn.role, turn.now))


def submit_later(turn: Turn) -> Sequence[Response]:
    """Silent until then."""
    done = signal_steps.later(turn.context, turn.role, _id(turn), turn.did.fields.get("until", ""), turn.now)
    return _said(turn, done)


def submit_no_action(turn: Turn) -> Sequence[Response]:
    """No action needed, and why."""
    return _advance(turn, SignalState.NO_ACTION, turn.did.fields.get("note", ""))


def submit_not_ours(turn: Turn) -> Sequence[Response]:
    """Sent on to another department, or to whoever decides."""
    chosen = turn.did.fields.get("department", "")
    if not chosen:
        raise BadInput("error-no-department", field="department")
    department = chosen[2:] if chosen.startswith("d:") else None
    why = turn.did.fields.get("note", "")
    done = signal_steps.not_ours(turn.context, turn.role, _id(turn), department, turn.now, why)
    if not done.changed:
        return _said(turn, done)
    return say_line(turn, "signal-moved-now", place=place_name(turn.lens, card(turn.context, done.signal.id)))


def open_answer(turn: Turn) -> Sequence[Response]:
    """The modal to answer it once for everybody: the entry shown now (or that answers it already) to improve, or a new
    one."""
    with turn.context.store.reading() as data:
        signal = require_mine(data, turn.role, _id(turn))
        found = card_of(data, signal)
        entry = found.entry or answer_now(data, signal)
        if entry is not None:
            try:
                may_change(data, turn.role, entry, None)
            except KbError:
                entry = None
        asked = data.questions(ids=signal.evidence.questions) if signal.evidence.questions else ()
        waiting = waiting_now(data, signal)
    meta = modal_meta(turn, signal=signal.id, entry=entry.number if entry else None)
    return (Open(forms.answer(turn.lens, found, entry, resolving.each_once(asked), waiting, meta=meta)),)


def submit_answer(turn: Turn) -> Sequence[Response]:
    """Stored as knowledge; the signal is in progress."""
    fields, meta = turn.did.fields, read_meta(turn)
    entry = meta.get("entry")
    draft = Draft(
        title=fields.get("title", ""),
        body=fields.get("body", ""),
        mandate=fields.get("mandate", ""),
        wording=fields.get("wording", ""),
    )
    done = answer(
        turn.context,
        turn.role,
        _id(turn),
        draft,
        turn.now,
        questions=_ticked(turn, "questions"),
        escalations=_ticked(turn, "escalations"),
        into=entry if isinstance(entry, int) and fields.get("where") == "edit" else None,
        origin=turn.did.key,
    )
    number = card(turn.context, done.signal.id).answer or 0
    waits = waits_for_owner(done.signal) or done.signal.state is not SignalState.IN_PROGRESS
    return say_line(turn, "signal-answer-saved-only" if waits else "signal-answer-saved", number=number)


def show(turn: Turn) -> Sequence[Response]:
    """One of "the rest" gets a message of its own."""
    done = signal_steps.show(turn.context, turn.role, _id(turn), turn.now)
    return say_line(turn, "signal-shown-now") if done.changed else _said(turn, done)


def why(turn: Turn) -> Sequence[Response]:
    """The test in words, with its numbers; anybody may ask."""
    with turn.context.store.reading() as data:
        signal = require_signal(data, _id(turn))
    limits, active = signal_steps.limits(turn.context, turn.now)
    return (Say(blocks.why(turn.lens, signal, limits, active)),)


def _advance(turn: Turn, to: SignalState, note: str = "") -> Sequence[Response]:
    return _said(turn, signal_steps.advance(turn.context, turn.role, _id(turn), to, turn.now, note))


def _edit_topic(turn: Turn) -> Sequence[Response]:
    """The form to correct its topic as it is now, which may have been taken in by another since."""
    with turn.context.store.reading() as data:
        topic = topic_now(data, require_signal(data, _id(turn)))
    value = str(topic.id if topic is not None else 0)
    return topics.open_edit(Turn(turn.context, turn.did.but(value=value), turn.role, turn.now))


def _over(turn: Turn, to: SignalState) -> Sequence[Response] | None:
    """What is said instead of opening a form for something that can no longer be done; None: it can. Errors: NotFound,
    NotAllowed, before anybody types anything."""
    with turn.context.store.reading() as data:
        signal = require_mine(data, turn.role, _id(turn))
    return None if signal_steps.may_become(signal, to) else _said(turn, Step(signal, False))


def _said(turn: Turn, done: Step) -> Sequence[Response]:
    """Nothing when the message shows it; else how it is now."""
    if done.changed:
        return ()
    if done.signal.state is SignalState.OPEN and holder(done.signal) is None:
        return say_line(turn, "signal-now-open")
    return say_line(turn, "signal-now", state=_how_it_is(turn, done))


def _how_it_is(turn: Turn, done: Step) -> str:
    if waits_for_owner(done.signal):
        return turn.say("signal-short-waiting")
    return turn.say(f"signal-short-{done.signal.state.value}")


def _mine_already(turn: Turn, done: Step) -> bool:
    """Sent twice: what stands there is what this person said."""
    named = done.signal.resolution
    return named is not None and named.by == turn.user and named.cause.value == turn.did.fields.get("cause")


def _said_cause(turn: Turn) -> resolving.Said:
    """What the form of "resolved" says. Errors: BadInput for a cause that is not there, or what is no day."""
    fields = turn.did.fields
    try:
        chosen = Cause(fields.get("cause", ""))
    except ValueError:
        raise BadInput("error-signal-cause", text=fields.get("done", ""), field="cause") from None
    try:
        since = date.fromisoformat(fields["since"]) if fields.get("since") else None
    except ValueError:
        raise BadInput("error-signal-since", text=fields.get("done", ""), field="since") from None
    body = fields.get("body", "")
    action = read_meta(turn).get("action")
    return resolving.Said(
        cause=chosen,
        done=fields.get("done", ""),
        since=since,
        owner=fields.get("person", "") or fields.get("owner", ""),
        answer=Draft(title=fields.get("title", ""), body=body) if has_words(body) else None,
        no_answer=bool(fields.get("no_answer")),
        questions=_ticked(turn, "questions"),
        escalations=_ticked(turn, "escalations"),
        replaces=action if isinstance(action, int) else None,
    )


def _ticked(turn: Turn, field: str) -> tuple[int, ...]:
    return tuple(int(id) for id in turn.did.fields.get(field, "").split(",") if id.isdecimal())


def _id(turn: Turn) -> int:
    """From the button, or from the modal it opened."""
    found = read_meta(turn).get("signal") if turn.did.kind == "view" else turn.number(0)
    return found if isinstance(found, int) else 0
