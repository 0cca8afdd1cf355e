"""`kb demo`: it begins in a town that has lived for five weeks, goes on with the clock, and continues after a stop."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.cli.demonstrating import DATABASE, FILES, SLACK, START, Demo, Running, demo, is_to_begin
from bot.demo.content import Content
from bot.demo.stream import demo_now
from bot.model import EntryState, EscalationState, SignalState
from bot.ports import Encoder

BEGIN = demo_now(START)
MONDAY_NINE = BEGIN + timedelta(minutes=30)
LETTER = "aanmaningsbrief"


def moves_to(running: Demo, moment: datetime) -> None:
    running.slack.timeline.move({"to": moment.isoformat()})


def texts(running: Demo, channel: str) -> list[str]:
    """What stands in a channel, threads left out, oldest first."""
    return [one.text_content for one in running.slack.messages(channel) if one.thread_ts in (None, one.ts)]


def since(running: Demo, channel: str, moment: datetime) -> list[str]:
    wanted = [one for one in running.slack.messages(channel) if float(one.ts) >= moment.timestamp()]
    return [one.text_content for one in wanted if one.thread_ts in (None, one.ts)]


def everything(running: Demo) -> dict[str, list[tuple[str, str]]]:
    """All that can be seen in channels, with its time."""
    channels = [one for one in running.slack.workspace.state.channels.values() if one.kind != "dm"]
    return {one.name: [(m.ts, m.text_content) for m in running.slack.messages(one.id)] for one in channels}


@pytest.fixture(scope="class")
def begun(lived: Path, tmp_path_factory: pytest.TempPathFactory, demo_encoder: Encoder) -> Iterator[Demo]:
    """The demo right after it began, only to be looked at."""
    folder = Path(shutil.copytree(lived, tmp_path_factory.mktemp("begun") / "demo"))
    with demo(folder, encoder=demo_encoder, ticking=False) as running:
        yield running


class TestTheBeginning:
    def test_a_first_start_that_was_broken_off_is_begun_anew(self, begun: Demo) -> None:
        # Such a half is what the fixture `lived` finds in its folder.
        assert texts(begun, "weekoverzicht")

    def test_the_clock_stands_at_half_past_eight_on_the_monday(self, begun: Demo) -> None:
        assert BEGIN <= begun.slack.clock.now() < BEGIN + timedelta(minutes=1)

    def test_thirteen_can_be_acted_as_and_sixty_are_in_the_background(self, begun: Demo) -> None:
        people = [one for one in begun.slack.workspace.state.users.values() if not one.is_bot]
        assert sum(one.active for one in people) == 13
        assert len(people) == 73

    def test_five_weeks_were_asked_answered_and_tallied(self, begun: Demo) -> None:
        with begun.kb.store.reading() as data:
            questions, tallies = data.questions(), data.tallies()
        assert len(questions) > 1100
        assert all(question.asked_at <= BEGIN for question in questions)
        assert {question.outcome for question in questions if question.asked_at < BEGIN - timedelta(days=4)} == {
            "helped", "not_helped", "no_answer", "no_reaction",
        }  # fmt: skip
        assert 100 < len(tallies) < len(questions)

    def test_every_entry_is_there_as_its_author_meant_it(self, begun: Demo, content: Content) -> None:
        with begun.kb.store.reading() as data:
            found = {one.title: one for one in data.entries()}
        for entry in content.entries:
            assert found[entry.title].state == entry.state, entry.key
            assert found[entry.title].created_at <= BEGIN
        outdated = [one for one in found.values() if one.state is EntryState.OUTDATED]
        assert all(one.note for one in outdated)

    def test_what_helped_taught_it_how_people_ask(self, begun: Demo) -> None:
        with begun.kb.store.reading() as data:
            learned = [p for entry in data.entries() for p in data.phrasings(entry.number) if p.source == "learned"]
        assert len(learned) > 200
        assert all(phrasing.vector for phrasing in learned)

    def test_signals_of_the_past_were_dealt_with(self, begun: Demo) -> None:
        with begun.kb.store.reading() as data:
            signals = data.signals()
        assert {"burgerzaken", "ict"} <= {one.department for one in signals if one.state is SignalState.RESOLVED}
        assert any("opgelost" in text for text in texts(begun, "burgerzaken"))
        assert any("resolved" in text for text in texts(begun, "it-support"))

    def test_there_is_a_signal_of_every_kind_that_readme_names(self, begun: Demo) -> None:
        with begun.kb.store.reading() as data:
            told = {(one.department, one.evidence.kind) for one in data.signals() if one.posted}
        assert ("afval-openbare-ruimte", "not_helping") in told
        assert ("vergunningen", "contacts") in told
        assert {("burgerzaken", "rising"), ("belastingen", "rising"), ("ict", "rising")} <= told

    def test_some_questions_went_to_the_specialists_and_one_still_waits(self, begun: Demo) -> None:
        with begun.kb.store.reading() as data:
            escalations = data.escalations()
        assert [one.state for one in escalations].count(EscalationState.ANSWERED) == 4
        (waiting,) = [one for one in escalations if one.state is EscalationState.OPEN]
        shown = next(one for one in begun.slack.messages("belastingen") if waiting.text in one.text_content)
        assert float(shown.ts) == pytest.approx(waiting.created_at.timestamp(), abs=60), "posted when it was asked"

    def test_a_digest_stands_there_for_every_week_but_the_last(self, begun: Demo) -> None:
        digests = [one.split("\n")[0] for one in texts(begun, "weekoverzicht")]
        assert digests == [f"*Week {number} · alle afdelingen*" for number in (14, 15, 16, 17)]

    def test_the_past_has_the_times_of_the_past(self, begun: Demo) -> None:
        stamps = sorted(float(ts) for seen in everything(begun).values() for ts, _ in seen)
        assert stamps[-1] <= BEGIN.timestamp()
        assert stamps[0] < datetime(2026, 3, 31, tzinfo=UTC).timestamp()
        days = {datetime.fromtimestamp(stamp, UTC).date() for stamp in stamps}
        assert len(days) >= 12

    def test_nothing_says_who_asked(self, begun: Demo) -> None:
        with begun.kb.store.reading() as data:
            old = data.questions(until=BEGIN - timedelta(days=7))
            waiters = {w.question for e in data.escalations() for w in e.waiters}
        assert not [one for one in old if one.asker and one.id not in waiters]


class TestTheClock:
    def test_the_next_moment_is_said_in_both_languages(self, opened: Demo) -> None:
        (first,) = opened.slack.timeline.shape()["moments"][:1]
        assert datetime.fromisoformat(first["at"]) == MONDAY_NINE
        assert "signalen" in first["label"]["nl"] and "weekoverzicht" in first["label"]["nl"]
        assert "signals" in first["label"]["en"] and "digest" in first["label"]["en"]

    def test_at_nine_invordering_gets_one_signal_about_the_letter_and_the_leads_their_digests(
        self, opened: Demo, content: Content
    ) -> None:
        opened.slack.timeline.move({"next": True})
        assert MONDAY_NINE <= opened.slack.clock.now() < MONDAY_NINE + timedelta(minutes=1)
        (signal,) = since(opened, "invordering", MONDAY_NINE)
        assert signal.startswith("▲ Vaker gevraagd:") and LETTER in signal
        assert "keer niet" in signal and "geturfd" in signal
        assert since(opened, "weekoverzicht", MONDAY_NINE)[0].startswith("*Week 18 · alle afdelingen*")
        for department in content.organisation.departments:
            direct = opened.slack.person(department.lead).messages("dm")
            assert sum(f"Week 18 · {department.name}" in one.text_content for one in direct) == 1, department.lead

    def test_what_happens_on_the_way_has_the_time_at_which_it_happened(self, opened: Demo) -> None:
        moves_to(opened, MONDAY_NINE + timedelta(hours=3))
        signals = [one for one in opened.slack.messages("invordering") if "▲" in one.text_content]
        (signal,) = [one for one in signals if LETTER in one.text_content]
        assert int(float(signal.ts)) == int(MONDAY_NINE.timestamp())

    def test_time_that_passes_by_itself_brings_questions_and_what_is_due(self, opened: Demo) -> None:
        opened.slack.clock.stand_still()
        opened.slack.clock.jump_to(MONDAY_NINE + timedelta(minutes=1))
        opened.course.keep_up()
        opened.course.deliver()
        assert len(since(opened, "invordering", MONDAY_NINE)) == 1

    def test_after_six_weeks_nearly_fifteen_hundred_questions_were_asked_and_life_goes_on(self, opened: Demo) -> None:
        moves_to(opened, BEGIN + timedelta(days=5))
        with opened.kb.store.reading() as data:
            asked = len(data.questions())
            found = [one for one in data.signals(since=BEGIN) if "pmd" in one.title.lower()]
        assert 1450 < asked <= 1500, "of these, only who had a reason asked: some causes were taken away"
        assert any(one.department == "afval-openbare-ruimte" for one in found), "the burst nobody wrote about"
        moves_to(opened, BEGIN + timedelta(days=14))
        with opened.kb.store.reading() as data:
            assert len(data.questions(since=BEGIN + timedelta(days=5))) > 150
        assert [one.split(" ·")[0] for one in since(opened, "weekoverzicht", BEGIN)] == [
            "*Week 18", "*Week 19"
        ]  # fmt: skip

    def test_nobody_one_can_act_as_asks_of_their_own_accord(self, opened: Demo, content: Content) -> None:
        asked = opened.course._traffic.between(BEGIN, BEGIN + timedelta(weeks=8))
        assert {one.asker for _, one in asked}.isdisjoint({person.id for person in content.acting})


class TestGoingOn:
    def test_starting_again_continues_where_it_stopped_and_says_nothing_twice(
        self, folder: Path, demo_encoder: Encoder
    ) -> None:
        with demo(folder, encoder=demo_encoder, ticking=False) as first:
            first.slack.person("sanne").types("Goedemorgen", channel="klantcontact")
            moves_to(first, MONDAY_NINE + timedelta(hours=1))
            before, stopped = everything(first), first.slack.clock.now()
        with demo(folder, encoder=demo_encoder, ticking=False) as again:
            assert stopped <= again.slack.clock.now() < stopped + timedelta(minutes=1)
            again.course.keep_up()
            again.course.deliver()
            assert everything(again) == before
            assert texts(again, "klantcontact")[-1] == "Goedemorgen"

    def test_the_past_is_lived_again_only_when_it_broke_off_or_fresh_is_asked_for(
        self, lived: Path, tmp_path: Path
    ) -> None:
        """And then nothing of it is left; that it is lived after one that broke off, the fixture `lived` shows."""

        def copy(name: str) -> Path:
            return Path(shutil.copytree(lived, tmp_path / name))

        whole, broken, old = copy("whole"), copy("broken"), copy("old")
        assert not is_to_begin(whole, fresh=False)
        assert (whole / DATABASE).read_bytes() == (lived / DATABASE).read_bytes()
        (broken / SLACK).unlink()
        assert is_to_begin(broken, fresh=False)
        assert is_to_begin(old, fresh=True)
        for folder in (broken, old):
            assert not any((folder / name).exists() for name in FILES)

    def test_a_second_one_in_the_same_folder_is_refused(self, opened: Demo, folder: Path) -> None:
        before = everything(opened)
        with pytest.raises(Running), demo(folder, fresh=True):
            pass
        assert everything(opened) == before

    def test_a_port_that_is_taken_is_said_and_another_one_used(
        self, opened: Demo, lived: Path, tmp_path: Path, demo_encoder: Encoder, capsys: pytest.CaptureFixture[str]
    ) -> None:
        taken = int(opened.slack.page_url.rstrip("/").rsplit(":", 1)[1])
        other = shutil.copytree(lived, tmp_path / "other")
        with demo(Path(other), taken, encoder=demo_encoder, ticking=False) as second:
            assert second.slack.page_url != opened.slack.page_url
        assert f"port {taken} is taken" in capsys.readouterr().err
