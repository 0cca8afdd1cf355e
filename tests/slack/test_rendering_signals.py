"""How a message about signals is looked up when it is sent."""

from __future__ import annotations

import pytest

from bot.model import Evidence, OutboxMessage, Signal
from bot.services.context import Context
from bot.services.signal_seen import NOBODY
from bot.slack import rendering_signals
from storage import SqlStore
from tests.services.quarter import MOMENT, a_topic, context_of


@pytest.fixture
def context(store: SqlStore) -> Context:
    return context_of(store)


@pytest.mark.parametrize(("department", "to", "told"), [("taxes", "C0TAXES", True), (NOBODY, "UOWNER", False)])
def test_how_many_a_department_gets_a_day_is_said_to_a_department_only(
    context: Context, department: str, to: str, told: bool
) -> None:
    topic = a_topic(context)
    seen = Evidence(
        kind="rising", at=MOMENT, people=9, tallied=0, span_days=2, usual_per_week=1, questions=(), texts=()
    )
    with context.store.writing() as unit:
        signal = unit.add_signal(
            Signal(topic=topic, department=department, title="x", evidence=seen, opened_at=MOMENT, changed_at=MOMENT)
        )
    payload = {"signals": [signal.id], "department": department}
    row = OutboxMessage(key="signals-rest", kind="signals_rest", to=to, payload=payload, created_at=MOMENT)
    rendered = rendering_signals.rest(context, row, MOMENT)
    assert ("Jouw afdeling krijgt" in str(rendered.blocks)) is told
