"""The workspace: people, channels, messages and views behind one lock, and word of every change."""

import threading
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from bot.sandbox.clock import Clock
from bot.sandbox.elements import Blocks, fill_ids
from bot.sandbox.manifest import Manifest
from bot.sandbox.state import (
    BOT_USER,
    SYSTEM_USER,
    TEAM,
    Channel,
    Message,
    State,
    User,
    View,
)
from bot.sandbox.text import readable

Listener = Callable[[str, Any], None]
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_COLORS = ("4a7c8c", "8c5a4a", "5d7a4a", "6a5a8c", "8c7a3f", "3f6f8c", "8c4a6d", "4a8c72", "70707a", "a0683c")


def id_for(prefix: str, name: str) -> str:
    """A readable Slack-like id: U0SANNE, C0INVORDERING."""
    return f"{prefix}0" + "".join(letter for letter in name.upper() if letter in _DIGITS)


class Workspace:
    """State plus the few ways to change it. Hold `lock` for any read or write of `state`.

    `changed` is a Condition on the same lock, notified after every visible change. Listeners get
    (kind, thing) with the lock held, and must not block.
    """

    def __init__(self, manifest: Manifest, clock: Clock, state: State) -> None:
        self.manifest = manifest
        self.clock = clock
        self.state = state
        self.lock = threading.RLock()
        self.changed = threading.Condition(self.lock)
        self._listeners: list[Listener] = []
        self._by_key: dict[str, Message] = {}
        self._threads: dict[tuple[str, str], list[Message]] = {}
        for message in state.messages:
            self._index(message)
        bot = User(id=BOT_USER, handle=manifest.name, name=manifest.name, is_bot=True, color="1d4f5c")
        state.users.setdefault(BOT_USER, bot)
        system = User(id=SYSTEM_USER, handle="slackbot", name="Slackbot", is_bot=True, color="70707a")
        state.users.setdefault(SYSTEM_USER, system)

    # Word of changes

    def listen(self, listener: Listener) -> None:
        """Calls `listener(kind, thing)` on every change from now on."""
        with self.lock:
            self._listeners.append(listener)

    def emit(self, kind: str, thing: Any = None) -> None:
        """Tells the listeners and wakes whoever waits for a change."""
        with self.lock:
            for listener in self._listeners:
                listener(kind, thing)
            self.changed.notify_all()

    # Ids and time

    def next_seq(self) -> int:
        """The next number of a visible change."""
        self.state.seq += 1
        return self.state.seq

    def new_id(self, prefix: str = "") -> str:
        """A fresh id, unique in this workspace, also after a restart."""
        self.state.counter += 1
        number, digits = self.state.counter, ""
        while number:
            number, rest = divmod(number, 36)
            digits = _DIGITS[rest] + digits
        return f"{prefix}{digits.zfill(5)}"

    def new_ts(self, at: datetime | None = None) -> str:
        """A message ts: the clock's second (or that of `at`) and a counter, strictly increasing even while time
        stands still."""
        second, counter = self.state.last_ts
        now = int((at or self.clock.now()).timestamp())
        self.state.last_ts = (now, 1) if now > second else (second, counter + 1)
        return f"{self.state.last_ts[0]}.{self.state.last_ts[1]:06d}"

    # People and places

    def add_user(self, user: User) -> User:
        """Adds somebody, or renews what is known about them."""
        with self.lock:
            user.color = _COLORS[sum(user.id.encode()) % len(_COLORS)]
            self.state.users[user.id] = user
            self.emit("people")
            return user

    def add_channel(self, channel: Channel) -> Channel:
        """Adds a channel, or renews its settings; messages stay."""
        with self.lock:
            channel.created = int(self.clock.now().timestamp())
            self.state.channels[channel.id] = channel
            self.emit("channels")
            return channel

    def user(self, reference: str) -> User | None:
        """A user by id or handle."""
        users = self.state.users
        return users.get(reference) or next((u for u in users.values() if u.handle == reference), None)

    def channel(self, reference: str) -> Channel | None:
        """A channel by id or name (with or without #); not a dm by name."""
        channels = self.state.channels
        name = reference.removeprefix("#")
        named = (c for c in channels.values() if c.kind != "dm" and c.name == name)
        return channels.get(reference) or next(named, None)

    def dm(self, user_id: str) -> Channel:
        """The person's conversation with the bot; made when it does not exist yet."""
        found = self.state.channels.get(dm_id(user_id))
        if found:
            return found
        members = [user_id, BOT_USER]
        return self.add_channel(Channel(id=dm_id(user_id), name=self.manifest.name, kind="dm", members=members))

    def may_see(self, user_id: str, channel: Channel) -> bool:
        """Public channels are open to everybody; the rest to members."""
        return channel.kind == "public" or user_id in channel.members

    def name_of(self, reference: str) -> str | None:
        """The name to show for a user, channel or group id."""
        state = self.state
        if reference in state.users:
            return state.users[reference].name
        if reference in state.channels:
            return state.channels[reference].name
        return state.groups[reference].handle if reference in state.groups else None

    def readable(self, text: str) -> str:
        """Wire text as people read it."""
        with self.lock:
            return readable(text, self.name_of)

    # Messages

    def post(
        self,
        channel: Channel,
        user_id: str,
        text: str,
        *,
        blocks: Blocks | None = None,
        thread_ts: str | None = None,
        metadata: dict[str, Any] | None = None,
        ephemeral_to: str | None = None,
        shared_by: str | None = None,
        notice: bool = False,
        at: datetime | None = None,
    ) -> Message:
        """Adds a message, ids filled in; `at` another time than now is for a past that is being furnished."""
        with self.lock:
            ts = self.new_ts(at)
            if blocks is not None:
                fill_ids(blocks, self.new_id)
            message = Message(
                key=_key(channel.id, ts), ts=ts, channel=channel.id, user=user_id, text=text, blocks=blocks or None,
                thread_ts=thread_ts, metadata=metadata, ephemeral_to=ephemeral_to, shared_by=shared_by,
                notice=notice, seq=self.next_seq(),
            )  # fmt: skip
            self.state.messages.append(message)
            self._index(message)
            self.emit("message", message)
            root = self.root_of(message)
            if root is not None:
                self.emit("message", root)
            return message

    def change(self, message: Message, text: str, blocks: Blocks | None, metadata: dict[str, Any] | None) -> None:
        """New content for a message; what people filled in on it is kept where the ids stayed the same."""
        with self.lock:
            if blocks is not None:
                fill_ids(blocks, self.new_id)
            message.text, message.blocks = text, blocks or None
            message.deleted = False
            if metadata is not None:
                message.metadata = metadata
            if message.ephemeral_to is None:
                message.edited_ts = self.new_ts()
            message.seq = self.next_seq()
            self.emit("message", message)

    def remove(self, message: Message) -> None:
        """Deletes a message."""
        with self.lock:
            message.deleted = True
            message.seq = self.next_seq()
            self.emit("message_gone", message)
            root = self.root_of(message)
            if root is not None:
                self.emit("message", root)

    def message(self, channel_id: str, ts: str) -> Message | None:
        """A message that stands in the channel for everybody; ephemerals cannot be looked up, as in Slack."""
        message = self._by_key.get(_key(channel_id, ts))
        return None if message is None or message.deleted or message.ephemeral_to else message

    def by_key(self, key: str) -> Message | None:
        """Any message, ephemeral or deleted ones too."""
        return self._by_key.get(key)

    def _index(self, message: Message) -> None:
        self._by_key[message.key] = message
        if message.is_reply and message.thread_ts is not None:
            self._threads.setdefault((message.channel, message.thread_ts), []).append(message)

    def root_of(self, message: Message) -> Message | None:
        """The root of the thread a public reply stands in."""
        if not message.is_reply or message.ephemeral_to or message.thread_ts is None:
            return None
        return self.message(message.channel, message.thread_ts)

    def replies(self, root: Message) -> list[Message]:
        """The public replies under a message, oldest first."""
        thread = self._threads.get((root.channel, root.ts), ())
        return [one for one in thread if not one.deleted and not one.ephemeral_to]

    def visible(self, user_id: str, channel_id: str | None = None) -> Iterable[Message]:
        """All a person can see, oldest first: her channels, and what is shown to her alone."""
        for message in self.state.messages:
            if message.deleted or (channel_id is not None and message.channel != channel_id):
                continue
            if message.ephemeral_to is None:
                channel = self.state.channels[message.channel]
                if self.may_see(user_id, channel):
                    yield message
            elif message.ephemeral_to == user_id:
                yield message

    # Views

    def stack(self, user_id: str) -> list[View]:
        """The person's modals, bottom first."""
        return self.state.stacks.setdefault(user_id, [])

    def view(self, view_id: str) -> View | None:
        """An open modal or a home by its id."""
        open_ones = [view for stack in self.state.stacks.values() for view in stack]
        return next((v for v in [*open_ones, *self.state.homes.values()] if v.id == view_id), None)

    def view_changed(self, view: View) -> None:
        """Tells that a view (or the stack it is in) looks different."""
        with self.lock:
            view.seq = self.next_seq()
            self.emit("home" if view.body["type"] == "home" else "modals", view.user)


def _key(channel_id: str, ts: str) -> str:
    return f"{channel_id}-{ts}"


def dm_id(user_id: str) -> str:
    """The id of a person's conversation with the bot."""
    return "D" + user_id[1:]


def permalink(message: Message) -> str:
    """A link to a message, in Slack's form."""
    base = f"https://{TEAM['domain']}.slack.com/archives/{message.channel}/p{message.ts.replace('.', '')}"
    thread = f"?thread_ts={message.thread_ts}&cid={message.channel}" if message.is_reply else ""
    return base + thread
