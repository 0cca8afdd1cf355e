"""The agenda of a service meeting: what customers came for most, and what stands to be decided. Nothing here says how
it looks.

A contact is a colleague's question (the customer it was asked for) or a customer that was tallied or imported. What
fewer than three colleagues asked, or fewer than three customers came for, has no figure of its own: it goes together
with the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import accumulate
from typing import Literal

from bot.domain.digest_counts import people
from bot.model import ENOUGH_PEOPLE, ActionState, Cause, Frozen, Question, Tally, Utc

LISTED = 25  #: topics that are kept at most
LISTED_LEAST = 10  #: topics that are kept though fewer of them make the vital few
VITAL_SHARE = 0.8  #: of the effort: the 80/20 line (Juran's "vital few", after Pareto)
VITAL_BASE = 20  #: contacts below which a share of them is noise
VITAL_TOPICS = 5  #: topics below which there are no few among many

Standing = Literal["open", "seen", "in_progress", "waits", "later", "back", "goes_on", "customers_go_on", "action"]


@dataclass(frozen=True, slots=True)
class Month:
    """The month an agenda looks back on: [start, end) on the clock on the wall, aware UTC; `key` is the meeting's."""

    key: str  #: of the month after, in which it is discussed, e.g. "2026-05"
    start: datetime
    end: datetime
    begin: date
    last: date  #: its last day


class Owner(Frozen):
    """A department or a person: `name` is the department's, "" for a person, who is known by their Slack id."""

    id: str
    name: str = ""


class Came(Frozen):
    """A topic that customers came for. `title` is "" for the rest together."""

    title: str = ""
    department: str = ""  #: its name
    asked: int = 0  #: colleagues' questions
    customers: int = 0  #: tallied and imported
    imported: int = 0  #: how many of those come from contact records
    minutes: float = 0.0

    @property
    def contacts(self) -> int:
        """How many, of colleagues' questions and customers together."""
        return self.asked + self.customers


class Undecided(Frozen):
    """A topic that colleagues could not decide by themselves."""

    title: str
    department: Owner | None
    questions: int


class Point(Frozen):
    """A signal or a cause that is open."""

    title: str
    department: str  #: its name
    standing: Standing
    since: date
    cause: Cause | None = None
    owner: Owner | None = None  #: of the cause
    due: date | None = None
    late: int = 0  #: days that have passed since `due`
    lead_told: bool = False  #: nobody of the department saw it in time


class Decision(Frozen):
    """What somebody has to decide."""

    kind: Literal["declined", "refused", "homeless", "ownerless", "mandate"]
    title: str
    who: Owner | None
    by: str = ""  #: names of those who said no
    why: str = ""  #: in their words


class Agreed(Frozen):
    """What an earlier meeting agreed, and what came of it."""

    text: str
    owner: Owner
    due: date
    state: ActionState
    late: int = 0  #: days that have passed since `due`
    note: str = ""


class Standings(Frozen):
    """How things stand at one moment."""

    at: Utc
    points: tuple[Point, ...] = ()
    decisions: tuple[Decision, ...] = ()
    agreed: tuple[Agreed, ...] = ()


class Figures(Frozen):
    """What customers came for in a month."""

    came: tuple[Came, ...] = ()  #: most effort first: the vital few, or more where those are very few or unknown
    rest: Came | None = None  #: what has no figure of its own, and what is not listed
    topics: int = 0  #: in `rest` and `came` together
    vital: int = 0  #: so many of `came` make 80% of the effort; 0 when that says nothing
    timed: bool = False  #: it is known how long a contact takes, so `minutes` are minutes
    known: bool = False  #: customers were tallied or imported, so that something is known of them

    @property
    def all_came(self) -> Came:
        """Everything together."""
        return together([*self.came, *([self.rest] if self.rest else [])])

    @property
    def vital_minutes(self) -> float:
        """The effort of the vital few."""
        return sum(one.minutes for one in self.came[: self.vital])


class Agenda(Frozen):
    """One agenda, frozen as it was when it was first written."""

    task: str  #: key
    name: str
    month: str
    begin: date  #: the days it looks back on
    last: date
    departments: tuple[str, ...]  #: names
    figures: Figures
    undecided: tuple[Undecided, ...] = ()
    standings: Standings

    @property
    def empty(self) -> bool:
        """Whether there is nothing to discuss."""
        now, told = self.standings, self.figures.all_came.contacts
        return not (told or self.undecided or now.points or now.decisions or now.agreed)


@dataclass(frozen=True, slots=True)
class Subject:
    """What is known of one topic in a month. Without a title it only counts with the rest."""

    title: str
    department: Owner | None
    questions: Sequence[Question] = ()
    tallies: Sequence[Tally] = ()


def month_before(key: str, zone: tzinfo) -> Month:
    """The month that the agenda of `key` ("2026-05") looks back on. Errors: ValueError for no month."""
    year, number = key.split("-")
    end = date(int(year), int(number), 1)
    last = end - timedelta(days=1)
    begin = last.replace(day=1)
    return Month(f"{end:%Y-%m}", _midnight(begin, zone), _midnight(end, zone), begin, last)


def month_of(now: datetime, zone: tzinfo) -> str:
    """The month of this moment on the clock on the wall, "2026-05"."""
    return f"{now.astimezone(zone):%Y-%m}"


def effort_of(contact: str | None, effort: Mapping[str, float]) -> float:
    """Minutes a customer contact takes; 1 when nothing is set. None (a colleague's question) and a channel that is not
    set count as the mean of those that are."""
    if not effort:
        return 1.0
    mean = sum(effort.values()) / len(effort)
    return effort.get(contact or "", mean)


def figures_of(subjects: Iterable[Subject], effort: Mapping[str, float], *, known: bool) -> Figures:
    """What customers came for. `effort`: minutes by channel; `known`: whether anything is known of customers."""
    every = list(subjects)
    rows = [row for subject in every if (row := _row(subject, effort)).contacts and row.title]
    rows.sort(key=lambda row: (-row.minutes, row.title))
    leftover = _leftover(every, effort)
    topics = sum(bool(subject.questions or subject.tallies) for subject in every)
    few = _vital_few(rows[:LISTED], together([*rows, leftover]), topics)
    listed = max(few, LISTED_LEAST) if few else LISTED
    rest = together([*rows[listed:], leftover])
    return Figures(
        came=tuple(rows[:listed]),
        rest=rest if rest.contacts else None,
        topics=topics,
        vital=few,
        timed=bool(effort),
        known=known,
    )


def vital(minutes: Sequence[float], total: float) -> int:
    """How many of these, from the first on, make at least 80% of the total; 0 when all of them do not."""
    sums = accumulate(minutes)
    return next((place for place, done in enumerate(sums, 1) if done >= VITAL_SHARE * total > 0), 0)


def _vital_few(rows: Sequence[Came], every: Came, topics: int) -> int:
    if every.contacts < VITAL_BASE or topics < VITAL_TOPICS:
        return 0
    return vital([row.minutes for row in rows], every.minutes)


def undecided_of(subjects: Iterable[Subject]) -> tuple[Undecided, ...]:
    """Topics that at least three colleagues could not decide by themselves, most often first."""
    found = []
    for subject in subjects:
        rows = [question for question in subject.questions if question.no_mandate]
        if subject.title and people(rows) >= ENOUGH_PEOPLE:
            found.append(Undecided(title=subject.title, department=subject.department, questions=len(rows)))
    return tuple(sorted(found, key=lambda one: (-one.questions, one.title)))


def together(parts: Iterable[Came]) -> Came:
    """Several of them as one, without a title."""
    rows = list(parts)
    return Came(
        asked=sum(one.asked for one in rows),
        customers=sum(one.customers for one in rows),
        imported=sum(one.imported for one in rows),
        minutes=sum(one.minutes for one in rows),
    )


def enough(questions: Sequence[Question], tallies: Sequence[Tally]) -> bool:
    """Whether a topic may have a figure of its own."""
    return people(questions) >= ENOUGH_PEOPLE or _customers(tallies) >= ENOUGH_PEOPLE


def days_late(due: date | None, today: date) -> int:
    """Days that have passed since `due`; 0 when it has not passed, or there is none."""
    return max(0, (today - due).days) if due else 0


def _row(subject: Subject, effort: Mapping[str, float]) -> Came:
    questions = subject.questions if people(subject.questions) >= ENOUGH_PEOPLE else ()
    tallies = subject.tallies if _customers(subject.tallies) >= ENOUGH_PEOPLE else ()
    return _counted(subject.title, subject.department, questions, tallies, effort)


def _counted(
    title: str,
    department: Owner | None,
    questions: Sequence[Question],
    tallies: Sequence[Tally],
    effort: Mapping[str, float],
) -> Came:
    return Came(
        title=title,
        department=department.name if department else "",
        asked=len(questions),
        customers=_customers(tallies),
        imported=sum(tally.count for tally in tallies if tally.imported),
        minutes=len(questions) * effort_of(None, effort)
        + sum(tally.count * effort_of(tally.contact.value, effort) for tally in tallies),
    )


def _leftover(subjects: Iterable[Subject], effort: Mapping[str, float]) -> Came:
    """What no row of its own shows, under the same rule: together it may be about enough of them."""
    questions: list[Question] = []
    tallies: list[Tally] = []
    for subject in subjects:
        if not subject.title or people(subject.questions) < ENOUGH_PEOPLE:
            questions += subject.questions
        if not subject.title or _customers(subject.tallies) < ENOUGH_PEOPLE:
            tallies += subject.tallies
    return _row(Subject("", None, questions, tallies), effort)


def _customers(tallies: Iterable[Tally]) -> int:
    return sum(tally.count for tally in tallies)


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(0), zone).astimezone(UTC)
