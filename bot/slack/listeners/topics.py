"""Topics: `/kb topics`, and correcting one."""

from __future__ import annotations

from collections.abc import Sequence

from bot.errors import BadInput
from bot.model import Topic
from bot.services import topic_corrections as corrections
from bot.slack.blocks import topics as blocks
from bot.slack.blocks.common import escape
from bot.slack.responses import Open, Response, Say
from bot.slack.turn import Turn, meta_number, modal_meta, say_line


def command(turn: Turn) -> Sequence[Response]:
    """`/kb topics`, also from App Home: what this person's departments were asked about lately."""
    found = corrections.listed(turn.context, turn.role, turn.now)
    with turn.context.store.reading() as data:
        names = {department.key: department.name for department in data.organisation().active}
    return (Say(blocks.listing(turn.lens, found, names)),)


def open_edit(turn: Turn) -> Sequence[Response]:
    """The form for the topic of the button's value."""
    found = corrections.editing(turn.context, turn.role, turn.number(0) or 0, turn.now)
    return (Open(blocks.edit(turn.lens, found, meta=modal_meta(turn, topic=found.topic.id))),)


def submit_edit(turn: Turn) -> Sequence[Response]:
    """Carries it out: first the name, if it was changed."""
    topic, do = meta_number(turn, "topic"), turn.did.fields.get("do", blocks.KEEP)
    _check(turn, do)
    renamed = _renamed(turn, topic)
    ticked = _ticked(turn)
    if do == blocks.MOVE:
        to = corrections.move(turn.context, turn.role, ticked, _other(turn), turn.now)
        return _say(turn, "topic-saved-move", to, count=len(ticked))
    if do == blocks.SPLIT:
        title = turn.did.fields.get("new_title", "")
        return _say(
            turn, "topic-saved-split", corrections.split(turn.context, turn.role, topic, ticked, title, turn.now)
        )
    if do == blocks.MERGE:
        into = corrections.merge(turn.context, turn.role, topic, _other(turn), turn.now)
        return _say(turn, "topic-saved-merge", into)
    return _say(turn, "topic-saved-name", renamed) if renamed else say_line(turn, "topic-saved-same")


def _check(turn: Turn, do: str) -> None:
    """Errors: BadInput for what is missing, before anything is changed."""
    if do in (blocks.MOVE, blocks.SPLIT) and not _ticked(turn):
        raise BadInput("error-topic-no-questions", field="questions")
    if do in (blocks.MOVE, blocks.MERGE) and not _other(turn):
        raise BadInput("error-topic-no-other", field="other")


def _renamed(turn: Turn, topic: int) -> Topic | None:
    """The topic under the name that was typed; None when that is the one it had."""
    title = turn.did.fields.get("title", "")
    shown = corrections.editing(turn.context, turn.role, topic, turn.now).title
    return None if title == shown else corrections.rename(turn.context, turn.role, topic, title, turn.now)


def _ticked(turn: Turn) -> tuple[int, ...]:
    return tuple(int(id) for id in turn.did.fields.get("questions", "").split(",") if id.isdecimal())


def _other(turn: Turn) -> int:
    chosen = turn.did.fields.get("other", "")
    return int(chosen) if chosen.isdecimal() else 0


def _say(turn: Turn, key: str, topic: Topic, **values: object) -> Sequence[Response]:
    shown = corrections.title_now(turn.context, topic.id)
    return say_line(turn, key, title=escape(shown), **values)
