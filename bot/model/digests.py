"""What was frozen when a digest or an agenda was first written: anonymous facts, so that it can be written again; and
the picture that goes with it."""

from __future__ import annotations

from typing import Any, Literal

from bot.model.base import Frozen, Utc


class Written(Frozen):
    """The facts of one digest or agenda: counts, titles and masked questions, nobody's name."""

    kind: Literal["digest", "agenda"]
    scope: str  #: "department:KEY", "task:KEY" or "all"
    period: str  #: "2026-W19" or "2026-05"
    facts: dict[str, Any]  #: JSON
    at: Utc


class Chart(Frozen):
    """A digest's picture, in words and numbers of one language: what was asked a week, how much of it helped, and how
    many signals were opened. None: not told, for it would be about fewer than three people."""

    title: str
    weeks: tuple[str, ...]  #: labels, oldest first
    asked: tuple[int | None, ...]
    helped: tuple[int | None, ...]
    signals: tuple[int, ...]
    asked_label: str
    helped_label: str
    signals_label: str
    hidden_label: str  #: said where something is not told
