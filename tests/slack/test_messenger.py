"""Outbox messages at Slack's door: what cannot be rendered, and what may not be looked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.errors import DeliveryFailed
from bot.model import Chart, OutboxMessage
from bot.services.context import Context
from bot.slack.blocks.common import section
from bot.slack.messenger import SlackMessenger
from bot.slack.pictures import Pictures
from bot.slack.responses import Picture, Rendered
from storage import SqlStore
from tests.services.quarter import MOMENT, context_of

MESSAGE = OutboxMessage(key="notice:1", kind="notice", to="C0TAXES", created_at=MOMENT)


def answered(error: str, status: int = 200) -> SlackResponse:
    """What Slack says no with."""
    return SlackResponse(
        client=None,
        http_verb="POST",
        api_url="",
        req_args={},
        data={"ok": False, "error": error},
        headers={},
        status_code=status,
    )


class Refusing:
    """A Slack that answers every question about the past with the same refusal."""

    def __init__(self, error: str, status: int = 200) -> None:
        self._error, self._status = error, status

    def conversations_history(self, **_: Any) -> None:
        raise SlackApiError(self._error, answered(self._error, self._status))


def broken(context: Context, message: OutboxMessage, now: object) -> Rendered:
    raise ZeroDivisionError


def messenger(store: SqlStore, client: Any = None) -> SlackMessenger:
    return SlackMessenger(client, context_of(store), {"notice": broken}, lambda: MOMENT)


def test_a_message_that_cannot_be_rendered_is_given_up_alone(store: SqlStore) -> None:
    with pytest.raises(DeliveryFailed) as failed:
        messenger(store).post(MESSAGE, None)
    assert failed.value.permanent and "ZeroDivisionError" in failed.value.reason


@pytest.mark.parametrize("error", ("missing_scope", "unknown_method", "thread_not_found"))
def test_what_slack_does_not_let_the_bot_look_for_is_rather_said_twice_than_never(store: SqlStore, error: str) -> None:
    assert messenger(store, Refusing(error)).find(MESSAGE, None) is None


@pytest.mark.parametrize(("error", "status"), (("ratelimited", 429), ("internal_error", 500)))
def test_while_slack_is_in_trouble_it_is_looked_for_later(store: SqlStore, error: str, status: int) -> None:
    with pytest.raises(DeliveryFailed) as failed:
        messenger(store, Refusing(error, status)).find(MESSAGE, None)
    assert not failed.value.permanent


# ---------------------------------------------------------------- a message with a picture

CHART = Chart(
    title="Taxes", weeks=("wk 19",), asked=(88,), helped=(54,), signals=(1,), asked_label="asked",
    helped_label="helped",
    signals_label="signals", hidden_label="hidden",
)  # fmt: skip
BLOCKS = (section("Week 19"), section("88 vragen"))
WITH_PICTURE = Rendered("Week 19", BLOCKS, Picture(CHART, "88 asked, 54 helped", place=1))
DIGEST = OutboxMessage(key="digest:taxes:2026-W19", kind="digest", to="C0TAXES", created_at=MOMENT)
UNTIL_READY = 3  #: looks


class Slack:
    """Takes files and messages; `fails` are methods that are refused, each with its error."""

    def __init__(self, **fails: str) -> None:
        self.fails = fails
        self.posted: list[list[dict[str, Any]]] = []
        self.uploads: list[dict[str, Any]] = []
        self.looks = 0

    def files_upload_v2(self, **file: Any) -> dict[str, Any]:
        self._may("upload")
        self.uploads.append(file)
        return {"files": [{"id": f"F{len(self.uploads)}"}]}

    def files_info(self, file: str) -> dict[str, Any]:
        self._may("info")
        self.looks += 1
        ready = self.looks >= UNTIL_READY
        return {"file": {"id": file, "mimetype": "image/png", "original_w": 864 if ready else None}}

    def chat_postMessage(self, *, blocks: list[dict[str, Any]], **_: Any) -> dict[str, Any]:
        if any(block["type"] == "image" for block in blocks):
            self._may("picture")
        self.posted.append(blocks)
        return {"channel": "C0TAXES", "ts": "1.000001"}

    def _may(self, what: str) -> None:
        if what in self.fails:
            raise SlackApiError(what, answered(self.fails[what]))


def posted(
    store: SqlStore, slack: Slack, draw: Callable[[Chart], bytes] = lambda chart: b"png"
) -> list[dict[str, Any]]:
    waited: list[float] = []
    pictures = Pictures(slack, draw, waited.append)  # type: ignore[arg-type]
    renderers = {"digest": lambda context, message, now: WITH_PICTURE}
    SlackMessenger(slack, context_of(store), renderers, lambda: MOMENT, pictures).post(DIGEST, None)  # type: ignore[arg-type]
    (found,) = slack.posted
    assert waited == [] or slack.looks >= UNTIL_READY or "info" in slack.fails
    return found


def test_a_picture_is_uploaded_unshared_and_shown_once_slack_has_looked_into_it(store: SqlStore) -> None:
    slack = Slack()
    head, image, rest = posted(store, slack)
    assert (head, rest) == BLOCKS
    assert image == {"type": "image", "slack_file": {"id": "F1"}, "alt_text": "88 asked, 54 helped"}
    assert "channel" not in slack.uploads[0] and slack.uploads[0]["content"] == b"png"
    assert slack.looks == UNTIL_READY


@pytest.mark.parametrize(
    "fails",
    [{"upload": "missing_scope"}, {"upload": "ratelimited"}, {"info": "missing_scope"}, {"picture": "invalid_blocks"}],
)
def test_without_its_picture_a_message_goes_with_what_it_says_in_words(store: SqlStore, fails: dict[str, str]) -> None:
    found = posted(store, Slack(**fails))
    assert [block["type"] for block in found] == ["section", "context", "section"]
    assert found[1]["elements"][0]["text"] == "88 asked, 54 helped"


def test_a_picture_that_cannot_be_drawn_holds_up_nothing(store: SqlStore) -> None:
    def broken(chart: Chart) -> bytes:
        raise ZeroDivisionError

    assert [block["type"] for block in posted(store, Slack(), broken)] == ["section", "context", "section"]


def test_a_message_refused_for_another_reason_is_not_sent_again_in_words(store: SqlStore) -> None:
    slack = Slack(picture="not_in_channel")
    with pytest.raises(DeliveryFailed):
        posted(store, slack)
    assert slack.posted == []
