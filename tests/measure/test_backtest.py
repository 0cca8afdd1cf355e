"""Past questions replayed: which signals would have come. Monday 5 January 2026 is where the streams begin."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zlib import crc32

import numpy as np
import pytest

from bot.cli import run
from bot.errors import BadSettings
from bot.measure.backtest import Streamed, Told, checks, read_stream, replay

MONDAY = datetime(2026, 1, 5, tzinfo=UTC)
TEAM = 25
ORDINARY = (
    "wanneer wordt de groene container geleegd", "hoe vraag je een nieuw paspoort aan", "wat kost trouwen op vrijdag",
    "mag mijn schutting twee meter hoog zijn", "parkeervergunning voor de tweede auto", "de lantaarnpaal is kapot",
    "verhuizing doorgeven na het weekend", "bijstand aanvragen als zelfstandige", "kapvergunning voor een dode boom",
)  # fmt: skip
LETTER = "klopt de datum op de nieuwe aanmaning"
POOL = "is het zwembad dicht vanwege de storing"
ENDINGS = ("", " wel", " of niet", " eigenlijk", " volgens jullie", " die gisteren kwam")


def at(day: int, hour: float = 10) -> datetime:
    """Hour of the day so many days after that Monday."""
    return MONDAY + timedelta(days=day, hours=hour)


def stream_of(*parts: Iterable[tuple[datetime, str, str]]) -> list[Streamed]:
    """Questions (when, who, what) in order of time, numbered."""
    rows = sorted(row for part in parts for row in part)
    return [Streamed(place, *row) for place, row in enumerate(rows)]


def ordinary(days: int = 56, a_day: int = 6) -> list[tuple[datetime, str, str]]:
    """What is usual: every working day some questions about this and that."""
    rng = random.Random(1)
    return [
        (at(day, 8 + 9 * rng.random()), f"U{rng.randrange(TEAM)}", rng.choice(ORDINARY) + rng.choice(ENDINGS))
        for day in range(days)
        if at(day).weekday() < 5
        for _ in range(a_day)
    ]


def burst(
    day: int, people: int, text: str = LETTER, start: int = 0, hour: float = 10
) -> list[tuple[datetime, str, str]]:
    """So many colleagues, minutes apart, in slightly different words."""
    return [
        (at(day, hour) + timedelta(minutes=n), f"U{(start + n) % TEAM}", text + ENDINGS[n % len(ENDINGS)])
        for n in range(people)
    ]


def about(told: Told) -> set[str]:
    """The first words of what it shows."""
    return {" ".join(question.text.split()[:2]) for question in told.questions}


class Hashing:
    """An encoder that knows words by their hash only, and counts what it is given."""

    name, dimensions = "hashing", 64

    def __init__(self) -> None:
        self.encoded = 0

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        self.encoded += len(texts)
        found = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for place, text in enumerate(texts):
            for word in text.split():
                found[place] += np.random.default_rng(crc32(word.encode())).normal(size=self.dimensions)
        return found


# ---------------------------------------------------------------- a stream is read


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "stream.jsonl"


def written(path: Path, *rows: object) -> Path:
    lines = (row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def row(id: object = 1, **more: object) -> dict[str, object]:
    return {"id": id, "at": at(1).isoformat(), "asker": "U1", "text": "hoe dan", "lang": "nl"} | more


def test_questions_come_oldest_first(path: Path) -> None:
    found = read_stream(written(path, row(1, at=at(2).isoformat()), row(2), row(3, at=at(3).isoformat())))
    assert [question.id for question in found] == [2, 1, 3]
    assert found[0] == Streamed(2, at(1), "U1", "hoe dan")


def test_ids_are_kept_as_they_are(path: Path) -> None:
    found = read_stream(written(path, row(7), row("7"), row("vraag-1")))
    assert [question.id for question in found] == [7, "7", "vraag-1"]


def test_times_are_told_in_utc_and_who_asked_may_be_missing(path: Path) -> None:
    (found,) = read_stream(written(path, {"id": 1, "at": "2026-01-06T11:00:00+01:00", "text": "hoe dan", "extra": 1}))
    assert (found.at, found.at.tzinfo, found.asker) == (at(1), UTC, None)


@pytest.mark.parametrize(
    "truth",
    [
        {"truth": [{"label": "a"}], "labels": {"1": "a"}},
        {"truth": "nonsense"},
        {"truth": None, "id": [], "at": "never"},
        row(9, truth=[]),
    ],
)
def test_the_truth_is_never_read_whatever_it_looks_like(path: Path, truth: dict[str, object]) -> None:
    assert [question.id for question in read_stream(written(path, row(1), truth, row(2)))] == [1, 2]


@pytest.mark.parametrize(
    ("bad", "what"),
    [
        ("{not json", "no JSON"),
        (row(at="yesterday"), "at"),
        (row(at="2026-01-06T11:00:00"), "at"),
        (row(text=""), "text"),
        ({"id": 1, "at": at(1).isoformat()}, "text"),
        ("[1, 2]", "expected an object, such as"),
        ("3", ""),
    ],
)
def test_the_first_wrong_row_is_named_with_its_file_and_line(path: Path, bad: object, what: str) -> None:
    with pytest.raises(BadSettings) as error:
        read_stream(written(path, row(), "", bad, "{also wrong"))
    (problem,) = error.value.problems
    assert str(path) in problem and "line 3" in problem and what in problem
    assert "U1" not in problem, "who asked is nobody's business"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "windows-1252"])
def test_a_file_is_read_as_an_import_reads_it(path: Path, encoding: str) -> None:
    text = "één vraag" + ("\u2028of drie" if encoding != "windows-1252" else "")
    path.write_bytes(json.dumps(row(text=text), ensure_ascii=False).encode(encoding) + b"\r\n")
    assert [question.text for question in read_stream(path)] == [text]


@pytest.mark.parametrize("rows", [(), ("", "  "), ({"truth": [], "labels": {}},)])
def test_a_file_without_questions_is_said_to_be_one(path: Path, rows: tuple[object, ...]) -> None:
    with pytest.raises(BadSettings) as error:
        read_stream(written(path, *rows))
    assert error.value.problems == (f"{path} holds no questions",)


# ---------------------------------------------------------------- when is checked


def test_checks_are_at_nine_and_two_on_weekdays_after_two_weeks() -> None:
    found = list(checks(at(0, 8), at(25)))
    assert found[:3] == [at(14, 9), at(14, 14), at(15, 9)]
    assert {moment.time() for moment in found} == {time(9), time(14)}
    assert {moment.weekday() for moment in found} == {0, 1, 2, 3, 4}
    assert len(found) == 20


def test_two_weeks_are_two_weeks_to_the_minute() -> None:
    assert next(checks(at(0, 9.5), at(30))) == at(14, 14)
    assert next(checks(at(0, 15), at(30))) == at(15, 9)
    assert next(checks(at(3, 15), at(30))) == at(18, 9)


def test_a_stream_of_less_than_two_weeks_is_not_checked() -> None:
    assert list(checks(at(0), at(13, 23))) == []


def test_days_are_those_of_utc_wherever_it_was_asked() -> None:
    eastward = datetime.fromisoformat("2026-01-05T00:30:00+02:00")  # Sunday in UTC
    assert next(checks(eastward, at(30))) == at(14, 9)


# ---------------------------------------------------------------- what would have been told


def test_a_burst_is_told_once_with_the_questions_asked_by_then() -> None:
    stream = stream_of(ordinary(), burst(22, 6), burst(23, 6, start=6), burst(24, 6, start=12))
    (told,) = replay(stream, None)
    assert told.at == at(22, 14)
    assert (told.people, len(told.questions), about(told)) == (6, 6, {"klopt de"})
    assert told.usual_per_week < 1
    assert all(question is stream[question.id] and question.at < told.at for question in told.questions)


def test_what_is_usual_is_not_told() -> None:
    assert list(replay(stream_of(ordinary()), None)) == []


def test_two_bursts_are_two_signals() -> None:
    stream = stream_of(ordinary(), burst(22, 6), burst(22, 7, POOL, 9))
    assert sorted(min(about(told)) for told in replay(stream, None)) == ["is het", "klopt de"]


def test_a_burst_in_the_first_two_weeks_is_not_told() -> None:
    assert list(replay(stream_of(ordinary(), burst(7, 9)), None)) == []


def test_it_is_told_again_when_it_doubles_and_not_before() -> None:
    goes_on = [burst(22, 5), burst(25, 5, start=5), burst(28, 6, start=10)]
    (first,) = replay(stream_of(ordinary(), *goes_on), None)
    assert first.people == 5
    doubled = list(replay(stream_of(ordinary(), burst(22, 5), burst(28, 20, start=5)), None))
    assert [told.at for told in doubled] == [at(22, 14), at(28, 14)]
    assert doubled[1].people == 20


def test_those_who_were_told_of_do_not_double_it() -> None:
    again = burst(28, 18)  # nine of them were told of
    (told,) = replay(stream_of(ordinary(), burst(22, 9, hour=8), again), None)
    assert (told.at, told.people) == (at(22, 9), 9)


def test_it_is_told_again_when_it_is_back_after_weeks() -> None:
    told = list(replay(stream_of(ordinary(70), burst(22, 6), burst(57, 12, start=6)), None))
    assert [one.at for one in told] == [at(22, 14), at(57, 14)]


@pytest.mark.parametrize("encoder", [None, Hashing()])
def test_nothing_that_comes_after_a_check_changes_what_it_says(encoder: Hashing | None) -> None:
    near = [  # near enough to weigh in, as much as words weigh at that check
        one
        for day in range(0, 56, 2)
        for one in burst(day, 1, "klopt de datum op de nieuwe aanslag", start=day, hour=16)
    ]
    bursts = [
        burst(14, 8, hour=8),
        burst(22, 20, POOL, hour=13.9),  # six before the check at 14:00, the others after it
        burst(36, 22, start=3),
        burst(43, 9, "mag de barbecue in het park"),
    ]
    stream = stream_of(ordinary(), near, *bursts)
    whole = list(replay(stream, encoder))
    assert whole[0].at == at(14, 9) and len(whole) >= 4
    assert all(question.at <= told.at for told in whole for question in told.questions)
    for moment in (at(14, 9), at(22, 14), at(36, 14)):
        known = [question for question in stream if question.at <= moment]
        assert list(replay(known, encoder)) == [told for told in whole if told.at <= moment]


def test_the_same_stream_says_the_same_and_is_encoded_once() -> None:
    encoder = Hashing()
    stream = stream_of(ordinary(), burst(22, 6), burst(29, 7, POOL, 9))
    first = list(replay(stream, encoder))
    assert encoder.encoded == len(stream)
    assert list(replay(stream, encoder)) == first
    assert len(first) == 2


def test_without_askers_nobody_knows_how_many_they_are() -> None:
    stream = [
        Streamed(question.id, question.at, None, question.text) for question in stream_of(ordinary(), burst(22, 9))
    ]
    assert list(replay(stream, None)) == []


def test_a_single_question_says_nothing() -> None:
    assert list(replay([Streamed(1, at(1), "U1", "hoe dan")], None)) == []


# ---------------------------------------------------------------- kb backtest


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KB_ENCODER", "none")
    monkeypatch.setenv("KB_DATABASE_URL", f"sqlite:///{tmp_path / 'kb.sqlite'}")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def file(folder: Path) -> Path:
    stream = stream_of(ordinary(), burst(22, 6), burst(29, 7, POOL, 9))
    rows = [
        {"id": f"q{one.id}", "at": one.at.isoformat(), "asker": one.asker, "text": one.text, "lang": "nl"}
        for one in stream
    ]
    return written(folder / "stream.jsonl", *rows, {"truth": [], "labels": {}})


def test_json_is_a_row_a_signal_with_the_streams_own_ids(
    file: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["backtest", "stream.jsonl", "--json"]) == 0
    said = capsys.readouterr()
    rows = [json.loads(line) for line in said.out.splitlines()]
    asked_at = {question.id: question.at for question in read_stream(file)}
    assert [list(one) for one in rows] == [["at", "questions"]] * 2
    for one in rows:
        told_at = datetime.fromisoformat(one["at"])
        assert told_at.utcoffset() == timedelta(0)
        assert one["questions"] and all(asked_at[id] < told_at for id in one["questions"])
    assert "without the sentence encoder" in said.err
    assert list(folder.iterdir()) == [file], "no database, no secret"


def test_without_json_it_is_a_table(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["backtest", "stream.jsonl"]) == 0
    said = capsys.readouterr()
    lines = [line.rstrip() for line in said.out.splitlines()]
    assert lines[0].split("  ")[0] == "when"
    assert lines[1].startswith("Tue 27 Jan 14:00") and "klopt de datum" in lines[1]
    assert any(line.startswith("Tue 03 Feb 14:00") and "zwembad" in line for line in lines)
    assert "2026-01-05 to 2026-02-27: 2 signals" in said.err
    assert not any(f"U{n} " in said.out for n in range(TEAM)), "nobody is named"


def test_without_signals_it_says_so(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written(folder / "calm.jsonl", row(1), row(2))
    assert run(["backtest", "calm.jsonl"]) == 0
    said = capsys.readouterr()
    assert said.out == "" and "2 questions, 2026-01-06 to 2026-01-06: 0 signals" in said.err
    assert run(["backtest", "calm.jsonl", "--json"]) == 0
    assert capsys.readouterr().out == ""


def test_what_is_wrong_with_the_file_is_one_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "empty.jsonl").write_text("", encoding="utf-8")
    written(folder / "bad.jsonl", row(), {"id": 2})
    for name, what in (("empty.jsonl", "holds no questions"), ("bad.jsonl", "line 2"), (".", "cannot be read"),
                       ("none.jsonl", "cannot be read: No such file")):  # fmt: skip
        assert run(["backtest", name, "--json"]) == 2
        said = capsys.readouterr()
        assert said.out == "" and what in said.err and name in said.err
        assert "Traceback" not in said.err
