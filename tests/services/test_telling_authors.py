"""Privately first: an author hears that a tip does not help before any channel does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.model import Kind, OutboxMessage, Outcome
from bot.services.context import Context
from bot.services.due import JOBS, signal_checks
from bot.services.telling_authors import authors_due, message_key, tell
from tests.services.quarter import MOMENT, a_topic, ago, an_entry, asked, colleagues, outbox

WRITTEN = ago(days=60)


def tip(context: Context, **more: object) -> int:
    values: dict[str, object] = {"kind": Kind.TIP, "author": "UJORIS", "created_at": WRITTEN, "updated_at": WRITTEN}
    return an_entry(context, "Aanmaning kwijt", **values | more).number


def told(context: Context, number: int) -> OutboxMessage | None:
    tell(context, MOMENT)
    with context.store.reading() as data:
        entry = data.entry(number)
    assert entry is not None
    (found,) = outbox(context, message_key(entry))
    return found


def react(context: Context, number: int, missed: int, helped: int = 0) -> None:
    topic = a_topic(context)
    asked(context, topic, colleagues(missed), ago(days=2), entry=number, outcome=Outcome.NOT_HELPED)
    asked(context, topic, colleagues(helped, 50), ago(days=2), entry=number, outcome=Outcome.HELPED)


def test_three_colleagues_who_were_not_helped_are_told_to_the_author(context: Context) -> None:
    number = tip(context)
    react(context, number, missed=6, helped=3)
    found = told(context, number)
    assert found is not None and found.to == "UJORIS"
    assert found.payload == {"entry": number, "missed": 6, "base": 9}


def test_a_base_that_would_tell_of_one_person_is_left_out(context: Context) -> None:
    number = tip(context)
    react(context, number, missed=6, helped=1)
    found = told(context, number)
    assert found is not None and found.payload["base"] == 0


def test_two_are_too_few_and_a_tip_that_mostly_helps_is_left_alone(context: Context) -> None:
    few, fine, old = tip(context), tip(context), tip(context, updated_at=ago(days=1))
    react(context, few, missed=2)
    react(context, fine, missed=4, helped=5)
    react(context, old, missed=6)  # before it was edited
    assert [told(context, number) for number in (few, fine, old)] == [None] * 3


def test_nobody_is_told_of_a_mistake_or_of_what_has_no_author(context: Context) -> None:
    for number in (tip(context, kind=Kind.MISTAKE, author=None), tip(context, author=None)):
        react(context, number, missed=6)
        assert told(context, number) is None


def test_it_is_said_once_as_long_as_the_tip_stays_as_it_is(context: Context) -> None:
    number = tip(context)
    react(context, number, missed=6)
    first = told(context, number)
    assert first is not None
    assert told(context, number) == first
    with context.store.writing() as unit:
        entry = unit.entry(number)
        assert entry is not None
        unit.save_entry(entry.but(title="Aanmaning zoek", updated_at=ago(days=1)))
    assert told(context, number) is None, "edited: nobody said anything of it yet"


def test_it_is_looked_at_before_the_signals_are(context: Context) -> None:
    assert JOBS.index(authors_due) < JOBS.index(signal_checks)
    assert [one.period for one in authors_due(context, MOMENT + timedelta(minutes=1))] == ["2026-05-12T09:00"]


def test_a_check_that_comes_late_keeps_quiet_until_work_begins(context: Context) -> None:
    number = tip(context)
    react(context, number, missed=6)
    tell(context, MOMENT + timedelta(hours=12))
    found = told(context, number)
    assert found is not None and found.not_before == datetime(2026, 5, 13, 6, 0, tzinfo=UTC), "Wednesday 08:00"
