"""What people read, in Dutch and English: Project Fluent catalogues, `nl/*.ftl` and `en/*.ftl`.

`say("nl", "saved-tip", number=41)` gives the text. A key that a catalogue lacks is a programming error and raises
KeyError; a test holds both catalogues to the same keys and the same variables.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_skeleton
from fluent.runtime import FluentBundle, FluentResource
from fluent.runtime.types import fluent_number

from bot.model import LANGUAGES, Language

LONG = 900  #: characters of a value; the runtime refuses much longer ones, so such are put in afterwards

_LOCALES: Mapping[str, str] = {"nl": "nl-NL", "en": "en-GB"}


@cache
def bundle(language: Language) -> FluentBundle:
    """All catalogues of one language."""
    found = FluentBundle([_LOCALES[language]], use_isolating=False)
    folder = files(__package__) / language
    for file in sorted(folder.iterdir(), key=lambda f: f.name):
        if file.name.endswith(".ftl"):
            found.add_resource(FluentResource(file.read_text(encoding="utf-8")))
    return found


def say(language: Language, key: str, **values: object) -> str:
    """The text for `key`. Errors: KeyError for an unknown key, ValueError for a missing value."""
    texts = bundle(language)
    pattern = texts.get_message(key).value if texts.has_message(key) else None
    if pattern is None:
        raise KeyError(f"{language}: no text {key!r}")
    plain = {name: _plain(value) for name, value in values.items()}
    marks = {name: f"\ue000{name}\ue001" for name, one in plain.items() if isinstance(one, str) and len(one) > LONG}
    text, errors = texts.format_pattern(pattern, plain | marks)
    if errors:
        raise ValueError(f"{language}/{key}: {errors}")
    return re.sub("\ue000([^\ue001]+)\ue001", lambda at: str(plain[at[1]]) if at[1] in marks else at[0], str(text))


def knows(key: str) -> bool:
    """Whether there is a text for this key, in every language."""
    return all(bundle(language).has_message(key) for language in LANGUAGES)


def day(language: Language, at: datetime, zone: ZoneInfo) -> str:
    """A date in words, e.g. "4 mei 2026"."""
    return format_date(at.astimezone(zone).date(), "d MMMM y", locale=language)


def date_words(language: Language, day: date, today: date) -> str:
    """A date without a time, e.g. "4 mei"; with its year when that is not this one."""
    return format_date(day, "d MMMM" if day.year == today.year else "d MMMM y", locale=language)


def clock(language: Language, at: datetime, zone: ZoneInfo) -> str:
    """A time of day, e.g. "09:12"."""
    return format_skeleton("Hm", at.astimezone(zone), tzinfo=zone, locale=language)


def _plain(value: object) -> object:
    """Numbers stay numbers, for plural forms, but without a thousands separator: #1234 is a name, not an amount."""
    if isinstance(value, int | float):
        return fluent_number(value, useGrouping=False)
    return value if isinstance(value, str) else str(value)
