"""People in tests: they type, see, press, choose, fill in. Reads as a conversation."""

import time
from collections.abc import Iterator, Mapping
from typing import Any

from bot.sandbox.acts import Acts
from bot.sandbox.elements import STATEFUL, Found, options_of
from bot.sandbox.outcome import Outcome
from bot.sandbox.seen import Seen, option_value, seen_message, seen_view
from bot.sandbox.state import Message, User, View
from bot.sandbox.workspace import Workspace

WAIT = 20.0  #: seconds until something that should be seen counts as missing: no measure of speed


class Person:
    """One person. `sees` and `does_not_see` look at what changed since her last act.

    She looks at her conversations, and at Home while she has it open; a modal lies on top.
    """

    def __init__(self, ws: Workspace, acts: Acts, user_id: str) -> None:
        self._ws = ws
        self._acts = acts
        self.id = user_id
        self._mark = 0
        self._home_mark = 0
        self._at_home = False
        self._last: Seen | None = None

    def __repr__(self) -> str:
        return f"<Person {self.user.handle}>"

    @property
    def user(self) -> User:
        """What the workspace knows about her."""
        return self._ws.state.users[self.id]

    @property
    def modal(self) -> Seen | None:
        """The modal on top, if any."""
        with self._ws.lock:
            stack = self._ws.stack(self.id)
            return seen_view(self._ws, stack[-1]) if stack else None

    @property
    def home(self) -> Seen | None:
        """Her Home tab, if the app published one."""
        with self._ws.lock:
            home = self._ws.state.homes.get(self.id)
            return seen_view(self._ws, home) if home else None

    def messages(self, channel: str | None = None) -> list[Seen]:
        """All messages she can see, oldest first; in one conversation ("dm" for hers with the bot) or everywhere."""
        with self._ws.lock:
            place = self._place(channel) if channel else None
            return [seen_message(self._ws, one) for one in self._ws.visible(self.id, place)]

    # Saying and opening

    def types(self, text: str, channel: str = "dm", thread: Any = None, expect_error: bool = False) -> Outcome:
        """Types a line: a slash command, or a message (`@kb` becomes a mention). `thread`: a message or its ts.

        A command the app does not take shows her an error, and comes back as an outcome that is not ok.
        """
        self._starts_something(at_home=False)
        ts = thread.thread_ts or thread.ts if isinstance(thread, Seen) else thread
        place = thread.channel if isinstance(thread, Seen) and channel == "dm" else self._place(channel)
        return self._acts.say(self.id, place, text, ts)

    def opens_home(self, expect_error: bool = False) -> Outcome:
        """Opens the app's Home tab."""
        self._starts_something(at_home=True)
        return self._went(self._acts.open_home(self.id), expect_error)

    def opens_messages_tab(self, expect_error: bool = False) -> Outcome:
        """Opens the app's Messages tab."""
        self._starts_something(at_home=False)
        return self._went(self._acts.open_home(self.id, "messages"), expect_error)

    def uses_shortcut(self, name: str, expect_error: bool = False) -> Outcome:
        """A global shortcut, by name or callback_id."""
        self._starts_something()
        return self._went(self._acts.shortcut(self.id, self._shortcut(name, "global")), expect_error)

    def uses_message_shortcut(self, name: str, on: Seen, expect_error: bool = False) -> Outcome:
        """A message shortcut, by name or callback_id."""
        self._starts_something()
        callback_id = self._shortcut(name, "message")
        return self._went(self._acts.message_shortcut(self.id, callback_id, _message(on)), expect_error)

    def joins(self, channel: str) -> Outcome:
        """Joins a channel."""
        return self._acts.join(self.id, self._place(channel))

    # Using what stands there

    def presses(self, button: str, on: Seen | None = None, expect_error: bool = False) -> Outcome:
        """Presses a button, by label or action_id; on the last thing she saw when not told."""
        thing, found = self._element(button, on, "button")
        self._starts_something()
        return self._went(self._acts.act(self.id, thing.thing, found.block_id, found.action_id), expect_error)

    def chooses(self, control: str, option: Any, on: Seen | None = None, expect_error: bool = False) -> Outcome:
        """Chooses in a select, overflow ("⋯"), radio group, checkboxes (a list), picker; by placeholder, label or
        action_id. Options by text or value; people and channels by name."""
        thing, found = self._element(control, on, *STATEFUL, "overflow", option=option)
        self._starts_something()
        value = self._value(found, option)
        if not _dispatches(found):
            return self._acts.set_value(self.id, thing.thing, found.block_id, found.action_id, value)
        return self._went(self._acts.act(self.id, thing.thing, found.block_id, found.action_id, value), expect_error)

    def enters(self, control: str, text: str, on: Seen | None = None, expect_error: bool = False) -> Outcome:
        """Types into an input with dispatch_action and presses Enter."""
        return self.chooses(control, text, on, expect_error)

    def fills(self, values: Mapping[str, Any], on: Seen | None = None) -> None:
        """Fills in inputs of the top modal (or of `on`), by label, placeholder or action_id."""
        for name, wanted in values.items():
            thing, found = self._element(name, on or self._top(), *STATEFUL)
            value = self._value(found, wanted)
            act = self._acts.act if _dispatches(found) else self._acts.set_value
            act(self.id, thing.thing, found.block_id, found.action_id, value)

    def submits(self, expect_error: bool = False) -> dict[str, str]:
        """Sends the top modal in. The errors at its fields, by label: {} when it was taken."""
        top = self._top()
        self._starts_something()
        outcome = self._acts.submit(self.id, top.view_id)
        if outcome.errors:
            return top.errors
        self._went(outcome, expect_error)
        return {}

    def closes(self, everything: bool = False, expect_error: bool = False) -> Outcome:
        """Closes the top modal, or all of them."""
        top = self._top()
        self._starts_something()
        return self._went(self._acts.close(self.id, top.view_id, everything), expect_error)

    # Seeing

    def sees(
        self, text: str, channel: str | None = None, *, thread: Any = None, since: Any = "last", timeout: float = WAIT
    ) -> Seen:
        """Waits until the text is visible to her somewhere (or in `channel`), and gives what shows it.

        `since`: "last" (her last act) or "start". AssertionError that prints everything she sees otherwise.
        """
        end = time.monotonic() + timeout
        ws = self._ws
        with ws.changed:
            while True:
                for seen in self._new(channel, thread, since):
                    if seen.has(text):
                        self._last = seen
                        return seen
                left = end - time.monotonic()
                if left <= 0:
                    raise AssertionError(self._instead(text, channel, thread, since))
                ws.changed.wait(min(left, 0.25))

    def does_not_see(self, text: str, channel: str | None = None, *, for_: float = 0.5, since: Any = "last") -> None:
        """Makes sure that the text does not become visible to her within `for_` real seconds."""
        end = time.monotonic() + for_
        with self._ws.changed:
            while True:
                for seen in self._new(channel, None, since):
                    if seen.has(text):
                        raise AssertionError(f"{self.user.handle} does see {text!r}: {seen!r}")
                left = end - time.monotonic()
                if left <= 0:
                    return
                self._ws.changed.wait(min(left, 0.25))

    # Helpers

    def _starts_something(self, at_home: bool | None = None) -> None:
        with self._ws.lock:
            self._mark = self._home_mark = self._ws.state.seq
            self._last = None
            if at_home is not None:
                self._at_home = at_home
            if at_home:
                self._home_mark = 0  # all of it is new to who just opened it

    def _went(self, outcome: Outcome, expect_error: bool) -> Outcome:
        if not outcome and not expect_error:
            raise AssertionError(f"{self.user.handle}: {outcome.code}: {outcome.text or outcome.errors or 'not acked'}")
        return outcome

    def _new(self, channel: str | None, thread: Any, since: Any) -> Iterator[Seen]:
        """What changed since the mark, what lies on top first, then the latest."""
        mark = self._mark if since == "last" else 0
        place = self._place(channel) if channel else None
        if place is None and thread is None:
            views: list[View] = self._ws.stack(self.id)[-1:]
            home = self._ws.state.homes.get(self.id)
            if home is not None and self._at_home:
                views = [*views, home]
            for view in views:
                if view.seq > (self._home_mark if view is home and since == "last" else mark):
                    yield seen_view(self._ws, view)
        thread_ts = thread.thread_ts or thread.ts if isinstance(thread, Seen) else thread
        if isinstance(thread, Seen):
            place = thread.channel
        fresh = [one for one in self._ws.visible(self.id, place) if one.seq > mark]
        for one in sorted(fresh, key=lambda message: message.seq, reverse=True):
            if thread_ts is None or thread_ts in (one.thread_ts, one.ts):
                yield seen_message(self._ws, one)

    def _instead(self, text: str, channel: str | None, thread: Any, since: Any) -> str:
        new = "\n".join(f"  {seen!r}" for seen in self._new(channel, thread, since)) or "  nothing"
        older = "\n".join(f"  {seen!r}" for seen in list(self._new(channel, thread, "start"))[:10]) or "  nothing"
        return f"{self.user.handle} does not see {text!r}. New to her:\n{new}\nThe latest she sees at all:\n{older}"

    def _element(self, name: str, on: Seen | None, *kinds: str, option: Any = None) -> tuple[Seen, Found]:
        """The element called `name`; of several, the first that has the option."""
        with self._ws.lock:
            places = [on] if on is not None else self._candidates()
            found = [(place, one) for place in places for one in place.find_all(name, *kinds)]
            for place, one in found:
                if not options_of(one.element) or option in self._options(one):
                    return place, one
            if found:
                return found[0]
        there = "\n".join(f"  {place!r}" for place in places[:5]) or "  nothing"
        raise AssertionError(f"{self.user.handle} finds no {name!r} in:\n{there}")

    def _options(self, found: Found) -> list[str]:
        return [name for one in options_of(found.element) for name in (one["value"], one["text"]["text"])]

    def _candidates(self) -> list[Seen]:
        modal = self.modal
        first = [self._last] if self._last is not None else []
        if modal is not None:
            return [*first, modal]
        return first or list(self._new(None, None, "start"))

    def _top(self) -> Seen:
        """The modal on top; it may open a moment after the ack, so this waits for one."""
        end = time.monotonic() + WAIT
        with self._ws.changed:
            while (modal := self.modal) is None:
                left = end - time.monotonic()
                if left <= 0:
                    raise AssertionError(f"{self.user.handle} has no modal open")
                self._ws.changed.wait(min(left, 0.25))
        return modal

    def _value(self, found: Found, wanted: Any) -> Any:
        kind = found.element["type"]
        if kind == "overflow" or STATEFUL[kind][2] == "option":
            return None if wanted is None else option_value(found, wanted, self._ws)
        if STATEFUL[kind][2] == "options":
            return [option_value(found, one, self._ws) for one in wanted]
        if "users_select" in kind:
            return [self._known(one) for one in wanted] if isinstance(wanted, list) else self._known(wanted)
        if "conversations_select" in kind or "channels_select" in kind:
            return [self._place(one) for one in wanted] if isinstance(wanted, list) else self._place(wanted)
        return wanted

    def _known(self, reference: str) -> str:
        user = self._ws.user(reference)
        assert user is not None, f"nobody is called {reference}"
        return user.id

    def _place(self, channel: str) -> str:
        with self._ws.lock:
            if channel in ("dm", self._ws.dm(self.id).id):
                return self._ws.dm(self.id).id
            found = self._ws.channel(channel)
        assert found is not None, f"no channel {channel}"
        return found.id

    def _shortcut(self, name: str, kind: str) -> str:
        shortcuts = self._ws.manifest.shortcuts
        return next((one.callback_id for one in shortcuts if one.kind == kind and one.name == name), name)


def _dispatches(found: Found) -> bool:
    return bool(found.block["type"] != "input" or found.block.get("dispatch_action", False))


def _message(seen: Seen) -> Message:
    thing = seen.thing
    assert isinstance(thing, Message), "a shortcut of messages, on a message"
    return thing
