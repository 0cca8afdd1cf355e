"""files.*: an upload in three steps, and what becomes of it. A file that is shared nowhere can stand in an image block.

As Slack does, a file is looked into after it was uploaded: until files.info was asked for it once more, it cannot be
shown in a message.
"""

import base64
import struct
from typing import Any

from bot.sandbox.elements import Blocks
from bot.sandbox.errors import Refusal
from bot.sandbox.state import BOT_USER, Upload
from bot.sandbox.webapi.context import Args, Context
from bot.sandbox.workspace import Workspace

BYTES_MOST = 10_000_000  #: of the sandbox's own: it keeps them in memory
ALT_MOST = 1000
PNG = b"\x89PNG\r\n\x1a\n"


def get_upload_url(context: Context, args: Args) -> dict[str, Any]:
    """files.getUploadURLExternal: where to send the bytes."""
    name, length = args.required("filename"), args.number("length", 0)
    if length <= 0:
        raise Refusal("invalid_arguments", response_metadata={"messages": ["[ERROR] must be greater than 0: length"]})
    if length > BYTES_MOST:
        raise Refusal("file_upload_size_restricted")
    alt = args.text("alt_txt") or ""
    if len(alt) > ALT_MOST:
        raise Refusal("alt_txt_too_large")
    ws = context.ws
    file = Upload(id=ws.new_id("F0"), key=ws.new_id("U"), name=name, length=length, alt=alt)
    ws.state.files[file.id] = file
    return {"upload_url": f"{context.base_url()}/upload/{file.key}", "file_id": file.id}


def receive(ws: Workspace, key: str, content: bytes) -> None:
    """The bytes, at the upload URL. Refusal for an unknown URL, one that was used, or another length than was said."""
    with ws.lock:
        file = next((one for one in ws.state.files.values() if one.key == key), None)
        if file is None or file.complete:
            raise Refusal("no_such_upload", status=404)
        if len(content) != file.length:
            raise Refusal("wrong_length", status=400)
        file.content = base64.b64encode(content).decode()


def complete_upload(context: Context, args: Args) -> dict[str, Any]:
    """files.completeUploadExternal: shared nowhere, unless a channel is given (which the sandbox does not take)."""
    if args.text("channel_id") or args.text("channels"):
        raise Refusal("invalid_arguments", response_metadata={"messages": ["[ERROR] the sandbox shares no files"]})
    wanted = args.json("files")
    if not isinstance(wanted, list) or not wanted:
        raise Refusal("invalid_arguments", response_metadata={"messages": ["[ERROR] missing required field: files"]})
    found = []
    for one in wanted:
        file = context.ws.state.files.get(str(one.get("id"))) if isinstance(one, dict) else None
        if file is None or not file.content:
            raise Refusal("file_not_found")
        file.complete = True
        file.title = str(one.get("title") or file.name)
        found.append({"id": file.id, "title": file.title})
    return {"files": found}


def info(context: Context, args: Args) -> dict[str, Any]:
    """files.info: the first time the file is still being looked into."""
    file = context.ws.state.files.get(args.required("file", "file_not_found"))
    if file is None or not file.complete:
        raise Refusal("file_not_found")
    body: dict[str, Any] = {
        "id": file.id, "name": file.name, "title": file.title, "user": BOT_USER, "size": file.length,
        "mimetype": "", "filetype": "", "channels": [], "groups": [], "ims": [], "is_public": False,
    }  # fmt: skip
    size = png_size(base64.b64decode(file.content))
    if file.asked and size is not None:
        body |= {"mimetype": "image/png", "filetype": "png", "original_w": size[0], "original_h": size[1]}
        file.ready = True
    file.asked = True
    return {"file": body, "comments": [], "paging": {}}


def check_files(ws: Workspace, blocks: Blocks | None) -> None:
    """Refusal for an image block whose file is not there, or not ready."""
    for place, block in enumerate(blocks or ()):
        if block.get("type") != "image" or "slack_file" not in block:
            continue
        file = ws.state.files.get(str(block["slack_file"].get("id")))
        if file is None or not file.ready:
            problem = f"[ERROR] invalid slack file [json-pointer:/blocks/{place}/slack_file]"
            raise Refusal("invalid_blocks", errors=[problem], response_metadata={"messages": [problem]})


def png_size(content: bytes) -> tuple[int, int] | None:
    """(width, height) of a PNG in pixels; None for anything else."""
    if not content.startswith(PNG) or len(content) < 24:
        return None
    width, height = struct.unpack(">II", content[16:24])
    return width, height
