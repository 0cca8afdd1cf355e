"""The figures, checked by hand on a few questions."""

from __future__ import annotations

import pytest

from bot.measure.figures import Band, Ranked, figures, hit_at_1, reliability

#: Four questions that an entry answers, two that none does; the second and the third score the same.
SIX = (
    Ranked(0.9, 1),
    Ranked(0.8, 2),
    Ranked(0.8, None),
    Ranked(0.5, 1),
    Ranked(0.2, None),
    Ranked(0.1, 5),
)
TIMES = (1.0, 2.0, 3.0, 4.0, 5.0, 6.0)


def test_hits_are_of_the_questions_that_an_entry_answers() -> None:
    found = figures(SIX, TIMES)
    assert found["hit@1"] == 0.5
    assert found["hit@3"] == 0.75
    assert found["mrr"] == pytest.approx((1 + 1 / 2 + 1 + 1 / 5) / 4, abs=0.0005)
    assert hit_at_1(SIX) == 0.5
    assert hit_at_1([Ranked(0.5, None)]) == 0.0


def test_a_tie_counts_half_in_auroc() -> None:
    pairs_won = 2 + 1.5 + 1 + 0  # .9 beats both; .8 ties with one and beats the other; .5 beats one; .1 none
    assert figures(SIX, TIMES)["auroc"] == pytest.approx(pairs_won / 8, abs=0.0006)


def test_correct_at_ten_percent_false_alarms_is_above_the_score_that_ten_percent_of_the_others_exceed() -> None:
    # Between .2 and .8, at nine tenths: .74. Only the first question is right and above it.
    assert figures(SIX, TIMES)["correct@10fa"] == 0.25


def test_coverage_is_of_all_questions_the_surest_first() -> None:
    assert figures(SIX, TIMES)["coverage@90"] == pytest.approx(1 / 6, abs=0.0005), "1 of 1 right; then 1 of 2, 2 of 4"
    ten_right_one_wrong = [Ranked(1 - i / 100, 1) for i in range(9)] + [Ranked(0.5, 2), Ranked(0.4, 2)]
    assert figures(ten_right_one_wrong, [1.0])["coverage@90"] == pytest.approx(10 / 11, abs=0.0005), "9 of 10 is 90%"


def test_coverage_takes_a_tie_in_the_order_asked() -> None:
    right, wrong = Ranked(0.7, 1), Ranked(0.7, 2)
    assert figures([right, wrong], [1.0])["coverage@90"] == 0.5
    assert figures([wrong, right], [1.0])["coverage@90"] == 0.0


def test_milliseconds_are_percentiles() -> None:
    found = figures(SIX, TIMES)
    assert (found["ms_p50"], found["ms_p99"]) == (3.5, 5.95)


def test_without_questions_of_both_kinds_there_is_nothing_to_tell_apart() -> None:
    assert set(figures(SIX[:2], TIMES)) == {"hit@1", "hit@3", "mrr", "ms_p50", "ms_p99", "coverage@90"}
    assert set(figures([Ranked(0.5, None)], TIMES)) == {"ms_p50", "ms_p99", "coverage@90"}


def test_what_is_shown_as_fitting_is_counted_by_how_sure_it_was_said_to_be() -> None:
    found = reliability(
        [
            Ranked(0.76, 1, fits=True),
            Ranked(0.78, 2, fits=True),
            Ranked(1.0, 1, fits=True),
            Ranked(0.97, None, fits=True),
            Ranked(0.6, 1),
            Ranked(0.1, None),
        ]
    )
    assert found.bands == (Band(0.75, 2, 1, pytest.approx(0.77)), Band(0.95, 2, 1, pytest.approx(0.985)))
    assert (found.shown, found.right) == (4, 2)
    assert (found.answerable, found.answered) == (4, 2)
    assert (found.unanswerable, found.misled) == (2, 1)


@pytest.mark.parametrize("probability", [0.75, 0.8, 0.85, 0.9, 0.95])
def test_a_probability_on_the_edge_belongs_to_the_band_it_begins(probability: float) -> None:
    assert [band.start for band in reliability([Ranked(probability, 1, fits=True)]).bands] == [probability]
