"""`kb agenda`: the agenda of a service meeting as Markdown, the same bytes every time; and configure's new settings."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.model import Question, Topic
from storage import open_store
from tests.test_cli import Kb, folder, kb  # noqa: F401 - fixtures

SETUP = """\
departments:
  - {key: belastingen, name: Belastingen, channel: C0BELASTINGEN}
top_tasks:
  - {key: betalen, name: Betalen, owner: U0SANNE, departments: [belastingen]}
"""


def asked(folder: Path, count: int, text: str) -> None:  # noqa: F811
    """So many colleagues asked this, last month."""
    at = datetime.now(UTC).replace(day=1, hour=12) - timedelta(days=3)
    store = open_store(f"sqlite:///{folder / 'kb.sqlite'}")
    with store.writing() as unit:
        topic = unit.add_topic(Topic(title=text, named=True, department="belastingen", created_at=at))
        for n in range(count):
            unit.add_question(Question(text=text, asked_at=at, pseudonym=f"p{n}", topic=topic.id))
    store.close()


@pytest.fixture
def town(kb: Kb, folder: Path) -> Kb:  # noqa: F811
    (folder / "town.yml").write_text(SETUP)
    assert kb("configure", "town.yml").code == 0
    return kb


def test_it_is_written_again_as_it_was_to_the_byte(town: Kb, folder: Path) -> None:  # noqa: F811
    asked(folder, 4, "betalingsregeling")
    first = town("agenda", "--task", "betalen")
    assert first.code == 0
    assert first.out.startswith("# Agenda toptaakoverleg: Betalen\n")
    assert "- **betalingsregeling** · Belastingen: 4 vragen van collega's" in first.out
    asked(folder, 9, "aanmaning")
    assert town("agenda", "--task", "betalen").out == first.out
    month = datetime.now(UTC).strftime("%Y-%m")
    ended = town("agenda", "--task", "betalen", "--month", month, "--out", "agendas")
    path = Path("agendas") / f"agenda-betalen-{month}.md"
    assert (ended.out, ended.err) == ("", f"wrote {path}\n")
    assert (folder / path).read_text(encoding="utf-8") == first.out


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--task", "betale"), 2, "did you mean betalen?"),
        (("--task", "xyzzy"), 2, "there are: betalen"),
        (("--task", "betalen", "--month", "2126-05"), 2, "not in the future"),
        (("--task", "betalen", "--month", "mei"), 2, "write the month as 2026-05"),
        ((), 2, "--task"),
    ],
)
def test_what_cannot_be_is_said_in_plain_words(town: Kb, arguments: tuple[str, ...], code: int, said: str) -> None:
    ended = town("agenda", *arguments)
    assert (ended.code, ended.out) == (code, "")
    assert said in ended.err


def test_wrong_days_and_hours_are_named_with_their_line(kb: Kb, folder: Path) -> None:  # noqa: F811
    (folder / "town.yml").write_text(
        "departments:\n"
        "  - key: permits\n"
        "    name: Permits\n"
        "    working_days: [mon, fryday]\n"
        "    opens: 18:00\n"
        "    closes: 8:00\n"
        "    closed:\n"
        "      - 24-12-2026\n"
        "    country: ZZ\n"
        "effort:\n"
        "  phone: 8\n"
        "  fone: 8\n"
    )
    lines = kb("configure", "town.yml").err.splitlines()
    assert [line.partition(",")[2].partition(":")[0].strip() for line in lines] == [
        "line 4",
        "line 6",
        "line 8",
        "line 9",
        "line 12",
    ]
    assert "did you mean friday?" in lines[0] and "has to be later than opens (18:00)" in lines[1]
    assert "YYYY-MM-DD" in lines[2] and "did you mean phone?" in lines[4]
