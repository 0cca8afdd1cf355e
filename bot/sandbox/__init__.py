"""A strict local stand-in for Slack: Web API, Socket Mode, people, a page. It imports nothing of the bot."""

from bot.sandbox.checks import check_message, check_view
from bot.sandbox.clock import Clock
from bot.sandbox.inspector import Call
from bot.sandbox.outcome import Outcome
from bot.sandbox.person import Person
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.seen import Seen

Message = Seen
Result = Outcome

__all__ = [
    "Call", "Clock", "Message", "Outcome", "Person", "Result", "Sandbox", "Seen", "check_message", "check_view",
]  # fmt: skip
