"""How well arriving questions join topics: adjusted Rand index and V-measure against labels.

    python -m tests.bench.topics FILE.jsonl [--limit 1500] [--bare] [--seed 0]

The questions (train and test alike, never oos) with the smallest sha256, in random order, by similarity alone.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import time
from collections.abc import Sequence
from pathlib import Path

from sklearn.metrics import adjusted_rand_score, v_measure_score

from bot.domain.topics import TopicIndex, TopicMember
from bot.domain.words import without_greeting
from bot.encoders import load_encoder
from bot.ports import Encoder


def main() -> None:
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("file", type=Path)
    args.add_argument("--limit", type=int, default=1500)
    args.add_argument("--seed", type=int, default=0)
    args.add_argument("--bare", action="store_true")
    options = args.parse_args()
    rows = [json.loads(line) for line in options.file.read_text(encoding="utf-8").splitlines() if line]
    rows = [row for row in rows if row["label"] != "oos"]
    rows.sort(key=lambda row: hashlib.sha256(row["text"].encode()).hexdigest())
    rows = rows[: options.limit]
    random.Random(options.seed).shuffle(rows)
    start = time.perf_counter()
    topics = join([row["text"] for row in rows], None if options.bare else load_encoder())
    labels = [row["label"] for row in rows]
    out = {
        "file": options.file.stem,
        "ari": round(adjusted_rand_score(labels, topics), 3),
        "v": round(v_measure_score(labels, topics), 3),
        "groups": len(set(topics)),
        "ms": round((time.perf_counter() - start) / len(rows) * 1000, 2),
    }
    print(json.dumps(out))


def join(texts: Sequence[str], encoder: Encoder | None) -> list[int]:
    """The topic of each text, as they come; a topic is named by its first text's place."""
    index, topics = TopicIndex.build((), None), []
    vectors = encoder.encode([without_greeting(text) for text in texts]) if encoder else None
    for i, text in enumerate(texts):
        vector = None if vectors is None else vectors[i]
        joined = index.assign(text, vector)
        topics.append(joined[0] if joined else i)
        index = index.with_member(TopicMember(topics[-1], i, text), vector)
    return topics


if __name__ == "__main__":
    main()
