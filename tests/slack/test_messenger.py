"""Outbox messages at Slack's door: what cannot be rendered, and what may not be looked for."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.errors import DeliveryFailed
from bot.model import OutboxMessage
from bot.services.context import Context
from bot.slack.messenger import SlackMessenger
from bot.slack.responses import Rendered
from storage import SqlStore
from tests.services.quarter import MOMENT, context_of

MESSAGE = OutboxMessage(key="notice:1", kind="notice", to="C0TAXES", created_at=MOMENT)


class Refusing:
    """A Slack that answers every question about the past with the same refusal."""

    def __init__(self, error: str, status: int = 200) -> None:
        self._error, self._status = error, status

    def conversations_history(self, **_: Any) -> None:
        data = {"ok": False, "error": self._error}
        raise SlackApiError(
            self._error,
            SlackResponse(
                client=None,
                http_verb="POST",
                api_url="conversations.history",
                req_args={},
                data=data,
                headers={},
                status_code=self._status,
            ),
        )


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
