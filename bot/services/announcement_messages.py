"""Where announcements stand in Slack: one message a channel, updated in place whatever becomes of the announcement."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.announcements import ANEW, Announced
from bot.domain.schedule import calendar_of, next_working_moment
from bot.model import Announcement, Organisation, OutboxMessage, OutboxState
from bot.ports import Reader, Unit

COUNT_EVERY = timedelta(seconds=10)  #: how often a message is updated because somebody more pressed Read


def message_key(entry: int, channel: str) -> str:
    """Key of its message in a channel."""
    return f"{_prefix(entry)}{channel}"


def _prefix(entry: int) -> str:
    return f"announcement:{entry}:"


def list_key(announcement: Announcement, days: int) -> str:
    """Key of the list that comes back after so many working days of its period. Not of its first day, which an edit
    may move while the lists stay what they are."""
    return _list_key(announcement, announcement.followed.count(ANEW), days)


def list_keys(announcement: Announcement) -> tuple[str, ...]:
    """Keys of the lists that came back, also in periods it had before."""
    followed = announcement.followed
    places = ((followed[:place].count(ANEW), days) for place, days in enumerate(followed) if days != ANEW)
    return tuple(_list_key(announcement, period, days) for period, days in places)


def _list_key(announcement: Announcement, period: int, days: int) -> str:
    return f"announcement-list:{announcement.entry}:{period}:{days}"


def places(organisation: Organisation, announcement: Announcement) -> tuple[str, ...]:
    """The channels it is posted to: those for announcements, else its department's own."""
    department = organisation.department(announcement.department)
    own = (department.channel,) if department else ()
    return tuple(dict.fromkeys(one for one in (organisation.announcement_channels or own) if one))


def standing(data: Reader, one: Announced) -> tuple[OutboxMessage, ...]:
    """Its messages: where it is posted to, and where it stands though it would not be posted there any more."""
    wanted = places(data.organisation(), one.announcement)
    rows = data.outbox_under(_prefix(one.entry.number))
    return tuple(row for row in rows if row.to in wanted or row.ts or row.state is not OutboxState.FAILED)


def post(unit: Unit, one: Announced, now: datetime, day: date) -> tuple[str, ...]:
    """Posts it wherever it does not stand yet, and renders it again where it does. Returns the channels."""
    channels = places(unit.organisation(), one.announcement)
    there = standing(unit, one)
    for row in there:
        unit.enqueue(row.but(payload=_payload(one, day), not_before=None))
    for channel in channels:
        if all(row.to != channel for row in there):
            key = message_key(one.entry.number, channel)
            unit.enqueue(
                OutboxMessage(key=key, kind="announcement", to=channel, payload=_payload(one, day), created_at=now)
            )
    return channels


def refresh(unit: Unit, one: Announced, day: date) -> int:
    """Renders its messages again, and the lists that came back; returns how many."""
    rows = standing(unit, one)
    for row in rows:
        unit.enqueue(row.but(payload=_payload(one, day), not_before=None))
    lists = [found for key in list_keys(one.announcement) if (found := unit.outbox(key))]
    for listed in lists:
        unit.enqueue(listed)
    return len(rows) + len(lists)


def count_again(unit: Unit, one: Announced, now: datetime) -> None:
    """Its messages soon show how many read it: not with every press."""
    for row in standing(unit, one):
        if row.state is not OutboxState.PENDING:
            unit.enqueue(row.but(not_before=now + COUNT_EVERY))


def refused(data: Reader, one: Announced) -> tuple[OutboxMessage, ...]:
    """Messages that Slack did not take (the bot is no member of the channel), so that nobody saw them."""
    return tuple(row for row in standing(data, one) if row.state is OutboxState.FAILED and row.ts is None)


def tell_refused(unit: Unit, one: Announced, now: datetime, zone: ZoneInfo) -> int:
    """Who announced hears of it, once a channel, in working hours; returns of how many."""
    count = 0
    calendar = calendar_of(unit.organisation().department(one.announcement.department))
    later = next_working_moment(now, zone, calendar)
    for row in refused(unit, one):
        key = f"announcement-refused:{one.entry.number}:{row.to}"
        if unit.outbox(key) is None:
            payload = {"what": "announcement-refused", "entry": one.entry.number}
            to = one.announcement.created_by
            unit.enqueue(
                OutboxMessage(key=key, kind="notice", to=to, payload=payload, not_before=later, created_at=now)
            )
            count += 1
    return count


def is_stale(data: Reader, one: Announced, day: date) -> bool:
    """Whether a message says something else than how it stands on this day."""
    return any(row.payload != _payload(one, day) for row in standing(data, one) if row.state is not OutboxState.FAILED)


def _payload(one: Announced, day: date) -> dict[str, object]:
    """What a message must have been rendered with to say what is true: also after an edit made elsewhere."""
    changed = int(one.entry.updated_at.timestamp())
    return {"entry": one.entry.number, "phase": one.phase(day).value, "changed": changed}
