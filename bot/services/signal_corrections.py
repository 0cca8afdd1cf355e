"""A topic that specialists correct corrects what was told of it: what they move or split off leaves the evidence of a
signal that is not over yet, and comes back when they move it back. The message says so in place, and once.

Within the unit of the correction; the rest of the evidence is counted again as it was counted when it was told.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from bot.domain.customers import Customers, counts_of
from bot.domain.evidence import evidence, most_shown, typical
from bot.domain.signals import Finding, days_since
from bot.domain.text import one_line
from bot.domain.words import without_opening
from bot.errors import NotFound
from bot.model import LIVE_SIGNALS, Evidence, Question, Signal, Topic
from bot.ports import Reader, Unit
from bot.services.signal_messages import CORRECTED, refresh, step
from bot.services.signal_seen import TITLE, asked_of, entries_of, title_of
from bot.services.topics import current

LOOKED_AT = 50  #: of a topic's questions, the latest, for the most central one


def left(unit: Unit, gone: Sequence[Question], to: Topic, now: datetime, by: str) -> None:
    """These questions (as they were) belong to topic `to` since: signals about other topics no longer tell of them, and
    the topics they left are not called after them."""
    for id in sorted({question.topic for question in gone if question.topic not in (None, to.id)}, key=str):
        _call_again(unit, current(unit, id or 0), gone)
    out = {question.id for question in gone}
    for signal, topic in _live(unit):
        lost = out & set(signal.evidence.questions) if topic.id != to.id else set()
        if lost:
            _correct(unit, signal, topic, lost, set(), now, by)


def came_back(unit: Unit, to: Topic, now: datetime, by: str) -> None:
    """Questions belong to topic `to` since: signals about it tell again of those that had left them."""
    for signal, topic in _live(unit):
        away = away_from(signal) if topic.id == to.id else frozenset()
        back = {q.id for q in unit.questions(ids=sorted(away)) if q.topic == to.id} if away else set()
        if back:
            _correct(unit, signal, topic, set(), back, now, by)


def retitle(unit: Unit, topic: Topic) -> None:
    """Its signals are called by the name it was given."""
    for signal, about in _live(unit):
        if about.id == topic.id and signal.title != topic.title:
            renamed = signal.but(title=topic.title)
            unit.save_signal(renamed)
            refresh(unit, renamed)


def titles(data: Reader) -> dict[int, str]:
    """What signals that are not over yet call their topics, by topic."""
    return {topic.id: signal.title for signal, topic in _live(data)}


def away_from(signal: Signal) -> frozenset[int]:
    """The questions that left what it tells of since that was told."""
    away: set[int] = set()
    for event in signal.history:
        if event.what == CORRECTED and event.at >= signal.evidence.at:
            lost, _, back = event.note.partition("\n")
            away = (away | _ids(lost)) - _ids(back)
    return frozenset(away)


def _live(data: Reader) -> list[tuple[Signal, Topic]]:
    """Signals that are not over yet, oldest first, and their topics as they are now."""
    found = []
    for signal in sorted(data.signals(states=LIVE_SIGNALS), key=lambda s: (s.opened_at, s.id)):
        try:
            found.append((signal, current(data, signal.topic)))
        except NotFound:
            continue
    return found


def _correct(
    unit: Unit, signal: Signal, topic: Topic, lost: Collection[int], back: Collection[int], now: datetime, by: str
) -> None:
    told = unit.questions(ids=sorted({*signal.evidence.questions, *back}))
    kept = sorted((q for q in told if q.id not in lost), key=lambda q: (q.asked_at, q.id))
    old, found = set(signal.evidence.questions), _evidence(unit, signal.evidence, topic, told, kept, fewer=bool(lost))
    gone, come = old - set(found.questions), set(found.questions) - old
    if not gone and not come:
        return
    step(
        unit,
        signal,
        CORRECTED,
        now,
        by=by,
        note=f"{_written(gone)}\n{_written(come)}",
        questions=True,
        evidence=found,
        title=_title(unit, signal, topic, told, kept),
    )


def _evidence(
    unit: Unit, old: Evidence, topic: Topic, told: Sequence[Question], kept: Sequence[Question], *, fewer: bool
) -> Evidence:
    """The evidence of the questions that are left, as of when it was told. `fewer`: some of them left."""
    people = len({q.pseudonym for q in kept if q.pseudonym}) + sum(q.pseudonym is None for q in kept)
    asked = asked_of(kept)
    finding = Finding(
        kind=old.kind,
        people=people,
        questions=tuple(q.id for q in kept),
        since=kept[0].asked_at if kept else old.at,
        usual_per_week=old.usual_per_week,
        span_days=old.span_days if old.kind == "contacts" else days_since(asked, old.at),
        p_value=None,
    )
    shown = entries_of(unit, (most_shown(kept), topic.entry))
    texts = {q.text for q in told}
    found = evidence(
        finding,
        kept,
        at=old.at,
        customers=_customers(unit, old, topic, finding.since, fewer=fewer),
        shown=shown.get(most_shown(kept) or 0),
        known=shown.get(topic.entry or 0),
        subjects=[text for text in old.texts if text not in texts],
    )
    return found.but(diagnosis=found.diagnosis if kept else None) if old.diagnosis else found.but(diagnosis=None)


def _customers(unit: Unit, old: Evidence, topic: Topic, since: datetime, *, fewer: bool) -> Customers:
    """Customers of the topic since the first question that is left; where customers rose, they are what is told."""
    tallied, imported = old.tallied, old.contacts
    if old.kind != "contacts":
        tallied, imported = counts_of(t for t in unit.tallies(topic=topic.id, since=since) if t.at <= old.at)
        if fewer:
            tallied, imported = min(tallied, old.tallied), min(imported, old.contacts)
    return Customers(tallied, imported, old.usual_contacts_per_week)


def _title(unit: Unit, signal: Signal, topic: Topic, told: Sequence[Question], kept: Sequence[Question]) -> str:
    """What it was called, unless that is what somebody asked who is not meant any more."""
    names = {one_line(q.text, TITLE) for q in kept}
    if signal.title in names or signal.title not in {one_line(q.text, TITLE) for q in told}:
        return signal.title
    return title_of(topic, entries_of(unit, (topic.entry,)), kept)


def _call_again(unit: Unit, topic: Topic, gone: Sequence[Question]) -> None:
    """A topic that was called after one of these is called after the most central one that is left."""
    if topic.named or not any(topic.title in _names(question) for question in gone):
        return
    rest = unit.questions(topic=topic.id, newest_first=True, limit=LOOKED_AT)
    if rest and not any(topic.title in _names(question) for question in rest):
        title = one_line(without_opening(typical([q.text for q in rest])), TITLE)
        unit.save_topic(topic.but(title=title))


def _names(question: Question) -> tuple[str, ...]:
    """What a topic that is called after this question may be called."""
    return one_line(question.text, TITLE), one_line(without_opening(question.text), TITLE)


def _written(ids: Collection[int]) -> str:
    return ",".join(str(id) for id in sorted(ids))


def _ids(written: str) -> set[int]:
    return {int(id) for id in written.split(",") if id.isdecimal()}
