"""A signal, as its department sees it: the message, its thread, the line for the rest, and its row in lists."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from bot.domain.aftermath import did_not_stop
from bot.domain.signals import Thresholds
from bot.domain.text import one_line
from bot.locale import day
from bot.model import LIVE_SIGNALS, Action, Signal, SignalEvent, SignalState
from bot.services.signal_cards import Card
from bot.services.signal_messages import MOVES, moved_why, waits_for_owner
from bot.slack.blocks import signal_words as words
from bot.slack.blocks.aftermath import aftermath_lines, in_thread
from bot.slack.blocks.common import (
    Block,
    Lens,
    actions,
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
NOTE_SHOWN = 500  #: characters of a note in the thread; escaped, a text holds no more than 2,500

Choice = tuple[str, str]  #: a button: the key of its label, its action


def message(lens: Lens, card: Card) -> Rendered:
    """The message of a topic: its state in the first line, the evidence, the next step as the first button."""
    signal = card.signal
    head = words.head(lens, card)
    blocks = [section(head), section(f"{words.facts(lens, signal)}\n{words.diagnosis(lens, signal)}".rstrip())]
    blocks += _quotes(lens, signal)
    lines = [lens.say("signal-answered", number=card.answer)] if card.answer else []
    lines += [*words.history_lines(lens, card), *_with_you(lens, card)]
    blocks += [context_line(line) for line in lines]
    for place, line in enumerate(aftermath_lines(lens, signal)):
        blocks.append(context_line(line) if place else section(line))
    return Rendered(_plain(head), (*blocks, buttons(lens, signal)))


def signal_row(lens: Lens, card: Card) -> list[Block]:
    """One signal in a list (App Home, `/kb open`), with the same buttons."""
    text = f"{words.head(lens, card)}\n{words.facts(lens, card.signal)}"
    return [section(text), buttons(lens, card.signal)]


def moved(lens: Lens, card: Card) -> Rendered:
    """What stays where it was: where it went, what became of it there, and no buttons."""
    place = lens.say("signal-moved-to", place=words.place_name(lens, card))
    text = f"{words.about(lens, card.signal)} · {place} · {words.state(lens, card)}"
    return Rendered(_plain(text), (section(text),))


def examples(signal: Signal) -> list[Block]:
    """A few of the questions as asked, masked, without who or when."""
    texts = [f'"{one_line(one, 200)}"' for one in signal.evidence.texts[:QUOTED]]
    return [section(quote("\n".join(texts)))] if texts else []


def unseen(lens: Lens, card: Card, link: str, *, lead: bool) -> Rendered:
    """To the `lead` (or an admin), once: nobody looked at it for two working days. `link`: to the message itself."""
    place = words.place_name(lens, card)
    if card.signal.state is SignalState.OPEN:
        text = lens.say("signal-unseen-lead" if lead else "signal-unseen-admin", department=place)
    else:
        text = lens.say("signal-unseen-over")
    where = f"<{link}|{lens.say('signal-open-message')}>" if link else ""
    opens = actions(
        button(lens.say("button-signal-open"), "signal.open", ids(card.signal.id), style="primary"),
    )
    line = context_line(" · ".join(part for part in (lens.say("signal-unseen-once"), where) if part))
    return Rendered(text, (section(text), section(words.head(lens, card)), opens, line))


def buttons(lens: Lens, signal: Signal) -> Block:
    """The next step first; the rest in the overflow menu. The signal's id keeps action ids apart in a list."""
    key, end = ids(signal.id), f".{signal.id}"
    row = [
        button(lens.say(label), f"{action}{end}", key, style="primary" if place == 0 and _ours(signal) else None)
        for place, (label, action) in enumerate(_steps(signal))
    ]
    more = [option(lens.say(_label(choice, signal)), f"{choice}:{key}") for choice in _more(signal)]
    return actions(*row, overflow(f"signal.more{end}", more))


def questions(lens: Lens, signal: Signal) -> Rendered:
    """In the thread: all questions as asked, masked, without who or when; and why the message came."""
    texts = signal.evidence.texts
    text = lens.say("signal-questions" if texts else "signal-no-questions")
    blocks = [section(quote(one_line(one, 300))) for one in texts[:LISTED]]
    left = len(texts) - LISTED
    if left > 0:
        blocks.append(context_line(lens.say("signal-questions-left", count=left)))
    return Rendered(text, (context_line(text), *blocks, context_line(lens.say("signal-why-where"))))


def history(lens: Lens, event: SignalEvent, card: Card, place: str, action: Action | None = None) -> Rendered:
    """In the thread: who did what. `place`: where it went, for a reroute, or who owns the cause; `action`: what the
    owner of the cause was asked."""
    signal, text = card.signal, escape(one_line(_said(event), NOTE_SHOWN))
    values: dict[str, object] = {"person": words.person(event.by), "place": place, "text": text}
    if event.what == "aftermath":
        return _small(in_thread(lens, signal, int(event.note)))
    if event.what == "later":
        values["until"] = day(lens.language, datetime.fromisoformat(event.note), lens.zone)
    elif event.what in ("doubled", "relapsed", "answered"):
        values |= {"people": int(event.note or 0), "number": int(event.note or 0), "days": signal.evidence.span_days}
    elif event.what == "resolved" and signal.resolution is not None:
        values["cause"] = words.cause(lens, card, signal.resolution)
    elif event.what == "cause" and action is not None:
        due = words.on(lens, action.due)
        values |= {"cause": lens.say(f"cause-{action.cause or 'other'}"), "due": due}
        values["text"] = escape(one_line(action.text, NOTE_SHOWN))
    elif event.what == "postponed":
        values["due"] = words.on(lens, date.fromisoformat(event.note.split("\n")[1]))
    return _small(lens.say(f"signal-history-{_kind_of(event, signal, action)}", **values))


def rest(lens: Lens, signals: Sequence[Signal], most: int | None) -> Rendered:
    """One line a day for what got no message of its own; a button each brings it up. `most`: messages of their own
    that the department gets a day; None when it lies with no department."""
    listed = [
        lens.say(
            "signal-rest-one",
            title=f"*{escape(one_line(s.title, 80)).replace('*', '∗')}*",
            what=words.how_many(lens, s.evidence),
        )
        for s in signals[:REST_LISTED]
    ]
    if len(signals) > REST_LISTED:
        listed.append(lens.say("signal-rest-left", count=len(signals) - REST_LISTED))
    text = f"{lens.say('signal-rest', count=len(signals))} {', '.join(listed)}"
    waiting = [s for s in signals if not s.posted and s.state in LIVE_SIGNALS][:REST_BUTTONS]
    row = [
        button(f"{lens.say('button-signal-show')}: {one_line(s.title, 50)}", f"signal.show.{s.id}", ids(s.id))
        for s in waiting
    ]
    blocks = (
        section(text),
        *([actions(*row)] if row else []),
        *([] if most is None else [context_line(lens.say("signal-rest-why", most=most))]),
    )
    return Rendered(_plain(text), blocks)


def why(lens: Lens, signal: Signal, limits: Thresholds, active: int) -> Rendered:
    """ "Why do I get this?"."""
    text = words.why(lens, signal, limits, active)
    return Rendered(_plain(text), (section(text),))


def _steps(signal: Signal) -> tuple[Choice, ...]:
    """What can be done next, the next step first."""
    answer, claim = ("button-signal-answer", "signal.answer"), ("button-signal-claim", "signal.claim")
    if waits_for_owner(signal):
        return (("button-signal-cause", "signal.resolve"), answer)
    if words.too_little(signal) and signal.state in LIVE_SIGNALS:
        return (("more-signal-no-action", "signal.no_action"), answer)
    if did_not_stop(signal):
        return (("button-signal-reopen", "signal.reopen"),)
    return {
        SignalState.OPEN: (answer, ("button-signal-seen", "signal.seen")),
        SignalState.SEEN: (claim, answer),
        SignalState.IN_PROGRESS: (("button-signal-resolve", "signal.resolve"), answer),
        SignalState.LATER: (claim, answer),
    }.get(signal.state, ())


def _ours(signal: Signal) -> bool:
    """Whether the next step is the department's; while an owner is to confirm, it is theirs."""
    return not waits_for_owner(signal)


def _more(signal: Signal) -> tuple[str, ...]:
    """The choices of the menu, at most five, without the next step."""
    if did_not_stop(signal):
        return ("topic", "why")
    if waits_for_owner(signal) or signal.state not in LIVE_SIGNALS:
        return ("reopen", "topic", "why")
    other = ("no_action",) if not words.too_little(signal) else ()  # else it is the next step
    if signal.state is SignalState.LATER:
        return ("not_ours", *other, "reopen", "topic", "why")
    return ("not_ours", "later", *other, "topic", "why")


def _label(choice: str, signal: Signal) -> str:
    """The key of a choice's text; whose it is, is for nobody to refuse when nobody has it."""
    nobodys = choice == "not_ours" and not signal.department
    return "more-signal-whose" if nobodys else f"more-signal-{choice.replace('_', '-')}"


def _with_you(lens: Lens, card: Card) -> list[str]:
    """Why it lies with a person."""
    if not card.holder:
        return []
    return [lens.say("signal-with-you" if card.signal.refused else "signal-nobodys")]


def _kind_of(event: SignalEvent, signal: Signal, action: Action | None) -> str:
    """Which of the texts about such an event."""
    what, named = event.what, signal.resolution
    if what == "rerouted" and event.by is None:
        return "inherited"
    if what == "handed" and event.by is None:
        return "nobodys"
    if what == "cause" and action is None:
        return "cause-gone"
    if what in ("doubled", "relapsed") and signal.evidence.kind == "contacts":
        return f"{what}-customers"
    if what == "resolved":  # before causes were named it was only said what was done, or not even that
        return "resolved-cause" if named and named.at == event.at else "resolved-how" if event.note else "resolved"
    return f"{what}-why" if what in ("rerouted", "handed", "confirmed") and _said(event) else what


def _said(event: SignalEvent) -> str:
    """What somebody wrote with it; the ids in front are not theirs."""
    if event.what in MOVES:
        return moved_why(event)
    parts = {"declined": 1, "postponed": 2}.get(event.what, 0)
    return event.note.split("\n", parts)[-1] if parts else event.note


def _quotes(lens: Lens, signal: Signal) -> list[Block]:
    left = len(signal.evidence.texts) - QUOTED
    more = [context_line(lens.say("signal-more-questions", count=left))] if left > 0 else []
    return [*examples(signal), *more]


def _small(text: str) -> Rendered:
    return Rendered(text, (context_line(text),))


def _plain(text: str) -> str:
    """For notifications, where bold is not shown."""
    return text.replace("*", "")
