"""What a team calls things: synonyms and abbreviations, added and removed in Slack beside those of configure's file.

A new one counts at once: in the same unit the phrasings that now read differently lose their vector, which says so to
every process on this database; this one makes the new vectors right away.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.synonyms import Synonyms, combined, parse_pair, require_usable
from bot.domain.words import fold
from bot.errors import BadInput, NotAllowed
from bot.model import AuditRow, Synonym
from bot.ports import Reader, Unit
from bot.services.context import Context, mask_entry
from bot.services.people import Role

SYNONYMS_MAX = 500  #: added in Slack
AT_ONCE = 200  #: phrasings that are encoded before the person hears of it (about 1 ms each); the others soon after


@dataclass(frozen=True, slots=True)
class Added:
    """A new synonym, and all ways of saying the same there are now."""

    synonym: Synonym
    group: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """The synonyms a person sees: first those of the file, which only the file can change."""

    file: tuple[Synonym, ...]
    slack: tuple[Synonym, ...]
    shadowed: frozenset[int]  #: ids of those that do not count, as the file says something else
    may_change: bool
    about: str = ""  #: what was asked for; "" for all


def may_name(role: Role) -> bool:
    """Specialists, leads and admins add and remove synonyms; everybody sees them."""
    return bool(role.departments or role.leads or role.admin)


def add(context: Context, role: Role, typed: str, now: datetime) -> Added:
    """Stores "BTR = betalingsregeling". Errors, all with the text: NotAllowed; BadInput for another form, for sides
    that cannot be used, for what is there already and for a term that means something else."""
    _require(role, typed)
    pair = parse_pair(typed)
    if pair is None:
        raise BadInput("error-synonym-form", text=typed)
    with context.store.reading() as data:
        organisation, version = data.organisation(), data.index_version()
        term, means = (mask_entry(side, organisation) for side in pair)
        require_usable(term, means, text=typed)
        before, after = _with(data, term, means, typed)
        changed = reading_differently(data, before, after)
    with context.store.writing() as unit:
        if unit.index_version() != version:  # somebody wrote in between
            before, after = _with(unit, term, means, typed)
            changed = reading_differently(unit, before, after)
        added = unit.add_synonym(Synonym(term=term, means=means), now)
        unit.forget_vectors(changed)
        _record(unit, "added", added, role, now)
    context.knowledge.fill(most=AT_ONCE)
    return Added(added, after.group(term))


def remove(context: Context, role: Role, id: int, now: datetime) -> Synonym | None:
    """Takes away one that was added in Slack; None when it was gone already. Errors: NotAllowed."""
    _require(role)
    with context.store.reading() as data:
        version = data.index_version()
        changed = _without(data, id)
    with context.store.writing() as unit:
        known = next((one for one in unit.synonyms() if one.id == id), None)
        if known is None:
            return None
        if unit.index_version() != version:
            changed = _without(unit, id)
        unit.delete_synonym(id)
        unit.forget_vectors(changed)
        _record(unit, "removed", known, role, now)
    context.knowledge.fill(most=AT_ONCE)
    return known


def listed(context: Context, role: Role, about: str = "") -> Listing:
    """All synonyms, or those with `about` in them."""
    with context.store.reading() as data:
        file, slack = data.organisation().synonyms, data.synonyms()
    of_file = combined(file, ())
    shadowed = {one.id for one in slack if fold(of_file.meaning(one.term) or one.means) != fold(one.means)}
    wanted = fold(about)
    found = [tuple(s for s in some if wanted in fold(f"{s.term} = {s.means}")) for some in (file, slack)]
    return Listing(found[0], found[1], frozenset(shadowed), may_name(role), about)


def reading_differently(data: Reader, before: Synonyms, after: Synonyms) -> tuple[int, ...]:
    """Ids of the phrasings that are rewritten to something else than before."""
    if before == after:
        return ()
    return tuple(id for id, text in data.phrasing_texts() if before.expand(text) != after.expand(text))


def _with(data: Reader, term: str, means: str, typed: str) -> tuple[Synonyms, Synonyms]:
    """What counts now, and what will with this pair. Errors: BadInput."""
    file, slack = data.organisation().synonyms, data.synonyms()
    before = combined(file, slack)
    if fold(before.expand(term)) == fold(before.expand(means)):
        raise BadInput("error-synonym-there", text=typed, term=term, means=means)
    if (known := before.meaning(term)) is not None:
        raise BadInput("error-synonym-taken", text=typed, term=term, means=known)
    if len(slack) >= SYNONYMS_MAX:
        raise BadInput("error-synonym-many", text=typed, limit=SYNONYMS_MAX)
    return before, combined(file, (*slack, Synonym(term=term, means=means)))


def _without(data: Reader, id: int) -> tuple[int, ...]:
    """Ids of the phrasings that read differently without this one."""
    file, slack = data.organisation().synonyms, data.synonyms()
    left = [one for one in slack if one.id != id]
    return reading_differently(data, combined(file, slack), combined(file, left))


def _require(role: Role, typed: str = "") -> None:
    if not may_name(role):
        raise NotAllowed("error-synonym-not-yours", text=typed)


def _record(unit: Unit, what: str, synonym: Synonym, role: Role, now: datetime) -> None:
    detail = f"{synonym.term} = {synonym.means}"
    unit.record(AuditRow(at=now, subject="synonyms", what=what, by=role.user, detail=detail))
