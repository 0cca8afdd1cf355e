"""How somebody wants their weekly digest."""

from __future__ import annotations

from collections.abc import Sequence

from bot.services import digesting
from bot.slack.blocks.digest import DAYS
from bot.slack.blocks.digest_choice import choice_modal, chosen
from bot.slack.responses import Open, Response
from bot.slack.turn import Turn, modal_meta, say_line


def choose(turn: Turn) -> Sequence[Response]:
    """ "Choose my digest", in App Home."""
    now_so, _ = digesting.choice_of(turn.context, turn.user)
    return (Open(choice_modal(turn.lens, now_so, modal_meta(turn))),)


def submit_choice(turn: Turn) -> Sequence[Response]:
    """From now on it comes so."""
    before, _ = digesting.choice_of(turn.context, turn.user)
    choice = chosen(dict(turn.did.fields), before)
    digesting.choose(turn.context, turn.user, choice, turn.now)
    if choice.none:
        return say_line(turn, "digest-chosen-none")
    return say_line(turn, "digest-chosen", day=turn.say(f"day-{DAYS[choice.day]}"))
