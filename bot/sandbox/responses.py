"""response_urls: five answers within thirty minutes, also where the bot is no member."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from bot.sandbox.checks import TEXT_MOST, check_message
from bot.sandbox.errors import Refusal
from bot.sandbox.state import BOT_USER, Message, ResponseUrl
from bot.sandbox.workspace import Workspace

USES = 5
LIFETIME = timedelta(minutes=30)


def give_response_url(ws: Workspace, user_id: str, channel_id: str, source: Message | None) -> str:
    """The key of a fresh response_url; `source` is the message acted on, for replace_original."""
    key = uuid4().hex
    expires = (ws.clock.now() + LIFETIME).timestamp()
    ws.state.response_urls[key] = ResponseUrl(
        key=key, user=user_id, channel=channel_id, expires=expires, source=source.key if source else None
    )
    return key


def respond(ws: Workspace, key: str, payload: Any) -> Message | None:
    """Takes an answer sent to a response_url; what it made of it. Refusal with the HTTP status Slack would give."""
    with ws.lock:
        url = ws.state.response_urls.get(key)
        if url is None:
            raise Refusal("invalid_url", status=404)
        if ws.clock.age(_given(url)) > LIFETIME:
            raise Refusal("expired_url", status=404)
        if url.uses >= USES:
            raise Refusal("used_url", status=404)
        if not isinstance(payload, dict):
            raise Refusal("invalid_payload", status=400)
        message = answer(ws, payload, user_id=url.user, channel_id=url.channel, source_key=url.source)
        url.uses += 1
        return message


def _given(url: ResponseUrl) -> datetime:
    return datetime.fromtimestamp(url.expires, UTC) - LIFETIME


def answer(
    ws: Workspace, payload: dict[str, Any], *, user_id: str, channel_id: str, source_key: str | None = None
) -> Message | None:
    """Carries out a response payload: new message, replacement or deletion. None when it deleted."""
    source = ws.by_key(source_key) if source_key else None
    if payload.get("delete_original"):
        if source is not None and not source.deleted:
            ws.remove(source)
        return None
    _check(payload)
    text, blocks = payload.get("text") or "", payload.get("blocks")
    if payload.get("replace_original") and source is not None:
        if source.deleted and not source.ephemeral_to:
            raise Refusal("message_not_found", status=404)
        ws.change(source, text, blocks, payload.get("metadata"))
        return source
    shared = payload.get("response_type") == "in_channel"
    return ws.post(
        ws.state.channels[channel_id],
        BOT_USER,
        text,
        blocks=blocks,
        thread_ts=payload.get("thread_ts") or None,
        metadata=payload.get("metadata"),
        ephemeral_to=None if shared else user_id,
        shared_by=user_id if shared else None,
    )


def _check(payload: dict[str, Any]) -> None:
    """The same rules as for posting; a webhook words its refusals as plain text with status 400."""
    text = payload.get("text")
    if not text and not payload.get("blocks"):
        raise Refusal("no_text", status=400)
    if isinstance(text, str) and len(text) > TEXT_MOST:
        raise Refusal("msg_too_long", status=400)
    if payload.get("response_type") not in (None, "ephemeral", "in_channel"):
        raise Refusal("invalid_response_type", status=400)
    content = {name: payload[name] for name in ("text", "blocks", "metadata") if payload.get(name) is not None}
    problems = check_message(content)
    if problems:
        raise Refusal("invalid_blocks", status=400, errors=problems)
