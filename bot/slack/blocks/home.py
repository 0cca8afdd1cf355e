"""App Home, the lists of `/kb open` and `/kb mine`, and what a search finds (screens.md, "App Home")."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.text import one_line
from bot.services.home import Mine, MyQuestion, Overview, Shared, Work, departments_of
from bot.services.naming import may_name
from bot.slack.blocks.announcements import announcement_row, new_button
from bot.slack.blocks.common import (
    VALUE_MAX,
    Block,
    Lens,
    actions,
    button,
    context_line,
    divider,
    menu,
    modal,
    option,
    quote,
    section,
    text_input,
)
from bot.slack.blocks.home_boards import boards, tasks
from bot.slack.blocks.home_rows import entry_row, listing, question_row, unique
from bot.slack.blocks.home_work import IN_LIST, MORE_IN_LIST, waiting
from bot.slack.interaction import LIST
from bot.slack.responses import Rendered, View

HOME_BLOCKS, MESSAGE_BLOCKS = 100, 50  #: Slack's limits
MINE_SHOWN, MINE_IN_LIST, ANNOUNCED_SHOWN = 5, 6, 3
AS_SLACK = "slack"  #: the choice not to choose a language


def home(lens: Lens, found: Overview, note: str = "") -> View:
    """The Home tab: search first, then what one waits for, then what waits for one."""
    blocks = [
        *([context_line(note)] if note else []),
        _search(lens),
        _desk(lens, found),
        *(waiting(lens, found.work) if found.work is not None else []),
        *_announced(lens, found),
        *_my_questions(lens, found.mine),
        *_latest(lens, found),
        *boards(lens, found.boards),
        *tasks(lens, found.tasks),
    ]
    choices = _preferences(lens, found)
    return {"type": "home", "blocks": unique([*blocks[: HOME_BLOCKS - len(choices)], *choices])}


def open_list(lens: Lens, work: Work | None, mine: Sequence[MyQuestion], note: str = "") -> Rendered:
    """`/kb open`: what waits for one's departments, then one's own questions."""
    head = lens.say("open-title")
    blocks = [section(f"*{head}*"), *([context_line(note)] if note else [])]
    own: list[Block] = []
    if work is not None:
        blocks += waiting(lens, work, IN_LIST, MORE_IN_LIST)
    if mine:
        rows = [question_row(lens, q) for q in mine]
        own = listing(lens, lens.say("home-mine"), rows, MINE_IN_LIST, more=MORE_IN_LIST)
    if work is None and not mine:
        blocks += [context_line(lens.say("open-none"))]
    shown = unique([*blocks[: MESSAGE_BLOCKS - len(own)], *own])
    return Rendered(head, tuple({**block, "block_id": f"{LIST}{place}"} for place, block in enumerate(shown)))


def mine_list(lens: Lens, mine: Mine) -> Rendered:
    """`/kb mine`: what one asked, with its outcome, and what one shared."""
    head = lens.say("mine-title")
    asked = [question_row(lens, q) for q in mine.questions]
    shared = [entry_row(lens, s, own=True) for s in mine.shared]
    blocks = [
        section(f"*{head}*"),
        *listing(lens, lens.say("mine-questions"), asked, len(asked), lens.say("mine-no-questions")),
        context_line(lens.say("mine-how-long")),
        *listing(lens, lens.say("mine-shared"), shared, len(shared), lens.say("mine-no-shared")),
    ]
    return Rendered(head, tuple(unique(blocks)[:MESSAGE_BLOCKS]))


def results(lens: Lens, typed: str, masked: str, found: Sequence[Shared], meta: str) -> View:
    """What a search found, each to open; and the way on when it is not among them. `masked` goes into the button."""
    blocks = [section(quote(one_line(typed, 200)))] if typed.strip() else []
    blocks += [block for shared in found for block in entry_row(lens, shared)]
    blocks.append(context_line(lens.say("search-not-there" if found else "search-none")))
    blocks.append(actions(button(lens.say("search-ask"), "home.ask", masked.strip()[:VALUE_MAX])))
    return modal(lens, "found", lens.say("search-title"), unique(blocks), meta=meta)


# ---------------------------------------------------------------- parts of Home


def _search(lens: Lens) -> Block:
    made = text_input(
        lens.say("home-search"), "home.search", multiline=False, limit=300, placeholder=lens.say("home-search-example")
    )
    made["dispatch_action"] = True
    made["element"]["dispatch_action_config"] = {"trigger_actions_on": ["on_enter_pressed"]}
    return made


def _desk(lens: Lens, found: Overview) -> Block:
    """What one can begin with: sharing; and for specialists an announcement, and their topics."""
    own = departments_of(found.role)
    return actions(
        button(lens.say("home-share"), "home.share", style="primary"),
        new_button(lens, own[0] if len(own) == 1 else None) if own else None,
        button(lens.say("home-topics"), "topics.open") if own else None,
    )


def _announced(lens: Lens, found: Overview) -> list[Block]:
    """What the viewer's departments announced."""
    known = {d.key: d for d in (*found.role.departments, *found.role.leads)}
    rows = [
        announcement_row(lens, running, known.get(running.one.announcement.department), place)
        for place, running in enumerate(found.announced)
    ]
    head = lens.say("home-announcements")
    return [divider(), *listing(lens, head, rows, ANNOUNCED_SHOWN, more="list-and-more")] if rows else []


def _my_questions(lens: Lens, mine: Sequence[MyQuestion]) -> list[Block]:
    rows = [question_row(lens, q) for q in mine]
    return [divider(), *listing(lens, lens.say("home-mine"), rows, MINE_SHOWN, lens.say("home-mine-none"))]


def _latest(lens: Lens, found: Overview) -> list[Block]:
    rows = [entry_row(lens, shared) for shared in found.latest]
    none = lens.say("home-nothing-shared" if found.empty else "home-latest-none")
    return [divider(), *listing(lens, lens.say("home-latest"), rows, len(rows), none)]


def _preferences(lens: Lens, found: Overview) -> list[Block]:
    languages = [option(lens.say(f"language-{key}"), key) for key in (AS_SLACK, "nl", "en")]
    names = [option(lens.say("with-name"), "yes"), option(lens.say("without-name"), "no")]
    named = "yes" if found.role.named else "no"
    more = [
        *([button(lens.say("digest-choose"), "digest.choose")] if found.role.leads or found.tasks else []),
        *([button(lens.say("home-synonyms"), "synonym.list")] if may_name(found.role) else []),
        *([button(lens.say("home-settings"), "admin.open")] if found.role.admin else []),
    ]
    return [
        divider(),
        section(f"*{lens.say('home-preferences')}*"),
        _choice(lens.say("home-language"), "home.language", languages, found.chosen or AS_SLACK),
        _choice(lens.say("home-named"), "home.named", names, named),
        *([actions(*more)] if more else []),
    ]


def _choice(label: str, action: str, options: Sequence[Block], chosen: str) -> Block:
    """A drop-down that acts at once. Its block_id holds the choice: in a block of the same id Slack keeps showing what
    was selected there, whatever the view says."""
    made = menu(label, action, options)
    made["initial_option"] = next(o for o in options if o["value"] == chosen)
    return section(label, accessory=made, block_id=f"{action}:{chosen}")
