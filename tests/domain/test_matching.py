"""Which entry answers a question. With the real encoder: what it makes of Dutch and English is what is tested."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from bot.domain.bodies import Bodies
from bot.domain.calibration import FEATURES, FITS_AT
from bot.domain.matching import SAID, Index, Match, Phrasing
from bot.encoders import UseEncoder, load_encoder

TITLES = (
    "Betalingsregeling na een aanmaning",
    "Kapvergunning aanvragen voor een boom in de tuin",
    "Paspoort kwijt of gestolen",
    "Afvalpas werkt niet bij de container",
    "Bezwaar maken tegen de WOZ-waarde",
    "Parkeervergunning voor bezoekers",
    "Verhuizing doorgeven vanuit het buitenland",
    "Schutting hoger dan 2 meter",
    "How to cancel an appointment at the desk",
    "Bijstandsuitkering en vakantie",
    "Formulier B12 bij kwijtschelding",
    "Trouwen in het stadhuis: kosten",
)
NONSENSE = ("hoi", "Goedemorgen allemaal!", "good morning", "test", "asdf", "dank je wel", "lol", "1234")


class Base:
    """A knowledge base to ask: entry n has the n-th title, from 1; each title may be several phrasings."""

    def __init__(self, titles: Sequence[str | tuple[str, ...]], encoder: UseEncoder | None) -> None:
        texts = [(n, t) for n, some in enumerate(titles, 1) for t in ((some,) if isinstance(some, str) else some)]
        phrasings = [Phrasing(100 + i, entry, text) for i, (entry, text) in enumerate(texts)]
        self.encoder = encoder
        vectors = encoder.encode([text for _, text in texts]) if encoder else None
        self.index = Index.build(phrasings, vectors)

    def vector(self, text: str) -> np.ndarray | None:
        return self.encoder.encode([self.index.prepare(text)])[0] if self.encoder else None

    def ask(self, question: str, limit: int = 5) -> tuple[Match, ...]:
        return self.index.rank(question, self.vector(question), limit)

    def like(self, text: str) -> tuple[Match, ...]:
        return self.index.near_duplicates(text, self.vector(text))


@pytest.fixture(scope="module")
def encoder() -> UseEncoder:
    loaded = load_encoder()
    assert isinstance(loaded, UseEncoder)
    return loaded


@pytest.fixture(scope="module")
def base(encoder: UseEncoder) -> Base:
    return Base(TITLES, encoder)


@pytest.fixture(scope="module")
def bare() -> Base:
    return Base(TITLES, None)


@pytest.mark.parametrize(
    ("question", "entry"),
    [
        ("klant wil betalingsregeling na aanmaning", 1),
        ("hoi, kun je in termijnen betalen na een aanmaning", 1),
        ("pas doet het niet bij de ondergrondse container", 4),
        ("wat kost trouwen", 12),
        ("B12", 11),
    ],
)
def test_a_question_gets_the_entry_that_answers_it_as_fitting(base: Base, question: str, entry: int) -> None:
    best = base.ask(question)[0]
    assert (best.entry, best.fits) == (entry, True)
    assert best.text == TITLES[entry - 1]
    assert best.phrasing == 99 + entry


def test_knowledge_is_found_across_languages(base: Base) -> None:
    assert base.ask("I lost my passport")[0].entry == 3
    assert base.ask("afspraak aan de balie afzeggen")[0].entry == 9


def test_typos_do_not_hide_an_entry(base: Base, bare: Base) -> None:
    for some in (base, bare):
        best = some.ask("betalngsregelng aanmanig")[0]
        assert (best.entry, best.fits) == (1, True)


@pytest.mark.parametrize("variant", ["PASPOORT KWIJT", "paspoort, kwijt!!", "hallo, paspoort kwijt", "Pàspoort kwijt?"])
def test_case_punctuation_greetings_and_accents_do_not_matter(base: Base, variant: str) -> None:
    plain, best = base.ask("paspoort kwijt")[0], base.ask(variant)[0]
    assert (best.entry, best.fits) == (plain.entry, plain.fits) == (3, True)
    assert best.probability == pytest.approx(plain.probability, abs=0.15)


def test_numbers_matter(base: Base) -> None:
    right, wrong = base.ask("formulier B12")[0], base.ask("formulier B13")[0]
    assert right.fits
    assert wrong.probability < right.probability


@pytest.mark.parametrize("text", NONSENSE)
@pytest.mark.parametrize("entries", [1, 2, 5, len(TITLES)])
def test_small_talk_and_nonsense_fit_nothing(encoder: UseEncoder, text: str, entries: int) -> None:
    for some in (Base(TITLES[:entries], encoder), Base(TITLES[:entries], None)):
        assert not any(match.fits for match in some.ask(text))


def test_a_bare_greeting_never_fits_even_an_entry_called_so(encoder: UseEncoder) -> None:
    assert not any(match.fits for match in Base(("Hallo", *TITLES), encoder).ask("hallo"))


@pytest.mark.parametrize(
    "question", ["reset password", "is het gemeentehuis open op koningsdag", "de wifi doet het niet"]
)
def test_a_question_nobody_wrote_an_entry_for_fits_nothing(base: Base, bare: Base, question: str) -> None:
    for some in (base, bare):
        assert not any(match.fits for match in some.ask(question))


@pytest.mark.parametrize("entries", [1, 2, 5])
def test_an_only_entry_fits_its_own_question_and_not_every_other(encoder: UseEncoder, entries: int) -> None:
    small = Base(TITLES[:entries], encoder)
    assert small.ask("mag je na een aanmaning nog een betalingsregeling treffen")[0].fits
    for other in ("wat kost trouwen", "iemand wil zijn afspraak afzeggen", "WOZ te hoog"):
        assert not small.ask(other)[0].fits


def test_every_entry_comes_once_best_first_with_its_best_phrasing(encoder: UseEncoder) -> None:
    several = Base((("Paspoort kwijt", "Rijbewijs verloren", "ID-kaart gestolen"), "Parkeervergunning"), encoder)
    matches = several.ask("mijn rijbewijs is verloren")
    assert [match.entry for match in matches] == [1, 2]
    assert matches[0].text == "Rijbewijs verloren"
    assert matches[0].score > matches[1].score
    assert matches[0].probability > matches[1].probability


def test_no_more_matches_than_wanted(base: Base) -> None:
    assert len(base.ask("paspoort", limit=2)) == 2
    assert base.ask("paspoort", limit=0) == ()


@pytest.mark.parametrize("text", ["", "   ", "😀 😀", "?!…", "-"])
def test_a_question_without_letters_or_digits_matches_nothing(base: Base, text: str) -> None:
    assert base.ask(text) == ()
    assert base.like(text) == ()


def test_an_empty_base_matches_nothing(encoder: UseEncoder) -> None:
    for vectors in (None, encoder.encode([])):
        empty = Index.build((), vectors)
        assert empty.rank("paspoort", encoder.encode(["paspoort"])[0]) == ()
        assert empty.near_duplicates("paspoort", None) == ()
        assert empty.prepare("Hoi, paspoort") == "paspoort"
        assert empty.entries == 0


def test_entries_without_letters_do_no_harm(encoder: UseEncoder) -> None:
    assert Base(("!!!", "😀"), encoder).ask("paspoort") == ()
    assert Base(("!!!", "Paspoort kwijt"), encoder).ask("paspoort kwijt")[0].entry == 2


def test_a_question_of_3000_characters_works(base: Base, bare: Base) -> None:
    long = ("Er belt iemand die zijn paspoort kwijt is en het misschien is gestolen. " * 50)[:3000]
    for some in (base, bare):
        assert some.ask(long)[0].entry == 3


def test_without_an_encoder_characters_alone_still_answer(bare: Base) -> None:
    best = bare.ask("klant wil betalingsregeling na aanmaning")[0]
    assert (best.entry, best.fits) == (1, True)


def test_a_question_without_a_vector_is_answered_on_characters_alone(base: Base, bare: Base) -> None:
    question = "wat kost trouwen"
    assert base.index.rank(question, None) == bare.index.rank(question, None)


def test_a_weak_phrasing_counts_for_less(encoder: UseEncoder) -> None:
    texts = ("paspoort kwijt", "paspoort kwijt")
    phrasings = [Phrasing(1, 1, texts[0], weight=0.3), Phrasing(2, 2, texts[1])]
    matches = Index.build(phrasings, encoder.encode(texts)).rank(
        "paspoort kwijt", encoder.encode(["paspoort kwijt"])[0]
    )
    assert [match.entry for match in matches] == [2, 1]
    assert matches[0].score > matches[1].score


def test_two_entries_with_the_same_question_do_not_keep_each_other_from_fitting(encoder: UseEncoder) -> None:
    twins = Base((*TITLES, TITLES[2]), encoder).ask("paspoort kwijt")
    assert {twins[0].entry, twins[1].entry} == {3, 13}
    assert twins[0].fits and twins[1].fits


def test_the_very_words_of_one_entry_are_answered_by_it_however_near_another_is(encoder: UseEncoder) -> None:
    near = ("spoedpaspoort voor de vakantie", "spoed paspoort vakantie", "paspoort op tijd voor de vakantie")
    base = Base([(*TITLES[:3], "paspoort kwijt op vakantie"), near, *TITLES[3:]], encoder)
    best, *_ = base.ask("Hoi, paspoort kwijt op vakantie?")
    assert (best.entry, best.fits) == (1, True)
    both = Base([("paspoort kwijt op vakantie", *near), ("paspoort kwijt op vakantie", TITLES[2])], encoder)
    assert [m.probability >= SAID for m in both.ask("paspoort kwijt op vakantie")] != [True, False]


def test_what_fits_is_what_reaches_the_threshold(base: Base) -> None:
    for question in (*TITLES, "WOZ te hoog", "schutting van 2 meter aan de straat", "asdf"):
        for match in base.ask(question):
            assert 0.0 <= match.probability <= 1.0
            assert match.fits == (match.probability >= FITS_AT)


def test_an_entry_that_says_the_same_is_found_before_it_is_written_twice(base: Base, bare: Base) -> None:
    for some in (base, bare):
        assert [match.entry for match in some.like("Betalingsregeling na aanmaning")] == [1]


def test_another_form_or_subject_is_seldom_taken_for_a_duplicate(base: Base) -> None:
    assert base.like("Formulier B13 bij kwijtschelding") == ()
    near = ("Parkeerboete betalen", "Boom omgewaaid in het park", "Trouwen in het buitenland", "Afvalpas aanvragen")
    assert sum(bool(base.like(text)) for text in near) <= 1, "two of ten suggestions are wrong: see duplicates.py"


def test_all_entries_with_the_same_words_are_duplicates(encoder: UseEncoder) -> None:
    found = Base((*TITLES, TITLES[0]), encoder).like(TITLES[0].upper())
    assert {match.entry for match in found} == {1, 13}


def test_the_text_to_encode_has_typos_corrected_to_words_of_the_base(base: Base) -> None:
    assert base.index.prepare("Hoi, mijn PASPORT is gestolen") == "mijn paspoort is gestolen"


def test_vectors_that_do_not_align_are_refused(encoder: UseEncoder) -> None:
    with pytest.raises(ValueError, match="2 phrasings but 1 vectors"):
        Index.build([Phrasing(1, 1, "a"), Phrasing(2, 2, "b")], encoder.encode(["a"]))


def rejecting(encoder: UseEncoder | None, words: str, weight: float) -> Base:
    """The base, after these words were said not to mean the first entry."""
    base = Base(TITLES, encoder)
    phrasings = [*(Phrasing(100 + i, n, t) for i, (n, t) in enumerate(enumerate(TITLES, 1)))]
    phrasings.append(Phrasing(900, 1, words, weight))
    texts = [p.text for p in phrasings]
    base.index = Index.build(phrasings, encoder.encode(texts) if encoder else None)
    return base


@pytest.mark.parametrize("with_encoder", [True, False])
def test_words_that_were_said_not_to_mean_an_entry_no_longer_get_it_as_fitting(
    encoder: UseEncoder, with_encoder: bool
) -> None:
    asked = "hoeveel termijnen bij een betalingsregeling na aanmaning"
    some = encoder if with_encoder else None
    before = Base(TITLES, some).ask(asked)[0]
    once, twice = (rejecting(some, asked, weight).ask(asked)[0] for weight in (-0.3, -1.0))
    assert before.fits and before.entry == 1
    assert before.probability > once.probability > twice.probability
    assert not twice.fits
    for match in (once, twice):
        assert (match.entry, match.text) == (1, TITLES[0]), "what was rejected is never shown as a way of asking"


def test_a_rejection_weakens_those_words_and_never_the_entry(encoder: UseEncoder) -> None:
    rejected = rejecting(encoder, "hoeveel termijnen bij een betalingsregeling na aanmaning", -1.0)
    for other in ("Betalingsregeling na een aanmaning", "klant wil betalingsregeling na aanmaning"):
        assert rejected.ask(other)[0].probability == pytest.approx(Base(TITLES, encoder).ask(other)[0].probability)


def test_an_entry_of_rejected_words_alone_is_no_entry(encoder: UseEncoder) -> None:
    only = Index.build([Phrasing(1, 7, "paspoort kwijt", -1.0)], encoder.encode(["paspoort kwijt"]))
    assert only.entries == 0
    assert only.rank("paspoort kwijt", encoder.encode(["paspoort kwijt"])[0]) == ()


def test_what_stands_in_the_body_helps_to_find_an_entry(encoder: UseEncoder) -> None:
    texts = ("Balie: openingstijden", "Balie: wat neem je mee")
    phrasings = [Phrasing(n, n, text) for n, text in enumerate(texts, 1)]
    bodies = Bodies({1: "Maandag tot en met vrijdag van 9 tot 17 uur.", 2: "Een pasfoto en het oude rijbewijs."})
    question = "balie pasfoto"
    vector = encoder.encode([question])[0]
    found = [Index.build(phrasings, encoder.encode(texts), given).rank(question, vector) for given in (None, bodies)]
    without, with_bodies = ({m.entry: m.probability for m in matches} for matches in found)
    assert found[1][0].entry == 2
    assert with_bodies[2] > without[2]


def test_more_phrasings_than_the_coefficients_were_fitted_on_are_no_reason_to_be_less_sure() -> None:
    def told(count: int) -> float:
        phrasings = [Phrasing(i, 1, f"paspoort kwijt {i}") for i in range(count)]
        found = Index.build([*phrasings, Phrasing(99, 2, "hond aanmelden")], None).candidates("paspoort kwijt", None)
        assert found is not None
        return float(found.seen[0, FEATURES.index("phrasings")])

    assert told(2) < told(5) == told(40)


def test_beyond_the_likeliest_all_entries_follow_once(base: Base) -> None:
    matches = base.ask("paspoort kwijt", limit=100)
    assert sorted(match.entry for match in matches) == list(range(1, len(TITLES) + 1))
    assert {match.probability for match in matches[8:]} == {0.0}


def learned(encoder: UseEncoder, *more: Phrasing) -> Base:
    """The base with other phrasings as well."""
    base = Base(TITLES, encoder)
    phrasings = [*(Phrasing(100 + i, n, t) for i, (n, t) in enumerate(enumerate(TITLES, 1))), *more]
    base.index = Index.build(phrasings, encoder.encode([p.text for p in phrasings]))
    return base


def test_what_one_person_said_helped_does_not_outdo_an_answer_that_fits(encoder: UseEncoder) -> None:
    asked = "parkeervergunning voor bezoek"
    wrong = Phrasing(900, 12, asked, 0.3)
    assert learned(encoder, wrong).ask(asked)[0].entry == 6
    twice = learned(encoder, Phrasing(900, 12, asked, 1.0)).ask(asked)[0]
    assert (twice.entry, twice.fits) == (12, True), "a second person said so too"


def test_what_one_person_said_helped_comes_first_but_fits_only_when_a_second_says_so(encoder: UseEncoder) -> None:
    asked = "mag de fanfare op zondag oefenen"
    assert not Base(TITLES, encoder).ask(asked)[0].fits
    for words in (asked, "op zondag oefenen met de fanfare, mag dat"):
        once = learned(encoder, Phrasing(900, 12, asked, 0.3)).ask(words)[0]
        assert (once.entry, once.fits) == (12, False)
        twice = learned(encoder, Phrasing(900, 12, asked, 1.0)).ask(words)[0]
        assert (twice.entry, twice.fits) == (12, True)


def test_an_answer_that_fits_goes_on_fitting_when_one_person_says_it_helped(encoder: UseEncoder) -> None:
    asked = "klant wil betalingsregeling na aanmaning"
    before = Base(TITLES, encoder).ask(asked)[0]
    after = learned(encoder, Phrasing(900, 1, asked, 0.3)).ask(asked)[0]
    assert before.fits and after.fits and after.entry == 1


def test_what_others_say_is_not_meant_undoes_what_was_learned(encoder: UseEncoder) -> None:
    asked = "mag de fanfare op zondag oefenen"
    for weight in (0.3, 1.0):
        found = learned(encoder, Phrasing(900, 12, asked, weight), Phrasing(901, 12, asked, -1.0)).ask(asked)
        assert not found[0].fits


def test_a_rejected_entry_gives_way_in_the_order_too(encoder: UseEncoder) -> None:
    titles, asked = ("Paspoort verloren", "Paspoort gestolen", "Trouwen"), "paspoort foetsie"
    first, second, _ = (match.entry for match in Base(titles, encoder).ask(asked))
    phrasings = [Phrasing(n, n, title) for n, title in enumerate(titles, 1)] + [Phrasing(9, first, asked, -1.0)]
    index = Index.build(phrasings, encoder.encode([p.text for p in phrasings]))
    assert [m.entry for m in index.rank(asked, encoder.encode([asked])[0])][:2] == [second, first]
