"""How a week's questions ended, told as far apart as it can be without telling of fewer than three people.

Only what must be is hidden. In the digest of one department an outcome of one or two people is counted together with
another one. The digest of several departments tells such outcomes apart again: how few one of them had is lost in the
sum, as long as no other digests of the week take the rest away. Whether they do is linear algebra: figures are sums
over the cells (block, outcome), and what readers cannot work out is the null space of these sums. Figures about one or
two people stay unknown if, and only if, the cells of any two people can take whatever values with all that is told
staying the same. (Cell suppression in linked tables; see A. Hundepool et al., Statistical Disclosure Control, Wiley
2012.)
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations_with_replacement

import numpy as np
from numpy.typing import NDArray

from bot.domain.digest_counts import Block, Keys, within
from bot.model import ENOUGH_PEOPLE, Outcome, Question

ORDER = (Outcome.HELPED, Outcome.NOT_HELPED, Outcome.NO_ANSWER, Outcome.NO_REACTION)

DOUBT = 1e-6  #: an eigenvalue that is 0 but for rounding

Group = frozenset[Outcome]
Rows = Mapping[Outcome, Sequence[Question]]  #: only outcomes that there were
Cell = tuple[int, Outcome]  #: place of a block, and an outcome in it
Groups = tuple[Group, ...]  #: disjoint; all outcomes there were
Told = Mapping[Keys | None, Groups]  #: by whose departments a digest is about


def ended(question: Question) -> Outcome:
    """Nobody said anything yet: no reaction."""
    return question.outcome or Outcome.NO_REACTION


def groups_of(questions: Sequence[Question]) -> Groups:
    """The outcomes of one block by themselves: each group about three people or more, in the way that tells most."""
    rows = _by_outcome(questions)
    return max((groups for groups in _partitions(tuple(rows)) if _may_be(groups, rows)), key=_worth(rows), default=())


def told_apart(blocks: Sequence[Block], wanted: Iterable[Keys | None]) -> Told:
    """How the outcomes of each digest of a week are told, by the departments it is about (None: all); so that no
    reader of all of them can work out a figure about fewer than three people.

    One after the other is told as far apart as those before it leave room for (`_by_right`).
    """
    inside = {keys: within(blocks, keys) for keys in wanted}
    rows = {keys: _by_outcome(q for block in found for q in block.questions) for keys, found in inside.items()}
    told = {keys: _whole(found) for keys, found in rows.items()}
    cells = _cells(blocks)
    few = _few(cells)
    for keys in _by_right(inside, rows):
        best = sorted(_partitions(tuple(rows[keys])), key=_worth(rows[keys]), reverse=True)
        told[keys] = next(
            groups
            for groups in best
            if groups == told[keys]
            or (_may_be(groups, rows[keys]) and _is_safe(blocks, cells, few, told | {keys: groups}))
        )
    return told


def _by_right(inside: Mapping[Keys | None, Sequence[Block]], rows: Mapping[Keys | None, Rows]) -> list[Keys | None]:
    """Which digest is told apart before which: the widest, since most people read it; those of one block, first the
    ones that have something to hide, the others by size, so that the smallest makes up for it; the rest, widest first.
    """

    def right(keys: Keys | None) -> tuple[object, ...]:
        width, counts = len(inside[keys]), rows[keys].values()
        hides = any(len(_people(found)) < ENOUGH_PEOPLE for found in counts)
        return width > 1, not hides if width == 1 else 0, -width, -sum(map(len, counts)), sorted(map(str, keys or ()))

    order = sorted(inside, key=right)
    widest = max(order, key=lambda keys: len(inside[keys]), default=None)
    return [widest, *(keys for keys in order if keys != widest)] if order else []


def counted(blocks: Sequence[Block], groups: Groups) -> tuple[tuple[tuple[Outcome, ...], int], ...]:
    """How many questions of these blocks ended so, for each group; outcomes in `ORDER`."""
    endings = [ended(q) for block in blocks for q in block.questions]
    return tuple((in_order(group), sum(one in group for one in endings)) for group in groups)


def in_order(group: Iterable[Outcome]) -> tuple[Outcome, ...]:
    """As they are told."""
    return tuple(sorted(group, key=ORDER.index))


# ---------------------------------------------------------------- partitions


def _by_outcome(questions: Iterable[Question]) -> Rows:
    """Only outcomes that there were, in `ORDER`."""
    found: dict[Outcome, list[Question]] = {outcome: [] for outcome in ORDER}
    for question in questions:
        found[ended(question)].append(question)
    return {outcome: rows for outcome, rows in found.items() if rows}


def _may_be(groups: Groups, rows: Rows) -> bool:
    """Whether each is about enough people, or they are all together anyway."""
    return len(groups) == 1 or not any(_small([q for one in group for q in rows[one]], group) for group in groups)


def _partitions(outcomes: Sequence[Outcome]) -> Iterator[Groups]:
    """All ways to put these in groups: 15 for four."""
    if not outcomes:
        yield ()
        return
    first, *rest = outcomes
    for groups in _partitions(rest):
        yield _sorted([frozenset((first,)), *groups])
        for place, group in enumerate(groups):
            yield _sorted([*groups[:place], group | {first}, *groups[place + 1 :]])


def _sorted(groups: Iterable[Group]) -> Groups:
    return tuple(sorted(groups, key=lambda group: min(ORDER.index(outcome) for outcome in group)))


def _whole(outcomes: Iterable[Outcome]) -> Groups:
    """All of them together: safe whatever else is told, since blocks are."""
    found = frozenset(outcomes)
    return (found,) if found else ()


def _worth(rows: Rows) -> Callable[[Groups], tuple[bool, int, int]]:
    """What a partition tells: first of all whether it helped, then as many groups, then as many questions apart."""
    counts = {outcome: len(found) for outcome, found in rows.items()}

    def worth(groups: Groups) -> tuple[bool, int, int]:
        alone = sum(counts[outcome] for group in groups if len(group) == 1 for outcome in group)
        return frozenset((Outcome.HELPED,)) in groups, len(groups), alone

    return worth


def _small(rows: Sequence[Question], group: Group) -> bool:
    """About fewer than three people; or three outcomes in three questions, each then of one person."""
    return len(_people(rows)) < ENOUGH_PEOPLE or len(rows) == len(group) >= ENOUGH_PEOPLE


def _people(rows: Iterable[Question]) -> frozenset[str]:
    return frozenset(q.pseudonym for q in rows if q.pseudonym)


# ---------------------------------------------------------------- what can be worked out


def _cells(blocks: Sequence[Block]) -> dict[Cell, frozenset[str]]:
    """Who is behind each."""
    return {
        (place, outcome): _people(rows)
        for place, block in enumerate(blocks)
        for outcome, rows in _by_outcome(block.questions).items()
    }


def _few(cells: Mapping[Cell, frozenset[str]]) -> list[NDArray[np.intp]]:
    """The cells (by place) that are about the same one or two people, for all ones and twos there are; those of a
    length together, a line each."""
    few = [(place, people) for place, people in enumerate(cells.values()) if len(people) < ENOUGH_PEOPLE]
    pairs = {one | other for one, other in combinations_with_replacement({people for _, people in few}, 2)}
    sets = {
        tuple(place for place, found in few if found <= people) for people in pairs if len(people) < ENOUGH_PEOPLE
    }  # fmt: skip
    return [np.array([one for one in sets if len(one) == length]) for length in sorted({*map(len, sets)})]


def _is_safe(blocks: Sequence[Block], cells: Collection[Cell], few: Iterable[NDArray[np.intp]], told: Told) -> bool:
    """Whether adding and subtracting all that is told gives nothing about fewer than three people; when in doubt it
    does."""
    sums = [
        [blocks[place] in inside and outcome in group for place, outcome in cells]
        for inside, groups in ((within(blocks, keys), groups) for keys, groups in told.items())
        for group in groups
    ]
    matrix = np.array(sums, dtype=float)
    unknown = np.eye(len(cells)) - np.linalg.pinv(matrix) @ matrix  # projects on the null space
    return all(
        bool((np.linalg.eigvalsh(unknown[one[:, :, None], one[:, None, :]])[:, 0] > DOUBT).all()) for one in few
    )  # fmt: skip
