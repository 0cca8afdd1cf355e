"""What Slack's own client refuses to submit: empty required fields, wrong lengths, numbers that are none."""

import re
from typing import Any

from bot.sandbox.checks_elements import INPUT_MOST
from bot.sandbox.elements import Blocks, Values, current_values
from bot.sandbox.wording import say


def problems_of_inputs(blocks: Blocks, chosen: Values, locale: str) -> dict[str, str]:
    """{block_id: text} for every input that may not be sent in like this."""
    values = current_values(blocks, chosen)
    problems = {}
    for block in blocks:
        if block["type"] == "input":
            element = block["element"]
            value = values.get(block["block_id"], {}).get(element["action_id"])
            problem = _problem(element, value, block.get("optional", False), locale)
            if problem:
                problems[block["block_id"]] = problem
    return problems


def _problem(element: dict[str, Any], value: Any, optional: bool, locale: str) -> str | None:
    if value in (None, "", []):
        return None if optional else say("required", locale)
    if not isinstance(value, str):
        return None
    kind = element["type"]
    if kind == "plain_text_input":
        least, most = element.get("min_length", 0), element.get("max_length", INPUT_MOST)
        if not value.strip() and not optional:
            return say("required", locale)
        if len(value) < least:
            return say("too_short", locale, what=str(least))
        if len(value) > most:
            return say("too_long", locale, what=str(most))
    elif kind == "number_input" and not re.fullmatch(r"-?\d+([.,]\d+)?", value):
        return say("not_a_number", locale)
    elif kind == "email_text_input" and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", value):
        return say("not_an_email", locale)
    elif kind == "url_text_input" and not re.fullmatch(r"https?://\S+", value):
        return say("not_a_url", locale)
    return None
