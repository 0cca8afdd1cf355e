"""What Slack sent, as one small masked value: what the inbox stores and the handlers get. Bolt stays outside."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from typing import Any, Literal

from pydantic import Field

from bot.domain.text import unescape
from bot.model import Frozen

Kind = Literal["command", "action", "view", "shortcut", "message_shortcut", "mention", "message", "home", "other"]
Body = Mapping[str, Any]

LIST = "list:"  #: how the block_ids of a list's rows begin


class Interaction(Frozen):
    """One thing a person did. `typed` and `typed_fields` are what they wrote before masking: only ever given back to
    them in an error, and never stored."""

    key: str  #: recognises a second delivery
    kind: Kind
    user: str = ""
    text: str = ""  #: masked: a command's, a message's
    typed: str = Field(default="", exclude=True)
    channel: str | None = None
    direct: bool = False  #: in the bot's direct messages
    ts: str | None = None  #: of the message: the one written, or the one whose button was pressed
    thread_ts: str | None = None
    ephemeral: bool = False  #: the button stands in a message only this person sees
    name: str = ""  #: command, action_id, callback_id
    value: str = ""  #: the button's value, or the option chosen
    fields: Mapping[str, str] = {}  #: a view's inputs, by action_id, masked
    typed_fields: Mapping[str, str] = Field(default={}, exclude=True)
    meta: str = ""  #: a view's private_metadata
    view_id: str | None = None
    view_hash: str | None = None
    in_home: bool = False  #: the button stands in App Home
    in_list: bool = False  #: it stands in the list of `/kb open`
    response_url: str | None = None
    trigger_id: str | None = None
    link: str | None = None

    @property
    def said(self) -> str:
        """What was written, as it was: to search with, to store by way of the use cases (which mask it), to give back.
        After a crash only the masked text is left."""
        return self.typed or self.text

    @property
    def place(self) -> str | None:
        """The channel it happened in; None in a direct message."""
        return None if self.direct else self.channel

    @property
    def in_modal(self) -> bool:
        """The button stands in a modal (submitting one is another kind)."""
        return self.kind == "action" and self.view_id is not None and not self.in_home


def parse(body: Body, mask: Callable[[str], str]) -> Interaction:
    """Reads any body that Bolt hands on. `mask` takes customer data out of every text."""
    if "command" in body:
        return _command(body, mask)
    kind = body.get("type")
    if kind == "event_callback":
        return _event(body, mask)
    if kind == "block_actions":
        return _action(body, mask)
    if kind in ("view_submission", "view_closed"):
        return _view(body, mask)
    if kind in ("shortcut", "message_action"):
        return _shortcut(body, mask)
    return Interaction(key=_digest(body), kind="other", name=str(kind))


def _command(body: Body, mask: Callable[[str], str]) -> Interaction:
    typed = unescape(body.get("text") or "")
    return Interaction(
        key=body.get("trigger_id") or _digest(body),
        kind="command",
        user=body["user_id"],
        text=mask(typed),
        typed=typed,
        channel=body.get("channel_id"),
        direct=body.get("channel_name") == "directmessage" or str(body.get("channel_id", "")).startswith("D"),
        name=body["command"],
        response_url=body.get("response_url"),
        trigger_id=body.get("trigger_id"),
    )


def _event(body: Body, mask: Callable[[str], str]) -> Interaction:
    event = body.get("event", {})
    name = event.get("type", "")
    key = body.get("event_id") or _digest(body)
    user, channel, ts = event.get("user") or "", event.get("channel"), event.get("ts")
    if name == "app_home_opened":
        return Interaction(key=key, kind="home", user=user, name=event.get("tab", "home"))
    by_person = user and not event.get("bot_id") and event.get("subtype") in (None, "thread_broadcast", "file_share")
    direct = event.get("channel_type") == "im" or str(channel or "").startswith("D")
    if name not in ("app_mention", "message") or not by_person or (name == "message" and not direct):
        return Interaction(key=key, kind="other", name=name)
    typed = unescape(_without_bot(body, event.get("text") or ""))
    return Interaction(
        key=f"message:{channel}:{ts}",  # a mention comes both as app_mention and as message, each with its own id
        kind="message" if direct else "mention",
        user=user,
        text=mask(typed),
        typed=typed,
        channel=channel,
        direct=direct,
        ts=ts,
        thread_ts=event.get("thread_ts"),
        name=name,
    )


def _without_bot(body: Body, text: str) -> str:
    """The text less the mentions of the bot itself, wherever they stand."""
    for bot in (a.get("user_id") for a in body.get("authorizations") or () if a.get("is_bot")):
        text = re.sub(rf"\s*<@{re.escape(str(bot))}(\|[^>]*)?>[\s,:]*", " ", text).strip()
    return text


def _action(body: Body, mask: Callable[[str], str]) -> Interaction:
    action = (body.get("actions") or [{}])[0]
    container, view, message = body.get("container", {}), body.get("view") or {}, body.get("message") or {}
    channel = (body.get("channel") or {}).get("id") or container.get("channel_id")
    holder = view or body
    return Interaction(
        key=body.get("trigger_id") or _digest(body),
        kind="action",
        user=body["user"]["id"],
        channel=channel,
        direct=str(channel or "").startswith("D"),
        ts=container.get("message_ts") or message.get("ts"),
        thread_ts=container.get("thread_ts") or message.get("thread_ts"),
        ephemeral=bool(container.get("is_ephemeral")),
        name=action.get("action_id", ""),
        value=mask(str(action.get("value") or "")) if _wrote(action) else _value(action),
        typed=_value(action) if _wrote(action) else "",
        fields=_fields(holder, mask),
        typed_fields=_fields(holder),
        meta=view.get("private_metadata") or "",
        view_id=view.get("id"),
        view_hash=view.get("hash"),
        in_home=view.get("type") == "home",
        in_list=str(action.get("block_id", "")).startswith(LIST),
        response_url=body.get("response_url"),
        trigger_id=body.get("trigger_id"),
    )


def _view(body: Body, mask: Callable[[str], str]) -> Interaction:
    view = body["view"]
    closed = body["type"] == "view_closed"
    return Interaction(
        key=body.get("trigger_id") or f"view:{view.get('id')}:{view.get('hash')}:{body['type']}",
        kind="other" if closed else "view",
        user=body["user"]["id"],
        name=view.get("callback_id", ""),
        fields=_fields(view, mask),
        typed_fields=_fields(view),
        meta=view.get("private_metadata") or "",
        view_id=view.get("id"),
        view_hash=view.get("hash"),
        trigger_id=body.get("trigger_id"),
    )


def _shortcut(body: Body, mask: Callable[[str], str]) -> Interaction:
    message = body.get("message") or {}
    typed = unescape(message.get("text") or "")
    return Interaction(
        key=body.get("trigger_id") or _digest(body),
        kind="message_shortcut" if body["type"] == "message_action" else "shortcut",
        user=body["user"]["id"],
        text=mask(typed),
        typed=typed,
        channel=(body.get("channel") or {}).get("id"),
        ts=message.get("ts"),
        thread_ts=message.get("thread_ts"),
        name=body.get("callback_id", ""),
        response_url=body.get("response_url"),
        trigger_id=body.get("trigger_id"),
    )


def _fields(holder: Body, mask: Callable[[str], str] = str) -> dict[str, str]:
    """Inputs by action_id; several choices are joined by commas."""
    values = (holder.get("state") or {}).get("values") or {}
    return {action: _value(element, mask) for block in values.values() for action, element in block.items()}


def _wrote(action: Body) -> bool:
    """Its value is what somebody typed: in a field, or before the error that offers to try again."""
    return action.get("type") == "plain_text_input" or action.get("action_id") == "retry"


def _value(element: Body, mask: Callable[[str], str] = str) -> str:
    """What was chosen or typed. Only what people typed is masked: ids and tokens are ours."""
    for key in ("selected_user", "selected_channel", "selected_conversation", "selected_date", "selected_time"):
        if element.get(key):
            return str(element[key])
    if option := element.get("selected_option"):
        return str(option["value"])
    if options := element.get("selected_options"):
        return ",".join(o["value"] for o in options)
    for key in ("selected_users", "selected_channels", "selected_conversations"):
        if element.get(key):
            return ",".join(element[key])
    value = str(element.get("value") or "")
    return mask(value) if element.get("type") == "plain_text_input" else value


def _digest(body: Body) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True, default=str).encode()).hexdigest()[:32]
