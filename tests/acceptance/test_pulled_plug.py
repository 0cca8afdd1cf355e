"""The plug pulled at any moment: what was said to be saved is saved, and no channel hears anything twice.

Each scenario runs again and again; the n-th time the process dies at its n-th step: right before or right after a
transaction's commit, a call to Slack or a response_url. A new process then takes over on the same database.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.app import Kb, build
from bot.config import Settings
from bot.model import Kind, SignalState, Topic
from bot.ports import Encoder
from bot.sandbox import Clock, Sandbox
from bot.slack.performer import Performer
from storage import open_store
from storage.store import SqlStore
from tests.acceptance.conftest import CHANNELS, MANIFEST, MONDAY, PEOPLE, Town, organisation
from tests.acceptance.test_asking import arrangement, others
from tests.services.told import a_signal, waiting


class Pulled(BaseException):
    """The power is gone."""


class Fuse:
    """Counts the steps of a process and kills it at one of them; a dead process does nothing more."""

    def __init__(self, at: int | None) -> None:
        self.at, self.steps, self.dead, self._lock = at, 0, False, threading.Lock()

    def step(self) -> None:
        with self._lock:
            if self.dead:
                raise Pulled
            self.steps += 1
            if self.at is not None and self.steps >= self.at:
                self.dead = True
                raise Pulled


class FusedStore(SqlStore):
    fuse = Fuse(None)

    @contextmanager
    def writing(self) -> Iterator[Any]:
        self.fuse.step()
        with super().writing() as unit:
            yield unit
            self.fuse.step()  # all written, not yet committed
        self.fuse.step()


class FusedClient(WebClient):
    fuse = Fuse(None)

    def api_call(self, *args: Any, **kwargs: Any) -> Any:
        self.fuse.step()
        answer = super().api_call(*args, **kwargs)
        self.fuse.step()
        return answer


class FusedPerformer(Performer):
    fuse = Fuse(None)

    def _send(self, url: str, payload: dict[str, Any]) -> bool:
        self.fuse.step()
        sent = super()._send(url, payload)
        self.fuse.step()
        return sent


def process(slack: Sandbox, clock: Clock, folder: Path, encoder: Encoder, fuse: Fuse) -> Kb:
    """A process of the bot, with a fuse in everything that leaves a trace."""
    settings = Settings(
        slack_bot_token=slack.bot_token, slack_app_token=slack.app_token, slack_api_url=slack.api_url,
        kb_database_url=f"sqlite:///{folder / 'kb.sqlite'}", kb_secret="a secret for tests only",
        _env_file=None,  # type: ignore[call-arg]
    )  # fmt: skip
    opened = open_store(settings.database_url)
    opened.__class__ = FusedStore
    opened.fuse = Fuse(None)  # type: ignore[attr-defined]
    kb = build(settings, clock=clock.now, store=opened, encoder=encoder)
    for holder, kind in ((kb.client, FusedClient), (kb.router.performer, FusedPerformer)):
        holder.__class__ = kind
        holder.fuse = fuse
    opened.fuse = fuse  # type: ignore[attr-defined]
    return kb


def lives(town: Town) -> None:
    """What a living process does by itself, without dying of its own death."""
    try:
        town.kb.router.drain(1)
        town.kb.router.recover()
        while town.kb.dispatch():
            town.clock.advance(timedelta(seconds=1.1))
    except Pulled:
        pass


def scenario_tip(town: Town) -> None:
    town.sanne.types("/kb tip Bel bij spoed de balie", channel="invordering", expect_error=True)
    lives(town)


def check_tip(town: Town) -> None:
    with town.kb.store.reading() as data:
        entries = data.entries()
    told = [m for m in town.sanne.messages() if "Opgeslagen als tip" in m.text_content]
    assert len([e for e in entries if e.title == "Bel bij spoed de balie"]) <= 1
    if told:
        assert len(entries) == 8, "what was said to be saved is saved"
    if len(entries) == 8:
        assert told, "what is saved is said to be"


def scenario_mention(town: Town) -> None:
    town.sanne.types("@kb betalingsregeling na aanmaning", channel="invordering", expect_error=True)
    lives(town)


def check_mention(town: Town) -> None:
    answers = [m for m in town.slack.messages("invordering") if "Tot 14 dagen" in m.text_content]
    assert len(answers) == 1, "asked once, answered once"
    with town.kb.store.reading() as data:
        assert len(data.questions()) == 1


def scenario_specialists(town: Town) -> None:
    """Asked, sent to the specialists, answered by them: as far as the process lives."""
    town.sanne.types("/kb mag ik een kip houden op mijn balkon", channel="algemeen", expect_error=True)
    lives(town)
    for reply in [m for m in town.sanne.messages() if "Vraag Vergunningen" in m.buttons][:1]:
        town.sanne.presses("Vraag Vergunningen", on=reply, expect_error=True)
        lives(town)
    for card in [m for m in town.slack.messages("vergunningen") if "Beantwoord" in m.buttons]:
        town.bram.presses("Beantwoord", on=card, expect_error=True)
        lives(town)
        if town.bram.modal:
            town.bram.fills({"body": "Dat mag niet zonder toestemming van de buren."})
            town.bram.submits(expect_error=True)
            lives(town)


def check_specialists(town: Town) -> None:
    posted = [m for m in town.slack.messages("vergunningen") if "kip houden" in m.text_content]
    with town.kb.store.reading() as data:
        escalations = data.escalations()
        answers = data.entries(kinds=[Kind.ANSWER])
    assert len(escalations) <= 1 and len(answers) <= 1
    assert len(posted) == len(escalations), "decided is posted, once"
    told = [m for m in town.sanne.messages("dm") if "zonder toestemming van de buren" in m.text_content]
    assert len(told) == len(answers), "answered is told, once"


def scenario_cause(town: Town) -> None:
    """A signal's cause is named and an answer written, and the cause's owner confirms: as far as the process lives."""
    lives(town)
    for message in [m for m in town.slack.messages("invordering") if "Opgelost" in m.buttons]:
        town.fatima.presses("Opgelost", on=message, expect_error=True)
        lives(town)
        if town.fatima.modal:
            town.fatima.fills({"cause": "brief", "done": "Brief aanpassen", "owner": "Vergunningen", "body": "Nee."})
            town.fatima.submits(expect_error=True)
            lives(town)
    for message in [m for m in town.slack.messages("vergunningen") if "Klaar" in m.buttons]:
        town.bram.presses("Klaar", on=message, expect_error=True)
        lives(town)
        if town.bram.modal:
            town.bram.submits(expect_error=True)
            lives(town)


def check_cause(town: Town) -> None:
    with town.kb.store.reading() as data:
        (signal,), actions, answers = data.signals(), data.actions(), data.entries(kinds=[Kind.ANSWER])
    named = int(any(event.what == "cause" for event in signal.history))
    assert (len(actions), len(answers)) == (named, named), "all of it, or nothing"
    texts = [m.text_content for m in town.slack.messages("invordering")]
    assert sum("normaal 1 per week" in text for text in texts) == 1, "one message a topic"
    for event, line in (("cause", "oorzaak brief"), ("confirmed", "bevestigt voor Vergunningen")):
        decided = sum(e.what == event for e in signal.history)
        assert sum(line in text for text in texts) == decided, f"{event}: decided is said, once"
    asked = [m for m in town.slack.messages("vergunningen") if "Oorzaak weghalen" in m.text_content]
    assert len(asked) == named, "its owner is asked once"
    assert len([m for m in town.sanne.messages("dm") if "Nee." in m.text_content]) == named, "who waits is told once"
    assert (signal.state is SignalState.RESOLVED) == any("opgelost: brief" in text for text in texts)


def told_of_a_topic(town: Town) -> None:
    """A signal lies with Invordering, and Sanne waits for an answer to it."""
    with town.kb.store.writing() as unit:
        topic = unit.add_topic(Topic(title="kip op balkon", department="invordering", created_at=MONDAY)).id
    state = SignalState.IN_PROGRESS
    told = a_signal(town.kb.context, topic, department="invordering", at=MONDAY, state=state, arrived=False)
    waiting(town.kb.context, told, "U0SANNE", department="invordering", at=MONDAY)


@dataclass(frozen=True)
class Scenario:
    run: Callable[[Town], None]
    check: Callable[[Town], None]
    begins: Callable[[Town], None] = lambda town: None
    every: int = 1  #: the process dies at every so many steps: a long scenario takes long


SCENARIOS = {
    "tip": Scenario(scenario_tip, check_tip),
    "mention": Scenario(scenario_mention, check_mention),
    "specialists": Scenario(scenario_specialists, check_specialists),
    "cause": Scenario(scenario_cause, check_cause, told_of_a_topic, every=11),
}


@pytest.mark.parametrize("name", SCENARIOS)
def test_whenever_the_plug_is_pulled_nothing_is_lost_and_nothing_said_twice(
    name: str, tmp_path: Path, encoder: Encoder
) -> None:
    scenario = SCENARIOS[name]
    at, steps = 1 - scenario.every, 1
    while at <= steps:
        at += scenario.every
        folder = tmp_path / str(at)
        folder.mkdir()
        steps = one_life(scenario, folder, encoder, at)
    assert steps >= 6, f"only {steps} steps: the fuse is not in the way"


def settled(town: Town, check: Callable[[Town], None], seconds: float = 20.0) -> None:
    """The new process lives until all is as it should be, and a little longer; else the check says what is not."""
    end = time.monotonic() + seconds
    while True:
        lives(town)
        town.passes(minutes=5)
        try:
            check(town)
            break
        except AssertionError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)  # Slack sends again what was not acknowledged, in its own time
    town.passes(minutes=5)
    check(town)


def one_life(scenario: Scenario, folder: Path, encoder: Encoder, at: int) -> int:
    """Runs the scenario with a process that dies at step `at`, then with a new one; returns the steps there were."""
    clock = Clock(start=MONDAY, running=False)
    with Sandbox(MANIFEST, clock=clock, ack_timeout=1.5, retry_delays=(0.5, 1.5, 3.0)) as slack:
        for handle, name, locale in PEOPLE:
            slack.add_person(handle, name=name, locale=locale)
        for channel in CHANNELS:
            slack.add_channel(channel, members=[handle for handle, _, _ in PEOPLE], bot=channel != "algemeen")
        fuse = Fuse(None)
        town = Town(slack, process(slack, clock, folder, encoder, fuse), clock)
        with town.kb.store.writing() as unit:
            unit.save_organisation(organisation())
        arrangement(town)
        others(town)
        scenario.begins(town)
        town.kb.start(ticking=False, connections=1)
        slack.wait_connected()
        fuse.steps, fuse.at = 0, at
        scenario.run(town)
        slack.cut_connections()
        for handler in town.kb.handlers:
            threading.Thread(target=handler.close, daemon=True).start()  # takes a second, of which nothing is learned
        steps, fuse.at, fuse.dead = fuse.steps, None, True
        clock.advance(timedelta(minutes=5))
        town = Town(slack, process(slack, clock, folder, encoder, Fuse(None)), clock)
        town.kb.start(ticking=False, connections=1)
        slack.wait_connected()
        settled(town, scenario.check)
        for handler in town.kb.handlers:
            threading.Thread(target=handler.close, daemon=True).start()
        return steps
