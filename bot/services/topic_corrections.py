"""What specialists correct in topics: moving questions, merging, splitting, renaming. It binds later grouping
(regrouping.py): moved questions are pinned, split topics kept apart, joined ones stay one, a given name stays. What
signals tell of those topics follows.

Each is taken back by its opposite. Whoever knows the subject may: specialists of the topic's department, its lead, and
admins. A second time changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.text import has_words, one_line
from bot.errors import BadInput, NotAllowed
from bot.model import ENOUGH_PEOPLE, TITLE_MAX, AuditRow, Entry, Question, Topic, TopicEvent, TopicPair, TopicStep
from bot.ports import Reader, Unit
from bot.services import signal_corrections as signals
from bot.services.context import Context, mask_question
from bot.services.people import Role
from bot.services.signal_seen import department_of, entries_of
from bot.services.topics import current

LATELY = timedelta(weeks=4)  #: topics listed were asked about since then
LISTED = 15  #: topics in a list
OFFERED = 99  #: topics to choose from
SHOWN = 10  #: questions to choose from: what a checkbox group holds


@dataclass(frozen=True, slots=True)
class Listed:
    """A topic in a list."""

    topic: Topic
    title: str  #: see `_title`
    department: str | None  #: key; of a topic that nobody placed the one most of its questions seem to be of
    people: int  #: distinct colleagues who asked in four weeks; 0 when fewer than three
    questions: int  #: how often they asked; 0 when fewer than three people did


@dataclass(frozen=True, slots=True)
class Editing:
    """What the form to correct a topic shows."""

    topic: Topic
    title: str
    by_entry: bool  #: that is the title of its entry
    questions: tuple[Question, ...]  #: the latest, each text once
    others: tuple[Listed, ...]  #: topics that questions may be moved to


def may_correct(role: Role, department: str | None) -> bool:
    """Whether this person may correct topics of that department."""
    return role.admin or role.is_specialist_of(department)


def listed(context: Context, role: Role, now: datetime, limit: int = LISTED) -> tuple[Listed, ...]:
    """The topics of this person's departments (an admin's: all) that were asked about lately, most people first."""
    with context.store.reading() as data:
        return tuple(one for one in _lately(data, now) if may_correct(role, one.department))[:limit]


def editing(context: Context, role: Role, id: int, now: datetime) -> Editing:
    """What the form shows. Errors: NotFound, NotAllowed."""
    with context.store.reading() as data:
        topic = _mine(data, role, id)
        asked = data.questions(topic=topic.id, newest_first=True, limit=5 * SHOWN)
        once = {question.text.casefold(): question for question in reversed(asked)}
        others = [one for one in _lately(data, now) if one.topic.id != topic.id]
        own = _department(data, topic)
        others.sort(key=lambda one: (one.department != own, -one.questions))
        latest = sorted(once.values(), key=lambda question: question.id, reverse=True)
        entry = _naming(data, topic)
        title = _title(topic, entry, signals.titles(data))
        by_entry = entry is not None and entry.title == title
        return Editing(topic, title, by_entry, tuple(latest[:SHOWN]), tuple(others[:OFFERED]))


def rename(context: Context, role: Role, id: int, title: str, now: datetime) -> Topic:
    """Its title from now on. Errors: NotFound, NotAllowed, BadInput for no words."""
    with context.store.writing() as unit:
        topic = _mine(unit, role, id)
        name = _name(unit, title, "title")
        if name == topic.title and topic.named:
            return topic
        named = topic.but(title=name, named=True, history=(*topic.history, _event(now, "renamed", role, topic.title)))
        unit.save_topic(named)
        signals.retitle(unit, named)
        _record(unit, named, role, now, "renamed", "")
        return named


def move(context: Context, role: Role, questions: Sequence[int], to: int, now: datetime) -> Topic:
    """These questions belong to that topic, and stay there. Errors: NotFound, NotAllowed (for any of the topics they
    are in)."""
    with context.store.writing() as unit:
        target = current(unit, to)
        wanted = [q for q in _questions(unit, role, questions) if q.topic != target.id or not q.pinned]
        if wanted:
            unit.move_questions([q.id for q in wanted], target.id, pinned=True)
            signals.left(unit, wanted, target, now, role.user)
            signals.came_back(unit, target, now, role.user)
            _record(unit, target, role, now, "moved", f"{len(wanted)} questions")
        return target


def merge(context: Context, role: Role, id: int, into: int, now: datetime) -> Topic:
    """The one goes into the other, and points on. Errors: NotFound, NotAllowed, BadInput when both have an entry of
    their own: then it is the entries that are to be merged."""
    with context.store.writing() as unit:
        topic, target = _mine(unit, role, id), current(unit, into)
        if topic.id == target.id:
            return target
        if topic.entry is not None and target.entry is not None and topic.entry != target.entry:
            raise BadInput("error-topic-two-entries", field="other", one=topic.entry, other=target.entry)
        unit.delete_topic_pair(topic.id, target.id)
        took = target.but(
            entry=target.entry or topic.entry,
            history=(*target.history, _event(now, "took_in", role, str(topic.id))),
        )
        unit.save_topic(topic.but(entry=None, history=(*topic.history, _event(now, "merged", role, str(target.id)))))
        unit.save_topic(took)
        unit.merge_topics(topic.id, target.id)
        if took.named:
            signals.retitle(unit, took)
        signals.came_back(unit, took, now, role.user)
        _record(unit, topic, role, now, "merged", f"into {target.id}")
        return took


def split(context: Context, role: Role, id: int, questions: Sequence[int], title: str, now: datetime) -> Topic:
    """These questions of it become a topic of their own, kept apart from the rest. Without a title it is called after
    one of them. Errors: NotFound, NotAllowed, BadInput when none of them is (any longer) in it."""
    with context.store.writing() as unit:
        topic = _mine(unit, role, id)
        wanted = [q for q in _questions(unit, role, questions) if q.topic == topic.id]
        if not wanted:
            raise BadInput("error-topic-no-questions", text=title, field="questions")
        name = _name(unit, title, "title") if has_words(title) else one_line(wanted[0].text, TITLE_MAX)
        new = unit.add_topic(
            Topic(
                title=name,
                named=has_words(title),
                department=topic.department,
                placed=topic.placed,
                history=(_event(now, "split_off", role, str(topic.id)),),
                created_at=now,
            )
        )
        unit.move_questions([q.id for q in wanted], new.id, pinned=True)
        unit.save_topic(topic.but(history=(*topic.history, _event(now, "split", role, str(new.id)))))
        signals.left(unit, wanted, new, now, role.user)
        unit.add_topic_pair(TopicPair(first=topic.id, second=new.id, at=now))
        _record(unit, topic, role, now, "split", f"{len(wanted)} questions to {new.id}")
        return new


def title_now(context: Context, id: int) -> str:
    """What the topic is called. Errors: NotFound."""
    with context.store.reading() as data:
        topic = current(data, id)
        return _title(topic, _naming(data, topic), signals.titles(data))


# ---------------------------------------------------------------- inside


def _mine(data: Reader, role: Role, id: int) -> Topic:
    topic = current(data, id)
    if not may_correct(role, _department(data, topic)):
        raise NotAllowed("error-topic-not-yours")
    return topic


def _department(data: Reader, topic: Topic) -> str | None:
    lately = data.questions(topic=topic.id, newest_first=True, limit=5 * SHOWN)
    return department_of(data.organisation(), topic, lately)


def _questions(data: Reader, role: Role, ids: Sequence[int]) -> tuple[Question, ...]:
    """Those that are still there. Errors: NotAllowed when one is in a topic this person may not correct."""
    found = data.questions(ids=ids) if ids else ()
    for id in {question.topic for question in found if question.topic is not None}:
        _mine(data, role, id)
    return found


def _name(data: Reader, title: str, field: str) -> str:
    if not has_words(title):
        raise BadInput("error-no-words", text=title, field=field)
    return one_line(mask_question(title, data.organisation()), TITLE_MAX)


def _event(now: datetime, what: TopicStep, role: Role, note: str) -> TopicEvent:
    return TopicEvent(at=now, what=what, by=role.user, note=note)


def _record(unit: Unit, topic: Topic, role: Role, now: datetime, what: str, detail: str) -> None:
    unit.record(AuditRow(at=now, subject=f"topic:{topic.id}", what=what, by=role.user, detail=detail))


def _naming(data: Reader, topic: Topic) -> Entry | None:
    """The entry it is named after, unless it has a name of its own."""
    return data.entry(topic.entry) if topic.entry is not None and not topic.named else None


def _title(topic: Topic, entry: Entry | None, told: Mapping[int, str]) -> str:
    """The name it was given; else what a signal that is not over yet calls it, so that it is known by one name; else
    its entry's title, if it has one."""
    if topic.named:
        return topic.title
    return told.get(topic.id) or (entry.title if entry is not None else topic.title)


def _lately(data: Reader, now: datetime) -> list[Listed]:
    """All topics that were asked about lately, most people first."""
    asked: dict[int, list[Question]] = {}
    for question in data.questions(since=now - LATELY):
        if question.topic is not None:
            asked.setdefault(question.topic, []).append(question)
    topics = {t.id: t for t in data.topics(sorted(asked)) if t.merged_into is None} if asked else {}
    entries = entries_of(data, (t.entry for t in topics.values()))
    organisation, told, found = data.organisation(), signals.titles(data), []
    for id, topic in topics.items():
        people = len({q.pseudonym for q in asked[id] if q.pseudonym})
        enough = people >= ENOUGH_PEOPLE
        title = _title(topic, entries.get(topic.entry or 0), told)
        whose = department_of(organisation, topic, asked[id])
        found.append(Listed(topic, title, whose, people if enough else 0, len(asked[id]) if enough else 0))
    return sorted(found, key=lambda one: (-one.people, -len(asked[one.topic.id]), one.topic.id))
