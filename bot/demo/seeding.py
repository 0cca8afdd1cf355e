"""Furnishes the demo: the town, its knowledge, and five weeks of life before it begins, each thing at its time."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any, Protocol

from bot.demo.content import Content, Entry
from bot.demo.course import POSTED, Bot, Clock, Course
from bot.demo.dealing import Dealing
from bot.demo.past import Answered, Asked, Past, Said, moment_of
from bot.demo.stream import TIMEZONE, AskedQuestion, demo_now
from bot.demo.traffic import Traffic, origin_of
from bot.demo.world import World
from bot.domain.privacy import week_of
from bot.domain.schedule import next_working_moment
from bot.model import Entry as Stored
from bot.model import EntryState, Kind, Organisation, Phrasing, SignalState
from bot.model import Person as Somebody
from bot.services import configuring, curating, escalating, escalation_answers
from bot.services.answering import Answer
from bot.services.context import Context
from bot.services.moments import next_moments
from bot.services.people import role_of

ASKED_AFTER = timedelta(minutes=2)  #: to the specialists, when nothing was found

Progress = Callable[[str], None]


class Town(Protocol):
    """The sandbox, as far as it is furnished."""

    def add_person(
        self, handle: str, name: str | None = None, *, locale: str, title: str, active: bool, id: str
    ) -> object: ...
    def add_channel(self, name: str, members: Iterable[str], *, bot: bool, private: bool, id: str) -> object: ...
    def add_group(self, handle: str, members: Iterable[str], *, name: str, id: str) -> object: ...
    def post_history(self, channel: str, user: str, text: str, *, at: datetime, **content: Any) -> Any: ...


def furnish(town: Town, content: Content) -> None:
    """People, channels and groups. Again: renews them."""
    acting = {person.id for person in content.acting}
    for person in content.people:
        handle = person.id.removeprefix("U0").lower() if person.id in acting else _handle(person.name)
        title = person.role.get(person.language, "")
        town.add_person(
            handle, person.name, locale=person.locale, title=title, active=person.id in acting, id=person.id
        )
    for channel in content.workspace.channels:
        members = content.members_of(channel)
        town.add_channel(channel.name, members, bot=channel.bot, private=channel.private, id=channel.id)
    for group in content.workspace.groups:
        town.add_group(group.handle, group.members, name=group.name, id=group.id)


def organise(context: Context, content: Content, organisation: Organisation, now: datetime) -> None:
    """What `kb configure` would do, and the language of those whose Slack is not Dutch."""
    with context.store.writing() as unit:
        configuring.apply(unit, organisation, now)
        for person in content.people:
            if person.language == "en":
                unit.save_person(Somebody(id=person.id, language="en", named=True))
            elif person in content.acting:
                unit.save_person(Somebody(id=person.id, named=True))


@dataclass
class Seeding:
    """Lives the weeks from the Monday `start` until the demo's now. The clock must stand still at their begin."""

    town: Town
    bot: Bot
    clock: Clock
    content: Content
    past: Past
    course: Course
    start: date
    traffic: Traffic
    progress: Progress
    _agenda: list[tuple[datetime, int, Callable[[], None]]] = field(default_factory=list)
    _order: Iterable[int] = field(default_factory=count)
    _asked: dict[str, Asked] = field(default_factory=dict)  #: by the origin of the question
    _vectors: dict[str, tuple[str | None, bytes | None]] = field(default_factory=dict)
    _said: dict[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        world = World(self.content, self.traffic)
        self._dealing = Dealing(self.bot.context, self.clock, self.content, self.past, self.start, world, self._plan)

    def live(self) -> None:
        """All of it; the clock then stands at the demo's now."""
        begin = demo_now(self.start)
        self._encode()
        for entry in self.content.entries:
            written = begin - timedelta(days=entry.written_days_ago)
            self._plan(max(written, self.clock.now()), self._write, entry, written)
            if entry.state is EntryState.OUTDATED:
                self._plan(begin - timedelta(days=entry.days_ago), self._outdate, entry)
        for place, said in enumerate(self.past.said, 1):
            self._plan(moment_of(self.start, said.week, said.weekday, said.at), self._say, place, said)
        for origin, asked, one in self._to_specialists():
            self._asked[origin] = one
            self._plan(asked.at + ASKED_AFTER, self._until_now)
        for happening in self.course.happenings(self.clock.now(), begin):
            if happening.key.startswith(POSTED):
                self._plan(happening.at, self._until_now)
        self._dealing.plan_meetings()
        self._plan_check()
        week = 0
        while self._agenda and self._agenda[0][0] < begin:
            at, _, act = heapq.heappop(self._agenda)
            if self._week(at) > week:
                week = self._week(at)
                self.progress(f"week {week} of {self._week(begin) - 1}")
            self.clock.jump_to(max(at, self.clock.now()))
            act()
            if not (self._agenda and self._agenda[0][0] <= at):
                self.course.deliver()
        self.course.hurry(begin, self._after_answer)

    def _encode(self) -> None:
        """All that the entries say at once, which is many times faster than one by one."""
        knowledge = self.bot.context.knowledge
        texts = list(dict.fromkeys(text for one in self.content.entries for text in (one.title, *one.phrasings)))
        if knowledge.encoder is not None:
            vectors = knowledge.encoder.encode(texts)
            self._vectors = {text: knowledge.pack(vector) for text, vector in zip(texts, vectors, strict=True)}

    def _plan(self, at: datetime, act: Callable[..., None], *arguments: Any) -> None:
        heapq.heappush(self._agenda, (at, next(iter(self._order)), lambda: act(*arguments)))

    def _week(self, at: datetime) -> int:
        return (at.astimezone(TIMEZONE).date() - self.start).days // 7 + 1

    # ------------------------------------------------------------ what happens

    def _plan_check(self) -> None:
        coming = next_moments(self.bot.context, self.clock.now())
        self._plan(coming[0][0], self._check)

    def _check(self) -> None:
        """A scheduled moment: the questions until then, what is due, and what departments do about it."""
        now = self.clock.now()
        self.course.hurry(now, self._after_answer)
        with self.bot.context.store.reading() as data:
            new = [s for s in data.signals(states=[SignalState.OPEN], since=now) if s.posted]
        for signal in new:
            self._dealing.new(signal)
        self._plan_check()

    def _write(self, entry: Entry, written: datetime) -> None:
        at = week_of(written) if entry.kind is Kind.MISTAKE else written
        checked = demo_now(self.start) - timedelta(days=entry.days_ago) if entry.state is EntryState.CHECKED else None
        context = self.bot.context
        with context.store.writing() as unit:
            see = unit.entry_by_origin(origin_of(entry.see)) if entry.see else None
            stored = unit.add_entry(
                Stored(
                    kind=entry.kind,
                    title=entry.title,
                    body=entry.body,
                    mandate=entry.mandate,
                    wording=entry.wording,
                    next_time=entry.next_time,
                    language=entry.language,
                    department=entry.department,
                    state=EntryState.CHECKED if entry.state is not EntryState.UNCHECKED else entry.state,
                    author=entry.author,
                    named=entry.author is not None,
                    checked_by=entry.department if entry.state is not EntryState.UNCHECKED else None,
                    checked_at=checked or (written if entry.state is EntryState.OUTDATED else None),
                    see=see.number if see else None,
                    created_at=at,
                    updated_at=at,
                    origin=origin_of(entry.key),
                )
            )
            for text in (entry.title, *entry.phrasings):
                encoder, vector = self._vectors.get(text, (None, None))
                unit.add_phrasing(
                    Phrasing(
                        entry=stored.number,
                        text=text,
                        source="title" if text == entry.title else "given",
                        language=entry.language,
                        encoder=encoder,
                        vector=vector,
                        created_at=at,
                    )
                )

    def _outdate(self, entry: Entry) -> None:
        with self.bot.context.store.reading() as data:
            known = data.entry_by_origin(origin_of(entry.key))
        if known is not None:
            curating.say_outdated(self.bot.context, known.number, self.past.outdated[entry.key], self.clock.now())

    def _say(self, place: int, said: Said) -> None:
        under = {"thread_ts": self._said[said.under]} if said.under else {}
        message = self.town.post_history(said.channel, said.by, said.text, at=self.clock.now(), **under)
        self._said[place] = message.ts

    # ------------------------------------------------------------ asked of the specialists

    def _to_specialists(self) -> Iterator[tuple[str, AskedQuestion, Asked]]:
        """Those questions of the past that go on to the specialists, with their origins."""
        counted: Counter[tuple[str | None, int]] = Counter()
        for origin, asked in self.traffic.between(self.traffic.begin, demo_now(self.start)):
            if asked.burst is None:
                which = asked.subject, self._week(asked.at)
                counted[which] += 1
                for one in self.past.asked:
                    if (one.subject, one.week) == which and one.nth == counted[which]:
                        yield origin, asked, one

    def _until_now(self) -> None:
        """Nothing more than what the background did until now: a question of this moment goes to the specialists, or
        somebody announces something."""
        self.course.feed(self.clock.now(), self._after_answer)

    def _after_answer(self, context: Context, asked: AskedQuestion, answer: Answer) -> None:
        """Within the transaction of the batch."""
        if (one := self._asked.get(answer.question.origin or "")) is not None:
            self._bring(context, one, asked, answer)

    def _bring(self, context: Context, one: Asked, asked: AskedQuestion, answer: Answer) -> None:
        subject = next(subject for subject in self.content.subjects if subject.key == asked.subject)
        at = asked.at + ASKED_AFTER
        sent = escalating.send(context, asked.asker, answer.question.id, subject.department, at, waiting=one.waiting)
        if one.answer is not None:
            self._plan(self._later(at, one.answer.claimed_after), self._claim, sent.id, one.answer)
            self._plan(self._later(at, one.answer.after), self._answer, sent.id, one.answer)

    def _later(self, at: datetime, hours: float) -> datetime:
        return next_working_moment(at + timedelta(hours=hours), TIMEZONE)

    def _claim(self, escalation: int, answer: Answered) -> None:
        context, now = self.bot.context, self.clock.now()
        escalating.claim(context, role_of(context, answer.by), escalation, now)

    def _answer(self, escalation: int, answer: Answered) -> None:
        context, now = self.bot.context, self.clock.now()
        draft = escalation_answers.Draft(answer.title, answer.body, answer.mandate, answer.wording)
        escalation_answers.answer(context, role_of(context, answer.by), escalation, draft, now)


def _handle(name: str) -> str:
    """Noor Visser is "noor.visser"."""
    return ".".join(name.lower().split())
