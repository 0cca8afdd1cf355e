"""Contact records come in: once, under the topic they are about, and still counted when they are about none."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.model import Contact, Phrasing, Question, TopicPair
from bot.services.answering import ask
from bot.services.contact_sheets import ContactRow
from bot.services.context import Context
from bot.services.importing_contacts import ContactsImported, import_contacts
from storage import SqlStore
from tests.services.quarter import a_topic, an_entry, context_of
from tests.storage import making

NOW = datetime(2026, 5, 12, 9, 0, tzinfo=UTC)
LETTER = "nieuwe aanmaningsbrief onduidelijk bedrag"


@pytest.fixture
def context(store: SqlStore) -> Context:
    return context_of(store)


def records(*texts: str, days: float = 1, count: int = 1, name: str = "") -> list[ContactRow]:
    return [
        ContactRow(n, NOW - timedelta(days=days), Contact.PHONE, text, count, f"contact:{name}{n}{text}{days}")
        for n, text in enumerate(texts)
    ]


def imported(context: Context, rows: list[ContactRow], now: datetime = NOW) -> ContactsImported:
    return import_contacts(context, rows, now, lambda what, done, total: None)


def asked(context: Context, text: str, topic: int, times: int = 3) -> None:
    with context.store.writing() as unit:
        for n in range(times):
            unit.add_question(Question(text=text, asked_at=NOW - timedelta(days=2, hours=n), topic=topic))


def answered(context: Context, title: str) -> int:
    """The number of an entry that is found by its title."""
    number = an_entry(context, title).number
    with context.store.writing() as unit:
        unit.add_phrasing(Phrasing(entry=number, text=title, source="title", created_at=NOW))
    return number


def topics_of(context: Context) -> dict[str, int | None]:
    with context.store.reading() as data:
        return {tally.text: tally.topic for tally in data.tallies()}


def test_a_record_joins_the_topic_that_colleagues_asked_about(context: Context) -> None:
    topic = a_topic(context)
    asked(context, LETTER, topic)
    done = imported(context, records(f"{LETTER} brief", count=4))
    assert done == ContactsImported(added=1, there=0, customers=4, topics=1, opened=0, without_topic=0)
    with context.store.reading() as data:
        (tally,) = data.tallies(topic=topic)
    assert (tally.count, tally.imported, tally.contact, tally.entry) == (4, True, Contact.PHONE, None)


def test_a_record_that_an_entry_answers_is_of_that_entry_and_its_topic(context: Context) -> None:
    entry = answered(context, "Kwijtschelding aanvragen na een aanslag")
    done = imported(context, records("Kwijtschelding aanvragen na een aanslag"))
    assert (done.topics, done.opened) == (1, 1)
    with context.store.reading() as data:
        (tally,) = data.tallies(entry=entry)
        topic = data.topic_of_entry(entry)
    assert topic is not None
    assert (tally.topic, topic.department) == (topic.id, "taxes")


def test_what_three_customers_came_for_becomes_a_topic_though_nobody_asked(context: Context) -> None:
    done = imported(context, [*records(LETTER, count=2), *records(f"{LETTER} 2026"), *records("zwembad dicht")])
    assert (done.topics, done.opened, done.customers, done.without_topic) == (1, 1, 4, 1)
    filed = topics_of(context)
    assert filed[LETTER] == filed[f"{LETTER} 2026"] is not None
    assert filed["zwembad dicht"] is None
    with context.store.reading() as data:
        assert [topic.title for topic in data.topics()] == [LETTER]


def test_a_record_without_words_counts_and_has_no_topic(context: Context) -> None:
    done = imported(context, records("", "?!", count=5))
    assert (done.customers, done.without_topic, done.opened) == (10, 10, 0)
    with context.store.reading() as data:
        assert sum(tally.count for tally in data.tallies(imported=True)) == 10


def test_the_same_file_twice_adds_nothing(context: Context) -> None:
    rows = records(LETTER, LETTER + " a", LETTER + " b", "los")
    imported(context, rows)
    assert imported(context, rows) == ContactsImported(0, 4, 0, 0, 0, 0)
    with context.store.reading() as data:
        assert len(data.tallies()) == 4
        assert len(data.topics()) == 1


def test_what_an_earlier_file_left_over_joins_the_topic_that_the_next_one_opens(context: Context) -> None:
    imported(context, records(LETTER, count=2, days=8, name="a"))
    assert topics_of(context) == {LETTER: None}
    imported(context, records(f"{LETTER}en", name="b"))
    filed = topics_of(context)
    assert filed[LETTER] == filed[f"{LETTER}en"] is not None


def test_the_next_file_finds_the_topic_that_contacts_opened(context: Context) -> None:
    imported(context, records(LETTER, count=3, days=8, name="a"))
    done = imported(context, records(f"{LETTER} graag", name="b"))
    assert (done.topics, done.opened) == (1, 0)


def test_when_colleagues_ask_it_too_the_contacts_go_over_into_their_topic(context: Context) -> None:
    imported(context, records(LETTER, count=3, days=8, name="a"))
    opened = topics_of(context)[LETTER]
    topic = a_topic(context)
    asked(context, LETTER, topic)
    imported(context, records("zwembad dicht", name="b"))
    assert opened is not None
    assert topics_of(context)[LETTER] == topic
    with context.store.reading() as data:
        before, after = data.topics([opened, topic])
    assert before.merged_into == topic
    assert [event.what for one in (before, after) for event in one.history] == ["merged", "took_in"]


def test_topics_that_a_specialist_keeps_apart_stay_apart(context: Context) -> None:
    imported(context, records(LETTER, count=3, days=8, name="a"))
    opened = topics_of(context)[LETTER]
    assert opened is not None
    topic = a_topic(context)
    asked(context, LETTER, topic)
    with context.store.writing() as unit:
        unit.add_topic_pair(TopicPair(first=opened, second=topic, at=NOW))
    imported(context, records("zwembad dicht", name="b"))
    assert topics_of(context)[LETTER] == opened


@pytest.mark.parametrize("hand", ["placed", "signal"])
def test_a_topic_that_was_placed_or_has_a_signal_does_not_go_over_into_another(context: Context, hand: str) -> None:
    imported(context, records(LETTER, count=3, days=8, name="a"))
    opened = topics_of(context)[LETTER]
    assert opened is not None
    asked(context, LETTER, a_topic(context))
    with context.store.writing() as unit:
        (topic,) = unit.topics([opened])
        if hand == "placed":
            unit.save_topic(topic.but(department="taxes", placed=True))
        else:
            unit.add_signal(making.signal(opened))
    imported(context, records("zwembad dicht", name="b"))
    assert topics_of(context)[LETTER] == opened


def test_an_import_that_was_cut_off_goes_on_where_it_was(context: Context) -> None:
    rows = records(*[f"{LETTER} {n}" for n in range(6)])
    imported(context, rows[:4])
    done = imported(context, rows)
    assert (done.added, done.there, done.opened) == (2, 4, 0)
    assert len(set(topics_of(context).values())) == 1


def test_a_question_joins_the_topic_that_contacts_opened_also_while_the_bot_runs(context: Context) -> None:
    ask(context, "USANNE", "is het zwembad open", NOW)  # the topics are known from here on
    imported(context, records(LETTER, count=3))
    opened = topics_of(context)[LETTER]
    assert opened is not None

    first = ask(context, "USANNE", f"{LETTER} op de brief", NOW)
    second = ask(context, "UTOM", f"{LETTER} graag", NOW)

    assert first.question.topic == second.question.topic == opened


def test_topics_that_nobody_asked_about_are_no_questions_to_scan(context: Context) -> None:
    imported(context, records(LETTER, count=3))
    question = ask(context, "USANNE", f"{LETTER} op de brief", NOW).question
    assert context.knowledge.alike(NOW).known([question.id, -(question.topic or 0)]) == [question.id]
