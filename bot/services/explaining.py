"""Why this answer? The phrasing a question matched, what that stands on, and how sure it was."""

from __future__ import annotations

from dataclasses import dataclass

from bot.services.answering import require_question
from bot.services.context import Context
from bot.services.learning import confirmations_of


@dataclass(frozen=True, slots=True)
class Why:
    """What was matched."""

    phrasing: str
    people: int  #: distinct people who said that it helped; the screen says no number below three
    probability: float  #: calibrated, of the answer fitting the question, when it was shown


def why(context: Context, question: int) -> Why | None:
    """Why the question got its answer; None when that did not come from the search. Errors: NotFound."""
    with context.store.reading() as data:
        asked = require_question(data, question)
        entries = data.entries(numbers=[one.entry for one in asked.shown])
        now = {entry.number: entry.merged_into or entry.number for entry in entries}
        shown = next((one for one in asked.shown if now.get(one.entry) == asked.entry), None)
        if shown is None or asked.entry is None:
            return None
        people = confirmations_of(data, asked.entry, shown.phrasing)
        return Why(shown.phrasing, people, shown.probability)
