"""What people do, as the tests' Python API and the page's JSON API both call it.

Every act returns only after the app acknowledged it, or had its time to.
"""

from typing import Any

from bot.sandbox.acts_views import ViewActs
from bot.sandbox.elements import TRANSIENT, Found, action_fields, find
from bot.sandbox.events import Sent
from bot.sandbox.outcome import OK, Outcome, UnknownThing
from bot.sandbox.payloads import (
    channel_name,
    interaction,
    message_action_source,
    message_body,
    slash_command,
    view_action_source,
)
from bot.sandbox.responses import answer, give_response_url
from bot.sandbox.sockets import Ack
from bot.sandbox.state import BOT_USER, Channel, Message, User, View
from bot.sandbox.text import escape, mentions_in, on_the_wire
from bot.sandbox.wording import say


class Acts(ViewActs):
    """Saying, pressing, choosing, opening. Views are in `ViewActs`."""

    def say(self, user_id: str, channel_id: str, text: str, thread_ts: str | None = None) -> Outcome:
        """A line typed into a conversation: a slash command when it starts with one, else a message."""
        if text.startswith("/") and not text.startswith("//"):
            return self._slash(user_id, channel_id, text, thread_ts)
        ws = self.ws
        with ws.lock:
            user, channel = self._user(user_id), self._channel(user_id, channel_id)
            refused = self._may_not_write(user, channel)
            if refused is not None:
                return refused
            root = ws.message(channel.id, thread_ts) if thread_ts else None
            if thread_ts and root is None:
                raise UnknownThing(f"no message {thread_ts} in {channel.id}")
            wire = on_the_wire(text, lambda sign, name: self._mention(sign, name, labelled=False))
            thread = (root.thread_ts or root.ts) if root else None
            message = ws.post(channel, user.id, wire, thread_ts=thread)
            sent = self.events.posted(message)
            if BOT_USER in mentions_in(wire) and BOT_USER not in channel.members:
                self._notice(user, channel, say("bot_not_in_channel", user.locale, app=ws.manifest.name))
        return _acked(sent)

    def act(self, user_id: str, thing: Message | View, block_id: str, action_id: str, value: Any = None) -> Outcome:
        """Uses an interactive element of a message or view."""
        ws = self.ws
        with ws.lock:
            user, found = self._user(user_id), self._found(thing, block_id, action_id)
            self._store(user, thing, found, value)
            fields = action_fields(found, value, ws.new_ts())
            if isinstance(thing, View):
                payload = {**interaction("block_actions", user), **view_action_source(thing)}
            else:
                payload = {
                    **interaction("block_actions", user),
                    **message_action_source(ws, thing, user),
                    "response_url": self._response_url(user, thing.channel, thing),
                }
            payload |= {"trigger_id": self.triggers.give(user.id), "actions": [fields]}
        return self._interact(user, "interactive", payload, "the_action")

    def set_value(self, user_id: str, thing: Message | View, block_id: str, action_id: str, value: Any) -> Outcome:
        """Fills something in without telling the app."""
        with self.ws.lock:
            self._store(self._user(user_id), thing, self._found(thing, block_id, action_id), value)
        return OK

    def shortcut(self, user_id: str, callback_id: str) -> Outcome:
        """A global shortcut."""
        with self.ws.lock:
            user = self._user(user_id)
            if self.ws.manifest.shortcut(callback_id, "global") is None:
                return self._refused(user, None, "invalid_shortcut")
            payload = interaction("shortcut", user) | {
                "callback_id": callback_id,
                "trigger_id": self.triggers.give(user.id),
                "action_ts": self.ws.new_ts(),
            }
        return self._interact(user, "interactive", payload, "the_shortcut")

    def message_shortcut(self, user_id: str, callback_id: str, message: Message) -> Outcome:
        """A message shortcut, on a message that stands in a conversation for everybody."""
        ws = self.ws
        with ws.lock:
            user = self._user(user_id)
            known = ws.manifest.shortcut(callback_id, "message")
            if known is None or message.ephemeral_to or message.deleted:
                return self._refused(user, None, "invalid_shortcut")
            channel = ws.state.channels[message.channel]
            payload = interaction("message_action", user) | {
                "callback_id": callback_id,
                "trigger_id": self.triggers.give(user.id),
                "action_ts": ws.new_ts(),
                "response_url": self._response_url(user, channel.id, message),
                "channel": {"id": channel.id, "name": channel_name(channel)},
                "message_ts": message.ts,
                "message": message_body(ws, message),
            }
        return self._interact(user, "interactive", payload, "the_shortcut")

    def open_home(self, user_id: str, tab: str = "home") -> Outcome:
        """Opens the app's Home (or Messages) tab."""
        with self.ws.lock:
            sent = self.events.home_opened(self._user(user_id).id, tab)
        return _acked(sent)

    def join(self, user_id: str, channel_id: str) -> Outcome:
        """Joins a public channel."""
        with self.ws.lock:
            if self._channel(user_id, channel_id).kind != "public":
                raise UnknownThing(f"no public channel {channel_id}")
        return self._enter(user_id, channel_id)

    def invite_bot(self, user_id: str, channel_id: str) -> Outcome:
        """A member brings the bot into a channel."""
        with self.ws.lock:
            user, channel = self._user(user_id), self._channel(user_id, channel_id)
            refused = self._may_not_write(user, channel)
        return refused if refused is not None else self._enter(BOT_USER, channel_id, inviter=user_id)

    def _enter(self, user_id: str, channel_id: str, inviter: str | None = None) -> Outcome:
        with self.ws.lock:
            channel = self.ws.state.channels[channel_id]
            if user_id in channel.members:
                return OK
            channel.members.append(user_id)
            sent = self.events.joined(user_id, channel, inviter)
            self.ws.emit("channels")
        return _acked(sent)

    def leave(self, user_id: str, channel_id: str) -> Outcome:
        """Leaves a channel."""
        with self.ws.lock:
            channel = self._channel(user_id, channel_id)
            channel.members = [member for member in channel.members if member != user_id]
            self.ws.emit("channels")
        return OK

    # Slash commands

    def _slash(self, user_id: str, channel_id: str, text: str, thread_ts: str | None) -> Outcome:
        name, rest = (*text.split(maxsplit=1), "")[:2]
        ws = self.ws
        with ws.lock:
            user, channel = self._user(user_id), self._channel(user_id, channel_id)
            refused = self._may_not_write(user, channel)
            if refused is not None:
                return refused
            command = ws.manifest.command(name)
            if command is None:
                return self._refused(user, channel, "invalid_command", what=name)
            if thread_ts is not None:
                return self._refused(user, channel, "not_in_thread", what=name)
            wire = on_the_wire(
                rest.strip(),
                lambda sign, name: self._mention(sign, name, labelled=True),
                links=command.should_escape,
                mentions=command.should_escape,
            )
            url = self._response_url(user, channel.id, None)
            payload = slash_command(user, channel, name, wire, self.triggers.give(user.id), url)

        def show(ack: Ack) -> None:
            if ack.payload.get("text") or ack.payload.get("blocks"):
                with ws.lock:
                    answer(ws, ack.payload, user_id=user.id, channel_id=channel.id)

        return self._interact(user, "slash_commands", payload, "the_command", show, channel, name)

    # Helpers

    def _found(self, thing: Message | View, block_id: str, action_id: str) -> Found:
        gone = thing.deleted if isinstance(thing, Message) else self.ws.view(thing.id) is None
        found = None if gone else find(thing.blocks, block_id, action_id)
        if found is None:
            raise UnknownThing(f"no element {block_id}/{action_id} here")
        return found

    def _store(self, user: User, thing: Message | View, found: Found, value: Any) -> None:
        if found.element["type"] in TRANSIENT:
            return
        values = thing.chosen if isinstance(thing, View) else thing.chosen.setdefault(user.id, {})
        values.setdefault(found.block_id, {})[found.action_id] = value

    def _mention(self, sign: str, name: str, *, labelled: bool) -> str | None:
        if sign == "@":
            user = self.ws.user(name)
            if user is None:
                return None
            return f"@{user.id}|{user.handle}" if labelled else f"@{user.id}"
        channel = self.ws.channel(name)
        return f"#{channel.id}|{escape(channel.name)}" if channel and channel.kind != "dm" else None

    def _channel(self, user_id: str, channel_id: str) -> Channel:
        if channel_id == self.ws.dm(user_id).id:
            return self.ws.dm(user_id)
        channel = self.ws.state.channels.get(channel_id)
        if channel is None or not self.ws.may_see(user_id, channel):
            raise UnknownThing(f"no conversation {channel_id}")
        return channel

    def _may_not_write(self, user: User, channel: Channel) -> Outcome | None:
        if channel.archived:
            return self._refused(user, channel, "is_archived")
        if user.id not in channel.members:
            return self._refused(user, channel, "not_in_channel")
        return None

    def _response_url(self, user: User, channel_id: str, source: Message | None) -> str:
        return f"{self.base_url()}/response/{give_response_url(self.ws, user.id, channel_id, source)}"


def _acked(sent: Sent) -> Outcome:
    """Waits for the first attempts; those not acknowledged go on by themselves."""
    acked = [future.result() for future in sent]
    return OK if all(acked) else Outcome(False, "event_not_acked")
