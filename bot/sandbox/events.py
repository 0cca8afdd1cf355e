"""Events the app subscribed to in manifest.yml, made from what happens in the workspace."""

from concurrent.futures import Future
from typing import Any

from bot.sandbox.delivery import Delivery
from bot.sandbox.payloads import event_callback, message_body, view_body
from bot.sandbox.state import BOT_USER, TEAM, Channel, Message
from bot.sandbox.text import mentions_in, unescape
from bot.sandbox.workspace import Workspace

_MESSAGE_EVENT = {
    "dm": ("message.im", "im"),
    "public": ("message.channels", "channel"),
    "private": ("message.groups", "group"),
}
_READ_SCOPE = {"dm": "im:history", "public": "channels:history", "private": "groups:history"}
Sent = list["Future[bool]"]


class Events:
    """Turns happenings into events; each method answers the futures of the first attempts."""

    def __init__(self, ws: Workspace, delivery: Delivery) -> None:
        self._ws = ws
        self._delivery = delivery

    def posted(self, message: Message) -> Sent:
        """A message for everybody: a mention, a message event, or both."""
        ws = self._ws
        channel = ws.state.channels[message.channel]
        if BOT_USER not in channel.members or message.ephemeral_to:
            return []
        body = self._with_text_blocks(message_body(ws, message)) | {"channel": channel.id, "event_ts": message.ts}
        sent: Sent = []
        if channel.kind != "dm" and BOT_USER in mentions_in(message.text) and message.user != BOT_USER:
            sent += self._send("app_mention", "app_mentions:read", body | {"type": "app_mention"})
        return sent + self._message_event(channel, body)

    def changed(self, message: Message, before: dict[str, Any]) -> Sent:
        """A message was edited; `before` is its body until then."""
        body = {
            "type": "message", "subtype": "message_changed", "hidden": True, "ts": message.edited_ts,
            "message": message_body(self._ws, message), "previous_message": before,
            "channel": message.channel, "event_ts": message.edited_ts,
        }  # fmt: skip
        return self._message_event(self._ws.state.channels[message.channel], body)

    def deleted(self, message: Message) -> Sent:
        """A message was deleted."""
        ts = self._ws.new_ts()
        body = {
            "type": "message", "subtype": "message_deleted", "hidden": True, "ts": ts, "deleted_ts": message.ts,
            "previous_message": message_body(self._ws, message), "channel": message.channel, "event_ts": ts,
        }  # fmt: skip
        return self._message_event(self._ws.state.channels[message.channel], body)

    def home_opened(self, user_id: str, tab: str) -> Sent:
        """Somebody opened the app's Home or Messages tab."""
        ts = self._ws.new_ts()
        event: dict[str, Any] = {
            "type": "app_home_opened", "user": user_id, "channel": self._ws.dm(user_id).id, "tab": tab, "event_ts": ts
        }  # fmt: skip
        home = self._ws.state.homes.get(user_id)
        if home is not None and tab == "home":
            event["view"] = view_body(home)
        return self._send("app_home_opened", None, event)

    def joined(self, user_id: str, channel: Channel, inviter: str | None = None) -> Sent:
        """Somebody (or the bot) came into a channel the bot is in."""
        if BOT_USER not in channel.members:
            return []
        kind = {"public": "C", "private": "G"}[channel.kind]
        event = {
            "type": "member_joined_channel", "user": user_id, "channel": channel.id, "channel_type": kind,
            "team": TEAM["id"], "event_ts": self._ws.new_ts(),
        }  # fmt: skip
        if inviter:
            event["inviter"] = inviter
        return self._send("member_joined_channel", None, event)

    def _message_event(self, channel: Channel, body: dict[str, Any]) -> Sent:
        if BOT_USER not in channel.members:
            return []
        event, channel_type = _MESSAGE_EVENT[channel.kind]
        return self._send(event, _READ_SCOPE[channel.kind], body | {"channel_type": channel_type})

    def _send(self, event: str, scope: str | None, body: dict[str, Any]) -> Sent:
        manifest = self._ws.manifest
        if event not in manifest.events or (scope and scope not in manifest.scopes):
            return []
        return [self._delivery.event(event_callback(self._ws, body))]

    def _with_text_blocks(self, body: dict[str, Any]) -> dict[str, Any]:
        """People's messages carry a rich_text block beside their text."""
        if body["user"] == BOT_USER or "blocks" in body:
            return body
        text = {"type": "text", "text": unescape(body["text"])}
        section = {"type": "rich_text_section", "elements": [text]}
        block = {"type": "rich_text", "block_id": f"b{body['ts'][-6:]}", "elements": [section]}
        return body | {"client_msg_id": f"sandbox-{body['ts']}", "blocks": [block]}
