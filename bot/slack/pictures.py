"""Charts on their way to Slack: uploaded without being shared, and shown once Slack has looked into them (slack.md,
"Posting exactly once"). An upload that happened twice harms nobody: only a message shows it."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http.client import HTTPException

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.model import Chart
from bot.slack.blocks.common import context_line
from bot.slack.responses import Block, Picture, Rendered

LOOKS = 8  #: times Slack is asked whether it has looked into the file
PATIENCE = 0.05  #: seconds until the next time; each time twice as long
ALT_MOST = 1000  #: characters of a file's own description

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Pictures:
    """Draws and uploads. `draw` gives a PNG; `wait` sleeps so many seconds."""

    client: WebClient
    draw: Callable[[Chart], bytes]
    wait: Callable[[float], None] = time.sleep

    def blocks(self, rendered: Rendered) -> list[Block]:
        """The message's blocks with its picture in place; where that does not work, with what it says in words."""
        picture = rendered.picture
        if picture is None:
            return list(rendered.blocks)
        try:
            file = self._uploaded(picture, self.draw(picture.chart))
        except (SlackApiError, SlackClientError, OSError, HTTPException) as error:
            reason = error.response.get("error") if isinstance(error, SlackApiError) else type(error).__name__
            log.warning("a picture could not be uploaded", extra={"reason": reason})
            file = None
        except Exception:  # a picture that cannot be drawn must not hold up its message
            log.exception("a picture could not be drawn")
            file = None
        return with_picture(rendered.blocks, picture, file)

    def _uploaded(self, picture: Picture, content: bytes) -> str | None:
        """The file's id once it can be shown; None when that takes too long."""
        answer = self.client.files_upload_v2(
            content=content, filename="chart.png", title=picture.chart.title, alt_txt=picture.alt[:ALT_MOST]
        )
        file = str(answer["files"][0]["id"])
        for look in range(LOOKS):
            found = self.client.files_info(file=file)["file"]
            if found.get("mimetype") and found.get("original_w"):
                return file
            self.wait(PATIENCE * 2**look)
        log.warning("a picture is not ready in Slack")
        return None


def in_words(rendered: Rendered) -> list[Block]:
    """The blocks, with what the picture shows in words."""
    return list(rendered.blocks) if rendered.picture is None else with_picture(rendered.blocks, rendered.picture, None)


def with_picture(blocks: Sequence[Block], picture: Picture, file: str | None) -> list[Block]:
    """The blocks with the uploaded file in place, or with the picture's words when there is none."""
    shown: Block = (
        {"type": "image", "slack_file": {"id": file}, "alt_text": picture.alt} if file else context_line(picture.alt)
    )
    return [*blocks[: picture.place], shown, *blocks[picture.place :]]
