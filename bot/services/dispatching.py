"""The outbox's way out: each message posted once, in Slack's pace, and looked for before it is ever sent again.

pending -> sending (committed) -> Slack -> sent (with its ts). A row that stays *sending* was left by a crash: the
message is searched for in Slack by its metadata, and posted again only when it is not there. At least once,
reconciled: Slack has no idempotency key (slack.md, "Posting exactly once").
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.errors import DeliveryFailed
from bot.model import OutboxMessage, OutboxState
from bot.ports import Messenger, Store

STALE_AFTER = timedelta(seconds=60)
PER_CHANNEL = timedelta(seconds=1)  #: chat.postMessage takes about one a second a channel
RETRY_FIRST = timedelta(seconds=5)
RETRY_MOST = timedelta(hours=1)

log = logging.getLogger("kb.outbox")


class Dispatcher:
    """Sends what is due. Safe to run in several processes and threads: a row is taken in a transaction."""

    def __init__(self, store: Store, messenger: Messenger, pace: timedelta = PER_CHANNEL) -> None:
        self._store, self._messenger, self._pace = store, messenger, pace
        self._last: dict[str, datetime] = {}
        self._closed = False

    def run(self, clock: Callable[[], datetime], limit: int = 500) -> int:
        """Looks at up to `limit` messages that are due now, one a channel in `pace`; returns how many reached Slack.

        What Slack refuses for good is given up (`errors.DeliveryFailed.permanent`); all else is tried until it works,
        at least once an hour, however long Slack is away.
        """
        now = clock()
        with self._store.reading() as data:
            due = data.outbox_due(now, now - STALE_AFTER, limit)
        sent = 0
        for message in due:
            if self._closed:
                break  # the rest is sent at the next start
            last = self._last.get(message.to)
            if last is not None and last <= now < last + self._pace:
                continue  # its turn comes in a moment
            if self._send(message.key, clock()):
                sent += 1
                self._last[message.to] = now
        return sent

    def close(self) -> None:
        """Begins no other message: what stands in the outbox is sent at the next start, or by another process."""
        self._closed = True

    def _send(self, key: str, now: datetime) -> bool:
        taken = self._take(key, now)
        if taken is None:
            return False
        message, doubtful, thread_ts = taken
        try:
            if message.ts:
                self._messenger.update(message)
                place = (message.channel or message.to, message.ts)
            else:
                found = self._messenger.find(message, thread_ts) if doubtful else None
                place = found or self._messenger.post(message, thread_ts)
        except DeliveryFailed as error:
            self._failed(message, error, now)
            return False
        except Exception as error:  # a bug with one message must not hold up the others
            log.exception("failed", extra={"key": message.kind})
            self._failed(message, DeliveryFailed(type(error).__name__, uncertain=True), now)
            return False
        self._sent(message, place, now)
        return True

    def _take(self, key: str, now: datetime) -> tuple[OutboxMessage, bool, str | None] | None:
        with self._store.writing() as unit:
            message = unit.outbox(key)
            if message is None or message.sent_revision >= message.revision:
                return None
            stale = message.state is OutboxState.SENDING
            if stale and message.sending_at and message.sending_at > now - STALE_AFTER:
                return None  # somebody else is at it
            if message.state not in (OutboxState.PENDING, OutboxState.SENDING):
                return None
            thread_ts = message.thread_ts
            if message.thread is not None:
                parent = unit.outbox(message.thread)
                if parent is None or (parent.ts is None and parent.state is OutboxState.FAILED):
                    unit.save_outbox(message.but(state=OutboxState.FAILED, error="what it belongs under is not there"))
                    return None
                if parent.ts is None:
                    return None  # the parent goes first
                thread_ts = parent.ts
            doubtful = message.sending_at is not None
            taken = message.but(state=OutboxState.SENDING, sending_at=now)
            unit.save_outbox(taken)
            return taken, doubtful, thread_ts

    def _sent(self, message: OutboxMessage, place: tuple[str, str], now: datetime) -> None:
        with self._store.writing() as unit:
            latest = unit.outbox(message.key)
            if latest is None:
                return
            again = latest.revision > message.revision  # it changed while it was on its way
            unit.save_outbox(
                latest.but(
                    state=OutboxState.PENDING if again else OutboxState.SENT,
                    sent_revision=message.revision,
                    channel=place[0],
                    ts=place[1],
                    sent_at=latest.sent_at or now,
                    sending_at=None,
                    attempts=0,
                    error="",
                )
            )

    def _failed(self, message: OutboxMessage, error: DeliveryFailed, now: datetime) -> None:
        attempts = message.attempts + 1
        wait = (
            timedelta(seconds=error.retry_after)
            if error.retry_after
            else min(RETRY_FIRST * 2 ** min(message.attempts, 12), RETRY_MOST)
        )
        with self._store.writing() as unit:
            latest = unit.outbox(message.key)
            if latest is None:
                return
            unit.save_outbox(
                latest.but(
                    state=OutboxState.FAILED if error.permanent else OutboxState.PENDING,
                    attempts=attempts,
                    not_before=None if error.permanent else now + wait,
                    # A refusal is certain; without an answer it may have been posted: `find` decides next time.
                    sending_at=latest.sending_at if error.uncertain else None,
                    error=error.reason,
                )
            )
        log.warning("not delivered", extra={"key": message.kind, "reason": error.reason, "given_up": error.permanent})
