"""The protocol of `kb eval` on labelled files none of which anything was learned from: for each file, the adapter and
the coefficients are made without it.

    python -m tests.bench.held_out FOLDER --encoder use-m3.2 [--kept FOLDER] [--rounds 3] [--limit 1500]

As kb itself answers, `kb eval` measures: it has learned from the train rows of these four files too.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from bot.domain.bodies import Bodies
from bot.domain.calibration import Fits
from bot.domain.coefficients import COEFFICIENTS
from bot.domain.matching import Index, Phrasing
from bot.encoders import E5Encoder, PairedEncoder, UseEncoder
from bot.measure.adapting import PARAPHRASES, adapter
from bot.measure.calibrate import fit, own, read
from bot.measure.remembering import Remembering
from bot.ports import Encoder
from tests.bench.calibrate import NAMES, Adapted, see, teaching
from tests.bench.matching import load, measure

EXAMS = (("banking77_en", 5), ("banking77_en", 1), ("clinc150_en", 5), ("massive_nl_a", 5), ("door010_faq_nl", 0))


def main() -> None:
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("folder", type=Path)
    args.add_argument("--encoder", default="use-m3.2")
    args.add_argument("--kept", type=Path)
    args.add_argument("--rounds", type=int, default=3)
    args.add_argument("--limit", type=int, default=1500)
    options = args.parse_args()
    files = {name: read(options.folder / f"{name}.jsonl") for name in NAMES} | {n: own(n) for n in PARAPHRASES}
    models: dict[str, Remembering] = {"use-m3": Remembering(UseEncoder(adapter=None))}
    if "e5" in options.encoder:
        models["e5"] = Remembering(E5Encoder(adapter=None))
    if options.kept:
        for name, model in models.items():
            model.recall(options.kept / f"{name}.npz")

    def without(name: str) -> Encoder:
        turned = [Adapted(model, adapter(*teaching(files, name, model))) for model in models.values()]
        return turned[0] if len(turned) == 1 else PairedEncoder(*turned)

    encoders = {name: without(name) for name in files}
    seen = {
        name: see(files[name], files, options.folder, encoders[name], options.encoder, options.rounds) for name in files
    }
    for name, k in EXAMS:
        fits = fit([some for other, some in seen.items() if other != name], Fits(**COEFFICIENTS[options.encoder]))
        print(json.dumps({"file": name, "k": k, **exam(options.folder, name, k, options.limit, encoders[name], fits)}))


def exam(folder: Path, name: str, k: int, limit: int, encoder: Encoder, fits: Fits) -> dict[str, float]:
    """The figures of `kb eval` for one file."""
    entries, questions = load(folder / f"{name}.jsonl", k, limit)
    labels = list(entries)
    phrasings = [Phrasing(i, e, text) for e, label in enumerate(labels) for i, text in enumerate(entries[label])]
    companion = folder / f"{name}.faq.jsonl"
    rows = companion.read_text(encoding="utf-8").splitlines() if companion.exists() else []
    answers = {row["label"]: row["answer"] for row in map(json.loads, rows)}
    bodies = Bodies({e: answers[label] for e, label in enumerate(labels) if label in answers})
    index = Index.build(phrasings, encoder.encode([p.text for p in phrasings]), bodies, fits=fits)
    ranked = [index.rank(text, encoder.encode([index.prepare(text)])[0], 5) for text, _ in questions]
    return measure(ranked, [labels.index(label) if label in entries else -1 for _, label in questions])


if __name__ == "__main__":
    main()
