"""What happened before the demo begins, read from past.yml: said, asked of specialists, found outdated, resolved."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field

from bot.demo.stream import TIMEZONE
from bot.model import Cause, Language

FILE = Path(__file__).parent / "past.yml"
Weekday = Annotated[int, Field(ge=1, le=5)]  #: from Monday, 1


class _Past(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Said(_Past):
    """A message in a channel; `under` is the place in the list (from 1) of the message whose thread it is in."""

    channel: str
    week: int
    weekday: Weekday
    at: time
    by: str
    text: str
    under: int | None = None


class Answered(_Past):
    """A specialist's answer. `claimed_after` and `after` are hours."""

    by: str
    claimed_after: float
    after: float
    title: str
    body: str
    mandate: str = ""
    wording: str = ""


class Asked(_Past):
    """A question that went to the specialists."""

    subject: str
    week: int
    nth: int
    waiting: bool
    answer: Answered | None = None


class Resolved(_Past):
    """How a department resolved a signal: `after` working days after it was taken up; so in `days` from then."""

    after: int
    cause: Cause
    done: str
    owner: str = ""
    days: int = 0


class Confirmed(_Past):
    """What the owner of its cause said. `after`: working hours."""

    by: str
    after: float
    note: str


class Dealt(_Past):
    """What a department does with a signal; without `resolved` it was taken up, and no more than that."""

    resolved: Resolved | None
    confirmed: Confirmed | None = None


class Done(_Past):
    """When the owner of an agreement had done it, and what they said."""

    by: str
    week: int
    weekday: Weekday
    at: time
    note: str


class Agreed(_Past):
    """What the service meeting of a top task agreed. `due` is (week, weekday)."""

    task: str
    week: int
    weekday: Weekday
    at: time
    by: str
    text: str
    owner: str
    due: tuple[int, Weekday]
    done: Done | None = None


class Past(_Past):
    """All of it."""

    said: tuple[Said, ...]
    asked: tuple[Asked, ...]
    outdated: dict[str, str]
    dealt: dict[str, Dealt]
    otherwise: dict[Language, str]
    agreed: tuple[Agreed, ...]


def day_of(start: date, week: int, weekday: int) -> date:
    """The day, for a stream that begins on the Monday `start`."""
    return start + timedelta(weeks=week - 1, days=weekday - 1)


def moment_of(start: date, week: int, weekday: int, at: time) -> datetime:
    """The moment, for a stream that begins on the Monday `start`."""
    return datetime.combine(day_of(start, week, weekday), at, TIMEZONE)


def load(file: Path = FILE) -> Past:
    """Raises pydantic.ValidationError when the file does not say what is expected."""
    return Past.model_validate(yaml.safe_load(file.read_text(encoding="utf-8")))
