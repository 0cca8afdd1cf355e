"""What an action makes the bot say: one message to its owner, and one reminder when its day has passed.

Everything goes by the outbox, in the unit of the decision.
"""

from __future__ import annotations

from datetime import datetime

from bot.model import Action, Organisation, OutboxMessage
from bot.ports import Unit


def is_person(owner: str) -> bool:
    """Slack's user ids begin with U or W; a department's key is in lower case."""
    return owner.startswith(("U", "W"))


def places(organisation: Organisation, owner: str) -> tuple[str, ...]:
    """Channels and people the message may go to, best first: the person; or the department's channel, its lead; then
    an admin."""
    department = organisation.department(owner)
    found = [owner] if is_person(owner) else [department.channel, department.lead] if department else []
    return tuple(dict.fromkeys(place for place in (*found, *organisation.admins) if place))


def message_key(action: Action) -> str:
    """Key of its message."""
    return f"action:{action.id}"


def reminder_key(action: Action) -> str:
    """Key of the reminder for its day; another day has a reminder of its own."""
    return f"{message_key(action)}:late:{action.due.isoformat()}"


def post(unit: Unit, organisation: Organisation, action: Action, now: datetime) -> bool:
    """Brings it to its owner. False: there is nobody to tell."""
    return _say(unit, organisation, action, message_key(action), "action", now)


def remind(unit: Unit, organisation: Organisation, action: Action, now: datetime) -> bool:
    """Its day has passed: once more to its owner. False: there is nobody to tell, or they were told."""
    key = reminder_key(action)
    return unit.outbox(key) is None and _say(unit, organisation, action, key, "action_late", now)


def agenda_key(task: str, month: str) -> str:
    """Key of the message that brings the agenda of a meeting, with what it agreed."""
    return f"agenda:{task}:{month}"


def declined_key(action: Action) -> str:
    """Key of the message to whoever wrote an agreement down, that its owner declines."""
    return f"{message_key(action)}:declined"


def refresh(unit: Unit, action: Action) -> None:
    """Its messages, the reminder for its day, and the agenda of the meeting that agreed it are rendered again, in
    place. Before its day changes, `action` is the one as it was."""
    meeting = (agenda_key(action.top_task, action.month),) if action.top_task else ()
    for key in (message_key(action), reminder_key(action), declined_key(action), *meeting):
        row = unit.outbox(key)
        if row is not None:
            unit.enqueue(row)


def tell_declined(unit: Unit, action: Action, now: datetime) -> None:
    """Whoever wrote an agreement down hears that its owner declines: no signal looks for another one."""
    if action.kind == "agreement" and action.created_by and action.created_by != action.closed_by:
        key, payload = declined_key(action), {"action": action.id, "due": action.due.isoformat()}
        unit.enqueue(OutboxMessage(key=key, kind="action", to=action.created_by, payload=payload, created_at=now))


def _say(unit: Unit, organisation: Organisation, action: Action, key: str, kind: str, now: datetime) -> bool:
    to = next(iter(places(organisation, action.owner)), None)
    if to is None:
        return False
    payload = {"action": action.id, "due": action.due.isoformat()}
    unit.enqueue(OutboxMessage(key=key, kind=kind, to=to, payload=payload, created_at=now))
    return True
