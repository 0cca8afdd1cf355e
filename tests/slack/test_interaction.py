"""What Slack sent, read into one masked value."""

from __future__ import annotations

from typing import Any

from bot.slack.interaction import parse


def mask(text: str) -> str:
    return text.replace("12345678", "…")


def pressed(action: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "block_actions", "user": {"id": "USANNE"}, "trigger_id": "T", "actions": [action], **more}


def test_a_buttons_value_is_ours_and_never_given_back_as_typed() -> None:
    did = parse(pressed({"type": "button", "action_id": "entry.check", "value": "12345678"}), mask)
    assert (did.value, did.typed) == ("12345678", "")


def test_what_was_typed_before_an_error_is_masked_when_it_is_tried_again() -> None:
    did = parse(pressed({"type": "button", "action_id": "retry", "value": "bel 12345678"}), mask)
    assert (did.value, did.typed) == ("bel …", "bel 12345678")
    assert "12345678" not in str(did.model_dump(mode="json"))


def test_a_search_is_masked_and_known_as_typed() -> None:
    view = {"id": "V1", "type": "home", "hash": "h"}
    did = parse(
        pressed({"type": "plain_text_input", "action_id": "home.search", "value": "bel 12345678"}, view=view), mask
    )
    assert (did.value, did.typed) == ("bel …", "bel 12345678")
    assert did.in_home and not did.in_modal


def test_where_a_button_stands() -> None:
    action = {"type": "button", "action_id": "escalation.claim", "value": "1", "block_id": "list:3"}
    assert parse(pressed(action), mask).in_list
    assert parse(pressed(action, view={"id": "V1", "type": "modal"}), mask).in_modal


def test_the_bots_own_name_is_no_part_of_what_it_is_asked() -> None:
    event = {"type": "app_mention", "user": "USANNE", "channel": "C1", "ts": "1.2"}
    body = {"type": "event_callback", "authorizations": [{"user_id": "UKB", "is_bot": True}]}
    asked = {
        "<@UKB> paspoort kwijt": "paspoort kwijt",
        "weet <@UKB>, paspoort kwijt": "weet paspoort kwijt",
        "paspoort kwijt? <@UKB|kb>": "paspoort kwijt?",
        "vraag aan <@UBRAM> of <@UKB>": "vraag aan <@UBRAM> of",
    }
    for text, heard in asked.items():
        assert parse({**body, "event": {**event, "text": text}}, mask).text == heard
