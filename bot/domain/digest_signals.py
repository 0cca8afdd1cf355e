"""What a digest says of signals and of their causes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from bot.domain.digest_figures import CauseLine, SignalLine
from bot.domain.digest_weeks import Week
from bot.model import LIVE_SIGNALS, Action, Signal, SignalState

BACK = "relapsed"
EXPECTED = "expected"


def lines(signals: Iterable[Signal], week: Week, names: Mapping[str, str]) -> tuple[SignalLine, ...]:
    """Signals that a week's digest tells of: opened, back, closed or measured in the week, still waiting, or opened
    since and waiting, so that they add up to what it says that waits; by group.

    `names` of departments by key. What an announcement foresaw is told with the announcement.
    """
    found = []
    for signal in signals:
        group = _group(signal, week)
        if group is None:
            continue
        measured = [one for one in signal.aftermath if _within(week, one.at)]
        found.append(
            SignalLine.model_validate(
                {
                    "title": signal.title,
                    "group": group,
                    "state": signal.state.value,
                    "opened": _within(week, signal.opened_at),
                    "department": names.get(signal.department, ""),
                    "cause": signal.resolution.cause if signal.resolution else None,
                    "aftermath": measured[-1] if measured else None,
                }
            )
        )
    order = ("back", "new", "waiting", "after", "closed", "measured")
    return tuple(sorted(found, key=lambda line: order.index(line.group)))


def causes(actions: Iterable[Action], names: Mapping[str, str], titles: Mapping[int, str], today: date) -> tuple[
    CauseLine, ...
]:  # fmt: skip
    """Causes that somebody is still to take away. `titles` of signals by number."""
    return tuple(
        CauseLine(
            title=titles.get(action.signal or 0, action.text),
            cause=action.cause,
            owner=names.get(action.owner, ""),
            due=action.due,
            late=action.due < today,
        )
        for action in actions
    )


def waits_since(signal: Signal) -> datetime:
    """Since when it waits: it was opened, or came back after it had been resolved."""
    return max((event.at for event in signal.history if event.what == BACK), default=signal.opened_at)


def expected_by(signals: Iterable[Signal], week: Week) -> dict[int, int]:
    """How many bursts of the week each announcement (number of its entry) foresaw."""
    found: dict[int, int] = {}
    for signal in signals:
        if signal.expected is not None and _within(week, signal.opened_at):
            found[signal.expected] = found.get(signal.expected, 0) + 1
    return found


def _group(signal: Signal, week: Week) -> str | None:
    if signal.expected is not None:
        return None
    if signal.opened_at >= week.end:
        return "after" if signal.state in LIVE_SIGNALS else None
    if signal.state in LIVE_SIGNALS:
        if any(event.what == BACK and _within(week, event.at) for event in signal.history):
            return "back"
        return "new" if _within(week, signal.opened_at) else "waiting"
    if _within(week, _closed_at(signal)):
        return "closed"
    return "measured" if any(_within(week, one.at) for one in signal.aftermath) else None


def _closed_at(signal: Signal) -> datetime:
    named = signal.resolution
    if signal.state is SignalState.RESOLVED and named is not None:
        return named.confirmed_at or named.at
    return signal.changed_at


def _within(week: Week, at: datetime) -> bool:
    return week.start <= at < week.end
