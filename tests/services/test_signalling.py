"""Signals: what is told to a department, when, once, and what its people do with it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.errors import BadInput, NotAllowed
from bot.model import Diagnosis, EntryState, Organisation, Outcome, Question, SignalState
from bot.ports import Unit
from bot.services import signal_steps, signalling
from bot.services.context import Context
from bot.services.escalation_answers import Draft
from bot.services.scheduling import LEASE, run_due
from bot.services.due import due
from bot.services.signal_answers import answer
from bot.services.signal_messages import holder, message_key
from storage import SqlStore, open_store
from tests.services.quarter import (
    BRAM,
    FATIMA,
    MOMENT,
    ORGANISATION,
    PERMITS,
    TAXES,
    a_topic,
    ago,
    an_entry,
    asked,
    colleagues,
    context_of,
    delivered,
    message,
    outbox,
    refused,
    role,
    signals,
    tallied,
    weeks_of_calm,
)


@pytest.fixture
def context(store: SqlStore) -> Context:
    return context_of(store)


def check(context: Context, now: datetime = MOMENT, department: str = "taxes") -> str:
    return signalling.check(context, department, now, now)


def burst(context: Context, topic: int, count: int = 9, at: datetime = MOMENT - timedelta(hours=1), start: int = 0) -> None:
    asked(context, topic, colleagues(count, start), at)


@pytest.fixture
def topic(context: Context) -> int:
    """A topic that nine colleagues asked about this morning, and hardly anybody before."""
    topic = a_topic(context)
    weeks_of_calm(context, topic)
    burst(context, topic)
    return topic


# ---------------------------------------------------------------- what is told


def test_a_topic_that_rises_is_told_to_its_department_with_the_evidence(context: Context, topic: int) -> None:
    tallied(context, topic, 23, ago(minutes=30))
    tallied(context, topic, 5, ago(days=9))
    assert check(context) == "1 new"
    (signal,) = signals(context)
    found = signal.evidence
    assert (signal.department, signal.state, found.kind) == ("taxes", SignalState.OPEN, "rising")
    assert (found.people, found.tallied, found.span_days) == (9, 23, 1)
    assert found.usual_per_week < 1
    assert len(found.texts) == 9 and found.texts[0].startswith("klopt de datum")
    assert message(context, f"signal:{signal.id}").to == "C0TAXES"
    questions = message(context, f"signal:{signal.id}:questions")
    assert questions.thread == f"signal:{signal.id}"


def test_what_three_asked_and_nobody_answered_is_told_too(context: Context) -> None:
    asked(context, a_topic(context), colleagues(3), ago(hours=2))
    assert check(context) == "1 new"
    assert signals(context)[0].evidence.kind == "unanswered"


def test_two_colleagues_are_never_a_figure(context: Context) -> None:
    asked(context, a_topic(context), colleagues(2) * 5, ago(hours=2))
    assert check(context) == "nothing new"


def test_what_was_answered_since_is_not_called_unanswered(context: Context) -> None:
    topic = a_topic(context, entry=an_entry(context, created_at=ago(hours=1), checked_at=ago(hours=1)).number)
    asked(context, topic, colleagues(3), ago(hours=2))
    assert check(context) == "nothing new"


def test_an_answer_that_used_to_help_and_no_longer_does_is_out_of_date(context: Context) -> None:
    shown = an_entry(context, helped=20, not_helped=6).number
    topic = a_topic(context, entry=shown)
    weeks_of_calm(context)
    asked(context, topic, colleagues(6), ago(hours=2), outcome=Outcome.NOT_HELPED, entry=shown)
    asked(context, topic, ["p7"], ago(hours=1), outcome=Outcome.HELPED, entry=shown)
    check(context)
    found = signals(context)[0].evidence
    assert (found.entry, found.not_helped, found.reactions) == (shown, 6, 7)
    assert found.diagnosis is Diagnosis.OUTDATED


@pytest.mark.parametrize(
    ("state", "shown", "outcome", "diagnosis"),
    [
        (None, False, Outcome.NO_ANSWER, Diagnosis.NOT_WRITTEN),
        (EntryState.CHECKED, False, Outcome.NO_ANSWER, Diagnosis.NOT_FOUND),
        (EntryState.OUTDATED, False, Outcome.NO_ANSWER, Diagnosis.OUTDATED),
        (EntryState.CHECKED, True, Outcome.NOT_HELPED, Diagnosis.DID_NOT_HELP),
        (EntryState.CHECKED, True, Outcome.HELPED, Diagnosis.HELPED),
        (EntryState.CHECKED, True, None, Diagnosis.UNKNOWN),
    ],
)
def test_what_is_probably_the_matter(
    context: Context, state: EntryState | None, shown: bool, outcome: Outcome | None, diagnosis: Diagnosis
) -> None:
    number = an_entry(context, state=state, checked_at=None).number if state else None
    topic = a_topic(context, entry=number)
    weeks_of_calm(context)
    asked(context, topic, colleagues(9), ago(hours=1), outcome=outcome, entry=number if shown else None)
    check(context)
    assert signals(context)[0].evidence.diagnosis is diagnosis


def test_reactions_of_fewer_than_three_people_are_no_figure(context: Context) -> None:
    shown = an_entry(context).number
    topic = a_topic(context, entry=shown)
    weeks_of_calm(context)
    asked(context, topic, colleagues(7), ago(hours=2), outcome=None, entry=shown)
    asked(context, topic, ["p8", "p9", "p9"], ago(hours=1), outcome=Outcome.NOT_HELPED, entry=shown)
    check(context)
    found = signals(context)[0].evidence
    assert (found.reactions, found.not_helped) == (0, 0)


def test_a_topic_without_a_department_goes_where_most_of_its_questions_were_guessed_to_be(context: Context) -> None:
    topic = a_topic(context, department=None)
    asked(context, topic, colleagues(2), ago(hours=3), department="taxes")
    asked(context, topic, colleagues(3, 2), ago(hours=2), department="permits")
    assert check(context, department="taxes") == "nothing new"
    assert check(context, department="permits") == "1 new"


def test_a_topic_that_is_nobodys_is_told_to_nobody(context: Context) -> None:
    asked(context, a_topic(context, department=None), colleagues(9), ago(hours=2), department=None)
    assert [check(context, department=key) for key in ("taxes", "permits")] == ["nothing new"] * 2


# ---------------------------------------------------------------- once


def test_a_check_that_runs_again_says_nothing_again(context: Context, topic: int) -> None:
    check(context)
    before = outbox(context, "signal:1", "signal:1:questions")
    assert check(context) == "nothing new"
    assert outbox(context, "signal:1", "signal:1:questions") == before
    assert len(signals(context)) == 1


def test_twice_as_many_updates_the_same_message_with_a_note_in_its_thread(context: Context, topic: int) -> None:
    check(context)
    delivered(context)
    later = MOMENT + timedelta(days=3)
    burst(context, topic, 18, later - timedelta(hours=4), start=20)
    assert check(context, later) == "1 doubled"
    (signal,) = signals(context)
    assert signal.evidence.people == 18
    assert message(context, "signal:1").revision == 2
    note = message(context, "signal:1:h1")
    assert (note.thread, signal.history[1].what, signal.history[1].note) == ("signal:1", "doubled", "18")
    assert check(context, later) == "nothing new"


def test_what_was_resolved_and_comes_back_reopens_the_same_message(context: Context, topic: int) -> None:
    check(context)
    delivered(context)
    signal_steps.advance(context, FATIMA, 1, SignalState.RESOLVED, MOMENT + timedelta(hours=1), "brief aangepast")
    later = MOMENT + timedelta(days=21)
    burst(context, topic, 6, later - timedelta(hours=1), start=30)
    assert check(context, later) == "1 relapse"
    (signal,) = signals(context)
    assert (signal.state, signal.relapsed, signal.evidence.people) == (SignalState.OPEN, True, 6)
    assert message(context, "signal:1").ts, "it is the message that was there"
    assert message(context, "signal:1").revision > message(context, "signal:1").sent_revision


def test_no_action_needed_stays_quiet(context: Context, topic: int) -> None:
    check(context)
    signal_steps.advance(context, FATIMA, 1, SignalState.NO_ACTION, MOMENT, "loopt vanzelf af")
    burst(context, topic, 3, MOMENT + timedelta(hours=20), start=20)
    assert check(context, MOMENT + timedelta(days=1)) == "nothing new"
    assert signals(context)[0].reason == "loopt vanzelf af"


def test_two_new_ones_a_day_and_the_rest_in_one_line(context: Context) -> None:
    weeks_of_calm(context)
    for place, count in enumerate((5, 9, 7, 6)):
        burst(context, a_topic(context, f"onderwerp {place}"), count)
    assert check(context) == "2 in the rest, 2 new"
    posted = {s.title: s.posted for s in signals(context)}
    assert posted == {"onderwerp 0": False, "onderwerp 1": True, "onderwerp 2": True, "onderwerp 3": False}
    rest = message(context, "signals-rest:taxes:2026-05-12")
    assert rest.payload["signals"] == [s.id for s in signals(context) if not s.posted]

    burst(context, a_topic(context, "onderwerp 4"), 8, MOMENT + timedelta(hours=4))
    assert check(context, MOMENT + timedelta(hours=5)) == "1 in the rest"
    assert len(message(context, "signals-rest:taxes:2026-05-12").payload["signals"]) == 3


def test_what_stood_in_the_rest_gets_its_own_message_when_it_goes_on_the_next_day(context: Context) -> None:
    weeks_of_calm(context)
    for place, count in enumerate((9, 8, 5)):
        burst(context, a_topic(context, f"onderwerp {place}"), count)
    check(context)
    assert check(context, MOMENT + timedelta(days=1)) == "1 new"
    assert all(s.posted for s in signals(context))
    assert outbox(context, "signals-rest:taxes:2026-05-13") == [None]


def test_somebody_may_ask_for_one_of_the_rest(context: Context) -> None:
    weeks_of_calm(context)
    for place, count in enumerate((9, 8, 5)):
        burst(context, a_topic(context, f"onderwerp {place}"), count)
    check(context)
    (waiting,) = [s for s in signals(context) if not s.posted]
    assert signal_steps.show(context, FATIMA, waiting.id, MOMENT).changed
    assert message(context, f"signal:{waiting.id}").to == "C0TAXES"
    assert not signal_steps.show(context, FATIMA, waiting.id, MOMENT).changed


def test_what_is_found_late_at_night_waits_for_the_morning(context: Context, topic: int) -> None:
    night = MOMENT.replace(hour=21)
    signalling.check(context, "taxes", MOMENT.replace(hour=12), night)
    assert message(context, "signal:1").not_before == MOMENT.replace(hour=6) + timedelta(days=1)
    assert message(context, "signal:1:questions").not_before is not None


def test_where_the_bot_was_thrown_out_the_lead_is_told(context: Context, topic: int) -> None:
    check(context)
    refused(context, "signal:1")
    assert signalling.rescue_undelivered(context, MOMENT) == 1
    assert (message(context, "signal:1").to, message(context, "signal:1:questions").to) == ("UHANS", "UHANS")
    assert signalling.rescue_undelivered(context, MOMENT) == 0
    refused(context, "signal:1")
    signalling.rescue_undelivered(context, MOMENT)
    assert message(context, "signal:1").to == "UADMIN"


def test_a_signal_of_a_department_that_vanished_goes_to_the_one_whose_subject_it_is_now(
    context: Context, topic: int
) -> None:
    check(context)
    with context.store.writing() as unit:
        unit.save_organisation(Organisation(departments=(PERMITS,), admins=("UADMIN",)))
    later = MOMENT + timedelta(days=3)
    asked(context, topic, colleagues(30, 50), later - timedelta(hours=1), department="permits")
    assert "doubled" in check(context, later, "permits")
    assert signals(context)[0].department == "permits"
    assert message(context, "signal:1:1").to == "C0PERMITS"


# ---------------------------------------------------------------- whatever happens in between


class Pulled(Exception):
    """The plug was pulled."""


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
                raise Pulled


def with_store(context: Context, store: object) -> Context:
    return Context(store, context.knowledge, context.directory, context.secret, context.zone, context.language)  # type: ignore[arg-type]


@pytest.mark.parametrize("dies_at", range(1, 16))
def test_a_kill_between_any_two_steps_loses_nothing_and_doubles_nothing(
    store: SqlStore, context: Context, topic: int, dies_at: int
) -> None:
    try:
        run_due(with_store(context, PulledPlug(store, dies_at)), MOMENT, due)
    except Pulled:
        run_due(context, MOMENT + LEASE, due)
    (signal,) = signals(context)
    (main, questions) = outbox(context, "signal:1", "signal:1:questions")
    assert signal.posted and main is not None and questions is not None
    assert (main.revision, questions.revision) == (1, 1)
    with context.store.reading() as data:
        claim = data.claim("signals:taxes", "2026-05-12T09:00")
    assert claim is not None and claim.done_at is not None


def test_many_processes_that_tick_at_once_check_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'kb.db'}"
    stores = [open_store(url, patience=30) for _ in range(4)]
    first = context_of(stores[0])
    topic = a_topic(first)
    weeks_of_calm(first, topic)
    burst(first, topic)
    lines: list[str] = []

    def tick(store: SqlStore) -> None:
        mine = with_store(first, store)
        lines.extend(run_due(mine, MOMENT, due))

    threads = [threading.Thread(target=tick, args=(store,)) for store in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [line for line in lines if line.startswith("signals:taxes")] == ["signals:taxes 2026-05-12T09:00: 1 new"]
    assert len(signals(first)) == 1 and message(first, "signal:1").revision == 1
    for store in stores:
        store.close()


def test_ten_thousand_questions_are_checked_in_a_few_seconds_without_a_storm_of_queries(store: SqlStore) -> None:
    context = context_of(store)
    topics = [a_topic(context, f"onderwerp {n}") for n in range(300)]
    with store.writing() as unit:
        for n in range(10_000):
            at = MOMENT - timedelta(minutes=8 * n)
            unit.add_question(
                Question(text=f"vraag {n}", asked_at=at, pseudonym=f"p{n % 150}", topic=topics[n * 7 % 300], department="taxes")
            )
    burst(context, topics[5], 12)
    counting = CountingReads(store)
    started = time.monotonic()
    assert "new" in signalling.check(with_store(context, counting), "taxes", MOMENT, MOMENT)
    assert time.monotonic() - started < 5
    assert counting.calls["questions"] <= 2 and counting.calls["topics"] == 1 and sum(counting.calls.values()) < 15


class CountingReads:
    """A store that counts what is read from it."""

    def __init__(self, store: SqlStore) -> None:
        self._store = store
        self.writing = store.writing
        self.calls: dict[str, int] = {}

    @contextmanager
    def reading(self) -> Iterator[object]:
        with self._store.reading() as data:
            yield _Counted(data, self.calls)


class _Counted:
    def __init__(self, data: object, calls: dict[str, int]) -> None:
        self._data, self._calls = data, calls

    def __getattr__(self, name: str) -> object:
        self._calls[name] = self._calls.get(name, 0) + 1
        return getattr(self._data, name)


# ---------------------------------------------------------------- what people do with it


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
