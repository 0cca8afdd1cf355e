"""response_urls: five uses, thirty minutes, also where the bot is no member."""

from datetime import timedelta
from typing import Any

from slack_sdk.webhook import WebhookClient, WebhookResponse

from bot.sandbox import Sandbox
from tests.sandbox.apps import RawApp, button, section, web


def command_url(slack: Sandbox, channel: str = "algemeen") -> WebhookClient:
    """The response_url of a command Sanne just typed."""
    app = RawApp(slack)
    slack.person("sanne").types("/kb iets", channel=channel)
    return hook(app.envelopes()[-1]["payload"]["response_url"])


def hook(url: str) -> WebhookClient:
    return WebhookClient(url, retry_handlers=[])


def refused(response: WebhookResponse) -> tuple[int, str]:
    return response.status_code, response.body


def test_an_answer_is_ephemeral_unless_told_otherwise_also_where_the_bot_is_no_member(slack: Sandbox) -> None:
    url = command_url(slack, "kantine")
    assert url.send(text="alleen voor jou").status_code == 200
    url.send(text="voor iedereen", response_type="in_channel")
    assert slack.person("sanne").sees("alleen voor jou", channel="kantine").ephemeral
    assert not slack.person("joe").sees("voor iedereen", channel="kantine").ephemeral
    slack.person("joe").does_not_see("alleen voor jou", for_=0)


def test_the_sixth_use_is_refused(slack: Sandbox) -> None:
    url = command_url(slack)
    assert [url.send(text=str(n)).status_code for n in range(5)] == [200] * 5
    assert refused(url.send(text="6")) == (404, "used_url")
    assert len(slack.person("sanne").messages("algemeen")) == 5


def test_after_thirty_minutes_it_is_refused(slack: Sandbox) -> None:
    url = command_url(slack)
    slack.clock.advance(timedelta(minutes=30))
    assert url.send(text="net op tijd").status_code == 200
    slack.clock.advance(timedelta(seconds=1))
    assert refused(url.send(text="te laat")) == (404, "expired_url")


def test_a_jump_of_the_clock_is_no_time_that_passed(slack: Sandbox) -> None:
    url = command_url(slack)
    slack.clock.advance(timedelta(minutes=20))
    slack.clock.jump_to(slack.clock.now() + timedelta(weeks=1))
    slack.clock.advance(timedelta(minutes=10))
    assert url.send(text="na een sprong").status_code == 200
    slack.clock.advance(timedelta(seconds=1))
    assert refused(url.send(text="te laat")) == (404, "expired_url")


def test_what_posting_would_refuse_is_refused_here_and_costs_no_use(slack: Sandbox) -> None:
    url = command_url(slack)
    assert refused(url.send(text="a", blocks=[section("")])) == (400, "invalid_blocks")
    assert refused(url.send(text="a", blocks=[section("a")] * 51)) == (400, "invalid_blocks")
    assert refused(url.send(text="")) == (400, "no_text")
    assert refused(url.send(text="x" * 40_001)) == (400, "msg_too_long")
    assert [url.send(text="goed").status_code for _ in range(5)] == [200] * 5


def test_an_unknown_url_is_refused(slack: Sandbox) -> None:
    unknown = hook(slack.page_url + "response/0000")
    assert refused(unknown.send(text="a"))[0] == 404


def test_it_replaces_and_deletes_the_ephemeral_message_it_came_from(slack: Sandbox) -> None:
    url, seen, payload = pressed(slack, {"response_type": "ephemeral"})
    assert "message" not in payload
    assert payload["container"]["is_ephemeral"] is True
    url.send(text="vervangen", replace_original=True)
    assert seen.text_content == "vervangen"
    assert len(slack.person("sanne").messages("algemeen")) == 1
    url.send(delete_original=True)
    assert seen.deleted
    assert slack.person("sanne").messages("algemeen") == []


def test_it_replaces_a_shared_message_for_everybody(slack: Sandbox) -> None:
    url, seen, payload = pressed(slack, {"response_type": "in_channel"}, channel="kantine")
    assert payload["message"]["blocks"][0]["elements"][0]["action_id"] == "press"
    assert payload["message"]["ts"] == payload["container"]["message_ts"] == seen.ts
    url.send(text="vervangen", replace_original=True)
    assert slack.person("joe").sees("vervangen").ts == seen.ts
    url.send(text="erbij")
    assert slack.person("sanne").sees("erbij").ephemeral


def test_a_button_in_a_thread_says_so(slack: Sandbox) -> None:
    app = RawApp(slack)
    client = web(slack)
    root = client.chat_postMessage(channel="C0ALGEMEEN", text="root")["ts"]
    metadata = {"event_type": "question", "event_payload": {"number": 7}}
    client.chat_postMessage(channel="C0ALGEMEEN", text="a", blocks=BUTTONS, thread_ts=root, metadata=metadata)
    seen = slack.person("sanne").sees("Druk")
    slack.person("sanne").presses("Druk", on=seen)
    payload = app.envelopes("interactive")[0]["payload"]
    assert payload["container"]["thread_ts"] == payload["message"]["thread_ts"] == root
    assert payload["message"]["metadata"] == metadata
    hook(payload["response_url"]).send_dict({"text": "in de thread", "thread_ts": root})
    assert slack.person("sanne").sees("in de thread").thread_ts == root


BUTTONS = [{"type": "actions", "elements": [button("Druk", "press", value="7")]}]


def pressed(
    slack: Sandbox, how: dict[str, Any], channel: str = "algemeen"
) -> tuple[WebhookClient, Any, dict[str, Any]]:
    """Sanne pressed a button on an answer: the new response_url, what she saw, the payload."""
    app = RawApp(slack)
    sanne = slack.person("sanne")
    sanne.types("/kb iets", channel=channel)
    hook(app.envelopes()[0]["payload"]["response_url"]).send(text="a", blocks=BUTTONS, **how)
    seen = sanne.sees("Druk", channel=channel)
    sanne.presses("Druk")
    payload = app.envelopes("interactive")[0]["payload"]
    assert payload["type"] == "block_actions"
    assert payload["actions"][0]["value"] == "7"
    return hook(payload["response_url"]), seen, payload
