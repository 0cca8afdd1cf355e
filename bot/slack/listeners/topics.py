"""Topics: `/kb topics`, and correcting one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from bot.errors import BadInput
from bot.model import Topic
from bot.services import topic_corrections as corrections
from bot.slack.blocks import topics as blocks
from bot.slack.blocks.common import escape, ids
from bot.slack.responses import Open, Rendered, Replace, Response, Say
from bot.slack.turn import Turn, meta_number, modal_meta, read_meta, say_line

LISTED = "topic.edit"  #: the button in the list


def command(turn: Turn) -> Sequence[Response]:
    """`/kb topics`, also from App Home: what this person's departments were asked about lately."""
    found = corrections.listed(turn.context, turn.role, turn.now)
    return (Say(blocks.listing(turn.lens, found, _names(turn))),)


def open_edit(turn: Turn) -> Sequence[Response]:
    """The form for the topic of the button's value."""
    found = corrections.editing(turn.context, turn.role, turn.number(0) or 0, turn.now)
    listed = 1 if turn.did.name.startswith(LISTED) else None
    return (Open(blocks.edit(turn.lens, found, meta=modal_meta(turn, topic=found.topic.id, listed=listed))),)


def submit_edit(turn: Turn) -> Sequence[Response]:
    """Carries it out: first the name, if it was changed. The list it was opened from shows how topics are now."""
    topic, do = meta_number(turn, "topic"), turn.did.fields.get("do", blocks.KEEP)
    listed = bool(read_meta(turn).get("listed"))
    _check(turn, do)
    renamed = _renamed(turn, topic)
    ticked = _ticked(turn)
    say = partial(_said, turn, listed)
    if do == blocks.MOVE:
        to = corrections.move(turn.context, turn.role, ticked, _other(turn), turn.now)
        return say("topic-saved-move", to, ids(blocks.MOVE, int(listed), topic, *ticked), count=len(ticked))
    if do == blocks.SPLIT:
        title = turn.did.fields.get("new_title", "")
        new = corrections.split(turn.context, turn.role, topic, ticked, title, turn.now)
        return say("topic-saved-split", new, ids(blocks.SPLIT, int(listed), topic, new.id))
    if do == blocks.MERGE:
        return say("topic-saved-merge", corrections.merge(turn.context, turn.role, topic, _other(turn), turn.now))
    return say("topic-saved-name", renamed) if renamed else say_line(turn, "topic-saved-same")


def undo(turn: Turn) -> Sequence[Response]:
    """Takes back a move (by moving back) or a split (by merging). The button's value says which, whether it stands in
    the list, the topic the questions came from, and the questions, or the new topic."""
    topic = turn.number(2) or 0
    numbers = [int(part) for part in turn.did.value.split(":")[3:] if part.isdecimal()]
    if turn.part(0) == blocks.MOVE:
        back = corrections.move(turn.context, turn.role, numbers, topic, turn.now)
    elif turn.part(0) == blocks.SPLIT and numbers:
        back = corrections.merge(turn.context, turn.role, numbers[0], topic, turn.now)
    else:
        return ()
    text = turn.say("topic-undone", title=_title(turn, back))
    return (Replace(_listing(turn, text, "") if turn.number(1) else _line(turn, text, "")),)


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


def _said(turn: Turn, listed: bool, key: str, topic: Topic, undo: str = "", **values: object) -> Sequence[Response]:
    """What was changed; in the list that the form was opened from, or by itself."""
    text = turn.say(key, title=_title(turn, topic), **values)
    return (Replace(_listing(turn, text, undo)) if listed else Say(_line(turn, text, undo)),)


def _line(turn: Turn, text: str, undo: str) -> Rendered:
    return Rendered(text, tuple(blocks.saved(turn.lens, text, undo)))


def _listing(turn: Turn, text: str, undo: str) -> Rendered:
    """The list as it is now, with what was just changed."""
    found = corrections.listed(turn.context, turn.role, turn.now)
    said = blocks.saved(turn.lens, text, undo)
    return blocks.listing(turn.lens, found, _names(turn), said=said, text=text)


def _title(turn: Turn, topic: Topic) -> str:
    return escape(corrections.title_now(turn.context, topic.id))


def _names(turn: Turn) -> Mapping[str, str]:
    """Names of departments, by key."""
    with turn.context.store.reading() as data:
        return {department.key: department.name for department in data.organisation().active}
