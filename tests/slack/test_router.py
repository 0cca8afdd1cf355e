"""Around every interaction: what Slack had no time for is said again later, and a process that stops takes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from bot.errors import BadFields, BadInput
from bot.slack.interaction import Interaction
from bot.slack.listeners import ROUTES
from bot.slack.responses import Errors, Response
from bot.slack.router import Closing, Router
from storage import SqlStore
from tests.services.quarter import MOMENT, context_of

LATER = MOMENT + timedelta(minutes=2)


class Performer:
    """Slack is reached from the moment `well` on."""

    def __init__(self, well: bool) -> None:
        self.well, self.said = well, 0

    def ack_payload(self, did: Interaction, responses: Sequence[Response]) -> None:
        return None

    def perform(self, did: Interaction, responses: Sequence[Response]) -> bool:
        self.said += len(responses) if self.well else 0
        return self.well


class Watch:
    def __init__(self) -> None:
        self.now: datetime = MOMENT

    def __call__(self) -> datetime:
        return self.now


def tip(router: Router, text: str) -> None:
    did = Interaction(key=text, kind="command", name="/kb", user="USANNE", text=f"tip {text}", typed=f"tip {text}")
    assert router.receive(did)
    router.answer(did, router.handle(did))


def entries(store: SqlStore) -> int:
    with store.reading() as data:
        return len(data.entries())


def test_an_answer_that_did_not_get_through_is_given_again_and_the_tip_stored_once(store: SqlStore) -> None:
    performer, clock = Performer(well=False), Watch()
    router = Router(context_of(store), ROUTES, performer, clock, lambda: None)  # type: ignore[arg-type]
    tip(router, "Bij de balie kan ook met pin worden betaald")
    assert (entries(store), performer.said) == (1, 0)

    performer.well, clock.now = True, LATER
    assert router.recover() == 1
    assert (entries(store), performer.said) == (1, 1)
    assert router.recover() == 0


def test_a_process_that_stops_leaves_what_waits_to_the_next_one(store: SqlStore) -> None:
    context, clock = context_of(store), Watch()
    stopping = Router(context, ROUTES, Performer(well=False), clock, lambda: None)  # type: ignore[arg-type]
    tip(stopping, "Bij de balie kan ook met pin worden betaald")
    stopping.close()
    clock.now = LATER
    assert stopping.recover() == 0
    with pytest.raises(Closing):
        stopping.receive(Interaction(key="other", kind="command", user="USANNE"))

    started = Performer(well=True)
    assert Router(context, ROUTES, started, clock, lambda: None).recover() == 1  # type: ignore[arg-type]
    assert started.said == 1


def test_a_refusal_stands_at_a_field_the_form_has(store: SqlStore) -> None:
    """Slack shows an error at an unknown field nowhere."""
    router = Router(context_of(store), ROUTES, Performer(well=True), Watch(), lambda: None)  # type: ignore[arg-type]
    did = Interaction(key="form", kind="view", user="USANNE", fields={"cause": "letter", "done": "Nieuwe brief"})
    for field, shown in (("done", "done"), ("body", "cause")):
        (errors,) = router.refusal(did, BadInput("error-no-department", field=field))
        assert isinstance(errors, Errors) and set(errors.fields) == {shown}


def test_all_that_is_wrong_with_a_form_is_said_at_once(store: SqlStore) -> None:
    router = Router(context_of(store), ROUTES, Performer(well=True), Watch(), lambda: None)  # type: ignore[arg-type]
    did = Interaction(key="form", kind="view", user="USANNE", fields={"text": "", "owner": "", "due": "2026-05-12"})
    both = BadInput("error-agenda-words", field="text"), BadInput("error-agenda-owner", field="owner")
    (errors,) = router.refusal(did, BadFields(both))
    assert isinstance(errors, Errors) and set(errors.fields) == {"text", "owner"}
    assert errors.fields["owner"] == "Kies een afdeling, of hieronder een persoon."
