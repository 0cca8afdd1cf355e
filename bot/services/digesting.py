"""The weekly digest: made once a week for each department's lead, and for the digest channel about all together.

Its figures are frozen in the message, anonymous as they are, so that a later rendering says the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from bot.domain.digest import Digest, Facts, Waiting, Week, by_topic, digest, shared_in, split, week_before
from bot.domain.schedule import next_working_moment
from bot.model import Entry, EntryState, Kind, Organisation, OutboxMessage, Question, Topic
from bot.ports import Reader
from bot.services.answering import UNDER_WAY
from bot.services.context import Context
from bot.services.signal_candidates import department_of, title_of
from bot.services.signalling import WAITING

LATE = timedelta(hours=1)  #: made that much after its moment, it waits for working hours
SHARED = (Kind.TIP, Kind.MISTAKE)
ALL = "*"


def make(context: Context, department: str | None, moment: datetime, period: str, now: datetime) -> str:
    """Makes the digest sent in the week `period` (its moment was `moment`); `department` None: all, for the digest
    channel. Made already, or nothing was ever asked: nothing happens. Returns a line about it."""
    week = week_before(period, context.zone)
    with context.store.reading() as data:
        organisation = data.organisation()
        to = receiver(organisation, department)
        if to is None:
            return "nobody to send it to"
        if not data.questions(until=week.end, limit=1):
            return "nothing was asked yet"
        made = digest(gather(data, organisation, department, week, now))
    key = f"digest:{department or ALL}:{week.key}"
    not_before = next_working_moment(now, context.zone) if now - moment > LATE else None
    payload = {"digest": made.model_dump(mode="json")}
    with context.store.writing() as unit:
        if unit.outbox(key) is not None:
            return "made already"
        message = OutboxMessage(key=key, kind="digest", to=to, payload=payload, not_before=not_before, created_at=now)
        unit.enqueue(message)
        if made.has_more:
            unit.enqueue(message.but(key=f"{key}:more", kind="digest_more", thread=key))
    return f"{made.week}, {len(made.top)} topics, {len(made.waiting)} waiting"


def receiver(organisation: Organisation, department: str | None) -> str | None:
    """Who gets it: the department's lead, or the digest channel."""
    if department is None:
        return organisation.digest_channel
    found = organisation.department(department)
    return found.lead if found else None


def frozen(message: OutboxMessage) -> Digest:
    """The digest in a message."""
    return Digest.model_validate(message.payload["digest"])


def gather(data: Reader, organisation: Organisation, department: str | None, week: Week, now: datetime) -> Facts:
    """What the digest of this department (None: of all) is made from."""
    questions = data.questions(since=week.before, until=week.end)
    tallies = data.tallies(since=week.start, until=week.end)
    rows = by_topic(questions)
    topics = data.topics(sorted({*rows, *(t.topic for t in tallies if t.topic is not None)}))
    owners = {t.id: department_of(organisation, t, rows.get(t.id, ())) for t in topics}
    entries = _entries(data, (*(t.entry for t in topics), *(t.entry for t in tallies)))

    def mine(key: str | None) -> bool:
        return department is None or key == department

    def ours(question: Question) -> bool:
        return mine(owners.get(question.topic, question.department) if question.topic else question.department)

    asked, before = split(questions, week, ours)
    counted = [t for t in tallies if mine(owners.get(t.topic) if t.topic else _owner(entries, t.entry))]
    unchecked, outdated = _queue(data, department)
    found = organisation.department(department)
    shared = data.entries(kinds=SHARED, since=week.start - timedelta(days=1))
    return Facts(
        week=week,
        department=department,
        name=found.name if found else None,
        made_at=now,
        questions=asked,
        before=before,
        titles={t.id: title_of(t, entries, rows.get(t.id, ())) for t in topics},
        tallied=len(counted),
        waiting=_waiting(data, organisation, department),
        shared=[e for e in shared_in(week, shared) if mine(e.department)],
        unchecked=unchecked,
        outdated=outdated,
        without_department=_homeless(topics, owners) if department is None else frozenset(),
    )


def _waiting(data: Reader, organisation: Organisation, department: str | None) -> tuple[Waiting, ...]:
    """Signals and questions that wait now."""
    names = {d.key: d.name for d in organisation.departments}
    only = None if department is None else (department,)
    signals = data.signals(states=WAITING, departments=only)
    questions = data.escalations(states=UNDER_WAY, departments=only)
    return (
        *(
            Waiting(
                kind="signal",
                title=s.title,
                state=s.state.value,
                since=s.opened_at,
                department=names.get(s.department, ""),
            )
            for s in signals
        ),
        *(
            Waiting(
                kind="question",
                title=e.text,
                state=e.state.value,
                since=e.created_at,
                department=names.get(e.department or "", ""),
            )
            for e in questions
        ),
    )


def _queue(data: Reader, department: str | None) -> tuple[int, int]:
    """(entries not checked yet, entries that are outdated)."""
    only = None if department is None else (department,)
    found = data.entries(states=(EntryState.UNCHECKED, EntryState.OUTDATED), departments=only)
    outdated = sum(e.state is EntryState.OUTDATED for e in found)
    return len(found) - outdated, outdated


def _entries(data: Reader, numbers: Iterable[int | None]) -> dict[int, Entry]:
    wanted = sorted({number for number in numbers if number})
    return {e.number: e for e in data.entries(numbers=wanted)} if wanted else {}


def _owner(entries: Mapping[int, Entry], number: int | None) -> str | None:
    """Whose subject an entry is that was tallied without a topic."""
    entry = entries.get(number or 0)
    return entry.department if entry else None


def _homeless(topics: Iterable[Topic], owners: dict[int, str | None]) -> frozenset[int]:
    return frozenset(t.id for t in topics if owners[t.id] is None)
