"""What came in from Slack (inbox) and what is to be said (outbox)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import and_, insert, or_, update

from bot.model import InboxRow, OutboxMessage, OutboxState
from storage import tables
from storage.rows import Mapped, Part

_inbox = Mapped(InboxRow, tables.InboxRow)
_outbox = Mapped(OutboxMessage, tables.OutboxRow)


class DeliveryReads(Part):
    def inbox(self, key: str) -> InboxRow | None:
        return self._first(_inbox, _inbox.select().where(_inbox.c.key == key))

    def stale_inbox(self, before: datetime, limit: int = 50) -> tuple[InboxRow, ...]:
        c = _inbox.c
        stale = _inbox.select().where(c.state == "received", c.received_at < before)
        return self._all(_inbox, stale.order_by(c.received_at, c.key).limit(limit))

    def outbox(self, key: str) -> OutboxMessage | None:
        return self._first(_outbox, _outbox.select().where(_outbox.c.key == key))

    def outbox_under(self, prefix: str) -> tuple[OutboxMessage, ...]:
        c = _outbox.c
        return self._all(_outbox, _outbox.select().where(c.key.startswith(prefix, autoescape=True)).order_by(c.id))

    def outbox_failed(self, kinds: Sequence[str]) -> tuple[OutboxMessage, ...]:
        c = _outbox.c
        given_up = _outbox.select().where(c.state == OutboxState.FAILED.value, c.ts.is_(None), c.kind.in_(kinds))
        return self._all(_outbox, given_up.order_by(c.id))

    def outbox_at(self, channel: str, ts: str) -> OutboxMessage | None:
        c = _outbox.c
        return self._first(_outbox, _outbox.select().where(c.channel == channel, c.ts == ts).order_by(c.id))

    def outbox_due(self, now: datetime, stale_before: datetime, limit: int = 20) -> tuple[OutboxMessage, ...]:
        c = _outbox.c
        ready = and_(c.state == OutboxState.PENDING.value, or_(c.not_before.is_(None), c.not_before <= now))
        crashed = and_(c.state == OutboxState.SENDING.value, c.sending_at < stale_before)
        return self._all(_outbox, _outbox.select().where(or_(ready, crashed)).order_by(c.id).limit(limit))


class DeliveryWrites(DeliveryReads):
    def receive(self, row: InboxRow, stale_after: timedelta) -> bool:
        known = self.inbox(row.key)
        if known is None:
            self._connection.execute(insert(_inbox.table).values(_inbox.values(row)))
            return True
        if known.state == "done" or known.received_at >= row.received_at - stale_after:
            return False
        self._save(_inbox, known.but(received_at=row.received_at, attempts=known.attempts + 1))
        return True

    def finish(self, key: str) -> None:
        row = self.inbox(key)
        if row is None:
            return
        at = row.received_at
        if not row.payload.get("user"):  # nameless, perhaps a mistake: its exact moment is forgotten as well
            at = at.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=at.weekday())
        done = update(_inbox.table).where(_inbox.c.key == key).values(state="done", payload={}, received_at=at)
        self._connection.execute(done)

    def enqueue(self, message: OutboxMessage) -> OutboxMessage:
        known = self.outbox(message.key)
        if known is None:
            return self._add(_outbox, message)
        raised = known.but(payload=message.payload, not_before=message.not_before, revision=known.revision + 1)
        if known.state in (OutboxState.SENT, OutboxState.FAILED):
            raised = raised.but(state=OutboxState.PENDING, attempts=0, error="")
        self._save(_outbox, raised)
        return raised

    def save_outbox(self, message: OutboxMessage) -> None:
        """Read the row again in the same unit first: while it was being sent, `enqueue` may have raised it."""
        self._save(_outbox, message)
