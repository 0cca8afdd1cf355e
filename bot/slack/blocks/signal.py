"""A signal, as its department sees it: the message, its thread, the line for the rest, and its row in lists."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.domain.signals import Thresholds
from bot.domain.text import one_line
from bot.locale import day
from bot.model import ENOUGH_PEOPLE, Diagnosis, Signal, SignalEvent, SignalState
from bot.services.signal_steps import Card
from bot.slack.blocks.common import (
    Block,
    Lens,
    actions,
    at_time,
    button,
    context_line,
    escape,
    ids,
    option,
    overflow,
    quote,
    section,
)
from bot.slack.responses import Rendered

QUOTED = 2  #: questions in the message itself
LISTED = 40  #: questions in its thread
REST_BUTTONS = 5  #: a row holds no more
REST_LISTED = 15
LIVE = (SignalState.OPEN, SignalState.SEEN, SignalState.IN_PROGRESS, SignalState.LATER)


def message(lens: Lens, card: Card) -> Rendered:
    """The message of a topic: its state in the first line, the evidence, the next step as the first button."""
    signal = card.signal
    blocks = [section(head(lens, signal)), section(f"{facts(lens, signal)}\n{diagnosis(lens, signal)}")]
    blocks += _quotes(lens, signal)
    if card.answer:
        blocks.append(context_line(lens.say("signal-answered", number=card.answer)))
    if signal.reason:
        key = "signal-note" if signal.state is SignalState.RESOLVED else "signal-reason"
        blocks.append(context_line(lens.say(key, text=escape(one_line(signal.reason, 500)))))
    if card.holder:
        blocks.append(context_line(lens.say("signal-with-you")))
    return Rendered(plain_head(lens, signal), (*blocks, buttons(lens, signal)))


def signal_row(lens: Lens, signal: Signal) -> list[Block]:
    """One signal in a list (App Home, `/kb open`), with the same buttons."""
    return [section(f"{head(lens, signal)}\n{facts(lens, signal)}"), buttons(lens, signal)]


def moved(lens: Lens, card: Card) -> Rendered:
    """What stays where it was: where it went, and no buttons."""
    text = f"{_kind(lens, card.signal)} · {lens.say('signal-moved-to', place=place_name(lens, card))}"
    return Rendered(text, (section(text),))


def head(lens: Lens, signal: Signal) -> str:
    """What it is about, and its state."""
    return f"{_kind(lens, signal)} · {state(lens, signal)}"


def plain_head(lens: Lens, signal: Signal) -> str:
    """The same for notifications, where bold is not shown."""
    return head(lens, signal).replace("*", "")


def state(lens: Lens, signal: Signal) -> str:
    """Its state, with who and when."""
    if signal.state is SignalState.LATER and signal.later_until:
        return lens.say("signal-state-later", until=day(lens.language, signal.later_until, lens.zone))
    event = next((e for e in reversed(signal.history) if e.what == signal.state.value and e.by), None)
    if signal.state is SignalState.OPEN:
        return lens.say("signal-state-open")
    if event is None:  # an answer brought it here
        event = next((e for e in reversed(signal.history) if e.by), None)
    if event is None:
        return lens.say(f"signal-short-{signal.state.value}")
    return lens.say(f"signal-state-{signal.state.value}", person=person(event.by), at=at_time(lens, event.at))


def facts(lens: Lens, signal: Signal) -> str:
    """The evidence in one line: colleagues and tallied customers apart, and how the shown answer did."""
    e = signal.evidence
    parts = [f"{lens.say('signal-people', people=e.people, days=e.span_days)}, {usual(lens, signal)}"]
    line = f"{parts[0]} · {_tallied(lens, e.tallied)}."
    if e.entry is None:
        return line
    if not e.reactions:
        return f"{line} {lens.say('signal-shown', number=e.entry)}"
    if e.diagnosis is Diagnosis.HELPED:
        helped = e.reactions - e.not_helped
        return f"{line} {lens.say('signal-helped', number=e.entry, count=helped, base=e.reactions)}"
    return f"{line} {lens.say('signal-did-not-help', number=e.entry, count=e.not_helped, base=e.reactions)}"


def usual(lens: Lens, signal: Signal) -> str:
    """How many colleagues a week asked it before."""
    count = signal.evidence.usual_per_week
    if count <= 0:
        return lens.say("signal-usual-never")
    return lens.say("signal-usual", count=round(count)) if count >= 0.75 else lens.say("signal-usual-rare")


def diagnosis(lens: Lens, signal: Signal) -> str:
    """What is probably the matter."""
    found = signal.evidence.diagnosis
    return lens.say("signal-diagnosis", what=lens.say(f"signal-diagnosis-{found.value}")) if found else ""


def buttons(lens: Lens, signal: Signal) -> Block:
    """The next step first; the rest in the overflow menu. The signal's id keeps action ids apart in a list."""
    key, end = ids(signal.id), f".{signal.id}"
    answer = ("button-signal-answer", "signal.answer")
    steps = {
        SignalState.OPEN: (answer, ("button-signal-seen", "signal.seen")),
        SignalState.SEEN: (("button-signal-claim", "signal.claim"), answer),
        SignalState.IN_PROGRESS: (("button-signal-resolve", "signal.resolve"), answer),
        SignalState.LATER: (("button-signal-claim", "signal.claim"), answer),
    }.get(signal.state, ())
    row = [
        button(lens.say(label), f"{action}{end}", key, style="primary" if place == 0 else None)
        for place, (label, action) in enumerate(steps)
    ]
    live = signal.state in LIVE
    choices = [("not_ours", "not-ours"), ("later", "later"), ("no_action", "no-action")] if live else []
    if signal.state in (SignalState.RESOLVED, SignalState.NO_ACTION, SignalState.LATER):
        choices = [c for c in choices if c[0] != "later"] + [("reopen", "reopen")]
    choices.append(("why", "why"))
    more = [option(lens.say(f"more-signal-{label}"), f"{what}:{key}") for what, label in choices]
    return actions(*row, overflow(f"signal.more{end}", more))


def questions(lens: Lens, signal: Signal) -> Rendered:
    """In the thread: all questions as asked, masked, without who or when."""
    texts = signal.evidence.texts
    text = lens.say("signal-questions")
    blocks = [section(quote(one_line(one, 300))) for one in texts[:LISTED]]
    left = len(texts) - LISTED
    if left > 0:
        blocks.append(context_line(lens.say("signal-questions-left", count=left)))
    return Rendered(text, (context_line(text), *blocks))


def history(lens: Lens, event: SignalEvent, signal: Signal, place: str) -> Rendered:
    """In the thread: who did what. `place`: where it went, for a reroute."""
    values: dict[str, object] = {"person": person(event.by), "place": place, "text": escape(one_line(event.note, 1000))}
    what = event.what
    if what == "rerouted" and event.by is None:
        what = "inherited"
    elif what == "resolved" and event.note:
        what = "resolved-how"
    elif what == "later":
        values["until"] = day(lens.language, datetime.fromisoformat(event.note), lens.zone)
    elif what in ("doubled", "relapsed", "answered"):
        values |= {"people": int(event.note or 0), "number": int(event.note or 0), "days": signal.evidence.span_days}
    text = lens.say(f"signal-history-{what}", **values)
    return Rendered(text, (context_line(text),))


def rest(lens: Lens, signals: Sequence[Signal]) -> Rendered:
    """One line a day for what got no message of its own; a button each brings it up."""
    listed = [
        lens.say("signal-rest-one", title=f"*{escape(one_line(s.title, 80))}*", people=s.evidence.people)
        for s in signals[:REST_LISTED]
    ]
    if len(signals) > REST_LISTED:
        listed.append(lens.say("signal-rest-left", count=len(signals) - REST_LISTED))
    text = f"{lens.say('signal-rest', count=len(signals))} {', '.join(listed)}"
    waiting = [s for s in signals if not s.posted and s.state in LIVE][:REST_BUTTONS]
    row = [
        button(f"{lens.say('button-signal-show')}: {one_line(s.title, 50)}", f"signal.show.{s.id}", ids(s.id))
        for s in waiting
    ]
    blocks = (section(text), *([actions(*row)] if row else []), context_line(lens.say("signal-rest-why")))
    return Rendered(text.replace("*", ""), blocks)


def why(lens: Lens, signal: Signal, limits: Thresholds, active: int) -> Rendered:
    """ "Why do I get this?": the test in words with its numbers, and how to get fewer."""
    e = signal.evidence
    if e.kind == "rising":
        test = lens.say(
            "signal-why-rising",
            people=e.people,
            usual=usual(lens, signal),
            least=limits.people,
            odds=_round(1 / limits.p_value),
        )
    else:
        test = lens.say("signal-why-unanswered", people=e.people, least=limits.unanswered_people)
    lines = [test, *([lens.say("signal-why-size", active=active)] if active else []), lens.say("signal-why-once")]
    text = "\n".join((*lines, lens.say("signal-why-less")))
    return Rendered(text, (section(text),))


def place_name(lens: Lens, card: Card) -> str:
    """Where it lies: a department's name, or a person."""
    if card.holder:
        return person(card.holder)
    return escape(card.department.name) if card.department else lens.say("a-department")


def person(user: str | None) -> str:
    """A colleague who did something with a signal, by name."""
    return f"<@{user}>" if user else "kb"


def _kind(lens: Lens, signal: Signal) -> str:
    key = "signal-back" if signal.relapsed else f"signal-{signal.evidence.kind}"
    return lens.say(key, title=escape(one_line(signal.title, 150)).replace("*", "∗"))


def _tallied(lens: Lens, count: int) -> str:
    if count == 0:
        return lens.say("signal-tallied-unknown")
    return lens.say("signal-tallied", count=count) if count >= ENOUGH_PEOPLE else lens.say("signal-tallied-few")


def _quotes(lens: Lens, signal: Signal) -> list[Block]:
    texts = signal.evidence.texts
    blocks = [section(quote("\n".join(f'"{one_line(one, 200)}"' for one in texts[:QUOTED])))] if texts else []
    left = len(texts) - QUOTED
    return [*blocks, *([context_line(lens.say("signal-more-questions", count=left))] if left > 0 else [])]


def _round(odds: float) -> int:
    """To one significant figure: 1 in 2,754 would pretend to know more than it does."""
    size = 10 ** max(0, len(str(int(odds))) - 1)
    return round(odds / size) * size
