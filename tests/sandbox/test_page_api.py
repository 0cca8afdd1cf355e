"""The JSON the page lives on: reading, acting, live updates, and who may ask."""

import http.client
import json
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.sandbox import Clock, Sandbox
from tests.sandbox.apps import MANIFEST, RawApp, button, modal, plain, section, text_input, web
from tests.sandbox.conftest import MONDAY, furnish


class Page:
    """A page's requests."""

    def __init__(self, slack: Sandbox) -> None:
        self.address = slack.page_url.removeprefix("http://").strip("/")

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
        connection = http.client.HTTPConnection(self.address, timeout=10)
        data = None if body is None else json.dumps(body)
        sent = {"Content-Type": "application/json"} if body is not None else {}
        connection.request(method, path, data, sent | {name.replace("_", "-"): v for name, v in headers.items()})
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, json.loads(text) if text.startswith("{") else text

    def get(self, path: str) -> Any:
        status, answer = self.send("GET", path)
        assert status == 200, answer
        return answer

    def post(self, path: str, **body: Any) -> Any:
        status, answer = self.send(
            "POST", path, body | ({"as": "U0SANNE"} if "as_" not in body else {"as": body["as_"]})
        )
        assert status == 200, answer
        return answer


@pytest.fixture
def page(slack: Sandbox) -> Page:
    return Page(slack)


def test_the_state_tells_who_where_and_what_can_be_typed(slack: Sandbox, page: Page) -> None:
    state = page.get("/page/state?as=U0JOE")
    assert (state["me"]["name"], state["me"]["initials"]) == ("Joe Marsh", "JM")
    assert {one["name"]: one["kind"] for one in state["channels"]} == {
        "algemeen": "public", "kantine": "public", "kb": "dm",
    }  # fmt: skip
    assert state["commands"][0]["command"] == "/kb"
    assert {one["type"] for one in state["shortcuts"]} == {"global", "message"}
    assert (state["modals"], state["home"], state["connected"]) == ([], None, False)
    assert [one["id"] for one in page.get("/page/people")["people"]] == ["U0SANNE", "U0JOE"]


def test_a_message_typed_on_the_page_is_there_for_others(page: Page) -> None:
    assert page.post("/page/say", channel="C0ALGEMEEN", text="hoi @joe <b>")["ok"]
    (message,) = page.get("/page/messages?as=U0JOE&channel=C0ALGEMEEN")["messages"]
    assert message["text"] == "hoi <@U0JOE> &lt;b&gt;"
    assert message["author"]["name"] == "Sanne de Wit"
    page.post("/page/say", channel="C0ALGEMEEN", text="in thread", thread_ts=message["ts"])
    (root,) = page.get("/page/messages?as=U0JOE&channel=C0ALGEMEEN")["messages"]
    assert (root["reply_count"], root["reply_user_ids"]) == (1, ["U0SANNE"])
    thread = page.get(f"/page/messages?as=U0JOE&channel=C0ALGEMEEN&thread={root['ts']}")["messages"]
    assert [one["text"] for one in thread][1:] == ["in thread"]


def test_a_failed_command_comes_back_in_words(page: Page) -> None:
    outcome = page.post("/page/say", channel="C0ALGEMEEN", text="/kb iets")
    assert (outcome["ok"], outcome["code"]) == (False, "dispatch_failed")
    assert outcome["text"] == "kb is niet verbonden: /kb kwam niet aan. (dispatch_failed)"
    (shown,) = page.get("/page/messages?as=U0SANNE&channel=C0ALGEMEEN")["messages"]
    assert (shown["ephemeral"], shown["author"]["id"]) == (True, "USLACKBOT")


def test_buttons_and_modals_are_worked_from_the_page(slack: Sandbox, page: Page) -> None:
    client = web(slack)

    def answer(envelope: dict[str, Any]) -> dict[str, Any]:
        payload = envelope["payload"]
        if payload["type"] == "block_actions":
            client.views_open(trigger_id=payload["trigger_id"], view=modal(text_input("Wat?", "b"), title=plain("T")))
        if payload["type"] == "view_submission" and payload["view"]["state"]["values"]["b"]["text"]["value"] == "fout":
            return {"response_action": "errors", "errors": {"b": "Nee."}}
        return {}

    RawApp(slack, answer)
    row = {"type": "actions", "block_id": "row", "elements": [button("Open", "open")]}
    client.chat_postMessage(channel="C0ALGEMEEN", text="a", blocks=[row])
    (message,) = page.get("/page/messages?as=U0SANNE&channel=C0ALGEMEEN")["messages"]
    container = {"type": "message", "channel": "C0ALGEMEEN", "key": message["key"]}
    assert page.post("/page/act", container=container, block_id="row", action_id="open")["ok"]
    (view,) = page.get("/page/state?as=U0SANNE")["modals"]
    assert (view["title"], view["submit"], view["state"]) == ("T", "Send", {"b": {"text": None}})
    assert page.post("/page/submit", view_id=view["id"])["errors"] == {"b": "Vul dit veld in."}
    wrong = page.post("/page/submit", view_id=view["id"], values={"b": {"text": "fout"}})
    assert wrong["errors"] == {"b": "Nee."}
    (view,) = page.get("/page/state?as=U0SANNE")["modals"]
    assert (view["errors"], view["state"]) == ({"b": "Nee."}, {"b": {"text": "fout"}})
    on = {"type": "view", "id": view["id"]}
    page.post("/page/set", container=on, block_id="b", action_id="text", value="goed")
    assert page.post("/page/submit", view_id=view["id"])["ok"]
    assert page.get("/page/state?as=U0SANNE")["modals"] == []


def test_another_persons_ephemeral_message_or_view_cannot_be_touched(slack: Sandbox, page: Page) -> None:
    RawApp(slack)
    row = {"type": "actions", "block_id": "row", "elements": [button("Open", "open")]}
    web(slack).chat_postEphemeral(channel="C0ALGEMEEN", user="U0SANNE", text="a", blocks=[row])
    (message,) = page.get("/page/messages?as=U0SANNE&channel=C0ALGEMEEN")["messages"]
    assert page.get("/page/messages?as=U0JOE&channel=C0ALGEMEEN")["messages"] == []
    body = {
        "as": "U0JOE",
        "container": {"type": "message", "channel": "C0ALGEMEEN", "key": message["key"]},
        "block_id": "row",
        "action_id": "open",
    }
    assert page.send("POST", "/page/act", body)[0] == 404


def test_changes_come_live_as_the_person_sees_them(slack: Sandbox, page: Page) -> None:
    events = Events(page, "U0JOE")
    assert events.next("hello") == {}
    web(slack).chat_postEphemeral(channel="C0ALGEMEEN", user="U0SANNE", text="voor sanne")
    web(slack).chat_postMessage(channel="C0ALGEMEEN", text="voor allen")
    assert events.next("message")["text"] == "voor allen"
    ts = slack.messages("algemeen")[0].ts
    web(slack).chat_delete(channel="C0ALGEMEEN", ts=ts)
    assert events.next("message_gone")["ts"] == ts
    web(slack).views_publish(user_id="U0JOE", view={"type": "home", "blocks": [section("Dag")]})
    assert events.next("home")["home"]["blocks"][0]["text"]["text"] == "Dag"
    RawApp(slack)
    assert events.next("connected") == {"connected": True}
    page.post("/page/say", channel="C0ALGEMEEN", text="/niets", as_="U0JOE")
    assert events.next("notice")["code"] == "invalid_command"
    web(slack).auth_test()
    assert events.next("inspector")["title"] == "auth.test"


def test_the_clock_is_shown_and_moved(slack: Sandbox) -> None:
    moments = [(MONDAY + timedelta(hours=5), "signalen"), (MONDAY + timedelta(hours=2), "weekoverzicht")]
    done: list[datetime] = []
    ways: list[dict[str, str]] = []
    clock = Clock(MONDAY, running=False)

    def jump(moment: datetime) -> None:
        ways.append(other.timeline.shape()["way"])
        clock.jump_to(moment)
        done.append(moment)

    with Sandbox(MANIFEST, clock=clock, moments=lambda: moments, on_jump=jump) as other:
        page = Page(other)
        shown = page.get("/page/clock")
        assert [one["label"] for one in shown["moments"]] == ["weekoverzicht", "signalen"]
        assert datetime.fromisoformat(shown["now"]) == MONDAY
        after = page.post("/page/clock", next=True)
        assert datetime.fromisoformat(after["now"]) == MONDAY + timedelta(hours=2)
        assert [one["label"] for one in after["moments"]] == ["signalen"]
        assert after["way"] is None
        assert ways == [{"from": MONDAY.isoformat(), "to": (MONDAY + timedelta(hours=2)).isoformat()}]
        page.post("/page/clock", advance=3600)
        page.post("/page/clock", to=(MONDAY + timedelta(days=1)).isoformat())
        assert done == [MONDAY + timedelta(hours=2), MONDAY + timedelta(hours=3), MONDAY + timedelta(days=1)]
        assert page.send("POST", "/page/clock", {"to": MONDAY.isoformat()})[0] == 400
        assert page.send("POST", "/page/clock", {"next": True})[0] == 400
        assert page.send("POST", "/page/clock", {})[0] == 400


def test_the_guide_is_told_per_person_and_ticks_live() -> None:
    done = threading.Event()

    def guide(user_id: str) -> list[dict[str, Any]]:
        return [{"key": "ask", "title": user_id, "hint": "", "done": done.is_set(), "try": None}]

    with Sandbox(MANIFEST, clock=Clock(MONDAY, running=False), guide=guide) as slack:
        furnish(slack)
        page = Page(slack)
        assert page.get("/page/guide?as=U0JOE")["steps"][0]["title"] == "U0JOE"
        events = Events(page, "U0SANNE")
        events.next("hello")
        done.set()
        page.post("/page/say", channel="C0ALGEMEEN", text="hoi")
        assert events.next("guide")["steps"][0]["done"] is True


def test_raw_traffic_is_shown_and_bounded(slack: Sandbox, page: Page) -> None:
    for _ in range(510):
        slack.inspector.note("note", "iets")
    entries = page.get("/page/inspector")["entries"]
    assert len(entries) == 500
    web(slack).auth_test()
    (new,) = page.get(f"/page/inspector?after={entries[-1]['n']}")["entries"]
    assert (new["kind"], new["title"], new["response"]["user_id"]) == ("web_api", "auth.test", slack.bot_user_id)
    assert slack.bot_token not in json.dumps(new)


@pytest.mark.parametrize("path", ["/", "/page/people", "/page/state?as=U0SANNE", "/page/events?as=U0SANNE"])
def test_foreign_hosts_and_origins_are_refused(page: Page, path: str) -> None:
    assert page.send("GET", path, Host="evil.example")[0] == 403
    assert page.send("GET", path, Origin="http://evil.example")[0] == 403
    assert page.send("POST", "/page/say", {"as": "U0SANNE"}, Origin="null")[0] == 403


def test_the_page_and_its_files_are_served_fresh_and_locked_down(page: Page) -> None:
    connection = http.client.HTTPConnection(page.address, timeout=10)
    connection.request("GET", "/")
    index = connection.getresponse()
    assert index.status == 200
    assert "default-src 'none'" in (index.getheader("Content-Security-Policy") or "")
    assert b"<!doctype html>" in index.read().lower()
    connection.request("GET", "/static/app.js")
    script = connection.getresponse()
    assert (script.status, script.getheader("Cache-Control")) == (200, "no-cache")
    script.read()
    connection.close()
    assert page.send("GET", "/static/../sandbox.py")[0] == 404


def test_wrong_requests_are_told_apart_from_missing_things(page: Page) -> None:
    assert page.send("GET", "/page/state?as=UNIEMAND")[0] == 404
    assert page.send("GET", "/page/messages?as=U0JOE&channel=C0GEHEIM")[0] == 404
    assert page.send("GET", "/page/messages?as=U0JOE")[0] == 400
    assert page.send("POST", "/page/say", {"as": "U0SANNE", "channel": "C0ALGEMEEN", "text": " "})[0] == 400
    assert page.send("POST", "/page/submit", {"as": "U0SANNE", "view_id": "VWEG"})[0] == 404
    status, answer = page.send("POST", "/page/say", {"as": "U0SANNE"})
    assert (status, answer["code"]) == (400, "bad_request")


def test_people_join_and_invite_the_bot(slack: Sandbox, page: Page) -> None:
    page.post("/page/join", channel="C0KANTINE", as_="U0JOE")
    page.post("/page/invite_bot", channel="C0KANTINE")
    kantine = next(c for c in page.get("/page/state?as=U0JOE")["channels"] if c["id"] == "C0KANTINE")
    assert (kantine["is_member"], kantine["bot_is_member"]) == (True, True)
    page.post("/page/leave", channel="C0KANTINE", as_="U0JOE")
    assert "U0JOE" not in slack.channel("kantine").members


class Events:
    """An open event stream."""

    def __init__(self, page: Page, user_id: str) -> None:
        self._connection = http.client.HTTPConnection(page.address, timeout=5)
        self._connection.request("GET", f"/page/events?as={user_id}")
        self._lines = self._read(self._connection.getresponse())

    def next(self, name: str) -> Any:
        """The next event with this name; others are passed over."""
        for line in self._lines:
            if line == f"event: {name}":
                return json.loads(next(self._lines).removeprefix("data: "))
        raise AssertionError(f"no {name} came")

    def _read(self, answer: http.client.HTTPResponse) -> Iterator[str]:
        while True:
            yield answer.readline().decode().strip()
