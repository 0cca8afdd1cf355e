"""What is shown of signals and digests: within Slack's limits at its longest, true in every state, in two languages."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.domain.digest import Digest, OutcomeFigure, TopicFigure, Waiting, Warned
from bot.domain.signals import thresholds
from bot.model import (
    LANGUAGES,
    Department,
    Diagnosis,
    Entry,
    Evidence,
    Kind,
    Language,
    Outcome,
    Question,
    Signal,
    SignalEvent,
    SignalState,
)
from bot.sandbox import check_message, check_view
from bot.services.signal_steps import Card
from bot.slack.blocks import digest as digests
from bot.slack.blocks import signal as blocks
from bot.slack.blocks import signal_forms as forms
from bot.slack.blocks.common import Lens
from bot.slack.responses import Rendered

NOW = datetime(2026, 5, 12, 7, 12, tzinfo=UTC)  #: 09:12 in Amsterdam
AT = "<!date^1778569920^{date_short_pretty} {time}|09:12>"  #: Slack makes it "today at 09:12"
ZONE = ZoneInfo("Europe/Amsterdam")
NL, EN = Lens("nl", NOW, ZONE), Lens("en", NOW, ZONE)
LONG = "een & <heel> lange vraag " * 120  #: 3,000 characters with signs that Slack escapes
NAME = "Vergunningen & Handhaving " + "x" * 34
EVENTS = {
    "posted": "", "noted": "", "doubled": "18", "relapsed": "6", "rerouted": "permits", "handed": "UOWNER",
    "seen": "", "in_progress": "", "resolved": LONG, "no_action": LONG, "later": NOW.isoformat(), "woken": "",
    "open": "", "answered": "130",
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
    assert menu_of(rendered) == ["Niet van ons", "Later", "Geen actie nodig", "Waarom krijg ik dit?"]


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
    assert "klantcontacten: onbekend" in blocks.facts(NL, signal(evidence=evidence(tallied=0)))
    assert "enkele klanten geturfd" in blocks.facts(NL, signal(evidence=evidence(tallied=2)))


@pytest.mark.parametrize(
    ("usual", "says"),
    [(0.0, "in de weken ervoor niet"), (0.4, "normaal minder dan 1 per week"), (2.6, "normaal 3 per week")],
)
def test_what_is_usual_is_said_in_words(usual: float, says: str) -> None:
    assert says in blocks.facts(NL, signal(evidence=evidence(usual_per_week=usual)))


def test_an_answer_that_helped_is_not_called_bad() -> None:
    found = evidence(diagnosis=Diagnosis.HELPED, reactions=7, not_helped=1)
    assert "hielp 6 van 7 keer." in blocks.facts(NL, signal(evidence=found))
    assert "hielp" not in blocks.facts(NL, signal(evidence=evidence(reactions=0, not_helped=0)))


def test_a_relapse_says_that_it_is_back() -> None:
    assert shown(blocks.message(NL, card(signal(relapsed=True)))).startswith("↺ Terug: *nieuwe aanmaningsbrief* · open")
    event = SignalEvent(at=NOW, what="relapsed", note="6")
    found = signal(evidence=evidence(people=6, span_days=2))
    assert shown(blocks.history(NL, event, found, "")).startswith("↺ Terug: 6 collega's in 2 dagen.")


def test_what_was_done_and_why_nothing_was_needed_stands_in_the_message() -> None:
    resolved = signal(state=SignalState.RESOLVED, reason="brief <aangepast>")
    assert "Gedaan: brief &lt;aangepast&gt;" in shown(blocks.message(NL, card(resolved)))
    declined = signal(state=SignalState.NO_ACTION, reason="loopt af")
    assert "Reden: loopt af" in shown(blocks.message(NL, card(declined)))
    assert "Beantwoord in #130." in shown(blocks.message(NL, card(answer=130)))


def test_where_it_was_before_it_says_where_it_went_and_offers_nothing() -> None:
    rendered = blocks.moved(NL, card())
    assert "doorgestuurd naar Invordering" in shown(rendered) and labels(rendered) == []
    assert "doorgestuurd naar <@UOWNER>" in shown(blocks.moved(NL, card(holder="UOWNER")))


def test_the_rest_stands_in_one_line_with_a_button_each() -> None:
    rest = [signal(id=n, title=f"onderwerp {n}", posted=n == 2) for n in (1, 2, 3)]
    rendered = blocks.rest(NL, rest)
    assert shown(rendered).startswith("En nog 3 onderwerpen komen vaker terug: *onderwerp 1* (9 collega's), ")
    assert labels(rendered) == ["Bekijk: onderwerp 1", "Bekijk: onderwerp 3"], "what has its own message needs none"


@pytest.mark.parametrize("kind", ["rising", "unanswered"])
def test_why_says_the_test_in_words_with_its_numbers(kind: str) -> None:
    text = shown(blocks.why(NL, signal(evidence=evidence(kind=kind)), thresholds(150), 150))
    assert "9" in text and "150 actieve collega's" in text and "Minder signalen?" in text
    assert ("1 op 10000" in text and "minstens 5" in text) == (kind == "rising")
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
        evidence=evidence(texts=texts, people=10**6, tallied=10**6, entry=10**9, reactions=10**6, not_helped=10**6),
    )
    department = Department(key="taxes", name=NAME)
    found = Card(
        longest, department, "U" * 11, None, 10**9, tuple(Department(key=f"d{n}", name=NAME) for n in range(150))
    )
    for rendered in (
        blocks.message(lens, found),
        blocks.moved(lens, found),
        blocks.questions(lens, longest),
        blocks.rest(lens, [longest.but(id=n, posted=False) for n in range(1, 60)]),
        blocks.why(lens, longest, thresholds(10_000), 10_000),
        *(blocks.history(lens, event, longest, NAME) for event in history if event.what != "noted"),
    ):
        shown(rendered)
    rows = [block for n in range(40) for block in blocks.signal_row(lens, longest.but(id=n + 1))]
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
    meta = "x" * 1000
    for view in (
        forms.answer(lens, found, shown_entry, asked, meta=meta),
        forms.answer(lens, found, None, [], meta=meta),
        forms.resolve(lens, meta=meta),
        forms.no_action(lens, meta=meta),
        forms.later(lens, meta=meta),
        forms.not_ours(lens, found, meta=meta),
    ):
        assert check_view(view) == []


def test_in_english() -> None:
    text = shown(blocks.message(EN, card()))
    assert "▲ Asked more often: *nieuwe aanmaningsbrief* · open" in text
    assert "9 colleagues in 3 days, usually 1 a week · 23 customers tallied." in text


# ---------------------------------------------------------------- a digest


def digest(**more: Any) -> Digest:
    values: dict[str, Any] = {
        "week": "2026-W19", "department": "Invordering", "made_at": NOW, "asked": 88, "people": 40, "any_asked": True,
        "top": (
            TopicFigure(title="betalingsregeling", questions=31, before=29),
            TopicFigure(title="nieuwe aanmaningsbrief", questions=14, before=None),
            TopicFigure(title="kwijtschelding", questions=9, before=4),
            TopicFigure(title="parkeren", questions=6, before=0),
        ),
        "outcomes": (
            OutcomeFigure(outcomes=(Outcome.HELPED,), questions=54),
            OutcomeFigure(outcomes=(Outcome.NOT_HELPED,), questions=9),
            OutcomeFigure(outcomes=(Outcome.NO_ANSWER,), questions=8),
            OutcomeFigure(outcomes=(Outcome.NO_REACTION,), questions=17),
        ),
        "tallied": 61,
        "waiting": (
            Waiting(kind="signal", title="brief", state="seen", since=NOW - timedelta(days=6), department="Taxes"),
            Waiting(kind="signal", title="bon", state="open", since=NOW - timedelta(days=1)),
            Waiting(kind="question", title="schutting", state="claimed", since=NOW - timedelta(days=2)),
        ),
        "warned": Warned(answered=80, answered_before=71, helped=54, helped_before=60),
        "tips": 4, "mistakes": 2, "sharers": 5, "unchecked": 7, "outdated": 1,
        "samples": tuple(f"vraag {n}" for n in range(5)),
    }  # fmt: skip
    return Digest(**values | more)


def test_the_digest_reads_like_the_sketch() -> None:
    rendered = digests.message(NL, digest())
    assert shown(rendered).splitlines() == [
        "*Week 19 · Invordering*",
        "• 88 vragen van 40 medewerkers.",
        "• Meest gevraagd: betalingsregeling (31); nieuwe aanmaningsbrief (14, was minder dan 3); "
        "kwijtschelding (9, was 4); parkeren (6, nieuw)",
        "• Hielp 54 van 88, hielp niet 9, geen antwoord 8, geen reactie 17. "
        "Klantcontacten: 61 geturfd, verder onbekend.",
        "• Wacht op jullie: 2 signalen (oudste 6 dagen), 1 vraag (2 dagen)",
        "• Let op: er werden meer vragen beantwoord dan de week ervoor (80, was 71), maar het hielp minder vaak "
        "(60 van 71 → 54 van 80).",
        "• Gedeeld: 4 tips door 5 collega's en 2 leermomenten. Dank.",
        "• Na te kijken: 7 kennisitems nog niet gecontroleerd en 1 verouderd.",
        "Lees er vijf zelf (willekeurig gekozen):",
        *(f"> vraag {n}" for n in range(5)),
        "Je krijgt dit elke maandag omdat je Invordering leidt. "
        "Aantallen over minder dan drie mensen staan er niet in.",
    ]
    assert labels(rendered) == ["Open de lijst"]


def test_small_outcomes_stand_together() -> None:
    pooled = (
        OutcomeFigure(outcomes=(Outcome.HELPED, Outcome.NOT_HELPED), questions=6),
        OutcomeFigure(outcomes=(Outcome.NO_ANSWER, Outcome.NO_REACTION), questions=5),
    )
    line = digests.outcomes(NL, digest(outcomes=pooled))
    assert line.startswith("Van 11 vragen: hielp of hielp niet 6, geen antwoord of geen reactie 5.")
    assert digests.outcomes(NL, digest(outcomes=pooled[:1], tallied=0)) == "Klantcontacten: onbekend."
    assert digests.outcomes(NL, digest(outcomes=pooled[:1], tallied=2)).startswith("Klantcontacten: enkele geturfd")


def test_a_quiet_week_is_one_line() -> None:
    quiet = Digest(week="2026-W19", department="Invordering", made_at=NOW, asked=3, people=3, any_asked=True)
    assert shown(digests.message(NL, quiet)).splitlines()[0] == (
        "Week 19 · Invordering: 3 vragen van 3 medewerkers, niets open."
    )
    silent = Digest(week="2026-W19", department=None, made_at=NOW, any_asked=True)
    text = shown(digests.message(NL, silent)).splitlines()[0]
    assert text == "Week 19 · alle afdelingen: een rustige week, niets open."


def test_two_people_and_something_open_give_no_number_of_questions() -> None:
    few = digest(asked=0, people=0, top=(), outcomes=(), warned=None, samples=())
    text = shown(digests.message(NL, few))
    assert "Minder dan drie medewerkers" in text and "2 signalen" in text and "Lees" not in text


def test_its_thread_lists_all_that_waits_with_its_age() -> None:
    text = shown(digests.more(NL, digest(department=None)))
    assert "• Taxes · ▲ brief · gezien · 6 dagen" in text
    assert "• Vraag: schutting · opgepakt · 2 dagen" in text


def test_the_digest_channel_reads_about_topics_that_are_nobodys() -> None:
    found = digest(department=None, without_department=(TopicFigure(title="van niemand", questions=4, before=3),))
    text = shown(digests.message(EN, found))
    assert "Without a department: van niemand (4)." in text
    assert (
        "Waits for the departments: 2 signals (oldest 6 days), 1 question (2 days); the list is in the thread." in text
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_digest_fits_at_its_longest_in_fifteen_blocks(language: Language) -> None:
    lens = Lens(language, NOW, ZONE)
    longest = digest(
        department=NAME,
        top=tuple(TopicFigure(title="&" * 120, questions=10**6, before=None) for _ in range(200)),
        waiting=tuple(
            Waiting(kind=kind, title=LONG, state="open", since=NOW - timedelta(days=999), department=NAME)
            for kind in ("signal", "question") * 100
        ),
        samples=tuple(f"{n} {LONG}" for n in range(5)),
        without_department=tuple(TopicFigure(title="&" * 120, questions=10**6, before=0) for _ in range(200)),
    )
    first = digests.message(lens, longest)
    shown(first)
    assert len(first.blocks) <= 15
    shown(digests.more(lens, longest))
    shown(digests.more(lens, longest.but(department=None)))
