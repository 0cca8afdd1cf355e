"""The six weeks of questions look like a contact centre's, and the four bursts stand out from them."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

import pytest
from scipy.stats import poisson

from bot.demo.content import Content
from bot.demo.stream import TIMEZONE, AskedQuestion, demo_now, stream
from bot.domain.schedule import is_working_day
from bot.model import EntryState, Outcome

START = date(2026, 3, 30)  # week 6 starts on 4 May; Easter Monday and King's Day fall in between
NOW = demo_now(START)


@pytest.fixture(scope="module")
def asked(content: Content) -> list[AskedQuestion]:
    return stream(content, START)


def local(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), TIMEZONE)


def people(questions: Iterable[AskedQuestion]) -> int:
    return len({question.asker for question in questions})


def rising(asked: list[AskedQuestion], at: datetime) -> set[str]:
    """Subjects, by the truth, that a plain growth test finds at `at`: the last two working days against 28 days before.

    The test of matching.md, "Signals", with thresholds between those for teams of 25 and of 150.
    """
    working = [day for n in range(40) if is_working_day(day := at.astimezone(TIMEZONE).date() - timedelta(days=n))]
    since = local(working[2], at.astimezone(TIMEZONE).hour)
    begin = max(START, (since - timedelta(days=28)).date())
    past_days = sum(begin <= day < since.date() for day in working)
    recent, past = defaultdict(set), Counter()
    for question in asked:
        if question.subject and since <= question.at <= at:
            recent[question.subject].add(question.asker)
        elif question.subject and since - timedelta(days=28) <= question.at < since:
            past[question.subject] += 1
    found = set()
    for subject, askers in recent.items():
        expected = max(past[subject], 1) / max(past_days, 1) * 2
        if len(askers) >= max(5, 2 * expected) and poisson.sf(len(askers) - 1, expected) < 5e-4:
            found.add(subject)
    return found


def checks(first: datetime, last: datetime) -> list[datetime]:
    """The signal checks on working days between two moments."""
    days = [first.astimezone(TIMEZONE).date() + timedelta(days=n) for n in range((last - first).days + 2)]
    moments = [local(day, hour) for day in days if is_working_day(day) for hour in (9, 14)]
    return [moment for moment in moments if first <= moment <= last]


def test_six_weeks_hold_about_fifteen_hundred_questions_in_order(asked) -> None:
    assert 1450 <= len(asked) <= 1550
    assert [question.at for question in asked] == sorted(question.at for question in asked)


def test_the_same_seed_gives_the_same_questions_and_another_seed_others(content, asked) -> None:
    assert stream(content, START) == asked
    assert stream(content, START, seed=2) != asked


def test_questions_are_asked_in_working_hours_on_working_days(asked) -> None:
    for question in asked:
        at = question.at.astimezone(TIMEZONE)
        assert question.at.utcoffset() == timedelta(0)
        assert is_working_day(at.date()), at
        assert time(8) <= at.time() <= time(17), at


def test_working_hours_stay_local_when_the_clock_changes(content) -> None:
    over_the_change = stream(content, date(2026, 10, 12))
    assert {q.at.utcoffset() for q in over_the_change} == {timedelta(0)}
    assert min(q.at.astimezone(TIMEZONE).time() for q in over_the_change) >= time(8)
    assert max(q.at.astimezone(TIMEZONE).time() for q in over_the_change) <= time(17)


def test_most_questions_are_about_few_subjects_and_no_ordinary_one_is_asked_all_day(content, asked) -> None:
    ordinary = Counter(q.subject for q in asked if q.subject and not q.burst)
    top = [count for _, count in ordinary.most_common()]
    assert sum(top[:20]) > 0.35 * sum(top)
    assert top[0] / 6 < 14


def test_people_who_were_helped_ask_the_same_less(asked) -> None:
    first_helped: dict[tuple[str, str | None], datetime] = {}
    before = after = 0
    for question in asked:
        if question.subject is None or question.burst:
            continue
        if (question.asker, question.subject) in first_helped:
            after += 1
        else:
            before += 1
        if question.outcome is Outcome.HELPED:
            first_helped.setdefault((question.asker, question.subject), question.at)
    assert after < 0.1 * before


def test_specialists_hardly_ask_about_their_own_department(content, asked) -> None:
    department_of = {subject.key: subject.department for subject in content.subjects}
    departments = {person.id: person.departments for person in content.people}
    own = [q for q in asked if q.subject and department_of[q.subject] in departments[q.asker]]
    assert len(own) < 0.01 * len(asked)


def test_what_is_not_written_is_never_answered(content, asked) -> None:
    unwritten = {subject.key for subject in content.subjects if not subject.written}
    of_those = [q for q in asked if q.subject is None or (q.subject in unwritten and not q.burst)]
    assert of_those
    assert {q.outcome for q in of_those} <= {Outcome.NO_ANSWER, Outcome.NO_REACTION}
    assert {q.entry for q in of_those} == {None}


def test_an_entry_answers_only_while_it_is_offered(content, asked) -> None:
    entries = {entry.key: entry for entry in content.entries}
    for question in asked:
        if question.subject in entries:
            assert (question.entry is not None) == entries[question.subject].offered(question.at, NOW)
    young = [key for key, entry in entries.items() if entry.state is EntryState.UNCHECKED]
    assert any(q.subject in young and q.entry is None for q in asked), "some asked before it was written"


def test_colleagues_tally_customers_by_phone_most_and_never_for_it_questions(content, asked) -> None:
    department_of = {subject.key: subject.department for subject in content.subjects}
    tallied = Counter(q.tally for q in asked if q.tally)
    assert tallied.most_common(1)[0][0] == "phone"
    assert not [q for q in asked if q.tally and q.subject and department_of[q.subject] == "ict"]


def test_both_languages_are_asked_in_most_by_those_who_speak_them(content, asked) -> None:
    own = {person.id: person.language for person in content.people}
    english = [q for q in asked if q.language == "en"]
    assert 0.05 * len(asked) < len(english) < 0.3 * len(asked)
    assert sum(q.language == own[q.asker] for q in asked) > 0.75 * len(asked)


def test_a_one_off_is_asked_once(content, asked) -> None:
    assert sum(q.subject is None for q in asked) == sum(map(len, content.one_off.values()))
    texts = [normal_end(q.text) for q in asked if q.subject is None]
    assert len(set(texts)) == len(texts)


def normal_end(text: str) -> str:
    return text.rstrip("?").casefold()[-15:]


def within(content, first_week: int, last_week: int):
    """The bursts of these weeks."""
    return [burst for burst in content.bursts if first_week <= burst.week <= last_week]


def test_each_burst_is_asked_by_different_people_and_much_more_than_before(content, asked) -> None:
    for burst in within(content, 1, 6):
        extra = [q for q in asked if q.burst == burst.key]
        assert 0 < len(extra) == people(extra) <= sum(burst.extra_askers)
        before = [q for q in asked if q.subject == burst.subject and q.at < extra[0].at and not q.burst]
        assert len(before) <= 4


def test_the_six_weeks_after_have_bursts_of_their_own(content) -> None:
    second = stream(content, START + timedelta(weeks=6), seed=2, first_week=7, now=NOW)
    assert {q.burst for q in second if q.burst} == {burst.key for burst in within(content, 7, 12)}


def test_two_bursts_are_over_when_the_demo_starts(asked) -> None:
    for key in ("paspoort-voor-vakantie", "sms-codes-off"):
        assert max(q.at for q in asked if q.burst == key) < NOW - timedelta(days=2)


def test_the_reminder_letter_started_after_fridays_last_check_and_has_five_askers_by_monday(asked) -> None:
    monday = local(date(2026, 5, 4), 9)
    letter = [q for q in asked if q.burst == "nieuwe-aanmaningsbrief"]
    assert letter[0].at >= local(date(2026, 5, 1), 14, 5)
    assert people(q for q in letter if q.at < NOW) >= 5
    assert sum(q.outcome is Outcome.NOT_HELPED for q in letter) > len(letter) / 2
    assert any(q.tally for q in letter if q.at < monday)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_mondays_first_check_finds_the_reminder_letter_alone_and_a_later_one_the_plastic_bags(content, seed) -> None:
    asked = stream(content, START, seed=seed)
    assert rising(asked, local(date(2026, 5, 4), 9)) == {"termijn-aanmaningsbrief"}
    later = checks(local(date(2026, 5, 4), 10), local(date(2026, 5, 8), 17))
    first = next(at for at in later if "pmd-blijft-staan" in rising(asked, at))
    assert first.date() in (date(2026, 5, 5), date(2026, 5, 6))


def test_only_bursts_rise(content, asked) -> None:
    risen = set()
    for at in checks(local(date(2026, 4, 7), 9), local(date(2026, 5, 8), 17)):
        risen |= rising(asked, at)
    assert risen == {burst.subject for burst in within(content, 1, 6) if max(burst.extra_askers) > 2}


def test_nothing_unanswered_is_asked_by_three_people_in_a_week_but_the_bursts(content, asked) -> None:
    for subject in content.subjects:
        if subject.written:
            continue
        asked_it = [q for q in asked if q.subject == subject.key and not q.burst]
        for question in asked_it:
            week = [q for q in asked_it if question.at - timedelta(days=7) < q.at <= question.at]
            assert len(week) < 3, subject.key


def test_a_stream_starts_on_a_monday(content) -> None:
    with pytest.raises(ValueError, match="no Monday"):
        stream(content, date(2026, 4, 1))
