"""`kb digest`: any week again, the same each time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.cli import digesting
from bot.domain.digest_weeks import earlier, key_of, week
from bot.model import Department, Organisation, Outcome, Question, Topic, TopTask
from storage import open_store
from tests.test_cli import Kb, folder, kb  # noqa: F401

ZONE = ZoneInfo("Europe/Amsterdam")
NOW = datetime.now(UTC)  # the command's clock is the machine's
THIS = key_of(NOW.astimezone(ZONE).date())
LAST = earlier(THIS, 1)


@pytest.fixture
def town(folder: Path) -> Path:  # noqa: F811
    """Two departments; last week eleven colleagues asked about one."""
    store = open_store(f"sqlite:///{folder / 'kb.sqlite'}")
    with store.writing() as unit:
        unit.save_organisation(
            Organisation(
                departments=(Department(key="taxes", name="Taxes", language="en"), Department(key="permits", name="P")),
                top_tasks=(TopTask(key="pay", name="Pay", departments=("taxes", "permits")),),
            )
        )
        topic = unit.add_topic(Topic(title="reminder", department="taxes", created_at=NOW)).id
        for number in range(11):
            at = week(LAST, ZONE).start + timedelta(hours=30 + number)
            outcome = Outcome.HELPED if number % 2 else Outcome.NOT_HELPED
            asked = {"asked_at": at, "asker": "U0SANNE", "pseudonym": f"p{number}", "topic": topic, "outcome": outcome}
            unit.add_question(Question(text=f"is the date right {number}", **asked))  # type: ignore[arg-type]
    store.close()
    return folder


def test_a_week_is_written_again_byte_for_byte(kb: Kb, town: Path) -> None:  # noqa: F811
    first = kb("digest", "--department", "taxes", "--week", LAST, "--out", "digests")
    files = [town / "digests" / f"{LAST}-taxes{end}" for end in (".md", ".png")]
    assert (first.code, first.out.split()) == (0, [f"digests/{file.name}" for file in files])
    before = [file.read_bytes() for file in files]
    text = before[0].decode()
    assert text.startswith(f"# Week {int(LAST[-2:])} · Taxes") and "11 questions from 11 colleagues." in text
    assert f"]({LAST}-taxes.png)" in text and "U0SANNE" not in text
    _somebody_asks_late(town)
    assert kb("digest", "--department", "taxes", "--week", LAST, "--out", "digests").code == 0
    assert [file.read_bytes() for file in files] == before
    assert kb("digest", "--department", "taxes").out in text.replace(_picture(text), "")


def test_all_digests_of_a_week_are_of_the_same_facts(kb: Kb, town: Path) -> None:  # noqa: F811
    assert "11 vragen" in kb("digest", "--task", "pay", "--week", LAST).out
    _somebody_asks_late(town)
    assert "11 vragen" in kb("digest", "--all", "--week", LAST).out


def test_a_week_long_ago_is_a_quiet_one(kb: Kb, town: Path) -> None:  # noqa: F811
    assert kb("digest", "--department", "taxes", "--week", "2000-W01").code == 0


def test_a_chart_that_cannot_be_drawn_leaves_nothing_half(
    kb: Kb,  # noqa: F811
    town: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(chart: object) -> bytes:
        raise OSError("no font")

    monkeypatch.setattr(digesting, "draw", broken)
    ended = kb("digest", "--department", "taxes", "--week", LAST, "--out", "digests")
    assert (ended.code, ended.out) == (1, "") and "no font" in ended.err
    assert not (town / "digests").exists()


def test_a_quiet_week_is_one_line(kb: Kb, town: Path) -> None:  # noqa: F811
    ended = kb("digest", "--department", "permits", "--week", LAST, "--out", ".")
    assert ended.out == f"{LAST}-permits.md\n"
    assert "niets open" in (town / f"{LAST}-permits.md").read_text(encoding="utf-8").split("\n")[0]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--department", "taxes", "--week", THIS), 2, "is not over yet; its digest can be written from"),
        (("--department", "taxes", "--week", "9"), 2, "Write one like 2026-W09"),
        (("--department", "taxes", "--week", "2026-W60"), 2, "Write one like 2026-W09"),
        (("--department", "taxes", "--week", "0001-W01"), 2, "Write one like 2026-W09"),
        (("--department", "taxes", "--week", "9999-W52"), 2, "Write one like 2026-W09"),
        (("--department", "taxs", "--week", LAST), 2, "did you mean taxes?"),
        (("--task", "xyz", "--week", LAST), 2, "there are: pay"),
        (("--week", LAST), 2, "say which digest"),
        (("--all", "--task", "pay", "--week", LAST), 2, "say which digest"),
    ],
)
def test_what_cannot_be_written_is_said_with_what_to_do(
    kb: Kb,  # noqa: F811
    town: Path,
    arguments: tuple[str, ...],
    code: int,
    said: str,
) -> None:
    ended = kb("digest", *arguments)
    assert (ended.code, ended.out) == (code, "")
    assert said in ended.err


def _somebody_asks_late(town: Path) -> None:
    store = open_store(f"sqlite:///{town / 'kb.sqlite'}")
    with store.writing() as unit:
        unit.add_question(
            Question(text="late", asked_at=week(LAST, ZONE).start + timedelta(hours=50), pseudonym="late")
        )
    store.close()


def _picture(text: str) -> str:
    """The line of the chart, and the empty one behind it."""
    return next(line for line in text.split("\n") if line.startswith("![")) + "\n\n"
