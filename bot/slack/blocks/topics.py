"""Topics: the list a specialist gets, and the form to correct one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.domain.text import one_line
from bot.model import TITLE_MAX
from bot.services.topic_corrections import Editing, Listed
from bot.slack.blocks.common import (
    OPTION_MAX,
    Block,
    Lens,
    actions,
    button,
    checkboxes_input,
    context_line,
    escape,
    ids,
    modal,
    option,
    radio_input,
    section,
    select_input,
    text_input,
)
from bot.slack.blocks.home_rows import unique
from bot.slack.responses import Rendered

KEEP, MOVE, SPLIT, MERGE = "keep", "move", "split", "merge"


def listing(
    lens: Lens, found: Sequence[Listed], names: Mapping[str, str], *, said: Sequence[Block] = (), text: str = ""
) -> Rendered:
    """The topics with a button each. `names`: of departments by key, said when there are several; `said`: what was just
    changed, above them (see `saved`), in plain `text`."""
    head = lens.say("topics-title")
    if not found:
        none = lens.say("topics-none")
        return Rendered(text or none, (*said, context_line(none)))
    several = len({one.department for one in found}) > 1
    rows = [_row(lens, one, names if several else {}) for one in found]
    blocks = [*said, section(f"*{head}*"), *rows, context_line(lens.say("topics-hint"))]
    return Rendered(text or head, tuple(unique(blocks)))


def saved(lens: Lens, text: str, undo: str) -> list[Block]:
    """What was changed; `undo`: the value of the button that takes it back, "" for no button."""
    back = [actions(button(lens.say("button-undo"), "topic.undo", undo))] if undo else []
    return [section(text), *back]


def edit(lens: Lens, found: Editing, *, meta: str) -> Block:
    """Its name; and questions to move, to split off, or all of it to merge."""
    blocks = []
    if found.by_entry:
        blocks.append(context_line(lens.say("topic-edit-entry", number=found.topic.entry)))
    blocks.append(
        text_input(
            lens.say("topic-edit-name"),
            "title",
            value=found.title,
            multiline=False,
            limit=TITLE_MAX,
            hint=lens.say("topic-edit-name-hint"),
        )
    )
    choices = [KEEP, *([MOVE] if found.others else []), SPLIT, *([MERGE] if found.others else [])]
    if found.questions:
        options = [option(lens.say(f"topic-do-{choice}"), choice) for choice in choices]
        blocks.append(radio_input(lens.say("topic-edit-do"), "do", options, chosen=KEEP))
        asked = [option(one_line(question.text, OPTION_MAX), str(question.id)) for question in found.questions]
        blocks.append(checkboxes_input(lens.say("topic-edit-questions"), "questions", asked, ticked=False))
        blocks += _others(lens, found)
        blocks.append(
            text_input(
                lens.say("topic-edit-new"),
                "new_title",
                multiline=False,
                optional=True,
                limit=TITLE_MAX,
                hint=lens.say("topic-edit-new-hint"),
            )
        )
    title = lens.say("topic-edit-title")
    return modal(lens, "topic_edit", title, blocks, submit=lens.say("save"), meta=meta)


def _row(lens: Lens, one: Listed, names: Mapping[str, str]) -> Block:
    about = lens.say("topics-about", people=one.people, questions=one.questions)
    if name := names.get(one.department or ""):
        about += lens.say("topics-of", department=escape(name))
    text = lens.say("topics-row", title=escape(one.title), about=about)
    return section(text, accessory=button(lens.say("topics-edit"), "topic.edit", ids(one.topic.id)))


def _others(lens: Lens, found: Editing) -> list[Block]:
    if not found.others:
        return []
    options = [option(one_line(other.title, OPTION_MAX), str(other.topic.id)) for other in found.others]
    label, placeholder = lens.say("topic-edit-other"), lens.say("topic-edit-other-menu")
    return [select_input(label, "other", options, optional=True, placeholder=placeholder)]
