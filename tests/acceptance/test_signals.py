"""Scenes 5 and 8: a question that keeps coming in is told to its department, with evidence; and Monday's digest."""

from __future__ import annotations

from datetime import timedelta

from bot.model import Contact, EntryState, Organisation, Outcome, Signal, SignalState, Tally
from bot.sandbox import Seen
from tests.acceptance.conftest import Town

ASKED = {
    "sanne": "klopt de datum op de nieuwe aanmaningsbrief",
    "joris": "datum nieuwe aanmaningsbrief klopt die",
    "priya": "welke datum staat er op de nieuwe aanmaningsbrief",
    "emma": "de datum op de nieuwe aanmaningsbrief, klopt dat?",
}


TITLE = "Datum op de nieuwe aanmaningsbrief"


def letter(town: Town) -> int:
    """An entry about the letter that is out of date: it used to help."""
    long_ago = town.clock.now() - timedelta(days=60)
    for title in ("Paspoort kwijt op vakantie", "Grofvuil laten ophalen", "Schutting tussen buren"):
        town.knows(title, f"Over {title.lower()} staat hier wat je moet weten.", department="vergunningen")
    return town.knows(
        TITLE,
        "De datum is de laatste dag om te betalen.",
        phrasings=tuple(ASKED.values()),
        helped=12,
        not_helped=1,
        created_at=long_ago,
        updated_at=long_ago,
    ).number


def everybody_asks(town: Town) -> None:
    """Four colleagues ask it in their own words, and say that the answer shown is not what they meant."""
    for handle, text in ASKED.items():
        person = town.slack.person(handle)
        person.types(f"/kb {text}", channel="algemeen")
        answer = person.sees("De datum is de laatste dag om te betalen")
        person.presses("answer.not_this", on=answer)
    town.kb.router.drain(5)


def at_two(town: Town) -> Seen:
    """The signal check of 14:00; gives the message in #invordering."""
    town.passes(hours=5)
    return town.fatima.sees(f"*{TITLE}* · open", channel="invordering", since="start")


def the_signal(town: Town) -> Signal:
    with town.kb.store.reading() as data:
        (found,) = data.signals()
    return found


def in_thread(town: Town, message: Seen) -> str:
    return "\n".join(m.text_content for m in town.fatima.messages("invordering") if m.thread_ts == message.ts)


def test_a_question_that_keeps_coming_in_is_told_to_its_department_with_the_evidence(town: Town) -> None:
    number = letter(town)
    everybody_asks(town)
    signal = at_two(town)
    for part in (
        "▲ Antwoord helpt niet",
        "open",
        "4 collega's in 1 dag",
        "klantcontacten: onbekend",
        f"Het getoonde antwoord (#{number}) hielp 4 van 4 keer niet",
        "Waarschijnlijk: opgeschreven, maar verouderd",
        "nog 2 in de thread",
    ):
        assert part in signal.text_content
    assert signal.buttons == ["Beantwoord", "Gezien"]
    thread = in_thread(town, signal)
    assert all(text in thread for text in ASKED.values())
    for handle in ASKED:
        assert town.slack.person(handle).user.name not in signal.text_content + thread, "nobody reads who asked"
    town.passes(minutes=15)
    town.passes(hours=19)
    signals = [m for m in town.fatima.messages("invordering") if m.thread_ts in (None, m.ts)]
    assert len(signals) == 1, "one message a topic, at the next check as well"


def test_seen_taken_and_resolved_in_the_same_message(town: Town) -> None:
    letter(town)
    everybody_asks(town)
    signal = at_two(town)

    town.sanne.presses("Gezien", on=signal)
    town.sanne.sees("Dat kunnen alleen de specialisten van de afdeling", channel="invordering")
    assert the_signal(town).state is SignalState.OPEN

    town.fatima.presses("Gezien", on=signal)
    town.settle()
    town.fatima.sees("gezien (@Fatima Idrissi, 14:0", channel="invordering")
    assert signal.buttons == ["Ik pak het op", "Beantwoord"]
    town.hans.presses("Ik pak het op", on=signal)
    town.settle()
    town.hans.sees("opgepakt (@Hans Mulder", channel="invordering")
    town.fatima.presses("Opgelost", on=signal)
    town.fatima.fills({"cause": "werkwijze", "done": "Lijst aangepast, bel jan@voorbeeld.nl"})
    assert town.fatima.submits() == {}
    town.settle()
    town.fatima.sees("Gedaan: Lijst aangepast, bel [e-mail]", channel="invordering")
    assert "opgelost: werkwijze (Invordering), vanaf 4 mei" in signal.text_content and signal.buttons == []
    thread = in_thread(town, signal)
    assert "@Fatima Idrissi heeft dit gezien" in thread and "@Hans Mulder pakt dit op" in thread

    town.fatima.chooses("⋯", "Weer openzetten", on=signal)
    town.settle()
    town.fatima.sees("· open", channel="invordering")


def test_the_department_puts_the_answer_right_once_for_everybody(town: Town) -> None:
    number = letter(town)
    everybody_asks(town)
    signal = at_two(town)
    town.fatima.presses("Beantwoord", on=signal)
    form = town.fatima.sees(f"Verbeter #{number}")
    assert "De datum is de laatste dag om te betalen" in form.text_content
    town.fatima.fills({"Antwoord": "De datum op de brief is fout: tel er 14 dagen bij."})
    assert town.fatima.submits() == {}
    town.fatima.sees(f"Opgeslagen in *#{number}*", channel="invordering")
    town.settle()
    assert f"Beantwoord in #{number}" in signal.text_content and "opgepakt (@Fatima Idrissi" in signal.text_content
    with town.kb.store.reading() as data:
        entry = data.entry(number)
    assert entry is not None and entry.state is EntryState.CHECKED
    town.hans.types(f"/kb {ASKED['sanne']}", channel="algemeen")
    town.hans.sees("tel er 14 dagen bij")


def test_not_ours_later_no_action_and_why(town: Town) -> None:
    letter(town)
    everybody_asks(town)
    signal = at_two(town)
    town.sanne.chooses("⋯", "Waarom krijg ik dit?", on=signal)
    why = town.sanne.sees("zeiden collega's 4 van 4 keer dat het niet hielp", channel="invordering")
    assert why.ephemeral and "Minder signalen?" in why.text_content

    town.fatima.chooses("⋯", "Later", on=signal)
    town.fatima.fills({"Wanneer weer?": "Volgende week"})
    assert town.fatima.submits() == {}
    town.settle()
    town.fatima.sees("later, vanaf 11 mei 2026", channel="invordering")

    town.fatima.chooses("⋯", "Niet van ons", on=signal)
    why_not = "dit gaat over bouwen, niet over betalen"
    town.fatima.fills({"Van welke afdeling is het?": "Vergunningen", "Waarom is het niet van jullie?": why_not})
    assert town.fatima.submits() == {}
    town.fatima.sees("Doorgestuurd naar Vergunningen", channel="invordering")
    town.settle()
    assert "doorgestuurd naar Vergunningen · open" in signal.text_content and signal.buttons == []
    assert f"doorgestuurd naar Vergunningen. Reden: {why_not}" in in_thread(town, signal)
    there = town.bram.sees(f"*{TITLE}* · open", channel="vergunningen", since="start")
    assert f"@Fatima Idrissi stuurde dit door: {why_not}" in there.text_content
    town.bram.chooses("⋯", "Geen actie nodig", on=there)
    town.bram.sees("Waarom is er niets nodig?")
    town.bram.fills({"Waarom is er niets nodig?": "..."})
    assert town.bram.submits() == {"Waarom is er niets nodig?": "Zeg in een paar woorden waarom er niets nodig is."}
    town.bram.fills({"Waarom is er niets nodig?": "De brief gaat er volgende week uit."})
    assert town.bram.submits() == {}
    town.settle()
    town.bram.sees("Reden: De brief gaat er volgende week uit.", channel="vergunningen")
    assert the_signal(town).state is SignalState.NO_ACTION
    assert "doorgestuurd naar Vergunningen · geen actie nodig (@Bram Visser" in signal.text_content


def test_not_ours_twice_comes_to_the_owner_by_direct_message(town: Town) -> None:
    letter(town)
    everybody_asks(town)
    signal = at_two(town)
    for who, where, on in (("fatima", "Vergunningen", signal), ("bram", "Ik weet het niet", None)):
        person = town.slack.person(who)
        on = on or person.sees(f"*{TITLE}* · open", channel="vergunningen", since="start")
        person.chooses("⋯", "Niet van ons", on=on)
        person.fills({"Van welke afdeling is het?": where})
        assert person.submits() == {}
        town.settle()
    mine = town.hans.sees("Jij beslist", channel="dm", since="start")
    town.hans.presses("Gezien", on=mine)
    town.settle()
    town.hans.sees("gezien (@Hans Mulder", channel="dm")


def test_in_an_english_department_the_signal_is_in_english(town: Town) -> None:
    with town.kb.store.writing() as unit:
        organisation: Organisation = unit.organisation()
        english = tuple(d.but(language="en") if d.key == "invordering" else d for d in organisation.departments)
        unit.save_organisation(organisation.but(departments=english))
    letter(town)
    everybody_asks(town)
    town.passes(hours=5)
    signal = town.fatima.sees("The answer does not help", channel="invordering", since="start")
    assert "4 colleagues in 1 day" in signal.text_content and signal.buttons == ["Answer", "Seen"]


def test_on_monday_the_lead_and_the_digest_channel_read_how_the_week_was(town: Town) -> None:
    letter(town)
    everybody_asks(town)
    with town.kb.store.writing() as unit:
        (question, *_) = unit.questions(outcomes=[Outcome.NOT_HELPED])
        for _ in range(4):
            unit.add_tally(Tally(at=town.clock.now(), contact=Contact.PHONE, topic=question.topic))
    at_two(town)
    town.passes(days=6, hours=19)
    digest = town.hans.sees("Week 19 · Invordering", channel="dm", since="start")
    for part in (
        "4 vragen van 4 medewerkers",
        "Klantcontacten: 4 geturfd, verder onbekend",
        "Wacht op jullie: 1 signaal (7 dagen)",
        "Lees ze zelf",
        "omdat je Invordering leidt",
    ):
        assert part in digest.text_content, digest.text_content
    town.ingrid.sees("Week 19 · alle afdelingen", channel="overzicht", since="start")
    lists = [m for m in town.hans.messages("dm") if m.thread_ts == digest.ts and m.ts != digest.ts]
    assert "Wat wacht, het oudste eerst" in lists[0].text_content
    town.hans.presses("Open de lijst", on=digest)
    town.hans.sees("Wacht op ons", channel="dm")
    before = len(town.hans.messages("dm"))
    town.passes(minutes=30)
    assert len(town.hans.messages("dm")) == before, "once"


def test_after_two_weeks_away_only_the_latest_digest_comes(town: Town) -> None:
    letter(town)
    everybody_asks(town)
    town.clock.advance(timedelta(days=9))
    for handle, text in ASKED.items():
        town.slack.person(handle).types(f"/kb {text}", channel="algemeen")
    town.kb.router.drain(5)
    town.passes(days=6)
    digests = [m for m in town.hans.messages("dm") if "Week" in m.text_content and m.thread_ts in (None, m.ts)]
    heads = [m.text_content.split("\n")[0] for m in digests]
    assert heads == ["*Week 20 · Invordering*", "*Week 20 · Betalen*"]  # he leads the one, and owns the other
