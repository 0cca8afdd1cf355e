"""Monday's digest with its chart: posted once, whatever happens to the upload; and its reader's choice in App Home."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bot.model import Outcome, Question
from bot.sandbox import Seen
from tests.acceptance.conftest import Town


def asked(town: Town, weeks: int = 2) -> None:
    """Eight colleagues a week asked something of Invordering."""
    with town.kb.store.writing() as unit:
        for back in range(weeks):
            for number in range(8):
                unit.add_question(
                    Question(
                        text=f"klopt de aanmaning {number}",
                        asked_at=town.clock.now() + timedelta(days=1) - timedelta(weeks=back),
                        pseudonym=f"p{number}",
                        department="invordering",
                        outcome=Outcome.HELPED,
                    )
                )


def image(digest: Seen) -> list[dict[str, Any]]:
    return [block for block in digest.blocks if block["type"] == "image"]


def on_monday(town: Town) -> Seen:
    town.passes(days=7)
    return town.hans.sees("Week 19 · Invordering", channel="dm", since="start")


def test_the_chart_stands_in_the_message_and_says_the_same_in_words(town: Town) -> None:
    asked(town)
    (shown,) = image(on_monday(town))
    assert shown["slack_file"]["id"] in town.slack.workspace.state.files
    assert shown["alt_text"].endswith("week 18: 8, 8, 0; week 19: 8, 8, 0.")
    assert not [call for call in town.slack.calls("files.completeUploadExternal") if call.args.get("channel_id")]


def test_a_connection_that_breaks_while_posting_brings_neither_a_second_message_nor_none(town: Town) -> None:
    asked(town)
    town.slack.fail_next("chat.postMessage", "drop_connection", times=1, after_effect=True)
    town.passes(days=7)
    town.passes(minutes=10)
    for person in (town.hans, town.ingrid):
        digests = [m for m in person.messages("dm") if "Week 19" in m.text_content and m.thread_ts in (None, m.ts)]
        heads = [m.text_content.split("\n")[0] for m in digests]
        assert len(heads) == len(set(heads)) and heads
    assert len([m for m in town.slack.messages("overzicht") if "Week 19" in m.text_content]) == 1


def test_when_the_upload_fails_the_digest_comes_with_the_chart_in_words(town: Town) -> None:
    asked(town)
    town.slack.fail_next("files.getUploadURLExternal", "ratelimited", times=20)
    digest = on_monday(town)
    assert image(digest) == []
    assert "week 18: 8, 8, 0; week 19: 8, 8, 0." in digest.text_content


def test_a_lead_chooses_in_app_home_what_they_get_and_when(town: Town) -> None:
    asked(town)
    town.hans.opens_home()
    town.hans.sees("Zoek in de kennisbank")
    town.hans.presses("digest.choose")
    # The modal may open a moment after the press is acknowledged: `fills` waits for it.
    town.hans.fills({"Op welke dag?": "woensdag", "Wat wil je erin?": ["Wat er gevraagd werd", "Of het hielp"]})
    assert town.hans.submits() == {}
    town.passes(days=7)
    assert not [m for m in town.hans.messages("dm") if "Week 19" in m.text_content]
    town.passes(days=2)
    digest = town.hans.sees("Week 19 · Invordering", channel="dm", since="start")
    assert "8 vragen van 8 medewerkers" in digest.text_content and "elke week op woensdag" in digest.text_content
    assert image(digest) == [] and "Wacht" not in digest.text_content and "Stand van 11 mei" in digest.text_content
