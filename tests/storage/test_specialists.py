"""Escalations and signals, on every database."""

from bot.model import ActionState, EscalationState, Exchange, SignalEvent, SignalState, Waiter
from storage import SqlStore
from tests.storage.making import NOW, action, ago, asked, entry, escalation, evidence, signal, topic


def test_an_escalation_comes_back_as_it_was(any_store: SqlStore) -> None:
    with any_store.writing() as unit:
        unit.add_entry(entry())
        exchange = Exchange(at=NOW, side="asker", text='een "schutting" van 2 m')
        added = unit.add_escalation(
            escalation(asked(unit), ("U1", 1), department="vergunningen", nearest=1, exchanges=(exchange,))
        )
        changed = added.but(state=EscalationState.CLAIMED, claimed_by="U9", claimed_at=NOW, refused=("belastingen",))
        assert unit.escalation(added.id) == added
        unit.save_escalation(changed)
    with any_store.reading() as data:
        assert data.escalation(added.id) == changed
        assert data.escalation(99) is None


def test_escalations_meet_every_condition_that_is_given(any_store: SqlStore) -> None:
    with any_store.writing() as unit:
        first, second, third = asked(unit), asked(unit), asked(unit)
        about = unit.add_topic(topic()).id
        mine = unit.add_escalation(
            escalation(first, ("U1", first), ("U11", second), department="vergunningen", topic=about)
        )
        owned = unit.add_escalation(
            escalation(third, ("U2", third), owner="U9", state=EscalationState.CLAIMED, created_at=ago(days=1))
        )
    with any_store.reading() as data:
        assert data.escalations() == (owned, mine)
        assert data.escalations(states=[EscalationState.CLAIMED]) == data.escalations(owner="U9") == (owned,)
        assert data.escalations(departments=["vergunningen", "iets"]) == data.escalations(topic=about) == (mine,)
        assert data.escalations(departments=[]) == ()
        assert data.escalations(since=NOW) == (mine,)
        assert data.escalations(waiter="U1") == data.escalations(waiter="U11") == (mine,)
        assert data.escalations(waiter="U") == data.escalations(waiter="%") == ()
        assert data.escalations(waiter="U2", states=[EscalationState.OPEN]) == ()


def test_a_question_finds_the_escalation_it_began_and_the_one_it_joined(any_store: SqlStore) -> None:
    with any_store.writing() as unit:
        ids = [asked(unit) for _ in range(12)]
        began = unit.add_escalation(escalation(ids[0], ("U1", ids[0])))
        unit.save_escalation(began.but(waiters=(*began.waiters, Waiter(user="U2", question=ids[1]))))
        other = unit.add_escalation(escalation(ids[11], ("U3", ids[11])))
        assert [one.id for one in unit.escalations(question=ids[0])] == [began.id]
        assert [one.id for one in unit.escalations(question=ids[1])] == [began.id]
        assert [one.id for one in unit.escalations(question=ids[11])] == [other.id]
        assert unit.escalations(question=ids[5]) == ()


def test_a_signal_comes_back_as_it_was(any_store: SqlStore) -> None:
    with any_store.writing() as unit:
        about = unit.add_topic(topic()).id
        history = (SignalEvent(at=NOW, what="posted"), SignalEvent(at=NOW, what="seen", by="U1", note="kijk ik naar"))
        added = unit.add_signal(signal(about, history=history))
        changed = added.but(state=SignalState.LATER, later_until=NOW, evidence=evidence(people=20), refused=("a",))
        assert unit.signal(added.id) == added
        unit.save_signal(changed)
    with any_store.reading() as data:
        assert data.signal(added.id) == changed
        assert data.signal(99) is None


def test_signals_meet_every_condition_that_is_given(any_store: SqlStore) -> None:
    with any_store.writing() as unit:
        about, other = unit.add_topic(topic()).id, unit.add_topic(topic()).id
        new = unit.add_signal(signal(about))
        old = unit.add_signal(
            signal(other, department="vergunningen", state=SignalState.RESOLVED, opened_at=ago(days=9))
        )
        assert unit.signals() == (old, new)
        assert unit.signals(topic=other) == unit.signals(states=[SignalState.RESOLVED]) == (old,)
        assert unit.signals(departments=["invordering"]) == unit.signals(since=ago(days=1)) == (new,)
        assert unit.signals(topic=about, states=[SignalState.RESOLVED]) == ()


def test_actions_meet_every_condition_that_is_given(any_store: SqlStore) -> None:
    with any_store.writing() as unit:
        about = unit.add_signal(signal(unit.add_topic(topic()).id)).id
        letter = unit.add_action(action(signal=about, created_at=ago(days=9)))
        agreed = unit.add_action(action(kind="agreement", owner="U3", top_task="verhuizen", month="2026-05"))
        assert unit.actions() == (letter, agreed)
        assert unit.actions(signal=about) == unit.actions(kinds=["cause"]) == (letter,)
        assert unit.actions(owners=["communicatie", "iets"]) == (letter,)
        assert unit.actions(top_task="verhuizen", month="2026-05") == unit.actions(since=NOW) == (agreed,)
        assert unit.actions(top_task="verhuizen", month="2026-04") == unit.actions(owners=[]) == ()
        unit.save_action(agreed.but(state=ActionState.DONE, closed_at=NOW, closed_by="U3", note="gedaan"))
        assert unit.actions(states=[ActionState.OPEN]) == (letter,)
        assert unit.actions(states=[ActionState.DONE])[0].note == "gedaan"
