"""A corrected topic corrects its signal: what was moved or split off is no longer told of, and comes back when it is
moved back."""

from __future__ import annotations

from datetime import timedelta

from bot.model import Evidence, Signal, SignalEvent, SignalState
from bot.services import topic_corrections as corrections
from bot.services.context import Context
from bot.services.signal_messages import post
from tests.services.quarter import (
    FATIMA,
    MOMENT,
    a_rising_topic,
    a_topic,
    ago,
    an_entry,
    asked,
    check,
    colleagues,
    delivered,
    message,
    outbox,
    signals,
    tallied,
)

FORMS = [
    "formulier inkomensgegevens beslag",
    "formulier aansprakelijkheid val",
    "kwijtschelding op papier welk formulier",
    "welk formulier voor kwijtschelding",
]


def a_told(context: Context, topic: int, questions: list[int], **more: object) -> int:
    """The department was told of these questions, as a check would tell; gives the signal's id."""
    with context.store.writing() as unit:
        rows = unit.questions(ids=questions)
        seen = Evidence(
            kind="unanswered", at=MOMENT, people=len({q.pseudonym for q in rows}), tallied=5, span_days=3,
            usual_per_week=0, questions=tuple(q.id for q in rows), texts=tuple(q.text for q in rows),
        )  # fmt: skip
        values: dict[str, object] = {
            "topic": topic, "department": "taxes", "title": rows[0].text, "evidence": seen, "opened_at": MOMENT,
            "changed_at": MOMENT, "history": (SignalEvent(at=MOMENT, what="posted"),), "posted": True,
        } | more  # fmt: skip
        signal = unit.add_signal(Signal(**values))  # type: ignore[arg-type]
        assert post(unit, unit.organisation(), signal, MOMENT, None)
    delivered(context)
    return signal.id


def forms(context: Context, topic: int) -> list[int]:
    """A colleague each asks about another form, a day apart."""
    return [
        asked(context, topic, [person], ago(days=4 - day), text=text)[0]
        for day, (person, text) in enumerate(zip(colleagues(4), FORMS, strict=True))
    ]


def read(context: Context, id: int) -> Signal:
    with context.store.reading() as data:
        found = data.signal(id)
    assert found is not None
    return found


def title_of(context: Context, topic: int) -> str:
    with context.store.reading() as data:
        found = data.topic(topic)
    assert found is not None
    return found.title


def test_what_is_moved_away_is_no_longer_told_of_and_the_message_is_changed_once(context: Context) -> None:
    topic, other = a_topic(context, "formulier"), a_topic(context, "val op straat")
    questions = forms(context, topic)
    id = a_told(context, topic, questions)
    before = message(context, f"signal:{id}").revision
    for _ in range(2):
        corrections.move(context, FATIMA, [questions[1]], other, MOMENT)
    found = read(context, id)
    assert (found.evidence.people, found.evidence.questions) == (3, (questions[0], *questions[2:]))
    assert not any("aansprakelijkheid" in text for text in found.evidence.texts)
    assert message(context, f"signal:{id}").revision == before + 1
    assert message(context, f"signal:{id}:questions").revision == before + 1
    assert [event.what for event in found.history] == ["posted", "corrected"]
    assert message(context, f"signal:{id}:h1").thread == f"signal:{id}", "who did it stands in its thread"


def test_what_is_moved_back_is_told_of_again(context: Context) -> None:
    topic, other = a_topic(context, "formulier"), a_topic(context, "val op straat")
    questions = forms(context, topic)
    id = a_told(context, topic, questions)
    first = read(context, id)
    corrections.move(context, FATIMA, questions[:2], other, MOMENT)
    assert read(context, id).evidence.people == 2
    corrections.move(context, FATIMA, questions[:2], topic, MOMENT)
    again = read(context, id)
    assert again.evidence.questions == first.evidence.questions and again.evidence.people == 4
    assert set(again.evidence.texts) == set(first.evidence.texts)


def test_a_question_that_was_never_told_of_does_not_join_the_evidence(context: Context) -> None:
    topic, other = a_topic(context, "formulier"), a_topic(context, "val op straat")
    id = a_told(context, topic, forms(context, topic))
    (stranger,) = asked(context, other, ["p9"], ago(days=1), text="iets anders")
    corrections.move(context, FATIMA, [stranger], topic, MOMENT)
    assert read(context, id).evidence.people == 4 and len(read(context, id).history) == 1


def test_what_is_split_off_leaves_and_joining_it_again_brings_it_back(context: Context) -> None:
    topic = a_topic(context, "formulier")
    questions = forms(context, topic)
    id = a_told(context, topic, questions)
    new = corrections.split(context, FATIMA, topic, questions[:2], "", MOMENT)
    assert read(context, id).evidence.questions == tuple(questions[2:])
    corrections.merge(context, FATIMA, new.id, topic, MOMENT)
    assert read(context, id).evidence.questions == tuple(questions)


def test_neither_signal_nor_topic_keeps_the_words_of_a_question_that_left(context: Context) -> None:
    topic = a_topic(context, f"{FORMS[0]} (0)")
    questions = forms(context, topic)
    id = a_told(context, topic, questions)
    corrections.split(context, FATIMA, topic, questions[:2], "", MOMENT)
    assert "beslag" not in read(context, id).title and "beslag" not in title_of(context, topic)
    assert "kwijtschelding" in read(context, id).title and "kwijtschelding" in title_of(context, topic)
    assert {one.title for one in corrections.listed(context, FATIMA, MOMENT)} >= {read(context, id).title}


def test_a_title_stays_while_its_question_does(context: Context) -> None:
    topic, other = a_topic(context, f"{FORMS[0]} (0)"), a_topic(context, "val op straat")
    questions = forms(context, topic)
    id = a_told(context, topic, questions)
    corrections.move(context, FATIMA, questions[1:2], other, MOMENT)
    assert read(context, id).title == title_of(context, topic) == f"{FORMS[0]} (0)"


def test_list_form_and_signal_call_a_topic_the_same_and_a_new_name_goes_for_all(context: Context) -> None:
    entry = an_entry(context, "Kwijtschelding aanvragen").number
    topic = a_topic(context, "formulier", entry=entry)
    questions = forms(context, topic)
    asked(context, topic, colleagues(3), ago(days=1))
    id = a_told(context, topic, questions)
    assert corrections.title_now(context, topic) == read(context, id).title
    assert corrections.editing(context, FATIMA, topic, MOMENT).title == read(context, id).title
    before = message(context, f"signal:{id}").revision
    corrections.rename(context, FATIMA, topic, "Formulieren", MOMENT)
    assert read(context, id).title == corrections.title_now(context, topic) == "Formulieren"
    assert message(context, f"signal:{id}").revision == before + 1


def test_customers_are_counted_from_the_first_question_that_is_left(context: Context) -> None:
    topic, other = a_topic(context, "formulier"), a_topic(context, "val op straat")
    questions = forms(context, topic)
    id = a_told(context, topic, questions)
    tallied(context, topic, 3, ago(days=4))
    tallied(context, topic, 2, ago(days=1))
    corrections.move(context, FATIMA, questions[:2], other, MOMENT)
    assert read(context, id).evidence.tallied == 2
    corrections.move(context, FATIMA, questions[:2], topic, MOMENT)
    assert read(context, id).evidence.tallied == 5, "and from the first again that is back"


def test_a_signal_that_is_over_stays_as_it_was(context: Context) -> None:
    topic, other = a_topic(context, "formulier"), a_topic(context, "val op straat")
    questions = forms(context, topic)
    id = a_told(context, topic, questions, state=SignalState.RESOLVED)
    before = read(context, id)
    corrections.move(context, FATIMA, questions, other, MOMENT)
    assert read(context, id) == before


def test_when_nothing_is_left_it_stays_open_until_somebody_closes_it(context: Context) -> None:
    topic, other = a_topic(context, "formulier"), a_topic(context, "val op straat")
    questions = forms(context, topic)
    id = a_told(context, topic, questions)
    corrections.move(context, FATIMA, questions, other, MOMENT)
    found = read(context, id)
    assert (found.state, found.evidence.people, found.evidence.questions) == (SignalState.OPEN, 0, ())
    assert outbox(context, f"signal:{id}:1") == [None], "no second message"


def test_the_next_check_does_not_bring_back_what_was_moved_away(context: Context) -> None:
    topic, other = a_rising_topic(context), a_topic(context, "val op straat")
    assert check(context) == "1 new"
    (told,) = signals(context)
    corrections.move(context, FATIMA, told.evidence.questions[:7], other, MOMENT)
    for hours in (5, 24):
        check(context, MOMENT + timedelta(hours=hours))
    (left,) = signals(context)
    assert (left.topic, left.evidence.people) == (topic, 2)
    assert [event.what for event in left.history] == ["posted", "corrected"]
