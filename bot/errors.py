"""One hierarchy of errors. Each carries a message key and values, so that it can be said in any language.

The key stands in `bot/locale/*/errors.ftl`; the values fill its placeables. `text` is what the person typed, to be
given back with the message: nobody loses a text to an error.
"""

from __future__ import annotations


class KbError(Exception):
    """Something a person can be told. Subclasses say what kind of thing went wrong."""

    key = "error-unknown"

    def __init__(self, key: str | None = None, *, text: str = "", **values: object) -> None:
        self.key = key or self.key
        self.values = values
        self.text = text
        super().__init__(f"{self.key} {values}" if values else self.key)


class BadInput(KbError):
    """What was typed or chosen cannot be used: too long, empty, unknown."""

    key = "error-input"


class BadFields(BadInput):
    """More than one field of a form cannot be used: `problems`, each with its `field`, so that a form says them all at
    once. The first of them speaks where only one thing can be said."""

    def __init__(self, problems: tuple[BadInput, ...]) -> None:
        first = problems[0]
        super().__init__(first.key, text=first.text, **first.values)
        self.problems = problems


class NotFound(KbError):
    """The entry, question, signal or department is not (or no longer) there."""

    key = "error-not-found"


class NotAllowed(KbError):
    """Somebody else may do this, not this person."""

    key = "error-not-allowed"


class Unavailable(KbError):
    """The database does not answer; nothing was saved."""

    key = "error-unavailable"


class BadSettings(KbError):
    """Settings or a configuration file are wrong: `problems` lists every one of them, in plain words."""

    key = "error-settings"

    def __init__(self, problems: tuple[str, ...]) -> None:
        self.problems = problems
        super().__init__(problems="; ".join(problems))


class DeliveryFailed(KbError):
    """Slack refused a message. `permanent`: trying again will not help (`channel_not_found`, `not_in_channel`).

    `retry_after` (seconds) is set when Slack said how long to wait. `uncertain`: no answer came, so it may be there.
    """

    key = "error-delivery"

    def __init__(
        self, reason: str, *, permanent: bool = False, retry_after: float | None = None, uncertain: bool = False
    ) -> None:
        self.reason, self.permanent, self.retry_after, self.uncertain = reason, permanent, retry_after, uncertain
        super().__init__(reason=reason)
