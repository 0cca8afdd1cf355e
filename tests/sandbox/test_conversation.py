"""The real slack_bolt and slack_sdk, unchanged, over a real socket; told as a conversation."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from slack_bolt import Ack, App, Respond, Say
from slack_bolt.adapter.socket_mode.builtin import SocketModeHandler
from slack_sdk import WebClient

from bot.sandbox import Sandbox
from tests.sandbox.apps import button, modal, option, plain, section, text_input


def build(slack: Sandbox) -> App:
    """A small app with a bit of everything."""
    app = App(client=WebClient(token=slack.bot_token, base_url=slack.api_url))
    menu = {
        "type": "overflow",
        "action_id": "more",
        "options": [option("Klopt niet", "wrong"), option("Waarom dit?", "why")],
    }

    def command(ack: Ack, respond: Respond, command: dict[str, Any]) -> None:
        ack()
        row = {"type": "actions", "block_id": "row", "elements": [button("Dit hielp", "helped", value="41"), menu]}
        respond(text="antwoord", blocks=[section(f"Gevraagd: {command['text']}"), row])

    def helped(ack: Ack, respond: Respond) -> None:
        ack()
        respond(text="Mooi.", replace_original=True)

    def more(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        chosen = body["actions"][0]["selected_option"]["value"]
        view = modal(text_input("Wat klopt er niet?", "what"), private_metadata=chosen, title=plain("Melden"))
        client.views_open(trigger_id=body["trigger_id"], view=view)

    def reported(ack: Ack, view: dict[str, Any], body: dict[str, Any], client: WebClient) -> None:
        text = view["state"]["values"]["what"]["text"]["value"]
        if len(text) < 10:
            ack(response_action="errors", errors={"what": "Vertel iets meer."})
            return
        ack()
        client.chat_postMessage(channel=body["user"]["id"], text=f"Dank: {text}")

    def mentioned(event: dict[str, Any], say: Say) -> None:
        say(text=f"Dag <@{event['user']}>", thread_ts=event.get("thread_ts", event["ts"]))

    def messaged(event: dict[str, Any], say: Say) -> None:
        if "bot_id" not in event and "subtype" not in event:
            say(text=f"Je zei: {event['text']}")

    def home(event: dict[str, Any], client: WebClient) -> None:
        client.views_publish(user_id=event["user"], view={"type": "home", "blocks": [section("Wacht op ons")]})

    app.command("/kb")(command)
    app.action("helped")(helped)
    app.action("more")(more)
    app.view("form")(reported)
    app.event("app_mention")(mentioned)
    app.event("message")(messaged)
    app.event("app_home_opened")(home)
    return app


@pytest.fixture
def connected(slack: Sandbox) -> Iterator[Sandbox]:
    """The sandbox with the app connected."""
    handler = SocketModeHandler(build(slack), slack.app_token)
    handler.connect()
    slack.wait_connected()
    yield slack
    # slack_sdk takes a second to close: not waited for.
    threading.Thread(target=handler.close, daemon=True).start()


def test_a_command_is_answered_and_a_button_replaces_the_answer(connected: Sandbox) -> None:
    sanne, joe = connected.person("sanne"), connected.person("joe")
    assert sanne.types("/kb klant wil een regeling & uitstel", channel="algemeen")
    answer = sanne.sees("Gevraagd: klant wil een regeling & uitstel", channel="algemeen")
    assert answer.ephemeral
    assert answer.buttons == ["Dit hielp"]
    sanne.presses("Dit hielp")
    assert sanne.sees("Mooi.").ts == answer.ts
    joe.does_not_see("Gevraagd", for_=0)


def test_a_menu_opens_a_modal_that_is_refused_and_then_taken(connected: Sandbox) -> None:
    sanne = connected.person("sanne")
    sanne.types("/kb iets", channel="algemeen")
    sanne.sees("Gevraagd")
    sanne.chooses("⋯", "Klopt niet")
    form = sanne.sees("Wat klopt er niet?")
    assert (form.kind, form.title, form.private_metadata) == ("modal", "Melden", "wrong")
    sanne.fills({"Wat klopt er niet?": "alles"})
    assert sanne.submits() == {"Wat klopt er niet?": "Vertel iets meer."}
    sanne.fills({"Wat klopt er niet?": "de termijn is veranderd"})
    assert sanne.submits() == {}
    assert sanne.sees("Dank: de termijn is veranderd", channel="dm").from_bot


def test_a_mention_is_answered_in_its_thread(connected: Sandbox) -> None:
    joe = connected.person("joe")
    joe.types("@kb hello", channel="algemeen")
    answer = joe.sees("Dag @Joe Marsh")
    question = connected.messages("algemeen")[0]
    assert answer.thread_ts == question.ts
    joe.types("and again @kb", thread=question)
    assert joe.sees("Dag @Joe Marsh", thread=question).thread_ts == question.ts


def test_a_direct_message_is_answered_once(connected: Sandbox) -> None:
    sanne = connected.person("sanne")
    sanne.types("hallo <daar>")
    sanne.sees("Je zei: hallo <daar>", channel="dm")
    assert len([one for one in sanne.messages("dm") if one.from_bot]) == 1


def test_home_is_published_when_it_is_opened(connected: Sandbox) -> None:
    sanne = connected.person("sanne")
    sanne.does_not_see("Wacht op ons", for_=0)
    sanne.opens_home()
    assert sanne.sees("Wacht op ons").kind == "home"


def test_an_event_no_listener_takes_comes_again(slack: Sandbox) -> None:
    app = App(client=WebClient(token=slack.bot_token, base_url=slack.api_url))
    handler = SocketModeHandler(app, slack.app_token)
    handler.connect()
    slack.wait_connected()
    outcome = slack.person("sanne").types("hallo")
    handler.close()
    assert outcome.code == "event_not_acked"
    assert len([one for one in slack.inspector.entries() if one["title"] == "events_api"]) > 1


def test_the_client_comes_back_after_a_refresh(connected: Sandbox) -> None:
    connected.disconnect("refresh_requested")
    with connected.workspace.changed:
        gone = [one for one in connected.inspector.entries() if one["kind"] == "socket"]
        assert connected.workspace.changed.wait_for(
            lambda: len([one for one in connected.inspector.entries() if one["kind"] == "socket"]) >= len(gone) + 2, 10
        )
    connected.wait_connected()
    assert connected.person("sanne").types("/kb nog steeds", channel="algemeen")
    connected.person("sanne").sees("Gevraagd: nog steeds")


def test_what_a_person_does_not_see_is_told_with_what_she_does_see(connected: Sandbox) -> None:
    sanne = connected.person("sanne")
    sanne.types("hallo")
    sanne.sees("Je zei")
    with pytest.raises(AssertionError, match=r"(?s)does not see 'iets anders'.*Je zei: hallo"):
        sanne.sees("iets anders", timeout=0.1)
    with pytest.raises(AssertionError, match="does see"):
        sanne.does_not_see("Je zei", for_=0)
    with pytest.raises(AssertionError, match="finds no 'Nergens'"):
        sanne.presses("Nergens")
    sanne.types("nog iets")
    sanne.sees("Je zei: nog iets")
    sanne.does_not_see("Je zei: hallo", for_=0)
    sanne.sees("Je zei: hallo", since="start")


def test_what_is_gone_cannot_be_pressed(connected: Sandbox) -> None:
    sanne = connected.person("sanne")
    sanne.types("/kb iets", channel="algemeen")
    answer = sanne.sees("Gevraagd")
    sanne.presses("Dit hielp")
    sanne.sees("Mooi.")
    with pytest.raises(AssertionError, match="finds no 'Dit hielp'"):
        sanne.presses("Dit hielp", on=answer)
    assert len(connected.calls("response_url")) == 2


def test_people_write_only_where_they_are_members_and_not_in_archives(connected: Sandbox) -> None:
    joe = connected.person("joe")
    assert joe.types("hi", channel="kantine").code == "not_in_channel"
    assert joe.types("/kb hi", channel="kantine").code == "not_in_channel"
    assert connected.messages("kantine") == []
    connected.archive("algemeen")
    assert joe.types("hi", channel="algemeen").code == "is_archived"
    assert joe.joins("kantine")
    assert joe.types("hi", channel="kantine")


def test_an_answer_to_a_response_url_can_be_made_to_fail(connected: Sandbox) -> None:
    connected.fail_next("response_url", "internal_error")
    sanne = connected.person("sanne")
    sanne.types("/kb iets", channel="algemeen")
    sanne.does_not_see("Gevraagd", for_=0.3)
    assert [call.ok for call in connected.calls("response_url")] == [False]
    sanne.types("/kb\nop een nieuwe regel", channel="algemeen")
    sanne.sees("Gevraagd: op een nieuwe regel")
