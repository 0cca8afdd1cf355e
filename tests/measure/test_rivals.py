"""The matchers a team could pick instead, trained and asked as they are meant to be."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bot.errors import BadSettings
from bot.measure.exam import Asked, Exam, Subject, read_exam
from bot.measure.figures import figures
from bot.measure.rivals import RIVALS, chosen, measured

SHARED = Path(__file__).parents[3] / "shared"
BANKING = SHARED / "data" / "banking77_en.jsonl"

SUBJECTS = (
    Subject("afval", ("container legen", "wanneer wordt mijn container geleegd")),
    Subject("reis", ("paspoort aanvragen", "hoe vraag ik een paspoort aan")),
)
QUESTIONS = (
    Asked("wordt de container vandaag geleegd", 0),
    Asked("paspoort vernieuwen", 1),
    Asked("???", None),
)
EXAM = Exam("made.jsonl", 2, "nl", SUBJECTS, QUESTIONS, ())


@pytest.mark.parametrize("name", [rival.name for rival in RIVALS])
def test_each_finds_the_entry_with_the_same_words(name: str) -> None:
    (rival,) = chosen([name])
    ranked, milliseconds = measured(rival, EXAM)
    assert [one.rank for one in ranked] == [1, 1, None]
    assert len(milliseconds) == 3
    assert all(took > 0 for took in milliseconds)


@pytest.mark.parametrize("name", [rival.name for rival in RIVALS])
def test_each_copes_with_a_base_of_one_entry(name: str) -> None:
    (rival,) = chosen([name])
    ranked, _ = measured(rival, Exam("one.jsonl", 1, "en", SUBJECTS[:1], QUESTIONS[:1], ()))
    assert [one.rank for one in ranked] == [1]


def test_a_question_that_nothing_knows_ranks_the_entries_in_their_own_order() -> None:
    (rival,) = chosen(["sqlite-fts5"])
    ranked, _ = measured(rival, Exam("made.jsonl", 2, "nl", SUBJECTS, (Asked("xyz", 1),), ()))
    assert [(one.score, one.rank) for one in ranked] == [(0.0, 2)]


def test_all_of_them_can_be_asked_for_at_once_and_each_only_once() -> None:
    assert [one.name for one in chosen(["all", "char-tfidf"])] == [one.name for one in RIVALS]
    assert [one.name for one in chosen(["char-tfidf", "char-tfidf"])] == ["char-tfidf"]


def test_a_name_there_is_not_is_answered_with_those_there_are() -> None:
    with pytest.raises(BadSettings, match="--against rapidfuz: there are rapidfuzz-wratio, rapidfuzz-token-set"):
        chosen(["rapidfuz"])


def test_a_missing_package_is_said_with_the_line_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(BadSettings, match=r"--against bm25-stemmed needs .*: pip install bm25s snowballstemmer"):
        chosen(["sqlite-fts5", "bm25-stemmed"])


@pytest.mark.skipif(not BANKING.exists(), reason="the shared data is not here")
def test_the_figures_are_those_of_matchbench() -> None:
    command = [sys.executable, str(SHARED / "tools" / "matchbench.py"), str(BANKING), "--limit", "300", "--json"]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    theirs = {row["matcher"]: row for row in map(json.loads, ran.stdout.splitlines())}
    exam = read_exam(BANKING, k=5, limit=300)
    assert set(theirs) == {rival.name for rival in RIVALS}
    for rival in RIVALS:
        ours = {"file": exam.file, "k": exam.k, "matcher": rival.name, **figures(*measured(rival, exam))}
        assert _timeless(ours) == _timeless(theirs[rival.name])


def _timeless(row: dict[str, object]) -> dict[str, object]:
    return {key: value for key, value in row.items() if not key.startswith("ms_")}
