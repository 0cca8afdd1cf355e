"""Entries that look alike: a row of the list with its buttons, what a channel hears of it, and the way back."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.text import one_line
from bot.model import ENOUGH_PEOPLE, Entry, Kind
from bot.services.duplicating import Alike, Side
from bot.slack.blocks.common import (
    Block,
    Lens,
    actions,
    button,
    confirm,
    context_line,
    escape,
    ids,
    kind_of,
    quote,
    section,
)
from bot.slack.responses import Rendered

BODY = 200  #: characters of what each says, to judge by
TOLD = 5  #: pairs named in the channel; the list has them all


def alike_row(lens: Lens, pair: Alike) -> list[Block]:
    """Both entries with the beginning of what they say, and what may be done: merge one into the other, or say that
    they are not the same."""
    first, second = pair.first, pair.second
    lines = f"{_side(lens, first)}\n{_side(lens, second)}"
    return [
        section(lines),
        actions(
            _merge(lens, keep=first, gone=second),
            _merge(lens, keep=second, gone=first),
            button(lens.say("button-not-the-same"), "alike.apart", ids(first.entry.number, second.entry.number)),
        ),
    ]


def kept_apart(lens: Lens, one: int, other: int) -> Rendered:
    """ "Not the same" was said: they are not listed again, unless this is taken back."""
    text = lens.say("alike-kept-apart", first=one, second=other)
    undo = button(lens.say("button-undo"), "alike.again", ids(one, other))
    return Rendered(text, (section(text), actions(undo)))


def listed_again(lens: Lens, one: int, other: int) -> Rendered:
    """Taken back."""
    text = lens.say("alike-listed-again", first=one, second=other)
    return Rendered(text, (context_line(text),))


def news(lens: Lens, pairs: Sequence[tuple[Entry, Entry]]) -> Rendered:
    """To a department's channel, once a week: what was found that was not there before."""
    head = lens.say("alike-news", count=len(pairs))
    lines = [
        f"• #{a.number} {escape(one_line(a.title, 80))} · #{b.number} {escape(one_line(b.title, 80))}"
        for a, b in pairs[:TOLD]
    ]
    if len(pairs) > TOLD:
        lines.append(lens.say("list-and-more", count=len(pairs) - TOLD))
    blocks = (
        section("\n".join((head, *lines))),
        actions(button(lens.say("digest-open"), "digest.open")),
        context_line(lens.say("alike-news-why")),
    )
    return Rendered(head, blocks)


def _side(lens: Lens, side: Side) -> str:
    entry = side.entry
    parts = [f"*{escape(one_line(entry.title, 150))}*   #{entry.number} · {kind_of(lens, entry)}"]
    reactions = entry.helped + entry.not_helped
    if reactions >= ENOUGH_PEOPLE:
        parts.append(lens.say("helped-of", helped=entry.helped, base=reactions))
    parts.append(lens.say("alike-phrasings", count=side.phrasings))
    says = one_line(entry.next_time if entry.kind is Kind.MISTAKE and not entry.body.strip() else entry.body, BODY)
    return " · ".join(parts) + (f"\n{quote(says)}" if says else "")


def _merge(lens: Lens, *, keep: Side, gone: Side) -> Block | None:
    if not gone.may_go:
        return None
    stays, goes = keep.entry.number, gone.entry.number
    sure = confirm(
        lens,
        lens.say("alike-sure-title", number=stays),
        lens.say("alike-sure", stays=stays, goes=goes),
        lens.say("button-merge"),
    )
    return button(lens.say("button-merge-keep", number=stays), "alike.keep", ids(stays, goes), confirm=sure)
