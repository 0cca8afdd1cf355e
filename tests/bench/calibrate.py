"""Make the adapters and fit the coefficients again, and print how well they do on files they have not seen.

    python -m tests.bench.calibrate FOLDER [--rounds 3] [--encoders use-m3.2 none] [--write]

FOLDER holds labelled files (../shared/data), of which train rows are read. A file is held out whole: from the adapter
that its vectors are turned by, and from the fit it is judged by. `--write` puts what is fitted on all of them into
bot/adapters and bot/domain/coefficients.py.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from pprint import pformat

import numpy as np

from bot.domain.calibration import Fits
from bot.domain.coefficients import COEFFICIENTS
from bot.encoders import E5Encoder, PairedEncoder, UseEncoder, unit
from bot.measure.adapting import PARAPHRASES, adapter
from bot.measure.calibrate import Example, Labelled, draw, examples, fit, own, read, reliability
from bot.measure.remembering import Remembering
from bot.ports import Encoder

NAMES = ("banking77_en", "clinc150_en", "massive_nl_a", "door010_faq_nl")
TEACHERS = (*NAMES[:3], *PARAPHRASES)  #: what adapters learn from: where a group has several texts
RELATED = {"banking77_en", "clinc150_en"}  #: both have questions about bank cards: none is "elsewhere" for the other
OF_A_LABEL = 60  #: train rows an adapter learns from
MEANING = {"use-m3.2": 0.6, "use-m3.2+e5": 0.85, "none": 0.0}
WRITTEN = Path(__file__).parents[2] / "bot"


class Adapted:
    """An encoder whose vectors, remembered as the model gives them, are turned by one of several adapters."""

    def __init__(self, plain: Encoder, matrix: np.ndarray) -> None:
        self.name, self.dimensions = plain.name, plain.dimensions
        self._plain, self._matrix = plain, matrix

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        return unit(self._plain.encode(texts) @ self._matrix) if texts else self._plain.encode(texts)


def main() -> None:
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("folder", type=Path)
    args.add_argument("--rounds", type=int, default=3)
    args.add_argument("--encoders", nargs="*", default=list(MEANING))
    args.add_argument("--thresholds", type=float, nargs="*", default=[0.6, 0.65, 0.7, 0.75])
    args.add_argument("--kept", type=Path, help="folder where vectors are kept from one run to the next")
    args.add_argument("--write", action="store_true")
    options = args.parse_args()
    files = {name: read(options.folder / f"{name}.jsonl") for name in NAMES} | {n: own(n) for n in PARAPHRASES}
    models = {"use-m3": Remembering(UseEncoder(adapter=None))}
    if "use-m3.2+e5" in options.encoders:
        models["e5"] = Remembering(E5Encoder(adapter=None))
    if options.kept:
        for model, remembering in models.items():
            remembering.recall(options.kept / f"{model}.npz")

    @cache
    def matrix(model: str, without: str) -> np.ndarray:
        return adapter(*teaching(files, without, models[model]))

    found = dict(COEFFICIENTS)
    for name in options.encoders:

        def encoder(without: str, name: str = name) -> Encoder | None:
            if name == "none":
                return None
            turned = [
                Adapted(model, matrix(m, without)) for m, model in models.items() if m == "use-m3" or "e5" in name
            ]
            return turned[0] if len(turned) == 1 else PairedEncoder(*turned)

        seen = {f.name: see(f, files, options.folder, encoder(f.name), name, options.rounds) for f in files.values()}
        report(seen, Fits(**found[name]), options.thresholds)
        fits = fit(list(seen.values()), Fits(**found[name]))
        found[name] = {"meaning": MEANING[name]} | {
            part: tuple(round(c, 3) for c in getattr(fits, part)) for part in ("in_scope", "which", "together")
        }
    if options.kept:
        for model, remembering in models.items():
            remembering.keep(options.kept / f"{model}.npz")
    if options.write:
        write(found)
        for model in models:
            path = WRITTEN / "adapters" / f"{model}.npy"
            np.save(path, matrix(model, "").astype(np.float16))


def teaching(files: dict[str, Labelled], without: str, model: Encoder) -> tuple[np.ndarray, list[list[np.ndarray]]]:
    """Vectors, and the groups of rows an adapter learns from, a list a source."""
    texts: list[str] = []
    sources = []
    for name in TEACHERS:
        if name == without:
            continue
        groups = []
        for label in sorted(files[name].questions):
            every = dict.fromkeys((*files[name].phrasings.get(label, ()), *files[name].questions[label]))
            some = random.Random(label).sample(list(every), min(OF_A_LABEL, len(every)))
            if len(some) > 1:
                groups.append(np.arange(len(texts), len(texts) + len(some)))
                texts += some
        sources.append(groups)
    return model.encode(texts), sources


def see(
    data: Labelled, files: dict[str, Labelled], folder: Path, encoder: Encoder | None, name: str, rounds: int
) -> list[Example]:
    fits = Fits(**{**COEFFICIENTS[name], "meaning": MEANING[name]})
    drawn = draw(data, elsewhere(data, files, folder), random.Random(1), rounds)
    return list(examples(drawn, encoder, fits))


def elsewhere(data: Labelled, files: dict[str, Labelled], folder: Path) -> list[str]:
    """Questions that no label of `data` answers."""
    faq = folder / "rijksoverheid_faq_nl.faq.jsonl"
    texts: set[str] = set()
    if data.name not in PARAPHRASES:
        texts.update(json.loads(line)["question"] for line in faq.read_text(encoding="utf-8").splitlines())
    for other in files.values():
        if other.name == data.name or {other.name, data.name} <= set(PARAPHRASES):
            continue
        texts.update(other.outside[:400])
        if {other.name, data.name} != RELATED:
            texts.update(text for questions in other.questions.values() for text in questions[:3])
    return sorted(texts)


def report(seen: dict[str, list[Example]], before: Fits, thresholds: Sequence[float]) -> None:
    for name, tested in seen.items():
        held_out = fit([some for other, some in seen.items() if other != name], before)
        for threshold in thresholds:
            print(f"{name:16s} at {threshold}: {reliability(held_out, tested, threshold)}", flush=True)


def write(found: dict[str, dict[str, object]]) -> None:
    """bot/domain/coefficients.py, in the order of `Fits`."""
    table = pformat(found, width=116, sort_dicts=False, compact=True)
    text = (
        '"""What was fitted, by the name of the encoder; written by `python -m tests.bench.calibrate --write`."""\n\n'
        f"from typing import Any\n\nCOEFFICIENTS: dict[str, dict[str, Any]] = {table}\n"
    )
    (WRITTEN / "domain" / "coefficients.py").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
