"""What `kb backtest` would have told on streams of signalbench.py, scored by it: means over seeds, per file and team.

    python -m tests.bench.backtest ../shared --seeds 1-5 [--files banking77_en massive_nl_a] [--teams 150 25 12]

A row a stream goes to stderr as it comes. With the encoder that runs; each text is encoded once a file. About five
minutes for the files, teams and five seeds above on a quiet machine.
"""

from __future__ import annotations

import argparse
import importlib.util
import io
import json
import sys
import tempfile
from argparse import Namespace
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from statistics import mean
from types import ModuleType

from bot.encoders import load_encoder
from bot.measure.backtest import read_stream, replay
from bot.measure.remembering import Remembering
from bot.ports import Encoder

KEYS = ("signals", "precision", "recall", "repeats", "purity", "delay_askers")
Score = dict[str, float]


def main() -> None:
    options = _options()
    bench = _signalbench(options.shared / "tools" / "signalbench.py")
    encoder = load_encoder()
    print("| file | team | " + " | ".join(KEYS) + " |\n|" + "---|" * (2 + len(KEYS)), flush=True)
    for file in options.files:
        remembering = None if encoder is None else Remembering(encoder)
        path = options.shared / "data" / f"{file}.jsonl"
        for team in options.teams:
            scores = [scored(bench, path, team, seed, remembering) for seed in options.seeds]
            print(f"| {file} | {team} | " + " | ".join(_mean(scores, key) for key in KEYS) + " |", flush=True)


def scored(bench: ModuleType, path: Path, team: int, seed: int, encoder: Encoder | None) -> Score:
    """What signalbench says of the signals on a stream of its making."""
    with tempfile.TemporaryDirectory(prefix="kb-backtest-") as folder:
        stream, signals = Path(folder, "stream.jsonl"), Path(folder, "signals.jsonl")
        with redirect_stderr(io.StringIO()):
            bench.make(
                Namespace(file=str(path), stream=str(stream), seed=seed, weeks=8, askers=team, per_day=None, bursts=12)
            )
        rows = (
            {"at": told.at.isoformat(), "questions": [question.id for question in told.questions]}
            for told in replay(read_stream(stream), encoder)
        )
        signals.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
        said = io.StringIO()
        with redirect_stdout(said):
            bench.score(Namespace(stream=str(stream), signals=str(signals)))
    print(f"# {path.stem} {team} seed {seed}: {said.getvalue().strip()}", file=sys.stderr, flush=True)
    score: Score = json.loads(said.getvalue())
    return score


def _mean(scores: Sequence[Score], key: str) -> str:
    known = [score[key] for score in scores if score[key] is not None]
    return f"{mean(known):.3g}" if known else "-"


def _signalbench(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("signalbench", path)
    if spec is None or spec.loader is None:
        sys.exit(f"there is no {path}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path, help="the folder with data/ and tools/signalbench.py")
    parser.add_argument("--seeds", type=_seeds, default=_seeds("1-5"))
    parser.add_argument("--files", nargs="+", default=["banking77_en", "massive_nl_a"])
    parser.add_argument("--teams", nargs="+", type=int, default=[150, 25, 12])
    return parser.parse_args()


def _seeds(text: str) -> tuple[int, ...]:
    """ "1-5" or "3" or "1,4,7"."""
    first, _, last = text.partition("-")
    return tuple(range(int(first), int(last) + 1)) if last else tuple(int(seed) for seed in text.split(","))


if __name__ == "__main__":
    main()
