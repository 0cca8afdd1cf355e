"""Words that the lines and the lists of a digest share."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from bot.domain.digest import notable
from bot.domain.digest_figures import Digest, TopicFigure, Waiting
from bot.domain.digest_weeks import number_of, week
from bot.domain.text import one_line
from bot.locale import clock, date_words, day
from bot.model import Outcome
from bot.slack.blocks.common import Lens, escape

TITLE = 60  #: characters of a title in a line of several


def week_of(digest: Digest) -> int:
    """19, of 2026-W19."""
    return number_of(digest.week)


def name_of(lens: Lens, digest: Digest) -> str:
    """Whose week it is."""
    return escape(digest.name) if digest.name else lens.say("digest-all")


def for_all(digest: Digest) -> bool:
    """Whether departments have to be named."""
    return not digest.scope.startswith("department:")


def title(text: str, limit: int = TITLE) -> str:
    """A title or question within a line."""
    return escape(one_line(text, limit))


def topic(lens: Lens, figure: TopicFigure) -> str:
    """A topic with its count, and what that was when it matters."""
    name, count = title(figure.title), figure.questions
    if not notable(figure):
        return lens.say("digest-topic", title=name, count=count)
    if figure.before is None:
        return lens.say("digest-topic-was-few", title=name, count=count)
    if figure.before == 0:
        return lens.say("digest-topic-new", title=name, count=count)
    return lens.say("digest-topic-was", title=name, count=count, before=figure.before)


def outcome(lens: Lens, outcomes: Sequence[Outcome]) -> str:
    """ "helped", or "did not help, no answer or no reaction" where they are counted together."""
    *names, last = (lens.say(f"digest-outcome-{one.value}") for one in outcomes)
    return lens.say("digest-or", first=", ".join(names), second=last) if names else last


def age(lens: Lens, digest: Digest, one: Waiting) -> str:
    """In days of the calendar, as of when the digest was made: a later rendering says the same."""
    made, since = (at.astimezone(lens.zone).date() for at in (digest.made_at, one.since))
    return lens.say("digest-age", days=max(0, (made - since).days))


def day_of(lens: Lens, digest: Digest, one: date) -> str:
    """A date, as of when the digest was made."""
    return date_words(lens.language, one, digest.made_at.astimezone(lens.zone).date())


def as_of(lens: Lens, digest: Digest) -> str:
    """The days it counts, and as of when the rest is."""
    at, counted = digest.made_at, week(digest.week, lens.zone)
    first, last = counted.start.astimezone(lens.zone).date(), (counted.end - timedelta(hours=1)).astimezone(lens.zone)
    return lens.say(
        "digest-as-of",
        week=week_of(digest),
        begin=day_of(lens, digest, first),
        last=day_of(lens, digest, last.date()),
        at=f"{day(lens.language, at, lens.zone)} {clock(lens.language, at, lens.zone)}",
    )


def joined(lens: Lens, parts: Sequence[str]) -> str:
    """ "a, b and c"."""
    if len(parts) < 2:
        return "".join(parts)
    return lens.say("digest-and", first=", ".join(parts[:-1]), second=parts[-1])
