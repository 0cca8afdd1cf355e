"""Sharing: tips and mistakes by command, modal or message shortcut, and what may be done with them afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from bot.errors import BadInput, NotAllowed, NotFound
from bot.model import Department, Entry, Kind
from bot.services import answering, capturing, duplicating
from bot.services.capturing import Draft
from bot.slack.blocks import capture as blocks
from bot.slack.blocks.common import context_line
from bot.slack.listeners import announcements
from bot.slack.listeners.asking import ask, entry_message, outdated_modal
from bot.slack.listeners.ways import open_ways
from bot.slack.responses import Open, Rendered, Replace, Response, Say
from bot.slack.turn import Turn, meta_number, modal_meta, read_meta, say_line


def share(turn: Turn, kind: Kind, text: str) -> Sequence[Response]:
    """`/kb tip ...` and `/kb mistake ...`: stored as typed, in one step."""
    return _saved(turn, Draft(kind=kind, text=text, named=turn.role.named))


def open_modal(turn: Turn, *, kind: str = "ask", text: str = "", **meta: object) -> Sequence[Response]:
    """The modal to ask or share."""
    return (
        Open(
            blocks.open_modal(
                turn.lens,
                _departments(turn),
                kind=kind,
                text=text,
                named=turn.role.named,
                meta=modal_meta(turn, channel=turn.did.place, **meta),
            )
        ),
    )


def open_shortcut(turn: Turn) -> Sequence[Response]:
    """The global shortcut."""
    return open_modal(turn)


def open_from_nothing(turn: Turn) -> Sequence[Response]:
    """ "I know it myself: share it", under an unanswered question, which becomes the text to start from."""
    with turn.context.store.reading() as data:
        question = data.question(turn.number(0) or 0)
    return open_modal(turn, kind="tip", text=f"{question.text}\n" if question else "")


def save_message(turn: Turn) -> Sequence[Response]:
    """The message shortcut: the modal filled from the message, with a link back."""
    did = turn.did
    link = f"https://slack.com/archives/{did.channel}/p{(did.ts or '').replace('.', '')}"
    return (
        Open(
            blocks.open_modal(
                turn.lens,
                _departments(turn),
                kind="tip",
                text=did.text[:3000],
                named=turn.role.named,
                link=link,
                choices=("tip", "mistake"),
                meta=modal_meta(turn, channel=did.place, link=link),
            )
        ),
    )


def submit(turn: Turn) -> Sequence[Response]:
    """The modal's answer: a question, a tip or a mistake."""
    fields, meta = turn.did.fields, read_meta(turn)
    text = fields.get("text", "")
    if fields.get("kind") == "ask":
        place = meta.get("channel")
        return ask(_at(turn, str(place) if place else None), text)
    kind = Kind.MISTAKE if fields.get("kind") == Kind.MISTAKE.value else Kind.TIP
    link = meta.get("link")
    return _saved(
        turn,
        Draft(
            kind=kind,
            text=text,
            mandate=fields.get("mandate", ""),
            wording=fields.get("wording", ""),
            next_time=fields.get("next_time", "") if kind is Kind.MISTAKE else "",
            department=fields.get("department") or None,
            link=str(link) if link and kind is not Kind.MISTAKE else None,
            named=fields.get("named") == "yes",
        ),
    )


def edit(turn: Turn) -> Sequence[Response]:
    """Opens the modal with all parts of the entry."""
    entry = _entry(turn)
    with turn.context.store.reading() as data:
        capturing.may_change(data, turn.role, entry, turn.part(1) or None)
    meta = modal_meta(turn, entry=entry.number, token=turn.part(1) or None)
    return (Open(blocks.edit_modal(turn.lens, entry, _departments(turn), meta=meta)),)


def submit_edit(turn: Turn) -> Sequence[Response]:
    """Stores the changes."""
    meta = read_meta(turn)
    entry = capturing.edit(
        turn.context, turn.role, meta_number(turn, "entry"), dict(turn.did.fields), turn.now, token=_token(meta)
    )
    note = turn.say("edited-now", number=entry.number)
    return (Say(entry_message(turn, entry.number, note=note)),)


def merge(turn: Turn) -> Sequence[Response]:
    """ "Merge" beside a near-duplicate."""
    entry = capturing.merge(
        turn.context, turn.role, turn.number(0) or 0, turn.number(2) or 0, turn.now, token=turn.part(1) or None
    )
    return (Replace(entry_message(turn, entry.number, note=turn.say("merged-now", number=entry.number))),)


def keep_apart(turn: Turn) -> Sequence[Response]:
    """ "Keep apart": the suggestion goes away. Said by a specialist, it is not listed as looking alike either."""
    with suppress(NotAllowed, NotFound):
        duplicating.keep_apart(turn.context, turn.role, turn.number(0) or 0, turn.number(2) or 0, turn.now)
    return (Replace(_saved_message(turn, _entry(turn), turn.part(1))),)


def submit_merge(turn: Turn) -> Sequence[Response]:
    """The modal in which a specialist names the entry to merge into."""
    meta = read_meta(turn)
    into = turn.did.fields.get("into", "").strip().lstrip("#").strip()
    if not into.isdecimal():
        raise BadInput("error-entry-number", field="into")
    entry = capturing.merge(
        turn.context, turn.role, meta_number(turn, "entry"), int(into), turn.now, token=_token(meta)
    )
    return (Say(entry_message(turn, entry.number, note=turn.say("merged-now", number=entry.number))),)


def move(turn: Turn) -> Sequence[Response]:
    """Another department owns the subject."""
    entry = capturing.move(
        turn.context, turn.role, turn.number(0) or 0, turn.part(2), turn.now, token=turn.part(1) or None
    )
    return (Replace(_saved_message(turn, entry, turn.part(1), chosen=True)),)


def name(turn: Turn) -> Sequence[Response]:
    """With my name, or without: the author's choice."""
    entry = capturing.name(turn.context, turn.user, turn.number(0) or 0, named=turn.part(2) == "1")
    return (Replace(_saved_message(turn, entry, turn.part(1))),)


def undo(turn: Turn) -> Sequence[Response]:
    """Takes back what was just shared, and gives the text back."""
    number = turn.number(0) or 0
    with turn.context.store.reading() as data:
        entry = data.entry(number)
    if entry is None or not capturing.undo(turn.context, number, turn.part(1)):
        return (Replace(blocks.undone(turn.lens, number, "")),) if entry is None else say_line(turn, "undo-too-late")
    return (Replace(blocks.undone(turn.lens, number, entry.body or entry.title)),)


def delete(turn: Turn) -> Sequence[Response]:
    """Deletes an entry for good; the button asked first."""
    number = turn.number(0) or 0
    capturing.delete(turn.context, turn.role, number, turn.now)
    text = turn.say("deleted-now", number=number)
    return (Replace(Rendered(text, (context_line(text),))),)


def more(turn: Turn) -> Sequence[Response]:
    """The "..." menu of an entry: what was chosen stands in front of the ids."""
    choice, _, key = turn.did.value.partition(":")
    chosen = Turn(turn.context, turn.did.but(value=key), turn.role, turn.now)
    with turn.context.store.reading() as data:
        entry = answering.require_entry(data, chosen.number(1) or 0)
    if choice == "outdated":
        return (Open(outdated_modal(chosen, entry.number)),)
    if choice == "ways":
        return open_ways(chosen, entry.number)
    if entry.kind is Kind.ANNOUNCEMENT and choice == "withdraw":
        return announcements.ask_withdraw(chosen, entry.number)
    if entry.kind is Kind.ANNOUNCEMENT and choice == "edit":
        return announcements.open_edit(chosen, entry.number)
    with turn.context.store.reading() as data:
        capturing.may_change(data, turn.role, entry, None)
    meta = modal_meta(turn, entry=entry.number)
    if choice == "edit":
        return (Open(blocks.edit_modal(turn.lens, entry, _departments(turn), meta=meta)),)
    if choice == "merge":
        return (Open(blocks.merge_modal(turn.lens, entry, meta=meta)),)
    return (Say(blocks.delete_confirm(turn.lens, entry)),)


def _saved(turn: Turn, draft: Draft) -> Sequence[Response]:
    done = capturing.share(turn.context, turn.user, draft, turn.now, place=turn.did.place, origin=turn.did.key)
    return (Say(blocks.saved(turn.lens, done, _departments(turn), chosen=draft.department is not None)),)


def _saved_message(turn: Turn, entry: Entry, token: str, *, chosen: bool = False) -> Rendered:
    with turn.context.store.reading() as data:
        department = data.organisation().department(entry.department)
    return blocks.saved(turn.lens, capturing.Saved(entry, department, (), token), _departments(turn), chosen=chosen)


def _entry(turn: Turn) -> Entry:
    with turn.context.store.reading() as data:
        return answering.require_entry(data, turn.number(0) or 0)


def _departments(turn: Turn) -> tuple[Department, ...]:
    with turn.context.store.reading() as data:
        return data.organisation().active


def _at(turn: Turn, place: str | None) -> Turn:
    """The same turn, in the channel from which the modal was opened."""
    return Turn(turn.context, turn.did.but(channel=place, direct=place is None), turn.role, turn.now)


def _token(meta: dict[str, object]) -> str | None:
    token = meta.get("token")
    return token if isinstance(token, str) else None
