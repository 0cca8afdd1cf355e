"""The people in the background: what they ask as the demo's clock goes on, week after week, and how it ends.

They are users who do not look at Slack: their questions go through the use cases, and no message comes of them.
"""

from __future__ import annotations

import random
import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from bot.demo.content import Content
from bot.demo.stream import TIMEZONE, AskedQuestion, demo_now, stream
from bot.model import Entry, Outcome
from bot.ports import Reader
from bot.services import answering, reacting
from bot.services.answering import Answer
from bot.services.context import Context

WEEKS = 6  #: a stream's length; after it the next one begins, with a seed of its own
ORIGIN = "demo:"  #: what the background made has an origin that begins so
JOB = "demo:stream"  #: its claims say up to when the background's questions are in the store
REACTS_AFTER = timedelta(minutes=3)
#: How an answer ends that somebody wrote, or put right, while the demo was running: people are glad of it.
NEW_ANSWER = {Outcome.HELPED: 0.72, Outcome.NOT_HELPED: 0.04, Outcome.NO_REACTION: 0.24}


class Traffic:
    """All that the background ever asks, from the Monday `start` on: the same for the same Monday."""

    def __init__(self, content: Content, start: date) -> None:
        self._content, self._start = content, start
        self._now = demo_now(start)
        acting = {person.id for person in content.acting}
        agents = [person.id for person in content.background if not person.departments]
        self._stand_ins = {id: agents[place] for place, id in enumerate(sorted(acting))}
        self.begin = datetime.combine(start, time(0), TIMEZONE).astimezone(UTC)  #: nothing was asked before
        self._block = lru_cache(maxsize=3)(self._make)

    def between(self, after: datetime, until: datetime) -> list[tuple[str, AskedQuestion]]:
        """What is asked in (after, until], oldest first, each with an origin of its own."""
        found: list[tuple[str, AskedQuestion]] = []
        for block in range(self._number(after), self._number(until) + 1):
            asked = self._block(block)
            times = [one.at for one in asked]
            for place in range(bisect_right(times, after), bisect_right(times, until)):
                found.append((f"{ORIGIN}{block}:{place}", self._from_background(asked[place])))
        return found

    def known(self, origin: str) -> AskedQuestion | None:
        """The question with this origin; None for one that somebody asked who acts."""
        found = re.fullmatch(rf"{ORIGIN}(\d+):(\d+)", origin)
        return self._block(int(found[1]))[int(found[2])] if found else None

    def _from_background(self, asked: AskedQuestion) -> AskedQuestion:
        """From the demo's now on, the twelve ask nothing of their own accord: somebody acts as them."""
        stand_in = self._stand_ins.get(asked.asker) if asked.at >= self._now else None
        return replace(asked, asker=stand_in) if stand_in else asked

    def _number(self, at: datetime) -> int:
        days = (at.astimezone(TIMEZONE).date() - self._start).days
        return max(0, days // (7 * WEEKS))

    def _make(self, block: int) -> Sequence[AskedQuestion]:
        """Every second block has the bursts of the second six weeks."""
        return stream(
            self._content,
            self._start + timedelta(weeks=WEEKS * block),
            seed=1 + block,
            weeks=WEEKS,
            first_week=1 + WEEKS * (block % 2),
            now=self._now,
        )


@dataclass(frozen=True, slots=True)
class Written:
    """What stands in the knowledge base of the demo's own content."""

    entries: Mapping[str, Entry]  #: by the content's keys, as they are now
    begin: datetime  #: the demo's now: what was written or put right after it is somebody's who acts

    def is_new(self, entry: Entry) -> bool:
        """Whether somebody who acts wrote this, or put it right."""
        own = entry.origin is not None and entry.origin.startswith(ORIGIN)
        return not own or entry.updated_at > self.begin


def written(data: Reader, begin: datetime) -> Written:
    """The content's entries as they are now in the store; what was deleted is left out."""
    prefix = origin_of("")
    found = {e.origin.removeprefix(prefix): e for e in data.entries() if e.origin and e.origin.startswith(prefix)}
    return Written(found, begin)


def origin_of(key: str) -> str:
    """The origin of an entry of the content."""
    return f"{ORIGIN}entry:{key}"


def ask(context: Context, known: Written, origin: str, asked: AskedQuestion) -> Answer:
    """One background question, as if it had been typed, with the reaction of who asked it. A second time changes
    nothing."""
    answer = answering.ask(context, asked.asker, asked.text, asked.at, origin=origin)
    reaction = reaction_to(answer, known, asked, origin)
    after = asked.at + REACTS_AFTER
    if isinstance(reaction, int):
        reacting.helped(context, answer.question.id, reaction, asked.asker, after)
    elif reaction is Outcome.NOT_HELPED:
        reacting.not_this(context, answer.question.id, asked.asker, after)
    if asked.tally is not None:
        answering.tally(context, asked.tally, after, question=answer.question.id, entry=None, origin=origin)
    return answer


def reaction_to(answer: Answer, known: Written, asked: AskedQuestion, origin: str) -> int | Outcome | None:
    """The number of the entry that helped, NOT_HELPED, or None: nobody reacts.

    The stream knows which entry is the right one; the bot may have shown another, which people notice.
    """
    if answer.question.outcome not in (None, Outcome.NO_ANSWER):
        return None  # reacted already
    right = known.entries.get(asked.subject or "")
    offered = [entry for entry in (answer.entry, *answer.related) if entry is not None]
    shown = answer.entry
    if shown is not None and known.is_new(shown):
        chance = random.Random(origin).choices(list(NEW_ANSWER), list(NEW_ANSWER.values()))[0]
        return shown.number if chance is Outcome.HELPED else chance if chance is Outcome.NOT_HELPED else None
    if right is not None and any(entry.number == right.number for entry in offered):
        if asked.outcome is Outcome.HELPED:
            return right.number
        return Outcome.NOT_HELPED if asked.outcome is Outcome.NOT_HELPED and shown is not None else None
    if shown is None or asked.outcome is Outcome.NO_REACTION:
        return None
    return Outcome.NOT_HELPED
