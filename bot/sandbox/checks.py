"""What Slack would say about a message or a view before it takes it. Pure: usable from unit tests of block builders.

The limits are those of slack.md ("Limits"); blocks newer than those the bot leans on are left to the validators of
slack_sdk's own models.
"""

import json
from collections.abc import Iterator
from typing import Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block

from bot.sandbox.checks_elements import (
    ELEMENTS,
    ID,
    IMAGE_URL,
    IN_ACTIONS,
    IN_INPUT,
    IN_SECTION,
    URL,
    any_text,
    plain,
)
from bot.sandbox.report import Check, Report, anything, boolean, fields, items, one_of, shape, string, typed

TEXT_MOST = 40_000
MARKDOWN_MOST = 12_000
BLOCKS_IN_MESSAGE = 50
BLOCKS_IN_VIEW = 100
VIEW_BYTES = 250_000
# In slack_sdk's models, validated there.
_MODELLED = ("context_actions", "task_card", "plan", "alert", "card", "carousel", "video")
_UNMODELLED = ("data_table", "data_visualization")
_MESSAGE_ONLY = ("context_actions", "task_card", "plan", "card", "carousel", "markdown")
_NOT_IN_MODALS = ("table", *_UNMODELLED, *_MESSAGE_ONLY)


def check_message(payload: dict[str, Any]) -> list[str]:
    """The problems of what is to be posted (`text`, `blocks`, `metadata`): empty when Slack would take it.

    >>> check_message({"text": "Hallo"})
    []
    """
    report = Report()
    text, blocks = payload.get("text"), payload.get("blocks")
    if not text and not blocks and not payload.get("attachments"):
        report.add("no_text: neither text nor blocks", "/text")
    if text is not None:
        string(TEXT_MOST, 0)(text, "/text", report)
    if blocks is not None:
        _check_blocks(blocks, "/blocks", report, "message", BLOCKS_IN_MESSAGE, 0)
        _check_markdown_together(blocks, report)
    if payload.get("metadata") is not None:
        shape({"event_type": string(255), "event_payload": _an_object})(payload["metadata"], "/metadata", report)
    return report.problems


def check_view(view: dict[str, Any]) -> list[str]:
    """The problems of a modal or Home view: empty when Slack would take it."""
    report = Report()
    typed({"modal": _check_modal, "home": _check_home})(view, "/view", report)
    if len(json.dumps(view).encode()) > VIEW_BYTES:
        report.add("view_too_large: a view may have 250 kB", "/view")
    return report.problems


_VIEW_COMMON: dict[str, Check] = {
    "private_metadata": string(3000, 0),
    "callback_id": string(255, 0),
    "external_id": string(255, 0),
}


def _check_modal(view: dict[str, Any], pointer: str, report: Report) -> None:
    fields(
        view,
        pointer,
        report,
        {"type": anything, "title": plain(24), "blocks": _view_blocks("modal", 1)},
        {
            **_VIEW_COMMON,
            "close": plain(24),
            "submit": plain(24),
            "clear_on_close": boolean,
            "notify_on_close": boolean,
            "submit_disabled": boolean,
        },
    )
    blocks = view.get("blocks")
    if isinstance(blocks, list) and "submit" not in view and any(_kind(block) == "input" for block in blocks):
        report.add("missing required field: submit (the view has inputs)", pointer)


def _check_home(view: dict[str, Any], pointer: str, report: Report) -> None:
    fields(view, pointer, report, {"type": anything, "blocks": _view_blocks("home", 0)}, _VIEW_COMMON)


def _view_blocks(surface: str, least: int) -> Check:
    def check(value: Any, pointer: str, report: Report) -> None:
        _check_blocks(value, pointer, report, surface, BLOCKS_IN_VIEW, least)

    return check


def _check_blocks(blocks: Any, pointer: str, report: Report, surface: str, most: int, least: int) -> None:
    def check_block(block: Any, where: str, report: Report) -> None:
        kind = _kind(block)
        forbidden = (
            (surface == "modal" and kind in _NOT_IN_MODALS)
            or (surface == "home" and kind in _MESSAGE_ONLY)
            or (kind == "alert" and surface != "modal")
        )
        if forbidden:
            report.add(f"unsupported type: {kind} (not in a {surface})", f"{where}/type")
        else:
            typed(_BLOCKS)(block, where, report)

    items(check_block, most, least)(blocks, pointer, report)
    if isinstance(blocks, list):
        _check_unique(blocks, pointer, report)
        if sum(_kind(block) == "table" for block in blocks) > 1:
            report.add("only one table allowed", pointer)


def _check_unique(blocks: list[Any], pointer: str, report: Report) -> None:
    seen: dict[str, set[str]] = {"block_id": set(), "action_id": set()}
    focused = 0
    for key, value, where in _ids(blocks, pointer):
        if value in seen[key]:
            report.add(f"`{key}` must be unique: {value} was used before", where)
        seen[key].add(value)
    for block in blocks:
        focused += sum(bool(element.get("focus_on_load")) for element in _elements(block))
    if focused > 1:
        report.add("only one element may have focus_on_load", pointer)


def _ids(blocks: list[Any], pointer: str) -> Iterator[tuple[str, str, str]]:
    for index, block in enumerate(blocks):
        if isinstance(block, dict) and isinstance(block.get("block_id"), str):
            yield "block_id", block["block_id"], f"{pointer}/{index}/block_id"
        for element in _elements(block):
            if isinstance(element.get("action_id"), str):
                yield "action_id", element["action_id"], f"{pointer}/{index}"


def _elements(block: Any) -> Iterator[dict[str, Any]]:
    if isinstance(block, dict):
        listed = block.get("elements")
        candidates = list(listed) if isinstance(listed, list) else []
        candidates += [block.get("accessory"), block.get("element")]
        yield from (one for one in candidates if isinstance(one, dict))


def _check_markdown_together(blocks: Any, report: Report) -> None:
    texts = [block.get("text") for block in blocks if _kind(block) == "markdown"] if isinstance(blocks, list) else []
    if sum(len(text) for text in texts if isinstance(text, str)) > MARKDOWN_MOST:
        report.add(f"all markdown blocks together must be less than {MARKDOWN_MOST + 1} characters", "/blocks")


def _kind(block: Any) -> str | None:
    return block.get("type") if isinstance(block, dict) else None


def _an_object(value: Any, pointer: str, report: Report) -> None:
    if not isinstance(value, dict):
        report.add("must provide an object", pointer)


def _block(required: dict[str, Check], optional: dict[str, Check] | None = None) -> Check:
    return shape({"type": anything, **required}, {"block_id": ID, **(optional or {})})


def _section(block: Any, pointer: str, report: Report) -> None:
    optional = {
        "text": any_text(3000),
        "fields": items(any_text(2000), 10),
        "accessory": typed(ELEMENTS, IN_SECTION),
        "expand": boolean,
    }
    _block({}, optional)(block, pointer, report)
    if not block.get("text") and not block.get("fields"):
        report.add("must define either `text` or `fields`", pointer)


def _slack_file(value: Any, pointer: str, report: Report) -> None:
    shape({}, {"id": ID, "url": URL})(value, pointer, report)
    if isinstance(value, dict) and ("id" in value) == ("url" in value):
        report.add("must define either `id` or `url`", pointer)


def _image(block: Any, pointer: str, report: Report) -> None:
    optional = {"image_url": IMAGE_URL, "slack_file": _slack_file, "title": plain(2000)}
    _block({"alt_text": string(2000)}, optional)(block, pointer, report)
    if ("image_url" in block) == ("slack_file" in block):
        report.add("must define either `image_url` or `slack_file`", pointer)


def _rich_text(block: Any, pointer: str, report: Report) -> None:
    part = shape({"type": anything, "elements": items(_an_object, 1000, 0)}, {
        "style": anything, "indent": anything, "offset": anything, "border": anything, "language": anything,
    })  # fmt: skip
    kinds = ("rich_text_section", "rich_text_list", "rich_text_quote", "rich_text_preformatted")
    _block({"elements": items(typed(dict.fromkeys(kinds, part)), 1000)})(block, pointer, report)


def _modelled(block: Any, pointer: str, report: Report) -> None:
    """Leaves the verdict to slack_sdk: unknown fields, then its validators."""
    parsed = Block.parse(block)
    if parsed is None:
        report.add(f"unsupported type: {block['type']}", f"{pointer}/type")
        return
    for name in block.keys() - parsed.attributes - {"type", "block_id"}:
        report.add(f"invalid additional property: {name}", pointer)
    try:
        parsed.validate_json()
    except SlackObjectFormationError as problem:
        report.add(str(problem), pointer)


_CELLS: dict[str, Check] = {
    "raw_text": shape({"type": anything, "text": string(3000)}),
    "raw_number": shape({"type": anything, "value": anything}, {"text": string(3000)}),
    "rich_text": _rich_text,
}
_COLUMN = shape({}, {"align": one_of("left", "center", "right"), "is_wrapped": boolean})

_IN_CONTEXT: dict[str, Check] = {
    "image": ELEMENTS["image"],
    "plain_text": any_text(3000),
    "mrkdwn": any_text(3000),
}

_BLOCKS: dict[str, Check] = {
    "section": _section,
    "divider": _block({}),
    "header": _block({"text": plain(150)}),
    "context": _block({"elements": items(typed(_IN_CONTEXT), 10)}),
    "actions": _block({"elements": items(typed(ELEMENTS, IN_ACTIONS), 25)}),
    "image": _image,
    "input": _block(
        {"label": plain(2000), "element": typed(ELEMENTS, IN_INPUT)},
        {"hint": plain(2000), "optional": boolean, "dispatch_action": boolean},
    ),
    "markdown": _block({"text": string(MARKDOWN_MOST)}),
    "rich_text": _rich_text,
    "table": _block({"rows": items(items(typed(_CELLS), 20), 100)}, {"column_settings": items(_COLUMN, 20)}),
    **dict.fromkeys(_MODELLED, _modelled),
    **dict.fromkeys(_UNMODELLED, _block({}, dict.fromkeys(("rows", "columns", "data", "title", "chart"), anything))),
}
