"""What is learned beside the phrasings: whose word they stand on, synonyms, pairs of entries that look alike."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, delete, exists, insert, select, update

from bot.model import EntryPair, Synonym, Voice
from storage.index import IndexReads, IndexWrites
from storage.rows import Mapped, equal, met
from storage.tables import EntryPairRow, PhrasingRow, SynonymRow, VoiceRow, table_of

_voices = Mapped(Voice, VoiceRow)
_synonyms = Mapped(Synonym, SynonymRow)
_pairs = Mapped(EntryPair, EntryPairRow)
_phrasing = table_of(PhrasingRow)


class LearningReads(IndexReads):
    def voices(
        self, *, entry: int | None = None, phrasing: int | None = None, question: int | None = None
    ) -> tuple[Voice, ...]:
        c = _voices.c
        of_entry = None if entry is None else c.phrasing.in_(select(_phrasing.c.id).where(_phrasing.c.entry == entry))
        conditions = met(of_entry, equal(c.phrasing, phrasing), equal(c.question, question))
        return self._all(_voices, _voices.select().where(*conditions).order_by(c.id))

    def synonyms(self) -> tuple[Synonym, ...]:
        return self._all(_synonyms, _synonyms.select().order_by(_synonyms.c.id))

    def entry_pairs(self, *, distinct: bool | None = None) -> tuple[EntryPair, ...]:
        c = _pairs.c
        query = (
            _pairs.select().where(*met(equal(c.distinct, distinct))).order_by(c.probability.desc(), c.first, c.second)
        )
        return self._all(_pairs, query)


class LearningWrites(LearningReads, IndexWrites):
    def add_voice(self, voice: Voice) -> Voice:
        c = _voices.c
        there = _voices.select().where(c.phrasing == voice.phrasing, c.question == voice.question)
        return self._first(_voices, there) or self._add(_voices, voice)

    def delete_voice(self, id: int) -> None:
        self._connection.execute(delete(_voices.table).where(_voices.c.id == id))

    def add_synonym(self, synonym: Synonym, at: datetime) -> Synonym:
        self._raise_index()
        return self._add(_synonyms, synonym, created_at=at)

    def delete_synonym(self, id: int) -> None:
        self._connection.execute(delete(_synonyms.table).where(_synonyms.c.id == id))
        self._raise_index()

    def save_entry_pair(self, pair: EntryPair) -> None:
        pair = pair.but(first=min(pair.first, pair.second), second=max(pair.first, pair.second))
        values = _pairs.values(pair)
        changed = update(_pairs.table).where(_is(pair.first, pair.second)).values(values)
        if self._connection.execute(changed).rowcount == 0:
            self._connection.execute(insert(_pairs.table).values(values))

    def delete_entry_pair(self, one: int, other: int) -> None:
        self._connection.execute(delete(_pairs.table).where(_is(one, other)))

    def add_distinct_pair(self, one: int, other: int, at: datetime) -> None:
        known = self._first(_pairs, _pairs.select().where(_is(one, other)))
        pair = known or EntryPair(first=min(one, other), second=max(one, other), at=at)
        self.save_entry_pair(pair.but(distinct=True, at=at))


def forget_voices(connection: Connection, moment: datetime) -> int:
    """Who spoke of questions asked before then: one row stays for each, so that they are still counted once."""
    table, later = _voices.table, _voices.table.alias("later")
    old = and_(table.c.pseudonym.is_not(None), table.c.at < moment)
    again = select(later.c.id).where(
        later.c.phrasing == table.c.phrasing, later.c.pseudonym == table.c.pseudonym, later.c.id > table.c.id
    )
    count = connection.execute(delete(table).where(old, exists(again))).rowcount
    return count + connection.execute(update(table).where(old).values(pseudonym=None)).rowcount


def _is(one: int, other: int) -> ColumnElement[bool]:
    return and_(_pairs.c.first == min(one, other), _pairs.c.second == max(one, other))
