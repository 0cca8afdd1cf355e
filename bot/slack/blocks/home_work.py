"""What waits for somebody's departments, with the same buttons as in the channel: in App Home and `/kb open`."""

from __future__ import annotations

from bot.services.home import Work
from bot.slack.blocks.action import action_row
from bot.slack.blocks.alike import alike_row
from bot.slack.blocks.common import Block, Lens, context_line, divider, section
from bot.slack.blocks.escalation import escalation_row
from bot.slack.blocks.home_rows import Row, check_row, cut_rows
from bot.slack.blocks.signal import signal_row

AT_HOME = 4  #: rows of each kind of work
IN_LIST, IN_FULL_LIST = 5, 3  #: the same in a message, which holds half of that; the second when most kinds wait
FULL = 4  #: so many kinds
PAIRS_IN_LIST = 2  #: of these it has fewer: they take more room, and nobody waits for them
MORE_IN_LIST = "list-and-more"


def waiting(lens: Lens, work: Work, most: int = AT_HOME, more: str = "home-and-more") -> list[Block]:
    """Questions, signals, actions, entries to check and look-alikes, under one heading."""
    head = lens.say("home-waits")
    if not work.count:
        return [divider(), section(f"*{head}*"), context_line(lens.say("home-nothing-waits"))]
    if more == MORE_IN_LIST and sum(map(bool, work.kinds)) >= FULL:
        most = IN_FULL_LIST
    pairs = PAIRS_IN_LIST if more == MORE_IN_LIST else most
    kinds: tuple[tuple[str, list[Row], int, str], ...] = (
        ("home-waits-questions", [escalation_row(lens, card) for card in work.questions], most, more),
        ("home-waits-signals", [signal_row(lens, card) for card in work.signals], most, more),
        ("home-waits-actions", [action_row(lens, card) for card in work.actions], most, more),
        ("home-waits-entries", [check_row(lens, entry) for entry in work.entries], most, more),
        # The next pairs take their place: they are not in the list, so it is not named.
        ("home-waits-alike", [alike_row(lens, pair) for pair in work.alike], pairs, MORE_IN_LIST),
    )
    blocks = [divider(), section(f"*{head}*")]
    for key, rows, shown, left in kinds:
        if rows:
            blocks += [context_line(lens.say(key, count=len(rows))), *map(_plain, cut_rows(lens, rows, shown, left))]
    return blocks


def _plain(block: Block) -> Block:
    """Without a primary button: in a list there would be one a row."""
    if block["type"] != "actions":
        return block
    elements = [{k: v for k, v in e.items() if (k, v) != ("style", "primary")} for e in block["elements"]]
    return {**block, "elements": elements}
