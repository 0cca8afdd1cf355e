"""What a digest says: figures and lines, as data. They are frozen as JSON, and read again for years."""

from __future__ import annotations

from datetime import date
from typing import Literal

from bot.model import Aftermath, Cause, Frozen, Language, Outcome, Utc

#: What a reader may leave out, in the order in which it is told.
SECTIONS = ("chart", "asked", "outcomes", "waiting", "signals", "shared", "knowledge", "announcements", "samples")
TOP = 5  #: topics in the first message; the rest stand in its thread
QUIET_WEEK = 5  #: fewer questions than this, with nothing open or shared, make a week of one line


class TopicFigure(Frozen):
    """A topic and how often it was asked. `before`: the week before; None when fewer than three people asked then.
    `compared`: whether the week before may be told at all."""

    title: str
    questions: int
    before: int | None = 0
    compared: bool = True
    topic: int = 0


class OutcomeFigure(Frozen):
    """How many questions ended so; several outcomes where one alone would be about fewer than three people."""

    outcomes: tuple[Outcome, ...]
    questions: int


class Waiting(Frozen):
    """Something that waits for a department: a signal, a question a colleague asked the specialists, or an action."""

    kind: Literal["signal", "question", "action"]
    title: str
    state: str
    since: Utc
    department: str = ""  #: its name
    due: date | None = None  #: of an action
    action: Literal["", "cause", "agreement"] = ""  #: what kind of action; "" in digests of before that was told


class Warned(Frozen):
    """An activity rose while less of it helped: questions asked or answered, or entries shared."""

    what: Literal["answered", "asked", "shared"] = "answered"
    count: int
    before: int
    helped: int
    base: int
    helped_before: int
    base_before: int


class SignalLine(Frozen):
    """A signal of this week, and where it stands."""

    title: str
    group: Literal["new", "back", "waiting", "closed", "measured", "after"]  #: after: opened since the week ended
    state: str  #: a SignalState
    opened: bool = False  #: in this week, whatever became of it since
    department: str = ""
    cause: Cause | None = None
    aftermath: Aftermath | None = None  #: when it was measured this week


class CauseLine(Frozen):
    """A cause that somebody is to take away by a day."""

    title: str
    cause: Cause | None
    owner: str  #: a department's name; "" for a person
    due: date
    late: bool


class Foreseen(Frozen):
    """An announcement that held this week, and what it caused; 0 where that would be about fewer than three people."""

    title: str
    starts: date
    ends: date
    reads: int = 0
    asked: int = 0  #: questions it was shown for
    signals: int = 0  #: bursts it foresaw


class Sample(Frozen):
    """A question as asked, and how it ended (as exactly as the figures say it; () when they tell nothing apart)."""

    text: str
    outcomes: tuple[Outcome, ...]


class Point(Frozen):
    """One week of the chart; None where fewer than three people would be told of."""

    week: str
    asked: int | None
    helped: int | None
    signals: int


class Knowledge(Frozen):
    """How the entries stand: things, never people."""

    unchecked: int = 0
    outdated: int = 0
    unused: int = 0  #: not shown once in 90 days
    alone: int = 0  #: subjects that were asked about, of which one person alone wrote or answered
    unused_titles: tuple[str, ...] = ()
    alone_titles: tuple[str, ...] = ()


class Digest(Frozen):
    """One digest, frozen as it was when it was made: what a later rendering says is the same."""

    week: str
    scope: str = "all"  #: "department:KEY", "task:KEY" or "all"
    name: str | None = None  #: the department's or top task's; None for all together
    language: Language | None = None  #: the department's
    made_at: Utc
    asked: int = 0  #: 0 when fewer than three people asked
    people: int = 0  #: 0 when fewer than three; told of one department only, or two digests tell of the difference
    any_asked: bool = False
    forgotten: bool = False  #: so long ago that nobody knows how many people asked
    top: tuple[TopicFigure, ...] = ()
    outcomes: tuple[OutcomeFigure, ...] = ()
    tallied: int = 0  #: tallied customers
    imported: int = 0  #: customers in imported contact records
    any_customers: bool = False  #: there were some, perhaps too few to tell of; else nothing is known
    waiting: tuple[Waiting, ...] = ()  #: oldest first
    signals: tuple[SignalLine, ...] = ()
    causes: tuple[CauseLine, ...] = ()
    warned: tuple[Warned, ...] = ()
    no_mandate: int = 0  #: questions whose asker could not decide it; 0 when fewer than three people
    tips: int = 0
    mistakes: int = 0
    sharers: int = 0  #: distinct authors of tips; 0 when that would tell of fewer than three. Mistakes have none
    shared_titles: tuple[str, ...] = ()
    lessons: tuple[str, ...] = ()  #: of the week's mistakes: what to do next time
    knowledge: Knowledge = Knowledge()
    announcements: tuple[Foreseen, ...] = ()
    samples: tuple[Sample, ...] = ()
    without_department: tuple[TopicFigure, ...] = ()
    series: tuple[Point, ...] = ()  #: oldest first; the last one is this week

    @property
    def quiet(self) -> bool:
        """Whether one line says it all."""
        happened = (
            self.waiting,
            self.signals,
            self.causes,
            self.announcements,
            self.without_department,
            self.tips + self.mistakes,
            self.any_customers,
        )
        return self.asked < QUIET_WEEK and not any(happened)

    @property
    def detailed(self) -> frozenset[str]:
        """Sections of which there is more than the first message shows."""
        lists = {
            "asked": len(self.top) > TOP,
            "waiting": self.waiting,
            "signals": self.signals or self.causes,
            "shared": self.shared_titles or self.lessons,
            "knowledge": self.knowledge.unused_titles or self.knowledge.alone_titles,
            "announcements": self.announcements,
        }
        return frozenset(name for name, found in lists.items() if found)
