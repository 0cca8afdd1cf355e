"""Interactive elements: finding them in blocks, giving them ids, and their values as Slack sends them.

A *value* here is the plain thing a person chose: a string for text, one option's value, an id, a date; a list of
those for checkboxes and multi-selects; None when nothing was chosen.
"""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

Blocks = list[dict[str, Any]]
Values = dict[str, dict[str, Any]]

# type -> (key in an action or state, key of the initial value, what the value is)
STATEFUL: dict[str, tuple[str, str, str]] = {
    "plain_text_input": ("value", "initial_value", "plain"),
    "email_text_input": ("value", "initial_value", "plain"),
    "url_text_input": ("value", "initial_value", "plain"),
    "number_input": ("value", "initial_value", "plain"),
    "static_select": ("selected_option", "initial_option", "option"),
    "radio_buttons": ("selected_option", "initial_option", "option"),
    "checkboxes": ("selected_options", "initial_options", "options"),
    "multi_static_select": ("selected_options", "initial_options", "options"),
    "users_select": ("selected_user", "initial_user", "plain"),
    "conversations_select": ("selected_conversation", "initial_conversation", "plain"),
    "channels_select": ("selected_channel", "initial_channel", "plain"),
    "multi_users_select": ("selected_users", "initial_users", "list"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations", "list"),
    "multi_channels_select": ("selected_channels", "initial_channels", "list"),
    "datepicker": ("selected_date", "initial_date", "plain"),
    "timepicker": ("selected_time", "initial_time", "plain"),
    "datetimepicker": ("selected_date_time", "initial_date_time", "plain"),
}
TRANSIENT = ("button", "overflow")


class Found(NamedTuple):
    """An interactive element and the block it stands in."""

    block: dict[str, Any]
    element: dict[str, Any]

    @property
    def block_id(self) -> str:
        """The block's id."""
        return str(self.block["block_id"])

    @property
    def action_id(self) -> str:
        """The element's action_id."""
        return str(self.element["action_id"])


def interactive(blocks: Blocks | None) -> Iterator[Found]:
    """Every element a person can use, in reading order."""
    for block in blocks or ():
        candidates = [*block.get("elements", ())] if block["type"] in ("actions", "context_actions") else []
        candidates += [block[key] for key in ("accessory", "element") if key in block]
        for element in candidates:
            if element["type"] in STATEFUL or element["type"] in TRANSIENT:
                yield Found(block, element)


def find(blocks: Blocks | None, block_id: str, action_id: str) -> Found | None:
    """The element with these ids."""
    matching = (one for one in interactive(blocks) if (one.block_id, one.action_id) == (block_id, action_id))
    return next(matching, None)


def fill_ids(blocks: Blocks, new_id: Callable[[], str]) -> None:
    """Gives every block a block_id and every interactive element an action_id, as Slack does; in place."""
    for block in blocks:
        block.setdefault("block_id", new_id())
        candidates = [*block.get("elements", ())] if block["type"] in ("actions", "context_actions") else []
        candidates += [block[key] for key in ("accessory", "element") if key in block]
        for element in candidates:
            if element["type"] != "image":
                element.setdefault("action_id", new_id())


def options_of(element: dict[str, Any]) -> list[dict[str, Any]]:
    """All options of a select, overflow, radio group or checkboxes; those in groups too."""
    grouped = [option for group in element.get("option_groups", ()) for option in group["options"]]
    return [*element.get("options", ()), *grouped]


def initial_value(element: dict[str, Any]) -> Any:
    """The value an element starts with."""
    _, key, kind = STATEFUL[element["type"]]
    raw = element.get(key)
    if kind == "option":
        return raw["value"] if raw else None
    if kind == "options":
        return [option["value"] for option in raw or ()]
    return (raw or []) if kind == "list" else raw


def current_values(blocks: Blocks | None, chosen: Values) -> Values:
    """The value of every stateful element: what was chosen, else what it starts with."""
    values: Values = {}
    for found in interactive(blocks):
        if found.element["type"] in STATEFUL:
            mine = chosen.get(found.block_id, {})
            value = mine[found.action_id] if found.action_id in mine else initial_value(found.element)
            values.setdefault(found.block_id, {})[found.action_id] = value
    return values


def slack_state(blocks: Blocks | None, chosen: Values) -> dict[str, Any]:
    """`state` as it stands in payloads: {"values": {block_id: {action_id: {type, ...}}}}."""
    values = current_values(blocks, chosen)
    state: dict[str, dict[str, Any]] = {}
    for found in interactive(blocks):
        if found.element["type"] in STATEFUL:
            value = values[found.block_id][found.action_id]
            state.setdefault(found.block_id, {})[found.action_id] = {
                "type": found.element["type"],
                **chosen_fields(found.element, value),
            }
    return {"values": state}


def chosen_fields(element: dict[str, Any], value: Any) -> dict[str, Any]:
    """The value as Slack puts it in an action or a state: {"selected_option": {...}}, {"value": ...}."""
    if element["type"] == "overflow":
        return {"selected_option": _option(element, value)}
    key, _, kind = STATEFUL[element["type"]]
    if kind == "option":
        return {key: _option(element, value) if value is not None else None}
    if kind == "options":
        return {key: [_option(element, one) for one in value or ()]}
    if kind == "list":
        return {key: list(value or ())}
    return {key: value if value != "" else None}


def action_fields(found: Found, value: Any, action_ts: str) -> dict[str, Any]:
    """One entry of a block_actions payload's `actions`."""
    element = found.element
    base = {"type": element["type"], "action_id": found.action_id, "block_id": found.block_id}
    for key in ("text", "value", "style", "placeholder", "url", "initial_date", "initial_time"):
        if key in element:
            base[key] = element[key]
    chosen = {} if element["type"] == "button" else chosen_fields(element, value)
    return {**base, **chosen, "action_ts": action_ts}


def _option(element: dict[str, Any], value: Any) -> dict[str, Any]:
    for option in options_of(element):
        if option.get("value") == value:
            return {key: option[key] for key in ("text", "value", "description") if key in option}
    raise ValueError(f"{value!r} is none of the options")
