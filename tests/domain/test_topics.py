"""An arriving question joins the topic it belongs to, or opens one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from bot.domain.topics import REWEIGH_UP_TO, TopicIndex, TopicMember
from bot.encoders import UseEncoder, load_encoder

LETTER, BIN, PASS = 10, 20, 30
ASKED = (
    (LETTER, "klopt de datum op de nieuwe aanmaning wel"),
    (BIN, "wanneer wordt de groene container geleegd"),
    (LETTER, "op de nieuwe aanmaningsbrief staat een andere termijn"),
    (BIN, "op welke dag wordt de gft-bak opgehaald"),
    (PASS, "hoe vraag je een nieuw paspoort aan"),
    (LETTER, "klant snapt de nieuwe aanmaning niet"),
)


@pytest.fixture(scope="module")
def encoder() -> UseEncoder:
    loaded = load_encoder()
    assert isinstance(loaded, UseEncoder)
    return loaded


class Asking:
    """Topics as they stand after some questions, and new questions about them."""

    def __init__(self, asked: Sequence[tuple[int, str]], encoder: UseEncoder | None) -> None:
        self.encoder = encoder
        self.members = [TopicMember(topic, n, text) for n, (topic, text) in enumerate(asked)]
        vectors = encoder.encode([text for _, text in asked]) if encoder else None
        self.topics = TopicIndex.build(self.members, vectors)

    def vector(self, text: str) -> np.ndarray | None:
        return self.encoder.encode([text])[0] if self.encoder else None

    def joins(self, text: str) -> int | None:
        found = self.topics.assign(text, self.vector(text))
        return found[0] if found else None

    def hears(self, topic: int, text: str) -> None:
        self.topics = self.topics.with_member(TopicMember(topic, 1000, text), self.vector(text))


@pytest.fixture(scope="module")
def asking(encoder: UseEncoder) -> Asking:
    return Asking(ASKED, encoder)


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("brief aanmaning andere termijn??", LETTER),
        ("welke dag gaat de groene container", BIN),
        ("nieuw paspoort aanvragen", PASS),
        ("how do I apply for a new passport", PASS),
    ],
)
def test_a_question_joins_the_questions_that_ask_the_same(asking: Asking, question: str, topic: int) -> None:
    assert asking.joins(question) == topic


@pytest.mark.parametrize(
    "question", ["mag mijn schutting 2 meter zijn", "de printer doet het niet", "wat kost trouwen"]
)
def test_a_question_about_something_else_opens_a_topic(asking: Asking, question: str) -> None:
    assert asking.joins(question) is None


def test_a_topic_of_all_sorts_does_not_draw_in_more(encoder: UseEncoder) -> None:
    sorts = (
        "klant hoort mij niet", "klant wil oude matras kwijt", "klant heeft aanslag weggegooid", "klant zag dumpen",
        "klant vindt woz te hoog", "moet klant betalen tijdens bezwaar", "klant ruikt gas wat nu",
        "klant wil huis verbouwen met bak op de parkeerplaats", "klant heeft vog nodig voor stage",
    )  # fmt: skip
    assert Asking([(7, text) for text in sorts], encoder).joins("mag een klant een drone laten vliegen") is None


def test_the_same_words_again_are_the_same_topic_at_once(encoder: UseEncoder) -> None:
    for some in (encoder, None):
        assert Asking([(7, "klopt de nieuwe aanmaning wel")], some).joins("Klopt de nieuwe aanmaning wel?") == 7


def test_how_close_it_is_comes_with_it(asking: Asking) -> None:
    text = ASKED[4][1]
    found = asking.topics.assign(text, asking.vector(text))
    assert found is not None
    assert found[0] == PASS
    assert found[1] == pytest.approx(1.0, abs=1e-3)


def test_where_nothing_was_asked_everything_is_new(encoder: UseEncoder) -> None:
    assert Asking((), encoder).joins("nieuw paspoort aanvragen") is None
    assert Asking((), None).joins("nieuw paspoort aanvragen") is None


@pytest.mark.parametrize("text", ["", "😀", "?!", "hoi", "Goedemorgen allemaal"])
def test_greetings_and_signs_never_gather_into_a_topic(encoder: UseEncoder, text: str) -> None:
    assert Asking([(1, text), (1, text)], encoder).joins(text) is None


def test_a_question_just_asked_draws_the_next_one(encoder: UseEncoder) -> None:
    asking = Asking(ASKED, encoder)
    before = asking.topics
    assert asking.joins("laadpaal in de straat aanvragen") is None
    asking.hears(40, "kan een bewoner een laadpaal aanvragen")
    assert asking.joins("laadpaal in de straat aanvragen") == 40
    assert asking.joins("nieuw paspoort aanvragen") == PASS
    question = "laadpaal in de straat aanvragen"
    assert before.assign(question, encoder.encode([question])[0]) is None, "a snapshot changed"


@pytest.mark.parametrize("bare", [False, True])
def test_topics_grown_one_by_one_are_those_built_at_once(encoder: UseEncoder, bare: bool) -> None:
    some = None if bare else encoder
    grown, built = Asking((), some), Asking(ASKED, some)
    for topic, text in ASKED:
        grown.hears(topic, text)
    for question in ("brief aanmaning andere termijn", "welke dag gaat de groene container", "wat kost trouwen"):
        assert grown.joins(question) == built.joins(question)


def test_without_an_encoder_words_alone_gather_questions() -> None:
    bare = Asking(ASKED, None)
    assert bare.joins("de nieuwe aanmaning klopt niet") == LETTER
    assert bare.joins("mag mijn schutting 2 meter zijn") is None


def test_a_question_without_a_vector_can_still_join(encoder: UseEncoder) -> None:
    topics = Asking(ASKED, encoder).topics
    found = topics.assign("klopt de datum op de nieuwe aanmaning wel", None)
    assert found is not None
    assert found[0] == LETTER
    more = topics.with_member(TopicMember(LETTER, 99, "nieuwe aanmaning"), None)
    assert more.assign("nieuwe aanmaning", None) is not None


def test_beyond_a_size_weights_are_kept_and_joining_goes_on() -> None:
    """Two topics told apart by made-up vectors; the texts say nothing."""
    some = TopicIndex.build((), None)
    axes = np.eye(2, dtype=np.float32)
    few = [TopicMember(n % 2, n, "vraag") for n in range(20)]
    some = TopicIndex.build(few, np.array([axes[m.topic] for m in few]))
    for n in range(20, 60):
        some = some.with_member(TopicMember(n % 2, n, "vraag"), axes[n % 2])
    for topic in (0, 1):
        found = some.assign("vraag", axes[topic])
        assert found is not None
        assert found[0] == topic
    assert REWEIGH_UP_TO >= 1000


def test_vectors_that_do_not_align_are_refused() -> None:
    with pytest.raises(ValueError, match="1 questions but 2 vectors"):
        TopicIndex.build([TopicMember(1, 1, "a")], np.zeros((2, 4), dtype=np.float32))


def test_questions_that_came_went_or_moved_are_taken_in_as_if_all_were_summed_up_anew(encoder: UseEncoder) -> None:
    many = [TopicMember(n % 40, n, f"{ASKED[n % len(ASKED)][1]} {n}") for n in range(120)]
    vectors = encoder.encode([member.text for member in many])
    before = TopicIndex.build(many, vectors)
    moved = [TopicMember(900, many[3].question, many[3].text), *many[4:], TopicMember(901, 500, "de printer is kapot")]
    their = encoder.encode([member.text for member in moved])

    after = before.following(moved, their)

    for text in ("printer kapot", "wanneer wordt de container geleegd 3", many[1].text):
        asked = encoder.encode([text])[0]
        found, expected = after.assign(text, asked), TopicIndex.build(moved, their).assign(text, asked)
        assert (found is None) == (expected is None)
        if found and expected:
            assert found[0] == expected[0]
            assert found[1] == pytest.approx(expected[1], abs=0.03), "weights stay as they were when they were taken"
    assert before.assign(many[0].text, vectors[0]) is not None, "the snapshot there was stays as it was"
