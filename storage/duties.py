"""Job claims, the audit, and forgetting what may no longer be kept."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, insert, not_, or_, select, update

from bot.model import AuditRow, Claim, EscalationState, OutboxState, Outcome
from storage import tables
from storage.announcements import forget_reads
from storage.learning import forget_voices
from storage.rows import Mapped, Part, numbered
from storage.tables import table_of

_claims = Mapped(Claim, tables.ClaimRow)
_audit = Mapped(AuditRow, tables.AuditRow)
_question, _escalation = table_of(tables.QuestionRow), table_of(tables.EscalationRow)
_entry, _tally = table_of(tables.EntryRow), table_of(tables.TallyRow)
_inbox, _outbox = table_of(tables.InboxRow), table_of(tables.OutboxRow)


class DutyReads(Part):
    def claim(self, job: str, period: str) -> Claim | None:
        return self._first(_claims, _claims.select().where(_is(job, period)))

    def last_claim(self, job: str) -> Claim | None:
        c = _claims.c
        finished = _claims.select().where(c.job == job, c.done_at.is_not(None))
        return self._first(_claims, finished.order_by(c.period.desc()))

    def audit(self, subject: str) -> tuple[AuditRow, ...]:
        c = _audit.c
        return self._all(_audit, _audit.select().where(c.subject == subject).order_by(c.id))


class DutyWrites(DutyReads):
    def take(self, job: str, period: str, now: datetime, lease: timedelta) -> bool:
        known = self.claim(job, period)
        taken = Claim(job=job, period=period, taken_at=now, lease_until=now + lease)
        if known is None:
            self._connection.execute(insert(_claims.table).values(_claims.values(taken)))
            return True
        if known.done_at is not None or known.lease_until > now:
            return False
        self._connection.execute(update(_claims.table).where(_is(job, period)).values(_claims.values(taken)))
        return True

    def done(self, job: str, period: str, now: datetime) -> None:
        self._connection.execute(update(_claims.table).where(_is(job, period)).values(done_at=now))

    def record(self, row: AuditRow) -> None:
        self._connection.execute(insert(_audit.table).values(_audit.values(row)))

    def forget(
        self, *, askers_before: datetime, pseudonyms_before: datetime, delivery_before: datetime, ended_before: date
    ) -> dict[str, int]:
        """Rows by kind: "askers", "no_reaction", "pseudonyms", "voices", "reads", "inbox", "origins", "outbox"."""
        c = _question.c
        lasting = self._unanswered()
        over = and_(c.asked_at < askers_before, not_(_has(c.id, {one for _, ones in lasting for one in ones})))
        open_still = {escalation for escalation, _ in lasting}
        return {
            "no_reaction": self._change(and_(over, c.outcome.is_(None)), outcome=Outcome.NO_REACTION.value),
            "askers": self._change(and_(over, c.asker.is_not(None)), asker=None),
            "pseudonyms": self._change(and_(c.asked_at < pseudonyms_before, c.pseudonym.is_not(None)), pseudonym=None),
            "voices": forget_voices(self._connection, pseudonyms_before),
            "reads": forget_reads(self._connection, pseudonyms_before, ended_before),
            "inbox": self._forget_inbox(delivery_before),
            "origins": self._forget_origins(delivery_before),
            "outbox": self._forget_outbox(delivery_before, open_still),
        }

    def _unanswered(self) -> list[tuple[int, set[int]]]:
        """Of every escalation that is not answered: its id, and the questions somebody waits for."""
        c = _escalation.c
        query = select(c.id, c.waiters).where(c.state != EscalationState.ANSWERED.value)
        return [(id, {waiter["question"] for waiter in waiters}) for id, waiters in self._connection.execute(query)]

    def _change(self, condition: ColumnElement[bool], **values: Any) -> int:
        return self._connection.execute(update(_question).where(condition).values(**values)).rowcount

    def _forget_origins(self, moment: datetime) -> int:
        """Which interaction made a row; those with a colon are not Slack's but an import's, and stay."""
        count = 0
        for table, at in ((_question, "asked_at"), (_entry, "created_at"), (_tally, "at")):
            old = and_(table.c.origin.is_not(None), table.c.origin.not_like("%:%"), table.c[at] < moment)
            count += self._connection.execute(update(table).where(old).values(origin=None)).rowcount
        return count

    def _forget_inbox(self, moment: datetime) -> int:
        c = _inbox.c
        return self._connection.execute(delete(_inbox).where(c.state == "done", c.received_at < moment)).rowcount

    def _forget_outbox(self, moment: datetime, open_still: set[int]) -> int:
        """Also what could never be delivered: it links a person to a question just as well.

        What names an open escalation stays, such as an ask-back: the reply in its thread has to find it.
        """
        c = _outbox.c
        sent = and_(c.state == OutboxState.SENT.value, c.sent_at < moment)
        failed = and_(c.state == OutboxState.FAILED.value, c.created_at < moment)
        rows = self._connection.execute(select(c.id, c.payload).where(c.personal, or_(sent, failed)))
        old = {id for id, payload in rows if payload.get("escalation") not in open_still}
        return self._connection.execute(delete(_outbox).where(_has(c.id, old))).rowcount if old else 0


def _is(job: str, period: str) -> ColumnElement[bool]:
    return and_(_claims.c.job == job, _claims.c.period == period)


def _has(column: Any, numbers: set[int]) -> ColumnElement[bool]:
    condition = numbered(column, numbers)
    assert condition is not None
    return condition
