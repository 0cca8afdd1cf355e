"""Making digests: for whom, from what, once, and frozen."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from time import perf_counter

import pytest

from bot.domain.digest_figures import SECTIONS, Digest
from bot.domain.digest_weeks import week
from bot.domain.privacy import week_of
from bot.errors import BadInput, NotAllowed, NotFound
from bot.model import (
    Action,
    Announcement,
    Cause,
    Contact,
    DigestChoice,
    EntryState,
    Escalation,
    EscalationState,
    Evidence,
    Kind,
    Organisation,
    OutboxState,
    Outcome,
    Resolution,
    Shown,
    Signal,
    SignalEvent,
    SignalState,
    Tally,
    TopTask,
)
from bot.services import digest_knowledge, digesting, rescuing
from bot.services.context import Context
from bot.services.due import digests, rescue_of_messages
from bot.services.scheduling import run_due
from storage import SqlStore
from tests.services.quarter import (
    ORGANISATION,
    PERMITS,
    TAXES,
    a_topic,
    an_entry,
    asked,
    colleagues,
    context_of,
    message,
    outbox,
)

MONDAY = datetime(2026, 5, 11, 7, 0, tzinfo=UTC)  #: 09:00 in Amsterdam, week 20: about week 19
WEDNESDAY = datetime(2026, 5, 6, 10, 0, tzinfo=UTC)


def facts(context: Context, scope: str, now: datetime = MONDAY) -> Digest:
    """Of week 19."""
    return digesting.facts_of(context.store, context.zone, scope, week("2026-W19", context.zone), now)


def make(context: Context, department: str | None = "taxes", now: datetime = MONDAY) -> Digest:
    scope = f"department:{department}" if department else "all"
    digesting.make(context, scope, MONDAY, "2026-W20", now)
    return digesting.frozen(context, message(context, f"digest:{department or '*'}:2026-W19"))


def test_the_lead_gets_the_week_of_the_department(context: Context) -> None:
    ours = a_topic(context, "help", entry=an_entry(context, "aanmaning").number)
    theirs = a_topic(context, "kapvergunning", "permits")
    asked(context, ours, colleagues(6), WEDNESDAY, outcome=Outcome.HELPED)
    asked(context, ours, colleagues(4), WEDNESDAY - timedelta(days=7))
    asked(context, theirs, colleagues(9), WEDNESDAY, department="permits")
    found = make(context)
    assert message(context, "digest:taxes:2026-W19").to == "UHANS"
    assert (found.name, found.asked, found.people) == ("Taxes", 6, 6)
    assert [(t.title, t.questions, t.before) for t in found.top] == [("aanmaning", 6, 4)]


def test_the_digest_channel_gets_all_departments_together(context: Context) -> None:
    asked(context, a_topic(context), colleagues(6), WEDNESDAY)
    asked(context, a_topic(context, "kapvergunning", "permits"), colleagues(9), WEDNESDAY, department="permits")
    asked(context, a_topic(context, "van niemand", None), colleagues(4), WEDNESDAY, department=None, text="van niemand")
    found = make(context, None)
    assert message(context, "digest:*:2026-W19").to == "C0DIGEST"
    assert (found.name, found.asked) == (None, 19)
    assert [t.title.startswith("van niemand") for t in found.without_department] == [True]
    assert [t.questions for t in found.top] == [9, 6, 4]
    assert make(context).without_department == ()


def test_a_big_week_tells_apart_how_it_ended_though_single_departments_have_outcomes_of_one_or_two(
    context: Context,
) -> None:
    ends = (Outcome.HELPED, Outcome.NOT_HELPED, Outcome.NO_ANSWER, Outcome.NO_REACTION)
    for key, counts in (("taxes", (40, 9, 2, 12)), ("permits", (20, 2, 7, 8)), (None, (11, 4, 6, 5))):
        start = 0
        for outcome, count in zip(ends, counts, strict=True):
            topic = a_topic(context, f"{key} {outcome}", key)
            asked(context, topic, colleagues(count, start), WEDNESDAY, outcome=outcome, department=key)
            start += count
    everybody, taxes = make(context, None), make(context)
    assert [(figure.outcomes, figure.questions) for figure in everybody.outcomes] == [
        ((Outcome.HELPED,), 71), ((Outcome.NOT_HELPED,), 15), ((Outcome.NO_ANSWER,), 15), ((Outcome.NO_REACTION,), 25),
    ]  # fmt: skip
    assert [figure.outcomes for figure in taxes.outcomes] == [
        (Outcome.HELPED,), (Outcome.NOT_HELPED, Outcome.NO_ANSWER), (Outcome.NO_REACTION,),
    ]  # fmt: skip
    assert everybody.series[-1].helped == 71


def test_a_question_belongs_to_its_topics_department_whatever_was_guessed(context: Context) -> None:
    asked(context, a_topic(context), colleagues(5), WEDNESDAY, department="permits")
    assert make(context).asked == 5
    assert make(context, "permits").asked == 0


def test_what_waits_is_told_with_its_age(context: Context) -> None:
    (question, *_) = asked(context, a_topic(context), colleagues(5), WEDNESDAY)
    evidence = Evidence(
        kind="rising", at=WEDNESDAY, people=5, tallied=0, span_days=1, usual_per_week=0, questions=(), texts=()
    )
    with context.store.writing() as unit:
        for state, department in (
            (SignalState.SEEN, "taxes"),
            (SignalState.LATER, "taxes"),
            (SignalState.OPEN, "permits"),
        ):
            unit.add_signal(
                Signal(
                    topic=1, department=department, title=f"{state}", state=state, evidence=evidence,
                    opened_at=MONDAY - timedelta(days=6), changed_at=WEDNESDAY,
                )
            )  # fmt: skip
        unit.add_escalation(
            Escalation(
                question=question, text="schutting", department="taxes", created_at=WEDNESDAY, moved_at=WEDNESDAY
            )
        )
    assert [(w.kind, w.title, w.since) for w in make(context).waiting] == [
        ("signal", "seen", MONDAY - timedelta(days=6)),
        ("question", "schutting", WEDNESDAY),
    ]
    assert message(context, "digest:taxes:2026-W19:more").thread == "digest:taxes:2026-W19"
    assert len(make(context, None).waiting) == 3


def test_customers_are_counted_apart_by_their_subject(context: Context) -> None:
    topic = a_topic(context)
    entry = an_entry(context, department="permits").number
    asked(context, topic, colleagues(5), WEDNESDAY)
    with context.store.writing() as unit:
        for at, what in ((WEDNESDAY, {"topic": topic}), (WEDNESDAY, {"entry": entry}), (MONDAY, {"topic": topic})):
            unit.add_tally(Tally(at=at, contact=Contact.MAIL, **what))
    with context.store.writing() as unit:
        unit.add_tally(Tally(at=WEDNESDAY, contact=Contact.MAIL, topic=topic, count=3))
        unit.add_tally(Tally(at=WEDNESDAY, contact=Contact.OTHER, topic=topic, count=40, imported=True))
    found, permits, everybody = make(context), make(context, "permits"), make(context, None)
    assert (found.tallied, found.imported) == (4, 40)
    assert (permits.tallied, permits.any_customers) == (0, True)  # one customer is too few to tell of
    assert (everybody.tallied, everybody.imported) == (4, 40)  # nor is that one what two digests leave


def test_what_was_shared_and_what_is_unchecked(context: Context) -> None:
    asked(context, a_topic(context), colleagues(5), WEDNESDAY)
    an_entry(context, kind=Kind.TIP, state=EntryState.UNCHECKED, created_at=WEDNESDAY, author="U1")
    an_entry(context, state=EntryState.OUTDATED)
    an_entry(context, state=EntryState.UNCHECKED, department="permits")
    found = make(context)
    assert (found.tips, found.knowledge.unchecked, found.knowledge.outdated) == (1, 1, 1)
    assert make(context, None).knowledge.unchecked == 2


def test_it_is_made_once_and_says_the_same_later(context: Context) -> None:
    topic = a_topic(context)
    asked(context, topic, colleagues(5), WEDNESDAY)
    first = make(context)
    asked(context, topic, colleagues(5, 10), WEDNESDAY)
    assert digesting.make(context, "department:taxes", MONDAY, "2026-W20", MONDAY + timedelta(days=2)) == "made already"
    row = message(context, "digest:taxes:2026-W19")
    assert (row.revision, digesting.frozen(context, row)) == (1, first)


def test_before_anything_was_ever_asked_nobody_is_bothered(context: Context) -> None:
    asked(context, a_topic(context), colleagues(5), MONDAY + timedelta(hours=1))
    assert (
        digesting.make(context, "department:taxes", MONDAY, "2026-W20", MONDAY + timedelta(days=1))
        == "nothing was asked yet"
    )
    assert outbox(context, "digest:taxes:2026-W19") == [None]


def test_without_a_lead_or_a_channel_there_is_nobody_to_send_it_to(store: SqlStore) -> None:
    context = context_of(store, Organisation(departments=(PERMITS.but(lead=None),)))
    asked(context, a_topic(context), colleagues(5), WEDNESDAY)
    for scope in ("department:permits", "all", "department:gone", "task:pay"):
        assert digesting.make(context, scope, MONDAY, "2026-W20", MONDAY) == "nobody to send it to"


def test_made_late_on_a_sunday_it_waits_for_working_hours(context: Context) -> None:
    asked(context, a_topic(context), colleagues(5), WEDNESDAY)
    make(context, now=MONDAY + timedelta(days=6))
    assert message(context, "digest:taxes:2026-W19").not_before == MONDAY + timedelta(days=7, hours=-1)


def test_nobodys_name_is_in_it(context: Context) -> None:
    asked(context, a_topic(context), colleagues(5), WEDNESDAY)
    an_entry(context, kind=Kind.TIP, created_at=WEDNESDAY, author="U0SANNE", named=True)
    make(context)
    with context.store.reading() as data:
        stored = str([data.written("digest", scope, "2026-W19") for scope in ("department:taxes", "task:pay", "all")])
    assert "U0SANNE" not in stored and "'p1'" not in stored
    assert ORGANISATION.departments[0].lead not in stored


def test_a_digest_that_slack_refuses_is_brought_to_an_admin_once(context: Context) -> None:
    asked(context, a_topic(context), colleagues(6), WEDNESDAY)
    make(context, None)
    with context.store.writing() as unit:
        row = unit.outbox("digest:*:2026-W19")
        assert row is not None
        unit.save_outbox(row.but(state=OutboxState.FAILED, error="not_in_channel"))
    assert [job.job for job in rescue_of_messages(context, MONDAY)] == ["rescue:messages"]
    assert rescuing.rescue(context, MONDAY) == "1 brought elsewhere"
    found = message(context, "digest:*:2026-W19")
    assert (found.to, found.state) == ("UADMIN", OutboxState.PENDING)
    assert rescue_of_messages(context, MONDAY) == ()


def test_how_often_they_could_not_decide_it_themselves_is_counted_from_three_people_up(context: Context) -> None:
    topic = a_topic(context)
    asked(context, topic, colleagues(4), WEDNESDAY, no_mandate=True)
    assert make(context).no_mandate == 4


# ---------------------------------------------------------------- frozen


def test_the_digests_of_a_week_are_frozen_together_and_agree(context: Context) -> None:
    topic = a_topic(context)
    asked(context, topic, colleagues(6), WEDNESDAY, outcome=Outcome.HELPED)
    asked(context, a_topic(context, "kapvergunning", "permits"), colleagues(4), WEDNESDAY, department="permits")
    make(context)
    asked(context, topic, colleagues(5, 10), WEDNESDAY)  # told too late: the week was written
    everybody, permits, task = make(context, None), make(context, "permits"), facts(context, "task:pay")
    assert (everybody.asked, permits.asked, task.asked) == (10, 4, 10)
    assert {everybody.made_at, permits.made_at, task.made_at} == {MONDAY}


def test_what_the_week_before_was_is_what_its_digest_said(context: Context) -> None:
    topic = a_topic(context)
    asked(context, topic, colleagues(6), WEDNESDAY - timedelta(days=7))
    digesting.make(context, "department:taxes", MONDAY - timedelta(days=7), "2026-W19", MONDAY - timedelta(days=7))
    asked(context, topic, colleagues(3, 20), WEDNESDAY - timedelta(days=7))  # imported later
    asked(context, topic, colleagues(5), WEDNESDAY)
    found = make(context)
    assert [figure.before for figure in found.top] == [6]
    assert [(one.week, one.asked) for one in found.series] == [("2026-W18", 6), ("2026-W19", 5)]


def test_the_chart_counts_weeks_that_had_no_digest(context: Context) -> None:
    topic = a_topic(context)
    for weeks, count in ((3, 4), (1, 2), (0, 5)):
        asked(context, topic, colleagues(count), WEDNESDAY - timedelta(weeks=weeks), outcome=Outcome.HELPED)
    assert [(one.week, one.asked, one.helped) for one in make(context).series] == [
        ("2026-W16", 4, 4), ("2026-W17", 0, 0), ("2026-W18", None, None), ("2026-W19", 5, 5),
    ]  # fmt: skip


def test_a_week_that_is_not_over_is_refused_and_so_is_a_department_there_is_not(context: Context) -> None:
    asked(context, a_topic(context), colleagues(6), WEDNESDAY)
    with pytest.raises(BadInput) as early:
        facts(context, "department:taxes", now=MONDAY - timedelta(days=1))
    assert early.value.values == {"week": "2026-W19", "first": "2026-05-11"}
    with pytest.raises(NotFound):
        facts(context, "department:gone")


def test_a_department_that_is_too_small_to_tell_of_is_not_what_two_digests_leave(context: Context) -> None:
    asked(context, a_topic(context), colleagues(6), WEDNESDAY)
    asked(context, a_topic(context, "kapvergunning", "permits"), colleagues(2), WEDNESDAY, department="permits")
    permits, everybody = make(context, "permits"), make(context, None)
    assert (permits.asked, permits.any_asked) == (0, True)
    assert everybody.asked == make(context).asked == 6


# ---------------------------------------------------------------- what is in it


def test_signals_causes_and_actions_are_told(context: Context) -> None:
    asked(context, a_topic(context), colleagues(6), WEDNESDAY)
    evidence = Evidence(
        kind="rising", at=WEDNESDAY, people=5, tallied=0, span_days=1, usual_per_week=0, questions=(), texts=()
    )
    foreseen = an_entry(context, kind=Kind.ANNOUNCEMENT).number
    resolution = Resolution(
        cause=Cause.LETTER, done="nieuwe tekst", since=WEDNESDAY.date(), owner="permits", by="UFATIMA", at=WEDNESDAY
    )
    with context.store.writing() as unit:
        for title, state, opened, more in (
            ("nieuw", SignalState.OPEN, WEDNESDAY, {}),
            ("oud", SignalState.IN_PROGRESS, WEDNESDAY - timedelta(days=20), {"resolution": resolution}),
            ("voorzien", SignalState.NO_ACTION, WEDNESDAY, {"expected": foreseen}),
            ("van nu", SignalState.OPEN, MONDAY, {}),
            (
                "klaar",
                SignalState.RESOLVED,
                WEDNESDAY - timedelta(days=20),
                {"resolution": resolution.but(confirmed_at=WEDNESDAY)},
            ),
        ):
            signal = unit.add_signal(
                Signal(
                    topic=1, department="taxes", title=title, state=state, evidence=evidence, opened_at=opened,
                    changed_at=WEDNESDAY, **more,
                )
            )  # fmt: skip
            if title == "oud":
                unit.add_action(
                    Action(
                        kind="cause", text="tekst van de brief", owner="permits", due=WEDNESDAY.date(),
                        signal=signal.id, cause=Cause.LETTER, created_at=WEDNESDAY,
                    )
                )  # fmt: skip
    found, permits = make(context), make(context, "permits")
    assert [(one.title, one.group) for one in found.signals] == [
        ("nieuw", "new"),
        ("oud", "waiting"),
        ("van nu", "after"),
        ("klaar", "closed"),
    ]
    waiting = {one.title for one in found.waiting if one.kind == "signal"}
    assert waiting == {one.title for one in found.signals if one.group != "closed"}, "the two add up"
    assert found.series[-1].signals == 1, "what came after the week is no new signal of it"
    assert [(one.title, one.cause, one.owner, one.late) for one in found.causes] == [("oud", "letter", "Permits", True)]
    (action,) = permits.waiting
    assert (action.kind, action.action, action.title, action.state) == ("action", "cause", "tekst van de brief", "late")
    assert "UFATIMA" not in str(found.model_dump())


def a_signal(context: Context, **more: object) -> None:
    evidence = Evidence(
        kind="rising", at=WEDNESDAY, people=5, tallied=0, span_days=1, usual_per_week=0, questions=(), texts=()
    )
    usual = {"topic": 1, "department": "taxes", "title": "brief", "evidence": evidence, "changed_at": WEDNESDAY}
    with context.store.writing() as unit:
        unit.add_signal(Signal(**usual | more))  # type: ignore[arg-type]


def test_a_signal_that_is_opened_and_closed_in_one_week_was_new_as_well(context: Context) -> None:
    asked(context, a_topic(context), colleagues(6), WEDNESDAY)
    a_signal(context, opened_at=WEDNESDAY, state=SignalState.NO_ACTION)
    a_signal(context, opened_at=WEDNESDAY - timedelta(days=20), state=SignalState.NO_ACTION)
    found = make(context)
    assert sorted((one.group, one.opened) for one in found.signals) == [("closed", False), ("closed", True)]
    assert found.series[-1].signals == 1


def test_what_came_back_waits_since_it_came_back(context: Context) -> None:
    asked(context, a_topic(context), colleagues(6), WEDNESDAY)
    back = SignalEvent(at=WEDNESDAY, what="relapsed")
    a_signal(context, opened_at=WEDNESDAY - timedelta(days=30), history=(back,))
    assert [one.since for one in make(context).waiting] == [WEDNESDAY]


def test_lessons_come_from_the_weeks_mistakes(context: Context) -> None:
    asked(context, a_topic(context), colleagues(5), WEDNESDAY)
    monday = WEDNESDAY - timedelta(days=2)
    at = monday.replace(hour=0)
    an_entry(context, kind=Kind.MISTAKE, created_at=week_of(at), updated_at=at, next_time="Eerst het formulier")
    assert make(context).lessons == ("Eerst het formulier",)


def test_entries_that_were_not_shown_for_ninety_days_are_counted_once_the_base_is_that_old(context: Context) -> None:
    topic, used = a_topic(context), an_entry(context, "Gebruikt", created_at=MONDAY - timedelta(days=200)).number
    an_entry(context, "Ongebruikt", created_at=MONDAY - timedelta(days=200))
    an_entry(context, "Nieuw", created_at=MONDAY - timedelta(days=20))
    (question, *_) = asked(context, topic, colleagues(5), WEDNESDAY)
    with context.store.writing() as unit:
        row = unit.question(question)
        assert row is not None
        unit.save_question(row.but(shown=(Shown(entry=used, probability=0.9, phrasing="Gebruikt"),)))
    with context.store.reading() as data:
        assert digest_knowledge.unused(data, MONDAY) == ()
    asked(context, topic, colleagues(1), MONDAY - timedelta(days=120))
    assert make(context).knowledge.unused_titles == ("Ongebruikt",)


def test_a_subject_that_one_person_alone_answers_is_counted_without_saying_who(context: Context) -> None:
    alone, checked, two = a_topic(context, "leges"), a_topic(context, "bon"), a_topic(context, "kap")
    for topic in (alone, checked, two):
        asked(context, topic, colleagues(4), WEDNESDAY, text="vraag")
    entry = an_entry(context, "Bon", author="UJEROEN").number  # a department stands for it
    with context.store.writing() as unit:
        row = unit.topic(checked)
        assert row is not None
        unit.save_topic(row.but(entry=entry))
        for topic, by in ((alone, "UFATIMA"), (alone, "UFATIMA"), (two, "UFATIMA"), (two, "UJEROEN")):
            unit.add_escalation(
                Escalation(
                    question=1, topic=topic, text="vraag", department="taxes", state=EscalationState.ANSWERED,
                    created_at=WEDNESDAY, moved_at=WEDNESDAY, answered_by=by, answered_at=WEDNESDAY,
                )
            )  # fmt: skip
    found = make(context)
    assert found.knowledge.alone == 1
    assert "UFATIMA" not in str(found.model_dump()) and make(context, "permits").knowledge.alone == 0


def test_an_announcement_is_told_with_what_it_caused(context: Context) -> None:
    entry = an_entry(context, "Nieuwe aanslag", kind=Kind.ANNOUNCEMENT).number
    asked(context, a_topic(context), colleagues(6), WEDNESDAY, entry=entry)
    asked(context, a_topic(context, "iets anders"), colleagues(4), WEDNESDAY)
    with context.store.writing() as unit:
        unit.save_announcement(
            Announcement(
                entry=entry, department="taxes", starts=WEDNESDAY.date(), ends=MONDAY.date(), created_by="UFATIMA",
                created_at=WEDNESDAY, reads=2,
            )
        )  # fmt: skip
    found = make(context)
    assert [(one.title, one.asked, one.reads) for one in found.announcements] == [("Nieuwe aanslag", 6, 0)]
    assert make(context, "permits").announcements == ()


# ---------------------------------------------------------------- for whom, and when


def test_leads_service_managers_and_the_channel_get_one_and_nobody_the_same_twice(store: SqlStore) -> None:
    organisation = ORGANISATION.but(
        top_tasks=(
            TopTask(key="pay", name="Pay", owner="UHANS", departments=("taxes",)),  # Hans has that one as their lead
            TopTask(key="live", name="Live", owner="UOWNER", departments=("taxes", "permits")),
            TopTask(key="idle", name="Idle", owner="UOWNER"),
        )
    )
    with context_of(store, organisation).store.reading() as data:
        assert [(one.cut.scope, one.to) for one in digesting.receivers(data)] == [
            ("department:taxes", "UHANS"), ("department:permits", "UINGRID"), ("task:live", "UOWNER"),
            ("all", "C0DIGEST"),
        ]  # fmt: skip


def periods(context: Context, now: datetime) -> dict[str, str]:
    return {one.job: one.period for one in digests(context, now)}


def test_a_lead_chooses_another_day(context: Context) -> None:
    digesting.choose(context, "UHANS", DigestChoice(day=2), MONDAY - timedelta(days=1))
    wednesday = MONDAY + timedelta(days=2)
    assert periods(context, MONDAY)["digest:taxes"] == "2026-W18"  # last Wednesday's
    assert periods(context, wednesday)["digest:taxes"] == "2026-W19"
    assert periods(context, MONDAY)["digest:permits"] == "2026-W19"


def test_changing_the_day_never_sends_a_week_twice_nor_an_old_one_after_all(context: Context) -> None:
    topic = a_topic(context)
    for weeks in (0, 1, 2):
        asked(context, topic, colleagues(6), WEDNESDAY - timedelta(weeks=weeks))
    run_due(context, MONDAY, digests)
    for day in (4, 1, 0):
        digesting.choose(context, "UHANS", DigestChoice(day=day), MONDAY + timedelta(days=1))
        assert run_due(context, MONDAY + timedelta(days=1, hours=1), digests) == ()
    rows = outbox(context, *(f"digest:taxes:2026-W{week}" for week in (17, 18, 19)))
    assert [row is not None for row in rows] == [False, False, True]


def test_a_holiday_moves_it_to_the_next_working_day_of_its_department(context: Context) -> None:
    with context.store.writing() as unit:
        unit.save_organisation(ORGANISATION.but(departments=(TAXES.but(closed=(MONDAY.date(),)), PERMITS)))
    assert periods(context, MONDAY)["digest:taxes"] == "2026-W18"
    assert periods(context, MONDAY + timedelta(days=1))["digest:taxes"] == "2026-W19"
    assert periods(context, MONDAY)["digest:permits"] == "2026-W19"


def test_whoever_wants_none_gets_none_until_they_want_one_again(context: Context) -> None:
    asked(context, a_topic(context), colleagues(6), WEDNESDAY)
    digesting.choose(context, "UHANS", DigestChoice(none=True), MONDAY - timedelta(days=1))
    run_due(context, MONDAY, digests)
    assert outbox(context, "digest:taxes:2026-W19") == [None]
    assert make(context, "permits").name == "Permits"
    digesting.choose(context, "UHANS", DigestChoice(), MONDAY + timedelta(days=1))
    run_due(context, MONDAY + timedelta(days=1), digests)
    assert facts(context, "department:taxes").made_at == MONDAY
    assert outbox(context, "digest:taxes:2026-W19") != [None]


def test_only_who_gets_a_digest_may_choose_and_not_nothing_at_all(context: Context) -> None:
    assert digesting.choice_of(context, "UHANS") == (DigestChoice(), False)
    assert digesting.choice_of(context, "UOWNER") == (DigestChoice(), False)
    with pytest.raises(NotAllowed):
        digesting.choice_of(context, "UFATIMA")
    with pytest.raises(NotAllowed):
        digesting.choose(context, "UFATIMA", DigestChoice(day=2), MONDAY)
    with pytest.raises(BadInput):
        digesting.choose(context, "UHANS", DigestChoice(without=SECTIONS), MONDAY)


def test_a_process_that_dies_between_any_two_steps_leaves_one_digest(context: Context) -> None:
    asked(context, a_topic(context), colleagues(6), WEDNESDAY)
    first = facts(context, "department:taxes")  # frozen, and then it died
    asked(context, a_topic(context), colleagues(6, 10), WEDNESDAY)
    assert make(context) == first
    assert make(context, now=MONDAY + timedelta(minutes=6)) == first  # it died before the claim was done
    assert message(context, "digest:taxes:2026-W19").revision == 1


def test_a_week_of_five_thousand_questions_is_made_in_reasonable_time(context: Context) -> None:
    topics = [a_topic(context, f"onderwerp {number}") for number in range(100)]
    for topic in topics:
        asked(context, topic, colleagues(50), WEDNESDAY, outcome=Outcome.HELPED)
    begin = perf_counter()
    found = make(context)
    assert perf_counter() - begin < 20
    assert (found.asked, found.people, len(found.top)) == (5000, 50, 100)
