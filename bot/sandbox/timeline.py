"""The clock as the page shows and moves it: now, the next scheduled moments, jumps."""

import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from bot.sandbox.clock import Clock

#: A label is one text, or a text by language; the page shows the one of who acts.
Label = str | Mapping[Any, str]
Moments = Callable[[], Sequence[tuple[datetime, Label]]]


class Timeline:
    """Moves the clock on the page's behalf. One move at a time.

    `moments`: the scheduled moments to come, with labels. `on_jump(moment)`: moves the clock and does what is due;
    runs on the caller's thread. `told`: what hears of every move of the clock, and of the end of one on the way.
    """

    def __init__(
        self,
        clock: Clock,
        moments: Moments,
        on_jump: Callable[[datetime], None] | None,
        tz: str,
        told: Callable[[], None],
    ) -> None:
        self._clock = clock
        self._moments = moments
        self._on_jump = on_jump or clock.jump_to
        self._tz = tz
        self._told = told
        self._moving = threading.Lock()
        self._way: tuple[datetime, datetime] | None = None
        clock.tell(told)

    def shape(self) -> dict[str, Any]:
        """Clock, as the page API has it."""
        now = self._clock.now()
        way = self._way
        coming = sorted(((at, label) for at, label in self._moments() if at > now), key=lambda moment: moment[0])
        return {
            "now": now.isoformat(),
            "tz": self._tz,
            "running": self._clock.running,
            "moments": [{"at": at.isoformat(), "label": label} for at, label in coming[:5]],
            "moving": self._moving.locked(),
            "way": {"from": way[0].isoformat(), "to": way[1].isoformat()} if way else None,
        }

    def move(self, wish: dict[str, Any]) -> dict[str, Any]:
        """Carries out {"to": ISO}, {"advance": seconds} or {"next": true}. ValueError for a wish it cannot grant."""
        target = self._target(wish)
        if not self._moving.acquire(blocking=False):
            raise ValueError("the clock is already being moved")
        self._way = (self._clock.now(), target)
        try:
            self._told()
            self._on_jump(target)
            if self._clock.now() < target:
                self._clock.jump_to(target)
        finally:
            self._way = None
            self._moving.release()
        self._told()
        return self.shape()

    def _target(self, wish: dict[str, Any]) -> datetime:
        now = self._clock.now()
        if "to" in wish:
            target = datetime.fromisoformat(wish["to"])
            if target.tzinfo is None:
                raise ValueError("give the time with its offset")
        elif "advance" in wish:
            target = now + timedelta(seconds=float(wish["advance"]))
        elif wish.get("next"):
            coming = sorted(at for at, _ in self._moments() if at > now)
            if not coming:
                raise ValueError("no moment is scheduled")
            target = coming[0]
        else:
            raise ValueError("say to, advance or next")
        if target < now:
            raise ValueError("the clock does not go back")
        return target
