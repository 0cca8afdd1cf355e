"""The form in which a department announces, and in which it changes an announcement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from bot.domain.announcements import Announced
from bot.domain.text import one_line
from bot.errors import BadInput
from bot.model import TITLE_MAX, Department, Question
from bot.services.announcement_drafts import EXPECTED_MOST
from bot.slack.blocks.announcements import preview
from bot.slack.blocks.common import (
    Block,
    Lens,
    actions,
    button,
    context_line,
    date_input,
    modal,
    option,
    plain,
    section,
    select_input,
    text_input,
)

PAIRS_AT_FIRST = 2  #: empty places for expected questions in a new form

Fields = Mapping[str, str]


def form(
    lens: Lens, departments: Sequence[Department], fields: Fields, pairs: int, *, meta: str, number: int | None = None
) -> Block:
    """The form, filled with `fields` (by action_id) and with so many places for expected questions. `departments`: to
    choose from; empty when it is known whose announcement it is. `number`: the one that is changed."""
    blocks = [context_line(lens.say("announcement-modal-intro"))]
    if departments:
        choices = [option(one.name, one.key) for one in departments]
        chosen = fields.get("department") or (departments[0].key if len(departments) == 1 else None)
        blocks.append(select_input(lens.say("announcement-label-department"), "department", choices, chosen=chosen))
    blocks += [
        _text(lens, "title", fields, multiline=False, limit=TITLE_MAX, placeholder=True),
        _text(lens, "body", fields, hint=lens.say("hint-no-names")),
        date_input(lens.say("announcement-label-starts"), "starts", _as_date(fields, "starts")),
        date_input(
            lens.say("announcement-label-ends"),
            "ends",
            _as_date(fields, "ends"),
            hint=lens.say("announcement-hint-ends"),
        ),
        _text(lens, "audience", fields, multiline=False, limit=TITLE_MAX, placeholder=True, optional=True),
        _number(lens, "customers", fields),
        section(lens.say("announcement-expected-intro")),
    ]
    shown = min(max(pairs, 1), EXPECTED_MOST)
    for place in range(shown):
        blocks += _pair(lens, place, fields)
    more = button(lens.say("button-announcement-one-more"), "announcement.one_more") if shown < EXPECTED_MOST else None
    blocks.append(actions(more, button(lens.say("button-announcement-preview"), "announcement.preview")))
    title = lens.say("announcement-modal-edit", number=number) if number else lens.say("announcement-modal-title")
    return modal(lens, "announcement", title, blocks, submit=lens.say("save" if number else "send"), meta=meta)


def shown_first(lens: Lens, one: Announced, department: Department | None, problems: Sequence[BadInput] = ()) -> Block:
    """How it will look, on top of the form; above it the `problems` with which it will not be taken."""
    told = [section("\n".join((lens.say("announcement-preview-not-yet"), *_told(lens, problems))))] if problems else []
    blocks = [*told, *preview(lens, one, department)]
    return modal(lens, "announcement_preview", lens.say("announcement-preview-title"), blocks)


def fields_of(one: Announced, add: Question | None = None) -> tuple[Fields, int]:
    """An announcement as the form holds it, and how many places for questions that takes. `add`: a question that gets
    a place of its own, to be answered."""
    announcement = one.announcement
    pairs = [(expected.question, expected.answer) for expected in announcement.expected]
    if add is not None:
        pairs.append((one_line(add.text, TITLE_MAX), ""))
    fields = {
        "title": one.entry.title,
        "body": one.entry.body,
        "starts": announcement.starts.isoformat(),
        "ends": announcement.ends.isoformat(),
        "audience": announcement.audience,
        "customers": "" if announcement.customers is None else str(announcement.customers),
    }
    for place, (question, answer) in enumerate(pairs):
        fields |= {f"question_{place}": question, f"answer_{place}": answer}
    return fields, max(len(pairs), 1)


def new_fields(today: date, department: str | None, title: str, body: str) -> Fields:
    """An empty form, from today."""
    return {"department": department or "", "starts": today.isoformat(), "title": title, "body": body}


def _told(lens: Lens, problems: Sequence[BadInput]) -> list[str]:
    """Each with the label of its field: "Question 2: fill in both"."""
    lines = []
    for problem in problems:
        name, _, place = str(problem.values["field"]).partition("_")
        label = lens.say(f"announcement-label-{name}", number=int(place) + 1 if place else 0)
        lines.append(f"• {label}: {lens.say(problem.key, **problem.values)}")
    return lines


def _pair(lens: Lens, place: int, fields: Fields) -> list[Block]:
    question, answer = f"question_{place}", f"answer_{place}"
    return [
        text_input(
            lens.say("announcement-label-question", number=place + 1), question, value=fields.get(question, ""),
            multiline=False, optional=True, limit=TITLE_MAX,
        ),
        text_input(
            lens.say("announcement-label-answer", number=place + 1), answer, value=fields.get(answer, ""), optional=True
        ),
    ]  # fmt: skip


def _text(lens: Lens, name: str, fields: Fields, *, multiline: bool = True, limit: int = 3000, optional: bool = False,
          placeholder: bool = False, hint: str = "") -> Block:  # fmt: skip
    return text_input(
        lens.say(f"announcement-label-{name}"),
        name,
        value=fields.get(name, ""),
        multiline=multiline,
        optional=optional,
        limit=limit,
        hint=hint,
        placeholder=lens.say(f"announcement-placeholder-{name}") if placeholder else "",
    )


def _as_date(fields: Fields, name: str) -> date | None:
    return date.fromisoformat(fields[name]) if fields.get(name) else None


def _number(lens: Lens, name: str, fields: Fields) -> Block:
    element: Block = {"type": "number_input", "action_id": name, "is_decimal_allowed": False, "min_value": "0"}
    if fields.get(name, "").isdecimal():
        element["initial_value"] = fields[name]
    label = plain(lens.say(f"announcement-label-{name}"), 2000)
    hint = plain(lens.say(f"announcement-hint-{name}"), 2000)
    return {"type": "input", "block_id": name, "label": label, "element": element, "optional": True, "hint": hint}
