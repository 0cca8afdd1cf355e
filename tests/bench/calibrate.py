"""Fit the coefficients of bot/domain/calibration.py again and print them with their reliability.

    python -m tests.bench.calibrate FOLDER [--rounds 4]

FOLDER holds labelled files (../shared/data). Reliability is that of files the coefficients were not fitted on:
each file in turn is held out whole.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bot.domain.calibration import FITS_AT, SAME_AT, Sameness, design, same_design
from bot.encoders import load_encoder
from bot.measure.calibrate import Example, Labelled, examples, fit, fit_same, pairs, probabilities, read, reliability
from tests.bench.memo import Remembering

NAMES = ("banking77_en", "clinc150_en", "massive_nl_a", "door010_faq_nl")
RELATED = {"banking77_en", "clinc150_en"}  #: both have questions about bank cards: none is "elsewhere" for the other


def main() -> None:
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("folder", type=Path)
    args.add_argument("--rounds", type=int, default=4)
    args.add_argument("--thresholds", type=float, nargs="*", default=[FITS_AT])
    options = args.parse_args()
    files = [read(options.folder / f"{name}.jsonl") for name in NAMES]
    loaded = load_encoder()
    for encoder in (None if loaded is None else Remembering(loaded), None):
        print("# with", encoder.name if encoder else "characters alone")
        answers = {
            f.name: list(examples(f, elsewhere(f, files, options.folder), encoder, random.Random(1), options.rounds))
            for f in files
        }
        report_answers(answers, options.thresholds)
        same = {f.name: pairs(f, encoder, random.Random(2)) for f in files}
        report_same(same)


def elsewhere(data: Labelled, files: Sequence[Labelled], folder: Path) -> list[str]:
    """Questions that no label of `data` answers."""
    faq = folder / "rijksoverheid_faq_nl.faq.jsonl"
    texts = {json.loads(line)["question"] for line in faq.read_text(encoding="utf-8").splitlines()}
    for other in files:
        if other.name == data.name:
            continue
        texts.update(other.outside[:400])
        if {other.name, data.name} != RELATED:
            texts.update(text for questions in other.questions.values() for text in questions[:8])
    return sorted(texts)


def report_answers(answers: dict[str, list[Example]], thresholds: Sequence[float]) -> None:
    print("coefficients:", tuple(round(c, 2) for c in fit([e for some in answers.values() for e in some])))
    for name, tested in answers.items():
        held_out = fit([e for other, some in answers.items() if other != name for e in some])
        p = probabilities(held_out, [design(e.features) for e in tested])
        for threshold in thresholds:
            print(f"{name:16s} at {threshold}: {reliability(p, tested, threshold)}")
        print(f"{name:16s} by size: {by_size(p, tested, thresholds[0])}")
        print(f"{name:16s} said / true: {curve(p, tested)}")


def by_size(p: np.ndarray, tested: Sequence[Example], threshold: float) -> str:
    """Right of shown and answered of answerable for bases of few to many entries."""
    parts = []
    for low, high in ((1, 1), (2, 5), (10, 20), (30, 50), (51, 999)):
        some = [i for i, e in enumerate(tested) if low <= e.features.entries <= high]
        if some:
            r = reliability(p[some], [tested[i] for i in some], threshold)
            parts.append(f"{low}-{high}: {r['right_of_shown']}/{r['answered_of_answerable']}")
    return "  ".join(parts)


def curve(p: np.ndarray, tested: Sequence[Example]) -> str:
    """Mean probability and share right, of first entries, in fifths of the scale."""
    first = np.array([e.place == 0 for e in tested])
    right = np.array([e.right for e in tested])
    parts = []
    for low in (0.0, 0.2, 0.4, 0.6, 0.8):
        some = first & (p >= low) & (p < low + 0.2 + (low == 0.8))
        if some.any():
            parts.append(f"{p[some].mean():.2f}/{right[some].mean():.2f}")
    return "  ".join(parts)


def report_same(same: dict[str, list[tuple[Sameness, bool]]]) -> None:
    print("same:", tuple(round(c, 2) for c in fit_same([pair for some in same.values() for pair in some])))
    for name, tested in same.items():
        held_out = fit_same([pair for other, some in same.items() if other != name for pair in some])
        p = probabilities(held_out, [same_design(s) for s, _ in tested])
        right = np.array([r for _, r in tested])
        shown = p >= SAME_AT
        precision = right[shown].mean() if shown.any() else float("nan")
        print(f"{name:16s} duplicates: {precision:.3f} right of shown, {(shown & right).sum() / right.sum():.3f} found")


if __name__ == "__main__":
    main()
