"""Replay streams of ../shared/tools/signalbench.py through topics and signals, and write the signals it scores.

    python ../shared/tools/signalbench.py make FILE.jsonl STREAM.jsonl --seed 1 --askers 150
    python -m tests.bench.signals STREAM.jsonl SIGNALS.jsonl
    python ../shared/tools/signalbench.py score STREAM.jsonl SIGNALS.jsonl

Without any entries, topics by similarity alone; kind rising only; checks at 09:00 and 14:00 UTC on weekdays.
The stream's truth row is never read.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from bot.domain.signals import Asked, Finding, LastSignal, examine, should_post
from bot.encoders import load_encoder
from tests.bench.topics import join


def main() -> None:
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("stream", type=Path)
    args.add_argument("signals", type=Path)
    options = args.parse_args()
    rows = [json.loads(line) for line in options.stream.read_text(encoding="utf-8").splitlines()]
    rows = [row for row in rows if "truth" not in row]
    topics = join([row["text"] for row in rows], load_encoder())
    asked = [Asked(datetime.fromisoformat(row["at"]), row["asker"], None, row["id"]) for row in rows]
    with options.signals.open("w", encoding="utf-8") as out:
        for at, finding in replay(asked, topics):
            print(json.dumps({"at": at.isoformat(), "questions": finding.questions}), file=out)


def replay(asked: Sequence[Asked], topics: Sequence[int]) -> Iterator[tuple[datetime, Finding]]:
    """The signals on these questions (oldest first), given the topic of each."""
    people = len({a.person for a in asked})
    by_topic: dict[int, list[Asked]] = {}
    last: dict[int, LastSignal] = {}
    i = 0
    for check in _checks(asked[0].at, asked[-1].at):
        while i < len(asked) and asked[i].at <= check:
            by_topic.setdefault(topics[i], []).append(asked[i])
            i += 1
        for topic, questions in by_topic.items():
            finding = examine(questions, check, people, asked[0].at)
            if finding and finding.kind == "rising" and should_post(finding, last.get(topic), check):
                last[topic] = LastSignal(check, finding.people)
                yield check, finding


def _checks(first: datetime, last: datetime) -> Iterator[datetime]:
    day = first.replace(hour=0, minute=0, second=0, microsecond=0)
    while day <= last:
        if day.weekday() < 5:
            yield from (day + timedelta(hours=hour) for hour in (9, 14))
        day += timedelta(days=1)


if __name__ == "__main__":
    main()
