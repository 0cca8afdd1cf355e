"""Announcements and who read them, and the facts of what was written about a period."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Connection, and_, delete, insert, or_, select, update

from bot.model import Announcement, Written
from storage.rows import Condition, Mapped, Part, among, met
from storage.tables import AnnouncementReadRow, AnnouncementRow, WrittenRow, table_of

_announcements = Mapped(Announcement, AnnouncementRow)
_writtens = Mapped(Written, WrittenRow)
_read = table_of(AnnouncementReadRow)


class AnnouncementReads(Part):
    def announcement(self, entry: int) -> Announcement | None:
        return self._first(_announcements, _announcements.select().where(_announcements.c.entry == entry))

    def announcements(
        self,
        *,
        departments: Sequence[str] | None = None,
        valid_on: date | None = None,
        since: date | None = None,
    ) -> tuple[Announcement, ...]:
        c = _announcements.c
        ends_late_enough = None if since is None else c.ends >= since
        conditions = met(among(c.department, departments), _valid_on(valid_on), ends_late_enough)
        return self._all(_announcements, _announcements.select().where(*conditions).order_by(c.starts, c.entry))

    def written(self, kind: str, scope: str, period: str) -> Written | None:
        c = _writtens.c
        return self._first(_writtens, _writtens.select().where(c.kind == kind, c.scope == scope, c.period == period))

    def writtens(self, kind: str, scope: str, *, limit: int | None = None) -> tuple[Written, ...]:
        c = _writtens.c
        query = _writtens.select().where(c.kind == kind, c.scope == scope).order_by(c.period.desc())
        return self._all(_writtens, query.limit(limit))


class AnnouncementWrites(AnnouncementReads):
    def save_announcement(self, announcement: Announcement) -> None:
        c = _announcements.c
        values = _announcements.values(announcement)
        kept = {name: value for name, value in values.items() if name != "reads"}
        changed = update(_announcements.table).where(c.entry == announcement.entry).values(kept)
        if self._connection.execute(changed).rowcount == 0:
            self._connection.execute(insert(_announcements.table).values(values))

    def read_announcement(self, entry: int, pseudonym: str, at: datetime) -> bool:
        mine = select(_read.c.at).where(_read.c.entry == entry, _read.c.pseudonym == pseudonym)
        if self._connection.execute(mine).first() is not None:
            return False
        c = _announcements.c
        counted = update(_announcements.table).where(c.entry == entry).values(reads=c.reads + 1)
        if self._connection.execute(counted).rowcount == 0:
            return False  # it is gone
        self._connection.execute(insert(_read).values(entry=entry, pseudonym=pseudonym, at=at))
        return True

    def keep_written(self, written: Written) -> Written:
        known = self.written(written.kind, written.scope, written.period)
        if known is not None:
            return known
        self._connection.execute(insert(_writtens.table).values(_writtens.values(written)))
        kept = self.written(written.kind, written.scope, written.period)
        assert kept is not None
        return kept  # as it is read from now on: JSON has no tuples


def forget_reads(connection: Connection, pseudonyms_before: datetime, ended_before: date) -> int:
    """Who read what is over, or so long ago that no pseudonym is kept; the count in the announcement stays."""
    c = _announcements.c
    over = select(c.entry).where(or_(c.ends < ended_before, c.withdrawn_at.is_not(None)))
    return connection.execute(
        delete(_read).where(or_(_read.c.entry.in_(over), _read.c.at < pseudonyms_before))
    ).rowcount


def _valid_on(day: date | None) -> Condition:
    c = _announcements.c
    return None if day is None else and_(c.starts <= day, c.ends >= day, c.withdrawn_at.is_(None))
