"""Slack's payload shapes, built from what stands in the workspace."""

from typing import Any

from bot.sandbox.elements import slack_state
from bot.sandbox.state import APP_ID, BOT_ID, BOT_USER, TEAM, Channel, Message, User, View
from bot.sandbox.workspace import Workspace

Payload = dict[str, Any]
_VERIFICATION = "sandbox"


def team() -> Payload:
    """`team` in interaction payloads."""
    return {"id": TEAM["id"], "domain": TEAM["domain"]}


def who(user: User) -> Payload:
    """`user` in interaction payloads."""
    return {"id": user.id, "username": user.handle, "name": user.handle, "team_id": TEAM["id"]}


def channel_name(channel: Channel) -> str:
    """A channel's name in payloads."""
    return {"dm": "directmessage", "private": "privategroup"}.get(channel.kind, channel.name)


def message_body(ws: Workspace, message: Message) -> Payload:
    """A message as history, events and action payloads show it (metadata apart)."""
    body: Payload = {
        "type": "message",
        "user": message.user,
        "text": message.text,
        "ts": message.ts,
        "team": TEAM["id"],
    }
    if message.user == BOT_USER:
        body |= {"bot_id": BOT_ID, "app_id": APP_ID, "bot_profile": bot_profile(ws)}
    if message.blocks:
        body["blocks"] = message.blocks
    if message.edited_ts:
        body["edited"] = {"user": message.user, "ts": message.edited_ts}
    if message.thread_ts:
        body["thread_ts"] = message.thread_ts
    replies = ws.replies(message)
    if message.is_reply:
        root = ws.root_of(message)
        body["parent_user_id"] = root.user if root else message.user
    elif replies:
        users = list(dict.fromkeys(reply.user for reply in replies))
        body |= {
            "thread_ts": message.ts,
            "reply_count": len(replies),
            "reply_users_count": len(users),
            "reply_users": users,
            "latest_reply": replies[-1].ts,
            "is_locked": False,
            "subscribed": BOT_USER in users,
        }
    return body


def bot_profile(ws: Workspace) -> Payload:
    """`bot_profile` in messages of the app."""
    return {"id": BOT_ID, "app_id": APP_ID, "name": ws.manifest.name, "deleted": False, "team_id": TEAM["id"]}


def view_body(view: View) -> Payload:
    """A view with everything Slack adds to what the app sent."""
    body = view.body
    full = {
        "id": view.id,
        "team_id": TEAM["id"],
        "type": body["type"],
        "blocks": body["blocks"],
        "private_metadata": body.get("private_metadata", ""),
        "callback_id": body.get("callback_id", ""),
        "state": slack_state(body["blocks"], view.chosen),
        "hash": view.hash,
        "title": body.get("title", {"type": "plain_text", "text": "View Title", "emoji": True}),
        "clear_on_close": body.get("clear_on_close", False),
        "notify_on_close": body.get("notify_on_close", False),
        "close": body.get("close"),
        "submit": body.get("submit"),
        "previous_view_id": view.previous_view_id,
        "root_view_id": view.root_view_id,
        "app_id": APP_ID,
        "external_id": body.get("external_id", ""),
        "app_installed_team_id": TEAM["id"],
        "bot_id": BOT_ID,
    }
    return full


def interaction(kind: str, user: User) -> Payload:
    """What every interactive payload starts with."""
    return {
        "type": kind,
        "user": who(user),
        "api_app_id": APP_ID,
        "token": _VERIFICATION,
        "team": team(),
        "enterprise": None,
        "is_enterprise_install": False,
    }


def slash_command(user: User, channel: Channel, command: str, text: str, trigger_id: str, response_url: str) -> Payload:
    """A slash command; `text` is already as it goes over the wire."""
    return {
        "token": _VERIFICATION,
        "team_id": TEAM["id"],
        "team_domain": TEAM["domain"],
        "channel_id": channel.id,
        "channel_name": channel_name(channel),
        "user_id": user.id,
        "user_name": user.handle,
        "command": command,
        "text": text,
        "api_app_id": APP_ID,
        "is_enterprise_install": "false",
        "response_url": response_url,
        "trigger_id": trigger_id,
    }


def message_action_source(ws: Workspace, message: Message, user: User) -> Payload:
    """The part of a block_actions payload that tells which message it came from.

    An ephemeral message is not in the payload (there is nothing to look up in Slack either): only its container is.
    """
    channel = ws.state.channels[message.channel]
    container: Payload = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": message.ephemeral_to is not None,
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    source: Payload = {
        "container": container,
        "channel": {"id": channel.id, "name": channel_name(channel)},
        "state": slack_state(message.blocks, message.chosen.get(user.id, {})),
    }
    if message.ephemeral_to is None:
        source["message"] = message_body(ws, message) | ({"metadata": message.metadata} if message.metadata else {})
    return source


def view_action_source(view: View) -> Payload:
    """The part of a block_actions payload that tells which view it came from."""
    body = view_body(view)
    return {"container": {"type": "view", "view_id": view.id}, "view": body, "state": body["state"], "hash": view.hash}


def event_callback(ws: Workspace, event: Payload) -> Payload:
    """An event in its wrapper."""
    with ws.lock:
        event_id = ws.new_id("Ev")
    return {
        "token": _VERIFICATION,
        "team_id": TEAM["id"],
        "api_app_id": APP_ID,
        "event": event,
        "type": "event_callback",
        "event_id": event_id,
        "event_time": int(ws.clock.now().timestamp()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": TEAM["id"],
                "user_id": BOT_USER,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": event_id,
    }
