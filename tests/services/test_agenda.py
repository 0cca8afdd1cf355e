"""The agenda of a service meeting: written once, the same for ever; posted once; and what the meeting agrees."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from bot.domain.agenda import Owner
from bot.errors import BadFields, BadInput, NotAllowed, NotFound
from bot.model import (
    Action,
    ActionState,
    Aftermath,
    Cause,
    Change,
    Contact,
    Organisation,
    Resolution,
    Signal,
    SignalEvent,
    SignalState,
    Tally,
)
from bot.services import acting, agenda, due, rescuing
from bot.services.agenda import Said
from bot.services.context import Context
from bot.services.people import Role
from bot.services.scheduling import run_due
from storage import SqlStore
from tests.services.quarter import (
    BRAM,
    FATIMA,
    MOMENT,
    ORGANISATION,
    ZONE,
    a_topic,
    ago,
    an_entry,
    asked,
    colleagues,
    context_of,
    message,
    outbox,
    refused,
    tallied,
)
from tests.storage import making

FIRST = datetime(2026, 5, 1, 9, tzinfo=ZONE)  #: the first working day of May
APRIL = datetime(2026, 4, 15, 9, tzinfo=ZONE)
OWNER = Role("UOWNER", "nl", False, (), (), False)
SANNE = Role("USANNE", "nl", False, (), (), False)


@pytest.fixture
def context(store: SqlStore) -> Context:
    return context_of(store)


def read(context: Context, month: str = "2026-05", now: datetime = FIRST) -> agenda.Agenda:
    return agenda.written(context.store, context.zone, "pay", month, now)


def busy(context: Context, title: str = "nieuwe aanmaningsbrief", count: int = 9, department: str = "taxes") -> int:
    topic = a_topic(context, title, department)
    asked(context, topic, colleagues(count), APRIL, department=department)
    return topic


def signal(context: Context, **more: object) -> Signal:
    with context.store.writing() as unit:
        topic = unit.add_topic(making.topic())
        usual = {"department": "taxes", "title": "aanmaning", "opened_at": APRIL, "changed_at": APRIL}
        return unit.add_signal(making.signal(topic.id, **usual | more))


def action(context: Context, **more: object) -> Action:
    with context.store.writing() as unit:
        return unit.add_action(making.action(**more))


def cause(owner: str = "permits", what: Cause = Cause.LETTER, **more: object) -> Resolution:
    usual = {
        "cause": what,
        "done": "De brief",
        "since": date(2026, 4, 28),
        "owner": owner,
        "by": "UFATIMA",
        "at": APRIL,
    }
    return Resolution(**usual | more)  # type: ignore[arg-type]


# ---------------------------------------------------------------- what customers came for


def test_it_counts_last_month_of_the_departments_of_the_top_task(context: Context) -> None:
    topic = busy(context)
    tallied(context, topic, 4, APRIL)
    busy(context, "schutting", 3, "permits")
    late = a_topic(context, "mei")
    asked(context, late, colleagues(5), FIRST, department="taxes")
    found = read(context)
    assert [(one.department, one.asked, one.customers) for one in found.figures.came] == [
        ("Taxes", 9, 4),
        ("Permits", 3, 0),
    ]
    assert (found.begin, found.last) == (date(2026, 4, 1), date(2026, 4, 30))
    assert found.departments == ("Taxes", "Permits") and found.figures.known


def test_questions_of_other_departments_are_not_on_it(store: SqlStore) -> None:
    only_permits = tuple(task.but(departments=("permits",)) for task in ORGANISATION.top_tasks)
    context = context_of(store, ORGANISATION.but(top_tasks=only_permits))
    busy(context)
    assert read(context).figures.came == ()


def test_imported_customers_count_by_their_channel(store: SqlStore) -> None:
    context = context_of(store, ORGANISATION.but(effort={"phone": 8, "mail": 12}))
    topic = a_topic(context, "aanmaning")
    asked(context, topic, colleagues(3), datetime(2026, 3, 20, 9, tzinfo=ZONE), text="aanmaning")
    with context.store.writing() as unit:
        unit.add_tally(Tally(at=APRIL, contact=Contact.MAIL, count=40, imported=True, topic=topic))
        unit.add_tally(Tally(at=APRIL, contact=Contact.PHONE, count=5, topic=topic))
    (found,) = read(context).figures.came
    assert (found.customers, found.imported, found.minutes) == (45, 40, 40 * 12 + 5 * 8)


def test_customers_about_what_one_colleague_asked_are_counted_without_that_colleagues_words(context: Context) -> None:
    topic = a_topic(context, "mijn buurman mag dit niet")
    asked(context, topic, colleagues(2), APRIL, text="mijn buurman mag dit niet")
    tallied(context, topic, 4, APRIL)
    found = read(context)
    assert found.figures.came == ()
    assert found.figures.rest is not None and found.figures.rest.customers == 4
    assert "buurman" not in str(found.model_dump())


def test_it_is_called_by_its_entry_its_given_name_or_the_subject_of_contact_records(context: Context) -> None:
    answered = a_topic(context, "vraag een", entry=an_entry(context, "Kwijtschelding").number)
    named, recorded = a_topic(context, "Schutting"), a_topic(context, "vraag drie")
    with context.store.writing() as unit:
        row = unit.topic(named)
        assert row is not None
        unit.save_topic(row.but(named=True))
        unit.add_tally(Tally(at=APRIL, contact=Contact.MAIL, count=9, imported=True, topic=recorded, text="Parkeren"))
    for topic in (answered, named, recorded):
        asked(context, topic, colleagues(1), APRIL, text="vraag van een collega")
        tallied(context, topic, 4, APRIL)
    assert {row.title for row in read(context).figures.came} == {"Kwijtschelding", "Schutting", "Parkeren"}


def test_without_tallies_customers_are_unknown(context: Context) -> None:
    topic = busy(context)
    assert not read(context).figures.known
    tallied(context, topic, 1, datetime(2026, 3, 20, 9, tzinfo=ZONE))
    with context.store.reading() as data:
        task = data.organisation().top_tasks[0]
        again = agenda.agenda_of(data, context.zone, task, agenda.month_before("2026-05", context.zone), FIRST)
    assert again.figures.known, "they were counted shortly before: none in April is none"


# ---------------------------------------------------------------- how things stand


def test_signals_and_causes_that_are_open_are_listed_the_latest_first(context: Context) -> None:
    signal(context, title="open", lead_told_at=APRIL)
    waits = signal(context, title="wacht", state=SignalState.IN_PROGRESS, resolution=cause())
    signal(context, title="elders", department="")
    signal(context, title="opgelost", state=SignalState.RESOLVED, resolution=cause(confirmed_at=APRIL))
    found = read(context).standings.points
    assert [(p.title, p.standing, p.late, p.lead_told) for p in found] == [
        ("wacht", "waits", 3, False),
        ("open", "open", 0, True),
    ]
    assert (found[0].cause, found[0].owner, found[0].due) == (
        Cause.LETTER, Owner(id="permits", name="Permits"), date(2026, 4, 28),
    )  # fmt: skip
    assert waits.department == "taxes"


def change(verdict: str) -> Change:
    return Change.model_validate(
        {
            "before": 9, "after": 9, "before_per_week": 4, "after_per_week": 4,
            "ratio": 1.0, "low": 0.6, "high": 1.6, "verdict": verdict,
        }
    )  # fmt: skip


@pytest.mark.parametrize(
    ("colleagues", "customers", "standing"),
    [("same", "stopped", "goes_on"), ("same", "same", "goes_on"), ("stopped", "same", "customers_go_on")],
)
def test_what_was_resolved_and_goes_on_says_whether_colleagues_or_customers_do(
    context: Context, colleagues: str, customers: str, standing: str
) -> None:
    measured = Aftermath(weeks=2, at=FIRST, asked=change(colleagues), customers=change(customers))
    named = cause(confirmed_at=APRIL)
    signal(context, title="x", state=SignalState.RESOLVED, resolution=named, aftermath=(measured,))
    assert [point.standing for point in read(context).standings.points] == [standing]


def test_what_is_back_waits_since_it_came_back(context: Context) -> None:
    back = SignalEvent(at=FIRST - timedelta(days=2), what="relapsed", note="6")
    signal(context, relapsed=True, history=(back,))
    (found,) = read(context).standings.points
    assert (found.standing, found.since) == ("back", back.at.date())


def test_a_cause_that_its_departments_own_for_another_is_listed(store: SqlStore) -> None:
    only_permits = tuple(task.but(departments=("permits",)) for task in ORGANISATION.top_tasks)
    context = context_of(store, ORGANISATION.but(top_tasks=only_permits))
    theirs = signal(context, state=SignalState.IN_PROGRESS, resolution=cause())
    action(context, signal=theirs.id, owner="permits", text="Pas de brief aan", due=date(2026, 4, 28))
    (found,) = read(context).standings.points
    assert (found.title, found.standing, found.late) == ("Pas de brief aan", "action", 3)


def test_what_an_owner_declined_is_decided_by_the_service_manager(context: Context) -> None:
    refused = action(context, owner="permits", state=ActionState.DECLINED, note="Niet onze brief")
    event = SignalEvent(at=APRIL, what="declined", by="UBRAM", note=f"{refused.id}\nNiet onze brief")
    signal(context, state=SignalState.IN_PROGRESS, history=(event,))
    (found,) = read(context).standings.decisions
    assert (found.kind, found.who, found.by, found.why) == (
        "declined",
        Owner(id="UOWNER"),
        "Permits",
        "Niet onze brief",
    )


def test_what_two_departments_refused_is_decided_by_whom_it_lies_with(context: Context) -> None:
    event = SignalEvent(at=APRIL, what="handed", by="UBRAM", note="UOWNER")
    signal(context, refused=("taxes", "permits"), history=(event,))
    (found,) = read(context).standings.decisions
    assert (found.kind, found.who, found.by) == ("refused", Owner(id="UOWNER"), "Taxes, Permits")


def test_a_subject_of_nobody_is_decided_by_the_service_manager(context: Context) -> None:
    event = SignalEvent(at=APRIL, what="handed", note="UOWNER")
    signal(context, department="", history=(event,))
    (found,) = read(context).standings.decisions
    assert (found.kind, found.who) == ("homeless", Owner(id="UOWNER"))


def test_a_mandate_is_decided_by_the_owner_of_the_cause(context: Context) -> None:
    mandate = cause("taxes", Cause.MANDATE, done="Uitstel tot 3 maanden", confirmed_at=APRIL)
    signal(context, state=SignalState.RESOLVED, resolution=mandate)
    long_ago = cause("taxes", Cause.MANDATE, at=ago(days=90), confirmed_at=ago(days=90))
    signal(context, state=SignalState.RESOLVED, resolution=long_ago, title="lang geleden")
    topic = a_topic(context, "uitstel")
    asked(context, topic, colleagues(3), APRIL, no_mandate=True)
    found = read(context)
    assert [(d.kind, d.who, d.why) for d in found.standings.decisions] == [
        ("mandate", Owner(id="taxes", name="Taxes"), "Uitstel tot 3 maanden")
    ]
    assert [(u.questions, u.department) for u in found.undecided] == [(3, Owner(id="taxes", name="Taxes"))]


def test_what_was_agreed_last_time_comes_back_with_what_came_of_it(context: Context) -> None:
    def agreed(text: str, month: str, **more: object) -> None:
        usual = {"kind": "agreement", "top_task": "pay", "month": month, "text": text, "signal": None, "cause": None}
        action(context, **usual | {"due": date(2026, 4, 20)} | more)

    agreed("oud en klaar", "2026-03", state=ActionState.DONE)
    agreed("oud en open", "2026-03")
    agreed("klaar", "2026-04", state=ActionState.DONE, note="Sinds de 12e", owner="UHANS")
    agreed("ingetrokken", "2026-04", state=ActionState.DECLINED)
    agreed("nu", "2026-05")
    agreed("van een ander", "2026-04", top_task="move")
    found = read(context).standings.agreed
    assert [(one.text, one.state, one.late, one.note) for one in found] == [
        ("oud en open", ActionState.OPEN, 11, ""),
        ("klaar", ActionState.DONE, 0, "Sinds de 12e"),
    ]
    assert found[1].owner == Owner(id="UHANS")


# ---------------------------------------------------------------- once


def test_it_is_the_same_whenever_it_is_read_again(context: Context) -> None:
    busy(context)
    signal(context)
    first = read(context)
    busy(context, "nog iets", 30)
    signal(context, title="later")
    assert read(context, now=FIRST + timedelta(days=20)) == first


def test_an_agenda_with_nothing_on_it_is_not_kept(context: Context) -> None:
    assert read(context).empty
    busy(context)
    assert not read(context).empty


@pytest.mark.parametrize("month", ["2026-06", "2026-13", "mei", "2026-5", "1999-01"])
def test_there_is_no_agenda_of_what_is_no_month_or_still_to_come(context: Context, month: str) -> None:
    with pytest.raises(BadInput):
        read(context, month)
    with pytest.raises(NotFound):
        agenda.written(context.store, context.zone, "nothing", "2026-05", FIRST)


def test_it_is_posted_once_on_the_first_working_day(context: Context) -> None:
    busy(context)
    before, after = FIRST - timedelta(minutes=1), FIRST + timedelta(minutes=1)
    assert [one.period for one in agenda.due(context, before)] == ["2026-04"]
    (job,) = agenda.due(context, after)
    assert (job.job, job.period) == ("agenda:pay", "2026-05")
    assert job.run(context, after) == "1 topics, 0 open"
    assert job.run(context, after) == "posted already"
    posted = message(context, "agenda:pay:2026-05")
    assert (posted.to, posted.not_before, posted.revision) == ("UOWNER", None, 1)


def test_it_goes_to_the_channel_of_the_top_task_and_waits_for_working_hours(store: SqlStore) -> None:
    tasks = tuple(task.but(channel="C0PAY") for task in ORGANISATION.top_tasks)
    context = context_of(store, ORGANISATION.but(top_tasks=tasks))
    busy(context)
    sunday = datetime(2026, 5, 3, 12, tzinfo=ZONE)
    (job,) = agenda.due(context, sunday)
    job.run(context, sunday)
    posted = message(context, "agenda:pay:2026-05")
    assert posted.to == "C0PAY"
    assert posted.not_before == datetime(2026, 5, 4, 8, tzinfo=ZONE)


def test_with_nothing_to_discuss_or_nobody_to_tell_nothing_is_posted(store: SqlStore) -> None:
    context = context_of(store)
    (job,) = agenda.due(context, FIRST)
    assert job.run(context, FIRST) == "nothing to discuss"
    assert outbox(context, "agenda:pay:2026-05") == [None]
    without = tuple(task.but(owner=None) for task in ORGANISATION.top_tasks)
    assert agenda.due(context_of(store, Organisation(top_tasks=without)), FIRST) == ()


def test_when_slack_refuses_it_the_owner_of_the_top_task_gets_it_and_then_an_admin(store: SqlStore) -> None:
    tasks = tuple(task.but(channel="C0PAY") for task in ORGANISATION.top_tasks)
    context, key = context_of(store, ORGANISATION.but(top_tasks=tasks)), "agenda:pay:2026-05"
    busy(context)
    (job,) = agenda.due(context, FIRST)
    job.run(context, FIRST)
    for to in ("UOWNER", "UADMIN"):
        refused(context, key)
        assert rescuing.rescue(context, FIRST) == "1 brought elsewhere"
        assert message(context, key).to == to
    refused(context, key)
    assert rescuing.rescue(context, FIRST) == "0 brought elsewhere"


def test_it_is_one_of_the_jobs_that_are_due(context: Context) -> None:
    busy(context)
    lines = run_due(context, FIRST, due.due)
    assert "agenda:pay 2026-05: 1 topics, 0 open" in lines


# ---------------------------------------------------------------- opening it, and agreeing


def test_whoever_is_at_the_meeting_opens_it_as_things_stand_now(context: Context) -> None:
    busy(context)
    read(context)
    signal(context, title="pas gemeld")
    admin = Role("UADMIN", "nl", False, (), (), True)
    for role in (OWNER, FATIMA, BRAM, admin):
        shown = agenda.opened(context, role, "pay", MOMENT)
        assert [p.title for p in shown.agenda.standings.points] == ["pas gemeld"]
        assert [task.key for task in agenda.tasks_for(context, role)] == ["pay"]
    assert agenda.tasks_for(context, SANNE) == ()
    with pytest.raises(NotAllowed):
        agenda.opened(context, SANNE, "pay", MOMENT)


SAID = Said("De webtekst gaat op de schop", "permits", "2026-05-29")


def test_what_is_agreed_goes_to_its_owner_and_into_the_message_and_stays_one(context: Context) -> None:
    busy(context)
    run_due(context, FIRST, due.due)
    agreed = agenda.agree(context, OWNER, "pay", "2026-05", SAID, MOMENT)
    assert agenda.agree(context, OWNER, "pay", "2026-05", SAID, MOMENT + timedelta(minutes=2)) == agreed
    assert (agreed.kind, agreed.top_task, agreed.month, agreed.owner) == ("agreement", "pay", "2026-05", "permits")
    assert message(context, f"action:{agreed.id}").to == "C0PERMITS"
    assert message(context, "agenda:pay:2026-05").revision == 2
    shown = agenda.posted(context, "pay", "2026-05")
    assert [card.action.id for card in shown.agreements] == [agreed.id]
    assert shown.agenda == read(context), "its facts stay what they were"


def test_an_owner_who_declines_an_agreement_is_heard_by_whoever_wrote_it_down_and_at_the_agenda(
    context: Context,
) -> None:
    busy(context)
    run_due(context, FIRST, due.due)
    agreed = agenda.agree(context, OWNER, "pay", "2026-05", SAID, MOMENT)
    before = message(context, "agenda:pay:2026-05").revision
    acting.decline(context, BRAM, agreed.id, "De brief is van Belastingen", MOMENT)
    told = message(context, f"action:{agreed.id}:declined")
    assert (told.to, told.kind) == ("UOWNER", "action")
    assert message(context, "agenda:pay:2026-05").revision == before + 1
    assert [card.action.note for card in agenda.posted(context, "pay", "2026-05").agreements] == [
        "De brief is van Belastingen"
    ]


def test_who_declines_their_own_agreement_needs_no_message_about_it(context: Context) -> None:
    agreed = agenda.agree(context, OWNER, "pay", "2026-05", Said("Doen", "UOWNER", "2026-05-29"), MOMENT)
    acting.decline(context, OWNER, agreed.id, "Toch niet", MOMENT)
    assert outbox(context, f"action:{agreed.id}:declined") == [None]


def test_customer_data_in_an_agreement_is_masked(context: Context) -> None:
    said = Said("Bel mevrouw De Wit op 06 12345678 terug", "UHANS", "2026-05-29")
    agreed = agenda.agree(context, OWNER, "pay", "2026-05", said, MOMENT)
    assert "12345678" not in agreed.text
    assert message(context, f"action:{agreed.id}").to == "UHANS"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (Said("...", "permits", "2026-05-29"), "text"),
        (Said("x" * 3001, "permits", "2026-05-29"), "text"),
        (Said("Doen", "", "2026-05-29"), "owner"),
        (Said("Doen", "nothing", "2026-05-29"), "owner"),
        (Said("Doen", "permits", "2026-05-11"), "due"),
        (Said("Doen", "permits", ""), "due"),
    ],
)
def test_what_is_missing_is_said_at_its_field(context: Context, wrong: Said, field: str) -> None:
    with pytest.raises(BadInput) as refused:
        agenda.agree(context, OWNER, "pay", "2026-05", wrong, MOMENT)
    assert refused.value.values["field"] == field
    with context.store.reading() as data:
        assert data.actions() == ()


def test_all_that_is_missing_is_said_at_once(context: Context) -> None:
    with pytest.raises(BadFields) as refused:
        agenda.agree(context, OWNER, "pay", "2026-05", Said("…", "", "2026-05-11"), MOMENT)
    assert [one.values["field"] for one in refused.value.problems] == ["text", "owner", "due"]


def test_only_who_is_at_the_meeting_agrees(context: Context) -> None:
    with pytest.raises(NotAllowed) as refused:
        agenda.agree(context, SANNE, "pay", "2026-05", SAID, MOMENT)
    assert refused.value.text == SAID.text, "what was typed goes back"
    with pytest.raises(BadInput):
        agenda.agree(context, OWNER, "pay", "2026-06", SAID, MOMENT)
