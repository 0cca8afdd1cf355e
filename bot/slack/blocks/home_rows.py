"""Rows of App Home and the lists: one thing each, with what can be done with it; and lists of such rows."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from datetime import timedelta
from itertools import accumulate

from bot.domain.text import one_line
from bot.model import Entry, EntryState, EscalationState, Kind, Outcome
from bot.services.home import MyQuestion, Shared
from bot.slack.blocks.answer import vouched, without_title
from bot.slack.blocks.common import (
    Block,
    Lens,
    actions,
    ago,
    button,
    confirm,
    context_line,
    escape,
    ids,
    kind_of,
    section,
    state_of_entry,
)

LIST_BYTES = 36_000  #: of one list: many departments make long menus, and Slack takes 250 kB a view

Row = Sequence[Block]


def unique(blocks: Iterable[Block]) -> list[Block]:
    """The blocks with a number behind every action that occurs again, as Slack demands; the router takes it off."""
    seen: dict[str, int] = {}

    def renamed(element: Block) -> Block:
        name = element.get("action_id")
        if not isinstance(name, str):
            return element
        base = re.sub(r"\.\d+$", "", name)
        seen[base] = seen.get(base, -1) + 1
        return {**element, "action_id": f"{base}.{seen[base]}" if seen[base] else base}

    made = []
    for block in blocks:
        block = dict(block)
        if block["type"] == "actions":
            block["elements"] = [renamed(element) for element in block["elements"]]
        for key in ("accessory", "element"):
            if key in block:
                block[key] = renamed(block[key])
        made.append(block)
    return made


def listing(
    lens: Lens, head: str, rows: Sequence[Row], most: int, none: str = "", more: str = "home-and-more"
) -> list[Block]:
    """A heading, the rows, and how many were left out."""
    if not rows:
        return [section(f"*{head}*"), context_line(none)] if none else []
    return [section(f"*{head}*"), *cut_rows(lens, rows, most, more)]


def cut_rows(lens: Lens, rows: Sequence[Row], most: int, more: str = "home-and-more") -> list[Block]:
    sizes = accumulate(len(json.dumps(list(row))) for row in rows[:most])
    fitting = [row for row, size in zip(rows, sizes, strict=False) if size <= LIST_BYTES]
    left = len(rows) - len(fitting)
    rest = [context_line(lens.say(more, count=left))] if left else []
    return [*(block for row in fitting for block in row), *rest]


def question_row(lens: Lens, mine: MyQuestion) -> Row:
    line = f"{_where(lens, mine)} · {ago(lens, mine.question.asked_at)}"
    text = f"{escape(one_line(mine.question.text, 200))}\n{line}"
    return [section(text, accessory=button(lens.say("home-open"), "home.question", ids(mine.question.id)))]


def entry_row(lens: Lens, shared: Shared, *, own: bool = False) -> Row:
    entry = shared.entry
    text = f"{title(lens, entry)}\n{vouched(lens, entry, shared.checked_by, by=entry.author if own else None)}"
    return [section(text, accessory=button(lens.say("home-open"), "entry.open", ids(None, entry.number)))]


def check_row(lens: Lens, entry: Entry) -> Row:
    body = without_title(entry)
    parts = [title(lens, entry), *([escape(one_line(body, 300))] if body.strip() else [])]
    if entry.state is EntryState.OUTDATED and entry.note:
        parts.append(lens.say("outdated-because", why=escape(one_line(entry.note, 300))))
    else:
        parts.append(f"{state_of_entry(lens, entry, None)} · {_since(lens, entry)}")
    sure = confirm(
        lens, lens.say("retire-sure-title"), lens.say("retire-sure", number=entry.number), lens.say("button-retire")
    )
    number = ids(entry.number)
    return [
        section("\n".join(parts), accessory=button(lens.say("home-open"), "entry.open", ids(None, entry.number))),
        actions(
            button(lens.say("button-check"), "queue.check", number),
            button(lens.say("button-edit"), "share.edit", number),
            button(lens.say("button-retire"), "queue.retire", number, confirm=sure),
        ),
    ]


def _where(lens: Lens, mine: MyQuestion) -> str:
    if mine.escalation is not None:
        name = escape(mine.department.name) if mine.department else lens.say("the-specialists")
        claimed = mine.escalation.state is EscalationState.CLAIMED
        return lens.say("asked-claimed-by" if claimed else "asked-lies-with", department=name)
    outcome = mine.question.outcome
    if outcome is None:
        return lens.say("outcome-none")
    return lens.say(f"outcome-{Outcome(outcome).value.replace('_', '-')}")


def _since(lens: Lens, entry: Entry) -> str:
    """How long ago it was shared; of a mistake only the week is known."""
    if entry.kind is Kind.MISTAKE and lens.now - entry.created_at < timedelta(weeks=1):
        return lens.say("ago-this-week")
    return ago(lens, entry.created_at)


def title(lens: Lens, entry: Entry) -> str:
    return f"*{escape(entry.title)}*   #{entry.number} · {kind_of(lens, entry)}"
