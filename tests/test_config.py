"""Settings: read from the environment or .env, all wrong ones said at once, in plain words."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from bot.config import SLACK, load_settings, read_settings, secret_of
from bot.errors import BadSettings


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An empty environment, in a folder without a .env file, and a data folder of its own."""
    for name in (*SLACK, *(f"kb_{one}" for one in ("database_url", "timezone", "language", "secret", "log_level"))):
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


def test_nothing_has_to_be_set_for_what_stays_on_this_machine() -> None:
    settings = load_settings()
    assert (settings.kb_language, settings.kb_timezone, settings.kb_log_level) == ("nl", "Europe/Amsterdam", "INFO")
    assert settings.database_url.endswith("kb.sqlite")


def test_every_wrong_and_every_missing_setting_is_said_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (
        ("SLACK_BOT_TOKEN", "xapp-1-wrong-kind"),
        ("SLACK_API_URL", "slack.example"),
        ("KB_DATABASE_URL", "mysql://here"),
        ("KB_TIMEZONE", "Amsterdam"),
        ("KB_LANGUAGE", "fr"),
        ("KB_SECRET", "short"),
        ("KB_LOG_LEVEL", "LOUD"),
        ("KB_LOG_JSON", "perhaps"),
    ):
        monkeypatch.setenv(name, value)
    with pytest.raises(BadSettings) as raised:
        load_settings("slack_bot_token", "slack_app_token")
    problems = raised.value.problems
    names = [problem.split()[0] for problem in problems]
    assert sorted(names) == [
        "KB_DATABASE_URL", "KB_LANGUAGE", "KB_LOG_JSON", "KB_LOG_LEVEL", "KB_SECRET", "KB_TIMEZONE", "SLACK_API_URL",
        "SLACK_APP_TOKEN", "SLACK_BOT_TOKEN",
    ]  # fmt: skip
    assert "SLACK_BOT_TOKEN is no bot token: it must begin with xoxb-" in problems
    assert any(problem.startswith("SLACK_APP_TOKEN is not set") for problem in problems)
    assert not any("wrong-kind" in problem for problem in problems), "a token is never repeated"


def test_a_command_does_not_stumble_over_settings_it_does_not_use(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "nonsense")
    assert load_settings(unused=SLACK).slack_bot_token == ""


def test_wrong_ones_are_told_apart_for_the_doctor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KB_LANGUAGE", "fr")
    settings, problems = read_settings()
    assert settings.kb_language == "nl"
    assert problems == {"kb_language": "must be 'nl' or 'en'"}


def test_case_and_spaces_make_no_difference_and_empty_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KB_LANGUAGE", " EN ")
    monkeypatch.setenv("KB_LOG_LEVEL", "debug")
    monkeypatch.setenv("KB_TIMEZONE", "")
    settings = load_settings()
    assert (settings.kb_language, settings.kb_log_level, settings.kb_timezone) == ("en", "DEBUG", "Europe/Amsterdam")


def test_a_dotenv_file_is_read_and_the_environment_goes_before_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text("KB_LANGUAGE=en\nKB_TIMEZONE=Europe/London\nSOMETHING_ELSE=1\n")
    monkeypatch.setenv("KB_TIMEZONE", "Europe/Paris")
    settings = load_settings()
    assert (settings.kb_language, settings.kb_timezone) == ("en", "Europe/Paris")


def test_the_secret_is_made_once_beside_the_database_for_its_owner_only(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("KB_DATABASE_URL", f"sqlite:///{tmp_path / 'kb.sqlite'}")
    first = secret_of(load_settings())
    file = tmp_path / "kb.secret"
    assert len(first) >= 32
    assert secret_of(load_settings()) == first == file.read_bytes()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [one.name for one in tmp_path.glob("kb.secret*")] == ["kb.secret"]


def test_a_given_secret_is_used_and_none_is_made(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KB_SECRET", "sixteen characters")
    assert secret_of(load_settings()) == b"sixteen characters"
    assert not list(tmp_path.rglob("*.secret"))


def test_a_secret_that_cannot_be_kept_is_a_wrong_setting(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("KB_DATABASE_URL", f"sqlite:///{tmp_path / 'file' / 'kb.sqlite'}")
    with pytest.raises(BadSettings, match="KB_SECRET is not set"):
        secret_of(load_settings())
