"""What people do with a signal: who may, what it becomes, and what is said about it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.errors import BadInput, NotAllowed
from bot.model import EntryState, EscalationState, SignalState, Topic
from bot.services import signal_cards, signal_steps, signalling
from bot.services.context import Context
from bot.services.signal_answers import answer
from bot.services.signal_messages import holder, last_move, message_key, moved_to, moved_why
from bot.services.writing import Draft
from tests.services.quarter import (
    BRAM,
    FATIMA,
    MOMENT,
    ORGANISATION,
    TAXES,
    an_entry,
    came_back,
    check,
    message,
    role,
    signals,
)
from tests.services.told import a_signal, waiting


@pytest.fixture
def told(context: Context, topic: int) -> int:
    """A signal that stands in the channel of Taxes."""
    return a_signal(context, topic)


def test_seen_and_in_progress_each_with_who_and_when_in_the_thread(context: Context, told: int) -> None:
    steps = (SignalState.SEEN, SignalState.IN_PROGRESS)
    for number, state in enumerate(steps, start=1):
        done = signal_steps.advance(context, FATIMA, told, state, MOMENT + timedelta(minutes=number))
        assert done.changed and done.signal.state is state
        line = message(context, f"signal:{told}:h{number}")
        assert (line.thread, line.payload["number"]) == (f"signal:{told}", number)
        event = done.signal.history[number]
        assert (event.what, event.by, event.at) == (state.value, "UFATIMA", MOMENT + timedelta(minutes=number))
    assert message(context, f"signal:{told}").revision == 3


def test_resolved_takes_a_cause(context: Context, told: int) -> None:
    with pytest.raises(BadInput):
        signal_steps.advance(context, FATIMA, told, SignalState.RESOLVED, MOMENT)


def test_pressing_twice_or_at_once_changes_nothing_more(context: Context, told: int) -> None:
    signal_steps.advance(context, FATIMA, told, SignalState.SEEN, MOMENT)
    again = signal_steps.advance(context, role("UJEROEN", TAXES), told, SignalState.SEEN, MOMENT)
    assert not again.changed and again.signal.history[-1].by == "UFATIMA"
    signal_steps.advance(context, FATIMA, told, SignalState.NO_ACTION, MOMENT, "loopt af")
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


def test_what_needs_no_action_is_no_longer_back(context: Context, told: int) -> None:
    came_back(context, told)
    assert signal_steps.advance(context, FATIMA, told, SignalState.SEEN, MOMENT).signal.relapsed
    assert not signal_steps.advance(context, FATIMA, told, SignalState.NO_ACTION, MOMENT, "loopt af").signal.relapsed


def test_later_is_silent_until_then(context: Context, told: int) -> None:
    done = signal_steps.later(context, FATIMA, told, "week", MOMENT)
    assert done.signal.later_until == datetime(2026, 5, 19, 6, 0, tzinfo=MOMENT.tzinfo), "Tuesday, when work begins"
    assert not signalling.open_for(context, ["taxes"])
    assert check(context, MOMENT + timedelta(days=6)) == "nothing new"
    assert check(context, MOMENT + timedelta(days=7)) == "1 back from later"
    assert [s.state for s in signalling.open_for(context, ["taxes"])] == [SignalState.OPEN]


def test_not_ours_goes_to_the_other_departments_channel_and_says_so_where_it_was(context: Context, told: int) -> None:
    done = signal_steps.not_ours(context, FATIMA, told, "permits", MOMENT, "dit gaat over\nbouwen, bel 06 1234 5678")
    assert (done.signal.department, done.signal.state, done.signal.refused) == ("permits", SignalState.OPEN, ("taxes",))
    there = message(context, message_key(done.signal))
    assert (there.key, there.to) == (f"signal:{told}:1", "C0PERMITS")
    assert message(context, f"signal:{told}:1:questions").thread == f"signal:{told}:1"
    assert message(context, f"signal:{told}").revision == 2
    with context.store.reading() as data:
        (topic,) = data.topics([done.signal.topic])
    assert (topic.department, topic.placed) == ("permits", True), "what is asked next goes there too"
    with pytest.raises(NotAllowed):
        signal_steps.advance(context, FATIMA, told, SignalState.SEEN, MOMENT)
    sent = last_move(done.signal)
    assert sent is not None and (sent.by, moved_to(sent)) == ("UFATIMA", "permits")
    assert moved_why(sent) == "dit gaat over\nbouwen, bel [phone]"


def test_where_it_was_before_hears_what_becomes_of_it(context: Context, told: int) -> None:
    signal_steps.not_ours(context, FATIMA, told, "permits", MOMENT)
    before = message(context, f"signal:{told}").revision
    signal_steps.advance(context, BRAM, told, SignalState.SEEN, MOMENT)
    assert message(context, f"signal:{told}").revision == before + 1


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
    assert signal_cards.card(context, told).answer == entry.number
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


def test_an_answer_tells_who_waits_for_the_questions_it_covers_once(context: Context, told: int) -> None:
    covered, other = waiting(context, told, "USANNE", "UJORIS"), waiting(context, told, "UPRIYA")
    draft = Draft("Datum op de aanmaning", "Die klopt niet.")
    answer(context, FATIMA, told, draft, MOMENT, escalations=[covered], origin="view:1")
    answer(context, FATIMA, told, draft, MOMENT, escalations=[covered], origin="view:1")
    with context.store.reading() as data:
        (entry,) = data.entries()
        closed, still = data.escalation(covered), data.escalation(other)
    assert closed is not None and still is not None
    assert (closed.state, closed.entry, closed.told, closed.waiters) == (
        EscalationState.ANSWERED, entry.number, 2, ()
    )  # fmt: skip
    assert still.state is EscalationState.OPEN
    for user in ("USANNE", "UJORIS"):
        assert message(context, f"notice:answered:{covered}:{user}").revision == 1


def test_what_its_topic_became_is_followed(context: Context, told: int) -> None:
    (signal,) = signals(context)
    with context.store.writing() as unit:
        into = unit.add_topic(Topic(title="aanmaningen", department="taxes", created_at=MOMENT)).id
        unit.merge_topics(signal.topic, into)
    asked = waiting(context, told, "USANNE", topic=into)
    answer(context, FATIMA, told, Draft("Datum", "Die klopt niet."), MOMENT, escalations=[asked])
    with context.store.reading() as data:
        topic, closed = data.topic(into), data.escalation(asked)
    assert topic is not None and topic.entry is not None
    assert closed is not None and closed.state is EscalationState.ANSWERED
    assert signal_steps.not_ours(context, FATIMA, told, "permits", MOMENT).changed
    with context.store.reading() as data:
        topic = data.topic(into)
    assert topic is not None and topic.department == "permits"


def test_whoever_owns_the_top_task_may_look_and_a_stranger_may_not(context: Context, told: int) -> None:
    with context.store.reading() as data:
        assert signal_steps.require_seen(data, role("UOWNER"), told).id == told
        with pytest.raises(NotAllowed):
            signal_steps.require_seen(data, role("USANNE"), told)
