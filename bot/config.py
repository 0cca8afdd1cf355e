"""Settings, read once from the environment or a `.env` file. Every wrong or missing one is said at once."""

from __future__ import annotations

import logging
import os
import secrets
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, available_timezones

from platformdirs import user_data_path
from pydantic import AfterValidator, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict
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
    if kind not in ("sqlite", "postgresql"):
        raise ValueError("is no database address, like sqlite:///kb.sqlite or postgresql+psycopg://user@host/kb")
    return value


def _secret(value: str) -> str:
    if value and len(value) < 16:
        raise ValueError("is too short: take 16 characters or more")
    return value


class Settings(BaseSettings):
    """What the environment sets. Commands ask for what they need with `require`."""

    model_config = SettingsConfigDict(env_file=".env", env_file_encoding="utf-8", extra="ignore", env_ignore_empty=True)

    slack_bot_token: Annotated[str, _token("xoxb-", "bot")] = ""
    slack_app_token: Annotated[str, _token("xapp-", "app-level")] = ""
    slack_api_url: Annotated[str, AfterValidator(_url)] = ""
    kb_database_url: Annotated[str, AfterValidator(_database)] = ""
    kb_timezone: Annotated[str, AfterValidator(_zone)] = "Europe/Amsterdam"
    kb_language: Literal["nl", "en"] = "nl"
    kb_secret: Annotated[str, AfterValidator(_secret)] = ""
    kb_log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
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

    def require(self, *names: str) -> None:
        """Errors: BadSettings, naming every one of these that is not set."""
        missing = [n for n in names if not getattr(self, n)]
        if missing:
            raise BadSettings(tuple(f"{n.upper()} is not set: {NEEDED_FOR[n]}" for n in missing))


NEEDED_FOR = {
    "slack_bot_token": "the bot token (xoxb-...) from OAuth & Permissions in your Slack app",
    "slack_app_token": "the app-level token (xapp-...) with connections:write, from Basic Information in your Slack app",
}


def load_settings() -> Settings:
    """Reads the settings. Errors: BadSettings, with a line for every wrong one."""
    try:
        return Settings()
    except ValidationError as error:
        raise BadSettings(tuple(_in_words(problem) for problem in error.errors())) from None


def data_folder() -> Path:
    """Where the database and the secret stand by default."""
    folder = user_data_path("kb", appauthor=False)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def secret_of(settings: Settings) -> bytes:
    """The key of the pseudonyms: KB_SECRET, or one made once and kept beside the database, readable by its owner only.

    Errors: BadSettings when it cannot be kept.
    """
    if settings.kb_secret:
        return settings.kb_secret.encode()
    path = _secret_path(settings)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_bytes().strip()
    except OSError as error:
        raise BadSettings((f"KB_SECRET is not set, and {path} cannot be written: {error.strerror}",)) from None
    with os.fdopen(handle, "wb") as file:
        made = secrets.token_hex(32).encode()
        file.write(made)
        file.flush()
        os.fsync(file.fileno())
    logging.getLogger(__name__).info("made a secret for pseudonyms in %s", path)
    return made


def _secret_path(settings: Settings) -> Path:
    url = make_url(settings.database_url)
    if url.get_backend_name() == "sqlite" and url.database and url.database != ":memory:":
        return Path(url.database).with_suffix(".secret")
    return data_folder() / "kb.secret"


def _in_words(problem: object) -> str:
    assert isinstance(problem, dict)
    name = str(problem["loc"][0]).upper()
    if problem["type"] == "literal_error":
        return f"{name} must be {problem['ctx']['expected']}"
    if problem["type"].startswith("bool"):
        return f"{name} must be true or false"
    return f"{name} {str(problem['msg']).removeprefix('Value error, ')}"
