"""What Slack knows about people: asked once, and never a reason to fail."""

from __future__ import annotations

from pathlib import Path

import pytest
from slack_sdk import WebClient

from bot.sandbox import Sandbox
from bot.slack.directory import SlackDirectory

MANIFEST = Path(__file__).parents[2] / "manifest.yml"


def test_a_group_is_asked_once_until_it_is_refreshed() -> None:
    with Sandbox(MANIFEST) as slack:
        slack.add_person("fatima")
        slack.add_person("bram")
        group = slack.add_group("permits", members=["fatima"])
        directory = SlackDirectory(WebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[]))
        assert directory.group_members(group) == ("U0FATIMA",)
        slack.add_group("permits", members=["fatima", "bram"])
        assert directory.group_members(group) == ("U0FATIMA",)
        directory.refresh()
        assert directory.group_members(group) == ("U0FATIMA", "U0BRAM")
        slack.fail_next("usergroups.users.list", "internal_error")
        directory.refresh()
        assert directory.group_members(group) == ("U0FATIMA", "U0BRAM"), "what Slack does not say stays as it was"


@pytest.mark.parametrize("fault", ["internal_error", "drop_connection", "ratelimited"])
def test_what_slack_does_not_say_is_unknown(fault: str) -> None:
    with Sandbox(MANIFEST) as slack:
        slack.add_person("fatima", locale="nl-NL")
        client = WebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[])
        directory = SlackDirectory(client)
        slack.fail_next("users.info", fault)
        assert directory.locale("U0FATIMA") is None
        assert SlackDirectory(client).locale("U0FATIMA") == "nl-NL"
        assert directory.group_members("S0NOBODY") == ()
