"""Specialists correct topics, each correction can be taken back by its opposite, and grouping again goes by them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.errors import BadInput, NotAllowed, NotFound
from bot.model import Topic
from bot.services import topic_corrections as corrections
from bot.services.context import Context
from bot.services.people import Role
from bot.services.regrouping import regroup
from bot.services.topics import current
from tests.services.quarter import BRAM, FATIMA, MOMENT, PERMITS, a_topic, ago, an_entry, asked, colleagues, role
from tests.services.test_regrouping import BIN, PASS, put, read, where

ADMIN = role("UADMIN", admin=True)


def audited(context: Context, topic: int) -> list[tuple[str, str | None]]:
    with context.store.reading() as data:
        return [(row.what, row.by) for row in data.audit(f"topic:{topic}")]


# ---------------------------------------------------------------- renaming


def test_a_name_stays_whatever_is_asked_later(context: Context) -> None:
    bins = a_topic(context, BIN[0])
    put(context, bins, BIN)
    put(context, a_topic(context, PASS[0]), PASS)
    corrections.rename(context, FATIMA, bins, "Containers", MOMENT)
    regroup(context, MOMENT)
    found = read(context, bins)
    assert (found.title, found.named) == ("Containers", True)
    assert [(event.what, event.by, event.note) for event in found.history] == [("renamed", "UFATIMA", BIN[0])]
    assert audited(context, bins) == [("renamed", "UFATIMA")]


def test_the_same_name_twice_is_one_change_and_no_name_is_refused(context: Context) -> None:
    bins = a_topic(context, BIN[0])
    for _ in range(2):
        corrections.rename(context, FATIMA, bins, "Containers", MOMENT)
    assert len(read(context, bins).history) == 1
    with pytest.raises(BadInput):
        corrections.rename(context, FATIMA, bins, " 😀 ", MOMENT)


def test_customer_data_is_masked_in_a_name(context: Context) -> None:
    bins = a_topic(context, BIN[0])
    corrections.rename(context, FATIMA, bins, "Klant 06 12345678 belt", MOMENT)
    assert "12345678" not in read(context, bins).title


# ---------------------------------------------------------------- moving


def test_a_question_that_was_moved_stays_there_and_can_be_moved_back(context: Context) -> None:
    bins, passports = a_topic(context, BIN[0]), a_topic(context, PASS[0])
    put(context, bins, BIN[:5])
    put(context, passports, PASS)
    (one,) = put(context, bins, BIN[5:])
    corrections.move(context, FATIMA, [one], passports, MOMENT)
    regroup(context, MOMENT)
    assert where(context, [one]) == {passports}
    corrections.move(context, FATIMA, [one], bins, MOMENT)
    assert where(context, [one]) == {bins}
    assert audited(context, passports) == [("moved", "UFATIMA")]


def test_moving_it_twice_is_one_change(context: Context) -> None:
    bins, passports = a_topic(context, BIN[0]), a_topic(context, PASS[0])
    (one,) = put(context, bins, BIN[:1])
    for _ in range(2):
        corrections.move(context, FATIMA, [one], passports, MOMENT)
    assert audited(context, passports) == [("moved", "UFATIMA")]


# ---------------------------------------------------------------- merging


def test_topics_joined_by_hand_stay_one(context: Context) -> None:
    """Though their questions have nothing in common, also those asked later."""
    bins, passports = a_topic(context, BIN[0]), a_topic(context, PASS[0])
    all_of_it = put(context, bins, BIN) + put(context, passports, PASS[:4])
    assert corrections.merge(context, FATIMA, passports, bins, MOMENT).id == bins
    all_of_it += put(context, bins, PASS[4:])
    regroup(context, MOMENT)
    assert where(context, all_of_it) == {bins}
    assert (read(context, passports).merged_into, read(context, passports).history[-1].what) == (bins, "merged")
    with context.store.reading() as data:
        assert current(data, passports).id == bins


def test_what_was_joined_is_split_again_and_then_stays_apart(context: Context) -> None:
    bins, passports = a_topic(context, BIN[0]), a_topic(context, PASS[0])
    some = put(context, bins, BIN)
    others = put(context, passports, PASS)
    corrections.merge(context, FATIMA, passports, bins, MOMENT)
    new = corrections.split(context, FATIMA, bins, others, "", MOMENT)
    regroup(context, MOMENT)
    assert (where(context, some), where(context, others)) == ({bins}, {new.id})
    assert new.title in PASS


def test_the_entry_of_one_of_them_is_the_entry_of_both(context: Context) -> None:
    number = an_entry(context).number
    bins, passports = a_topic(context, BIN[0]), a_topic(context, PASS[0], entry=number)
    corrections.merge(context, FATIMA, passports, bins, MOMENT)
    with context.store.reading() as data:
        found = data.topic_of_entry(number)
    assert found is not None and found.id == bins


def test_topics_with_an_entry_each_are_joined_by_joining_the_entries(context: Context) -> None:
    one = a_topic(context, BIN[0], entry=an_entry(context).number)
    other = a_topic(context, PASS[0], entry=an_entry(context, "Paspoort").number)
    with pytest.raises(BadInput):
        corrections.merge(context, FATIMA, other, one, MOMENT)
    assert read(context, other).merged_into is None


def test_a_topic_is_not_joined_with_itself(context: Context) -> None:
    bins, passports = a_topic(context, BIN[0]), a_topic(context, PASS[0])
    for _ in range(2):
        corrections.merge(context, FATIMA, passports, bins, MOMENT)
    assert read(context, bins).merged_into is None
    assert len(read(context, bins).history) == 1


# ---------------------------------------------------------------- splitting


def test_what_was_split_off_stays_apart_also_for_like_questions(context: Context) -> None:
    bins = a_topic(context, BIN[0])
    put(context, a_topic(context, PASS[0]), PASS)
    rest, some = put(context, bins, BIN[:3]), put(context, bins, BIN[3:])
    new = corrections.split(context, FATIMA, bins, some, "Containers vol", MOMENT)
    regroup(context, MOMENT)
    assert (where(context, rest), where(context, some)) == ({bins}, {new.id})
    assert (new.title, new.named, new.department) == ("Containers vol", True, "taxes")
    assert read(context, bins).history[-1].what == "split"


def test_what_was_split_off_is_joined_again(context: Context) -> None:
    bins = a_topic(context, BIN[0])
    put(context, a_topic(context, PASS[0]), PASS)
    some = put(context, bins, BIN)
    new = corrections.split(context, FATIMA, bins, some[3:], "", MOMENT)
    corrections.merge(context, FATIMA, new.id, bins, MOMENT)
    regroup(context, MOMENT)
    assert where(context, some) == {bins}
    with context.store.reading() as data:
        assert data.topic_pairs() == ()


def test_nothing_is_split_off_without_questions_of_the_topic(context: Context) -> None:
    bins, passports = a_topic(context, BIN[0]), a_topic(context, PASS[0])
    elsewhere = put(context, passports, PASS[:1])
    for questions in ([], elsewhere):
        with pytest.raises(BadInput):
            corrections.split(context, FATIMA, bins, questions, "", MOMENT)


# ---------------------------------------------------------------- who may, and what they see

Correcting = Callable[[Context, Role, int, int, int], Topic]
CORRECTIONS: tuple[Correcting, ...] = (
    lambda context, who, topic, question, other: corrections.rename(context, who, topic, "Anders", MOMENT),
    lambda context, who, topic, question, other: corrections.move(context, who, [question], other, MOMENT),
    lambda context, who, topic, question, other: corrections.merge(context, who, topic, other, MOMENT),
    lambda context, who, topic, question, other: corrections.split(context, who, topic, [question], "", MOMENT),
)


@pytest.mark.parametrize("correct", CORRECTIONS)
def test_only_those_who_know_the_subject_correct_it(context: Context, correct: Correcting) -> None:
    topic, other = a_topic(context, BIN[0]), a_topic(context, PASS[0])
    (question,) = put(context, topic, BIN[:1])
    for nobody in (BRAM, role("USANNE")):
        with pytest.raises(NotAllowed):
            correct(context, nobody, topic, question, other)
    assert where(context, [question]) == {topic}
    correct(context, ADMIN, topic, question, other)


def test_a_topic_that_nobody_placed_is_of_the_department_most_of_its_questions_seem_to_be_of(context: Context) -> None:
    topic = a_topic(context, BIN[0], None)
    put(context, topic, BIN)
    corrections.rename(context, FATIMA, topic, "Containers", MOMENT)
    assert [one.topic.id for one in corrections.listed(context, FATIMA, MOMENT)] == [topic]
    with pytest.raises(NotAllowed):
        corrections.rename(context, BRAM, topic, "Anders", MOMENT)


def test_a_topic_that_is_not_there_is_not_found(context: Context) -> None:
    with pytest.raises(NotFound):
        corrections.editing(context, FATIMA, 99, MOMENT)


def test_the_list_has_ones_own_topics_of_four_weeks_most_asked_first_and_counts_from_three_people_up(
    context: Context,
) -> None:
    few, many = a_topic(context, PASS[0]), a_topic(context, BIN[0])
    old, theirs = a_topic(context, "oud"), a_topic(context, "schutting", "permits")
    asked(context, few, colleagues(2) * 3, ago(days=1))
    asked(context, many, [*colleagues(4), "p0"], ago(days=2))
    asked(context, old, colleagues(5), ago(days=40))
    asked(context, theirs, colleagues(5), ago(days=1))
    found = corrections.listed(context, FATIMA, MOMENT)
    assert [(one.topic.id, one.people, one.questions) for one in found] == [(many, 4, 5), (few, 0, 0)]
    assert {one.topic.id for one in corrections.listed(context, ADMIN, MOMENT)} == {many, few, theirs}
    assert corrections.listed(context, role("USANNE"), MOMENT) == ()


def test_the_form_shows_each_text_once_and_topics_of_the_own_department_first(context: Context) -> None:
    bins, passports = a_topic(context, BIN[0]), a_topic(context, PASS[0])
    theirs = a_topic(context, "schutting", PERMITS.key)
    put(context, bins, [BIN[0], BIN[0].upper(), BIN[1]])
    put(context, passports, PASS)
    put(context, theirs, [f"schutting {n}" for n in range(20)])
    found = corrections.editing(context, FATIMA, bins, MOMENT)
    assert [question.text.casefold() for question in found.questions] == [BIN[1], BIN[0]]
    assert [one.topic.id for one in found.others] == [passports, theirs]


def test_a_topic_with_an_entry_is_called_after_it_until_it_gets_a_name(context: Context) -> None:
    bins = a_topic(context, BIN[0], entry=an_entry(context, "Container niet geleegd").number)
    put(context, bins, BIN[:1])
    assert corrections.title_now(context, bins) == "Container niet geleegd"
    corrections.rename(context, FATIMA, bins, "Containers", MOMENT)
    assert corrections.title_now(context, bins) == "Containers"
    assert corrections.listed(context, FATIMA, MOMENT)[0].title == "Containers"
