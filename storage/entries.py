"""Entries and their phrasings."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Text, cast, delete, func, or_, select, update

from bot.errors import NotFound
from bot.model import Entry, EntryState, Kind, Phrasing
from storage.index import IndexReads, IndexWrites, seen_by_index
from storage.rows import Mapped, among, equal, met, not_before, numbered, plain
from storage.tables import (
    EntryPairRow,
    EntryRow,
    EscalationRow,
    PhrasingRow,
    QuestionRow,
    TallyRow,
    TopicRow,
    VoiceRow,
    table_of,
)

_entries = Mapped(Entry, EntryRow)
_phrasings = Mapped(Phrasing, PhrasingRow)
_question, _tally, _topic = table_of(QuestionRow), table_of(TallyRow), table_of(TopicRow)
_escalation, _voice, _pair = table_of(EscalationRow), table_of(VoiceRow), table_of(EntryPairRow)


REJECTED = "-"  #: begins the fingerprint of a rejected phrasing


def fingerprint(phrasing: Phrasing) -> str:
    """The same for texts that differ in case only; short enough for any index."""
    digest = hashlib.sha256(plain(phrasing.text).casefold().encode()).hexdigest()
    return REJECTED + digest if phrasing.source == "rejected" else digest


class EntryReads(IndexReads):
    def entry(self, number: int) -> Entry | None:
        return self._first(_entries, _entries.select().where(_entries.c.number == number))

    def entry_by_origin(self, origin: str) -> Entry | None:
        return self._first(_entries, _entries.select().where(_entries.c.origin == origin))

    def entries(
        self,
        *,
        numbers: Sequence[int] | None = None,
        states: Sequence[EntryState] | None = None,
        kinds: Sequence[Kind] | None = None,
        departments: Sequence[str | None] | None = None,
        author: str | None = None,
        since: datetime | None = None,
        newest_first: bool = False,
        limit: int | None = None,
    ) -> tuple[Entry, ...]:
        c = _entries.c
        conditions = met(
            numbered(c.number, numbers),
            among(c.state, states),
            among(c.kind, kinds),
            among(c.department, departments),
            equal(c.author, author),
            not_before(c.created_at, since),
        )
        order = c.number.desc() if newest_first else c.number
        return self._all(_entries, _entries.select().where(*conditions).order_by(order).limit(limit))

    def phrasings(self, entry: int) -> tuple[Phrasing, ...]:
        c = _phrasings.c
        query = _phrasings.select().where(c.entry == entry, c.source != "rejected")
        return self._all(_phrasings, query.order_by(c.id))

    def rejections(self, entry: int) -> tuple[Phrasing, ...]:
        c = _phrasings.c
        query = _phrasings.select().where(c.entry == entry, c.source == "rejected")
        return self._all(_phrasings, query.order_by(c.id))

    def phrasing(self, id: int) -> Phrasing | None:
        return self._first(_phrasings, _phrasings.select().where(_phrasings.c.id == id))

    def phrasings_without_vector(self, encoder: str, limit: int = 500) -> tuple[Phrasing, ...]:
        c = _phrasings.c
        unseen = or_(c.encoder.is_(None), c.encoder != encoder, c.vector.is_(None))
        return self._all(_phrasings, _phrasings.select().where(unseen).order_by(c.id).limit(limit))


class EntryWrites(EntryReads, IndexWrites):
    def add_entry(self, entry: Entry) -> Entry:
        """An entry that brings a number keeps it (an import into an empty database); 0 gets the next."""
        added = self._add(_entries, entry)
        if entry.number and self._connection.dialect.name == "postgresql":
            self._skip_numbers()
        self._stamp([added.number])
        return added

    def _skip_numbers(self) -> None:
        """PostgreSQL's sequence does not notice numbers that were given; SQLite's AUTOINCREMENT does."""
        sequence = func.pg_get_serial_sequence("entry", "number")
        greatest = select(func.max(_entries.c.number)).scalar_subquery()
        self._connection.execute(select(func.setval(sequence, func.greatest(greatest, func.nextval(sequence)))))

    def save_entry(self, entry: Entry) -> None:
        known = self.entry(entry.number)
        if known is None:
            raise NotFound(kind=_entries.table.name, number=entry.number)
        self._save(_entries, entry)
        if seen_by_index(known) != seen_by_index(entry):
            self._stamp([entry.number])

    def delete_entry(self, number: int) -> None:
        """The foreign keys take its phrasings along and empty the references of the rest."""
        self._connection.execute(delete(_entries.table).where(_entries.c.number == number))
        self._forget_shown(number)
        self._stamp([number])

    def _forget_shown(self, number: int) -> None:
        """What was shown of a deleted entry holds one of its phrasings: that goes too."""
        c = _question.c
        mention = json.dumps({"entry": number})[1:-1] + ","
        query = select(c.id, c.shown).where(cast(c.shown, Text).contains(mention, autoescape=True))
        for id, shown in self._connection.execute(query).all():
            kept = [item for item in shown if item["entry"] != number]
            self._connection.execute(update(_question).where(c.id == id).values(shown=kept))

    def add_phrasing(self, phrasing: Phrasing) -> Phrasing:
        c = _phrasings.c
        print_ = fingerprint(phrasing)
        there = _phrasings.select().where(c.entry == phrasing.entry, c.fingerprint == print_)
        known = self._first(_phrasings, there)
        if known is not None:
            return known
        self._stamp([phrasing.entry])
        return self._add(_phrasings, phrasing, fingerprint=print_)

    def save_phrasing(self, phrasing: Phrasing) -> None:
        self._save(_phrasings, phrasing, fingerprint=fingerprint(phrasing))
        self._stamp([phrasing.entry])

    def delete_phrasing(self, id: int) -> None:
        known = self.phrasing(id)
        if known is not None:
            self._connection.execute(delete(_phrasings.table).where(_phrasings.c.id == id))
            self._stamp([known.entry])

    def move_phrasings(self, entry: int, into: int) -> None:
        """The title of `entry` becomes an ordinary phrasing. A text that both have is kept once, with the voices of
        both; what was rejected for the one and is a phrasing of the other is no longer rejected."""
        c = _phrasings.c
        self._settle_rejections(entry, into)
        self._settle_rejections(into, entry)
        theirs = self._by_fingerprint(into)
        for print_, phrasing in self._by_fingerprint(entry).items():
            if print_ in theirs:
                self._fold(phrasing, theirs[print_])
        mine = update(_phrasings.table).where(c.entry == entry)
        self._connection.execute(mine.where(c.source == "title").values(source="given"))
        self._connection.execute(mine.values(entry=into))
        self._point_on(entry, into)
        self._stamp([entry, into])

    def _point_on(self, entry: int, into: int) -> None:
        """Whatever names `entry` names `into`, but for what would then name itself."""
        names = [_question.c.entry, _tally.c.entry, _topic.c.entry, _escalation.c.entry, _escalation.c.nearest]
        for column in (*names, _entries.c.see, _entries.c.merged_into):
            table = update(column.table)
            self._connection.execute(table.where(column == entry).values({column.name: into}))
        itself = update(_entries.table).where(_entries.c.number == into)
        for name in ("see", "merged_into"):
            self._connection.execute(itself.where(_entries.c[name] == into).values({name: None}))
        self._connection.execute(delete(_pair).where(or_(_pair.c.first == entry, _pair.c.second == entry)))

    def _by_fingerprint(self, entry: int) -> dict[str, Phrasing]:
        return {fingerprint(one): one for one in (*self.phrasings(entry), *self.rejections(entry))}

    def _settle_rejections(self, entry: int, other: int) -> None:
        """What was rejected for `entry` was meant for `other`, with which it becomes one: it is rejected no longer."""
        meant = [REJECTED + fingerprint(one) for one in self.phrasings(other)]
        c = _phrasings.c
        self._connection.execute(delete(_phrasings.table).where(c.entry == entry, c.fingerprint.in_(meant)))

    def _fold(self, phrasing: Phrasing, kept: Phrasing) -> None:
        """The same words twice: the voices of `phrasing` become those of `kept`, which is as heavy as the heavier."""
        c = _voice.c
        spoken = select(c.question).where(c.phrasing == kept.id, c.question.is_not(None))
        theirs = update(_voice).where(c.phrasing == phrasing.id, or_(c.question.is_(None), c.question.not_in(spoken)))
        self._connection.execute(theirs.values(phrasing=kept.id))
        self._connection.execute(delete(_phrasings.table).where(_phrasings.c.id == phrasing.id))
        heavier = max(phrasing, kept, key=lambda one: abs(one.weight))
        source = "given" if kept.source == "learned" and phrasing.source != "learned" else kept.source
        if (heavier.weight, source) != (kept.weight, kept.source):
            self._save(_phrasings, kept.but(weight=heavier.weight, source=source), fingerprint=fingerprint(kept))
