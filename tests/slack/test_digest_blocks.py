"""What is shown of digests: within Slack's limits at its longest, true, in two languages."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.digest_figures import (
    SECTIONS,
    CauseLine,
    Digest,
    Foreseen,
    Knowledge,
    OutcomeFigure,
    Point,
    Sample,
    SignalLine,
    TopicFigure,
    Waiting,
    Warned,
)
from bot.model import LANGUAGES, Aftermath, Cause, Change, DigestChoice, Entry, Kind, Language, Outcome
from bot.sandbox import check_message, check_view
from bot.slack.blocks import digest as digests
from bot.slack.blocks import digest_lines as lines
from bot.slack.blocks import unhelpful
from bot.slack.blocks.common import Block, Lens
from bot.slack.blocks.digest_chart import alt, chart
from bot.slack.blocks.digest_choice import choice_modal, chosen
from bot.slack.pictures import with_picture
from tests.slack.test_signal_blocks import EN, LONG, NAME, NL, NOW, ZONE, labels, shown


def digest(**more: Any) -> Digest:
    values: dict[str, Any] = {
        "week": "2026-W19", "scope": "department:invordering", "name": "Invordering", "made_at": NOW,
        "asked": 88, "people": 40, "any_asked": True,
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
        "tallied": 61, "any_customers": True,
        "waiting": (
            Waiting(kind="signal", title="brief", state="seen", since=NOW - timedelta(days=6), department="Taxes"),
            Waiting(kind="signal", title="bon", state="open", since=NOW - timedelta(days=1)),
            Waiting(kind="question", title="schutting", state="claimed", since=NOW - timedelta(days=2)),
        ),
        "warned": (Warned(count=80, before=71, helped=54, base=80, helped_before=60, base_before=71),),
        "tips": 4, "mistakes": 2, "sharers": 5, "knowledge": Knowledge(unchecked=7, outdated=1),
        "samples": tuple(Sample(text=f"vraag {n}", outcomes=(Outcome.HELPED,)) for n in range(5)),
    }  # fmt: skip
    return Digest(**values | more)


def everything(**more: Any) -> Digest:
    """A week in which everything happened."""
    stopped = Change(
        before=18, after=2, before_per_week=9, after_per_week=1, ratio=0.11, low=0.02, high=0.4, verdict="stopped"
    )
    unknown = Change(
        before=0, after=0, before_per_week=0, after_per_week=0, ratio=None, low=None, high=None, verdict="unknown"
    )
    values: dict[str, Any] = {
        "signals": (
            SignalLine(title="afvalkalender", group="back", state="open"),
            SignalLine(title="bon", group="new", state="open"),
            SignalLine(title="brief", group="closed", state="resolved", cause=Cause.LETTER),
            SignalLine(
                title="leges", group="measured", state="resolved", cause=Cause.WEBSITE,
                aftermath=Aftermath(weeks=2, at=NOW, asked=stopped, customers=unknown),
            ),
        ),
        "causes": (
            CauseLine(title="brief", cause=Cause.LETTER, owner="Communicatie", due=NOW.date(), late=False),
            CauseLine(title="leges", cause=Cause.WEBSITE, owner="", due=NOW.date(), late=True),
        ),
        "no_mandate": 12, "imported": 40,
        "shared_titles": ("Aanmaning kwijt",), "lessons": ("Eerst het formulier checken",),
        "knowledge": Knowledge(
            unchecked=7, outdated=1, unused=3, alone=2, unused_titles=("Oud",), alone_titles=("Leges", "Bon")
        ),
        "announcements": (
            Foreseen(title="Nieuwe kalender", starts=NOW.date(), ends=NOW.date(), reads=9, asked=14, signals=1),
        ),
        "series": tuple(Point(week=f"2026-W{n}", asked=n, helped=n // 2, signals=n % 3) for n in range(10, 20)),
    }  # fmt: skip
    return digest(**values | more)


def test_the_digest_reads_like_the_sketch() -> None:
    rendered = digests.message(NL, digest())
    assert shown(rendered).splitlines() == [
        "*Week 19 · Invordering*",
        "• 88 vragen van 40 medewerkers.",
        "• Meest gevraagd: betalingsregeling (31); nieuwe aanmaningsbrief (14, was minder dan 3); "
        "kwijtschelding (9, was 4); parkeren (6, nieuw)",
        "• Hielp 54 van 88, hielp niet 9, geen antwoord 8, geen reactie 17. "
        "Klantcontacten: 61 geturfd, verder onbekend.",
        "• Let op: er werden meer vragen beantwoord dan de week ervoor (80, was 71), maar het hielp minder vaak "
        "(60 van 71 → 54 van 80).",
        "• Wacht op jullie: 2 signalen (oudste 6 dagen), 1 vraag (2 dagen)",
        "• Gedeeld: 4 tips door 5 collega's en 2 leermomenten. Dank.",
        "• Na te kijken: 7 kennisitems nog niet gecontroleerd en 1 verouderd.",
        "Lees er vijf zelf (willekeurig gekozen):",
        *(f"> vraag {n} _(hielp)_" for n in range(5)),
        "Je krijgt dit elke week op maandag omdat je Invordering leidt. Een andere dag, minder of niets: kies het in "
        "App Home. Aantallen over minder dan drie mensen staan er niet in en tellen niet mee. "
        "Week 19 is 4 mei t/m 10 mei. Stand van 12 mei 2026 09:12.",
    ]
    assert labels(rendered) == ["Open de lijst"]


def test_signals_causes_lessons_and_announcements_have_lines_of_their_own() -> None:
    text = shown(digests.message(NL, everything()))
    for line in (
        "• Signalen: 1 nieuw, 1 terug, 1 afgesloten.",
        "• Nagemeten na oplossing: bij 1 van 1 vragen collega's minder, bij 1 zijn klantcontacten onbekend.",
        "• Van de signalen liggen 2 oorzaken nog bij een eigenaar, waarvan 1 over de datum.",
        "• Bij 12 van 88 vragen mocht een medewerker het niet zelf beslissen.",
        "Klantcontacten: 61 geturfd, 40 uit contactregistratie, verder onbekend.",
        "• Volgende keer: Eerst het formulier checken",
        "• 3 kennisitems kwamen in 90 dagen niet één keer in beeld. Kennis die bij één persoon zit: 2 onderwerpen",
        "• Aangekondigd: Nieuwe kalender (tot en met 12 mei), 14 vragen deze week die eraan raken, 1 toename van "
        "vragen was ermee voorzien, 9 keer gelezen.",
    ):
        assert line in text, line


def test_small_outcomes_stand_together() -> None:
    pooled = (
        OutcomeFigure(outcomes=(Outcome.HELPED, Outcome.NOT_HELPED), questions=6),
        OutcomeFigure(outcomes=(Outcome.NO_ANSWER, Outcome.NO_REACTION), questions=5),
    )
    line = lines.outcomes(NL, digest(outcomes=pooled))
    assert line.startswith("Van 11 vragen: hielp of hielp niet 6, geen antwoord of geen reactie 5.")
    three = (
        OutcomeFigure(outcomes=(Outcome.HELPED,), questions=54),
        OutcomeFigure(outcomes=(Outcome.NOT_HELPED, Outcome.NO_ANSWER, Outcome.NO_REACTION), questions=4),
    )
    told = lines.outcomes(NL, digest(outcomes=three))
    assert told.startswith("Hielp 54 van 58; hielp niet, geen antwoord of geen reactie 4.")
    unknown = digest(outcomes=pooled[:1], tallied=0, any_customers=False)
    assert lines.outcomes(NL, unknown) == "Klantcontacten: onbekend."
    few = digest(outcomes=pooled[:1], tallied=0)
    assert lines.outcomes(NL, few) == "Klantcontacten: te weinig voor een aantal."


def test_a_question_to_read_of_which_nothing_may_be_told_stands_alone() -> None:
    found = digest(samples=(Sample(text="mag dit", outcomes=()), Sample(text="en dat", outcomes=(Outcome.HELPED,))))
    assert "> mag dit\n> en dat _(hielp)_" in shown(digests.message(NL, found))
    assert "- mag dit\n- en dat (hielp)" in digests.document(NL, found)


def test_what_was_opened_and_closed_in_the_week_counts_as_new_and_as_closed() -> None:
    rows = [("new", True), ("closed", True), ("closed", False), ("waiting", False)]
    found = tuple(SignalLine(title="t", group=group, state="open", opened=opened) for group, opened in rows)  # type: ignore[arg-type]
    assert lines.signals(NL, digest(signals=found)) == "Signalen: 2 nieuw, 1 loopt nog, 2 afgesloten."


def test_signals_that_came_since_the_week_and_that_were_put_off_are_told_apart() -> None:
    rows = [("waiting", "open"), ("waiting", "later"), ("after", "open"), ("after", "later")]
    found = tuple(SignalLine(title="t", group=group, state=state) for group, state in rows)  # type: ignore[arg-type]
    told = lines.signals(NL, digest(signals=found))
    assert told == "Signalen: 1 loopt nog, 2 uitgesteld, 1 erbij sinds het einde van de week."
    assert "• t · open · nieuw, na deze week" in shown(digests.more(NL, digest(signals=found)))


@pytest.mark.parametrize(
    ("late", "told"),
    [
        ((False,), "Van de signalen ligt 1 oorzaak nog bij de eigenaar."),
        ((True,), "Van de signalen ligt 1 oorzaak nog bij de eigenaar, over de datum."),
        ((True, True), "Van de signalen liggen 2 oorzaken nog bij een eigenaar, allemaal over de datum."),
    ],
)
def test_a_cause_past_its_date_is_not_told_as_if_it_were_another(late: tuple[bool, ...], told: str) -> None:
    rows = tuple(CauseLine(title="brief", cause=None, owner="", due=NOW.date(), late=one) for one in late)
    assert lines.causes(NL, digest(causes=rows)) == told


def test_causes_to_take_away_and_what_meetings_agreed_wait_apart() -> None:
    rows = tuple(
        Waiting(kind="action", action=action, title="t", state="open", since=NOW, due=NOW.date())  # type: ignore[arg-type]
        for action in ("cause", "agreement", "agreement", "")
    )
    found = digest(waiting=rows)
    assert lines.waiting(NL, found) == (
        "Wacht op jullie: 1 oorzaak om weg te nemen (van vandaag), 2 afspraken uit een overleg (oudste van vandaag), "
        "1 actie (van vandaag)"
    )
    listed = shown(digests.more(NL, found))
    assert (
        "• Oorzaak wegnemen: t · van vandaag · uiterlijk 12 mei" in listed
        and "• Afspraak: t" in listed
        and "• Actie: t" in listed
    )


def test_days_that_something_waits_are_those_of_the_calendar() -> None:
    since = NOW.replace(hour=15) - timedelta(days=5)  # 4 days and 18 hours
    found = digest(waiting=(Waiting(kind="signal", title="t", state="open", since=since),))
    assert lines.waiting(NL, found) == "Wacht op jullie: 1 signaal (5 dagen)"


def test_a_quiet_week_is_one_line() -> None:
    quiet = Digest(
        week="2026-W19", scope="department:invordering", name="Invordering", made_at=NOW, asked=3, people=3,
        any_asked=True, series=(Point(week="2026-W19", asked=3, helped=None, signals=0),),
    )  # fmt: skip
    rendered = digests.message(NL, quiet)
    assert shown(rendered).splitlines()[0] == "Week 19 · Invordering: 3 vragen van 3 medewerkers, niets open."
    assert len(rendered.blocks) == 2 and rendered.picture is None
    silent = Digest(week="2026-W19", made_at=NOW, any_asked=True)
    text = shown(digests.message(NL, silent)).splitlines()[0]
    assert text == "Week 19 · alle afdelingen: een rustige week, niets open."


def test_two_people_and_something_open_give_no_number_of_questions() -> None:
    few = digest(asked=0, people=0, top=(), outcomes=(), warned=(), samples=())
    text = shown(digests.message(NL, few))
    assert "Minder dan drie medewerkers" in text and "2 signalen" in text and "Lees" not in text


def test_a_week_too_long_ago_to_know_how_many_people_asked_says_so() -> None:
    old = digest(asked=0, people=0, forgotten=True, top=(), outcomes=(), warned=(), samples=())
    assert "Hoeveel medewerkers iets vroegen is niet meer bekend" in shown(digests.message(NL, old))


def test_its_thread_lists_what_the_first_message_only_counts() -> None:
    text = shown(digests.more(NL, everything(scope="all", name=None)))
    assert "• Taxes · ▲ brief · gezien · 6 dagen" in text
    assert "• Vraag: schutting · opgepakt · 2 dagen" in text
    assert "• brief · brief · eigenaar: Communicatie · uiterlijk 12 mei" in text
    assert "• leges · website · uiterlijk 12 mei · over de datum" in text
    assert "• Eerst het formulier checken" in text and "• Aanmaning kwijt" in text
    assert "18 in de twee weken ervoor, minder dan 3 in de twee weken erna" in text


def test_what_a_reader_left_out_is_in_neither() -> None:
    choice = DigestChoice(day=3, without=("signals", "shared", "chart"))
    first, rest = digests.message(NL, everything(), choice), digests.more(NL, everything(), choice)
    assert first.picture is None
    assert "Signalen" not in shown(first) + shown(rest) and "formulier" not in shown(first) + shown(rest)
    assert "elke week op donderdag" in shown(first)
    none = DigestChoice(without=SECTIONS[:-1])
    assert shown(digests.more(NL, everything(), none)) == "Van wat je koos zijn er deze week geen lijsten."


def test_a_service_manager_reads_why_it_came() -> None:
    text = shown(digests.message(NL, digest(scope="task:betalen", name="Betalen")))
    assert "omdat de toptaak Betalen van jou is" in text and "Wacht op de afdelingen" in text


def test_the_digest_channel_reads_about_topics_that_are_nobodys() -> None:
    found = digest(
        scope="all", name=None, without_department=(TopicFigure(title="van niemand", questions=4, before=3),)
    )
    text = shown(digests.message(EN, found))
    assert "Without a department: van niemand (4). Signals about these go to the owner of the top task" in text
    assert "Waiting for the departments: 2 signals (oldest 6 days), 1 question (2 days)." in text


# ---------------------------------------------------------------- the chart


def test_the_chart_says_the_same_in_words() -> None:
    few, many = (
        Point(week="2026-W18", asked=None, helped=None, signals=0),
        Point(week="2026-W19", asked=88, helped=54, signals=1),
    )
    found = everything(series=(few, many))
    assert alt(NL, found) == (
        "Grafiek van Invordering, per week gevraagd, geholpen en nieuwe signalen: "
        "week 18: geen aantal, geen aantal, 0; week 19: 88, 54, 1."
    )
    picture = digests.message(NL, found).picture
    assert picture is not None and picture.chart == chart(NL, found)
    assert (picture.chart.asked, picture.chart.weeks) == ((None, 88), ("wk 18", "wk 19"))


def test_weeks_in_which_nothing_happened_make_no_chart() -> None:
    assert chart(NL, digest(series=(Point(week="2026-W19", asked=0, helped=0, signals=0),))) is None


# ---------------------------------------------------------------- as a document


def test_the_document_has_the_lines_the_lists_and_the_chart() -> None:
    text = digests.document(NL, everything(), "2026-W19.png")
    assert text.startswith("# Week 19 · Invordering\n\n![Grafiek van Invordering")
    assert "](2026-W19.png)" in text
    assert "\n- 88 vragen van 40 medewerkers.\n" in text and "\n## Signalen:\n\n- afvalkalender" in text
    assert "App Home" not in text and text.endswith("Stand van 12 mei 2026 09:12.\n")


# ---------------------------------------------------------------- choosing


def test_the_modal_shows_what_was_chosen_and_gives_it_back() -> None:
    choice = DigestChoice(day=3, without=("samples",))
    view = choice_modal(NL, choice, "{}")
    assert check_view(view) == []
    day, parts = (block["element"] for block in view["blocks"])
    assert day["initial_option"]["text"]["text"] == "donderdag"
    ticked = [one["value"] for one in parts["initial_options"]]
    assert ticked == [key for key in SECTIONS if key != "samples"]
    assert chosen({"digest.day": "3", "digest.sections": ",".join(ticked)}, DigestChoice()) == choice


def test_whoever_wants_none_keeps_their_parts_for_later() -> None:
    choice = DigestChoice(day=3, without=("samples",))
    assert chosen({"digest.day": "none", "digest.sections": ""}, choice) == choice.but(none=True)
    view = choice_modal(NL, choice.but(none=True, without=SECTIONS), "{}")
    assert check_view(view) == []
    assert view["blocks"][0]["element"]["initial_option"]["text"]["text"] == "helemaal niet"


# ---------------------------------------------------------------- privately, to an author


@pytest.mark.parametrize("lens", [NL, EN])
def test_an_author_reads_how_often_a_tip_did_not_help_and_can_edit_it(lens: Lens) -> None:
    tip = Entry(number=41, kind=Kind.TIP, title="&" * 150, created_at=NOW, updated_at=NOW)
    found = unhelpful.message(lens, tip, 6, 9)
    assert "#41" in shown(found) and found.text.count("6") == found.text.count("9") == 1
    assert "9" not in unhelpful.message(lens, tip, 6, 0).text
    assert labels(found) == [lens.say("button-edit"), lens.say("home-open")]


# ---------------------------------------------------------------- limits


def with_file(rendered: Any) -> list[Block]:
    return with_picture(rendered.blocks, rendered.picture, "F012") if rendered.picture else list(rendered.blocks)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_digest_fits_at_its_longest_in_fifteen_blocks(language: Language) -> None:
    lens = Lens(language, NOW, ZONE)
    texts = tuple(f"{n} {LONG}" for n in range(60))
    longest = everything(
        name=NAME,
        top=tuple(TopicFigure(title="&" * 120, questions=10**6, before=None) for _ in range(200)),
        waiting=tuple(
            Waiting(
                kind=kind, title=LONG, state="open", since=NOW - timedelta(days=999), department=NAME, due=NOW.date()
            )
            for kind in ("signal", "question", "action") * 100
        ),
        samples=tuple(Sample(text=text, outcomes=tuple(Outcome)) for text in texts[:5]),
        without_department=tuple(TopicFigure(title="&" * 120, questions=10**6, before=0) for _ in range(200)),
        signals=tuple(line.but(title=LONG, department=NAME) for line in everything().signals * 50),
        causes=tuple(line.but(title=LONG, owner=NAME) for line in everything().causes * 50),
        lessons=texts,
        shared_titles=texts,
        announcements=tuple(one.but(title=LONG) for one in everything().announcements * 30),
        knowledge=Knowledge(
            unchecked=999, outdated=999, unused=999, alone=999, unused_titles=texts, alone_titles=texts
        ),
        warned=digest().warned * 2,
    )
    for found in (longest, longest.but(scope="all", name=None), longest.but(scope="task:t")):
        first = digests.message(lens, found)
        blocks = with_file(first)
        assert len(blocks) <= 15 and sum(block["type"] == "image" for block in blocks) == 1
        assert check_message({"text": first.text, "blocks": blocks}) == []
        shown(first)
        rest = digests.more(lens, found)
        shown(rest)
        assert len(rest.blocks) <= 50 and "… en nog 280" in shown(rest).replace("and 280 more", "en nog 280")
