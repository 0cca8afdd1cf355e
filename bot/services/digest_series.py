"""The weeks before, in a digest's chart: as their own digests told them, else counted now."""

from __future__ import annotations

from datetime import tzinfo

from bot.domain.digest import SERIES, outcome_figures, point
from bot.domain.digest_counts import Block, Key, blocks_of, within
from bot.domain.digest_figures import Digest, Point
from bot.domain.digest_outcomes import Told
from bot.domain.digest_weeks import Week, earlier, week
from bot.model import Signal
from bot.ports import Reader
from bot.services.digest_facts import Cut, Snapshot, by_department, subjects, told_by

KIND = "digest"


class Past:
    """Looks back from a snapshot; a week that has no digest yet is counted once for all cuts."""

    def __init__(self, data: Reader, zone: tzinfo, seen: Snapshot) -> None:
        self._data, self._zone, self._seen = data, zone, seen
        first = data.questions(limit=1)
        self._begin = first[0].asked_at if first else seen.week.end
        self._counted: dict[str, tuple[tuple[Block, ...], Told, frozenset[Key]]] = {}

    def previous(self, cut: Cut) -> Digest | None:
        """The digest of the week before, if it was written."""
        found = self._data.written(KIND, cut.scope, earlier(self._seen.week.key, 1))
        return Digest.model_validate(found.facts) if found else None

    def series(self, cut: Cut) -> tuple[Point, ...]:
        """The weeks before, oldest first, from the first question on."""
        keys = [earlier(self._seen.week.key, back) for back in range(SERIES - 1, 0, -1)]
        weeks = [week(key, self._zone) for key in keys]
        return tuple(self._point(cut, one) for one in weeks if one.end > self._begin)

    def _point(self, cut: Cut, one: Week) -> Point:
        found = self._data.written(KIND, cut.scope, one.key)
        if found is not None:
            return Point.model_validate(found.facts["series"][-1])
        blocks, told, asked_by = self._count(one)
        opened = sum(_opened(signal, one) and cut.holds(signal.department) for signal in self._seen.signals)
        mine = within(blocks, cut.departments)
        outcomes = outcome_figures(mine, told[cut.departments])
        return point(one.key, mine, outcomes, any(cut.holds(key) for key in asked_by), opened)

    def _count(self, one: Week) -> tuple[tuple[Block, ...], Told, frozenset[Key]]:
        if one.key not in self._counted:
            questions = self._data.questions(since=one.start, until=one.end)
            organisation = self._data.organisation()
            _, owners, _ = subjects(self._data, organisation, questions, ())
            asked = by_department(organisation, {**owners, **self._seen.owners}, questions)
            blocks = blocks_of(asked)
            self._counted[one.key] = blocks, told_by(organisation, blocks), frozenset(asked)
        return self._counted[one.key]


def _opened(signal: Signal, one: Week) -> bool:
    return signal.expected is None and one.start <= signal.opened_at < one.end
