"""The settings in Slack: a menu, and a form for a department, a top task, and what is general."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.setup_shape import DAYS
from bot.model import LANGUAGES, Contact, Department, Organisation, TopTask
from bot.slack.blocks.common import (
    Block,
    Lens,
    actions,
    button,
    confirm,
    context_line,
    divider,
    escape,
    menu,
    modal,
    option,
    plain,
    section,
    select_input,
    text_input,
)

CHANNELS = {"include": ["public", "private"], "exclude_bot_users": True}
SHOWN_MOST = 100  #: options of a menu, and people in a field


def settings(lens: Lens, organisation: Organisation, note: str = "") -> Block:
    """What there is to set; `note` says what was just saved."""
    blocks = [
        *([section(note)] if note else []),
        section(lens.say("admin-departments", count=len(organisation.active))),
        _chooser(lens, "department", organisation.departments),
        section(lens.say("admin-top-tasks", count=sum(not one.archived for one in organisation.top_tasks))),
        _chooser(lens, "top_task", organisation.top_tasks),
        section(lens.say("admin-general")),
        actions(button(lens.say("admin-edit-general"), "admin.general")),
        divider(),
        context_line(lens.say("admin-file")),
    ]
    return modal(lens, "admin", lens.say("admin-title"), blocks)


def department_form(lens: Lens, one: Department | None, *, meta: str) -> Block:
    """A department to change, or a new one."""
    people = [member for member in one.members if not member.startswith("S")] if one else []
    groups = [member for member in one.members if member.startswith("S")] if one else []
    times = ", ".join(f"{at:%H:%M}" for at in one.signal_times) if one else "09:00, 14:00"
    languages = [option(lens.say(f"admin-language-{language}"), language) for language in LANGUAGES]
    blocks = [
        *([] if one else [_key_input(lens)]),
        text_input(lens.say("admin-name"), "name", value=one.name if one else "", multiline=False, limit=60),
        _picker(lens, "channel", "conversations_select", one.channel if one else None, filter=CHANNELS),
        _picker(lens, "members", "multi_users_select", people),
        text_input(
            lens.say("admin-groups"), "groups", value=", ".join(groups), multiline=False, optional=True,
            hint=lens.say("admin-groups-hint"),
        ),
        _picker(lens, "lead", "users_select", one.lead if one else None),
        select_input(lens.say("admin-language"), "language", languages, chosen=one.language if one else "nl"),
        text_input(
            lens.say("admin-signal-times"), "signal_times", value=times, multiline=False, optional=True,
            hint=lens.say("admin-signal-times-hint"),
        ),
        *_rhythm(lens, one or Department(key="new", name="-")),
        *_archive(lens, "department", one),
    ]  # fmt: skip
    title = lens.say("admin-edit-department" if one else "admin-new-department")
    return modal(lens, "admin_department", title, blocks, submit=lens.say("save"), meta=meta)


def top_task_form(lens: Lens, one: TopTask | None, departments: Sequence[Department], *, meta: str) -> Block:
    """A top task to change, or a new one."""
    blocks = [
        *([] if one else [_key_input(lens)]),
        text_input(lens.say("admin-name"), "name", value=one.name if one else "", multiline=False, limit=60),
        _picker(lens, "owner", "users_select", one.owner if one else None),
        *([_departments_input(lens, one, departments)] if departments else []),
        _picker(
            lens, "agenda_channel", "conversations_select", one.channel if one else None, block="channel",
            filter=CHANNELS,
        ),
        *_archive(lens, "top_task", one),
    ]  # fmt: skip
    title = lens.say("admin-edit-top-task" if one else "admin-new-top-task")
    return modal(lens, "admin_top_task", title, blocks, submit=lens.say("save"), meta=meta)


def general_form(lens: Lens, organisation: Organisation, *, meta: str) -> Block:
    """Admins, channels, effort and masking."""
    effort = "\n".join(f"{contact} {minutes:g}" for contact, minutes in organisation.effort.items())
    blocks = [
        _picker(lens, "admins", "multi_users_select", organisation.admins, optional=False),
        _picker(lens, "digest_channel", "conversations_select", organisation.digest_channel, filter=CHANNELS),
        _picker(
            lens, "announcement_channels", "multi_conversations_select", organisation.announcement_channels,
            filter=CHANNELS,
        ),
        text_input(
            lens.say("admin-effort"), "effort", value=effort, optional=True,
            hint=lens.say("admin-effort-hint", known=", ".join(contact.value for contact in Contact)),
        ),
        text_input(
            lens.say("admin-keep"), "keep", value="\n".join(organisation.mask.keep), optional=True,
            hint=lens.say("admin-keep-hint"),
        ),
        text_input(
            lens.say("admin-case-number"), "case_number", value=organisation.mask.case_number or "", multiline=False,
            optional=True, limit=200, hint=lens.say("admin-case-number-hint"),
        ),
    ]  # fmt: skip
    return modal(lens, "admin_general", lens.say("admin-title-general"), blocks, submit=lens.say("save"), meta=meta)


def _chooser(lens: Lens, kind: str, parts: Sequence[Department | TopTask]) -> Block:
    """A menu of what there is, and a button for a new one. Archived ones come last; saving one restores it."""
    ordered = sorted(parts, key=lambda one: one.archived)
    options = [
        option(lens.say("admin-archived", name=one.name) if one.archived else one.name, one.key) for one in ordered
    ]
    return actions(
        menu(lens.say("admin-choose"), f"admin.{kind}", options[:SHOWN_MOST]) if options else None,
        button(lens.say("admin-add"), f"admin.new_{kind}"),
    )


def _rhythm(lens: Lens, one: Department) -> list[Block]:
    """When it works and when it hears from the bot."""
    days = [option(lens.say(f"day-{name}"), name) for name in DAYS]
    return [
        text_input(
            lens.say("admin-signals-a-day"), "signals_a_day", value=str(one.signals_a_day), multiline=False, limit=2,
            hint=lens.say("admin-signals-a-day-hint"),
        ),
        select_input(lens.say("admin-digest-day"), "digest_day", days, chosen=DAYS[one.digest_day]),
        text_input(
            lens.say("admin-digest-time"), "digest_time", value=f"{one.digest_time:%H:%M}", multiline=False, limit=5
        ),
        _choices(lens.say("admin-working-days"), "working_days", days, [DAYS[day] for day in one.working_days], lens),
        text_input(lens.say("admin-opens"), "opens", value=f"{one.opens:%H:%M}", multiline=False, limit=5),
        text_input(
            lens.say("admin-closes"), "closes", value=f"{one.closes:%H:%M}", multiline=False, limit=5,
            hint=lens.say("admin-closes-hint"),
        ),
        text_input(
            lens.say("admin-country"), "country", value=one.country, multiline=False, limit=2,
            hint=lens.say("admin-country-hint"),
        ),
        text_input(
            lens.say("admin-closed"), "closed", value=", ".join(day.isoformat() for day in one.closed), optional=True,
            hint=lens.say("admin-closed-hint"),
        ),
    ]  # fmt: skip


def _key_input(lens: Lens) -> Block:
    return text_input(lens.say("admin-key"), "key", multiline=False, limit=40, hint=lens.say("admin-key-hint"))


def _departments_input(lens: Lens, one: TopTask | None, departments: Sequence[Department]) -> Block:
    options = [option(department.name, department.key) for department in departments[:SHOWN_MOST]]
    chosen = one.departments if one else ()
    return _choices(lens.say("admin-departments-of-task"), "departments", options, chosen, lens, optional=True)


def _choices(
    label: str, action: str, options: Sequence[Block], chosen: Sequence[str], lens: Lens, *, optional: bool = False
) -> Block:
    """An input in which several of these are chosen."""
    element: Block = {
        "type": "multi_static_select",
        "action_id": action,
        "options": list(options),
        "placeholder": plain(lens.say("admin-choose"), 150),
    }
    if initial := [item for item in options if item["value"] in chosen]:
        element["initial_options"] = initial
    return _input(label, action, element, optional=optional)


def _picker(
    lens: Lens, name: str, kind: str, chosen: Sequence[str] | str | None, *, optional: bool = True, block: str = "",
    **more: object,
) -> Block:  # fmt: skip
    """An input in which Slack's own people or channels are chosen. `block`: its field's name, if not `name`."""
    action = block or name
    element: Block = {"type": kind, "action_id": action, "placeholder": plain(lens.say("admin-choose"), 150), **more}
    if chosen:
        what = "user" if "users" in kind else "conversation"
        many = kind.startswith("multi_")
        element[f"initial_{what}s" if many else f"initial_{what}"] = list(chosen)[:SHOWN_MOST] if many else chosen
    return _input(lens.say(f"admin-{name.replace('_', '-')}"), action, element, optional=optional)


def _input(label: str, action: str, element: Block, *, optional: bool) -> Block:
    return {"type": "input", "block_id": action, "label": plain(label, 2000), "element": element, "optional": optional}


def _archive(lens: Lens, kind: str, one: Department | TopTask | None) -> list[Block]:
    """The button that takes it out of use; or, when it is out of use, that saving restores it."""
    if one is None:
        return []
    if one.archived:
        return [context_line(lens.say("admin-restores"))]
    sure = confirm(
        lens,
        lens.say("admin-archive"),
        lens.say("admin-archive-sure", name=escape(one.name)),
        lens.say("admin-archive"),
    )
    return [divider(), actions(button(lens.say("admin-archive"), f"admin.archive_{kind}", one.key, confirm=sure))]
