"""What finds duplicates can be fitted and measured again by anybody, from files like those it was fitted on."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from bot.domain.duplicates import SAME_BARE, Close, Likeness, Wording, design, looked_at
from bot.measure.calibrate import Labelled, read
from bot.measure.lookalikes import Judged, fit, from_answers, from_labels, suggestions, weekly

SUBJECTS = (  # enough for bases of several sizes
    "paspoort", "container", "vergunning", "aanmaning", "trouwen", "verhuizen", "rijbewijs", "grofvuil", "schutting",
    "bijstand", "kwijtschelding", "parkeren", "uittreksel", "taxatie", "evenement", "straatlamp", "boomkap",
    "hondenbelasting", "leerplicht", "mantelzorg",
)  # fmt: skip
WAYS = (
    "hoe werkt {} precies", "vraag over {} graag", "{} aanvragen", "wat kost {}", "waar regel ik {}", "{} is kwijt",
    "hulp bij {}", "kan {} ook online", "{} lukt niet", "alles over {}", "iemand belt over {}", "{} afzeggen",
)  # fmt: skip


@pytest.fixture
def data(tmp_path: Path) -> Labelled:
    rows = [
        {"text": way.format(subject), "label": subject, "split": "train", "lang": "nl"}
        for subject in SUBJECTS
        for way in WAYS
    ]
    path = tmp_path / "made.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return read(path)


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    body = "Bij {0} neem je altijd een geldig bewijs mee. Voor {0} maak je vooraf een afspraak aan de balie. Zonder {0} is er geen andere weg."  # noqa: E501
    rows = [{"label": s, "question": f"Hoe werkt {s}?", "answer": body.format(s), "lang": "nl"} for s in SUBJECTS]
    path = tmp_path / "made.faq.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return path


def test_only_texts_with_one_label_say_the_same(data: Labelled) -> None:
    found = from_labels(data, None, random.Random(1), rounds=1)
    for one in found:
        subject = next(s for s in SUBJECTS if s in one.text.folded)
        assert one.same == (subject in one.other.folded)
    assert {one.same for one in found} == {True, False}
    assert sum(one.same for one in found) <= sum(one.findable for one in found)


def test_a_sentence_of_an_answer_belongs_with_its_question_only(answers: Path) -> None:
    found = from_answers(answers, None, random.Random(1), rounds=1)
    for one in found:
        if one.same:
            subject = next(s for s in SUBJECTS if s in one.other.folded)
            assert subject in one.text.folded
            assert one.text.folded not in one.other.folded
    assert {one.same for one in found} == {True, False}


def test_a_fit_tells_same_from_other_in_what_it_learned_from(data: Labelled) -> None:
    train = from_labels(data, None, random.Random(1), rounds=2)
    coefficients = fit(train)
    assert len(coefficients) == len(SAME_BARE)
    score = suggestions(train, coefficients, 0.5)
    assert score.right > 0.7 and score.found > 0.7, "the subject stands in every text"


def test_precision_and_recall_are_counted_over_what_is_shown_and_what_is_there() -> None:
    tested = [
        judged("paspoort kwijt", "paspoort kwijt", same=True, findable=True),
        judged("paspoort kwijt", "paspoort kwijt", same=False),
        judged("formulier b12", "formulier b13", same=True, findable=True),
        judged("grofvuil", "trouwen", same=False),
    ]
    score = suggestions(tested, SAME_BARE, 0.6)
    assert (score.right, score.found, score.shown) == (0.5, 0.5, 2)


def test_the_weekly_list_is_measured_on_bases_with_some_entries_twice(data: Labelled) -> None:
    everything = weekly(data, None, random.Random(1), SAME_BARE, at=0.0, rounds=1)
    strict = weekly(data, None, random.Random(1), SAME_BARE, at=0.999999, rounds=1)
    assert everything.found == 1.0 and everything.shown > 3
    assert strict.shown < everything.shown


def judged(text: str, other: str, *, same: bool, findable: bool = False) -> Judged:
    wording, wanted = Wording.of(text), Wording.of(other)
    like: Likeness = looked_at(wording, [Close(wanted, None, 0.0)], 30)[0]
    assert len(design(like)) == len(SAME_BARE) - 1
    return Judged(like, wording, wanted, same, findable)
