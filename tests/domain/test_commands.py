import pytest

from bot.domain.commands import Admin, Agenda, Announce, Ask, Empty, Help, Mine, Name, Open, OpenList, Share, parse


@pytest.mark.parametrize(
    ("typed", "kind", "text"),
    [
        ("tip Bij een aanmaning kan de regeling nog", "tip", "Bij een aanmaning kan de regeling nog"),
        ("tip: Bij een aanmaning", "tip", "Bij een aanmaning"),
        ("TIP Bij een aanmaning", "tip", "Bij een aanmaning"),
        ("  Tip : bij een aanmaning  ", "tip", "bij een aanmaning"),
        ("tip\nEerste regel\n\ntweede  regel", "tip", "Eerste regel\n\ntweede  regel"),
        ("mistake I sent the wrong form", "mistake", "I sent the wrong form"),
        ("Mistake: I sent the wrong form", "mistake", "I sent the wrong form"),
        ("leermoment verkeerde formulier gestuurd", "mistake", "verkeerde formulier gestuurd"),
        ("leermoment:verkeerde formulier", "mistake", "verkeerde formulier"),
        ("fout: verkeerde formulier", "mistake", "verkeerde formulier"),
        ("Fout : verkeerde formulier", "mistake", "verkeerde formulier"),
    ],
)
def test_a_tip_or_a_mistake_is_shared_as_typed(typed: str, kind: str, text: str) -> None:
    assert parse(typed) == Share(kind, text)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("tip", "tip"),
        ("Tip:", "tip"),
        ("tip :smile:", "tip"),
        ("leermoment ...", "mistake"),
        ("fout:", "mistake"),
    ],
)
def test_the_word_without_words_after_it_shares_an_empty_text(typed: str, kind: str) -> None:
    assert parse(typed) == Share(kind, "")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "typed",
    [
        "fout in de aanslag, wat nu",
        "fout",
        "foutmelding: bij inloggen",
        "tips voor een boze klant",
        "tip-top geregeld?",
        "tipgeld aangeven",
        "mistakes in a tax bill",
        "leermomenten van vorig jaar",
        "open dossier inzien",
        "open?",
        "help mij met een paspoort",
        "hulp bij het huishouden aanvragen",
        "mijn klant wil bezwaar maken",
        "admin rechten aanvragen",
        "beheer van graven",
        "agenda van de wethouder",
        "#41 klopt dit nog",
        "#41?",
        "41",
        "#0",
        "#12345678901234567890",
        "#12a",
        "klant wil betalingsregeling na aanmaning",
    ],
)
def test_everything_else_is_a_question(typed: str) -> None:
    assert parse(typed) == Ask(typed)


@pytest.mark.parametrize("typed", ["#41", " # 41 ", "#0041"])
def test_a_number_alone_opens_the_entry(typed: str) -> None:
    assert parse(typed) == Open(41)


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        ("help", Help()),
        ("Hulp ", Help()),
        ("OPEN", OpenList()),
        (" mine", Mine()),
        ("mijn", Mine()),
        ("admin", Admin()),
        ("\tbeheer\n", Admin()),
        ("Agenda", Agenda()),
    ],
)
def test_a_command_word_counts_when_it_stands_alone(typed: str, command: object) -> None:
    assert parse(typed) == command


@pytest.mark.parametrize("typed", ["", "   ", "\n\t", "\u00a0"])
def test_nothing_typed_is_empty(typed: str) -> None:
    assert parse(typed) == Empty()


def test_a_question_keeps_its_inner_white_space() -> None:
    assert parse(" wat is\n\n  dit ") == Ask("wat is\n\n  dit")


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("synonym BTR = payment arrangement", "BTR = payment arrangement"),
        ("Synoniem: eigen risico=ER", "eigen risico=ER"),
        ("synoniemen a1 = b2", "a1 = b2"),
        ("synoniem btr", "btr"),
        ("synoniem", ""),
        ("  Synonyms ", ""),
    ],
)
def test_synonyms_are_added_looked_up_and_listed(typed: str, text: str) -> None:
    assert parse(typed) == Name(text)


@pytest.mark.parametrize("typed", ["synoniemen zoeken in het systeem", "synoniemenlijst", "is een synoniem = vraag"])
def test_what_only_mentions_synonyms_is_a_question(typed: str) -> None:
    assert parse(typed) == Ask(typed)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("aankondiging", ""),
        ("Announcement", ""),
        ("aankondiging:", ""),
        ("aankondiging: loket dicht op 12 mei", "loket dicht op 12 mei"),
        ("announcement desk closed on 12 May", "desk closed on 12 May"),
    ],
)
def test_an_announcement_takes_what_stands_behind_the_word(typed: str, text: str) -> None:
    assert parse(typed) == Announce(text)


@pytest.mark.parametrize("typed", ["aankondigingen van deze week", "aankondigingsbrief gekregen", "announcements?"])
def test_words_that_only_begin_alike_announce_nothing(typed: str) -> None:
    assert parse(typed) == Ask(typed)
