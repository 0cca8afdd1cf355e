"""The Web API: tokens, scopes, and the refusals of chat, conversations and users."""

import json
from datetime import timedelta
from typing import Any
from urllib.request import Request, urlopen

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.sandbox import Clock, Sandbox
from tests.sandbox.apps import manifest, refusal, section, web
from tests.sandbox.conftest import MONDAY, furnish


def test_the_bot_learns_who_it_is_by_form_and_by_json(slack: Sandbox) -> None:
    assert web(slack).auth_test()["user_id"] == slack.bot_user_id
    assert raw(slack, "auth.test", {}, {"Authorization": f"Bearer {slack.bot_token}"})["ok"]
    assert raw(slack, "auth.test", {"token": slack.bot_token})["bot_id"] == slack.bot_id


def test_bad_tokens_are_refused(slack: Sandbox) -> None:
    assert refusal(lambda: web(slack, "xoxb-wrong").auth_test())["error"] == "invalid_auth"
    assert raw(slack, "auth.test", {})["error"] == "not_authed"
    assert refusal(lambda: web(slack, slack.app_token).auth_test())["error"] == "not_allowed_token_type"
    opening = refusal(lambda: WebClient(base_url=slack.api_url).apps_connections_open(app_token=slack.bot_token))
    assert opening["error"] == "not_allowed_token_type"


def test_unknown_methods_are_refused(slack: Sandbox) -> None:
    assert refusal(lambda: web(slack).api_call("chat.shout"))["error"] == "unknown_method"


@pytest.mark.parametrize(
    ("method", "scope", "args"),
    [
        ("chat.postMessage", "chat:write", {"channel": "C0ALGEMEEN", "text": "a"}),
        ("users.info", "users:read", {"user": "U0SANNE"}),
        ("usergroups.list", "usergroups:read", {}),
        ("conversations.open", "im:write", {"users": "U0SANNE"}),
        ("conversations.list", "channels:read", {}),
        ("conversations.history", "channels:history", {"channel": "C0ALGEMEEN"}),
    ],
)
def test_a_method_whose_scope_the_manifest_lacks_is_refused(method: str, scope: str, args: dict[str, Any]) -> None:
    with Sandbox(manifest(without=(scope,)), clock=Clock(MONDAY, running=False)) as slack:
        furnish(slack)
        answer = refusal(lambda: web(slack).api_call(method, params=args))
    assert answer["error"] == "missing_scope"
    assert answer["needed"] == scope
    assert scope not in answer["provided"].split(",")


def test_posting_where_the_bot_is_no_member_is_refused(slack: Sandbox) -> None:
    client = web(slack)
    assert refusal(lambda: client.chat_postMessage(channel="C0KANTINE", text="a"))["error"] == "not_in_channel"
    assert refusal(lambda: client.chat_postMessage(channel="C0GEHEIM", text="a"))["error"] == "channel_not_found"
    assert refusal(lambda: client.chat_postMessage(channel="C0NERGENS", text="a"))["error"] == "channel_not_found"
    slack.remove_bot("algemeen")
    assert refusal(lambda: client.chat_postMessage(channel="C0ALGEMEEN", text="a"))["error"] == "not_in_channel"
    slack.invite_bot("algemeen")
    assert client.chat_postMessage(channel="C0ALGEMEEN", text="a")["ok"]


def test_an_archived_channel_takes_no_posts(slack: Sandbox) -> None:
    slack.archive("algemeen")
    assert refusal(lambda: web(slack).chat_postMessage(channel="C0ALGEMEEN", text="a"))["error"] == "is_archived"


@pytest.mark.filterwarnings("ignore:The top-level `text` argument")
def test_over_long_empty_and_invalid_messages_are_refused(slack: Sandbox) -> None:
    def post(**content: Any) -> dict[str, Any]:
        return refusal(lambda: web(slack).chat_postMessage(channel="C0ALGEMEEN", **content))

    assert post(text="x" * 40_001)["error"] == "msg_too_long"
    assert post(text="")["error"] == "no_text"
    assert post(text="a", thread_ts="1.000001")["error"] == "thread_not_found"
    invalid = post(text="a", blocks=[section("")])
    assert invalid["error"] == "invalid_blocks"
    assert "json-pointer:/blocks/0/text/text" in invalid["response_metadata"]["messages"][0]
    assert post(text="a", blocks=[section("a")] * 51)["error"] == "invalid_blocks"
    assert post(text="a", blocks="[{")["error"] == "invalid_blocks_format"


def test_a_posted_message_is_seen_and_gets_its_ids(slack: Sandbox) -> None:
    answer = web(slack).chat_postMessage(channel="C0ALGEMEEN", text="Hallo", blocks=[section("Hallo <@U0SANNE>")])
    assert answer["message"]["blocks"][0]["block_id"]
    seen = slack.person("sanne").sees("Hallo @Sanne de Wit", channel="algemeen")
    assert seen.ts == answer["ts"]
    assert seen.from_bot


def test_only_its_own_messages_can_be_changed_or_deleted(slack: Sandbox) -> None:
    client = web(slack)
    slack.person("sanne").types("van mij", channel="algemeen")
    hers = slack.messages("algemeen")[0]
    assert (
        refusal(lambda: client.chat_update(channel="C0ALGEMEEN", ts=hers.ts, text="b"))["error"]
        == "cant_update_message"
    )
    assert refusal(lambda: client.chat_delete(channel="C0ALGEMEEN", ts=hers.ts))["error"] == "cant_delete_message"
    assert refusal(lambda: client.chat_update(channel="C0ALGEMEEN", ts="1.2", text="b"))["error"] == "message_not_found"
    own = client.chat_postMessage(channel="C0ALGEMEEN", text="a", blocks=[section("oud")])["ts"]
    client.chat_update(channel="C0ALGEMEEN", ts=own, text="b", blocks=[section("nieuw")])
    seen = slack.person("joe").sees("nieuw")
    assert seen.edited
    client.chat_delete(channel="C0ALGEMEEN", ts=own)
    assert seen.deleted
    assert [message.text for message in slack.messages("algemeen")] == ["van mij"]


def test_an_ephemeral_message_is_for_one_member_and_cannot_be_looked_up(slack: Sandbox) -> None:
    client = web(slack)
    ts = client.chat_postEphemeral(channel="C0ALGEMEEN", user="U0SANNE", text="alleen jij")["message_ts"]
    assert slack.person("sanne").sees("alleen jij").ephemeral
    slack.person("joe").does_not_see("alleen jij", for_=0)
    assert client.conversations_history(channel="C0ALGEMEEN")["messages"] == []
    assert refusal(lambda: client.chat_update(channel="C0ALGEMEEN", ts=ts, text="b"))["error"] == "message_not_found"
    slack.add_person("piet")
    outside = refusal(lambda: client.chat_postEphemeral(channel="C0ALGEMEEN", user="U0PIET", text="a"))
    assert outside["error"] == "user_not_in_channel"


def test_history_is_newest_first_bounded_paged_and_shows_metadata_on_request(slack: Sandbox) -> None:
    client = web(slack)
    metadata = {"event_type": "outbox", "event_payload": {"key": "7"}}
    first = client.chat_postMessage(channel="C0ALGEMEEN", text="1", metadata=metadata)["ts"]
    client.chat_postMessage(channel="C0ALGEMEEN", text="in thread", thread_ts=first)
    slack.clock.advance(timedelta(minutes=1))
    second = client.chat_postMessage(channel="C0ALGEMEEN", text="2")["ts"]
    third = client.chat_postMessage(channel="C0ALGEMEEN", text="3")["ts"]

    def texts(**args: Any) -> list[str]:
        return [one["text"] for one in client.conversations_history(channel="C0ALGEMEEN", **args)["messages"]]

    assert texts() == ["3", "2", "1"]
    assert texts(oldest=second) == ["3"]
    assert texts(oldest=second, latest=third, inclusive=True) == ["3", "2"]
    page = client.conversations_history(channel="C0ALGEMEEN", limit=2)
    assert page["has_more"]
    assert texts(limit=2, cursor=page["response_metadata"]["next_cursor"]) == ["1"]
    full = client.conversations_history(channel="C0ALGEMEEN", include_all_metadata=True)["messages"][-1]
    assert full["metadata"] == metadata
    assert full["reply_count"] == 1
    assert "event_payload" not in client.conversations_history(channel="C0ALGEMEEN")["messages"][-1]["metadata"]
    thread = client.conversations_replies(channel="C0ALGEMEEN", ts=first)["messages"]
    assert [one["text"] for one in thread] == ["1", "in thread"]
    assert refusal(lambda: client.conversations_history(channel="C0KANTINE"))["error"] == "not_in_channel"


def test_conversations_and_people_can_be_looked_up(slack: Sandbox) -> None:
    client = web(slack)
    channels = client.conversations_list(types="public_channel,private_channel")["channels"]
    assert {one["name"]: one["is_member"] for one in channels} == {"algemeen": True, "kantine": False}
    assert client.conversations_info(channel="C0ALGEMEEN")["channel"]["name"] == "algemeen"
    assert client.conversations_members(channel="C0ALGEMEEN")["members"][0] == "U0SANNE"
    assert client.conversations_open(users="U0SANNE")["channel"]["id"] == "D0SANNE"
    assert client.users_info(user="U0JOE", include_locale=True)["user"]["locale"] == "en-GB"
    assert client.users_info(user="U0JOE")["user"]["tz_offset"] == 7200
    assert "locale" not in client.users_info(user="U0JOE")["user"]
    assert refusal(lambda: client.users_info(user="U0NIEMAND"))["error"] == "user_not_found"
    assert client.usergroups_list()["usergroups"][0]["handle"] == "schuldhulp"
    assert client.usergroups_users_list(usergroup="S0SCHULDHULP")["users"] == ["U0JOE"]
    link = client.chat_postMessage(channel="U0SANNE", text="in de dm")
    assert link["channel"] == "D0SANNE"
    assert "archives/D0SANNE/p" in client.chat_getPermalink(channel="D0SANNE", message_ts=link["ts"])["permalink"]


def test_the_next_call_can_be_made_to_fail(slack: Sandbox) -> None:
    client = web(slack)
    slack.fail_next("chat.postMessage", "ratelimited", times=2)
    for _ in range(2):
        with pytest.raises(SlackApiError) as limited:
            client.chat_postMessage(channel="C0ALGEMEEN", text="a")
        assert limited.value.response.status_code == 429
        assert limited.value.response.headers["Retry-After"] == "1"
    slack.fail_next("chat.postMessage", "internal_error")
    assert refusal(lambda: client.chat_postMessage(channel="C0ALGEMEEN", text="a"))["error"] == "internal_error"
    assert client.chat_postMessage(channel="C0ALGEMEEN", text="a")["ok"]


def test_a_connection_can_be_dropped_before_or_after_the_effect(slack: Sandbox) -> None:
    client = web(slack)
    slack.fail_next("chat.postMessage", "drop_connection")
    with pytest.raises(OSError):
        client.chat_postMessage(channel="C0ALGEMEEN", text="nooit")
    assert slack.messages("algemeen") == []
    slack.fail_next("chat.postMessage", "drop_connection", after_effect=True)
    with pytest.raises(OSError):
        client.chat_postMessage(channel="C0ALGEMEEN", text="toch")
    assert [message.text for message in slack.messages("algemeen")] == ["toch"]
    assert [call.answer for call in slack.calls("chat.postMessage")] == [None, None]


def test_calls_are_written_down_with_their_arguments(slack: Sandbox) -> None:
    web(slack).chat_postMessage(channel="C0ALGEMEEN", text="Hallo")
    (call,) = slack.calls("chat.postMessage")
    assert call.ok
    assert call.args["text"] == "Hallo"
    assert "token" not in call.args


def test_rate_limits_can_be_switched_on() -> None:
    with Sandbox(manifest(), clock=Clock(MONDAY, running=False), rate_limits=True) as slack:
        furnish(slack)
        client = web(slack)
        for _ in range(5):
            client.chat_postMessage(channel="C0ALGEMEEN", text="a")
        with pytest.raises(SlackApiError) as limited:
            client.chat_postMessage(channel="C0ALGEMEEN", text="a")
        assert limited.value.response.status_code == 429
        assert 1 <= int(limited.value.response.headers["Retry-After"]) <= 5
        assert client.chat_postMessage(channel="U0SANNE", text="a")["ok"]
        for _ in range(20):
            client.users_list()
        assert refusal(client.users_list)["error"] == "ratelimited"


def test_a_past_can_be_furnished() -> None:
    fresh = Sandbox(manifest(), clock=Clock(MONDAY, running=False))
    assert fresh.is_fresh
    fresh.add_person("sanne")
    fresh.add_channel("algemeen", ["sanne"])
    first = fresh.post_history("algemeen", "sanne", "lang geleden", at=MONDAY - timedelta(weeks=5))
    second = fresh.post_history("algemeen", "sanne", "korter", at=MONDAY - timedelta(weeks=5))
    assert int(float(first.ts)) == int((MONDAY - timedelta(weeks=5)).timestamp())
    assert first.ts < second.ts
    fresh.stop()


def raw(slack: Sandbox, method: str, args: dict[str, Any], headers: dict[str, str] | None = None) -> dict[str, Any]:
    """A call as JSON, without slack_sdk."""
    body = json.dumps(args).encode()
    request = Request(slack.api_url + method, body, {"Content-Type": "application/json", **(headers or {})})
    answer: dict[str, Any] = json.load(urlopen(request))
    return answer
