"""Signals that are no rise of questions: customers who come more, and a topic that no department is known of."""

from __future__ import annotations

from datetime import timedelta

from bot.model import Contact, Outcome, Question, Tally, Topic
from tests.acceptance.conftest import Town


def a_topic(town: Town, title: str, department: str | None) -> int:
    with town.kb.store.writing() as unit:
        return unit.add_topic(Topic(title=title, department=department, created_at=town.clock.now())).id


def customers(town: Town, topic: int, a_day: dict[int, int]) -> None:
    """So many customers so many days ago."""
    with town.kb.store.writing() as unit:
        for days, count in a_day.items():
            at = town.clock.now() - timedelta(days=days)
            unit.add_tally(Tally(at=at, contact=Contact.PHONE, topic=topic, count=count))


def test_customers_who_come_more_are_told_to_the_department_though_nobody_asks(town: Town) -> None:
    customers(town, a_topic(town, "Iets anders", "vergunningen"), dict.fromkeys(range(40), 4))
    topic = a_topic(town, "Aanslag gemeentelijke belastingen kwijt", "invordering")
    customers(town, topic, {3: 9, 4: 8, 5: 7, 14: 1, 21: 1})
    town.passes(hours=5)
    signal = town.fatima.sees("▲ Meer klanten: *Aanslag gemeentelijke belastingen kwijt*", channel="invordering")
    assert "24 klanten" in signal.text_content and "collega" not in signal.text_content, signal.text_content
    town.fatima.chooses("⋯", "Waarom krijg ik dit?", on=signal)
    town.fatima.sees("klanten", channel="invordering")


def test_what_no_department_is_known_of_comes_to_somebody_who_chooses_one(town: Town) -> None:
    topic = a_topic(town, "Waar moet ik zijn met een fietswrak", None)
    with town.kb.store.writing() as unit:
        for n in range(4):
            unit.add_question(
                Question(
                    text=f"fietswrak voor de deur {n}", asked_at=town.clock.now(), pseudonym=f"p{n}", topic=topic,
                    outcome=Outcome.NO_ANSWER,
                )
            )  # fmt: skip
    town.passes(hours=5)
    mine = town.hans.sees("▲ Nog geen antwoord: *fietswrak", channel="dm", since="start")
    assert "niemand weet van welke afdeling dit is" in mine.text_content, mine.text_content
    town.hans.chooses("⋯", "Kies een afdeling", on=mine)
    town.hans.fills({"Van welke afdeling is het?": "Vergunningen"})
    assert town.hans.submits() == {}
    town.settle()
    town.bram.sees("fietswrak", channel="vergunningen", since="start")
