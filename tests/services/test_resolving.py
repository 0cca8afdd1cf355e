"""A signal resolved: the cause has an owner, an answer is there, and who waited for it is told."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.errors import BadInput, NotAllowed
from bot.model import ActionState, Cause, Department, EntryState, EscalationState, Signal, SignalState
from bot.services import acting, resolving, signal_steps
from bot.services.context import Context
from bot.services.resolving import Said
from bot.services.signal_messages import waits_for_owner
from bot.services.writing import Draft
from storage import SqlStore
from tests.services.quarter import (
    BRAM,
    FATIMA,
    MOMENT,
    ORGANISATION,
    PERMITS,
    TAXES,
    a_rising_topic,
    an_entry,
    came_back,
    context_of,
    message,
    outbox,
    role,
    signals,
)
from tests.services.told import a_signal, waiting

SPRING = date(2026, 5, 20)
WEB = Department(key="web", name="Communicatie", channel="C0WEB", members=("UWILMA",), lead="UWIM")
WILMA = role("UWILMA", WEB)


@pytest.fixture
def context(store: SqlStore) -> Context:
    return context_of(store, ORGANISATION.but(departments=(TAXES, PERMITS, WEB)))


@pytest.fixture
def told(context: Context, topic: int) -> int:
    return a_signal(context, topic)


def said(cause: Cause = Cause.KNOWLEDGE, **more: object) -> Said:
    values: dict[str, object] = {"done": "De brief is duidelijker.", "since": SPRING, "no_answer": True} | more
    return Said(cause=cause, **values)  # type: ignore[arg-type]


def resolve(context: Context, told: int, saying: Said, **more: object) -> Signal:
    done = resolving.resolve(context, FATIMA, told, saying, MOMENT, **more)  # type: ignore[arg-type]
    assert done.changed
    return done.signal


def test_a_cause_of_ones_own_is_resolved_at_once(context: Context, told: int) -> None:
    signal = resolve(context, told, said(Cause.PROCESS, done="Bel jan@voorbeeld.nl niet meer."))
    named = signal.resolution
    assert signal.state is SignalState.RESOLVED and named is not None
    assert (named.cause, named.owner, named.since, named.by) == (Cause.PROCESS, "taxes", SPRING, "UFATIMA")
    assert named.done == "Bel [e-mail] niet meer." and named.confirmed_at == MOMENT
    assert (signal.history[-1].what, signal.history[-1].by) == ("resolved", "UFATIMA")
    assert message(context, f"signal:{told}").revision == 2
    again = resolving.resolve(context, FATIMA, told, said(), MOMENT)
    assert not again.changed, "pressed twice"


@pytest.mark.parametrize("cause", [Cause.WEBSITE, Cause.LETTER])
def test_a_cause_at_the_website_or_in_a_letter_waits_for_its_owner(context: Context, told: int, cause: Cause) -> None:
    signal = resolve(context, told, said(cause))
    assert signal.state is SignalState.IN_PROGRESS and waits_for_owner(signal) and signal.resolution is not None
    with context.store.reading() as data:
        (action,) = data.actions(signal=told)
    assert (action.owner, action.due, action.cause, action.state) == ("web", SPRING, cause, ActionState.OPEN)
    assert signal.resolution.action == action.id
    there = message(context, f"action:{action.id}")
    assert (there.to, there.kind) == ("C0WEB", "action")
    for refused in (
        signal_steps.later(context, FATIMA, told, "week", MOMENT),
        signal_steps.not_ours(context, FATIMA, told, "permits", MOMENT),
        signal_steps.advance(context, FATIMA, told, SignalState.NO_ACTION, MOMENT, "loopt af"),
    ):
        assert not refused.changed

    done = acting.confirm(context, WILMA, action.id, MOMENT + timedelta(days=8), "Staat online")
    (signal,) = signals(context)
    assert done.changed and signal.state is SignalState.RESOLVED and signal.resolution is not None
    assert signal.resolution.confirmed_at == MOMENT + timedelta(days=8)
    assert (signal.history[-1].what, signal.history[-1].note) == ("confirmed", "Staat online")
    assert not acting.confirm(context, WILMA, action.id, MOMENT + timedelta(days=9)).changed, "pressed twice"


def test_a_day_that_has_passed_is_asked_for_today(context: Context, told: int) -> None:
    resolve(context, told, said(Cause.LETTER, since=date(2026, 5, 1)))
    with context.store.reading() as data:
        (action,) = data.actions(signal=told)
    assert action.due == date(2026, 5, 12)


def test_a_person_gets_it_by_direct_message(context: Context, told: int) -> None:
    signal = resolve(context, told, said(Cause.LETTER, owner="UKLAAS"))
    assert signal.resolution is not None
    assert message(context, f"action:{signal.resolution.action}").to == "UKLAAS"
    assert acting.confirm(context, role("UKLAAS"), signal.resolution.action or 0, MOMENT).changed


def test_without_a_web_team_somebody_is_to_be_named(store: SqlStore) -> None:
    context = context_of(store)
    told = a_signal(context, a_rising_topic(context))
    with pytest.raises(BadInput) as refusal:
        resolving.resolve(context, FATIMA, told, said(Cause.LETTER), MOMENT)
    assert refusal.value.values["field"] == "owner" and refusal.value.text == "De brief is duidelijker."
    with pytest.raises(BadInput):
        resolving.resolve(context, FATIMA, told, said(owner="gone"), MOMENT)


def test_an_answer_is_asked_for_where_there_is_none(context: Context, told: int) -> None:
    with pytest.raises(BadInput) as refusal:
        resolving.resolve(context, FATIMA, told, said(no_answer=False), MOMENT)
    assert refusal.value.values["field"] == "body"
    (signal,) = signals(context)
    assert signal.state is SignalState.OPEN, "nothing was done by halves"


def test_the_answer_is_published_as_checked_and_who_waits_is_told_once(context: Context, told: int) -> None:
    asked = waiting(context, told, "USANNE", "UJORIS")
    ids = signals(context)[0].evidence.questions[:2]
    draft = Draft("Datum op de aanmaning", "Tel er 14 dagen bij.")
    saying = said(no_answer=False, answer=draft, questions=ids, escalations=(asked,))
    resolve(context, told, saying, origin="view:1")
    assert not resolving.resolve(context, FATIMA, told, saying, MOMENT, origin="view:1").changed, "delivered twice"
    with context.store.reading() as data:
        (entry,) = data.entries()
        closed = data.escalation(asked)
        phrasings = {p.question for p in data.phrasings(entry.number)}
    assert (entry.state, entry.checked_by, entry.body) == (EntryState.CHECKED, "taxes", "Tel er 14 dagen bij.")
    assert {None, *ids} <= phrasings
    assert closed is not None and (closed.state, closed.entry) == (EscalationState.ANSWERED, entry.number)
    for user in ("USANNE", "UJORIS"):
        assert message(context, f"notice:answered:{asked}:{user}").revision == 1


def test_an_answer_that_is_there_already_goes_to_who_waits(context: Context, told: int, topic: int) -> None:
    entry = an_entry(context)
    with context.store.writing() as unit:
        found = unit.topic(topic)
        assert found is not None
        unit.save_topic(found.but(entry=entry.number))
    asked = waiting(context, told, "USANNE")
    assert resolving.form(context, FATIMA, told).answer == entry
    resolve(context, told, said(no_answer=False, escalations=(asked,)))
    with context.store.reading() as data:
        closed = data.escalation(asked)
    assert closed is not None and closed.entry == entry.number


def test_without_an_answer_nobody_who_waits_is_told_anything(context: Context, told: int) -> None:
    asked = waiting(context, told, "USANNE")
    resolve(context, told, said(escalations=(asked,)))
    with context.store.reading() as data:
        still = data.escalation(asked)
    assert still is not None and still.state is EscalationState.OPEN
    assert outbox(context, f"notice:answered:{asked}:USANNE") == [None]


def test_who_comes_second_changes_nothing(context: Context, told: int) -> None:
    """Both opened the form; the other named a cause first."""
    resolve(context, told, said(Cause.LETTER))
    second = resolving.resolve(context, role("UJEROEN", TAXES), told, said(Cause.PROCESS), MOMENT)
    assert not second.changed and second.signal.resolution is not None
    assert second.signal.resolution.cause is Cause.LETTER
    assert len(signals(context)) == 1


def test_another_cause_takes_the_place_of_one_that_waits(context: Context, told: int) -> None:
    first = resolve(context, told, said(Cause.LETTER)).resolution
    assert first is not None and first.action is not None
    resolve(context, told, said(Cause.KNOWLEDGE, replaces=first.action))
    with context.store.reading() as data:
        (action,) = data.actions(signal=told)
    assert acting.is_withdrawn(action)
    assert message(context, f"action:{action.id}").revision == 2
    assert not acting.confirm(context, WILMA, action.id, MOMENT).changed


def test_opened_again_its_owner_is_no_longer_asked(context: Context, told: int) -> None:
    named = resolve(context, told, said(Cause.WEBSITE)).resolution
    opened = signal_steps.advance(context, FATIMA, told, SignalState.OPEN, MOMENT)
    assert opened.changed and opened.signal.resolution is None and named is not None
    with context.store.reading() as data:
        action = data.action(named.action or 0)
    assert action is not None and acting.is_withdrawn(action)


def test_only_the_department_may(context: Context, told: int) -> None:
    with pytest.raises(NotAllowed) as refusal:
        resolving.resolve(context, BRAM, told, said(), MOMENT)
    assert refusal.value.text == "De brief is duidelijker."
    with pytest.raises(BadInput):
        resolving.resolve(context, FATIMA, told, said(done=" ... "), MOMENT)


@pytest.mark.parametrize(
    ("name", "web"),
    [
        ("Communicatie", True),
        ("Web en communicatie", True),
        ("Webteam", True),
        ("Communications", True),
        ("Wonen", False),
    ],
)
def test_the_web_team_is_known_by_its_name(context: Context, told: int, name: str, web: bool) -> None:
    (signal,) = signals(context)
    organisation = ORGANISATION.but(departments=(TAXES, WEB.but(name=name)))
    assert resolving.usual_owner(organisation, signal, Cause.WEBSITE) == ("web" if web else "")
    assert resolving.usual_owner(organisation, signal, Cause.MANDATE) == "taxes"


def test_what_is_resolved_is_no_longer_back(context: Context, told: int) -> None:
    came_back(context, told)
    assert not resolve(context, told, said(Cause.PROCESS)).relapsed


def test_what_is_back_stays_so_until_the_owner_of_its_cause_confirms(context: Context, told: int) -> None:
    came_back(context, told)
    named = resolve(context, told, said(Cause.WEBSITE)).resolution
    (waiting_for_owner,) = signals(context)
    assert waiting_for_owner.relapsed and named is not None
    acting.confirm(context, WILMA, named.action or 0, MOMENT)
    (confirmed,) = signals(context)
    assert confirmed.state is SignalState.RESOLVED and not confirmed.relapsed


@pytest.mark.parametrize(("cause", "since"), [(Cause.LETTER, "2026-05-20"), (Cause.PROCESS, "2026-05-12")])
def test_without_a_day_it_is_today_and_an_owner_has_five_working_days(
    context: Context, told: int, cause: Cause, since: str
) -> None:
    """Tuesday; Thursday was Ascension Day."""
    named = resolve(context, told, said(cause, since=None)).resolution
    assert named is not None and named.since.isoformat() == since
