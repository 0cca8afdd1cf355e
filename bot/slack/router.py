"""From an interaction to the function that handles it, by explicit tables; and the inbox around it.

Order for every interaction: stored (masked) -> handled -> acknowledged -> answered -> marked done. So nothing that was
acknowledged can be lost, and a second delivery is recognised. What a crash left behind is taken up by `recover`.
"""

from __future__ import annotations

import logging
import re
import secrets
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain import commands
from bot.errors import BadFields, KbError, Unavailable
from bot.model import InboxRow, Kind
from bot.services.context import Context, mask_entry
from bot.services.people import Role, role_of
from bot.slack.blocks.common import Lens
from bot.slack.blocks.problem import problem
from bot.slack.interaction import Body, Interaction, parse
from bot.slack.performer import Performer
from bot.slack.responses import Errors, Response, Say
from bot.slack.surfaces import ShowsOverview, fit
from bot.slack.turn import Handler, Turn

STALE_AFTER = timedelta(seconds=60)  #: a received row this old was left by a crash
ATTEMPTS_MOST = 3
RESPONSE_URL_LIVES = timedelta(minutes=29)

log = logging.getLogger("kb.interaction")


@dataclass(frozen=True, slots=True)
class Routes:
    """Which function handles what. Keys are commands, action ids (a trailing ".0" is ignored) and callback ids."""

    commands: Mapping[str, Handler]
    actions: Mapping[str, Handler]
    views: Mapping[str, Handler]
    shortcuts: Mapping[str, Handler]
    message_shortcuts: Mapping[str, Handler]
    mention: Handler
    message: Handler
    home: ShowsOverview

    def handler(self, did: Interaction) -> Handler | None:
        """The function for this interaction, or None when nothing needs doing."""
        tables = {
            "command": self.commands,
            "action": self.actions,
            "view": self.views,
            "shortcut": self.shortcuts,
            "message_shortcut": self.message_shortcuts,
        }
        if did.kind in tables:
            return tables[did.kind].get(action_name(did.name))
        return {"mention": self.mention, "message": self.message, "home": self.home}.get(did.kind)


def action_name(action_id: str) -> str:
    """The action without the number that makes it unique in its message."""
    return re.sub(r"\.\d+$", "", action_id)


class Closing(Exception):
    """The process is stopping and takes nothing more."""


class Router:
    """Handles interactions. `after` is called when one was handled (the dispatcher's wake-up)."""

    def __init__(
        self,
        context: Context,
        routes: Routes,
        performer: Performer,
        clock: Callable[[], datetime],
        after: Callable[[], None],
    ) -> None:
        self.context, self.routes, self.performer, self.clock, self.after = context, routes, performer, clock, after
        self._busy: set[str] = set()
        self._closed = False
        self._idle = threading.Condition()

    def read(self, body: Body) -> Interaction:
        """The interaction in a body, masked by the organisation's rules. Errors: Unavailable."""
        with self.context.store.reading() as data:
            organisation = data.organisation()
        did = parse(body, lambda text: mask_entry(text, organisation))
        return did.but(key=self.context.opaque(did.key))

    def receive(self, did: Interaction) -> bool:
        """Stores it. False for a second delivery. Errors: Unavailable."""
        with self._idle:
            if self._closed:
                raise Closing
            if did.key in self._busy:
                return False
            self._busy.add(did.key)
        try:
            row = InboxRow(key=did.key, kind=did.kind, payload=_kept(did), received_at=self.clock())
            with self.context.store.writing() as unit:
                fresh = unit.receive(row, STALE_AFTER)
        except BaseException:
            self._leave(did.key)
            raise
        if not fresh:
            self._leave(did.key)
        return fresh

    def handle(self, did: Interaction) -> Sequence[Response]:
        """Runs the handler. Never raises: what went wrong becomes a response with the text given back."""
        handler = self.routes.handler(did)
        started = time.monotonic()
        failed = ""
        try:
            if handler is None:
                return ()
            now = self.clock()
            turn = Turn(self.context, did, role_of(self.context, did.user), now)
            return fit(turn, tuple(handler(turn)), self.routes.home)
        except KbError as error:
            failed = error.key
            return self.refusal(did, error)
        except Exception:
            reference = secrets.token_hex(2).upper()
            failed = f"reference {reference}"
            log.exception("failed", extra={"reference": reference})
            return self.refusal(did, KbError("error-unknown", reference=reference))
        finally:
            log.info(
                "handled",
                extra={
                    "kind": did.kind,
                    "what": action_name(did.name),
                    "ms": round((time.monotonic() - started) * 1000),
                    "failed": failed or None,
                },
            )

    def answer(self, did: Interaction, responses: Sequence[Response]) -> None:
        """After the ack: performs the responses and marks the interaction done; it is taken up again if Slack was not
        reached. (Handlers are idempotent: what they decided stands, and is only said again.)"""
        try:
            if not self.performer.perform(did, responses):
                return
            with self.context.store.writing() as unit:
                unit.finish(did.key)
        except Unavailable:
            log.warning("left for recovery", extra={"kind": did.kind})
        finally:
            self._leave(did.key)
            self.after()

    def refusal(self, did: Interaction, error: KbError) -> Sequence[Response]:
        """What is said when something cannot be done, with the text given back."""
        turn = Turn(self.context, did, self._role_or_default(did.user), self.clock())
        lens = turn.lens
        if did.kind == "view" and did.fields:
            return (_at_fields(lens, did, error.problems if isinstance(error, BadFields) else (error,)),)
        typed = error.text or ("" if did.kind == "action" else did.typed or did.text)
        retry = isinstance(error, Unavailable) or error.key == "error-unknown"
        return fit(turn, (Say(problem(lens, error, typed, retry=retry)),), None)

    def recover(self, limit: int = 20) -> int:
        """Takes up what a crash left unanswered, and answers by direct message; returns how many."""
        now = self.clock()
        with self.context.store.reading() as data:
            rows = data.stale_inbox(now - STALE_AFTER, limit)
        count = 0
        for row in rows:
            did = Interaction.model_validate(row.payload)
            if row.attempts >= ATTEMPTS_MOST:
                with self.context.store.writing() as unit:
                    unit.finish(row.key)
                continue
            try:
                if not self.receive(did):
                    continue
            except Closing:
                break  # the next start takes them up
            count += 1
            if now - row.received_at > RESPONSE_URL_LIVES:
                did = did.but(response_url=None)
            did = did.but(trigger_id=None)  # it opens nothing any more: what is to be said goes by direct message
            self.answer(did, [r for r in self.handle(did) if not isinstance(r, Errors)])
        return count

    def close(self) -> None:
        """Takes nothing more: what Slack sends from now on is not acknowledged, so it goes elsewhere or comes again."""
        with self._idle:
            self._closed = True

    def drain(self, seconds: float) -> bool:
        """Waits until nothing is being handled; False when that took longer."""
        with self._idle:
            return self._idle.wait_for(lambda: not self._busy, timeout=seconds)

    def _leave(self, key: str) -> None:
        with self._idle:
            self._busy.discard(key)
            self._idle.notify_all()

    def _role_or_default(self, user: str) -> Role:
        try:
            return role_of(self.context, user)
        except KbError:
            return Role(user, self.context.language, False, (), (), False)


def _at_fields(lens: Lens, did: Interaction, problems: Sequence[KbError]) -> Errors:
    """What is wrong, each at its field; at the first one what belongs to none that the form has."""
    said: dict[str, str] = {}
    for one in problems:
        wanted = str(one.values.get("field") or "")
        place = wanted if wanted in did.fields else next(iter(did.fields))
        said.setdefault(place, lens.say(one.key, **one.values)[:2000])
    return Errors(said)


def _kept(did: Interaction) -> Mapping[str, object]:
    """What the inbox keeps. What may be about a mistake is kept without its user, and without a direct message's
    channel, which tells as much: it is recovered by its response_url, or not at all."""
    if _may_be_about_a_mistake(did):
        did = did.but(user="", channel=None if did.direct else did.channel)
    return did.model_dump(mode="json")


def _may_be_about_a_mistake(did: Interaction) -> bool:
    if did.kind == "view":
        return did.fields.get("kind") == Kind.MISTAKE.value or '"token"' in did.meta
    if did.kind == "action":  # what is done right after sharing is allowed by a token, not by who does it
        return did.name.startswith("share.") or did.name == "retry"
    command = commands.parse(did.text)
    return isinstance(command, commands.Share) and command.kind == "mistake"
