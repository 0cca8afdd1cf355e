"""Signals that close the loop: topics corrected by specialists, actions, announcements, calendars, what was written."""

from datetime import time
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString as Text
from sqlmodel.sql.sqltypes import UTCDateTime as Utc

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    _departments()
    _topics()
    _tallies()
    _signals()
    _actions()
    _announcements()
    _written()


def _departments() -> None:
    usual: dict[str, tuple[Any, Any]] = {
        "digest_day": (sa.Integer(), 0),
        "working_days": (sa.JSON(), [0, 1, 2, 3, 4]),
        "opens": (sa.Time(), time(8)),
        "closes": (sa.Time(), time(18)),
        "country": (Text(), "NL"),
        "closed": (sa.JSON(), []),
        "signals_a_day": (sa.Integer(), 2),
    }
    _add("department", usual)
    op.add_column("top_task", sa.Column("channel", Text()))
    _add("person", {"digest": (sa.JSON(), sa.JSON.NULL)})


def _topics() -> None:
    op.add_column("topic", sa.Column("merged_into", sa.Integer()))
    usual = {"named": (sa.Boolean(), False), "placed": (sa.Boolean(), False), "history": (sa.JSON(), [])}
    _add("topic", usual, refers=("merged_into", "topic", "id"))
    op.create_index("ix_topic_department", "topic", ["department"])
    op.create_index("ix_topic_merged_into", "topic", ["merged_into"])
    _add("question", {"pinned": (sa.Boolean(), False)})
    op.create_table(
        "topic_pair",
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("second", sa.Integer(), nullable=False),
        sa.Column("at", Utc(), nullable=False),
        sa.ForeignKeyConstraint(["first"], ["topic.id"], name="fk_topic_pair_first", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["second"], ["topic.id"], name="fk_topic_pair_second", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("first", "second"),
    )
    op.create_index("ix_topic_pair_second", "topic_pair", ["second"])


def _tallies() -> None:
    _add("tally", {"count": (sa.Integer(), 1), "imported": (sa.Boolean(), False), "text": (Text(), "")})
    for name in ("entry", "topic"):
        op.drop_index(f"ix_tally_{name}", "tally")
        op.create_index(f"ix_tally_{name}_at", "tally", [name, "at"])


def _signals() -> None:
    op.add_column("signal", sa.Column("expected", sa.Integer()))
    op.add_column("signal", sa.Column("lead_told_at", Utc()))
    usual = {"resolution": (sa.JSON(), sa.JSON.NULL), "aftermath": (sa.JSON(), [])}
    _add("signal", usual, refers=("expected", "entry", "number"))
    op.create_index("ix_signal_expected", "signal", ["expected"])


def _actions() -> None:
    op.create_table(
        "action",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", Text(), nullable=False),
        sa.Column("text", Text(), nullable=False),
        sa.Column("owner", Text(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("signal", sa.Integer()),
        sa.Column("cause", Text()),
        sa.Column("top_task", Text()),
        sa.Column("month", Text(), nullable=False),
        sa.Column("state", Text(), nullable=False),
        sa.Column("created_at", Utc(), nullable=False),
        sa.Column("created_by", Text()),
        sa.Column("closed_at", Utc()),
        sa.Column("closed_by", Text()),
        sa.Column("note", Text(), nullable=False),
        sa.ForeignKeyConstraint(["signal"], ["signal.id"], name="fk_action_signal", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_action_created_at", "action", ["created_at"])
    op.create_index("ix_action_signal", "action", ["signal"])
    op.create_index("ix_action_state_owner", "action", ["state", "owner"])
    op.create_index("ix_action_top_task_month", "action", ["top_task", "month"])


def _announcements() -> None:
    op.create_table(
        "announcement",
        sa.Column("entry", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("department", Text(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.Column("audience", Text(), nullable=False),
        sa.Column("customers", sa.Integer()),
        sa.Column("expected", sa.JSON(), nullable=False),
        sa.Column("created_by", Text(), nullable=False),
        sa.Column("created_at", Utc(), nullable=False),
        sa.Column("withdrawn_at", Utc()),
        sa.Column("reads", sa.Integer(), nullable=False),
        sa.Column("followed", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["entry"], ["entry.number"], name="fk_announcement_entry", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("entry"),
    )
    op.create_index("ix_announcement_ends", "announcement", ["ends"])
    op.create_table(
        "announcement_read",
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("pseudonym", Text(), nullable=False),
        sa.Column("at", Utc(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry"], ["announcement.entry"], name="fk_announcement_read_entry", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("entry", "pseudonym"),
    )
    op.create_index("ix_announcement_read_at", "announcement_read", ["at"])


def _written() -> None:
    op.create_table(
        "written",
        sa.Column("kind", Text(), nullable=False),
        sa.Column("scope", Text(), nullable=False),
        sa.Column("period", Text(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("at", Utc(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "scope", "period"),
    )


def _add(table: str, usual: dict[str, tuple[Any, Any]], refers: tuple[str, str, str] | None = None) -> None:
    """New columns that always hold something: those that are there get the usual value. `refers`: (column, table,
    its key), a reference that is emptied with what it refers to. SQLite rebuilds the table for either: once."""
    for name, (kind, _) in usual.items():
        op.add_column(table, sa.Column(name, kind))
    there = sa.table(table, *(sa.column(name, kind) for name, (kind, _) in usual.items()))
    op.execute(sa.update(there).values({name: value for name, (_, value) in usual.items()}))
    numbers = _numbers_given(table)
    with op.batch_alter_table(table, table_kwargs={"sqlite_autoincrement": numbers is not None}) as changed:
        for name, (kind, _) in usual.items():
            changed.alter_column(name, existing_type=kind, nullable=False)
        if refers:
            column, other, key = refers
            changed.create_foreign_key(f"fk_{table}_{column}", other, [column], [key], ondelete="SET NULL")
    if numbers:
        op.execute(f"UPDATE sqlite_sequence SET seq = {numbers} WHERE name = '{table}'")


def _numbers_given(table: str) -> int | None:
    """How far SQLite has counted the numbers of this table, also of rows that are gone; None where it does not."""
    connection = op.get_bind()
    if connection.dialect.name != "sqlite":
        return None
    declared = sa.text("SELECT sql FROM sqlite_master WHERE name = :table")
    if "AUTOINCREMENT" not in connection.execute(declared, {"table": table}).scalar_one():
        return None
    counted = sa.text("SELECT seq FROM sqlite_sequence WHERE name = :table")
    return connection.execute(counted, {"table": table}).scalar_one_or_none() or 0
