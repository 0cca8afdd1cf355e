"""Who somebody is to the bot: language, departments, roles. Roles come from the configuration, never from a button."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.errors import NotAllowed
from bot.model import Department, Language, Person
from bot.services.context import Context

LOCALE_FRESH = timedelta(days=1)  #: how long Slack's locale of a person is believed


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


def role_of(context: Context, user: str, now: datetime) -> Role:
    """The person's role; asks Slack for their locale at most once a day."""
    with context.store.reading() as data:
        person, organisation = data.person(user), data.organisation()
    if person is None or person.locale_at is None or now - person.locale_at > LOCALE_FRESH:
        person = (person or Person(id=user)).but(
            locale=context.directory.locale(user) or (person.locale if person else None), locale_at=now
        )
        with context.store.writing() as unit:
            latest = unit.person(user) or person
            person = latest.but(locale=person.locale, locale_at=now)
            unit.save_person(person)
    return Role(
        user=user,
        language=language_of_person(person, context.language),
        named=person.named,
        departments=tuple(d for d in organisation.active if user in members_of(context, d)),
        leads=tuple(d for d in organisation.active if d.lead == user),
        admin=user in organisation.admins,
    )


def language_of_person(person: Person | None, default: Language) -> Language:
    """Their choice, else Dutch if their Slack is Dutch, else the installation's language."""
    if person and person.language:
        return person.language
    if person and person.locale and person.locale.lower().startswith("nl"):
        return "nl"
    return default


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


def choose(context: Context, user: str, now: datetime, *, language: Language | None, named: bool) -> None:
    """Stores the choices made in App Home."""
    with context.store.writing() as unit:
        person = unit.person(user) or Person(id=user)
        unit.save_person(person.but(language=language, named=named))
