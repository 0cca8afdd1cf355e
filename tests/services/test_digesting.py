"""Making digests: for whom, from what, once, and frozen."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.domain.digest import Digest
from bot.model import (
    Contact,
    EntryState,
    Escalation,
    Evidence,
    Kind,
    Organisation,
    OutboxState,
    Outcome,
    Signal,
    SignalState,
    Tally,
)
from bot.services import digesting, rescuing
from bot.services.context import Context
from bot.services.due import rescue_of_messages
from storage import SqlStore
from tests.services.quarter import (
    ORGANISATION,
    PERMITS,
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


def make(context: Context, department: str | None = "taxes", now: datetime = MONDAY) -> Digest:
    digesting.make(context, department, MONDAY, "2026-W20", now)
    return digesting.frozen(message(context, f"digest:{department or '*'}:2026-W19"))


def test_the_lead_gets_the_week_of_the_department(context: Context) -> None:
    ours = a_topic(context, "help", entry=an_entry(context, "aanmaning").number)
    theirs = a_topic(context, "kapvergunning", "permits")
    asked(context, ours, colleagues(6), WEDNESDAY, outcome=Outcome.HELPED)
    asked(context, ours, colleagues(4), WEDNESDAY - timedelta(days=7))
    asked(context, theirs, colleagues(9), WEDNESDAY, department="permits")
    found = make(context)
    assert message(context, "digest:taxes:2026-W19").to == "UHANS"
    assert (found.department, found.asked, found.people) == ("Taxes", 6, 6)
    assert [(t.title, t.questions, t.before) for t in found.top] == [("aanmaning", 6, 4)]


def test_the_digest_channel_gets_all_departments_together(context: Context) -> None:
    asked(context, a_topic(context), colleagues(6), WEDNESDAY)
    asked(context, a_topic(context, "kapvergunning", "permits"), colleagues(9), WEDNESDAY, department="permits")
    asked(context, a_topic(context, "van niemand", None), colleagues(4), WEDNESDAY, department=None, text="van niemand")
    found = make(context, None)
    assert message(context, "digest:*:2026-W19").to == "C0DIGEST"
    assert (found.department, found.asked) == (None, 19)
    assert [t.title.startswith("van niemand") for t in found.without_department] == [True]
    assert make(context).without_department == ()


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
    assert (make(context).tallied, make(context, "permits").tallied, make(context, None).tallied) == (1, 1, 2)


def test_what_was_shared_and_what_is_unchecked(context: Context) -> None:
    asked(context, a_topic(context), colleagues(5), WEDNESDAY)
    an_entry(context, kind=Kind.TIP, state=EntryState.UNCHECKED, created_at=WEDNESDAY, author="U1")
    an_entry(context, state=EntryState.OUTDATED)
    an_entry(context, state=EntryState.UNCHECKED, department="permits")
    found = make(context)
    assert (found.tips, found.unchecked, found.outdated) == (1, 1, 1)
    assert make(context, None).unchecked == 2


def test_it_is_made_once_and_says_the_same_later(context: Context) -> None:
    topic = a_topic(context)
    asked(context, topic, colleagues(5), WEDNESDAY)
    first = make(context)
    asked(context, topic, colleagues(5, 10), WEDNESDAY)
    assert digesting.make(context, "taxes", MONDAY, "2026-W20", MONDAY + timedelta(days=2)) == "made already"
    row = message(context, "digest:taxes:2026-W19")
    assert (row.revision, digesting.frozen(row)) == (1, first)


def test_before_anything_was_ever_asked_nobody_is_bothered(context: Context) -> None:
    asked(context, a_topic(context), colleagues(5), MONDAY + timedelta(hours=1))
    assert digesting.make(context, "taxes", MONDAY, "2026-W20", MONDAY + timedelta(days=1)) == "nothing was asked yet"
    assert outbox(context, "digest:taxes:2026-W19") == [None]


def test_without_a_lead_or_a_channel_there_is_nobody_to_send_it_to(store: SqlStore) -> None:
    context = context_of(store, Organisation(departments=(PERMITS.but(lead=None),)))
    asked(context, a_topic(context), colleagues(5), WEDNESDAY)
    for department in ("permits", None, "gone"):
        assert digesting.make(context, department, MONDAY, "2026-W20", MONDAY) == "nobody to send it to"


def test_made_late_on_a_sunday_it_waits_for_working_hours(context: Context) -> None:
    asked(context, a_topic(context), colleagues(5), WEDNESDAY)
    make(context, now=MONDAY + timedelta(days=6))
    assert message(context, "digest:taxes:2026-W19").not_before == MONDAY + timedelta(days=7, hours=-1)


def test_nobodys_name_is_in_it(context: Context) -> None:
    asked(context, a_topic(context), colleagues(5), WEDNESDAY)
    an_entry(context, kind=Kind.TIP, created_at=WEDNESDAY, author="U0SANNE", named=True)
    make(context)
    stored = str(message(context, "digest:taxes:2026-W19").payload)
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
