"""Announcements, who read them, and what was written about a period, on every database."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from bot.model import Expected, Written
from storage import SqlStore
from tests.storage.making import NOW, announcement, entry, signal, topic

PARKING = Expected(question="Wanneer moet ik betalen?", answer="Voor 1 juli.")


def test_an_announcement_comes_back_as_it_was_and_is_replaced_whole_but_for_its_reads(any_store: SqlStore) -> None:
    with any_store.writing() as unit:
        unit.add_entry(entry())
        said = announcement(1, customers=4000, expected=(PARKING,), audience="bewoners")
        unit.save_announcement(said)
        assert unit.read_announcement(1, "p", NOW)
        unit.save_announcement(said.but(ends=date(2026, 7, 1), withdrawn_at=NOW, followed=(1, 3)))
    with any_store.reading() as data:
        assert data.announcement(1) == said.but(ends=date(2026, 7, 1), withdrawn_at=NOW, followed=(1, 3), reads=1)
        assert data.announcement(2) is None


def test_announcements_meet_every_condition_that_is_given(any_store: SqlStore) -> None:
    with any_store.writing() as unit:
        for _ in range(3):
            unit.add_entry(entry())
        june, may = announcement(1), announcement(2, starts=date(2026, 5, 1), ends=date(2026, 6, 1), department="ict")
        taken_back = announcement(3, withdrawn_at=NOW)
        for said in (june, may, taken_back):
            unit.save_announcement(said)
        assert unit.announcements() == (may, june, taken_back)
        assert unit.announcements(departments=["ict"]) == (may,)
        assert unit.announcements(valid_on=date(2026, 5, 31)) == (may,)
        assert unit.announcements(valid_on=date(2026, 6, 1)) == (may, june)
        assert unit.announcements(valid_on=date(2026, 6, 30)) == (june,)
        assert unit.announcements(valid_on=date(2026, 7, 1)) == ()
        assert unit.announcements(since=date(2026, 6, 2)) == (june, taken_back)


def test_read_counts_once_a_person(any_store: SqlStore) -> None:
    with any_store.writing() as unit:
        unit.add_entry(entry())
        unit.save_announcement(announcement(1))
        assert [unit.read_announcement(1, person, NOW) for person in ("p", "q", "p")] == [True, True, False]
        said = unit.announcement(1)
        assert said is not None and said.reads == 2


def test_an_announcement_that_is_gone_is_read_by_nobody(any_store: SqlStore) -> None:
    with any_store.writing() as unit:
        assert not unit.read_announcement(1, "p", NOW)


def test_an_announcement_goes_with_its_entry_and_a_signal_it_foresaw_stays(any_store: SqlStore) -> None:
    with any_store.writing() as unit:
        unit.add_entry(entry())
        unit.save_announcement(announcement(1))
        unit.read_announcement(1, "p", NOW)
        foreseen = unit.add_signal(signal(unit.add_topic(topic()).id, expected=1))
    with any_store.writing() as unit:
        unit.delete_entry(1)
        assert unit.announcement(1) is None
        assert unit.signal(foreseen.id) == foreseen.but(expected=None)


def test_an_announcement_stays_with_its_number_when_its_entry_is_merged(any_store: SqlStore) -> None:
    with any_store.writing() as unit:
        unit.add_entry(entry())
        unit.add_entry(entry())
        unit.save_announcement(announcement(1))
        unit.move_phrasings(1, 2)
        assert unit.announcement(1) is not None
        assert unit.announcement(2) is None


def test_an_announcement_needs_its_entry(any_store: SqlStore) -> None:
    with pytest.raises(IntegrityError), any_store.writing() as unit:
        unit.save_announcement(announcement(1))


def written(period: str, **facts: Any) -> Written:
    return Written(kind="digest", scope="department:ict", period=period, facts=facts, at=NOW)


def test_what_was_written_first_stays(any_store: SqlStore) -> None:
    first = written("2026-W19", asked=4, titles=["één"], chart={"b": [1.5, None], "a": True})
    with any_store.writing() as unit:
        assert unit.keep_written(first) == first
        assert unit.keep_written(written("2026-W19", asked=5)) == first
    with any_store.reading() as data:
        assert data.written("digest", "department:ict", "2026-W19") == first
        assert list(data.writtens("digest", "department:ict")[0].facts) == ["asked", "titles", "chart"]


def test_what_is_kept_is_told_as_it_will_be_read_later(any_store: SqlStore) -> None:
    with any_store.writing() as unit:
        kept = unit.keep_written(written("2026-W19", pair=(1, 2)))
        assert kept.facts == {"pair": [1, 2]}
        assert kept == unit.written("digest", "department:ict", "2026-W19")


def test_what_was_written_of_a_scope_comes_newest_first(any_store: SqlStore) -> None:
    with any_store.writing() as unit:
        for period in ("2026-W19", "2026-W21", "2026-W20"):
            unit.keep_written(written(period))
        unit.keep_written(written("2026-W22").but(scope="all"))
        unit.keep_written(written("2026-05").but(kind="agenda"))
        found = unit.writtens("digest", "department:ict", limit=2)
        assert [one.period for one in found] == ["2026-W21", "2026-W20"]
        assert unit.written("digest", "department:ict", "2026-W22") is None
