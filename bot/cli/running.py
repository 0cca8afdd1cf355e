"""`kb demo`, `kb serve` and `kb run-due`: the commands that run the bot."""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer
from slack_sdk.errors import SlackApiError

from bot.cli.common import FAILED, WRONG, amount, note, result, settings_for
from bot.config import NEEDED_FOR, Settings
from bot.errors import BadSettings
from bot.services.dispatching import STALE_AFTER
from bot.services.scheduling import FAILED as JOB_FAILED

if TYPE_CHECKING:
    from bot.app import Kb

DRAIN = 9.5  #: seconds after SIGTERM in which everything is finished, or taken up again at the next start
IDLE_MOST = 5.0  #: seconds without a delivery after which the rest is left to `kb serve`

#: Slack's words for a token that will never work.
REFUSED = frozenset(
    ("invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired", "not_allowed_token_type",
     "no_permission", "missing_scope", "org_login_required", "ekm_access_denied", "forbidden_team")
)  # fmt: skip

DEMO_EXAMPLES = """\
  kb demo
  kb demo --port 9000 --no-browser
  kb demo --fresh
"""
SERVE_EXAMPLES = """\
  SLACK_BOT_TOKEN=xoxb-... SLACK_APP_TOKEN=xapp-... kb serve
  KB_LOG_JSON=true kb serve 2>> kb.log
"""
RUN_DUE_EXAMPLES = """\
  kb run-due
  kb run-due --at 2026-05-04T09:00
  SLACK_API_URL=http://127.0.0.1:8765/api/ kb run-due --at 2030-01-07T09:00
"""

Clock = Callable[[], datetime]

log = logging.getLogger("kb.serve")


def demo(
    port: Annotated[int, typer.Option(help="Port of the page; 0 takes a free one.", min=0, max=65535)] = 8890,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the page in a browser.")] = True,
    fresh: Annotated[bool, typer.Option("--fresh", help="Start over instead of going on.")] = False,
) -> None:
    """Try everything on this machine.

    A fictional municipality lives in a local stand-in for Slack, with a page to act as its people. Starting
    again goes on where you were. Ctrl-C stops.
    """
    from bot.cli.demonstrating import main  # here, since only this command needs the web server

    settings_for()
    stopping = threading.Event()
    with _ending(stopping):
        raise typer.Exit(main(port, browser, fresh, stopping))


def serve() -> None:
    """Run the bot in a real workspace.

    It connects over Socket Mode and runs until SIGTERM or Ctrl-C. Logs one line an interaction, on stderr,
    without what was typed. Needs SLACK_BOT_TOKEN and SLACK_APP_TOKEN.
    """
    from bot.app import build  # here, so that commands that do not speak to Slack start quickly

    settings = settings_for("slack_bot_token", "slack_app_token", slack=True, quiet=False)
    stopping = threading.Event()
    with _ending(stopping):
        kb = build(settings)
        try:
            with _slack_spoken_to(settings):
                _check_bot_token(kb)
                if not stopping.is_set():
                    kb.start()
                    log.info("connected", extra={"language": settings.kb_language, "timezone": settings.kb_timezone})
            while not stopping.wait(1.0):
                pass
            log.info("stopping")
        finally:
            kb.stop()
    log.info("stopped")


def run_due(
    at: Annotated[str | None, typer.Option(metavar="ISO-TIME", help="As if it were this time; without an offset in "
                                           "KB_TIMEZONE. In the future only with SLACK_API_URL set.")] = None,
) -> None:  # fmt: skip
    """Do once what is due, and print a line a job.

    Signals, digests, reminders and so on, with the messages that they bring. Harmless beside kb serve: each
    job's period is done once. Needs SLACK_BOT_TOKEN.
    """
    from bot.app import build

    settings = settings_for("slack_bot_token", slack=True)
    kb = build(settings, clock=clock_from(at, settings))
    try:
        lines: list[str] = []
        with _slack_spoken_to(settings):
            _check_bot_token(kb)
            for line in kb.tick():
                result(line)
                lines.append(line)
            left = deliver(kb)
    finally:
        kb.store.close()
    if not lines:
        note("nothing is due")
    if left:
        waits = amount(left, "message")
        note(f"kb: {waits} could not be delivered yet: kb serve tries again, and so does the next run-due")
    if left or any(f": {JOB_FAILED} (" in line for line in lines):
        raise typer.Exit(FAILED)


def _system_clock() -> datetime:
    return datetime.now(UTC)


def clock_from(at: str | None, settings: Settings, clock: Clock = _system_clock) -> Clock:
    """The clock for `--at`: it starts there and goes on at its usual pace.

    Errors: BadSettings for what is no time, or is in the future of a real workspace.
    """
    if at is None:
        return clock
    start = _moment(at, settings.zone)
    if start > clock() and not settings.slack_api_url:
        raise BadSettings((f"--at {at} is in the future: that is for trying things out, with SLACK_API_URL set",))
    begun = clock()
    return lambda: start + (clock() - begun)


def deliver(kb: Kb) -> int:
    """Sends everything that is due, at Slack's pace; gives how many messages had to be left."""
    idle_since = time.monotonic()
    while True:
        if kb.dispatch():
            idle_since = time.monotonic()
        now = kb.clock()
        with kb.store.reading() as data:
            left = len(data.outbox_due(now, now - STALE_AFTER, limit=1000))
        if not left or time.monotonic() - idle_since > IDLE_MOST:
            return left
        time.sleep(0.1)


def _moment(at: str, zone: ZoneInfo) -> datetime:
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        raise BadSettings((f"--at {at} is no time: expected one like 2026-05-04T09:00",)) from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)


def _check_bot_token(kb: Kb) -> None:
    """Socket Mode only uses the app-level token, so that a wrong bot token would show at the first reply."""
    try:
        kb.client.auth_test()
    except SlackApiError as error:
        if error.response.get("error") in REFUSED:
            raise
        log.warning("slack did not say who the bot is", extra={"why": error.response.get("error")})


@contextmanager
def _slack_spoken_to(settings: Settings) -> Iterator[None]:
    """Says in plain words that Slack refuses a token, or cannot be reached."""
    try:
        yield
    except SlackApiError as error:
        reason = str(error.response.get("error"))
        method = str(error.response.api_url or "").rsplit("/", 1)[-1]
        if reason not in REFUSED:
            note(f"kb: Slack refused {method}: {reason}")
            raise typer.Exit(FAILED) from None
        name = "slack_app_token" if method == "apps.connections.open" else "slack_bot_token"
        note(f"kb: Slack refuses {name.upper()} ({reason}): it must be {NEEDED_FOR[name]}")
        raise typer.Exit(WRONG) from None
    except OSError as error:
        where = settings.slack_api_url or "slack.com"
        note(f"kb: Slack cannot be reached at {where}: {error}")
        raise typer.Exit(FAILED) from None


@contextmanager
def _ending(stopping: threading.Event) -> Iterator[None]:
    """Turns SIGTERM and Ctrl-C into `stopping`, once; what then takes longer than DRAIN is cut off."""
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}

    def stop(number: int, _frame: object) -> None:
        stopping.set()
        for one, handler in before.items():
            signal.signal(one, handler)  # a second time means: now
        watchdog = threading.Timer(DRAIN, _cut_off)
        watchdog.daemon = True
        watchdog.start()

    for number in before:
        signal.signal(number, stop)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _cut_off() -> None:
    log.warning("not everything was finished in time; it is taken up again at the next start")
    logging.shutdown()
    os._exit(FAILED)
