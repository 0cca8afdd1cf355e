"""What Slack would refuse in a message or view, one rule a line."""

from typing import Any

import pytest

from bot.sandbox import check_message, check_view
from tests.sandbox.apps import button, modal, option, plain, section, text_input

LONG = "x" * 3001


def actions(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "actions", "elements": list(elements)}


def select(**more: Any) -> dict[str, Any]:
    return {
        "type": "static_select",
        "action_id": "s",
        "placeholder": plain("Kies"),
        "options": [option("A", "a")],
    } | more


def overflow(count: int) -> dict[str, Any]:
    return {"type": "overflow", "action_id": "o", "options": [option(str(n), str(n)) for n in range(count)]}


CONFIRM = {"title": plain("Zeker?"), "text": plain("Dit gaat weg."), "confirm": plain("Ja"), "deny": plain("Nee")}

GOOD_BLOCKS = [
    section("*vet* en <https://example.org|link>", accessory=overflow(5)),
    {"type": "section", "fields": [plain("a"), {"type": "mrkdwn", "text": "b"}]},
    {"type": "header", "text": plain("Kop")},
    {"type": "divider"},
    {"type": "context", "elements": [{"type": "mrkdwn", "text": "klein"}, plain("ook")]},
    actions(button("Ja", "yes", style="primary", value="1", confirm=CONFIRM), select(initial_option=option("A", "a"))),
    {"type": "image", "image_url": "https://example.org/a.png", "alt_text": "een plaat"},
    {"type": "markdown", "text": "# kop"},
    {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "a"}]}]},
    {"type": "table", "rows": [[{"type": "raw_text", "text": "a"}]]},
    text_input("Wat doe je anders?", "field", dispatch_action=True),
]


@pytest.mark.parametrize("block", GOOD_BLOCKS, ids=lambda block: block["type"])
def test_valid_blocks_are_taken(block: dict[str, Any]) -> None:
    assert check_message({"text": "x", "blocks": [block]}) == []


BAD_BLOCKS = {
    "unsupported type: sectoin": {"type": "sectoin"},
    "missing required field: type": {},
    "must define either `text` or `fields`": {"type": "section"},
    "must be more than 0 characters": section(""),
    "must be less than 3001 characters": section(LONG),
    "invalid additional property: color": section("a", color="red"),
    "must not be null": section("a", accessory=None),
    "must be less than 151 characters": {"type": "header", "text": plain("x" * 151)},
    "must be a valid enum value: plain_text": {"type": "header", "text": {"type": "mrkdwn", "text": "a"}},
    "unsupported type: button": {"type": "context", "elements": [button("a", "a")]},
    "no more than 10 items allowed": {"type": "context", "elements": [plain("a")] * 11},
    "no more than 25 items allowed": actions(*(button("a", f"a{n}") for n in range(26))),
    "no fewer than 1 items required": actions(),
    "unsupported type: plain_text_input": actions({"type": "plain_text_input", "action_id": "a"}),
    "must be less than 76 characters": actions(button("x" * 76, "a")),
    "must be less than 2001 characters": actions(button("a", "a", value="x" * 2001)),
    "must be a valid enum value: primary, danger": actions(button("a", "a", style="red")),
    "must be less than 256 characters": actions(button("a", "x" * 256)),
    "must match the expected format": actions(button("a", "a", url="javascript:alert(1)")),
    "no more than 5 items allowed": actions(overflow(6)),
    "no more than 100 items allowed": actions(select(options=[option(str(n), str(n)) for n in range(101)])),
    "`initial_option` must match one of the options exactly": actions(select(initial_option=option("B", "b"))),
    "option values must be unique": actions(select(options=[option("A", "a"), option("B", "a")])),
    "must define either `options` or `option_groups`": actions({"type": "static_select", "action_id": "s"}),
    "must be less than 151 characters ": actions(select(options=[option("A", "x" * 151)])),
    "missing required field: deny": actions(button("a", "a", confirm={**CONFIRM, "deny": None})),
    "missing required field: alt_text": {"type": "image", "image_url": "https://example.org/a.png"},
    "must define either `image_url` or `slack_file`": {"type": "image", "alt_text": "a"},
    "must be less than 12001 characters": {"type": "markdown", "text": "x" * 12001},
    "unsupported type: alert": {"type": "alert", "text": plain("a")},
    "must be more than 0 characters ": {"type": "table", "rows": [[{"type": "raw_text", "text": ""}]]},
    "At least one of hero_image, title, actions, or body is required": {"type": "card"},
    "must provide a string": section(3),  # type: ignore[arg-type]
}


@pytest.mark.parametrize(("problem", "block"), BAD_BLOCKS.items(), ids=BAD_BLOCKS)
def test_invalid_blocks_are_refused_with_a_pointer(problem: str, block: dict[str, Any]) -> None:
    found = check_message({"text": "x", "blocks": [block]})
    assert any(problem.strip() in one and "[json-pointer:/blocks/0" in one for one in found), found


def test_a_message_has_text_or_blocks_and_no_more_than_fits() -> None:
    assert check_message({"text": ""})
    assert check_message({"blocks": []})
    assert check_message({"text": "x" * 40_001})
    assert check_message({"text": "x", "blocks": [section("a")] * 50}) == []
    assert check_message({"text": "x", "blocks": [section("a")] * 51})
    assert check_message({"text": "x", "blocks": "section"})
    assert check_message({"text": "x", "metadata": {"event_type": "a", "event_payload": {}}}) == []
    assert check_message({"text": "x", "metadata": {"event_type": "a"}})
    markdown = {"type": "markdown", "text": "x" * 7000}
    assert check_message({"text": "x", "blocks": [markdown, markdown]})


def test_ids_are_unique_in_a_message() -> None:
    assert check_message({"blocks": [section("a", block_id="one"), section("b", block_id="one")]})
    assert check_message({"blocks": [actions(button("a", "same")), actions(button("b", "same"))]})


def test_valid_views_are_taken() -> None:
    assert check_view(modal(text_input("Wat werkt?", "b"), close=plain("Annuleren"), notify_on_close=True)) == []
    assert check_view({"type": "home", "blocks": []}) == []
    assert check_view({"type": "modal", "title": plain("Kijk"), "blocks": [section("a")]}) == []


BAD_VIEWS: dict[str, dict[str, Any]] = {
    "unsupported type: modaal": {"type": "modaal"},
    "missing required field: title": {"type": "modal", "blocks": [section("a")]},
    "must be less than 25 characters": modal(section("a"), title=plain("x" * 25)),
    "must be less than 3001 characters": modal(section("a"), private_metadata=LONG),
    "must be less than 256 characters": modal(section("a"), callback_id="x" * 256),
    "no more than 100 items allowed": modal(*[section("a")] * 101),
    "no fewer than 1 items required": modal(),
    "missing required field: submit": {"type": "modal", "title": plain("t"), "blocks": [text_input("a", "b")]},
    "unsupported type: table": modal({"type": "table", "rows": [[{"type": "raw_text", "text": "a"}]]}),
    "unsupported type: button": modal({"type": "input", "label": plain("a"), "element": button("a", "a")}),
    "`block_id` must be unique": modal(text_input("a", "b"), text_input("c", "b")),
    "only one element may have focus_on_load": modal(
        text_input("a", "b", element={"focus_on_load": True}),
        text_input("c", "d", element={"focus_on_load": True, "action_id": "other"}),
    ),
    "min_length must not be more than max_length": modal(
        text_input("a", "b", element={"min_length": 9, "max_length": 3})
    ),
    "must be less than 4 characters": modal(text_input("a", "b", element={"initial_value": "abcd", "max_length": 3})),
    "must match the expected format": modal(
        {
            "type": "input",
            "label": plain("a"),
            "element": {"type": "timepicker", "action_id": "t", "initial_time": "24:00"},
        }
    ),
    "invalid additional property: title": {"type": "home", "title": plain("a"), "blocks": []},
    "view_too_large": modal(*[section("é" * 3000, block_id=str(n)) for n in range(20)]),
}


@pytest.mark.parametrize(("problem", "view"), BAD_VIEWS.items(), ids=BAD_VIEWS)
def test_invalid_views_are_refused(problem: str, view: dict[str, Any]) -> None:
    assert any(problem in one for one in check_view(view)), check_view(view)
