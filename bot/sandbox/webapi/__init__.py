"""The Web API: who may call what, and the table of methods."""

from bot.sandbox.webapi.table import METHODS, WebApi, failure

__all__ = ["METHODS", "WebApi", "failure"]
