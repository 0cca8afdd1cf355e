"""The real process, `kb serve`: it answers, is killed, starts again and goes on; and ends in time when asked to."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.app import CONNECTIONS
from bot.sandbox import Person, Sandbox
from storage import open_store
from tests.acceptance.conftest import CHANNELS, MANIFEST, PEOPLE, organisation

DRAINED = 10.0  #: seconds that SIGTERM may take
STARTED = 60.0  #: seconds, on a busy machine

Serve = Callable[[], "subprocess.Popen[bytes]"]


@pytest.fixture
def slack() -> Iterator[Sandbox]:
    """A Slack that sends an event it got no answer to again within seconds."""
    with Sandbox(MANIFEST, ack_timeout=1.0, retry_delays=(0.3,) * 60) as sandbox:
        for handle, name, locale in PEOPLE:
            sandbox.add_person(handle, name=name, locale=locale)
        for channel in CHANNELS:
            sandbox.add_channel(channel, members=[handle for handle, _, _ in PEOPLE], bot=True)
        yield sandbox


@pytest.fixture
def database(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path / 'kb.sqlite'}"
    store = open_store(url)
    with store.writing() as unit:
        unit.save_organisation(organisation())
    store.close()
    return url


@pytest.fixture
def serve(slack: Sandbox, database: str, tmp_path: Path) -> Iterator[Serve]:
    """Starts `kb serve`, connected."""
    settings = {
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_APP_TOKEN": slack.app_token,
        "SLACK_API_URL": slack.api_url,
        "KB_DATABASE_URL": database,
        "KB_SECRET": "a secret for tests only",
    }
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("KB_", "SLACK_"))}
    environment["PYTHONPATH"] = str(Path(__file__).parents[2])
    started: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot.cli", "serve"],
            env=environment | settings,
            cwd=tmp_path,
            stderr=subprocess.DEVNULL,
        )
        started.append(process)
        slack.wait_connected(STARTED, connections=CONNECTIONS)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()


def titles(database: str) -> list[str]:
    store = open_store(database)
    with store.reading() as data:
        found = sorted(entry.title for entry in data.entries())
    store.close()
    return found


def killed(slack: Sandbox, process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
    end = time.monotonic() + 10
    while slack.connections and time.monotonic() < end:
        time.sleep(0.02)
    assert not slack.connections


def shares(person: Person, text: str) -> None:
    person.types(f"/kb tip {text}", channel="invordering")


def test_killed_and_started_again_it_knows_what_it_said_and_answers_what_it_missed(
    slack: Sandbox, database: str, serve: Serve
) -> None:
    sanne, joris = slack.person("sanne"), slack.person("joris")
    process = serve()
    shares(sanne, "Bij een tweede aanmaning komen er kosten bij")
    sanne.sees("Opgeslagen als tip *#1*", timeout=STARTED)

    killed(slack, process)
    missed = sanne.types("@kb komen er kosten bij een tweede aanmaning", channel="invordering")
    assert missed.code == "event_not_acked"
    process = serve()
    joris.sees("#1", channel="invordering", since="start", timeout=STARTED)

    shares(joris, "Een pas aanvragen kan ook zonder afspraak")
    joris.sees("Opgeslagen als tip *#2*", timeout=STARTED)
    asked = time.monotonic()
    process.send_signal(signal.SIGTERM)
    assert process.wait(DRAINED) == 0
    assert time.monotonic() - asked < DRAINED
    assert titles(database) == [
        "Bij een tweede aanmaning komen er kosten bij",
        "Een pas aanvragen kan ook zonder afspraak",
    ]
    answers = [one for one in slack.messages("invordering") if one.has("#1")]
    assert len(answers) == 1
