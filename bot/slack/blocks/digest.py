"""The weekly digest (screens.md): the first message, the longer lists in its thread, and the whole as a document."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from bot.domain.digest import SAMPLES
from bot.domain.digest_figures import Digest, Sample
from bot.domain.text import one_line
from bot.model import DigestChoice
from bot.slack.blocks import digest_lines as lines
from bot.slack.blocks import digest_lists as lists
from bot.slack.blocks.common import Block, Lens, actions, button, context_line, escape, quote, section
from bot.slack.blocks.digest_chart import alt, chart
from bot.slack.blocks.digest_lists import Rows
from bot.slack.blocks.digest_words import as_of, for_all, name_of, outcome, week_of
from bot.slack.responses import Picture, Rendered

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ROWS_IN_BLOCK = 10  #: a section holds 3,000 characters
BLOCKS_MOST = 50
USUAL = DigestChoice()

Line = Callable[[Lens, Digest], str]
Lists = Callable[[Lens, Digest], tuple[Rows, ...]]


class Section(NamedTuple):
    """What a reader takes or leaves as a whole: its lines in the first message, and its lists."""

    key: str
    lines: tuple[Line, ...]
    lists: Lists | None = None


SECTIONS: tuple[Section, ...] = (
    Section("asked", (lines.asked, lines.most_asked, lines.homeless), lists.topics),
    Section("outcomes", (lines.outcomes, lines.no_mandate, lines.warned)),
    Section("waiting", (lines.waiting,), lists.waiting),
    Section("signals", (lines.signals, lines.stopped, lines.causes), lists.signals),
    Section("shared", (lines.shared, lines.lesson), lists.shared),
    Section("knowledge", (lines.queue, lines.stale), lists.knowledge),
    Section("announcements", (lines.announcements,), lists.announcements),
)


def message(lens: Lens, digest: Digest, choice: DigestChoice = USUAL) -> Rendered:
    """The first message, as its reader chose it; or one line for a quiet week."""
    why = context_line(f"{_why(lens, digest, choice)} {as_of(lens, digest)}")
    if digest.quiet:
        text = _quiet(lens, digest)
        return Rendered(text, (section(text), why))
    head = _head(lens, digest)
    blocks: list[Block] = [section(f"*{head}*")]
    for found in _chosen(choice):
        if told := _lines(lens, digest, found):
            blocks.append(section("\n".join(f"• {line}" for line in told)))
    if "samples" not in choice.without and digest.samples:
        rows = "\n".join(_sample(lens, sample) for sample in digest.samples)
        blocks.append(section(f"{_samples_head(lens, digest)}\n{rows}"))
    if digest.waiting and not for_all(digest):  # of all of them, perhaps nothing waits for the reader
        blocks.append(actions(button(lens.say("digest-open"), "digest.open", style="primary")))
    return Rendered(head, (*blocks, why), None if "chart" in choice.without else _picture(lens, digest))


def more(lens: Lens, digest: Digest, choice: DigestChoice = USUAL) -> Rendered:
    """In its thread: the lists of the sections its reader chose."""
    blocks: list[Block] = []
    found = _lists(lens, digest, choice)
    for rows in found:
        blocks.append(section(f"*{rows.head}*"))
        listed = [f"• {row}" for row in rows.rows]
        for at in range(0, len(listed), ROWS_IN_BLOCK):
            blocks.append(section("\n".join(listed[at : at + ROWS_IN_BLOCK])))
        if rows.left:
            blocks.append(context_line(lens.say("digest-left", count=rows.left)))
    if not found:
        return Rendered(lens.say("digest-more-none"), (context_line(lens.say("digest-more-none")),))
    return Rendered(found[0].head, tuple(blocks[:BLOCKS_MOST]))


def document(lens: Lens, digest: Digest, picture: str | None = None) -> str:
    """All of it as Markdown. `picture`: name of the chart's file beside it."""
    if digest.quiet:
        return f"# {_quiet(lens, digest)}\n\n{as_of(lens, digest)}\n"
    parts = [f"# {_head(lens, digest)}"]
    if picture is not None:
        parts.append(f"![{alt(lens, digest)}]({picture})")
    told = [line for found in SECTIONS for line in _lines(lens, digest, found)]
    parts.append("\n".join(f"- {line.removeprefix('• ')}" for text in told for line in text.split("\n")))
    if digest.samples:
        sampled = "\n".join(f"- {_sampled(lens, sample)}" for sample in digest.samples)
        parts.append(f"## {_samples_head(lens, digest)}\n\n{sampled}")
    for rows in _lists(lens, digest, USUAL):
        left = [lens.say("digest-left", count=rows.left)] if rows.left else []
        parts.append("\n".join((f"## {rows.head}", "", *(f"- {row}" for row in (*rows.rows, *left)))))
    parts.append(f"{lens.say('digest-why-written')} {as_of(lens, digest)}")
    return "\n\n".join(parts) + "\n"


# ---------------------------------------------------------------- parts


def _chosen(choice: DigestChoice) -> Iterable[Section]:
    return (one for one in SECTIONS if one.key not in choice.without)


def _lines(lens: Lens, digest: Digest, found: Section) -> list[str]:
    return [text for line in found.lines if (text := line(lens, digest))]


def _lists(lens: Lens, digest: Digest, choice: DigestChoice) -> list[Rows]:
    return [rows for one in _chosen(choice) if one.lists for rows in one.lists(lens, digest)]


def _picture(lens: Lens, digest: Digest) -> Picture | None:
    found = chart(lens, digest)
    return Picture(found, alt(lens, digest), place=1) if found else None


def _head(lens: Lens, digest: Digest) -> str:
    return lens.say("digest-head", week=week_of(digest), name=name_of(lens, digest))


def _quiet(lens: Lens, digest: Digest) -> str:
    values = {"week": week_of(digest), "name": name_of(lens, digest)}
    if digest.asked and digest.people:
        return lens.say("digest-quiet", asked=digest.asked, people=digest.people, **values)
    return lens.say("digest-quiet-few", **values)


def _why(lens: Lens, digest: Digest, choice: DigestChoice) -> str:
    """Why it came, and how to get less of it."""
    day, name = lens.say(f"day-{DAYS[choice.day]}"), name_of(lens, digest)
    if digest.scope.startswith("department:"):
        return lens.say("digest-why-lead", name=name, day=day)
    return lens.say("digest-why-task", name=name, day=day) if digest.name else lens.say("digest-why-channel")


def _samples_head(lens: Lens, digest: Digest) -> str:
    return lens.say("digest-samples" if len(digest.samples) == SAMPLES else "digest-samples-fewer")


def _sample(lens: Lens, sample: Sample) -> str:
    return quote(one_line(sample.text, 250)) + (f" _({outcome(lens, sample.outcomes)})_" if sample.outcomes else "")


def _sampled(lens: Lens, sample: Sample) -> str:
    return escape(one_line(sample.text, 250)) + (f" ({outcome(lens, sample.outcomes)})" if sample.outcomes else "")
