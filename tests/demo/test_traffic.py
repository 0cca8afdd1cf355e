"""What the background asks, and how it ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.cli.demonstrating import START, Demo
from bot.demo.content import Content
from bot.demo.stream import demo_now
from bot.demo.traffic import Traffic, Written, ask, written
from bot.model import Outcome

BEGIN = demo_now(START)


@pytest.fixture(scope="module")
def traffic(content: Content) -> Traffic:
    return Traffic(content, START)


def test_the_same_monday_gives_the_same_questions(traffic: Traffic, content: Content) -> None:
    again = Traffic(content, START)
    assert traffic.between(traffic.begin, BEGIN) == again.between(again.begin, BEGIN)


def test_stretches_add_up_and_every_question_has_an_origin_of_its_own(traffic: Traffic) -> None:
    end = traffic.begin + timedelta(weeks=14)
    whole = traffic.between(traffic.begin, end)
    parts = [
        one
        for day in range(14 * 7)
        for one in traffic.between(traffic.begin + timedelta(days=day), traffic.begin + timedelta(days=day + 1))
    ]
    assert parts == whole
    assert len({origin for origin, _ in whole}) == len(whole)


def test_after_six_weeks_other_weeks_follow(traffic: Traffic) -> None:
    first = traffic.between(traffic.begin, traffic.begin + timedelta(weeks=6))
    second = traffic.between(traffic.begin + timedelta(weeks=6), traffic.begin + timedelta(weeks=12))
    assert len(first) == len(second) == 1500
    assert [one.text for _, one in first] != [one.text for _, one in second]
    assert second[0][1].at.date() >= date(2026, 5, 11)


def of_letter(opened: Demo, traffic: Traffic) -> tuple[Written, str, object]:
    """A question that the outdated entry answers, in words nobody has said yet that they mean something else."""
    origin, asked = next(
        (origin, one)
        for origin, one in traffic.between(BEGIN, BEGIN + timedelta(days=5))
        if one.burst == "nieuwe-aanmaningsbrief"
        and one.outcome is Outcome.NOT_HELPED
        and opened.kb.context.knowledge.look_up(one.text)[1][0].fits
    )
    with opened.kb.store.reading() as data:
        return written(data, BEGIN), origin, asked


def test_an_answer_that_does_not_help_is_said_not_to_help(opened: Demo, traffic: Traffic) -> None:
    known, origin, asked = of_letter(opened, traffic)
    answer = ask(opened.kb.context, known, origin, asked)
    with opened.kb.store.reading() as data:
        assert data.question(answer.question.id).outcome is Outcome.NOT_HELPED


def test_once_somebody_put_it_right_it_mostly_helps(opened: Demo, traffic: Traffic) -> None:
    known, _, asked = of_letter(opened, traffic)
    entry = known.entries[asked.subject]
    with opened.kb.store.writing() as unit:
        unit.save_entry(
            entry.but(body="De termijn is 10 dagen na de dagtekening.", updated_at=BEGIN + timedelta(hours=1))
        )
        for rejected in unit.rejections(entry.number):  # they were about the old text
            unit.delete_phrasing(rejected.id)
    outcomes = []
    for number in range(20):
        with opened.kb.store.reading() as data:
            known = written(data, BEGIN)
        again = replace(asked, at=asked.at + timedelta(minutes=number), tally=None)
        answer = ask(opened.kb.context, known, f"demo:9:{number}", again)
        with opened.kb.store.reading() as data:
            outcomes.append(data.question(answer.question.id).outcome)
    assert outcomes.count(Outcome.HELPED) >= 10


def test_asking_it_again_changes_nothing(opened: Demo, traffic: Traffic) -> None:
    known, origin, asked = of_letter(opened, traffic)
    first = ask(opened.kb.context, known, origin, asked)
    with opened.kb.store.reading() as data:
        before = (len(data.questions()), len(data.tallies()), data.entry(known.entries[asked.subject].number))
    again = ask(opened.kb.context, known, origin, asked)
    with opened.kb.store.reading() as data:
        after = (len(data.questions()), len(data.tallies()), data.entry(known.entries[asked.subject].number))
    assert again.question.id == first.question.id
    assert after == before
