"""Signals: what is told to a department, when, once, and what its people do with it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.model import Diagnosis, EntryState, Organisation, Outcome, SignalState
from bot.services import signal_steps, signalling
from bot.services.context import Context
from bot.services.signal_seen import NOBODY
from tests.services.quarter import (
    FATIMA,
    LATER,
    MOMENT,
    PERMITS,
    SUBJECTS,
    a_topic,
    ago,
    an_entry,
    asked,
    burst,
    check,
    colleagues,
    delivered,
    message,
    outbox,
    refused,
    resolved,
    role,
    signals,
    tallied,
    weeks_of_calm,
)

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


def test_a_topic_that_is_nobodys_goes_to_whoever_can_say_whose_it_is(context: Context) -> None:
    topic = a_topic(context, department=None)
    asked(context, topic, colleagues(9), ago(hours=2), department=None)
    assert [check(context, department=key) for key in ("taxes", "permits")] == ["nothing new"] * 2
    assert check(context, department=NOBODY) == "1 new"
    assert message(context, "signal:1:1").to == "UOWNER"
    assert check(context, department=NOBODY) == "nothing new"

    signal_steps.not_ours(context, role("UOWNER"), 1, "permits", MOMENT)
    assert message(context, "signal:1:2").to == "C0PERMITS"
    with context.store.reading() as data:
        chosen = data.topic(topic)
    assert chosen is not None and chosen.department == "permits", "its next questions go there"


def test_it_is_called_what_its_entry_is_called_else_by_its_most_typical_question(context: Context) -> None:
    weeks_of_calm(context)
    burst(context, a_topic(context, "help", entry=an_entry(context, "Uitstel van betaling").number), 6)
    other = a_topic(context, "hoi even een vraagje")
    for place, text in enumerate(("mag hond los in park", "hond los in het park mag dat", "bon voor hond los in park")):
        burst(context, other, 3, start=3 * place, text=text)
    check(context)
    titles = {s.topic: s.title for s in signals(context)}
    assert titles[other].startswith("mag hond los in park")
    assert set(titles.values()) - {titles[other]} == {"Uitstel van betaling"}


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
    later = LATER
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
    resolved(context, 1, MOMENT + timedelta(hours=1))
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
        topic = a_topic(context, entry=an_entry(context, f"onderwerp {place}").number)
        burst(context, topic, count, text=SUBJECTS[place])
    assert check(context) == "2 in the rest, 2 new"
    posted = {s.title: s.posted for s in signals(context)}
    assert posted == {"onderwerp 0": False, "onderwerp 1": True, "onderwerp 2": True, "onderwerp 3": False}
    rest = message(context, "signals-rest:taxes:2026-05-12")
    assert rest.payload["signals"] == [s.id for s in signals(context) if not s.posted]

    burst(context, a_topic(context, "onderwerp 4"), 8, MOMENT + timedelta(hours=4), text=SUBJECTS[4])
    assert check(context, MOMENT + timedelta(hours=5)) == "1 in the rest"
    assert len(message(context, "signals-rest:taxes:2026-05-12").payload["signals"]) == 3


def test_what_stood_in_the_rest_gets_its_own_message_when_it_goes_on_the_next_day(context: Context) -> None:
    weeks_of_calm(context)
    for place, count in enumerate((9, 8, 5)):
        burst(context, a_topic(context, f"onderwerp {place}"), count, text=SUBJECTS[place])
    check(context)
    assert check(context, MOMENT + timedelta(days=1)) == "1 new"
    assert all(s.posted for s in signals(context))
    assert outbox(context, "signals-rest:taxes:2026-05-13") == [None]


def test_somebody_may_ask_for_one_of_the_rest(context: Context) -> None:
    weeks_of_calm(context)
    for place, count in enumerate((9, 8, 5)):
        burst(context, a_topic(context, f"onderwerp {place}"), count, text=SUBJECTS[place])
    check(context)
    (waiting,) = [s for s in signals(context) if not s.posted]
    assert signal_steps.show(context, FATIMA, waiting.id, MOMENT).changed
    assert message(context, f"signal:{waiting.id}").to == "C0TAXES"
    assert not signal_steps.show(context, FATIMA, waiting.id, MOMENT).changed


def test_what_is_found_late_at_night_waits_for_the_morning(context: Context, topic: int) -> None:
    night = MOMENT.replace(hour=21)
    signalling.check(context, "taxes", night)
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


def test_at_night_the_lead_is_told_in_the_morning(context: Context, topic: int) -> None:
    check(context)
    refused(context, "signal:1")
    signalling.rescue_undelivered(context, MOMENT + timedelta(hours=12))
    rows = (message(context, "signal:1"), message(context, "signal:1:questions"))
    assert [row.not_before for row in rows] == [MOMENT + timedelta(hours=23)] * 2, "Wednesday 08:00"


def test_a_signal_of_a_department_that_vanished_goes_to_the_one_whose_subject_it_is_now(
    context: Context, topic: int
) -> None:
    check(context)
    with context.store.writing() as unit:
        unit.save_organisation(Organisation(departments=(PERMITS,), admins=("UADMIN",)))
    later = LATER
    asked(context, topic, colleagues(30, 50), later - timedelta(hours=1), department="permits")
    assert "doubled" in check(context, later, "permits")
    assert signals(context)[0].department == "permits"
    assert message(context, "signal:1:1").to == "C0PERMITS"
