"""Signals of every kind: an answer that does not help, customers who come more, what was foreseen, what is back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.model import (
    Announcement,
    Cause,
    Contact,
    Diagnosis,
    Evidence,
    Kind,
    Outcome,
    Signal,
    SignalEvent,
    SignalState,
    Tally,
)
from bot.services import signal_steps, signalling
from bot.services.context import Context
from bot.services.due import due
from bot.services.scheduling import run_due
from bot.services.signal_candidates import Look
from storage import SqlStore
from tests.services.quarter import (
    FATIMA,
    LATER,
    MOMENT,
    ORGANISATION,
    SUBJECTS,
    TAXES,
    a_topic,
    ago,
    an_entry,
    asked,
    burst,
    check,
    colleagues,
    context_of,
    delivered,
    message,
    outbox,
    resolved,
    signals,
    weeks_of_calm,
)
from tests.services.test_signals_once import CountingReads, with_store


def the_signal(context: Context) -> Signal:
    (found,) = signals(context)
    return found


def customers(context: Context, topic: int, a_day: dict[int, int], *, imported: bool = False) -> None:
    """So many customers so many days ago."""
    with context.store.writing() as unit:
        for days, count in a_day.items():
            unit.add_tally(
                Tally(
                    at=ago(days=days, hours=-3), contact=Contact.PHONE, topic=topic, count=count, imported=imported,
                    text="afvalpas doet het niet" if imported else "",
                )
            )  # fmt: skip


def usual_customers(context: Context) -> None:
    """Six weeks in which some customers are tallied every day, about something else."""
    other = a_topic(context, "iets heel anders")
    customers(context, other, dict.fromkeys(range(1, 42), 4))


# ---------------------------------------------------------------- not helping


def test_an_answer_that_is_shown_and_does_not_help_is_told_across_topics(context: Context) -> None:
    shown = an_entry(context).number
    one, other = a_topic(context, "aanmaning"), a_topic(context, "brief")
    weeks_of_calm(context)
    asked(context, one, colleagues(4), ago(days=6), outcome=Outcome.NOT_HELPED, entry=shown)
    asked(context, other, colleagues(2, 10), ago(days=4), outcome=Outcome.NOT_HELPED, entry=shown)
    asked(context, one, ["p20"], ago(days=3), outcome=Outcome.HELPED, entry=shown)
    assert check(context) == "1 new"
    found = the_signal(context)
    assert (found.topic, found.evidence.kind, found.evidence.diagnosis) == (one, "not_helping", Diagnosis.DID_NOT_HELP)
    assert (found.evidence.entry, found.evidence.not_helped, found.evidence.reactions) == (shown, 6, 7)
    assert check(context, MOMENT + timedelta(hours=5)) == "nothing new"


def test_an_answer_that_was_checked_since_starts_anew(context: Context) -> None:
    shown = an_entry(context, checked_at=ago(hours=1)).number
    asked(context, a_topic(context, entry=shown), colleagues(6), ago(hours=3), outcome=Outcome.NOT_HELPED, entry=shown)
    assert check(context) == "nothing new"


def test_an_answer_nobody_is_shown_any_more_is_not_called_bad(context: Context) -> None:
    shown = an_entry(context, state="outdated").number
    topic = a_topic(context, entry=shown)
    asked(context, topic, colleagues(6), ago(hours=3), outcome=Outcome.NOT_HELPED, entry=shown)
    check(context)
    assert the_signal(context).evidence.kind == "unanswered"


# ---------------------------------------------------------------- unanswered


def test_unlike_questions_in_one_topic_are_not_one_thing_that_stays_unanswered(context: Context) -> None:
    mixed = a_topic(context, "formulieren")
    for person, text in enumerate(SUBJECTS[:3]):
        asked(context, mixed, [f"p{person}"], ago(days=person), text=text)
    assert check(context) == "nothing new"


def test_what_stays_unanswered_is_told_without_the_unlike_questions_of_its_topic(context: Context) -> None:
    mixed = a_topic(context, "paspoort")
    alike = asked(context, mixed, colleagues(3), ago(hours=2), text=SUBJECTS[1])
    asked(context, mixed, ["p9"], ago(hours=1), text=SUBJECTS[3])
    assert check(context) == "1 new"
    found = the_signal(context).evidence
    assert (found.kind, found.people, sorted(found.questions)) == ("unanswered", 3, sorted(alike))


# ---------------------------------------------------------------- customers


def test_customers_who_come_more_are_told_though_nobody_asks(context: Context) -> None:
    usual_customers(context)
    topic = a_topic(context, "afvalpas", entry=an_entry(context, "Afvalpas").number)
    customers(context, topic, {1: 9, 4: 7, 5: 8, 12: 1, 20: 1})
    assert check(context) == "1 new"
    found = the_signal(context)
    assert (found.title, found.evidence.kind) == ("Afvalpas", "contacts")
    assert (found.evidence.people, found.evidence.tallied, found.evidence.contacts) == (0, 24, 0)
    assert found.evidence.usual_contacts_per_week == pytest.approx(0.5, abs=0.1)
    assert found.evidence.diagnosis is Diagnosis.UNKNOWN, "it is written down; whether it is found nobody can tell"
    assert check(context, MOMENT + timedelta(hours=5)) == "nothing new"
    assert message(context, f"signal:{found.id}").revision == 1


def test_contact_records_are_told_apart_with_their_subjects(context: Context) -> None:
    usual_customers(context)
    topic = a_topic(context, "afvalpas")
    customers(context, topic, {1: 9, 4: 7, 5: 8}, imported=True)
    asked(context, topic, colleagues(2), ago(hours=2), outcome=None)
    assert check(context) == "1 new"
    found = the_signal(context).evidence
    assert (found.people, found.tallied, found.contacts) == (0, 0, 24)
    assert found.texts == ("afvalpas doet het niet",), "what one or two colleagues asked is no figure"
    assert found.questions == ()


def test_what_one_or_two_colleagues_asked_is_not_what_more_customers_is_called(context: Context) -> None:
    usual_customers(context)
    topic = a_topic(context, "de vraag van een enkele collega")
    customers(context, topic, {1: 9, 4: 7, 5: 8}, imported=True)
    asked(context, topic, colleagues(2), ago(hours=2), outcome=None)
    check(context)
    assert the_signal(context).title == "afvalpas doet het niet"


def test_customers_who_come_after_colleagues_asked_are_told_in_the_same_message(context: Context, topic: int) -> None:
    usual_customers(context)
    check(context)
    delivered(context)
    customers(context, topic, {-1: 20, -3: 20, -6: 20})
    assert check(context, MOMENT + timedelta(days=7)) == "1 doubled"
    found = the_signal(context)
    assert (found.evidence.kind, found.evidence.tallied, message(context, "signal:1").revision) == ("contacts", 60, 2)


def test_weekly_totals_of_contact_records_are_enough(context: Context) -> None:
    topic, other = a_topic(context, "afvalpas"), a_topic(context, "iets heel anders")
    customers(context, topic, {4: 28, 11: 4, 18: 5, 25: 4}, imported=True)
    customers(context, other, {4: 9, 11: 11, 18: 10, 25: 9}, imported=True)
    assert check(context) == "1 new"
    found = the_signal(context)
    assert (found.topic, found.evidence.kind, found.evidence.contacts) == (topic, "contacts", 28)
    assert check(context, MOMENT + timedelta(hours=5)) == "nothing new"


def test_what_is_tallied_by_hand_does_not_wait_for_the_weekly_totals_of_another_subject(context: Context) -> None:
    usual_customers(context)
    customers(context, a_topic(context, "paspoort"), {6: 9, 13: 11, 20: 10, 27: 9}, imported=True)
    topic = a_topic(context, "afvalpas")
    customers(context, topic, {1: 9, 4: 7, 5: 8})
    assert check(context) == "1 new"
    assert (the_signal(context).topic, the_signal(context).evidence.tallied) == (topic, 24)


def test_one_day_of_tallies_is_no_signal(context: Context) -> None:
    usual_customers(context)
    customers(context, a_topic(context), {1: 60})
    assert check(context) == "nothing new"


def test_a_signal_says_what_is_known_of_customers(context: Context, topic: int) -> None:
    check(context)
    assert the_signal(context).evidence.usual_contacts_per_week is None


def test_nobody_tallied_this_topic_but_others_are_tallied(context: Context, topic: int) -> None:
    customers(context, a_topic(context, "iets anders"), {9: 3})
    check(context)
    found = the_signal(context).evidence
    assert (found.tallied, found.contacts, found.usual_contacts_per_week) == (0, 0, 0)


# ---------------------------------------------------------------- back


def test_what_is_resolved_from_a_later_day_is_no_relapse_until_then(context: Context, topic: int) -> None:
    check(context)
    delivered(context)
    since = (MOMENT + timedelta(days=20)).date()
    resolved(context, 1, MOMENT + timedelta(hours=1), cause=Cause.LETTER, since=since)
    before = MOMENT + timedelta(days=13)
    burst(context, topic, 9, before - timedelta(hours=1), start=20)
    assert check(context, before) == "nothing new", "the letter only changes next week"
    after = MOMENT + timedelta(days=22)
    burst(context, topic, 9, after - timedelta(hours=1), start=40)
    assert check(context, after) == "1 relapse"
    found = the_signal(context)
    assert (found.state, found.relapsed, found.evidence.people) == (SignalState.OPEN, True, 9)
    assert found.resolution is not None, "what was done last time"
    assert check(context, after) == "nothing new"


def test_resolved_and_again_unanswered_is_a_relapse_too(context: Context, topic: int) -> None:
    check(context)
    resolved(context, 1, MOMENT + timedelta(hours=1))
    for days, person in ((10, "p31"), (12, "p32"), (13, "p33")):
        asked(context, topic, [person], MOMENT + timedelta(days=days), outcome=Outcome.NO_ANSWER)
    assert check(context, MOMENT + timedelta(days=13, hours=1)) == "1 relapse"
    assert the_signal(context).evidence.kind == "unanswered"


def test_those_who_asked_before_it_was_resolved_make_no_relapse(context: Context, topic: int) -> None:
    check(context)
    resolved(context, 1, MOMENT + timedelta(hours=1))
    burst(context, topic, 2, MOMENT + timedelta(hours=3), start=30)
    next_day, later = MOMENT + timedelta(days=1), MOMENT + timedelta(days=3)
    burst(context, topic, 3, next_day - timedelta(hours=1), start=40)
    assert check(context, next_day) == "nothing new", "who had not heard yet"
    burst(context, topic, 4, later - timedelta(hours=1), start=50)
    assert check(context, later) == "1 relapse"


def test_no_action_needed_comes_back_only_when_it_doubles_and_keeps_its_reason(context: Context, topic: int) -> None:
    check(context)
    delivered(context)
    signal_steps.advance(context, FATIMA, 1, SignalState.NO_ACTION, MOMENT, "loopt vanzelf af")
    much_later = MOMENT + timedelta(days=35)
    burst(context, topic, 12, much_later - timedelta(hours=1), start=20)
    assert check(context, much_later) == "nothing new", "twelve are not twice nine, however long ago that was"
    burst(context, topic, 6, much_later - timedelta(minutes=20), start=40)
    assert check(context, much_later) == "1 doubled"
    found = the_signal(context)
    assert (found.state, found.reason, found.relapsed) == (SignalState.OPEN, "loopt vanzelf af", False)


def test_later_comes_back_when_its_time_is_over_or_when_it_doubles(context: Context, topic: int) -> None:
    check(context)
    signal_steps.later(context, FATIMA, 1, "two_weeks", MOMENT)
    burst(context, topic, 8, LATER - timedelta(hours=2), start=20)
    assert check(context, LATER) == "nothing new"
    burst(context, topic, 12, LATER - timedelta(hours=1), start=30)
    assert check(context, LATER) == "1 doubled"
    assert the_signal(context).state is SignalState.OPEN


def test_a_burst_that_goes_on_is_not_told_every_day(context: Context, topic: int) -> None:
    check(context)
    for day in (1, 2, 3):
        burst(context, topic, 20, MOMENT + timedelta(days=day, hours=-1), start=20 * day)
        assert check(context, MOMENT + timedelta(days=day)) == "nothing new"


def test_what_stays_unanswered_of_a_burst_that_was_told_is_no_second_signal(context: Context, topic: int) -> None:
    check(context)
    other = a_topic(context, "dezelfde brief")
    text = "klopt de datum op de nieuwe aanmaning wel"
    asked(context, other, colleagues(4, 30), LATER - timedelta(hours=1), outcome=Outcome.NO_ANSWER, text=text)
    assert check(context, LATER) == "nothing new"
    assert len(signals(context)) == 1


def test_those_who_were_told_of_do_not_double_it(context: Context, topic: int) -> None:
    check(context)
    asked(context, topic, colleagues(9) * 2, LATER - timedelta(hours=1))
    burst(context, topic, 10, LATER - timedelta(hours=2), start=20)
    assert check(context, LATER) == "nothing new"


# ---------------------------------------------------------------- the same


def test_a_topic_that_took_in_another_ones_signal_does_not_begin_a_second(context: Context, topic: int) -> None:
    check(context)
    bigger = a_topic(context, "aanmaning")
    with context.store.writing() as unit:
        unit.merge_topics(topic, bigger)
    burst(context, bigger, 3, MOMENT + timedelta(hours=3), start=20)
    assert check(context, MOMENT + timedelta(hours=5)) == "nothing new"
    burst(context, bigger, 20, LATER - timedelta(hours=1), start=30)
    assert check(context, LATER) == "1 doubled"
    assert the_signal(context).topic == topic, "a signal keeps its topic's number"


def test_questions_that_were_told_of_make_no_second_signal_under_another_topic(context: Context, topic: int) -> None:
    check(context)
    other = a_topic(context, "datum op de brief")
    told = the_signal(context).evidence.questions
    with context.store.writing() as unit:
        unit.move_questions(told[:6], other, pinned=False)
    assert check(context, MOMENT + timedelta(hours=5)) == "nothing new"
    assert len(signals(context)) == 1


@pytest.mark.parametrize("department", ["taxes", "permits"])
def test_a_rise_in_two_topics_is_one_signal_on_the_topic_most_are_in(context: Context, department: str) -> None:
    fewer, more = a_topic(context, "datum op de brief", department), a_topic(context)
    weeks_of_calm(context)
    asked(context, fewer, colleagues(4), ago(hours=2), outcome=None, department=department)
    asked(context, more, colleagues(6, 10), ago(hours=1), outcome=None)
    assert check(context) == "1 new"
    assert check(context, department="permits") == "nothing new"
    found = the_signal(context)
    assert (found.topic, found.evidence.people) == (more, 10)


@pytest.mark.parametrize("department", ["taxes", "permits"])
def test_one_burst_that_is_found_in_two_topics_is_one_signal(context: Context, department: str) -> None:
    fewer, more = a_topic(context, "datum op de brief", department), a_topic(context)
    weeks_of_calm(context)
    asked(context, fewer, colleagues(4), ago(hours=2), outcome=Outcome.NO_ANSWER, department=department)
    asked(context, more, colleagues(6, 10), ago(hours=1), outcome=Outcome.NO_ANSWER)
    assert check(context) == "1 new"
    assert check(context, department="permits") == "nothing new", "the four without an answer were told of"
    assert (the_signal(context).topic, the_signal(context).evidence.kind) == (more, "rising")


def test_a_burst_that_goes_on_under_another_topic_is_the_same(context: Context, topic: int) -> None:
    check(context)
    other = a_topic(context, "datum op de brief")
    asked(context, other, colleagues(6, 20), LATER - timedelta(hours=1), outcome=None)
    assert check(context, LATER) == "nothing new"
    assert len(signals(context)) == 1


def test_a_burst_in_unlike_words_under_another_topic_is_another(context: Context, topic: int) -> None:
    check(context)
    other = a_topic(context, "zwembad")
    asked(context, other, colleagues(6, 20), LATER - timedelta(hours=1), outcome=None, text=SUBJECTS[3])
    assert check(context, LATER) == "1 new"
    assert sorted(s.topic for s in signals(context)) == sorted([topic, other])


def test_what_another_department_once_resolved_is_new_to_the_one_whose_subject_it_is_now(
    context: Context, topic: int
) -> None:
    check(context)
    resolved(context, 1, MOMENT + timedelta(hours=1))
    with context.store.writing() as unit:
        moved = unit.topic(topic)
        assert moved is not None
        unit.save_topic(moved.but(department="permits"))
    soon, later = MOMENT + timedelta(days=3), MOMENT + timedelta(days=34)
    burst(context, topic, 9, soon - timedelta(hours=1), start=20)
    assert check(context, soon, "permits") == "nothing new", "it may still be the same"
    burst(context, topic, 9, later - timedelta(hours=1), start=40)
    assert check(context, later, "permits") == "1 new"
    assert [(s.department, s.state) for s in signals(context)] == [
        ("taxes", SignalState.RESOLVED),
        ("permits", SignalState.OPEN),
    ]


def test_what_was_later_and_goes_on_is_told_once_when_it_wakes(context: Context, topic: int) -> None:
    check(context)
    woken = MOMENT + timedelta(days=1, hours=1)
    signal_steps.later(context, FATIMA, 1, "tomorrow", MOMENT)
    burst(context, topic, 2, woken - timedelta(hours=1), start=30)
    assert check(context, woken) == "1 back from later"


# ---------------------------------------------------------------- foreseen


def announced(context: Context, ends: int = 20) -> int:
    entry = an_entry(context, "4.000 brieven over parkeren", kind=Kind.ANNOUNCEMENT).number
    day = MOMENT.date()
    with context.store.writing() as unit:
        unit.save_announcement(
            Announcement(
                entry=entry, department="taxes", starts=day - timedelta(days=2), ends=day + timedelta(days=ends),
                created_by="UFATIMA", created_at=ago(days=5),
            )
        )  # fmt: skip
    return entry


def test_what_an_announcement_foresaw_is_labelled_and_does_not_alarm(context: Context) -> None:
    entry = announced(context)
    topic = a_topic(context, entry=entry)
    weeks_of_calm(context)
    asked(context, topic, colleagues(9), ago(hours=1), outcome=Outcome.HELPED, entry=entry)
    assert check(context) == "1 expected"
    found = the_signal(context)
    assert (found.expected, found.posted, found.state) == (entry, False, SignalState.NO_ACTION)
    assert found.evidence.diagnosis is Diagnosis.EXPECTED
    assert outbox(context, "signal:1", "signals-rest:taxes:2026-05-12") == [None, None]
    assert signalling.open_for(context, ["taxes"]) == ()
    asked(context, topic, colleagues(14, 20), ago(minutes=10), outcome=None, entry=entry)
    assert check(context, MOMENT + timedelta(hours=5)) == "nothing new"
    assert the_signal(context).evidence.people == 23, "counted on, for the announcement's list and the digest"


def test_what_the_announcement_does_not_answer_is_a_signal_like_any_other(context: Context) -> None:
    entry = announced(context)
    topic = a_topic(context, entry=entry)
    weeks_of_calm(context)
    asked(context, topic, colleagues(9), ago(hours=1), outcome=Outcome.HELPED, entry=entry)
    check(context)
    later = MOMENT + timedelta(days=3)
    asked(context, topic, colleagues(12, 20), later - timedelta(hours=1), outcome=Outcome.NOT_HELPED, entry=entry)
    assert check(context, later) == "1 new"
    found = the_signal(context)
    assert (found.state, found.expected, found.posted) == (SignalState.OPEN, None, True)
    assert [event.what for event in found.history] == ["expected", "unexpected", "posted"]
    assert message(context, "signal:1").to == TAXES.channel


def test_an_announcement_that_is_over_foresees_nothing(context: Context) -> None:
    entry = announced(context, ends=-1)
    topic = a_topic(context, entry=entry)
    weeks_of_calm(context)
    asked(context, topic, colleagues(9), ago(hours=1), outcome=Outcome.HELPED, entry=entry)
    assert check(context) == "1 new"


def test_a_foreseen_burst_does_not_wake_an_old_signal(context: Context) -> None:
    entry = announced(context, ends=60)
    topic = a_topic(context, entry=entry)
    old = Signal(
        topic=topic, department="taxes", title="oud", state=SignalState.RESOLVED, posted=True, opened_at=ago(days=50),
        changed_at=ago(days=40), history=(SignalEvent(at=ago(days=50), what="posted"),),
        evidence=Evidence(
            kind="rising", at=ago(days=50), people=5, tallied=0, span_days=2, usual_per_week=1, questions=(), texts=()
        ),
    )  # fmt: skip
    with context.store.writing() as unit:
        unit.add_signal(old)
    weeks_of_calm(context)
    asked(context, topic, colleagues(9), ago(hours=1), outcome=Outcome.HELPED, entry=entry)
    assert check(context) == "1 expected"
    assert [s.state for s in signals(context)] == [SignalState.RESOLVED, SignalState.NO_ACTION]


# ---------------------------------------------------------------- one pass


def test_all_departments_that_are_checked_at_a_moment_share_one_look(store: SqlStore) -> None:
    context = context_of(store)
    weeks_of_calm(context)
    burst(context, a_topic(context), 9)
    burst(context, a_topic(context, "kapvergunning", "permits"), 9, start=20, text=SUBJECTS[4])
    counting = CountingReads(store)
    look = Look()
    for department in ("taxes", "permits"):
        assert signalling.check(with_store(context, counting), department, MOMENT, look) == "1 new"
    assert counting.calls["active_people"] == 1


def test_a_tick_checks_every_department_once(store: SqlStore) -> None:
    context = context_of(store)
    weeks_of_calm(context)
    burst(context, a_topic(context), 9)
    burst(context, a_topic(context, "kapvergunning", "permits"), 9, start=20, text=SUBJECTS[4])
    burst(context, a_topic(context, "van wie is dit", None), 1, start=40, text="van wie is dit")
    lines = [line for line in run_due(context, MOMENT, due) if line.startswith("signals:")]
    assert sorted(lines) == [
        "signals:* 2026-05-12T09:00: nothing new",
        "signals:permits 2026-05-12T09:00: 1 new",
        "signals:taxes 2026-05-12T09:00: 1 new",
    ]
    assert not [line for line in run_due(context, MOMENT + timedelta(minutes=1), due) if line.startswith("signals:")]


def test_a_department_with_its_own_week_is_compared_with_its_own_days(store: SqlStore) -> None:
    whole_week = TAXES.but(working_days=tuple(range(7)), country="DE")
    context = context_of(store, ORGANISATION.but(departments=(whole_week, *ORGANISATION.departments[1:])))
    topic = a_topic(context)
    weeks_of_calm(context)
    for days in range(3, 30):
        asked(context, topic, [f"w{days}"], ago(days=days), outcome=Outcome.HELPED)
    burst(context, topic, 9)
    check(context)
    assert the_signal(context).evidence.usual_per_week == pytest.approx(7, abs=0.8)


def test_how_many_messages_a_day_is_the_departments_own_choice(store: SqlStore) -> None:
    context = context_of(store, ORGANISATION.but(departments=(TAXES.but(signals_a_day=1),)))
    weeks_of_calm(context)
    for place in range(3):
        burst(context, a_topic(context, f"onderwerp {place}"), 9, text=SUBJECTS[place])
    assert check(context) == "2 in the rest, 1 new"
