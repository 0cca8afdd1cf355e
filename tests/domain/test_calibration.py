"""How sure matching is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.calibration import (
    COEFFICIENTS,
    COEFFICIENTS_BARE,
    FITS_AT,
    SAME,
    SAME_BARE,
    Features,
    Sameness,
    design,
    fit_probability,
    same_design,
    same_probability,
)

MIDDLING = Features(score=0.4, other=0.3, meaning=0.4, characters=0.3, overlap=0.5, phrasings=1, entries=30)
BARE = replace(MIDDLING, meaning=None)
SAID_AS_WRITTEN = Features(score=1.0, other=0.2, meaning=1.0, characters=1.0, overlap=1.0, phrasings=1, entries=30)
NOTHING_ALIKE = Features(score=0.05, other=0.04, meaning=0.05, characters=0.02, overlap=0.0, phrasings=1, entries=30)


def test_a_question_asked_as_written_is_nearly_certain() -> None:
    for features in (SAID_AS_WRITTEN, replace(SAID_AS_WRITTEN, meaning=None)):
        assert fit_probability(features) > 0.95


def test_a_question_that_resembles_nothing_is_nearly_excluded() -> None:
    for features in (NOTHING_ALIKE, replace(NOTHING_ALIKE, meaning=None)):
        assert fit_probability(features) < 0.1


@pytest.mark.parametrize("features", [MIDDLING, BARE])
def test_a_higher_score_and_a_weaker_rival_make_surer(features: Features) -> None:
    p = fit_probability(features)
    assert fit_probability(replace(features, score=0.5)) > p
    assert fit_probability(replace(features, other=0.1)) > p
    assert fit_probability(replace(features, overlap=1.0)) > p


@pytest.mark.parametrize("features", [MIDDLING, BARE])
def test_among_more_entries_the_same_score_is_less_sure(features: Features) -> None:
    assert fit_probability(replace(features, entries=300)) < fit_probability(features)


def test_a_close_race_does_not_fit() -> None:
    assert fit_probability(MIDDLING) < FITS_AT


def test_extreme_values_stay_probabilities() -> None:
    for score in (-1e6, 1e6):
        assert 0.0 <= fit_probability(replace(MIDDLING, score=score)) <= 1.0


def test_texts_alike_in_every_way_say_the_same_and_others_do_not() -> None:
    assert same_probability(Sameness(meaning=0.98, characters=0.95, margin=0.6)) > 0.95
    assert same_probability(Sameness(meaning=0.1, characters=0.1, margin=0.02)) < 0.1
    assert same_probability(Sameness(meaning=None, characters=0.95, margin=0.6)) > 0.95
    assert same_probability(Sameness(meaning=None, characters=0.1, margin=0.02)) < 0.1


def test_there_is_one_coefficient_for_each_number_and_an_intercept() -> None:
    assert len(COEFFICIENTS) == len(design(MIDDLING)) + 1
    assert len(COEFFICIENTS_BARE) == len(design(BARE)) + 1
    assert len(SAME) == len(same_design(Sameness(0.5, 0.5, 0.1))) + 1
    assert len(SAME_BARE) == len(same_design(Sameness(None, 0.5, 0.1))) + 1
