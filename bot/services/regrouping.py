"""Grouping the questions of the last weeks again, with hindsight: what joined a topic as it was asked may belong
elsewhere, and topics may turn out to be one, or two. Identities stay (bot/domain/identities.py), and so does what
people decided.

Reading, grouping and deciding happen outside any unit; what is to change is written in one, in which every question and
topic is looked at again: what changed meanwhile is left for the next time. Doing it twice changes nothing more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from bot.domain.grouping import groups, rows
from bot.domain.identities import Grouped, Pair, Plan, Standing, plan
from bot.domain.text import one_line
from bot.domain.words import fold, is_only_greeting, without_opening
from bot.model import EscalationState, Outcome, Question, Topic, TopicEvent, TopicRow
from bot.ports import Reader, Unit
from bot.services.context import Context
from bot.services.scheduling import Due
from bot.services.topics import current

JOB = "regroup"
MEMORY = timedelta(weeks=12)  #: questions that are grouped
AT_MOST = 20_000  #: of those, the latest
ENOUGH_NEW = 25  #: questions asked since the last time; fewer wait until a week has passed
SHARE_NEW = 0.1  #: and this share of all that are grouped: among many, a few more change nothing
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
NIGHT = timedelta(hours=4)  #: after midnight, local time: nobody asks, and the clock is not put forward or back
#: Groups less alike than this stay two topics. Stricter than `kb eval --topics` is: a signal about questions that are
#: not about one thing is worse than two signals. In the demo's stream, where the subjects are known, .7 of the pairs in
#: one topic ask the same from 600 questions on (as they come: .5), .4 at 300 (.3).
LEAST = 0.4
TITLE = 120  #: characters
CENTRAL = 0.9  #: a title stays while its question is this near to being the most central one
AT_WORK = (EscalationState.OPEN, EscalationState.CLAIMED)


@dataclass(frozen=True, slots=True)
class Seen:
    """What there is to group, and what binds."""

    rows: tuple[TopicRow, ...]
    questions: Mapping[int, Question]
    topics: Mapping[int, Topic]
    kept: frozenset[int]  #: topics with a signal, a name or a place that people gave
    whole: frozenset[int]  #: topics joined by hand
    apart: frozenset[Pair]
    at_work: frozenset[int]  #: questions that lie with specialists
    told: Mapping[int, int]  #: questions that a signal tells of, and its topic


@dataclass(frozen=True, slots=True)
class Look:
    """What a topic is to be called, and whose its questions mostly are."""

    title: str
    department: str | None


def due(context: Context, now: datetime) -> tuple[Due, ...]:
    """Every night in which there is enough that is new."""
    with context.store.reading() as data:
        last = data.last_claim(JOB)
        since = last.done_at if last is not None else None
        known = min(data.asked_since(now - MEMORY), AT_MOST)
        new = data.asked_since(since) if since is not None else known
    waited = since is not None and now - since >= WEEK
    if new < (1 if waited else max(ENOUGH_NEW, SHARE_NEW * known)):
        return ()
    night = (now.astimezone(context.zone) - NIGHT).date()
    return (Due(JOB, night.isoformat(), regroup),)


def regroup(context: Context, now: datetime) -> str:
    """Groups again and lets the topics follow; returns a line about it."""
    with context.store.reading() as data:
        seen = _seen(data, now)
    if len(seen.rows) < 2:
        return "too few questions"
    texts, vectors = context.knowledge.read(seen.rows)
    alike = rows(texts, vectors)
    found = groups(alike, LEAST)
    planned = plan(_grouped(seen, found), _standing(seen), seen.apart)
    looks = _looks(seen, alike, planned)
    with context.store.writing() as unit:
        return _apply(unit, seen, planned, looks, now)


# ---------------------------------------------------------------- what there is


def _seen(data: Reader, now: datetime) -> Seen:
    some = [row for row in data.topic_rows(now - MEMORY) if fold(row.text) and not is_only_greeting(row.text)][
        -AT_MOST:
    ]
    asked = {row.question for row in some}
    topics = {topic.id: topic for topic in data.topics() if topic.merged_into is None}
    escalations = data.escalations(states=AT_WORK)
    at_work = {e.question for e in escalations} | {w.question for e in escalations for w in e.waiters}
    signals = [(current(data, signal.topic), signal) for signal in data.signals()]
    signalled = {topic.id for topic, _ in signals}
    return Seen(
        rows=tuple(row for row in some if row.topic in topics),
        questions={q.id: q for q in data.questions(since=now - MEMORY) if q.id in asked},
        topics=topics,
        kept=frozenset(id for id, t in topics.items() if id in signalled or t.named or t.placed),
        whole=frozenset(id for id, t in topics.items() if joined_by_hand(t)),
        apart=frozenset(frozenset((pair.first, pair.second)) for pair in data.topic_pairs()),
        at_work=frozenset(at_work),
        told={q: topic.id for topic, signal in signals for q in signal.evidence.questions},
    )


def joined_by_hand(topic: Topic) -> bool:
    """Whether specialists merged another into it, and did not split it since."""
    last = [event.what for event in topic.history if event.by is not None and event.what in ("took_in", "split")]
    return bool(last) and last[-1] == "took_in"


def answered_by(question: Question) -> int | None:
    """The entry that answers a question: shown as fitting, or found to help, and not refused."""
    refused = any(shown.refused for shown in question.shown if shown.entry == question.entry)
    return None if refused or question.outcome is Outcome.NOT_HELPED else question.entry


def _grouped(seen: Seen, found: np.ndarray) -> list[Grouped]:
    return [
        Grouped(
            question=row.question,
            topic=row.topic,
            group=int(group),
            stays=row.pinned or row.question in seen.at_work or _shown_its_entry(seen, row),
            entry=answered_by(seen.questions[row.question]) if row.question in seen.questions else None,
            told=seen.told.get(row.question),
        )
        for row, group in zip(seen.rows, found, strict=True)
    ]


def _shown_its_entry(seen: Seen, row: TopicRow) -> bool:
    """Whether it is where its entry is: also when that did not help, it was asked about that."""
    question, topic = seen.questions.get(row.question), seen.topics[row.topic]
    return question is not None and question.entry is not None and question.entry == topic.entry


def _standing(seen: Seen) -> list[Standing]:
    """The topics the questions are in, and those of entries, which questions may be bound to."""
    present = {row.topic for row in seen.rows}
    return [
        Standing(id, topic.entry, kept=id in seen.kept, whole=id in seen.whole)
        for id, topic in seen.topics.items()
        if id in present or topic.entry is not None
    ]


# ---------------------------------------------------------------- what topics are called


def _looks(seen: Seen, alike: np.ndarray, planned: Plan) -> dict[tuple[int, ...] | int, Look]:
    """By the topic's number; of a new one, by its questions."""
    place = {row.question: i for i, row in enumerate(seen.rows)}
    members: dict[tuple[int, ...] | int, list[int]] = {some: [place[q] for q in some] for some in planned.opened}
    new = {question for some in planned.opened for question in some}
    for row in seen.rows:
        if row.question not in new:
            topic = planned.moves.get(row.question, row.topic)
            members.setdefault(planned.merges.get(topic, topic), []).append(place[row.question])
    return {
        key: Look(_title(seen, alike, places, key), _department(seen, places, key)) for key, places in members.items()
    }


def _title(seen: Seen, alike: np.ndarray, places: Sequence[int], key: tuple[int, ...] | int) -> str:
    """The most central real question; the title there is while its question is about as central."""
    texts = [one_line(without_opening(seen.rows[i].text), TITLE) for i in places]
    centre = alike[places].sum(axis=0)
    nearness = alike[places] @ centre
    best = int(np.argmax(nearness))
    old = seen.topics[key].title if isinstance(key, int) else ""
    stays = old in texts and nearness[texts.index(old)] >= CENTRAL * nearness[best]
    return old if stays else texts[best]


def _department(seen: Seen, places: Iterable[int], key: tuple[int, ...] | int) -> str | None:
    """That of more than half of the questions whose department is known or guessed; else the one it has."""
    asked = (seen.questions.get(seen.rows[i].question) for i in places)
    votes = Counter(q.department for q in asked if q is not None and q.department is not None)
    now = seen.topics[key].department if isinstance(key, int) else None
    most = votes.most_common(1)
    return most[0][0] if most and 2 * most[0][1] > votes.total() else now


# ---------------------------------------------------------------- what changes


def _apply(unit: Unit, seen: Seen, planned: Plan, looks: Mapping[tuple[int, ...] | int, Look], now: datetime) -> str:
    """Writes what is still as it was seen; the rest is for the next time."""
    was = {row.question: row.topic for row in seen.rows}
    wanted = [*planned.moves, *(question for some in planned.opened for question in some)]
    asked = unit.questions(ids=wanted) if wanted else ()
    same = {q.id for q in asked if q.topic == was[q.id] and not q.pinned}
    kept = seen.kept | {signal.topic for signal in unit.signals(since=now - DAY)}
    apart = {frozenset((pair.first, pair.second)) for pair in unit.topic_pairs()}
    moved = opened = merged = 0
    by_topic: dict[int, list[int]] = {}
    for question, to in planned.moves.items():
        if question in same and _stands(unit, to) and frozenset((was[question], to)) not in apart:
            by_topic.setdefault(to, []).append(question)
    for to, questions in by_topic.items():
        unit.move_questions(questions, to, pinned=False)
        moved += len(questions)
    for some in planned.opened:
        if still := [question for question in some if question in same]:
            _open(unit, still, was, looks[some], now)
            opened += 1
    for topic, into in planned.merges.items():
        if topic not in kept and frozenset((topic, into)) not in apart:
            merged += _merge(unit, topic, into, now)
    for key, look in looks.items():
        if isinstance(key, int) and look != Look(seen.topics[key].title, seen.topics[key].department):
            _call(unit, key, look)
    return f"{moved} questions moved, {opened} topics opened, {merged} merged" if moved or opened or merged else "same"


def _stands(unit: Unit, topic: int) -> bool:
    found = unit.topic(topic)
    return found is not None and found.merged_into is None


def _open(unit: Unit, questions: Sequence[int], was: Mapping[int, int], look: Look, now: datetime) -> None:
    """A topic of its own for these questions; both topics' histories say so."""
    most = Counter(was[question] for question in questions).most_common(1)[0][0]
    event = TopicEvent(at=now, what="split_off", note=str(most))
    new = unit.add_topic(Topic(title=look.title, department=look.department, history=(event,), created_at=now))
    unit.move_questions(questions, new.id, pinned=False)
    if (old := unit.topic(most)) is not None:
        unit.save_topic(old.but(history=(*old.history, TopicEvent(at=now, what="split", note=str(new.id)))))


def _merge(unit: Unit, topic: int, into: int, now: datetime) -> bool:
    """The one into the other, which says so and points on; False when one of them is no longer what it was."""
    one, other = unit.topic(topic), unit.topic(into)
    changed = one is None or other is None or one.merged_into is not None or other.merged_into is not None
    if changed or one is None or other is None or one.named or one.placed:
        return False
    if any(question.pinned for question in unit.questions(topic=topic)):
        return False
    unit.save_topic(one.but(history=(*one.history, TopicEvent(at=now, what="merged", note=str(into)))))
    unit.save_topic(other.but(history=(*other.history, TopicEvent(at=now, what="took_in", note=str(topic)))))
    unit.merge_topics(topic, into)
    return True


def _call(unit: Unit, id: int, look: Look) -> None:
    """Its title, unless a specialist named it or it has an entry (whose title is shown), and its department, unless a
    specialist placed it."""
    topic = unit.topic(id)
    if topic is None or topic.merged_into is not None:
        return
    title = topic.title if topic.named or topic.entry is not None else look.title
    department = topic.department if topic.placed else look.department
    if (title, department) != (topic.title, topic.department):
        unit.save_topic(topic.but(title=title, department=department))
