"""The agenda in Slack and as Markdown: within Slack's limits, the same facts in both, nobody mentioned by accident."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.agenda import (
    LISTED,
    Agenda,
    Agreed,
    Came,
    Decision,
    Figures,
    Owner,
    Point,
    Standings,
    Undecided,
)
from bot.model import LANGUAGES, Action, ActionState, Cause, Department, Language, TopTask
from bot.sandbox import check_message, check_view
from bot.services.acting import ActionCard
from bot.services.agenda import Shown
from bot.slack.blocks import agenda as blocks
from bot.slack.blocks.common import Lens

NOW = datetime(2026, 5, 1, 7, 0, tzinfo=UTC)
ON = date(2026, 4, 20)
LONG = "😀<&>é_*|` " * 100
TAXES, OWNER = Owner(id="taxes", name="Taxes & <zo>"), Owner(id="U0HANS")
KINDS = ("declined", "refused", "homeless", "ownerless", "mandate")
STANDINGS = ("open", "seen", "in_progress", "waits", "later", "back", "goes_on", "action")


def lens(language: Language = "nl") -> Lens:
    return Lens(language, NOW, ZoneInfo("Europe/Amsterdam"))


def small(**more: object) -> Agenda:
    usual = {
        "task": "pay", "name": "Betalen", "month": "2026-05", "begin": date(2026, 4, 1), "last": date(2026, 4, 30),
        "departments": ("Invordering", "Balie"), "figures": Figures(), "standings": Standings(at=NOW),
    }  # fmt: skip
    return Agenda(**usual | more)  # type: ignore[arg-type]


def full() -> Agenda:
    came = tuple(
        Came(title=LONG[:150], department=LONG[:60], asked=1234, customers=12345, imported=1234, minutes=9876.5)
        for _ in range(LISTED)
    )
    points = tuple(
        Point(title=LONG[:150], department=LONG[:60], standing=one, since=ON, cause=Cause.LETTER, owner=TAXES, due=ON,
              late=123, lead_told=True)
        for one in STANDINGS * 10
    )  # fmt: skip
    decisions = tuple(Decision(kind=one, title=LONG[:150], who=OWNER, by=LONG[:200], why=LONG) for one in KINDS * 10)
    agreed = tuple(
        Agreed(text=LONG, owner=OWNER, due=ON, state=state, late=12, note=LONG) for state in [*ActionState] * 10
    )
    return small(
        name=LONG[:60],
        departments=(LONG[:60],) * 40,
        figures=Figures(came=came, rest=came[0].but(title=""), topics=1234, vital=7, timed=True),
        undecided=tuple(Undecided(title=LONG[:150], department=TAXES, questions=1234) for _ in range(50)),
        standings=Standings(at=NOW, points=points, decisions=decisions, agreed=agreed),
    )


def agreement(number: int, owner: str = "taxes") -> ActionCard:
    made = Action(
        id=number, kind="agreement", text=LONG, owner=owner, due=ON, top_task="pay", month="2026-05", created_at=NOW
    )
    department = Department(key="taxes", name="Invordering") if owner == "taxes" else None
    return ActionCard(made, department, None, None)


@pytest.mark.parametrize("language", LANGUAGES)
def test_at_its_longest_slack_takes_it_and_no_line_is_cut_off(language: Language) -> None:
    message = blocks.message(lens(language), Shown(full(), tuple(agreement(n) for n in range(60))))
    assert check_message({"text": message.text, "blocks": list(message.blocks)}) == []
    sections = [b["text"]["text"] for b in message.blocks if b["type"] == "section"]
    assert all(len(text) < 3000 for text in sections)
    assert check_view(blocks.agree_modal(lens(language), [Department(key="a", name="A")] * 1, meta="{}")) == []
    assert check_view(blocks.agree_modal(lens(language), [], meta="{}")) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_with_nothing_to_discuss_it_says_so(language: Language) -> None:
    said = {"nl": "Er is niets te bespreken.", "en": "There is nothing to discuss."}[language]
    message = blocks.message(lens(language), Shown(small()))
    assert check_message({"text": message.text, "blocks": list(message.blocks)}) == []
    assert said in str(message.blocks)
    assert blocks.markdown(lens(language), small()).endswith(f"{said}\n")


def discussed() -> Agenda:
    return small(
        figures=Figures(
            came=(
                Came(title="nieuwe aanmaningsbrief", department="Invordering", asked=9, customers=45, imported=40,
                     minutes=610.0),
                Came(title="rekening *kwijt*", department="Invordering", asked=4, minutes=40.0),
            ),
            rest=Came(asked=6, minutes=60.0), topics=7, vital=1, timed=True, known=True,
        ),
        undecided=(Undecided(title="uitstel", department=Owner(id="taxes", name="Invordering"), questions=4),),
        standings=Standings(
            at=NOW,
            points=(
                Point(title="nieuwe aanmaningsbrief", department="Invordering", standing="waits",
                      since=date(2026, 4, 7), cause=Cause.LETTER, due=date(2026, 4, 28), late=3,
                      owner=Owner(id="web", name="Communicatie")),
                Point(title="rekening kwijt", department="Invordering", standing="open", since=date(2026, 4, 27),
                      lead_told=True),
            ),
            decisions=(Decision(kind="refused", title="schutting", who=OWNER, by="Taxes, Permits"),),
            agreed=(
                Agreed(text="Webtekst herschrijven", owner=OWNER, due=date(2026, 4, 20), state=ActionState.DONE,
                       note="Sinds de 12e"),
            ),
        ),
    )  # fmt: skip


def test_the_markdown_reads_as_an_agenda() -> None:
    assert blocks.markdown(lens(), discussed()) == (
        "# Agenda toptaakoverleg: Betalen\n"
        "\n"
        "Over 1 t/m 30 april 2026 · Invordering, Balie · stand van 1 mei 2026 09:00\n"
        "\n"
        "## Waar klanten het meest voor kwamen\n"
        "\n"
        "- **nieuwe aanmaningsbrief** · Invordering: 9 vragen van collega's, 45 klanten, waarvan 40 uit "
        "contactregistratie, 610 minuten\n"
        "- **rekening \\*kwijt\\*** · Invordering: 4 vragen van collega's, 40 minuten\n"
        "\n"
        "**Het eerste van de 7 onderwerpen kost 610 van de 710 minuten: daar zit de meeste winst.**\n"
        "\n"
        "Alle andere onderwerpen samen: 6 vragen van collega's, 60 minuten.\n"
        "\n"
        "Een vraag van een collega telt als één contact. De tijd per contact staat in de instellingen. Wat minder "
        "dan drie collega's vroegen, telt mee bij de andere onderwerpen.\n"
        "\n"
        "## Signalen en oorzaken die open staan\n"
        "\n"
        "- **nieuwe aanmaningsbrief**: Invordering · wacht op de eigenaar van de oorzaak, gemeld op 7 april · brief · "
        "Communicatie · uiterlijk 28 april · 3 dagen te laat\n"
        "- **rekening kwijt**: Invordering · nog niet gezien, gemeld op 27 april · de leidinggevende weet het\n"
        "\n"
        "## Besluiten die nodig zijn\n"
        "\n"
        "- **schutting**: volgens Taxes, Permits is het niet van hen. Van wie is het? Besluit: @U0HANS.\n"
        "- **uitstel**: 4 keer kon een collega dit niet zelf beslissen. Wat mogen zij voortaan zelf? "
        "Besluit: Invordering.\n"
        "\n"
        "## Vorige keer afgesproken\n"
        "\n"
        "- Webtekst herschrijven · @U0HANS · uiterlijk 20 april · gedaan: Sinds de 12e\n"
    )


def test_slack_says_the_same_with_its_own_marks() -> None:
    message = blocks.message(lens(), Shown(discussed(), (agreement(1), agreement(2, "U0HANS"))))
    text = "\n".join(str(b.get("text", b.get("elements"))) for b in message.blocks)
    for part in ("*nieuwe aanmaningsbrief* · Invordering: 9 vragen", "Besluit: <@U0HANS>.",
                 "Afgesproken in dit overleg",
                 "Het eerste van de 7 onderwerpen kost 610 van de 710 minuten", "`/kb agenda`"):  # fmt: skip
        assert part in text
    by_hand = blocks.message(lens(), Shown(discussed()), why=False)
    assert "eerste werkdag" not in str(by_hand.blocks), "who opened it knows why it is there"


def test_without_minutes_it_counts_contacts_and_says_what_is_unknown() -> None:
    figures = Figures(came=(Came(title="a", asked=30, minutes=30.0),), topics=5, vital=1)
    text = blocks.markdown(lens(), small(figures=figures))
    assert "minuten:" not in text and "Het eerste van de 5 onderwerpen geeft 30 van de 30 contacten" in text
    assert "Klantcontacten: onbekend" in text


@pytest.mark.parametrize(
    ("customers", "imported", "told"), [(10, 1, False), (10, 9, False), (10, 4, True), (4, 4, True)]
)
def test_imported_customers_stand_apart_unless_they_or_the_rest_are_one_or_two(
    customers: int, imported: int, told: bool
) -> None:
    came = Came(title="a", customers=customers, imported=imported, minutes=30.0)
    text = blocks.markdown(lens(), small(figures=Figures(came=(came,), known=True)))
    assert f"{customers} klanten" in text and ("contactregistratie" in text) is told


def test_nothing_people_wrote_becomes_a_mention_a_link_or_a_table() -> None:
    bad = Agreed(text="<!channel> | [x](y) `z`", owner=TAXES, due=ON, state=ActionState.OPEN)
    found = small(standings=Standings(at=NOW, agreed=(bad,)))
    assert "&lt;!channel&gt;" in str(blocks.message(lens(), Shown(found)).blocks)
    assert r"\<!channel\> \| \[x\](y) \`z\`" in blocks.markdown(lens(), found)


def test_a_choice_of_top_tasks_has_a_button_each() -> None:
    tasks = [TopTask(key=f"t{n}", name=LONG[:60]) for n in range(12)]
    message = blocks.choose(lens(), tasks)
    assert check_message({"text": message.text, "blocks": list(message.blocks)}) == []
    values = [b["accessory"]["value"] for b in message.blocks if "accessory" in b]
    assert values == [f"t{n}" for n in range(blocks.TASKS)]
