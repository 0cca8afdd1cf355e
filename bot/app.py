"""The composition root: builds everything from the settings, starts it and stops it. Imported by the CLI and tests."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from bot.charts import draw
from bot.config import Settings, secret_of
from bot.encoders import load_encoder
from bot.jobs import Ticker
from bot.ports import Encoder, Store
from bot.services.context import Context
from bot.services.dispatching import PER_CHANNEL, Dispatcher
from bot.services.due import due
from bot.services.knowledge import LOOK_EVERY, Knowledge
from bot.services.scheduling import run_due
from bot.slack.app import build_app
from bot.slack.connection import PING_EVERY, revive
from bot.slack.directory import SlackDirectory
from bot.slack.listeners import ROUTES
from bot.slack.messenger import SlackMessenger
from bot.slack.performer import PATIENCE, Performer
from bot.slack.pictures import Pictures
from bot.slack.renderers import RENDERERS
from bot.slack.router import Router
from storage import open_store

CONNECTIONS = 2  #: Slack sends each envelope to one; a second lives on while the first reconnects
DRAIN_SECONDS = 8.0

Clock = Callable[[], datetime]

log = logging.getLogger(__name__)


def system_clock() -> datetime:
    """The only clock there is outside tests and the demo."""
    return datetime.now(UTC)


@dataclass
class Kb:
    """The whole bot. `start` connects to Slack; `stop` drains."""

    settings: Settings
    clock: Clock
    store: Store
    context: Context
    client: WebClient
    router: Router
    dispatcher: Dispatcher
    bolt: App
    ticker: Ticker | None = None
    handlers: tuple[SocketModeHandler, ...] = ()

    def start(self, *, ticking: bool = True, connections: int = CONNECTIONS) -> None:
        """Connects over Socket Mode and starts ticking. Errors: SlackApiError for a token Slack refuses."""
        self.context.knowledge.fill()
        self.context.knowledge.index()
        self.context.knowledge.encode("?")  # the encoder loads at its first text, which would be somebody's question
        self.handlers = tuple(
            SocketModeHandler(self.bolt, self.settings.slack_app_token, ping_interval=PING_EVERY)
            for _ in range(connections)
        )
        for handler in self.handlers:
            handler.connect()
        if ticking:
            self.ticker = Ticker(
                (
                    ("dispatch", self.dispatch, timedelta(seconds=1)),
                    ("index", lambda: self.context.knowledge.tend(self.clock()), timedelta(seconds=0.5)),
                    ("due", self.tick, timedelta(seconds=15)),
                    ("recover", self.router.recover, timedelta(seconds=20)),
                    ("watch", self._watch, timedelta(seconds=5)),
                    ("groups", self.context.directory.refresh, timedelta(minutes=5)),
                )
            )
            self.ticker.start()

    def dispatch(self) -> int:
        """Sends what the outbox has ready."""
        return self.dispatcher.run(self.clock)

    def tick(self) -> tuple[str, ...]:
        """Does what is due now."""
        return run_due(self.context, self.clock(), due)

    def stop(self) -> None:
        """Takes no more, finishes what was taken, and closes."""
        until = time.monotonic() + DRAIN_SECONDS
        self.router.close()
        self.dispatcher.close()
        if self.ticker:
            self.ticker.stop()
        if not self.router.drain(max(0.0, until - time.monotonic())):
            log.warning("some interactions were not finished; they are taken up again at the next start")
        if self.handlers:  # each takes up to a second to end its threads
            with ThreadPoolExecutor(len(self.handlers)) as pool:
                list(pool.map(lambda handler: handler.close(), self.handlers))
        self.context.knowledge.settle(DRAIN_SECONDS)
        self.store.close()

    def _wake(self) -> None:
        if self.ticker:
            self.ticker.wake("dispatch")
            self.ticker.wake("index")

    def _watch(self) -> None:
        """Reconnects a socket that died without saying so (python-slack-sdk#1701)."""
        revive([handler.client for handler in self.handlers], time.time())


def web_client(settings: Settings, *, timeout: int) -> WebClient:
    """A client of Slack's Web API that never repeats a request by itself. `timeout` in seconds."""
    return WebClient(
        token=settings.slack_bot_token,
        base_url=settings.slack_api_url or WebClient.BASE_URL,
        retry_handlers=[],
        timeout=timeout,
    )


def build(
    settings: Settings,
    *,
    clock: Clock = system_clock,
    store: Store | None = None,
    encoder: Encoder | bool | None = True,
    pace: timedelta = PER_CHANNEL,
) -> Kb:
    """Builds the bot. `encoder`: True loads the installed one, None goes without. Errors: BadSettings, Unavailable."""
    below = store or open_store(settings.database_url)
    client = web_client(settings, timeout=PATIENCE)
    found = load_encoder(settings.kb_encoder) if encoder is True else encoder or None
    knowledge = Knowledge(below, found, LOOK_EVERY)
    opened = knowledge.noticing()
    context = Context(
        store=opened,
        knowledge=knowledge,
        directory=SlackDirectory(web_client(settings, timeout=2)),
        secret=secret_of(settings),
        zone=settings.zone,
        language=settings.kb_language,
    )
    performer = Performer(client)
    holder: list[Kb] = []
    router = Router(context, ROUTES, performer, clock, after=lambda: holder[0]._wake() if holder else None)
    messenger = SlackMessenger(client, context, RENDERERS, clock, Pictures(client, draw))
    kb = Kb(
        settings=settings,
        clock=clock,
        store=opened,
        context=context,
        client=client,
        router=router,
        dispatcher=Dispatcher(opened, messenger, pace),
        bolt=build_app(router, client),
    )
    holder.append(kb)
    return kb
