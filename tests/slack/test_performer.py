"""Answers that do not get through go another way, or wait for a next time; nobody is left without one."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from bot.slack.interaction import Interaction
from bot.slack.performer import Performer
from bot.slack.responses import Rendered, Replace, Say

ANSWER = Rendered("the answer", ())


class Slack:
    """Takes direct messages; or fails to, in the given way."""

    def __init__(self, failing: Exception | None = None) -> None:
        self.said: list[tuple[str, str]] = []
        self._failing = failing

    def conversations_open(self, users: str) -> dict[str, Any]:
        return {"channel": {"id": f"D-{users}"}}

    def chat_postMessage(self, channel: str, text: str, **_: Any) -> None:
        if self._failing:
            raise self._failing
        self.said.append((channel, text))


class Answer(dict[str, Any]):
    def __init__(self, error: str, status: int) -> None:
        super().__init__(ok=False, error=error)
        self.status_code = status


@pytest.fixture
def nobody_there() -> Iterator[str]:
    """A response_url where nobody answers."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, not listening: refused
        yield f"http://127.0.0.1:{taken.getsockname()[1]}/1"


def asked(url: str | None) -> Interaction:
    return Interaction(key="k", kind="command", user="USANNE", response_url=url)


@pytest.mark.parametrize("response", (Say(ANSWER), Replace(ANSWER)))
def test_an_answer_that_its_response_url_does_not_take_comes_as_a_direct_message(
    nobody_there: str, response: Say | Replace
) -> None:
    slack = Slack()
    assert Performer(slack).perform(asked(nobody_there), (response,))  # type: ignore[arg-type]
    assert slack.said == [("D-USANNE", "the answer")]


def test_a_public_answer_is_not_said_in_private_instead(nobody_there: str) -> None:
    slack = Slack()
    Performer(slack).perform(asked(nobody_there), (Say(ANSWER, public=True),))  # type: ignore[arg-type]
    assert slack.said == []


@pytest.mark.parametrize(
    ("trouble", "reached"),
    (
        (ConnectionResetError(), False),
        (SlackApiError("", Answer("ratelimited", 429)), False),
        (SlackApiError("", Answer("service_unavailable", 503)), False),
        (SlackApiError("", Answer("user_disabled", 200)), True),
    ),
)
def test_what_slack_had_no_time_for_is_to_be_tried_again_and_what_it_refused_is_not(
    trouble: Exception, reached: bool
) -> None:
    assert Performer(Slack(trouble)).perform(asked(None), (Say(ANSWER),)) is reached  # type: ignore[arg-type]
