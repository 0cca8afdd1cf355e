"""What is shown of signals: within Slack's limits at its longest, true in every state, in two languages."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.domain.signals import thresholds
from bot.model import (
    LANGUAGES,
    Action,
    ActionState,
    Cause,
    Department,
    Diagnosis,
    Entry,
    Escalation,
    Evidence,
    Kind,
    Language,
    Question,
    Resolution,
    Signal,
    SignalEvent,
    SignalState,
)
from bot.sandbox import check_message, check_view
from bot.services.acting import ActionCard
from bot.services.resolving import Form
from bot.services.signal_cards import Card
from bot.services.signal_messages import move_note
from bot.slack.blocks import action as actions
from bot.slack.blocks import signal as blocks
from bot.slack.blocks import signal_forms as forms
from bot.slack.blocks import signal_words as words
from bot.slack.blocks.common import Lens
from bot.slack.responses import Rendered

NOW = datetime(2026, 5, 12, 7, 12, tzinfo=UTC)  #: 09:12 in Amsterdam
AT = "<!date^1778569920^{date_short_pretty} {time}|09:12>"  #: Slack makes it "today at 09:12"
ZONE = ZoneInfo("Europe/Amsterdam")
NL, EN = Lens("nl", NOW, ZONE), Lens("en", NOW, ZONE)
WEB = Department(key="web", name="Communicatie")
LONG = "& <heel> " + "&" * 2991  #: 3,000 characters with signs that Slack escapes
NAME = "Vergunningen & Handhaving " + "x" * 34
EVENTS = {
    "posted": "", "noted": "", "doubled": "18", "relapsed": "6", "rerouted": move_note("permits", LONG),
    "handed": move_note("UOWNER", LONG), "seen": "", "in_progress": "", "resolved": LONG, "no_action": LONG,
    "later": NOW.isoformat(), "woken": "", "open": "", "answered": "130", "cause": "7", "confirmed": LONG,
    "postponed": f"7\n2026-06-01\n{LONG}", "declined": f"7\n{LONG}", "unexpected": "41", "aftermath": "2",
    "corrected": "1,2\n3",
}  # fmt: skip


def evidence(**more: Any) -> Evidence:
    values: dict[str, Any] = {
        "kind": "rising", "at": NOW, "people": 9, "tallied": 23, "span_days": 3, "usual_per_week": 1.2,
        "questions": tuple(range(1, 10)), "texts": tuple(f"vraag {n}" for n in range(1, 10)), "entry": 41,
        "reactions": 7, "not_helped": 6, "diagnosis": Diagnosis.OUTDATED,
    }  # fmt: skip
    return Evidence(**values | more)


def signal(**more: Any) -> Signal:
    values: dict[str, Any] = {
        "id": 12, "topic": 1, "department": "taxes", "title": "nieuwe aanmaningsbrief", "evidence": evidence(),
        "opened_at": NOW, "changed_at": NOW, "posted": True,
        "history": (SignalEvent(at=NOW, what="posted"), SignalEvent(at=NOW, what="seen", by="UFATIMA")),
    }  # fmt: skip
    return Signal(**values | more)


def card(found: Signal | None = None, **more: Any) -> Card:
    department = Department(key="taxes", name="Invordering")
    values: dict[str, Any] = {"holder": None, "entry": None, "answer": None, "elsewhere": ()} | more
    return Card(signal=found or signal(), department=department, **values)


def resolution(**more: Any) -> Resolution:
    values: dict[str, Any] = {
        "cause": Cause.LETTER, "done": "de <datum> klopt", "since": date(2026, 5, 20), "owner": "web",
        "by": "UFATIMA", "at": NOW, "confirmed_at": NOW,
    }  # fmt: skip
    return Resolution(**values | more)


def action(**more: Any) -> Action:
    values: dict[str, Any] = {
        "id": 7, "kind": "cause", "text": "de <datum> aanpassen", "owner": "web", "due": date(2026, 5, 20),
        "signal": 12, "cause": Cause.LETTER, "created_at": NOW, "created_by": "UFATIMA",
    }  # fmt: skip
    return Action(**values | more)


def shown(rendered: Rendered) -> str:
    assert check_message({"channel": "C1", "text": rendered.text, "blocks": list(rendered.blocks)}) == []
    texts = []
    for block in rendered.blocks:
        texts += [element["text"] for element in block.get("elements", []) if isinstance(element.get("text"), str)]
        texts += [block["text"]["text"]] if "text" in block else []
    return "\n".join(texts)


def labels(rendered: Rendered) -> list[str]:
    rows = [block for block in rendered.blocks if block["type"] == "actions"]
    return [e["text"]["text"] for row in rows for e in row["elements"] if e["type"] == "button"]


def menu_of(rendered: Rendered) -> list[str]:
    rows = [block for block in rendered.blocks if block["type"] == "actions"]
    found = [e for row in rows for e in row["elements"] if e["type"] == "overflow"]
    return [option["text"]["text"] for option in found[0]["options"]] if found else []


# ---------------------------------------------------------------- a signal


def test_the_message_reads_like_the_sketch() -> None:
    rendered = blocks.message(NL, card())
    assert shown(rendered).splitlines() == [
        "▲ Vaker gevraagd: *nieuwe aanmaningsbrief* · open",
        "9 collega's in 3 dagen, normaal 1 per week · 23 klanten geturfd. "
        "Het getoonde antwoord (#41) hielp 6 van 7 keer niet.",
        "Waarschijnlijk: opgeschreven, maar verouderd.",
        '> "vraag 1"',
        '> "vraag 2"',
        "… nog 7 in de thread",
    ]
    assert labels(rendered) == ["Beantwoord", "Gezien"]
    assert menu_of(rendered) == [
        "Niet van ons",
        "Later",
        "Geen actie nodig",
        "Onderwerp aanpassen",
        "Waarom krijg ik dit?",
    ]


@pytest.mark.parametrize(
    ("state", "first_line", "buttons"),
    [
        ("open", "open", ["Beantwoord", "Gezien"]),
        ("seen", f"gezien (<@UFATIMA>, {AT})", ["Ik pak het op", "Beantwoord"]),
        ("in_progress", f"opgepakt (<@UFATIMA>, {AT})", ["Opgelost", "Beantwoord"]),
        ("later", "later, vanaf 19 mei 2026", ["Ik pak het op", "Beantwoord"]),
        ("resolved", f"opgelost (<@UFATIMA>, {AT})", []),
        ("no_action", f"geen actie nodig (<@UFATIMA>, {AT})", []),
    ],
)
def test_the_first_line_carries_the_state_and_the_next_step_is_the_first_button(
    state: str, first_line: str, buttons: list[str]
) -> None:
    history = (SignalEvent(at=NOW, what="posted"), SignalEvent(at=NOW, what=state, by="UFATIMA"))
    later = NOW + timedelta(days=7) if state == "later" else None
    rendered = blocks.message(NL, card(signal(state=SignalState(state), history=history, later_until=later)))
    assert shown(rendered).splitlines()[0].endswith(f"* · {first_line}")
    assert labels(rendered) == buttons
    assert ("Weer openzetten" in menu_of(rendered)) == (state in ("later", "resolved", "no_action"))


def test_customers_are_unknown_without_tallies_and_a_few_are_no_figure() -> None:
    assert "klantcontacten: onbekend" in words.facts(NL, signal(evidence=evidence(tallied=0)))
    assert "enkele klanten geturfd" in words.facts(NL, signal(evidence=evidence(tallied=2)))


@pytest.mark.parametrize(
    ("usual", "says"),
    [(0.0, "in de weken ervoor niet"), (0.4, "normaal minder dan 1 per week"), (2.6, "normaal 3 per week")],
)
def test_what_is_usual_is_said_in_words(usual: float, says: str) -> None:
    assert says in words.facts(NL, signal(evidence=evidence(usual_per_week=usual)))


def test_an_answer_that_helped_is_not_called_bad() -> None:
    found = evidence(diagnosis=Diagnosis.HELPED, reactions=7, not_helped=1)
    assert "hielp 6 van 7 keer." in words.facts(NL, signal(evidence=found))
    assert "hielp" not in words.facts(NL, signal(evidence=evidence(reactions=0, not_helped=0)))


def test_a_relapse_says_that_it_is_back_and_what_was_done_the_last_time() -> None:
    event = SignalEvent(at=NOW, what="relapsed", note="6")
    back = signal(relapsed=True, evidence=evidence(people=6, span_days=2), resolution=resolution())
    text = shown(blocks.message(NL, card(back, owner=WEB)))
    assert text.startswith("↺ Terug: 6 collega's in 2 dagen · *nieuwe aanmaningsbrief* · open")
    assert "Vorige keer: brief (Communicatie), vanaf 20 mei. Gedaan: de &lt;datum&gt; klopt" in text
    assert shown(blocks.history(NL, event, card(back), "")).startswith("↺ Terug: 6 collega's in 2 dagen.")


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("rising", "▲ Vaker gevraagd: *nieuwe aanmaningsbrief* · open"),
        ("unanswered", "▲ Nog geen antwoord: *nieuwe aanmaningsbrief* · open"),
        ("not_helping", "▲ Antwoord helpt niet: *nieuwe aanmaningsbrief* · open"),
        ("contacts", "▲ Meer klanten: *nieuwe aanmaningsbrief* · open"),
    ],
)
def test_every_kind_has_a_head_of_its_own(kind: str, says: str) -> None:
    assert shown(blocks.message(NL, card(signal(evidence=evidence(kind=kind))))).splitlines()[0] == says


def test_customers_who_came_without_colleagues_asking_are_told_apart() -> None:
    found = evidence(
        kind="contacts", people=0, tallied=23, contacts=40, usual_contacts_per_week=12.2, questions=(), texts=(),
        entry=None, diagnosis=None,
    )  # fmt: skip
    only = signal(evidence=found)
    assert words.facts(NL, only) == ("63 klanten in 3 dagen, normaal 12 per week, waarvan 40 uit contactregistratie.")
    asked = words.facts(NL, signal(evidence=found.but(people=4)))
    assert asked.endswith("waarvan 40 uit contactregistratie · 4 collega's in 3 dagen, normaal 1 per week.")
    assert "het zijn klanten die ermee kwamen" in shown(blocks.questions(NL, only))
    assert shown(blocks.message(NL, card(only.but(relapsed=True)))).startswith("↺ Terug: 63 klanten in 3 dagen · ")
    event = SignalEvent(at=NOW, what="doubled", note="63")
    assert "nu 63 klanten" in shown(blocks.history(NL, event, card(only), ""))


def test_imported_contacts_stand_beside_the_colleagues() -> None:
    facts = words.facts(NL, signal(evidence=evidence(tallied=5, contacts=40, usual_contacts_per_week=3.0)))
    assert "45 klanten, waarvan 40 uit contactregistratie" in facts
    only = evidence(tallied=0, contacts=40, usual_contacts_per_week=3.0)
    assert "· 40 klanten uit contactregistratie." in words.facts(NL, signal(evidence=only))
    assert "waarvan" not in words.facts(NL, signal(evidence=only.but(kind="contacts")))
    none = words.facts(NL, signal(evidence=evidence(tallied=0, usual_contacts_per_week=3.0)))
    assert "geen klanten geturfd" in none


def test_what_was_done_is_what_its_owner_said_beside_what_was_asked_of_them() -> None:
    confirmed = SignalEvent(at=NOW, what="confirmed", by="UWILMA", note="Nieuwe brief gedrukt")
    done = signal(state=SignalState.RESOLVED, resolution=resolution(action=7), history=(confirmed,))
    said = shown(blocks.message(NL, card(done)))
    assert "Te doen: de &lt;datum&gt; klopt · Gedaan: Nieuwe brief gedrukt" in said
    silent = shown(blocks.message(NL, card(done.but(history=(confirmed.but(note=""),)))))
    assert "Te doen: de &lt;datum&gt; klopt · <@UWILMA> bevestigt dat het klaar is." in silent
    assert "Gedaan" not in silent
    back = done.but(state=SignalState.OPEN, relapsed=True, history=(confirmed, SignalEvent(at=NOW, what="relapsed")))
    assert "Gedaan: Nieuwe brief gedrukt" in shown(blocks.message(NL, card(back))), "also the last time"


def test_what_is_back_says_its_figures_once() -> None:
    back = signal(relapsed=True, evidence=evidence(people=6, span_days=1))
    for lens, figures in ((NL, "6 collega's in 1 dag"), (EN, "6 colleagues in 1 day")):
        assert shown(blocks.message(lens, card(back))).count(figures) == 1
    assert words.facts(NL, back).startswith("Normaal 1 per week · 23 klanten geturfd.")
    customers = signal(relapsed=True, evidence=evidence(kind="contacts", people=0, usual_contacts_per_week=2.0))
    assert shown(blocks.message(NL, card(customers))).count("23 klanten in 3 dagen") == 1


def test_what_was_answered_since_is_no_longer_probably_not_written_down() -> None:
    open_still = signal(evidence=evidence(diagnosis=Diagnosis.NOT_WRITTEN))
    assert "Waarschijnlijk: nog niet opgeschreven" in shown(blocks.message(NL, card(open_still)))
    written = SignalEvent(at=NOW + timedelta(hours=1), what="answered", by="UFATIMA", note="109")
    answered = open_still.but(history=(*open_still.history, written))
    text = shown(blocks.message(NL, card(answered, answer=109)))
    assert "Beantwoord in #109." in text and "Waarschijnlijk" not in text
    again = answered.but(evidence=evidence(at=NOW + timedelta(days=20), diagnosis=Diagnosis.DID_NOT_HELP))
    assert "Waarschijnlijk: gevonden, maar hielp niet" in shown(blocks.message(NL, card(again, answer=109)))


@pytest.mark.parametrize("lens", [NL, EN])
def test_of_what_a_corrected_topic_leaves_too_little_of_there_is_no_figure_and_closing_it_is_the_next_step(
    lens: Lens,
) -> None:
    corrected = SignalEvent(at=NOW, what="corrected", by="UFATIMA", note="1,2\n")
    left = evidence(people=1, tallied=0, texts=("formulier beslag",), questions=(3,), entry=None, reactions=0)
    found = signal(evidence=left, history=(*signal().history, corrected))
    rendered = blocks.message(lens, card(found))
    text = shown(rendered)
    assert {"nl": "te weinig voor een signaal", "en": "too few for a signal"}[lens.language] in text
    assert "1 colle" not in text and "formulier beslag" in text
    assert labels(rendered)[0] == {"nl": "Geen actie nodig", "en": "No action needed"}[lens.language]
    assert labels(rendered)[0] not in menu_of(rendered), "one button for it"
    assert len(menu_of(blocks.message(lens, card(found.but(state=SignalState.LATER, later_until=NOW))))) == 4
    enough = found.but(evidence=left.but(people=3, tallied=0))
    assert labels(blocks.message(lens, card(enough)))[0] != labels(rendered)[0]
    relapsed = found.but(relapsed=True)
    assert "1 colle" not in shown(blocks.message(lens, card(relapsed)))
    for kind in ("rising", "unanswered"):
        why = shown(blocks.why(lens, found.but(evidence=left.but(kind=kind)), thresholds(25), 25))
        assert "1 colle" not in why and {"nl": "te weinig", "en": "too few"}[lens.language] in why


@pytest.mark.parametrize(("tallied", "imported"), [(9, 1), (1, 9)])
def test_no_imported_customers_apart_when_they_or_the_rest_are_one_or_two(tallied: int, imported: int) -> None:
    found = evidence(tallied=tallied, contacts=imported, usual_contacts_per_week=3.0)
    assert "· 10 klanten, geturfd of uit contactregistratie." in words.facts(NL, signal(evidence=found))
    assert "· 10 customers, tallied or from contact records." in words.facts(EN, signal(evidence=found))
    risen = words.facts(NL, signal(evidence=found.but(kind="contacts")))
    assert risen.startswith("10 klanten in 3 dagen") and "waarvan" not in risen


def test_what_an_announcement_foresaw_is_called_foreseen() -> None:
    found = signal(evidence=evidence(diagnosis=Diagnosis.EXPECTED), expected=77)
    text = shown(blocks.message(NL, card(found)))
    assert text.startswith("△ Voorzien: *nieuwe aanmaningsbrief*") and "Voorzien in aankondiging #77." in text


def test_while_its_owner_is_to_confirm_the_message_says_for_whom_it_waits() -> None:
    waits = signal(state=SignalState.IN_PROGRESS, resolution=resolution(confirmed_at=None, action=7))
    rendered = blocks.message(NL, card(waits, owner=WEB))
    text = shown(rendered)
    assert text.splitlines()[0].endswith("· wacht op Communicatie, uiterlijk 20 mei")
    assert "Oorzaak: brief. Te doen: de &lt;datum&gt; klopt" in text
    assert labels(rendered) == ["Oorzaak wijzigen", "Beantwoord"]
    assert menu_of(rendered) == ["Weer openzetten", "Onderwerp aanpassen", "Waarom krijg ik dit?"]
    done = waits.but(state=SignalState.RESOLVED, resolution=resolution())
    text = shown(blocks.message(NL, card(done, owner=WEB)))
    assert text.splitlines()[0].endswith("· opgelost: brief (Communicatie), vanaf 20 mei")
    assert "Gedaan: de &lt;datum&gt; klopt" in text
    person = done.but(resolution=resolution(owner="UKLAAS"))
    assert "opgelost: brief (<@UKLAAS>), vanaf 20 mei" in shown(blocks.message(NL, card(person)))


def test_declined_by_its_owner_it_asks_for_another() -> None:
    found = signal(state=SignalState.IN_PROGRESS)
    rendered = blocks.message(NL, card(found, owner=WEB, declined=action(note="dat is <niet> van ons.")))
    assert "Communicatie zegt dat de oorzaak elders ligt. Kies Opgelost" in shown(rendered)
    assert "Reden: dat is &lt;niet&gt; van ons." in shown(rendered)
    assert labels(rendered) == ["Opgelost", "Beantwoord"]


def test_what_was_done_and_why_nothing_was_needed_stands_in_the_message() -> None:
    before = signal(state=SignalState.RESOLVED, reason="brief <aangepast>")
    assert "Gedaan: brief &lt;aangepast&gt;" in shown(blocks.message(NL, card(before)))
    declined = signal(state=SignalState.NO_ACTION, reason="loopt af")
    assert "Reden: loopt af" in shown(blocks.message(NL, card(declined)))
    doubled = signal(state=SignalState.OPEN, reason="loopt af")
    assert "Eerder was geen actie nodig: loopt af" in shown(blocks.message(NL, card(doubled)))
    assert "Beantwoord in #130." in shown(blocks.message(NL, card(answer=130)))


def test_who_sent_it_on_and_why_is_read_where_it_goes() -> None:
    sent = SignalEvent(at=NOW, what="rerouted", by="UFATIMA", note=move_note("permits", "dit gaat\nover <bouwen>"))
    found = signal(history=(SignalEvent(at=NOW, what="posted"), sent))
    text = shown(blocks.message(NL, card(found)))
    assert "<@UFATIMA> stuurde dit door: dit gaat over &lt;bouwen&gt;" in text
    thread = shown(blocks.history(NL, sent, card(found), "Vergunningen"))
    assert thread == "<@UFATIMA>: niet van ons, doorgestuurd naar Vergunningen. Reden: dit gaat over &lt;bouwen&gt;"
    silent = found.but(history=(sent.but(note="permits"),))
    assert "<@UFATIMA> stuurde dit door." in shown(blocks.message(NL, card(silent)))
    bot = found.but(history=(sent.but(by=None, note="permits"),))
    assert "stuurde dit door" not in shown(blocks.message(NL, card(bot)))


def test_what_nobody_knows_the_department_of_asks_for_one() -> None:
    handed = signal(department="", history=(SignalEvent(at=NOW, what="handed", note="UOWNER"),))
    rendered = blocks.message(NL, card(handed, holder="UOWNER"))
    assert "niemand weet van welke afdeling dit is" in shown(rendered)
    assert menu_of(rendered)[0] == "Kies een afdeling"


def test_where_it_was_before_it_says_where_it_went_and_what_became_of_it() -> None:
    rendered = blocks.moved(NL, card())
    assert "doorgestuurd naar Invordering · open" in shown(rendered) and labels(rendered) == []
    assert "doorgestuurd naar <@UOWNER>" in shown(blocks.moved(NL, card(holder="UOWNER")))


def test_the_rest_stands_in_one_line_with_a_button_each() -> None:
    rest = [signal(id=n, title=f"onderwerp {n}", posted=n == 2) for n in (1, 2, 3)]
    rendered = blocks.rest(NL, rest, 1)
    assert "Jouw afdeling krijgt 1 signaal per dag als eigen bericht" in shown(rendered)
    assert shown(rendered).startswith(
        "En nog 3 onderwerpen komen vaker terug: *onderwerp 1* (9 collega's in 3 dagen), "
    )
    assert labels(rendered) == ["Bekijk: onderwerp 1", "Bekijk: onderwerp 3"], "what has its own message needs none"


def test_the_rest_of_what_lies_with_no_department_speaks_of_no_department() -> None:
    rendered = blocks.rest(NL, [signal(posted=False)], None)
    assert "afdeling" not in shown(rendered).lower() and labels(rendered) == ["Bekijk: nieuwe aanmaningsbrief"]


@pytest.mark.parametrize("kind", ["rising", "unanswered", "not_helping", "contacts"])
def test_why_says_the_test_in_words_with_its_numbers(kind: str) -> None:
    text = shown(blocks.why(NL, signal(evidence=evidence(kind=kind)), thresholds(150), 150))
    number = {"not_helping": "6 van 7 keer", "contacts": "dat er 23", "rising": "9 collega's in 3 dagen"}.get(
        kind, "9 collega's"
    )
    assert number in text and "150 actieve collega's" in text and "Minder signalen?" in text
    least = {"rising": "minstens 5", "unanswered": "vanaf 4", "not_helping": "minstens 4", "contacts": "minstens 10"}
    assert bool(re.search(r"1 op \d+00\b", text)) == (kind in ("rising", "contacts")) and least[kind] in text
    assert "actieve collega" not in shown(blocks.why(NL, signal(evidence=evidence(kind=kind)), thresholds(2), 0))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", SignalState)
def test_everything_about_a_signal_fits_at_its_longest(language: Language, state: SignalState) -> None:
    lens = Lens(language, NOW, ZONE)
    texts = tuple(f"{n} {LONG}"[:3000] for n in range(50))
    history = tuple(SignalEvent(at=NOW, what=what, by="U" * 11, note=note) for what, note in EVENTS.items())
    longest = signal(
        id=10**9,
        title="&" * 120,
        state=state,
        reason=LONG,
        history=history,
        later_until=NOW,
        evidence=evidence(
            texts=texts, people=10**6, tallied=10**6, contacts=10**6, entry=10**9, reactions=10**6, not_helped=10**6
        ),
        resolution=resolution(done=LONG, confirmed_at=None if state is SignalState.IN_PROGRESS else NOW, action=7),
    )
    department = Department(key="taxes", name=NAME)
    many = tuple(Department(key=f"d{n}", name=NAME) for n in range(150))
    asked_for = action(text=LONG, note=LONG, id=10**9)
    found = Card(longest, department, "U" * 11, None, 10**9, many, owner=WEB.but(name=NAME), declined=asked_for)
    acts = [
        ActionCard(asked_for.but(state=known, kind=kind), WEB.but(name=NAME), longest, department)
        for known in ActionState
        for kind in ("cause", "agreement")
    ]
    for rendered in (
        blocks.message(lens, found),
        blocks.moved(lens, found),
        blocks.questions(lens, longest),
        blocks.rest(lens, [longest.but(id=n, posted=False) for n in range(1, 60)], 20),
        blocks.why(lens, longest, thresholds(10_000), 10_000),
        blocks.unseen(lens, found, "https://slack.com/archives/C1/p1", lead=True),
        *(blocks.history(lens, event, found, NAME, asked_for) for event in history if event.what != "noted"),
        *(actions.message(lens, one) for one in acts),
        *(actions.late(lens, one, one.action.due) for one in acts),
    ):
        shown(rendered)
    rows = [block for n in range(40) for block in blocks.signal_row(lens, replace(found, signal=longest.but(id=n + 1)))]
    rows += [b for n in range(10) for b in actions.action_row(lens, replace(acts[0], action=asked_for.but(id=n + 1)))]
    assert check_view({"type": "home", "blocks": rows}) == []
    shown_entry = Entry(
        number=10**9,
        kind=Kind.TIP,
        title="&" * 150,
        body=LONG,
        mandate=LONG,
        wording=LONG,
        created_at=NOW,
        updated_at=NOW,
    )
    asked = [Question(id=n, text=LONG, asked_at=NOW) for n in range(1, 30)]
    waits = tuple(Escalation(id=n, question=n, text=LONG, created_at=NOW, moved_at=NOW) for n in range(1, 30))
    meta = "x" * 1000
    for view in (
        forms.answer(lens, found, shown_entry, asked, waits, meta=meta),
        forms.answer(lens, found, None, [], [], meta=meta),
        forms.resolve(lens, Form(found, many, "d3", None, tuple(asked), waits, asked_for), meta=meta),
        forms.resolve(lens, Form(found, (), "U" * 11, shown_entry, (), (), None), meta=meta),
        *(form(lens, acts[0], meta=meta) for form in (actions.done_modal, actions.later_modal, actions.not_ours_modal)),
        forms.no_action(lens, meta=meta),
        forms.later(lens, meta=meta),
        forms.not_ours(lens, found, meta=meta),
    ):
        assert check_view(view) == []


def test_in_english() -> None:
    text = shown(blocks.message(EN, card()))
    assert "▲ Asked more often: *nieuwe aanmaningsbrief* · open" in text
    assert "9 colleagues in 3 days, usually 1 a week · 23 customers tallied." in text


# ---------------------------------------------------------------- what an owner is asked


def asked_of(found: Action, about: Signal | None = None) -> ActionCard:
    return ActionCard(found, WEB, about or signal(), Department(key="taxes", name="Invordering"))


def test_an_action_says_what_by_when_by_whom_and_why() -> None:
    rendered = actions.message(NL, asked_of(action()))
    text = shown(rendered)
    for part in (
        "◇ Oorzaak weghalen: *nieuwe aanmaningsbrief* (brief) · uiterlijk 20 mei",
        "> de &lt;datum&gt; aanpassen",
        "Gevraagd door <@UFATIMA> (Invordering). 9 collega's in 3 dagen",
        "omdat Communicatie eigenaar is van de oorzaak",
        "hoor je er niets meer van",
    ):
        assert part in text
    assert labels(rendered) == ["Klaar", "Later", "Niet van ons"]


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"state": ActionState.DONE, "note": "online"}, "· klaar (<@UWILMA>"),
        ({"state": ActionState.DECLINED, "note": "elders"}, "· niet van ons (<@UWILMA>"),
        ({"state": ActionState.DECLINED}, "· niet meer nodig"),
    ],
)
def test_a_closed_action_says_what_came_of_it_and_offers_nothing(more: dict[str, Any], says: str) -> None:
    rendered = actions.message(NL, asked_of(action(closed_by="UWILMA", closed_at=NOW, **more)))
    assert says in shown(rendered) and labels(rendered) == []
    assert str(more.get("note", "")) in shown(rendered)


def test_a_reminder_is_over_once_another_day_was_named() -> None:
    due = date(2026, 5, 20)
    assert "Dit zou uiterlijk 20 mei klaar zijn. Is het zover?" in shown(actions.late(NL, asked_of(action()), due))
    moved = actions.late(NL, asked_of(action(due=date(2026, 6, 1), note="drukker is dicht")), due)
    assert "hier is inmiddels iets over gezegd" in shown(moved)
    assert "Duurt langer: drukker is dicht" in shown(actions.message(NL, asked_of(action(note="drukker is dicht"))))


def test_what_was_agreed_says_so() -> None:
    text = shown(actions.message(EN, ActionCard(action(kind="agreement", signal=None), WEB, None, None)))
    assert "◇ Agreed at the service meeting · by 20 May" in text and "because it was agreed" in text


def test_the_thread_tells_what_the_owner_of_the_cause_said() -> None:
    found, place = card(signal(resolution=resolution())), "Communicatie"
    cause = SignalEvent(at=NOW, what="cause", by="UFATIMA", note="7")
    assert shown(blocks.history(NL, cause, found, place, action())).startswith(
        "<@UFATIMA>: oorzaak brief, bij Communicatie, uiterlijk 20 mei klaar. Het signaal sluit als Communicatie"
    )
    for event, says in (
        (SignalEvent(at=NOW, what="postponed", by="UWILMA", note="7\n2026-06-01\ndrukker\nis dicht"),
         "<@UWILMA> (Communicatie) heeft tot 1 juni nodig: drukker is dicht"),
        (SignalEvent(at=NOW, what="declined", by="UWILMA", note="7\nvan\niemand anders."),
         "te noemen. Reden: van iemand anders."),
        (SignalEvent(at=NOW, what="confirmed", by="UWILMA", note="Online."), "is opgelost. Gedaan: Online."),
        (SignalEvent(at=NOW, what="confirmed", by="UWILMA"), "dat de oorzaak weg is. Dit signaal is opgelost."),
        (SignalEvent(at=NOW, what="resolved", by="UFATIMA", note="Klaar"),
         "opgelost. Oorzaak: brief (een vakafdeling), vanaf 20 mei. Gedaan: Klaar"),
    ):  # fmt: skip
        assert says in shown(blocks.history(NL, event, found, place, action()))


@pytest.mark.parametrize("lens", [NL, EN])
def test_whoever_wrote_an_agreement_down_may_give_it_to_another_until_somebody_has_it(lens: Lens) -> None:
    agreed = action(
        kind="agreement", signal=None, cause=None, text=LONG[:3000], state=ActionState.DECLINED, note=LONG[:3000],
        closed_at=NOW, closed_by="UWILMA",
    )  # fmt: skip
    found = ActionCard(action=agreed, owner=WEB, signal=None, asked_by=None)
    rendered = actions.declined(lens, found)
    assert labels(rendered) == [{"nl": "Andere eigenaar", "en": "Another owner"}[lens.language]]
    shown(rendered)
    departments = [Department(key=f"d{n}", name=NAME) for n in range(120)] + [WEB]
    view = actions.hand_over_modal(lens, found, departments, meta="{}")
    assert check_view(view) == [] and "Communicatie" not in str(view), "who declined it is no choice"
    other = replace(found, passed_on=action(kind="agreement", owner="taxes"), passed_to=Department(key="t", name=NAME))
    assert labels(actions.declined(lens, other)) == [] and "Handhaving" in shown(actions.declined(lens, other))
