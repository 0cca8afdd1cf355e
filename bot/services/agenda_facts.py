"""What the agenda of a service meeting is made from: a month of contacts; how signals, causes and agreements stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta, tzinfo

from bot.domain.aftermath import asked_on, did_not_stop
from bot.domain.agenda import (
    Agenda,
    Agreed,
    Decision,
    Month,
    Owner,
    Point,
    Standing,
    Standings,
    Subject,
    days_late,
    enough,
    figures_of,
    undecided_of,
)
from bot.domain.digest_counts import by_topic, people
from bot.domain.digest_signals import waits_since
from bot.model import (
    ENOUGH_PEOPLE,
    LIVE_SIGNALS,
    Action,
    ActionState,
    Cause,
    Entry,
    Organisation,
    Question,
    Resolution,
    Signal,
    SignalState,
    Tally,
    Topic,
    TopTask,
)
from bot.ports import Reader
from bot.services.acting import is_withdrawn
from bot.services.action_messages import is_person
from bot.services.boards import Column, column_of
from bot.services.digest_facts import subjects
from bot.services.escalating import REFUSALS_MOST
from bot.services.signal_cards import Card, card_of
from bot.services.signal_messages import holder
from bot.services.signal_seen import title_of

KNOWN_WITHIN = timedelta(days=31)  #: customers counted so long before the month mean that something is known of them
MANDATES_WITHIN = timedelta(days=45)  #: a cause "mandate" named so long ago is on the agenda once, whenever it is held
NAMING = 200  #: questions that are looked at for a name
NOT_ON_IT = (Column.RESOLVED,)
STANDING: Mapping[Column, Standing] = {
    Column.OPEN: "open",
    Column.BACK: "back",
    Column.SEEN: "seen",
    Column.IN_PROGRESS: "in_progress",
    Column.WAITS: "waits",
    Column.LATER: "later",
}


def agenda_of(data: Reader, zone: tzinfo, task: TopTask, month: Month, now: datetime) -> Agenda:
    """The agenda as it would be written now."""
    organisation = data.organisation()
    known = _month(data, organisation, task, month)
    return Agenda(
        task=task.key,
        name=task.name,
        month=month.key,
        begin=month.begin,
        last=month.last,
        departments=tuple(d.name for d in organisation.active if d.key in task.departments),
        figures=figures_of(known, organisation.effort, known=_customers_known(data, known, task, month)),
        undecided=undecided_of(known),
        standings=standings(data, zone, task, month.key, now),
    )


def standings(data: Reader, zone: tzinfo, task: TopTask, month: str, now: datetime) -> Standings:
    """How its signals, causes and earlier agreements stand now."""
    organisation = data.organisation()
    today = now.astimezone(zone).date()
    cards = [card_of(data, signal) for signal in _signals(data, organisation, task)]
    points = [p for card in cards if (p := _point(organisation, card, now, zone, today)) is not None]
    decisions = [d for card in cards if (d := _decision(organisation, task, card, now)) is not None]
    elsewhere = _actions_elsewhere(data, organisation, task, {card.signal.id for card in cards}, today)
    return Standings(
        at=now,
        points=tuple(sorted((*points, *elsewhere), key=lambda point: (-point.late, point.since, point.title))),
        decisions=tuple(decisions),
        agreed=tuple(_agreed(organisation, action, today) for action in _agreements(data, task, month)),
    )


def owner_of(organisation: Organisation, id: str | None) -> Owner | None:
    """A person; or a department, archived ones too; None for neither."""
    if not id:
        return None
    if is_person(id):
        return Owner(id=id)
    return next((Owner(id=d.key, name=d.name) for d in organisation.departments if d.key == id), None)


# ---------------------------------------------------------------- a month of contacts


def _month(data: Reader, organisation: Organisation, task: TopTask, month: Month) -> list[Subject]:
    """What was asked and tallied about the subjects of its departments, by topic. What has no topic, no figure of its
    own, or no name but what one or two colleagues asked, has no title: it counts with the rest."""
    questions = data.questions(since=month.start, until=month.end)
    tallies = data.tallies(since=month.start, until=month.end)
    topics, owners, entries = subjects(data, organisation, questions, tallies)
    asked, counted = by_topic(questions), _by_topic(tallies, {t.entry: t.id for t in topics if t.entry})
    found = [
        Subject(
            title=_name(data, topic, entries, rows, counted.get(topic.id, ())),
            department=owner_of(organisation, owners[topic.id]),
            questions=rows,
            tallies=counted.get(topic.id, ()),
        )
        for topic in topics
        if owners[topic.id] in task.departments
        for rows in [asked.get(topic.id, ())]
    ]
    loose = [q for q in questions if q.topic is None and q.department in task.departments]
    apart = [t for t in counted.get(None, ()) if _whose(t, entries) in task.departments]
    return [*found, Subject("", None, loose, apart)]


def _name(
    data: Reader, topic: Topic, entries: Mapping[int, Entry], asked: Sequence[Question], tallies: Sequence[Tally]
) -> str:
    """What to call it; "" where nothing is told of it, or that would be the words of fewer than three colleagues."""
    if not enough(asked, tallies):
        return ""
    if people(asked) >= ENOUGH_PEOPLE:
        return title_of(topic, entries, asked)
    subjects = [tally.text for tally in tallies if tally.text]
    if topic.named or topic.entry in entries or subjects:
        return title_of(topic, entries, (), subjects)
    ever = data.questions(topic=topic.id, newest_first=True, limit=NAMING)
    return title_of(topic, entries, ever) if people(ever) >= ENOUGH_PEOPLE else ""


def _by_topic(tallies: Iterable[Tally], topics: Mapping[int | None, int]) -> dict[int | None, list[Tally]]:
    """Tallies of each topic; one that names only an entry is of the topic which that answers."""
    found: dict[int | None, list[Tally]] = {}
    for tally in tallies:
        found.setdefault(tally.topic or topics.get(tally.entry), []).append(tally)
    return found


def _whose(tally: Tally, entries: Mapping[int, Entry]) -> str | None:
    entry = entries.get(tally.entry or 0)
    return entry.department if entry else None


def _customers_known(data: Reader, known: Sequence[Subject], task: TopTask, month: Month) -> bool:
    """Whether customers were counted about these departments' subjects in the month, or shortly before it."""
    if any(subject.tallies for subject in known):
        return True
    before = data.tallies(since=month.start - KNOWN_WITHIN, until=month.start)
    none: Sequence[Question] = ()
    _, owners, entries = subjects(data, data.organisation(), none, before)
    return any((owners.get(t.topic) if t.topic else _whose(t, entries)) in task.departments for t in before)


# ---------------------------------------------------------------- how things stand


def _signals(data: Reader, organisation: Organisation, task: TopTask) -> list[Signal]:
    """Those that lie with its departments or its owner, and those its departments sent on; oldest first."""
    found = data.signals(states=(*LIVE_SIGNALS, SignalState.RESOLVED))
    ours = set(task.departments)

    def mine(signal: Signal) -> bool:
        person = holder(signal)
        if person is not None:
            return person == task.owner or bool(ours & {*signal.refused, signal.department})
        return signal.department in ours

    return sorted((s for s in found if mine(s)), key=lambda signal: (signal.opened_at, signal.id))


def _point(organisation: Organisation, card: Card, now: datetime, zone: tzinfo, today: date) -> Point | None:
    """Its line; None when it is not open."""
    signal, column = card.signal, column_of(card.signal, now)
    goes_on = did_not_stop(signal)
    if column is None or (column in NOT_ON_IT and not goes_on):
        return None
    standing = STANDING[column] if not goes_on else "goes_on" if asked_on(signal) else "customers_go_on"
    named = signal.resolution if column in (Column.WAITS, *NOT_ON_IT) else None
    due = named.since if named and column is Column.WAITS else None
    return Point(
        title=signal.title,
        department=card.department.name if card.department else "",
        standing=standing,
        since=waits_since(signal).astimezone(zone).date(),
        cause=named.cause if named else None,
        owner=owner_of(organisation, named.owner) if named else None,
        due=due,
        late=days_late(due, today),
        lead_told=signal.lead_told_at is not None and column in (Column.OPEN, Column.BACK),
    )


def _decision(organisation: Organisation, task: TopTask, card: Card, now: datetime) -> Decision | None:
    """What somebody has to decide about it, if anything."""
    signal, named = card.signal, card.signal.resolution
    manager = owner_of(organisation, task.owner)
    if card.declined is not None:
        by = owner_of(organisation, card.declined.owner)
        why, name = card.declined.note, by.name if by else ""
        return Decision(kind="declined", title=signal.title, who=manager, by=name, why=why)
    if signal.state in LIVE_SIGNALS and (card.holder is not None or len(signal.refused) >= REFUSALS_MOST):
        names = [one.name for key in signal.refused if (one := owner_of(organisation, key))]
        who = owner_of(organisation, card.holder) or manager
        return Decision(kind="refused" if names else "homeless", title=signal.title, who=who, by=", ".join(names))
    if column_of(signal, now) is Column.WAITS and named is not None and _is_gone(organisation, named):
        return Decision(kind="ownerless", title=signal.title, who=manager)
    if named is not None and named.cause is Cause.MANDATE and now - named.at <= MANDATES_WITHIN:
        who = owner_of(organisation, named.owner) or manager
        return Decision(kind="mandate", title=signal.title, who=who, why=named.done)
    return None


def _is_gone(organisation: Organisation, named: Resolution) -> bool:
    return not is_person(named.owner) and organisation.department(named.owner) is None


def _actions_elsewhere(
    data: Reader, organisation: Organisation, task: TopTask, listed: set[int], today: date
) -> list[Point]:
    """Open causes that its departments own, of signals that lie elsewhere."""
    if not task.departments:
        return []
    found = data.actions(states=[ActionState.OPEN], owners=task.departments, kinds=["cause"])
    return [
        Point(
            title=action.text,
            department="",
            standing="action",
            since=action.created_at.date(),
            cause=action.cause,
            owner=owner_of(organisation, action.owner),
            due=action.due,
            late=days_late(action.due, today),
        )
        for action in found
        if action.signal not in listed
    ]


def _agreements(data: Reader, task: TopTask, month: str) -> list[Action]:
    """What the last meeting before this one agreed, and older agreements that are still open; first due first."""
    found = [a for a in data.actions(kinds=["agreement"], top_task=task.key) if a.month < month]
    last = max((action.month for action in found), default="")
    chosen = [a for a in found if (a.month == last or a.state is ActionState.OPEN) and not is_withdrawn(a)]
    return sorted(chosen, key=lambda action: (action.due, action.id))


def _agreed(organisation: Organisation, action: Action, today: date) -> Agreed:
    return Agreed(
        text=action.text,
        owner=owner_of(organisation, action.owner) or Owner(id=action.owner, name=action.owner),
        due=action.due,
        state=action.state,
        late=days_late(action.due, today) if action.state is ActionState.OPEN else 0,
        note=action.note,
    )
