"""Files: uploaded in three steps, shared nowhere, and shown in an image block once they were looked into."""

from __future__ import annotations

import http.client
import struct
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from slack_sdk.errors import SlackApiError

from bot.sandbox import Clock, Sandbox
from tests.sandbox.apps import manifest, refusal, web
from tests.sandbox.conftest import MONDAY, furnish
from tests.sandbox.test_page_api import Page

PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 864, 408) + b"the rest"


def image(file: str) -> dict[str, Any]:
    return {"type": "image", "slack_file": {"id": file}, "alt_text": "Gevraagd per week: 3"}


def uploaded(slack: Sandbox, content: bytes = PNG) -> str:
    answer = web(slack).files_upload_v2(content=content, filename="chart.png", title="Week 19", alt_txt="3")
    return str(answer["files"][0]["id"])


def post(slack: Sandbox, file: str) -> dict[str, Any]:
    return web(slack).chat_postMessage(channel="C0ALGEMEEN", text="week", blocks=[image(file)]).data  # type: ignore[return-value]


def test_an_uploaded_picture_can_be_shown_once_slack_has_looked_into_it(slack: Sandbox) -> None:
    file = uploaded(slack)
    assert refusal(lambda: post(slack, file))["error"] == "invalid_blocks"
    assert web(slack).files_info(file=file)["file"]["mimetype"] == ""
    assert refusal(lambda: post(slack, file))["error"] == "invalid_blocks"
    found = web(slack).files_info(file=file)["file"]
    assert (found["mimetype"], found["original_w"], found["original_h"]) == ("image/png", 864, 408)
    assert post(slack, file)["ok"]
    slack.person("sanne").sees("Gevraagd per week: 3", channel="algemeen", since="start")


def test_uploading_shares_nothing(slack: Sandbox) -> None:
    uploaded(slack)
    assert slack.messages("algemeen") == []


def test_what_is_no_picture_never_becomes_one(slack: Sandbox) -> None:
    file = uploaded(slack, b"only words")
    for _ in range(3):
        assert web(slack).files_info(file=file)["file"]["mimetype"] == ""
    assert refusal(lambda: post(slack, file))["error"] == "invalid_blocks"


def test_a_file_there_is_not_is_refused(slack: Sandbox) -> None:
    assert refusal(lambda: post(slack, "F0NONE"))["error"] == "invalid_blocks"
    assert refusal(lambda: web(slack).files_info(file="F0NONE"))["error"] == "file_not_found"
    missing = refusal(lambda: web(slack).files_completeUploadExternal(files=[{"id": "F0NONE"}]))
    assert missing["error"] == "file_not_found"


def test_the_bytes_must_be_as_many_as_was_said_and_come_once(slack: Sandbox) -> None:
    answer = web(slack).files_getUploadURLExternal(filename="a.png", length=len(PNG))
    url = str(answer["upload_url"])

    def send(content: bytes) -> int:
        try:
            with urlopen(Request(url, data=content, method="POST")) as sent:
                return int(sent.status)
        except HTTPError as error:
            return error.code

    assert send(b"too short") == 400
    incomplete = refusal(lambda: web(slack).files_completeUploadExternal(files=[{"id": answer["file_id"]}]))
    assert incomplete["error"] == "file_not_found"
    assert send(PNG) == 200
    assert web(slack).files_completeUploadExternal(files=[{"id": answer["file_id"], "title": "a"}])["ok"]
    assert send(PNG) == 404
    assert (
        refusal(lambda: web(slack).files_getUploadURLExternal(filename="a", length=0))["error"] == "invalid_arguments"
    )


@pytest.mark.parametrize("scope", ("files:write", "files:read"))
def test_files_need_their_scopes(scope: str) -> None:
    with Sandbox(manifest(without=(scope,)), clock=Clock(MONDAY, running=False)) as slack:
        furnish(slack)

        def go() -> None:
            web(slack).files_info(file=uploaded(slack))

        with pytest.raises(SlackApiError) as refused:
            go()
    assert refused.value.response["error"] == "missing_scope"
    assert refused.value.response["needed"] == scope


def test_an_upload_can_be_made_to_fail(slack: Sandbox) -> None:
    slack.fail_next("upload", "drop_connection")
    with pytest.raises((OSError, http.client.HTTPException)):
        uploaded(slack)
    assert [call.ok for call in slack.calls("upload")] == [False]
    assert uploaded(slack)


def test_the_page_shows_the_picture(slack: Sandbox) -> None:
    file = uploaded(slack)
    for _ in range(2):
        web(slack).files_info(file=file)
    post(slack, file)
    page = Page(slack)
    (message,) = page.get("/page/messages?as=U0SANNE&channel=C0ALGEMEEN")["messages"]
    (block,) = message["blocks"]
    assert block["slack_file"] == {"id": file, "url": f"/page/files/{file}"}
    with urlopen(f"http://{page.address}/page/files/{file}") as answer:
        assert (answer.headers["Content-Type"], answer.read()) == ("image/png", PNG)
    assert page.send("GET", "/page/files/F0NONE")[0] == 404
