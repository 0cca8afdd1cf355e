"""How well our index answers labelled questions, by the protocol of ../shared/tools/matchbench.py (its docstring).

    python -m tests.bench.matching FILE.jsonl [--k 5] [--limit 500] [--typos 0] [--bare]

Prints hit@1, hit@3, coverage@90 and, with out-of-scope questions, auroc and correct@10fa, of the calibrated
probability; then of the answers shown as fitting how many were right, and how many answerable questions got one.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import statistics
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from sklearn.metrics import roc_auc_score

from bot.domain.matching import Index, Match, Phrasing
from bot.encoders import load_encoder


def main() -> None:
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("file", type=Path)
    args.add_argument("--k", type=int, default=5)
    args.add_argument("--limit", type=int, default=500)
    args.add_argument("--typos", type=int, default=0, help="typos made in each question")
    args.add_argument("--bare", action="store_true", help="without an encoder")
    options = args.parse_args()
    entries, questions = load(options.file, options.k, options.limit)
    labels = list(entries)
    phrasings = [Phrasing(i, e, text) for e, label in enumerate(labels) for i, text in enumerate(entries[label])]
    encoder = None if options.bare else load_encoder()
    index = Index.build(phrasings, encoder.encode([p.text for p in phrasings]) if encoder else None)
    rng = random.Random(1)
    ranked, times = [], []
    for text, _ in questions:
        asked = mistyped(text, options.typos, rng)
        start = time.perf_counter()
        vector = encoder.encode([index.prepare(asked)])[0] if encoder else None
        ranked.append(index.rank(asked, vector, 5))
        times.append((time.perf_counter() - start) * 1000)
    result = measure(ranked, [labels.index(label) if label in entries else -1 for _, label in questions])
    shape = {"file": options.file.stem, "k": options.k, "entries": len(labels), "questions": len(questions)}
    print(json.dumps({**shape, **result, "ms": round(statistics.median(times), 2)}))


def load(path: Path, k: int, limit: int) -> tuple[dict[str, list[str]], list[tuple[str, str]]]:
    """Phrasings by label, and (question, label) pairs."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
    faq = path.with_name(path.name.removesuffix(".jsonl") + ".faq.jsonl")
    entries: dict[str, list[str]] = {}
    for line in faq.read_text(encoding="utf-8").splitlines() if faq.exists() else ():
        entries[json.loads(line)["label"]] = [json.loads(line)["question"]]
    train: dict[str, list[str]] = {}
    for row in rows:
        if row["split"] == "train" and row["label"] != "oos":
            train.setdefault(row["label"], []).append(row["text"])
    for label, texts in train.items():
        entries.setdefault(label, []).extend(sorted(texts, key=_sha)[:k])
    entries = {label: texts for label, texts in sorted(entries.items()) if texts}
    own = {text.casefold() for texts in entries.values() for text in texts}
    tests = [(r["text"], r["label"]) for r in rows if r["split"] == "test" and r["text"].casefold() not in own]
    tests = [(text, label) for text, label in tests if label == "oos" or label in entries]
    return entries, sorted(tests, key=lambda row: _sha(row[0]))[:limit]


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def mistyped(text: str, typos: int, rng: random.Random) -> str:
    """The text with letters dropped, doubled or swapped inside words of four letters or more."""
    for _ in range(typos):
        words = text.split(" ")
        long = [i for i, word in enumerate(words) if len(word) >= 4]
        if not long:
            break
        i = rng.choice(long)
        word, at = words[i], rng.randrange(1, len(words[i]) - 1)
        words[i] = rng.choice(
            (
                word[:at] + word[at + 1 :],
                word[:at] + word[at] + word[at:],
                word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            )
        )
        text = " ".join(words)
    return text


def measure(ranked: Sequence[tuple[Match, ...]], answers: Sequence[int]) -> dict[str, float]:
    """`answers`: the entry of each question, -1 when none answers it."""
    inside = np.array([a >= 0 for a in answers])
    right = np.array([bool(r) and r[0].entry == a for r, a in zip(ranked, answers, strict=True)])
    near = np.array([any(m.entry == a for m in r[:3]) for r, a in zip(ranked, answers, strict=True)])
    sure = np.array([r[0].probability if r else 0.0 for r in ranked])
    fits = np.array([bool(r) and r[0].fits for r in ranked])
    order = np.argsort(-sure, kind="stable")
    precision = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    good = np.flatnonzero(precision >= 0.9)
    out = {
        "hit@1": right[inside].mean(),
        "hit@3": near[inside].mean(),
        "coverage@90": (good.max() + 1) / len(order) if len(good) else 0.0,
        "right_of_fitting": right[fits].mean() if fits.any() else 0.0,
        "answered": (right & fits)[inside].mean(),
    }
    if not inside.all():
        out["auroc"] = roc_auc_score(inside, sure)
        out["correct@10fa"] = (right & (sure > np.quantile(sure[~inside], 0.9)))[inside].mean()
        out["oos_fitting"] = fits[~inside].mean()
    return {key: round(float(value), 3) for key, value in out.items()}


if __name__ == "__main__":
    main()
