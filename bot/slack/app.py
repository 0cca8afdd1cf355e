"""The Bolt app: the only place that hands Slack's deliveries to the router, and its acknowledgements back."""

from __future__ import annotations

import json
import logging
import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from slack_bolt import Ack, App, BoltContext, BoltRequest, BoltResponse
from slack_sdk import WebClient

from bot.errors import Unavailable
from bot.slack.interaction import Interaction, parse
from bot.slack.router import Closing, Router

LISTENERS = 16  #: threads; Bolt's default of 5 makes slow listeners delay acks past 3 seconds (slack.md)

log = logging.getLogger(__name__)


def build_app(router: Router, client: WebClient) -> App:
    """A synchronous Bolt app around the router."""
    app = App(
        client=client,
        token_verification_enabled=False,
        request_verification_enabled=False,
        ignoring_self_events_enabled=True,
        listener_executor=ThreadPoolExecutor(max_workers=LISTENERS, thread_name_prefix="listener"),
    )

    def inbox(body: dict[str, Any], context: BoltContext, request: BoltRequest, next: Any) -> BoltResponse | None:
        """Before anything else: stored, or recognised as a second delivery."""
        try:
            did = router.read(body)
            if did.kind == "other" or router.routes.handler(did) is None:
                return BoltResponse(status=200, body="")
            if not router.receive(did):
                return BoltResponse(status=200, body="")
        except Unavailable as error:
            return _unavailable(router, body, error)
        except Closing:
            return BoltResponse(status=503, body="")
        context["did"] = did
        return next()

    def listen(ack: Ack, context: BoltContext) -> None:
        did: Interaction = context["did"]
        responses = router.handle(did)
        payload = router.performer.ack_payload(did, responses)
        if payload:
            ack(**payload)
        else:
            ack()
        router.answer(did, responses)

    app.use(inbox)
    for command in router.routes.commands:
        app.command(command)(listen)
    for callback in router.routes.shortcuts:
        app.global_shortcut(callback)(listen)
    for callback in router.routes.message_shortcuts:
        app.message_shortcut(callback)(listen)
    anything = re.compile(".*")
    app.action(anything)(listen)
    app.view(anything)(listen)
    for event in ("app_mention", "message", "app_home_opened"):
        app.event(event)(listen)
    app.event(anything)(lambda: None)

    @app.error
    def unexpected(error: Exception) -> None:
        log.error("outside a handler: %r", error, exc_info=error)

    return app


def _unavailable(router: Router, body: dict[str, Any], error: Unavailable) -> BoltResponse | None:
    """The database does not answer, so nothing can be stored: say so with the text, or let Slack send it again."""
    did = parse(body, str)  # the masking rules are in the database; this text is stored nowhere
    if did.kind in ("mention", "message", "home"):
        return BoltResponse(status=500, body="")
    responses = router.refusal(did, error)
    payload = router.performer.ack_payload(did, responses)
    if payload is None:
        router.performer.perform(did, responses)
    return BoltResponse(status=200, body=json.dumps(payload) if payload else "")
