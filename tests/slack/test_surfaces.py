"""What handlers answer is made to fit where the person is: a message, App Home, the list, a modal, a form."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest

from bot.services.people import Role
from bot.slack.blocks.common import actions, button, context_line, section
from bot.slack.interaction import Interaction
from bot.slack.responses import Errors, Home, Open, Rendered, Replace, Response, Say, Update
from bot.slack.surfaces import fit
from bot.slack.turn import Turn, modal_meta
from storage import SqlStore
from tests.services.quarter import MOMENT, context_of

LINE = Rendered("done", (context_line("done"),))
ENTRY = Rendered(
    "entry", (section("entry"), actions(button("Share", "answer.share"), button("Helped", "answer.helped")))
)
URL = "https://hooks.slack.com/1"

HOME = {"kind": "action", "in_home": True, "view_id": "V1"}
LIST = {"kind": "action", "in_list": True, "response_url": URL}
MESSAGE = {"kind": "action", "response_url": URL}
MODAL = {"kind": "action", "view_id": "V1"}
FORM = {"kind": "view", "view_id": "V1"}


def overview(turn: Turn, note: str = "") -> Sequence[Response]:
    return (Home({"note": note}),)


@pytest.fixture
def at(store: SqlStore):  # type: ignore[no-untyped-def]
    """A turn somewhere; `opened`: the overview the modal was opened from, `url`: of the message it was opened from."""
    context = context_of(store)

    def turn(
        where: dict[str, object], *, opened: str | None = None, url: str | None = None, trigger: str | None = "T"
    ) -> Turn:
        meta = json.dumps({"from": opened, "url": url})
        did = Interaction(key="k", user="USANNE", trigger_id=trigger, meta=meta, **where)  # type: ignore[arg-type]
        return Turn(context, did, Role("USANNE", "nl", False, (), (), False), MOMENT)

    return turn


def test_in_a_message_nothing_changes(at) -> None:  # type: ignore[no-untyped-def]
    responses = (Say(ENTRY), Replace(ENTRY), Say(LINE), Say(ENTRY, public=True))
    assert fit(at(MESSAGE), responses, overview) == responses


def test_at_home_a_line_stands_on_top_of_home(at) -> None:  # type: ignore[no-untyped-def]
    assert fit(at(HOME), (Say(LINE),), overview) == (Home({"note": "done"}),)


def test_at_home_more_than_a_line_opens_in_a_modal_and_changes_nothing(at) -> None:  # type: ignore[no-untyped-def]
    (opened,) = fit(at(HOME), (Say(ENTRY),), overview)
    assert isinstance(opened, Open) and opened.otherwise == ENTRY
    assert [e["action_id"] for e in opened.view["blocks"][1]["elements"]] == ["answer.helped"], "no channel to share in"


@pytest.mark.parametrize("responses", [(), (Replace(ENTRY),)])
def test_at_home_what_was_done_is_shown_by_home_itself(at, responses: tuple[Response, ...]) -> None:  # type: ignore[no-untyped-def]
    assert fit(at(HOME), responses, overview) == (Home({"note": ""}),)


def test_at_home_a_modal_that_only_opens_leaves_home_alone(at) -> None:  # type: ignore[no-untyped-def]
    assert fit(at(HOME), (Open({}),), overview) == (Open({}),)


def test_home_that_was_shown_already_is_not_shown_twice(at) -> None:  # type: ignore[no-untyped-def]
    assert fit(at(HOME), (Home({"mine": 1}),), overview) == (Home({"mine": 1}),)


def test_in_the_list_lines_stand_on_top_and_entries_are_messages(at) -> None:  # type: ignore[no-untyped-def]
    assert fit(at(LIST), (Say(LINE),), overview) == (Home({"note": "done"}),)
    assert fit(at(LIST), (Say(ENTRY),), overview) == (Say(ENTRY),)
    assert fit(at(LIST), (), overview) == (Home({"note": ""}),)


def test_in_a_modal_the_modal_becomes_what_a_message_would(at) -> None:  # type: ignore[no-untyped-def]
    (updated,) = fit(at(MODAL), (Replace(ENTRY),), overview)
    assert isinstance(updated, Update)
    (pushed,) = fit(at(MODAL), (Say(LINE),), overview)
    assert isinstance(pushed, Open)


def test_in_a_modal_opened_from_home_home_follows_what_was_done(at) -> None:  # type: ignore[no-untyped-def]
    done = fit(at(MODAL, opened="home"), (Replace(ENTRY),), overview)
    assert [type(r) for r in done] == [Update, Home]
    assert [type(r) for r in fit(at(MODAL, opened="home"), (Say(LINE),), overview)] == [Open]


def test_a_form_opened_from_home_says_a_line_there_and_becomes_the_rest(at) -> None:  # type: ignore[no-untyped-def]
    form = at(FORM, opened="home")
    assert fit(form, (Say(LINE),), overview) == (Home({"note": "done"}),)
    assert [type(r) for r in fit(form, (Say(ENTRY),), overview)] == [Update, Home]


def test_a_form_that_is_refused_changes_nothing(at) -> None:  # type: ignore[no-untyped-def]
    refused = (Errors({"text": "too long"}),)
    assert fit(at(FORM, opened="home"), refused, overview) == refused


def test_a_form_opened_from_a_message_answers_there(at) -> None:  # type: ignore[no-untyped-def]
    assert fit(at(FORM, url=URL), (Say(ENTRY),), overview) == (Say(ENTRY),)
    assert fit(at(FORM, url=URL, opened="list"), (Say(LINE),), overview) == (Home({"note": "done"}),)


def test_a_form_from_the_global_shortcut_becomes_the_answer(at) -> None:  # type: ignore[no-untyped-def]
    (updated,) = fit(at(FORM), (Say(LINE),), overview)
    assert isinstance(updated, Update)


def test_when_nothing_opens_any_more_a_message_stays_a_message(at) -> None:  # type: ignore[no-untyped-def]
    assert fit(at(FORM, trigger=None), (Say(ENTRY),), overview) == (Say(ENTRY),)
    assert fit(at(HOME, trigger=None), (Say(ENTRY),), overview) == (Say(ENTRY),)


def test_a_modal_remembers_where_it_came_from_through_every_next_one(at) -> None:  # type: ignore[no-untyped-def]
    assert json.loads(modal_meta(at(HOME), entry=41)) == {"entry": 41, "from": "home"}
    assert json.loads(modal_meta(at(MODAL, opened="home"))) == {"from": "home"}
    assert json.loads(modal_meta(at(LIST))) == {"url": URL, "from": "list"}
    assert json.loads(modal_meta(at(MESSAGE))) == {"url": URL}
