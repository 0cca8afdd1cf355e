"""A demo continues where it stopped."""

import time
from datetime import timedelta
from pathlib import Path

from bot.sandbox import Clock, Sandbox
from tests.sandbox.apps import MANIFEST, RawApp, section, web
from tests.sandbox.conftest import MONDAY, furnish


def test_everything_is_there_again_after_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "state" / "sandbox.json"
    with Sandbox(MANIFEST, clock=Clock(MONDAY, running=False), state_path=path) as slack:
        furnish(slack)
        RawApp(slack)
        slack.person("sanne").types("voor later", channel="algemeen")
        root = slack.messages("algemeen")[0]
        web(slack).chat_postMessage(channel="C0ALGEMEEN", text="antwoord", thread_ts=root.ts)
        web(slack).chat_postEphemeral(channel="C0ALGEMEEN", user="U0SANNE", text="alleen jij")
        web(slack).views_publish(user_id="U0SANNE", view={"type": "home", "blocks": [section("Thuis")]})
        slack.clock.advance(timedelta(days=2))
        last = slack.messages("algemeen")[-1].ts
    with Sandbox(MANIFEST, clock=Clock(MONDAY, running=False), state_path=path) as again:
        assert again.clock.now() == MONDAY + timedelta(days=2)
        sanne = again.person("sanne")
        assert [one.text for one in sanne.messages("algemeen")] == ["voor later", "antwoord", "alleen jij"]
        assert sanne.home is not None
        assert sanne.home.has("Thuis")
        thread = web(again).conversations_replies(channel="C0ALGEMEEN", ts=root.ts)["messages"]
        assert [one["text"] for one in thread] == ["voor later", "antwoord"]
        furnish(again)
        sanne.types("verder", channel="algemeen")
        assert again.messages("algemeen")[-1].ts > last


def test_it_is_saved_a_moment_after_a_change_without_stopping(tmp_path: Path) -> None:
    path = tmp_path / "sandbox.json"
    with Sandbox(MANIFEST, clock=Clock(MONDAY, running=False), state_path=path) as slack:
        furnish(slack)
        slack.person("sanne").types("bewaar dit", channel="algemeen")
        end = time.monotonic() + 5
        while not path.exists() and time.monotonic() < end:
            time.sleep(0.05)
        assert "bewaar dit" in path.read_text("utf-8")
        assert [one.name for one in tmp_path.iterdir()] == ["sandbox.json"]
