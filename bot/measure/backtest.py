"""A stream of past questions, replayed: which signals of kind rising would have been given, and when.

The questions go through what `signals` does at a check: rows of likeness, the scan of bot/domain/rising.py, and the
rule of one signal a burst until it doubles. There are no entries, departments, quiet hours or limits a day, and the
days are those of UTC. What comes after a check is not used for it, not even to weigh words.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import ValidationError

from bot.domain.likeness import Likeness
from bot.domain.rising import MEANING, one_burst, rising
from bot.domain.signals import (
    ENOUGH_PAST,
    PAST,
    QUIET,
    Asked,
    Finding,
    LastSignal,
    Thresholds,
    busiest,
    should_post,
    thresholds,
)
from bot.domain.workdays import weekdays
from bot.errors import BadSettings
from bot.ports import Encoder
from bot.services.entry_rows import RowProblem, in_words
from bot.services.question_streams import OBJECT_EXPECTED, QuestionIn
from bot.services.sheets import decode

CHECKS = (time(9), time(14))  #: UTC, on weekdays
MEMORY = PAST + timedelta(days=14)  #: questions a check looks at
ACTIVE = timedelta(days=28)  #: people who asked since then make the team's size
WORDS_ANEW = timedelta(days=7)  #: how often words are weighed, and vectors centred, anew


@dataclass(frozen=True, slots=True)
class Streamed:
    """A past question. `id` as the stream has it."""

    id: Any
    at: datetime
    asker: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Told:
    """A signal that would have been given."""

    at: datetime
    people: int
    usual_per_week: float
    questions: tuple[Streamed, ...]  #: oldest first


def read_stream(path: Path) -> tuple[Streamed, ...]:
    """The questions in a stream, oldest first: rows {"id", "at", "asker", "text"}; a row with "truth" is not looked at.

    Errors: BadSettings, which names the first row that is wrong, or says why the file cannot be read.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BadSettings((f"{path} cannot be read: {error.strerror or error}",)) from None
    found = []
    for line, text in enumerate(decode(content).split("\n"), start=1):
        if not text.strip():
            continue
        try:
            raw = json.loads(text)
        except ValueError:
            raise BadSettings((f"{path}, line {line}: this is no JSON: expected one object a line",)) from None
        if not isinstance(raw, Mapping):
            raise BadSettings((f"{path}, {RowProblem(line, '', OBJECT_EXPECTED)}",))
        if "truth" in raw:
            continue
        try:
            given = QuestionIn.model_validate(raw)
        except ValidationError as error:
            wrong = in_words(line, error.errors(include_url=False, include_input=False)[0])
            raise BadSettings((f"{path}, {wrong}",)) from None
        found.append(Streamed(raw["id"], given.at, given.asker, given.text))
    if not found:
        raise BadSettings((f"{path} holds no questions",))
    return tuple(sorted(found, key=lambda one: one.at))


def replay(stream: Sequence[Streamed], encoder: Encoder | None) -> Iterator[Told]:
    """The signals on these questions (oldest first), as they would have been given."""
    vectors = encoder.encode([one.text for one in stream]) if encoder is not None else None
    told: list[tuple[Finding, datetime]] = []
    view = _View(stream, vectors)
    for check in checks(stream[0].at, stream[-1].at):
        view.move_to(check)
        for finding in rising(view.rows, view.asked, check, view.limits(), stream[0].at):
            if should_post(finding, _last(view, told, finding, check), check, weekdays):
                told.append((finding, check))
                questions = tuple(stream[place] for place in finding.questions)
                yield Told(check, finding.people, finding.usual_per_week, questions)


def checks(first: datetime, last: datetime) -> Iterator[datetime]:
    """The moments of a check: none in the first two weeks of questions."""
    day = first.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    while day <= last:
        for at in CHECKS if weekdays(day.date()) else ():
            moment = datetime.combine(day.date(), at, UTC)
            if moment - first >= ENOUGH_PAST:
                yield moment
        day += timedelta(days=1)


class _View:
    """What a check sees: the questions of the last weeks and their rows."""

    def __init__(self, stream: Sequence[Streamed], vectors: np.ndarray | None) -> None:
        self._stream, self._vectors = stream, vectors
        self._now = self._weighed = stream[0].at
        self._begin = self._end = 0
        self._likeness: Likeness | None = None
        self.rows = np.zeros((0, 0), dtype=np.float32)
        self.asked: list[Asked] = []

    def move_to(self, now: datetime) -> None:
        """Questions that came by `now`; those that are too old go."""
        begin, end = self._begin, self._end
        while end < len(self._stream) and self._stream[end].at <= now:
            end += 1
        while begin < end and self._stream[begin].at <= now - MEMORY:
            begin += 1
        if self._likeness is None or now - self._weighed >= WORDS_ANEW:
            self._likeness, self._weighed = Likeness(*self._part(begin, end)), now
            self.rows = self._likeness.rows(*self._part(begin, end), MEANING)
        else:
            came = self._likeness.rows(*self._part(self._end, end), MEANING)
            self.rows = np.concatenate([self.rows[begin - self._begin :], came])
        self._begin, self._end, self._now = begin, end, now
        self.asked = [Asked(one.at, one.asker, None, begin + i) for i, one in enumerate(self._stream[begin:end])]

    def _part(self, begin: int, end: int) -> tuple[list[str], np.ndarray | None]:
        texts = [one.text for one in self._stream[begin:end]]
        return texts, None if self._vectors is None else self._vectors[begin:end]

    def limits(self) -> Thresholds:
        """Thresholds for as many people as asked of late."""
        people = {one.person for one in self.asked if one.at > self._now - ACTIVE}
        return thresholds(len(people - {None}))

    def rows_of(self, finding: Finding) -> np.ndarray:
        """The rows of a finding's questions that are still in view."""
        return self.rows[self._places(finding)]

    def asked_of(self, finding: Finding) -> list[Asked]:
        """A finding's questions that are still in view."""
        return [self.asked[place] for place in self._places(finding)]

    def _places(self, finding: Finding) -> list[int]:
        return [place - self._begin for place in finding.questions if place >= self._begin]


def _last(view: _View, told: Sequence[tuple[Finding, datetime]], finding: Finding, now: datetime) -> LastSignal | None:
    """The latest signal on the same burst, if it is not over."""
    own = view.rows_of(finding)
    for before, at in reversed(told):
        if now - at >= QUIET:
            return None
        shared = len(set(before.questions) & set(finding.questions))
        if 2 * shared >= len(finding.questions) or one_burst(own, view.rows_of(before)):
            known = view.asked_of(before)
            fresh = {one.person for one in view.asked_of(finding) if one.at > at} - {one.person for one in known}
            return LastSignal(at, before.people, fresh=len(fresh), pace=busiest(known))
    return None
