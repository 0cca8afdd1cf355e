"""What people do with a signal: who may, what it becomes, and what is said about it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.errors import BadInput, NotAllowed
from bot.model import EntryState, SignalState
from bot.services import signal_steps, signalling
from bot.services.context import Context
from bot.services.signal_answers import answer
from bot.services.signal_messages import holder, message_key
from bot.services.writing import Draft
from tests.services.quarter import (
    BRAM,
    FATIMA,
    MOMENT,
    ORGANISATION,
    TAXES,
    an_entry,
    check,
    delivered,
    message,
    role,
    signals,
)


@pytest.fixture
def told(context: Context, topic: int) -> int:
    """A signal that stands in the channel of Taxes."""
    check(context)
    delivered(context)
    return signals(context)[0].id


def test_seen_in_progress_resolved_each_with_who_and_when_in_the_thread(context: Context, told: int) -> None:
    steps = (SignalState.SEEN, SignalState.IN_PROGRESS, SignalState.RESOLVED)
    for number, state in enumerate(steps, start=1):
        done = signal_steps.advance(context, FATIMA, told, state, MOMENT + timedelta(minutes=number))
        assert done.changed and done.signal.state is state
        line = message(context, f"signal:{told}:h{number}")
        assert (line.thread, line.payload["number"]) == (f"signal:{told}", number)
        event = done.signal.history[number]
        assert (event.what, event.by, event.at) == (state.value, "UFATIMA", MOMENT + timedelta(minutes=number))
    assert message(context, f"signal:{told}").revision == 4


def test_pressing_twice_or_at_once_changes_nothing_more(context: Context, told: int) -> None:
    signal_steps.advance(context, FATIMA, told, SignalState.SEEN, MOMENT)
    again = signal_steps.advance(context, role("UJEROEN", TAXES), told, SignalState.SEEN, MOMENT)
    assert not again.changed and again.signal.history[-1].by == "UFATIMA"
    signal_steps.advance(context, FATIMA, told, SignalState.RESOLVED, MOMENT)
    assert not signal_steps.advance(context, FATIMA, told, SignalState.IN_PROGRESS, MOMENT).changed
    assert message(context, f"signal:{told}").revision == 3


def test_only_the_department_its_lead_or_an_admin_may(context: Context, told: int) -> None:
    for stranger in (BRAM, role("USANNE")):
        with pytest.raises(NotAllowed):
            signal_steps.advance(context, stranger, told, SignalState.SEEN, MOMENT)
    assert signal_steps.advance(context, role("UADMIN", admin=True), told, SignalState.SEEN, MOMENT).changed


def test_no_action_needed_asks_for_a_reason(context: Context, told: int) -> None:
    with pytest.raises(BadInput):
        signal_steps.advance(context, FATIMA, told, SignalState.NO_ACTION, MOMENT, "  ")
    done = signal_steps.advance(context, FATIMA, told, SignalState.NO_ACTION, MOMENT, "mail jan@voorbeeld.nl: klaar")
    assert done.signal.reason == "mail [e-mail]: klaar"
    assert signal_steps.advance(context, FATIMA, told, SignalState.OPEN, MOMENT).signal.reason == ""


def test_later_is_silent_until_then(context: Context, told: int) -> None:
    done = signal_steps.later(context, FATIMA, told, "week", MOMENT)
    assert done.signal.later_until == datetime(2026, 5, 19, 6, 0, tzinfo=MOMENT.tzinfo), "Tuesday, when work begins"
    assert not signalling.open_for(context, ["taxes"])
    assert check(context, MOMENT + timedelta(days=6)) == "nothing new"
    assert check(context, MOMENT + timedelta(days=7)) == "1 back from later"
    assert [s.state for s in signalling.open_for(context, ["taxes"])] == [SignalState.OPEN]


def test_not_ours_goes_to_the_other_departments_channel_and_says_so_where_it_was(context: Context, told: int) -> None:
    done = signal_steps.not_ours(context, FATIMA, told, "permits", MOMENT)
    assert (done.signal.department, done.signal.state, done.signal.refused) == ("permits", SignalState.OPEN, ("taxes",))
    there = message(context, message_key(done.signal))
    assert (there.key, there.to) == (f"signal:{told}:1", "C0PERMITS")
    assert message(context, f"signal:{told}:1:questions").thread == f"signal:{told}:1"
    assert message(context, f"signal:{told}").revision == 2
    with context.store.reading() as data:
        assert data.topics([done.signal.topic])[0].department == "permits", "what is asked next goes there too"
    with pytest.raises(NotAllowed):
        signal_steps.advance(context, FATIMA, told, SignalState.SEEN, MOMENT)


def test_not_ours_twice_lies_with_the_owner_of_the_top_task(context: Context, told: int) -> None:
    signal_steps.not_ours(context, FATIMA, told, "permits", MOMENT)
    done = signal_steps.not_ours(context, BRAM, told, "taxes", MOMENT)
    assert holder(done.signal) == "UOWNER"
    assert message(context, f"signal:{told}:2").to == "UOWNER"
    assert signalling.open_for(context, ["taxes", "permits"]) == ()
    assert [s.id for s in signalling.open_for(context, [], owner="UOWNER")] == [told]
    back = signal_steps.not_ours(context, role("UOWNER"), told, "taxes", MOMENT)
    assert (back.signal.department, holder(back.signal)) == ("taxes", None)
    assert message(context, f"signal:{told}:3").to == "C0TAXES"
    assert signal_steps.advance(context, FATIMA, told, SignalState.SEEN, MOMENT).changed


def test_without_an_owner_an_admin_decides(context: Context, told: int) -> None:
    with context.store.writing() as unit:
        unit.save_organisation(ORGANISATION.but(top_tasks=()))
    done = signal_steps.not_ours(context, FATIMA, told, None, MOMENT)
    assert holder(done.signal) == "UADMIN"


def test_an_answer_becomes_an_entry_checked_by_the_department(context: Context, told: int) -> None:
    draft = Draft("Datum op de aanmaning", "Die klopt niet; tel er 14 dagen bij. Bel 06 1234 5678.", mandate="uitstel")
    ids = signals(context)[0].evidence.questions
    done = answer(context, FATIMA, told, draft, MOMENT, questions=[*ids[:2], 99_999], origin="view:1")
    with context.store.reading() as data:
        (entry,) = data.entries()
        assert (entry.state, entry.checked_by, entry.department) == (EntryState.CHECKED, "taxes", "taxes")
        assert "[phone]" in entry.body
        assert {p.question for p in data.phrasings(entry.number)} == {None, *ids[:2]}
        topic = data.topic(done.signal.topic)
    assert topic is not None and topic.entry == entry.number
    assert done.signal.state is SignalState.IN_PROGRESS
    assert signal_steps.card(context, told).answer == entry.number
    assert not answer(context, FATIMA, told, draft, MOMENT, origin="view:1").changed, "delivered twice"


def test_an_outdated_answer_is_put_right_in_place(context: Context, told: int) -> None:
    old = an_entry(context, state=EntryState.OUTDATED, note="datum klopt niet").number
    answer(context, FATIMA, told, Draft("Aanmaningsbrief 2026", "Nu goed."), MOMENT, into=old)
    with context.store.reading() as data:
        (entry,) = data.entries()
        titles = [p.text for p in data.phrasings(old)]
    assert (entry.number, entry.state, entry.body, entry.note) == (old, EntryState.CHECKED, "Nu goed.", "")
    assert titles == ["Aanmaningsbrief 2026"]


def test_another_departments_entry_is_not_theirs_to_change(context: Context, told: int) -> None:
    theirs = an_entry(context, department="permits", checked_by="permits").number
    with pytest.raises(NotAllowed) as refusal:
        answer(context, FATIMA, told, Draft("Titel", "Tekst"), MOMENT, into=theirs)
    assert refusal.value.text in ("", "Tekst")
    with pytest.raises(BadInput):
        answer(context, FATIMA, told, Draft("Titel", "!!!"), MOMENT)
