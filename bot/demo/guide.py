"""The guided start: the steps tick themselves off from what really happened, as the store has it, not from clicks."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from bot.demo.traffic import ORIGIN
from bot.domain.digest_weeks import week_before
from bot.domain.privacy import week_of
from bot.domain.schedule import next_digest_moment
from bot.locale import say
from bot.model import Entry, EscalationState, Kind, Language, Outcome, Question, Signal, SignalState
from bot.ports import Reader
from bot.services.context import Context
from bot.services.people import language_of
from bot.services.signal_messages import message_key

JOB = "demo:guide"  #: its claims are the steps that were done
LEASE = timedelta(minutes=5)

SANNE, GRACE, MEILING, PRIYA = "U0SANNE", "U0GRACE", "U0MEILING", "U0PRIYA"
FATIMA, INGRID, JEROEN, NADIA = "U0FATIMA", "U0INGRID", "U0JEROEN", "U0NADIA"


@dataclass(frozen=True)
class Facts:
    """What happened since the demo began, by people who act; `user` is who acts now."""

    data: Reader
    context: Context
    begin: datetime
    user: str

    @cached_property
    def asked(self) -> tuple[Question, ...]:
        """Their questions; the background's have an origin of the demo's."""
        return tuple(q for q in self.data.questions(since=self.begin) if not _is_background(q.origin))

    @cached_property
    def signals(self) -> tuple[Signal, ...]:
        """Signals that people did something with, or that came, since then."""
        return tuple(s for s in self.data.signals() if s.changed_at > self.begin)

    def shared(self, kind: Kind) -> tuple[Entry, ...]:
        """What they shared; a mistake's date is that of its week."""
        since = week_of(self.begin) if kind is Kind.MISTAKE else self.begin
        return tuple(e for e in self.data.entries(kinds=[kind], since=since) if not _is_background(e.origin))

    def is_sent(self, key: str) -> bool:
        """Whether this message is in Slack."""
        row = self.data.outbox(key)
        return row is not None and row.ts is not None


def _has_asked(facts: Facts) -> bool:
    """Something fitted at once; what specialists answered later has an entry as well, but that was not shown."""
    return any(question.shown and question.shown[0].entry == question.entry for question in facts.asked)


def _was_helped(facts: Facts) -> bool:
    return any(question.outcome is Outcome.HELPED for question in facts.asked)


def _has_tallied(facts: Facts) -> bool:
    return any(not _is_background(one.origin) for one in facts.data.tallies(since=facts.begin, imported=False))


def _shared_tip(facts: Facts) -> bool:
    return bool(facts.shared(Kind.TIP))


def _shared_mistake(facts: Facts) -> bool:
    return bool(facts.shared(Kind.MISTAKE))


def _asked_specialists(facts: Facts) -> bool:
    return bool(facts.data.escalations(since=facts.begin))


def _has_answered(facts: Facts) -> bool:
    answered = facts.data.escalations(states=[EscalationState.ANSWERED])
    return any(one.entry and one.answered_at and one.answered_at > facts.begin for one in answered)


def _was_told(facts: Facts) -> bool:
    """Whoever acts now has the specialists' answer before them."""
    asked = facts.data.escalations(states=[EscalationState.ANSWERED], since=facts.begin)
    return any(facts.is_sent(f"notice:answered:{one.id}:{facts.user}") for one in asked)


def _saw_signal(facts: Facts) -> bool:
    return any(s.posted and s.opened_at > facts.begin and facts.is_sent(message_key(s)) for s in facts.signals)


def _took_signal(facts: Facts) -> bool:
    return _has_happened(facts, SignalState.IN_PROGRESS, SignalState.RESOLVED, "answered", "cause")


def _named_cause(facts: Facts) -> bool:
    return _has_happened(facts, "cause", SignalState.RESOLVED)


def _confirmed_cause(facts: Facts) -> bool:
    return _has_happened(facts, "confirmed")


def _has_happened(facts: Facts, *what: str) -> bool:
    """Whether somebody did this with a signal since the demo began."""
    return any(
        event.by and event.what in what and event.at > facts.begin
        for signal in facts.signals
        for event in signal.history
    )


def _saw_aftermath(facts: Facts) -> bool:
    """Of a signal that was resolved since the demo began; those of before are looked at by themselves."""
    return any(
        one.at > signal.resolution.at > facts.begin
        for signal in facts.signals
        if signal.resolution
        for one in signal.aftermath
    )


def _read_digest(facts: Facts) -> bool:
    """Somebody who reads #weekoverzicht has that of the week the demo began in: it comes the Monday after."""
    zone = facts.context.zone
    moment = next_digest_moment(facts.begin + timedelta(days=1), zone)
    organisation = facts.data.organisation()
    readers = {*organisation.admins, *(department.lead for department in organisation.active)}
    return facts.user in readers and facts.is_sent(f"digest:*:{week_before(moment.period, zone).key}")


@dataclass(frozen=True)
class Step:
    """`happened` says whether it is done; `tries` what the page fills in: who, where, and what is typed there."""

    key: str
    happened: Callable[[Facts], bool]
    tries: Mapping[Language, tuple[str, str]]
    types: bool = False


@dataclass(frozen=True)
class Look:
    """What is worth a look when all steps are done; nothing to tick off. `tab`: which of kb's."""

    key: str
    tries: Mapping[Language, tuple[str, str]]
    types: bool = False
    tab: str | None = None


ASKER: Mapping[Language, tuple[str, str]] = {"nl": (SANNE, "C0KLANTCONTACT"), "en": (GRACE, "C0ENGLISHLINE")}
STEPS = (
    Step("ask", _has_asked, ASKER, types=True),
    Step("helped", _was_helped, ASKER),
    Step("tally", _has_tallied, ASKER),
    Step("tip", _shared_tip, ASKER, types=True),
    Step("mistake", _shared_mistake, ASKER, types=True),
    Step("specialists", _asked_specialists, ASKER, types=True),
    Step("answer", _has_answered, {"nl": (MEILING, "C0VERGUNNINGEN"), "en": (PRIYA, "C0ICT")}),
    Step("told", _was_told, {"nl": (SANNE, "dm"), "en": (GRACE, "dm")}),
    Step("signal", _saw_signal, {"nl": (FATIMA, "C0INVORDERING"), "en": (PRIYA, "C0INVORDERING")}),
    Step("take", _took_signal, {"nl": (FATIMA, "C0INVORDERING"), "en": (PRIYA, "C0INVORDERING")}),
    Step("cause", _named_cause, {"nl": (FATIMA, "C0INVORDERING"), "en": (PRIYA, "C0INVORDERING")}),
    Step("confirm", _confirmed_cause, {"nl": (NADIA, "C0COMMUNICATIE"), "en": (PRIYA, "C0COMMUNICATIE")}),
    Step("stopped", _saw_aftermath, {"nl": (FATIMA, "C0INVORDERING"), "en": (PRIYA, "C0INVORDERING")}),
    Step("digest", _read_digest, {"nl": (INGRID, "C0WEEKOVERZICHT"), "en": (PRIYA, "C0WEEKOVERZICHT")}),
)

LOOKS = (
    Look("home", {"nl": (JEROEN, "dm"), "en": (PRIYA, "dm")}, tab="home"),
    Look("agenda", {"nl": (JEROEN, "C0TOPTAAKBETALEN"), "en": (PRIYA, "C0ICT")}, types=True),
)


class Guide:
    """What was done stays done: it is remembered in the store, since what shows it may be forgotten there."""

    def __init__(self, context: Context, begin: datetime) -> None:
        self._context, self._begin = context, begin
        self._lock = threading.Lock()
        with context.store.reading() as data:
            self._done = {step.key for step in STEPS if data.claim(JOB, step.key)}

    def steps(self, user: str) -> list[dict[str, Any]]:
        """The steps as the page shows them, in the language of who acts; what to look at afterwards is `done` None."""
        with self._context.store.reading() as data:
            facts = Facts(data, self._context, self._begin, user)
            new = {step.key for step in STEPS if step.key not in self._done and step.happened(facts)}
        if new:
            self._remember(new)
        language = language_of(self._context, user)
        steps = [_shape(step, language, step.key in self._done) for step in STEPS]
        return steps + [_shape(look, language, None) for look in LOOKS]

    def _remember(self, keys: set[str]) -> None:
        with self._lock, self._context.store.writing() as unit:
            for key in keys:
                unit.take(JOB, key, self._begin, LEASE)
                unit.done(JOB, key, self._begin)
            self._done = self._done | keys


def _shape(step: Step | Look, language: Language, done: bool | None) -> dict[str, Any]:
    user, channel = step.tries[language]
    attempt = {"as": user, "channel": channel}
    if step.types:
        attempt["type"] = say(language, f"guide-{step.key}-type")
    if isinstance(step, Look) and step.tab:
        attempt["tab"] = step.tab
    return {
        "key": step.key,
        "title": say(language, f"guide-{step.key}"),
        "hint": say(language, f"guide-{step.key}-hint"),
        "done": done,
        "try": attempt,
    }


def _is_background(origin: str | None) -> bool:
    return origin is not None and origin.startswith(ORIGIN)
