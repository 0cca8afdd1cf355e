"""Who somebody is to the bot: language, departments, roles. Roles come from the configuration, never from a button."""

from __future__ import annotations

from dataclasses import dataclass

from bot.errors import NotAllowed
from bot.model import Department, Language, Person
from bot.services.context import Context


@dataclass(frozen=True, slots=True)
class Role:
    """What one person is in the organisation now."""

    user: str
    language: Language
    named: bool
    departments: tuple[Department, ...]  #: those they are a specialist of
    leads: tuple[Department, ...]
    admin: bool

    def is_specialist_of(self, key: str | None) -> bool:
        """Of this department: a member or its lead. An admin stands in where a department is not known."""
        return any(d.key == key for d in (*self.departments, *self.leads)) or (key is None and self.admin)


def role_of(context: Context, user: str) -> Role:
    """The person's role, as the organisation is configured now. Nothing about them is stored by looking."""
    with context.store.reading() as data:
        person, organisation = data.person(user), data.organisation()
    return Role(
        user=user,
        language=_language(context, person, user),
        named=bool(person and person.named),
        departments=tuple(d for d in organisation.active if user in members_of(context, d)),
        leads=tuple(d for d in organisation.active if d.lead == user),
        admin=user in organisation.admins,
    )


def language_of(context: Context, user: str) -> Language:
    """Their choice in App Home, else Dutch if their Slack is Dutch, else the installation's language."""
    with context.store.reading() as data:
        person = data.person(user)
    return _language(context, person, user)


def _language(context: Context, person: Person | None, user: str) -> Language:
    if person and person.language:
        return person.language
    locale = context.directory.locale(user) if user else None
    return "nl" if locale and locale.lower().startswith("nl") else context.language


def members_of(context: Context, department: Department) -> frozenset[str]:
    """User ids of a department, its user groups resolved."""
    members: set[str] = set()
    for member in department.members:
        members.update(context.directory.group_members(member) if member.startswith("S") else (member,))
    return frozenset(members)


def require_specialist(role: Role, department: str | None, text: str = "") -> None:
    """Errors: NotAllowed unless the person is a specialist of that department."""
    if not role.is_specialist_of(department):
        raise NotAllowed("error-not-specialist", text=text)


def require_admin(role: Role) -> None:
    """Errors: NotAllowed unless the person is an admin."""
    if not role.admin:
        raise NotAllowed("error-not-admin")


def choose(context: Context, user: str, *, language: Language | None, named: bool) -> None:
    """Stores the choices made in App Home."""
    with context.store.writing() as unit:
        person = unit.person(user) or Person(id=user)
        unit.save_person(person.but(language=language, named=named))
