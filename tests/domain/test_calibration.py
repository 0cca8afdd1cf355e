"""How sure matching is."""

from __future__ import annotations

import numpy as np
import pytest

from bot.domain.calibration import (
    FEATURES,
    FITS_AT,
    fits_for,
    in_scope_design,
    logistic,
    probability,
    together_design,
    which,
    which_design,
)
from bot.domain.coefficients import COEFFICIENTS

ENCODERS = ("use-m3.2", "use-m3.2+e5", None)
#: As written in the base; a close race of two; nothing alike. Of a base of thirty entries with one phrasing each.
AS_WRITTEN = {
    "head": -0.01,
    "best": 1.0,
    "best_margin": 0.8,
    "meaning": 1.0,
    "meaning_margin": 0.8,
    "characters": 1.0,
    "characters_margin": 0.8,
    "mean": 1.0,
    "mean_margin": 0.8,
    "overlap": 1.0,
    "entry_overlap": 1.0,
    "unknown": 0.0,
    "words": np.log(4),
    "entries": np.log(30),
    "phrasings": 0.0,
}
CLOSE_RACE = AS_WRITTEN | {
    "head": -0.75,
    "best": 0.4,
    "best_margin": 0.01,
    "meaning": 0.4,
    "meaning_margin": 0.01,
    "characters": 0.25,
    "characters_margin": 0.0,
    "mean": 0.4,
    "mean_margin": 0.01,
    "overlap": 0.4,
    "entry_overlap": 0.4,
    "unknown": 0.4,
}
NOTHING_ALIKE = AS_WRITTEN | {
    "head": -1.5,
    "best": 0.08,
    "best_margin": 0.01,
    "meaning": 0.08,
    "meaning_margin": 0.01,
    "characters": 0.03,
    "characters_margin": 0.01,
    "mean": 0.08,
    "mean_margin": 0.01,
    "overlap": 0.0,
    "entry_overlap": 0.0,
    "unknown": 1.0,
}


def sure(encoder: str | None, **changed: float) -> float:
    values = CLOSE_RACE | changed
    if encoder is None:
        values |= {"meaning": 0.0, "meaning_margin": 0.0}
    return float(probability(fits_for(encoder), np.array([[values[name] for name in FEATURES]]))[0])


@pytest.mark.parametrize("encoder", ENCODERS)
def test_a_question_asked_as_written_is_nearly_certain(encoder: str | None) -> None:
    assert sure(encoder, **AS_WRITTEN) > 0.95


@pytest.mark.parametrize("encoder", ENCODERS)
def test_a_question_that_resembles_nothing_is_nearly_excluded(encoder: str | None) -> None:
    assert sure(encoder, **NOTHING_ALIKE) < 0.05


@pytest.mark.parametrize("encoder", ENCODERS)
def test_a_close_race_does_not_fit(encoder: str | None) -> None:
    assert sure(encoder) < FITS_AT


@pytest.mark.parametrize("encoder", ENCODERS)
def test_what_tells_an_entry_from_the_others_makes_surer(encoder: str | None) -> None:
    assert sure(encoder, head=-0.2) > sure(encoder)
    assert sure(encoder, best=0.6, meaning=0.6, characters=0.5, mean=0.6) > sure(encoder)


@pytest.mark.parametrize("encoder", ["use-m3.2", None])  # with two encoders words hardly matter any more
def test_words_the_base_has_never_seen_make_less_sure(encoder: str | None) -> None:
    assert sure(encoder, unknown=0.8, overlap=0.2, entry_overlap=0.2) < sure(encoder)


@pytest.mark.parametrize("encoder", ENCODERS)
def test_extreme_values_stay_probabilities(encoder: str | None) -> None:
    for value in (-1e6, 1e6):
        assert 0.0 <= sure(encoder, best=value, head=value) <= 1.0


def test_every_encoder_has_a_coefficient_a_column_and_the_intercept() -> None:
    seen = np.zeros((3, len(FEATURES)))
    for name in COEFFICIENTS:
        fits = fits_for(name)
        assert len(fits.in_scope) == in_scope_design(seen).shape[1] + 1
        assert len(fits.which) == which_design(seen).shape[1] + 1
        assert len(fits.together) == together_design(fits, seen).shape[1] + 1
        assert which(fits, seen).shape == probability(fits, seen).shape == (3,)


def test_an_encoder_nobody_measured_is_judged_as_the_one_that_comes_with_kb() -> None:
    assert fits_for("brand-new") == fits_for("use-m3.2") != fits_for(None)


def test_no_evidence_is_one_half() -> None:
    assert logistic((0.0, 1.0), np.zeros((2, 1))) == pytest.approx([0.5, 0.5])
