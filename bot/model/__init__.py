"""The domain's data: frozen, validated, and free of databases and Slack. Words are those people see on screen.

`id` or `number` is 0 until the store gave one. Every time is aware and in UTC; a naive time is refused.
"""

from bot.model.announcements import Announcement, Expected
from bot.model.base import ENOUGH_PEOPLE, LANGUAGES, TEXT_MAX, TITLE_MAX, Frozen, Language, Utc
from bot.model.delivery import AuditRow, Claim, InboxRow, OutboxMessage, OutboxState
from bot.model.digests import Chart, Written
from bot.model.knowledge import (
    OFFERED,
    Entry,
    EntryPair,
    EntryState,
    IndexRow,
    Kind,
    Phrasing,
    Voice,
)
from bot.model.organisation import Department, DigestChoice, Masking, Organisation, Person, Synonym, TopTask
from bot.model.questions import Contact, Outcome, Question, Shown, Tally, Topic, TopicEvent, TopicPair, TopicRow
from bot.model.signals import (
    LIVE_SIGNALS,
    Action,
    ActionState,
    Aftermath,
    Cause,
    Change,
    Diagnosis,
    Evidence,
    Resolution,
    Signal,
    SignalEvent,
    SignalKind,
    SignalState,
)
from bot.model.specialists import Escalation, EscalationState, Exchange, Waiter

__all__ = [
    "ENOUGH_PEOPLE",
    "LANGUAGES",
    "LIVE_SIGNALS",
    "OFFERED",
    "TEXT_MAX",
    "TITLE_MAX",
    "Action",
    "ActionState",
    "Aftermath",
    "Announcement",
    "AuditRow",
    "Cause",
    "Change",
    "Chart",
    "Claim",
    "Contact",
    "Department",
    "Diagnosis",
    "DigestChoice",
    "Entry",
    "EntryPair",
    "EntryState",
    "Escalation",
    "EscalationState",
    "Evidence",
    "Exchange",
    "Expected",
    "Frozen",
    "InboxRow",
    "IndexRow",
    "Kind",
    "Language",
    "Masking",
    "Organisation",
    "OutboxMessage",
    "OutboxState",
    "Outcome",
    "Person",
    "Phrasing",
    "Question",
    "Resolution",
    "Shown",
    "Signal",
    "SignalEvent",
    "SignalKind",
    "SignalState",
    "Synonym",
    "Tally",
    "TopTask",
    "Topic",
    "TopicEvent",
    "TopicPair",
    "TopicRow",
    "Utc",
    "Voice",
    "Waiter",
    "Written",
]
