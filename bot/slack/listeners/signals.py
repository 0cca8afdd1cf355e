"""The buttons and modals of a signal. What a press changes shows in the channel's message itself, by the outbox; the
person who pressed is told only what they cannot see there."""

from __future__ import annotations

from collections.abc import Sequence

from bot.errors import BadInput, KbError
from bot.model import Entry, SignalState
from bot.services import signal_steps
from bot.services.capturing import may_change
from bot.services.signal_answers import answer
from bot.services.signal_messages import holder
from bot.services.signal_steps import Step, card_of, require_mine, require_signal
from bot.services.writing import Draft
from bot.slack.blocks import signal as blocks
from bot.slack.blocks import signal_forms as forms
from bot.slack.responses import Open, Response, Say
from bot.slack.turn import Turn, modal_meta, read_meta, say_line


def seen(turn: Turn) -> Sequence[Response]:
    """Somebody of the department has seen it."""
    return _advance(turn, SignalState.SEEN)


def claim(turn: Turn) -> Sequence[Response]:
    """ "I will take it"."""
    return _advance(turn, SignalState.IN_PROGRESS)


def open_resolve(turn: Turn) -> Sequence[Response]:
    """Asks what was done."""
    if (over := _over(turn, SignalState.RESOLVED)) is not None:
        return over
    return (Open(forms.resolve(turn.lens, meta=modal_meta(turn, signal=_id(turn)))),)


def submit_resolve(turn: Turn) -> Sequence[Response]:
    """Resolved; if it comes back, the same message says so."""
    return _advance(turn, SignalState.RESOLVED, turn.did.fields.get("note", ""))


def more(turn: Turn) -> Sequence[Response]:
    """The "..." menu: what was chosen stands in front of the id."""
    choice, _, key = turn.did.value.partition(":")
    chosen = Turn(turn.context, turn.did.but(value=key), turn.role, turn.now)
    if choice == "why":
        return why(chosen)
    if choice == "reopen":
        return _advance(chosen, SignalState.OPEN)
    to = {"later": SignalState.LATER, "no_action": SignalState.NO_ACTION, "not_ours": SignalState.RESOLVED}.get(choice)
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
        card = card_of(data, require_signal(data, _id(chosen)))
    return (Open(forms.not_ours(turn.lens, card, meta=meta)),)


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
    done = signal_steps.not_ours(turn.context, turn.role, _id(turn), department, turn.now)
    if not done.changed:
        return _said(turn, done)
    card = signal_steps.card(turn.context, done.signal.id)
    return say_line(turn, "signal-moved-now", place=blocks.place_name(turn.lens, card))


def open_answer(turn: Turn) -> Sequence[Response]:
    """The modal to answer it once for everybody: the entry shown now to improve, or a new one."""
    with turn.context.store.reading() as data:
        signal = require_mine(data, turn.role, _id(turn))
        card = card_of(data, signal)
        entry = card.entry
        if entry is not None:
            try:
                may_change(data, turn.role, entry, None)
            except KbError:
                entry = None
        asked = data.questions(ids=signal.evidence.questions)
    texts = {q.text: q for q in reversed(asked)}
    once = sorted(texts.values(), key=lambda q: q.id)
    meta = modal_meta(turn, signal=signal.id, entry=entry.number if entry else None)
    return (Open(forms.answer(turn.lens, card, _editable(entry), once, meta=meta)),)


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
        questions=[int(id) for id in fields.get("questions", "").split(",") if id.isdecimal()],
        into=entry if isinstance(entry, int) and fields.get("where") == "edit" else None,
        origin=turn.did.key,
    )
    number = signal_steps.card(turn.context, done.signal.id).answer
    return say_line(turn, "signal-answer-saved", number=number or 0)


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


def _over(turn: Turn, to: SignalState) -> Sequence[Response] | None:
    """What is said instead of opening a form for something that can no longer be done; None: it can. Errors: NotFound,
    NotAllowed, before anybody types anything."""
    with turn.context.store.reading() as data:
        signal = require_mine(data, turn.role, _id(turn))
    return None if signal.state in signal_steps.FROM[to] else _said(turn, Step(signal, False))


def _said(turn: Turn, done: Step) -> Sequence[Response]:
    """Nothing when the message shows it; else how it is now."""
    if done.changed:
        return ()
    if done.signal.state is SignalState.OPEN and holder(done.signal) is None:
        return say_line(turn, "signal-now-open")
    return say_line(turn, "signal-now", state=turn.say(f"signal-short-{done.signal.state.value}"))


def _id(turn: Turn) -> int:
    """From the button, or from the modal it opened."""
    found = read_meta(turn).get("signal") if turn.did.kind == "view" else turn.number(0)
    return found if isinstance(found, int) else 0


def _editable(entry: Entry | None) -> Entry | None:
    return entry if entry is not None and entry.merged_into is None else None
