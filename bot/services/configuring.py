"""Setting up the organisation, from a file or in Slack: compared with what there is, stored, and audited."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import TypeVar

from bot.domain.setup import Problem, parse_department, parse_general, parse_top_task
from bot.domain.setup_shape import DAYS
from bot.domain.synonyms import combined
from bot.errors import BadInput, NotFound
from bot.model import AuditRow, Department, Frozen, Organisation, Synonym, TopTask
from bot.ports import Unit
from bot.services.context import Context
from bot.services.naming import reading_differently
from bot.services.people import Role, require_admin

GENERAL = ("admins", "digest_channel", "announcement_channels", "effort", "mask")
DAYS_OF_WEEK = ("working_days", "digest_day")  #: fields that hold numbers of days

Part = TypeVar("Part", Department, TopTask)
Raw = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that became different. `what`: added, archived, restored, order, or the name of a field."""

    subject: str  #: "department:permits", "top_task:move" or "organisation"
    what: str
    old: str = ""
    new: str = ""

    @property
    def detail(self) -> str:
        """E.g. "channel: C1 -> C2"."""
        return f"{self.what}: {self.old or '(none)'} -> {self.new or '(none)'}" if self.old or self.new else self.what


class Refused(BadInput):
    """What was filled in breaks the rules; `problems` says where and how."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("error-input")


def apply(unit: Unit, wanted: Organisation, now: datetime, by: str | None = None) -> tuple[Change, ...]:
    """Stores `wanted`; departments and top tasks that it lacks are archived. Gives what changed: () the second time."""
    before = unit.organisation()
    changes = compare(before, wanted)
    if changes:
        slack = unit.synonyms()
        changed = reading_differently(unit, combined(before.synonyms, slack), combined(wanted.synonyms, slack))
        unit.save_organisation(wanted)
        unit.forget_vectors(changed)
    for change in changes:
        what = "configured" if change.old or change.new else change.what
        unit.record(AuditRow(at=now, subject=change.subject, what=what, by=by, detail=change.detail))
    return changes


def compare(before: Organisation, after: Organisation) -> tuple[Change, ...]:
    """What is different in `after`."""
    return (
        *_parts("department", before.departments, after.departments),
        *_parts("top_task", before.top_tasks, after.top_tasks),
        *_fields("organisation", before, after, GENERAL),
        *_synonyms(before.synonyms, after.synonyms),
    )


def save_department(context: Context, role: Role, raw: Raw, now: datetime, *, new: bool) -> tuple[Change, ...]:
    """Adds or changes a department; saving an archived one restores it. Errors: NotAllowed, Refused, NotFound."""
    require_admin(role)
    department, problems = parse_department(raw)
    if department is None:
        raise Refused(problems)

    def changed(organisation: Organisation) -> Organisation:
        return organisation.but(departments=_with(organisation.departments, department, new=new))

    return _change(context, role, now, changed)


def save_top_task(context: Context, role: Role, raw: Raw, now: datetime, *, new: bool) -> tuple[Change, ...]:
    """Adds or changes a top task; saving an archived one restores it. Errors: NotAllowed, Refused, NotFound."""
    require_admin(role)

    def changed(organisation: Organisation) -> Organisation:
        task, problems = parse_top_task(raw, [one.key for one in organisation.active])
        if task is None:
            raise Refused(problems)
        return organisation.but(top_tasks=_with(organisation.top_tasks, task, new=new))

    return _change(context, role, now, changed)


def save_general(context: Context, role: Role, raw: Raw, now: datetime) -> tuple[Change, ...]:
    """Changes admins, channels, effort and masking. Somebody must stay admin. Errors: NotAllowed, Refused."""
    require_admin(role)
    wanted, problems = parse_general(raw)
    if wanted is None:
        raise Refused(problems)
    if not wanted.admins:
        raise Refused((Problem(("admins",), "setup-no-admin"),))
    values = {name: getattr(wanted, name) for name in GENERAL}
    return _change(context, role, now, lambda organisation: organisation.but(**values))


def archive_department(context: Context, role: Role, key: str, now: datetime) -> tuple[Change, ...]:
    """Takes a department out of use; nothing of it is deleted, and top tasks no longer name it. Errors: NotAllowed."""
    require_admin(role)

    def changed(organisation: Organisation) -> Organisation:
        return organisation.but(
            departments=_archived(organisation.departments, key),
            top_tasks=tuple(
                one.but(departments=tuple(d for d in one.departments if d != key)) for one in organisation.top_tasks
            ),
        )

    return _change(context, role, now, changed)


def archive_top_task(context: Context, role: Role, key: str, now: datetime) -> tuple[Change, ...]:
    """Takes a top task out of use. Errors: NotAllowed."""
    require_admin(role)
    return _change(
        context, role, now, lambda organisation: organisation.but(top_tasks=_archived(organisation.top_tasks, key))
    )


def _change(
    context: Context, role: Role, now: datetime, changed: Callable[[Organisation], Organisation]
) -> tuple[Change, ...]:
    with context.store.writing() as unit:
        return apply(unit, changed(unit.organisation()), now, role.user)


def _with(parts: tuple[Part, ...], one: Part, *, new: bool) -> tuple[Part, ...]:
    known = {part.key: part for part in parts}
    if new and one.key in known and not known[one.key].archived:
        raise Refused((Problem(("key",), "setup-double", {"given": one.key}),))
    if not new and one.key not in known:
        raise NotFound("error-not-found")
    return tuple({**known, one.key: one}.values())


def _archived(parts: tuple[Part, ...], key: str) -> tuple[Part, ...]:
    return tuple(part.but(archived=True) if part.key == key else part for part in parts)


def _parts(kind: str, before: Sequence[Part], after: Sequence[Part]) -> Iterator[Change]:
    old, new = {one.key: one for one in before}, {one.key: one for one in after}
    for key, one in new.items():
        subject = f"{kind}:{key}"
        known = old.get(key)
        if known is None:
            yield Change(subject, "added")
            continue
        if known.archived != one.archived:
            yield Change(subject, "archived" if one.archived else "restored")
        names = [name for name in type(one).model_fields if name not in ("key", "archived")]
        yield from _fields(subject, known, one, names)
    for key, known in old.items():
        if key not in new and not known.archived:
            yield Change(f"{kind}:{key}", "archived")
    was = [key for key, one in old.items() if not one.archived and key in new and not new[key].archived]
    now = [key for key in new if key in was]
    if was != now:
        yield Change("organisation", f"order of {kind}s", ", ".join(was), ", ".join(now))


def _synonyms(before: Sequence[Synonym], after: Sequence[Synonym]) -> Iterator[Change]:
    old, new = ({one.term: one.means for one in some} for some in (before, after))
    for term in dict.fromkeys((*old, *new)):
        if old.get(term) != new.get(term):
            yield Change(f"synonym:{term}", "means", old.get(term, ""), new.get(term, ""))


def _fields(subject: str, before: Frozen, after: Frozen, names: Sequence[str]) -> Iterator[Change]:
    for name in names:
        old, new = getattr(before, name), getattr(after, name)
        if old == new:
            continue
        if isinstance(old, Frozen):
            inner = list(type(old).model_fields)
            yield from (
                Change(one.subject, f"{name}.{one.what}", one.old, one.new) for one in _fields(subject, old, new, inner)
            )
        else:
            yield Change(subject, name, _said(name, old), _said(name, new))


def _said(name: str, value: object) -> str:
    """A value as the audit has it: "09:00, 14:00", "mon, tue", "phone 8, mail 12.5"."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return ", ".join(_said(name, one) for one in value)
    if isinstance(value, dict):
        return ", ".join(f"{key} {number:g}" for key, number in value.items())
    if name in DAYS_OF_WEEK and isinstance(value, int):
        return DAYS[value]
    return f"{value:%H:%M}" if isinstance(value, time) else str(value)
