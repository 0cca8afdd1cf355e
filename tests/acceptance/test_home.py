"""App Home and the lists: search, what I wait for, what waits for us, and my choices."""

from __future__ import annotations

from datetime import timedelta

from bot.model import EntryState, Evidence, Signal, Topic
from tests.acceptance.conftest import Town
from tests.acceptance.test_asking import arrangement, others


def test_an_empty_home_says_what_to_type_first(town: Town) -> None:
    town.sanne.opens_home()
    home = town.sanne.sees("Zoek in de kennisbank")
    for part in ("/kb paspoort kwijt op vakantie", "/kb tip", "Mijn voorkeuren", "Deel iets"):
        assert part in home.text_content
    for part in ("Wacht op ons", "Bord", "Instellingen"):
        assert part not in home.text_content, "she is no specialist, lead or admin"


def test_a_search_opens_what_it_found_in_a_modal_and_stores_nothing(town: Town) -> None:
    number = arrangement(town)
    others(town)
    town.sanne.opens_home()
    town.sanne.sees("Zoek in de kennisbank")
    town.sanne.enters("home.search", "betalingsregeling na aanmaning")
    found = town.sanne.sees("Staat het er niet bij?")
    assert found.kind == "modal" and f"#{number}" in found.text_content
    town.sanne.presses("entry.open", on=found)
    entry = town.sanne.sees("Dit mag je zelf beslissen")
    assert entry.kind == "modal"
    assert "Deel hier" not in entry.buttons, "there is no channel to share it in"
    town.sanne.chooses("Weer een klant", "Klant aan de telefoon", on=entry)
    town.sanne.sees("Vandaag 1 klant hierover")
    with town.kb.store.reading() as data:
        assert data.questions() == () and len(data.tallies()) == 1
    assert not [m for m in town.sanne.messages("dm") if m.from_bot], "nothing went by direct message"


def test_what_the_search_did_not_find_becomes_a_question(town: Town) -> None:
    town.sanne.opens_home()
    town.sanne.sees("Zoek in de kennisbank")
    town.sanne.enters("home.search", "mag ik een kip houden op mijn balkon")
    town.sanne.sees("Hierover staat nog niets in de kennisbank")
    town.sanne.presses("Stel als vraag")
    town.sanne.sees("Wat wil je doen?")
    town.sanne.submits()
    town.sanne.sees("Ik weet het zelf")
    town.sanne.presses("Vraag een afdeling")
    town.sanne.sees("welke afdeling wil je")
    town.sanne.chooses("ask.pick", "Vergunningen")
    town.sanne.sees("Vergunningen")
    town.sanne.closes(everything=True)
    town.sanne.opens_home()
    town.sanne.sees("ligt bij Vergunningen, nog niet opgepakt")


def test_a_question_is_taken_back_from_home(town: Town) -> None:
    ask(town)
    town.sanne.opens_home()
    town.sanne.sees("ligt bij Vergunningen")
    town.sanne.presses("home.question")
    waiting = town.sanne.sees("Gevraagd aan Vergunningen")
    town.sanne.presses("ask.withdraw", on=waiting)
    town.sanne.sees("Ingetrokken")
    town.settle()  # Home follows
    assert town.sanne.home.has("Je hebt geen vragen open") and not town.sanne.home.has("ligt bij Vergunningen")


def test_something_shared_from_home_is_saved_and_shown_there(town: Town) -> None:
    town.emma.opens_home()
    town.emma.sees("Search the knowledge base")
    town.emma.presses("Share something")
    town.emma.fills({"text": "Offer three instalments"})
    town.emma.submits()
    saved = town.emma.sees("Saved as tip")
    assert saved.kind == "modal"
    town.emma.presses("Undo")
    town.emma.sees("is gone")
    with town.kb.store.reading() as data:
        assert data.entries() == ()


def test_a_specialist_handles_what_waits_without_leaving_home(town: Town) -> None:
    ask(town)
    town.bram.opens_home()
    town.bram.sees("mag ik een kip houden op mijn balkon")
    town.bram.presses("escalation.claim")
    town.bram.sees("opgepakt door")
    town.bram.presses("escalation.answer", on=town.bram.home)
    town.bram.fills({"title": "Kippen op een balkon", "body": "Tot drie kippen mag het, een haan niet."})
    town.bram.submits()
    home = town.bram.sees("Er wacht niets op jullie")
    assert home.kind == "home"
    town.settle()
    town.sanne.sees("een haan niet")


def test_the_queue_is_checked_and_retired_from_home_and_from_the_list(town: Town) -> None:
    one = town.knows("Aanmaning kwijt", "Stuur een kopie.", state=EntryState.UNCHECKED).number
    two = town.knows(
        "Beslag op loon", "Bel de deurwaarder.", state=EntryState.OUTDATED, note="nummer klopt niet"
    ).number
    town.fatima.opens_home()
    home = town.fatima.sees("2 kennisitems om na te kijken")
    assert home.text_content.index("Beslag op loon") < home.text_content.index("Aanmaning kwijt")
    assert "nummer klopt niet" in home.text_content
    town.fatima.presses("Laat vervallen")
    town.fatima.sees(f"#{two} is vervallen")
    town.fatima.types("/kb open", channel="algemeen")
    listed = town.fatima.sees("1 kennisitem om na te kijken")
    assert listed.ephemeral
    town.fatima.presses("Gecontroleerd")
    town.fatima.sees(f"#{one} is gecontroleerd")
    town.fatima.sees("Er wacht niets op jullie")
    with town.kb.store.reading() as data:
        assert data.entry(one).state is EntryState.CHECKED
        assert data.entry(two).state is EntryState.RETIRED


def test_an_entry_edited_from_home_is_shown_there_and_home_follows(town: Town) -> None:
    town.knows("Aanmaning kwijt", "Stuur een kopie.", state=EntryState.OUTDATED)
    town.fatima.opens_home()
    town.fatima.sees("1 kennisitem om na te kijken")
    town.fatima.presses("Bewerken")
    town.fatima.fills({"body": "Stuur een kopie per brief."})
    town.fatima.submits()
    entry = town.fatima.sees("Stuur een kopie per brief")
    assert entry.kind == "modal" and "gecontroleerd door Invordering" in entry.text_content
    town.fatima.closes()
    assert town.fatima.sees("Er wacht niets op jullie", since="start").kind == "home"


def test_the_language_is_chosen_and_taken_at_once(town: Town) -> None:
    town.sanne.opens_home()
    town.sanne.sees("Mijn voorkeuren")
    town.sanne.chooses("home.language", "English")
    town.sanne.sees("My preferences")
    town.sanne.types("/kb help")
    town.sanne.sees("What you can type")
    town.sanne.opens_home()
    town.sanne.sees("My preferences")
    town.sanne.chooses("home.language", "Same as in Slack")
    town.sanne.sees("Mijn voorkeuren")


def test_whether_my_name_stands_on_my_tips_is_my_choice(town: Town) -> None:
    town.sanne.opens_home()
    town.sanne.sees("Mijn voorkeuren")
    town.sanne.chooses("home.named", "Met mijn naam")
    town.sanne.sees("Onthouden")
    town.sanne.types("/kb tip Zet de afspraak in de agenda van de balie")
    town.sanne.sees("Opgeslagen als tip")
    town.joris.opens_home()
    assert "van @Sanne de Wit" in town.joris.sees("Zet de afspraak in de agenda").text_content


def test_what_is_new_is_nameless_unless_its_author_chose_otherwise(town: Town) -> None:
    town.joris.types("/kb mistake Ik stuurde formulier A7 in plaats van B12")
    town.joris.sees("Zonder naam opgeslagen")
    town.priya.types("/kb tip Grofvuil kan ook op zaterdag")
    town.priya.sees("Opgeslagen als tip")
    town.sanne.opens_home()
    home = town.sanne.sees("Grofvuil kan ook op zaterdag")
    assert "formulier A7" in home.text_content
    assert "Joris" not in home.text_content and "Priya" not in home.text_content
    town.priya.opens_home()
    assert "Grofvuil" not in town.priya.sees("Nieuw van collega's").text_content, "it is her own"


def test_a_lead_sees_the_board_and_an_admin_the_settings(town: Town) -> None:
    town.knows("Kapvergunning", "Duurt 8 weken.", department="vergunningen", state=EntryState.UNCHECKED)
    town.ingrid.opens_home()
    home = town.ingrid.sees("Bord")
    assert "Signalen: 0 open" in home.text_content
    assert "1 nog niet gecontroleerd" in home.text_content
    assert "Instellingen" in home.buttons


def test_mine_shows_my_questions_with_their_outcome_and_what_i_shared(town: Town) -> None:
    arrangement(town)
    others(town)
    ask(town, offered="Andere afdeling")
    town.sanne.types("/kb kan klant in termijnen betalen na een aanmaning?", channel="algemeen")
    town.sanne.sees("Dit hielp")
    town.sanne.types("/kb tip Grofvuil kan ook op zaterdag")
    town.sanne.sees("Opgeslagen als tip")
    town.sanne.types("/kb mijn", channel="algemeen")
    mine = town.sanne.sees("Van jou")
    assert mine.ephemeral
    for part in ("kip houden", "ligt bij Vergunningen", "je zei nog niet of het hielp", "Grofvuil kan ook op zaterdag"):
        assert part in mine.text_content
    town.sanne.presses("home.question", on=mine)
    town.sanne.sees("Gevraagd aan Vergunningen")
    town.joris.types("/kb mijn", channel="algemeen")
    assert "kip" not in town.joris.sees("Van jou").text_content


def test_open_lists_ones_own_questions_and_says_when_there_are_none(town: Town) -> None:
    town.joris.types("/kb open", channel="algemeen")
    town.joris.sees("Je hebt geen vragen open")
    ask(town)
    town.sanne.types("/kb open", channel="algemeen")
    town.sanne.sees("ligt bij Vergunningen, nog niet opgepakt")
    town.bram.types("/kb open", channel="algemeen")
    listed = town.bram.sees("1 vraag van een collega")
    assert "Sanne" not in listed.text_content, "nobody sees who asked"


def test_home_opened_again_shows_what_changed_meanwhile(town: Town) -> None:
    town.bram.opens_home()
    town.bram.sees("Er wacht niets op jullie")
    ask(town)
    town.clock.advance(timedelta(minutes=5))
    town.bram.opens_home()
    town.bram.sees("1 vraag van een collega")


def test_help_is_short_and_in_ones_own_language(town: Town) -> None:
    town.sanne.types("/kb hulp", channel="algemeen")
    help = town.sanne.sees("Wat je kunt typen")
    assert help.ephemeral and "/kb beheer" not in help.text_content
    town.ingrid.types("/kb help", channel="algemeen")
    town.ingrid.sees("/kb beheer")
    town.emma.types("/kb help", channel="algemeen")
    town.emma.sees("What you can type")


def ask(town: Town, offered: str = "Vraag een afdeling") -> None:
    """Sanne asks something nobody wrote down, and sends it to Vergunningen."""
    town.sanne.types("/kb mag ik een kip houden op mijn balkon", channel="algemeen")
    town.sanne.sees("Hierover staat nog niets")
    town.sanne.presses(offered)
    town.sanne.sees("welke afdeling wil je")
    town.sanne.chooses("ask.pick", "Vergunningen")
    town.sanne.sees("Gevraagd aan Vergunningen")
    town.settle()


def test_what_is_done_in_the_list_shows_in_the_list(town: Town) -> None:
    ask(town)
    town.bram.types("/kb open", channel="algemeen")
    listed = town.bram.sees("nog niet opgepakt")
    town.bram.presses("Ik pak het op", on=listed)
    town.bram.sees("opgepakt door")
    assert "opgepakt door" in listed.text_content, "the list itself, not a message more"
    town.bram.presses("Beantwoord", on=listed)
    town.bram.fills({"title": "Kippen op een balkon", "body": "Tot drie kippen mag het, een haan niet."})
    town.bram.submits()
    town.bram.sees("Er wacht niets op jullie")
    assert "Er wacht niets op jullie" in listed.text_content


def test_a_signal_is_handled_from_home(town: Town) -> None:
    signal(town)
    town.fatima.opens_home()
    town.fatima.sees("nieuwe aanmaningsbrief")
    town.fatima.presses("Gezien")
    town.fatima.sees("Ik pak het op")
    town.hans.opens_home()
    assert "0 open · 1 gezien" in town.hans.sees("Bord").text_content


def test_modals_open_on_top_of_one_another(town: Town) -> None:
    arrangement(town)
    others(town)
    town.sanne.opens_home()
    town.sanne.sees("Zoek in de kennisbank")
    town.sanne.enters("home.search", "betalingsregeling na aanmaning")
    town.sanne.presses("entry.open", on=town.sanne.sees("Staat het er niet bij?"))
    town.sanne.chooses("answer.tally", "Klant aan de balie", on=town.sanne.sees("Dit mag je zelf beslissen"))
    tallied = town.sanne.sees("Vandaag 1 klant")
    town.sanne.presses("Ongedaan maken", on=tallied)
    town.sanne.sees("Turf ongedaan gemaakt")
    town.sanne.closes()
    entry = town.sanne.modal
    assert entry is not None and entry.has("Dit mag je zelf beslissen"), "the entry lies underneath"
    town.sanne.chooses("entry.more", "Klopt niet (meer)", on=entry)
    town.sanne.sees("Wat klopt er niet")
    town.sanne.fills({"what": "het bedrag is veranderd"})
    town.sanne.submits()
    town.sanne.sees("wordt niet meer als antwoord getoond")
    assert town.sanne.modal is None and "wordt niet meer als antwoord getoond" in town.sanne.home.text_content


def test_a_modal_opens_in_place_where_three_lie_already(town: Town) -> None:
    others(town)
    town.sanne.opens_home()
    town.sanne.sees("Zoek in de kennisbank")
    town.sanne.enters("home.search", "mag ik een kip houden op mijn balkon")
    town.sanne.sees("Gezocht")
    town.sanne.presses("Stel als vraag")
    town.sanne.sees("Wat wil je doen")
    town.sanne.submits()
    town.sanne.presses("entry.open.0", on=town.sanne.sees("Past mogelijk niet"))
    entry = town.sanne.sees("staat hier wat je moet weten")
    town.sanne.chooses("answer.tally", "Klant aan de balie", on=entry)
    town.sanne.sees("Vandaag 1 klant")
    town.sanne.closes()
    assert town.sanne.modal is not None and town.sanne.modal.has("Past mogelijk niet"), "the third made room"


def test_what_is_refused_at_home_is_said_there(town: Town) -> None:
    number = town.knows("Aanmaning kwijt", "Stuur een kopie.", state=EntryState.UNCHECKED).number
    town.fatima.opens_home()
    home = town.fatima.sees("1 kennisitem om na te kijken")
    with town.kb.store.writing() as unit:
        unit.delete_entry(number)
    town.fatima.presses("Gecontroleerd", on=home)
    refused = town.fatima.sees(f"Kennisitem #{number} is er niet (meer)")
    assert refused.kind == "modal"


def test_the_global_shortcut_answers_in_its_own_modal(town: Town) -> None:
    arrangement(town)
    others(town)
    town.sanne.uses_shortcut("Ask or share")
    town.sanne.fills({"text": "kan klant in termijnen betalen na een aanmaning?"})
    town.sanne.submits()
    answer = town.sanne.sees("Dit mag je zelf beslissen")
    assert answer.kind == "modal"
    town.sanne.presses("Dit hielp", on=answer)
    assert town.sanne.sees("Deze vraagvariant herken ik de volgende keer").kind == "modal"


def test_a_direct_message_that_says_open_is_no_question(town: Town) -> None:
    town.joris.types("open")
    town.joris.sees("Je hebt geen vragen open")
    with town.kb.store.reading() as data:
        assert data.questions() == ()


def signal(town: Town) -> None:
    """A topic of Invordering that was posted as a signal."""
    now = town.clock.now()
    with town.kb.store.writing() as unit:
        topic = unit.add_topic(Topic(title="nieuwe aanmaningsbrief", department="invordering", created_at=now))
        evidence = Evidence(
            kind="rising", at=now, people=9, tallied=23, span_days=3, usual_per_week=1, questions=(), texts=()
        )
        unit.add_signal(
            Signal(
                topic=topic.id,
                department="invordering",
                title=topic.title,
                evidence=evidence,
                opened_at=now,
                changed_at=now,
                posted=True,
            )
        )
