"""What is due when: once a period, the latest only after downtime, and what was forgotten on the way."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from bot.model import Organisation
from bot.services.context import Context
from bot.services.due import due
from bot.services.forgetting import askers_before, forget
from bot.services.moments import next_moments
from bot.services.scheduling import run_due
from storage import SqlStore
from tests.services.quarter import ORGANISATION, PERMITS, TAXES, ZONE, a_topic, asked, colleagues, context_of, outbox

MONDAY = datetime(2026, 5, 11, 7, 0, tzinfo=UTC)  #: 09:00 in Amsterdam


KNOWN = ("signals", "digest", "alike", "forget")  #: the jobs that these tests are about


def periods(context: Context, now: datetime) -> dict[str, str]:
    return {one.job: one.period for one in due(context, now)}


def test_on_monday_morning_signals_digests_and_forgetting_are_due(context: Context) -> None:
    assert {job: at for job, at in periods(context, MONDAY).items() if job.split(":")[0] in KNOWN} == {
        "signals:taxes": "2026-05-11T09:00",
        "signals:permits": "2026-05-11T09:00",
        "signals:*": "2026-05-11T09:00",  # topics that are nobody's
        "digest:taxes": "2026-W19",
        "digest:permits": "2026-W19",
        "digest:*": "2026-W19",
        "digest:task:pay": "2026-W19",
        "alike": "2026-W19",  # last Wednesday's
        "forget": "2026-05-11",
    }


def test_a_minute_earlier_it_is_still_last_weeks(context: Context) -> None:
    early = periods(context, MONDAY - timedelta(minutes=1))
    assert (early["signals:taxes"], early["digest:taxes"]) == ("2026-05-08T14:00", "2026-W18")


def test_entries_that_look_alike_are_looked_for_on_wednesdays(context: Context) -> None:
    wednesday = MONDAY + timedelta(days=2, hours=1)
    assert periods(context, wednesday - timedelta(minutes=1))["alike"] == "2026-W19"
    assert periods(context, wednesday)["alike"] == "2026-W20"


def test_when_monday_is_a_holiday_the_digest_comes_on_tuesday(context: Context) -> None:
    whit_monday = datetime(2026, 5, 25, 8, 0, tzinfo=UTC)
    assert periods(context, whit_monday)["digest:taxes"] == "2026-W20"
    assert periods(context, whit_monday + timedelta(days=1))["digest:taxes"] == "2026-W21"
    assert periods(context, whit_monday)["signals:taxes"] == "2026-05-22T14:00"


def test_each_department_has_its_own_times(store: SqlStore) -> None:
    late = TAXES.but(signal_times=(time(11, 30),), digest_time=time(13))
    context = context_of(store, Organisation(departments=(late, PERMITS)))
    found = periods(context, MONDAY)
    assert (found["signals:taxes"], found["signals:permits"]) == ("2026-05-08T11:30", "2026-05-11T09:00")
    assert (found["digest:taxes"], found["digest:permits"]) == ("2026-W18", "2026-W19")
    assert "digest:*" not in found


def test_after_two_weeks_of_downtime_the_latest_of_each_runs_and_no_other(context: Context) -> None:
    topic = a_topic(context)
    for weeks in (1, 2, 3):
        asked(context, topic, colleagues(6), MONDAY - timedelta(weeks=weeks, hours=-3))
    run_due(context, MONDAY - timedelta(days=13), due)  # the Monday was a holiday
    lines = run_due(context, MONDAY + timedelta(hours=1), due)
    jobs = [line.replace(":", " ").split()[0] for line in lines]
    assert (jobs.count("digest"), jobs.count("forget")) == (4, 1)
    assert jobs.count("signals") == sum(job.startswith("signals:") for job in periods(context, MONDAY))
    found = [row is not None for row in outbox(context, *(f"digest:taxes:2026-W{n}" for n in (17, 18, 19)))]
    assert found == [True, False, True], "the one that was missed does not come after all"
    assert run_due(context, MONDAY + timedelta(hours=1), due) == ()


def test_what_comes_next_is_known_soonest_first(context: Context) -> None:
    found = next_moments(context, MONDAY + timedelta(minutes=1))
    assert found[0] == (MONDAY + timedelta(hours=5), "moment-signals", "Permits")
    assert [at for at, _, _ in found] == sorted(at for at, _, _ in found)
    assert (MONDAY + timedelta(weeks=1), "moment-digest", "") in found
    assert next_moments(Context(context.store, context.knowledge, context.directory, b"", ZONE, "en"), MONDAY)


@pytest.mark.parametrize(
    ("now", "before"),
    [
        (datetime(2026, 5, 20, 1, tzinfo=UTC), "2026-05-18"),  # Wednesday: Monday and Tuesday have passed
        (datetime(2026, 5, 18, 1, tzinfo=UTC), "2026-05-13"),  # Monday: Ascension Thursday does not count
        (datetime(2026, 5, 24, 12, tzinfo=UTC), "2026-05-21"),  # Sunday
    ],
)
def test_two_whole_working_days_pass_before_an_asker_is_forgotten(now: datetime, before: str) -> None:
    assert askers_before(now, ZONE) == datetime.fromisoformat(f"{before}T00:00").replace(tzinfo=ZONE)


def test_forgetting_keeps_who_asked_yesterday_and_says_what_went(context: Context) -> None:
    topic = a_topic(context)
    ids = [asked(context, topic, ["p1"], MONDAY - timedelta(days=days), outcome=None)[0] for days in (0, 5, 100)]
    with context.store.writing() as unit:
        for id in ids:
            question = unit.question(id)
            assert question is not None
            unit.save_question(question.but(asker="U0SANNE"))
    assert forget(context, MONDAY) == "2 no_reaction, 2 askers, 1 pseudonyms"
    with context.store.reading() as data:
        assert [(q.asker, q.pseudonym) for q in data.questions()] == [(None, None), (None, "p1"), ("U0SANNE", "p1")]
    assert forget(context, MONDAY) == "nothing to forget"


def test_an_organisation_without_departments_has_only_forgetting_due(store: SqlStore) -> None:
    assert [one.job for one in due(context_of(store, Organisation()), MONDAY) if one.job != "remind"] == ["forget"]
    assert ORGANISATION.departments
