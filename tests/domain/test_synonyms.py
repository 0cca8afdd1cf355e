"""What a team says for one thing meets, whoever says it how; what merely looks like it stays as it was."""

from __future__ import annotations

import pytest

from bot.domain.synonyms import NO_SYNONYMS, Synonyms, combined, parse_pair, require_usable
from bot.errors import BadInput
from bot.model import Synonym

TEAM = Synonyms([("BTR", "betalingsregeling"), ("eigen risico", "ER"), ("WMO", "Wet maatschappelijke ondersteuning")])


@pytest.mark.parametrize(
    ("typed", "expanded"),
    [
        ("btr aanvragen", "betalingsregeling aanvragen"),
        ("Hoe vraag ik een BTR aan?", "Hoe vraag ik een betalingsregeling aan?"),
        ("btr-formulier, b.v. voor btr's", "betalingsregeling-formulier, b.v. voor betalingsregeling's"),
        ("de btrx en xbtr", "de btrx en xbtr"),
        ("wmo en btr", "Wet maatschappelijke ondersteuning en betalingsregeling"),
        ("betalingsregeling aanvragen", "betalingsregeling aanvragen"),
        ("", ""),
        ("?!", "?!"),
    ],
)
def test_whole_words_are_rewritten_whatever_their_case(typed: str, expanded: str) -> None:
    assert TEAM.expand(typed) == expanded
    assert TEAM.expand(expanded) == expanded, "twice is as good as once"


@pytest.mark.parametrize("typed", ["één cliënt", "een client", "EEN CLIENT", "e\u0301e\u0301n clie\u0308nt"])
def test_accents_do_not_matter(typed: str) -> None:
    assert Synonyms([("één cliënt", "persoon in de zorg")]).expand(f"voor {typed} nu") == "voor persoon in de zorg nu"


def test_a_text_without_terms_comes_back_untouched() -> None:
    typed = "  Paspoort   kwijt:\n wat nu? cafe\u0301 "
    assert TEAM.expand(typed) is typed
    assert NO_SYNONYMS.expand(typed) is typed
    assert TEAM and not NO_SYNONYMS


def test_both_sides_meet_whichever_way_round_it_was_said() -> None:
    for pair in (("eigen risico", "ER"), ("ER", "eigen risico")):
        team = Synonyms([pair])
        assert team.expand("valt dit onder ER") == team.expand("valt dit onder eigen risico")
        assert team.expand("valt dit onder ER") == "valt dit onder eigen risico", "not the abbreviation: it says less"


def test_an_abbreviation_that_is_a_word_counts_in_capitals_only() -> None:
    assert TEAM.expand("is er een brief over ER") == "is er een brief over eigen risico"
    assert TEAM.expand("IS ER EEN BRIEF") == "IS ER EEN BRIEF", "all in capitals, capitals say nothing"
    assert TEAM.expand("ER?") == "eigen risico?"


def test_terms_of_several_words_are_not_put_together_across_a_sentence() -> None:
    team = Synonyms([("eigen bijdrage", "inkomensafhankelijk deel")])
    assert team.expand("de eigen-bijdrage en eigen\nbijdrage") == (
        "de inkomensafhankelijk deel en inkomensafhankelijk deel"
    )
    assert team.expand("is dit van mij eigen? bijdrage volgt") == "is dit van mij eigen? bijdrage volgt"


def test_the_longest_term_goes_first() -> None:
    team = Synonyms([("BTR", "betalingsregeling"), ("BTR plus", "regeling voor ondernemers")])
    assert team.expand("btr plus en btr") == "regeling voor ondernemers en betalingsregeling"


def test_a_meaning_may_hold_its_term() -> None:
    team = Synonyms([("risico", "eigen risico")])
    assert team.expand("risico en eigen risico") == "eigen risico en eigen risico"


def test_chains_and_circles_are_one_group() -> None:
    chain = Synonyms([("BTR", "regeling"), ("regeling", "betalingsregeling")])
    assert chain.expand("btr, regeling, betalingsregeling") == "betalingsregeling, betalingsregeling, betalingsregeling"
    circle = Synonyms([("afspraak", "termijn"), ("termijn", "deadline"), ("deadline", "afspraak")])
    assert len({circle.expand(word) for word in ("afspraak", "termijn", "deadline")}) == 1
    assert circle.group("TERMIJN") == ("afspraak", "termijn", "deadline")
    joined = Synonyms([("aa", "bbbbb"), ("cc", "ddddd"), ("bbbbb", "ddddd")])
    assert joined.expand("aa bbbbb cc ddddd") == "ddddd ddddd ddddd ddddd"


def test_pairs_that_feed_each_other_come_to_an_end() -> None:
    team = Synonyms([("aaa", "bbb ccc"), ("ccc ddd", "aaa eee")])
    assert len(team.expand("aaa ddd " * 20)) < 2000


def test_the_first_meaning_of_a_term_counts() -> None:
    team = combined(
        (Synonym(term="BTR", means="betalingsregeling"),), (Synonym(term="btr", means="bouwtoezicht", id=1),)
    )
    assert team.expand("btr") == "betalingsregeling"
    assert team.meaning("Btr") == "betalingsregeling"
    assert team.meaning("betalingsregeling") is None
    assert team.group("bouwtoezicht") == ()


def test_synonyms_that_rewrite_alike_are_equal() -> None:
    assert Synonyms([("a1", "b2"), ("c3", "d4")]) == Synonyms([("c3", "d4"), ("a1", "b2")])
    assert Synonyms([("a1", "b2")]) != NO_SYNONYMS


@pytest.mark.parametrize(
    ("typed", "pair"),
    [
        ("BTR = betalingsregeling", ("BTR", "betalingsregeling")),
        ("  eigen   risico=ER ", ("eigen risico", "ER")),
        ("BTR betalingsregeling", None),
        ("BTR =", None),
        ("= betalingsregeling", None),
        ("a = b = c", None),
    ],
)
def test_a_pair_is_two_sides_of_an_equals_sign(typed: str, pair: tuple[str, str] | None) -> None:
    assert parse_pair(typed) == pair


@pytest.mark.parametrize(
    ("term", "means", "key"),
    [
        ("x", "betalingsregeling", "error-synonym-short"),
        ("!!", "betalingsregeling", "error-synonym-short"),
        ("de", "betalingsregeling", "error-synonym-ordinary"),
        ("er", "eigen risico", "error-synonym-ordinary"),
        ("betalingsregeling", "voor de", "error-synonym-ordinary"),
        ("BTR", "b t r " * 11, "error-synonym-long"),
        ("BTR", "een twee drie vier vijf zes zeven", "error-synonym-long"),
        ("Regeling", "regéling!", "error-synonym-same"),
        ("BTR", "[phone]", "error-synonym-masked"),
    ],
)
def test_what_would_spoil_every_question_is_refused_and_given_back(term: str, means: str, key: str) -> None:
    with pytest.raises(BadInput) as refused:
        require_usable(term, means, text=f"{term} = {means}")
    assert (refused.value.key, refused.value.text) == (key, f"{term} = {means}")
    assert not Synonyms([(term, means)]), "nor does one that slipped in do anything"


@pytest.mark.parametrize(
    ("term", "means"), [("BTR", "betalingsregeling"), ("ER", "eigen risico"), ("B12", "formulier")]
)
def test_what_teams_say_is_taken(term: str, means: str) -> None:
    require_usable(term, means)


def test_a_text_all_in_capitals_says_nothing_about_abbreviations_also_when_another_term_is_in_it() -> None:
    both = Synonyms([("ER", "eigen risico"), ("BTR", "betalingsregeling")])
    shouted = both.expand("IS ER EEN BTR MOGELIJK")
    assert shouted == "IS ER EEN BETALINGSREGELING MOGELIJK"
    assert both.expand(shouted) == shouted
