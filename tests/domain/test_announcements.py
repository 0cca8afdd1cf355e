"""What announcements foresaw, when they hold, and when their lists come back."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.domain.announcements import (
    Announced,
    Caused,
    Phase,
    caused,
    expected_by,
    foreseen,
    foresees,
    is_about,
    list_due,
    list_moments,
    near,
    picked,
    unanswered,
)
from bot.domain.matching import Match
from bot.domain.schedule import USUAL, Calendar
from bot.model import Announcement, Contact, Entry, EntryState, Expected, Kind, Outcome, Question, Shown, Tally

ZONE = ZoneInfo("Europe/Amsterdam")
POSTED = datetime(2026, 5, 27, 9, 0, tzinfo=UTC)  #: a Wednesday
FIRST, LAST = date(2026, 6, 1), date(2026, 6, 12)  #: Monday to Friday
PARKING, OTHER = 88, 17


def announcement(**more: Any) -> Announcement:
    values: dict[str, Any] = {
        "entry": PARKING, "department": "permits", "starts": FIRST, "ends": LAST, "created_by": "UBRAM",
        "created_at": POSTED,
        "expected": (
            Expected(question="Hoe vraag ik een bewonersvergunning aan?", answer="Met DigiD."),
            Expected(question="Wat kost parkeren voor mijn bezoek?", answer="20 cent per uur."),
        ),
    } | more  # fmt: skip
    return Announcement(**values)


def announced(state: EntryState = EntryState.CHECKED, **more: Any) -> Announced:
    entry = Entry(
        number=PARKING,
        kind=Kind.ANNOUNCEMENT,
        title="Betaald parkeren in de Rivierenwijk",
        state=state,
        created_at=POSTED,
        updated_at=POSTED,
    )
    return Announced(entry, announcement(**more))


def question(text: str = "moet ik nu betalen om te parkeren", *shown: tuple[int, float], **more: Any) -> Question:
    seen = tuple(Shown(entry=number, probability=likely, phrasing="") for number, likely in shown)
    values: dict[str, Any] = {"text": text, "asked_at": POSTED, "shown": seen} | more
    return Question(**values)


@pytest.mark.parametrize(
    ("day", "phase", "holds"),
    [
        (date(2026, 5, 27), Phase.COMING, True),
        (date(2026, 6, 1), Phase.RUNNING, True),
        (date(2026, 6, 12), Phase.RUNNING, True),
        (date(2026, 6, 13), Phase.OVER, False),
    ],
)
def test_it_holds_from_posting_through_its_last_day(day: date, phase: Phase, holds: bool) -> None:
    assert announced().phase(day) is phase
    assert announced().holds(day) is holds


def test_what_was_withdrawn_retired_or_doubted_does_not_hold() -> None:
    assert announced(withdrawn_at=POSTED).phase(FIRST) is Phase.WITHDRAWN
    assert announced(EntryState.RETIRED).phase(FIRST) is Phase.WITHDRAWN
    assert announced(EntryState.RETIRED).phase(LAST + timedelta(days=1)) is Phase.OVER, "over is not taken back"
    assert announced(EntryState.OUTDATED).phase(FIRST) is Phase.DOUBTED
    assert not announced(EntryState.OUTDATED).holds(FIRST)


def test_the_expected_question_is_known_by_its_phrasing_or_by_its_words() -> None:
    first, second = announcement().expected
    assert expected_by(announcement(), "hoe vraag ik een bewonersvergunning aan", "vergunning nodig") == first
    assert expected_by(announcement(), "Betaald parkeren", "wat kost parkeren voor bezoek?") == second
    assert expected_by(announcement(), "Betaald parkeren", "en mijn caravan?") is None


@pytest.mark.parametrize(
    ("asked", "is_it"),
    [
        ("why a revised waste tax bill", True),
        ("Hi, which revised waste tax bill must be paid?", True),
        ("why a revised dog tax bill", False),  # another subject
        ("waste tax", False),  # two words say too little
        ("why no revised waste tax bill", False),
    ],
)
def test_an_expected_question_is_meant_by_most_of_its_words_and_no_others(asked: str, is_it: bool) -> None:
    assert foresees("Why a revised waste tax bill, and which one must be paid?", asked) is is_it


def match(entry: int, score: float, probability: float = 0.01) -> Match:
    return Match(entry, 1, "", score, probability, False)


def test_beside_an_answer_of_the_same_department_less_closeness_is_enough() -> None:
    matches = [match(OTHER, 0.8, 0.9), match(3, 0.3), match(PARKING, 0.2)]
    news = {PARKING: "permits"}

    def shown(home: str | None, answer: int | None) -> list[int]:
        return [one.entry for one in picked(matches, news, home, answer, 4)]

    assert shown("permits", OTHER) == [OTHER, 3, PARKING]
    assert shown("taxes", OTHER) == [OTHER, 3]
    assert shown(None, None) == [OTHER, 3], "and without an answer it takes more"


def test_an_announcement_far_down_is_shown_as_well_when_it_is_close_and_others_take_its_place_when_not() -> None:
    others = [match(number, 0.2) for number in range(1, 8)]
    shown = picked([*others, match(PARKING, 0.4)], {PARKING: "permits"}, None, None, 4)
    assert [one.entry for one in shown] == [1, 2, 3, 4, PARKING]
    shown = picked([match(PARKING, 0.1), *others], {PARKING: "permits"}, None, None, 4)
    assert [one.entry for one in shown] == [1, 2, 3, 4]


def test_what_is_likely_or_the_answer_stays_however_far_it_seems() -> None:
    assert picked([match(PARKING, 0.1, 0.4)], {PARKING: "permits"}, None, None, 4)
    assert picked([match(PARKING, 0.1)], {PARKING: "permits"}, "permits", PARKING, 4)


def test_an_announcement_that_answers_or_was_refused_is_not_put_on_top() -> None:
    assert near(question("x", (OTHER, 0.9), (PARKING, 0.01), entry=OTHER), [PARKING]) == (PARKING,)
    assert near(question("parkeren", (PARKING, 0.9), entry=PARKING), [PARKING]) == ()
    refused = question("parkeren").but(shown=(Shown(entry=PARKING, probability=0.6, phrasing="", refused=True),))
    assert near(refused, [PARKING]) == ()


def test_a_question_is_about_it_as_its_answer_its_topic_or_likely_enough() -> None:
    assert is_about(question(entry=PARKING), PARKING)
    assert is_about(question(topic=5), PARKING, [5])
    assert is_about(question("x", (OTHER, 0.3), (PARKING, 0.2)), PARKING)
    assert not is_about(question("x", (OTHER, 0.3), (PARKING, 0.02)), PARKING, [5])


def test_what_got_no_answer_or_none_that_helped_is_listed_once() -> None:
    asked = [
        question("mag mijn caravan er staan", outcome=Outcome.NO_ANSWER),
        question("Mag mijn caravan er staan?", outcome=Outcome.NOT_HELPED),
        question("hoeveel kost het", outcome=Outcome.HELPED),
        question("vanaf wanneer", outcome=None),
        question("en mijn motor dan", outcome=Outcome.NOT_HELPED),
    ]
    assert [one.text for one in unanswered(asked)] == ["mag mijn caravan er staan", "en mijn motor dan"]


def test_nothing_is_counted_of_fewer_than_three_people_but_customers_are() -> None:
    two = [question(pseudonym=p, entry=PARKING, outcome=Outcome.HELPED) for p in ("a", "b", "a")]
    tally = Tally(id=1, at=POSTED, contact=Contact.PHONE, count=4)
    records = Tally(id=2, at=POSTED, contact=Contact.OTHER, count=40, imported=True)
    few = caused(two, [tally, tally, records], PARKING)
    assert (few.people, few.questions, few.answered, few.reactions) == (0, 0, None, 0)
    assert (few.tallied, few.contacts) == (4, 40), "each tally once, records apart"
    third = [*two, question(pseudonym="c", outcome=Outcome.NO_ANSWER)]
    enough = caused(third, [], PARKING)
    assert (enough.people, enough.questions) == (3, 4)
    assert (enough.answered, enough.reactions) == (None, 0), "it answered two people, and one it did not"
    one = Tally(id=3, at=POSTED, contact=Contact.PHONE, count=1)
    assert caused([], [one, one.but(id=4, imported=True)], PARKING) == Caused(), "a single customer is no figure"


def of(outcome: Outcome | None, *people: str, entry: int | None = PARKING) -> list[Question]:
    return [question(pseudonym=person, entry=entry, outcome=outcome) for person in people]


def test_what_is_told_of_an_announcement_leaves_no_rest_of_one_or_two() -> None:
    helped, not_helped = of(Outcome.HELPED, "a", "b", "c"), of(Outcome.NOT_HELPED, "d", "e", "f")
    other = of(Outcome.NO_ANSWER, "x", "y", "z", entry=None)
    all_told = caused([*helped, *not_helped, *other], [], PARKING)
    assert (all_told.answered, all_told.helped, all_told.reactions) == (6, 3, 6)
    nobody = caused(other, [], PARKING)
    assert (nobody.answered, nobody.helped, nobody.reactions) == (0, 0, 0), "that it answered nobody may be told"
    one_unhelped = caused([*helped, *not_helped[:1], *other], [], PARKING)
    assert (one_unhelped.answered, one_unhelped.helped, one_unhelped.reactions) == (4, 0, 0)
    one_silent = caused([*helped, *not_helped, *of(None, "g"), *other], [], PARKING)
    assert (one_silent.answered, one_silent.helped, one_silent.reactions) == (7, 0, 0)
    two_others = caused([*helped, *not_helped, *other[:2]], [], PARKING)
    assert (two_others.people, two_others.answered, two_others.reactions) == (8, None, 0)


def test_a_burst_was_foreseen_when_three_in_five_of_its_questions_were() -> None:
    hit = question(entry=PARKING)
    best = question("x", (PARKING, 0.4), (OTHER, 0.2))
    of_topic = question(topic=5)
    in_words = question("wat kost parkeren voor bezoek")
    other = question("paspoort kwijt", (OTHER, 0.9), (PARKING, 0.4), entry=OTHER)
    topics = {PARKING: 5}
    assert foreseen([hit, best, of_topic, other, other], [announced()], topics) == PARKING
    assert foreseen([hit, in_words, other, other], [announced()], topics) is None
    assert foreseen([other, other, other], [announced()], topics) is None, "another answer fits better"
    assert foreseen([], [announced()], topics) is None


def test_of_two_that_foresaw_it_the_one_that_foresaw_most() -> None:
    second = Announced(announced().entry.but(number=99), announcement(entry=99, expected=()))
    asked = [question(entry=99), question(entry=99), question("wat kost parkeren voor bezoek", entry=99)]
    assert foreseen(asked, [announced(), second], {}) == 99


def local(moment: datetime) -> str:
    return f"{moment.astimezone(ZONE):%a %d %b %H:%M}"


def test_lists_come_at_the_opening_after_the_first_third_and_tenth_working_day() -> None:
    assert [(days, local(at)) for days, at in list_moments(announcement(), USUAL, ZONE)] == [
        (1, "Tue 02 Jun 08:00"),
        (3, "Thu 04 Jun 08:00"),
        (10, "Mon 15 Jun 08:00"),
    ]


def test_working_days_are_the_departments_own() -> None:
    calendar = Calendar(working_days=(1, 2, 3), opens=time(10), closed=frozenset([date(2026, 6, 3)]))
    assert [local(at) for _, at in list_moments(announcement(), calendar, ZONE)][:2] == [
        "Thu 04 Jun 10:00",  # Tuesday was the first; Wednesday is closed
        "Wed 10 Jun 10:00",
    ]


def test_days_are_counted_from_when_it_was_posted_if_that_was_later() -> None:
    late = announcement(created_at=datetime(2026, 6, 5, 9, 0, tzinfo=UTC))
    assert local(list_moments(late, USUAL, ZONE)[0][1]) == "Mon 08 Jun 08:00"


def test_a_department_that_never_works_gets_no_lists() -> None:
    assert list_moments(announcement(), Calendar(working_days=()), ZONE) == ()


@pytest.mark.parametrize(
    ("now", "followed", "expected"),
    [
        ("2026-06-02T05:59", (), None),
        ("2026-06-02T06:00", (), 1),
        ("2026-06-02T06:00", (1,), None),
        ("2026-06-04T06:00", (1,), 3),
        ("2026-06-15T06:00", (1,), 10),
        ("2026-06-15T06:00", (1, 3, 10), None),
        ("2026-07-20T06:00", (), None),
        ("2026-06-02T06:00", (1, 3, 0), 1),
        ("2026-06-02T06:00", (1, 3, 0, 1), None),
    ],
)
def test_only_the_latest_list_is_due_and_none_that_is_weeks_late(
    now: str, followed: tuple[int, ...], expected: int | None
) -> None:
    at = datetime.fromisoformat(now).replace(tzinfo=UTC)
    assert list_due(announcement(followed=followed), USUAL, ZONE, at) == expected


def test_what_was_withdrawn_gets_no_list() -> None:
    at = datetime(2026, 6, 2, 8, tzinfo=UTC)
    assert list_due(announcement(withdrawn_at=POSTED), USUAL, ZONE, at) is None
