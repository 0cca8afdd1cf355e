"""App Home, the lists of `/kb open` and `/kb mine`, and what a search finds (screens.md, "App Home")."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from datetime import timedelta
from itertools import accumulate

from bot.domain.text import one_line
from bot.model import LIVE_SIGNALS, Entry, EntryState, EscalationState, Kind, Outcome, SignalState
from bot.services.home import Board, Mine, MyQuestion, Overview, Shared, Work
from bot.services.naming import may_name
from bot.slack.blocks.alike import alike_row
from bot.slack.blocks.answer import vouched, without_title
from bot.slack.blocks.common import (
    VALUE_MAX,
    Block,
    Lens,
    actions,
    ago,
    button,
    confirm,
    context_line,
    divider,
    escape,
    ids,
    kind_of,
    menu,
    modal,
    option,
    quote,
    section,
    state_of_entry,
    text_input,
)
from bot.slack.blocks.escalation import escalation_row
from bot.slack.blocks.signal import signal_row
from bot.slack.interaction import LIST
from bot.slack.responses import Rendered, View

HOME_BLOCKS, MESSAGE_BLOCKS = 100, 50  #: Slack's limits
LIST_BYTES = 50_000  #: of one list: many departments make long menus, and Slack takes 250 kB a view
AT_HOME, IN_LIST = 4, 5  #: rows of each kind of work
PAIRS_IN_LIST = 2  #: of these it has fewer: they take more room, and nobody waits for them
MINE_SHOWN, MINE_IN_LIST, BOARDS_SHOWN = 5, 8, 5
MORE_IN_LIST = "list-and-more"
AS_SLACK = "slack"  #: the choice not to choose a language

Row = Sequence[Block]


def home(lens: Lens, found: Overview, note: str = "") -> View:
    """The Home tab: search first, then what one waits for, then what waits for one."""
    blocks = [
        *([context_line(note)] if note else []),
        _search(lens),
        actions(button(lens.say("home-share"), "home.share", style="primary")),
        *(_work(lens, found.work, AT_HOME) if found.work is not None else []),
        *_my_questions(lens, found.mine),
        *_latest(lens, found),
        *_boards(lens, found.boards),
        *_preferences(lens, found),
    ]
    return {"type": "home", "blocks": unique(blocks)[:HOME_BLOCKS]}


def open_list(lens: Lens, work: Work | None, mine: Sequence[MyQuestion], note: str = "") -> Rendered:
    """`/kb open`: what waits for one's departments, then one's own questions."""
    head = lens.say("open-title")
    blocks = [section(f"*{head}*"), *([context_line(note)] if note else [])]
    if work is not None:
        blocks += _work(lens, work, IN_LIST, MORE_IN_LIST)
    if mine:
        rows = [_question_row(lens, q) for q in mine]
        blocks += _rows(lens, lens.say("home-mine"), rows, MINE_IN_LIST, more=MORE_IN_LIST)
    if work is None and not mine:
        blocks += [context_line(lens.say("open-none"))]
    marked = [{**block, "block_id": f"{LIST}{place}"} for place, block in enumerate(unique(blocks)[:MESSAGE_BLOCKS])]
    return Rendered(head, tuple(marked))


def mine_list(lens: Lens, mine: Mine) -> Rendered:
    """`/kb mine`: what one asked, with its outcome, and what one shared."""
    head = lens.say("mine-title")
    asked = [_question_row(lens, q) for q in mine.questions]
    shared = [_entry_row(lens, s, own=True) for s in mine.shared]
    blocks = [
        section(f"*{head}*"),
        *_rows(lens, lens.say("mine-questions"), asked, len(asked), lens.say("mine-no-questions")),
        context_line(lens.say("mine-how-long")),
        *_rows(lens, lens.say("mine-shared"), shared, len(shared), lens.say("mine-no-shared")),
    ]
    return Rendered(head, tuple(unique(blocks)[:MESSAGE_BLOCKS]))


def results(lens: Lens, typed: str, masked: str, found: Sequence[Shared], meta: str) -> View:
    """What a search found, each to open; and the way on when it is not among them. `masked` goes into the button."""
    blocks = [section(quote(one_line(typed, 200)))] if typed.strip() else []
    blocks += [block for shared in found for block in _entry_row(lens, shared)]
    blocks.append(context_line(lens.say("search-not-there" if found else "search-none")))
    blocks.append(actions(button(lens.say("search-ask"), "home.ask", masked.strip()[:VALUE_MAX])))
    return modal(lens, "found", lens.say("search-title"), unique(blocks), meta=meta)


def unique(blocks: Iterable[Block]) -> list[Block]:
    """The blocks with a number behind every action that occurs again, as Slack demands; the router takes it off."""
    seen: dict[str, int] = {}

    def renamed(element: Block) -> Block:
        name = element.get("action_id")
        if not isinstance(name, str):
            return element
        base = re.sub(r"\.\d+$", "", name)
        seen[base] = seen.get(base, -1) + 1
        return {**element, "action_id": f"{base}.{seen[base]}" if seen[base] else base}

    made = []
    for block in blocks:
        block = dict(block)
        if block["type"] == "actions":
            block["elements"] = [renamed(element) for element in block["elements"]]
        for key in ("accessory", "element"):
            if key in block:
                block[key] = renamed(block[key])
        made.append(block)
    return made


# ---------------------------------------------------------------- parts of Home


def _search(lens: Lens) -> Block:
    made = text_input(
        lens.say("home-search"), "home.search", multiline=False, limit=300, placeholder=lens.say("home-search-example")
    )
    made["dispatch_action"] = True
    made["element"]["dispatch_action_config"] = {"trigger_actions_on": ["on_enter_pressed"]}
    return made


def _work(lens: Lens, work: Work, most: int, more: str = "home-and-more") -> list[Block]:
    head = lens.say("home-waits")
    if not work.count:
        return [divider(), section(f"*{head}*"), context_line(lens.say("home-nothing-waits"))]
    pairs = most if more != MORE_IN_LIST else PAIRS_IN_LIST
    kinds: tuple[tuple[str, list[Row], int, str], ...] = (
        ("home-waits-questions", [escalation_row(lens, card) for card in work.questions], most, more),
        ("home-waits-signals", [signal_row(lens, signal) for signal in work.signals], most, more),
        ("home-waits-entries", [_check_row(lens, entry) for entry in work.entries], most, more),
        (
            "home-waits-alike",
            [alike_row(lens, pair) for pair in work.alike],
            pairs,
            MORE_IN_LIST,
        ),  # the next take their place
    )
    blocks = [divider(), section(f"*{head}*")]
    for key, rows, shown, left in kinds:
        if rows:
            blocks += [context_line(lens.say(key, count=len(rows))), *map(_plain, _cut(lens, rows, shown, left))]
    return blocks


def _plain(block: Block) -> Block:
    """Without a primary button: in a list there would be one a row."""
    if block["type"] != "actions":
        return block
    elements = [{k: v for k, v in e.items() if (k, v) != ("style", "primary")} for e in block["elements"]]
    return {**block, "elements": elements}


def _my_questions(lens: Lens, mine: Sequence[MyQuestion]) -> list[Block]:
    rows = [_question_row(lens, q) for q in mine]
    return [divider(), *_rows(lens, lens.say("home-mine"), rows, MINE_SHOWN, lens.say("home-mine-none"))]


def _latest(lens: Lens, found: Overview) -> list[Block]:
    rows = [_entry_row(lens, shared) for shared in found.latest]
    none = lens.say("home-nothing-shared" if found.empty else "home-latest-none")
    return [divider(), *_rows(lens, lens.say("home-latest"), rows, len(rows), none)]


def _boards(lens: Lens, boards: Sequence[Board]) -> list[Block]:
    if not boards:
        return []
    return [divider(), *_rows(lens, lens.say("board-title"), [[_board(lens, b)] for b in boards], BOARDS_SHOWN)]


def _board(lens: Lens, board: Board) -> Block:
    parts = [
        lens.say(f"board-{state.value.replace('_', '-')}", count=board.signals.get(state, 0))
        for state in (*LIVE_SIGNALS, SignalState.RESOLVED)
        if state is not SignalState.LATER or board.signals.get(state)
    ]
    if board.relapsed:
        parts.append(lens.say("board-relapsed", count=board.relapsed))
    knowledge = lens.say("board-knowledge", outdated=board.outdated, unchecked=board.unchecked)
    name = escape(board.department.name)
    return section(f"*{name}*\n{lens.say('board-signals')} {' · '.join(parts)}\n{knowledge}")


def _preferences(lens: Lens, found: Overview) -> list[Block]:
    languages = [option(lens.say(f"language-{key}"), key) for key in (AS_SLACK, "nl", "en")]
    names = [option(lens.say("with-name"), "yes"), option(lens.say("without-name"), "no")]
    named = "yes" if found.role.named else "no"
    more = [
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


# ---------------------------------------------------------------- rows


def _rows(
    lens: Lens, head: str, rows: Sequence[Row], most: int, none: str = "", more: str = "home-and-more"
) -> list[Block]:
    """A heading, the rows, and how many were left out."""
    if not rows:
        return [section(f"*{head}*"), context_line(none)] if none else []
    return [section(f"*{head}*"), *_cut(lens, rows, most, more)]


def _cut(lens: Lens, rows: Sequence[Row], most: int, more: str = "home-and-more") -> list[Block]:
    sizes = accumulate(len(json.dumps(list(row))) for row in rows[:most])
    fitting = [row for row, size in zip(rows, sizes, strict=False) if size <= LIST_BYTES]
    left = len(rows) - len(fitting)
    rest = [context_line(lens.say(more, count=left))] if left else []
    return [*(block for row in fitting for block in row), *rest]


def _question_row(lens: Lens, mine: MyQuestion) -> Row:
    line = f"{_where(lens, mine)} · {ago(lens, mine.question.asked_at)}"
    text = f"{escape(one_line(mine.question.text, 200))}\n{line}"
    return [section(text, accessory=button(lens.say("home-open"), "home.question", ids(mine.question.id)))]


def _where(lens: Lens, mine: MyQuestion) -> str:
    if mine.escalation is not None:
        name = escape(mine.department.name) if mine.department else lens.say("the-specialists")
        claimed = mine.escalation.state is EscalationState.CLAIMED
        return lens.say("asked-claimed-by" if claimed else "asked-lies-with", department=name)
    outcome = mine.question.outcome
    if outcome is None:
        return lens.say("outcome-none")
    return lens.say(f"outcome-{Outcome(outcome).value.replace('_', '-')}")


def _entry_row(lens: Lens, shared: Shared, *, own: bool = False) -> Row:
    entry = shared.entry
    text = f"{_title(lens, entry)}\n{vouched(lens, entry, shared.checked_by, by=entry.author if own else None)}"
    return [section(text, accessory=button(lens.say("home-open"), "entry.open", ids(None, entry.number)))]


def _check_row(lens: Lens, entry: Entry) -> Row:
    body = without_title(entry)
    parts = [_title(lens, entry), *([escape(one_line(body, 300))] if body.strip() else [])]
    if entry.state is EntryState.OUTDATED and entry.note:
        parts.append(lens.say("outdated-because", why=escape(one_line(entry.note, 300))))
    else:
        parts.append(f"{state_of_entry(lens, entry, None)} · {_since(lens, entry)}")
    sure = confirm(
        lens, lens.say("retire-sure-title"), lens.say("retire-sure", number=entry.number), lens.say("button-retire")
    )
    number = ids(entry.number)
    return [
        section("\n".join(parts), accessory=button(lens.say("home-open"), "entry.open", ids(None, entry.number))),
        actions(
            button(lens.say("button-check"), "queue.check", number),
            button(lens.say("button-edit"), "share.edit", number),
            button(lens.say("button-retire"), "queue.retire", number, confirm=sure),
        ),
    ]


def _since(lens: Lens, entry: Entry) -> str:
    """How long ago it was shared; of a mistake only the week is known."""
    if entry.kind is Kind.MISTAKE and lens.now - entry.created_at < timedelta(weeks=1):
        return lens.say("ago-this-week")
    return ago(lens, entry.created_at)


def _title(lens: Lens, entry: Entry) -> str:
    return f"*{escape(entry.title)}*   #{entry.number} · {kind_of(lens, entry)}"
