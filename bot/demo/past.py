"""What happened before the demo begins, read from past.yml: said, asked of specialists, found outdated, resolved."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field

from bot.demo.stream import TIMEZONE
from bot.model import Language

FILE = Path(__file__).parent / "past.yml"


class _Past(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Said(_Past):
    """A message in a channel; `under` is the place in the list (from 1) of the message whose thread it is in."""

    channel: str
    week: int
    weekday: Annotated[int, Field(ge=1, le=5)]
    at: time
    by: str
    text: str
    under: int | None = None

    def moment(self, start: date) -> datetime:
        """When it was said, for a stream that begins on the Monday `start`."""
        return datetime.combine(start + timedelta(weeks=self.week - 1, days=self.weekday - 1), self.at, TIMEZONE)


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


class Past(_Past):
    """All of it."""

    said: tuple[Said, ...]
    asked: tuple[Asked, ...]
    outdated: dict[str, str]
    resolved: dict[str, str]
    otherwise: dict[Language, str]


def load(file: Path = FILE) -> Past:
    """Raises pydantic.ValidationError when the file does not say what is expected."""
    return Past.model_validate(yaml.safe_load(file.read_text(encoding="utf-8")))
