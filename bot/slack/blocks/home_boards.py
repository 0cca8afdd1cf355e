"""The boards in App Home: a lead's department, a service manager's top task, and the signals of one column."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.digest_figures import TopicFigure
from bot.domain.digest_signals import waits_since
from bot.domain.text import one_line
from bot.services.boards import Board, Column, Opened, TaskBoard
from bot.services.signal_cards import Card
from bot.slack.blocks import signal_words as words
from bot.slack.blocks.aftermath import aftermath_lines
from bot.slack.blocks.common import (
    Block,
    Lens,
    actions,
    ago,
    button,
    context_line,
    divider,
    escape,
    ids,
    menu,
    modal,
    option,
    section,
)
from bot.slack.blocks.home_rows import cut_rows, unique
from bot.slack.responses import View

BOARDS_SHOWN, TASKS_SHOWN = 5, 3
DEPARTMENTS_SHOWN, CAUSES_SHOWN, TITLES_SHOWN = 8, 5, 3
SIGNALS_SHOWN = 25  #: in one column


def boards(lens: Lens, found: Sequence[Board]) -> list[Block]:
    """How each department stands that somebody leads."""
    if not found:
        return []
    rows = [[_department(lens, board)] for board in found]
    return [divider(), section(f"*{lens.say('board-title')}*"), *cut_rows(lens, rows, BOARDS_SHOWN, "list-and-more")]


def tasks(lens: Lens, found: Sequence[TaskBoard]) -> list[Block]:
    """How each top task stands that somebody is the service manager of."""
    if not found:
        return []
    rows = [_task(lens, task) for task in found]
    return [divider(), section(f"*{lens.say('task-title')}*"), *cut_rows(lens, rows, TASKS_SHOWN, "list-and-more")]


def column(lens: Lens, found: Opened) -> View:
    """The signals of one column, each to open."""
    rows = [_signal(lens, card) for card in found.cards]
    head = f"*{escape(found.name)}* · {lens.say(f'board-{_key(found.column)}', count=len(rows))}"
    blocks = [section(head), *cut_rows(lens, rows, SIGNALS_SHOWN, "list-and-more")]
    if not rows:
        blocks.append(context_line(lens.say("board-column-empty")))
    return modal(lens, "board", lens.say("board-title"), unique(blocks))


def _department(lens: Lens, board: Board) -> Block:
    lines = [
        f"*{escape(board.name)}*",
        f"{lens.say('board-signals')} {_counts(lens, board)}",
        lens.say("board-knowledge", outdated=board.outdated, unchecked=board.unchecked),
        *([_alone(lens, board)] if board.alone else []),
    ]
    return section("\n".join(lines), **_opener(lens, board))


def _task(lens: Lens, found: TaskBoard) -> list[Block]:
    lines = [
        f"*{escape(found.task.name)}*",
        *([_asked(lens, found.asked, found.asked_in)] if found.asked else []),
        f"{lens.say('board-signals')} {_counts(lens, found.board)}",
        *(
            f"• {escape(board.name)}: {_counts(lens, board)}"
            for board in found.departments[:DEPARTMENTS_SHOWN]
            if len(found.departments) > 1
        ),
    ]
    causes = [_cause(lens, card) for card in found.causes[:CAUSES_SHOWN]]
    return [
        section("\n".join(lines), **_opener(lens, found.board)),
        *([section("\n".join([lens.say("task-causes", count=len(found.causes)), *causes]))] if causes else []),
        actions(button(lens.say("task-agenda"), "agenda.open", found.task.key)),
    ]


def _counts(lens: Lens, board: Board) -> str:
    """ "3 open · 1 seen · 2 resolved in four weeks": what there is none of is left out, but for "open"."""
    counted = [
        lens.say(f"board-{_key(column)}", count=board.signals.get(column, 0))
        for column in Column
        if column is Column.OPEN or board.signals.get(column)
    ]
    goes_on = [lens.say("board-goes-on", count=board.goes_on)] if board.goes_on else []
    return " · ".join([*counted, *goes_on])


def _opener(lens: Lens, board: Board) -> dict[str, Block]:
    """A menu of the columns in which there is something."""
    filled = [column for column in Column if board.signals.get(column)]
    options = [
        option(lens.say(f"board-{_key(column)}", count=board.signals[column]), f"{board.scope}:{column.value}")
        for column in filled
    ]
    return {"accessory": menu(lens.say("board-open-column"), "board.open", options)} if options else {}


def _alone(lens: Lens, board: Board) -> str:
    shown = [escape(one_line(title, 80)) for title in board.alone_titles[:TITLES_SHOWN]]
    more = ["…"] if board.alone > len(shown) else []
    return f"{lens.say('board-alone', count=board.alone)} ({', '.join([*shown, *more])})"


def _asked(lens: Lens, asked: Sequence[TopicFigure], week: str) -> str:
    listed = ", ".join(f"{escape(one_line(topic.title, 80))} ({topic.questions})" for topic in asked)
    return f"{lens.say('task-asked', week=int(week.rpartition('W')[2]))} {listed}"


def _cause(lens: Lens, card: Card) -> str:
    named = card.signal.resolution
    title = escape(one_line(card.signal.title, 100))
    return f"• {title}: {words.cause(lens, card, named)}" if named else f"• {title}"


def _signal(lens: Lens, card: Card) -> list[Block]:
    department = escape(card.department.name) if card.department else ""
    since = lens.say("board-since", ago=ago(lens, waits_since(card.signal)))
    place = " · ".join(part for part in (department, since) if part)
    text = "\n".join([words.head(lens, card), place, *aftermath_lines(lens, card.signal)[:1]])
    return [section(text, accessory=button(lens.say("home-open"), "signal.open", ids(card.signal.id)))]


def _key(column: Column) -> str:
    return column.value.replace("_", "-")
