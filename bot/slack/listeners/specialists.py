"""Ask the specialists: the asker's buttons, and everything a specialist can do with a question. By rule these handlers
answer refusals with one friendly line: who may press is looked up, and a message may be old."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.errors import BadInput, KbError, NotAllowed
from bot.model import Entry, Escalation
from bot.services import answering, escalating, escalation_answers
from bot.services.escalation_cards import Card, card
from bot.slack.blocks import answer as answers
from bot.slack.blocks import escalation as blocks
from bot.slack.blocks import escalation_modals as modals
from bot.slack.listeners import asking
from bot.slack.responses import Open, Replace, Response, Say, Update
from bot.slack.turn import Turn, modal_meta, read_meta, say_line

SEARCH_SHOWN = 8

# ---------------------------------------------------------------- the asker


def send(turn: Turn) -> Sequence[Response]:
    """ "Ask Permits", or a department chosen from the menu."""
    return _send(turn, turn.number(0), turn.part(1), waiting=False)


def send_waiting(turn: Turn) -> Sequence[Response]:
    """ "Customer is waiting": asks, and says so."""
    return _send(turn, turn.number(0), turn.part(1), waiting=True)


def choose(turn: Turn) -> Sequence[Response]:
    """ "Other department": shows which there are."""
    return _choose(turn, turn.number(0) or 0)


def wait(turn: Turn) -> Sequence[Response]:
    """ "Tell me too": the question lies with specialists already."""

    def act() -> Sequence[Response]:
        question, own = _own(turn, turn.number(0) or 0)
        found = escalating.join(turn.context, turn.user, question, turn.number(1) or 0, turn.now)
        if found.state not in answering.UNDER_WAY:
            return _how_it_is(turn, found)
        return _asked(turn, question, found, own, "asked-already-there")

    return _friendly(turn, act)


def withdraw(turn: Turn) -> Sequence[Response]:
    """The asker takes the question back."""

    def act() -> Sequence[Response]:
        question = turn.number(0) or 0
        withdrawn = escalating.withdraw(turn.context, turn.user, question, turn.now)
        note = turn.say("asked-withdrawn" if withdrawn else "asked-not-waiting")
        view = answering.view(turn.context, question, turn.user, turn.now)
        return (Replace(answers.answer(turn.lens, view, shareable=turn.shareable, note=note)),)

    return _friendly(turn, act)


def more(turn: Turn) -> Sequence[Response]:
    """ "Ask ..." in the menu under an answer; the menu's other choices are asking's."""
    choice, _, key = turn.did.value.partition(":")
    if choice != "ask":
        return asking.more(turn)
    chosen = Turn(turn.context, turn.did.but(value=key), turn.role, turn.now)
    question = chosen.number(0) or 0
    with turn.context.store.reading() as data:
        asked = answering.require_question(data, question)
        entry = data.entry(chosen.number(1) or 0)
        organisation = data.organisation()
    guesses = (asked.department, entry.department if entry else None)
    department = next((key for key in guesses if organisation.department(key)), None)
    return _send(turn, question, department, waiting=False) if department else _choose(turn, question)


def open_reply(turn: Turn) -> Sequence[Response]:
    """The button under an ask-back."""
    return _open(turn, modals.reply_modal, mine=False)


def submit_reply(turn: Turn) -> Sequence[Response]:
    """The modal's reply travels on."""
    return _reply(turn, _from_meta(turn), turn.did.fields.get("text", ""))


def reply_in_thread(turn: Turn) -> Sequence[Response] | None:
    """A direct message in the thread of an ask-back is the reply to it. None: it is something else."""
    did = turn.did
    if not did.direct or not did.channel or not did.thread_ts:
        return None
    with turn.context.store.reading() as data:
        above = data.outbox_at(did.channel, did.thread_ts)
    if above is None or above.kind != "ask_back" or above.to != turn.user:
        return None
    return _friendly(turn, lambda: _reply(turn, int(above.payload["escalation"]), did.text))


# ---------------------------------------------------------------- the specialists


def claim(turn: Turn) -> Sequence[Response]:
    """ "Claim"."""

    def act() -> Sequence[Response]:
        found = escalating.claim(turn.context, turn.role, turn.number(0) or 0, turn.now)
        return () if found.claimed_by == turn.user else _how_it_is(turn, found)

    return _friendly(turn, act)


def open_answer(turn: Turn) -> Sequence[Response]:
    """ "Answer": the modal."""
    return _open(turn, modals.answer_modal)


def submit_answer(turn: Turn) -> Sequence[Response]:
    """The answer is knowledge from now on, and everybody who waits is told."""
    fields = turn.did.fields
    draft = escalation_answers.Draft(
        fields.get("title", ""), fields.get("body", ""), fields.get("mandate", ""), fields.get("wording", "")
    )
    done = escalation_answers.answer(turn.context, turn.role, _from_meta(turn), draft, turn.now, origin=turn.did.key)
    return say_line(turn, "escalation-answer-saved", number=done.entry or 0)


def open_ask_back(turn: Turn) -> Sequence[Response]:
    """ "Ask back": the modal."""
    return _open(turn, modals.ask_back_modal)


def submit_ask_back(turn: Turn) -> Sequence[Response]:
    """The remark goes to the asker."""
    escalating.ask_back(turn.context, turn.role, _from_meta(turn), turn.did.fields.get("text", ""), turn.now)
    return say_line(turn, "escalation-ask-back-sent")


def move(turn: Turn) -> Sequence[Response]:
    """ "Not ours": to another department, or "I don't know"."""

    def act() -> Sequence[Response]:
        id, department = turn.number(0) or 0, turn.part(1) or None
        with turn.context.store.reading() as data:
            before = escalating.require_escalation(data, id)
        after = escalating.not_ours(turn.context, turn.role, id, department, turn.now)
        return _how_it_is(turn, after) if after.moved_at == before.moved_at else ()

    return _friendly(turn, act)


def there(turn: Turn) -> Sequence[Response]:
    """ "Already there": one of the near entries, or another, by a modal."""
    number = turn.number(1)
    if number is None:
        return _open(turn, modals.there_modal)

    def act() -> Sequence[Response]:
        return _point_at(turn, turn.number(0) or 0, number)

    return _friendly(turn, act)


def submit_there(turn: Turn) -> Sequence[Response]:
    """A number is taken; words are searched for, and what was found is listed to choose from."""
    id, fields = _from_meta(turn), turn.did.fields
    if fields.get("entry", "").isdecimal():
        return _point_at(turn, id, int(fields["entry"]))
    typed = fields.get("search", "").strip()
    number = typed.lstrip("#").strip()
    if number.isdecimal() and len(number) <= 9:
        return _point_at(turn, id, int(number))
    found: Sequence[Entry] = answering.search(turn.context, typed, limit=SEARCH_SHOWN)
    if not found:
        raise BadInput("escalation-there-none", field="search")
    meta = modal_meta(turn, escalation=id)
    return (Update(modals.there_modal(turn.lens, card(turn.context, id), meta, found)),)


# ---------------------------------------------------------------- inside


def _send(turn: Turn, question: int | None, department: str, *, waiting: bool) -> Sequence[Response]:
    def act() -> Sequence[Response]:
        asked, own = _own(turn, question or 0)
        found = escalating.send(turn.context, turn.user, asked, department, turn.now, waiting=waiting)
        joined = found.question != asked or found.department != department
        return _asked(turn, asked, found, own, "asked-already-there" if joined else "asked-specialists")

    return _friendly(turn, act)


def _own(turn: Turn, question: int) -> tuple[int, bool]:
    """(question, True) for the asker. Whoever presses on somebody else's shared answer asks it for themselves."""
    with turn.context.store.reading() as data:
        asked = answering.require_question(data, question)
    if answering.is_asker(turn.context, asked, turn.user):
        return question, True
    own = answering.ask(
        turn.context, turn.user, asked.text, turn.now, place=turn.did.place, origin=f"{turn.did.key}:own"
    )
    return own.question.id, False


def _asked(turn: Turn, question: int, found: Escalation, own: bool, key: str) -> Sequence[Response]:
    view = answering.view(turn.context, question, turn.user, turn.now)
    made = blocks.asked(turn.lens, view, card(turn.context, found.id), key, shareable=turn.shareable)
    return (Replace(made) if own else Say(made),)


def _choose(turn: Turn, question: int) -> Sequence[Response]:
    with turn.context.store.reading() as data:
        asked = answering.require_question(data, question)
        departments = data.organisation().active
    if not departments:
        return say_line(turn, "error-no-departments")
    made = blocks.choose_department(turn.lens, question, asked.text, departments)
    return (Replace(made) if answering.is_asker(turn.context, asked, turn.user) else Say(made),)


def _reply(turn: Turn, escalation: int, text: str) -> Sequence[Response]:
    found = escalating.reply(turn.context, turn.user, escalation, text, turn.now)
    place = blocks.place_name(turn.lens, card(turn.context, found.id))
    return say_line(turn, "escalation-reply-sent", department=place)


def _point_at(turn: Turn, escalation: int, number: int) -> Sequence[Response]:
    found = escalation_answers.already_there(turn.context, turn.role, escalation, number, turn.now)
    if found.answered_at != turn.now:
        return _how_it_is(turn, found)
    return say_line(turn, "escalation-there-done", number=found.entry or number)


def _open(turn: Turn, modal: Callable[..., dict[str, object]], *, mine: bool = True) -> Sequence[Response]:
    """Opens a modal about a question that is still under way. `mine`: for those who may act on it only."""

    def act() -> Sequence[Response]:
        found = card(turn.context, turn.number(0) or 0)
        if mine and not escalating.may_act(turn.role, found.escalation):
            raise NotAllowed("error-not-specialist")
        if not found.under_way:
            return _how_it_is(turn, found.escalation)
        return (Open(modal(turn.lens, found, modal_meta(turn, escalation=found.escalation.id))),)

    return _friendly(turn, act)


def _friendly(turn: Turn, act: Callable[[], Sequence[Response]]) -> Sequence[Response]:
    """What `act` gives; a refusal becomes one line that says what is so now."""
    try:
        return act()
    except NotAllowed as error:
        if error.key == "error-not-specialist" and (id := turn.number(0)):
            place = blocks.place_name(turn.lens, card(turn.context, id))
            return say_line(turn, "escalation-not-yours", place=place)
        return _said(turn, error)
    except KbError as error:
        if error.text or error.key in ("error-unavailable", "error-unknown"):
            raise  # the text is given back
        return _said(turn, error)


def _said(turn: Turn, error: KbError) -> Sequence[Response]:
    return say_line(turn, error.key, **error.values)


def _how_it_is(turn: Turn, escalation: Escalation) -> Sequence[Response]:
    """An old message, or somebody was first: what the state is now."""
    found: Card = card(turn.context, escalation.id)
    if found.withdrawn:
        return say_line(turn, "escalation-is-withdrawn")
    if found.entry is not None:
        return (Say(asking.entry_message(turn, found.entry.number, note=turn.say("escalation-is-answered"))),)
    if not found.under_way:
        return say_line(turn, "escalation-is-answered")
    if escalation.claimed_by:
        return say_line(turn, "escalation-someone-claimed", person=f"<@{escalation.claimed_by}>")
    return say_line(turn, "escalation-is-elsewhere", place=blocks.place_name(turn.lens, found))


def _from_meta(turn: Turn) -> int:
    id = read_meta(turn).get("escalation")
    return id if isinstance(id, int) else 0
