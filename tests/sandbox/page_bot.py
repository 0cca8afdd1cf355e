"""A small real bot for the page's tests: it echoes, in a message with buttons, and asks for a number in a modal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from bot.sandbox import Sandbox

MANIFEST: dict[str, Any] = {
    "display_information": {"name": "echo"},
    "features": {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "bot_user": {"display_name": "echo"},
        "shortcuts": [
            {"name": "Count", "type": "global", "callback_id": "count", "description": "Count something"},
            {"name": "Keep", "type": "message", "callback_id": "keep", "description": "Keep this message"},
        ],
        "slash_commands": [
            {"command": "/echo", "description": "Says it back", "usage_hint": "[text]", "should_escape": True},
            {"command": "/evening", "description": "Never answers", "usage_hint": "", "should_escape": True},
        ],
    },
    "oauth_config": {"scopes": {"bot": ["app_mentions:read", "chat:write", "commands", "im:history", "users:read"]}},
    "settings": {
        "event_subscriptions": {"bot_events": ["app_home_opened", "app_mention", "message.im"]},
        "interactivity": {"is_enabled": True},
        "socket_mode_enabled": True,
    },
}


def echo_blocks(text: str) -> list[dict[str, Any]]:
    """What the bot answers with."""
    return [
        {"type": "section", "text": {"type": "mrkdwn", "text": f"You said: {text}"}},
        {
            "type": "actions",
            "elements": [
                {
                    "type": "button",
                    "text": {"type": "plain_text", "text": "Louder"},
                    "action_id": "louder",
                    "value": text,
                    "style": "primary",
                },
                {
                    "type": "button",
                    "text": {"type": "plain_text", "text": "Forget"},
                    "action_id": "forget",
                    "style": "danger",
                    "confirm": {
                        "title": {"type": "plain_text", "text": "Forget it?"},
                        "text": {"type": "plain_text", "text": "It will be gone."},
                        "confirm": {"type": "plain_text", "text": "Forget it"},
                        "deny": {"type": "plain_text", "text": "Keep it"},
                    },
                },
                {"type": "button", "text": {"type": "plain_text", "text": "Count"}, "action_id": "open_count"},
                {
                    "type": "static_select",
                    "action_id": "tone",
                    "placeholder": {"type": "plain_text", "text": "Tone"},
                    "options": [
                        {"text": {"type": "plain_text", "text": name}, "value": name.lower()}
                        for name in ("Calm", "Cheerful")
                    ],
                },
            ],
        },
    ]


def count_view(note: str = "") -> dict[str, Any]:
    """A modal with one field that is easily filled in wrong, and two that are not needed; updates and stacks."""
    buttons = [
        {"type": "button", "text": {"type": "plain_text", "text": text}, "action_id": action_id}
        for text, action_id in (("Add a note", "note"), ("Explain", "explain"))
    ]
    notes = [{"type": "section", "text": {"type": "mrkdwn", "text": note}}] if note else []
    return {
        "type": "modal",
        "callback_id": "count",
        "title": {"type": "plain_text", "text": "Count"},
        "submit": {"type": "plain_text", "text": "Save"},
        "blocks": [
            *notes,
            {
                "type": "input",
                "block_id": "number",
                "label": {"type": "plain_text", "text": "How many?"},
                "hint": {"type": "plain_text", "text": "Digits, please."},
                "element": {"type": "plain_text_input", "action_id": "count"},
            },
            {
                "type": "input",
                "block_id": "who",
                "optional": True,
                "label": {"type": "plain_text", "text": "For whom?"},
                "element": {"type": "users_select", "action_id": "person"},
            },
            {
                "type": "input",
                "block_id": "day",
                "optional": True,
                "label": {"type": "plain_text", "text": "From when?"},
                "element": {"type": "datepicker", "action_id": "day"},
            },
            {"type": "actions", "elements": buttons},
        ],
    }


def home_view(user: str) -> dict[str, Any]:
    """The bot's Home for a person, with a field that acts on Enter."""
    return {
        "type": "home",
        "blocks": [
            {"type": "section", "text": {"type": "mrkdwn", "text": f"Welcome <@{user}>"}},
            {
                "type": "input",
                "block_id": "search",
                "dispatch_action": True,
                "label": {"type": "plain_text", "text": "Search"},
                "element": {"type": "plain_text_input", "action_id": "search"},
            },
        ],
    }


def make_app(slack: Sandbox) -> App:
    """The bot, talking to this sandbox."""
    app = App(client=WebClient(slack.bot_token, base_url=slack.api_url))

    @app.command("/echo")
    def echo(ack: Any, command: Any, respond: Any) -> None:
        ack()
        respond(text=command["text"], blocks=echo_blocks(command["text"]))

    @app.command("/evening")
    def evening() -> None:
        """Acknowledges nothing."""

    @app.action("louder")
    def louder(ack: Any, action: Any, respond: Any) -> None:
        ack()
        loud = action["value"].upper()
        respond(text=loud, blocks=echo_blocks(loud), replace_original=True)

    @app.action("forget")
    def forget(ack: Any, respond: Any) -> None:
        ack()
        respond(delete_original=True)

    @app.action("tone")
    def tone(ack: Any, action: Any, respond: Any) -> None:
        ack()
        respond(text=f"Tone: {action['selected_option']['value']}", replace_original=False)

    @app.action("open_count")
    @app.shortcut("count")
    def count(ack: Any, body: Any, client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=count_view())

    @app.view("count")
    def counted(ack: Any, view: Any, body: Any, client: WebClient) -> None:
        number = view["state"]["values"]["number"]["count"]["value"]
        if not number.isdigit():
            ack(response_action="errors", errors={"number": "That is not a number."})
            return
        ack()
        client.chat_postMessage(channel=body["user"]["id"], text=f"Counted {number}")

    @app.action("note")
    def note(ack: Any, body: Any, client: WebClient) -> None:
        ack()
        typed = body["view"]["state"]["values"]["number"]["count"]["value"]
        client.views_update(view_id=body["view"]["id"], view=count_view(note=f"Noted: {typed}"))

    @app.action("explain")
    def explain(ack: Any, body: Any, client: WebClient) -> None:
        ack()
        text = {"type": "section", "text": {"type": "mrkdwn", "text": "Count what you see."}}
        title = {"type": "plain_text", "text": "Explanation"}
        client.views_push(trigger_id=body["trigger_id"], view={"type": "modal", "title": title, "blocks": [text]})

    @app.shortcut("keep")
    def keep(ack: Any, shortcut: Any, client: WebClient) -> None:
        ack()
        client.chat_postMessage(channel=shortcut["user"]["id"], text=f"Kept: {shortcut['message']['text']}")

    @app.event("app_mention")
    def mention(event: Any, say: Any) -> None:
        say(text="In a thread, then", thread_ts=event.get("thread_ts") or event["ts"])

    @app.event("app_home_opened")
    def home(event: Any, client: WebClient) -> None:
        if event["tab"] == "home":
            client.views_publish(user_id=event["user"], view=home_view(event["user"]))

    @app.action("search")
    def search(ack: Any, action: Any, body: Any, client: WebClient) -> None:
        ack()
        found = count_view() | {"title": {"type": "plain_text", "text": f"Found {action['value']}"}}
        client.views_open(trigger_id=body["trigger_id"], view=found)

    @app.event("message")
    def anything() -> None:
        """Messages that ask nothing of the bot."""

    return app


@contextmanager
def connected(slack: Sandbox) -> Iterator[None]:
    """The bot, connected by a real socket."""
    handler = SocketModeHandler(make_app(slack), slack.app_token)
    handler.connect()
    try:
        slack.wait_connected()
        yield
    finally:
        handler.close()
