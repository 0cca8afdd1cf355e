import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.text import TITLE_LIMIT, has_words, language_of, one_line, title_of, unescape


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Aanmaning kwijt\nStuur een nieuwe via het portaal.", "Aanmaning kwijt"),
        ("Vraag altijd naar de kassabon. Anders wordt het lastig.", "Vraag altijd naar de kassabon"),
        ("Wat doe je dan? Bel de afdeling.", "Wat doe je dan?"),
        ("Neem bijv. formulier B12 mee. Dan gaat het snel.", "Neem bijv. formulier B12 mee"),
        (
            "Dit geldt o.a. voor art. 5 en nr. 3 van de lijst. Let op.",
            "Dit geldt o.a. voor art. 5 en nr. 3 van de lijst",
        ),
        (
            "Overleg a.u.b. eerst met dhr. De Vries. Daarna pas bellen.",
            "Overleg a.u.b. eerst met dhr. De Vries",
        ),
        ("Bring a proof, e.g. a bill. Then apply.", "Bring a proof, e.g. a bill"),
        ("Reken € 1.250,50 of 3.5 procent. Meer niet.", "Reken € 1.250,50 of 3.5 procent"),
        ("Neem pasfoto, paspoort enz. Zonder kan het niet.", "Neem pasfoto, paspoort enz."),
        ("1. Open het dossier. 2. Druk op opslaan.", "1. Open het dossier"),
        ("• Eerst bellen. Dan mailen", "Eerst bellen"),
        ("\n\n  Kapvergunning  verlopen \n tekst", "Kapvergunning verlopen"),
        (
            "Zie <https://gemeente.example/a. b|de pagina. Echt> eerst. Dan bellen",
            "Zie <https://gemeente.example/a. b|de pagina. Echt> eerst",
        ),
        ('Zeg: "Ik regel het." Daarna ophangen.', 'Zeg: "Ik regel het."'),
        ("Even wachten... en dan terugbellen. Klaar.", "Even wachten... en dan terugbellen"),
    ],
)
def test_the_first_line_or_sentence_is_the_title(text: str, title: str) -> None:
    assert title_of(text) == (title, text)


def test_a_long_title_is_cut_at_a_word_and_the_body_keeps_everything() -> None:
    text = "aanmaning " * 40
    title, body = title_of(text)
    assert title.endswith("aanmaning…") and len(title) <= TITLE_LIMIT
    assert body == text


def test_one_endless_word_still_makes_a_title() -> None:
    assert title_of("a" * 10_000)[0] == "a" * 149 + "…"


@given(st.text(max_size=400))
def test_no_text_loses_its_body_or_makes_too_long_a_title(text: str) -> None:
    title, body = title_of(text)
    assert body == text
    assert len(title) <= TITLE_LIMIT
    assert "\n" not in title
    assert bool(title) == bool(text.strip())


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("klant wil betalingsregeling na aanmaning", "nl"),
        ("hoe vraag ik een paspoort aan", "nl"),
        ("mag iemand zijn schutting van 2 meter aan de straatkant laten staan", "nl"),
        ("how do I renew a passport for my child", "en"),
        ("customer lost the parking permit", "en"),
        ("aanmaning kwijt", "nl"),
        ("Bring the <https://gemeente.example/het-formulier-van-de-aanvraag|form> with you", "en"),
    ],
)
def test_the_language_is_recognised_whatever_the_default(text: str, language: str) -> None:
    assert language_of(text, "nl") == language
    assert language_of(text, "en") == language


@pytest.mark.parametrize("text", ["", "paspoort", "12 345", ":smile:", "parkeren centrum", "we is in", "???"])
def test_the_default_language_counts_when_unsure(text: str) -> None:
    assert language_of(text, "nl") == "nl"
    assert language_of(text, "en") == "en"


def test_slacks_escapes_are_undone_once() -> None:
    assert unescape("a &lt; b &amp;&amp; c &gt; d &amp;lt; &copy;") == "a < b && c > d &lt; &copy;"


def test_one_line_folds_white_space_and_cuts_at_a_word() -> None:
    assert one_line(" een \n twee\tdrie ", 20) == "een twee drie"
    assert one_line("een twee drie", 12) == "een twee…"
    assert one_line("een, twee drie", 6) == "een…"
    assert one_line("eentweedrie", 5) == "eent…"
    assert one_line("een twee", 0) == ""


def test_one_line_never_cuts_through_a_link_or_an_escape() -> None:
    assert one_line("zie <https://gemeente.example/x|de pagina> nu", 40) == "zie…"
    assert one_line("aaa&amp;bbb", 7) == "aaa…"


@given(st.text(max_size=200), st.integers(min_value=0, max_value=60))
def test_one_line_stays_within_its_limit(text: str, limit: int) -> None:
    assert len(one_line(text, limit)) <= limit


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        ":smile:",
        ":+1::skin-tone-2: :-1:",
        "😀👍🏽 🇳🇱",
        "1️⃣ ℹ️",
        "?!…",
        "<@U123>",
        "<@U123|sanne> <#C12|algemeen>",
        "@kb",
        "\u200b",
    ],
)
def test_emoji_mentions_and_punctuation_are_no_words(text: str) -> None:
    assert not has_words(text)


@pytest.mark.parametrize("text", ["a", "7", "<@U123> ja", ":smile: ok", "<https://x.example>", "om 09:30:15", "مرحبا"])
def test_a_letter_or_a_digit_is_a_word(text: str) -> None:
    assert has_words(text)
