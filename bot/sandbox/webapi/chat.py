"""chat.*: posting, changing and deleting what the bot says."""

from typing import Any

from bot.sandbox.checks import TEXT_MOST, check_message
from bot.sandbox.errors import Refusal
from bot.sandbox.payloads import message_body
from bot.sandbox.state import BOT_USER, Channel, Message
from bot.sandbox.webapi.context import Args, Context, known_channel, known_user
from bot.sandbox.webapi.files import check_files
from bot.sandbox.workspace import permalink


def content(context: Context, args: Args) -> dict[str, Any]:
    """The text, blocks and metadata of what is to be posted. Refusal when Slack would not take them."""
    found = {
        "text": args.raw.get("text"),
        "blocks": args.json("blocks", "invalid_blocks_format"),
        "metadata": args.json("metadata", "invalid_metadata_format"),
    }
    present = {key: value for key, value in found.items() if value is not None}
    text = present.get("text")
    if not text and not present.get("blocks"):
        raise Refusal("no_text")
    if isinstance(text, str) and len(text) > TEXT_MOST:
        raise Refusal("msg_too_long")
    problems = check_message(present)
    if problems:
        code = "invalid_blocks" if any("/blocks" in one for one in problems) else "invalid_arguments"
        raise Refusal(code, errors=problems, response_metadata={"messages": problems})
    check_files(context.ws, present.get("blocks"))
    return {"text": text or "", "blocks": present.get("blocks"), "metadata": present.get("metadata")}


def post_message(context: Context, args: Args) -> dict[str, Any]:
    """chat.postMessage; a user id as channel is that person's DM."""
    ws = context.ws
    target = args.required("channel", "channel_not_found")
    channel = ws.dm(target) if target in ws.state.users else ws.channel(target)
    channel = _may_post(channel)
    what = content(context, args)
    thread_ts = _thread(context, channel, args)
    message = ws.post(
        channel, BOT_USER, what["text"], blocks=what["blocks"], thread_ts=thread_ts, metadata=what["metadata"]
    )
    context.events.posted(message)
    return {"channel": channel.id, "ts": message.ts, "message": _with_metadata(context, message)}


def post_ephemeral(context: Context, args: Args) -> dict[str, Any]:
    """chat.postEphemeral: shown to one member of a channel the bot is in."""
    ws = context.ws
    channel = _may_post(ws.channel(args.required("channel", "channel_not_found")))
    user = known_user(context, args)
    if user.id not in channel.members:
        raise Refusal("user_not_in_channel")
    what = content(context, args)
    message = ws.post(
        channel, BOT_USER, what["text"], blocks=what["blocks"], thread_ts=args.text("thread_ts"), ephemeral_to=user.id
    )
    return {"message_ts": message.ts}


def update(context: Context, args: Args) -> dict[str, Any]:
    """chat.update: the bot's own messages only."""
    channel = known_channel(context, args)
    message = _own(context, channel, args, "cant_update_message")
    if BOT_USER not in channel.members:
        raise Refusal("not_in_channel")
    if channel.archived:
        raise Refusal("is_archived")
    what = content(context, args)
    before = message_body(context.ws, message)
    # As documented: blocks that are not sent stay, an empty array removes them.
    blocks = message.blocks if what["blocks"] is None else what["blocks"]
    context.ws.change(message, what["text"], blocks, what["metadata"])
    context.events.changed(message, before)
    return {
        "channel": channel.id,
        "ts": message.ts,
        "text": message.text,
        "message": _with_metadata(context, message),
    }


def delete(context: Context, args: Args) -> dict[str, Any]:
    """chat.delete: the bot's own messages only."""
    channel = known_channel(context, args)
    message = _own(context, channel, args, "cant_delete_message")
    context.ws.remove(message)
    context.events.deleted(message)
    return {"channel": channel.id, "ts": message.ts}


def get_permalink(context: Context, args: Args) -> dict[str, Any]:
    """chat.getPermalink."""
    channel = known_channel(context, args)
    message = context.ws.message(channel.id, args.required("message_ts", "message_not_found"))
    if message is None:
        raise Refusal("message_not_found")
    return {"channel": channel.id, "permalink": permalink(message)}


def _may_post(channel: Channel | None) -> Channel:
    if channel is None or (channel.kind == "private" and BOT_USER not in channel.members):
        raise Refusal("channel_not_found")
    if channel.archived:
        raise Refusal("is_archived")
    if BOT_USER not in channel.members:
        raise Refusal("not_in_channel")
    return channel


def _thread(context: Context, channel: Channel, args: Args) -> str | None:
    thread_ts = args.text("thread_ts")
    if thread_ts is None:
        return None
    parent = context.ws.message(channel.id, thread_ts)
    if parent is None:
        raise Refusal("thread_not_found")
    return parent.thread_ts or parent.ts


def _own(context: Context, channel: Channel, args: Args, otherwise: str) -> Message:
    message = context.ws.message(channel.id, args.required("ts", "message_not_found"))
    if message is None:
        raise Refusal("message_not_found")
    if message.user != BOT_USER:
        raise Refusal(otherwise)
    return message


def _with_metadata(context: Context, message: Message) -> dict[str, Any]:
    body = message_body(context.ws, message)
    return body | {"metadata": message.metadata} if message.metadata else body
