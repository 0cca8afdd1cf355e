"""Outbox messages as Slack messages: rendered when sent, found again by their metadata."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.errors import DeliveryFailed, KbError, Unavailable
from bot.model import OutboxMessage
from bot.services.context import Context
from bot.slack.pictures import Pictures, in_words
from bot.slack.responses import Block, Rendered

Renderer = Callable[[Context, OutboxMessage, datetime], Rendered]

log = logging.getLogger(__name__)

EVENT_TYPE = "kb_message"
PAGES_MOST = 10  #: of 200 messages, newest first, to look for one in
PERMANENT = frozenset(
    ("channel_not_found", "not_in_channel", "is_archived", "user_not_found", "cannot_dm_bot", "restricted_action",
     "message_not_found", "cant_update_message", "invalid_blocks", "msg_too_long", "no_text", "user_disabled",
     "messages_tab_disabled")
)  # fmt: skip

#: Looking again later will not help.
CANNOT_LOOK = frozenset(("missing_scope", "no_permission", "thread_not_found", "unknown_method"))


@dataclass(frozen=True, slots=True)
class SlackMessenger:
    """The Messenger port. `client` has no retry handlers: WebClient's default posts twice (slack.md)."""

    client: WebClient
    context: Context
    renderers: Mapping[str, Renderer]
    clock: Callable[[], datetime]
    pictures: Pictures | None = None  #: None: what they show is said in words

    def post(self, message: OutboxMessage, thread_ts: str | None) -> tuple[str, str]:
        """Posts it and returns (channel, ts). Errors: DeliveryFailed."""
        rendered = self._render(message)
        channel = self._channel(message)

        def post(blocks: list[Block]) -> SlackResponse:
            return self.client.chat_postMessage(
                channel=channel,
                thread_ts=thread_ts,
                text=rendered.text,
                blocks=blocks,
                metadata={"event_type": EVENT_TYPE, "event_payload": {"key": message.key}},
                unfurl_links=False,
                unfurl_media=False,
            )

        answer = self._with_picture(rendered, post)
        return answer["channel"], answer["ts"]

    def update(self, message: OutboxMessage) -> None:
        """Renders it again in its place. Errors: DeliveryFailed."""
        rendered = self._render(message)

        def update(blocks: list[Block]) -> SlackResponse:
            return self.client.chat_update(
                channel=message.channel or message.to,
                ts=message.ts or "",
                text=rendered.text,
                blocks=blocks,
                metadata={"event_type": EVENT_TYPE, "event_payload": {"key": message.key}},
            )

        self._with_picture(rendered, update)

    def find(self, message: OutboxMessage, thread_ts: str | None) -> tuple[str, str] | None:
        """Looks for it among what was posted since it was meant; None too where Slack does not let the bot look: rather
        said twice than never. Errors: DeliveryFailed."""
        channel = self._channel(message)
        since = message.created_at - timedelta(minutes=2)
        cursor: str | None = None
        for _ in range(PAGES_MOST):
            try:
                page = self._call(partial(self._page, channel, thread_ts, since, cursor))
            except DeliveryFailed as error:
                if error.reason not in CANNOT_LOOK:
                    raise
                log.warning("cannot be looked for", extra={"key": message.kind, "reason": error.reason})
                return None
            for found in page.get("messages") or ():
                if (found.get("metadata") or {}).get("event_payload", {}).get("key") == message.key:
                    return channel, found["ts"]
            cursor = (page.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                break
        return None

    def _with_picture(self, rendered: Rendered, send: Callable[[list[Block]], SlackResponse]) -> SlackResponse:
        """Sends it; when Slack refuses the blocks, which then is certain, once more with the picture in words."""
        if rendered.picture is None or self.pictures is None:
            return self._call(lambda: send(in_words(rendered)))
        blocks = self.pictures.blocks(rendered)
        try:
            return self._call(lambda: send(blocks))
        except DeliveryFailed as error:
            if error.reason != "invalid_blocks" or blocks == in_words(rendered):
                raise
            log.warning("a picture was refused", extra={"key": "picture", "reason": error.reason})
            return self._call(lambda: send(in_words(rendered)))

    def _page(self, channel: str, thread_ts: str | None, since: datetime, cursor: str | None) -> SlackResponse:
        oldest = _ts(since)
        if thread_ts:
            return self.client.conversations_replies(
                channel=channel, ts=thread_ts, oldest=oldest, limit=200, include_all_metadata=True, cursor=cursor
            )
        return self.client.conversations_history(
            channel=channel, oldest=oldest, limit=200, include_all_metadata=True, cursor=cursor
        )

    def _render(self, message: OutboxMessage) -> Rendered:
        try:
            return self.renderers[message.kind](self.context, message, self.clock())
        except Unavailable as error:
            raise DeliveryFailed(error.key) from error
        except KbError as error:  # what it was about is gone
            raise DeliveryFailed(error.key, permanent=True) from error
        except Exception as error:  # a bug in one message must not hold up the others
            log.exception("cannot render", extra={"key": message.kind})
            raise DeliveryFailed(f"cannot render: {type(error).__name__}", permanent=True) from error

    def _channel(self, message: OutboxMessage) -> str:
        if not message.to.startswith(("U", "W")):
            return message.to
        return self._call(lambda: self.client.conversations_open(users=message.to))["channel"]["id"]

    def _call(self, call: Callable[[], SlackResponse]) -> SlackResponse:
        try:
            return call()
        except SlackApiError as error:
            reason = str(error.response.get("error") or error.response.status_code)
            if error.response.status_code == 429 or reason == "ratelimited":
                headers = {k.lower(): v for k, v in error.response.headers.items()}
                raise DeliveryFailed("ratelimited", retry_after=float(headers.get("retry-after", 30))) from error
            raise DeliveryFailed(
                reason, permanent=reason in PERMANENT, uncertain=error.response.status_code >= 500
            ) from error
        except Exception as error:  # http.client's own errors are no OSErrors: the connection broke in the middle
            raise DeliveryFailed(type(error).__name__, uncertain=True) from error


def _ts(at: datetime) -> str:
    return f"{at.timestamp():.6f}"
