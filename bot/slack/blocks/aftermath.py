"""Did it stop? One honest sentence about colleagues and one about customers, under a resolved signal."""

from __future__ import annotations

from math import ceil

from bot.domain.aftermath import did_not_stop, latest, present
from bot.model import ENOUGH_PEOPLE, Aftermath, Change, Signal
from bot.slack.blocks.common import Lens

FEWER = ("stopped", "less")


def aftermath_lines(lens: Lens, signal: Signal) -> list[str]:
    """What the message says: the last that was seen since it was resolved, and what to do when it did not stop."""
    found = latest(signal)
    if found is None:
        return []
    return [sentence(lens, found), *([lens.say("aftermath-open-again")] if did_not_stop(signal) else [])]


def in_thread(lens: Lens, signal: Signal, weeks: int) -> str:
    """The same for the thread, as it was after so many weeks."""
    found = next((one for one in reversed(present(signal)) if one.weeks == weeks), None)
    return sentence(lens, found) if found else lens.say("signal-history-aftermath")


def sentence(lens: Lens, found: Aftermath) -> str:
    """What became of colleagues' questions and of customers, each with its bases, and what that does not prove."""
    head = f"*{lens.say('aftermath-after', weeks=found.weeks)}*"
    parts = [head, _line(lens, "asked", found.asked), _line(lens, "customers", found.customers), _caveat(lens, found)]
    return " · ".join(part for part in parts if part)


def _line(lens: Lens, who: str, change: Change) -> str:
    if change.verdict == "unknown":
        return lens.say("aftermath-customers-unknown")
    key = "aftermath-too-few" if change.verdict == "too_few" else f"aftermath-{who}-{change.verdict}"
    told = lens.say(
        "aftermath-change",
        before=_rate(lens, change.before, change.before_per_week),
        after=_rate(lens, change.after, change.after_per_week),
        details="; ".join(_details(lens, change)),
    )
    return lens.say(f"aftermath-{who}", change=told, verdict=lens.say(key))


def _details(lens: Lens, change: Change) -> list[str]:
    """The counts behind the rates; their ratio and its interval, unless one of them is about one or two."""
    parts = [lens.say("aftermath-counted", before=_count(lens, change.before), after=_count(lens, change.after))]
    if _is_few(change.before) or _is_few(change.after):
        return parts
    if change.ratio is not None and change.low is not None:
        parts.append(lens.say("aftermath-ratio", ratio=_times(change.ratio)))
    if change.low is not None and change.high is not None:
        parts.append(lens.say("aftermath-interval", low=_times(change.low), high=_times(change.high)))
    elif change.low is not None:
        parts.append(lens.say("aftermath-interval-open", low=_times(change.low)))
    return parts


def _caveat(lens: Lens, found: Aftermath) -> str:
    """Colleagues who ask less may only have learned it."""
    if found.asked.verdict not in FEWER or found.customers.verdict in FEWER:
        return ""
    known = found.customers.verdict in ("same", "more")
    return lens.say("aftermath-learned-same" if known else "aftermath-learned-unknown")


def _is_few(count: int) -> bool:
    return 0 < count < ENOUGH_PEOPLE


def _count(lens: Lens, count: int) -> object:
    return lens.say("aftermath-fewer-than", count=ENOUGH_PEOPLE) if _is_few(count) else count


def _rate(lens: Lens, count: int, per_week: float) -> object:
    """Whole ones: a week has no half questions. Of one or two no more than what three would be."""
    if _is_few(count):
        most = ceil(round(per_week * ENOUGH_PEOPLE / count, 9))
        return lens.say("aftermath-less-than-one" if most <= 1 else "aftermath-fewer-than", count=most)
    return lens.say("aftermath-less-than-one") if 0 < per_week < 0.95 else int(per_week + 0.5)


def _times(ratio: float) -> float:
    """A ratio to as many digits as it deserves: 0.02, 0.3, 1.4, 12."""
    if ratio >= 10:
        return round(ratio)
    return round(ratio, 1) if ratio >= 0.1 else round(ratio, 2)
