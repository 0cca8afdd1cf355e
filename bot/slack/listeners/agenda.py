"""The agenda of a service meeting: opening it, and writing down what is agreed."""

from __future__ import annotations

from collections.abc import Sequence

from bot.errors import NotAllowed
from bot.services import acting
from bot.services import agenda as services
from bot.services.action_messages import is_person
from bot.slack.blocks import agenda as blocks
from bot.slack.blocks.common import escape
from bot.slack.blocks.signal_words import person
from bot.slack.responses import Open, Response, Say
from bot.slack.turn import Turn, modal_meta, overview_of, read_meta, say_line


def command(turn: Turn) -> Sequence[Response]:
    """`/kb agenda`: of the only top task this person has to do with, or a choice. Errors: NotAllowed without any."""
    tasks = services.tasks_for(turn.context, turn.role)
    if not tasks:
        raise NotAllowed("error-agenda-not-yours")
    if len(tasks) > 1:
        return (Say(blocks.choose(turn.lens, tasks)),)
    return _show(turn, tasks[0].key)


def open_agenda(turn: Turn) -> Sequence[Response]:
    """The agenda of a top task, as things stand now."""
    return _show(turn, turn.did.value)


def open_agree(turn: Turn) -> Sequence[Response]:
    """The form for an agreement."""
    key, month = turn.part(0), turn.part(1)
    with turn.context.store.reading() as data:
        organisation = data.organisation()
    services.require_use(turn.role, services.require_task(organisation, key))
    meta = modal_meta(turn, task=key, month=month)
    return (Open(blocks.agree_modal(turn.lens, organisation.active, meta=meta)),)


def submit_agree(turn: Turn) -> Sequence[Response]:
    """Written down, and on its way to its owner. In Home, where nothing else tells, the agenda shows it."""
    fields, meta = turn.did.fields, read_meta(turn)
    said = services.Said(
        text=fields.get("text", ""),
        owner=fields.get("person") or fields.get("owner", ""),
        due=fields.get("due", ""),
    )
    action = services.agree(turn.context, turn.role, str(meta.get("task")), str(meta.get("month")), said, turn.now)
    if overview_of(turn):
        return _show(turn, action.top_task or "")
    card = acting.card(turn.context, action.id)
    owner = person(action.owner) if is_person(action.owner) else escape(card.owner.name if card.owner else action.owner)
    return say_line(turn, "agree-saved", owner=owner)


def _show(turn: Turn, key: str) -> Sequence[Response]:
    shown = services.opened(turn.context, turn.role, key, turn.now)
    return (Say(blocks.message(turn.lens, shown, why=False)),)
