"""The stack of modals: what may stand on it, and how views are placed and renewed."""

import copy
from typing import Any

from bot.sandbox.checks import check_view
from bot.sandbox.elements import fill_ids, interactive
from bot.sandbox.errors import Refusal
from bot.sandbox.state import View
from bot.sandbox.workspace import Workspace

STACK_MOST = 3


def checked(view: Any, kind: str) -> dict[str, Any]:
    """The view, if it is a valid one of this kind (modal or home)."""
    if not isinstance(view, dict):
        raise Refusal("invalid_arguments", response_metadata={"messages": ["[ERROR] missing required field: view"]})
    problems = check_view(view)
    if not problems and view["type"] != kind:
        problems = [f"[ERROR] expected a {kind} [json-pointer:/view/type]"]
    if any("view_too_large" in problem for problem in problems):
        raise Refusal("view_too_large")
    if problems:
        raise Refusal("invalid_arguments", response_metadata={"messages": problems})
    return view


def place(ws: Workspace, user_id: str, body: dict[str, Any], onto: list[View]) -> View:
    """Puts a new modal on top of `onto` (an empty list: a new stack)."""
    if len(onto) >= STACK_MOST:
        raise Refusal("push_limit_reached")
    if (external_id := body.get("external_id")) and by_external_id(ws, external_id) is not None:
        raise Refusal("duplicate_external_id")
    body = copy.deepcopy(body)
    fill_ids(body["blocks"], ws.new_id)
    view_id = ws.new_id("V")
    view = View(
        id=view_id,
        user=user_id,
        body=body,
        hash=_new_hash(ws),
        root_view_id=onto[0].id if onto else view_id,
        previous_view_id=onto[-1].id if onto else None,
    )
    ws.state.stacks[user_id] = [*onto, view]
    ws.view_changed(view)
    return view


def renew(ws: Workspace, view: View, body: dict[str, Any]) -> None:
    """New content for a view; what was filled in stays where block_id and action_id stayed the same."""
    body = copy.deepcopy(body)
    fill_ids(body["blocks"], ws.new_id)
    kept = {(one.block_id, one.action_id) for one in interactive(body["blocks"])}
    view.chosen = {
        block_id: {action_id: value for action_id, value in values.items() if (block_id, action_id) in kept}
        for block_id, values in view.chosen.items()
    }
    view.body = body
    view.errors = {}
    view.hash = _new_hash(ws)
    ws.view_changed(view)


def by_external_id(ws: Workspace, external_id: str | None) -> View | None:
    """The open view the app gave this external_id."""
    open_ones = [view for stack in ws.state.stacks.values() for view in stack]
    matching = (v for v in [*open_ones, *ws.state.homes.values()] if v.body.get("external_id") == external_id)
    return next(matching, None)


def _new_hash(ws: Workspace) -> str:
    return f"{int(ws.clock.now().timestamp())}.{ws.new_id()}"
