"""The fictional organisation that `kb demo` starts with: Gemeente Wilgerdam, read from the YAML files beside this."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal, Self

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from bot.model import EntryState, Kind, Language, Outcome

FOLDER = Path(__file__).parent
NOW_WEEK = 6  #: the demo's clock starts on the Monday of this week of the stream ...
NOW_TIME = time(8, 30)  #: ... at this local time, half an hour before the signal check

Text = Annotated[str, Field(min_length=1, max_length=3000)]
Key = Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]


class _Content(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Person(_Content):
    """Somebody who works there: one of the twelve to act as, or one of the sixty in the background."""

    id: Annotated[str, Field(pattern=r"^U[0-9A-Z]+$")]
    name: Text
    locale: Literal["nl-NL", "en-GB"]
    departments: tuple[Key, ...] = ()
    role: dict[Language, str] = {}  #: in words, by language; empty for the background

    @property
    def language(self) -> Language:
        return "nl" if self.locale == "nl-NL" else "en"


class Department(_Content):
    """As `kb configure` takes it; times stay text here, `kb configure` reads them."""

    key: Key
    name: Text
    channel: str
    members: tuple[str, ...]
    lead: str
    language: Language
    signal_times: tuple[str, ...]
    digest_time: str
    working_days: tuple[str, ...] = ()
    opens: str = ""
    closes: str = ""
    closed: tuple[date, ...] = ()


class TopTask(_Content):
    key: Key
    name: Text
    owner: str
    departments: tuple[Key, ...]
    channel: str | None = None


class Mask(_Content):
    keep: tuple[str, ...]
    case_number: str


class Organisation(_Content):
    """What organisation.yml holds; the file itself goes to `kb configure`."""

    departments: tuple[Department, ...]
    top_tasks: tuple[TopTask, ...]
    admins: tuple[str, ...]
    digest_channel: str
    announcement_channels: tuple[str, ...]
    effort: dict[str, float]
    mask: Mask


class Channel(_Content):
    """A channel; `members` is a list of people, a department's key, or `everyone`, `agents`, `leads`."""

    id: Annotated[str, Field(pattern=r"^C[0-9A-Z]+$")]
    name: Key
    members: str | tuple[str, ...]
    private: bool
    bot: bool  #: whether kb is a member


class Group(_Content):
    """A user group; a department may have one among its members."""

    id: Annotated[str, Field(pattern=r"^S[0-9A-Z]+$")]
    handle: Key
    name: Text
    members: tuple[str, ...]


class Workspace(_Content):
    name: Text
    domain: Key
    channels: tuple[Channel, ...]
    groups: tuple[Group, ...]


class Entry(_Content):
    """One piece of knowledge. `days_ago` counts back from the demo's now to its last change of state."""

    key: Key
    kind: Literal[Kind.TIP, Kind.MISTAKE, Kind.ANSWER]
    department: Key
    state: Literal[EntryState.CHECKED, EntryState.UNCHECKED, EntryState.OUTDATED]
    days_ago: Annotated[int, Field(ge=1)]
    author: str | None = None
    see: Key | None = None  #: for a mistake: the entry that would have prevented it
    title: Annotated[str, Field(min_length=1, max_length=150)]
    body: Text
    next_time: str = ""  #: for a mistake: what to do instead
    mandate: str = ""
    wording: str = ""
    phrasings: tuple[Text, ...]
    language: Language

    @property
    def written_days_ago(self) -> int:
        """How many days before the demo's now it was written; checked and outdated ones predate the stream."""
        return self.days_ago if self.state is EntryState.UNCHECKED else self.days_ago + 60

    def offered(self, at: datetime, now: datetime) -> bool:
        """Say whether it existed, and was not called outdated yet, at `at`; `now` is the demo's now (both aware)."""
        if at < now - timedelta(days=self.written_days_ago):
            return False
        return not (self.state is EntryState.OUTDATED and at >= now - timedelta(days=self.days_ago))


class Subject(_Content):
    """What colleagues ask about one thing: an entry's key, or a subject that nothing is written about."""

    key: Key
    department: Key
    nl: tuple[Text, ...] = ()
    en: tuple[Text, ...] = ()
    written: bool
    about: str = ""

    @property
    def questions(self) -> tuple[str, ...]:
        return self.nl + self.en


def _sums_to_one(outcomes: dict[Outcome, float]) -> dict[Outcome, float]:
    if abs(sum(outcomes.values()) - 1) > 1e-6:
        raise ValueError(f"outcomes add up to {sum(outcomes.values()):.2f}, expected 1")
    return outcomes


class Burst(_Content):
    """Many people asking one thing for a few working days. `week` and `weekday` count from 1 (Monday)."""

    key: Key
    subject: Key
    department: Key
    week: Annotated[int, Field(ge=1)]
    weekday: Annotated[int, Field(ge=1, le=5)]
    start: Annotated[time, Field(alias="from")]  #: local time of the first day's first extra question
    extra_askers: tuple[Annotated[int, Field(ge=0)], ...]  #: one number a working day
    outcomes: Annotated[dict[Outcome, float], AfterValidator(_sums_to_one)]
    tally_chance: Annotated[float, Field(ge=0, le=1)]
    lasting: bool = False  #: it goes on, whatever is done about its cause
    nl: tuple[Text, ...] = ()
    en: tuple[Text, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _lift_questions(cls, data: Any) -> Any:
        return {**{k: v for k, v in data.items() if k != "questions"}, **data.get("questions", {})}


class Content(_Content):
    """Everything the demo is made of, with its cross-references checked."""

    organisation: Organisation
    workspace: Workspace
    acting: tuple[Person, ...]
    background: tuple[Person, ...]
    entries: tuple[Entry, ...]
    subjects: tuple[Subject, ...]
    popular: tuple[Key, ...]  #: keys of the subjects asked most, most asked first
    one_off: dict[Language, tuple[Text, ...]]
    bursts: tuple[Burst, ...]

    @property
    def people(self) -> tuple[Person, ...]:
        return self.acting + self.background

    def members_of(self, channel: Channel) -> tuple[str, ...]:
        """The people of `channel`, by id, in the order of people.yml."""
        if isinstance(channel.members, tuple):
            return channel.members
        leads = {department.lead for department in self.organisation.departments}
        match channel.members:
            case "everyone":
                return tuple(person.id for person in self.people)
            case "agents":
                return tuple(person.id for person in self.people if not person.departments)
            case "leads":
                admins = set(self.organisation.admins)
                return tuple(person.id for person in self.people if person.id in leads | admins)
            case department:
                return tuple(person.id for person in self.people if department in person.departments)

    @model_validator(mode="after")
    def _references_exist(self) -> Self:
        if problems := list(_problems(self)):
            raise ValueError("; ".join(problems))
        return self


def load(folder: Path = FOLDER) -> Content:
    """Read and check the demo's YAML files in `folder`.

    Raises pydantic.ValidationError (a ValueError) when a file does not say what is expected, OSError when one is
    missing.
    """
    people, asked, workspace = _read(folder, "people"), _read(folder, "questions"), _read(folder, "workspace")
    entries = [
        {**entry, "language": language} for language in ("nl", "en") for entry in _read(folder, f"entries_{language}")
    ]
    department_of = {entry["key"]: entry["department"] for entry in entries}
    subjects = [
        {"key": row["entry"], "department": department_of.get(row["entry"], "unknown"), "written": True}
        | {language: row.get(language, ()) for language in ("nl", "en")}
        for row in asked["entries"]
    ] + [{**row, "written": False} for row in asked["unwritten"]]
    return Content.model_validate(
        {
            "organisation": _read(folder, "organisation"),
            "workspace": workspace,
            "acting": people["acting"],
            "background": people["background"],
            "entries": entries,
            "subjects": subjects,
            "popular": asked["popular"],
            "one_off": _read(folder, "one_off"),
            "bursts": _read(folder, "bursts"),
        }
    )


def _read(folder: Path, name: str) -> Any:
    return yaml.safe_load((folder / f"{name}.yml").read_text(encoding="utf-8"))


def _problems(content: Content) -> Iterator[str]:
    """Yield what does not fit together, in plain words."""
    departments = [department.key for department in content.organisation.departments]
    people = [person.id for person in content.people]
    known = {*people, *(group.id for group in content.workspace.groups)}
    channels = [channel.id for channel in content.workspace.channels]
    entries = [entry.key for entry in content.entries]
    written = [subject.key for subject in content.subjects if subject.written]
    subjects = [subject.key for subject in content.subjects]

    yield from _twice("department", departments)
    yield from _twice("person", people)
    yield from _twice("channel", channels)
    yield from _twice("entry", entries)
    yield from _twice("subject", subjects)
    yield from _unknown("person", _people_named(content), known)
    yield from _unknown("channel", _channels_named(content), channels)
    yield from _unknown("department", _departments_named(content), departments)
    yield from _unknown("subject", (*content.popular, *(burst.subject for burst in content.bursts)), subjects)
    yield from _unknown("entry", (*written, *(entry.see for entry in content.entries if entry.see)), entries)
    yield from (f"entry {key} is asked about by nobody" for key in entries if key not in written)
    for entry in content.entries:
        if entry.kind is Kind.MISTAKE and entry.author:
            yield f"mistake {entry.key} has an author"
    for burst in content.bursts:
        # Each burst is asked by different people, none of them from the department it goes to.
        others = [person for person in content.people if burst.department not in person.departments]
        if sum(burst.extra_askers) > len(others):
            yield f"burst {burst.key} needs {sum(burst.extra_askers)} people, expected {len(others)} at most"


def _people_named(content: Content) -> Iterator[str]:
    organisation = content.organisation
    for department in organisation.departments:
        yield from (*department.members, department.lead)
    yield from (*(task.owner for task in organisation.top_tasks), *organisation.admins)
    listed = [group.members for group in content.workspace.groups]
    listed += [channel.members for channel in content.workspace.channels if isinstance(channel.members, tuple)]
    for members in listed:
        yield from members
    yield from (entry.author for entry in content.entries if entry.author)


def _channels_named(content: Content) -> Iterator[str]:
    organisation = content.organisation
    yield from (department.channel for department in organisation.departments)
    yield from (task.channel for task in organisation.top_tasks if task.channel)
    yield from (organisation.digest_channel, *organisation.announcement_channels)


def _departments_named(content: Content) -> Iterator[str]:
    for task in content.organisation.top_tasks:
        yield from task.departments
    for person in content.people:
        yield from person.departments
    yield from (entry.department for entry in content.entries)
    yield from (subject.department for subject in content.subjects)
    yield from (burst.department for burst in content.bursts)
    named_members = (channel.members for channel in content.workspace.channels if isinstance(channel.members, str))
    yield from (name for name in named_members if name not in ("everyone", "agents", "leads"))


def _twice(what: str, keys: Sequence[str]) -> Iterator[str]:
    yield from (f"{what} {key} is there {count} times" for key, count in Counter(keys).items() if count > 1)


def _unknown(what: str, named: Iterable[str], known: Iterable[str]) -> Iterator[str]:
    known = set(known)
    yield from (f"{what} {key} is named but not there" for key in dict.fromkeys(named) if key not in known)
