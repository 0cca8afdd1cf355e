"""manifest.yml says what the code listens to and calls, no more and no less, and Slack would take it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import pytest
import yaml

from bot.slack.listeners import ROUTES

ROOT = Path(__file__).parents[1]
MANIFEST = yaml.safe_load((ROOT / "manifest.yml").read_text(encoding="utf-8"))
SCHEMA = Path(__file__).parent / "slack-manifest-2.0.0.schema.json"

CALLS = {  # Web API methods the code calls, and the scope each needs (docs.slack.dev/reference/methods)
    "chat.postMessage": {"chat:write"},
    "chat.postEphemeral": {"chat:write"},
    "chat.update": {"chat:write"},
    "conversations.open": {"im:write"},
    "conversations.history": {"channels:history", "groups:history", "im:history"},
    "conversations.replies": {"channels:history", "groups:history", "im:history"},
    "conversations.info": {"channels:read", "groups:read"},
    "files.upload.v2": {"files:write"},  # files.getUploadURLExternal and files.completeUploadExternal
    "files.info": {"files:read"},
    "users.info": {"users:read"},
    "usergroups.users.list": {"usergroups:read"},
    "message metadata": {"metadata.message:read"},
}
EVENTS = {"app_mention": {"app_mentions:read"}, "message.im": {"im:history"}, "app_home_opened": set()}


def test_the_manifest_meets_slacks_schema() -> None:
    jsonschema.validate(MANIFEST, json.loads(SCHEMA.read_text(encoding="utf-8")))


def test_commands_are_those_the_code_listens_to() -> None:
    assert {c["command"] for c in MANIFEST["features"]["slash_commands"]} == set(ROUTES.commands)


@pytest.mark.parametrize(("kind", "table"), [("global", "shortcuts"), ("message", "message_shortcuts")])
def test_shortcuts_are_those_the_code_listens_to(kind: str, table: str) -> None:
    listed = {s["callback_id"] for s in MANIFEST["features"]["shortcuts"] if s["type"] == kind}
    assert listed == set(getattr(ROUTES, table))


def test_events_are_those_the_code_listens_to() -> None:
    assert set(MANIFEST["settings"]["event_subscriptions"]["bot_events"]) == set(EVENTS)


def test_scopes_are_those_the_code_needs() -> None:
    needed = {"commands"}.union(*CALLS.values(), *EVENTS.values())
    assert set(MANIFEST["oauth_config"]["scopes"]["bot"]) == needed


def test_every_method_called_is_known_here() -> None:
    text = "\n".join(p.read_text(encoding="utf-8") for p in (ROOT / "bot").glob("slack/**/*.py"))
    known = {name.replace(".", "_") for name in CALLS} | {
        "views_open", "views_push", "views_update", "views_publish",
    }  # fmt: skip
    called = set(re.findall(r"client\.((?:auth|chat|conversations|files|users|usergroups|views)_\w+)", text))
    assert called and called <= known, called - known


def test_the_package_carries_the_manifest() -> None:
    assert (ROOT / "bot" / "manifest.yml").read_text(encoding="utf-8") == (ROOT / "manifest.yml").read_text(
        encoding="utf-8"
    )
