"""A question for the specialists, as the department, the asker and the lead see it (screens.md)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.text import one_line
from bot.model import Department, EscalationState, Exchange
from bot.services.answering import Answer
from bot.services.escalation_cards import Card
from bot.slack.blocks import answer as answers
from bot.slack.blocks.answer import entry_body, vouched
from bot.slack.blocks.common import (
    Block,
    Lens,
    actions,
    ago,
    at_time,
    button,
    context_line,
    cut,
    divider,
    escape,
    ids,
    menu,
    option,
    quote,
    section,
)
from bot.slack.responses import Rendered

EXCHANGES_SHOWN = 4  #: the latest remarks in the message itself; the rest is in its thread
MENU_MOST = 99  #: Slack takes 100 options; the last is ours
REMARK_SHOWN = 500  #: characters of a remark in the message


def message(lens: Lens, card: Card, *, personal: bool = False) -> Rendered:
    """The message at the department, or (`personal`) at one person: its lead, the top task's owner, an admin."""
    blocks = [section(_head(lens, card)), section(quote(card.escalation.text, 2500))]
    if personal and card.under_way:
        blocks.append(context_line(_why_you(lens, card)))
    blocks += _more_about(lens, card)
    if card.under_way:
        blocks.append(_buttons(lens, card))
    return Rendered(f"{_plain_head(lens, card)}: {escape(one_line(card.escalation.text, 150))}", tuple(blocks))


def escalation_row(lens: Lens, card: Card, place: int = 0) -> list[Block]:
    """One question in a list (App Home, `/kb open`), with the same buttons. `place` keeps the action ids apart."""
    blocks = [section(f"{_head(lens, card)}\n{quote(one_line(card.escalation.text, 300))}")]
    return [*blocks, _buttons(lens, card, f".{place}")] if card.under_way else blocks


def moved_on(lens: Lens, card: Card, was: str) -> Rendered:
    """What stays where it was: where it went. `was`: name of the department or person it left."""
    head = " · ".join((f"*{was}*", lens.say("escalation-moved-to", place=place_name(lens, card))))
    return Rendered(head, (section(head), section(quote(one_line(card.escalation.text, 300)))))


def reminder(lens: Lens, card: Card, which: int, link: str, *, lead: bool) -> Rendered:
    """Nobody picked it up: to the channel (1), to the `lead` or an admin (2), or to who claimed it and did not answer
    yet (3). `link`: to the message itself, or ""."""
    still = card.escalation.state is (EscalationState.CLAIMED if which == 3 else EscalationState.OPEN)
    body = section(quote(one_line(card.escalation.text, 300)))
    where = f"<{link}|{lens.say('escalation-open-message')}>" if link else ""
    if not still:
        text = lens.say("escalation-reminder-over")
        return Rendered(text, (body, context_line(" · ".join(filter(None, (text, where))))))
    if which == 3:
        text = lens.say("escalation-reminder-claimer")
        return Rendered(text, (section(text), body, *([context_line(where)] if where else [])))
    head = lens.say("escalation-reminder", ago=ago(lens, card.escalation.created_at))
    key = "reminder-why" if which == 1 else "reminder-lead-why" if lead else "reminder-admin-why"
    why = lens.say(f"escalation-{key}", department=place_name(lens, card))
    return Rendered(
        why,
        (
            section(f"*{head}*"),
            body,
            context_line(" · ".join(filter(None, (why, where)))),
            actions(
                button(lens.say("button-escalation-answer"), "escalation.answer", ids(card.escalation.id)),
                button(lens.say("button-escalation-claim"), "escalation.claim", ids(card.escalation.id)),
            ),
        ),
    )


def asked(lens: Lens, found: Answer, card: Card, key: str = "asked-specialists", *, shareable: bool = True,
          ) -> Rendered:  # fmt: skip
    """The asker's view once it was asked: the reply as it was, but for the buttons that ask."""
    line = lens.say("asked-waiting" if card.escalation.waiting else key, place=place_name(lens, card))
    question = found.question.id
    waits = button(
        lens.say("button-customer-waits"), "ask.send_waiting", ids(question, card.escalation.department or "")
    )
    row = actions(
        None if card.escalation.waiting else waits,
        button(lens.say("button-escalation-withdraw"), "ask.withdraw", ids(question)),
    )
    made = answers.answer(lens, replace(found, waits=True), shareable=shareable, asked_line=(section(line), row))
    return Rendered(line, made.blocks)


def choose_department(lens: Lens, question: int, text: str, departments: Sequence[Department]) -> Rendered:
    """Which department to ask, with or without a customer waiting."""
    choices = [option(d.name, ids(question, d.key)) for d in departments]
    head = lens.say("asked-choose")
    return Rendered(
        head,
        (
            context_line(escape(one_line(text, 250))),
            divider(),
            section(head),
            actions(
                menu(lens.say("asked-choose-menu"), "ask.pick", choices),
                menu(lens.say("asked-choose-waiting"), "ask.pick_waiting", choices),
            ),
        ),
    )


def ask_back(lens: Lens, card: Card, remark: Exchange) -> Rendered:
    """The asker reads what the department wants to know."""
    head = lens.say("escalation-ask-back", department=place_name(lens, card))
    blocks = [section(head), section(quote(remark.text)), context_line(_quoted(card.escalation.text))]
    if card.under_way:
        blocks.append(context_line(lens.say("escalation-ask-back-how")))
        label = lens.say("button-escalation-reply")
        blocks.append(actions(button(label, "ask.reply", ids(card.escalation.id), style="primary")))
    else:
        blocks.append(context_line(lens.say("escalation-ask-back-over")))
    return Rendered(head, tuple(blocks))


def reply_in_thread(lens: Lens, remark: Exchange) -> Rendered:
    """The asker's reply under the department's message; nobody's name stands with it."""
    head = lens.say("escalation-reply-head")
    return Rendered(head, (section(head), section(quote(remark.text))))


def news(text: str, question: str) -> Rendered:
    """One line to whoever waits, and which question it is about."""
    return Rendered(text, (section(text), context_line(_quoted(question))))


def answered(lens: Lens, card: Card, found: Answer) -> Rendered:
    """The answer, to whoever waited for it, with the buttons that stand under any answer."""
    name = card.checked_by or card.department
    line = lens.say("news-answered", department=escape(name.name)) if name else lens.say("news-answered-someone")
    if card.entry is None or (found.entry and found.entry.number == card.entry.number):
        return answers.answer(lens, found, shareable=False, note=line)
    # They were helped by another entry meanwhile: what they said of that one stays.
    return answers.opened(lens, card.entry, card.checked_by, question=None, can_check=False, shareable=False, note=line)


def place_name(lens: Lens, card: Card) -> str:
    """With whom it lies, for a sentence."""
    if card.department is not None:
        return escape(card.department.name)
    return f"<@{card.escalation.owner}>" if card.escalation.owner else lens.say("the-specialists")


def _head(lens: Lens, card: Card) -> str:
    return f"*{_plain_head(lens, card)}* · " + " · ".join(_state(lens, card))


def _plain_head(lens: Lens, card: Card) -> str:
    if card.department is None:
        return lens.say("escalation-for-you")
    return lens.say("escalation-for", department=escape(card.department.name))


def _state(lens: Lens, card: Card) -> list[str]:
    found = card.escalation
    parts = [ago(lens, found.created_at)]
    if card.withdrawn:
        return [*parts, lens.say("escalation-withdrawn")]
    if not card.under_way:
        return [*parts, lens.say("escalation-answered")]
    if found.waiting:
        parts.append(lens.say("escalation-customer-waits"))
    if found.claimed_by and found.claimed_at:
        at = at_time(lens, found.claimed_at)
        parts.append(lens.say("escalation-claimed", person=f"<@{found.claimed_by}>", at=at))
    elif not _waits_for_the_asker(card):
        parts.append(lens.say("escalation-open"))
    if _waits_for_the_asker(card):
        parts.append(lens.say("escalation-waits-for-asker"))
    return parts


def _waits_for_the_asker(card: Card) -> bool:
    """The specialists asked back last."""
    exchanges = card.escalation.exchanges
    return bool(exchanges) and exchanges[-1].side == "specialist"


def _more_about(lens: Lens, card: Card) -> list[Block]:
    found = card.escalation
    blocks: list[Block] = []
    if card.waiting:
        blocks.append(context_line(lens.say("escalation-colleagues-wait", count=card.waiting)))
    if card.under_way and not found.waiters:
        blocks.append(context_line(lens.say("escalation-nobody-waits")))
    if card.nearest and card.under_way:
        title = escape(card.nearest.title)
        blocks.append(context_line(lens.say("escalation-nearest", title=title, number=card.nearest.number)))
    for remark in found.exchanges[-EXCHANGES_SHOWN:]:
        key = "escalation-asked-back" if remark.side == "specialist" else "escalation-replied"
        blocks.append(context_line(lens.say(key, text=escape(one_line(remark.text, REMARK_SHOWN)))))
    if card.entry is not None:
        blocks += [divider(), *entry_body(lens, card.entry)]
        by = lens.say("escalation-answered-by", person=f"<@{found.answered_by}>") if found.answered_by else ""
        parts = [by, vouched(lens, card.entry, card.checked_by, by=found.answered_by), _told(lens, card)]
        blocks.append(context_line(" · ".join(filter(None, parts))))
    return blocks


def _told(lens: Lens, card: Card) -> str:
    """How many got it; below three people no number."""
    if card.told:
        return lens.say("escalation-told-many", count=card.told)
    return lens.say("escalation-told-few") if card.escalation.told else ""


def _why_you(lens: Lens, card: Card) -> str:
    if card.department is not None:
        return lens.say("escalation-why-no-channel", department=escape(card.department.name))
    if not card.refused:
        return lens.say("escalation-why-gone")
    *others, names = (escape(d.name) for d in card.refused)
    if others:
        names = lens.say("escalation-and", first=", ".join(others), last=names)
    if card.task is not None and card.task.owner == card.escalation.owner:
        return lens.say("escalation-why-owner", departments=names, count=len(card.refused), task=escape(card.task.name))
    return lens.say("escalation-why-admin", departments=names, count=len(card.refused))


def _quoted(text: str) -> str:
    """Somebody's words within small grey text, where Slack shows no quotation."""
    return f'"{escape(one_line(text, 300))}"'


def _buttons(lens: Lens, card: Card, suffix: str = "") -> Block:
    id = card.escalation.id
    moves = [option(d.name, ids(id, d.key)) for d in card.elsewhere[:MENU_MOST]]
    moves.append(option(lens.say("escalation-do-not-know"), ids(id, "")))
    entries = [option(f"#{e.number} {cut(e.title, 60)}", ids(id, e.number)) for e in card.near]
    entries.append(option(lens.say("escalation-another-entry"), ids(id, "")))
    claimed = card.escalation.state is EscalationState.CLAIMED
    return actions(
        button(lens.say("button-escalation-answer"), f"escalation.answer{suffix}", ids(id), style="primary"),
        None if claimed else button(lens.say("button-escalation-claim"), f"escalation.claim{suffix}", ids(id)),
        button(lens.say("button-escalation-ask-back"), f"escalation.ask_back{suffix}", ids(id)),
        menu(
            lens.say("button-escalation-move" if card.department else "button-escalation-send-on"),
            f"escalation.move{suffix}",
            moves,
        ),
        menu(lens.say("button-escalation-there"), f"escalation.there{suffix}", entries),
    )
