"""The learning curve as a picture, for README. Needs matplotlib."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from pathlib import Path

from bot.errors import BadSettings
from bot.measure.learning import Point

KINDS = (".png", ".svg", ".pdf")
LEARNING, OFF, INK, PAPER, GRID = "#1264a3", "#767676", "#1d1c1d", "#ffffff", "#e3e3e3"


def require_matplotlib() -> None:
    """Errors: BadSettings where it is not installed."""
    if importlib.util.find_spec("matplotlib") is None:
        raise BadSettings(("--picture needs what is not installed: pip install matplotlib",))


def draw(points: Sequence[Point], title: str, path: Path) -> None:
    """Writes a picture (PNG, SVG or PDF, by the name of `path`) of the share of questions whose entry came first.

    On white, so that it can be read on a light page and on a dark one; the lines are named where they end.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7.2, 3.8), dpi=160, facecolor=PAPER, layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot(facecolor=PAPER)
    asked = [point.questions for point in points]
    lines = (
        ([point.hit for point in points], LEARNING, "o-", "learning"),
        ([point.off for point in points], OFF, "--", "learning off"),
    )
    for values, colour, style, name in lines:
        axes.plot(asked, values, style, color=colour, linewidth=2, markersize=5, clip_on=False)
        axes.annotate(f"{name} {values[-1]:.2f}", (asked[-1], values[-1]), (-2, 7), textcoords="offset points",
                      color=colour, ha="right", va="bottom", fontsize=10, fontweight="bold")  # fmt: skip
    axes.set_title(title, color=INK, fontsize=11, loc="left")
    axes.set_xlabel("questions asked by colleagues", color=INK)
    axes.set_ylabel("right entry first (hit@1)", color=INK)
    axes.set_ylim(0, 1)
    axes.set_xlim(0, max(asked[-1], 1))
    axes.tick_params(colors=INK)
    axes.grid(axis="y", color=GRID)
    axes.set_axisbelow(True)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    figure.savefig(path, facecolor=PAPER)
