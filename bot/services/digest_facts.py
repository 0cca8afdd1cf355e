"""What the digests of a week are made from: one look at the store for all of them, so that they agree.

Each digest is a cut of the same facts: a department's, those of a top task's departments, or all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from bot.domain import digest_signals
from bot.domain.announcements import Phase, is_about
from bot.domain.digest import Facts, shared_in
from bot.domain.digest_counts import Block, Key, Keys, blocks_of, by_topic
from bot.domain.digest_figures import Digest, Foreseen, Point, Waiting
from bot.domain.digest_outcomes import Told, told_apart
from bot.domain.digest_weeks import Week, week_before
from bot.model import (
    ENOUGH_PEOPLE,
    Action,
    ActionState,
    Department,
    Entry,
    Escalation,
    Kind,
    Language,
    Organisation,
    Question,
    Signal,
    Tally,
    Topic,
    TopTask,
)
from bot.ports import Reader
from bot.services import announced
from bot.services.answering import UNDER_WAY
from bot.services.digest_knowledge import Stock, stock
from bot.services.signal_messages import holder
from bot.services.signal_seen import department_of, title_of
from bot.services.signalling import WAITING

ALL = "all"
SHARED = (Kind.TIP, Kind.MISTAKE)


@dataclass(frozen=True, slots=True)
class Cut:
    """For whom a digest is: a department, a top task, or all."""

    scope: str
    name: str | None
    departments: Keys | None  #: None: all
    language: Language | None = None
    owner: str | None = None  #: whose questions, signals and actions wait there as well

    def holds(self, key: Key) -> bool:
        """Whether what is this department's belongs in it."""
        return self.departments is None or key in self.departments

    def holds_waiting(self, key: str | None, owner: str | None) -> bool:
        """Whether what waits for this department, or this person, waits for whoever gets it."""
        return self.departments is None or key in self.departments or (owner is not None and owner == self.owner)


def cuts(organisation: Organisation) -> tuple[Cut, ...]:
    """Every digest there is, whether somebody gets it or not."""
    tasks = [task for task in organisation.top_tasks if not task.archived and task.departments]
    return (
        *(of_department(d) for d in organisation.active),
        *(of_task(task) for task in tasks),
        Cut(ALL, None, None),
    )


def told_by(organisation: Organisation, blocks: Sequence[Block]) -> Told:
    """How the digests of a week tell its outcomes."""
    return told_apart(blocks, {cut.departments for cut in cuts(organisation)})


def of_department(department: Department) -> Cut:
    """The digest of a department."""
    return Cut(
        f"department:{department.key}",
        department.name,
        frozenset((department.key,)),
        department.language,
        department.lead,
    )


def of_task(task: TopTask) -> Cut:
    """The digest of a top task."""
    return Cut(f"task:{task.key}", task.name, frozenset(task.departments), owner=task.owner)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All that a week's digests tell of, as it is in the store now."""

    week: Week
    now: datetime
    today: date
    names: Mapping[str, str]  #: of departments, archived ones too
    questions: Sequence[Question]
    blocks: tuple[Block, ...]
    before: tuple[Block, ...]
    told: Told  #: how each digest's outcomes are told
    told_before: Told
    asked_by: frozenset[Key]  #: departments about which somebody asked
    forgotten: frozenset[Key]  #: of whose questions nobody knows any more by how many
    owners: Mapping[int, Key]  #: of topics
    titles: Mapping[int, str]  #: of topics
    tallied: Mapping[Key, int]
    imported: Mapping[Key, int]
    signals: Sequence[Signal]
    escalations: Sequence[Escalation]
    actions: Sequence[Action]
    shared: Sequence[Entry]
    shared_before: Sequence[Entry]
    announcements: Sequence[tuple[str, Foreseen, frozenset[int]]]  #: department, figures, questions about it
    stock: Stock


def snapshot(data: Reader, zone: tzinfo, week: Week, now: datetime) -> Snapshot:
    """Looks once."""
    organisation = data.organisation()
    today = now.astimezone(zone).date()
    questions = data.questions(since=week.before, until=week.end)
    tallies = data.tallies(since=week.start, until=week.end)
    topics, owners, entries = subjects(data, organisation, questions, tallies)
    rows = by_topic(questions)
    titles = {topic.id: title_of(topic, entries, rows.get(topic.id, ())) for topic in topics}
    asked = by_department(organisation, owners, (q for q in questions if q.asked_at >= week.start))
    blocks = blocks_of(asked)
    before = blocks_of(by_department(organisation, owners, (q for q in questions if q.asked_at < week.start)))
    signals = data.signals()
    shared = data.entries(kinds=SHARED, since=week.before - timedelta(days=1))
    return Snapshot(
        week=week,
        now=now,
        today=today,
        names={d.key: d.name for d in organisation.departments},
        questions=questions,
        blocks=blocks,
        before=before,
        told=told_by(organisation, blocks),
        told_before=told_by(organisation, before),
        asked_by=frozenset(key for key, found in asked.items() if found),
        forgotten=frozenset(key for key, found in asked.items() if not all(q.pseudonym for q in found)),
        owners=owners,
        titles=titles,
        tallied=_customers(owners, entries, (t for t in tallies if not t.imported)),
        imported=_customers(owners, entries, (t for t in tallies if t.imported)),
        signals=signals,
        escalations=data.escalations(states=UNDER_WAY),
        actions=data.actions(states=[ActionState.OPEN]),
        shared=shared_in(week, shared),
        shared_before=shared_in(week_before(week.key, zone), shared),
        announcements=_announcements(data, zone, week, [q for q in questions if q.asked_at >= week.start], signals),
        stock=stock(data, organisation, owners, titles, rows, now),
    )


def facts(seen: Snapshot, cut: Cut, previous: Digest | None, series: Sequence[Point]) -> Facts:
    """What this cut's digest is made from. `previous`: that of the week before; `series`: the weeks before in the
    chart."""
    signals = [s for s in seen.signals if cut.holds(s.department)]
    mine = {s.id: s.title for s in signals}
    actions = [a for a in seen.actions if a.kind == "cause" and a.signal in mine]
    homeless = frozenset(topic for topic, key in seen.owners.items() if key is None)
    return Facts(
        week=seen.week,
        made_at=seen.now,
        scope=cut.scope,
        name=cut.name,
        language=cut.language,
        departments=cut.departments,
        blocks=seen.blocks,
        before=seen.before,
        told=seen.told,
        told_before=seen.told_before,
        previous=previous,
        any_asked=any(cut.holds(key) for key in seen.asked_by),
        forgotten=any(cut.holds(key) for key in seen.forgotten),
        titles=seen.titles,
        tallied=seen.tallied,
        imported=seen.imported,
        waiting=_waiting(seen, cut),
        signals=digest_signals.lines(signals, seen.week, seen.names),
        causes=digest_signals.causes(actions, seen.names, mine, seen.today),
        shared=[e for e in seen.shared if cut.holds(e.department)],
        shared_before=sum(cut.holds(e.department) for e in seen.shared_before),
        knowledge=seen.stock.of(cut.departments),
        announcements=[(line, about) for key, line, about in seen.announcements if cut.holds(key)],
        without_department=homeless if cut.departments is None else frozenset(),
        series=series,
    )


def _waiting(seen: Snapshot, cut: Cut) -> tuple[Waiting, ...]:
    """Signals, questions and actions that wait now."""

    def of(kind: str, title: str, state: str, since: datetime, key: str | None, **more: object) -> Waiting:
        values = {"kind": kind, "title": title, "state": state, "since": since}
        return Waiting.model_validate(values | {"department": seen.names.get(key or "", "")} | more)

    return (
        *(
            of("signal", s.title, s.state.value, digest_signals.waits_since(s), s.department)
            for s in seen.signals
            if s.state in WAITING and s.expected is None and cut.holds_waiting(s.department, holder(s))
        ),
        *(
            of("question", e.text, e.state.value, e.created_at, e.department)
            for e in seen.escalations
            if cut.holds_waiting(e.department, e.owner)
        ),
        *(
            of("action", a.text, _state(a, seen.today), a.created_at, a.owner, due=a.due, action=a.kind)
            for a in seen.actions
            if cut.holds_waiting(a.owner, a.owner)
        ),
    )


def _state(action: Action, today: date) -> str:
    return "late" if action.due < today else "open"


def subjects(
    data: Reader, organisation: Organisation, questions: Sequence[Question], tallies: Sequence[Tally]
) -> tuple[tuple[Topic, ...], dict[int, Key], dict[int, Entry]]:
    """The topics that were asked or tallied about, whose they are, and the entries that they or the tallies name."""
    rows = by_topic(questions)
    topics = data.topics(sorted({*rows, *(t.topic for t in tallies if t.topic is not None)}))
    owners = {t.id: department_of(organisation, t, rows.get(t.id, ())) for t in topics}
    numbers = sorted({number for number in (*(t.entry for t in topics), *(t.entry for t in tallies)) if number})
    entries = {e.number: e for e in data.entries(numbers=numbers)} if numbers else {}
    return topics, owners, entries


def by_department(
    organisation: Organisation, owners: Mapping[int, Key], questions: Iterable[Question]
) -> dict[Key, list[Question]]:
    """A question is its topic's department's, whatever was guessed when it was asked."""
    found: dict[Key, list[Question]] = {}
    for question in questions:
        key = owners.get(question.topic, question.department) if question.topic else question.department
        found.setdefault(key if organisation.department(key) else None, []).append(question)
    return found


def _customers(owners: Mapping[int, Key], entries: Mapping[int, Entry], tallies: Iterable[Tally]) -> dict[Key, int]:
    found: dict[Key, int] = {}
    for tally in tallies:
        entry = entries.get(tally.entry or 0)
        key = owners.get(tally.topic) if tally.topic else entry.department if entry else None
        found[key] = found.get(key, 0) + tally.count
    return found


def _announcements(
    data: Reader, zone: tzinfo, week: Week, questions: Sequence[Question], signals: Sequence[Signal]
) -> tuple[tuple[str, Foreseen, frozenset[int]], ...]:
    """Those that held on a day of the week, with the questions about each."""
    first, last = week.start.astimezone(zone).date(), (week.end - timedelta(hours=1)).astimezone(zone).date()
    bursts = digest_signals.expected_by(signals, week)
    found = []
    for one in announced.all_since(data, first):
        announcement, number = one.announcement, one.entry.number
        if announcement.starts > last or one.phase(announcement.ends) is Phase.WITHDRAWN:
            continue
        topics = announced.topics_of(data, number)
        line = Foreseen(
            title=one.entry.title,
            starts=announcement.starts,
            ends=announcement.ends,
            reads=announcement.reads if announcement.reads >= ENOUGH_PEOPLE else 0,
            signals=bursts.get(number, 0),
        )
        about = frozenset(question.id for question in questions if is_about(question, number, topics))
        found.append((announcement.department, line, about))
    return tuple(found)
