"""views.*: modals and the Home tab."""

from typing import Any

from bot.sandbox.errors import Refusal
from bot.sandbox.payloads import view_body
from bot.sandbox.stack import by_external_id, checked, place, renew
from bot.sandbox.state import View
from bot.sandbox.webapi.context import Args, Context, known_user


def open_view(context: Context, args: Args) -> dict[str, Any]:
    """views.open: starts a person's stack."""
    view = checked(args.json("view"), "modal")
    user_id = context.triggers.exchange(_trigger(args))
    return {"view": view_body(place(context.ws, user_id, view, onto=[]))}


def push(context: Context, args: Args) -> dict[str, Any]:
    """views.push: onto the stack of the modal in which the trigger arose."""
    view = checked(args.json("view"), "modal")
    user_id = context.triggers.exchange(_trigger(args))
    stack = context.ws.stack(user_id)
    if not stack:
        raise Refusal("not_found")
    return {"view": view_body(place(context.ws, user_id, view, onto=stack))}


def update(context: Context, args: Args) -> dict[str, Any]:
    """views.update: by view_id or external_id, refused when `hash` is not the current one."""
    view_id, external_id = args.text("view_id"), args.text("external_id")
    if view_id is None and external_id is None:
        raise Refusal("invalid_arguments")
    found = context.ws.view(view_id) if view_id else by_external_id(context.ws, external_id)
    if found is None:
        raise Refusal("not_found")
    view = checked(args.json("view"), found.body["type"])
    _check_hash(found, args.text("hash"))
    renew(context.ws, found, view)
    return {"view": view_body(found)}


def publish(context: Context, args: Args) -> dict[str, Any]:
    """views.publish: a person's Home tab."""
    ws = context.ws
    user = known_user(context, args, "user_id")
    if not ws.manifest.home_tab:
        raise Refusal("not_enabled")
    view = checked(args.json("view"), "home")
    home = ws.state.homes.get(user.id)
    if home is None:
        home = View(id=ws.new_id("V"), user=user.id, body={"type": "home", "blocks": []}, hash="", root_view_id="")
        home.root_view_id = home.id
        ws.state.homes[user.id] = home
    else:
        _check_hash(home, args.text("hash"))
    renew(ws, home, view)
    return {"view": view_body(home)}


def _check_hash(view: View, expected: str | None) -> None:
    if expected is not None and expected != view.hash:
        raise Refusal("hash_conflict")


def _trigger(args: Args) -> str:
    return args.required("trigger_id", "invalid_trigger_id")
