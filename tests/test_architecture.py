"""The rooms of the house: who may import whom (bot/__init__.py draws it), how long a module may be."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TOO_LONG = 400


def test_modules_import_only_what_their_room_allows() -> None:
    found = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"], cwd=ROOT, capture_output=True, text=True
    )
    assert found.returncode == 0, found.stdout + found.stderr


@pytest.mark.parametrize("path", sorted(ROOT.glob("bot/**/*.py")) + sorted(ROOT.glob("storage/**/*.py")), ids=str)
def test_a_module_fits_in_a_head(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= TOO_LONG


@pytest.mark.parametrize("room", ["domain", "services"])
def test_time_is_passed_in_and_never_read(room: str) -> None:
    for path in ROOT.glob(f"bot/{room}/**/*.py"):
        text = path.read_text(encoding="utf-8")
        for reading in ("datetime.now(", "datetime.utcnow(", "time.time(", "date.today("):
            assert reading not in text, f"{path} reads the clock"


def test_only_the_agreed_names_stand_at_the_top() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True).stdout.splitlines()
    tops = {name.split("/")[0] for name in tracked}
    allowed = {"bot", "storage", "tests", "manifest.yml", "pyproject.toml", "README.md"}
    assert {t for t in tops if not t.startswith(".")} <= allowed
