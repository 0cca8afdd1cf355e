"""The Web API's front: token, scope, ordered failures; then the method itself."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from bot.sandbox.errors import Dropped, Refusal
from bot.sandbox.faults import Faults
from bot.sandbox.inspector import Call, Inspector
from bot.sandbox.rates import RateLimits
from bot.sandbox.webapi import chat, conversations, files, people, views
from bot.sandbox.webapi.context import Args, Context

Handler = Callable[[Context, Args], dict[str, Any]]


class Method(NamedTuple):
    """One method: its handler, the scopes of which one is needed, and which token it takes."""

    name: str
    handler: Handler
    scopes: tuple[str, ...] = ()
    token: str = "bot"


_READ_CHANNELS = ("channels:read", "groups:read", "im:read", "mpim:read")
_HISTORY = ("channels:history", "groups:history", "im:history", "mpim:history")

METHODS: tuple[Method, ...] = (
    Method("api.test", people.api_test, token="none"),
    Method("auth.test", people.auth_test),
    Method("apps.connections.open", people.connections_open, ("connections:write",), token="app"),
    Method("bots.info", people.bots_info, ("users:read",)),
    Method("team.info", people.team_info, ("team:read",)),
    Method("users.info", people.users_info, ("users:read",)),
    Method("users.list", people.users_list, ("users:read",)),
    Method("usergroups.list", people.usergroups_list, ("usergroups:read",)),
    Method("usergroups.users.list", people.usergroups_users_list, ("usergroups:read",)),
    Method("chat.postMessage", chat.post_message, ("chat:write",)),
    Method("chat.postEphemeral", chat.post_ephemeral, ("chat:write",)),
    Method("chat.update", chat.update, ("chat:write",)),
    Method("chat.delete", chat.delete, ("chat:write",)),
    Method("chat.getPermalink", chat.get_permalink),
    Method("conversations.open", conversations.open_dm, ("im:write",)),
    Method("conversations.list", conversations.list_all, _READ_CHANNELS),
    Method("conversations.info", conversations.info, _READ_CHANNELS),
    Method("conversations.members", conversations.members, _READ_CHANNELS),
    Method("conversations.history", conversations.history, _HISTORY),
    Method("conversations.replies", conversations.replies, _HISTORY),
    Method("files.getUploadURLExternal", files.get_upload_url, ("files:write",)),
    Method("files.completeUploadExternal", files.complete_upload, ("files:write",)),
    Method("files.info", files.info, ("files:read",)),
    Method("views.open", views.open_view),
    Method("views.push", views.push),
    Method("views.update", views.update),
    Method("views.publish", views.publish),
)
_BY_NAME = {method.name: method for method in METHODS}


class WebApi:
    """Answers Web API calls. Called on the server's thread; takes the workspace's lock."""

    def __init__(
        self,
        context: Context,
        tokens: Mapping[str, str],
        faults: Faults,
        rates: RateLimits,
        inspector: Inspector,
    ) -> None:
        self._context = context
        self._tokens = dict(tokens)
        self._faults = faults
        self._rates = rates
        self._inspector = inspector

    def call(self, name: str, token: str | None, args: dict[str, Any]) -> dict[str, Any]:
        """The answer's JSON. Refusal when Slack would refuse; Dropped when the connection is to be cut."""
        fault = self._faults.take(name)
        answer: dict[str, Any] | None = None
        try:
            if fault is not None and not fault.after_effect:
                raise failure(fault.error)
            self._rates.check(name, args)
            answer = {"ok": True, **self._run(name, token, args)}
            if fault is not None:
                answer = None
                raise Dropped(name)
            return answer
        except Refusal as refusal:
            answer = refusal.body()
            raise
        finally:
            self._inspector.called(Call(name, args, answer))

    def _run(self, name: str, token: str | None, args: dict[str, Any]) -> dict[str, Any]:
        method = _BY_NAME.get(name)
        if method is None:
            raise Refusal("unknown_method", req_method=name)
        if method.token != "none":
            self._check_token(method, token)
        ws = self._context.ws
        if method.token == "bot" and method.scopes and not ws.manifest.scopes & set(method.scopes):
            raise Refusal("missing_scope", needed=method.scopes[0], provided=",".join(sorted(ws.manifest.scopes)))
        with ws.lock:
            return method.handler(self._context, Args(args))

    def _check_token(self, method: Method, token: str | None) -> None:
        if not token:
            raise Refusal("not_authed")
        kind = next((kind for kind, known in self._tokens.items() if known == token), None)
        if kind is None:
            raise Refusal("invalid_auth")
        if kind != method.token:
            raise Refusal("not_allowed_token_type")


def failure(error: str) -> Exception:
    """What a fault on demand raises."""
    if error == "drop_connection":
        return Dropped(error)
    if error == "ratelimited":
        return Refusal("ratelimited", status=429, headers={"Retry-After": "1"})
    if error == "internal_error":
        return Refusal("internal_error", status=500)
    return Refusal(error)
