"""What all data is made of: frozen, validated values."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict

TITLE_MAX = 150  #: characters; a Slack header holds no more
TEXT_MAX = 3000  #: characters of a question, a body, a mandate or a wording: what a Slack input can edit again


def _utc(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError("a time needs a time zone")
    return value.astimezone(UTC)


Utc = Annotated[datetime, AfterValidator(_utc)]
ENOUGH_PEOPLE = 3  #: no figure about fewer, anywhere
Language = Literal["nl", "en"]
LANGUAGES: tuple[Language, ...] = ("nl", "en")


class Frozen(BaseModel):
    """Base of all data: immutable; `.but(...)` makes a validated copy with other values."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    def but(self, **changes: Any) -> Self:
        """A copy with `changes`, validated again (pydantic's `model_copy` does not validate)."""
        return type(self)(**{**{name: getattr(self, name) for name in type(self).model_fields}, **changes})
