"""How the demo's world answers to what departments do: what people came for stops once its cause was taken away.

Saying that colleagues know it now takes no cause away: then the bot's own numbers show that customers go on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, time

from bot.demo.content import Content
from bot.demo.stream import TIMEZONE, AskedQuestion
from bot.demo.traffic import Traffic
from bot.model import Cause, Signal, SignalState
from bot.ports import Reader

WITHOUT_EFFECT = (Cause.KNOWLEDGE, Cause.OTHER)


class World:
    """Knows which bursts are over before their time."""

    def __init__(self, content: Content, traffic: Traffic) -> None:
        self._traffic = traffic
        self._lasting = {burst.key for burst in content.bursts if burst.lasting}
        self._about: dict[tuple[int, datetime], str | None] = {}  #: the burst a signal was about, by its evidence

    def over(self, data: Reader) -> Mapping[str, datetime]:
        """Since when each burst is over whose cause was taken away and, where its owner is to say so, confirmed."""
        found: dict[str, datetime] = {}
        for signal in data.signals(states=[SignalState.RESOLVED]):
            named = signal.resolution
            if named is None or named.cause in WITHOUT_EFFECT or named.confirmed_at is None:
                continue
            burst = self.burst_of(data, signal)
            if burst is not None and burst not in self._lasting:
                since = datetime.combine(named.since, time(0), TIMEZONE)
                found[burst] = max(found.get(burst, since), since, named.confirmed_at)
        return found

    def burst_of(self, data: Reader, signal: Signal) -> str | None:
        """Key of the burst that most of its questions are part of; None for none."""
        key = signal.id, signal.evidence.at
        if key not in self._about:
            asked = data.questions(ids=signal.evidence.questions) if signal.evidence.questions else ()
            known = (self._traffic.known(question.origin or "") for question in asked)
            counted = Counter(one.burst for one in known if one is not None and one.burst)
            self._about[key] = counted.most_common(1)[0][0] if counted else None
        return self._about[key]


def is_asked(one: AskedQuestion, over: Mapping[str, datetime]) -> bool:
    """Whether somebody still has a reason to ask this."""
    ended = over.get(one.burst or "")
    return ended is None or one.at <= ended
