"""Every command, button, modal and event the app listens to: one explicit table a kind, one line each.

tests/test_manifest.py holds manifest.yml to these tables.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain import commands
from bot.domain.words import is_only_greeting
from bot.errors import BadInput
from bot.model import Kind
from bot.slack.listeners import (
    actions,
    admin,
    agenda,
    alike,
    announcements,
    asking,
    digests,
    helping,
    home,
    naming,
    sharing,
    signals,
    specialists,
    topics,
    ways,
)
from bot.slack.responses import Open, Response, Say
from bot.slack.router import Routes
from bot.slack.turn import Turn, say_line


def command(turn: Turn) -> Sequence[Response]:
    """`/kb ...`: what was typed decides."""
    match commands.parse(turn.did.said):
        case commands.Empty():
            return sharing.open_modal(turn)
        case commands.Share(kind, ""):
            return sharing.open_modal(turn, kind=kind)
        case commands.Announce(text):
            return announcements.command(turn, text)
        case commands.Admin():
            return admin.open_settings(turn)
        case commands.Ask(text):
            return helping.help(turn) if is_only_greeting(text) else asking.ask(turn, text)
        case alike:
            return _said(turn, alike)


def _said(turn: Turn, meant: commands.Alike) -> Sequence[Response]:
    """What is the same by command, mention and direct message."""
    match meant:
        case commands.Share(kind, text):
            return sharing.share(turn, Kind(kind), text)
        case commands.Open(number):
            return (Say(asking.entry_message(turn, number)),)
        case commands.Name(text):
            return naming.command(turn, text)
        case commands.Help():
            return helping.help(turn)
        case commands.OpenList():
            return home.open_list(turn)
        case commands.Mine():
            return home.mine_list(turn)
        case commands.Agenda():
            return agenda.command(turn)
        case commands.Topics():
            return topics.command(turn)


def retry(turn: Turn) -> Sequence[Response]:
    """ "Try again" under an error: the button holds what was typed."""
    return command(Turn(turn.context, turn.did.but(text=turn.did.value), turn.role, turn.now))


def mention(turn: Turn) -> Sequence[Response]:
    """`@kb ...` in a channel or thread, and a direct message: a question, unless it is what would be a command too."""
    text = helping.without_mention(turn)
    match commands.parse(text):
        case commands.Empty():
            raise BadInput("error-mention-empty")
        case commands.Share(kind, ""):
            return say_line(turn, f"mention-{kind}")
        case commands.Announce(""):
            return announcements.open_new(turn)
        case commands.Admin():
            return _typed(turn, admin.open_settings(turn), "mention-admin")
        case commands.Ask() | commands.Announce():
            return helping.help(turn) if is_only_greeting(text) else asking.ask_in_thread(turn, text)
        case alike:
            return _said(turn, alike)


def _typed(turn: Turn, responses: Sequence[Response], key: str) -> Sequence[Response]:
    """A mention opens no window (it brings no trigger): where one would, what to type instead."""
    return say_line(turn, key) if any(isinstance(one, Open) for one in responses) else responses


def message(turn: Turn) -> Sequence[Response]:
    """A direct message: a question, unless it answers an ask-back in its thread."""
    replied = specialists.reply_in_thread(turn)
    return mention(turn) if replied is None else replied


ROUTES = Routes(
    commands={"/kb": command},
    actions={
        "answer.helped": asking.helped,
        "answer.not_this": asking.not_this,
        "answer.undo": asking.undo,
        "answer.tally": asking.tally,
        "tally.again": asking.tally_again,
        "tally.undo": asking.undo_tally,
        "answer.share": asking.share,
        "answer.more": specialists.more,
        "entry.open": asking.open_entry,
        "entry.check": asking.check,
        "entry.retire": asking.retire,
        "entry.delete": sharing.delete,
        "entry.more": sharing.more,
        "way.remove": ways.remove,
        "share.open": sharing.open_from_nothing,
        "share.edit": sharing.edit,
        "share.merge": sharing.merge,
        "share.apart": sharing.keep_apart,
        "share.move": sharing.move,
        "share.name": sharing.name,
        "share.public": asking.share,
        "share.undo": sharing.undo,
        "ask.send": specialists.send,
        "ask.send_waiting": specialists.send_waiting,
        "ask.choose": specialists.choose,
        "ask.pick": specialists.send,
        "ask.pick_waiting": specialists.send_waiting,
        "ask.wait": specialists.wait,
        "ask.withdraw": specialists.withdraw,
        "ask.reply": specialists.open_reply,
        "escalation.answer": specialists.open_answer,
        "escalation.claim": specialists.claim,
        "escalation.ask_back": specialists.open_ask_back,
        "escalation.move": specialists.move,
        "escalation.there": specialists.there,
        "topics.open": topics.command,
        "topic.edit": topics.open_edit,
        "topic.undo": topics.undo,
        "signal.answer": signals.open_answer,
        "signal.seen": signals.seen,
        "signal.claim": signals.claim,
        "signal.resolve": signals.open_resolve,
        "signal.more": signals.more,
        "signal.no_action": signals.open_no_action,
        "signal.show": signals.show,
        "signal.open": signals.open_signal,
        "signal.reopen": signals.reopen,
        "action.done": actions.open_done,
        "action.later": actions.open_later,
        "action.not_ours": actions.open_not_ours,
        "action.hand_over": actions.open_hand_over,
        "announcement.new": announcements.open_new,
        "announcement.one_more": announcements.one_more,
        "announcement.preview": announcements.preview,
        "announcement.read": announcements.read,
        "announcement.more": announcements.more,
        "announcement.add": announcements.add,
        "announcement.withdraw": announcements.withdraw,
        "digest.open": home.open_list,
        "digest.choose": digests.choose,
        "home.search": home.search,
        "home.ask": home.ask,
        "home.share": home.share,
        "home.question": home.question,
        "home.language": home.language,
        "home.named": home.named,
        "board.open": home.open_column,
        "agenda.open": agenda.open_agenda,
        "agenda.agree": agenda.open_agree,
        "queue.check": home.check,
        "queue.retire": home.retire,
        "alike.keep": alike.keep,
        "alike.apart": alike.apart,
        "alike.again": alike.again,
        "synonym.list": naming.show,
        "synonym.delete": naming.delete,
        "synonym.undo": naming.undo,
        "admin.open": admin.open_settings,
        "admin.department": admin.department,
        "admin.new_department": admin.new_department,
        "admin.archive_department": admin.archive_department,
        "admin.top_task": admin.top_task,
        "admin.new_top_task": admin.new_top_task,
        "admin.archive_top_task": admin.archive_top_task,
        "admin.general": admin.general,
        "retry": retry,
    },
    views={
        "share": sharing.submit,
        "announcement": announcements.submit,
        "edit": sharing.submit_edit,
        "merge": sharing.submit_merge,
        "outdated": asking.say_outdated,
        "escalation_answer": specialists.submit_answer,
        "escalation_ask_back": specialists.submit_ask_back,
        "escalation_there": specialists.submit_there,
        "ask_reply": specialists.submit_reply,
        "agenda_agree": agenda.submit_agree,
        "admin_department": admin.submit_department,
        "admin_top_task": admin.submit_top_task,
        "admin_general": admin.submit_general,
        "digest_choose": digests.submit_choice,
        "topic_edit": topics.submit_edit,
        "signal_answer": signals.submit_answer,
        "signal_resolve": signals.submit_resolve,
        "signal_later": signals.submit_later,
        "signal_no_action": signals.submit_no_action,
        "signal_not_ours": signals.submit_not_ours,
        "action_done": actions.submit_done,
        "action_later": actions.submit_later,
        "action_hand_over": actions.submit_hand_over,
        "action_not_ours": actions.submit_not_ours,
    },
    shortcuts={"kb_open": sharing.open_shortcut},
    message_shortcuts={"kb_save": sharing.save_message},
    mention=mention,
    message=message,
    home=home.show,
)
