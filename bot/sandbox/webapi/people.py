"""auth, apps, bots, team, users and user groups."""

from typing import Any
from zoneinfo import ZoneInfo

from bot.sandbox.errors import Refusal
from bot.sandbox.state import APP_ID, BOT_ID, BOT_USER, TEAM, Group, User
from bot.sandbox.webapi.context import Args, Context, known_user, page


def api_test(context: Context, args: Args) -> dict[str, Any]:
    """api.test: hands back what it got."""
    if error := args.text("error"):
        raise Refusal(error, args=args.raw)
    return {"args": args.raw}


def auth_test(context: Context, args: Args) -> dict[str, Any]:
    """auth.test: who the token is."""
    return {
        "url": context.base_url() + "/",
        "team": TEAM["name"],
        "user": context.ws.state.users[BOT_USER].handle,
        "team_id": TEAM["id"],
        "user_id": BOT_USER,
        "bot_id": BOT_ID,
        "is_enterprise_install": False,
    }


def connections_open(context: Context, args: Args) -> dict[str, Any]:
    """apps.connections.open: where to connect for Socket Mode."""
    return {"url": context.socket_url()}


def bots_info(context: Context, args: Args) -> dict[str, Any]:
    """bots.info."""
    if args.text("bot") not in (None, BOT_ID):
        raise Refusal("bot_not_found")
    bot = {
        "id": BOT_ID,
        "deleted": False,
        "name": context.ws.manifest.name,
        "app_id": APP_ID,
        "user_id": BOT_USER,
    }
    return {"bot": bot}


def team_info(context: Context, args: Args) -> dict[str, Any]:
    """team.info."""
    return {"team": {**TEAM, "email_domain": "", "icon": {"image_default": True}}}


def users_info(context: Context, args: Args) -> dict[str, Any]:
    """users.info."""
    return {"user": user_body(context, known_user(context, args), args.flag("include_locale"))}


def users_list(context: Context, args: Args) -> dict[str, Any]:
    """users.list."""
    found, cursor = page(list(context.ws.state.users.values()), args, 1000)
    locale = args.flag("include_locale")
    return {
        "members": [user_body(context, user, locale) for user in found],
        "response_metadata": {"next_cursor": cursor},
    }


def usergroups_list(context: Context, args: Args) -> dict[str, Any]:
    """usergroups.list."""
    with_users = args.flag("include_users")
    return {"usergroups": [_group_body(group, with_users) for group in context.ws.state.groups.values()]}


def usergroups_users_list(context: Context, args: Args) -> dict[str, Any]:
    """usergroups.users.list."""
    group = context.ws.state.groups.get(args.required("usergroup", "no_such_subteam"))
    if group is None:
        raise Refusal("no_such_subteam")
    return {"users": list(group.users)}


def user_body(context: Context, user: User, with_locale: bool) -> dict[str, Any]:
    """A user as Slack shows it to the bot; no e-mail address, since users:read.email is not asked for."""
    offset = context.ws.clock.now().astimezone(ZoneInfo(user.tz)).utcoffset()
    body: dict[str, Any] = {
        "id": user.id,
        "team_id": TEAM["id"],
        "name": user.handle,
        "deleted": False,
        "color": user.color,
        "real_name": user.name,
        "tz": user.tz,
        "tz_label": user.tz,
        "tz_offset": int(offset.total_seconds()) if offset else 0,
        "profile": {
            "title": user.title,
            "real_name": user.name,
            "real_name_normalized": user.name,
            "display_name": user.handle,
            "display_name_normalized": user.handle,
            "avatar_hash": "",
            "team": TEAM["id"],
        },
        "is_admin": False,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": False,
        "is_ultra_restricted": False,
        "is_bot": user.is_bot and user.id == BOT_USER,
        "is_app_user": False,
        "updated": 0,
    }
    return body | {"locale": user.locale} if with_locale else body


def _group_body(group: Group, with_users: bool) -> dict[str, Any]:
    body: dict[str, Any] = {
        "id": group.id,
        "team_id": TEAM["id"],
        "is_usergroup": True,
        "name": group.name,
        "handle": group.handle,
        "description": "",
        "is_external": False,
        "date_delete": 0,
        "user_count": len(group.users),
    }
    return body | {"users": list(group.users)} if with_users else body
