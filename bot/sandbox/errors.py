"""How the sandbox says no."""

from typing import Any


class Refusal(Exception):
    """A Web API call Slack would refuse: becomes `{"ok": false, "error": code, **extra}`.

    `status` and `headers` are for rate limits, which are the one refusal that is not a 200.
    """

    def __init__(self, code: str, *, status: int = 200, headers: dict[str, str] | None = None, **extra: Any) -> None:
        super().__init__(code)
        self.code = code
        self.status = status
        self.headers = headers or {}
        self.extra = extra

    def body(self) -> dict[str, Any]:
        """The JSON answer."""
        return {"ok": False, "error": self.code, **self.extra}


class Dropped(Exception):
    """The connection is to be closed without an answer, as `fail_next` asked."""
