"""`@kb` in a channel or thread, and direct messages: answered in place, once."""

from __future__ import annotations

from slack_sdk import WebClient

from tests.acceptance.conftest import Town
from tests.acceptance.test_asking import arrangement, others


def test_a_mention_is_answered_in_its_thread_where_all_can_read_it(town: Town) -> None:
    arrangement(town)
    others(town)
    asked = town.sanne.types("@kb betalingsregeling na aanmaning", channel="invordering")
    town.settle()
    answer = town.joris.sees("Tot 14 dagen na de aanmaning", channel="invordering", since="start")
    assert answer.thread_ts and not answer.ephemeral, asked
    town.joris.presses("Dit hielp", on=answer)
    town.joris.sees("Betalingsregeling na een aanmaning")
    with town.kb.store.reading() as data:
        (question,) = data.questions()
    assert question.outcome is None, "only the asker sets the outcome"
    town.sanne.presses("Dit hielp", on=answer)
    town.sanne.sees("Deze vraagvariant")


def test_a_direct_message_is_a_question(town: Town) -> None:
    arrangement(town)
    others(town)
    town.sanne.types("betalingsregeling na aanmaning", channel="dm")
    town.settle()
    town.sanne.sees("Tot 14 dagen na de aanmaning", channel="dm")


def test_a_mention_in_a_direct_message_is_answered_once(town: Town) -> None:
    arrangement(town)
    others(town)
    town.sanne.types("@kb betalingsregeling na aanmaning", channel="dm")
    town.settle()
    town.sanne.sees("Tot 14 dagen na de aanmaning", channel="dm")
    town.settle()
    answers = [m for m in town.sanne.messages("dm") if "Tot 14 dagen" in m.text_content]
    assert len(answers) == 1
    with town.kb.store.reading() as data:
        assert len(data.questions()) == 1


def test_an_answer_whose_posting_broke_off_is_looked_for_and_not_posted_again(town: Town) -> None:
    arrangement(town)
    others(town)
    town.slack.fail_next("chat.postMessage", "drop_connection", after_effect=True)
    town.sanne.types("@kb betalingsregeling na aanmaning", channel="invordering")
    town.settle()
    town.passes(minutes=5)
    answers = [m for m in town.slack.messages("invordering") if "Tot 14 dagen" in m.text_content]
    assert len(answers) == 1
    with town.kb.store.reading() as data:
        assert data.outbox("answer:1").ts == answers[0].ts


def test_an_answer_that_slack_refuses_for_a_moment_comes_later(town: Town) -> None:
    arrangement(town)
    others(town)
    town.slack.fail_next("chat.postMessage", "ratelimited")
    town.sanne.types("@kb betalingsregeling na aanmaning", channel="invordering")
    town.settle()
    assert not [m for m in town.slack.messages("invordering") if "Tot 14 dagen" in m.text_content]
    town.passes(minutes=2)
    assert [m for m in town.slack.messages("invordering") if "Tot 14 dagen" in m.text_content]


def test_the_bot_does_not_answer_itself_or_other_messages(town: Town) -> None:
    WebClient(town.slack.bot_token, base_url=town.slack.api_url).chat_postMessage(
        channel="C0INVORDERING", text="Goedemorgen"
    )
    town.sanne.types("goedemorgen allemaal", channel="invordering")
    town.settle()
    assert len(town.slack.messages("invordering")) == 2


def test_an_answer_for_a_channel_the_bot_was_thrown_out_of_comes_privately(town: Town) -> None:
    arrangement(town)
    others(town)
    town.slack.fail_next("chat.postMessage", "internal_error")
    town.sanne.types("@kb betalingsregeling na aanmaning", channel="invordering")
    town.settle()
    town.slack.remove_bot("invordering")
    town.passes(minutes=2)
    town.passes(minutes=2)
    assert town.sanne.sees("Tot 14 dagen na de aanmaning", channel="dm")
