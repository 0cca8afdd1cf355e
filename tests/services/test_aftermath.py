"""Did it stop? Counted again two and six weeks after a signal was resolved, said once, whatever happens in between."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.model import Cause, Change, Contact, Organisation, Question, Signal, SignalState, Tally
from bot.services import aftermath
from bot.services.context import Context
from bot.services.due import due
from bot.services.scheduling import LEASE, run_due
from storage import SqlStore
from tests.services.quarter import (
    MOMENT,
    PERMITS,
    a_topic,
    check,
    delivered,
    message,
    outbox,
    resolved,
    signals,
)
from tests.services.test_signals_once import Pulled, PulledPlug, with_store

RESOLVED = MOMENT + timedelta(days=1)  #: Wednesday
TWO, SIX = RESOLVED + timedelta(weeks=2), RESOLVED + timedelta(weeks=6)


def the_signal(context: Context) -> Signal:
    (found,) = signals(context)
    return found


def asks(context: Context, topic: int, count: int, begin: datetime) -> None:
    """So many different colleagues ask from then on, three a day."""
    with context.store.writing() as unit:
        for n in range(count):
            unit.add_question(
                Question(text=f"vraag {n}", asked_at=begin + timedelta(days=n // 3), pseudonym=f"x{n}", topic=topic)
            )


def come(context: Context, topic: int, count: int, begin: datetime, *, days: int = 8, imported: bool = False) -> None:
    """So many customers, spread over some days."""
    with context.store.writing() as unit:
        for n in range(count):
            at = begin + timedelta(days=n % days)
            unit.add_tally(Tally(at=at, contact=Contact.PHONE, topic=topic, imported=imported))


def told_and_resolved(context: Context, topic: int, **more: object) -> None:
    """The signal of nine colleagues, resolved a day later; nine more had asked the week before."""
    asks(context, topic, 9, MOMENT - timedelta(days=7))
    check(context)
    delivered(context)
    resolved(context, 1, RESOLVED, **more)  # type: ignore[arg-type]
    assert the_signal(context).state is SignalState.RESOLVED


def look(context: Context, now: datetime) -> str:
    return aftermath.look(context, "taxes", now)


def test_two_weeks_later_it_is_counted_and_said_under_the_message_once(context: Context, topic: int) -> None:
    told_and_resolved(context, topic)
    asks(context, topic, 1, RESOLVED + timedelta(days=6))
    assert look(context, TWO - timedelta(minutes=1)) == "nothing due"
    revision = message(context, "signal:1").revision
    assert look(context, TWO) == "1 stopped"
    (found,) = the_signal(context).aftermath
    assert (found.weeks, found.asked.before, found.asked.after, found.asked.verdict) == (2, 18, 2, "stopped")
    assert found.customers.verdict == "unknown"
    assert message(context, "signal:1").revision == revision + 1
    number = len(the_signal(context).history) - 1
    line = message(context, f"signal:1:h{number}")
    assert (line.thread, the_signal(context).history[number].what) == ("signal:1", "aftermath")
    assert look(context, TWO) == "nothing due"


def test_six_weeks_later_once_more(context: Context, topic: int) -> None:
    told_and_resolved(context, topic)
    look(context, TWO)
    asks(context, topic, 12, TWO + timedelta(days=1))
    assert look(context, SIX) == "1 less"
    first, second = the_signal(context).aftermath
    assert (first.weeks, second.weeks, second.asked.after) == (2, 6, 12)
    assert look(context, SIX + timedelta(weeks=4)) == "nothing due"


def test_customers_are_counted_apart(context: Context, topic: int) -> None:
    come(context, topic, 46, MOMENT - timedelta(days=8))
    come(context, topic, 8, RESOLVED + timedelta(days=1))
    told_and_resolved(context, topic)
    look(context, TWO)
    found = the_signal(context).aftermath[0].customers
    assert (found.before, found.after, found.verdict) == (46, 8, "less")
    assert (found.before_per_week, found.after_per_week) == (23, 5), "ten working days before, eight since"


def test_customers_who_did_not_stop_though_colleagues_ask_no_more(context: Context, topic: int) -> None:
    come(context, topic, 130, RESOLVED - timedelta(days=14), days=14)
    come(context, topic, 130, RESOLVED, days=14, imported=True)
    told_and_resolved(context, topic)
    look(context, TWO)
    found = the_signal(context).aftermath[0]
    assert (found.asked.verdict, found.customers.verdict) == ("stopped", "same")


def test_when_nobody_tallied_any_more_nothing_is_known_of_customers(context: Context, topic: int) -> None:
    come(context, topic, 46, MOMENT - timedelta(days=8))
    told_and_resolved(context, topic)
    look(context, TWO)
    assert the_signal(context).aftermath[0].customers.verdict == "unknown"


def test_no_tallies_say_something_when_others_are_tallied(context: Context, topic: int) -> None:
    come(context, topic, 46, MOMENT - timedelta(days=8))
    come(context, a_topic(context, "iets anders"), 3, RESOLVED + timedelta(days=1))
    told_and_resolved(context, topic)
    look(context, TWO)
    assert the_signal(context).aftermath[0].customers.verdict == "stopped"


def test_a_topic_that_was_merged_meanwhile_is_followed(context: Context, topic: int) -> None:
    told_and_resolved(context, topic)
    bigger = a_topic(context, "brieven")
    with context.store.writing() as unit:
        unit.merge_topics(topic, bigger)
    asks(context, bigger, 18, RESOLVED + timedelta(days=1))
    look(context, TWO)
    assert _counts(the_signal(context).aftermath[0].asked) == (18, 18)


def test_what_its_owner_confirms_later_is_looked_at_from_then(context: Context, topic: int) -> None:
    confirmed = RESOLVED + timedelta(days=10)
    told_and_resolved(context, topic, cause=Cause.LETTER, confirmed_at=confirmed)
    asks(context, topic, 6, RESOLVED + timedelta(days=3))
    assert look(context, TWO) == "nothing due"
    assert look(context, TWO + timedelta(days=10)) == "1 stopped", "what was asked until it was so is not counted"


def test_a_signal_that_is_back_is_not_looked_at(context: Context, topic: int) -> None:
    told_and_resolved(context, topic)
    with context.store.writing() as unit:
        signal = unit.signal(1)
        assert signal is not None
        unit.save_signal(signal.but(state=SignalState.OPEN, relapsed=True))
    assert look(context, SIX) == "nothing due"


def test_resolved_again_it_is_looked_at_again(context: Context, topic: int) -> None:
    told_and_resolved(context, topic)
    look(context, TWO)
    again = TWO + timedelta(days=5)
    resolved(context, 1, again)
    assert look(context, again + timedelta(weeks=2)) != "nothing due"
    (only,) = the_signal(context).aftermath
    assert only.at == again + timedelta(weeks=2)


def test_what_no_department_has_any_more_is_looked_at_too(context: Context, topic: int) -> None:
    told_and_resolved(context, topic)
    with context.store.writing() as unit:
        unit.save_organisation(Organisation(departments=(PERMITS,), admins=("UADMIN",)))
    assert look(context, TWO) == "nothing due"
    lines = run_due(context, TWO, due)
    assert f"aftermath:* {TWO.date()}: 1 stopped" in lines


def test_after_months_away_it_is_said_once(context: Context, topic: int) -> None:
    told_and_resolved(context, topic)
    assert look(context, RESOLVED + timedelta(weeks=20)) != "nothing due"
    assert [one.weeks for one in the_signal(context).aftermath] == [6]


def test_it_is_due_on_working_days_at_the_first_signal_time(context: Context, topic: int) -> None:
    told_and_resolved(context, topic)
    monday = datetime(2026, 6, 1, 6, 59, tzinfo=TWO.tzinfo)  # 08:59 in Amsterdam
    assert [one.period for one in due(context, monday) if one.job == "aftermath:taxes"] == ["2026-05-29"]
    assert [one.period for one in due(context, monday + timedelta(minutes=1)) if one.job == "aftermath:taxes"] == [
        "2026-06-01"
    ]


@pytest.mark.parametrize("dies_at", range(1, 24, 3))
def test_a_kill_between_any_two_steps_says_it_once(store: SqlStore, context: Context, topic: int, dies_at: int) -> None:
    told_and_resolved(context, topic)
    try:
        run_due(with_store(context, PulledPlug(store, dies_at)), TWO, due)
    except Pulled:
        run_due(context, TWO + LEASE, due)
    found = the_signal(context)
    assert [one.weeks for one in found.aftermath] == [2]
    assert [event.what for event in found.history].count("aftermath") == 1
    number = [event.what for event in found.history].index("aftermath")
    (line,) = outbox(context, f"signal:1:h{number}")
    assert line is not None and line.revision == 1


def _counts(change: Change) -> tuple[int, int]:
    return change.before, change.after
