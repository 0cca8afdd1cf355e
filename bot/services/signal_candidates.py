"""What a signal check looks at: a department's topics, who asked when, and the evidence for what stands out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.digest import by_topic
from bot.domain.evidence import evidence, most_shown, typical
from bot.domain.schedule import is_working_day
from bot.domain.signals import NOT_ANSWERED, Asked, Finding, examine
from bot.domain.text import one_line
from bot.model import Entry, Evidence, Organisation, Question, Tally, Topic
from bot.ports import Reader

MEMORY = timedelta(days=42)  #: questions a check looks at: the tests compare with 35 days at most
RECENT = timedelta(days=8)  #: a topic nobody asked about for so long has no finding
TITLE = 120  #: characters of a title
ACTIVE = timedelta(days=28)  #: people who asked since then make the team's size


@dataclass(frozen=True, slots=True)
class Candidate:
    """A topic with something to say about it, and what it would say."""

    topic: Topic
    title: str
    finding: Finding
    evidence: Evidence


def candidates(data: Reader, department: str, now: datetime) -> tuple[Candidate, ...]:
    """The topics of this department that deserve attention now, the most asked first."""
    organisation = data.organisation()
    questions = data.questions(since=now - MEMORY)
    rows = {t: qs for t, qs in by_topic(questions).items() if qs[-1].asked_at > now - RECENT}
    topics = [t for t in data.topics(list(rows)) if department_of(organisation, t, rows[t.id]) == department]
    answers = _entries(data, (t.entry for t in topics))
    first, active = data.questions(limit=1), data.active_people(now - ACTIVE)
    found = []
    for topic in topics:
        known = answers.get(topic.entry or 0)
        asked = [_asked(question, known) for question in rows[topic.id]]
        finding = examine(asked, now, active, first[0].asked_at if first else None, is_working_day)
        if finding is not None:
            wanted = set(finding.questions)
            found.append((topic, finding, [q for q in rows[topic.id] if q.id in wanted]))
    if not found:
        return ()
    entries = answers | _entries(data, (most_shown(span) for _, _, span in found))
    tallied = _tallied(data.tallies(since=now - RECENT), topics)
    made = [
        Candidate(
            topic, title_of(topic, answers, span), finding, _evidence(topic, finding, span, tallied, entries, now)
        )
        for topic, finding, span in found
    ]
    return tuple(sorted(made, key=lambda one: (-one.finding.people, one.topic.id)))


def title_of(topic: Topic, entries: Mapping[int, Entry], questions: Sequence[Question]) -> str:
    """What to call it: the title of the entry that answers it, else the most typical of these questions."""
    entry = entries.get(topic.entry or 0)
    return entry.title if entry else one_line(typical([q.text for q in questions]), TITLE) or topic.title


def department_of(organisation: Organisation, topic: Topic, questions: Sequence[Question]) -> str | None:
    """Whose subject it is: the topic's department, else the one its questions were guessed to be for most; None when
    nobody can tell (the digest of the digest channel shows those)."""
    if organisation.department(topic.department):
        return topic.department
    if len(organisation.active) == 1:
        return organisation.active[0].key
    guessed = Counter(q.department for q in questions if organisation.department(q.department))
    return min(guessed, key=lambda key: (-guessed[key], key or "")) if guessed else None


def _asked(question: Question, known: Entry | None) -> Asked:
    """One question as the tests see it. What the topic's entry was written (or checked) after, it answers by now."""
    outcome = question.outcome.value if question.outcome else None
    if outcome in NOT_ANSWERED and known is not None and known.offered:
        written = max(known.created_at, known.checked_at or known.created_at)
        outcome = None if written > question.asked_at else outcome
    return Asked(question.asked_at, question.pseudonym, outcome, question.id)


def _evidence(
    topic: Topic,
    finding: Finding,
    questions: Sequence[Question],
    tallied: Mapping[int, Sequence[Tally]],
    entries: Mapping[int, Entry],
    now: datetime,
) -> Evidence:
    begin = questions[0].asked_at
    return evidence(
        finding.kind,
        questions,
        at=now,
        people=finding.people,
        span_days=finding.span_days,
        usual_per_week=finding.usual_per_week,
        tallied=sum(tally.at >= begin for tally in tallied.get(topic.id, ())),
        shown=entries.get(most_shown(questions) or 0),
        known=entries.get(topic.entry or 0),
    )


def _entries(data: Reader, numbers: Iterable[int | None]) -> dict[int, Entry]:
    wanted = {number for number in numbers if number}
    return {e.number: e for e in data.entries(numbers=sorted(wanted))} if wanted else {}


def _tallied(tallies: Sequence[Tally], topics: Sequence[Topic]) -> dict[int, list[Tally]]:
    """Tallied customers of each topic; one that names only an entry is of that entry's topic."""
    by_entry = {t.entry: t.id for t in topics if t.entry}
    found: dict[int, list[Tally]] = {}
    for tally in tallies:
        topic = tally.topic or by_entry.get(tally.entry or 0)
        if topic is not None:
            found.setdefault(topic, []).append(tally)
    return found
