"""`kb eval`: a line a matcher, a table, a learning curve; what is wrong is one line, and nothing is left behind."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from bot.cli import run
from bot.cli.throwaway import alone
from bot.config import Settings
from bot.model import Kind
from bot.services.answering import ask
from bot.services.entry_rows import EntryIn, Incoming
from bot.services.exchanging import store_entries
from bot.services.reacting import helped
from storage import open_store

WAYS = {
    "afval": ("container niet geleegd", "mijn container is vergeten", "de container staat er nog", "container vol"),
    "reis": ("paspoort aanvragen", "hoe vraag ik een paspoort aan", "nieuw paspoort nodig", "paspoort verlopen"),
    "trouw": ("trouwen op het stadhuis", "wij willen trouwen", "datum om te trouwen", "trouwen kosten"),
}
ASKED = (("container vergeten te legen", "afval"), ("paspoort vernieuwen", "reis"), ("wie wint vanavond", "oos"))
KEYS = ["hit@1", "hit@3", "mrr", "ms_p50", "ms_p99", "coverage@90", "auroc", "correct@10fa"]
ON_SCREEN = ["hit@1", "hit@3", "mrr", "auroc", "correct@10fa", "coverage@90", "ms_p50", "ms_p99"]


class Ended(NamedTuple):
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str


Kb = Callable[..., Ended]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, with its own place for temporary files."""
    for name in list(os.environ):
        if name.startswith(("KB_", "SLACK_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("KB_DATABASE_URL", f"sqlite:///{tmp_path / 'kb.sqlite'}")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def kb(folder: Path, capsys: pytest.CaptureFixture[str]) -> Kb:
    """Runs a command in this process."""

    def ran(*arguments: str) -> Ended:
        code = run(arguments)
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        assert list((folder / "tmp").glob("kb-measure-*")) == [], "what it measured on is still there"
        return Ended(code, said.out, said.err)

    return ran


@pytest.fixture
def file(folder: Path) -> Path:
    rows = [(text, label, "train") for label, texts in WAYS.items() for text in texts]
    rows += [(text, label, "test") for text, label in ASKED]
    lines = (json.dumps({"text": t, "label": label, "split": split, "lang": "nl"}) for t, label, split in rows)
    path = folder / "town.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_json_is_a_line_a_matcher_kb_first(kb: Kb, file: Path) -> None:
    ended = kb("eval", "town.jsonl", "--k", "2", "--json", "--against", "sqlite-fts5", "--against", "char-tfidf")
    assert ended.code == 0, ended.err
    rows = [json.loads(line) for line in ended.out.splitlines()]
    assert [row["matcher"] for row in rows] == ["kb", "sqlite-fts5", "char-tfidf"]
    for row in rows:
        assert list(row) == ["file", "k", "matcher", *KEYS]
        assert (row["file"], row["k"]) == ("town.jsonl", 2)
    assert rows[0]["hit@1"] == 1.0
    assert "# town.jsonl: 3 entries, 6 phrasings, 3 questions (1 oos), k=2" in ended.err


def test_without_json_it_is_a_table_and_says_how_far_a_fitting_answer_can_be_believed(kb: Kb, file: Path) -> None:
    ended = kb("eval", "town.jsonl", "--against", "rapidfuzz-token-set")
    assert ended.code == 0, ended.err
    lines = [line.split() for line in ended.out.splitlines()]
    assert lines[0] == ["matcher", *ON_SCREEN]
    assert [line[0] for line in lines[1:3]] == ["kb", "rapidfuzz-token-set"]
    assert "shown as fitting  answers  right  said  true" in ended.out
    assert "answers shown as fitting" in ended.out
    assert "Of 2 questions that an entry answers" in ended.out
    assert "Of 1 questions that none answers 0 were shown something as fitting." in ended.out


def test_nothing_of_the_installation_is_changed_or_made(kb: Kb, file: Path, folder: Path) -> None:
    before = sorted(folder.rglob("*"))
    assert kb("eval", "town.jsonl", "--json").code == 0
    assert sorted(folder.rglob("*")) == before, "no database, no secret"


def test_a_team_measures_on_its_own_export(kb: Kb, folder: Path) -> None:
    _a_used_base(folder)
    assert kb("export", "--questions", "--out", "questions.jsonl").code == 0
    ended = kb("eval", "questions.jsonl", "--json")
    assert ended.code == 0, ended.err
    row = json.loads(ended.out)
    assert (row["file"], row["matcher"]) == ("questions.jsonl", "kb")
    assert row["hit@1"] == 1.0
    assert "2 entries" in ended.err
    assert "2 questions (0 oos)" in ended.err


def _a_used_base(folder: Path) -> None:
    """Two entries, each confirmed to answer two questions: the newer of which is what an export asks."""
    now = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
    store = open_store(f"sqlite:///{folder / 'kb.sqlite'}")
    context = alone(store, Settings(_env_file=None), None)  # type: ignore[call-arg]
    titles = ("Paspoort aanvragen", "Container niet geleegd")
    rows = [Incoming(i, EntryIn(kind=Kind.TIP, title=title, body="Zo."), f"row:{i}") for i, title in enumerate(titles)]
    passport, container = (imported.number for imported in store_entries(store, rows, now))
    for text, entry in (
        ("hoe moet ik een paspoort aanvragen", passport),
        ("mijn container is niet geleegd", container),
        ("paspoort aanvragen voor mijn kind", passport),
        ("container alweer niet geleegd", container),
    ):
        now += timedelta(minutes=1)
        helped(context, ask(context, "USANNE", text, now).question.id, entry, "USANNE", now)
    store.close()


def test_topics_are_one_line_train_and_test_rows_alike_and_never_oos(kb: Kb, file: Path) -> None:
    ended = kb("eval", "--topics", "town.jsonl", "--json")
    assert ended.code == 0, ended.err
    row = json.loads(ended.out)
    assert list(row) == ["file", "matcher", "questions", "labels", "groups", "ari", "v", "ms", "peak_mb"]
    assert (row["file"], row["questions"], row["labels"]) == ("town.jsonl", 14, 3)
    assert row["ari"] > 0.3 and row["v"] > 0.5 and row["groups"] > 1
    assert "# town.jsonl: 14 questions, 3 labels" in ended.err


def test_topics_are_a_table_too_and_the_limit_takes_those_with_the_smallest_sha256(kb: Kb, file: Path) -> None:
    ended = kb("eval", "--topics", "town.jsonl", "--limit", "9")
    assert ended.code == 0, ended.err
    head, row = (line.split() for line in ended.out.splitlines()[:2])
    assert head == ["questions", "labels", "groups", "ari", "v", "ms", "peak_mb"]
    assert row[0] == "9"


def test_the_learning_curve_is_a_line_a_checkpoint(kb: Kb, file: Path) -> None:
    ended = kb("eval", "town.jsonl", "--k", "1", "--learn", "--json")
    assert ended.code == 0, ended.err
    rows = [json.loads(line) for line in ended.out.splitlines()]
    assert [list(row) for row in rows] == [["questions", "hit@1", "hit@1_off"]] * 2
    assert [row["questions"] for row in rows] == [0, 9], "twelve train rows, three of which are phrasings"
    assert rows[0]["hit@1_off"] == rows[1]["hit@1_off"] <= rows[1]["hit@1"]


def test_the_learning_curve_is_drawn(kb: Kb, file: Path, folder: Path) -> None:
    ended = kb("eval", "town.jsonl", "--k", "1", "--learn", "--picture", "learning.png")
    assert ended.code == 0, ended.err
    assert ended.out.split()[:4] == ["questions", "hit@1", "learning", "off"]
    assert (folder / "learning.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("gone.jsonl",), "gone.jsonl cannot be read: No such file or directory"),
        (("town.jsonl", "--k", "0"), "town.jsonl gives no entries: with k=0 a companion town.faq.jsonl is needed"),
        (("town.jsonl", "--against", "lucene"), "--against lucene: there are rapidfuzz-wratio,"),
        (("town.jsonl", "--picture", "x.png"), "--picture draws the learning curve: it needs --learn"),
        (("town.jsonl", "--learn", "--picture", "x.gif"), "expected a name that ends in .png"),
        (("town.jsonl", "--learn", "--picture", "no/x.png"), "there is no such folder"),
        (("town.jsonl", "--learn", "--against", "char-tfidf"), "ask for one at a time"),
        (("town.jsonl", "--topics", "--learn"), "--topics is a measurement of its own"),
        (("town.jsonl", "--topics", "--against", "char-tfidf"), "--topics is a measurement of its own"),
        (("gone.jsonl", "--topics"), "gone.jsonl cannot be read: No such file or directory"),
        (("town.jsonl", "--learn", "--k", "9"), "town.jsonl has no train rows left to learn from with k=9"),
    ],
)
def test_what_is_wrong_is_one_line(kb: Kb, file: Path, arguments: tuple[str, ...], problem: str) -> None:
    ended = kb("eval", *arguments)
    assert (ended.code, ended.out) == (2, "")
    said = [line for line in ended.err.splitlines() if not line.startswith("# ")]
    assert len(said) == 1
    assert said[0].startswith("kb: ")
    assert problem in said[0]


def test_a_broken_row_is_named(kb: Kb, file: Path) -> None:
    file.write_text(
        file.read_text(encoding="utf-8") + '\n{"text": "zonder label", "split": "test"}\n', encoding="utf-8"
    )
    ended = kb("eval", "town.jsonl")
    assert (ended.code, ended.out, ended.err) == (2, "", "kb: town.jsonl, line 16: expected a text as label\n")


def test_a_rival_without_its_package_says_how_to_get_it(kb: Kb, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("bm25s", "matplotlib"):
        monkeypatch.setitem(sys.modules, module, None)
    ended = kb("eval", "town.jsonl", "--against", "bm25-stemmed")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == "kb: --against bm25-stemmed needs what is not installed: pip install bm25s\n"
    ended = kb("eval", "town.jsonl", "--learn", "--picture", "x.png")
    assert (ended.code, ended.err) == (2, "kb: --picture needs what is not installed: pip install matplotlib\n")
