"""Slack's rules for text objects, options, confirm dialogs and block elements (slack.md, "Limits")."""

from typing import Any

from bot.sandbox.elements import options_of
from bot.sandbox.report import Check, Report, anything, boolean, integer, items, one_of, shape, string, typed

ID = string(255)
URL = string(3000, pattern=r"(?s)(https?|mailto|tel|slack):.+")
IMAGE_URL = string(3000, pattern=r"https?://.+")
DATE = string(10, pattern=r"\d{4}-\d{2}-\d{2}")
TIME = string(5, pattern=r"([01]\d|2[0-3]):[0-5]\d")
USER = string(255, pattern=r"[UW][A-Z0-9]+")
CONVERSATION = string(255, pattern=r"[CDG][A-Z0-9]+")
INPUT_MOST = 3000


def plain(longest: int, shortest: int = 1) -> Check:
    """A plain_text object."""
    rules = {"type": one_of("plain_text"), "text": string(longest, shortest)}
    return shape(rules, {"emoji": boolean})


def any_text(longest: int) -> Check:
    """A plain_text or mrkdwn object, not empty."""

    def check(value: Any, pointer: str, report: Report) -> None:
        typed(
            {
                "plain_text": plain(longest),
                "mrkdwn": shape({"type": anything, "text": string(longest)}, {"verbatim": boolean}),
            }
        )(value, pointer, report)

    return check


CONFIRM = shape(
    {"title": plain(100), "text": any_text(300), "confirm": plain(30), "deny": plain(30)},
    {"style": one_of("primary", "danger")},
)


def _option(text: Check, *, url: bool = False) -> Check:
    optional: dict[str, Check] = {"description": any_text(75)}
    if url:
        optional["url"] = URL
    return shape({"text": text, "value": string(150)}, optional)


_SELECT_OPTION = _option(plain(75))
_GROUP = shape({"label": plain(75), "options": items(_SELECT_OPTION, 100)})
_COMMON: dict[str, Check] = {"action_id": ID, "confirm": CONFIRM, "focus_on_load": boolean}
_PLACED: dict[str, Check] = {**_COMMON, "placeholder": plain(150)}
_DISPATCH = shape({"trigger_actions_on": items(one_of("on_enter_pressed", "on_character_entered"), 2)})
_FILTER = shape(
    {},
    {
        "include": items(one_of("im", "mpim", "private", "public"), 4),
        "exclude_external_shared_channels": boolean,
        "exclude_bot_users": boolean,
    },
)


def _element(required: dict[str, Check], optional: dict[str, Check]) -> Check:
    return shape({"type": anything, **required}, optional)


def _with_options(check: Check, *initial: str) -> Check:
    """Adds: one of options and option_groups, values unique, and what is chosen at first is among them."""

    def whole(value: dict[str, Any], pointer: str, report: Report) -> None:
        check(value, pointer, report)
        if ("options" in value) == ("option_groups" in value):
            report.add("must define either `options` or `option_groups`", pointer)
        try:
            options = options_of(value)
            values = [option["value"] for option in options]
        except (KeyError, TypeError):
            return  # already reported
        if len(set(map(str, values))) != len(values):
            report.add("option values must be unique", pointer)
        for name in initial:
            chosen = value.get(name)
            for one in chosen if isinstance(chosen, list) else [chosen] if chosen is not None else []:
                if one not in options:
                    report.add(f"`{name}` must match one of the options exactly", f"{pointer}/{name}")

    return whole


def _select(name: str, check: Check, **extra: Check) -> Check:
    return _element({}, {**_PLACED, name: check, **extra})


def _text_input(value: Any, pointer: str, report: Report) -> None:
    length = integer(0, INPUT_MOST)
    _element(
        {},
        {
            **_PLACED,
            "initial_value": string(INPUT_MOST, 0),
            "multiline": boolean,
            "min_length": length,
            "max_length": integer(1, INPUT_MOST),
            "dispatch_action_config": _DISPATCH,
        },
    )(value, pointer, report)
    least, most, initial = (value.get(key) for key in ("min_length", "max_length", "initial_value"))
    if isinstance(least, int) and isinstance(most, int) and least > most:
        report.add("min_length must not be more than max_length", pointer)
    if isinstance(most, int) and isinstance(initial, str) and len(initial) > most:
        report.add(f"must be less than {most + 1} characters", f"{pointer}/initial_value")


def _one_line(**extra: Check) -> Check:
    return _element(
        {}, {**_PLACED, "initial_value": string(INPUT_MOST, 0), "dispatch_action_config": _DISPATCH, **extra}
    )


_MULTI = {"max_selected_items": integer(1, 100)}
_CONVERSATION_EXTRA: dict[str, Check] = {
    "default_to_current_conversation": boolean,
    "response_url_enabled": boolean,
    "filter": _FILTER,
}
_CHOICES = {**_COMMON}
_ANY_OPTIONS = items(_option(any_text(75)), 10)
_SELECT_OPTIONS: dict[str, Check] = {"options": items(_SELECT_OPTION, 100), "option_groups": items(_GROUP, 100)}

ELEMENTS: dict[str, Check] = {
    "button": _element(
        {"text": plain(75)},
        {
            "action_id": ID,
            "url": URL,
            "value": string(2000),
            "style": one_of("primary", "danger"),
            "confirm": CONFIRM,
            "accessibility_label": string(75),
        },
    ),
    "overflow": _with_options(
        _element({"options": items(_option(plain(75), url=True), 5)}, {"action_id": ID, "confirm": CONFIRM})
    ),
    "static_select": _with_options(
        _element({}, {**_PLACED, **_SELECT_OPTIONS, "initial_option": _SELECT_OPTION}), "initial_option"
    ),
    "multi_static_select": _with_options(
        _element({}, {**_PLACED, **_SELECT_OPTIONS, "initial_options": items(_SELECT_OPTION, 100), **_MULTI}),
        "initial_options",
    ),
    "radio_buttons": _with_options(
        _element({"options": _ANY_OPTIONS}, {**_CHOICES, "initial_option": _option(any_text(75))}), "initial_option"
    ),
    "checkboxes": _with_options(
        _element({"options": _ANY_OPTIONS}, {**_CHOICES, "initial_options": _ANY_OPTIONS}), "initial_options"
    ),
    "users_select": _select("initial_user", USER),
    "multi_users_select": _select("initial_users", items(USER, 100), **_MULTI),
    "conversations_select": _select("initial_conversation", CONVERSATION, **_CONVERSATION_EXTRA),
    "multi_conversations_select": _select(
        "initial_conversations", items(CONVERSATION, 100), **_MULTI, **_CONVERSATION_EXTRA
    ),
    "channels_select": _select("initial_channel", CONVERSATION, response_url_enabled=boolean),
    "multi_channels_select": _select("initial_channels", items(CONVERSATION, 100), **_MULTI),
    "datepicker": _select("initial_date", DATE),
    "timepicker": _select("initial_time", TIME, timezone=string(255)),
    "datetimepicker": _element({}, {**_COMMON, "initial_date_time": integer(1_000_000_000, 9_999_999_999)}),
    "plain_text_input": _text_input,
    "email_text_input": _one_line(),
    "url_text_input": _one_line(),
    "number_input": _one_line(is_decimal_allowed=boolean, min_value=string(255), max_value=string(255)),
    "image": _element(
        {"alt_text": string(2000)}, {"image_url": IMAGE_URL, "slack_file": shape({}, {"id": ID, "url": URL})}
    ),
}

_SELECTS = (
    "static_select", "users_select", "conversations_select", "channels_select", "datepicker", "timepicker",
    "radio_buttons", "checkboxes",
)  # fmt: skip
_MULTI_SELECTS = (
    "multi_static_select", "multi_users_select", "multi_conversations_select", "multi_channels_select",
)  # fmt: skip
IN_ACTIONS = ("button", "overflow", "datetimepicker", *_SELECTS)
IN_SECTION = ("button", "overflow", "image", *_SELECTS, *_MULTI_SELECTS)
IN_INPUT = (
    "plain_text_input", "email_text_input", "url_text_input", "number_input", "datetimepicker",
    *_SELECTS, *_MULTI_SELECTS,
)  # fmt: skip
