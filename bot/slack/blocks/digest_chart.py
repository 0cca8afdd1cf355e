"""The digest's picture: its numbers, and the same in words for who does not see it."""

from __future__ import annotations

from bot.domain.digest_figures import Digest, Point
from bot.domain.digest_weeks import number_of
from bot.model import Chart
from bot.slack.blocks.common import Lens
from bot.slack.blocks.digest_words import name_of

ALT_MAX = 2000  #: characters; Slack's limit


def chart(lens: Lens, digest: Digest) -> Chart | None:
    """The weeks up to this one; None when nothing was ever asked in them, and no signal opened."""
    if not any(point.asked != 0 or point.signals for point in digest.series):
        return None
    return Chart(
        title=lens.say("digest-chart-title", name=digest.name or lens.say("digest-all")),
        weeks=tuple(lens.say("digest-chart-tick", week=number_of(point.week)) for point in digest.series),
        asked=tuple(point.asked for point in digest.series),
        helped=tuple(point.helped for point in digest.series),
        signals=tuple(point.signals for point in digest.series),
        asked_label=lens.say("digest-chart-asked"),
        helped_label=lens.say("digest-chart-helped"),
        signals_label=lens.say("digest-chart-signals"),
        hidden_label=lens.say("digest-chart-hidden"),
    )


def alt(lens: Lens, digest: Digest) -> str:
    """The picture in words: every week with its numbers."""
    weeks = "; ".join(_week(lens, point) for point in digest.series)
    return f"{lens.say('digest-chart-alt', name=name_of(lens, digest))} {weeks}."[:ALT_MAX]


def _week(lens: Lens, point: Point) -> str:
    unknown = lens.say("digest-chart-too-few")
    return lens.say(
        "digest-chart-week",
        week=number_of(point.week),
        asked=unknown if point.asked is None else point.asked,
        helped=unknown if point.helped is None else point.helped,
        signals=point.signals,
    )
