"""What is said of a signal: what it is about, how it stands, the evidence in words, and why it came."""

from __future__ import annotations

from datetime import date

from bot.domain.customers import told_imported
from bot.domain.signals import Thresholds
from bot.domain.text import one_line
from bot.locale import date_words, day
from bot.model import ENOUGH_PEOPLE, Diagnosis, Evidence, Resolution, Signal, SignalState
from bot.services.action_messages import is_person
from bot.services.signal_cards import Card
from bot.services.signal_messages import CORRECTED, last_move, moved_why, waits_for_owner
from bot.slack.blocks.common import Lens, at_time, escape

SHOWN = 500  #: characters of a reason, or of what was done, in the message


def head(lens: Lens, card: Card) -> str:
    """What it is about, and its state."""
    return f"{about(lens, card.signal)} · {state(lens, card)}"


def about(lens: Lens, signal: Signal) -> str:
    """What kind of signal it is, and about what; one that came back says how."""
    title = escape(one_line(signal.title, 150)).replace("*", "∗")
    if signal.relapsed and not too_little(signal):
        return lens.say("signal-back", title=title, what=how_many(lens, signal.evidence))
    if signal.evidence.diagnosis is Diagnosis.EXPECTED:
        return lens.say("signal-expected", title=title)
    return lens.say(f"signal-{signal.evidence.kind}", title=title)


def state(lens: Lens, card: Card) -> str:
    """Its state, with who and when; once a cause is named, with the cause, its owner and from when."""
    signal, named = card.signal, card.signal.resolution
    if signal.state is SignalState.OPEN:
        return lens.say("signal-state-open")
    if signal.state is SignalState.LATER and signal.later_until:
        return lens.say("signal-state-later", until=day(lens.language, signal.later_until, lens.zone))
    if named is not None and waits_for_owner(signal):
        return lens.say("signal-state-waiting", owner=owner(lens, card, named.owner), due=on(lens, named.since))
    if named is not None and signal.state is SignalState.RESOLVED:
        return lens.say("signal-state-resolved-cause", cause=cause(lens, card, named))
    event = next((e for e in reversed(signal.history) if e.what == signal.state.value and e.by), None)
    if event is None:  # an answer brought it here
        event = next((e for e in reversed(signal.history) if e.by and e.what != CORRECTED), None)
    if event is None:
        return lens.say(f"signal-short-{signal.state.value}")
    return lens.say(f"signal-state-{signal.state.value}", person=person(event.by), at=at_time(lens, event.at))


def cause(lens: Lens, card: Card, named: Resolution) -> str:
    """ "letter (Communications), from 12 May 2026"."""
    what = lens.say(f"cause-{named.cause.value}")
    return lens.say("signal-cause", cause=what, owner=owner(lens, card, named.owner), since=on(lens, named.since))


def history_lines(lens: Lens, card: Card) -> list[str]:
    """What went before and still matters: who sent it on and why, what was done, what an owner declined, what was done
    the last time."""
    signal, named = card.signal, card.signal.resolution
    lines = []
    if (sent := last_move(signal)) is not None and sent.by:
        why = escape(one_line(moved_why(sent), SHOWN))
        said = lens.say("signal-sent-because", person=person(sent.by), why=why)
        lines.append(said if why else lens.say("signal-sent", person=person(sent.by)))
    if named is not None:
        lines.append(_done(lens, card, named))
    if card.declined is not None:
        place = owner(lens, card, card.declined.owner)
        lines.append(lens.say("signal-declined", owner=place, why=escape(one_line(card.declined.note, SHOWN))))
    return [*lines, *_reason(lens, signal)]


def facts(lens: Lens, signal: Signal) -> str:
    """The evidence in one line: colleagues and customers apart, and how the shown answer did. What the first line says
    of a signal that is back, is not said again; what too few are left of, has no figures."""
    e = signal.evidence
    if too_little(signal):
        return lens.say("signal-too-little")
    asked = f"{_people(lens, e)}, {usual(lens, e)}" if e.people else ""
    told = [customers(lens, e), asked] if e.kind == "contacts" else [asked, customers(lens, e)]
    if signal.relapsed:
        told = [part.removeprefix(how_many(lens, e)).removeprefix(", ") for part in told]
    line = capital(" · ".join(part for part in told if part))
    return " ".join([*([f"{line}."] if line else []), *([_did(lens, e, e.entry)] if e.entry is not None else [])])


def too_little(signal: Signal) -> bool:
    """Whether a corrected topic left it with fewer than three colleagues, and no customers it is about."""
    corrected = any(e.what == CORRECTED and e.at >= signal.evidence.at for e in signal.history)
    return corrected and signal.evidence.kind != "contacts" and signal.evidence.people < ENOUGH_PEOPLE


def capital(text: str) -> str:
    """The text with a capital in front."""
    return text[:1].upper() + text[1:]


def how_many(lens: Lens, evidence: Evidence) -> str:
    """How many came in the span it is about: colleagues, or customers when those are what rose."""
    count = evidence.tallied + evidence.contacts
    if evidence.kind == "contacts" or (count and not evidence.people):
        return lens.say("signal-customers", count=count, days=evidence.span_days)
    return _people(lens, evidence)


def usual(lens: Lens, evidence: Evidence) -> str:
    """How many colleagues a week asked it before."""
    count = evidence.usual_per_week
    if count <= 0:
        return lens.say("signal-usual-never")
    return lens.say("signal-usual", count=round(count)) if count >= 0.75 else lens.say("signal-usual-rare")


def customers(lens: Lens, evidence: Evidence) -> str:
    """How many customers came, tallied by colleagues or in imported contact records; "unknown" when nothing is."""
    e, total = evidence, evidence.tallied + evidence.contacts
    imported = told_imported(e.contacts, e.tallied)
    if e.kind == "contacts":
        known = [lens.say("signal-customers", count=total, days=e.span_days), *_usual_customers(lens, e)]
        records = "signal-all-imported" if imported == total else "signal-of-which-imported"
        return ", ".join([*known, *([lens.say(records, count=imported)] if imported else [])])
    if total == 0:
        unknown = e.usual_contacts_per_week is None
        return lens.say("signal-tallied-unknown" if unknown else "signal-tallied-none")
    if total < ENOUGH_PEOPLE:
        return lens.say("signal-tallied-few")
    if not e.contacts:
        return lens.say("signal-tallied", count=total)
    if not imported:
        return lens.say("signal-tallied-or-imported", count=total)
    if imported == total:
        return lens.say("signal-imported", count=total)
    return lens.say("signal-tallied-and-imported", count=total, imported=imported)


def diagnosis(lens: Lens, signal: Signal) -> str:
    """What is probably the matter; nothing once an answer was written since: the evidence is of before."""
    found = signal.evidence.diagnosis
    answered = any(e.what == "answered" and e.at >= signal.evidence.at for e in signal.history)
    if found is None or answered or too_little(signal):
        return ""
    if found is Diagnosis.EXPECTED and signal.expected:
        return lens.say("signal-foreseen", number=signal.expected)
    return lens.say("signal-diagnosis", what=lens.say(f"signal-diagnosis-{found.value}"))


def why(lens: Lens, signal: Signal, limits: Thresholds, active: int) -> str:
    """ "Why do I get this?": the test in words with its numbers, and how to get fewer."""
    lines = [lens.say("signal-too-little") if too_little(signal) else _test(lens, signal.evidence, limits)]
    if active:
        lines.append(lens.say("signal-why-size", active=active))
    lines += [lens.say("signal-why-once"), lens.say("signal-why-less")]
    return "\n".join(lines)


def owner(lens: Lens, card: Card, key: str) -> str:
    """Who owns the cause: a department's name, or a person."""
    if card.owner is not None and card.owner.key == key:
        return escape(card.owner.name)
    return person(key) if is_person(key) else lens.say("a-department")


def place_name(lens: Lens, card: Card) -> str:
    """Where it lies: a department's name, or a person."""
    if card.holder:
        return person(card.holder)
    return escape(card.department.name) if card.department else lens.say("a-department")


def person(user: str | None) -> str:
    """A colleague who did something with a signal, by name."""
    return f"<@{user}>" if user else "kb"


def on(lens: Lens, at: date) -> str:
    """A day in words."""
    return date_words(lens.language, at, lens.now.astimezone(lens.zone).date())


def _did(lens: Lens, e: Evidence, number: int) -> str:
    """How the shown answer did."""
    if not e.reactions:
        return lens.say("signal-shown", number=number)
    if e.diagnosis is Diagnosis.HELPED:
        return lens.say("signal-helped", number=number, count=e.reactions - e.not_helped, base=e.reactions)
    return lens.say("signal-did-not-help", number=number, count=e.not_helped, base=e.reactions)


def _people(lens: Lens, evidence: Evidence) -> str:
    if evidence.people < ENOUGH_PEOPLE:
        return lens.say("signal-people-few")
    return lens.say("signal-people", people=evidence.people, days=evidence.span_days)


def _usual_customers(lens: Lens, evidence: Evidence) -> list[str]:
    count = evidence.usual_contacts_per_week
    if count is None:
        return []
    return [lens.say("signal-usual", count=round(count)) if count >= 0.75 else lens.say("signal-usual-rare")]


def _done(lens: Lens, card: Card, named: Resolution) -> str:
    """What is to be done about the cause; what was, in the words of whoever did it, beside what was asked of them; or
    what was the last time."""
    signal, text = card.signal, escape(one_line(named.done, SHOWN))
    if waits_for_owner(signal):
        return lens.say("signal-to-do", cause=lens.say(f"cause-{named.cause.value}"), text=text)
    said = next((e for e in reversed(signal.history) if e.what in ("resolved", "cause", "confirmed")), None)
    confirmed = said if said is not None and said.what == "confirmed" else None
    if confirmed is not None and confirmed.note:
        done = lens.say("signal-done", asked=text, text=escape(one_line(confirmed.note, SHOWN)))
    elif confirmed is not None:
        done = lens.say("signal-done-as-asked", asked=text, person=person(confirmed.by))
    else:
        done = lens.say("signal-note", text=text)
    if signal.state is SignalState.RESOLVED:
        return done
    return lens.say("signal-last-time", cause=cause(lens, card, named), done=done)


def _reason(lens: Lens, signal: Signal) -> list[str]:
    """Why no action was needed, also when it is back since. (What was done stood there before causes were named.)"""
    if not signal.reason:
        return []
    keys = {SignalState.NO_ACTION: "signal-reason", SignalState.RESOLVED: "signal-note"}
    return [lens.say(keys.get(signal.state, "signal-reason-before"), text=escape(one_line(signal.reason, SHOWN)))]


def _test(lens: Lens, e: Evidence, limits: Thresholds) -> str:
    if e.kind == "rising":
        odds = _round(1 / limits.p_value)
        what, normal = how_many(lens, e), usual(lens, e)
        return lens.say("signal-why-rising", what=what, usual=normal, least=limits.people, odds=odds)
    if e.kind == "contacts":
        odds = _round(1 / limits.p_value)
        return lens.say("signal-why-contacts", count=e.tallied + e.contacts, least=limits.customers, odds=odds)
    if e.kind == "not_helping":
        least, number, count = limits.unanswered_people, e.entry or 0, e.not_helped
        return lens.say("signal-why-not-helping", number=number, count=count, base=e.reactions, least=least)
    return lens.say("signal-why-unanswered", people=e.people, least=limits.unanswered_people)


def _round(odds: float) -> int:
    """To one significant figure: 1 in 2,754 would pretend to know more than it does."""
    size = 10 ** max(0, len(str(int(odds))) - 1)
    return round(odds / size) * size
