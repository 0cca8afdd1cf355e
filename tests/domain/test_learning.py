"""When two questions are asked in the same words, and what people's word is worth."""

import pytest

from bot.domain.learning import AT_MOST, CONFIRMED, LEARNED, REJECTED, same_words, weight_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kan ik in termijnen betalen?", "kan ik in termijnen betalen"),
        ("Hoi, kan ik in termijnen betalen?", "in termijnen betalen, mag dat"),
        ("betalingsregeling na aanmaning", "klant wil betalingsregelling na aanmanig"),
        ("Wat kost een paspoort?", "paspoort: wat kost dat"),
        ("where is it", "Where is it?"),
    ],
)
def test_the_same_words_in_another_order_or_with_a_typo_are_the_same(one: str, other: str) -> None:
    assert same_words(one, other)
    assert same_words(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("paspoort kwijt", "paspoort kwijt op vakantie"),
        ("mag ik een boom kappen", "mag ik geen boom kappen"),
        ("formulier B12 kwijt", "formulier B13 kwijt"),
        ("boete van 100 euro", "boete van 1000 euro"),
        ("wat kost een paspoort", "wat kost een rijbewijs"),
        ("kan dat", "mag dit"),
        ("bon", "ton"),
    ],
)
def test_another_subject_number_or_a_not_is_something_else(one: str, other: str) -> None:
    assert not same_words(one, other)
    assert not same_words(other, one)


def test_a_second_person_makes_a_word_count_in_full() -> None:
    assert [weight_of(people, rejected=False) for people in (1, 2, 9)] == [LEARNED, CONFIRMED, CONFIRMED]
    assert [weight_of(people, rejected=True) for people in (2, 9)] == [REJECTED, REJECTED]
    assert REJECTED < weight_of(1, rejected=True) < 0


def test_what_one_person_adds_to_an_entry_weighs_less_than_its_title() -> None:
    assert AT_MOST * LEARNED < 1.0
    assert AT_MOST * -weight_of(1, rejected=True) < 1.0
