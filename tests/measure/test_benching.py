"""`kb bench` measures what it says: through the use cases, on made-up entries, the others in the same run."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from bot.cli import run
from bot.cli.throwaway import alone
from bot.config import Settings
from bot.domain.wide import WideIndex
from bot.measure.benching import EACH, Elsewhere, Restarted, measure, write_entry
from bot.measure.made_up import capacity, made_up
from storage import open_store
from tests.services.test_following import NOW, Letters


def test_made_up_entries_are_all_different_and_always_the_same() -> None:
    entries = list(made_up(3000))

    texts = [text for entry in entries for text in (entry.title, *entry.phrasings, entry.question)]

    assert len(set(texts)) == len(texts) == 3000 * 6
    assert {entry.language for entry in entries} == {"nl", "en"}
    assert entries[:50] != list(made_up(3000, seed=2))[:50]
    assert entries == list(made_up(3000))
    assert capacity() * EACH >= 100_000


def test_every_figure_is_measured(tmp_path: Path) -> None:
    url, encoder, settings = f"sqlite:///{tmp_path}/kb.sqlite", Letters(), Settings()
    store, other = open_store(url), open_store(url)
    done: list[str] = []

    def write(title: str) -> float:
        return write_entry(alone(other, settings, encoder), title, NOW)

    def restart(question: str) -> Restarted:
        start = time.monotonic()
        knowledge = alone(other, settings, encoder).knowledge
        encoded = knowledge.fill()
        assert isinstance(knowledge.index(), WideIndex)
        assert knowledge.look_up(question)[1]
        return Restarted(time.monotonic() - start, encoded, None, None)

    context = alone(store, settings, encoder)
    figures = measure(
        context, 2000, Elsewhere(write, restart), NOW, lambda what, at, of: done.append(what), seconds=0.3
    )

    assert (figures["phrasings"], figures["entries"]) == (2000, 400)
    assert figures["hit@1"] > 0.5, "the answers are looked at, not only timed"
    assert figures["unanswered"] == 0
    assert figures["restart_encoded"] == 0
    assert figures["find_p50"] <= figures["find_p99"]
    assert min(figures["per_second_1"], figures["per_second_8"], figures["fts5_p50"], figures["rapidfuzz_p50"]) > 0
    assert figures["rapidfuzz_ratio"] == pytest.approx(figures["rapidfuzz_p50"] / figures["find_p50"], abs=0.2)
    assert max(figures["found_here_s"], figures["found_elsewhere_s"]) < 5
    assert {"encoded", "asked", "changed", "asked of others"} <= set(done)
    with store.reading() as data:
        assert len(data.entries()) == 400 + 11, "what was added while asking"
    store.close()
    other.close()


def test_the_command_prints_one_line_of_json(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["bench", "--phrasings", "100", "--json"]) == 0

    (line,) = capfd.readouterr().out.splitlines()
    figures = json.loads(line)
    assert figures["phrasings"] == 100
    assert figures["restart_encoded"] == 0
    assert figures["resident_mb"] is None or 50 < figures["resident_mb"] < 700


def test_more_than_can_be_made_up_is_refused(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["bench", "--phrasings", "9999999"]) == 2

    assert "at most" in capfd.readouterr().err
