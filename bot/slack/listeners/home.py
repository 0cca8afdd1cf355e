"""App Home, its search and choices; `/kb open` and `/kb mine`."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain import text as words
from bot.errors import NotFound
from bot.model import LANGUAGES, Language
from bot.services import answering, boards, curating, home
from bot.services.escalation_cards import card
from bot.services.people import choose, role_of
from bot.slack.blocks import answer as answers
from bot.slack.blocks import home as blocks
from bot.slack.blocks import home_boards
from bot.slack.blocks.escalation import asked
from bot.slack.listeners import sharing
from bot.slack.responses import Home, Open, Rendered, Replace, Response, Say
from bot.slack.turn import Turn, modal_meta, overview_of, say_line

RESULTS = 8


def show(turn: Turn, note: str = "") -> Sequence[Response]:
    """The overview this person looks at, as it is now: the list of `/kb open`, else the Home tab. `note` stands on
    top."""
    if overview_of(turn) == "list":
        return (Replace(_open(turn, note)),)
    if turn.did.kind == "home" and turn.did.name != "home":
        return ()  # the Messages tab
    return (Home(blocks.home(turn.lens, home.overview(turn.context, turn.role, turn.now), note)),)


def search(turn: Turn) -> Sequence[Response]:
    """What was typed in the search field: what it finds opens in a modal. Nothing is stored or counted."""
    typed = turn.did.typed or turn.did.value
    if not words.has_words(typed):
        return show(turn, turn.say("search-no-words"))
    found = home.search(turn.context, typed, RESULTS)
    return (Open(blocks.results(turn.lens, typed, turn.did.value, found, modal_meta(turn))),)


def ask(turn: Turn) -> Sequence[Response]:
    """It was not among what the search found: ask it."""
    return sharing.open_modal(turn, kind="ask", text=turn.did.value)


def share(turn: Turn) -> Sequence[Response]:
    """ "Share something"."""
    return sharing.open_modal(turn, kind="tip")


def question(turn: Turn) -> Sequence[Response]:
    """One of the viewer's own questions, with everything that can be done with it."""
    found = answering.view(turn.context, turn.number(0) or 0, turn.user, turn.now)
    if not found.mine:
        return ()
    if found.escalation and any(w.question == found.question.id for w in found.escalation.waiters):
        return (Say(asked(turn.lens, found, card(turn.context, found.escalation.id), shareable=not turn.did.direct)),)
    return (Say(answers.answer(turn.lens, found, shareable=not turn.did.direct)),)


def language(turn: Turn) -> Sequence[Response]:
    """Their language, from now on; Home shows itself in it at once."""
    chosen: Language | None = next((known for known in LANGUAGES if known == turn.did.value), None)
    choose(turn.context, turn.user, language=chosen, named=turn.role.named)
    return _changed(turn)


def named(turn: Turn) -> Sequence[Response]:
    """Their name on new tips, or not."""
    with turn.context.store.reading() as data:
        person = data.person(turn.user)
    chosen = person.language if person else None
    choose(turn.context, turn.user, language=chosen, named=turn.did.value == "yes")
    return _changed(turn)


def check(turn: Turn) -> Sequence[Response]:
    """In an overview: a specialist stands for the content."""
    entry = curating.check(turn.context, turn.role, turn.number(0) or 0, turn.now)
    return say_line(turn, "checked-now", number=entry.number)


def retire(turn: Turn) -> Sequence[Response]:
    """In an overview: no longer offered."""
    entry = curating.retire(turn.context, turn.role, turn.number(0) or 0, turn.now)
    return say_line(turn, "retired-now", number=entry.number)


def open_column(turn: Turn) -> Sequence[Response]:
    """The signals in one column of a board."""
    scope, _, chosen = turn.did.value.rpartition(":")
    column = next((known for known in boards.Column if known.value == chosen), None)
    if column is None:
        raise NotFound("error-not-found")
    return (Open(home_boards.column(turn.lens, boards.opened(turn.context, turn.role, scope, column, turn.now))),)


def open_list(turn: Turn) -> Sequence[Response]:
    """`/kb open`."""
    return (Say(_open(turn)),)


def mine_list(turn: Turn) -> Sequence[Response]:
    """`/kb mine`."""
    return (Say(blocks.mine_list(turn.lens, home.mine(turn.context, turn.user))),)


def _open(turn: Turn, note: str = "") -> Rendered:
    mine = home.open_questions(turn.context, turn.user)
    return blocks.open_list(turn.lens, home.work(turn.context, turn.role), mine, note)


def _changed(turn: Turn) -> Sequence[Response]:
    turn = Turn(turn.context, turn.did, role_of(turn.context, turn.user), turn.now)
    return show(turn, turn.say("choice-kept"))
