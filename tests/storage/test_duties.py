"""Job claims, the audit and forgetting, on every database."""

from datetime import date, timedelta

from bot.model import AuditRow, Claim, EscalationState, OutboxState, Outcome
from storage import SqlStore
from tests.storage.making import NOW, ago, announcement, asked, entry, escalation, inbox_row, message, question

LEASE = timedelta(minutes=5)
JOB, PERIOD = "signals:invordering", "2026-05-04T09:00"


def test_a_period_of_a_job_is_taken_once(any_store: SqlStore) -> None:
    with any_store.writing() as unit:
        assert unit.take(JOB, PERIOD, NOW, LEASE)
    with any_store.writing() as unit:
        assert not unit.take(JOB, PERIOD, NOW + LEASE / 2, LEASE)
        assert unit.take(JOB, "2026-05-04T14:00", NOW, LEASE)
        assert unit.take("digest:invordering", PERIOD, NOW, LEASE)
        assert unit.claim(JOB, PERIOD) == Claim(job=JOB, period=PERIOD, taken_at=NOW, lease_until=NOW + LEASE)
        assert unit.claim("digest:x", PERIOD) is None


def test_a_claim_whose_holder_died_is_taken_over_when_its_lease_ran_out(any_store: SqlStore) -> None:
    later = NOW + LEASE
    with any_store.writing() as unit:
        unit.take(JOB, PERIOD, NOW, LEASE)
        assert unit.take(JOB, PERIOD, later, LEASE)
        assert unit.claim(JOB, PERIOD) == Claim(job=JOB, period=PERIOD, taken_at=later, lease_until=later + LEASE)


def test_a_claim_that_is_done_is_never_taken_again(any_store: SqlStore) -> None:
    with any_store.writing() as unit:
        unit.take(JOB, PERIOD, NOW, LEASE)
        unit.done(JOB, PERIOD, NOW)
        assert not unit.take(JOB, PERIOD, NOW + timedelta(days=9), LEASE)


def test_the_last_claim_is_the_latest_period_that_is_done(any_store: SqlStore) -> None:
    with any_store.writing() as unit:
        assert unit.last_claim(JOB) is None
        for period in ("2026-05-05T09:00", "2026-05-04T14:00", "2026-05-06T09:00"):
            unit.take(JOB, period, NOW, LEASE)
        unit.take("digest:x", "2027-01-01T09:00", NOW, LEASE)
        unit.done("digest:x", "2027-01-01T09:00", NOW)
        unit.done(JOB, "2026-05-05T09:00", NOW)
        unit.done(JOB, "2026-05-04T14:00", NOW)
        last = unit.last_claim(JOB)
        assert last is not None and (last.period, last.done_at) == ("2026-05-05T09:00", NOW)


def test_the_audit_of_a_subject_comes_in_the_order_it_was_written(any_store: SqlStore) -> None:
    rows = [AuditRow(at=ago(days=n), subject="entry:41", what="edited", by="U1", detail=str(n)) for n in range(3)]
    with any_store.writing() as unit:
        for row in (*rows, AuditRow(at=NOW, subject="entry:4", what="checked")):
            unit.record(row)
        assert unit.audit("entry:41") == tuple(rows)


def forget(store: SqlStore) -> dict[str, int]:
    with store.writing() as unit:
        return unit.forget(
            askers_before=ago(days=2),
            pseudonyms_before=ago(days=90),
            delivery_before=ago(days=2),
            ended_before=NOW.date(),
        )


def test_an_old_question_loses_its_asker_and_is_said_to_have_had_no_reaction(any_store: SqlStore) -> None:
    with any_store.writing() as unit:
        old = asked(unit, asked_at=ago(days=3), asker="U1", pseudonym="p")
        told = asked(unit, asked_at=ago(days=3), asker="U1", outcome=Outcome.NO_ANSWER, outcome_at=ago(days=3))
        new = asked(unit, asked_at=ago(days=2), asker="U1")
    assert forget(any_store) == {
        "no_reaction": 1,
        "askers": 2,
        "pseudonyms": 0,
        "voices": 0,
        "reads": 0,
        "inbox": 0,
        "origins": 0,
        "outbox": 0,
    }
    with any_store.reading() as data:
        found = {one.id: (one.asker, one.outcome, one.pseudonym) for one in data.questions()}
    assert found[old] == (None, Outcome.NO_REACTION, "p")
    assert found[told] == (None, Outcome.NO_ANSWER, None)
    assert found[new] == ("U1", None, None)
    assert set(forget(any_store).values()) == {0}


def test_who_still_waits_for_an_answer_is_not_forgotten(any_store: SqlStore) -> None:
    with any_store.writing() as unit:
        began, joined, answered = (asked(unit, asked_at=ago(days=9), asker=user) for user in ("U1", "U2", "U3"))
        unit.add_escalation(escalation(began, ("U1", began), ("U2", joined), state=EscalationState.CLAIMED))
        unit.add_escalation(escalation(answered, ("U3", answered), state=EscalationState.ANSWERED))
    forget(any_store)
    with any_store.reading() as data:
        assert {one.id: one.asker for one in data.questions()} == {began: "U1", joined: "U2", answered: None}
        assert [one.id for one in data.questions(outcomes=[None])] == [began, joined]


def test_a_pseudonym_goes_after_its_time_whoever_waits(any_store: SqlStore) -> None:
    with any_store.writing() as unit:
        old = asked(unit, asked_at=ago(days=91), pseudonym="p")
        asked(unit, asked_at=ago(days=90), pseudonym="p")
        unit.add_escalation(escalation(old, ("U1", old)))
    assert forget(any_store)["pseudonyms"] == 1
    with any_store.reading() as data:
        assert [one.pseudonym for one in data.questions()] == [None, "p"]


def test_old_interactions_that_are_done_go_and_unfinished_ones_stay(any_store: SqlStore) -> None:
    with any_store.writing() as unit:
        for key, days in (("done", 3), ("fresh", 2), ("open", 3)):
            unit.receive(inbox_row(key, received_at=ago(days=days)), LEASE)
        unit.finish("done")
        unit.finish("fresh")
    assert forget(any_store)["inbox"] == 1
    with any_store.reading() as data:
        assert [key for key in ("done", "fresh", "open") if data.inbox(key)] == ["fresh", "open"]


def test_which_interaction_made_a_row_is_forgotten_unless_it_was_an_import(any_store: SqlStore) -> None:
    with any_store.writing() as unit:
        for origin, days in (("interaction", 3), ("fresh", 1)):
            unit.add_question(question(origin=origin, asked_at=ago(days=days)))
        for origin in ("import:abc", "other"):
            unit.add_entry(entry(origin=origin, created_at=ago(days=9)))
    assert forget(any_store)["origins"] == 2
    with any_store.reading() as data:
        assert [one.origin for one in data.questions()] == [None, "fresh"]
        assert [one.origin for one in data.entries()] == ["import:abc", None]


def test_personal_messages_go_after_their_time_and_others_stay(any_store: SqlStore) -> None:
    sent = {"state": OutboxState.SENT, "sent_at": ago(days=3)}
    with any_store.writing() as unit:
        unit.enqueue(message("old", personal=True, **sent))
        unit.enqueue(message("public", **sent))
        unit.enqueue(message("fresh", personal=True, state=OutboxState.SENT, sent_at=ago(days=2)))
        unit.enqueue(message("pending", personal=True, created_at=ago(days=3)))
        unit.enqueue(message("undeliverable", personal=True, state=OutboxState.FAILED, created_at=ago(days=3)))
    assert forget(any_store)["outbox"] == 2
    with any_store.reading() as data:
        kept = [key for key in ("old", "public", "fresh", "pending", "undeliverable") if data.outbox(key)]
    assert kept == ["public", "fresh", "pending"]


def test_an_ask_back_stays_until_its_escalation_is_answered(any_store: SqlStore) -> None:
    with any_store.writing() as unit:
        waiting = unit.add_escalation(escalation(asked(unit)))
        unit.enqueue(
            message(
                "ask", personal=True, payload={"escalation": waiting.id}, state=OutboxState.SENT, sent_at=ago(days=9)
            )
        )
    assert forget(any_store)["outbox"] == 0
    with any_store.writing() as unit:
        unit.save_escalation(waiting.but(state=EscalationState.ANSWERED, answered_at=NOW))
    assert forget(any_store)["outbox"] == 1


def test_who_read_an_announcement_is_forgotten_when_it_is_over_and_the_count_stays(any_store: SqlStore) -> None:
    yesterday, today = date(2026, 5, 3), date(2026, 5, 4)
    periods = {"over": yesterday, "running": today, "withdrawn": today, "read long ago": today}
    with any_store.writing() as unit:
        numbers = {what: unit.add_entry(entry()).number for what in periods}
        for what, ends in periods.items():
            unit.save_announcement(announcement(numbers[what], starts=date(2026, 1, 1), ends=ends))
            unit.read_announcement(numbers[what], "p", ago(days=91) if what == "read long ago" else NOW)
        taken_back = unit.announcement(numbers["withdrawn"])
        assert taken_back is not None
        unit.save_announcement(taken_back.but(withdrawn_at=NOW))
    assert forget(any_store)["reads"] == 3
    assert forget(any_store)["reads"] == 0
    with any_store.writing() as unit:
        assert {one.reads for one in unit.announcements()} == {1}
        assert not unit.read_announcement(numbers["running"], "p", NOW)
