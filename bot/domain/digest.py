"""The weekly digest: from what was asked and shared to figures that tell the truth. Nothing here says how it looks.

How counts are kept from telling of a person stands in `digest_counts`. Counts always come with their base, and never as
percentages.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.digest_counts import (
    Block,
    Key,
    Keys,
    by_topic,
    customers,
    listed_topics,
    part,
    people,
    within,
)
from bot.domain.digest_figures import (
    CauseLine,
    Digest,
    Foreseen,
    Knowledge,
    OutcomeFigure,
    Point,
    Sample,
    SignalLine,
    TopicFigure,
    Waiting,
    Warned,
)
from bot.domain.digest_outcomes import Groups, Told, counted, ended, groups_of, in_order
from bot.domain.digest_weeks import Week
from bot.domain.privacy import week_of
from bot.model import ENOUGH_PEOPLE, Entry, Kind, Language, Outcome

SAMPLES = 5
SERIES = 12  #: weeks in the chart; pseudonyms, without which nobody can be counted, live for 90 days
NOTABLE = 3  #: a change of fewer questions (or entries) is not worth a word
WARN_BASE = 10  #: answered questions a week below which a falling share is noise
WARN_DROP = 0.05  #: the share that helped must fall by this much, or their number must fall


@dataclass(frozen=True, slots=True)
class Facts:
    """What a digest is made from. `departments`: keys (None: all). `blocks`: the questions of the week; those that are
    not of these departments are left out here."""

    week: Week
    made_at: datetime
    scope: str = "all"
    name: str | None = None
    language: Language | None = None
    departments: Keys | None = None
    blocks: Sequence[Block] = ()
    before: Sequence[Block] = ()  #: the week before
    previous: Digest | None = None  #: the digest of the week before, where it was written
    told: Told = field(default_factory=dict)  #: how the week's outcomes are told, by a digest's departments
    told_before: Told = field(default_factory=dict)
    any_asked: bool = False
    forgotten: bool = False
    titles: Mapping[int, str] = field(default_factory=dict)  #: of topics
    tallied: Mapping[Key, int] = field(default_factory=dict)  #: customers by department
    imported: Mapping[Key, int] = field(default_factory=dict)
    waiting: Sequence[Waiting] = ()
    signals: Sequence[SignalLine] = ()
    causes: Sequence[CauseLine] = ()
    shared: Sequence[Entry] = ()
    shared_before: int = 0
    knowledge: Knowledge = field(default_factory=Knowledge)
    announcements: Sequence[tuple[Foreseen, frozenset[int]]] = ()  #: with the questions each was shown for (ids)
    without_department: frozenset[int] = frozenset()  #: topics that are nobody's subject yet
    series: Sequence[Point] = ()  #: of the weeks before


def digest(facts: Facts) -> Digest:
    """The figures and sections of one digest."""
    blocks, before = within(facts.blocks, facts.departments), within(facts.before, facts.departments)
    top = most_asked(blocks, before, facts.titles, facts.previous)
    outcomes = outcome_figures(blocks, facts.told.get(facts.departments, ()))
    tips = [e for e in facts.shared if e.kind is not Kind.MISTAKE]
    mistakes = [e for e in facts.shared if e.kind is Kind.MISTAKE]
    opened = sum(line.opened for line in facts.signals)
    known = facts.departments
    any_asked = facts.any_asked or bool(blocks)
    return Digest(
        week=facts.week.key,
        scope=facts.scope,
        name=facts.name,
        language=facts.language,
        made_at=facts.made_at,
        asked=sum(len(block.questions) for block in blocks),
        people=people(blocks[0].questions) if len(blocks) == 1 else 0,
        any_asked=any_asked,
        forgotten=facts.forgotten,
        top=top,
        outcomes=outcomes,
        tallied=customers(facts.tallied, known),
        imported=customers(facts.imported, known),
        any_customers=any(
            count
            for counts in (facts.tallied, facts.imported)
            for key, count in counts.items()
            if known is None or key in known
        ),
        waiting=tuple(sorted(facts.waiting, key=lambda one: one.since)),
        signals=tuple(facts.signals),
        causes=tuple(sorted(facts.causes, key=lambda one: one.due)),
        warned=warnings(
            outcomes,
            facts.previous.outcomes
            if facts.previous
            else outcome_figures(before, facts.told_before.get(facts.departments, ())),
            (len(facts.shared), facts.shared_before),
        ),
        no_mandate=part(blocks, frozenset(q.id for block in blocks for q in block.questions if q.no_mandate)),
        tips=len(tips),
        mistakes=len(mistakes),
        sharers=_sharers(tips, facts.departments),
        shared_titles=tuple(e.title for e in tips),
        lessons=tuple(sorted(e.next_time for e in mistakes if e.next_time.strip())),
        knowledge=facts.knowledge,
        announcements=tuple(line.but(asked=part(blocks, shown)) for line, shown in facts.announcements),
        samples=samples(blocks, outcomes, f"{facts.scope}:{facts.week.key}", facts.told),
        without_department=tuple(figure for figure in top if figure.topic in facts.without_department),
        series=(*facts.series, point(facts.week.key, blocks, outcomes, any_asked, opened))[-SERIES:],
    )


def most_asked(
    blocks: Sequence[Block], before: Sequence[Block], titles: Mapping[int, str], previous: Digest | None = None
) -> tuple[TopicFigure, ...]:
    """Topics that may be listed, most asked first; what they were the week before as its digest had it, if there is
    one."""
    told = {figure.topic: figure.questions for figure in previous.top} if previous else {}
    earlier = by_topic(q for block in before for q in block.questions)
    counted = {topic: len(rows) for block in before for topic, rows in listed_topics(block).items()}
    found = []
    for topic, rows in ((t, r) for block in blocks for t, r in listed_topics(block).items()):
        if topic not in titles:
            continue
        then = told.get(topic, None if previous else counted.get(topic))
        rest = earlier.get(topic, ())
        unknown = then is None and people(rest) >= ENOUGH_PEOPLE
        then = 0 if then is None and not rest else then
        found.append(
            TopicFigure(title=titles[topic], questions=len(rows), before=then, compared=not unknown, topic=topic)
        )
    return tuple(sorted(found, key=lambda figure: (-figure.questions, figure.title)))


def notable(figure: TopicFigure) -> bool:
    """Whether the change since the week before deserves a word: by half at least, and not by a question or two."""
    if not figure.compared:
        return False
    if figure.before is None:
        return figure.questions >= 2 * NOTABLE
    change = abs(figure.questions - figure.before)
    return change >= NOTABLE and 2 * change >= figure.before


def outcome_figures(blocks: Sequence[Block], groups: Groups) -> tuple[OutcomeFigure, ...]:
    """How the week's questions ended, as `groups` (see `told_apart`) that add up to all of them."""
    return tuple(OutcomeFigure(outcomes=outcomes, questions=count) for outcomes, count in counted(blocks, groups))


def warnings(
    now: Sequence[OutcomeFigure], before: Sequence[OutcomeFigure], shared: tuple[int, int]
) -> tuple[Warned, ...]:
    """The honest warnings: an activity rose while less of it helped. `shared`: entries, (this week, the week before).

    Made of the published figures only, so that they tell nothing those do not.
    """
    what = "answered"
    here, there = _helped_of(now, leave_out=True), _helped_of(before, leave_out=True)
    if here is None or there is None:
        what = "asked"
        here, there = _helped_of(now, leave_out=False), _helped_of(before, leave_out=False)
    if here is None or there is None:
        return ()
    (helped, base), (helped_before, base_before) = here, there
    if base_before < WARN_BASE or not base:
        return ()
    drops = helped_before / base_before - helped / base >= WARN_DROP
    values = {"helped": helped, "base": base, "helped_before": helped_before, "base_before": base_before}
    found = []
    if base > base_before and (drops or helped < helped_before):
        found.append(Warned.model_validate({"what": what, "count": base, "before": base_before} | values))
    if shared[0] >= shared[1] + NOTABLE and drops:
        found.append(Warned.model_validate({"what": "shared", "count": shared[0], "before": shared[1]} | values))
    return tuple(found)


def samples(
    blocks: Sequence[Block], outcomes: Sequence[OutcomeFigure], seed: str, told: Told | None = None
) -> tuple[Sample, ...]:
    """Five questions as asked, over all outcomes: one of each, the others at random; the same five for a seed."""
    draw = random.Random(seed)
    ends = _endings(blocks, outcomes, told or {})
    rest = sorted(ends)
    draw.shuffle(rest)
    chosen: list[str] = []
    for figure in outcomes:  # by what is told of a question, not by how it ended: its place would give that away
        chosen += [text for text in rest if text not in chosen and ends[text] <= {*figure.outcomes}][:1]
    chosen += [text for text in rest if text not in chosen][: max(0, SAMPLES - len(chosen))]
    whole = {outcome for figure in outcomes for outcome in figure.outcomes}
    return tuple(
        Sample(text=text, outcomes=() if ends[text] == whole and len(whole) > 1 else in_order(ends[text]))
        for text in chosen
    )


def _endings(blocks: Sequence[Block], outcomes: Sequence[OutcomeFigure], told: Told) -> dict[str, frozenset[Outcome]]:
    """What may be told of each text: what neither its department's figures nor this digest's tell apart."""
    found: dict[str, frozenset[Outcome]] = {}
    for block in blocks:
        own = told.get(block.departments) or groups_of(block.questions)
        groups = (*own, *(frozenset(figure.outcomes) for figure in outcomes))
        union = {o: frozenset().union(*(group for group in groups if o in group)) for o in Outcome}
        for question in block.questions:
            found[question.text] = found.get(question.text, frozenset()) | union[ended(question)]
    return found


def point(
    week: str, blocks: Sequence[Block], outcomes: Sequence[OutcomeFigure], any_asked: bool, signals: int
) -> Point:
    """A week in the chart. `any_asked`: somebody asked, though perhaps too few to tell; `signals`: how many opened."""
    if not any_asked:
        return Point(week=week, asked=0, helped=0, signals=signals)
    asked = sum(len(block.questions) for block in blocks)
    helped = _helped_of(outcomes, leave_out=False)
    return Point(week=week, asked=asked or None, helped=helped[0] if helped else None, signals=signals)


def shared_in(week: Week, entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Tips and mistakes shared in that week. A mistake's date is its week's Monday, so its week is compared."""
    middle = week_of(week.start + (week.end - week.start) / 2)

    def inside(entry: Entry) -> bool:
        if entry.kind is Kind.MISTAKE:
            return entry.created_at == middle
        return entry.kind is Kind.TIP and week.start <= entry.created_at < week.end

    return tuple(entry for entry in entries if inside(entry))


def _sharers(tips: Sequence[Entry], departments: Keys | None) -> int:
    """Distinct authors: of one department, or of all where no department's is told; together with another digest's
    number, that of several departments would tell of the others."""
    authors: dict[Key, set[str]] = {}
    for entry in tips:
        if entry.author:
            authors.setdefault(entry.department, set()).add(entry.author)
    told_apart = any(len(found) >= ENOUGH_PEOPLE for found in authors.values())
    alone = departments is not None and len(departments) == 1
    together = len(set().union(*authors.values()))
    safe = alone or (departments is None and not told_apart)
    return together if safe and together >= ENOUGH_PEOPLE else 0


def _helped_of(figures: Sequence[OutcomeFigure], leave_out: bool) -> tuple[int, int] | None:
    """(helped, of how many): `leave_out` those without an answer. None where the figures do not tell it."""
    counts = {figure.outcomes: figure.questions for figure in figures}
    together = [outcome for outcomes in counts if len(outcomes) > 1 for outcome in outcomes]
    if not counts or Outcome.HELPED in together or (leave_out and Outcome.NO_ANSWER in together):
        return None
    unanswered = counts.get((Outcome.NO_ANSWER,), 0) if leave_out else 0
    return counts.get((Outcome.HELPED,), 0), sum(counts.values()) - unanswered
