"""The longer lists of a digest, for its thread and for the written one: a heading and its rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from bot.domain.digest_figures import TOP, CauseLine, Digest, SignalLine, Waiting
from bot.slack.blocks.aftermath import sentence
from bot.slack.blocks.common import Lens, escape
from bot.slack.blocks.digest_lines import announcement
from bot.slack.blocks.digest_words import age, day_of, for_all, title, topic

LONG = 100  #: characters of a title in a row of its own
SHOWN = 20  #: rows of a list


class Rows(NamedTuple):
    """One list. `left`: how many rows it does not show."""

    head: str
    rows: tuple[str, ...]
    left: int = 0


def topics(lens: Lens, digest: Digest) -> tuple[Rows, ...]:
    """All topics, when the first message does not show them all."""
    if len(digest.top) <= TOP:
        return ()
    return _rows(lens, "digest-more-top", [topic(lens, figure) for figure in digest.top])


def waiting(lens: Lens, digest: Digest) -> tuple[Rows, ...]:
    """All that waits, oldest first."""
    return _rows(lens, "digest-more-waiting", [_waiting(lens, digest, one) for one in digest.waiting])


def signals(lens: Lens, digest: Digest) -> tuple[Rows, ...]:
    """Signals of the week with where they stand and what became of them; then the causes that are open."""
    return (
        *_rows(lens, "digest-more-signals", [_signal(lens, digest, one) for one in digest.signals]),
        *_rows(lens, "digest-more-causes", [_cause(lens, digest, one) for one in digest.causes]),
    )


def shared(lens: Lens, digest: Digest) -> tuple[Rows, ...]:
    """What to do next time, and the tips."""
    return (
        *_rows(lens, "digest-more-lessons", [title(text, 300) for text in digest.lessons]),
        *_rows(lens, "digest-more-tips", [title(text, LONG) for text in digest.shared_titles]),
    )


def knowledge(lens: Lens, digest: Digest) -> tuple[Rows, ...]:
    """What one person alone knows, and what was not used."""
    found = digest.knowledge
    alone, unused = (tuple(title(text, LONG) for text in texts) for texts in (found.alone_titles, found.unused_titles))
    return (
        *_rows(lens, "digest-more-alone", alone, found.alone),
        *_rows(lens, "digest-more-unused", unused, found.unused),
    )


def announcements(lens: Lens, digest: Digest) -> tuple[Rows, ...]:
    """Each with what it caused."""
    return _rows(lens, "digest-more-announcements", [announcement(lens, digest, one) for one in digest.announcements])


def _rows(lens: Lens, head: str, rows: Sequence[str], count: int = 0) -> tuple[Rows, ...]:
    """At most SHOWN of them; none makes no list. `count`: how many there are, where that is more than `rows`."""
    if not rows:
        return ()
    return (Rows(lens.say(head), tuple(rows[:SHOWN]), max(len(rows), count) - len(rows[:SHOWN])),)


def _waiting(lens: Lens, digest: Digest, one: Waiting) -> str:
    parts = {"title": title(one.title, LONG), "age": age(lens, digest, one)}
    if one.kind == "action":
        late = lens.say("digest-late") if one.state == "late" else ""
        due = day_of(lens, digest, one.due) if one.due else ""
        text = lens.say("digest-waiting-action", due=due, what=one.action or "action", **parts)
        text += f" · {late}" if late else ""
    else:
        key = f"signal-short-{one.state}" if one.kind == "signal" else f"digest-question-{one.state}"
        text = lens.say(f"digest-waiting-{one.kind}", state=lens.say(key), **parts)
    return f"{escape(one.department)} · {text}" if for_all(digest) and one.department else text


def _signal(lens: Lens, digest: Digest, one: SignalLine) -> str:
    state = lens.say(f"signal-short-{one.state}")
    group = lens.say(f"digest-signal-{one.group}") if one.group in ("new", "back", "after") else ""
    cause = lens.say(f"cause-{one.cause.value}") if one.cause else ""
    parts = [title(one.title, LONG), state, group, cause]
    if for_all(digest) and one.department:
        parts.insert(0, escape(one.department))
    if one.aftermath:
        parts.append(sentence(lens, one.aftermath))
    return " · ".join(part for part in parts if part)


def _cause(lens: Lens, digest: Digest, one: CauseLine) -> str:
    parts = [
        title(one.title, LONG),
        lens.say(f"cause-{one.cause.value}") if one.cause else "",
        lens.say("digest-cause-owner", owner=escape(one.owner)) if one.owner else "",
        lens.say("digest-cause-due", day=day_of(lens, digest, one.due)),
        lens.say("digest-late") if one.late else "",
    ]
    return " · ".join(part for part in parts if part)
