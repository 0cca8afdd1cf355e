"""What is read from a file of labelled questions: entries, questions, and what is wrong with it, in one line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.errors import BadSettings
from bot.measure.exam import Asked, read_exam, read_labelled

#: By SHA-256: "pas kwijt" 15.., "bak vol" 23.., "waar is mijn pas" 35.., "nieuwe pas" 3d.., "bak niet opgehaald" 6a..;
#: of the questions "wie wint vanavond" 7f.., "groene bak kapot" 87.., "mijn pas is weg" b7..
ROWS = (
    ("nieuwe pas", "pas", "train"),
    ("waar is mijn pas gebleven", "pas", "train"),
    ("pas kwijt", "pas", "train"),
    ("bak niet opgehaald", "bak", "train"),
    ("bak vol", "bak", "train"),
    ("hoe laat is het", "oos", "train"),
    ("mijn pas is weg", "pas", "test"),
    ("BAK VOL", "bak", "test"),
    ("groene bak kapot", "bak", "test"),
    ("is er morgen markt", "markt", "test"),
    ("wie wint vanavond", "oos", "test"),
)

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(*rows: tuple[str, str, str], name: str = "town.jsonl", lang: str = "nl") -> Path:
        path = tmp_path / name
        lines = [json.dumps({"text": t, "label": label, "split": s, "lang": lang}) for t, label, s in rows]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    return written


def refused(path: Path, k: int = 5) -> str:
    with pytest.raises(BadSettings) as caught:
        read_exam(path, k, 0)
    (problem,) = caught.value.problems
    return problem


def test_an_entry_is_the_texts_of_a_label_with_the_smallest_hashes(write: Write) -> None:
    exam = read_exam(write(*ROWS), k=2, limit=0)
    assert [(one.label, one.texts) for one in exam.subjects] == [
        ("bak", ("bak vol", "bak niet opgehaald")),
        ("pas", ("pas kwijt", "waar is mijn pas gebleven")),
    ]


def test_asked_is_what_has_an_entry_or_is_out_of_scope_but_not_an_entrys_own_text(write: Write) -> None:
    exam = read_exam(write(*ROWS), k=2, limit=0)
    assert set(exam.questions) == {
        Asked("groene bak kapot", 0),
        Asked("mijn pas is weg", 1),
        Asked("wie wint vanavond", None),
    }, "BAK VOL is a phrasing, and nothing is written about markt"
    assert str(exam) == "town.jsonl: 2 entries, 4 phrasings, 3 questions (1 oos), k=2"


def test_a_limit_takes_the_questions_with_the_smallest_hashes(write: Write) -> None:
    assert [one.text for one in read_exam(write(*ROWS), k=1, limit=2).questions] == [
        "wie wint vanavond",
        "groene bak kapot",
    ]


def test_what_is_left_of_train_is_what_people_go_on_to_ask(write: Write) -> None:
    repeated = ("Mijn pas is WEG", "pas", "train")
    exam = read_exam(write(*ROWS, repeated), k=1, limit=0)
    assert [one.text for one in exam.stream] == [
        "waar is mijn pas gebleven",
        "nieuwe pas",
        "bak niet opgehaald",
        "hoe laat is het",
    ], "in the order of their hashes, without one that gives a question of the exam away"


def test_a_companion_file_gives_each_label_its_question_and_answer(write: Write, tmp_path: Path) -> None:
    faq = tmp_path / "town.faq.jsonl"
    faq.write_text(json.dumps({"label": "pas", "question": "Pas verloren?", "answer": "Blokkeer hem.", "lang": "nl"}))
    path = write(*ROWS)
    (alone,) = read_exam(path, k=0, limit=0).subjects
    assert (alone.label, alone.texts, alone.answer) == ("pas", ("Pas verloren?",), "Blokkeer hem.")
    bak, pas = read_exam(path, k=1, limit=0).subjects
    assert (bak.texts, bak.answer) == (("bak vol",), "")
    assert (pas.texts, pas.answer) == (("Pas verloren?", "pas kwijt"), "Blokkeer hem.")


def test_rows_of_another_split_are_left_out_and_counted(write: Write) -> None:
    exam = read_exam(write(*ROWS, ("pas onleesbaar", "pas", "validation")), k=5, limit=0)
    assert exam.ignored == 1
    assert "pas onleesbaar" not in {text for one in exam.subjects for text in one.texts}


def test_a_file_that_is_not_there_or_holds_nothing_is_said(write: Write, tmp_path: Path) -> None:
    assert refused(tmp_path / "gone.jsonl") == f"{tmp_path / 'gone.jsonl'} cannot be read: No such file or directory"
    assert refused(tmp_path) == f"{tmp_path} cannot be read: Is a directory"
    assert refused(write()).endswith("town.jsonl has no rows")


def test_without_entries_or_questions_it_says_what_is_missing(write: Write) -> None:
    tests = [row for row in ROWS if row[2] == "test"]
    assert refused(write(*tests)).endswith("town.jsonl gives no entries: it has no train rows")
    assert "with k=0 a companion town.faq.jsonl is needed" in refused(write(*ROWS), k=0)
    train = [row for row in ROWS if row[2] == "train"]
    assert "gives no questions: it has no test rows" in refused(write(*train))


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("no json", "this is no JSON: expected one object a line"),
        ("[1]", 'expected an object, such as {"text": "...", "label": "..."}'),
        ('{"text": "a", "split": "train"}', "expected a text as label"),
        ('{"text": 3, "label": "a", "split": "train"}', "expected a text as text"),
        ('{"text": " ", "label": "a", "split": "train"}', "expected a text as text"),
        ('{"text": "a", "label": "a"}', "expected a text as split"),
        ('{"text": "\\ud83d", "label": "a", "split": "train"}', "text holds half a character"),
    ],
)
def test_a_broken_row_is_named_by_its_line(write: Write, line: str, problem: str) -> None:
    path = write(*ROWS[:2])
    path.write_text(path.read_text(encoding="utf-8") + f"\n{line}\n", encoding="utf-8")
    assert refused(path) == f"{path}, line 4: {problem}"


def test_a_file_in_another_encoding_is_said(tmp_path: Path) -> None:
    path = tmp_path / "old.jsonl"
    path.write_bytes('{"text": "één", "label": "a", "split": "train"}'.encode("cp1252"))
    assert refused(path).endswith("old.jsonl is not UTF-8")


def test_questions_to_group_are_train_and_test_rows_alike_by_sha256_and_never_oos(write: Write) -> None:
    path = write(*ROWS, ("iets anders", "bak", "extra"))
    found = read_labelled(path, 0)
    assert len(found) == 9
    assert [text for text, _ in found[:4]] == ["pas kwijt", "bak vol", "waar is mijn pas gebleven", "nieuwe pas"]
    assert read_labelled(path, 2) == found[:2]
    with pytest.raises(BadSettings, match="no labelled train or test rows"):
        read_labelled(write(("hoe laat is het", "oos", "train"), name="none.jsonl"), 0)
