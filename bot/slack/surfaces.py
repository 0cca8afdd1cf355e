"""Where something is said. Handlers answer as if a button stood in a message of its own. Where it does not:

| the button or form is in           | a line                | more than a line      | the message anew    |
|------------------------------------|-----------------------|-----------------------|---------------------|
| App Home                           | on top of Home        | opens in a modal      | Home anew           |
| the list of `/kb open`             | on top of the list    | a message             | the list anew       |
| a modal                            | in a modal on top     | in a modal on top     | the modal anew      |
| a form opened from Home            | on top of Home        | the form becomes it   |                     |
| a form opened from the list        | on top of the list    | a message             |                     |
| a form opened from another message | a message             | a message             |                     |
| a form of the global shortcut      | the form becomes it   | the form becomes it   |                     |

Home and the list (the overviews) then show what changed. A form opened from a message answers by that message's
response_url, which its private_metadata carries; in Home and in modals there is none (slack.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from bot.services.people import role_of
from bot.slack.blocks.common import Block, modal
from bot.slack.responses import Delete, Errors, Home, Open, Rendered, Replace, Response, Say, Update, View
from bot.slack.turn import Turn, modal_meta, overview_of, read_meta

NEED_A_CHANNEL = ("answer.share", "share.public")  #: "share here", where there is no here


class ShowsOverview(Protocol):
    """Renders the overview a person looks at (App Home, or the list of `/kb open`), with a line on top."""

    def __call__(self, turn: Turn, note: str = "") -> Sequence[Response]: ...


def fit(turn: Turn, responses: Sequence[Response], show: ShowsOverview | None) -> tuple[Response, ...]:
    """What a handler answered, made to fit where the person is. `show`: None leaves overviews as they are."""
    if show is None or not overview_of(turn) or not turn.user:
        return _placed(turn, responses)
    # In a modal the overview lies underneath: a line on top of it would not be seen.
    note, rest = ("", responses) if turn.did.in_modal else _note(responses)
    placed = _placed(turn, rest)
    if not note and not _may_have_changed(turn, responses):
        return placed
    latest = Turn(turn.context, turn.did, role_of(turn.context, turn.user), turn.now)
    return (*placed, *show(latest, note))


def showing(turn: Turn, message: Rendered) -> View:
    """A modal that shows a message, less the buttons that need a channel."""
    blocks = [kept for block in message.blocks if (kept := _without(block, NEED_A_CHANNEL)) is not None]
    return modal(turn.lens, "shown", turn.say("home-modal-title"), blocks, meta=modal_meta(turn))


def _placed(turn: Turn, responses: Sequence[Response]) -> tuple[Response, ...]:
    return tuple(placed for response in responses if (placed := _place(turn, response)) is not None)


def _place(turn: Turn, response: Response) -> Response | None:
    """None: the overview shows it. Once the trigger is gone (a recovery) nothing opens, and messages stay messages."""
    did = turn.did
    reachable = bool(did.response_url or read_meta(turn).get("url"))
    match response:
        case Replace() | Delete() if did.in_home:
            return None
        case Replace(message) if did.in_modal and not did.response_url:
            return Update(showing(turn, message))
        case Say(message, public) if did.trigger_id and not (public and reachable):
            if did.in_home or did.in_modal:
                return Open(showing(turn, message), otherwise=message)
            if did.kind == "view" and not reachable:
                return Update(showing(turn, message))
        case Update(view) if did.in_home:
            return Open(view)
    return response


def _note(responses: Sequence[Response]) -> tuple[str, Sequence[Response]]:
    """The first answer that is only a line, and the others."""
    for response in responses:
        if isinstance(response, Say) and not response.public and (line := _line(response.message)):
            return line, tuple(r for r in responses if r is not response)
    return "", responses


def _line(message: Rendered) -> str:
    if len(message.blocks) != 1:
        return ""
    (block,) = message.blocks
    if block["type"] == "context":
        return str(block["elements"][0].get("text", ""))
    return str(block["text"]["text"]) if block["type"] == "section" and "accessory" not in block else ""


def _may_have_changed(turn: Turn, responses: Sequence[Response]) -> bool:
    """Showing something, or refusing a form, changes nothing; an overview that is there already is not shown twice."""
    if any(isinstance(r, Errors | Home) for r in responses):
        return False
    return turn.did.kind == "view" or not responses or not all(isinstance(r, Open | Say) for r in responses)


def _without(block: Block, actions: Sequence[str]) -> Block | None:
    if block["type"] != "actions":
        return block
    left = [e for e in block["elements"] if not str(e.get("action_id", "")).startswith(tuple(actions))]
    return {**block, "elements": left} if left else None
