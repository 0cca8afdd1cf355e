"""What an owner says of what they are asked to do: done, later, not ours."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.errors import BadInput, NotAllowed
from bot.model import Action, ActionState, Cause, SignalState
from bot.services import acting, resolving, signal_cards
from bot.services.action_messages import post
from bot.services.context import Context
from bot.services.resolving import Said
from tests.services.quarter import BRAM, FATIMA, MOMENT, message, outbox, role, signals
from tests.services.told import a_signal

DUE = date(2026, 5, 20)
LATER = date(2026, 6, 1)


@pytest.fixture
def action(context: Context, topic: int) -> int:
    """Permits is to change a letter; gives the action's id."""
    told = a_signal(context, topic)
    said = Said(Cause.LETTER, "De datum aanpassen", DUE, owner="permits", no_answer=True)
    named = resolving.resolve(context, FATIMA, told, said, MOMENT).signal.resolution
    assert named is not None and named.action is not None
    return named.action


def test_later_moves_the_day_and_whoever_asked_reads_why(context: Context, action: int) -> None:
    done = acting.postpone(context, BRAM, action, LATER, "drukker is dicht,\nmail jan@voorbeeld.nl", MOMENT)
    (signal,) = signals(context)
    assert (done.action.due, done.action.note) == (LATER, "drukker is dicht,\nmail [e-mail]")
    assert signal.resolution is not None and signal.resolution.since == LATER
    assert (signal.history[-1].what, signal.history[-1].by) == ("postponed", "UBRAM")
    assert not acting.postpone(context, BRAM, action, LATER, "drukker is dicht", MOMENT).changed, "pressed twice"
    for due, reason in ((date(2026, 5, 12), "te laat"), (LATER, "...")):
        with pytest.raises(BadInput):
            acting.postpone(context, BRAM, action, due, reason, MOMENT)


def test_not_ours_brings_the_cause_back_to_who_named_it(context: Context, action: int) -> None:
    with pytest.raises(BadInput):
        acting.decline(context, BRAM, action, "", MOMENT)
    acting.decline(context, BRAM, action, "dat is van het belastingkantoor", MOMENT)
    (signal,) = signals(context)
    card = signal_cards.card(context, signal.id)
    assert signal.state is SignalState.IN_PROGRESS and signal.resolution is None
    assert card.declined is not None and card.declined.note == "dat is van het belastingkantoor"
    assert card.owner is not None and card.owner.key == "permits"
    assert message(context, f"signal:{signal.id}").revision == 3
    form = resolving.form(context, FATIMA, signal.id)
    assert form.before == card.declined and form.owner == ""
    again = Said(Cause.LETTER, "De datum aanpassen", DUE, owner="taxes", no_answer=True)
    assert resolving.resolve(context, FATIMA, signal.id, again, MOMENT).changed
    assert signal_cards.card(context, signal.id).declined is None
    assert not acting.decline(context, BRAM, action, "nog eens", MOMENT).changed


def test_only_its_owner_or_an_admin_may(context: Context, action: int) -> None:
    for stranger in (FATIMA, role("USANNE")):
        with pytest.raises(NotAllowed) as refusal:
            acting.confirm(context, stranger, action, MOMENT, "klaar")
        assert refusal.value.text == "klaar"
    assert acting.confirm(context, role("UADMIN", admin=True), action, MOMENT).changed


def test_two_at_once_close_it_once(context: Context, action: int) -> None:
    assert acting.confirm(context, BRAM, action, MOMENT).changed
    assert not acting.decline(context, role("UINGRID", *BRAM.departments), action, "niet van ons", MOMENT).changed
    (signal,) = signals(context)
    assert signal.state is SignalState.RESOLVED
    assert message(context, f"action:{action}").revision == 2


def test_what_is_open_is_listed_for_departments_and_people_the_first_due_first(context: Context, action: int) -> None:
    with context.store.writing() as unit:
        organisation = unit.organisation()
        made = [
            unit.add_action(Action(kind="agreement", text=text, owner=owner, due=due, created_at=MOMENT))
            for text, owner, due in (("bellen", "UBRAM", DUE - timedelta(days=1)), ("schrijven", "taxes", DUE))
        ]
        assert all(post(unit, organisation, one, MOMENT) for one in made)
    assert [a.id for a in acting.open_for(context, ["permits"], "UBRAM")] == [made[0].id, action]
    assert acting.open_for(context, []) == ()
    assert acting.confirm(context, BRAM, made[0].id, MOMENT, "gedaan").action.state is ActionState.DONE
    assert [a.id for a in acting.open_for(context, ["permits"], "UBRAM")] == [action]
    assert [row.to for row in outbox(context, *(f"action:{a.id}" for a in made)) if row] == ["UBRAM", "C0TAXES"]
