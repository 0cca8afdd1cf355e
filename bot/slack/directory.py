"""What Slack knows about people and user groups, remembered. Nobody's answer waits for Slack to say it twice."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from http.client import HTTPException
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

LOCALE_FRESH = 86_400.0  #: seconds

log = logging.getLogger(__name__)


class SlackDirectory:
    """The Directory port, over Slack's Web API. What is known is given at once; `refresh` asks it again.

    `client` should wait for an answer two seconds at most: Slack waits three for ours.
    """

    def __init__(self, client: WebClient) -> None:
        self._client = client
        self._groups: dict[str, tuple[str, ...]] = {}
        self._locales: dict[str, tuple[float | None, str | None]] = {}
        self._lock = threading.Lock()

    def locale(self, user: str) -> str | None:
        """The person's Slack locale, e.g. "nl-NL"; None when Slack does not say. Asked once a day, remembered in
        memory only: when somebody was first here today is nobody's business."""
        with self._lock:
            at, known = self._locales.get(user, (None, None))
        if at is not None and time.monotonic() - at < LOCALE_FRESH:
            return known
        found = self._ask(lambda: self._client.users_info(user=user, include_locale=True)["user"].get("locale"), None)
        with self._lock:
            self._locales[user] = (time.monotonic(), found or known)
        return found or known

    def group_members(self, group: str) -> tuple[str, ...]:
        """User ids of a user group; empty when Slack does not say."""
        with self._lock:
            known = self._groups.get(group)
        return self._fetch(group, ()) if known is None else known

    def refresh(self) -> None:
        """Asks the members of every group that was ever asked for again; what Slack does not say stays as it was."""
        with self._lock:
            known = dict(self._groups)
        for group, members in known.items():
            self._fetch(group, members)

    def _fetch(self, group: str, otherwise: tuple[str, ...]) -> tuple[str, ...]:
        members = self._ask(lambda: tuple(self._client.usergroups_users_list(usergroup=group)["users"]), otherwise)
        with self._lock:
            self._groups[group] = members
        return members

    def _ask(self, ask: Callable[[], Any], otherwise: Any) -> Any:
        try:
            return ask()
        except (SlackApiError, OSError, HTTPException, KeyError) as error:
            log.warning("slack does not say", extra={"why": type(error).__name__})
            return otherwise
