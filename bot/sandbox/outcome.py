"""What came of an act, and the ground all acts stand on."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.delivery import Delivery
from bot.sandbox.errors import Refusal
from bot.sandbox.events import Events
from bot.sandbox.inspector import Inspector
from bot.sandbox.sockets import Ack, NoConnection
from bot.sandbox.state import SYSTEM_USER, Channel, User
from bot.sandbox.triggers import Triggers
from bot.sandbox.wording import say
from bot.sandbox.workspace import Workspace


class UnknownThing(LookupError):
    """An act named a person, place, message or element that is not there: the caller's mistake."""


@dataclass(frozen=True)
class Outcome:
    """`code` is Slack's name of what went wrong, `text` says it in the person's language, `errors` are those at
    the fields of a view. Truthy when it went well."""

    ok: bool
    code: str | None = None
    text: str | None = None
    errors: dict[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return self.ok


OK = Outcome(True)


class Act:
    """Common ground: the workspace, what goes to the app, and how people are told that something went wrong."""

    def __init__(
        self,
        ws: Workspace,
        delivery: Delivery,
        events: Events,
        triggers: Triggers,
        inspector: Inspector,
        base_url: Callable[[], str],
    ) -> None:
        self.ws = ws
        self.delivery = delivery
        self.events = events
        self.triggers = triggers
        self.inspector = inspector
        self.base_url = base_url

    def _user(self, user_id: str) -> User:
        user = self.ws.state.users.get(user_id)
        if user is None:
            raise UnknownThing(f"nobody is called {user_id}")
        return user

    def _interact(
        self,
        user: User,
        kind: str,
        payload: dict[str, Any],
        subject: str,
        on_ack: Callable[[Ack], None] | None = None,
        channel: Channel | None = None,
        what: str | None = None,
    ) -> Outcome:
        """Delivers an interaction; when the app does not take it, the person is told."""
        what = what or say(subject, user.locale)
        try:
            ack = self.delivery.interact(kind, payload, on_ack)
        except NoConnection:
            return self._refused(user, channel, "dispatch_failed", what=what)
        except Refusal as refusal:
            problems = refusal.extra.get("errors") or [refusal.code]
            self.inspector.note("note", "refused ack", response=problems, ok=False)
            return self._refused(user, channel, "invalid_response", what=", ".join(map(str, problems)))
        return OK if ack is not None else self._refused(user, channel, "operation_timeout", what=what)

    def _refused(self, user: User, channel: Channel | None, code: str, what: str = "") -> Outcome:
        text = say(code, user.locale, app=self.ws.manifest.name, what=what)
        self._notice(user, channel, text, code)
        return Outcome(False, code, text)

    def _notice(self, user: User, channel: Channel | None, text: str, code: str = "notice") -> None:
        """Tells a person something in passing; in a conversation it stays there, for her alone."""
        with self.ws.lock:
            notice = {"user": user.id, "code": code, "text": text, "channel": channel.id if channel else None}
            place = channel or self.ws.dm(user.id)
            self.ws.post(place, SYSTEM_USER, text, ephemeral_to=user.id, notice=channel is None)
            self.ws.emit("notice", notice)
