"""Small pure builders of Block Kit dicts, within Slack's limits (docs.slack.dev/reference/block-kit)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.locale import clock, day, say
from bot.model import Department, Entry, EntryState, Language

Block = dict[str, Any]

SECTION_MAX = 3000
BUTTON_MAX = 75
VALUE_MAX = 2000
OPTION_MAX = 75
PLACEHOLDER_MAX = 150
DAY = 86_400  #: seconds


@dataclass(frozen=True, slots=True)
class Lens:
    """For whom, and as of when, something is rendered."""

    language: Language
    now: datetime
    zone: ZoneInfo

    def say(self, key: str, **values: object) -> str:
        """The text for `key` in this language."""
        return say(self.language, key, **values)


def escape(text: str) -> str:
    """Slack's three control characters, as entities: what people wrote stays text."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def cut(text: str, limit: int) -> str:
    """At most `limit` characters, an ellipsis showing that something is left out; never half an entity."""
    if len(text) <= limit:
        return text
    short = text[: limit - 1]
    ampersand = short.rfind("&", max(0, len(short) - 5))
    if ampersand >= 0 and ";" not in short[ampersand:]:
        short = short[:ampersand]
    return short.rstrip() + "…"


def section(text: str, **extra: Any) -> Block:
    """A paragraph of mrkdwn, cut to Slack's 3,000 characters."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": cut(text, SECTION_MAX)}, **extra}


def paragraphs(text: str) -> list[Block]:
    """A long text as sections of at most 3,000 characters, split at white space; nothing is left out."""
    blocks: list[Block] = []
    rest = escape(text)
    while rest:
        at = (
            len(rest)
            if len(rest) <= SECTION_MAX
            else max(rest.rfind(" ", 1, SECTION_MAX), rest.rfind("\n", 1, SECTION_MAX))
        )
        at = at if at > 0 else SECTION_MAX
        entity = rest.rfind("&", max(0, at - 5), at)
        if entity > 0 and ";" not in rest[entity:at] and at < len(rest):
            at = entity
        if rest[:at].strip():
            blocks.append(section(rest[:at]))
        rest = rest[at:]
    return blocks


def context_line(text: str) -> Block:
    """Small grey text."""
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": cut(text, SECTION_MAX)}]}


def divider() -> Block:
    """A thin line."""
    return {"type": "divider"}


def plain(text: str, limit: int) -> Block:
    """A plain_text object, cut."""
    return {"type": "plain_text", "text": cut(text, limit), "emoji": False}


def button(
    label: str, action: str, value: str = "", *, style: str | None = None, confirm: Block | None = None
) -> Block:
    """A button. `value` holds ids only; who presses is looked up again."""
    made: Block = {"type": "button", "text": plain(label, BUTTON_MAX), "action_id": action}
    if value:
        made["value"] = value[:VALUE_MAX]
    if style:
        made["style"] = style
    if confirm:
        made["confirm"] = confirm
    return made


def confirm(lens: Lens, title: str, text: str, yes: str) -> Block:
    """A question before something that cannot be undone."""
    return {
        "title": plain(title, 100),
        "text": plain(text, 300),
        "confirm": plain(yes, 30),
        "deny": plain(lens.say("cancel"), 30),
    }


def option(label: str, value: str) -> Block:
    """One choice of a menu."""
    return {"text": plain(label, OPTION_MAX), "value": value}


def menu(placeholder: str, action: str, options: Sequence[Block]) -> Block:
    """A drop-down; Slack takes 1 to 100 options."""
    return {
        "type": "static_select",
        "placeholder": plain(placeholder, PLACEHOLDER_MAX),
        "action_id": action,
        "options": list(options)[:100],
    }


def overflow(action: str, options: Sequence[Block]) -> Block:
    """The "..." menu, of at most five options."""
    return {"type": "overflow", "action_id": action, "options": list(options)[:5]}


def actions(*elements: Block | None) -> Block:
    """A row of buttons and menus; None is left out."""
    return {"type": "actions", "elements": [e for e in elements if e is not None]}


def quote(text: str, limit: int = SECTION_MAX - 20) -> str:
    """Somebody's words as a quotation, every line of it."""
    return "\n".join(f"> {line}" for line in cut(escape(text), limit).splitlines() or [""])


def ago(lens: Lens, at: datetime) -> str:
    """How long ago, with the date on hover; Slack says it in the reader's own language where it can."""
    return f"<!date^{int(at.timestamp())}^{{ago}}|{ago_words(lens, at)}>"


def at_time(lens: Lens, at: datetime) -> str:
    """When something happened: the time of day, with the day when it was another. Slack says "today" or "yesterday"
    itself, in a message that may be read next week."""
    time = clock(lens.language, at, lens.zone)
    same = at.astimezone(lens.zone).date() == lens.now.astimezone(lens.zone).date()
    words = time if same else f"{day(lens.language, at, lens.zone)} {time}"
    return f"<!date^{int(at.timestamp())}^{{date_short_pretty}} {{time}}|{words}>"


def ago_words(lens: Lens, at: datetime) -> str:
    """How long ago, in words. From a day on, days are those of the calendar: Wednesday is five days before Monday."""
    seconds = max(timedelta(), lens.now - at).total_seconds()
    days = (lens.now.astimezone(lens.zone).date() - at.astimezone(lens.zone).date()).days if seconds >= DAY else 0
    counts = (("weeks", days // 7), ("days", days), ("hours", int(seconds // 3600)), ("minutes", int(seconds // 60)))
    for key, count in counts:
        if count >= (2 if key == "weeks" else 1):
            return lens.say(f"ago-{key}", count=count)
    return lens.say("ago-now")


def state_of_entry(lens: Lens, entry: Entry, checked_by: Department | None) -> str:
    """ "checked by Collections, 3 weeks ago", or what else it is."""
    if entry.state is EntryState.CHECKED and entry.checked_at:
        name = escape(checked_by.name) if checked_by else lens.say("a-department")
        return lens.say("state-checked", department=name, ago=ago(lens, entry.checked_at))
    # Checked, but not known since when (it may be imported like that): nobody is known to stand for it.
    state = EntryState.UNCHECKED if entry.state is EntryState.CHECKED else entry.state
    return lens.say(f"state-{state.value}")


def kind_of(lens: Lens, entry: Entry) -> str:
    """ "tip", "mistake", "answer"."""
    return lens.say(f"kind-{entry.kind.value}")


def ids(*numbers: int | str | None) -> str:
    """Ids for a button's value."""
    return ":".join("" if n is None else str(n) for n in numbers)


def text_input(label: str, action: str, *, value: str = "", multiline: bool = True, optional: bool = False,
               limit: int = 3000, hint: str = "", placeholder: str = "") -> Block:  # fmt: skip
    """An input block with one text field; its block_id is the action_id, so that errors find it."""
    element: Block = {"type": "plain_text_input", "action_id": action, "multiline": multiline, "max_length": limit}
    if value:
        element["initial_value"] = value[:limit]
    if placeholder:
        element["placeholder"] = plain(placeholder, PLACEHOLDER_MAX)
    made: Block = {
        "type": "input",
        "block_id": action,
        "label": plain(label, 2000),
        "element": element,
        "optional": optional,
    }
    if hint:
        made["hint"] = plain(hint, 2000)
    return made


def select_input(label: str, action: str, options: Sequence[Block], *, chosen: str | None = None,
                 optional: bool = False, placeholder: str = "…", hint: str = "") -> Block:  # fmt: skip
    """An input block with a drop-down."""
    element = menu(placeholder, action, options)
    initial = next((o for o in options if o["value"] == chosen), None)
    if initial:
        element["initial_option"] = initial
    made: Block = {
        "type": "input",
        "block_id": action,
        "label": plain(label, 2000),
        "element": element,
        "optional": optional,
    }
    return {**made, "hint": plain(hint, 2000)} if hint else made


def radio_input(label: str, action: str, options: Sequence[Block], *, chosen: str) -> Block:
    """An input block with radio buttons; one is always chosen."""
    initial = next(o for o in options if o["value"] == chosen)
    element = {"type": "radio_buttons", "action_id": action, "options": list(options)[:10], "initial_option": initial}
    return {"type": "input", "block_id": action, "label": plain(label, 2000), "element": element}


def date_input(label: str, action: str, chosen: date | None = None, *, hint: str = "", optional: bool = False,
               ) -> Block:  # fmt: skip
    """An input block with a date; what was chosen comes back as "2026-05-12"."""
    element: Block = {"type": "datepicker", "action_id": action}
    if chosen:
        element["initial_date"] = chosen.isoformat()
    made: Block = {"type": "input", "block_id": action, "label": plain(label, 2000), "element": element}
    made |= {"optional": True} if optional else {}
    return {**made, "hint": plain(hint, 2000)} if hint else made


def checkboxes_input(label: str, action: str, options: Sequence[Block], *, ticked: bool = True, hint: str = "",
                     ) -> Block:  # fmt: skip
    """An input block with at most ten checkboxes, all ticked or none; what is ticked comes back joined by commas."""
    shown = list(options)[:10]
    element: Block = {"type": "checkboxes", "action_id": action, "options": shown}
    if ticked:
        element["initial_options"] = list(shown)
    made: Block = {
        "type": "input",
        "block_id": action,
        "label": plain(label, 2000),
        "element": element,
        "optional": True,
    }
    return {**made, "hint": plain(hint, 2000)} if hint else made


def modal(lens: Lens, callback: str, title: str, blocks: Sequence[Block], *, submit: str | None = None,
          meta: str = "") -> Block:  # fmt: skip
    """A modal view; without `submit` it only shows something."""
    view: Block = {
        "type": "modal",
        "callback_id": callback,
        "title": plain(title, 24),
        "close": plain(lens.say("close"), 24),
        "blocks": list(blocks)[:100],
        "private_metadata": meta,
    }
    if submit:
        view["submit"] = plain(submit, 24)
        view["close"] = plain(lens.say("cancel"), 24)
    return view
