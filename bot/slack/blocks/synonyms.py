"""Synonyms: the list, and what is said when one was added."""

from __future__ import annotations

from collections.abc import Sequence

from bot.model import Synonym
from bot.services.naming import Added, Listing
from bot.slack.blocks.common import Block, Lens, actions, button, context_line, cut, escape, ids, section
from bot.slack.blocks.home import unique
from bot.slack.responses import Rendered

SHOWN = 40  #: of each kind: Slack takes 50 blocks a message
FILE_TEXT = 2800  #: characters of the file's, in one section


def added(lens: Lens, done: Added) -> Rendered:
    """What is now the same, and a way back."""
    *others, last = (f"*{escape(one)}*" for one in done.group)
    text = lens.say("synonym-added", group=f"{', '.join(others)} {lens.say('synonym-and')} {last}")
    undo = button(lens.say("button-undo"), "synonym.undo", ids(done.synonym.id))
    return Rendered(cut(text, 300), (section(text), actions(undo)))


def listing(lens: Lens, found: Listing, note: str = "") -> Rendered:
    """Those added in Slack, with a button each for who may remove them; then those of the file."""
    head = lens.say("synonyms-title")
    blocks = [section(f"*{head}*"), *([context_line(note)] if note else [])]
    blocks += [_row(lens, found, one) for one in found.slack[:SHOWN]]
    if len(found.slack) > SHOWN:
        blocks.append(context_line(lens.say("synonyms-more", count=len(found.slack) - SHOWN)))
    if found.file:
        blocks += _file(lens, found.file)
    if not found.slack and not found.file:
        none = lens.say("synonyms-none-about", about=escape(found.about)) if found.about else lens.say("synonyms-none")
        blocks.append(context_line(none))
    blocks.append(context_line(lens.say("synonyms-add" if found.may_change else "synonyms-by-others")))
    return Rendered(head, tuple(unique(blocks)))


def _row(lens: Lens, found: Listing, one: Synonym) -> Block:
    text = _pair(one)
    if one.id in found.shadowed:
        text += f"\n{lens.say('synonym-shadowed')}"
    if not found.may_change:
        return section(text)
    return section(text, accessory=button(lens.say("synonym-remove"), "synonym.delete", ids(one.id)))


def _file(lens: Lens, synonyms: Sequence[Synonym]) -> list[Block]:
    lines: list[str] = []
    for one in synonyms:
        if sum(map(len, lines)) + len(_pair(one)) > FILE_TEXT - len(synonyms):
            break
        lines.append(_pair(one))
    left = len(synonyms) - len(lines)
    more = [context_line(lens.say("synonyms-more", count=left))] if left else []
    return [context_line(lens.say("synonyms-file")), section("\n".join(lines)), *more]


def _pair(one: Synonym) -> str:
    return f"*{escape(one.term)}* = {escape(one.means)}"
