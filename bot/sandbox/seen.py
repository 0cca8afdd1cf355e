"""What a person looks at: a message, a modal or her Home. Handles stay live: they show what stands there now."""

from collections.abc import Callable
from typing import Any

from bot.sandbox.elements import Blocks, Found, interactive, options_of
from bot.sandbox.state import BOT_USER, Message, View
from bot.sandbox.text import squeeze, texts_in
from bot.sandbox.workspace import Workspace


class Seen:
    """A message, modal or home as it looks now.

    `kind`: message, modal or home; each has its own properties beside `text_content`, `blocks` and `buttons`.
    """

    def __init__(self, ws: Workspace, kind: str, look: Callable[[], Message | View]) -> None:
        self._ws = ws
        self._look = look
        self.kind = kind

    def __repr__(self) -> str:
        place = self._ws.name_of(self.thing.channel) if isinstance(self.thing, Message) else self.kind
        mark = " (only you)" if self.kind == "message" and self.ephemeral else ""
        return f"<{place}{mark}: {self.text_content}>"

    @property
    def thing(self) -> Message | View:
        """What is behind it."""
        return self._look()

    @property
    def blocks(self) -> Blocks:
        """Its blocks; [] for a message without."""
        return self.thing.blocks or []

    @property
    def text_content(self) -> str:
        """All visible text in reading order, one line a text, as people read it (unescaped, names for mentions).

        The fallback text of a message with blocks is not visible, as in Slack.
        """
        thing = self.thing
        texts: list[str]
        if isinstance(thing, Message):
            texts = list(texts_in(thing.blocks)) if thing.blocks else [thing.text]
        else:
            texts = [*texts_in(thing.body), *_filled(thing), *thing.errors.values()]
        return "\n".join(self._ws.readable(text) for text in texts)

    @property
    def buttons(self) -> list[str]:
        """The labels of its buttons, in order."""
        with self._ws.lock:
            return [one.element["text"]["text"] for one in interactive(self.blocks) if one.element["type"] == "button"]

    def has(self, text: str) -> bool:
        """Whether the text is visible, however the lines break."""
        return squeeze(text) in squeeze(self.text_content)

    def find_all(self, name: str, *kinds: str) -> list[Found]:
        """The elements with this action_id, label, placeholder or block label; of these types, if any are named."""
        with self._ws.lock:
            elements = [one for one in interactive(self.blocks) if not kinds or one.element["type"] in kinds]
            return [one for one in elements if name in self._names(one)]

    def _names(self, found: Found) -> list[str]:
        element, block = found.element, found.block
        names = [found.action_id, found.block_id]
        for text in (element.get("text"), element.get("placeholder"), block.get("label"), block.get("text")):
            if isinstance(text, dict):
                names.append(self._ws.readable(text["text"]))
        if element["type"] == "overflow":
            names += ["⋯", "…"]
        return names

    # Messages

    @property
    def _message(self) -> Message:
        thing = self.thing
        if not isinstance(thing, Message):
            raise AttributeError(f"a {self.kind} has no such thing")
        return thing

    @property
    def ts(self) -> str:
        """Its ts."""
        return self._message.ts

    @property
    def channel(self) -> str:
        """The id of the conversation it stands in."""
        return self._message.channel

    @property
    def thread_ts(self) -> str | None:
        """The ts of its thread's root; None outside threads."""
        return self._message.thread_ts

    @property
    def thread(self) -> str | None:
        """Same as `thread_ts`."""
        return self.thread_ts

    @property
    def text(self) -> str:
        """Its text as it went over the wire (with blocks: the fallback)."""
        return self._message.text

    @property
    def user(self) -> str:
        """The id of who wrote it."""
        return self._message.user

    @property
    def metadata(self) -> dict[str, Any] | None:
        """Its metadata."""
        return self._message.metadata

    @property
    def deleted(self) -> bool:
        """Whether it is gone."""
        return self._message.deleted

    @property
    def ephemeral(self) -> bool:
        """Whether only one person sees it."""
        return self._message.ephemeral_to is not None

    @property
    def edited(self) -> bool:
        """Whether it was changed."""
        return self._message.edited_ts is not None

    @property
    def from_bot(self) -> bool:
        """Whether the bot wrote it."""
        return self._message.user == BOT_USER

    # Views

    @property
    def _view(self) -> View:
        thing = self.thing
        if not isinstance(thing, View):
            raise AttributeError("a message has no such thing")
        return thing

    @property
    def view_id(self) -> str:
        """Its id."""
        return self._view.id

    @property
    def callback_id(self) -> str:
        """Its callback_id."""
        return str(self._view.body.get("callback_id", ""))

    @property
    def private_metadata(self) -> str:
        """What the app hid in it."""
        return str(self._view.body.get("private_metadata", ""))

    @property
    def title(self) -> str:
        """A modal's title."""
        return str(self._view.body.get("title", {}).get("text", ""))

    @property
    def errors(self) -> dict[str, str]:
        """The errors at a view's fields, by label."""
        view = self._view
        labels = {block["block_id"]: block["label"]["text"] for block in view.blocks if block["type"] == "input"}
        return {labels.get(block_id, block_id): text for block_id, text in view.errors.items()}


def seen_message(ws: Workspace, message: Message) -> Seen:
    """A handle on a message."""
    return Seen(ws, "message", lambda: message)


def seen_view(ws: Workspace, view: View) -> Seen:
    """A handle on a modal or home."""
    return Seen(ws, str(view.body["type"]), lambda: view)


def option_value(found: Found, wanted: str, ws: Workspace) -> Any:
    """The value of an option named by its text or value. AssertionError that lists them otherwise."""
    for option in options_of(found.element):
        if wanted in (option["value"], option["text"]["text"], ws.readable(option["text"]["text"])):
            return option["value"]
    texts = [option["text"]["text"] for option in options_of(found.element)]
    raise AssertionError(f"no option {wanted!r} among {texts}")


def _filled(view: View) -> list[str]:
    return [value for values in view.chosen.values() for value in values.values() if isinstance(value, str) and value]
