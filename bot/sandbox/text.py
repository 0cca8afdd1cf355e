"""Text as Slack speaks it: escaped on the wire, with mentions and links in angle brackets."""

import re
from collections.abc import Callable, Iterator
from typing import Any

_CONTROL = re.compile(r"<([^<>]+)>")
_MENTION = re.compile(r"(?<![\w@#/.])([@#])([\w][\w.-]*\w|\w)")
_LINK = re.compile(r"https?://[^\s<>]+[^\s<>.,;:!?)\"'\]]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_HIDDEN = ("confirm", "dispatch_action_config", "filter", "metadata", "state", "event_payload", "column_settings")


def escape(text: str) -> str:
    """The three characters Slack escapes."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    """The other way round; nothing else is unescaped."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def on_the_wire(
    typed: str, resolve: Callable[[str, str], str | None], *, links: bool = True, mentions: bool = True
) -> str:
    """What a person typed, as the app receives it.

    `resolve(sign, name)` gives the inside of `<...>` for "@kb" or "#algemeen", None for an unknown name.
    """
    out: list[str] = []
    position = 0
    for match in _LINK.finditer(typed) if links else ():
        out.append(_mentions(typed[position : match.start()], resolve if mentions else None))
        link = match.group()
        inside = link if "://" in link else f"mailto:{link}|{link}"
        out.append(f"<{escape(inside)}>")
        position = match.end()
    out.append(_mentions(typed[position:], resolve if mentions else None))
    return "".join(out)


def _mentions(typed: str, resolve: Callable[[str, str], str | None] | None) -> str:
    if resolve is None:
        return escape(typed)
    out: list[str] = []
    position = 0
    for match in _MENTION.finditer(typed):
        inside = resolve(match.group(1), match.group(2))
        if inside is not None:
            out.append(escape(typed[position : match.start()]) + f"<{inside}>")
            position = match.end()
    return "".join(out) + escape(typed[position:])


def readable(text: str, name_of: Callable[[str], str | None]) -> str:
    """Slack text as a person reads it: names for mentions, labels for links, fallbacks for dates, unescaped."""

    def shown(match: re.Match[str]) -> str:
        inside, _, label = match.group(1).partition("|")
        if inside[0] in "@#":
            name = label or name_of(inside[1:]) or inside[1:]
            return inside[0] + name
        if inside.startswith("!date^"):
            return label or inside
        if inside.startswith("!subteam^"):
            return label or "@" + (name_of(inside.removeprefix("!subteam^")) or inside)
        if inside.startswith("!"):
            return "@" + inside[1:]
        return label or inside.removeprefix("mailto:")

    return unescape(_CONTROL.sub(shown, text))


def texts_in(blocks: Any) -> Iterator[str]:
    """Every text a person sees in blocks (or in a view), in reading order: sections, labels, buttons, options."""
    if isinstance(blocks, list):
        for one in blocks:
            yield from texts_in(one)
    elif isinstance(blocks, dict):
        if isinstance(blocks.get("text"), str):
            yield blocks["text"]
        for key in ("alt_text", "initial_value"):
            if isinstance(blocks.get(key), str):
                yield blocks[key]
        for key, value in blocks.items():
            if isinstance(value, dict | list) and key not in _HIDDEN:
                yield from texts_in(value)


def mentions_in(text: str) -> list[str]:
    """The user ids mentioned in wire text."""
    return re.findall(r"<@([A-Z0-9]+)(?:\|[^>]*)?>", text)


def squeeze(text: str) -> str:
    """White space made one space, so that a search does not depend on line breaks."""
    return " ".join(text.split())
