"""`/kb admin`: the settings in Slack. The same rules as `kb configure`; admins only."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.domain.setup import Problem
from bot.errors import NotAllowed, NotFound
from bot.locale import knows
from bot.model import Organisation
from bot.services import configuring
from bot.services.configuring import Change, Refused
from bot.services.people import require_admin
from bot.slack.blocks import admin as blocks
from bot.slack.responses import Errors, Open, Response, Update
from bot.slack.turn import Turn, modal_meta, read_meta, say_line

ADMINS_NAMED = 5  #: to somebody who is none
TYPED = (
    "digest_time",
    "digest_day",
    "opens",
    "closes",
    "country",
    "signals_a_day",
)  #: as the department's form has them


def open_settings(turn: Turn) -> Sequence[Response]:
    """The menu; to others it says who may. Errors: NotAllowed as long as there are no admins: how to get them."""
    with turn.context.store.reading() as data:
        admins = data.organisation().admins
    if admins and not turn.role.admin:
        return say_line(turn, "admin-not-you", admins=", ".join(f"<@{admin}>" for admin in admins[:ADMINS_NAMED]))
    return (Open(blocks.settings(turn.lens, _organisation(turn))),)


def department(turn: Turn) -> Sequence[Response]:
    """A department was chosen, to change."""
    one = next((d for d in _organisation(turn).departments if d.key == turn.did.value), None)
    if one is None:
        raise NotFound("error-not-found")
    return (Update(blocks.department_form(turn.lens, one, meta=modal_meta(turn, key=one.key))),)


def new_department(turn: Turn) -> Sequence[Response]:
    """An empty form."""
    _organisation(turn)
    return (Update(blocks.department_form(turn.lens, None, meta=modal_meta(turn))),)


def submit_department(turn: Turn) -> Sequence[Response]:
    """Stores a department."""
    fields, key = _fields(turn), read_meta(turn).get("key")
    raw = {
        "key": key or fields.get("key", ""),
        "name": fields.get("name", ""),
        "channel": fields.get("channel", ""),
        "members": [*_listed(fields.get("members", "")), *_listed(fields.get("groups", ""))],
        "lead": fields.get("lead", ""),
        "language": fields.get("language", ""),
        "signal_times": _listed(fields.get("signal_times", "")),
        "working_days": _listed(fields.get("working_days", "")),
        "closed": _listed(fields.get("closed", "")),
        **{name: fields.get(name, "") for name in TYPED},
    }
    try:
        changes = configuring.save_department(turn.context, turn.role, raw, turn.now, new=key is None)
    except Refused as error:
        return _errors(turn, error, {"members": "groups"})
    return _back(turn, changes)


def archive_department(turn: Turn) -> Sequence[Response]:
    """Takes a department out of use."""
    return _back(turn, configuring.archive_department(turn.context, turn.role, turn.did.value, turn.now))


def top_task(turn: Turn) -> Sequence[Response]:
    """A top task was chosen, to change."""
    organisation = _organisation(turn)
    one = next((task for task in organisation.top_tasks if task.key == turn.did.value), None)
    if one is None:
        raise NotFound("error-not-found")
    return (Update(blocks.top_task_form(turn.lens, one, organisation.active, meta=modal_meta(turn, key=one.key))),)


def new_top_task(turn: Turn) -> Sequence[Response]:
    """An empty form."""
    return (Update(blocks.top_task_form(turn.lens, None, _organisation(turn).active, meta=modal_meta(turn))),)


def submit_top_task(turn: Turn) -> Sequence[Response]:
    """Stores a top task."""
    fields, key = _fields(turn), read_meta(turn).get("key")
    raw = {
        "key": key or fields.get("key", ""),
        "name": fields.get("name", ""),
        "owner": fields.get("owner", ""),
        "departments": _listed(fields.get("departments", "")),
        "channel": fields.get("channel", ""),
    }
    try:
        changes = configuring.save_top_task(turn.context, turn.role, raw, turn.now, new=key is None)
    except Refused as error:
        return _errors(turn, error)
    return _back(turn, changes)


def archive_top_task(turn: Turn) -> Sequence[Response]:
    """Takes a top task out of use."""
    return _back(turn, configuring.archive_top_task(turn.context, turn.role, turn.did.value, turn.now))


def general(turn: Turn) -> Sequence[Response]:
    """Admins, channels, effort and masking, to change."""
    return (Update(blocks.general_form(turn.lens, _organisation(turn), meta=modal_meta(turn))),)


def submit_general(turn: Turn) -> Sequence[Response]:
    """Stores admins, channels, effort and masking."""
    fields = _fields(turn)
    raw = {
        "admins": _listed(fields.get("admins", "")),
        "digest_channel": fields.get("digest_channel", ""),
        "announcement_channels": _listed(fields.get("announcement_channels", "")),
        "effort": _effort(fields.get("effort", "")),
        "mask": {
            "keep": [line.strip() for line in fields.get("keep", "").splitlines() if line.strip()],
            "case_number": fields.get("case_number", ""),
        },
    }
    try:
        changes = configuring.save_general(turn.context, turn.role, raw, turn.now)
    except Refused as error:
        return _errors(turn, error)
    return _back(turn, changes)


def _organisation(turn: Turn) -> Organisation:
    """What there is to set, for an admin. Errors: NotAllowed."""
    with turn.context.store.reading() as data:
        organisation = data.organisation()
    if not organisation.admins:
        raise NotAllowed("error-no-admins", user=turn.user)
    require_admin(turn.role)
    return organisation


def _fields(turn: Turn) -> dict[str, str]:
    """As typed: an organisation's own numbers and domains are no customer's data, and masking would spoil them."""
    return {**turn.did.fields, **turn.did.typed_fields}


def _listed(text: str) -> list[str]:
    return [part for part in re.split(r"[,;\s]+", text) if part]


def _effort(text: str) -> dict[str, str]:
    """Lines such as "phone 8" or "mail: 12"."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    found = (re.fullmatch(r"(.*?)[\s:=]+(\S+)", line) for line in lines)
    return {m[1] if m else line: m[2] if m else "" for line, m in zip(lines, found, strict=True)}


def _errors(turn: Turn, error: Refused, elsewhere: dict[str, str] | None = None) -> Sequence[Response]:
    """Each problem at its field. `elsewhere`: the field in which a part of the setup is typed."""
    texts: dict[str, str] = {}
    for problem in error.problems:
        name = _field(problem)
        texts.setdefault((elsewhere or {}).get(name, name), _said(turn, problem))
    return (Errors(texts),)


def _field(problem: Problem) -> str:
    names = [part for part in problem.path if isinstance(part, str)]
    if names[:1] == ["effort"]:
        return names[0]  # its lines are one field
    return names[-1] if names else ""


def _said(turn: Turn, problem: Problem) -> str:
    text = turn.say(problem.key if knows(problem.key) else "setup-other", **problem.values)[:2000]
    return text[:1].upper() + text[1:]  # in the file's errors it comes after the place


def _back(turn: Turn, changes: Sequence[Change]) -> Sequence[Response]:
    """The menu again, with what was saved."""
    with turn.context.store.reading() as data:
        organisation = data.organisation()
    note = turn.say("admin-saved", count=len(changes)) if changes else turn.say("admin-nothing-changed")
    return (Update(blocks.settings(turn.lens, organisation, note)),)
