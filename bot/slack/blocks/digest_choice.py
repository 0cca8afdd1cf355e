"""The modal in which a reader chooses the day and the parts of their digest, or none."""

from __future__ import annotations

from bot.domain.digest_figures import SECTIONS
from bot.model import DigestChoice
from bot.slack.blocks.common import Lens, checkboxes_input, modal, option, select_input
from bot.slack.blocks.digest import DAYS
from bot.slack.responses import View

DAY, PARTS = "digest.day", "digest.sections"
NONE = "none"
OFFERED_DAYS = range(5)  #: Monday to Friday, and another that a department has


def choice_modal(lens: Lens, choice: DigestChoice, meta: str) -> View:
    """As it is now."""
    days = sorted({*OFFERED_DAYS, choice.day})
    options = [option(lens.say(f"day-{DAYS[day]}"), str(day)) for day in days]
    options.append(option(lens.say("digest-choose-none"), NONE))
    parts = checkboxes_input(
        lens.say("digest-choose-sections"),
        PARTS,
        [option(lens.say(f"digest-section-{key}"), key) for key in SECTIONS],
        hint=lens.say("digest-choose-hint"),
    )
    wanted = [one for one in parts["element"]["options"] if one["value"] not in choice.without]
    if wanted:
        parts["element"]["initial_options"] = wanted
    blocks = [
        select_input(lens.say("digest-choose-day"), DAY, options, chosen=NONE if choice.none else str(choice.day)),
        parts,
    ]
    return modal(lens, "digest_choose", lens.say("digest-choose-title"), blocks, submit=lens.say("save"), meta=meta)


def chosen(fields: dict[str, str], before: DigestChoice) -> DigestChoice:
    """What was submitted. Whoever wants none keeps their day and parts for later."""
    if fields.get(DAY) == NONE:
        return before.but(none=True)
    day = fields.get(DAY, "")
    wanted = set(fields.get(PARTS, "").split(","))
    without = tuple(key for key in SECTIONS if key not in wanted)
    return DigestChoice(day=int(day) if day.isdecimal() and int(day) < len(DAYS) else before.day, without=without)
