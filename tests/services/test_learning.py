"""What is learned from what askers say: little from one person, in full from two, and all of it can be taken back."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.domain.learning import AT_MOST, CONFIRMED, LEARNED, ONCE_REJECTED, REJECTED
from bot.errors import NotAllowed
from bot.model import Entry, Outcome, Phrasing, Question, Shown
from bot.services import answering, capturing, reacting
from bot.services.context import Context
from bot.services.explaining import why
from bot.services.learning import forget_rejection, reject
from bot.services.writing import learn
from storage import SqlStore
from tests.services.quarter import FATIMA, MOMENT, an_entry, context_of

ASKED = "waar vind ik de dagtekening"


@pytest.fixture
def context(store: SqlStore) -> Context:
    return context_of(store)


def asks(
    context: Context, user: str, entry: Entry | None, text: str = ASKED, *near: Entry, at: datetime = MOMENT
) -> Question:
    """A question that was answered with `entry`, with `near` beside it."""
    question = answering.ask(context, user, text, at).question
    every = (*([entry] if entry else []), *near)
    shown = tuple(
        Shown(entry=one.number, probability=0.9 if one is entry else 0.05, phrasing=one.title, fits=one is entry)
        for one in every
    )
    with context.store.writing() as unit:
        question = question.but(
            shown=shown, entry=entry.number if entry else None, outcome=None if entry else Outcome.NO_ANSWER
        )
        unit.save_question(question)
    return question


def helps(context: Context, user: str, entry: Entry, text: str = ASKED, at: datetime = MOMENT) -> Question:
    return reacting.helped(context, asks(context, user, entry, text, at=at).id, entry.number, user, at)


def refuses(context: Context, user: str, entry: Entry, text: str = ASKED) -> Question:
    return reacting.not_this(context, asks(context, user, entry, text).id, user, MOMENT).question


def learned(context: Context, entry: Entry) -> dict[str, float]:
    with context.store.reading() as data:
        return {one.text: one.weight for one in data.phrasings(entry.number) if one.source == "learned"}


def rejected(context: Context, entry: Entry) -> dict[str, float]:
    with context.store.reading() as data:
        return {one.text: one.weight for one in data.rejections(entry.number)}


def counts(context: Context, entry: Entry) -> tuple[int, int]:
    with context.store.reading() as data:
        found = data.entry(entry.number)
    assert found is not None
    return found.helped, found.not_helped


# ---------------------------------------------------------------- it helped


def test_what_helped_one_person_weighs_little_until_a_second_says_so(context: Context) -> None:
    entry = an_entry(context)
    helps(context, "USANNE", entry)
    assert learned(context, entry) == {ASKED: LEARNED}
    helps(context, "UJORIS", entry, "Waar vind ik de dagtekening?")
    assert learned(context, entry) == {ASKED: CONFIRMED}


def test_nearly_the_same_words_confirm_each_other(context: Context) -> None:
    entry = an_entry(context)
    helps(context, "USANNE", entry)
    helps(context, "UJORIS", entry, "dagteekening, waar vind ik die")
    assert learned(context, entry) == {ASKED: CONFIRMED, "dagteekening, waar vind ik die": CONFIRMED}


def test_asking_ten_times_is_one_person(context: Context) -> None:
    entry = an_entry(context)
    for _ in range(10):
        helps(context, "USANNE", entry)
    assert learned(context, entry) == {ASKED: LEARNED}


def test_the_author_is_one_person_too(context: Context) -> None:
    entry = an_entry(context, author="USANNE")
    helps(context, "USANNE", entry)
    helps(context, "USANNE", entry)
    assert learned(context, entry) == {ASKED: LEARNED}


def test_pressing_again_changes_nothing(context: Context) -> None:
    entry = an_entry(context)
    question = helps(context, "USANNE", entry)
    reacting.helped(context, question.id, entry.number, "USANNE", MOMENT)
    assert counts(context, entry) == (1, 0)
    with context.store.reading() as data:
        assert len(data.voices()) == 1


def test_undo_takes_back_this_persons_word_and_leaves_the_others(context: Context) -> None:
    entry = an_entry(context)
    first = helps(context, "USANNE", entry)
    second = helps(context, "UJORIS", entry)
    reacting.undo_reaction(context, first.id, "USANNE", MOMENT)
    assert learned(context, entry) == {ASKED: LEARNED}
    assert counts(context, entry) == (1, 0)
    reacting.undo_reaction(context, second.id, "UJORIS", MOMENT)
    assert learned(context, entry) == {}
    assert counts(context, entry) == (0, 0)


def test_undo_of_one_question_leaves_what_the_same_person_said_with_another(context: Context) -> None:
    entry = an_entry(context)
    first, _ = helps(context, "USANNE", entry), helps(context, "USANNE", entry)
    reacting.undo_reaction(context, first.id, "USANNE", MOMENT)
    assert learned(context, entry) == {ASKED: LEARNED}


def test_one_person_adds_no_more_than_a_few_ways_of_asking(context: Context) -> None:
    entry = an_entry(context)
    words = ["dagtekening", "postcode", "termijn", "rekening", "kenteken"]
    last = [helps(context, "USANNE", entry, f"waar vind ik {word}") for word in words][-1]
    assert len(learned(context, entry)) == AT_MOST
    assert counts(context, entry) == (len(words), 0), "that it helped is counted all the same"
    assert not answering.view(context, last.id, "USANNE", MOMENT).learned
    helps(context, "UJORIS", entry, "waar vind ik kenteken")
    assert "waar vind ik kenteken" in learned(context, entry), "somebody else may add theirs"
    helps(context, "UJORIS", entry, "waar vind ik dagtekening")
    helps(context, "USANNE", entry, "waar vind ik rekening")
    assert "waar vind ik rekening" in learned(context, entry), "what was confirmed does not count against her"


def test_whoever_is_forgotten_gains_no_room_and_cannot_confirm_themselves(context: Context) -> None:
    entry = an_entry(context)
    words = ["dagtekening", "postcode", "termijn", "rekening"]
    for word in words[:3]:
        helps(context, "USANNE", entry, f"waar vind ik {word}")
    later = MOMENT + timedelta(days=91)
    with context.store.writing() as unit:
        unit.forget(
            askers_before=later,
            pseudonyms_before=later - timedelta(days=90),
            delivery_before=later,
            ended_before=later.date(),
        )
    helps(context, "USANNE", entry, "waar vind ik postcode", at=later)
    assert set(learned(context, entry).values()) == {LEARNED}
    helps(context, "USANNE", entry, "waar vind ik rekening", at=later)
    assert list(learned(context, entry)) == ["waar vind ik postcode", "waar vind ik termijn", "waar vind ik rekening"]


def test_what_two_people_confirmed_stays_confirmed_when_they_are_forgotten(context: Context) -> None:
    entry = an_entry(context)
    helps(context, "USANNE", entry)
    helps(context, "UJORIS", entry)
    later = MOMENT + timedelta(days=91)
    with context.store.writing() as unit:
        unit.forget(
            askers_before=later,
            pseudonyms_before=later - timedelta(days=90),
            delivery_before=later,
            ended_before=later.date(),
        )
    third = helps(context, "UPRIYA", entry, at=later)
    assert learned(context, entry) == {ASKED: CONFIRMED}
    reacting.undo_reaction(context, third.id, "UPRIYA", later)
    assert learned(context, entry) == {ASKED: CONFIRMED}


def test_what_was_imported_keeps_its_weight_and_can_be_confirmed(context: Context) -> None:
    entry = an_entry(context)
    with context.store.writing() as unit:
        for text, weight in ((ASKED, 0.5), ("iets heel anders", CONFIRMED)):
            unit.add_phrasing(
                Phrasing(entry=entry.number, text=text, source="learned", weight=weight, created_at=MOMENT)
            )
    question = helps(context, "USANNE", entry, "iets heel anders")
    reacting.undo_reaction(context, question.id, "USANNE", MOMENT)
    helps(context, "USANNE", entry)
    assert learned(context, entry) == {ASKED: 0.5, "iets heel anders": CONFIRMED}
    helps(context, "UJORIS", entry)
    assert learned(context, entry)[ASKED] == CONFIRMED


def test_an_entry_that_was_not_shown_is_refused_and_nothing_stored(context: Context) -> None:
    shown, other = an_entry(context), an_entry(context, "Grofvuil")
    question = asks(context, "USANNE", shown)
    with pytest.raises(NotAllowed) as refusal:
        reacting.helped(context, question.id, other.number, "USANNE", MOMENT)
    assert refusal.value.key == "error-not-shown"
    assert counts(context, other) == (0, 0)
    assert learned(context, other) == {}
    with context.store.reading() as data:
        assert data.question(question.id) == question


def test_what_was_too_far_to_be_shown_is_refused_too(context: Context) -> None:
    near = an_entry(context)
    question = asks(context, "USANNE", None, ASKED, near)
    with context.store.writing() as unit:
        unit.save_question(question.but(shown=(Shown(entry=near.number, probability=0.0001, phrasing=near.title),)))
    with pytest.raises(NotAllowed):
        reacting.helped(context, question.id, near.number, "USANNE", MOMENT)


def test_a_near_miss_may_be_what_helped_and_an_entry_merged_since_counts_where_it_went(context: Context) -> None:
    entry, near, other = an_entry(context), an_entry(context, "Dagtekening"), an_entry(context, "Dagtekening brief")
    question = asks(context, "USANNE", entry, ASKED, near)
    with context.store.writing() as unit:
        unit.move_phrasings(near.number, other.number)
        unit.save_entry(near.but(state="merged", merged_into=other.number))
    reacting.helped(context, question.id, near.number, "USANNE", MOMENT)
    assert counts(context, other) == (1, 0)
    assert learned(context, other) == {ASKED: LEARNED}


# ---------------------------------------------------------------- it was not what they meant


def test_what_one_person_did_not_mean_weighs_little_and_what_two_did_not_in_full(context: Context) -> None:
    entry = an_entry(context)
    refuses(context, "USANNE", entry)
    refuses(context, "USANNE", entry)
    assert rejected(context, entry) == {ASKED: ONCE_REJECTED}
    refuses(context, "UJORIS", entry)
    assert rejected(context, entry) == {ASKED: REJECTED}
    assert counts(context, entry) == (0, 3)
    with context.store.reading() as data:
        assert data.entry(entry.number) == entry.but(not_helped=3), "the entry is as it was"


def test_undo_takes_a_rejection_back(context: Context) -> None:
    entry = an_entry(context)
    question = refuses(context, "USANNE", entry)
    again = reacting.undo_reaction(context, question.id, "USANNE", MOMENT).question
    assert rejected(context, entry) == {}
    assert counts(context, entry) == (0, 0)
    assert (again.outcome, again.entry) == (None, entry.number)


def test_one_person_rejects_no_more_than_a_few_ways_of_asking(context: Context) -> None:
    entry = an_entry(context)
    for word in ("dagtekening", "postcode", "termijn", "rekening"):
        refuses(context, "USANNE", entry, f"waar vind ik {word}")
    assert len(rejected(context, entry)) == AT_MOST


def test_the_later_word_of_the_same_person_wins(context: Context) -> None:
    entry = an_entry(context)
    refuses(context, "USANNE", entry)
    helps(context, "USANNE", entry)
    assert (learned(context, entry), rejected(context, entry)) == ({ASKED: LEARNED}, {})
    refuses(context, "USANNE", entry)
    assert (learned(context, entry), rejected(context, entry)) == ({}, {ASKED: ONCE_REJECTED})


def test_one_persons_rejection_does_not_undo_what_another_confirmed(context: Context) -> None:
    entry = an_entry(context)
    helps(context, "USANNE", entry)
    refuses(context, "UJORIS", entry)
    assert (learned(context, entry), rejected(context, entry)) == ({ASKED: LEARNED}, {ASKED: ONCE_REJECTED})


def test_on_one_question_not_this_and_then_helped_is_helped(context: Context) -> None:
    entry = an_entry(context)
    question = refuses(context, "USANNE", entry)
    reacting.helped(context, question.id, entry.number, "USANNE", MOMENT)
    assert (learned(context, entry), rejected(context, entry)) == ({ASKED: LEARNED}, {})
    assert counts(context, entry) == (1, 0)
    reacting.undo_reaction(context, question.id, "USANNE", MOMENT)
    assert (learned(context, entry), rejected(context, entry), counts(context, entry)) == ({}, {}, (0, 0))


def test_when_another_entry_helped_the_first_stays_rejected_and_undo_goes_back_a_step_at_a_time(
    context: Context,
) -> None:
    first, second = an_entry(context), an_entry(context, "Dagtekening")
    question = asks(context, "USANNE", first, ASKED, second)
    reacting.not_this(context, question.id, "USANNE", MOMENT)
    reacting.helped(context, question.id, second.number, "USANNE", MOMENT)
    assert rejected(context, first) == {ASKED: ONCE_REJECTED}
    assert learned(context, second) == {ASKED: LEARNED}
    assert (counts(context, first), counts(context, second)) == ((0, 1), (1, 0))
    back = reacting.undo_reaction(context, question.id, "USANNE", MOMENT)
    assert (back.question.outcome, back.entry) == (Outcome.NOT_HELPED, first.but(not_helped=1))
    assert (rejected(context, first), learned(context, second)) == ({ASKED: ONCE_REJECTED}, {})
    back = reacting.undo_reaction(context, question.id, "USANNE", MOMENT)
    assert (back.question.outcome, back.entry) == (None, first)
    assert rejected(context, first) == {}


def test_undo_gives_the_answer_back_that_was_shown_or_none(context: Context) -> None:
    first, second = an_entry(context), an_entry(context, "Dagtekening")
    fitted, nothing = asks(context, "USANNE", first, ASKED, second), asks(context, "USANNE", None, ASKED, second)
    for question, entry, outcome in ((fitted, first, None), (nothing, None, Outcome.NO_ANSWER)):
        reacting.helped(context, question.id, second.number, "USANNE", MOMENT)
        back = reacting.undo_reaction(context, question.id, "USANNE", MOMENT)
        assert (back.entry, back.question.outcome) == (entry, outcome)


# ---------------------------------------------------------------- a department says so


def test_a_department_outweighs_what_askers_said(context: Context) -> None:
    entry = an_entry(context)
    question = helps(context, "USANNE", entry)
    refuses(context, "UJORIS", entry)
    with context.store.writing() as unit:
        learn(unit, entry.number, question, MOMENT)
    assert rejected(context, entry) == {}
    reacting.undo_reaction(context, question.id, "USANNE", MOMENT)
    with context.store.reading() as data:
        given = [one for one in data.phrasings(entry.number) if one.text == ASKED]
    assert [(one.source, one.weight) for one in given] == [("given", CONFIRMED)]


def test_a_rewritten_entry_is_no_longer_rejected_for_anything(context: Context) -> None:
    entry = an_entry(context)
    question = asks(context, "USANNE", entry)
    with context.store.writing() as unit:
        for text in (ASKED, "iets anders"):
            reject(unit, entry.number, question.but(text=text), "p1", MOMENT)
        forget_rejection(unit, entry.number, "dagtekening: waar vind ik die?")
        assert [one.text for one in unit.rejections(entry.number)] == ["iets anders"]
        forget_rejection(unit, entry.number)
        assert unit.rejections(entry.number) == ()


def test_when_the_department_rewrites_it_the_entry_starts_afresh(context: Context) -> None:
    entry = an_entry(context)
    refuses(context, "USANNE", entry)
    capturing.edit(context, FATIMA, entry.number, {"department": "taxes"}, MOMENT)
    assert rejected(context, entry) == {ASKED: ONCE_REJECTED}, "nothing about the text has changed"
    capturing.edit(context, FATIMA, entry.number, {"body": "De dagtekening staat rechtsboven."}, MOMENT)
    assert rejected(context, entry) == {}


# ---------------------------------------------------------------- why


def test_why_tells_the_phrasing_how_many_stand_for_it_and_how_sure(context: Context) -> None:
    entry = an_entry(context, title=ASKED)
    for user in ("USANNE", "UJORIS", "UPRIYA"):
        helps(context, user, entry)
    question = asks(context, "UEMMA", entry)
    found = why(context, question.id)
    assert found is not None
    assert (found.phrasing, found.people, found.probability) == (ASKED, 3, 0.9)


def test_what_did_not_come_from_the_search_has_no_why(context: Context) -> None:
    entry = an_entry(context)
    question = asks(context, "USANNE", None)
    with context.store.writing() as unit:
        unit.save_question(question.but(entry=entry.number))
    assert why(context, question.id) is None
