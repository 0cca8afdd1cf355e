"""Questions are grouped again as evidence grows; topics keep their identity, and what people decided binds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
import pytest

from bot.model import (
    Department,
    Escalation,
    EscalationState,
    Evidence,
    Organisation,
    Outcome,
    Question,
    Shown,
    Signal,
    Topic,
    TopicPair,
    TopicRow,
)
from bot.ports import Store
from bot.services import regrouping
from bot.services.answering import ask
from bot.services.context import Context
from bot.services.due import due
from bot.services.knowledge import Knowledge
from bot.services.regrouping import ENOUGH_NEW, JOB, regroup
from bot.services.scheduling import run_due
from bot.services.topics import current
from storage import SqlStore, open_store
from tests.services.quarter import MOMENT, ago, an_entry, context_of

BIN = (
    "wanneer wordt de groene container geleegd",
    "groene container niet geleegd",
    "de groene container is niet geleegd",
    "groene container wanneer geleegd",
    "is de groene container al geleegd",
    "groene container weer niet geleegd",
)
PASS = (
    "hoe vraag je een nieuw paspoort aan",
    "nieuw paspoort aanvragen",
    "klant wil nieuw paspoort aanvragen",
    "paspoort aanvragen hoe",
    "nieuw paspoort aanvragen bij het loket",
    "aanvragen van een nieuw paspoort",
)


class Interrupted(Knowledge):
    """Something happens after what is to be grouped was read, and before anything is written."""

    def __init__(self, store: Store, meanwhile: Callable[[], None]) -> None:
        super().__init__(store, None)
        self._meanwhile = meanwhile

    def read(self, rows: Sequence[TopicRow]) -> tuple[list[str], np.ndarray | None]:
        self._meanwhile()
        return super().read(rows)


@pytest.fixture
def context(store: SqlStore) -> Context:
    return context_of(store)


def topic(context: Context, title: str, **more: object) -> int:
    with context.store.writing() as unit:
        return unit.add_topic(Topic(title=title, created_at=ago(days=30), **more)).id  # type: ignore[arg-type]


def put(context: Context, topic: int, texts: Sequence[str], **more: object) -> list[int]:
    """Questions in a topic, asked yesterday."""
    values: dict[str, object] = {"department": "taxes", "pseudonym": "p1"} | more
    with context.store.writing() as unit:
        return [
            unit.add_question(Question(text=text, asked_at=ago(days=1), topic=topic, **values)).id  # type: ignore[arg-type]
            for text in texts
        ]


def where(context: Context, questions: Sequence[int]) -> set[int | None]:
    with context.store.reading() as data:
        return {question.topic for question in data.questions(ids=questions)}


def read(context: Context, id: int) -> Topic:
    with context.store.reading() as data:
        found = data.topic(id)
    assert found is not None
    return found


def signal_on(context: Context, topic: int) -> None:
    found = Evidence(
        kind="rising", at=MOMENT, people=5, tallied=0, span_days=2, usual_per_week=0.1, questions=(), texts=()
    )
    with context.store.writing() as unit:
        unit.add_signal(
            Signal(topic=topic, department="taxes", title="x", evidence=found, opened_at=MOMENT, changed_at=MOMENT)
        )


# ---------------------------------------------------------------- what follows the groups


def test_what_joined_the_wrong_topic_is_put_right_and_a_second_time_changes_nothing(context: Context) -> None:
    bins, passports = topic(context, BIN[0]), topic(context, PASS[0])
    right, wrong = put(context, bins, BIN[:5]), put(context, passports, BIN[5:])
    others = put(context, passports, PASS)
    assert regroup(context, MOMENT) == "1 questions moved, 0 topics opened, 0 merged"
    assert where(context, right + wrong) == {bins}
    assert where(context, others) == {passports}
    assert regroup(context, MOMENT) == "same"


def test_a_topic_of_two_subjects_is_split_and_both_histories_say_so(context: Context) -> None:
    mixed = topic(context, BIN[0])
    bins, passports = put(context, mixed, BIN), put(context, mixed, PASS[:5])
    assert regroup(context, MOMENT) == "0 questions moved, 1 topics opened, 0 merged"
    (new,) = where(context, passports)
    assert where(context, bins) == {mixed} and new not in (mixed, None)
    split, split_off = read(context, mixed).history[-1], read(context, new or 0).history[-1]
    assert (split.what, split.note, split.by) == ("split", str(new), None)
    assert (split_off.what, split_off.note) == ("split_off", str(mixed))
    assert read(context, new or 0).title in PASS
    assert read(context, new or 0).department == "taxes"


def test_two_topics_of_one_subject_become_one_and_the_smaller_points_on(context: Context) -> None:
    large, small = topic(context, BIN[0]), topic(context, BIN[4])
    put(context, large, BIN[:4])
    moved = put(context, small, BIN[4:])
    put(context, topic(context, PASS[0]), PASS)
    assert regroup(context, MOMENT).endswith("1 merged")
    assert where(context, moved) == {large}
    assert read(context, small).merged_into == large
    with context.store.reading() as data:
        assert current(data, small).id == large
    assert read(context, small).history[-1].what == "merged"
    assert (read(context, large).history[-1].what, read(context, large).history[-1].note) == ("took_in", str(small))


def test_a_topic_is_called_after_its_most_central_question_without_its_greeting(context: Context) -> None:
    bins = topic(context, "iets wat niemand vroeg")
    put(context, bins, ["Hoi collega's, " + text for text in BIN])
    put(context, topic(context, PASS[0]), PASS)
    regroup(context, MOMENT)
    assert read(context, bins).title in BIN


def test_the_name_and_the_place_that_people_gave_stay(context: Context) -> None:
    bins = topic(context, "Containers", named=True, department="permits", placed=True)
    put(context, bins, BIN)
    passports = topic(context, PASS[0], department="permits")
    put(context, passports, PASS)
    regroup(context, MOMENT)
    assert (read(context, bins).title, read(context, bins).department) == ("Containers", "permits")
    assert read(context, passports).department == "taxes", "the department of most of its questions"


# ---------------------------------------------------------------- what binds


def test_a_topic_with_a_signal_never_vanishes(context: Context) -> None:
    large, small = topic(context, BIN[0]), topic(context, BIN[4])
    put(context, large, BIN[:4])
    kept = put(context, small, BIN[4:])
    put(context, topic(context, PASS[0]), PASS)
    signal_on(context, small)
    regroup(context, MOMENT)
    assert where(context, kept) == {small}
    assert read(context, small).merged_into is None


def test_a_signal_opened_while_it_was_grouping_counts_too(context: Context) -> None:
    large, small = topic(context, BIN[0]), topic(context, BIN[4])
    put(context, large, BIN[:4])
    put(context, small, BIN[4:])
    put(context, topic(context, PASS[0]), PASS)
    regroup(while_grouping(context, lambda: signal_on(context, small)), MOMENT)
    assert read(context, small).merged_into is None


def test_a_question_put_somewhere_by_a_specialist_stays_also_when_that_happened_while_it_was_grouping(
    context: Context,
) -> None:
    bins, passports = topic(context, BIN[0]), topic(context, PASS[0])
    put(context, bins, BIN[:4])
    put(context, passports, PASS)
    pinned, meanwhile = put(context, passports, BIN[4:])
    with context.store.writing() as unit:
        unit.move_questions([pinned], passports, pinned=True)

    def pin() -> None:
        with context.store.writing() as unit:
            unit.move_questions([meanwhile], passports, pinned=True)

    regroup(while_grouping(context, pin), MOMENT)
    assert where(context, [pinned, meanwhile]) == {passports}


def test_questions_that_an_entry_answered_are_together_in_its_topic(context: Context) -> None:
    entry = an_entry(context).number
    of_entry, bins = topic(context, BIN[0], entry=entry), topic(context, BIN[1])
    put(context, of_entry, PASS, entry=entry)
    answered = put(context, bins, BIN[:1], entry=entry, outcome=Outcome.HELPED)
    refused = put(context, bins, BIN[1:2], entry=entry, outcome=Outcome.NOT_HELPED)
    shown = Shown(entry=entry, probability=0.9, phrasing="", refused=True)
    not_meant = put(context, bins, BIN[2:3], entry=entry, shown=(shown,))
    put(context, bins, BIN[3:])
    regroup(context, MOMENT)
    assert where(context, answered) == {of_entry}
    assert where(context, refused + not_meant) == {bins}
    assert read(context, of_entry).title == BIN[0], "readers show the entry's title"


def test_topics_that_a_specialist_keeps_apart_are_not_joined(context: Context) -> None:
    one, other = topic(context, BIN[0]), topic(context, BIN[4])
    put(context, one, BIN[:4])
    apart = put(context, other, BIN[4:])
    put(context, topic(context, PASS[0]), PASS)
    with context.store.writing() as unit:
        unit.add_topic_pair(TopicPair(first=one, second=other, at=MOMENT))
    regroup(context, MOMENT)
    assert where(context, apart) == {other}


def test_a_question_that_lies_with_specialists_stays_in_its_topic(context: Context) -> None:
    bins, passports = topic(context, BIN[0]), topic(context, PASS[0])
    put(context, bins, BIN[:5])
    put(context, passports, PASS)
    (waits,) = put(context, passports, BIN[5:])
    with context.store.writing() as unit:
        unit.add_escalation(
            Escalation(
                question=waits, topic=passports, text=BIN[5], department="taxes", state=EscalationState.OPEN,
                created_at=MOMENT, moved_at=MOMENT,
            )
        )  # fmt: skip
    regroup(context, MOMENT)
    assert where(context, [waits]) == {passports}


def test_a_topic_whose_old_questions_a_specialist_pinned_is_not_merged_away(context: Context) -> None:
    large, small = topic(context, BIN[0]), topic(context, BIN[4])
    put(context, large, BIN[:4])
    put(context, small, BIN[4:])
    put(context, topic(context, PASS[0]), PASS)
    with context.store.writing() as unit:
        unit.add_question(Question(text=PASS[0], asked_at=ago(days=200), topic=small, pinned=True))
    regroup(context, MOMENT)
    assert read(context, small).merged_into is None


# ---------------------------------------------------------------- asking goes on


def test_a_question_asked_while_two_topics_became_one_finds_the_one(context: Context) -> None:
    large, small = topic(context, BIN[0]), topic(context, BIN[4])
    put(context, large, BIN[:4])
    put(context, small, BIN[4:])
    put(context, topic(context, PASS[0]), PASS)
    regroup(context, MOMENT)
    answer = ask(context, "USANNE", "is de groene container vandaag geleegd", MOMENT)
    assert answer.question.topic == large


def test_another_process_goes_by_the_new_topics_at_once(shared_url: str) -> None:
    here, there = (context_of(open_store(shared_url)) for _ in range(2))
    bins, passports = topic(here, BIN[0]), topic(here, PASS[0])
    put(here, bins, BIN[:5])
    put(here, passports, [*PASS, BIN[5]])
    assert there.knowledge.topic_for(BIN[0], None, MOMENT) == bins
    regroup(here, MOMENT)
    assert there.knowledge.topic_for(BIN[5], None, MOMENT) == bins
    for context in (here, there):
        context.store.close()


# ---------------------------------------------------------------- when


def test_it_is_due_once_a_night_when_enough_was_asked_and_weekly_all_the_same(context: Context) -> None:
    some = topic(context, BIN[0])
    assert not _due(context)
    put(context, some, [f"vraag {n}" for n in range(ENOUGH_NEW)])
    assert run_due(context, MOMENT, regrouping.due)[0].startswith(f"{JOB} ")
    evening, night, week = (MOMENT + timedelta(**span) for span in ({"hours": 14}, {"hours": 20}, {"days": 8}))
    _ask(context, some, ENOUGH_NEW, evening)
    assert run_due(context, evening, regrouping.due) == (), "once a night"
    assert len(run_due(context, night, regrouping.due)) == 1, "05:00 in Amsterdam"
    _ask(context, some, 1, night + timedelta(hours=1))
    assert not regrouping.due(context, night + timedelta(days=1)), "too little is new"
    assert regrouping.due(context, week)


def test_few_questions_are_no_trouble(context: Context) -> None:
    assert regroup(context, MOMENT) == "too few questions"
    put(context, topic(context, PASS[0]), PASS[:1])
    put(context, topic(context, BIN[0]), BIN[:1])
    assert regroup(context, MOMENT) == "same"


def test_greetings_never_gather_into_a_topic(context: Context) -> None:
    greetings = [topic(context, "hoi") for _ in range(4)]
    for one in greetings:
        put(context, one, ["Hoi collega's"])
    put(context, topic(context, BIN[0]), BIN)
    assert regroup(context, MOMENT) == "same"
    assert all(read(context, one).merged_into is None for one in greetings)


def test_what_was_not_done_when_the_process_died_is_done_by_the_next(context: Context) -> None:
    """It dies between grouping and writing: nothing was changed, and the next run does all of it."""
    bins, passports = topic(context, BIN[0]), topic(context, PASS[0])
    put(context, bins, BIN[:5])
    wrong = put(context, passports, BIN[5:])
    put(context, passports, PASS)

    def die() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        regroup(while_grouping(context, die), MOMENT)
    assert where(context, wrong) == {passports}
    regroup(context, MOMENT)
    assert where(context, wrong) == {bins}


def test_a_town_of_one_department_knows_whose_it_all_is(store: SqlStore) -> None:
    alone = context_of(store, Organisation(departments=(Department(key="one", name="One"),)))
    put(alone, topic(alone, BIN[0]), BIN, department=None)
    assert regroup(alone, MOMENT)


def _ask(context: Context, topic: int, count: int, at: datetime) -> None:
    with context.store.writing() as unit:
        for n in range(count):
            unit.add_question(Question(text=f"nog een vraag {n}", asked_at=at, topic=topic))


def _due(context: Context) -> bool:
    return any(one.job == JOB for one in due(context, MOMENT))


def while_grouping(context: Context, what: Callable[[], None]) -> Context:
    return replace(context, knowledge=Interrupted(context.store, what))
