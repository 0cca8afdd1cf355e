"""What an announcement did not answer comes back to its department, after the first, third and tenth working day.

Each list holds what the lists before it did not. Who asked stands in none of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from bot.domain.announcements import ANEW, Announced, Caused, foresees, last_list, list_due, unanswered
from bot.domain.learning import same_words
from bot.domain.schedule import calendar_of, next_working_moment
from bot.errors import NotFound
from bot.model import Announcement, OutboxMessage, Outcome, Question
from bot.ports import Reader
from bot.services import announced
from bot.services.announcement_messages import list_key, list_keys
from bot.services.announcing import keep_up, local_day
from bot.services.context import Context
from bot.services.scheduling import Due

LOOK_BACK = timedelta(days=45)  #: announcements that ended before have had their last list
LISTED_MOST = 10  #: questions with a button; the others are counted


def due(context: Context, now: datetime) -> tuple[Due, ...]:
    """Every hour, while there are announcements, how they stand; and the lists that are to come back now."""
    with context.store.reading() as data:
        found, organisation = data.announcements(), data.organisation()
    if not found:
        return ()
    lists = []
    for one in found:
        if one.ends < local_day(context, now) - LOOK_BACK:
            continue
        days = list_due(one, calendar_of(organisation.department(one.department)), context.zone, now)
        if days is not None:
            period = f"{one.followed.count(ANEW)}:{one.starts.isoformat()}+{days:02}"
            lists.append(Due(f"announcement:{one.entry}", period, partial(_bring, one.entry, days)))
    hour = now.astimezone(context.zone)
    return (Due("announcements", f"{hour:%Y-%m-%dT%H}:00", keep_up), *lists)


def bring_back(context: Context, number: int, days: int, now: datetime) -> str:
    """Posts the list of this announcement after so many working days, once; returns a line about it.

    Without anything to say there is one line after the first day, and nothing after that.
    """
    with context.store.writing() as unit:
        one = announced.require(unit, number)
        if days <= last_list(one.announcement) or one.announcement.withdrawn_at is not None:
            return "listed already"
        asked = announced.questions_about(unit, one, one.announcement.created_at)
        caused = announced.came_of(unit, one, one.announcement.created_at, questions=asked)
        told = _told_before(unit, one.announcement)
        left = [
            q
            for q in unanswered(asked)
            if not is_answered(unit, one, q) and not any(same_words(q.text, text) for text in told)
        ]
        unit.save_announcement(one.announcement.but(followed=(*one.announcement.followed, days)))
        department = unit.organisation().department(one.announcement.department)
        to = (department.channel or department.lead) if department else None
        to = to or next(iter(unit.organisation().admins), None)
        if to is None or (days > 1 and not left):
            return "nothing to tell"
        payload = {
            "entry": number,
            "days": days,
            "questions": [q.id for q in left],
            "caused": {name: getattr(caused, name) for name in Caused.__slots__},
        }
        unit.enqueue(
            OutboxMessage(
                key=list_key(one.announcement, days),
                kind="announcement_list",
                to=to,
                payload=payload,
                not_before=next_working_moment(now, context.zone, calendar_of(department)),
                created_at=now,
            )
        )
    return f"{len(left)} not answered"


def caused_in(payload: Mapping[str, Any]) -> Caused:
    """What it had caused when the list was made."""
    return Caused(**payload["caused"])


def listed(data: Reader, payload: Mapping[str, Any]) -> tuple[Question, ...]:
    """The questions of a list."""
    ids = [int(id) for id in payload["questions"]]
    return data.questions(ids=ids) if ids else ()


def is_answered(data: Reader, one: Announced, question: Question) -> bool:
    """Whether the announcement answers this question by now: with another answer than the one that did not help."""
    if any(phrasing.question == question.id for phrasing in data.phrasings(one.entry.number)):
        return True
    if not any(foresees(expected.question, question.text) for expected in one.announcement.expected):
        return False
    failed = question.outcome is Outcome.NOT_HELPED and question.entry == one.entry.number
    return not failed or one.entry.updated_at > question.asked_at


def question_of(data: Reader, entry: int, id: int) -> Question:
    """A question of one of this announcement's lists. Errors: NotFound for any other."""
    one = announced.require(data, entry)
    for key in list_keys(one.announcement):
        row = data.outbox(key)
        if row is not None and id in row.payload["questions"] and (found := data.question(id)) is not None:
            return found
    raise NotFound("error-question-gone")


def _told_before(data: Reader, announcement: Announcement) -> tuple[str, ...]:
    """The questions of the lists that came before."""
    rows = (data.outbox(key) for key in list_keys(announcement))
    return tuple(asked.text for row in rows if row is not None for asked in listed(data, row.payload))


def _bring(number: int, days: int, context: Context, now: datetime) -> str:
    return bring_back(context, number, days, now)
