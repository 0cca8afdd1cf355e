"""Tallying another customer: the ways one may have come in, and what is said of it."""

from __future__ import annotations

from bot.model import Contact
from bot.slack.blocks.common import Block, Lens, actions, button, ids, menu, option

ASKED = tuple(one for one in Contact if one is not Contact.OTHER)  #: "other" is of imported contact records only


def tally_menu(lens: Lens, *key: int | None) -> Block:
    """The menu "another customer"; `key`: the question's id and the entry's number."""
    options = [option(lens.say(f"contact-{one.value}"), ids(*key, one.value)) for one in ASKED]
    return menu(lens.say("button-tally"), "answer.tally", options)


def tallied_row(lens: Lens, chosen: str, tally: int | None) -> Block:
    """Under a tally: one more like it (a menu does not act when the same is chosen again), or take it back. `chosen`:
    the menu's value."""
    return actions(
        button(lens.say("button-tally-again"), "tally.again", chosen),
        button(lens.say("button-undo"), "tally.undo", ids(tally)),
    )
