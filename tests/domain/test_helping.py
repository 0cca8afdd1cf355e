"""An answer that does not help: reactions only, distinct people, against how other answers do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.helping import Reactions, does_not_help, reactions, usual_share
from bot.domain.signals import Asked, Finding, thresholds

NOW = datetime(2026, 5, 12, 7, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=100)
TEAM = thresholds(25)


def said(helped: int, not_helped: int, silent: int = 0, days: int = 3, start: int = 0) -> list[Asked]:
    """So many different people said so, some days ago."""
    outcomes = ["helped"] * helped + ["not_helped"] * not_helped + [None] * silent
    at = NOW - timedelta(days=days)
    return [Asked(at, f"p{start + n}", outcome, start + n) for n, outcome in enumerate(outcomes)]


def look(asked: list[Asked], usual: float = 0.2, since: datetime = LONG_AGO, team: int = 25) -> Finding | None:
    return does_not_help(asked, usual, since, NOW, thresholds(team))


def test_six_of_seven_who_were_not_helped_are_told() -> None:
    found = look(said(1, 6))
    assert found is not None
    assert (found.kind, found.people, len(found.questions)) == ("not_helping", 7, 7)
    # P(X >= 6) of Bin(7, 0.2) = 7 * 0.2^6 * 0.8 + 0.2^7
    assert found.p_value == pytest.approx(7 * 0.2**6 * 0.8 + 0.2**7)


def test_three_of_three_are_enough_in_a_base_that_helps() -> None:
    assert look(said(0, 3), usual=0.2) is not None  # 0.2^3 = .008
    assert look(said(0, 3), usual=0.3) is None  # 0.3^3 = .027: in a base like this it happens


def test_a_large_team_takes_four() -> None:
    assert look(said(0, 3), usual=0.1, team=150) is None
    assert look(said(0, 4), usual=0.1, team=150) is not None


def test_an_answer_that_helps_as_many_as_it_fails_is_not_called_bad() -> None:
    assert look(said(6, 6), usual=0.05) is None


def test_no_reaction_proves_nothing() -> None:
    assert look(said(0, 2, silent=30)) is None


def test_one_person_who_says_so_five_times_is_one_person() -> None:
    assert look([Asked(NOW - timedelta(hours=n), "p", "not_helped", n) for n in range(1, 6)]) is None


def test_the_last_word_of_a_person_counts() -> None:
    first = [Asked(NOW - timedelta(days=5), f"p{n}", "not_helped", n) for n in range(4)]
    then = [Asked(NOW - timedelta(days=1), f"p{n}", "helped", 10 + n) for n in range(4)]
    assert reactions([*then, *first]) == Reactions(helped=4, not_helped=0)
    assert look([*first, *then]) is None


def test_what_was_said_before_the_answer_was_changed_is_about_another_answer() -> None:
    changed = NOW - timedelta(days=2)
    assert look(said(0, 6, days=3), since=changed) is None
    assert look(said(0, 6, days=1), since=changed) is not None


def test_people_who_are_forgotten_are_no_three_people() -> None:
    assert look([Asked(NOW - timedelta(days=1), None, "not_helped", n) for n in range(9)]) is None


def test_what_is_usual_is_what_other_answers_do_and_a_guess_while_there_are_few() -> None:
    assert usual_share(Reactions(0, 0)) == pytest.approx(0.25)
    assert usual_share(Reactions(90, 10)) == pytest.approx(12 / 108)
