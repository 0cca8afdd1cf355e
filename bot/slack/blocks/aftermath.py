"""Did it stop? The verdict on colleagues and on customers in one line, and the counts behind it, under a resolved
signal; how sure that is, in its thread."""

from __future__ import annotations

from bot.domain.aftermath import did_not_stop, latest, present
from bot.model import ENOUGH_PEOPLE, Aftermath, Change, Signal
from bot.slack.blocks.common import Lens

FEWER = ("stopped", "less")


def aftermath_lines(lens: Lens, signal: Signal) -> list[str]:
    """What the message says: the verdict on the last that was seen since it was resolved, what to do when it did not
    stop, and the counts."""
    found = latest(signal)
    if found is None:
        return []
    again = [lens.say("aftermath-open-again")] if did_not_stop(signal) else []
    return [" ".join([verdict(lens, found), *again]), *([figures(lens, found)] if figures(lens, found) else [])]


def in_thread(lens: Lens, signal: Signal, weeks: int) -> str:
    """The same for the thread, as it was after so many weeks, with how sure it is and how it was counted."""
    found = next((one for one in reversed(present(signal)) if one.weeks == weeks), None)
    if found is None:
        return lens.say("signal-history-aftermath")
    sure = [_sure(lens, "asked", found.asked), _sure(lens, "customers", found.customers)]
    return "\n".join(part for part in (sentence(lens, found), *sure, lens.say("aftermath-how")) if part)


def sentence(lens: Lens, found: Aftermath) -> str:
    """The verdict and the counts, one after the other."""
    return " ".join(part for part in (verdict(lens, found), figures(lens, found)) if part)


def verdict(lens: Lens, found: Aftermath) -> str:
    """In one line: what became of colleagues' questions, and of customers."""
    asked, customers = (
        lens.say(f"aftermath-{who}-{_judged(change)}")
        for who, change in (("asked", found.asked), ("customers", found.customers))
    )
    return lens.say("aftermath-verdict", weeks=found.weeks, asked=asked, customers=customers)


def figures(lens: Lens, found: Aftermath) -> str:
    """The counts before and after, and what they do not prove; "" when nothing was counted."""
    parts = [
        lens.say(f"aftermath-{who}", change=_counts(lens, found.weeks, change))
        for who, change in (("asked", found.asked), ("customers", found.customers))
        if change.verdict != "unknown"
    ]
    return " ".join([*parts, *([lens.say("aftermath-learned")] if _may_be_learned(found) else [])])


def _judged(change: Change) -> str:
    """Which verdict is said: of too few to be sure it is something that none came any more, or that there were none."""
    if change.verdict != "too_few":
        return change.verdict
    if not change.after:
        return "none-left" if change.before >= ENOUGH_PEOPLE else "few"
    return "few" if _is_few(change.after) and change.before < ENOUGH_PEOPLE else "too-few"


def _counts(lens: Lens, weeks: int, change: Change) -> str:
    """Before and after. One or two are no figure; where both are, that is said once."""
    if change.before < ENOUGH_PEOPLE and change.after < ENOUGH_PEOPLE:
        return lens.say("aftermath-both-few" if change.before or change.after else "aftermath-both-none")
    return lens.say(
        "aftermath-change", before=_count(lens, change.before), after=_count(lens, change.after), weeks=weeks
    )


def _sure(lens: Lens, who: str, change: Change) -> str:
    """The rates a week and how sure their ratio is, unless one of the counts is one or two."""
    if change.low is None or _is_few(change.before) or _is_few(change.after):
        return ""
    rates = lens.say(
        f"aftermath-{who}-rates", before=_rate(lens, change.before_per_week), after=_rate(lens, change.after_per_week)
    )
    low, high = _times(change.low), _times(change.high or 0.0)
    times = lens.say("aftermath-at-least" if change.high is None else "aftermath-between", low=low, high=high)
    return f"{rates} {lens.say('aftermath-sure', times=times)}"


def _rate(lens: Lens, per_week: float) -> object:
    """Whole ones: a week has no half questions."""
    return lens.say("aftermath-less-than-one") if 0 < per_week < 0.95 else int(per_week + 0.5)


def _may_be_learned(found: Aftermath) -> bool:
    """Colleagues who ask less may only have learned it, as long as it is not sure that fewer customers come."""
    return found.asked.verdict in FEWER and found.customers.verdict not in FEWER


def _is_few(count: int) -> bool:
    return 0 < count < ENOUGH_PEOPLE


def _count(lens: Lens, count: int) -> object:
    return lens.say("aftermath-fewer-than", count=ENOUGH_PEOPLE) if _is_few(count) else count


def _times(ratio: float) -> float:
    """A ratio to as many digits as it deserves: 0.02, 0.3, 1.4, 12."""
    if ratio >= 10:
        return round(ratio)
    return round(ratio, 1) if ratio >= 0.1 else round(ratio, 2)
