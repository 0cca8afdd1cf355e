"""Labelled questions from a file, as the exam that kb and other matchers sit.

The protocol, row by row: a label (not "oos") with train rows becomes an entry of the k train texts with the smallest
SHA-256; a companion NAME.faq.jsonl gives each label its question, which comes first, and its answer. Asked is every
test row whose label has an entry, or is "oos" (no entry answers it), unless it repeats an entry's own text, case
ignored; of those the `limit` with the smallest SHA-256.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.errors import BadSettings

OUTSIDE = "oos"  #: the label of questions that no entry answers
SPLITS = ("train", "test")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and the place in `Exam.subjects` of the entry that answers it; None when none does."""

    text: str
    answer: int | None


@dataclass(frozen=True, slots=True)
class Subject:
    """What becomes one entry: the ways it is asked for, its question first, and what it answers ("" when unknown)."""

    label: str
    texts: tuple[str, ...]
    answer: str = ""
    language: str = ""  #: as the file says, "" when it does not


@dataclass(frozen=True, slots=True)
class Exam:
    """A base to build and the questions to ask it."""

    file: str
    k: int
    language: str  #: of the first row, "" when it does not say
    subjects: tuple[Subject, ...]
    questions: tuple[Asked, ...]
    #: Train rows that became no phrasing, by SHA-256: what people go on to ask in the learning curve.
    stream: tuple[Asked, ...]
    ignored: int = 0  #: rows of a split that is neither train nor test

    @property
    def outside(self) -> int:
        """How many questions no entry answers."""
        return sum(asked.answer is None for asked in self.questions)

    def __str__(self) -> str:
        phrasings = sum(len(subject.texts) for subject in self.subjects)
        return (
            f"{self.file}: {len(self.subjects)} entries, {phrasings} phrasings, "
            f"{len(self.questions)} questions ({self.outside} {OUTSIDE}), k={self.k}"
        )


@dataclass(frozen=True, slots=True)
class _Row:
    text: str
    label: str
    split: str
    language: str


def read_exam(path: Path, k: int, limit: int) -> Exam:
    """The exam in a file of rows {"text", "label", "split": "train"|"test", "lang"}. `limit`: 0 asks everything.

    Errors: BadSettings, which names the first row that is wrong, or says what the file lacks.
    """
    companion = path.with_name(path.name.removesuffix(".jsonl") + ".faq.jsonl")
    rows = _labelled(path)
    known = [row for row in rows if row.split in SPLITS]
    written = _companion(companion)
    texts = {label: list(subject.texts) for label, subject in written.items()}
    languages = {label: subject.language for label, subject in written.items()}
    train = [row for row in known if row.split == "train"]
    by_label: dict[str, list[str]] = {}
    for row in train:
        if row.label != OUTSIDE:
            by_label.setdefault(row.label, []).append(row.text)
            languages.setdefault(row.label, row.language)
    for label, said in by_label.items():
        texts.setdefault(label, []).extend(sorted(said, key=sha)[:k])
    subjects = tuple(
        Subject(label, tuple(said), written[label].answer if label in written else "", languages[label])
        for label, said in sorted(texts.items())
        if said
    )
    if not subjects:
        missing = f"with k=0 a companion {companion.name} is needed" if k == 0 else "it has no train rows"
        raise BadSettings((f"{path} gives no entries: {missing}",))
    place = {subject.label: i for i, subject in enumerate(subjects)}
    own = {text.casefold() for subject in subjects for text in subject.texts}
    questions = _asked((row for row in known if row.split == "test"), place, own)
    if not questions:
        raise BadSettings((f"{path} gives no questions: it has no test rows about what its entries answer",))
    given_away = own | {asked.text.casefold() for asked in questions}
    return Exam(
        path.name,
        k,
        rows[0].language,
        subjects,
        tuple(questions[:limit] if limit else questions),
        tuple(_asked(train, place, given_away)),
        len(rows) - len(known),
    )


def read_labelled(path: Path, limit: int) -> tuple[tuple[str, str], ...]:
    """(text, label) of the `limit` rows with the smallest SHA-256, train and test alike, never "oos"; 0: of all.

    Errors: BadSettings.
    """
    rows = [row for row in _labelled(path) if row.split in SPLITS and row.label != OUTSIDE]
    if not rows:
        raise BadSettings((f"{path} gives no questions: it has no labelled train or test rows",))
    rows.sort(key=lambda row: sha(row.text))
    return tuple((row.text, row.label) for row in (rows[:limit] if limit else rows))


def sha(text: str) -> str:
    """The order in which texts are taken, which nobody chose."""
    return hashlib.sha256(text.encode()).hexdigest()


def _asked(rows: Iterable[_Row], place: dict[str, int], left_out: set[str]) -> list[Asked]:
    """What may be asked, by SHA-256: rows about a subject there is or about none, but for texts that are left out."""
    asked = [
        Asked(row.text, place.get(row.label))
        for row in rows
        if (row.label in place or row.label == OUTSIDE) and row.text.casefold() not in left_out
    ]
    return sorted(asked, key=lambda one: sha(one.text))


# ---------------------------------------------------------------- rows


def _labelled(path: Path) -> list[_Row]:
    rows = []
    for line, raw in _objects(path):
        text, label, split = (_text_of(path, line, raw, name) for name in ("text", "label", "split"))
        rows.append(_Row(text, label, split, str(raw.get("lang") or "")))
    if not rows:
        raise BadSettings((f"{path} has no rows",))
    return rows


def _companion(path: Path) -> dict[str, Subject]:
    """By label, the one question that the companion file has for it, and its answer."""
    found = {}
    for line, raw in _objects(path) if path.is_file() else ():
        label, question = _text_of(path, line, raw, "label"), _text_of(path, line, raw, "question")
        answer = _text_of(path, line, raw, "answer") if raw.get("answer") else ""
        found[label] = Subject(label, (question,), answer, str(raw.get("lang") or ""))
    return found


def _objects(path: Path) -> Iterator[tuple[int, dict[str, object]]]:
    try:
        content = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise BadSettings((f"{path} cannot be read: {error.strerror or error}",)) from None
    except UnicodeDecodeError:
        raise BadSettings((f"{path} is not UTF-8",)) from None
    for line, text in enumerate(content.split("\n"), start=1):
        if text.strip():
            yield line, _object(path, line, text)


def _object(path: Path, line: int, text: str) -> dict[str, object]:
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError):
        raise BadSettings((f"{path}, line {line}: this is no JSON: expected one object a line",)) from None
    if not isinstance(raw, dict):
        raise BadSettings((f'{path}, line {line}: expected an object, such as {{"text": "...", "label": "..."}}',))
    return raw


def _text_of(path: Path, line: int, raw: dict[str, object], name: str) -> str:
    value = raw.get(name)
    if not isinstance(value, str) or not value.strip():
        raise BadSettings((f"{path}, line {line}: expected a text as {name}",))
    if any("\ud800" <= character <= "\udfff" for character in value):
        raise BadSettings((f"{path}, line {line}: {name} holds half a character",))
    return value
