"""README says what is: its commands run, its settings are those there are, its files exist."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from bot.cli import build
from bot.cli.setup_file import read_setup
from bot.config import Settings
from bot.services import contact_sheets, forgetting

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def section(title: str) -> str:
    """A section of README, without its heading."""
    return README.split(f"\n## {title}\n")[1].split("\n## ")[0]


def test_the_settings_listed_are_those_there_are() -> None:
    listed = dict(re.findall(r"^\| `([A-Z_]+)` \|.*\| (.*?) \|$", section("Settings"), re.MULTILINE))
    assert set(listed) == {name.upper() for name in Settings.model_fields}
    for name in ("KB_TIMEZONE", "KB_LANGUAGE", "KB_LOG_LEVEL"):
        assert Settings.model_fields[name.lower()].default in listed[name]


@pytest.mark.parametrize("line", re.findall(r"^\| `kb ([^`]+)` \|", section("Commands"), re.MULTILINE))
def test_every_command_listed_exists_with_its_options(line: str) -> None:
    command = line.split()[0]
    shown = CliRunner().invoke(build(), [command, "--help"])
    assert shown.exit_code == 0
    for option in re.findall(r"--[a-z-]+", line):
        assert option in shown.stdout, f"kb {command} has no {option}"


def test_every_command_there_is_is_listed() -> None:
    shown = CliRunner().invoke(build(), ["--help"])
    there = re.findall(r"^  ([a-z-]+)  ", shown.stdout.split("Commands:")[1], re.MULTILINE)
    listed = [line.split()[0] for line in re.findall(r"^\| `kb ([^`]+)` \|", section("Commands"), re.MULTILINE)]
    assert there and sorted(there) == sorted(set(listed)), "a command may have more than one line"


def test_the_example_organisation_is_one_that_kb_configure_takes(tmp_path: Path) -> None:
    example = section("Install it in your workspace").split("```yaml\n")[1].split("```")[0]
    path = tmp_path / "organisation.yml"
    path.write_text(example, encoding="utf-8")
    assert read_setup(path).departments[0].key == "collections"
    assert yaml.safe_load(example)


def test_what_is_kept_is_kept_as_long_as_it_says() -> None:
    table = section("What it stores about people, and for how long")
    words = {1: "one", 2: "two", 3: "three"}
    assert f"{words[forgetting.ASKERS_WORKING_DAYS]} working days" in table
    assert f"| {forgetting.PSEUDONYMS.days} days |" in table
    assert f"| {words[forgetting.DELIVERY.days]} days |" in table
    assert f"until it is over, at most {forgetting.PSEUDONYMS.days} days" in table
    assert f"at most {contact_sheets.TEXT_KEPT} characters" in table


def test_files_and_pictures_named_are_there() -> None:
    for path in re.findall(r"\]\((?!https?:)([^)#]+)\)", README):
        assert (ROOT / path).exists(), path
    for path in re.findall(r"`((?:bot|storage|tests|\.ci)/[\w./]+)`", README):
        assert (ROOT / path).exists(), path


def test_the_two_lines_install_with_the_pinned_versions() -> None:
    lines = [line for line in README.splitlines() if line.startswith("python3 -m venv")]
    assert len(lines) == 2
    assert all("-c .ci/constraints.txt" in line for line in lines)


def test_no_file_names_a_package_registry() -> None:
    hosts = ("pypi" + ".org", "files.python" + "hosted.org", "registry.npm" + "js.org")
    for name in subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True).stdout.splitlines():
        path = ROOT / name
        if path.suffix in {".py", ".md", ".toml", ".txt", ".yml", ".js", ".html", ""} and path.is_file():
            text = path.read_text(encoding="utf-8", errors="ignore")
            assert not any(host in text for host in hosts), name
