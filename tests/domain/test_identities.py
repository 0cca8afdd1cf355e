"""Topics keep their numbers when questions are grouped again, and what people decided stays decided."""

from __future__ import annotations

from collections.abc import Iterable

from bot.domain.identities import Grouped, Plan, Standing, plan

LETTER, BIN, PASS = 10, 20, 30


def asked(topic: int, group: int, *questions: int, stays: bool = False, entry: int | None = None) -> list[Grouped]:
    return [Grouped(question, topic, group, stays, entry) for question in questions]


def planned(
    *some: Iterable[Grouped], standing: tuple[Standing, ...] | None = None, apart: tuple[tuple[int, int], ...] = ()
) -> Plan:
    flat = [one for rows in some for one in rows]
    topics = standing if standing is not None else tuple(Standing(id) for id in sorted({one.topic for one in flat}))
    return plan(flat, topics, {frozenset(pair) for pair in apart})


def nothing(found: Plan) -> bool:
    return not (found.moves or found.opened or found.merges)


def test_groups_that_are_the_topics_change_nothing() -> None:
    assert nothing(planned(asked(LETTER, 1, 1, 2, 3), asked(BIN, 0, 4, 5)))


def test_a_question_that_joined_the_wrong_topic_moves() -> None:
    found = planned(asked(LETTER, 0, 1, 2, 3), asked(BIN, 1, 4, 5), asked(BIN, 0, 6))
    assert found == Plan({6: LETTER}, (), {})


def test_a_topic_that_turns_out_to_be_two_is_split_and_the_larger_part_keeps_the_number() -> None:
    found = planned(asked(LETTER, 0, 1, 2, 3), asked(LETTER, 1, 4, 5))
    assert found == Plan({}, ((4, 5),), {})


def test_of_two_topics_that_turn_out_to_be_one_the_smaller_goes_into_the_larger() -> None:
    found = planned(asked(LETTER, 0, 1, 2, 3), asked(BIN, 0, 4, 5))
    assert found == Plan({}, (), {BIN: LETTER})


def test_a_kept_topic_never_goes_into_another_and_keeps_its_last_questions() -> None:
    standing = (Standing(LETTER), Standing(BIN, kept=True))
    assert nothing(planned(asked(LETTER, 0, 1, 2, 3), asked(BIN, 0, 4, 5), standing=standing))


def test_a_question_that_a_specialist_put_somewhere_stays_there() -> None:
    assert nothing(planned(asked(LETTER, 0, 1, 2, 3), asked(BIN, 0, 4, stays=True), asked(BIN, 1, 5, 6)))


def test_a_group_of_which_half_is_bound_to_a_topic_goes_there_as_a_whole() -> None:
    found = planned(asked(LETTER, 0, 1, 2, 3), asked(BIN, 0, 4, 5, 6, stays=True), asked(LETTER, 1, 7, 8, 9))
    assert found == Plan({1: BIN, 2: BIN, 3: BIN}, (), {})


def test_questions_that_an_entry_answers_are_in_the_topic_of_that_entry() -> None:
    standing = (Standing(LETTER, entry=41), Standing(BIN))
    found = planned(asked(LETTER, 0, 1, 2), asked(BIN, 1, 3, 4, 5), asked(BIN, 1, 6, entry=41), standing=standing)
    assert found == Plan({6: LETTER}, (), {})


def test_questions_that_a_signal_tells_of_gather_in_its_topic_and_bring_their_like() -> None:
    told = [Grouped(question, topic, 1, told=BIN) for question, topic in ((1, LETTER), (2, LETTER), (3, BIN))]
    found = planned(told, asked(LETTER, 1, 4), asked(LETTER, 0, 5, 6))
    assert found == Plan({1: BIN, 2: BIN, 4: BIN}, (), {})


def test_what_an_entry_answers_is_in_its_topic_also_when_a_signal_tells_of_it() -> None:
    some = [Grouped(question, LETTER, 1, entry=41, told=BIN) for question in (1, 2)]
    standing = (Standing(LETTER), Standing(BIN, kept=True), Standing(PASS, entry=41))
    assert planned(some, asked(BIN, 0, 3), standing=standing).merges == {LETTER: PASS}


def test_an_entry_has_one_topic() -> None:
    standing = (Standing(LETTER, entry=41), Standing(BIN, entry=41))
    found = planned(asked(LETTER, 0, 1, 2, entry=41), asked(BIN, 1, 3, 4, entry=41), standing=standing)
    assert found == Plan({}, (), {BIN: LETTER})


def test_a_topic_of_an_entry_stays_though_it_lost_all_its_questions() -> None:
    standing = (Standing(LETTER), Standing(BIN, entry=7))
    found = planned(asked(LETTER, 0, 1, 2, 3), asked(BIN, 0, 4), standing=standing)
    assert found == Plan({4: LETTER}, (), {})


def test_topics_that_are_kept_apart_exchange_no_questions() -> None:
    assert nothing(planned(asked(LETTER, 0, 1, 2, 3), asked(BIN, 0, 4, 5), apart=((LETTER, BIN),)))


def test_a_topic_joined_by_hand_is_not_split() -> None:
    standing = (Standing(LETTER, whole=True), Standing(BIN))
    assert nothing(planned(asked(LETTER, 0, 1, 2, 3), asked(LETTER, 1, 4, 5), asked(BIN, 2, 6), standing=standing))


def test_what_goes_into_a_second_topic_of_an_entry_ends_in_the_first() -> None:
    standing = (Standing(LETTER, entry=41), Standing(BIN, entry=41), Standing(PASS))
    found = planned(asked(BIN, 0, 1, 2, 3), asked(PASS, 0, 4), asked(LETTER, 1, 5, entry=41), standing=standing)
    assert found.merges == {BIN: LETTER, PASS: LETTER}


def test_a_plan_carried_out_leaves_nothing_to_plan() -> None:
    first = [*asked(LETTER, 0, 1, 2, 3), *asked(BIN, 0, 4, 5), *asked(LETTER, 2, 6, 7), *asked(PASS, 1, 8, 9)]
    done = planned(first)
    new = {question: 100 + n for n, some in enumerate(done.opened) for question in some}
    after = []
    for one in first:
        topic = new.get(one.question, done.moves.get(one.question, one.topic))
        after.append(Grouped(one.question, done.merges.get(topic, topic), one.group))
    assert nothing(planned(after))
