"""Inbox and outbox, on every database."""

from datetime import timedelta

from bot.model import OutboxState
from storage import SqlStore
from tests.storage.making import NOW, ago, inbox_row, message

MINUTE = timedelta(minutes=1)


def test_an_interaction_is_received_once(any_store: SqlStore) -> None:
    with any_store.writing() as unit:
        assert unit.receive(inbox_row(), MINUTE)
    with any_store.writing() as unit:
        assert not unit.receive(inbox_row(received_at=NOW + MINUTE / 2), MINUTE)
        assert unit.receive(inbox_row("Ev2"), MINUTE)
    with any_store.reading() as data:
        assert data.inbox("Ev1") == inbox_row()
        assert data.inbox("Ev3") is None


def test_what_is_done_keeps_its_key_only_and_is_never_taken_up_again(any_store: SqlStore) -> None:
    with any_store.writing() as unit:
        unit.receive(inbox_row(payload={"text": "vraag", "user": "U1"}), MINUTE)
        unit.finish("Ev1")
    with any_store.writing() as unit:
        assert unit.inbox("Ev1") == inbox_row(state="done", payload={})
        assert not unit.receive(inbox_row(received_at=NOW + timedelta(days=1)), MINUTE)


def test_of_what_is_nameless_the_moment_is_forgotten_too(any_store: SqlStore) -> None:
    with any_store.writing() as unit:
        unit.receive(inbox_row(payload={"text": "leermoment", "user": ""}), MINUTE)
        unit.finish("Ev1")
    with any_store.reading() as data:
        row = data.inbox("Ev1")
    assert row is not None
    monday = NOW.date() - timedelta(days=NOW.weekday())
    assert row.received_at.isoformat() == f"{monday.isoformat()}T00:00:00+00:00"


def test_an_interaction_that_a_crash_left_is_taken_up_again(any_store: SqlStore) -> None:
    later = NOW + timedelta(minutes=5)
    with any_store.writing() as unit:
        unit.receive(inbox_row(), MINUTE)
        unit.receive(inbox_row("Ev2", received_at=later), MINUTE)
    with any_store.writing() as unit:
        assert unit.stale_inbox(later - MINUTE) == (inbox_row(),)
        assert unit.stale_inbox(NOW) == ()
        assert unit.receive(inbox_row(received_at=later), MINUTE)
    with any_store.writing() as unit:
        assert unit.inbox("Ev1") == inbox_row(received_at=later, attempts=2)
        assert not unit.receive(inbox_row(received_at=later), MINUTE)
        assert unit.stale_inbox(later - MINUTE) == ()


def test_stale_interactions_come_oldest_first_and_not_all_at_once(any_store: SqlStore) -> None:
    with any_store.writing() as unit:
        for key, minutes in (("c", 1), ("a", 3), ("b", 2)):
            unit.receive(inbox_row(key, received_at=ago(minutes=minutes)), MINUTE)
        assert [row.key for row in unit.stale_inbox(NOW, limit=2)] == ["a", "b"]


def test_messages_are_found_by_how_their_keys_begin_letter_by_letter(any_store: SqlStore) -> None:
    with any_store.writing() as unit:
        for key in ("signal:1:b", "signal:1:a", "signal:12:a", "signal_1:a", "signal%:a"):
            unit.enqueue(message(key=key))
        assert [row.key for row in unit.outbox_under("signal:1:")] == ["signal:1:b", "signal:1:a"]
        assert [row.key for row in unit.outbox_under("signal_")] == ["signal_1:a"]
        assert [row.key for row in unit.outbox_under("signal%")] == ["signal%:a"]


def test_a_message_is_found_by_its_key_and_by_its_place_in_slack(any_store: SqlStore) -> None:
    with any_store.writing() as unit:
        added = unit.enqueue(message(payload={"signal": 12, "texts": ["é"]}, thread="x", personal=True))
        assert unit.outbox_at("D1", "1.2") is None
        sent = added.but(state=OutboxState.SENT, sent_revision=1, sent_at=NOW, channel="D1", ts="1.2")
        unit.save_outbox(sent)
    with any_store.reading() as data:
        assert data.outbox("signal:12") == data.outbox_at("D1", "1.2") == sent
        assert data.outbox("signal:13") is None


def test_due_are_the_pending_ones_whose_time_has_come(any_store: SqlStore) -> None:
    with any_store.writing() as unit:
        first = unit.enqueue(message("a"))
        second = unit.enqueue(message("b", not_before=NOW))
        unit.enqueue(message("c", not_before=NOW + MINUTE))
        unit.enqueue(message("d", state=OutboxState.SENT))
        unit.enqueue(message("e", state=OutboxState.FAILED))
        assert unit.outbox_due(NOW, ago(minutes=5)) == (first, second)
        assert unit.outbox_due(NOW, ago(minutes=5), limit=1) == (first,)


def test_a_message_that_a_crash_left_in_sending_is_due_again(any_store: SqlStore) -> None:
    with any_store.writing() as unit:
        crashed = unit.enqueue(message("a", state=OutboxState.SENDING, sending_at=ago(minutes=6)))
        unit.enqueue(message("b", state=OutboxState.SENDING, sending_at=ago(minutes=5)))
        assert unit.outbox_due(NOW, ago(minutes=5)) == (crashed,)


def test_the_same_key_again_updates_the_message_that_slack_has(any_store: SqlStore) -> None:
    with any_store.writing() as unit:
        added = unit.enqueue(message(payload={"n": 1}))
        sent = added.but(state=OutboxState.SENT, sent_revision=1, sent_at=NOW, channel="C1", ts="1.2", attempts=3)
        unit.save_outbox(sent)
        again = unit.enqueue(message(to="C2", payload={"n": 2}, not_before=NOW))
        changes = {"payload": {"n": 2}, "not_before": NOW, "revision": 2, "state": OutboxState.PENDING, "attempts": 0}
        assert again == unit.outbox("signal:12") == sent.but(**changes)
        assert unit.outbox_due(NOW, NOW) == (again,)


def test_the_same_key_while_it_is_being_sent_leaves_it_in_the_senders_hands(any_store: SqlStore) -> None:
    with any_store.writing() as unit:
        sending = unit.enqueue(message(state=OutboxState.SENDING, sending_at=NOW, attempts=1))
        again = unit.enqueue(message(payload={"n": 2}))
        assert again == sending.but(payload={"n": 2}, revision=2)


def test_a_failed_message_becomes_pending_again(any_store: SqlStore) -> None:
    with any_store.writing() as unit:
        unit.enqueue(message(state=OutboxState.FAILED, attempts=5, error="channel_not_found"))
        again = unit.enqueue(message())
        assert (again.state, again.revision, again.attempts, again.error) == (OutboxState.PENDING, 2, 0, "")
        assert unit.outbox_due(NOW, NOW) == (again,)
