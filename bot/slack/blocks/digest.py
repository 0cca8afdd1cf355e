"""The weekly digest (screens.md): the first message, and the longer lists in its thread."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

from bot.domain.digest import SAMPLES, TOP, Digest, TopicFigure, Waiting, notable
from bot.domain.text import one_line
from bot.model import ENOUGH_PEOPLE, Outcome
from bot.slack.blocks.common import Block, Lens, actions, button, context_line, escape, quote, section
from bot.slack.responses import Rendered

TITLE = 60  #: characters of a title in a line of several
LISTED_TOPICS = 30
LISTED_WAITING = 30


def message(lens: Lens, digest: Digest) -> Rendered:
    """The first message, or one line for a quiet week."""
    if digest.quiet:
        text = _quiet(lens, digest)
        return Rendered(text, (section(text), context_line(_why(lens, digest))))
    head = lens.say("digest-head", week=_week(digest), name=_name(lens, digest))
    lines = [f"• {line}" for one in LINES if (line := one(lens, digest))]
    blocks: list[Block] = [section(head), *(section(line) for line in lines)]
    blocks += _samples(lens, digest)
    if (
        digest.waiting and digest.department
    ):  # who reads about all of them may have nothing waiting: it is in the thread
        blocks.append(actions(button(lens.say("digest-open"), "digest.open", style="primary")))
    return Rendered(head.replace("*", ""), (*blocks, context_line(_why(lens, digest))))


def more(lens: Lens, digest: Digest) -> Rendered:
    """In its thread: all topics, and all that waits with its age."""
    blocks: list[Block] = []
    if len(digest.top) > TOP:
        rows = [f"• {_topic(lens, figure)}" for figure in digest.top[:LISTED_TOPICS]]
        blocks += _list(lens, lens.say("digest-more-top"), rows, len(digest.top) - LISTED_TOPICS)
    if digest.waiting:
        rows = [f"• {_waiting(lens, digest, one)}" for one in digest.waiting[:LISTED_WAITING]]
        blocks += _list(lens, lens.say("digest-more-waiting"), rows, len(digest.waiting) - LISTED_WAITING)
    return Rendered(lens.say("digest-more-top" if len(digest.top) > TOP else "digest-more-waiting"), tuple(blocks))


# ---------------------------------------------------------------- the lines of the first message, in their order


def asked(lens: Lens, digest: Digest) -> str:
    """How much was asked, and by how many."""
    if digest.asked:
        return lens.say("digest-asked-many", asked=digest.asked, people=digest.people)
    return lens.say("digest-asked-few" if digest.any_asked else "digest-asked-none")


def most_asked(lens: Lens, digest: Digest) -> str:
    """The topics asked most, with what changed since the week before."""
    if not digest.top:
        return ""
    return lens.say("digest-top", topics=_topics(lens, digest.top))


def outcomes(lens: Lens, digest: Digest) -> str:
    """How it ended, with the base; and what is known of customers."""
    base = sum(figure.questions for figure in digest.outcomes)
    tallied = _tallied(lens, digest)
    if len(digest.outcomes) < 2 and not (digest.outcomes and len(digest.outcomes[0].outcomes) == 1):
        return tallied
    first, *rest = digest.outcomes
    if first.outcomes == (Outcome.HELPED,):
        parts = [lens.say("digest-outcomes-helped", count=first.questions, base=base)]
        parts += [_outcome(lens, figure.outcomes, figure.questions) for figure in rest]
        return f"{', '.join(parts)}. {tallied}"
    parts = [_outcome(lens, figure.outcomes, figure.questions) for figure in digest.outcomes]
    return f"{lens.say('digest-outcomes-base', base=base, rest=', '.join(parts))}. {tallied}"


def no_mandate(lens: Lens, digest: Digest) -> str:
    """How often colleagues could not decide it themselves."""
    return lens.say("digest-no-mandate", count=digest.no_mandate) if digest.no_mandate else ""


def waiting(lens: Lens, digest: Digest) -> str:
    """What waits, and how long."""
    end = "" if digest.department else "-all"
    parts = []
    for kind in ("signal", "question"):
        rows = [one for one in digest.waiting if one.kind == kind]
        if rows:
            parts.append(lens.say(f"digest-{kind}s", count=len(rows), age=_age(lens, digest, rows[0])))
    if not parts:
        return lens.say(f"digest-waiting-nothing{end}")
    return lens.say(f"digest-waiting{end}", what=", ".join(parts))


def warned(lens: Lens, digest: Digest) -> str:
    """The honest warning: more activity, less outcome."""
    found = digest.warned
    if found is None:
        return ""
    return lens.say(
        "digest-warned",
        answered=found.answered,
        before=found.answered_before,
        helped=found.helped,
        helpedbefore=found.helped_before,
    )


def shared(lens: Lens, digest: Digest) -> str:
    """What was shared, and a thank you."""
    parts = []
    if digest.tips and digest.sharers:
        parts.append(lens.say("digest-tips-by", count=digest.tips, people=digest.sharers))
    elif digest.tips:
        parts.append(lens.say("digest-tips", count=digest.tips))
    if digest.mistakes:
        parts.append(lens.say("digest-mistakes", count=digest.mistakes))
    return lens.say("digest-shared", what=_and(lens, parts)) if parts else ""


def queue(lens: Lens, digest: Digest) -> str:
    """Entries that nobody vouches for yet."""
    parts = []
    if digest.unchecked:
        parts.append(lens.say("digest-unchecked", count=digest.unchecked))
    if digest.outdated:
        parts.append(lens.say("digest-outdated", count=digest.outdated))
    return lens.say("digest-queue", what=_and(lens, parts)) if parts else ""


def homeless(lens: Lens, digest: Digest) -> str:
    """Topics that are no department's yet; only in the digest about all."""
    if not digest.without_department:
        return ""
    return lens.say("digest-homeless", topics=_topics(lens, digest.without_department))


LINES = (asked, most_asked, outcomes, no_mandate, waiting, warned, shared, queue, homeless)


# ---------------------------------------------------------------- parts


def _quiet(lens: Lens, digest: Digest) -> str:
    week, name = _week(digest), _name(lens, digest)
    if digest.asked:
        return lens.say("digest-quiet", week=week, name=name, asked=digest.asked, people=digest.people)
    return lens.say("digest-quiet-few", week=week, name=name)


def _week(digest: Digest) -> int:
    return int(digest.week.split("-W")[1])


def _name(lens: Lens, digest: Digest) -> str:
    return escape(digest.department) if digest.department else lens.say("digest-all")


def _why(lens: Lens, digest: Digest) -> str:
    if digest.department:
        return lens.say("digest-why-lead", name=escape(digest.department))
    return lens.say("digest-why-channel")


def _topics(lens: Lens, figures: Sequence[TopicFigure]) -> str:
    parts = [_topic(lens, figure) for figure in figures[:TOP]]
    if len(figures) > TOP:
        parts.append(lens.say("digest-others", count=len(figures) - TOP))
    return "; ".join(parts)  # titles have commas of their own


def _topic(lens: Lens, figure: TopicFigure) -> str:
    title, count = escape(one_line(figure.title, TITLE)), figure.questions
    if not notable(figure):
        return lens.say("digest-topic", title=title, count=count)
    if figure.before is None:
        return lens.say("digest-topic-was-few", title=title, count=count)
    if figure.before == 0:
        return lens.say("digest-topic-new", title=title, count=count)
    return lens.say("digest-topic-was", title=title, count=count, before=figure.before)


def _outcome(lens: Lens, outcomes: Sequence[Outcome], count: int) -> str:
    names = [lens.say(f"digest-outcome-{outcome.value}") for outcome in outcomes]
    return f"{reduce(lambda first, second: lens.say('digest-or', first=first, second=second), names)} {count}"


def _tallied(lens: Lens, digest: Digest) -> str:
    if digest.tallied >= ENOUGH_PEOPLE:
        return lens.say("digest-tallied", count=digest.tallied)
    return lens.say("digest-tallied-few" if digest.tallied else "digest-tallied-unknown")


def _age(lens: Lens, digest: Digest, one: Waiting) -> str:
    """As of when the digest was made: a later rendering says the same."""
    return lens.say("digest-age", days=max(0, (digest.made_at - one.since).days))


def _waiting(lens: Lens, digest: Digest, one: Waiting) -> str:
    title = escape(one_line(one.title, 100))
    key = f"signal-short-{one.state}" if one.kind == "signal" else f"digest-question-{one.state}"
    text = lens.say(f"digest-waiting-{one.kind}", title=title, state=lens.say(key), age=_age(lens, digest, one))
    return text if digest.department or not one.department else f"{escape(one.department)} · {text}"


def _samples(lens: Lens, digest: Digest) -> list[Block]:
    if not digest.samples:
        return []
    head = lens.say("digest-samples" if len(digest.samples) == SAMPLES else "digest-samples-fewer")
    lines = "\n".join(quote(one_line(text, 250)) for text in digest.samples)
    return [section(f"{head}\n{lines}")]


def _and(lens: Lens, parts: Sequence[str]) -> str:
    return reduce(lambda first, second: lens.say("digest-and", first=first, second=second), parts)


def _list(lens: Lens, head: str, rows: Sequence[str], left: int) -> list[Block]:
    """A head and its rows, ten to a block: a section holds 3,000 characters."""
    blocks: list[Block] = [section(f"*{head}*")]
    blocks += [section("\n".join(rows[at : at + 10])) for at in range(0, len(rows), 10)]
    return [*blocks, *([context_line(lens.say("digest-left", count=left))] if left > 0 else [])]
