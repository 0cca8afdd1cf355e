"""What an announcement does not answer comes back to its department: three lists, each once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import NotFound
from bot.model import OutboxMessage, Outcome, Question, Shown
from bot.services import announced, announcement_lists, announcing, due
from bot.services.context import Context
from bot.services.scheduling import run_due
from tests.services.quarter import BRAM, delivered, message, outbox
from tests.services.test_announcing import FIRST, LAST, announce, context, draft, stored

__all__ = ["context"]  # the fixture

DAY_1 = datetime(2026, 6, 2, 6, 0, tzinfo=UTC)  #: Tuesday 08:00, after the first working day
DAY_3 = datetime(2026, 6, 4, 6, 0, tzinfo=UTC)
DAY_10 = datetime(2026, 6, 15, 6, 0, tzinfo=UTC)


def ticks(context: Context, now: datetime) -> None:
    run_due(context, now, due.due)


def asked(context: Context, number: int, text: str, who: str, outcome: Outcome, *, hit: bool = False) -> int:
    shown = (Shown(entry=number, probability=0.4, phrasing=""),)
    with context.store.writing() as unit:
        return unit.add_question(
            Question(
                text=text,
                asked_at=datetime(2026, 6, 1, 9, tzinfo=UTC),
                pseudonym=who,
                shown=shown,
                department="permits",
                entry=number if hit else None,
                outcome=outcome,
            )
        ).id


def the_list(context: Context, number: int, days: int) -> OutboxMessage | None:
    (row,) = outbox(context, f"announcement-list:{number}:0:{days}")
    return row


def test_after_the_first_working_day_it_says_who_asked_and_what_was_not_answered(context: Context) -> None:
    number = announce(context)
    caravan = asked(context, number, "mag mijn caravan er staan", "a", Outcome.NO_ANSWER)
    asked(context, number, "mag mijn caravan er staan?", "b", Outcome.NO_ANSWER)
    asked(context, number, "hoe vraag ik dat aan", "c", Outcome.HELPED, hit=True)
    ticks(context, DAY_1)
    row = the_list(context, number, 1)
    assert row is not None and row.to == "C0PERMITS"
    assert row.payload["questions"] == [caravan], "the same words are one question"
    found = announcement_lists.caused_in(row.payload)
    assert (found.people, found.questions) == (3, 3)
    assert found.answered is None, "that it answered one of them is no figure"


def test_a_list_comes_once_whatever_ticks_and_restarts(context: Context) -> None:
    number = announce(context)
    asked(context, number, "mag mijn caravan er staan", "a", Outcome.NO_ANSWER)
    for _ in range(2):
        ticks(context, DAY_1)
        announcement_lists.bring_back(context, number, 1, DAY_1)  # a process that died before it said it was done
    row = the_list(context, number, 1)
    assert row is not None and row.revision == 1
    assert stored(context, number)[1].followed == (1,)


def test_with_nothing_to_tell_there_is_one_line_after_the_first_day_and_silence_after(context: Context) -> None:
    number = announce(context)
    for moment in (DAY_1, DAY_3, DAY_10):
        ticks(context, moment)
    assert the_list(context, number, 1) is not None
    assert the_list(context, number, 3) is None and the_list(context, number, 10) is None
    assert stored(context, number)[1].followed == (1, 3, 10)


def test_a_later_list_holds_only_what_the_earlier_ones_did_not(context: Context) -> None:
    number = announce(context)
    asked(context, number, "mag mijn caravan er staan", "a", Outcome.NO_ANSWER)
    ticks(context, DAY_1)
    asked(context, number, "caravan mag die er staan", "b", Outcome.NO_ANSWER)
    new = asked(context, number, "geldt het ook op zondag", "b", Outcome.NOT_HELPED, hit=True)
    ticks(context, DAY_3)
    row = the_list(context, number, 3)
    assert row is not None and row.payload["questions"] == [new]


def test_after_a_long_silence_only_the_latest_comes_with_all_of_it(context: Context) -> None:
    number = announce(context)
    asked(context, number, "mag mijn caravan er staan", "a", Outcome.NO_ANSWER)
    ticks(context, DAY_10)
    assert the_list(context, number, 1) is None and the_list(context, number, 3) is None
    row = the_list(context, number, 10)
    assert row is not None and len(row.payload["questions"]) == 1


def test_a_question_of_the_list_that_is_answered_is_marked_and_found_from_then_on(context: Context) -> None:
    number = announce(context)
    id = asked(context, number, "mag mijn caravan er staan", "a", Outcome.NO_ANSWER)
    ticks(context, DAY_1)
    delivered(context)
    with context.store.reading() as data:
        question = announcement_lists.question_of(data, number, id)
        assert not announcement_lists.is_answered(data, announced.require(data, number), question)
    answers = draft(expected=(("Waar laat ik mijn caravan?", "Op het terrein bij de haven."),))
    announcing.edit(context, BRAM, number, answers, DAY_1, answering=id)
    with context.store.reading() as data:
        assert announcement_lists.is_answered(data, announced.require(data, number), question)
        assert "mag mijn caravan er staan" in {way.text for way in data.phrasings(number)}
    row = message(context, f"announcement-list:{number}:0:1")
    assert row.revision == 2, "the list shows it, in place"


def test_what_an_expected_question_asks_word_for_word_is_listed_only_when_its_answer_did_not_help(
    context: Context,
) -> None:
    expected = (("Waarom een herziene aanslag afvalstoffenheffing, en welke moet ik betalen?", "De tweede."),)
    number = announce(context, expected=expected)
    words = "waarom herziene aanslag afvalstoffenheffing"
    asked(context, number, words, "a", Outcome.NO_ANSWER)
    asked(context, number, f"{words}?", "b", Outcome.NOT_HELPED)  # what did not help was another entry
    other = asked(context, number, "herziene aanslag grafrechten", "c", Outcome.NO_ANSWER)
    failed = asked(
        context, number, "hoi, welke aanslag afvalstoffenheffing betalen, herziene", "d", Outcome.NOT_HELPED, hit=True
    )
    ticks(context, DAY_1)
    assert message(context, f"announcement-list:{number}:0:1").payload["questions"] == [other, failed]


def test_only_questions_of_its_lists_can_be_answered_from_there(context: Context) -> None:
    number = announce(context)
    asked(context, number, "mag mijn caravan er staan", "a", Outcome.NO_ANSWER)
    with context.store.writing() as unit:
        other = unit.add_question(Question(text="iets anders", asked_at=DAY_1)).id
    ticks(context, DAY_1)
    with context.store.reading() as data, pytest.raises(NotFound):
        announcement_lists.question_of(data, number, other)


def test_a_withdrawn_announcement_gets_no_list(context: Context) -> None:
    number = announce(context)
    announcing.withdraw(context, BRAM, number, DAY_1)
    assert announcement_lists.bring_back(context, number, 1, DAY_1) == "listed already"
    assert the_list(context, number, 1) is None


def moved(context: Context, number: int, days: int, now: datetime) -> None:
    starts, ends = FIRST + timedelta(days=days), LAST + timedelta(days=days)
    announcing.edit(context, BRAM, number, draft(starts=starts, ends=ends), now)


@pytest.mark.parametrize("days", [-3, 1])
def test_when_its_first_day_moves_its_lists_stay_what_they_are(context: Context, days: int) -> None:
    number = announce(context)
    told = asked(context, number, "mag mijn caravan er staan", "a", Outcome.NO_ANSWER)
    ticks(context, DAY_1)
    moved(context, number, days, DAY_1)
    with context.store.reading() as data:
        assert announcement_lists.question_of(data, number, told).id == told, "its buttons work"
    new = asked(context, number, "geldt het ook op zondag", "b", Outcome.NOT_HELPED, hit=True)
    ticks(context, DAY_3 + timedelta(days=1))
    row = the_list(context, number, 3)
    assert row is not None and row.payload["questions"] == [new], "nothing is listed twice"


def test_put_off_it_is_followed_anew_and_the_lists_that_came_stay(context: Context) -> None:
    number = announce(context)
    told = asked(context, number, "mag mijn caravan er staan", "a", Outcome.NO_ANSWER)
    ticks(context, DAY_1)
    moved(context, number, 14, DAY_1)
    new = asked(context, number, "geldt het ook op zondag", "b", Outcome.NOT_HELPED, hit=True)
    ticks(context, DAY_1 + timedelta(days=14))
    again = message(context, f"announcement-list:{number}:1:1")
    assert again.payload["questions"] == [new]
    assert stored(context, number)[1].followed == (1, 0, 1)
    with context.store.reading() as data:
        assert [announcement_lists.question_of(data, number, id).id for id in (told, new)] == [told, new]


def test_put_off_and_brought_back_again_its_first_list_comes_once_more(context: Context) -> None:
    number = announce(context)
    ticks(context, DAY_1)
    moved(context, number, 14, DAY_1)
    moved(context, number, 0, DAY_1)
    ticks(context, DAY_1)
    assert message(context, f"announcement-list:{number}:1:1").revision == 1
