"""What people see when they share: the modal, "saved as tip #128", and near-duplicates."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.text import one_line
from bot.model import TITLE_MAX, Department, Entry, Kind
from bot.services.capturing import Saved
from bot.slack.blocks.common import (
    Block,
    Lens,
    actions,
    button,
    confirm,
    context_line,
    escape,
    ids,
    menu,
    modal,
    option,
    quote,
    radio_input,
    section,
    select_input,
    text_input,
)
from bot.slack.responses import Rendered


def saved(lens: Lens, done: Saved, departments: Sequence[Department], *, chosen: bool = False) -> Rendered:
    """ "Saved as tip #128", what it looks like, and what may still be done with it. `chosen`: somebody said whose
    subject it is; else it is a guess."""
    entry = done.entry
    mistake = entry.kind is Kind.MISTAKE
    department = done.department.name if done.department else ""
    head = lens.say(
        "saved-mistake" if mistake else "saved-tip",
        number=entry.number,
        department=escape(department),
        known="no" if not department else "chosen" if chosen else "guessed",
        named="yes" if entry.named else "no",
    )
    key = ids(entry.number, done.undo)
    blocks: list[Block] = [section(head), section(quote(one_line(entry.body or entry.title, 300)))]
    if entry.see is not None:
        blocks.append(context_line(lens.say("saved-see", number=entry.see)))
    for place, other in enumerate(done.similar[:3]):
        text = lens.say("looks-like", number=other.number, title=escape(other.title))
        blocks.append(section(text))
        blocks.append(
            actions(
                button(lens.say("button-merge"), f"share.merge.{place}", ids(entry.number, done.undo, other.number)),
                button(
                    lens.say("button-keep-apart"), f"share.apart.{place}", ids(entry.number, done.undo, other.number)
                ),
            )
        )
    choices = [option(d.name, ids(entry.number, done.undo, d.key)) for d in departments if d.key != entry.department]
    blocks.append(
        actions(
            button(lens.say("button-edit"), "share.edit", key),
            menu(lens.say("button-other-department"), "share.move", choices) if choices else None,
            button(lens.say("button-share"), "share.public", ids(None, entry.number)),
            button(lens.say("button-next-time"), "share.edit.1", key) if mistake and not entry.next_time else None,
            button(lens.say("button-undo"), "share.undo", key),
        )
    )
    if not mistake and entry.author:
        label = "button-without-name" if entry.named else "button-with-name"
        blocks.append(
            actions(button(lens.say(label), "share.name", ids(entry.number, done.undo, int(not entry.named))))
        )
    return Rendered(head, tuple(blocks))


def undone(lens: Lens, number: int, text: str) -> Rendered:
    """After Undo: gone, and the text given back."""
    line = lens.say("undone", number=number)
    return Rendered(line, (context_line(line), section(quote(text))) if text else (context_line(line),))


def open_modal(
    lens: Lens,
    departments: Sequence[Department],
    *,
    text: str = "",
    kind: str = "ask",
    named: bool = False,
    meta: str = "",
    link: str = "",
    choices: Sequence[str] = ("ask", "tip", "mistake"),
) -> Block:
    """Ask or share: one text; the rest is optional. From a message (`link`) it is filled, and only shares."""
    kinds = [option(lens.say(f"choose-{k}"), k) for k in choices]
    blocks = [
        radio_input(lens.say("modal-kind"), "kind", kinds, chosen=kind),
        text_input(
            lens.say("modal-text"), "text", value=text, hint=lens.say("hint-no-names"),
            placeholder=lens.say("modal-text-placeholder"),
        ),
        text_input(lens.say("label-next-time"), "next_time", optional=True, hint=lens.say("modal-next-time-hint")),
        text_input(_label(lens, "mandate"), "mandate", optional=True),
        text_input(_label(lens, "wording"), "wording", optional=True),
    ]  # fmt: skip
    if departments:
        blocks.append(department_input(lens, departments))
    names = [option(lens.say("with-name"), "yes"), option(lens.say("without-name"), "no")]
    blocks.append(radio_input(lens.say("modal-name"), "named", names, chosen="yes" if named else "no"))
    if link:
        blocks.append(context_line(f"<{link}|{lens.say('link-source')}>"))
    return modal(lens, "share", lens.say("modal-title"), blocks, submit=lens.say("send"), meta=meta)


def edit_modal(lens: Lens, entry: Entry, departments: Sequence[Department], *, meta: str) -> Block:
    """All parts of an entry, to change."""
    blocks = [
        text_input(lens.say("edit-title"), "title", value=entry.title, multiline=False, limit=TITLE_MAX),
        text_input(lens.say("edit-body"), "body", value=entry.body, optional=True, hint=lens.say("hint-no-names")),
    ]
    if entry.kind is Kind.MISTAKE:
        blocks.append(text_input(lens.say("label-next-time"), "next_time", value=entry.next_time, optional=True))
    blocks += [
        text_input(_label(lens, "mandate"), "mandate", value=entry.mandate, optional=True),
        text_input(_label(lens, "wording"), "wording", value=entry.wording, optional=True),
    ]
    if departments:
        blocks.append(department_input(lens, departments, chosen=entry.department))
    return modal(lens, "edit", lens.say("edit-head", number=entry.number), blocks, submit=lens.say("save"), meta=meta)


def merge_modal(lens: Lens, entry: Entry, *, meta: str) -> Block:
    """Which entry says the same?"""
    return modal(
        lens,
        "merge",
        lens.say("merge-title"),
        [
            context_line(lens.say("merge-explains", number=entry.number, title=escape(entry.title))),
            text_input(lens.say("merge-label"), "into", multiline=False, placeholder="#41", limit=12),
        ],
        submit=lens.say("button-merge"),
        meta=meta,
    )


def delete_confirm(lens: Lens, entry: Entry) -> Rendered:
    """Asks once more before deleting."""
    text = lens.say("delete-sure", number=entry.number, title=escape(entry.title))
    sure = confirm(lens, lens.say("button-delete"), lens.say("delete-for-good"), lens.say("button-delete"))
    return Rendered(
        text,
        (
            section(text),
            actions(button(lens.say("button-delete"), "entry.delete", ids(entry.number), style="danger", confirm=sure)),
        ),
    )


def department_input(lens: Lens, departments: Sequence[Department], *, chosen: str | None = None) -> Block:
    """Whose subject it is; empty lets the bot guess."""
    return select_input(
        lens.say("modal-department"),
        "department",
        [option(d.name, d.key) for d in departments],
        chosen=chosen,
        optional=True,
        placeholder=lens.say("modal-department-guess"),
    )


def _label(lens: Lens, part: str) -> str:
    """The name of a part, as a field's label: without the colon it has in running text."""
    return lens.say(f"label-{part}").rstrip(":")
