"""Questions for the specialists: who may do what, where it goes, who hears of it, and what is left behind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.errors import BadInput, NotAllowed, NotFound
from bot.model import (
    Department,
    Entry,
    EntryState,
    Escalation,
    EscalationState,
    Kind,
    Organisation,
    OutboxMessage,
    OutboxState,
    Outcome,
    Phrasing,
    Question,
    TopTask,
)
from bot.services import answering, escalating, escalation_answers, escalation_watch, reacting
from bot.services.context import Context
from bot.services.escalation_cards import card
from bot.services.knowledge import Knowledge
from bot.services.people import Role, role_of
from bot.services.writing import Draft
from storage import SqlStore

NOW = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)  # Monday 10:00 in Amsterdam
LATER = NOW + timedelta(minutes=5)
FENCE = "mag een schutting van twee meter aan de straat"
ANSWER = Draft("Schutting aan de straat", "Nee, 1 meter is het hoogst. Bel 0612345678.", mandate="tot 1 meter")


class NobodyKnown:
    """A directory in which Slack says nothing about anybody."""

    def locale(self, user: str) -> str | None:
        return None

    def group_members(self, group: str) -> tuple[str, ...]:
        return ()


PERMITS = Department(key="permits", name="Permits", channel="C0PERMITS", members=("UBRAM", "UPIET"), lead="ULEAD")
TAXES = Department(key="taxes", name="Taxes", channel="C0TAXES", members=("UFATIMA",), lead="UTAXLEAD")
PARKS = Department(key="parks", name="Parks", members=("UPARK",))
ORGANISATION = Organisation(
    departments=(PERMITS, TAXES, PARKS),
    top_tasks=(TopTask(key="build", name="Building", owner="UOWNER", departments=("permits",)),),
    admins=("UADMIN",),
)


@pytest.fixture
def context(store: SqlStore) -> Context:
    with store.writing() as unit:
        unit.save_organisation(ORGANISATION)
    return Context(store, Knowledge(store, None), NobodyKnown(), b"secret", ZoneInfo("Europe/Amsterdam"), "nl")


@pytest.fixture
def role(context: Context) -> Callable[[str], Role]:
    return lambda user: role_of(context, user)


def ask(context: Context, user: str = "USANNE", text: str = FENCE) -> Question:
    return answering.ask(context, user, text, NOW).question


def send(context: Context, user: str = "USANNE", text: str = FENCE, department: str = "permits") -> Escalation:
    return escalating.send(context, user, ask(context, user, text).id, department, NOW)


def outbox(context: Context, key: str) -> OutboxMessage | None:
    with context.store.reading() as data:
        return data.outbox(key)


def due(context: Context) -> Sequence[OutboxMessage]:
    with context.store.reading() as data:
        return data.outbox_due(NOW + timedelta(days=365), NOW, 100)


def delivered(context: Context, key: str, state: OutboxState = OutboxState.SENT) -> None:
    with context.store.writing() as unit:
        row = unit.outbox(key)
        assert row is not None, f"nothing is meant under {key}"
        ts = {"ts": f"{row.id}.000", "channel": row.to, "sent_revision": row.revision}
        unit.save_outbox(row.but(state=state, **(ts if state is OutboxState.SENT else {})))


def question(context: Context, id: int) -> Question:
    with context.store.reading() as data:
        found = data.question(id)
    assert found is not None
    return found


def with_organisation(context: Context, organisation: Organisation) -> None:
    with context.store.writing() as unit:
        unit.save_organisation(organisation)


# ---------------------------------------------------------------- asking


def test_a_question_goes_to_the_departments_channel_without_the_asker(context: Context) -> None:
    found = send(context)
    message = outbox(context, f"escalation:{found.id}:permits")
    assert message is not None and message.to == "C0PERMITS" and not message.personal
    assert "USANNE" not in message.model_dump_json()


def test_asking_twice_is_one_question_that_may_become_urgent(context: Context) -> None:
    asked = ask(context)
    first = escalating.send(context, "USANNE", asked.id, "permits", NOW)
    again = escalating.send(context, "USANNE", asked.id, "taxes", LATER, waiting=True)
    assert again.id == first.id and again.waiting and again.department == "permits"
    assert len(again.waiters) == 1 and len(due(context)) == 1


def test_the_same_topic_is_joined(context: Context) -> None:
    first, second = ask(context), ask(context, "UJORIS")
    assert first.topic == second.topic
    sent = escalating.send(context, "USANNE", first.id, "permits", NOW)
    joined = escalating.send(context, "UJORIS", second.id, "permits", NOW)
    assert joined.id == sent.id and [w.user for w in joined.waiters] == ["USANNE", "UJORIS"]


def test_how_many_wait_is_said_from_three_people_up(context: Context) -> None:
    found = send(context)
    escalating.send(context, "USANNE", ask(context).id, "permits", NOW)  # once more by the same person
    send(context, "UJORIS")
    assert card(context, found.id).waiting == 0
    send(context, "UPRIYA")
    assert card(context, found.id).waiting == 3


def test_only_the_asker_can_send_a_question(context: Context) -> None:
    with pytest.raises(NotAllowed):
        escalating.send(context, "UJORIS", ask(context).id, "permits", NOW)


def test_a_department_that_is_not_there_is_refused(context: Context) -> None:
    with pytest.raises(BadInput, match="error-no-department"):
        send(context, department="weather")


def test_without_a_channel_the_lead_or_else_an_admin_gets_it(context: Context) -> None:
    found = send(context, department="parks")
    message = outbox(context, f"escalation:{found.id}:parks:UADMIN")
    assert message is not None and message.to == "UADMIN"


def test_nobody_to_bring_it_to_is_said_and_nothing_is_stored(context: Context) -> None:
    with_organisation(context, Organisation(departments=(PARKS,)))
    with pytest.raises(BadInput, match="error-nobody-there"):
        send(context, department="parks")
    with context.store.reading() as data:
        assert data.escalations() == ()


def test_taken_back_before_anybody_picked_it_up_it_is_closed(context: Context) -> None:
    found = send(context)
    assert escalating.withdraw(context, "USANNE", found.question, LATER)
    assert not escalating.withdraw(context, "USANNE", found.question, LATER)
    assert card(context, found.id).withdrawn
    again = escalating.send(context, "USANNE", found.question, "permits", LATER)
    assert again.id != found.id


def test_taken_back_after_a_claim_it_stays_with_the_department(context: Context, role: Callable[[str], Role]) -> None:
    found = send(context)
    escalating.claim(context, role("UBRAM"), found.id, NOW)
    assert escalating.withdraw(context, "USANNE", found.question, LATER)
    assert card(context, found.id).under_way
    with pytest.raises(BadInput, match="error-nobody-waits"):
        escalating.ask_back(context, role("UBRAM"), found.id, "Waar precies?", LATER)


# ---------------------------------------------------------------- at the department


def test_the_first_claim_stays(context: Context, role: Callable[[str], Role]) -> None:
    found = send(context)
    assert escalating.claim(context, role("UBRAM"), found.id, NOW).claimed_by == "UBRAM"
    assert escalating.claim(context, role("UPIET"), found.id, LATER).claimed_by == "UBRAM"
    news = outbox(context, f"news:claimed:{found.id}:permits:0:USANNE")
    assert news is not None and news.personal and news.revision == 1


@pytest.mark.parametrize("user", ["UFATIMA", "USANNE", "UOWNER"])
def test_others_than_its_specialists_may_not_act(context: Context, role: Callable[[str], Role], user: str) -> None:
    found = send(context)
    for act in (
        lambda: escalating.claim(context, role(user), found.id, NOW),
        lambda: escalating.ask_back(context, role(user), found.id, "Waar?", NOW),
        lambda: escalating.not_ours(context, role(user), found.id, "taxes", NOW),
        lambda: escalation_answers.answer(context, role(user), found.id, ANSWER, NOW),
        lambda: escalation_answers.already_there(context, role(user), found.id, 1, NOW),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_what_is_not_there_is_said(context: Context, role: Callable[[str], Role]) -> None:
    with pytest.raises(NotFound):
        escalating.claim(context, role("UBRAM"), 99, NOW)


def test_remarks_travel_masked_and_once(context: Context, role: Callable[[str], Role]) -> None:
    found = send(context)
    for _ in range(2):  # the second is a second delivery
        escalating.ask_back(context, role("UBRAM"), found.id, "Mag ik bellen? 0612345678", NOW)
    asked_back = outbox(context, f"askback:{found.id}:0")
    assert asked_back is not None and asked_back.to == "USANNE" and asked_back.personal
    for _ in range(2):
        found = escalating.reply(context, "USANNE", found.id, "Ja, op 06 12 34 56 79", LATER)
    assert [(e.side, "[phone]" in e.text) for e in found.exchanges] == [("specialist", True), ("asker", True)]
    reply = outbox(context, f"escalation_reply:{found.id}:1")
    assert reply is not None and reply.thread == f"escalation:{found.id}:permits" and reply.to == "C0PERMITS"
    assert "USANNE" not in reply.model_dump_json()


def test_only_who_waits_can_reply(context: Context) -> None:
    found = send(context)
    with pytest.raises(NotAllowed):
        escalating.reply(context, "UJORIS", found.id, "Ik weet het ook niet", NOW)


@pytest.mark.parametrize("text", ["", "   ", ":smile:", "x y " * 1000])
def test_a_remark_needs_words_and_not_too_many(context: Context, role: Callable[[str], Role], text: str) -> None:
    found = send(context)
    with pytest.raises(BadInput):
        escalating.ask_back(context, role("UBRAM"), found.id, text, NOW)


# ---------------------------------------------------------------- not ours


def test_not_ours_moves_it_and_its_clock(context: Context, role: Callable[[str], Role]) -> None:
    found = send(context)
    escalating.claim(context, role("UBRAM"), found.id, NOW)
    before = outbox(context, f"escalation:{found.id}:permits")
    moved = escalating.not_ours(context, role("UBRAM"), found.id, "taxes", LATER)
    assert (moved.department, moved.state, moved.moved_at) == ("taxes", EscalationState.OPEN, LATER)
    assert moved.claimed_by is None and moved.refused == ("permits",)
    after = outbox(context, f"escalation:{found.id}:permits")
    assert before is not None and after is not None and after.revision > before.revision, "it says where it went"
    assert outbox(context, f"escalation:{found.id}:taxes:1") is not None
    news = outbox(context, f"news:moved:{found.id}:taxes:1:USANNE")
    assert news is not None and news.payload["before"] == "permits"


def test_the_old_department_can_do_nothing_more(context: Context, role: Callable[[str], Role]) -> None:
    found = send(context)
    escalating.not_ours(context, role("UBRAM"), found.id, "taxes", NOW)
    with pytest.raises(NotAllowed):
        escalating.not_ours(context, role("UBRAM"), found.id, "parks", NOW)


def test_twice_not_ours_goes_to_the_owner_who_may_send_it_back(context: Context, role: Callable[[str], Role]) -> None:
    found = send(context)
    escalating.not_ours(context, role("UBRAM"), found.id, "taxes", NOW)
    owned = escalating.not_ours(context, role("UFATIMA"), found.id, "parks", NOW)
    assert (owned.department, owned.owner) == (None, "UOWNER")
    back = escalating.not_ours(context, role("UOWNER"), found.id, "permits", LATER)
    assert (back.department, back.owner, back.refused) == ("permits", None, ("permits", "taxes"))
    assert outbox(context, f"escalation:{found.id}:permits:2") is not None, "a new message, not the old one"
    again = escalating.not_ours(context, role("UBRAM"), found.id, "parks", LATER)
    assert again.owner == "UOWNER" and outbox(context, f"escalation:{found.id}:UOWNER:3") is not None


def test_no_idea_and_no_owner_goes_to_an_admin(context: Context, role: Callable[[str], Role]) -> None:
    found = send(context, department="taxes")
    moved = escalating.not_ours(context, role("UFATIMA"), found.id, None, NOW)
    assert moved.owner == "UADMIN"
    with pytest.raises(BadInput, match="error-nobody-else"):
        escalating.not_ours(context, role("UADMIN"), found.id, None, NOW)


def test_an_answering_owner_stands_for_nothing_without_a_department(
    context: Context, role: Callable[[str], Role]
) -> None:
    found = send(context)
    escalating.not_ours(context, role("UBRAM"), found.id, None, NOW)
    done = escalation_answers.answer(context, role("UOWNER"), found.id, ANSWER, LATER)
    entry = card(context, done.id).entry
    assert entry is not None and entry.state is EntryState.UNCHECKED


# ---------------------------------------------------------------- answering


def test_an_answer_is_knowledge_checked_by_the_department(context: Context, role: Callable[[str], Role]) -> None:
    found = send(context)
    done = escalation_answers.answer(context, role("UBRAM"), found.id, ANSWER, LATER, origin="view:1")
    with context.store.reading() as data:
        entry = data.entry(done.entry or 0)
        assert entry is not None
        texts = {p.text for p in data.phrasings(entry.number)}
        topic = data.topic(done.topic or 0)
    assert (entry.kind, entry.state, entry.checked_by) == (Kind.ANSWER, EntryState.CHECKED, "permits")
    assert "[phone]" in entry.body and texts == {FENCE, "Schutting aan de straat"}
    assert topic is not None and topic.entry == entry.number and topic.department == "permits"


def test_everybody_who_waits_is_told_once_and_then_forgotten(context: Context, role: Callable[[str], Role]) -> None:
    found = send(context)
    send(context, "USANNE")
    send(context, "UJORIS")
    done = escalation_answers.answer(context, role("UBRAM"), found.id, ANSWER, LATER)
    assert done.waiters == () and done.told == 2
    told = [m.to for m in due(context) if m.kind == "answered"]
    assert sorted(told) == ["UJORIS", "USANNE"]
    with context.store.reading() as data:
        assert all(q.asker is None and q.entry == done.entry for q in data.questions())


def test_questions_of_others_who_do_not_wait_stay_theirs(context: Context, role: Callable[[str], Role]) -> None:
    other = ask(context, "UPRIYA")
    found = send(context)
    escalation_answers.answer(context, role("UBRAM"), found.id, ANSWER, LATER)
    assert not [m for m in due(context) if m.to == "UPRIYA"]
    assert question(context, other.id).asker == "UPRIYA" and question(context, other.id).entry is None


def test_the_asker_can_still_say_whether_it_helped(context: Context, role: Callable[[str], Role]) -> None:
    found = send(context)
    done = escalation_answers.answer(context, role("UBRAM"), found.id, ANSWER, LATER)
    asked = reacting.helped(context, found.question, done.entry or 0, "USANNE", LATER)
    assert asked.outcome is Outcome.HELPED
    reacting.undo_reaction(context, found.question, "USANNE", LATER)
    with context.store.reading() as data:
        assert FENCE in {p.text for p in data.phrasings(done.entry or 0)}, "a specialist said that it is one"


def test_what_did_not_help_before_makes_room_for_the_new_answer(context: Context, role: Callable[[str], Role]) -> None:
    with context.store.writing() as unit:
        old = unit.add_entry(Entry(kind=Kind.TIP, title="Oud antwoord", created_at=NOW, updated_at=NOW))
        unit.add_phrasing(Phrasing(entry=old.number, text="Oud antwoord", source="title", created_at=NOW))
    asked = ask(context)
    with context.store.writing() as unit:
        mine = unit.topic(asked.topic or 0)
        assert mine is not None
        unit.save_topic(mine.but(entry=old.number))
        unit.save_question(asked.but(entry=old.number, outcome=None, outcome_at=None))
    reacting.not_this(context, asked.id, "USANNE", NOW)
    found = escalating.send(context, "USANNE", asked.id, "permits", NOW)
    assert found.nearest == old.number
    done = escalation_answers.answer(context, role("UBRAM"), found.id, ANSWER, LATER)
    now = question(context, asked.id)
    assert now.outcome is None and now.entry == done.entry
    with context.store.reading() as data:
        before, its_topic, new_topic = (
            data.entry(old.number),
            data.topic_of_entry(old.number),
            data.topic_of_entry(done.entry or 0),
        )
    assert before is not None and before.not_helped == 1, "what was said of the old answer stays counted"
    assert its_topic is not None and its_topic.id == asked.topic, "the old entry keeps its topic"
    assert new_topic is not None and new_topic.id == now.topic != asked.topic


def test_an_entry_that_is_there_already_learns_the_question(context: Context, role: Callable[[str], Role]) -> None:
    with context.store.writing() as unit:
        entry = unit.add_entry(Entry(kind=Kind.TIP, title="Erfafscheiding", created_at=NOW, updated_at=NOW))
    found = send(context)
    done = escalation_answers.already_there(context, role("UBRAM"), found.id, entry.number, LATER)
    assert done.entry == entry.number and done.answered_by == "UBRAM"
    with context.store.reading() as data:
        assert [p.text for p in data.phrasings(entry.number)] == [FENCE]
        now = data.entry(entry.number)
    assert now is not None and now.state is EntryState.UNCHECKED, "pointing at it is not checking it"


def test_an_entry_that_is_no_longer_offered_cannot_be_the_answer(context: Context, role: Callable[[str], Role]) -> None:
    with context.store.writing() as unit:
        entry = unit.add_entry(
            Entry(kind=Kind.TIP, title="Oud", state=EntryState.RETIRED, created_at=NOW, updated_at=NOW)
        )
    with pytest.raises(BadInput, match="error-not-offered"):
        escalation_answers.already_there(context, role("UBRAM"), send(context).id, entry.number, NOW)


def test_a_second_answer_is_refused_with_its_text_and_a_second_delivery_is_not(
    context: Context, role: Callable[[str], Role]
) -> None:
    found = send(context)
    first = escalation_answers.answer(context, role("UBRAM"), found.id, ANSWER, NOW, origin="view:1")
    again = escalation_answers.answer(context, role("UBRAM"), found.id, ANSWER, LATER, origin="view:1")
    assert again == first
    with pytest.raises(BadInput, match="error-already-answered") as refused:
        escalation_answers.answer(context, role("UPIET"), found.id, Draft("Anders", "Mijn antwoord"), LATER)
    assert refused.value.text == "Mijn antwoord"


@pytest.mark.parametrize("draft", [Draft("", "tekst"), Draft("titel", " "), Draft("titel", "te lang " * 500)])
def test_an_answer_needs_a_title_and_a_text(context: Context, role: Callable[[str], Role], draft: Draft) -> None:
    found = send(context)
    with pytest.raises(BadInput):
        escalation_answers.answer(context, role("UBRAM"), found.id, draft, NOW)
    assert card(context, found.id).under_way


# ---------------------------------------------------------------- watching over it


def test_unclaimed_the_channel_then_the_lead_are_reminded_once_each(context: Context) -> None:
    found = send(context)
    delivered(context, f"escalation:{found.id}:permits")
    for hours in range(0, 24 * 8):
        escalation_watch.remind(context, NOW + timedelta(hours=hours))
    first = outbox(context, f"remind:{found.id}:permits:0:1")
    second = outbox(context, f"remind:{found.id}:permits:0:2")
    assert first is not None and (first.to, first.created_at) == ("C0PERMITS", NOW + timedelta(days=1))
    assert second is not None and (second.to, second.created_at) == ("ULEAD", NOW + timedelta(days=2))
    assert first.revision == second.revision == 1


def test_a_claim_stops_the_reminders_and_starts_the_claimers_own(context: Context, role: Callable[[str], Role]) -> None:
    found = send(context)
    escalating.claim(context, role("UBRAM"), found.id, NOW)
    for days in range(8):
        escalation_watch.remind(context, NOW + timedelta(days=days))
    assert outbox(context, f"remind:{found.id}:permits:0:1") is None
    own = outbox(context, f"remind:{found.id}:permits:0:UBRAM")
    assert own is not None and own.to == "UBRAM" and own.revision == 1


def test_reminders_are_due_in_working_hours_only(context: Context) -> None:
    assert [d.period for d in escalation_watch.reminders_due(context, NOW)] == ["2026-05-04T10:00"]
    assert escalation_watch.reminders_due(context, NOW + timedelta(hours=12)) == ()


def test_a_department_is_reminded_on_its_own_working_days(context: Context) -> None:
    found = send(context)
    delivered(context, f"escalation:{found.id}:permits")
    with context.store.writing() as unit:
        organisation = unit.organisation()
        mondays_and_fridays = tuple(
            d.but(working_days=(0, 4)) if d.key == "permits" else d for d in organisation.departments
        )
        unit.save_organisation(organisation.but(departments=mondays_and_fridays))
    for hours in range(0, 24 * 8):
        escalation_watch.remind(context, NOW + timedelta(hours=hours))
    first = outbox(context, f"remind:{found.id}:permits:0:1")
    assert first is not None and first.created_at == NOW + timedelta(days=4), "from Monday to Friday"


def test_reminders_are_due_when_only_one_department_is_at_work(context: Context) -> None:
    saturday = NOW + timedelta(days=5)
    assert escalation_watch.reminders_due(context, saturday) == ()
    with context.store.writing() as unit:
        organisation = unit.organisation()
        always = tuple(d.but(working_days=tuple(range(7))) for d in organisation.departments)
        unit.save_organisation(organisation.but(departments=always))
    assert len(escalation_watch.reminders_due(context, saturday)) == 1


def test_what_slack_refused_goes_to_the_lead_and_then_to_an_admin(context: Context) -> None:
    found = send(context)
    key = f"escalation:{found.id}:permits"
    assert escalation_watch.rescue_due(context, NOW) == (), "nothing is wrong yet"
    delivered(context, key, OutboxState.FAILED)
    assert len(escalation_watch.rescue_due(context, NOW)) == 1
    assert escalation_watch.rescue_undelivered(context, NOW) == 1
    assert escalation_watch.rescue_undelivered(context, NOW) == 0, "once"
    at_lead = outbox(context, f"{key}:ULEAD")
    assert at_lead is not None and at_lead.to == "ULEAD"
    delivered(context, f"{key}:ULEAD", OutboxState.FAILED)
    escalation_watch.rescue_undelivered(context, NOW)
    delivered(context, f"{key}:UADMIN", OutboxState.FAILED)
    assert escalation_watch.rescue_due(context, NOW) == (), "nobody is left: it does not try for ever"


def test_the_rescued_message_is_the_one_that_is_kept_up_to_date(context: Context, role: Callable[[str], Role]) -> None:
    found = send(context)
    key = f"escalation:{found.id}:permits"
    delivered(context, key, OutboxState.FAILED)
    escalation_watch.rescue_undelivered(context, NOW)
    delivered(context, f"{key}:ULEAD")
    escalating.claim(context, role("ULEAD"), found.id, LATER)
    at_lead, refused = outbox(context, f"{key}:ULEAD"), outbox(context, key)
    assert at_lead is not None and at_lead.state is OutboxState.PENDING
    assert refused is not None and refused.state is OutboxState.FAILED, "it is not posted after all"


def test_the_questions_of_a_department_that_vanished_go_to_the_owner(context: Context) -> None:
    found = send(context)
    with_organisation(context, ORGANISATION.but(departments=(TAXES, PARKS)))
    assert escalation_watch.rescue_undelivered(context, NOW) == 1
    assert card(context, found.id).escalation.owner == "UOWNER"
    assert escalation_watch.rescue_undelivered(context, NOW) == 0


# ---------------------------------------------------------------- lists


def test_what_waits_for_departments_and_for_an_owner_oldest_first(
    context: Context, role: Callable[[str], Role]
) -> None:
    first = send(context, text="waar parkeer ik een caravan in de winter")
    second = send(context, text="kosten van een nieuw rijbewijs", department="taxes")
    escalating.not_ours(context, role("UBRAM"), first.id, None, NOW)
    assert [e.id for e in escalating.open_for(context, ("permits", "taxes"))] == [second.id]
    assert [e.id for e in escalating.open_for(context, ("taxes",), owner="UOWNER")] == [first.id, second.id]
    escalation_answers.answer(context, role("UFATIMA"), second.id, ANSWER, LATER)
    assert escalating.open_for(context, ("permits", "taxes")) == ()
