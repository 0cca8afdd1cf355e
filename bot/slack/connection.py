"""Notices that a Socket Mode connection died without saying so (python-slack-sdk#1701), and connects again.

The client itself waits for five failed pings, or four unanswered ones: a minute in which Slack tells people that
their command failed.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from http.client import HTTPException

from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.builtin import SocketModeClient

PING_EVERY = 5.0  #: seconds
SILENT_AFTER = 15.0  #: seconds without an answer to a ping

log = logging.getLogger(__name__)


def revive(clients: Sequence[SocketModeClient], now: float) -> int:
    """Connects those anew that Slack does not hear; returns how many. `now`: seconds since 1970, the client's clock."""
    dead = [client for client in clients if is_dead(client, now)]
    for client in dead:
        log.warning("a Slack connection was silent; connecting again")
        try:
            client.disconnect()
            client.connect_to_new_endpoint()  # unless the client did so itself meanwhile
        except (SlackApiError, OSError, HTTPException) as error:
            log.warning("slack gives no new connection: %s", type(error).__name__)
    return len(dead)


def is_dead(client: SocketModeClient, now: float) -> bool:
    """Closed, broken when the last ping was sent, or silent."""
    session = client.current_session
    if session is None or not session.is_active() or session.consecutive_check_state_error_count:
        return True
    return session.last_ping_pong_time is not None and now - session.last_ping_pong_time > SILENT_AFTER
