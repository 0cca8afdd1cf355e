"""`kb doctor` sees what is missing, says what to do, and changes nothing."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from bot.config import Settings
from bot.doctor import CHECKS, Finding, Look, channels_of, encoder_is_there, examine, manifest_scopes
from bot.model import Department, Organisation
from bot.sandbox import Sandbox
from storage import open_store

MANIFEST = Path(__file__).parents[1] / "manifest.yml"


@pytest.fixture
def slack() -> Iterator[Sandbox]:
    with Sandbox(MANIFEST) as sandbox:
        sandbox.add_person("sanne")
        sandbox.add_channel("belastingen", ["sanne"])
        sandbox.add_channel("overzicht", ["sanne"], bot=False)
        sandbox.add_channel("geheim", ["sanne"], bot=False, private=True)
        yield sandbox


@pytest.fixture
def database(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'kb.sqlite'}"


def settings(slack: Sandbox | None, database: str, **more: str) -> Settings:
    tokens = {
        "slack_bot_token": slack.bot_token if slack else "",
        "slack_app_token": slack.app_token if slack else "",
        "slack_api_url": slack.api_url if slack else "",
    }
    return Settings(**{**tokens, "kb_database_url": database, **more}, _env_file=None)  # type: ignore[arg-type]


def configure(database: str, organisation: Organisation) -> None:
    store = open_store(database)
    with store.writing() as unit:
        unit.save_organisation(organisation)
    store.close()


def look(chosen: Settings, **more: dict[str, str]) -> dict[str, list[Finding]]:
    found: dict[str, list[Finding]] = {}
    checks = [one for one in CHECKS if one is not encoder_is_there]
    for one in examine(Look(chosen, more.get("problems", {}), more.get("environment", {})), checks):
        found.setdefault(one.name, []).append(one)
    return found


def levels(found: dict[str, list[Finding]]) -> dict[str, str]:
    return {name: "/".join(one.level for one in ones) for name, ones in found.items()}


def test_a_sound_installation_has_nothing_to_do(slack: Sandbox, database: str) -> None:
    department = Department(key="taxes", name="Taxes", channel="C0BELASTINGEN", members=("U0SANNE",))
    configure(database, Organisation(departments=(department,), admins=("U0SANNE",)))
    found = look(settings(slack, database))
    assert {one.level for ones in found.values() for one in ones if one.name not in ("SQLite", "scopes")} == {"ok"}
    assert set(found) == {
        "settings", "bot token", "scopes", "app token", "database", "migrations", "SQLite", "channels",
    }  # fmt: skip
    assert found["channels"][0].text == "#belastingen (Taxes)"


def test_the_encoder_is_tried(database: str) -> None:
    (finding,) = encoder_is_there(Look(settings(None, database), {}, {}))
    assert (finding.level, finding.text) == ("ok", "use-m3.2, 512 dimensions")


def test_missing_tokens_are_lines_and_not_a_crash(database: str) -> None:
    found = look(settings(None, database))
    assert levels(found)["bot token"] == levels(found)["app token"] == "fail"
    assert "xoxb-" in found["bot token"][0].todo


def test_a_token_that_slack_refuses(slack: Sandbox, database: str) -> None:
    wrong = settings(slack, database, slack_bot_token="xoxb-wrong", slack_app_token="xapp-wrong")
    found = look(wrong)
    assert found["bot token"][0].text == "auth.test: invalid_auth"
    assert found["app token"][0].text == "apps.connections.open: invalid_auth"


def test_slack_that_cannot_be_reached(slack: Sandbox, database: str) -> None:
    chosen = settings(slack, database, slack_api_url="http://127.0.0.1:9/api/")
    assert "cannot be reached" in look(chosen)["bot token"][0].text


def test_wrong_settings_and_misspelt_names(database: str) -> None:
    found = look(
        settings(None, database),
        problems={"kb_language": "must be 'nl' or 'en'"},
        environment={"KB_DATABSE_URL": "x", "KB_SECRET": "y", "HOME": "z"},
    )
    assert [(one.level, one.text, one.todo) for one in found["settings"]] == [
        ("fail", "KB_LANGUAGE must be 'nl' or 'en'", "correct it in the environment or in .env"),
        ("warn", "KB_DATABSE_URL is no setting of kb", "did you mean KB_DATABASE_URL?"),
    ]


def test_a_database_that_is_not_there_yet_is_not_made(tmp_path: Path, database: str) -> None:
    found = look(settings(None, database))
    assert levels(found)["database"] == "warn"
    assert list(tmp_path.iterdir()) == []


def test_a_database_that_cannot_be_used(tmp_path: Path) -> None:
    found = look(settings(None, f"sqlite:///{tmp_path}/nowhere/kb.sqlite"))
    assert levels(found)["database"] == "fail"
    file = tmp_path / "text.sqlite"
    file.write_text("no database at all, but long enough to be looked at as one" * 20)
    assert levels(look(settings(None, f"sqlite:///{file}")))["database"] == "fail"


def test_an_older_schema_is_told(tmp_path: Path, database: str) -> None:
    sqlite3.connect(tmp_path / "kb.sqlite").execute("CREATE TABLE x (y)").connection.close()
    found = look(settings(None, database))
    assert levels(found)["migrations"] == "warn"
    assert "kb serve" in found["migrations"][0].todo


def test_every_channel_that_the_bot_is_not_in(slack: Sandbox, database: str) -> None:
    departments = (
        Department(key="a", name="A", channel="C0OVERZICHT", members=("U1",)),
        Department(key="b", name="B", channel="C0GEHEIM", lead="U1"),
        Department(key="c", name="C"),
    )
    organisation = Organisation(
        departments=departments, admins=("U1",), digest_channel="C0OVERZICHT", announcement_channels=("C0BELASTINGEN",)
    )
    slack.archive("belastingen")
    configure(database, organisation)
    found = look(settings(slack, database))
    assert [(one.level, one.text) for one in found["channels"]] == [
        ("warn", "department c has no channel"),
        ("fail", "#overzicht (A, digests): the bot is not in it"),
        ("fail", "C0GEHEIM (B): does not exist, or is private and the bot is not in it"),
        ("fail", "#belastingen (announcements) is archived"),
    ]
    assert found["channels"][1].todo == "type /invite @kb in #overzicht"
    assert levels(found)["organisation"] == "warn"


def test_nothing_configured_yet(slack: Sandbox, database: str) -> None:
    open_store(database).close()
    texts = [one.text for one in look(settings(slack, database))["organisation"]]
    assert texts == ["no departments yet", "nobody is admin"]


@pytest.fixture
def slack_that_tells_scopes() -> Iterator[tuple[str, list[str]]]:
    """As much of Slack as auth.test, with the header in which it names a token's scopes; the list may be changed."""
    scopes: list[str] = []

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = b'{"ok": true, "user": "kb", "team": "T"}'
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            if scopes:
                self.send_header("x-oauth-scopes", ",".join(scopes))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/api/", scopes
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("left_out", "extra", "expected"),
    [
        (set(), set(), ("ok", "the 14 of manifest.yml")),
        ({"groups:history"}, set(), ("fail", "missing: groups:history")),
        (set(), {"reactions:write"}, ("warn", "more than manifest.yml asks for: reactions:write")),
    ],
)
def test_scopes_are_held_against_the_manifest(
    slack_that_tells_scopes: tuple[str, list[str]],
    database: str,
    left_out: set[str],
    extra: set[str],
    expected: tuple[str, str],
) -> None:
    url, scopes = slack_that_tells_scopes
    scopes += sorted((manifest_scopes() - left_out) | extra)
    (finding,) = look(settings(None, database, slack_bot_token="xoxb-1", slack_api_url=url))["scopes"]
    assert (finding.level, finding.text) == expected


def test_a_slack_that_does_not_tell_the_scopes(slack_that_tells_scopes: tuple[str, list[str]], database: str) -> None:
    url, _ = slack_that_tells_scopes
    (finding,) = look(settings(None, database, slack_bot_token="xoxb-1", slack_api_url=url))["scopes"]
    assert (finding.level, finding.text) == ("warn", "not told by this Slack")


def test_the_manifest_is_found_in_an_installation_too() -> None:
    assert "chat:write" in manifest_scopes()


def test_a_channel_with_two_uses_is_asked_about_once() -> None:
    one = Department(key="a", name="A", channel="C1")
    assert channels_of(Organisation(departments=(one,), digest_channel="C1")) == {"C1": ("A", "digests")}
