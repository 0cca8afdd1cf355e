"""The JSON shapes of the page API (what a page needs, not what Slack sends)."""

from typing import Any

from bot.sandbox.elements import current_values
from bot.sandbox.state import APP_ID, BOT_USER, Channel, Message, User, View
from bot.sandbox.workspace import Workspace

Shape = dict[str, Any]
LAST = 200


def person(user: User) -> Shape:
    """Person."""
    words = user.name.split() or [user.handle]
    initials = (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()
    return {
        "id": user.id, "handle": user.handle, "name": user.name, "locale": user.locale, "tz": user.tz,
        "color": user.color, "initials": initials, "title": user.title, "is_bot": user.is_bot,
        "active": user.active and not user.is_bot,
    }  # fmt: skip


def people(ws: Workspace) -> list[Shape]:
    """All Persons who are people."""
    return [person(user) for user in ws.state.users.values() if not user.is_bot]


def bot(ws: Workspace) -> Shape:
    """The bot as a Person."""
    return person(ws.state.users[BOT_USER]) | {"app_id": APP_ID, "has_home": ws.manifest.home_tab}


def channel(ws: Workspace, user_id: str, one: Channel) -> Shape:
    """Channel, as this person sees it."""
    visible = [message for message in ws.visible(user_id, one.id) if not message.notice]
    return {
        "id": one.id, "name": one.name, "kind": one.kind, "is_member": user_id in one.members,
        "bot_is_member": BOT_USER in one.members, "is_archived": one.archived, "members": list(one.members),
        "topic": one.topic, "last_ts": visible[-1].ts if visible else None,
    }  # fmt: skip


def channels(ws: Workspace, user_id: str) -> list[Shape]:
    """The Channels a person may see; her own dm among them."""
    ws.dm(user_id)
    seen = [one for one in ws.state.channels.values() if ws.may_see(user_id, one)]
    return [channel(ws, user_id, one) for one in seen]


def blocks(found: list[Shape] | None) -> list[Shape] | None:
    """A message's blocks; a file gets the place where the page finds it."""
    return [_with_place(one) if "slack_file" in one else one for one in found] if found else found


def _with_place(block: Shape) -> Shape:
    return block | {"slack_file": block["slack_file"] | {"url": f"/page/files/{block['slack_file'].get('id')}"}}


def message(ws: Workspace, user_id: str, one: Message) -> Shape:
    """Message, as this person sees it."""
    replies = [] if one.is_reply else ws.replies(one)
    return {
        "key": one.key, "ts": one.ts, "channel": one.channel, "thread_ts": one.thread_ts, "user": one.user,
        "author": person(ws.state.users[one.user]), "text": one.text, "blocks": blocks(one.blocks),
        "ephemeral": one.ephemeral_to is not None, "edited": one.edited_ts is not None,
        "reply_count": len(replies), "last_reply_ts": replies[-1].ts if replies else None,
        "reply_user_ids": list(dict.fromkeys(reply.user for reply in replies)),
        "state": current_values(one.blocks, one.chosen.get(user_id, {})), "shared_by": one.shared_by,
    }  # fmt: skip


def messages(ws: Workspace, user_id: str, channel_id: str, thread: str | None) -> list[Shape]:
    """The roots of a conversation, or a root with its replies."""
    seen = [one for one in ws.visible(user_id, channel_id) if not one.notice]
    if thread is None:
        chosen = [one for one in seen if not one.is_reply]
    else:
        chosen = [one for one in seen if thread in (one.ts, one.thread_ts)]
    return [message(ws, user_id, one) for one in chosen[-LAST:]]


def view(one: View) -> Shape:
    """View."""
    body = one.body
    return {
        "id": one.id, "type": body["type"], "title": _text(body, "title"), "submit": _text(body, "submit"),
        "close": _text(body, "close"), "blocks": body["blocks"], "callback_id": body.get("callback_id", ""),
        "hash": one.hash, "errors": one.errors, "state": current_values(body["blocks"], one.chosen),
        "notify_on_close": body.get("notify_on_close", False), "clear_on_close": body.get("clear_on_close", False),
    }  # fmt: skip


def modals(ws: Workspace, user_id: str) -> Shape:
    """The `modals` event."""
    return {"modals": [view(one) for one in ws.stack(user_id)]}


def home(ws: Workspace, user_id: str) -> Shape:
    """The `home` event."""
    found = ws.state.homes.get(user_id)
    return {"home": view(found) if found else None}


def _text(body: Shape, key: str) -> str | None:
    return body[key]["text"] if key in body else None
