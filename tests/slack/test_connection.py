"""A Socket Mode connection that died without a word is replaced within seconds, not after a minute."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from bot.slack.connection import SILENT_AFTER, is_dead, revive

NOW = 1_800_000_000.0


@dataclass
class Session:
    """What slack_sdk's Connection tells about itself."""

    active: bool = True
    consecutive_check_state_error_count: int = 0
    last_ping_pong_time: float | None = NOW - 1

    def is_active(self) -> bool:
        return self.active


@dataclass
class Client:
    """What slack_sdk's SocketModeClient can do here. `gone`: Slack gives no new connection."""

    current_session: Session | None = field(default_factory=Session)
    gone: bool = False

    def disconnect(self) -> None:
        self.current_session = None

    def connect_to_new_endpoint(self) -> None:
        if self.gone:
            raise ConnectionRefusedError
        self.current_session = Session()


@pytest.mark.parametrize(
    "session",
    (
        None,
        Session(active=False),
        Session(consecutive_check_state_error_count=1),
        Session(last_ping_pong_time=NOW - SILENT_AFTER - 1),
    ),
)
def test_closed_broken_or_silent_is_dead(session: Session | None) -> None:
    assert is_dead(Client(session), NOW)  # type: ignore[arg-type]


@pytest.mark.parametrize("session", (Session(), Session(last_ping_pong_time=None)))
def test_one_that_answers_or_just_began_is_not(session: Session) -> None:
    assert not is_dead(Client(session), NOW)  # type: ignore[arg-type]


def test_only_the_dead_are_connected_anew_and_one_failure_does_not_stop_the_others() -> None:
    alive, gone, dead = Client(), Client(None, gone=True), Client(Session(active=False))
    well = alive.current_session
    assert revive([alive, gone, dead], NOW) == 2  # type: ignore[list-item]
    assert alive.current_session is well
    assert dead.current_session == Session()
