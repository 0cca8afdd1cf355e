"""What customers came for, in contacts and effort: the vital few, and nothing about fewer than three people."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.agenda import (
    Owner,
    Subject,
    days_late,
    effort_of,
    figures_of,
    month_before,
    month_of,
    undecided_of,
    vital,
)
from bot.model import Contact, Question, Tally

ZONE = ZoneInfo("Europe/Amsterdam")
AT = datetime(2026, 4, 15, 9, tzinfo=UTC)
TAXES = Owner(id="taxes", name="Taxes")
EFFORT = {"phone": 8.0, "mail": 12.0}


def asked(*people: str, no_mandate: bool = False) -> list[Question]:
    return [Question(text="vraag", asked_at=AT, pseudonym=one, no_mandate=no_mandate) for one in people]


def came(count: int, contact: Contact = Contact.PHONE, *, imported: bool = False) -> Tally:
    return Tally(at=AT, contact=contact, count=count, imported=imported)


def subject(title: str, people: int = 0, *tallies: Tally) -> Subject:
    return Subject(title, TAXES, asked(*(f"p{n}" for n in range(people))), tallies)


def test_an_agenda_looks_back_on_the_month_before_on_the_clock_on_the_wall() -> None:
    month = month_before("2026-01", ZONE)
    assert (month.begin, month.last) == (date(2025, 12, 1), date(2025, 12, 31))
    assert month.start == datetime(2025, 11, 30, 23, tzinfo=UTC)
    assert month.end == datetime(2025, 12, 31, 23, tzinfo=UTC)
    assert month_of(datetime(2026, 4, 30, 22, 30, tzinfo=UTC), ZONE) == "2026-05"


@pytest.mark.parametrize(
    ("contact", "effort", "minutes"),
    [
        ("phone", EFFORT, 8.0),
        ("visit", EFFORT, 10.0),  # not set: the mean of those that are
        (None, EFFORT, 10.0),  # a colleague's question
        ("phone", {}, 1.0),
        (None, {}, 1.0),
    ],
)
def test_the_effort_of_a_contact(contact: str | None, effort: dict[str, float], minutes: float) -> None:
    assert effort_of(contact, effort) == minutes


def test_topics_are_ordered_by_questions_and_customers_times_effort() -> None:
    found = figures_of(
        [
            subject("often asked", 6),
            subject("many customers", 0, came(20), came(30, Contact.MAIL, imported=True)),
            subject("both", 3, came(4)),
        ],
        EFFORT,
        known=True,
    )
    assert [(one.title, one.asked, one.customers, one.imported, one.minutes) for one in found.came] == [
        ("many customers", 0, 50, 30, 20 * 8 + 30 * 12),
        ("both", 3, 4, 0, 3 * 10 + 4 * 8),
        ("often asked", 6, 0, 0, 60),
    ]
    assert found.rest is None and found.timed and found.known


def test_what_fewer_than_three_asked_or_came_for_goes_with_the_rest() -> None:
    found = figures_of([subject("two asked", 2), subject("one asked", 1), subject("three", 3, came(2))], {}, known=True)
    assert [(one.title, one.asked, one.customers) for one in found.came] == [("three", 3, 0)]
    assert found.rest is None, "two colleagues together, and two customers: no figure"
    more = figures_of(
        [subject("two", 2), Subject("", None, asked("x"), [came(2)]), subject("c", 0, came(1))], {}, known=True
    )
    assert more.came == ()
    assert more.rest is not None and (more.rest.asked, more.rest.customers) == (3, 3)


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=12))
def test_no_figure_is_about_fewer_than_three(rows: list[tuple[int, int]]) -> None:
    subjects = [
        Subject(f"t{n}", TAXES, asked(*(f"{n}-{p}" for p in range(people))), [came(count)] if count else [])
        for n, (people, count) in enumerate(rows)
    ]
    found = figures_of(subjects, EFFORT, known=True)
    for one in (*found.came, *([found.rest] if found.rest else [])):
        assert one.asked == 0 or one.asked >= 3
        assert one.customers == 0 or one.customers >= 3
        assert one.minutes > 0


def test_the_vital_few_make_eighty_per_cent_of_the_effort() -> None:
    assert vital([50, 30, 10, 10], 100) == 2
    assert vital([50, 29, 11, 10], 100) == 3
    assert vital([], 0) == 0
    assert vital([10, 10], 100) == 0, "all that is listed is less"


def topics(*counts: int) -> list[Subject]:
    return [subject(f"t{n:02}", 0, came(count)) for n, count in enumerate(counts)]


def test_the_topics_that_are_named_are_the_vital_few() -> None:
    found = figures_of(topics(*[20] * 16, *[5] * 16), {}, known=True)
    assert found.vital == len(found.came) == 16 and sum(one.customers for one in found.came) == found.vital_minutes
    assert found.rest is not None and found.rest.customers == 16 * 5 and found.all_came.customers == 400


def test_ten_are_named_where_fewer_make_the_vital_few_and_twenty_five_where_no_few_do() -> None:
    few, many = figures_of(topics(300, *[4] * 15), {}, known=True), figures_of(topics(*[4] * 60), {}, known=True)
    assert (few.vital, len(few.came)) == (1, 10)
    assert (many.vital, len(many.came)) == (0, 25)


def test_below_twenty_contacts_or_five_topics_there_is_no_line() -> None:
    def few(*counts: int) -> int:
        return figures_of([subject(f"t{n}", 0, came(count)) for n, count in enumerate(counts)], {}, known=True).vital

    assert few(12, 4, 3, 3, 3) == 4
    assert few(3, 3, 3, 3, 3) == 0
    assert few(30, 30, 30, 30) == 0


def test_what_colleagues_could_not_decide_counts_from_three_of_them() -> None:
    three = Subject("uitstel", TAXES, asked("a", "b", "c", "c", no_mandate=True))
    two = Subject("kwijtschelding", TAXES, [*asked("a", "b", no_mandate=True), *asked("c", "d")])
    assert [(one.title, one.questions, one.department) for one in undecided_of([two, three])] == [("uitstel", 4, TAXES)]


def test_days_late() -> None:
    assert days_late(date(2026, 5, 10), date(2026, 5, 12)) == 2
    assert days_late(date(2026, 5, 12), date(2026, 5, 12)) == 0
    assert days_late(None, date(2026, 5, 12)) == 0
