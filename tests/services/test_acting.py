"""What an owner says of what they are asked to do: done, later, not ours."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.errors import BadInput, NotAllowed, NotFound
from bot.model import Action, ActionState, Cause, SignalState
from bot.services import acting, resolving, signal_cards
from bot.services.action_messages import post
from bot.services.context import Context
from bot.services.people import Role
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


def test_what_is_done_before_its_day_is_so_from_the_day_it_is_confirmed(context: Context, action: int) -> None:
    acting.confirm(context, BRAM, action, MOMENT, "nieuwe brief gedrukt")
    (signal,) = signals(context)
    assert signal.resolution is not None and signal.resolution.since == MOMENT.date() < DUE


# ---------------------------------------------------------------- an agreement whose owner declines

OWNER = role("UOWNER")  # of the top task
NEXT_DUE = date(2026, 6, 2)


@pytest.fixture
def declined(context: Context) -> int:
    """Jeroen wrote down that Permits does it, and Permits says it is not theirs; gives the action's id."""
    with context.store.writing() as unit:
        agreed = unit.add_action(
            Action(
                kind="agreement", text="De brief aanpassen", owner="permits", due=NEXT_DUE, top_task="pay",
                month="2026-05", created_at=MOMENT, created_by="UJEROEN",
            )
        )  # fmt: skip
        assert post(unit, unit.organisation(), agreed, MOMENT)
    acting.decline(context, BRAM, agreed.id, "De brief is van Belastingen", MOMENT)
    return agreed.id


def test_what_the_same_meeting_gave_somebody_else_is_not_a_handing_over(context: Context) -> None:
    with context.store.writing() as unit:
        agreed = Action(
            kind="agreement", text="De brief aanpassen", owner="permits", due=NEXT_DUE, top_task="pay",
            month="2026-05", created_at=MOMENT, created_by="UJEROEN",
        )  # fmt: skip
        declined = unit.add_action(agreed).id
        unit.add_action(agreed.but(owner="taxes"))
    acting.decline(context, BRAM, declined, "De brief is van Belastingen", MOMENT + timedelta(hours=1))
    assert acting.card(context, declined).passed_on is None


def test_who_wrote_an_agreement_down_hears_once_that_it_is_declined(context: Context, declined: int) -> None:
    assert not acting.decline(context, BRAM, declined, "nog eens", MOMENT).changed
    told = message(context, f"action:{declined}:declined")
    assert (told.to, told.revision) == ("UJEROEN", 1)


@pytest.mark.parametrize("giver", [role("UJEROEN"), OWNER, role("UADMIN", admin=True)])
def test_a_declined_agreement_is_given_to_another_owner_once(context: Context, declined: int, giver: Role) -> None:
    given = acting.hand_over(context, giver, declined, "taxes", NEXT_DUE, MOMENT)
    assert given.changed and message(context, f"action:{given.action.id}").to == "C0TAXES"
    assert (given.action.text, given.action.state, given.action.note) == ("De brief aanpassen", ActionState.OPEN, "")
    assert not acting.hand_over(context, giver, declined, "UHANS", NEXT_DUE, MOMENT).changed, "pressed twice"
    card = acting.card(context, declined)
    assert card.action.state is ActionState.DECLINED and card.action.note == "De brief is van Belastingen"
    assert card.passed_on == given.action and card.passed_to is not None and card.passed_to.key == "taxes"
    assert message(context, f"action:{declined}:declined").revision == 2


@pytest.mark.parametrize(
    ("owner", "due"), [("permits", NEXT_DUE), ("nobody", NEXT_DUE), ("", NEXT_DUE), ("taxes", date(2026, 5, 11))]
)
def test_not_to_who_declined_it_nor_to_nobody_nor_for_a_day_that_has_passed(
    context: Context, declined: int, owner: str, due: date
) -> None:
    with pytest.raises(BadInput):
        acting.hand_over(context, OWNER, declined, owner, due, MOMENT)
    assert acting.card(context, declined).passed_on is None


def test_strangers_give_nothing_on_and_nothing_open_is_given_on(context: Context, declined: int, action: int) -> None:
    for stranger in (BRAM, role("USANNE")):
        with pytest.raises(NotAllowed):
            acting.hand_over(context, stranger, declined, "taxes", NEXT_DUE, MOMENT)
    with pytest.raises(NotFound):
        acting.hand_over(context, OWNER, action, "taxes", NEXT_DUE, MOMENT)
