"""The first schema: knowledge, questions, specialists, organisation, delivery."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString as Text
from sqlmodel.sql.sqltypes import UTCDateTime as Utc

revision = "0001"
down_revision = None


def upgrade() -> None:
    _knowledge()
    _specialists()
    _organisation()
    _delivery()


def _knowledge() -> None:
    op.create_table(
        "entry",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", Text(), nullable=False),
        sa.Column("title", Text(), nullable=False),
        sa.Column("body", Text(), nullable=False),
        sa.Column("mandate", Text(), nullable=False),
        sa.Column("wording", Text(), nullable=False),
        sa.Column("next_time", Text(), nullable=False),
        sa.Column("language", Text(), nullable=False),
        sa.Column("department", Text()),
        sa.Column("state", Text(), nullable=False),
        sa.Column("author", Text()),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.Column("checked_by", Text()),
        sa.Column("checked_at", Utc()),
        sa.Column("note", Text(), nullable=False),
        sa.Column("merged_into", sa.Integer()),
        sa.Column("see", sa.Integer()),
        sa.Column("link", Text()),
        sa.Column("helped", sa.Integer(), nullable=False),
        sa.Column("not_helped", sa.Integer(), nullable=False),
        sa.Column("created_at", Utc(), nullable=False),
        sa.Column("updated_at", Utc(), nullable=False),
        sa.Column("origin", Text()),
        sa.Column("undo", Text()),
        sa.CheckConstraint("kind <> 'mistake' OR author IS NULL", name=op.f("ck_entry_nameless_mistake")),
        sa.ForeignKeyConstraint(["merged_into"], ["entry.number"], name="fk_entry_merged_into", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["see"], ["entry.number"], name="fk_entry_see", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("origin", name="uq_entry_origin"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_entry_author", "entry", ["author"])
    op.create_index("ix_entry_created_at", "entry", ["created_at"])
    op.create_index("ix_entry_state_department", "entry", ["state", "department"])
    op.create_table(
        "topic",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", Text(), nullable=False),
        sa.Column("department", Text()),
        sa.Column("entry", sa.Integer()),
        sa.Column("created_at", Utc(), nullable=False),
        sa.ForeignKeyConstraint(["entry"], ["entry.number"], name="fk_topic_entry", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_topic_entry", "topic", ["entry"])
    op.create_table(
        "question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("text", Text(), nullable=False),
        sa.Column("language", Text(), nullable=False),
        sa.Column("asked_at", Utc(), nullable=False),
        sa.Column("asker", Text()),
        sa.Column("pseudonym", Text()),
        sa.Column("place", Text()),
        sa.Column("topic", sa.Integer()),
        sa.Column("department", Text()),
        sa.Column("entry", sa.Integer()),
        sa.Column("shown", sa.JSON(), nullable=False),
        sa.Column("outcome", Text()),
        sa.Column("outcome_at", Utc()),
        sa.Column("no_mandate", sa.Boolean(), nullable=False),
        sa.Column("encoder", Text()),
        sa.Column("vector", sa.LargeBinary()),
        sa.Column("origin", Text()),
        sa.ForeignKeyConstraint(["entry"], ["entry.number"], name="fk_question_entry", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["topic"], ["topic.id"], name="fk_question_topic", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("origin", name="uq_question_origin"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_question_asked_at", "question", ["asked_at"])
    op.create_index("ix_question_asker", "question", ["asker"])
    op.create_index("ix_question_department_asked_at", "question", ["department", "asked_at"])
    op.create_index("ix_question_entry", "question", ["entry"])
    op.create_index("ix_question_outcome", "question", ["outcome"])
    op.create_index("ix_question_pseudonym", "question", ["pseudonym"])
    op.create_index("ix_question_topic_asked_at", "question", ["topic", "asked_at"])
    op.create_table(
        "phrasing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("text", Text(), nullable=False),
        sa.Column("fingerprint", Text(), nullable=False),
        sa.Column("source", Text(), nullable=False),
        sa.Column("weight", sa.Float(), nullable=False),
        sa.Column("language", Text(), nullable=False),
        sa.Column("question", sa.Integer()),
        sa.Column("encoder", Text()),
        sa.Column("vector", sa.LargeBinary()),
        sa.Column("created_at", Utc(), nullable=False),
        sa.ForeignKeyConstraint(["entry"], ["entry.number"], name="fk_phrasing_entry", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["question"], ["question.id"], name="fk_phrasing_question", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("entry", "fingerprint", name="uq_phrasing_entry_fingerprint"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_phrasing_encoder", "phrasing", ["encoder"])
    op.create_index("ix_phrasing_question", "phrasing", ["question"])
    op.create_table(
        "tally",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", Utc(), nullable=False),
        sa.Column("contact", Text(), nullable=False),
        sa.Column("entry", sa.Integer()),
        sa.Column("topic", sa.Integer()),
        sa.Column("origin", Text()),
        sa.ForeignKeyConstraint(["entry"], ["entry.number"], name="fk_tally_entry", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["topic"], ["topic.id"], name="fk_tally_topic", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("origin", name="uq_tally_origin"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_tally_at", "tally", ["at"])
    op.create_index("ix_tally_entry", "tally", ["entry"])
    op.create_index("ix_tally_topic", "tally", ["topic"])
    op.create_table(
        "counter",
        sa.Column("name", Text(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )


def _specialists() -> None:
    op.create_table(
        "escalation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question", sa.Integer(), nullable=False),
        sa.Column("topic", sa.Integer()),
        sa.Column("text", Text(), nullable=False),
        sa.Column("language", Text(), nullable=False),
        sa.Column("department", Text()),
        sa.Column("owner", Text()),
        sa.Column("state", Text(), nullable=False),
        sa.Column("waiting", sa.Boolean(), nullable=False),
        sa.Column("nearest", sa.Integer()),
        sa.Column("claimed_by", Text()),
        sa.Column("claimed_at", Utc()),
        sa.Column("created_at", Utc(), nullable=False),
        sa.Column("moved_at", Utc(), nullable=False),
        sa.Column("refused", sa.JSON(), nullable=False),
        sa.Column("reminders", sa.Integer(), nullable=False),
        sa.Column("exchanges", sa.JSON(), nullable=False),
        sa.Column("waiters", sa.JSON(), nullable=False),
        sa.Column("answered_by", Text()),
        sa.Column("answered_at", Utc()),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("entry", sa.Integer()),
        sa.ForeignKeyConstraint(["entry"], ["entry.number"], name="fk_escalation_entry", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["nearest"], ["entry.number"], name="fk_escalation_nearest", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["question"], ["question.id"], name="fk_escalation_question"),
        sa.ForeignKeyConstraint(["topic"], ["topic.id"], name="fk_escalation_topic", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_escalation_created_at", "escalation", ["created_at"])
    op.create_index("ix_escalation_question", "escalation", ["question"])
    op.create_index("ix_escalation_state_department", "escalation", ["state", "department"])
    op.create_index("ix_escalation_topic", "escalation", ["topic"])
    op.create_table(
        "signal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.Integer(), nullable=False),
        sa.Column("department", Text(), nullable=False),
        sa.Column("title", Text(), nullable=False),
        sa.Column("state", Text(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("opened_at", Utc(), nullable=False),
        sa.Column("changed_at", Utc(), nullable=False),
        sa.Column("history", sa.JSON(), nullable=False),
        sa.Column("posted", sa.Boolean(), nullable=False),
        sa.Column("relapsed", sa.Boolean(), nullable=False),
        sa.Column("later_until", Utc()),
        sa.Column("reason", Text(), nullable=False),
        sa.Column("refused", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["topic"], ["topic.id"], name="fk_signal_topic"),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_signal_opened_at", "signal", ["opened_at"])
    op.create_index("ix_signal_state_department", "signal", ["state", "department"])
    op.create_index("ix_signal_topic", "signal", ["topic"])


def _organisation() -> None:
    op.create_table(
        "department",
        sa.Column("key", Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", Text(), nullable=False),
        sa.Column("channel", Text()),
        sa.Column("members", sa.JSON(), nullable=False),
        sa.Column("lead", Text()),
        sa.Column("language", Text(), nullable=False),
        sa.Column("signal_times", sa.JSON(), nullable=False),
        sa.Column("digest_time", sa.Time(), nullable=False),
        sa.Column("archived", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_table(
        "top_task",
        sa.Column("key", Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", Text(), nullable=False),
        sa.Column("owner", Text()),
        sa.Column("departments", sa.JSON(), nullable=False),
        sa.Column("archived", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_table(
        "setting",
        sa.Column("name", Text(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "person",
        sa.Column("id", Text(), nullable=False),
        sa.Column("language", Text()),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )


def _delivery() -> None:
    op.create_table(
        "inbox",
        sa.Column("key", Text(), nullable=False),
        sa.Column("kind", Text(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("received_at", Utc(), nullable=False),
        sa.Column("state", Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("ix_inbox_state_received_at", "inbox", ["state", "received_at"])
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", Text(), nullable=False),
        sa.Column("kind", Text(), nullable=False),
        sa.Column("to", Text(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("thread", Text()),
        sa.Column("thread_ts", Text()),
        sa.Column("personal", sa.Boolean(), nullable=False),
        sa.Column("state", Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("sent_revision", sa.Integer(), nullable=False),
        sa.Column("not_before", Utc()),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", Utc(), nullable=False),
        sa.Column("sending_at", Utc()),
        sa.Column("sent_at", Utc()),
        sa.Column("channel", Text()),
        sa.Column("ts", Text()),
        sa.Column("error", Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key", name="uq_outbox_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_outbox_channel_ts", "outbox", ["channel", "ts"])
    op.create_index("ix_outbox_state_sent_at", "outbox", ["state", "sent_at"])
    op.create_table(
        "claim",
        sa.Column("job", Text(), nullable=False),
        sa.Column("period", Text(), nullable=False),
        sa.Column("taken_at", Utc(), nullable=False),
        sa.Column("lease_until", Utc(), nullable=False),
        sa.Column("done_at", Utc()),
        sa.PrimaryKeyConstraint("job", "period"),
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", Utc(), nullable=False),
        sa.Column("subject", Text(), nullable=False),
        sa.Column("what", Text(), nullable=False),
        sa.Column("by", Text()),
        sa.Column("detail", Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_audit_subject", "audit", ["subject"])
