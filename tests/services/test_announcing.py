"""Announcing: stored as an entry its department stands for, posted once, read, changed, taken back, and over."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.domain.announcements import Phase
from bot.errors import BadFields, BadInput, NotAllowed
from bot.model import Announcement, Contact, Entry, EntryState, Kind, OutboxState, Outcome, Question
from bot.services import announced, announcing, answering, capturing, due
from bot.services.announcement_drafts import Draft
from bot.services.context import Context
from bot.services.scheduling import run_due
from storage import SqlStore
from tests.services.quarter import (
    BRAM,
    FATIMA,
    ORGANISATION,
    colleagues,
    context_of,
    delivered,
    message,
    outbox,
    refused,
    role,
)

NOW = datetime(2026, 5, 27, 9, 0, tzinfo=UTC)  #: Wednesday 11:00 in Amsterdam
FIRST, LAST = date(2026, 6, 1), date(2026, 6, 12)
NEWS, HALL = "C0NEWS", "C0HALL"
ADMIN = role("UADMIN", admin=True)
EMPLOYEE = role("USANNE")


@pytest.fixture
def context(store: SqlStore) -> Context:
    return context_of(store, ORGANISATION.but(announcement_channels=(NEWS, HALL)))


def draft(**more: Any) -> Draft:
    values: dict[str, Any] = {
        "title": "Betaald parkeren in de Rivierenwijk", "body": "Bewoners krijgen een brief.", "starts": FIRST,
        "ends": LAST, "audience": "bewoners", "customers": 4000,
        "expected": (("Hoe vraag ik een bewonersvergunning aan?", "Met DigiD."), ("", "")),
    } | more  # fmt: skip
    return Draft(**values)


def announce(context: Context, now: datetime = NOW, origin: str | None = None, **more: Any) -> int:
    return announcing.announce(context, BRAM, "permits", draft(**more), now, origin=origin).one.entry.number


def stored(context: Context, number: int) -> tuple[Entry, Announcement]:
    with context.store.reading() as data:
        one = announced.require(data, number)
    return one.entry, one.announcement


def ask(context: Context, text: str, user: str = "USANNE", now: datetime = NOW) -> answering.Answer:
    return answering.ask(context, user, text, now)


def ticks(context: Context, now: datetime) -> None:
    run_due(context, now, due.due)


# ---------------------------------------------------------------- announcing


def test_it_is_an_entry_that_its_department_stands_for_and_that_is_found_at_once(context: Context) -> None:
    number = announce(context)
    entry, announcement = stored(context, number)
    assert (entry.state, entry.checked_by, entry.named) == (EntryState.CHECKED, "permits", False)
    assert (announcement.starts, announcement.ends, announcement.customers) == (FIRST, LAST, 4000)
    answer = ask(context, "hoe vraag ik een bewonersvergunning aan")
    assert answer.entry is not None and answer.entry.number == number
    assert answer.announced.expected is not None and answer.announced.expected.answer == "Met DigiD."


def test_it_is_posted_to_every_channel_for_announcements_once(context: Context) -> None:
    first = announce(context, origin="key")
    assert announce(context, origin="key") == first, "a second delivery"
    rows = outbox(context, f"announcement:{first}:{NEWS}", f"announcement:{first}:{HALL}")
    assert [(row.to, row.revision) for row in rows if row] == [(NEWS, 1), (HALL, 1)]
    with context.store.reading() as data:
        assert len(data.announcements()) == 1


def test_without_channels_for_announcements_it_goes_to_the_departments_own(store: SqlStore) -> None:
    context = context_of(store)
    posted = announcing.announce(context, BRAM, "permits", draft(), NOW)
    assert posted.channels == ("C0PERMITS",)


def test_specialists_announce_for_their_department_and_admins_for_all(context: Context) -> None:
    with pytest.raises(NotAllowed) as refusal:
        announcing.announce(context, FATIMA, "permits", draft(), NOW)
    assert refusal.value.text == "Bewoners krijgen een brief.", "the text is given back"
    with pytest.raises(NotAllowed):
        announcing.announce(context, EMPLOYEE, "permits", draft(), NOW)
    announcing.announce(context, ADMIN, "permits", draft(), NOW)
    assert [d.key for d in announcing.departments_of(context, FATIMA)] == ["taxes"]
    assert [d.key for d in announcing.departments_of(context, ADMIN)] == ["taxes", "permits"]
    assert announcing.departments_of(context, EMPLOYEE) == ()


def test_customer_data_is_masked_and_the_organisations_own_numbers_stay(context: Context) -> None:
    with context.store.writing() as unit:
        unit.save_organisation(ORGANISATION.but(mask=ORGANISATION.mask.but(keep=("14 010",))))
    number = announce(
        context,
        body="Bel 14 010, of mevrouw op 06-12345678.",
        expected=(("Waarheen mail ik? jan@voorbeeld.nl", "Naar piet@voorbeeld.nl"),),
    )
    entry, announcement = stored(context, number)
    assert "14 010" in entry.body and "12345678" not in entry.body
    (pair,) = announcement.expected
    assert "jan@" not in pair.question and "piet@" not in pair.answer
    with context.store.reading() as data:
        assert all("jan@" not in phrasing.text for phrasing in data.phrasings(number))


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": "..."}, "title"),
        ({"body": ""}, "body"),
        ({"ends": FIRST - timedelta(days=1)}, "ends"),
        ({"starts": date(2026, 5, 1), "ends": date(2026, 5, 26)}, "ends"),
        ({"customers": -1}, "customers"),
        ({"expected": (("Een vraag", ""),)}, "answer_0"),
        ({"expected": (("", ""), ("", "Een antwoord"))}, "question_1"),
        ({"expected": (("Kan het?", "Ja."), ("kan het", "Nee."))}, "question_1"),
        ({"body": "x" * 3001}, "body"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(context: Context, wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(BadInput) as refusal:
        announce(context, **wrong)
    assert refusal.value.values["field"] == field
    with context.store.reading() as data:
        assert data.entries() == ()


def test_all_that_is_wrong_is_said_at_once_once_a_field(context: Context) -> None:
    wrong = {"title": "…", "ends": date(2026, 5, 1), "expected": (("Een vraag", ""), ("", "Een antwoord"))}
    with pytest.raises(BadFields) as refusal:
        announce(context, **wrong)
    found = [(one.key.removeprefix("error-announcement-"), one.values["field"]) for one in refusal.value.problems]
    assert found == [("empty", "title"), ("ends", "ends"), ("pair", "answer_0"), ("pair", "question_1")]
    assert refusal.value.text == "Bewoners krijgen een brief.", "what was typed goes back"


# ---------------------------------------------------------------- changing


def test_an_edit_changes_its_messages_in_place_and_how_it_is_asked_for(context: Context) -> None:
    number = announce(context)
    delivered(context)
    changes = draft(title="Parkeren later", starts=date(2026, 6, 8), expected=(("Wanneer begint het?", "8 juni."),))
    announcing.edit(context, BRAM, number, changes, NOW)
    entry, announcement = stored(context, number)
    assert (entry.title, announcement.starts) == ("Parkeren later", date(2026, 6, 8))
    with context.store.reading() as data:
        ways = {(phrasing.text, phrasing.source) for phrasing in data.phrasings(number)}
    assert ways == {("Parkeren later", "title"), ("Wanneer begint het?", "given")}
    row = message(context, f"announcement:{number}:{NEWS}")
    assert row.state is OutboxState.PENDING and row.ts is not None, "updated, not posted again"


def test_an_edit_that_changes_nothing_says_nothing(context: Context) -> None:
    number = announce(context)
    delivered(context)
    announcing.edit(context, BRAM, number, draft(), NOW)
    assert message(context, f"announcement:{number}:{NEWS}").state is OutboxState.SENT


def test_an_announcement_that_is_withdrawn_is_no_longer_an_answer_and_stays_so(context: Context) -> None:
    number = announce(context)
    assert announcing.withdraw(context, BRAM, number, NOW)
    assert not announcing.withdraw(context, BRAM, number, NOW), "once"
    assert ask(context, "hoe vraag ik een bewonersvergunning aan").entry is None
    assert message(context, f"announcement:{number}:{NEWS}").payload["phase"] == "withdrawn"
    with pytest.raises(BadInput):
        announcing.edit(context, BRAM, number, draft(), NOW)
    with pytest.raises(NotAllowed):
        announcing.withdraw(context, FATIMA, announce(context), NOW)


def test_after_its_last_day_it_is_no_longer_offered_and_its_messages_say_so(context: Context) -> None:
    number = announce(context)
    delivered(context)
    ticks(context, datetime(2026, 6, 12, 20, 0, tzinfo=UTC))
    assert stored(context, number)[0].offered, "still its last day"
    delivered(context)
    ticks(context, datetime(2026, 6, 12, 22, 30, tzinfo=UTC))  # past midnight in Amsterdam
    assert stored(context, number)[0].state is EntryState.RETIRED
    row = message(context, f"announcement:{number}:{NEWS}")
    assert (row.payload["phase"], row.state) == ("over", OutboxState.PENDING)
    delivered(context)
    revision = message(context, f"announcement:{number}:{NEWS}").revision
    ticks(context, datetime(2026, 6, 13, 10, 0, tzinfo=UTC))
    assert message(context, f"announcement:{number}:{NEWS}").revision == revision, "said once"


def test_its_message_in_a_channel_that_was_taken_out_of_the_settings_says_so_too(context: Context) -> None:
    number = announce(context)
    refused(context, f"announcement:{number}:{HALL}")
    delivered(context)
    with context.store.writing() as unit:
        unit.save_organisation(unit.organisation().but(announcement_channels=("C0OTHER",)))
    ticks(context, datetime(2026, 6, 12, 22, 30, tzinfo=UTC))
    row = message(context, f"announcement:{number}:{NEWS}")
    assert (row.payload["phase"], row.state) == ("over", OutboxState.PENDING)
    never_there = message(context, f"announcement:{number}:{HALL}")
    assert never_there.state is OutboxState.FAILED, "it is not posted there after all"
    assert outbox(context, f"announcement-refused:{number}:{HALL}") == [None]


def test_extending_what_was_over_makes_it_hold_again(context: Context) -> None:
    number = announce(context)
    later = datetime(2026, 6, 15, 8, 0, tzinfo=UTC)
    announcing.keep_up(context, later)
    announcing.edit(context, BRAM, number, draft(ends=date(2026, 6, 30)), later)
    entry, announcement = stored(context, number)
    assert entry.offered
    assert announced.Announced(entry, announcement).phase(later.date()) is Phase.RUNNING
    assert ask(context, "hoe vraag ik een bewonersvergunning aan", now=later).entry == entry


def test_whoever_announced_hears_once_of_a_channel_that_would_not_take_it(context: Context) -> None:
    number = announce(context)
    refused(context, f"announcement:{number}:{HALL}")
    announcing.keep_up(context, NOW)
    announcing.keep_up(context, NOW)
    notice = message(context, f"announcement-refused:{number}:{HALL}")
    assert (notice.to, notice.revision) == ("UBRAM", 1)
    announcing.edit(context, BRAM, number, draft(), NOW)
    assert message(context, f"announcement:{number}:{HALL}").state is OutboxState.PENDING, "tried again"


def test_of_a_channel_that_would_not_take_it_nobody_hears_at_night(context: Context) -> None:
    number = announce(context)
    refused(context, f"announcement:{number}:{HALL}")
    announcing.keep_up(context, NOW + timedelta(hours=12))
    notice = message(context, f"announcement-refused:{number}:{HALL}")
    assert notice.not_before == datetime(2026, 5, 28, 6, 0, tzinfo=UTC), "Thursday 08:00"


# ---------------------------------------------------------------- reading


def test_reading_is_counted_once_a_person_and_nobody_is_kept_after_its_end(context: Context) -> None:
    number = announce(context)
    delivered(context)
    for user in ("U1", "U2", "U2", "U3"):
        announcing.read(context, user, number, NOW)
    assert stored(context, number)[1].reads == 3
    row = message(context, f"announcement:{number}:{NEWS}")
    assert row.not_before == NOW + timedelta(seconds=10), "updated with what else is pressed by then"
    ticks(context, datetime(2026, 6, 13, 8, 0, tzinfo=UTC))
    assert not announcing.read(context, "U1", number, datetime(2026, 6, 13, 9, 0, tzinfo=UTC))
    assert stored(context, number)[1].reads == 3, "how many stays"


def test_an_edit_keeps_how_often_it_was_read(context: Context) -> None:
    number = announce(context)
    announcing.read(context, "U1", number, NOW)
    announcing.edit(context, BRAM, number, draft(audience="iedereen"), NOW)
    assert stored(context, number)[1].reads == 1


# ---------------------------------------------------------------- what it foresaw, and caused


def asked_about(context: Context, number: int | None, people: int, **more: Any) -> list[Question]:
    with context.store.writing() as unit:
        return [
            unit.add_question(
                Question(
                    text=f"vraag {person}", asked_at=NOW, pseudonym=person, entry=number, department="permits", **more
                )
            )
            for person in colleagues(people)
        ]


def test_a_burst_it_answered_was_foreseen_also_before_its_first_day_and_not_after_its_last(context: Context) -> None:
    number = announce(context)
    burst = asked_about(context, number, 5)
    with context.store.reading() as data:
        assert announcing.foreseen(data, burst, date(2026, 5, 28)) == number
        assert announcing.foreseen(data, burst, date(2026, 6, 13)) is None
        assert announcing.foreseen(data, (), FIRST) is None


def test_what_is_running_tells_what_it_caused_from_three_people_on(context: Context) -> None:
    number = announce(context)
    asked_about(context, number, 2, outcome=Outcome.HELPED)
    answering.tally(context, Contact.PHONE, NOW, question=None, entry=number, origin=None)
    (one,) = announcing.running(context, ["permits"], FIRST)
    assert (one.caused.people, one.caused.tallied, one.phase) == (0, 0, Phase.RUNNING), "one customer is no figure"
    with context.store.writing() as unit:
        unit.add_question(
            Question(text="en ik dan", asked_at=NOW, pseudonym="third", entry=number, outcome=Outcome.HELPED)
        )
    (one,) = announcing.running(context, None, FIRST)
    assert (one.caused.people, one.caused.answered, one.caused.helped, one.caused.reactions) == (3, 3, 3, 3)
    assert announcing.running(context, ["taxes"], FIRST) == ()
    assert announcing.running(context, None, LAST + timedelta(days=1)) == ()


def test_a_tip_that_says_the_same_is_not_to_be_merged_into_what_ends(context: Context) -> None:
    announce(context)
    saved = capturing.share(context, "USANNE", capturing.Draft(Kind.TIP, "Betaald parkeren in de Rivierenwijk"), NOW)
    assert saved.similar == ()


def test_an_edit_made_elsewhere_reaches_its_messages(context: Context) -> None:
    number = announce(context)
    delivered(context)
    capturing.edit(context, BRAM, number, {"body": "Het gaat niet door in de Waalstraat."}, NOW + timedelta(minutes=5))
    announcing.keep_up(context, NOW + timedelta(hours=1))
    assert message(context, f"announcement:{number}:{NEWS}").state is OutboxState.PENDING


def test_what_ended_during_a_very_long_silence_is_no_longer_offered_either(context: Context) -> None:
    number = announce(context)
    ticks(context, datetime(2026, 12, 1, 8, 0, tzinfo=UTC))
    assert stored(context, number)[0].state is EntryState.RETIRED
