"""What Slack knows about people and user groups, remembered for ten minutes; unknown when Slack does not say."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

FRESH = 600.0  #: seconds

log = logging.getLogger(__name__)


class SlackDirectory:
    """The Directory port, over Slack's Web API."""

    def __init__(self, client: WebClient) -> None:
        self._client = client
        self._known: dict[str, tuple[float, Any]] = {}
        self._lock = threading.Lock()

    def locale(self, user: str) -> str | None:
        """The person's Slack locale, e.g. "nl-NL"; None when Slack does not say."""
        return self._remember(
            f"locale:{user}",
            lambda: self._client.users_info(user=user, include_locale=True)["user"].get("locale"),
            None,
        )

    def group_members(self, group: str) -> tuple[str, ...]:
        """User ids of a user group; empty when Slack does not say."""
        return self._remember(
            f"group:{group}", lambda: tuple(self._client.usergroups_users_list(usergroup=group)["users"]), ()
        )

    def _remember(self, key: str, ask: Callable[[], Any], otherwise: Any) -> Any:
        with self._lock:
            at, value = self._known.get(key, (0.0, otherwise))
        if at and time.monotonic() - at < FRESH:
            return value
        try:
            value = ask()
        except (SlackApiError, OSError, KeyError) as error:
            log.warning("slack does not say", extra={"what": key.split(":")[0], "why": type(error).__name__})
        with self._lock:
            self._known[key] = (time.monotonic(), value)
        return value
