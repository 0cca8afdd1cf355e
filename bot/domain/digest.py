"""The weekly digest: from what was asked and shared to figures that tell the truth. Nothing here says how it looks.

A figure about colleagues is only given when it is about at least three of them, so that a digest never tells of a
person; small outcomes are therefore taken together. Counts always come with their base, and never as percentages.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Literal

from bot.domain.privacy import week_of
from bot.model import ENOUGH_PEOPLE, Entry, Frozen, Kind, Outcome, Question, Utc

QUIET_WEEK = 5  #: fewer questions than this, with nothing open or shared, make a week of one line
SAMPLES = 5
TOP = 5  #: topics in the first message; the rest stand in its thread
NOTABLE = 3  #: a change of fewer questions is not worth a word
WARN_BASE = 10  #: answered questions a week below which a falling share is noise
WARN_DROP = 0.05  #: the share that helped must fall by this much, or their number must fall
ORDER = (Outcome.HELPED, Outcome.NOT_HELPED, Outcome.NO_ANSWER, Outcome.NO_REACTION)


@dataclass(frozen=True, slots=True)
class Week:
    """The week a digest is about: [start, end), Monday 00:00 to Monday 00:00 on the clock on the wall; aware UTC."""

    key: str  #: e.g. "2026-W19"
    before: datetime  #: where the week before it began
    start: datetime
    end: datetime


def week_before(period: str, zone: tzinfo) -> Week:
    """The week before the one of `period` (an ISO week such as "2026-W19", in which the digest is sent)."""
    year, number = period.split("-W")
    end = date.fromisocalendar(int(year), int(number), 1)
    start = end - timedelta(days=7)
    iso = start.isocalendar()
    before, start_at, end_at = (_midnight(day, zone) for day in (start - timedelta(days=7), start, end))
    return Week(f"{iso.year}-W{iso.week:02}", before, start_at, end_at)


class TopicFigure(Frozen):
    """A topic and how often it was asked. `before`: the week before; None when fewer than three people asked then."""

    title: str
    questions: int
    before: int | None = 0


class OutcomeFigure(Frozen):
    """How many questions ended so; several outcomes where one alone would be about fewer than three people."""

    outcomes: tuple[Outcome, ...]
    questions: int


class Waiting(Frozen):
    """Something that waits for a department: a signal, or a question a colleague asked the specialists."""

    kind: Literal["signal", "question"]
    title: str
    state: str
    since: Utc
    department: str = ""  #: its name


class Warned(Frozen):
    """More was answered and less of it helped."""

    answered: int
    answered_before: int
    helped: int
    helped_before: int


class Digest(Frozen):
    """One digest, frozen as it was when it was made: what a later rendering says is the same."""

    week: str
    department: str | None  #: the department's name; None for all together
    made_at: Utc
    asked: int = 0  #: 0 when fewer than three people asked
    people: int = 0  #: 0 when fewer than three
    any_asked: bool = False
    top: tuple[TopicFigure, ...] = ()
    outcomes: tuple[OutcomeFigure, ...] = ()
    tallied: int = 0  #: tallied customers; 0 means that nothing is known
    waiting: tuple[Waiting, ...] = ()  #: oldest first
    warned: Warned | None = None
    no_mandate: int = 0  #: questions whose asker could not decide it; 0 when fewer than three people
    tips: int = 0
    mistakes: int = 0
    sharers: int = 0  #: distinct authors of tips; 0 when fewer than three. Mistakes have none
    unchecked: int = 0
    outdated: int = 0
    samples: tuple[str, ...] = ()  #: questions as asked, chosen at random
    without_department: tuple[TopicFigure, ...] = ()

    @property
    def quiet(self) -> bool:
        """Whether one line says it all."""
        shared = self.tips + self.mistakes
        return self.asked < QUIET_WEEK and not (self.waiting or shared or self.tallied or self.without_department)

    @property
    def has_more(self) -> bool:
        """Whether there is more than the first message shows."""
        return not self.quiet and bool(self.waiting or len(self.top) > TOP)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a digest is made from. `department` is a key (None: all); `questions` are those of the week."""

    week: Week
    department: str | None
    name: str | None
    made_at: datetime
    questions: Sequence[Question] = ()
    before: Sequence[Question] = ()  #: the week before
    titles: Mapping[int, str] | None = None  #: of topics
    tallied: int = 0
    waiting: Sequence[Waiting] = ()
    shared: Sequence[Entry] = ()
    unchecked: int = 0
    outdated: int = 0
    without_department: frozenset[int] = frozenset()  #: topics that are nobody's subject yet


def digest(facts: Facts) -> Digest:
    """The figures and sections of one digest."""
    enough = people(facts.questions) >= ENOUGH_PEOPLE
    authors = {e.author for e in facts.shared if e.kind is not Kind.MISTAKE and e.author}
    undecided = [q for q in facts.questions if q.no_mandate]
    homeless = [q for q in facts.questions if q.topic in facts.without_department]
    return Digest(
        week=facts.week.key,
        department=facts.name,
        made_at=facts.made_at,
        asked=len(facts.questions) if enough else 0,
        people=people(facts.questions) if enough else 0,
        any_asked=bool(facts.questions),
        top=most_asked(facts.questions, facts.before, facts.titles or {}),
        outcomes=outcome_figures(facts.questions),
        tallied=facts.tallied,
        waiting=tuple(sorted(facts.waiting, key=lambda one: one.since)),
        warned=warning(facts.questions, facts.before),
        no_mandate=len(undecided) if people(undecided) >= ENOUGH_PEOPLE else 0,
        tips=sum(e.kind is not Kind.MISTAKE for e in facts.shared),
        mistakes=sum(e.kind is Kind.MISTAKE for e in facts.shared),
        sharers=len(authors) if len(authors) >= ENOUGH_PEOPLE else 0,
        unchecked=facts.unchecked,
        outdated=facts.outdated,
        samples=samples(facts.questions, f"{facts.department or 'all'}:{facts.week.key}") if enough else (),
        without_department=most_asked(homeless, facts.before, facts.titles or {}),
    )


def people(questions: Sequence[Question]) -> int:
    """Distinct colleagues, by pseudonym; who cannot be told apart any more is not counted."""
    return len({q.pseudonym for q in questions if q.pseudonym})


def most_asked(
    questions: Sequence[Question], before: Sequence[Question], titles: Mapping[int, str]
) -> tuple[TopicFigure, ...]:
    """Topics that at least three people asked about, most asked first."""
    now, earlier = by_topic(questions), by_topic(before)
    found = []
    for topic, rows in now.items():
        if people(rows) < ENOUGH_PEOPLE or topic not in titles:
            continue
        then = earlier.get(topic, ())
        known = len(then) if not then or people(then) >= ENOUGH_PEOPLE else None
        found.append(TopicFigure(title=titles[topic], questions=len(rows), before=known))
    return tuple(sorted(found, key=lambda figure: (-figure.questions, figure.title)))


def by_topic(questions: Sequence[Question]) -> dict[int, list[Question]]:
    """The questions of each topic; those without one are left out."""
    found: dict[int, list[Question]] = {}
    for question in questions:
        if question.topic is not None:
            found.setdefault(question.topic, []).append(question)
    return found


def notable(figure: TopicFigure) -> bool:
    """Whether the change since the week before deserves a word: by half at least, and not by a question or two."""
    if figure.before is None:
        return figure.questions >= 2 * NOTABLE
    change = abs(figure.questions - figure.before)
    return change >= NOTABLE and 2 * change >= figure.before


def outcome_figures(questions: Sequence[Question]) -> tuple[OutcomeFigure, ...]:
    """How the week's questions ended, as groups that add up to all of them; none when fewer than three people asked.

    An outcome of fewer than three people goes together with the next smallest: leaving it out would give it away.
    """
    groups = [((outcome,), [q for q in questions if _ended(q) is outcome]) for outcome in ORDER]
    filled: list[tuple[tuple[Outcome, ...], list[Question]]] = [group for group in groups if group[1]]
    while len(filled) > 1 and any(people(rows) < ENOUGH_PEOPLE for _, rows in filled):
        first = min((group for group in filled if people(group[1]) < ENOUGH_PEOPLE), key=_size)
        second = min((group for group in filled if group is not first), key=_size)
        together = (tuple(o for o in ORDER if o in first[0] + second[0]), first[1] + second[1])
        filled = [group for group in filled if group is not first and group is not second] + [together]
    if not filled or people(filled[0][1]) < ENOUGH_PEOPLE:
        return ()
    filled.sort(key=lambda group: ORDER.index(group[0][0]))
    return tuple(OutcomeFigure(outcomes=outcomes, questions=len(rows)) for outcomes, rows in filled)


def warning(questions: Sequence[Question], before: Sequence[Question]) -> Warned | None:
    """The honest warning: the activity (questions that got an answer) rose while its outcome (it helped) fell."""
    answered, answered_before = _answered(questions), _answered(before)
    helped, helped_before = _helped(answered), _helped(answered_before)
    if len(answered) <= len(answered_before) or len(answered_before) < WARN_BASE:
        return None
    share, share_before = len(helped) / len(answered), len(helped_before) / len(answered_before)
    if len(helped) >= len(helped_before) and share_before - share < WARN_DROP:
        return None
    if any(people(rows) < ENOUGH_PEOPLE for rows in (helped, helped_before, answered, answered_before)):
        return None
    return Warned(
        answered=len(answered),
        answered_before=len(answered_before),
        helped=len(helped),
        helped_before=len(helped_before),
    )


def samples(questions: Sequence[Question], seed: str) -> tuple[str, ...]:
    """Five questions as asked, at random; the same five each time for a seed."""
    texts = sorted({q.text for q in questions})
    chosen = random.Random(seed).sample(texts, min(SAMPLES, len(texts)))
    return tuple(chosen)


def shared_in(week: Week, entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Tips and mistakes shared in that week. A mistake's date is its week's Monday, so its week is compared."""
    middle = week_of(week.start + (week.end - week.start) / 2)

    def inside(entry: Entry) -> bool:
        if entry.kind is Kind.MISTAKE:
            return entry.created_at == middle
        return entry.kind is Kind.TIP and week.start <= entry.created_at < week.end

    return tuple(entry for entry in entries if inside(entry))


def split(
    questions: Sequence[Question], week: Week, mine: Callable[[Question], bool]
) -> tuple[tuple[Question, ...], tuple[Question, ...]]:
    """(of this week, of the week before), as far as `mine`."""
    ours = [q for q in questions if mine(q)]
    now = tuple(q for q in ours if week.start <= q.asked_at < week.end)
    return now, tuple(q for q in ours if week.before <= q.asked_at < week.start)


def _ended(question: Question) -> Outcome:
    """Nobody said anything yet: no reaction."""
    return question.outcome or Outcome.NO_REACTION


def _size(group: tuple[tuple[Outcome, ...], list[Question]]) -> int:
    return len(group[1])


def _answered(questions: Sequence[Question]) -> list[Question]:
    return [q for q in questions if _ended(q) is not Outcome.NO_ANSWER]


def _helped(questions: Sequence[Question]) -> list[Question]:
    return [q for q in questions if q.outcome is Outcome.HELPED]


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(0), zone).astimezone(UTC)
