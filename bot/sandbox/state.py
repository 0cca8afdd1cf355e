"""What the sandbox remembers: one tree of plain models, saved to and loaded from one JSON file."""

from typing import Any, Literal

from pydantic import BaseModel, Field

from bot.sandbox.elements import Blocks, Values

TEAM = {"id": "T0KB", "name": "Sandbox", "domain": "sandbox"}
APP_ID = "A0KB"
BOT_USER = "U0KB"
BOT_ID = "B0KB"
SYSTEM_USER = "USLACKBOT"


class User(BaseModel):
    """Somebody in the workspace. `active=False`: background, not offered to act as."""

    id: str
    handle: str
    name: str
    locale: str = "nl-NL"
    tz: str = "Europe/Amsterdam"
    color: str = "4a7c8c"
    title: str = ""
    is_bot: bool = False
    active: bool = True


class Channel(BaseModel):
    """A conversation. A dm is one person's with the bot; its members are those two."""

    id: str
    name: str
    kind: Literal["public", "private", "dm"] = "public"
    members: list[str] = Field(default_factory=list)
    archived: bool = False
    topic: str = ""
    created: int = 0


class Group(BaseModel):
    """A user group."""

    id: str
    handle: str
    name: str
    users: list[str]


class Message(BaseModel):
    """A message. `ephemeral_to`: the one person who sees it. `chosen`: what each person filled in on it.

    `seq` grows over the whole workspace whenever something visible changes: "new since" is `seq > mark`.
    """

    key: str
    ts: str
    channel: str
    user: str
    text: str = ""
    blocks: Blocks | None = None
    thread_ts: str | None = None
    edited_ts: str | None = None
    metadata: dict[str, Any] | None = None
    ephemeral_to: str | None = None
    shared_by: str | None = None
    deleted: bool = False
    notice: bool = False
    seq: int = 0
    chosen: dict[str, Values] = Field(default_factory=dict)

    @property
    def is_reply(self) -> bool:
        """In a thread, and not its root."""
        return self.thread_ts is not None and self.thread_ts != self.ts


class View(BaseModel):
    """A modal or a Home tab. `body` is what the app sent, ids filled in; `errors` are those at its fields."""

    id: str
    user: str
    body: dict[str, Any]
    hash: str
    root_view_id: str
    previous_view_id: str | None = None
    chosen: Values = Field(default_factory=dict)
    errors: dict[str, str] = Field(default_factory=dict)
    seq: int = 0

    @property
    def blocks(self) -> Blocks:
        """The view's blocks."""
        blocks: Blocks = self.body["blocks"]
        return blocks


class ResponseUrl(BaseModel):
    """Where the app may answer one interaction: five times, for thirty minutes. `expires`: a Unix time; a jump of the
    clock puts it off."""

    key: str
    user: str
    channel: str
    expires: float
    source: str | None = None
    uses: int = 0


class Upload(BaseModel):
    """A file: `key` is where its bytes go, `content` those bytes in base 64. `asked`: files.info was called once;
    `ready`: it was looked into, and can be shown."""

    id: str
    key: str
    name: str
    length: int
    alt: str = ""
    title: str = ""
    content: str = ""
    complete: bool = False
    asked: bool = False
    ready: bool = False


class State(BaseModel):
    """Everything that survives a restart. `now` is the clock when it was saved, a Unix time."""

    users: dict[str, User] = Field(default_factory=dict)
    channels: dict[str, Channel] = Field(default_factory=dict)
    groups: dict[str, Group] = Field(default_factory=dict)
    messages: list[Message] = Field(default_factory=list)
    homes: dict[str, View] = Field(default_factory=dict)
    stacks: dict[str, list[View]] = Field(default_factory=dict)
    response_urls: dict[str, ResponseUrl] = Field(default_factory=dict)
    files: dict[str, Upload] = Field(default_factory=dict)
    counter: int = 0
    seq: int = 0
    last_ts: tuple[int, int] = (0, 0)
    now: float | None = None
