"""Fit the constants of bot/domain/duplicates.py again and print them with what they are worth.

    python -m tests.bench.duplicates FOLDER [--thresholds .6 .65 .7]

FOLDER holds labelled files (../shared/data). Precision and recall are those of files the constants were not fitted on:
each file in turn is held out whole, with its companion of answers.
"""

from __future__ import annotations

import argparse
import json
import random
from pathlib import Path

from bot.domain.duplicates import LISTED_AT, SAME_AT
from bot.encoders import load_encoder
from bot.measure.calibrate import Labelled, read
from bot.measure.lookalikes import Judged, Score, fit, from_answers, from_labels, suggestions, weekly
from bot.measure.remembering import Remembering
from bot.ports import Encoder

NAMES = ("banking77_en", "clinc150_en", "massive_nl_a", "door010_faq_nl")
ANSWERS = ("door010_faq_nl", "rijksoverheid_faq_nl")
LISTED = (0.65, 0.7, 0.75, 0.8)


def main() -> None:
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("folder", type=Path)
    args.add_argument("--thresholds", type=float, nargs="*", default=[SAME_AT])
    args.add_argument("--listed", type=float, nargs="*", default=[LISTED_AT])
    options = args.parse_args()
    files = {name: read(options.folder / f"{name}.jsonl") for name in NAMES}
    loaded = load_encoder()
    for encoder in (None if loaded is None else Remembering(loaded), None):
        print("# with", encoder.name if encoder else "characters alone")
        pairs = {(name, "questions"): questions(options.folder, files[name], encoder) for name in NAMES}
        for name in ANSWERS:
            path = options.folder / f"{name}.faq.jsonl"
            pairs[name, "tips"] = from_answers(path, encoder, random.Random(3))
        print("constants:", tuple(round(c, 2) for c in fit([j for some in pairs.values() for j in some])))
        for (name, kind), tested in pairs.items():
            held_out = fit([j for (other, _), some in pairs.items() if other != name for j in some])
            for at in options.thresholds:
                print(f"{name:20s} {kind:9s} at {at}: {said(suggestions(tested, held_out, at))}")
            for at in options.listed if kind == "questions" else ():
                score = weekly(files[name], encoder, random.Random(5), held_out, at)
                print(f"{name:20s} weekly    at {at}: {said(score)}")


def questions(folder: Path, data: Labelled, encoder: Encoder | None) -> list[Judged]:
    faq = folder / f"{data.name}.faq.jsonl"
    rows = map(json.loads, faq.read_text(encoding="utf-8").splitlines()) if faq.exists() else ()
    bodies = {row["label"]: row["answer"] for row in rows}
    return from_labels(data, encoder, random.Random(2), bodies=bodies)


def said(score: Score) -> str:
    return f"{score.right:.2f} right of {score.shown} shown, {score.found:.2f} found"


if __name__ == "__main__":
    main()
