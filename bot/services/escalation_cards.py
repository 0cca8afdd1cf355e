"""What people see of a question for the specialists: gathered here, laid out in `slack/blocks/escalation.py`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.errors import NotFound
from bot.model import ENOUGH_PEOPLE, Department, Entry, Escalation, EscalationState, Organisation, TopTask
from bot.ports import Reader
from bot.services.answering import UNDER_WAY, require_entry
from bot.services.context import Context
from bot.services.escalation_messages import receivers


@dataclass(frozen=True, slots=True)
class Card:
    """All that a message about it shows."""

    escalation: Escalation
    department: Department | None  #: where it lies; None with its owner, or when the department is gone
    nearest: Entry | None
    near: tuple[Entry, ...]  #: entries that may hold the answer already
    elsewhere: tuple[Department, ...]  #: other departments it may be sent to
    waiting: int  #: colleagues who wait; 0 when fewer than three
    told: int  #: colleagues who got the answer; 0 when fewer than three
    entry: Entry | None  #: the answer
    checked_by: Department | None  #: of the answer
    refused: tuple[Department, ...]
    task: TopTask | None  #: why it lies with its owner

    @property
    def under_way(self) -> bool:
        """It still waits for an answer."""
        return self.escalation.state in UNDER_WAY

    @property
    def withdrawn(self) -> bool:
        """Whoever asked took it back before anybody picked it up."""
        return self.escalation.state is EscalationState.ANSWERED and self.escalation.answered_by is None


def card(context: Context, escalation: int) -> Card:
    """What a message about it shows now. Errors: NotFound."""
    with context.store.reading() as data:
        return card_of(data, require_escalation(data, escalation))


def card_of(data: Reader, escalation: Escalation) -> Card:
    """The same, within a transaction."""
    organisation = data.organisation()
    asked = data.question(escalation.question)
    numbers = [s.entry for s in asked.shown] if asked else []
    if escalation.nearest:
        numbers.append(escalation.nearest)
    entries = {e.number: e for e in data.entries(numbers=numbers)}
    near = tuple(entries[n] for n in dict.fromkeys(numbers) if n in entries and entries[n].offered)
    entry = _answer(data, escalation)
    nearest = entries.get(escalation.nearest or 0)
    waiting = len(receivers(escalation))
    return Card(
        escalation=escalation,
        department=organisation.department(escalation.department),
        nearest=nearest if nearest and nearest.offered else None,
        near=near,
        elsewhere=tuple(d for d in organisation.active if d.key != escalation.department),
        waiting=waiting if waiting >= ENOUGH_PEOPLE else 0,
        told=escalation.told if escalation.told >= ENOUGH_PEOPLE else 0,
        entry=entry,
        checked_by=organisation.department(entry.checked_by) if entry else None,
        refused=tuple(d for d in organisation.departments if d.key in escalation.refused),
        task=task_of(organisation, escalation.refused),
    )


def task_of(organisation: Organisation, refused: Sequence[str]) -> TopTask | None:
    """The first top task with an owner in which one of these departments works."""
    tasks = (t for t in organisation.top_tasks if not t.archived and t.owner and set(t.departments) & set(refused))
    return next(tasks, None)


def require_escalation(data: Reader, id: int) -> Escalation:
    """The question for the specialists, or NotFound."""
    found = data.escalation(id)
    if found is None:
        raise NotFound("error-escalation-gone")
    return found


def _answer(data: Reader, escalation: Escalation) -> Entry | None:
    """The entry that answers it, followed to where it was merged; None when it was deleted since."""
    try:
        return require_entry(data, escalation.entry) if escalation.entry else None
    except NotFound:
        return None
