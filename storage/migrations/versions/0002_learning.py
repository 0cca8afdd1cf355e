"""Learning from use: whose word a phrasing stands on, synonyms, pairs that look alike, what the index has seen."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString as Text
from sqlmodel.sql.sqltypes import UTCDateTime as Utc

revision = "0002"
down_revision = "0001"

LEARNED = 0.3  #: what a phrasing weighs that one person's Helped brought


def upgrade() -> None:
    _voices()
    _synonyms()
    _pairs()
    _index_changes()


def _voices() -> None:
    op.create_table(
        "voice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("phrasing", sa.Integer(), nullable=False),
        sa.Column("question", sa.Integer()),
        sa.Column("pseudonym", Text()),
        sa.Column("at", Utc(), nullable=False),
        sa.ForeignKeyConstraint(["phrasing"], ["phrasing.id"], name="fk_voice_phrasing", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["question"], ["question.id"], name="fk_voice_question", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("phrasing", "question", name="uq_voice_phrasing_question"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_voice_at", "voice", ["at"])
    op.create_index("ix_voice_question", "voice", ["question"])
    # What was learned before this stands on one person's word, and weighs as much from now on. An imported one has no
    # question: it keeps the weight it came with.
    op.execute(
        """
        INSERT INTO voice (phrasing, question, pseudonym, at)
        SELECT phrasing.id, question.id, question.pseudonym, question.asked_at
          FROM phrasing JOIN question ON question.id = phrasing.question
         WHERE phrasing.source = 'learned' ORDER BY phrasing.id
        """
    )
    op.execute(f"UPDATE phrasing SET weight = {LEARNED} WHERE source = 'learned' AND question IS NOT NULL")


def _synonyms() -> None:
    op.create_table(
        "synonym",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("term", Text(), nullable=False),
        sa.Column("means", Text(), nullable=False),
        sa.Column("created_at", Utc(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )


def _pairs() -> None:
    op.create_table(
        "entry_pair",
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("second", sa.Integer(), nullable=False),
        sa.Column("probability", sa.Float(), nullable=False),
        sa.Column("distinct", sa.Boolean(), nullable=False),
        sa.Column("at", Utc(), nullable=False),
        sa.ForeignKeyConstraint(["first"], ["entry.number"], name="fk_entry_pair_first", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["second"], ["entry.number"], name="fk_entry_pair_second", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("first", "second"),
    )
    op.create_index("ix_entry_pair_second", "entry_pair", ["second"])


def _index_changes() -> None:
    op.create_table(
        "index_change",
        sa.Column("entry", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("entry"),
    )
    op.create_index("ix_index_change_version", "index_change", ["version"])
    op.execute("UPDATE counter SET value = value + 1 WHERE name = 'index'")
    op.execute(
        """
        INSERT INTO index_change (entry, version)
        SELECT number, COALESCE((SELECT value FROM counter WHERE name = 'index'), 1) FROM entry
        """
    )
