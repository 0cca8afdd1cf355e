"""Modals and Home: triggers, the stack, hashes, what is filled in, and what comes back."""

from datetime import timedelta
from typing import Any

import pytest

from bot.sandbox import Sandbox
from tests.sandbox.apps import RawApp, button, manifest, modal, option, plain, refusal, section, text_input, web


class Form(RawApp):
    """Opens a view on every shortcut; `reply` is the ack of submissions."""

    def __init__(self, slack: Sandbox, view: dict[str, Any], reply: dict[str, Any] | None = None) -> None:
        self.reply: dict[str, Any] = reply or {}
        self.opened: dict[str, Any] = {}
        self.client = web(slack)

        def answer(envelope: dict[str, Any]) -> dict[str, Any]:
            payload = envelope["payload"]
            if payload["type"] == "shortcut":
                self.opened = self.client.views_open(trigger_id=payload["trigger_id"], view=view)["view"]
            return self.reply if payload["type"] == "view_submission" else {}

        super().__init__(slack, answer)

    def last(self) -> dict[str, Any]:
        """The payload of the last envelope."""
        payload: dict[str, Any] = self.envelopes()[-1]["payload"]
        return payload


def trigger(slack: Sandbox) -> str:
    """A fresh trigger_id of Sanne's."""
    app = RawApp(slack)
    slack.person("sanne").uses_shortcut("Ask or share")
    found: str = app.envelopes()[0]["payload"]["trigger_id"]
    app.close()
    return found


def test_a_trigger_opens_one_view_within_three_seconds(slack: Sandbox) -> None:
    client = web(slack)
    first = trigger(slack)
    slack.clock.advance(timedelta(seconds=3))
    assert client.views_open(trigger_id=first, view=modal(section("op tijd")))["ok"]
    again = refusal(lambda: client.views_open(trigger_id=first, view=modal(section("nog eens"))))
    assert again["error"] == "exchanged_trigger_id"
    second = trigger(slack)
    slack.clock.advance(timedelta(seconds=3.1))
    late = refusal(lambda: client.views_open(trigger_id=second, view=modal(section("te laat"))))
    assert late["error"] == "expired_trigger_id"
    third = trigger(slack)
    slack.clock.jump_to(slack.clock.now() + timedelta(days=1))
    assert client.views_open(trigger_id=third, view=modal(section("na een sprong")))["ok"]
    made_up = refusal(lambda: client.views_open(trigger_id="1.2.3", view=modal(section("a"))))
    assert made_up["error"] == "invalid_trigger_id"


def test_invalid_views_are_refused_with_what_is_wrong(slack: Sandbox) -> None:
    answer = refusal(lambda: web(slack).views_open(trigger_id="1.2.3", view=modal(section("a"), title=plain("x" * 25))))
    assert answer["error"] == "invalid_arguments"
    assert "json-pointer:/view/title/text" in answer["response_metadata"]["messages"][0]
    wrong = refusal(lambda: web(slack).views_publish(user_id="U0SANNE", view=modal(section("a"))))
    assert wrong["error"] == "invalid_arguments"


def test_what_is_filled_in_arrives_by_block_and_action(slack: Sandbox) -> None:
    view = modal(
        text_input("Wat werkt?", "what"),
        {
            "type": "input",
            "block_id": "kind",
            "label": plain("Soort"),
            "element": {
                "type": "radio_buttons",
                "action_id": "kind",
                "options": [option("Tip", "tip"), option("Leermoment", "mistake")],
                "initial_option": option("Tip", "tip"),
            },
        },
        {
            "type": "input",
            "block_id": "who",
            "optional": True,
            "label": plain("Wie"),
            "element": {"type": "users_select", "action_id": "who"},
        },
        {
            "type": "input",
            "block_id": "when",
            "optional": True,
            "label": plain("Wanneer"),
            "element": {"type": "datepicker", "action_id": "date"},
        },
        private_metadata="41",
    )
    app = Form(slack, view)
    sanne = slack.person("sanne")
    sanne.uses_shortcut("Ask or share")
    sanne.sees("Wat werkt?")
    sanne.fills({"Wat werkt?": "bellen & mailen", "Wie": "joe"})
    assert sanne.submits() == {}
    assert sanne.modal is None
    payload = app.last()
    assert (payload["type"], payload["view"]["callback_id"]) == ("view_submission", "form")
    assert payload["view"]["private_metadata"] == "41"
    assert "response_url" not in payload
    values = payload["view"]["state"]["values"]
    assert values["what"]["text"] == {"type": "plain_text_input", "value": "bellen & mailen"}
    assert values["kind"]["kind"]["selected_option"] == option("Tip", "tip")
    assert values["who"]["who"]["selected_user"] == "U0JOE"
    assert values["when"]["date"]["selected_date"] is None


def test_a_view_without_a_submit_button_cannot_be_sent_in(slack: Sandbox) -> None:
    Form(slack, {"type": "modal", "title": plain("Kijk"), "blocks": [section("Alleen lezen")]})
    sanne = slack.person("sanne")
    sanne.uses_shortcut("Ask or share")
    with pytest.raises(LookupError, match="no submit button"):
        sanne.submits()


def test_slacks_own_client_refuses_empty_and_too_long_fields(slack: Sandbox) -> None:
    app = Form(slack, modal(text_input("Wat?", "b", element={"max_length": 5})))
    sanne = slack.person("sanne")
    sanne.uses_shortcut("Ask or share")
    assert sanne.submits() == {"Wat?": "Vul dit veld in."}
    sanne.fills({"Wat?": "te lang"})
    assert sanne.submits() == {"Wat?": "Hoogstens 5 tekens."}
    assert [one["payload"]["type"] for one in app.envelopes()] == ["shortcut"]


def test_errors_from_the_app_stand_at_the_field_until_it_is_right(slack: Sandbox) -> None:
    app = Form(slack, modal(text_input("Wat?", "b")), {"response_action": "errors", "errors": {"b": "Dat is er al."}})
    sanne = slack.person("sanne")
    sanne.uses_shortcut("Ask or share")
    sanne.fills({"Wat?": "dit"})
    assert sanne.submits() == {"Wat?": "Dat is er al."}
    sanne.sees("Dat is er al.")
    app.reply = {}
    assert sanne.submits() == {}
    assert sanne.modal is None


def test_errors_for_a_block_that_is_no_input_are_refused(slack: Sandbox) -> None:
    Form(slack, modal(text_input("Wat?", "b")), {"response_action": "errors", "errors": {"elders": "x"}})
    sanne = slack.person("sanne")
    sanne.uses_shortcut("Ask or share")
    sanne.fills({"Wat?": "dit"})
    with pytest.raises(AssertionError, match="invalid_response"):
        sanne.submits()
    assert sanne.modal is not None


def test_an_answer_can_update_push_or_clear(slack: Sandbox) -> None:
    app = Form(
        slack, modal(text_input("Wat?", "b")), {"response_action": "update", "view": modal(section("Bijgewerkt"))}
    )
    sanne = slack.person("sanne")
    sanne.uses_shortcut("Ask or share")
    sanne.fills({"Wat?": "dit"})
    sanne.submits()
    sanne.sees("Bijgewerkt")
    app.reply = {"response_action": "push", "view": modal(section("Erbovenop"))}
    sanne.submits()
    pushed = sanne.sees("Erbovenop")
    assert len(slack.workspace.stack(sanne.id)) == 2
    assert pushed.thing.previous_view_id == app.opened["id"]  # type: ignore[union-attr]
    sanne.closes()
    assert sanne.modal is not None
    assert sanne.modal.has("Bijgewerkt")
    app.reply = {"response_action": "clear"}
    sanne.submits()
    assert sanne.modal is None


def test_a_fourth_view_on_the_stack_is_refused(slack: Sandbox) -> None:
    Form(slack, modal(section("een")))
    sanne = slack.person("sanne")
    sanne.uses_shortcut("Ask or share")
    client = web(slack)
    for text in ("twee", "drie"):
        client.views_push(trigger_id=trigger_without_opening(slack), view=modal(section(text)))
    answer = refusal(lambda: client.views_push(trigger_id=trigger_without_opening(slack), view=modal(section("vier"))))
    assert answer["error"] == "push_limit_reached"


def trigger_without_opening(slack: Sandbox) -> str:
    with slack.workspace.lock:
        return slack.acts.triggers.give("U0SANNE")


def test_stale_hashes_are_refused(slack: Sandbox) -> None:
    app = Form(slack, modal(section("een")))
    slack.person("sanne").uses_shortcut("Ask or share")
    client = app.client
    view_id, stale = app.opened["id"], app.opened["hash"]
    fresh = client.views_update(view_id=view_id, hash=stale, view=modal(section("twee")))["view"]["hash"]
    answer = refusal(lambda: client.views_update(view_id=view_id, hash=stale, view=modal(section("drie"))))
    assert answer["error"] == "hash_conflict"
    assert client.views_update(view_id=view_id, hash=fresh, view=modal(section("drie")))["ok"]
    assert client.views_update(view_id=view_id, view=modal(section("vier")))["ok"]
    gone = refusal(lambda: client.views_update(view_id="VNERGENS", view=modal(section("vijf"))))
    assert gone["error"] == "not_found"


def test_home_is_published_and_its_hash_is_checked(slack: Sandbox) -> None:
    app = RawApp(slack)
    client = web(slack)
    home = {"type": "home", "blocks": [{"type": "actions", "elements": [button("Deel iets", "share")]}]}
    first = client.views_publish(user_id="U0SANNE", view=home)["view"]
    client.views_publish(user_id="U0SANNE", view=home, hash=first["hash"])
    answer = refusal(lambda: client.views_publish(user_id="U0SANNE", view=home, hash=first["hash"]))
    assert answer["error"] == "hash_conflict"
    sanne = slack.person("sanne")
    sanne.opens_home()
    sanne.sees("Deel iets")
    sanne.presses("Deel iets")
    payload = app.envelopes("interactive")[0]["payload"]
    assert payload["container"] == {"type": "view", "view_id": first["id"]}
    assert payload["view"]["type"] == "home"
    assert "response_url" not in payload
    assert app.envelopes("events_api")[0]["payload"]["event"]["view"]["id"] == first["id"]


def test_what_was_filled_in_survives_an_update_where_the_ids_stay(slack: Sandbox) -> None:
    app = Form(slack, modal(text_input("Wat?", "b"), text_input("Weg", "gone", element={"action_id": "gone"})))
    sanne = slack.person("sanne")
    sanne.uses_shortcut("Ask or share")
    sanne.fills({"Wat?": "blijft", "Weg": "verdwijnt"})
    app.client.views_update(view_id=app.opened["id"], view=modal(text_input("Wat nu?", "b")))
    sanne.submits()
    values = app.last()["view"]["state"]["values"]
    assert values == {"b": {"text": {"type": "plain_text_input", "value": "blijft"}}}


def test_closing_is_told_only_when_asked_for(slack: Sandbox) -> None:
    quiet = Form(slack, modal(section("stil")))
    sanne = slack.person("sanne")
    sanne.uses_shortcut("Ask or share")
    sanne.closes()
    assert len(quiet.envelopes()) == 1
    quiet.close()
    app = Form(slack, modal(section("meldt"), notify_on_close=True))
    sanne.uses_shortcut("Ask or share")
    sanne.closes()
    assert (app.last()["type"], app.last()["is_cleared"]) == ("view_closed", False)


def test_selects_and_inputs_with_dispatch_act_at_once(slack: Sandbox) -> None:
    select = {
        "type": "static_select",
        "action_id": "pick",
        "options": [option("Telefoon", "phone"), option("Balie", "desk")],
    }
    view = modal(
        text_input("Zoek", "search", dispatch_action=True),
        section("Kanaal", accessory=select, block_id="channel"),
        text_input("Stil", "quiet", element={"action_id": "quiet"}, optional=True),
    )
    app = Form(slack, view)
    sanne = slack.person("sanne")
    sanne.uses_shortcut("Ask or share")
    sanne.enters("Zoek", "aanmaning")
    assert app.last()["actions"][0]["value"] == "aanmaning"
    sanne.chooses("pick", "Balie")
    payload = app.last()
    assert payload["actions"][0]["selected_option"] == option("Balie", "desk")
    assert payload["view"]["state"]["values"]["search"]["text"]["value"] == "aanmaning"
    sanne.chooses("Stil", "niets")
    assert len(app.envelopes()) == 3


def test_home_needs_the_tab_in_the_manifest() -> None:
    without = manifest()
    without["features"]["app_home"]["home_tab_enabled"] = False
    with Sandbox(without) as slack:
        slack.add_person("sanne")
        answer = refusal(lambda: web(slack).views_publish(user_id="U0SANNE", view={"type": "home", "blocks": []}))
    assert answer["error"] == "not_enabled"
