"""Departments, top tasks, and what is remembered of people."""

from __future__ import annotations

from datetime import date, time

from pydantic import Field

from bot.model.base import Frozen, Language


class Department(Frozen):
    key: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")
    name: str = Field(min_length=1, max_length=60)
    channel: str | None = None  #: Slack channel id
    members: tuple[str, ...] = ()  #: Slack user ids (U..., W...) and user-group ids (S...)
    lead: str | None = None
    language: Language = "nl"
    signal_times: tuple[time, ...] = (time(9), time(14))  #: local time
    digest_time: time = time(9)
    digest_day: int = Field(default=0, ge=0, le=6)  #: from Monday, 0
    working_days: tuple[int, ...] = (0, 1, 2, 3, 4)  #: from Monday, 0
    opens: time = time(8)  #: outside these hours the bot keeps quiet
    closes: time = time(18)
    country: str = "NL"  #: of its public holidays, as the holidays package calls it
    closed: tuple[date, ...] = ()  #: its own free days
    signals_a_day: int = Field(default=2, ge=0, le=20)  #: signals with a message of their own; the rest in one line
    archived: bool = False


class DigestChoice(Frozen):
    """How somebody wants their weekly digest."""

    day: int = Field(default=0, ge=0, le=6)  #: from Monday, 0
    without: tuple[str, ...] = ()  #: sections left out
    none: bool = False  #: no digest at all


class TopTask(Frozen):
    key: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")
    name: str = Field(min_length=1, max_length=60)
    owner: str | None = None  #: the service manager
    departments: tuple[str, ...] = ()
    channel: str | None = None  #: where its agenda is posted; else to its owner
    archived: bool = False


class Masking(Frozen):
    """The organisation's own numbers and domains, which survive in entries, and how its case numbers look."""

    keep: tuple[str, ...] = ()
    case_number: str | None = None  #: a regular expression


class Synonym(Frozen):
    """Two ways of saying one thing, e.g. "BTR" and "betalingsregeling"."""

    term: str = Field(min_length=1, max_length=60)
    means: str = Field(min_length=1, max_length=60)
    id: int = 0  #: 0 for one of configure's file


class Organisation(Frozen):
    """All that `kb configure` sets. Archived departments and top tasks are included, marked."""

    departments: tuple[Department, ...] = ()
    top_tasks: tuple[TopTask, ...] = ()
    admins: tuple[str, ...] = ()
    digest_channel: str | None = None
    announcement_channels: tuple[str, ...] = ()
    effort: dict[str, float] = Field(default_factory=dict)  #: minutes a customer contact takes, by channel (Contact)
    mask: Masking = Masking()
    synonyms: tuple[Synonym, ...] = ()  #: those of the file; those added in Slack are the store's

    @property
    def active(self) -> tuple[Department, ...]:
        return tuple(d for d in self.departments if not d.archived)

    def department(self, key: str | None) -> Department | None:
        """The department with this key, unless there is none or it is archived."""
        return next((d for d in self.active if d.key == key), None)


class Person(Frozen):
    """What the bot remembers of somebody: choices only."""

    id: str
    language: Language | None = None  #: chosen in App Home
    named: bool = False  #: put my name on my tips
    digest: DigestChoice | None = None  #: None: the usual one
