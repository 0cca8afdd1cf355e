"""Asking: a question comes in, the fitting entry or an honest "nothing yet" goes out (what the asker then says of it:
reacting.py). Every function is safe to run twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from bot.domain import text as words
from bot.domain.announcements import picked
from bot.domain.matching import Match
from bot.domain.words import without_opening
from bot.errors import BadInput, NotFound
from bot.model import (
    ENOUGH_PEOPLE,
    TEXT_MAX,
    Contact,
    Department,
    Entry,
    Escalation,
    EscalationState,
    Kind,
    Organisation,
    Outcome,
    Question,
    Shown,
    Tally,
    Topic,
)
from bot.ports import Reader, Unit
from bot.services import announced
from bot.services.announced import Beside
from bot.services.context import Context, mask_question
from bot.services.topics import current

SHOWN_AT_MOST = 4  #: the fitting entry and three near misses
LOOKED_AT = 8  #: matches among which announcements are looked for that touch the question

#: Near misses less likely than this are noise: "asdf" is near nothing. Beside an answer that fits all others are
#: unlikely, related ones a little less so.
NEAR_AT, NEAR_BESIDE_AT = 0.005, 0.001
#: From this probability on a near miss is not called "nothing".
PERHAPS_AT = 0.3
#: Votes for a department below this are no guess at whose subject it is. In the demo (six departments) 3 in 10 guesses
#: are right up to .02, 6 in 10 up to .1, 9 in 10 above .2; most that nobody there could answer ("asdf", the weather)
#: are below.
GUESS_AT = 0.1
UNDER_WAY = (EscalationState.OPEN, EscalationState.CLAIMED)


@dataclass(frozen=True, slots=True)
class Answer:
    """All that a reply to a question shows."""

    question: Question
    entry: Entry | None  #: fits; None is "nothing is written about this yet"
    related: tuple[Entry, ...]  #: near misses, best first
    colleagues: int  #: distinct people who asked this in 28 days; 0 when fewer than three
    department: Department | None  #: with whom it lies, else whose subject it probably is
    checked_by: Department | None
    escalation: Escalation | None  #: the same question already lies with specialists
    mine: bool  #: the viewer is the asker
    waits: bool = False  #: and this question waits for its answer there
    learned: bool = False  #: from what the asker said of it
    announced: Beside = announced.NOTHING  #: what announcements have to do with it

    @property
    def perhaps(self) -> bool:
        """Whether nothing fits, but the nearest of what is shown may well be the answer."""
        shown = {one.entry: one.probability for one in self.question.shown}
        near = (*self.related, *(one.entry for one in self.announced.on_top))
        return self.entry is None and any(shown.get(e.number, 0.0) >= PERHAPS_AT for e in near)


@dataclass(frozen=True, slots=True)
class Found:
    """What the knowledge base has for a question."""

    text: str  #: masked
    vector: np.ndarray | None
    matches: tuple[Match, ...]  #: best first


def find(context: Context, organisation: Organisation, typed: str, limit: int = SHOWN_AT_MOST) -> Found:
    """What `ask` finds for a question: the entries that may answer it. Nothing is stored."""
    # A placeholder may be longer than what it masks: a text at the limit is cut, rather than refused.
    text = mask_question(typed, organisation)[:TEXT_MAX]
    vector, matches = context.knowledge.look_up(text, limit)
    return Found(text, vector, matches)


def ask(
    context: Context, user: str, typed: str, now: datetime, *, place: str | None = None, origin: str | None = None
) -> Answer:
    """Stores the question (masked) with what was found for it, and returns the answer.

    Errors: BadInput when there is nothing to search for, or more than TEXT_MAX characters.
    """
    if not words.has_words(typed):
        raise BadInput("error-no-words", text=typed)
    if len(typed) > TEXT_MAX:
        raise BadInput("error-too-long", text=typed, limit=TEXT_MAX, length=len(typed))
    with context.store.reading() as data:
        organisation = data.organisation()
        known = data.question_by_origin(origin) if origin else None
        if known is not None:
            return view_of(context, data, known, user, now)
    found = find(context, organisation, typed, LOOKED_AT)
    text, vector, matches = found.text, found.vector, found.matches
    fitting = matches[0] if matches and matches[0].fits else None
    similar = None if fitting else context.knowledge.topic_for(text, vector, now)
    encoder, packed = context.knowledge.pack(vector)
    with context.store.writing() as unit:
        if origin and (again := unit.question_by_origin(origin)):
            return view_of(context, unit, again, user, now)
        entries = {e.number: e for e in unit.entries(numbers=[m.entry for m in matches]) if e.offered}
        if fitting and fitting.entry not in entries:
            fitting = None  # retired in this very moment
        matches = _shown(matches, entries, fitting)
        department = guess_department(organisation, matches, entries, place)
        topic = _join_topic(unit, text, fitting, similar, department, now)
        question = unit.add_question(
            Question(
                text=text,
                language=words.language_of(text, context.language),
                asked_at=now,
                asker=user,
                pseudonym=context.pseudonym(user),
                place=place,
                topic=topic.id,
                department=department or topic.department,
                entry=fitting.entry if fitting else None,
                shown=tuple(
                    Shown(entry=m.entry, probability=m.probability, phrasing=m.text, fits=m is fitting) for m in matches
                ),
                outcome=None if fitting else Outcome.NO_ANSWER,
                outcome_at=None if fitting else now,
                encoder=encoder,
                vector=packed,
                origin=origin,
            )
        )
        version = unit.topic_version()
        answer = view_of(context, unit, question, user, now)
    context.knowledge.joined(topic.id, question.id, text, vector, version)
    return answer


def search(context: Context, typed: str, limit: int = 8) -> tuple[Entry, ...]:
    """Entries for a search in App Home; nothing is stored. Best first."""
    if not words.has_words(typed):
        return ()
    vector = context.knowledge.encode_question(typed[:TEXT_MAX])
    matches = context.knowledge.find(typed[:TEXT_MAX], vector, limit=limit)
    with context.store.reading() as data:
        found = {e.number: e for e in data.entries(numbers=[m.entry for m in matches]) if e.offered}
    return tuple(found[m.entry] for m in matches if m.entry in found)


def view(context: Context, question: int, user: str, now: datetime) -> Answer:
    """The answer as it stands now, for whoever looks at it. Errors: NotFound."""
    with context.store.reading() as data:
        return view_of(context, data, require_question(data, question), user, now)


def tally(
    context: Context, contact: Contact, now: datetime, *, question: int | None, entry: int | None, origin: str | None
) -> tuple[Tally, int]:
    """Another customer about this. Anonymous: whoever presses is not stored. Returns it and today's count.

    Errors: NotFound when the entry is gone.
    """
    with context.store.writing() as unit:
        if entry is not None:
            entry = require_entry(unit, entry).number
        asked = unit.question(question) if question else None
        topic = asked.topic if asked else None
        if topic is None and entry is not None and (known := unit.topic_of_entry(entry)):
            topic = known.id
        counted = unit.add_tally(Tally(at=now, contact=contact, entry=entry, topic=topic, origin=origin))
        today = now.astimezone(context.zone).replace(hour=0, minute=0, second=0, microsecond=0)
        same = unit.tallies(since=today, topic=topic) if topic else unit.tallies(since=today, entry=entry)
        return counted, len(same)


def undo_tally(context: Context, tally_id: int) -> None:
    """Takes a tally back; a second time changes nothing."""
    with context.store.writing() as unit:
        unit.delete_tally(tally_id)


def guess_department(
    organisation: Organisation, matches: tuple[Match, ...], entries: dict[int, Entry], place: str | None
) -> str | None:
    """Whose subject this probably is: the nearest entries vote by their probability, the channel it was asked in
    (if it is a department's) has half a vote. None when nothing is near enough to say."""
    votes: dict[str, float] = {}
    for match in matches:
        key = entries[match.entry].department if match.entry in entries else None
        if key and organisation.department(key):
            votes[key] = votes.get(key, 0.0) + match.probability
    for department in organisation.active:
        if place and department.channel == place:
            votes[department.key] = votes.get(department.key, 0.0) + 0.5
    best = max(votes, key=lambda key: votes[key], default=None)
    return best if best is not None and votes[best] >= GUESS_AT else None


def require_question(data: Reader, id: int) -> Question:
    """The question, or NotFound."""
    question = data.question(id)
    if question is None:
        raise NotFound("error-question-gone")
    return question


def require_entry(data: Reader, number: int) -> Entry:
    """The entry, a merged one being followed to where it went; or NotFound."""
    seen: set[int] = set()
    entry = data.entry(number)
    while entry is not None and entry.merged_into is not None and entry.number not in seen:
        seen.add(entry.number)
        entry = data.entry(entry.merged_into)
    if entry is None:
        raise NotFound("error-entry-gone", number=number)
    return entry


def is_asker(context: Context, question: Question, user: str) -> bool:
    """Whether this person asked it, also after the link was dropped (by pseudonym, for 90 days)."""
    return question.asker == user or (question.pseudonym is not None and question.pseudonym == context.pseudonym(user))


def view_of(context: Context, data: Reader, question: Question, user: str, now: datetime) -> Answer:
    """The answer to this question as it stands in `data`, for whoever looks at it."""
    organisation = data.organisation()
    numbers = near_misses(question)
    shown = [s.entry for s in question.shown]
    found = {e.number: e for e in data.entries(numbers=[*shown, *([question.entry] if question.entry else [])])}
    entry = found.get(question.entry) if question.entry else None
    if entry is not None and entry.merged_into is not None:
        entry = require_entry(data, entry.number)
    news = announced.beside(data, question, entry, found, now.astimezone(context.zone).date())
    elsewhere = {*(one.entry.number for one in news.on_top), *((entry.number,) if entry else ())}
    related = tuple(found[n] for n in dict.fromkeys(numbers) if n in found and found[n].offered and n not in elsewhere)
    colleagues = 0
    if question.topic is not None:
        lately = data.questions(topic=question.topic, since=now - timedelta(days=28))
        mine = context.pseudonym(user)
        colleagues = len({q.pseudonym for q in lately if q.pseudonym and q.pseudonym != mine})
    under_way = data.escalations(topic=question.topic, states=UNDER_WAY) if question.topic else ()
    asked_at = under_way[0].department if under_way else None
    return Answer(
        question=question,
        entry=entry,
        related=related[: SHOWN_AT_MOST - 1],
        colleagues=colleagues if colleagues >= ENOUGH_PEOPLE else 0,
        department=organisation.department(asked_at or question.department or (entry.department if entry else None)),
        checked_by=organisation.department(entry.checked_by) if entry else None,
        escalation=under_way[0] if under_way else None,
        waits=any(w.question == question.id for e in under_way for w in e.waiters),
        mine=is_asker(context, question, user),
        learned=question.outcome is Outcome.HELPED and bool(data.voices(question=question.id)),
        announced=news,
    )


def near_misses(question: Question) -> list[int]:
    """Numbers of the entries that came near it, best first: the one that fits too."""
    fitted = any(s.entry == question.entry for s in question.shown[:1])
    near = NEAR_BESIDE_AT if fitted else NEAR_AT
    return [s.entry for s in question.shown if s.probability >= near and not s.refused]


def _shown(matches: tuple[Match, ...], entries: dict[int, Entry], fitting: Match | None) -> tuple[Match, ...]:
    news = {e.number: e.department or "" for e in entries.values() if e.kind is Kind.ANNOUNCEMENT}
    home = entries[fitting.entry].department if fitting else None
    return picked(matches, news, home, fitting.entry if fitting else None, SHOWN_AT_MOST)


def _join_topic(
    unit: Unit, text: str, fitting: Match | None, similar: int | None, department: str | None, now: datetime
) -> Topic:
    topic = unit.topic_of_entry(fitting.entry) if fitting else None
    if topic is None and fitting is None and similar is not None:
        topic = current(unit, similar)
    if topic is None:
        topic = unit.add_topic(
            Topic(
                title=words.one_line(without_opening(text), 120),
                department=department,
                entry=fitting.entry if fitting else None,
                created_at=now,
            )
        )
    elif topic.department is None and department is not None:
        topic = topic.but(department=department)
        unit.save_topic(topic)
    return topic
