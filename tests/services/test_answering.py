"""What an answer shows, and whose subject a question is said to be."""

from __future__ import annotations

from bot.domain.matching import Match
from bot.model import Shown
from bot.services import answering, escalating
from bot.services.answering import guess_department
from storage import SqlStore
from tests.services.quarter import MOMENT, ORGANISATION, an_entry, context_of


def match(entry: int, probability: float) -> Match:
    return Match(entry=entry, phrasing=1, text="", score=0.0, probability=probability, fits=False)


def test_the_nearest_entries_say_whose_subject_it_is(store: SqlStore) -> None:
    entry = an_entry(context_of(store), department="taxes")
    found = {entry.number: entry}
    assert guess_department(ORGANISATION, (match(entry.number, 0.1),), found, None) == "taxes"


def test_what_is_near_nothing_is_nobodys(store: SqlStore) -> None:
    entry = an_entry(context_of(store), department="taxes")
    found = {entry.number: entry}
    assert guess_department(ORGANISATION, (match(entry.number, 0.08),), found, None) is None


def test_entries_that_are_near_nothing_are_no_near_misses(store: SqlStore) -> None:
    context = context_of(store)
    near, far = an_entry(context, "Aanmaningsbrief"), an_entry(context, "Grofvuil")
    question = answering.ask(context, "USANNE", "waar vind ik de dagtekening", MOMENT).question
    shown = (
        Shown(entry=near.number, probability=0.1, phrasing=near.title),
        Shown(entry=far.number, probability=0.002, phrasing=far.title),
    )
    with context.store.writing() as unit:
        unit.save_question(question.but(shown=shown))
    assert answering.view(context, question.id, "USANNE", MOMENT).related == (near,)


def test_specialists_are_shown_the_same_nearest_entry_as_the_asker(store: SqlStore) -> None:
    context = context_of(store)
    far, near = an_entry(context, "Grofvuil"), an_entry(context, "Aanmaningsbrief")
    question = answering.ask(context, "USANNE", "waar vind ik de dagtekening", MOMENT).question
    shown = (
        Shown(entry=far.number, probability=0.002, phrasing=far.title),
        Shown(entry=near.number, probability=0.1, phrasing=near.title),
    )
    with context.store.writing() as unit:
        unit.save_question(question.but(shown=shown))
    assert escalating.send(context, "USANNE", question.id, "taxes", MOMENT).nearest == near.number


def test_a_topic_is_named_without_the_greeting_it_began_with(store: SqlStore) -> None:
    context = context_of(store)
    question = answering.ask(context, "USANNE", "Hoi, vraagje: waar vind ik de dagtekening", MOMENT).question
    with context.store.reading() as data:
        topic = data.topic(question.topic or 0)
    assert topic is not None
    assert topic.title == "waar vind ik de dagtekening"
