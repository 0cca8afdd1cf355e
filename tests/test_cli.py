"""The command line: exit codes 0, 1 and 2; results on stdout, the rest on stderr; never a traceback."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from bot.cli import COMMANDS, run
from bot.cli.running import clock_from
from bot.config import Settings
from bot.errors import BadSettings
from bot.model import OutboxMessage, OutboxState, Question, Synonym
from bot.sandbox import Sandbox
from storage import open_store

ROOT = Path(__file__).parents[1]
SETUP = """\
departments:
  - key: belastingen
    name: Belastingen
    channel: C0BELASTINGEN
    members: [U0SANNE]
    signal_times: [09:00, 14:00]
    digest_time: 9:00
  - {key: balie, name: Balie}
admins: [U0SANNE]
digest_channel: C0BELASTINGEN
mask:
  keep: [14 010]
"""


class Ended(NamedTuple):
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str


Kb = Callable[..., Ended]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, with an environment in which only the database is set."""
    for name in list(os.environ):
        if name.startswith(("KB_", "SLACK_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("KB_DATABASE_URL", f"sqlite:///{tmp_path / 'kb.sqlite'}")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def kb(folder: Path, capsys: pytest.CaptureFixture[str]) -> Kb:
    """Runs a command in this process."""

    def ran(*arguments: str) -> Ended:
        code = run(arguments)
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return Ended(code, said.out, said.err)

    return ran


@pytest.fixture
def slack(monkeypatch: pytest.MonkeyPatch, folder: Path) -> Iterator[Sandbox]:
    """A stand-in for Slack, that the environment points at."""
    with Sandbox(ROOT / "manifest.yml") as sandbox:
        sandbox.add_person("sanne")
        sandbox.add_channel("belastingen", ["sanne"])
        monkeypatch.setenv("SLACK_BOT_TOKEN", sandbox.bot_token)
        monkeypatch.setenv("SLACK_APP_TOKEN", sandbox.app_token)
        monkeypatch.setenv("SLACK_API_URL", sandbox.api_url)
        yield sandbox


# ---------------------------------------------------------------- usage


@pytest.mark.parametrize("name", [name for name, _, _ in COMMANDS])
def test_every_command_has_help_with_examples(kb: Kb, name: str) -> None:
    ended = kb(name, "--help")
    assert ended.code == 0
    assert "Examples:" in ended.out
    assert f"kb {name}" in ended.out


@pytest.mark.parametrize(
    "arguments", [("nonsense",), ("configure",), ("configure", "absent.yml"), ("export", "--what")]
)
def test_wrong_usage_is_2_and_said_on_stderr(kb: Kb, arguments: tuple[str, ...]) -> None:
    ended = kb(*arguments)
    assert (ended.code, ended.out) == (2, "")
    assert "Error" in ended.err


def test_wrong_settings_are_2_and_all_listed(kb: Kb, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KB_TIMEZONE", "Mars")
    monkeypatch.setenv("SLACK_BOT_TOKEN", "nonsense")
    ended = kb("serve")
    assert (ended.code, ended.out) == (2, "")
    assert [line.split()[1] for line in ended.err.splitlines()] == ["SLACK_BOT_TOKEN", "KB_TIMEZONE", "SLACK_APP_TOKEN"]
    assert [line.split()[1] for line in kb("export").err.splitlines()] == ["KB_TIMEZONE"], "export needs no tokens"


def test_a_database_that_does_not_answer_is_1(kb: Kb, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setenv("KB_DATABASE_URL", f"sqlite:///{folder}/nowhere/kb.sqlite")
    ended = kb("export")
    assert ended.code == 1
    assert "the database does not answer" in ended.err


def test_a_file_that_cannot_be_written_is_1(kb: Kb) -> None:
    ended = kb("export", "--out", "nowhere/entries.jsonl")
    assert ended.code == 1
    assert "nowhere" in ended.err


# ---------------------------------------------------------------- configure


def test_configure_says_what_it_changed_and_the_second_time_nothing(kb: Kb, folder: Path) -> None:
    (folder / "town.yml").write_text(SETUP)
    ended = kb("configure", "town.yml")
    assert ended == Ended(
        0,
        "department:belastingen: added\ndepartment:balie: added\norganisation: admins: (none) -> U0SANNE\n"
        "organisation: digest_channel: (none) -> C0BELASTINGEN\n"
        "organisation: mask.keep: (none) -> 14 010\n",
        "",
    )
    assert kb("configure", "town.yml") == Ended(0, "nothing changed\n", "")
    (folder / "town.yml").write_text(SETUP.replace("14:00", '"15:30"').replace("  - {key: balie, name: Balie}\n", ""))
    ended = kb("configure", "town.yml", "--json")
    assert [json.loads(line) for line in ended.out.splitlines()] == [
        {
            "type": "change", "subject": "department:belastingen", "what": "signal_times", "old": "09:00, 14:00",
            "new": "09:00, 15:30",
        },
        {"type": "change", "subject": "department:balie", "what": "archived", "old": "", "new": ""},
    ]  # fmt: skip


def test_configure_names_file_and_line_of_every_problem_and_changes_nothing(kb: Kb, folder: Path) -> None:
    (folder / "town.yml").write_text(
        SETUP.replace("C0BELASTINGEN", '"#belastingen"', 1)
        .replace("09:00, ", "09:00, 25:00, ")
        .replace("admins", "admin")
    )
    ended = kb("configure", "town.yml")
    assert (ended.code, ended.out) == (2, "")
    lines = ended.err.splitlines()
    assert [line.split(":")[1].strip() for line in lines] == [
        "town.yml, line 4",
        "town.yml, line 6",
        "town.yml, line 9",
    ]
    assert "expected a Slack channel id" in lines[0]
    assert "expected a time of day as HH:MM" in lines[1]
    assert "did you mean admins?" in lines[2]
    assert not kb("doctor").out.count("no departments yet"), "the database was not even made"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "expected departments"),
        ("departments: [", "no YAML"),
        ("- a\n- b\n", "expected keys with values"),
        ("a: &a [*a]\n", "refers to itself"),
        ("admins: [U1]\nadmins: [U2]\n", "twice"),
        ("digest_channel: #overzicht", "begins a comment"),
        ("departments: x", "expected a list"),
        ("admins: U1", "expected a list"),
    ],
)
def test_configure_refuses_what_is_no_setup(kb: Kb, folder: Path, text: str, said: str) -> None:
    (folder / "town.yml").write_text(text)
    ended = kb("configure", "town.yml")
    assert ended.code == 2
    assert said in ended.err
    assert "town.yml" in ended.err


def test_synonyms_come_from_the_file_and_are_named_with_their_line_when_they_cannot_be(kb: Kb, folder: Path) -> None:
    (folder / "town.yml").write_text("synonyms:\n  BTR: betalingsregeling\n  ER: eigen risico\n")
    ended = kb("configure", "town.yml")
    assert ended.out == ("synonym:BTR: means: (none) -> betalingsregeling\nsynonym:ER: means: (none) -> eigen risico\n")
    assert kb("configure", "town.yml").out == "nothing changed\n"
    (folder / "town.yml").write_text("synonyms:\n  BTR: betalingsregeling\n  er: eigen risico\n")
    ended = kb("configure", "town.yml")
    assert (ended.code, ended.out) == (2, "")
    assert "town.yml, line 3: synonyms.er: “er” is an ordinary word" in ended.err


def test_synonyms_added_in_slack_go_into_the_file_as_they_are_exported(kb: Kb, folder: Path) -> None:
    store = open_store(f"sqlite:///{folder / 'kb.sqlite'}")
    with store.writing() as unit:
        for term, means in (("BTR", "betalingsregeling"), ('de "blauwe": brief', "aanmaning é")):
            unit.add_synonym(Synonym(term=term, means=means), datetime.now(UTC))
    store.close()
    assert kb("export", "--synonyms", "--out", "synonyms.yml").code == 0
    ended = kb("configure", "synonyms.yml")
    assert ended.out == (
        'synonym:BTR: means: (none) -> betalingsregeling\nsynonym:de "blauwe": brief: means: (none) -> aanmaning é\n'
    )


def test_times_are_read_as_typed_quoted_or_not(kb: Kb, folder: Path) -> None:
    (folder / "town.yml").write_text(SETUP.replace("[09:00, 14:00]", "[8:05, \"10:00\", '14:30', 23:59]"))
    assert kb("configure", "town.yml").code == 0
    with open_store(f"sqlite:///{folder / 'kb.sqlite'}").reading() as data:
        times = data.organisation().departments[0].signal_times
    assert [f"{at:%H:%M}" for at in times] == ["08:05", "10:00", "14:30", "23:59"]


# ---------------------------------------------------------------- import and export


def test_what_was_exported_comes_back_to_the_byte(kb: Kb, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "faq.csv").write_bytes(
        "title;body\r\nCafé open?;Ja; tot vijf uur\r\n".replace("Ja; ", "Ja, ").encode("cp1252")
    )
    ended = kb("import", "faq.csv")
    assert (ended.code, ended.out) == (0, "1 entry imported, 0 were there\n")
    assert "encoded 1" in ended.err
    first = kb("export")
    row = json.loads(first.out)
    assert (next(iter(row)), row["title"], row["author"]) == ("type", "Café open?", None)
    assert kb("export", "--out", "entries.jsonl").out == ""
    assert (folder / "entries.jsonl").read_text() == first.out

    monkeypatch.setenv("KB_DATABASE_URL", f"sqlite:///{folder / 'other.sqlite'}")
    assert (
        kb("import", "entries.jsonl", "--json").out
        == '{"type": "import", "line": 1, "what": "added", "number": 1, "was": 1}\n'
    )
    assert kb("export").out == first.out
    assert kb("import", "entries.jsonl").out == "nothing changed\n"
    assert kb("export").out == first.out


def test_rows_written_by_hand_are_masked_and_an_export_stays_what_it_was(
    kb: Kb, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "own.yml").write_text("mask:\n  keep: ['088 123 45 67']\n")
    kb("configure", "own.yml")
    row = {"kind": "tip", "title": "Bel 088 123 45 67, of hem op 06-12345678", "phrasings": ["06-12345678"]}
    (folder / "in.jsonl").write_text(json.dumps(row))
    assert "line 1: a customer's data was masked" in kb("import", "in.jsonl").err
    assert kb("import", "in.jsonl").out == "nothing changed\n"
    first = kb("export").out
    assert json.loads(first)["title"] == "Bel 088 123 45 67, of hem op [phone]"
    assert [one["text"] for one in json.loads(first)["phrasings"]] == [
        "[phone]",
        "Bel 088 123 45 67, of hem op [phone]",
    ]

    (folder / "out.jsonl").write_text(first)
    monkeypatch.setenv("KB_DATABASE_URL", f"sqlite:///{folder / 'other.sqlite'}")  # where nothing is kept yet
    assert "line 1: perhaps holds a customer's data" in kb("import", "out.jsonl").err
    assert kb("export").out == first


def test_an_import_is_all_or_nothing(kb: Kb, folder: Path) -> None:
    good = {"type": "entry", "kind": "tip", "title": "Goed"}
    (folder / "in.jsonl").write_text(f'{json.dumps(good)}\n\n{{"type": "entry"}}\nno json\n[1]\n')
    ended = kb("import", "in.jsonl")
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.splitlines() == [
        "in.jsonl, line 3, kind: is missing",
        "in.jsonl, line 3, title: is missing",
        "in.jsonl, line 4: this is no JSON: expected one object a line",
        'in.jsonl, line 5: expected an object, such as {"type": "entry", "kind": "tip", ...}',
        "kb: nothing was imported: 4 problems",
    ]
    assert kb("export").out == ""


def test_a_number_that_was_taken_is_said(kb: Kb, folder: Path) -> None:
    row = {"type": "entry", "number": 1, "kind": "tip", "created_at": "2026-01-01T00:00:00Z"}
    (folder / "a.jsonl").write_text(json.dumps({**row, "title": "Eerste"}))
    (folder / "b.jsonl").write_text(json.dumps({**row, "title": "Tweede", "created_at": "2026-01-02T00:00:00Z"}))
    kb("import", "a.jsonl")
    assert "#1 is another entry here: imported as #2 Tweede" in kb("import", "b.jsonl").out


def test_a_json_array_and_a_csv_without_its_columns_are_explained(kb: Kb, folder: Path) -> None:
    (folder / "array.json").write_text('[{"type": "entry"}]')
    assert "one object a line" in kb("import", "array.json").err
    (folder / "no.csv").write_text("vraag,antwoord\na,b\n")
    ended = kb("import", "no.csv")
    assert ended.code == 1
    assert "no.csv, line 1, title: this column is missing" in ended.err


def test_contact_records_and_past_questions_come_in_once(kb: Kb, folder: Path) -> None:
    rows = "datum;kanaal;onderwerp;aantal;naam\n" + "1-5-2026;tel;Kwijtschelding aanvragen;2;x\n" * 2
    (folder / "contacts.csv").write_text(rows + "1-5-2026;fax;;1;x\n")
    ended = kb("import", "contacts.csv", "--contacts")
    assert ended.out == (
        "3 records imported, 0 were there: 5 customers, in 1 topic (1 of them new); 1 customer in no topic\n"
    )
    assert "contacts.csv: not read: naam\ncontacts.csv: counted as channel other: fax\n" in ended.err
    assert kb("import", "contacts.csv", "--contacts").out == "nothing changed: 3 records were there\n"
    asked = {"id": 1, "at": "2026-05-01T09:00:00Z", "asker": "U1", "text": "wat is kwijtschelding", "lang": "nl"}
    (folder / "past.jsonl").write_text(f"{json.dumps(asked)}\n{{}}\n")
    ended = kb("import", "past.jsonl", "--questions")
    assert (ended.code, ended.out) == (1, "")
    assert "past.jsonl, line 2, at: is missing" in ended.err
    assert "kb: nothing was imported: 3 problems; --skip-bad leaves such rows out" in ended.err
    ended = kb("import", "past.jsonl", "--questions", "--skip-bad", "--json")
    assert json.loads(ended.out) == {
        "type": "questions", "added": 1, "there": 0, "topics": 1, "opened": 1, "left_out": 1,
    }  # fmt: skip


def test_an_import_is_of_one_kind(kb: Kb, folder: Path) -> None:
    (folder / "in.csv").write_text("title;body\na;b\n")
    assert kb("import", "in.csv", "--contacts", "--questions").code == 2
    assert kb("import", "in.csv", "--skip-bad").code == 2


# ---------------------------------------------------------------- run-due


def test_run_due_sends_what_is_ready_for_real(kb: Kb, folder: Path, slack: Sandbox) -> None:
    store = open_store(f"sqlite:///{folder / 'kb.sqlite'}")
    now = datetime.now(UTC)
    with store.writing() as unit:
        question = unit.add_question(Question(text="wanneer komt de container", asked_at=now))
        for key in ("a", "b"):
            payload = {"question": question.id, "language": "nl"}
            unit.enqueue(OutboxMessage(key=key, kind="answer", to="C0BELASTINGEN", payload=payload, created_at=now))
    store.close()
    ended = kb("run-due")
    assert ended.code == 0, ended.err
    assert len([one for one in slack.messages("belastingen") if one.has("container")]) == 2
    with store.reading() as data:
        states = [found.state for key in ("a", "b") if (found := data.outbox(key))]
    assert states == [OutboxState.SENT, OutboxState.SENT]


def test_run_due_prints_a_line_a_job_and_does_it_once(kb: Kb, folder: Path, slack: Sandbox) -> None:
    (folder / "town.yml").write_text(SETUP)
    kb("configure", "town.yml")
    first = kb("run-due", "--at", "2030-01-07T09:00")  # a Monday
    assert first.code == 0, first.err
    assert "signals:belastingen 2030-01-07T09:00" in first.out
    assert "digest" in first.out
    again = kb("run-due", "--at", "2030-01-07T09:00")
    assert (again.code, again.out) == (0, "")
    assert "nothing is due" in again.err


def test_a_future_is_only_for_a_stand_in(kb: Kb, slack: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SLACK_API_URL")
    ended = kb("run-due", "--at", "2190-01-07T09:00")
    assert (ended.code, ended.out) == (2, "")
    assert "in the future" in ended.err
    assert kb("run-due", "--at", "tomorrow").code == 2


def test_a_time_without_an_offset_is_in_the_towns_own_zone() -> None:
    settings = Settings(kb_timezone="Europe/Amsterdam", slack_api_url="", _env_file=None)  # type: ignore[call-arg]
    now = datetime(2026, 5, 4, 7, 0, 5, tzinfo=UTC)
    moments = iter([now, now, now + timedelta(seconds=3)])
    clock = clock_from("2026-05-04T09:00", settings, lambda: next(moments))
    assert clock() == datetime(2026, 5, 4, 7, 0, 3, tzinfo=UTC), "and from there it goes on"
    with pytest.raises(BadSettings):
        clock_from("2026-05-04T09:00:06+02:00", settings, lambda: now)


# ---------------------------------------------------------------- serve


class Serving:
    """`kb serve` in a process of its own."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self.log = folder / "serve.log"
        with self.log.open("w") as file:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "bot.cli", "serve"],
                env={**os.environ, "PYTHONPATH": str(ROOT), "KB_LOG_JSON": "true", **environment},
                cwd=folder,
                stdout=subprocess.PIPE,
                stderr=file,
            )

    def lines(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.log.read_text().splitlines()]

    def ends(self, within: float) -> int:
        try:
            return self.process.wait(within)
        finally:
            self.process.kill()


def test_serve_logs_a_line_an_interaction_without_its_text_and_drains_on_sigterm(folder: Path, slack: Sandbox) -> None:
    serving = Serving(folder)
    try:
        slack.wait_connected(30, connections=2)
        sanne = slack.person("sanne")
        sanne.types("/kb tip Geheimzinnige tekst over afval")
        sanne.sees("Opgeslagen als tip")
        began = time.monotonic()
        serving.process.send_signal(signal.SIGTERM)
        assert serving.ends(10) == 0
        assert time.monotonic() - began < 10
    finally:
        serving.process.kill()
    handled = [line for line in serving.lines() if line["event"] == "handled"]
    assert [(line["kind"], line["what"], line["level"]) for line in handled] == [("command", "/kb", "info")]
    assert "Geheimzinnige" not in serving.log.read_text()
    assert serving.process.stdout is not None
    assert serving.process.stdout.read() == b""


@pytest.mark.parametrize("name", ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"])
def test_serve_says_which_token_slack_refuses(folder: Path, slack: Sandbox, name: str) -> None:
    serving = Serving(folder, **{name: "xoxb-wrong" if "BOT" in name else "xapp-wrong"})
    assert serving.ends(30) == 2
    assert f"kb: Slack refuses {name} (invalid_auth)" in serving.log.read_text()


def test_serve_says_that_slack_cannot_be_reached(folder: Path, slack: Sandbox) -> None:
    serving = Serving(folder, SLACK_API_URL="http://127.0.0.1:9/api/")
    assert serving.ends(30) == 1
    assert "kb: Slack cannot be reached at http://127.0.0.1:9/api/" in serving.log.read_text()
    assert "Traceback" not in serving.log.read_text()
