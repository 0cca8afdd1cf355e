"""What was frozen when a digest or an agenda was first written: anonymous facts, so that it can be written again."""

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
