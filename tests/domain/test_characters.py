"""Character n-grams: counted as scikit-learn counts them, in arrays."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.domain.characters import FREQUENT, CharacterIndex
from bot.domain.grams import GramWeights, grams
from bot.domain.near import NearCharacters
from bot.domain.postings import Postings, telling
from bot.domain.words import fold
from bot.measure.made_up import made_up

TEXTS = (
    "betalingsregeling na een aanmaning",
    "een een een",
    "b12",
    "",
    "a",
    "kapvergunning voor de boom in de tuin",
    "de tuin",
    fold("Überweisung – 日本 café"),
)


def scikit(texts: tuple[str, ...]) -> TfidfVectorizer:
    return TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True).fit(texts)


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_has_the_n_grams_that_scikit_finds_in_it(text: str) -> None:
    expected = scikit(TEXTS).build_analyzer()(text)

    found = grams([text])

    assert len(found.keys) == len(set(expected)), "each once"
    assert found.counts.sum() == len(expected), "with how often it stands there"


def test_texts_are_as_alike_as_scikit_says() -> None:
    tfidf = scikit(TEXTS)
    index = CharacterIndex(TEXTS)

    for text in TEXTS:
        expected = (tfidf.transform(TEXTS) @ tfidf.transform([text]).T).toarray()[:, 0]
        np.testing.assert_allclose(index.cosines(text), expected, atol=1e-6)
    np.testing.assert_allclose(
        (index.rows @ index.rows.T).toarray(), (tfidf.transform(TEXTS) @ tfidf.transform(TEXTS).T).toarray(), atol=1e-6
    )


def test_some_texts_are_as_alike_to_each_other_as_all_their_n_grams_say() -> None:
    made = [fold(text) for entry in made_up(40, 4) for text in (entry.title, *entry.phrasings)]
    index = CharacterIndex([*made, "", "niemand anders zegt zoiets", made[3]])
    assert index.rows.shape[1] > 2 * FREQUENT, "of both kinds, frequent and rare"
    some = np.array([203 - 1, 3, 200, 7, 201, 90, 91, 92])
    rows = index.rows[some]
    np.testing.assert_allclose(index.products(some), (rows @ rows.T).toarray(), atol=1e-6)


def test_what_the_base_has_never_seen_makes_a_question_less_alike() -> None:
    index = CharacterIndex(["kaart", "boom"])

    assert index.cosines("kaart")[0] == pytest.approx(1.0)
    assert index.cosines("asdf kaart")[0] < 0.9
    assert not index.cosines("xyz").any()
    assert not index.cosines("").any()


def test_some_texts_of_a_large_base_are_as_alike_as_in_the_whole_of_it() -> None:
    blocks = [Postings(TEXTS[:5]), Postings(TEXTS[5:])]
    weights = GramWeights(blocks[0].seen_in() + blocks[1].seen_in(), len(TEXTS))
    whole = CharacterIndex(TEXTS)
    rows = [blocks[0].rows(np.array([0, 4, 3])), blocks[1].rows(np.array([1]))]

    some = NearCharacters.of(rows, np.array([3, 0, 2, 1]), weights)

    picked = [6, 0, 3, 4]
    for text in (*TEXTS, "een nieuwe kapvergunning", "xyz", ""):
        np.testing.assert_allclose(some.cosines(text), whole.cosines(text)[picked], atol=1e-5)
    of_all = (whole.rows @ whole.rows.T).toarray()
    np.testing.assert_allclose(some.products(np.array([0, 2, 3])), of_all[np.ix_([6, 3, 4], [6, 3, 4])], atol=0.03)
    owner, weights = np.array([0, 1, 1, 0]), np.array([1.0, 0.5, 1.0, 0.0], dtype=np.float32)
    np.testing.assert_allclose(
        some.lengths_of_sums(owner, weights, 2),
        CharacterIndex([TEXTS[i] for i in picked]).lengths_of_sums(owner, weights, 2),
        atol=0.05,
    )


def test_a_first_look_finds_what_is_alike() -> None:
    block = Postings(TEXTS)
    weights = GramWeights(block.seen_in(), len(TEXTS))
    block.weigh(weights)

    near = block.cosines(*telling(grams(["kapvergunning aanvragen"]), weights))

    assert int(np.argmax(near)) == 5
    assert near[3] == 0, "an empty text"
    np.testing.assert_allclose(near, CharacterIndex(TEXTS).cosines("kapvergunning aanvragen"), atol=0.1)


def test_many_texts_give_what_few_at_a_time_give() -> None:
    many = [f"vraag {n} over {TEXTS[n % len(TEXTS)]}" for n in range(9001)]

    together = grams(many)

    for n in (0, 3999, 4000, 8000, 9000):
        alone = grams([many[n]])
        own = slice(together.indptr[n], together.indptr[n + 1])
        assert together.keys[own].tolist() == alone.keys.tolist()
        assert together.counts[own].tolist() == alone.counts.tolist()
