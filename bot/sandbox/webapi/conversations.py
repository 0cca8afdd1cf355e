"""conversations.*: where the bot can look."""

from typing import Any

from bot.sandbox.errors import Refusal
from bot.sandbox.payloads import message_body
from bot.sandbox.state import BOT_USER, TEAM, Channel, Message
from bot.sandbox.webapi.context import Args, Context, known_channel, page

_TYPE_SCOPE = {
    "public_channel": "channels:read",
    "private_channel": "groups:read",
    "im": "im:read",
    "mpim": "mpim:read",
}
_KIND = {"public": "public_channel", "private": "private_channel", "dm": "im"}
_HISTORY_SCOPE = {"public": "channels:history", "private": "groups:history", "dm": "im:history"}


def open_dm(context: Context, args: Args) -> dict[str, Any]:
    """conversations.open with one user: the DM with the bot."""
    if args.text("channel"):
        channel = known_channel(context, args)
        return {"channel": {"id": channel.id}, "no_op": True, "already_open": True}
    users = [one for one in args.required("users", "users_list_not_supplied").split(",") if one]
    if len(users) != 1:
        raise Refusal("missing_scope", needed="mpim:write", provided=",".join(sorted(context.ws.manifest.scopes)))
    if users[0] not in context.ws.state.users:
        raise Refusal("user_not_found")
    channel = context.ws.dm(users[0])
    return {"channel": channel_body(channel) if args.flag("return_im") else {"id": channel.id}}


def list_all(context: Context, args: Args) -> dict[str, Any]:
    """conversations.list: public channels, and the private ones the bot is in."""
    types = (args.text("types") or "public_channel").replace(" ", "").split(",")
    for kind in types:
        if kind not in _TYPE_SCOPE:
            raise Refusal("invalid_types")
        _need(context, _TYPE_SCOPE[kind])
    channels = [
        channel
        for channel in context.ws.state.channels.values()
        if _KIND[channel.kind] in types
        and (channel.kind == "public" or BOT_USER in channel.members)
        and not (channel.archived and args.flag("exclude_archived"))
    ]
    found, cursor = page(channels, args, 100)
    return {
        "channels": [channel_body(channel) for channel in found],
        "response_metadata": {"next_cursor": cursor},
    }


def info(context: Context, args: Args) -> dict[str, Any]:
    """conversations.info."""
    channel = known_channel(context, args)
    _need(context, _TYPE_SCOPE[_KIND[channel.kind]])
    body = channel_body(channel)
    return {"channel": body | {"num_members": len(channel.members)} if args.flag("include_num_members") else body}


def members(context: Context, args: Args) -> dict[str, Any]:
    """conversations.members."""
    channel = known_channel(context, args)
    _need(context, _TYPE_SCOPE[_KIND[channel.kind]])
    found, cursor = page(channel.members, args, 100)
    return {"members": found, "response_metadata": {"next_cursor": cursor}}


def history(context: Context, args: Args) -> dict[str, Any]:
    """conversations.history: newest first, roots only."""
    channel = _readable(context, args)
    roots = [one for one in _public(context, channel) if not one.is_reply]
    chosen = [one for one in reversed(roots) if _within(one, args)]
    found, cursor = page(chosen, args, 100, 999)
    return {
        "messages": [_body(context, one, args) for one in found],
        "has_more": bool(cursor),
        "pin_count": 0,
        "response_metadata": {"next_cursor": cursor},
    }


def replies(context: Context, args: Args) -> dict[str, Any]:
    """conversations.replies: the root, then its replies, oldest first."""
    channel = _readable(context, args)
    message = context.ws.message(channel.id, args.required("ts", "thread_not_found"))
    if message is None:
        raise Refusal("thread_not_found")
    root = context.ws.root_of(message) or message
    chosen = [root] + [one for one in context.ws.replies(root) if _within(one, args)]
    found, cursor = page(chosen, args, 1000)
    return {
        "messages": [_body(context, one, args) for one in found],
        "has_more": bool(cursor),
        "response_metadata": {"next_cursor": cursor},
    }


def channel_body(channel: Channel) -> dict[str, Any]:
    """A conversation as Slack shows it to the bot."""
    if channel.kind == "dm":
        user = next(one for one in channel.members if one != BOT_USER)
        return {
            "id": channel.id, "created": channel.created, "is_im": True, "is_org_shared": False, "user": user,
            "is_user_deleted": False, "is_archived": False, "context_team_id": TEAM["id"], "priority": 0,
        }  # fmt: skip
    private = channel.kind == "private"
    return {
        "id": channel.id,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": not private,
        "is_group": private,
        "is_im": False,
        "is_mpim": False,
        "is_private": private,
        "created": channel.created,
        "is_archived": channel.archived,
        "is_general": channel.name == "algemeen",
        "is_member": BOT_USER in channel.members,
        "is_shared": False,
        "is_org_shared": False,
        "creator": channel.members[0] if channel.members else "",
        "topic": {"value": channel.topic, "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
        "num_members": len(channel.members),
        "context_team_id": TEAM["id"],
    }


def _readable(context: Context, args: Args) -> Channel:
    channel = known_channel(context, args)
    _need(context, _HISTORY_SCOPE[channel.kind])
    if BOT_USER not in channel.members:
        raise Refusal("not_in_channel")
    return channel


def _public(context: Context, channel: Channel) -> list[Message]:
    return [
        one
        for one in context.ws.state.messages
        if one.channel == channel.id and not one.deleted and not one.ephemeral_to
    ]


def _within(message: Message, args: Args) -> bool:
    """Between oldest and latest; the bounds themselves count only with `inclusive`."""
    inclusive = args.flag("inclusive")
    oldest, latest = args.text("oldest"), args.text("latest")
    ts = _order(message.ts)
    after = oldest is None or ts > _order(oldest) or (inclusive and ts == _order(oldest))
    before = latest is None or ts < _order(latest) or (inclusive and ts == _order(latest))
    return after and before


def _order(ts: str) -> tuple[int, int]:
    second, _, rest = ts.partition(".")
    try:
        return int(second), int(rest.ljust(6, "0")[:6]) if rest else 0
    except ValueError:
        raise Refusal("invalid_ts_oldest") from None


def _body(context: Context, message: Message, args: Args) -> dict[str, Any]:
    body = message_body(context.ws, message)
    if message.metadata and args.flag("include_all_metadata"):
        _need(context, "metadata.message:read")
        body["metadata"] = message.metadata
    elif message.metadata:
        body["metadata"] = {"event_type": message.metadata["event_type"]}
    return body


def _need(context: Context, scope: str) -> None:
    provided = context.ws.manifest.scopes
    if scope not in provided:
        raise Refusal("missing_scope", needed=scope, provided=",".join(sorted(provided)))
