"""What nobody looks at is told to the lead, once; what is not done on its day to its owner, once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.model import Cause, OutboxMessage, Question, Signal, SignalState
from bot.ports import Unit
from bot.services import acting, rescuing, resolving, signal_steps
from bot.services.context import Context
from bot.services.resolving import Said
from bot.services.scheduling import LEASE, run_due
from bot.services.signal_messages import message_key
from bot.services.signal_watch import watch, watch_due
from storage import SqlStore
from tests.services.quarter import BRAM, FATIMA, MOMENT, ORGANISATION, message, outbox, refused, signals
from tests.services.told import a_signal

FRIDAY = MOMENT + timedelta(days=3)  #: two working days after Tuesday 09:00, since Thursday is Ascension Day


@pytest.fixture
def told(context: Context, topic: int) -> int:
    return a_signal(context, topic)


def to_leads(context: Context) -> list[str]:
    """Who was told of a signal nobody looked at."""
    with context.store.reading() as data:
        rows = data.outbox_due(MOMENT + timedelta(days=400), MOMENT, 1000)
    return [row.to for row in rows if row.kind == "signal_unseen"]


def tick(context: Context, now: datetime) -> None:
    run_due(context, now, watch_due)


def test_not_seen_for_two_working_days_is_told_to_the_lead_once(context: Context, told: int) -> None:
    tick(context, FRIDAY - timedelta(minutes=1))
    assert to_leads(context) == []
    for hours in range(0, 72, 3):
        tick(context, FRIDAY + timedelta(hours=hours))
    assert to_leads(context) == ["UHANS"]
    assert signals(context)[0].lead_told_at == FRIDAY


def test_who_looked_at_it_keeps_the_lead_out_of_it(context: Context, told: int) -> None:
    signal_steps.advance(context, FATIMA, told, SignalState.SEEN, MOMENT)
    tick(context, FRIDAY + timedelta(days=7))
    assert to_leads(context) == []


def test_the_departments_own_days_count(context: Context, told: int) -> None:
    with context.store.writing() as unit:
        taxes, *others = ORGANISATION.departments
        closed = taxes.but(closed=(date(2026, 5, 13),), opens=datetime.min.time().replace(hour=10))
        unit.save_organisation(ORGANISATION.but(departments=(closed, *others)))
    tick(context, FRIDAY + timedelta(hours=2))
    assert to_leads(context) == [], "Wednesday was free"
    tick(context, datetime(2026, 5, 18, 7, 30, tzinfo=UTC))
    assert to_leads(context) == [], "Monday 09:30: not open yet"
    tick(context, datetime(2026, 5, 18, 8, 0, tzinfo=UTC))
    assert to_leads(context) == ["UHANS"]


def test_sent_on_it_begins_anew(context: Context, told: int) -> None:
    tick(context, FRIDAY)
    signal_steps.not_ours(context, FATIMA, told, "permits", FRIDAY)
    assert signals(context)[0].lead_told_at is None
    tick(context, FRIDAY + timedelta(days=7))
    assert to_leads(context) == ["UHANS", "UINGRID"]


def test_without_a_lead_an_admin_is_told_and_who_has_the_message_is_not(context: Context, told: int) -> None:
    with context.store.writing() as unit:
        taxes, *others = ORGANISATION.departments
        unit.save_organisation(ORGANISATION.but(departments=(taxes.but(lead=None), *others)))
    tick(context, FRIDAY)
    assert to_leads(context) == ["UADMIN"]
    signal_steps.not_ours(context, FATIMA, told, None, FRIDAY)
    with context.store.writing() as unit:
        unit.save_organisation(ORGANISATION.but(admins=("UOWNER",)))
    tick(context, FRIDAY + timedelta(days=11))
    assert to_leads(context) == ["UADMIN"], "it lies with the owner, who has it"
    assert signals(context)[0].lead_told_at is not None, "and so it comes on the agenda"


def owed(context: Context, told: int, due: date) -> int:
    said = Said(Cause.LETTER, "De datum aanpassen", due, owner="permits", no_answer=True)
    named = resolving.resolve(context, FATIMA, told, said, MOMENT).signal.resolution
    assert named is not None and named.action is not None
    return named.action


def test_what_is_not_done_is_asked_again_once_on_the_working_day_after(context: Context, told: int) -> None:
    friday = date(2026, 5, 22)
    action = owed(context, told, friday)
    key = f"action:{action}:late:2026-05-22"
    for at in (datetime(2026, 5, 22, 15, tzinfo=UTC), datetime(2026, 5, 24, 10, tzinfo=UTC)):
        tick(context, at)
    tick(context, datetime(2026, 5, 25, 10, tzinfo=UTC))  # Whit Monday
    assert outbox(context, key) == [None]
    for hour in (5, 6, 7, 8):
        tick(context, datetime(2026, 5, 26, hour, tzinfo=UTC))
    assert (message(context, key).to, message(context, key).revision) == ("C0PERMITS", 1)
    acting.postpone(context, BRAM, action, date(2026, 5, 29), "drukker is dicht", datetime(2026, 5, 26, 9, tzinfo=UTC))
    assert message(context, key).revision == 2, "the reminder says that another day was named"
    tick(context, datetime(2026, 6, 1, 9, tzinfo=UTC))
    assert message(context, f"action:{action}:late:2026-05-29").to == "C0PERMITS"
    acting.confirm(context, BRAM, action, datetime(2026, 6, 2, 9, tzinfo=UTC))
    tick(context, datetime(2026, 6, 9, 9, tzinfo=UTC))
    assert message(context, f"action:{action}:late:2026-05-29").revision == 2


class PulledPlug:
    """A store whose process dies at the end of the n-th writing unit, before it is committed."""

    def __init__(self, store: SqlStore, dies_at: int) -> None:
        self._store, self._left = store, dies_at
        self.reading = store.reading

    @contextmanager
    def writing(self) -> Iterator[Unit]:
        with self._store.writing() as unit:
            yield unit
            self._left -= 1
            if self._left == 0:
                raise KeyboardInterrupt


@pytest.mark.parametrize("dies_at", [1, 2, 3])
def test_a_kill_between_any_two_steps_tells_nobody_twice(
    store: SqlStore, context: Context, told: int, dies_at: int
) -> None:
    dying = Context(
        PulledPlug(store, dies_at),
        context.knowledge,
        context.directory,
        context.secret,
        context.zone,
        "nl",  # type: ignore[arg-type]
    )
    with pytest.raises(KeyboardInterrupt):
        run_due(dying, FRIDAY, watch_due)
    for minutes in (1, 10, 100):
        tick(context, FRIDAY + LEASE + timedelta(minutes=minutes))
    assert to_leads(context) == ["UHANS"]


def test_what_slack_refuses_is_brought_to_somebody_else(context: Context, told: int) -> None:
    action = owed(context, told, date(2026, 5, 22))
    rest = rest_line(context, signals(context)[0])
    for key, instead in ((f"action:{action}", ["UINGRID", "UADMIN"]), (rest, ["UHANS", "UADMIN"])):
        for to in instead:
            refused(context, key)
            assert rescuing.rescue(context, MOMENT) == "1 brought elsewhere"
            assert message(context, key).to == to
        refused(context, key)
        assert rescuing.rescue(context, MOMENT) == "0 brought elsewhere"


def test_what_slack_refuses_at_night_is_brought_elsewhere_in_the_morning(context: Context, told: int) -> None:
    key = f"action:{owed(context, told, date(2026, 5, 22))}"
    refused(context, key)
    rescuing.rescue(context, MOMENT + timedelta(hours=12))
    assert message(context, key).not_before == datetime(2026, 5, 13, 6, 0, tzinfo=UTC), "Wednesday 08:00"


def test_an_answer_somebody_asked_for_is_not_kept_until_morning(context: Context, told: int) -> None:
    night = MOMENT + timedelta(hours=12)
    with context.store.writing() as unit:
        asked = unit.add_question(Question(text="klopt de datum", asked_at=night, asker="USANNE")).id
        key, payload = f"answer:{asked}", {"question": asked, "language": "nl"}
        unit.enqueue(OutboxMessage(key=key, kind="answer", to="C0KANTINE", payload=payload, created_at=night))
    refused(context, key)
    rescuing.rescue(context, night)
    assert (message(context, key).to, message(context, key).not_before) == ("USANNE", None)


def rest_line(context: Context, signal: Signal) -> str:
    """The day's line about what got no message of its own."""
    row = message(context, message_key(signal))
    key = "signals-rest:taxes:2026-05-12"
    with context.store.writing() as unit:
        payload = {"signals": [signal.id], "department": "taxes"}
        unit.enqueue(row.but(id=0, key=key, kind="signals_rest", payload=payload, channel=None, ts=None))
    return key


def test_nothing_to_tell_is_nothing_to_do(context: Context) -> None:
    assert watch_due(context, MOMENT) == () and watch(context, MOMENT) == "0 unseen, 0 overdue"
