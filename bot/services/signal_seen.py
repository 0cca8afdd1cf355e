"""What a signal check sees: topics, who asked when, who came about them. Read once, the same for every department."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time, timedelta
from functools import cache

from bot.domain.digest_counts import by_topic
from bot.domain.evidence import typical
from bot.domain.likeness import Alike
from bot.domain.schedule import calendar_of, is_working_day
from bot.domain.signals import NOT_ANSWERED, QUIET, Asked, Finding, thresholds
from bot.domain.text import one_line
from bot.domain.workdays import WorkingDays
from bot.model import Entry, Organisation, Question, Tally, Topic
from bot.ports import Reader

MEMORY = timedelta(days=42)  #: questions a check looks at: the tests compare with 35 days at most
RECENT = timedelta(days=8)  #: a topic nobody asked about for so long has no finding
KNOWN = timedelta(days=180)  #: signals opened since then are compared with, beside those of the topic itself
ACTIVE = timedelta(days=28)  #: people who asked since then make the team's size
TITLE = 120  #: characters of a title
NOBODY = ""  #: instead of a department, of a topic that nobody knows the department of
USUAL_TIMES = (time(9), time(14))  #: local time, of what is nobody's


class Seen:
    """What a look reads, once, and what follows from it."""

    def __init__(self, data: Reader, now: datetime, alike: Alike) -> None:
        self.data, self.now, self.alike = data, now, alike
        self.organisation = data.organisation()
        self.questions = {q.id: q for q in data.questions(since=now - MEMORY) if q.asked_at <= now}
        self.tallies = [t for t in data.tallies(since=now - MEMORY) if t.at <= now]
        self.rows = by_topic(list(self.questions.values()))
        numbers = {*self.rows, *(t.topic for t in self.tallies if t.topic)}
        self.topics = {t.id: t for t in data.topics(sorted(numbers)) if t.merged_into is None}
        self.answers = entries_of(data, (t.entry for t in self.topics.values()))
        first = data.questions(limit=1)
        self.first = first[0].asked_at if first else None
        self.limits = thresholds(data.active_people(now - ACTIVE))
        self.tallied = _tallied(self.tallies, self.topics.values())
        self.lately = [s for s in data.signals(since=now - KNOWN) if now - s.evidence.at < QUIET]
        self.departments = {t.id: self._department(t) for t in self.topics.values()}
        self._working_days: dict[str, WorkingDays] = {}

    def _department(self, topic: Topic) -> str:
        """Whose subject it is; what nobody said or guessed is of the department of the entry that answers it."""
        found = department_of(self.organisation, topic, self.rows.get(topic.id, ()))
        entry = self.answers.get(topic.entry or 0)
        of_entry = self.organisation.department(entry.department) if entry else None
        return found or (of_entry.key if of_entry else NOBODY)

    def working_days(self, department: str) -> WorkingDays:
        """Whether a department works on a day."""
        if department not in self._working_days:
            calendar = calendar_of(self.organisation.department(department))
            self._working_days[department] = cache(lambda day: is_working_day(day, calendar))
        return self._working_days[department]

    def of(self, finding: Finding) -> list[Question]:
        """The questions of a finding, oldest first."""
        return [self.questions[id] for id in finding.questions]

    def recent(self) -> list[tuple[Topic, list[Question], WorkingDays]]:
        """Topics that were asked about of late, with all their questions and their department's working days."""
        return [
            (self.topics[id], rows, self.working_days(self.departments[id]))
            for id, rows in self.rows.items()
            if id in self.topics and rows[-1].asked_at > self.now - RECENT
        ]


def entries_of(data: Reader, numbers: Iterable[int | None]) -> dict[int, Entry]:
    """The entries with these numbers, by number."""
    wanted = {number for number in numbers if number}
    return {e.number: e for e in data.entries(numbers=sorted(wanted))} if wanted else {}


def _tallied(tallies: Sequence[Tally], topics: Iterable[Topic]) -> dict[int, list[Tally]]:
    """Customers of each topic; one tallied with its entry alone is of that entry's topic."""
    known = {t.id: t.entry for t in topics}
    by_entry = {entry: id for id, entry in known.items() if entry}
    found: dict[int, list[Tally]] = {}
    for tally in tallies:
        topic = tally.topic or by_entry.get(tally.entry or 0)
        if topic in known:
            found.setdefault(topic, []).append(tally)
    return found


def asked_of(questions: Iterable[Question], known: Entry | None = None) -> list[Asked]:
    """Questions as the tests see them. What entry `known` was written (or checked) after, it answers by now."""
    offered = known if known is not None and known.offered else None
    written = max(offered.created_at, offered.checked_at or offered.created_at) if offered else None
    return [Asked(q.asked_at, q.pseudonym, _outcome(q, written), q.id) for q in questions]


def _outcome(question: Question, written: datetime | None) -> str | None:
    outcome = question.outcome.value if question.outcome else None
    return None if outcome in NOT_ANSWERED and written and written > question.asked_at else outcome


def title_of(
    topic: Topic, entries: Mapping[int, Entry], questions: Sequence[Question], subjects: Sequence[str] = ()
) -> str:
    """What to call it: the name a specialist gave, the title of the entry that answers it, else the most typical of
    these questions; without any, of the subjects that customers came with."""
    entry = entries.get(topic.entry or 0)
    if entry is None or topic.named:
        texts = [q.text for q in questions] or subjects
        return topic.title if topic.named else one_line(typical(texts), TITLE) or topic.title
    return entry.title


def department_of(organisation: Organisation, topic: Topic, questions: Sequence[Question]) -> str | None:
    """Whose subject it is: the topic's department, else the one its questions were guessed to be for most; None when
    nobody can tell."""
    if organisation.department(topic.department):
        return topic.department
    if len(organisation.active) == 1:
        return organisation.active[0].key
    guessed = Counter(q.department for q in questions if organisation.department(q.department))
    return min(guessed, key=lambda key: (-guessed[key], key or "")) if guessed else None
