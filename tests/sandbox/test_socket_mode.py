"""Socket Mode: who gets which envelope, what is in it, and what happens when it is not acknowledged."""

import json
import threading
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from bot.sandbox import Clock, Sandbox
from tests.sandbox.apps import RawApp, button, manifest, section, web
from tests.sandbox.conftest import MONDAY, furnish


def test_it_says_hello_and_counts_connections(slack: Sandbox) -> None:
    first, second = RawApp(slack), RawApp(slack)
    slack.wait_connected(connections=2)
    assert first.frames[0]["type"] == "hello"
    assert second.frames[0]["num_connections"] == 2
    assert first.frames[0]["connection_info"]["app_id"] == slack.app_id


def test_a_socket_url_is_good_for_one_connection(slack: Sandbox) -> None:
    url = web(slack).apps_connections_open(app_token=slack.app_token)["url"]
    with connect(url), pytest.raises((ConnectionClosed, InvalidStatus)), connect(url) as again:
        again.recv(timeout=20)


def test_each_envelope_goes_to_one_connection_in_turn(slack: Sandbox) -> None:
    apps = [RawApp(slack), RawApp(slack)]
    for _ in range(4):
        assert slack.person("sanne").types("/kb iets", channel="algemeen")
    assert [len(app.envelopes("slash_commands")) for app in apps] == [2, 2]


def test_a_slash_command_has_slacks_shape_and_escapes(slack: Sandbox) -> None:
    app = RawApp(slack)
    slack.person("sanne").types("/kb a & b <c> @joe #algemeen https://x.nl/a", channel="algemeen")
    (envelope,) = app.envelopes()
    assert envelope["accepts_response_payload"] is True
    payload = envelope["payload"]
    assert payload["text"] == "a &amp; b &lt;c&gt; <@U0JOE|joe> <#C0ALGEMEEN|algemeen> <https://x.nl/a>"
    assert (payload["user_id"], payload["user_name"]) == ("U0SANNE", "sanne")
    assert (payload["channel_id"], payload["channel_name"]) == ("C0ALGEMEEN", "algemeen")
    assert payload["command"] == "/kb"
    assert payload["response_url"].startswith("http://127.0.0.1:")
    assert payload["trigger_id"]
    slack.person("sanne").types("/kb in de dm", channel="dm")
    assert app.envelopes()[1]["payload"]["channel_name"] == "directmessage"


def test_commands_work_where_the_bot_is_no_member_but_not_in_threads(slack: Sandbox) -> None:
    app = RawApp(slack)
    sanne = slack.person("sanne")
    assert sanne.types("/kb iets", channel="kantine")
    sanne.types("hoi", channel="algemeen")
    outcome = sanne.types("/kb iets", thread=slack.messages("algemeen")[0])
    assert outcome.code == "not_in_thread"
    assert len(app.envelopes()) == 1


def test_commands_and_shortcuts_the_manifest_lacks_are_refused(slack: Sandbox) -> None:
    app = RawApp(slack)
    sanne = slack.person("sanne")
    assert sanne.types("/anders iets", channel="algemeen").code == "invalid_command"
    sanne.sees("/anders is geen geldige opdracht", channel="algemeen")
    assert sanne.uses_shortcut("kb_unknown", expect_error=True).code == "invalid_shortcut"
    sanne.types("hoi", channel="algemeen")
    message = slack.messages("algemeen")[0]
    assert sanne.uses_message_shortcut("kb_open", on=message, expect_error=True).code == "invalid_shortcut"
    assert app.envelopes() == []


def test_shortcuts_have_slacks_shape(slack: Sandbox) -> None:
    app = RawApp(slack)
    sanne = slack.person("sanne")
    sanne.types("iets om te bewaren", channel="kantine")
    sanne.uses_shortcut("Ask or share")
    sanne.uses_message_shortcut("Save to kb", on=slack.messages("kantine")[0])
    plain, on_message = (envelope["payload"] for envelope in app.envelopes("interactive"))
    assert (plain["type"], plain["callback_id"], plain["user"]["id"]) == ("shortcut", "kb_open", "U0SANNE")
    assert "channel" not in plain
    assert (on_message["type"], on_message["callback_id"]) == ("message_action", "kb_save")
    assert on_message["message"]["text"] == "iets om te bewaren"
    assert on_message["channel"] == {"id": "C0KANTINE", "name": "kantine"}
    assert on_message["response_url"]


def test_the_ack_of_a_command_can_be_its_answer(slack: Sandbox) -> None:
    RawApp(slack, lambda envelope: {"text": "direct antwoord"})
    slack.person("sanne").types("/kb iets", channel="kantine")
    assert slack.person("sanne").sees("direct antwoord", channel="kantine").ephemeral
    slack.person("joe").does_not_see("direct antwoord", for_=0)


def test_an_invalid_ack_shows_the_person_an_error(slack: Sandbox) -> None:
    RawApp(slack, lambda envelope: {"blocks": [{"type": "onzin"}]})
    outcome = slack.person("sanne").types("/kb iets", channel="algemeen")
    assert outcome.code == "invalid_response"
    slack.person("sanne").sees("unsupported type: onzin")


def test_an_unacked_command_shows_an_error_in_the_persons_language_and_is_not_sent_again(slack: Sandbox) -> None:
    app = RawApp(slack, lambda envelope: None)
    assert slack.person("sanne").types("/kb iets", channel="algemeen").code == "operation_timeout"
    slack.person("sanne").sees("kb antwoordt niet op /kb")
    slack.person("joe").types("/kb iets", channel="algemeen")
    slack.person("joe").sees("kb did not respond to /kb")
    assert len(app.envelopes()) == 2


def test_without_a_connection_the_person_is_told(slack: Sandbox) -> None:
    assert slack.person("joe").types("/kb iets", channel="algemeen").code == "dispatch_failed"
    slack.person("joe").sees("kb is not connected")


def test_an_unacked_button_shows_an_error(slack: Sandbox) -> None:
    RawApp(slack, lambda envelope: None)
    buttons = {"type": "actions", "elements": [button("Druk", "press")]}
    web(slack).chat_postMessage(channel="C0ALGEMEEN", text="a", blocks=[buttons])
    message = slack.person("sanne").sees("Druk")
    with pytest.raises(AssertionError, match="operation_timeout"):
        slack.person("sanne").presses("Druk", on=message)
    assert slack.person("sanne").presses("Druk", on=message, expect_error=True).code == "operation_timeout"
    slack.person("sanne").sees("kb antwoordt niet op de knop")


def test_an_app_that_goes_away_before_the_ack_fails_the_command_at_once(slack: Sandbox) -> None:
    app = RawApp(slack, lambda envelope: None)
    threading.Timer(0.1, app.close).start()
    assert slack.person("sanne").types("/kb iets", channel="algemeen").code == "operation_timeout"


def test_a_mention_becomes_an_event_with_its_wrapper(slack: Sandbox) -> None:
    app = RawApp(slack)
    slack.person("sanne").types("@kb mag dit & dat?", channel="algemeen")
    (envelope,) = app.envelopes()
    assert envelope["type"] == "events_api"
    assert envelope["accepts_response_payload"] is False
    payload = envelope["payload"]
    assert payload["type"] == "event_callback"
    assert payload["event_id"].startswith("Ev")
    assert payload["event_time"] == int(MONDAY.timestamp())
    assert payload["authorizations"][0]["user_id"] == slack.bot_user_id
    event = payload["event"]
    assert event["type"] == "app_mention"
    assert event["text"] == f"<@{slack.bot_user_id}> mag dit &amp; dat?"
    assert (event["channel"], event["user"], event["event_ts"]) == ("C0ALGEMEEN", "U0SANNE", event["ts"])


def test_a_mention_in_a_thread_says_which(slack: Sandbox) -> None:
    app = RawApp(slack)
    sanne = slack.person("sanne")
    sanne.types("een vraag", channel="algemeen")
    root = slack.messages("algemeen")[0]
    sanne.types("@kb hier", thread=root)
    assert app.envelopes()[0]["payload"]["event"]["thread_ts"] == root.ts


def test_a_mention_where_the_bot_is_no_member_goes_nowhere_and_the_person_hears_so(slack: Sandbox) -> None:
    app = RawApp(slack)
    slack.person("sanne").types("@kb iets", channel="kantine")
    slack.person("sanne").sees("kb is geen lid van dit kanaal")
    assert app.envelopes() == []


def test_channel_messages_come_only_when_subscribed_and_then_beside_the_mention(slack: Sandbox) -> None:
    app = RawApp(slack)
    slack.person("sanne").types("zomaar iets", channel="algemeen")
    assert app.envelopes() == []
    subscribed = manifest(events=("message.channels", "member_joined_channel"))
    with Sandbox(subscribed, clock=Clock(MONDAY, running=False)) as other:
        furnish(other)
        app = RawApp(other)
        other.person("sanne").types("@kb twee keer", channel="algemeen")
        assert {event_of(one)["type"] for one in app.envelopes()} == {"app_mention", "message"}
        assert len({one["payload"]["event_id"] for one in app.envelopes()}) == 2
        assert len({event_of(one)["ts"] for one in app.envelopes()}) == 1
        other.add_person("piet").joins("algemeen")
        assert event_of(app.envelopes()[-1])["type"] == "member_joined_channel"


def test_direct_messages_come_as_message_im_and_so_do_the_bots_own(slack: Sandbox) -> None:
    app = RawApp(slack)
    slack.person("sanne").types("hallo", channel="dm")
    event = event_of(app.envelopes()[0])
    assert (event["type"], event["channel_type"], event["channel"]) == ("message", "im", "D0SANNE")
    assert "bot_id" not in event
    ts = web(slack).chat_postMessage(channel="D0SANNE", text="dag")["ts"]
    app.wait(lambda: len(app.envelopes()) == 2)
    assert event_of(app.envelopes()[1])["bot_id"] == slack.bot_id
    web(slack).chat_update(channel="D0SANNE", ts=ts, text="dag nog eens")
    app.wait(lambda: len(app.envelopes()) == 3)
    changed = event_of(app.envelopes()[2])
    assert changed["subtype"] == "message_changed"
    assert (changed["previous_message"]["text"], changed["message"]["text"]) == ("dag", "dag nog eens")


def test_opening_home_is_an_event(slack: Sandbox) -> None:
    app = RawApp(slack)
    slack.person("sanne").opens_home()
    event = event_of(app.envelopes()[0])
    assert (event["type"], event["tab"], event["user"]) == ("app_home_opened", "home", "U0SANNE")
    assert "view" not in event


def test_an_unacked_event_comes_again_with_its_attempt_and_reason(slack: Sandbox) -> None:
    attempts: list[int] = []

    def third_time_lucky(envelope: dict[str, Any]) -> dict[str, Any] | None:
        attempts.append(envelope["retry_attempt"])
        return {} if envelope["retry_attempt"] == 2 else None

    app = RawApp(slack, third_time_lucky)
    assert slack.person("sanne").types("@kb hoor je me", channel="algemeen").code == "event_not_acked"
    app.wait(lambda: len(app.envelopes()) == 3)
    assert attempts == [0, 1, 2]
    assert app.envelopes()[1]["retry_reason"] == "timeout"
    assert len({one["payload"]["event_id"] for one in app.envelopes()}) == 1
    assert len({one["envelope_id"] for one in app.envelopes()}) == 3


def test_an_event_waits_for_an_app_that_comes_back(slack: Sandbox) -> None:
    with Sandbox(manifest(), clock=Clock(MONDAY, running=False), retry_delays=(1.0,)) as other:
        furnish(other)
        assert not other.person("sanne").types("hallo", channel="dm")
        app = RawApp(other)
        app.wait(lambda: len(app.envelopes()) == 1)
        assert app.envelopes()[0]["retry_reason"] == "no_connection"


def test_disconnect_frames_can_be_sent_and_connections_cut(slack: Sandbox) -> None:
    app = RawApp(slack)
    slack.disconnect("warning")
    app.wait(lambda: app.frames[-1]["type"] == "disconnect")
    assert app.frames[-1]["reason"] == "warning"
    assert slack.connections == 1
    slack.cut_connections()
    with slack.workspace.changed:
        assert slack.workspace.changed.wait_for(lambda: slack.connections == 0, 20)


def test_a_ping_is_answered(slack: Sandbox) -> None:
    assert RawApp(slack).ping(timeout=20)


def test_a_frame_that_is_no_ack_does_no_harm(slack: Sandbox) -> None:
    app = RawApp(slack)
    app.send("geen json")
    app.send(json.dumps(["geen", "ack"]))
    app.send(json.dumps({"envelope_id": "unknown"}))
    assert slack.person("sanne").types("/kb iets", channel="algemeen")


def test_a_section_with_a_mention_of_nobody_stays_text(slack: Sandbox) -> None:
    app = RawApp(slack)
    slack.person("sanne").types("mail naar @niemand of a@b.nl", channel="dm")
    assert event_of(app.envelopes()[0])["text"] == "mail naar @niemand of <mailto:a@b.nl|a@b.nl>"
    assert slack.messages("D0SANNE")[0].text_content == "mail naar @niemand of a@b.nl"
    web(slack).chat_postMessage(
        channel="C0ALGEMEEN", text="a", blocks=[section("<!date^1777878840^{date}|4 mei> &lt;b&gt;")]
    )
    slack.person("sanne").sees("4 mei <b>")


def event_of(envelope: dict[str, Any]) -> dict[str, Any]:
    """The event in an envelope."""
    event: dict[str, Any] = envelope["payload"]["event"]
    return event
