"""The agenda of a service meeting, and the boards: what a service manager and a lead see, open and write down."""

from __future__ import annotations

from datetime import timedelta

from bot.model import Contact, Evidence, Question, Signal, Tally, Topic
from tests.acceptance.conftest import Town


def april(town: Town) -> None:
    """Four colleagues asked about the reminder letter, customers came for it, and a signal about it is open."""
    at = town.clock.now() - timedelta(days=12)
    with town.kb.store.writing() as unit:
        topic = unit.add_topic(
            Topic(title="nieuwe aanmaningsbrief", department="invordering", named=True, created_at=at)
        )
        asked = [
            unit.add_question(Question(text="klopt de aanmaning", asked_at=at, pseudonym=f"p{n}", topic=topic.id)).id
            for n in range(4)
        ]
        unit.add_tally(Tally(at=at, contact=Contact.PHONE, count=23, topic=topic.id))
        evidence = Evidence(
            kind="rising", at=at, people=4, tallied=23, span_days=2, usual_per_week=0.0, questions=tuple(asked),
            texts=("klopt de aanmaning",),
        )  # fmt: skip
        unit.add_signal(
            Signal(topic=topic.id, department="invordering", title=topic.title, evidence=evidence, opened_at=at,
                   changed_at=at, posted=True)
        )  # fmt: skip


def test_the_agenda_comes_once_is_opened_again_and_takes_agreements(town: Town) -> None:
    april(town)
    town.passes(minutes=1)
    agenda = town.hans.sees("Agenda toptaakoverleg: Betalen")
    for part in ("Over 1 t/m 30 april 2026", "nieuwe aanmaningsbrief · Invordering: 4 vragen van collega's, 23 klanten",
                 "nog niet gezien, gemeld op 22 april", "eerste werkdag van de maand"):  # fmt: skip
        assert part in agenda.text_content.replace("*", "")

    town.hans.presses("Leg een afspraak vast", on=agenda)
    town.hans.sees("Wat is afgesproken?")
    town.hans.fills({"text": "…", "due": "2026-04-20"})
    wrong = town.hans.submits()
    assert sorted(wrong) == ["Uiterlijk wanneer?", "Wat is afgesproken?", "Welke afdeling doet het?"], "all at once"
    assert "Kies een afdeling, of hieronder een persoon." in wrong.values()
    town.hans.fills({"text": "De webtekst over aanmaningen herschrijven"})
    town.hans.fills({"owner": "Vergunningen", "due": "2026-05-20"})
    assert town.hans.submits() == {}
    town.hans.sees("Vergunningen krijgt het als bericht")
    town.settle()
    told = town.bram.sees("De webtekst over aanmaningen herschrijven", channel="vergunningen")
    assert "Je krijgt dit omdat het zo is afgesproken" in told.text_content
    town.passes(hours=1)
    posted = [m for m in town.hans.messages("dm") if m.from_bot and "Agenda toptaakoverleg" in m.text_content]
    assert len(posted) == 1, "it is updated in place, not posted again"
    assert "Afgesproken in dit overleg" in posted[0].text_content

    town.fatima.types("/kb agenda")
    assert "De webtekst over aanmaningen herschrijven" in town.fatima.sees("Agenda toptaakoverleg").text_content
    town.sanne.types("/kb agenda")
    town.sanne.sees("De agenda is voor de eigenaar van de toptaak")


def test_a_lead_and_service_manager_open_a_column_of_the_board_and_the_agenda_in_home(town: Town) -> None:
    april(town)
    town.hans.opens_home()
    home = town.hans.sees("Toptaken")
    for part in ("Bord", "1 open", "Agenda van het toptaakoverleg", "Kondig iets aan", "Weekoverzicht kiezen"):
        assert part in home.text_content or part in home.buttons
    town.hans.chooses("board.open", "1 open")
    column = town.hans.sees("gemeld:")
    assert column.kind == "modal" and "nieuwe aanmaningsbrief" in column.text_content
    town.hans.presses("signal.open", on=column)
    town.hans.sees("klopt de aanmaning")
    town.hans.closes(everything=True)
    town.hans.presses("Agenda van het toptaakoverleg")
    shown = town.hans.sees("Over 1 t/m 30 april 2026")
    assert shown.kind == "modal"
    town.hans.presses("Leg een afspraak vast", on=shown)
    town.hans.sees("Wat is afgesproken?")
    town.hans.fills({"text": "Balie krijgt een uitlegkaart", "person": "fatima", "due": "2026-05-20"})
    assert town.hans.submits() == {}
    assert "Balie krijgt een uitlegkaart" in town.hans.sees("Afgesproken in dit overleg").text_content
    town.settle()
    town.fatima.sees("Balie krijgt een uitlegkaart", channel="dm")

    town.sanne.opens_home()
    sees = town.sanne.sees("Zoek in de kennisbank")
    for part in ("Toptaken", "Bord", "Kondig iets aan", "Onderwerpen"):
        assert part not in sees.text_content
