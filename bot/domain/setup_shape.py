"""The shape of the configuration file and of the admin modals, as pydantic models over text.

Values come as plain data with every scalar as text, so that YAML's guesses (14:00 is 840, NO is false) never happen.
What is wrong with one is a PydanticCustomError whose kind is the end of a message key ("setup-" + kind).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, time
from typing import Annotated, Any

import holidays
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError
from rapidfuzz import process

from bot.domain.privacy import PLACEHOLDERS, MaskRules
from bot.model import Contact, Department, Language, Masking, Organisation, Synonym, TopTask

CASE_NUMBER_MAX = 200  #: characters of a case number's pattern
REPEATS_MAX = 30  #: the most that a bounded repeat in it may say
ALIKE = 60.0  #: similarity, of 100, from which a known word is suggested for an unknown one
EFFORT_MAX = 480.0  #: minutes: a working day
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")  #: from Monday, 0
DAY_NAMES = {
    name: number
    for number, names in enumerate(
        (
            ("mon", "monday", "ma", "maandag"),
            ("tue", "tuesday", "di", "dinsdag"),
            ("wed", "wednesday", "wo", "woensdag"),
            ("thu", "thursday", "do", "donderdag"),
            ("fri", "friday", "vr", "vrijdag"),
            ("sat", "saturday", "za", "zaterdag"),
            ("sun", "sunday", "zo", "zondag"),
        )
    )
    for name in names
}
COUNTRIES = tuple(code for code in holidays.list_supported_countries() if len(code) == 2)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that somebody probably meant, or None."""
    found = process.extractOne(word.lower(), list(known), score_cutoff=ALIKE)
    return found[0] if found else None


def parse_time(text: str) -> time:
    """A time of day, HH:MM or H:MM. Errors: PydanticCustomError (a ValueError)."""
    found = re.fullmatch(r"([01]?[0-9]|2[0-3]):([0-5][0-9])", text.strip())
    if not found:
        raise PydanticCustomError("time", "expected a time")
    return time(int(found[1]), int(found[2]))


def parse_day(text: str) -> int:
    """A day of the week, from Monday, 0: mon or monday, ma or maandag. Errors: PydanticCustomError."""
    found = DAY_NAMES.get(text.strip().lower())
    if found is None:
        meant = nearest(text, DAY_NAMES)
        raise PydanticCustomError("day", "expected a day", {"given": text[:40], "meant": meant or "none"})
    return found


def parse_date(text: str) -> date:
    """A date, YYYY-MM-DD. Errors: PydanticCustomError."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise PydanticCustomError("date", "expected a date", {"given": text[:40]}) from None


def _id(kind: str, pattern: str) -> AfterValidator:
    compiled = re.compile(pattern)

    def check(value: str) -> str:
        if not compiled.fullmatch(value):
            raise PydanticCustomError(kind, "expected an id", {"given": value[:40]})
        return value

    return AfterValidator(check)


def _key(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,39}", value):
        raise PydanticCustomError("key", "expected a key", {"given": value[:40]})
    return value


def _no_placeholder(value: str) -> str:
    """A modal taken up again after a crash has its text masked already: better refused than kept."""
    if any(placeholder in value for placeholder in PLACEHOLDERS):
        raise PydanticCustomError("masked", "masked already", {"given": value[:40]})
    return value


def _case_number(value: str) -> str:
    if len(value) > CASE_NUMBER_MAX:
        raise PydanticCustomError("too-long", "too long", {"limit": CASE_NUMBER_MAX})
    if _may_run_away(value):
        raise PydanticCustomError("case-number-runaway", "may take for ever", {"limit": REPEATS_MAX})
    try:
        MaskRules(case_number=value)
    except ValueError:
        raise PydanticCustomError("case-number", "no usable regular expression") from None
    return value


def _may_run_away(pattern: str) -> bool:
    """Whether trying this pattern on a long text could take for ever: it runs on everything that is typed.

    Stricter than need be: one open-ended repeat in all, none of a group, and no bounded one beyond REPEATS_MAX.
    """
    token = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\{([0-9]*)(,?)([0-9]*)\}|.", re.DOTALL)
    before, open_ended = "", 0
    for found in token.finditer(pattern):
        text = found.group()
        low, comma, high = found.groups()
        unbounded = text in ("*", "+") or (comma == "," and not high)
        if unbounded:
            open_ended += 1
        if before == ")" and (unbounded or comma):
            return True
        if any(number and int(number) > REPEATS_MAX for number in (low, high)):
            return True
        before = text
    return open_ended > 1


def _country(value: str) -> str:
    code = value.upper()
    if code not in COUNTRIES:
        meant = nearest(code, COUNTRIES) if len(code) == 2 else None
        raise PydanticCustomError("country", "expected a country", {"given": value[:40], "meant": meant or "none"})
    return code


def _a_day_at_least(days: tuple[int, ...]) -> tuple[int, ...]:
    if not days:
        raise PydanticCustomError("no-day", "expected a working day")
    return tuple(sorted(set(days)))


def _by_contact(values: dict[str, float]) -> dict[str, float]:
    known = [contact.value for contact in Contact]
    for name in values:
        if name not in known:
            given = {"given": name[:40], "known": ", ".join(known), "meant": nearest(name, known) or "none"}
            raise PydanticCustomError("contact", "expected a channel", given)
    return values


def _minutes(value: object) -> float:
    """Minutes, also with a comma: 7,5."""
    try:
        minutes = float(str(value).strip().replace(",", "."))
    except ValueError:
        minutes = 0.0
    if not 0 < minutes <= EFFORT_MAX:
        given = {"given": str(value)[:40], "limit": int(EFFORT_MAX)}
        raise PydanticCustomError("minutes", "expected minutes", given)
    return minutes


_blank = BeforeValidator(lambda value: None if isinstance(value, str) and not value.strip() else value)
_nothing = BeforeValidator(lambda value: {} if value is None else value)
_absent = BeforeValidator(lambda value: () if value is None else value)
_once = AfterValidator(lambda values: tuple(dict.fromkeys(values)))

Text = Annotated[str, Field(min_length=1, max_length=60)]
Key = Annotated[str, AfterValidator(_key)]
Channel = Annotated[str, _id("channel", r"[CG][A-Z0-9]{1,40}")]
User = Annotated[str, _id("user", r"[UW][A-Z0-9]{1,40}")]
Member = Annotated[str, _id("member", r"[UWS][A-Z0-9]{1,40}")]
Moment = Annotated[time, BeforeValidator(lambda value: parse_time(value) if isinstance(value, str) else value)]
Day = Annotated[int, BeforeValidator(lambda value: parse_day(value) if isinstance(value, str) else value)]
Free = Annotated[date, BeforeValidator(lambda value: parse_date(value) if isinstance(value, str) else value)]
Minutes = Annotated[float, BeforeValidator(_minutes)]
Own = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_no_placeholder)]
Keys = Annotated[tuple[Key, ...], _absent, _once]


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class DepartmentIn(_Shape):
    """`departments: [{...}]`"""

    key: Key
    name: Text
    channel: Annotated[Channel | None, _blank] = None
    members: Annotated[tuple[Member, ...], _absent, _once] = ()
    lead: Annotated[User | None, _blank] = None
    language: Language = "nl"
    signal_times: Annotated[tuple[Moment, ...], _absent, AfterValidator(lambda times: tuple(sorted(set(times))))] = (
        time(9),
        time(14),
    )
    digest_time: Moment = time(9)
    digest_day: Day = 0
    working_days: Annotated[tuple[Day, ...], _absent, AfterValidator(_a_day_at_least)] = (0, 1, 2, 3, 4)
    opens: Moment = time(8)
    closes: Annotated[Moment, Field(validate_default=True)] = time(18)
    country: Annotated[str, AfterValidator(_country)] = "NL"
    closed: Annotated[tuple[Free, ...], _absent, AfterValidator(lambda days: tuple(sorted(set(days))))] = ()
    signals_a_day: Annotated[int, Field(ge=0, le=20)] = 2

    @field_validator("closes")
    @classmethod
    def _after_it_opens(cls, closes: time, info: ValidationInfo) -> time:
        opens = info.data.get("opens")  # absent when that is wrong itself
        if opens is not None and closes <= opens:
            raise PydanticCustomError("closes", "closes before it opens", {"opens": f"{opens:%H:%M}"})
        return closes

    def department(self) -> Department:
        """As the domain has it."""
        return Department(**{name: getattr(self, name) for name in type(self).model_fields})


class TopTaskIn(_Shape):
    """`top_tasks: [{...}]`"""

    key: Key
    name: Text
    owner: Annotated[User | None, _blank] = None
    departments: Keys = ()
    channel: Annotated[Channel | None, _blank] = None

    def top_task(self) -> TopTask:
        """As the domain has it."""
        return TopTask(**{name: getattr(self, name) for name in type(self).model_fields})


class MaskIn(_Shape):
    """`mask: {keep, case_number}`"""

    keep: Annotated[tuple[Own, ...], _absent, _once] = ()
    case_number: Annotated[Annotated[Own, AfterValidator(_case_number)] | None, _blank] = None


class GeneralIn(_Shape):
    """The rest."""

    admins: Annotated[tuple[User, ...], _absent, _once] = ()
    digest_channel: Annotated[Channel | None, _blank] = None
    announcement_channels: Annotated[tuple[Channel, ...], _absent, _once] = ()
    effort: Annotated[dict[str, Minutes], _nothing, AfterValidator(_by_contact)] = {}
    mask: Annotated[MaskIn, _nothing] = MaskIn()

    def values(self) -> dict[str, Any]:
        """Fields of Organisation."""
        names = ("admins", "digest_channel", "announcement_channels", "effort")
        mask = Masking(keep=self.mask.keep, case_number=self.mask.case_number)
        return {**{name: getattr(self, name) for name in names}, "mask": mask}


class SetupIn(GeneralIn):
    """A whole file."""

    departments: Annotated[tuple[DepartmentIn, ...], _absent] = ()
    top_tasks: Annotated[tuple[TopTaskIn, ...], _absent] = ()
    synonyms: Annotated[dict[str, Text], _nothing] = {}

    def organisation(self) -> Organisation:
        """As the domain has it."""
        return Organisation(
            departments=tuple(one.department() for one in self.departments),
            top_tasks=tuple(one.top_task() for one in self.top_tasks),
            synonyms=tuple(Synonym(term=term, means=means) for term, means in self.synonyms.items()),
            **self.values(),
        )
