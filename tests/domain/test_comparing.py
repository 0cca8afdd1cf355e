"""A question compared with every phrasing."""

from __future__ import annotations

import numpy as np
import pytest

from bot.domain.bodies import Bodies
from bot.domain.characters import CharacterIndex
from bot.domain.comparing import Rows, margins, share

TEXTS = ("paspoort kwijt", "paspoort gestolen", "parkeren")
VECTORS = np.array([[1.0, 0.0], [0.8, 0.6], [0.0, 1.0]], dtype=np.float32)
OWNERS = np.array([4, 4, 9])


def compared_rows(weights: tuple[float, ...] = (1, 1, 1), vectors: np.ndarray | None = VECTORS) -> Rows:
    centre = None if vectors is None else np.zeros(2, dtype=np.float32)
    return Rows(OWNERS, np.array(weights), vectors, centre, CharacterIndex(TEXTS), None, 0.6)


def test_an_entry_is_as_close_as_its_closest_phrasing() -> None:
    found = compared_rows().compare("paspoort gestolen", np.array([0.8, 0.6]))
    assert found.best.tolist() == pytest.approx([found.scores[:2].max(), found.scores[2]])
    assert found.scores[1] == pytest.approx(1.0, abs=1e-5)
    assert found.meaning is not None and found.meaning[1] == pytest.approx(1.0, abs=1e-5)


def test_the_mean_of_phrasings_is_compared_by_direction() -> None:
    found = compared_rows(vectors=VECTORS).compare("x", np.array([0.9, 0.3]))
    middle = VECTORS[:2].sum(axis=0) / np.linalg.norm(VECTORS[:2].sum(axis=0))
    asked = np.array([0.9, 0.3]) / np.linalg.norm([0.9, 0.3])
    assert found.mean[0] == pytest.approx(0.6 * float(middle @ asked), abs=1e-5)


def test_a_phrasing_of_little_weight_is_further_away() -> None:
    strong = compared_rows().compare("parkeren", None)
    weak = compared_rows((1, 1, 0.3)).compare("parkeren", None)
    assert strong.best[1] > weak.best[1] > strong.best[0]


def test_without_vectors_characters_count_alone() -> None:
    found = compared_rows(vectors=None).compare("paspoort kwijt", np.array([1.0, 0.0]))
    assert found.meaning is None
    assert found.scores == pytest.approx(found.characters)


def test_a_margin_is_to_the_best_rival_and_to_nothing_where_there_is_none() -> None:
    values = np.array([0.9, 0.7, 0.4])
    all_others = ~np.eye(3, dtype=bool)
    assert margins(values, all_others) == pytest.approx([0.2, -0.2, -0.5])
    assert margins(values[:1], np.zeros((1, 1), dtype=bool)) == pytest.approx([0.9])


def test_words_are_found_inside_compounds() -> None:
    assert share(frozenset({"vergunning", "boom"}), frozenset({"kapvergunning"})) == 0.5
    assert share(frozenset({"parkeervergunning"}), frozenset({"vergunning"})) == 1.0
    assert share(frozenset({"as"}), frozenset({"afvalpas"})) == 0.0
    assert share(frozenset(), frozenset({"boom"})) == 0.0


def test_a_body_is_as_alike_as_its_words_and_no_body_is_not_alike_at_all() -> None:
    bodies = Bodies({4: "Bel de balie en neem een pasfoto mee", 7: "Kijk op de kaart met zones"})
    found = bodies.cosines("pasfoto", np.array([4, 7, 9]))
    assert found is not None
    assert found[0] > found[1] and found[2] == 0.0
    assert Bodies({}).cosines("pasfoto", np.array([4])) is None
    assert dict(bodies)[7] == "Kijk op de kaart met zones"
