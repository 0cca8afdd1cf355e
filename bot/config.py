"""Settings, read once from the environment or a `.env` file. Every wrong or missing one is said at once."""

from __future__ import annotations

import logging
import os
import secrets
import tempfile
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, available_timezones

from platformdirs import user_data_path
from pydantic import AfterValidator, BeforeValidator, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict
from pydantic_settings.exceptions import SettingsError
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from bot.errors import BadSettings


def _token(prefix: str, kind: str) -> AfterValidator:
    def check(value: str) -> str:
        if value and not value.startswith(prefix):
            raise ValueError(f"is no {kind} token: it must begin with {prefix}")
        return value

    return AfterValidator(check)


def _zone(value: str) -> str:
    if value not in available_timezones():
        raise ValueError("is no time zone, like Europe/Amsterdam")
    return value


def _url(value: str) -> str:
    if value and not value.startswith(("http://", "https://")):
        raise ValueError("is no web address: it must begin with https://")
    return value if not value or value.endswith("/") else value + "/"


def _database(value: str) -> str:
    if not value:
        return value
    try:
        kind = make_url(value).get_backend_name()
    except ArgumentError:
        kind = ""
    if kind not in ("sqlite", "postgresql", "postgres"):
        raise ValueError("is no database address, like sqlite:///kb.sqlite or postgresql+psycopg://user@host/kb")
    return value


def _secret(value: str) -> str:
    if value and len(value) < 16:
        raise ValueError("is too short: take 16 characters or more")
    return value


_upper = BeforeValidator(lambda value: value.strip().upper() if isinstance(value, str) else value)
_lower = BeforeValidator(lambda value: value.strip().lower() if isinstance(value, str) else value)

SLACK = ("slack_bot_token", "slack_app_token", "slack_api_url")  #: what only commands that talk to Slack use


class Settings(BaseSettings):
    """What the environment sets. Empty is the same as not set."""

    model_config = SettingsConfigDict(env_file=".env", env_file_encoding="utf-8", extra="ignore", env_ignore_empty=True)

    slack_bot_token: Annotated[str, _token("xoxb-", "bot")] = ""
    slack_app_token: Annotated[str, _token("xapp-", "app-level")] = ""
    slack_api_url: Annotated[str, AfterValidator(_url)] = ""
    kb_database_url: Annotated[str, AfterValidator(_database)] = ""
    kb_timezone: Annotated[str, AfterValidator(_zone)] = "Europe/Amsterdam"
    kb_language: Annotated[Literal["nl", "en"], _lower] = "nl"
    kb_encoder: Annotated[Literal["use-m3", "use-m3+e5", "none"], _lower] = "use-m3"
    kb_secret: Annotated[str, AfterValidator(_secret)] = ""
    kb_log_level: Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], _upper] = "INFO"
    kb_log_json: bool = False

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of working hours and schedules."""
        return ZoneInfo(self.kb_timezone)

    @property
    def database_url(self) -> str:
        """The database's address; by default a SQLite file in the user's data folder, which is made."""
        if self.kb_database_url:
            return self.kb_database_url
        return f"sqlite:///{data_folder() / 'kb.sqlite'}"


NEEDED_FOR = {
    "slack_bot_token": "the bot token (xoxb-...) from OAuth & Permissions in your Slack app",
    "slack_app_token": "the app-level token (xapp-...) with connections:write, from Basic Information",
}


def load_settings(*needed: str, unused: Collection[str] = ()) -> Settings:
    """Reads the settings. `needed` must be set; those in `unused`, which the command does not look at, may be wrong.

    Errors: BadSettings, with a line for every wrong or missing one.
    """
    settings, problems = read_settings()
    lines = [f"{name.upper()} {problem}" for name, problem in problems.items() if name not in unused]
    lines += missing(settings, *(name for name in needed if name not in problems))
    if lines:
        raise BadSettings(tuple(lines))
    return settings


def read_settings() -> tuple[Settings, Mapping[str, str]]:
    """The settings, the wrong ones at their defaults, and what is wrong with those in words, by name.

    Errors: BadSettings when `.env` cannot be read.
    """
    try:
        return Settings(), {}
    except ValidationError as error:
        problems = {str(one["loc"][0]).lower(): _in_words(one) for one in error.errors()}
    except (OSError, UnicodeDecodeError, SettingsError) as error:
        raise BadSettings((f".env cannot be read: {error}",)) from None
    defaults = {name: Settings.model_fields[name].default for name in problems}
    return Settings(**defaults), problems


def missing(settings: Settings, *names: str) -> tuple[str, ...]:
    """A line for each of these that is not set."""
    return tuple(f"{name.upper()} is not set: {NEEDED_FOR[name]}" for name in names if not getattr(settings, name))


def data_folder() -> Path:
    """Where the database and the secret stand by default. Errors: BadSettings when it cannot be made."""
    folder = user_data_path("kb", appauthor=False)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadSettings((f"KB_DATABASE_URL is not set, and {folder} cannot be made: {error.strerror}",)) from None
    return folder


def secret_of(settings: Settings) -> bytes:
    """The key of the pseudonyms: KB_SECRET, or one made once and kept beside the database, readable by its owner only.

    Errors: BadSettings when it cannot be kept.
    """
    if settings.kb_secret:
        return settings.kb_secret.encode()
    path = _secret_path(settings)
    try:
        if not path.exists():
            _make_secret(path)
        return path.read_bytes().strip()
    except OSError as error:
        raise BadSettings((f"KB_SECRET is not set, and {path} cannot be used: {error.strerror}",)) from None


def _make_secret(path: Path) -> None:
    """Whole or not at all, and the same for processes that start at once: the first to link its file has made it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=path.name) as file:  # mode 0600
        file.write(secrets.token_hex(32).encode())
        file.flush()
        os.fsync(file.fileno())
        try:
            os.link(file.name, path)
        except FileExistsError:
            return
    logging.getLogger(__name__).info("made a secret for pseudonyms in %s", path)


def _secret_path(settings: Settings) -> Path:
    url = make_url(settings.database_url)
    if url.get_backend_name() == "sqlite" and url.database and url.database != ":memory:":
        return Path(url.database).with_suffix(".secret")
    return data_folder() / "kb.secret"


def _in_words(problem: Mapping[str, Any]) -> str:
    """What is wrong with one setting. Its value is left out: it may be a token."""
    if problem["type"] == "literal_error":
        return f"must be {problem['ctx']['expected']}"
    if problem["type"].startswith("bool"):
        return "must be true or false"
    return str(problem["msg"]).removeprefix("Value error, ")
