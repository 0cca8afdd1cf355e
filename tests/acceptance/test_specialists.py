"""Scene 4: nothing fits, so the specialists are asked, in the same breath; and everybody who wanted to know is told."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.model import EscalationState, OutboxState, Outcome
from bot.sandbox import Seen
from tests.acceptance.conftest import Town

FENCE = "mag iemand zijn schutting van 2 meter aan de straatkant laten staan"


def neighbours(town: Town) -> None:
    """Entries that are near, none of which fits."""
    for title in (
        "Schutting tussen buren",
        "Kapvergunning aanvragen voor een boom in de tuin",
        "Paspoort kwijt op vakantie",
        "Grofvuil laten ophalen",
        "Afspraak verzetten aan de balie",
        "Kwijtschelding gemeentelijke belastingen",
    ):
        town.knows(title, f"Over {title.lower()} staat hier wat je moet weten.", department="vergunningen")


def asks_permits(town: Town, who: str = "sanne", button: str = "Vraag Vergunningen", text: str = FENCE) -> Seen:
    """Somebody asks what nothing fits, and then the specialists. Gives the message in the department's channel."""
    person = town.slack.person(who)
    person.types(f"/kb {text}", channel="algemeen")
    person.sees("Hierover staat nog niets in de kennisbank")
    person.presses(button)
    person.sees("krijgt het antwoord als bericht")
    town.settle()
    return town.bram.sees("Vraag voor Vergunningen", channel="vergunningen", since="start")


def writes_answer(town: Town, who: str, on: Seen, body: str = "Nee: aan de straatkant is 1 meter het hoogst.") -> None:
    specialist = town.slack.person(who)
    specialist.presses("Beantwoord", on=on)
    specialist.sees("Beantwoord de vraag")
    specialist.fills({"Antwoord": body})
    assert specialist.submits() == {}
    town.settle()


def the_escalation(town: Town):
    with town.kb.store.reading() as data:
        (found,) = data.escalations()
    return found


def test_a_question_is_asked_claimed_answered_and_helps(town: Town) -> None:
    neighbours(town)
    asked = asks_permits(town, button="Klant wacht")
    for part in (FENCE, "klant wacht", "nog niet opgepakt", "Dichtstbij:", "past mogelijk niet"):
        assert part in asked.text_content
    assert asked.buttons == ["Beantwoord", "Ik pak het op", "Vraag terug"]

    town.fatima.presses("Ik pak het op", on=asked)
    town.fatima.sees("Dit kunnen alleen de specialisten van Vergunningen", channel="vergunningen")
    town.bram.presses("Ik pak het op", on=asked)
    town.settle()
    town.bram.sees("opgepakt door @Bram Visser (09:00)", channel="vergunningen")
    town.sanne.sees("Vergunningen heeft je vraag opgepakt", channel="dm")

    writes_answer(town, "bram", asked)
    done = town.bram.sees("Nee: aan de straatkant is 1 meter het hoogst", channel="vergunningen")
    assert done.ts == asked.ts, "the same message shows the answer"
    assert "Antwoord van @Bram Visser" in done.text_content and "wie het vroeg, kreeg dit antwoord" in done.text_content
    assert done.buttons == []
    news = town.sanne.sees("Vergunningen heeft je vraag beantwoord", channel="dm")
    assert "gecontroleerd door Vergunningen" in news.text_content
    with town.kb.store.reading() as data:
        (question,) = data.questions()
        assert question.asker is None, "once it is answered nothing says who asked"
        assert question.outcome is Outcome.NO_ANSWER, "nothing was written when it was asked"

    town.sanne.presses("Dit hielp", on=news)
    town.sanne.sees("Deze vraagvariant herken ik de volgende keer", channel="dm")
    town.joris.types(f"/kb {FENCE}?", channel="algemeen")
    town.joris.sees("aan de straatkant is 1 meter het hoogst")


def test_nothing_in_the_channel_tells_who_asked(town: Town) -> None:
    neighbours(town)
    asked = asks_permits(town)
    town.bram.presses("Vraag terug", on=asked)
    town.bram.fills({"Wat wil je weten?": "Staat de schutting op een hoek?"})
    town.bram.submits()
    town.settle()
    back = town.sanne.sees("Vergunningen vraagt iets terug over je vraag", channel="dm")
    assert "Staat de schutting op een hoek?" in back.text_content

    town.sanne.types("Ja, op een hoek. Bel 06-12345678 als het moet.", thread=back)
    town.settle()
    town.sanne.sees("Doorgegeven aan Vergunningen, zonder je naam", channel="dm")
    reply = town.bram.sees("Antwoord van de collega", channel="vergunningen", thread=asked)
    assert reply.thread_ts == asked.ts and "Ja, op een hoek" in reply.text_content
    assert "12345678" not in reply.text_content, "both sides are masked"
    writes_answer(town, "bram", asked)

    everything = repr([(m.text_content, m.text, m.metadata) for m in town.slack.messages("vergunningen")])
    assert "Sanne" not in everything and "U0SANNE" not in everything
    with town.kb.store.reading() as data:
        assert len(data.questions()) == 1, "the reply is no question of its own"


def test_the_asker_can_also_reply_by_the_button(town: Town) -> None:
    neighbours(town)
    asked = asks_permits(town)
    town.bram.presses("Vraag terug", on=asked)
    town.bram.fills({"text": "Hoe lang staat hij er?"})
    town.bram.submits()
    town.settle()
    back = town.sanne.sees("Hoe lang staat hij er?", channel="dm")
    town.sanne.presses("Antwoord", on=back)
    town.sanne.fills({"text": "Tien jaar."})
    assert town.sanne.submits() == {}
    town.settle()
    replies = [m for m in town.slack.messages("vergunningen") if m.thread_ts == asked.ts and m.ts != asked.ts]
    assert ["Tien jaar." in m.text_content for m in replies] == [True]


def test_everybody_who_wanted_to_know_is_told(town: Town) -> None:
    neighbours(town)
    asked = asks_permits(town)
    for who in ("joris", "priya"):
        person = town.slack.person(who)
        person.types(f"/kb {FENCE}", channel="algemeen")
        person.sees("Hierover staat nog niets")
        person.presses("Houd mij ook op de hoogte")
        person.sees("Deze vraag ligt al bij Vergunningen")
    town.settle()
    assert len(town.slack.messages("vergunningen")) == 1, "one question, one message"
    assert "3 collega's wachten op het antwoord" in asked.text_content
    writes_answer(town, "bram", asked)
    for who in ("sanne", "joris", "priya"):
        town.slack.person(who).sees("Vergunningen heeft je vraag beantwoord", channel="dm")
    assert "3 collega's kregen dit antwoord" in asked.text_content
    found = the_escalation(town)
    assert found.waiters == () and found.told == 3


def test_pressing_twice_asks_once(town: Town) -> None:
    neighbours(town)
    asks_permits(town)
    first = next(m for m in town.sanne.messages() if m.ephemeral)
    town.sanne.presses("Klant wacht", on=first)
    town.settle()
    town.sanne.sees("daar staat bij dat een klant wacht")
    (asked,) = town.slack.messages("vergunningen")
    assert "klant wacht" in asked.text_content
    assert the_escalation(town).waiting


def test_the_asker_takes_it_back(town: Town) -> None:
    neighbours(town)
    asked = asks_permits(town)
    town.sanne.presses("Intrekken")
    town.sanne.sees("Ingetrokken")
    town.settle()
    assert "ingetrokken door wie het vroeg" in asked.text_content and asked.buttons == []
    assert the_escalation(town).waiters == ()


def test_another_department_can_be_chosen(town: Town) -> None:
    neighbours(town)
    town.sanne.types(f"/kb {FENCE}", channel="algemeen")
    town.sanne.sees("Hierover staat nog niets")
    town.sanne.presses("Andere afdeling")
    town.sanne.sees("Aan welke afdeling wil je het vragen?")
    town.sanne.chooses("Klant wacht: kies een afdeling", "Invordering")
    town.sanne.sees("Gevraagd aan Invordering; daar staat bij dat een klant wacht")
    town.settle()
    town.fatima.sees("Vraag voor Invordering", channel="invordering")


def test_not_ours_goes_on_and_the_second_time_to_the_owner_of_the_top_task(town: Town) -> None:
    neighbours(town)
    asked = asks_permits(town)
    town.bram.chooses("Niet van ons", "Invordering", on=asked)
    town.settle()
    assert "doorgestuurd naar Invordering" in asked.text_content and asked.buttons == []
    town.sanne.sees("Vergunningen zegt dat een ander hierover gaat. Je vraag ligt nu bij Invordering", channel="dm")
    second = town.fatima.sees("Vraag voor Invordering", channel="invordering")
    town.fatima.chooses("Niet van ons", "Vergunningen", on=second)
    town.settle()
    owned = town.hans.sees("jij over de toptaak Betalen gaat", channel="dm")
    assert "Beantwoord" in owned.buttons
    assert len(town.slack.messages("vergunningen")) == 1, "it is not sent back and forth"

    assert second.buttons == []
    writes_answer(town, "hans", owned)
    town.sanne.sees("1 meter het hoogst", channel="dm")


def test_already_there_by_the_menu_and_by_search(town: Town) -> None:
    neighbours(town)
    entry = town.knows("Hoogte van erfafscheidingen", "Voor de rooilijn 1 meter.", department="vergunningen")
    asked = asks_permits(town)
    town.bram.chooses("Staat er al", "Een ander kennisitem …", on=asked)
    town.bram.fills({"search": "erfafscheidingen hoogte"})
    town.bram.submits()
    town.bram.sees("Welk kennisitem?")
    town.bram.fills({"entry": str(entry.number)})
    assert town.bram.submits() == {}
    town.settle()
    assert "Voor de rooilijn 1 meter" in asked.text_content
    town.sanne.sees("Voor de rooilijn 1 meter", channel="dm")
    with town.kb.store.reading() as data:
        assert FENCE in [p.text for p in data.phrasings(entry.number)]


def test_two_specialists_at_once_and_an_old_message_do_no_harm(town: Town) -> None:
    neighbours(town)
    asked = asks_permits(town)
    with town.kb.store.writing() as unit:
        organisation = unit.organisation()
        both = organisation.departments[1].but(members=("U0BRAM", "U0PRIYA"))
        unit.save_organisation(organisation.but(departments=(organisation.departments[0], both)))
    town.bram.presses("Beantwoord", on=asked)
    town.priya.presses("Beantwoord", on=asked)
    town.priya.fills({"Antwoord": "Vanaf 2026 mag het tot 1 meter."})
    assert town.priya.submits() == {}
    town.bram.fills({"Antwoord": "Mag niet."})
    errors = town.bram.submits()
    assert "al beantwoord" in " ".join(errors.values())
    assert "Mag niet." in repr(town.bram.modal), "what he typed is still there"
    town.settle()
    assert len([m for m in town.sanne.messages("dm") if "beantwoord" in m.text_content]) == 1


def about_the_fence(town: Town, channel: str) -> list[str]:
    return [m.text_content for m in town.slack.messages(channel) if FENCE in m.text_content]


def test_unclaimed_the_channel_is_reminded_after_a_working_day_then_the_lead(town: Town) -> None:
    neighbours(town)
    asked = asks_permits(town)
    town.passes(hours=23)
    assert len(about_the_fence(town, "vergunningen")) == 1
    town.passes(hours=1, minutes=1)
    reminder = town.bram.sees("langer dan een werkdag", channel="vergunningen")
    assert reminder.ts != asked.ts and asked.ts.replace(".", "") in repr(reminder.blocks), "it links to the question"
    town.passes(hours=1)
    town.ingrid.does_not_see("Je krijgt dit omdat je Vergunningen leidt", channel="dm", for_=0.1)
    town.passes(hours=24)
    town.ingrid.sees("Je krijgt dit omdat je Vergunningen leidt", channel="dm")
    for _ in range(4):
        town.passes(hours=24)
    assert len(about_the_fence(town, "vergunningen")) == 2, "once"
    assert len([m for m in town.ingrid.messages("dm") if FENCE in m.text_content]) == 1, "once"
    town.bram.presses("Ik pak het op", on=reminder)
    town.settle()
    assert "inmiddels iets mee gedaan" in reminder.text_content
    assert "opgepakt door" in asked.text_content


def test_nobody_is_reminded_in_the_weekend(town: Town) -> None:
    neighbours(town)
    town.clock.jump_to(datetime(2026, 5, 8, 14, 0, tzinfo=UTC))  # Friday 16:00
    asks_permits(town)
    for hours in (20, 20, 20):
        town.passes(hours=hours)
    assert len(about_the_fence(town, "vergunningen")) == 1
    town.passes(hours=12)  # Monday 16:00
    assert len(about_the_fence(town, "vergunningen")) == 2


def test_thrown_out_of_the_channel_the_lead_gets_it(town: Town) -> None:
    neighbours(town)
    town.slack.remove_bot("vergunningen")
    town.sanne.types(f"/kb {FENCE}", channel="algemeen")
    town.sanne.sees("Hierover staat nog niets")
    town.sanne.presses("Vraag Vergunningen")
    town.sanne.sees("Gevraagd aan Vergunningen")
    town.settle()
    town.passes(seconds=15)
    at_lead = town.ingrid.sees("omdat ik Vergunningen niet in een eigen kanaal kan bereiken", channel="dm")
    with town.kb.store.reading() as data:
        refused = data.outbox("escalation:1:vergunningen")
    assert refused is not None and refused.state is OutboxState.FAILED
    writes_answer(town, "ingrid", at_lead)
    town.sanne.sees("1 meter het hoogst", channel="dm")


def test_a_department_that_vanished_leaves_its_questions_to_the_owner(town: Town) -> None:
    neighbours(town)
    asks_permits(town)
    with town.kb.store.writing() as unit:
        organisation = unit.organisation()
        unit.save_organisation(organisation.but(departments=organisation.departments[:1]))
    town.passes(seconds=15)
    town.hans.sees("Vraag voor jou", channel="dm")


def test_in_english_for_an_english_colleague(town: Town) -> None:
    neighbours(town)
    town.emma.types("/kb may a fence of two metres stay on the street side", channel="algemeen")
    town.emma.sees("Nothing is written about this yet")
    town.emma.presses("Ask Vergunningen")
    town.emma.sees("you get the answer as a message")
    town.settle()
    asked = town.bram.sees("Vraag voor Vergunningen", channel="vergunningen")
    writes_answer(town, "bram", asked)
    news = town.emma.sees("Vergunningen has answered your question", channel="dm")
    assert "This helped" in news.buttons
    town.emma.presses("Not what I meant", on=news)
    town.emma.sees("this was not the right answer", channel="dm")
    assert the_escalation(town).state is EscalationState.ANSWERED


def test_an_answer_that_fits_can_be_asked_about_too(town: Town) -> None:
    neighbours(town)
    number = town.knows(FENCE, "Ja, dat mag.", department="vergunningen").number
    town.sanne.types(f"/kb {FENCE}", channel="algemeen")
    town.sanne.sees("Ja, dat mag.")
    town.sanne.chooses("answer.more", "Vraag Vergunningen")
    shown = town.sanne.sees("Gevraagd aan Vergunningen")
    assert "Ja, dat mag." in shown.text_content, "the answer stays in sight"
    town.settle()
    town.bram.sees(f"#{number} (past mogelijk niet)", channel="vergunningen")


def test_under_a_public_answer_somebody_else_asks_for_herself(town: Town) -> None:
    neighbours(town)
    town.sanne.types(f"@kb {FENCE}", channel="overzicht")
    town.settle()
    public = town.joris.sees("Hierover staat nog niets", channel="overzicht")
    town.joris.presses("Vraag Vergunningen", on=public)
    own = town.joris.sees("Gevraagd aan Vergunningen", channel="overzicht")
    assert own.ephemeral and "Hierover staat nog niets" in public.text_content
    town.settle()
    found = the_escalation(town)
    assert [w.user for w in found.waiters] == ["U0JORIS"]
    with town.kb.store.reading() as data:
        assert {q.asker for q in data.questions()} == {"U0SANNE", "U0JORIS"}


def test_a_lost_answer_from_slack_posts_the_question_once(town: Town) -> None:
    neighbours(town)
    town.slack.fail_next("chat.postMessage", "drop_connection", after_effect=True)
    town.sanne.types(f"/kb {FENCE}", channel="algemeen")
    town.sanne.sees("Hierover staat nog niets")
    town.sanne.presses("Vraag Vergunningen")
    town.sanne.sees("Gevraagd aan Vergunningen")
    town.settle()
    town.passes(minutes=2)
    assert len(about_the_fence(town, "vergunningen")) == 1
    town.bram.presses("Ik pak het op", on=town.bram.sees("Vraag voor Vergunningen", since="start"))
    town.settle()
    town.bram.sees("opgepakt door")


def test_a_reply_without_words_comes_back_with_what_to_do(town: Town) -> None:
    neighbours(town)
    asked = asks_permits(town)
    town.bram.presses("Vraag terug", on=asked)
    town.bram.fills({"text": "Waar staat hij?"})
    town.bram.submits()
    town.settle()
    back = town.sanne.sees("Waar staat hij?", channel="dm")
    town.sanne.types(":shrug:", thread=back)
    town.sanne.sees("Daar staan geen woorden in", channel="dm")
    writes_answer(town, "bram", asked)
    town.sanne.types("aan de Dorpsstraat", thread=back)
    town.sanne.sees("Deze vraag is al beantwoord", channel="dm")
    town.sanne.sees("aan de Dorpsstraat", channel="dm")
