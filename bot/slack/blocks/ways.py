"""The ways of asking for an entry, for its specialists: what was learned from colleagues, and what was rejected."""

from __future__ import annotations

from bot.domain.text import one_line
from bot.model import ENOUGH_PEOPLE
from bot.services.curating import Way, Ways
from bot.slack.blocks.common import Block, Lens, button, confirm, context_line, escape, ids, modal, section

AT_MOST = 90  #: a modal holds 100 blocks


def confirmed(lens: Lens, people: int) -> str:
    """How often colleagues confirmed it; no number about fewer than three people."""
    if people == 0:
        return lens.say("confirmed-none")
    return lens.say("confirmed-few") if people < ENOUGH_PEOPLE else lens.say("confirmed-many", people=people)


def ways_modal(lens: Lens, found: Ways, *, meta: str, note: str = "") -> Block:
    """All of them, with a button to remove each but the title. `note`: a line on top."""
    lines = [context_line(note)] if note else []
    title = escape(one_line(found.entry.title, 150))
    lines.append(section(lens.say("ways-head", number=found.entry.number, title=title)))
    lines.append(context_line(lens.say("ways-explains")))
    lines += [_row(lens, way) for way in found.ways[:AT_MOST]]
    if len(found.ways) > AT_MOST:
        lines.append(context_line(lens.say("ways-more", count=len(found.ways) - AT_MOST)))
    return modal(lens, "ways", lens.say("ways-title"), lines, meta=meta)


def _row(lens: Lens, way: Way) -> Block:
    phrasing = way.phrasing
    text = f"{escape(one_line(phrasing.text, 300))}\n_{_stands_on(lens, way)}_"
    if phrasing.source == "title":
        return section(text)
    sure = confirm(lens, lens.say("way-remove-title"), lens.say("way-remove-text"), lens.say("button-way-remove"))
    remove = button(lens.say("button-way-remove"), f"way.remove.{phrasing.id}", ids(phrasing.id), confirm=sure)
    return section(text, accessory=remove)


def _stands_on(lens: Lens, way: Way) -> str:
    if way.phrasing.source == "rejected":
        few = way.people < ENOUGH_PEOPLE
        return lens.say("way-rejected-few") if few else lens.say("way-rejected-many", people=way.people)
    return f"{lens.say(f'way-{way.phrasing.source}')} · {confirmed(lens, way.people)}"
