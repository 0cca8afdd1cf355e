"""Makes responses happen in Slack, each once: no client here repeats a request by itself (slack.md, point 1)."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from http.client import HTTPException
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from bot.slack.interaction import Interaction
from bot.slack.responses import Delete, Errors, Home, Open, Rendered, Replace, Response, Say, Update

PATIENCE = 6  #: seconds for Slack to answer: shorter than the time to stop in, after SIGTERM

#: The connection did not come about, or broke: http.client's own errors are no OSErrors.
UNREACHED = (OSError, HTTPException)

log = logging.getLogger(__name__)


class Performer:
    """Carries out what handlers returned. `client` is a WebClient without retry handlers."""

    def __init__(self, client: WebClient) -> None:
        self._client = client

    def ack_payload(self, did: Interaction, responses: Sequence[Response]) -> dict[str, Any] | None:
        """What the acknowledgement itself must carry: a submitted modal's errors, or its next view."""
        if did.kind != "view":
            return None
        for response in responses:
            if isinstance(response, Errors):
                return {"response_action": "errors", "errors": dict(response.fields)}
            if isinstance(response, Update):
                return {"response_action": "update", "view": response.view}
        return {"response_action": "clear"}

    def perform(self, did: Interaction, responses: Sequence[Response]) -> bool:
        """Everything but what the ack carried. A failing one is logged and does not stop the others.

        False when Slack could not be reached, or had no time: to be tried once more, later.
        """
        reached = True
        for response in responses:
            try:
                self._one(did, response)
            except SlackApiError as error:
                log.warning("slack refused %s: %s", type(response).__name__, error.response.get("error"))
                reached = reached and not _in_trouble(error.response.status_code)
            except UNREACHED as error:
                log.warning("slack not reached for %s: %s", type(response).__name__, type(error).__name__)
                reached = False
        return reached

    def _one(self, did: Interaction, response: Response) -> None:
        match response:
            case Say(message, public):
                self._say(did, message, public)
            case Replace(message):
                self._replace(did, message)
            case Delete():
                if did.response_url:
                    self._send(did.response_url, {"delete_original": True})
            case Open():
                self._open(did, response)
            case Update(view) if did.in_modal:
                self._client.views_update(view_id=did.view_id, hash=did.view_hash, view=view)
            case Home(view):
                self._client.views_publish(user_id=did.user, view=view)

    def _open(self, did: Interaction, response: Open) -> None:
        try:
            if did.trigger_id and did.in_modal:
                self._push(did, response.view)
            elif did.trigger_id:
                self._client.views_open(trigger_id=did.trigger_id, view=response.view)
        except SlackApiError:
            if response.otherwise is None:
                raise
            self._direct(did.user, response.otherwise)

    def _push(self, did: Interaction, view: dict[str, Any]) -> None:
        """On top of the modal; where three lie already (Slack's limit), in its place."""
        try:
            self._client.views_push(trigger_id=did.trigger_id, view=view)
        except SlackApiError as error:
            if error.response.get("error") != "push_limit_reached":
                raise
            self._client.views_update(view_id=did.view_id, view=view)

    def _say(self, did: Interaction, message: Rendered, public: bool) -> None:
        url = did.response_url or _url_in(did.meta)
        if url and (self._respond(url, message, public=public) or public):
            return
        if did.kind in ("mention", "message") and did.channel:
            thread = did.thread_ts or (did.ts if did.kind == "mention" else None)
            if did.kind == "mention":  # only this person sees an error or help text
                self._client.chat_postEphemeral(
                    channel=did.channel,
                    user=did.user,
                    thread_ts=did.thread_ts,
                    text=message.text,
                    blocks=message.blocks,
                )
            else:
                self._client.chat_postMessage(
                    channel=did.channel, thread_ts=thread, text=message.text, blocks=message.blocks, unfurl_links=False
                )
        elif did.user:
            self._direct(did.user, message)

    def _replace(self, did: Interaction, message: Rendered) -> None:
        payload = {"replace_original": True, "text": message.text, "blocks": list(message.blocks)}
        url = did.response_url or _url_in(did.meta)
        if url and self._send(url, payload):
            return
        if did.ts and did.channel and not did.ephemeral:
            self._client.chat_update(channel=did.channel, ts=did.ts, text=message.text, blocks=message.blocks)
        else:  # the old message cannot be reached any more: say it anew
            self._say(did.but(response_url=None), message, public=False)

    def _respond(self, url: str, message: Rendered, *, public: bool = False) -> bool:
        kind = "in_channel" if public else "ephemeral"
        return self._send(
            url,
            {"response_type": kind, "replace_original": False, "text": message.text, "blocks": list(message.blocks)},
        )

    def _send(self, url: str, payload: dict[str, Any]) -> bool:
        try:
            answer = WebhookClient(url, retry_handlers=[], timeout=PATIENCE).send_dict(payload)
        except UNREACHED as error:
            log.warning("a response_url was not reached: %s", type(error).__name__)
            return False
        if answer.status_code != 200:
            log.warning("a response_url was refused: %s %s", answer.status_code, answer.body[:80])
        return answer.status_code == 200

    def _direct(self, user: str, message: Rendered) -> None:
        channel = self._client.conversations_open(users=user)["channel"]["id"]
        self._client.chat_postMessage(channel=channel, text=message.text, blocks=message.blocks, unfurl_links=False)


def _in_trouble(status: int) -> bool:
    """Slack's trouble, or its pace: not a refusal of what was sent."""
    return status == 429 or status >= 500


def _url_in(meta: str) -> str | None:
    """The response_url of the message that opened a modal, kept in the modal's private_metadata."""
    try:
        return json.loads(meta).get("url") if meta.startswith("{") else None
    except ValueError:
        return None
