"""Counts that tell of nobody: about at least three people each, and so are all the counts that follow from them.

Digests overlap: that of all departments minus those of two of them is a third one's; what was asked minus the subjects
listed is the rest. So figures are built of *blocks*: questions of one department, or of all departments together that
are too small alone. Whatever a digest counts is made of whole blocks, and within a block of parts that are each about
three people or more (or about nobody). Then what anybody can work out by adding and subtracting digests, or lines of
one, is a union of such parts again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.model import ENOUGH_PEOPLE, Question

Key = str | None  #: of a department; None: nobody's subject
Keys = frozenset[Key]


@dataclass(frozen=True, slots=True)
class Block:
    """Questions of a week that are counted together or not at all; asked by three people or more."""

    departments: Keys
    questions: tuple[Question, ...]


def people(questions: Iterable[Question]) -> int:
    """Distinct colleagues, by pseudonym; who cannot be told apart any more is not counted."""
    return len({q.pseudonym for q in questions if q.pseudonym})


def apart(*parts: Collection[Question]) -> bool:
    """Whether these may be told of apart: each is about three people or more, or about nobody."""
    return all(not rows or people(rows) >= ENOUGH_PEOPLE for rows in parts)


def blocks_of(asked: Mapping[Key, Sequence[Question]]) -> tuple[Block, ...]:
    """A week's questions by department, as blocks. Departments too small alone make one block, when it is big enough:
    else they are counted nowhere."""
    big = [Block(frozenset((key,)), tuple(rows)) for key, rows in asked.items() if people(rows) >= ENOUGH_PEOPLE]
    small = {key: rows for key, rows in asked.items() if rows and people(rows) < ENOUGH_PEOPLE}
    pool = tuple(q for rows in small.values() for q in rows)
    if people(pool) >= ENOUGH_PEOPLE:
        big.append(Block(frozenset(small), pool))
    return tuple(big)


def within(blocks: Iterable[Block], wanted: Keys | None) -> tuple[Block, ...]:
    """The blocks that lie in these departments entirely (None: in whichever)."""
    return tuple(block for block in blocks if wanted is None or block.departments <= wanted)


def customers(counts: Mapping[Key, int], wanted: Keys | None) -> int:
    """Customers counted in these departments (None: in all); 0 when none, or too few to tell of."""
    big = {key: count for key, count in counts.items() if count >= ENOUGH_PEOPLE}
    small = {key: count for key, count in counts.items() if 0 < count < ENOUGH_PEOPLE}
    found = sum(count for key, count in big.items() if wanted is None or key in wanted)
    together = sum(small.values())
    pooled = together >= ENOUGH_PEOPLE and (wanted is None or small.keys() <= wanted)
    return found + (together if pooled else 0)


# ---------------------------------------------------------------- subjects


def by_topic(questions: Iterable[Question]) -> dict[int, list[Question]]:
    """The questions of each topic; those without one are left out."""
    found: dict[int, list[Question]] = {}
    for question in questions:
        if question.topic is not None:
            found.setdefault(question.topic, []).append(question)
    return found


def listed_topics(block: Block) -> dict[int, list[Question]]:
    """Topics of a block that may be listed with their counts, the most asked first: each of three people or more, and
    so is what is left when their counts are taken from all that was asked."""
    rows = by_topic(block.questions)
    big = {topic: rows[topic] for topic in rows if people(rows[topic]) >= ENOUGH_PEOPLE}
    order = sorted(big, key=lambda topic: (-len(big[topic]), topic))
    rest = [q for q in block.questions if q.topic not in big]
    if order and rest and people(rest) < ENOUGH_PEOPLE:
        order.pop()
    return {topic: big[topic] for topic in order}


def part(blocks: Iterable[Block], chosen: frozenset[int]) -> int:
    """How many of these questions (ids) the blocks hold; of each block only where both they and the others are about
    three people or more, or about nobody."""
    found = 0
    for block in blocks:
        inside = [q for q in block.questions if q.id in chosen]
        outside = [q for q in block.questions if q.id not in chosen]
        if apart(inside, outside):
            found += len(inside)
    return found
