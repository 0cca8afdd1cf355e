"""What is worth telling now: topics with something to say about them, and the evidence. One look serves all departments
that are checked at a moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.customers import Customers, counts_of, usual_per_week
from bot.domain.evidence import evidence, most_shown
from bot.domain.likeness import Alike
from bot.domain.rising import one_burst
from bot.domain.signals import NOT_ANSWERED, Asked, Finding
from bot.model import ENOUGH_PEOPLE, Entry, Evidence, Tally, Topic
from bot.ports import Reader
from bot.services.announcing import foreseen
from bot.services.context import Context
from bot.services.signal_findings import findings
from bot.services.signal_seen import Seen, asked_of, entries_of, title_of

ORDER = ("rising", "not_helping", "unanswered", "contacts")  #: of two findings on a topic the first is told
FORESEEN = ("rising", "contacts")  #: kinds that an announcement may have foreseen


@dataclass(frozen=True, slots=True)
class Candidate:
    """A topic with something to say about it, and what it would say."""

    topic: Topic
    department: str  #: key, or NOBODY
    title: str
    finding: Finding
    evidence: Evidence
    asked: tuple[Asked, ...]  #: the finding's questions
    same: tuple[int, ...]  #: ids of signals of the last days that tell of much the same questions
    expected: int | None = None  #: number of the announcement that foresaw it, and answers it


class Look:
    """One look at everything, however many departments are checked at that moment. Not for threads to share."""

    def __init__(self) -> None:
        self._found: dict[datetime, tuple[Candidate, ...]] = {}

    def at(self, context: Context, now: datetime, department: str) -> tuple[Candidate, ...]:
        """What deserves this department's attention now, the most asked first."""
        if now not in self._found:
            alike = context.knowledge.alike(now)
            with context.store.reading() as data:
                self._found = {now: candidates(data, now, context.zone, alike)}
        return tuple(one for one in self._found[now] if one.department == department)


def candidates(data: Reader, now: datetime, zone: ZoneInfo, alike: Alike) -> tuple[Candidate, ...]:
    """The topics that deserve attention now, of all departments, the most asked first."""
    seen = Seen(data, now, alike)
    found: dict[int, list[Finding]] = {}
    for topic, finding in findings(seen):
        found.setdefault(topic, []).append(finding)
    chosen = [(seen.topics[topic], *_told(seen, seen.topics[topic], some, zone)) for topic, some in found.items()]
    shown = entries_of(data, (most_shown(seen.of(finding)) for _, finding, _ in chosen)) if chosen else {}
    made = [_candidate(seen, topic, finding, expected, shown) for topic, finding, expected in chosen]
    return tuple(sorted(made, key=lambda one: (-one.finding.size, one.topic.id)))


def _told(seen: Seen, topic: Topic, found: Sequence[Finding], zone: ZoneInfo) -> tuple[Finding, int | None]:
    """Which of the findings on a topic is told, and the announcement that foresaw it. What an announcement foresaw is
    no news, unless it leaves people without an answer."""
    ordered = sorted(found, key=lambda one: ORDER.index(one.kind))
    first = ordered[0]
    expected = _expected(seen, topic, first, zone) if first.kind in FORESEEN else None
    unmet = next((one for one in ordered if one.kind not in FORESEEN), None)
    return (unmet, None) if expected is not None and unmet is not None else (first, expected)


def _expected(seen: Seen, topic: Topic, finding: Finding, zone: ZoneInfo) -> int | None:
    """The announcement that foresaw it and answers it."""
    rows = seen.of(finding)
    asked = {q.pseudonym for q in rows}
    without = {q.pseudonym for q in rows if q.outcome is not None and q.outcome.value in NOT_ANSWERED}
    if len(without) >= ENOUGH_PEOPLE and 2 * len(without) > len(asked):
        return None
    day = seen.now.astimezone(zone).date()
    if rows:
        return foreseen(seen.data, rows, day)
    holding = {one.entry for one in seen.data.announcements(valid_on=day)}
    return topic.entry if topic.entry in holding else None


def _candidate(
    seen: Seen, topic: Topic, finding: Finding, expected: int | None, shown: Mapping[int, Entry]
) -> Candidate:
    rows = seen.of(finding)
    department = seen.departments[topic.id]
    tallies = seen.tallied.get(topic.id, ())
    begin = finding.since if finding.kind == "contacts" or not rows else rows[0].asked_at
    subjects = [t.text for t in tallies if t.text and t.at >= begin]
    said = evidence(
        finding,
        rows,
        at=seen.now,
        customers=_customers(seen, department, tallies, begin),
        shown=shown.get(most_shown(rows) or 0),
        known=seen.answers.get(topic.entry or 0),
        subjects=subjects,
        expected=expected is not None,
    )
    title = title_of(topic, seen.answers, rows if said.questions else (), subjects)  # one colleague's question: no name
    return Candidate(topic, department, title, finding, said, tuple(asked_of(rows)), _same(seen, finding), expected)


def _same(seen: Seen, finding: Finding) -> tuple[int, ...]:
    """Signals that are not over yet and tell of questions much like these."""
    own = seen.alike.rows(finding.questions)
    return tuple(s.id for s in seen.lately if one_burst(own, seen.alike.rows(s.evidence.questions)))


def _customers(seen: Seen, department: str, tallies: Sequence[Tally], begin: datetime) -> Customers:
    """Customers since `begin`, and what is usual; nothing is known when the department counts none at all."""
    tallied, imported = counts_of(t for t in tallies if t.at >= begin)
    known = bool(tallies) or any(seen.departments[id] == department for id in seen.tallied)
    usual = usual_per_week(tallies, begin, seen.working_days(department)) if known else None
    return Customers(tallied, imported, usual)
