"""Which topic is which after grouping again: topics keep their numbers, and what people decided stays decided.

Groups come without names. Each takes over the topic it shares most questions with, no topic twice (assignment problem:
Kuhn, The Hungarian Method, 1955; scipy's); what is left opens a topic. What binds, whatever the groups say: questions a
specialist put somewhere, those an entry answers (they are in that entry's topic), those a signal tells of (in that
signal's, or nobody could say whether it stopped), topics that specialists keep apart or joined by hand, and topics that
are kept, which may lose questions but never the last.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

Pair = frozenset[int]


@dataclass(frozen=True, slots=True)
class Grouped:
    """A question, the topic it is in, and the group it was found in."""

    question: int
    topic: int
    group: int
    stays: bool = False  #: a specialist put it there, or specialists are at work on it
    entry: int | None = None  #: the entry that answers it
    told: int | None = None  #: the topic of the signal that tells of it


@dataclass(frozen=True, slots=True)
class Standing:
    """A topic there is. `kept`: it has a signal or a name, so it never goes into another by itself; `whole`: joined by
    hand, so it is not split."""

    id: int
    entry: int | None = None
    kept: bool = False
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to change."""

    moves: Mapping[int, int]  #: question -> topic
    opened: tuple[tuple[int, ...], ...]  #: the questions of each new topic
    merges: Mapping[int, int]  #: topic -> the one that takes it in; its questions are not among the moves


def plan(asked: Sequence[Grouped], standing: Collection[Standing], apart: Collection[Pair]) -> Plan:
    """How the topics follow the groups. All topics of `asked` are in `standing`."""
    topics = {one.id: one for one in standing}
    homes = _homes(standing)
    bound = {one.question: _bound(one, topics, homes) for one in asked}
    taken = _anchored(asked, bound)
    taken |= _matched([one for one in asked if one.group not in taken], bound, set(taken.values()))
    matched = set(taken.values())
    goes: dict[int, int | None] = {}
    for one in asked:
        to = bound[one.question]
        if to is None:
            to = taken.get(one.group)
            deserted = topics[one.topic].kept and one.topic not in matched
            if deserted or (to is not None and frozenset((one.topic, to)) in apart):
                to = one.topic
        goes[one.question] = to
    doubles = {one.id: homes[one.entry] for one in standing if _double(one, homes)}
    emptied = _emptied(asked, goes, topics, homes)
    merges = doubles | {topic: doubles.get(to, to) for topic, to in emptied.items() if topic not in doubles}
    moves = {one.question: to for one in asked if (to := goes[one.question]) not in (None, one.topic)}
    opened: dict[int, list[int]] = {}
    for one in asked:
        if goes[one.question] is None:
            opened.setdefault(one.group, []).append(one.question)
    kept_moves = {one.question for one in asked if merges.get(one.topic) == goes[one.question]}
    return Plan(
        {question: to for question, to in moves.items() if to is not None and question not in kept_moves},
        tuple(tuple(some) for some in opened.values()),
        merges,
    )


def _homes(standing: Collection[Standing]) -> dict[int | None, int]:
    """Each entry's topic: the oldest, when a merge of entries left it with several."""
    return {one.entry: one.id for one in sorted(standing, key=lambda one: -one.id) if one.entry is not None}


def _bound(one: Grouped, topics: Mapping[int, Standing], homes: Mapping[int | None, int]) -> int | None:
    """Where a question is bound to be; None: it goes with its group."""
    if one.stays or topics[one.topic].whole:
        return one.topic
    home = homes.get(one.entry) if one.entry is not None else None
    return home or (one.told if one.told in topics else None)


def _anchored(asked: Sequence[Grouped], bound: Mapping[int, int | None]) -> dict[int, int]:
    """Groups of which half or more is bound to one topic: the rest belongs there too. Several may share a topic."""
    sizes = Counter(one.group for one in asked)
    held = Counter((one.group, to) for one in asked if (to := bound[one.question]) is not None)
    return {group: to for (group, to), count in sorted(held.items(), key=lambda x: x[1]) if 2 * count >= sizes[group]}


def _matched(asked: Sequence[Grouped], bound: Mapping[int, int | None], taken: Collection[int]) -> dict[int, int]:
    """The topic that each of these groups takes over, if any: as many questions as can be stay where they are."""
    free = [one for one in asked if bound[one.question] is None and one.topic not in taken]
    shared = Counter((one.group, one.topic) for one in free)
    if not shared:
        return {}
    groups, topics = sorted({group for group, _ in shared}), sorted({topic for _, topic in shared})
    place, column = {g: i for i, g in enumerate(groups)}, {t: i for i, t in enumerate(topics)}
    counts = np.zeros((len(groups), len(topics)))
    for (group, topic), count in shared.items():
        counts[place[group], column[topic]] = count
    chosen = zip(*linear_sum_assignment(counts, maximize=True), strict=True)
    return {groups[i]: topics[j] for i, j in chosen if counts[i, j] > 0}


def _double(one: Standing, homes: Mapping[int | None, int]) -> bool:
    """Whether it is a second topic of an entry."""
    return one.entry is not None and homes[one.entry] != one.id and not one.kept


def _emptied(
    asked: Sequence[Grouped],
    goes: Mapping[int, int | None],
    topics: Mapping[int, Standing],
    homes: Mapping[int | None, int],
) -> dict[int, int]:
    """Topics that nothing is left of, and where most of it went."""
    left = {to for to in goes.values() if to is not None}
    went: dict[int, Counter[int]] = {}
    for one in asked:
        to = goes[one.question]
        if one.topic not in left and to is not None:
            went.setdefault(one.topic, Counter())[to] += 1
    own = set(homes.values())
    return {topic: min(some, key=lambda to: (-some[to], to)) for topic, some in went.items()
            if not topics[topic].kept and topic not in own}  # fmt: skip
