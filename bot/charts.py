"""Pictures for digests, as PNG: the same numbers give the same bytes.

On white, so that they can be read on a light page and on a dark one. matplotlib is slow to import: only a process that
draws pays for it.
"""

from __future__ import annotations

import io
import threading
from typing import TYPE_CHECKING, Any

from bot.model import Chart

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ASKED, HELPED, SIGNALS, INK, PAPER, GRID = "#b9cfe4", "#1264a3", "#b34700", "#1d1c1d", "#ffffff", "#e3e3e3"
SIZE, DPI = (7.2, 3.4), 120  #: inches
MARGINS = {"left": 0.065, "right": 0.99, "top": 0.82, "bottom": 0.075, "hspace": 0.28}
ROOM = 0.12  #: of the axis: a bar must be that high for a number inside it
LEAST = 5  #: what the axis of a week without questions goes up to

_one_at_a_time = threading.Lock()  # matplotlib's settings are one for the whole process


def draw(chart: Chart) -> bytes:
    """The picture: asked and helped as bars, one in the other; signals as bars of their own below."""
    import matplotlib
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    fixed: dict[Any, Any] = {**matplotlib.rcParamsDefault, "backend": "agg", "font.family": ["DejaVu Sans"]}
    with _one_at_a_time, matplotlib.rc_context(fixed):
        figure = Figure(figsize=SIZE, dpi=DPI, facecolor=PAPER)
        FigureCanvasAgg(figure)
        upper, lower = figure.subplots(2, 1, sharex=True, height_ratios=(4, 1), gridspec_kw=MARGINS)
        _questions(upper, chart)
        _signals(lower, chart)
        figure.suptitle(chart.title, x=0.01, y=0.98, ha="left", color=INK, fontsize=11)
        held = io.BytesIO()
        figure.savefig(held, format="png", facecolor=PAPER, metadata={"Software": None})
    return held.getvalue()


def _questions(axes: Axes, chart: Chart) -> None:
    places = range(len(chart.weeks))
    axes.bar(places, [count or 0 for count in chart.asked], width=0.8, color=ASKED, label=chart.asked_label)
    axes.bar(places, [count or 0 for count in chart.helped], width=0.5, color=HELPED, label=chart.helped_label)
    top = max(LEAST, *(count or 0 for count in chart.asked))
    axes.set_ylim(0, top * 1.15)
    for place, asked, helped in zip(places, chart.asked, chart.helped, strict=True):
        text = "–" if asked is None else str(asked)
        axes.annotate(text, (place, asked or 0), (0, 2), textcoords="offset points", ha="center", color=INK, fontsize=8)
        if (helped if helped is not None else asked or 0) > top * ROOM:
            inside, colour = ("–", INK) if helped is None else (str(helped), PAPER)
            axes.annotate(inside, (place, 0), (0, 4), textcoords="offset points", ha="center", color=colour, fontsize=8)
    _plain(axes)
    handles, labels = axes.get_legend_handles_labels()
    if any(count is None for count in (*chart.asked, *chart.helped)):
        handles, labels = [*handles, _nothing()], [*labels, chart.hidden_label]
    axes.legend(
        handles, labels, loc="lower left", bbox_to_anchor=(0, 1), ncols=3, frameon=False, fontsize=8, labelcolor=INK,
        borderaxespad=0, handlelength=1.2,
    )  # fmt: skip


def _signals(axes: Axes, chart: Chart) -> None:
    places = range(len(chart.weeks))
    axes.bar(places, chart.signals, width=0.5, color=SIGNALS)
    axes.set_ylim(0, max(1, *chart.signals) * 1.6)
    for place, count in zip(places, chart.signals, strict=True):
        if count:
            axes.annotate(
                str(count), (place, count), (0, 1), textcoords="offset points", ha="center", color=INK, fontsize=8
            )
    _plain(axes)
    axes.set_yticks([])
    axes.set_title(chart.signals_label, loc="left", color=SIGNALS, fontsize=8, pad=2)
    axes.set_xticks(list(places), chart.weeks)
    axes.set_xlim(-0.6, max(len(chart.weeks), 4) - 0.4)


def _plain(axes: Axes) -> None:
    from matplotlib.ticker import MaxNLocator

    axes.set_facecolor(PAPER)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=4, integer=True))
    axes.tick_params(colors=INK, labelsize=8, length=0)
    axes.grid(axis="y", color=GRID, linewidth=0.8)
    axes.set_axisbelow(True)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(GRID)


def _nothing() -> Any:
    """A legend's entry without a mark."""
    from matplotlib.patches import Rectangle

    return Rectangle((0, 0), 0, 0, alpha=0)
