"""Did it stop? Two and six weeks after a signal was resolved, what colleagues ask and customers come for is counted
again and said under the message, once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from bot.domain import aftermath as domain
from bot.domain.aftermath import Counted, Span
from bot.domain.customers import dispersion
from bot.domain.schedule import (
    USUAL,
    Calendar,
    calendar_of,
    is_working_day,
    latest_signal_moment,
    next_working_moment,
)
from bot.errors import NotFound
from bot.model import Aftermath, Change, Signal, SignalState, Tally, Topic
from bot.ports import Reader
from bot.services.context import Context
from bot.services.scheduling import Due
from bot.services.signal_messages import step
from bot.services.signal_seen import NOBODY, USUAL_TIMES
from bot.services.topics import current

LOOKED_AT = timedelta(days=400)  #: signals opened before are not looked at any more


def due(context: Context, now: datetime) -> tuple[Due, ...]:
    """Every working day, at each department's first signal time; for signals without one (any more) at the usual."""
    with context.store.reading() as data:
        departments = data.organisation().active
    wanted = [(d.key, d.signal_times, calendar_of(d)) for d in departments]
    found = []
    for department, times, calendar in (*wanted, *([(NOBODY, USUAL_TIMES, USUAL)] if wanted else [])):
        job = f"aftermath:{department or '*'}"
        moment = latest_signal_moment(now, sorted(times)[:1], context.zone, job, calendar)
        if moment is not None:
            day = moment.period.partition("T")[0]  # another time of day is no reason to look twice
            found.append(Due(job, day, partial(_look, department=department)))
    return tuple(found)


def look(context: Context, department: str, now: datetime) -> str:
    """Counts again what is due for this department (NOBODY: of none that is there); returns a line about it."""
    with context.store.reading() as data:
        organisation = data.organisation()
        calendar = calendar_of(organisation.department(department))
        seen = [
            (signal.id, found)
            for signal in data.signals(states=[SignalState.RESOLVED], since=now - LOOKED_AT)
            if department == (signal.department if organisation.department(signal.department) else NOBODY)
            and (found := _seen(data, signal, calendar, context.zone, now)) is not None
        ]
    if not seen:
        return "nothing due"
    later = next_working_moment(now, context.zone, calendar)
    not_before = later if later > now else None
    done: Counter[str] = Counter()
    with context.store.writing() as unit:
        for id, found in seen:
            signal = unit.signal(id)
            if signal is None or domain.due(signal, now, context.zone) != found.weeks:
                continue
            kept = (*domain.present(signal), found)
            step(unit, signal, "aftermath", now, note=str(found.weeks), not_before=not_before, aftermath=kept)
            done[found.asked.verdict] += 1
    return ", ".join(f"{count} {verdict}" for verdict, count in sorted(done.items())) or "done already"


def _look(context: Context, now: datetime, *, department: str) -> str:
    return look(context, department, now)


def _seen(data: Reader, signal: Signal, calendar: Calendar, zone: ZoneInfo, now: datetime) -> Aftermath | None:
    """What came of it, when it is time to look; None when it is not, or its topic is gone."""
    weeks = domain.due(signal, now, zone)
    spans = domain.spans(signal, weeks, zone) if weeks else None
    if weeks is None or spans is None:
        return None
    try:
        topic = current(data, signal.topic)
    except NotFound:
        return None
    days = tuple(_working_days(span, calendar, zone) for span in spans)
    return Aftermath(
        weeks=weeks,
        at=now,
        asked=_asked(data, topic, spans, days, calendar, zone),
        customers=_customers(data, signal, topic, spans, days, calendar, zone),
    )


def _asked(
    data: Reader,
    topic: Topic,
    spans: tuple[Span, Span],
    days: Sequence[Sequence[date]],
    calendar: Calendar,
    zone: ZoneInfo,
) -> Change:
    before, after = (
        Counted(domain.person_days(data.questions(topic=topic.id, since=s.begin, until=s.end), zone), len(d))
        for s, d in zip(spans, days, strict=True)
    )
    return domain.change(before, after, week=len(calendar.working_days))


def _customers(
    data: Reader,
    signal: Signal,
    topic: Topic,
    spans: tuple[Span, Span],
    days: Sequence[Sequence[date]],
    calendar: Calendar,
    zone: ZoneInfo,
) -> Change:
    """Tallied and imported customers; unknown unless the department's customers were counted in both spans."""
    found = [_tallies(data, topic, span) for span in spans]
    if not all(rows or _counts(data, signal.department, span) for rows, span in zip(found, spans, strict=True)):
        return domain.unknown()
    daily = [domain.a_day(rows, d, zone) for rows, d in zip(found, days, strict=True)]
    before, after = (Counted(domain.few(sum(counts)), len(counts)) for counts in daily)
    return domain.change(before, after, week=len(calendar.working_days), scale=dispersion(*daily))


def _tallies(data: Reader, topic: Topic, span: Span) -> list[Tally]:
    """Customers who came about this topic; one tallied with its entry alone is of the topic too."""
    own = data.tallies(topic=topic.id, since=span.begin, until=span.end)
    by_entry = data.tallies(entry=topic.entry, since=span.begin, until=span.end) if topic.entry else ()
    return [*own, *(t for t in by_entry if t.topic is None)]


def _counts(data: Reader, department: str, span: Span) -> bool:
    """Whether any customer of this department was counted then: a topic nobody tallied says something only if so."""
    tallied = {t.topic for t in data.tallies(since=span.begin, until=span.end) if t.topic is not None}
    return any(t.department == department for t in data.topics(sorted(tallied))) if tallied else False


def _working_days(span: Span, calendar: Calendar, zone: ZoneInfo) -> list[date]:
    first, last = (at.astimezone(zone).date() for at in (span.begin, span.end))
    days = (first + timedelta(days=n) for n in range((last - first).days))
    return [day for day in days if is_working_day(day, calendar)]
