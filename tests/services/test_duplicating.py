"""Entries that look alike: found once a week, listed for who may deal with them, merged or kept apart for good."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from bot.errors import BadInput, NotAllowed, NotFound
from bot.model import (
    Contact,
    Entry,
    EntryState,
    Escalation,
    Kind,
    Language,
    OutboxMessage,
    Outcome,
    Phrasing,
    Question,
    Tally,
    Topic,
)
from bot.services import answering, capturing, duplicating
from bot.services.context import Context
from bot.services.due import due
from bot.services.knowledge import Knowledge
from bot.services.scheduling import run_due
from storage import SqlStore
from tests.services.quarter import BRAM, FATIMA, MOMENT, PERMITS, TAXES, an_entry, context_of, role

WEEK = "2026-W20"


def test_a_pair_is_found_listed_with_its_counts_and_told_to_the_channel_once(context: Context) -> None:
    one = written(context, "Paspoort kwijt of gestolen", "pas weg", helped=27, not_helped=4)
    two = written(context, "Paspoort gestolen of kwijt", department="permits")
    written(context, "Grofvuil laten ophalen")
    assert look(context) == "1 pairs, 1 new"
    (pair,) = duplicating.listed(context, FATIMA, ["taxes"])
    assert (pair.first.entry, pair.second.entry) == (one, two)
    assert (pair.first.phrasings, pair.second.phrasings) == (2, 1)
    assert (pair.first.may_go, pair.second.may_go) == (True, False), "the other is not hers to merge away"
    assert {m.to for m in told(context)} == {TAXES.channel, PERMITS.channel}
    assert look(context) == "1 pairs, 0 new"
    assert look(context, "2026-W21") == "1 pairs, 0 new"
    assert len(told(context)) == 2, "nothing new, nothing said"


def test_who_has_neither_entry_has_no_list(context: Context) -> None:
    found(context)
    assert duplicating.listed(context, BRAM, ["permits"]) == ()
    assert told_to(context) == [TAXES.channel]


def test_news_waits_for_working_hours(context: Context) -> None:
    pair(context)
    night = MOMENT + timedelta(hours=14)
    duplicating.look(context, WEEK, night)
    (message,) = told(context)
    assert message.not_before == MOMENT.replace(hour=6) + timedelta(days=1)


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"state": EntryState.RETIRED}, "it is offered to nobody"),
        ({"state": EntryState.OUTDATED}, "it is looked at already"),
        ({"kind": Kind.MISTAKE, "author": None}, "what went wrong is no copy of the tip that prevents it"),
        ({"kind": Kind.ANNOUNCEMENT}, "it is there for a while only"),
    ],
)
def test_an_entry_that_is_no_answer_or_of_another_kind_is_in_no_pair(
    context: Context, more: dict[str, object], why: str
) -> None:
    written(context, "Paspoort kwijt of gestolen")
    written(context, "Paspoort gestolen of kwijt", **more)
    look(context)
    assert duplicating.listed(context, FATIMA, ["taxes"]) == (), why
    assert told(context) == [], why


def test_not_the_same_is_said_once_and_can_be_taken_back(context: Context) -> None:
    one, two = found(context)
    duplicating.keep_apart(context, FATIMA, two.number, one.number, MOMENT)
    duplicating.keep_apart(context, FATIMA, one.number, two.number, MOMENT)
    assert listed(context) == []
    look(context, "2026-W21")
    assert listed(context) == [] and len(told(context)) == 1
    duplicating.list_again(context, FATIMA, one.number, two.number, MOMENT)
    assert listed(context) == [(one.number, two.number)]
    with context.store.reading() as data:
        assert [row.what for row in data.audit(f"entry:{two.number}")] == ["kept apart from"]
        assert [row.what for row in data.audit(f"entry:{one.number}")] == ["no longer kept apart from"]


def test_only_a_specialist_of_either_department_says_that_they_are_not_the_same(context: Context) -> None:
    one, two = found(context)
    for stranger in (BRAM, role("USANNE"), role("UADMIN", admin=True)):
        with pytest.raises(NotAllowed):
            duplicating.keep_apart(context, stranger, one.number, two.number, MOMENT)
    with pytest.raises(NotFound):
        duplicating.keep_apart(context, FATIMA, one.number, 99, MOMENT)
    assert listed(context) == [(one.number, two.number)]


def test_a_pair_goes_from_the_list_when_one_of_it_is_rewritten_or_retired(context: Context) -> None:
    one, two = found(context)
    capturing.edit(context, FATIMA, two.number, {"title": "Rijbewijs verlengen na je 75e"}, MOMENT)
    look(context, "2026-W21")
    assert listed(context) == []
    capturing.edit(context, FATIMA, two.number, {"title": "Paspoort gestolen of kwijt"}, MOMENT)
    look(context, "2026-W22")
    assert listed(context) == [(one.number, two.number)]
    with context.store.writing() as unit:
        unit.save_entry(two.but(state=EntryState.RETIRED))
    assert listed(context) == [], "at once"


def test_the_weekly_job_is_done_once_a_week(context: Context) -> None:
    pair(context)
    wednesday = MOMENT + timedelta(days=1, hours=1)
    assert [line for line in run_due(context, wednesday, due) if "alike" in line] == ["alike 2026-W20: 1 pairs, 1 new"]
    assert not [line for line in run_due(context, wednesday + timedelta(days=1), due) if "alike" in line]


def test_stored_vectors_are_used_and_what_has_none_is_encoded(store: SqlStore) -> None:
    encoder = Counting()
    context = replace(context_of(store), knowledge=Knowledge(store, encoder))
    pair(context)
    look(context)
    encoded = encoder.texts
    look(context, "2026-W21")
    assert encoder.texts == encoded > 0
    assert len(listed(context)) == 1


# ---------------------------------------------------------------- merging


def test_merging_keeps_phrasings_counts_tallies_and_links(any_store: SqlStore) -> None:
    context = context_of(any_store)
    stays = written(context, "Paspoort kwijt of gestolen", "pas weg", helped=3, not_helped=1)
    goes = written(context, "Paspoort gestolen of kwijt", "PAS WEG", "paspoort gejat", helped=2, not_helped=2)
    mistake = written(context, "Verkeerd loket genoemd", see=goes.number)
    with any_store.writing() as unit:
        topic = unit.add_topic(Topic(title="pas weg", entry=goes.number, created_at=MOMENT))
        asked = unit.add_question(
            Question(text="pas weg", asked_at=MOMENT, topic=topic.id, entry=goes.number, outcome=Outcome.HELPED)
        )
        unit.add_tally(Tally(at=MOMENT, contact=Contact.PHONE, entry=goes.number))
        waiting = unit.add_escalation(
            Escalation(
                question=asked.id,
                topic=topic.id,
                text="pas weg",
                department="taxes",
                nearest=goes.number,
                entry=goes.number,
                created_at=MOMENT,
                moved_at=MOMENT,
            )
        )
    look(context)
    merged = capturing.merge(context, FATIMA, goes.number, stays.number, MOMENT)
    assert (merged.number, merged.helped, merged.not_helped) == (stays.number, 5, 3)
    with any_store.reading() as data:
        assert [p.text for p in data.phrasings(stays.number)] == [
            "Paspoort kwijt of gestolen", "pas weg", "Paspoort gestolen of kwijt", "paspoort gejat",
        ]  # fmt: skip
        assert data.phrasings(goes.number) == ()
        assert data.question(asked.id).entry == stays.number  # type: ignore[union-attr]
        assert data.topic(topic.id).entry == stays.number  # type: ignore[union-attr]
        assert len(data.tallies(entry=stays.number)) == 1
        escalation = data.escalation(waiting.id)
        assert escalation is not None and (escalation.nearest, escalation.entry) == (stays.number, stays.number)
        assert data.entry(mistake.number).see == stays.number  # type: ignore[union-attr]
        assert answering.require_entry(data, goes.number).number == stays.number, "the old number answers"
        assert data.entry_pairs() == ()
    assert {m.entry for m in context.knowledge.find("paspoort gejat", None)} <= {stays.number, mistake.number}


def test_a_chain_of_merges_points_to_the_last(any_store: SqlStore) -> None:
    context = context_of(any_store)
    first, second, third = (written(context, f"Paspoort kwijt {word}") for word in ("een", "twee", "drie"))
    capturing.merge(context, FATIMA, first.number, second.number, MOMENT)
    capturing.merge(context, FATIMA, second.number, third.number, MOMENT)
    with any_store.reading() as data:
        assert answering.require_entry(data, first.number).number == third.number
    with pytest.raises(BadInput):
        capturing.merge(context, FATIMA, third.number, first.number, MOMENT)


def test_only_who_may_change_an_entry_merges_it_away(context: Context) -> None:
    one, two = found(context)
    with pytest.raises(NotAllowed):
        capturing.merge(context, BRAM, two.number, one.number, MOMENT)
    assert listed(context) == [(one.number, two.number)]


# ---------------------------------------------------------------- shorthands


class Counting:
    """An encoder that tells texts apart by their letters, and counts what it was given."""

    name, dimensions = "letters", 32

    def __init__(self) -> None:
        self.texts = 0

    def encode(self, texts: list[str]) -> np.ndarray:
        self.texts += len(texts)
        rows = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for letter in text.casefold():
                row[ord(letter) % self.dimensions] += 1.0
        return rows


def written(context: Context, title: str, *phrasings: str, **more: object) -> Entry:
    entry = an_entry(context, title, **more)
    language: Language = "nl"
    with context.store.writing() as unit:
        for place, text in enumerate((title, *phrasings)):
            source = "given" if place else "title"
            unit.add_phrasing(
                Phrasing(entry=entry.number, text=text, source=source, language=language, created_at=MOMENT)  # type: ignore[arg-type]
            )
    return entry


def pair(context: Context) -> tuple[Entry, Entry]:
    return written(context, "Paspoort kwijt of gestolen"), written(context, "Paspoort gestolen of kwijt")


def found(context: Context) -> tuple[Entry, Entry]:
    both = pair(context)
    look(context)
    return both


def look(context: Context, week: str = WEEK) -> str:
    return duplicating.look(context, week, MOMENT)


def listed(context: Context) -> list[tuple[int, int]]:
    return [(a.first.entry.number, a.second.entry.number) for a in duplicating.listed(context, FATIMA, ["taxes"])]


def told(context: Context) -> list[OutboxMessage]:
    later = MOMENT + timedelta(days=30)
    with context.store.reading() as data:
        return [m for m in data.outbox_due(later, later) if m.kind == "alike"]


def told_to(context: Context) -> list[str]:
    return [m.to for m in told(context)]
