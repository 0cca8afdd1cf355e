"""What `kb demo` starts: the sandbox, the bot in it, and the fictional organisation that lives there."""

from __future__ import annotations

import socket
import sqlite3
import threading
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from bot.app import Kb, build
from bot.cli.common import DONE, FAILED, note, result
from bot.cli.setup_file import read_setup
from bot.config import Settings, data_folder
from bot.demo import content as texts
from bot.demo import past
from bot.demo.course import Course
from bot.demo.guide import Guide
from bot.demo.seeding import Seeding, furnish, organise
from bot.demo.stream import TIMEZONE, demo_now
from bot.demo.traffic import Traffic
from bot.encoders import load_encoder
from bot.jobs import Ticker
from bot.ports import Encoder
from bot.sandbox import Clock, Sandbox
from storage import open_store

START = date(2026, 3, 30)  #: a Monday; no holiday falls on the bursts' days, and the demo begins on Monday 4 May
SEEDED = "demo:seeded"  #: the claim that says the past is complete
DATABASE, SLACK, LOCK = "kb.sqlite", "slack.json", "running.lock"
FILES = (DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", "kb.secret", SLACK)  #: what --fresh removes
LEASE = timedelta(minutes=5)


class Running(Exception):
    """Another process runs the demo in this folder."""


@dataclass
class Demo:
    """The demo, connected and going on: `slack` serves the page. Build it with `demo`."""

    slack: Sandbox
    kb: Kb
    course: Course
    guide: Guide


def main(port: int, browser: bool, fresh: bool, stopping: threading.Event) -> int:
    """Runs the demo in the user's data folder until `stopping` is set; gives the exit code."""
    folder = data_folder() / "demo"
    try:
        with demo(folder, port, fresh=fresh) as running:
            result(f"kb demo: {running.slack.page_url}")
            note("Ctrl-C stops it; starting again goes on where you were, kb demo --fresh starts over.")
            if browser:
                webbrowser.open(running.slack.page_url)
            stopping.wait()
            note("stopping")
    except Running:
        note(f"kb: another kb demo runs already, in {folder}; stop that one first")
        return FAILED
    except ValidationError:
        note(f"kb: {folder / SLACK} cannot be read; kb demo --fresh starts over")
        return FAILED
    return DONE


@contextmanager
def demo(
    folder: Path, port: int = 0, *, fresh: bool = False, encoder: Encoder | bool | None = True, ticking: bool = True
) -> Iterator[Demo]:
    """The demo that is kept in `folder`, begun there first if needed, connected; stopped and saved afterwards.

    `ticking`: time that passes by itself brings questions and what is due. Errors: Running.
    """
    folder.mkdir(parents=True, exist_ok=True)
    found = load_encoder() if encoder is True else encoder or None
    with _only_one(folder):
        port = _free(port)  # said before the weeks it takes to begin
        if is_to_begin(folder, fresh):
            _begin(folder, found)
        yield from _running(folder, port, found, ticking)


def _running(folder: Path, port: int, encoder: Encoder | None, ticking: bool) -> Iterator[Demo]:
    content = texts.load()
    slack = Sandbox(
        _manifest(),
        clock=Clock(start=demo_now(START), running=False),
        state_path=folder / SLACK,
        port=port,
        moments=lambda: course.moments(),
        on_jump=lambda moment: course.jump(moment),
        guide=lambda user: guide.steps(user),
    )
    kb = _bot(folder, slack, encoder)
    course = Course(kb, slack.clock, content, Traffic(content, START), START)
    guide = Guide(kb.context, demo_now(START))
    with slack:
        try:
            furnish(slack, content)
            slack.clock.jump_to(max(slack.clock.now(), course.fed_until()))
            kb.start(ticking=False)
            slack.wait_connected()
            slack.clock.run()
            if ticking:
                kb.ticker = _ticker(kb, course)
                kb.ticker.start()
            yield Demo(slack, kb, course, guide)
        finally:
            slack.clock.stand_still()
            kb.stop()


def _begin(folder: Path, encoder: Encoder | None) -> None:
    """Five weeks of past, with the clock at each moment of it."""
    note("The demo begins: five weeks of questions at Gemeente Wilgerdam are lived through once.")
    content = texts.load()
    clock = Clock(start=datetime.combine(START, time(6), TIMEZONE), running=False)
    with Sandbox(_manifest(), clock=clock, state_path=folder / SLACK) as slack:
        furnish(slack, content)
        kb = _bot(folder, slack, encoder)
        try:
            organise(kb.context, content, read_setup(texts.FOLDER / "organisation.yml"), clock.now())
            traffic = Traffic(content, START)
            course = Course(kb, clock, content, traffic, START)
            seeding = Seeding(
                slack, kb, clock, content, past.load(), course, START, traffic, lambda line: note(f"  {line}")
            )
            seeding.live()
            with kb.store.writing() as unit:
                unit.take(SEEDED, START.isoformat(), clock.now(), LEASE)
                unit.done(SEEDED, START.isoformat(), clock.now())
        finally:
            kb.stop()


def _bot(folder: Path, slack: Sandbox, encoder: Encoder | None) -> Kb:
    """The bot on the folder's database; nothing of the environment's settings is used."""
    settings = Settings(
        slack_bot_token=slack.bot_token,
        slack_app_token=slack.app_token,
        slack_api_url=slack.api_url,
        kb_database_url=f"sqlite:///{folder / DATABASE}",
        kb_timezone=str(TIMEZONE),
        kb_language="nl",
        kb_secret="",
        _env_file=None,  # type: ignore[call-arg]
    )
    return build(settings, clock=slack.clock.now, encoder=encoder, pace=timedelta(0))


def _ticker(kb: Kb, course: Course) -> Ticker:
    """As Kb's own, but what is due is done by the course, which knows when the clock is being moved."""
    return Ticker(
        (
            ("dispatch", kb.dispatch, timedelta(seconds=1)),
            ("due", course.keep_up, timedelta(seconds=15)),
            ("recover", kb.router.recover, timedelta(seconds=20)),
        )
    )


def _manifest() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((files("bot") / "manifest.yml").read_text(encoding="utf-8"))
    return found


def is_to_begin(folder: Path, fresh: bool) -> bool:
    """Whether the past is still to be lived, or again; then the folder has nothing of it left."""
    if not fresh and _is_seeded(folder):
        return False
    for name in FILES:
        (folder / name).unlink(missing_ok=True)
    return True


def _is_seeded(folder: Path) -> bool:
    if not (folder / DATABASE).exists() or not (folder / SLACK).exists():
        return False
    store = open_store(f"sqlite:///{folder / DATABASE}")
    try:
        with store.reading() as data:
            return data.last_claim(SEEDED) is not None
    finally:
        store.close()


def _free(port: int) -> int:
    """The port, or 0 (any free one) when something else listens there."""
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError:
        note(f"kb: port {port} is taken; the page is on another one")
        return 0
    return port


@contextmanager
def _only_one(folder: Path) -> Iterator[None]:
    """One process a folder: SQLite's lock on an empty file works on every system, and goes when the process does.

    Errors: Running.
    """
    lock = sqlite3.connect(folder / LOCK, timeout=0, isolation_level=None, check_same_thread=False)
    try:
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            raise Running from error
        yield
    finally:
        lock.close()
