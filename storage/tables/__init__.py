"""The tables, as SQLModel declares them. They never leave storage/: callers get the frozen data of `bot.model`.

A column has the name of the field it holds; what has no field of its own (a position, a fingerprint) is said to be so.
Tuples and mappings are JSON. Every DateTime is UTC and refuses a naive value, on SQLite too (SQLModel's UTCDateTime).
Numbers are never used twice: AUTOINCREMENT on SQLite, a sequence on PostgreSQL.
"""

from storage.tables.base import METADATA, Row, table_of
from storage.tables.delivery import AuditRow, ClaimRow, InboxRow, OutboxRow
from storage.tables.knowledge import (
    CounterRow,
    EntryPairRow,
    EntryRow,
    IndexChangeRow,
    PhrasingRow,
    QuestionRow,
    SynonymRow,
    TallyRow,
    TopicPairRow,
    TopicRow,
    VoiceRow,
)
from storage.tables.organisation import DepartmentRow, PersonRow, SettingRow, TopTaskRow
from storage.tables.specialists import (
    ActionRow,
    AnnouncementReadRow,
    AnnouncementRow,
    EscalationRow,
    SignalRow,
    WrittenRow,
)

__all__ = [
    "METADATA",
    "ActionRow",
    "AnnouncementReadRow",
    "AnnouncementRow",
    "AuditRow",
    "ClaimRow",
    "CounterRow",
    "DepartmentRow",
    "EntryPairRow",
    "EntryRow",
    "EscalationRow",
    "InboxRow",
    "IndexChangeRow",
    "OutboxRow",
    "PersonRow",
    "PhrasingRow",
    "QuestionRow",
    "Row",
    "SettingRow",
    "SignalRow",
    "SynonymRow",
    "TallyRow",
    "TopTaskRow",
    "TopicPairRow",
    "TopicRow",
    "VoiceRow",
    "WrittenRow",
    "table_of",
]
