"""The lines of a digest's first message, each a function; "" where there is nothing to say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bot.domain.aftermath import AS_MUCH
from bot.domain.digest_figures import TOP, Digest, Foreseen, SignalLine, TopicFigure, Warned
from bot.model import Aftermath, Outcome
from bot.slack.blocks.common import Lens
from bot.slack.blocks.digest_words import age, day_of, for_all, joined, outcome, title, topic

FEWER = ("stopped", "less")
IN_A_LINE = 2  #: announcements told in the first message
#: What waits, by kind and kind of action, and how it is said; in the order in which it is told.
WAITS = (
    ("signal", "", "digest-signals"),
    ("question", "", "digest-questions"),
    ("action", "cause", "digest-causes-yours"),
    ("action", "agreement", "digest-agreements"),
    ("action", "", "digest-actions"),
)


def asked(lens: Lens, digest: Digest) -> str:
    """How much was asked, and by how many."""
    if digest.asked and digest.people:
        return lens.say("digest-asked-many", asked=digest.asked, people=digest.people)
    if digest.asked:
        return lens.say("digest-asked", asked=digest.asked)
    if digest.forgotten:
        return lens.say("digest-asked-forgotten")
    return lens.say("digest-asked-few" if digest.any_asked else "digest-asked-none")


def most_asked(lens: Lens, digest: Digest) -> str:
    """The topics asked most, with what changed since the week before."""
    return lens.say("digest-top", topics=_topics(lens, digest.top)) if digest.top else ""


def homeless(lens: Lens, digest: Digest) -> str:
    """Topics that are no department's yet; only in the digest about all."""
    found = digest.without_department
    return lens.say("digest-homeless", topics=_topics(lens, found)) if found else ""


def outcomes(lens: Lens, digest: Digest) -> str:
    """How it ended, with the base; and what is known of customers."""
    base = sum(figure.questions for figure in digest.outcomes)
    customers = _customers(lens, digest)
    if len(digest.outcomes) < 2 and not (digest.outcomes and len(digest.outcomes[0].outcomes) == 1):
        return customers
    first, *rest = digest.outcomes
    between = "; " if any(len(figure.outcomes) > 2 for figure in digest.outcomes) else ", "  # those have commas
    if first.outcomes == (Outcome.HELPED,):
        parts = [lens.say("digest-outcomes-helped", count=first.questions, base=base)]
        parts += [f"{outcome(lens, figure.outcomes)} {figure.questions}" for figure in rest]
        return f"{between.join(parts)}. {customers}"
    parts = [f"{outcome(lens, figure.outcomes)} {figure.questions}" for figure in digest.outcomes]
    return f"{lens.say('digest-outcomes-base', base=base, rest=between.join(parts))}. {customers}"


def no_mandate(lens: Lens, digest: Digest) -> str:
    """How often colleagues could not decide it themselves."""
    return lens.say("digest-no-mandate", count=digest.no_mandate, base=digest.asked) if digest.no_mandate else ""


def warned(lens: Lens, digest: Digest) -> str:
    """The honest warnings: more activity, less outcome."""
    return "\n".join(f"{'• ' if place else ''}{_warned(lens, one)}" for place, one in enumerate(digest.warned))


def waiting(lens: Lens, digest: Digest) -> str:
    """What waits, and how long."""
    parts = []
    for kind, action, key in WAITS:
        rows = [one for one in digest.waiting if (one.kind, one.action) == (kind, action)]
        if rows:
            parts.append(lens.say(key, count=len(rows), age=age(lens, digest, rows[0])))
    key = "digest-waiting-all" if for_all(digest) else "digest-waiting"
    return lens.say(key, what=", ".join(parts)) if parts else ""


def signals(lens: Lens, digest: Digest) -> str:
    """What is new, back, still waiting (put off: apart, it waits for nobody), come since the week, and closed."""
    counts = Counter[str]("later" if _put_off(line) else line.group for line in digest.signals if line.group != "new")
    counts["new"] = sum(line.opened or line.group == "new" for line in digest.signals)
    parts = [
        lens.say(f"digest-signals-{group}", count=counts[group])
        for group in ("new", "back", "waiting", "later", "closed", "after")
        if counts[group]
    ]
    return lens.say("digest-signals-week", what=", ".join(parts)) if parts else ""


def stopped(lens: Lens, digest: Digest) -> str:
    """Of what was resolved weeks ago: did it stop?"""
    found = [line.aftermath for line in digest.signals if line.aftermath]
    if not found:
        return ""
    asked_less = sum(one.asked.verdict in FEWER for one in found)
    known = [one.customers for one in found if one.customers.verdict != "unknown"]
    customers_less = sum(one.verdict in FEWER for one in known)
    parts = [lens.say("digest-stopped-asked", count=asked_less, base=len(found))]
    if known:
        parts.append(lens.say("digest-stopped-customers", count=customers_less, base=len(known)))
    parts += [lens.say(f"digest-stopped-{key}", count=count) for key, count in _unsure(found) if count]
    return lens.say("digest-stopped", what=", ".join(parts))


def causes(lens: Lens, digest: Digest) -> str:
    """Causes that somebody is to take away."""
    if not digest.causes:
        return ""
    late, count = sum(one.late for one in digest.causes), len(digest.causes)
    which = "none" if not late else "all" if late == count else "some"
    return lens.say("digest-causes", count=count, late=late, which=which)


def shared(lens: Lens, digest: Digest) -> str:
    """What was shared, and a thank you."""
    parts = []
    if digest.tips and digest.sharers:
        parts.append(lens.say("digest-tips-by", count=digest.tips, people=digest.sharers))
    elif digest.tips:
        parts.append(lens.say("digest-tips", count=digest.tips))
    if digest.mistakes:
        parts.append(lens.say("digest-mistakes", count=digest.mistakes))
    return lens.say("digest-shared", what=joined(lens, parts)) if parts else ""


def lesson(lens: Lens, digest: Digest) -> str:
    """What to do next time, of one of the week's mistakes; the others stand in the thread."""
    if not digest.lessons:
        return ""
    return lens.say("digest-lesson", text=title(digest.lessons[0], 300), more=len(digest.lessons) - 1)


def queue(lens: Lens, digest: Digest) -> str:
    """Entries that nobody vouches for."""
    found, parts = digest.knowledge, []
    if found.unchecked:
        parts.append(lens.say("digest-unchecked", count=found.unchecked))
    if found.outdated:
        parts.append(lens.say("digest-outdated", count=found.outdated))
    return lens.say("digest-queue", what=joined(lens, parts)) if parts else ""


def stale(lens: Lens, digest: Digest) -> str:
    """Entries that are not used, and what one person alone knows."""
    found, parts = digest.knowledge, []
    if found.unused:
        parts.append(lens.say("digest-unused", count=found.unused))
    if found.alone:
        parts.append(lens.say("digest-alone", count=found.alone))
    return " ".join(parts)


def announcements(lens: Lens, digest: Digest) -> str:
    """What was announced, and what came of it."""
    found = digest.announcements
    if not found:
        return ""
    if len(found) > IN_A_LINE:
        return lens.say("digest-announcements", count=len(found))
    return lens.say("digest-announced", what="; ".join(announcement(lens, digest, one) for one in found))


def announcement(lens: Lens, digest: Digest, one: Foreseen) -> str:
    """One announcement, and what it caused."""
    parts = [
        lens.say("digest-announcement", title=title(one.title), day=day_of(lens, digest, one.ends)),
        lens.say("digest-announcement-asked", count=one.asked) if one.asked else "",
        lens.say("digest-announcement-signals", count=one.signals) if one.signals else "",
        lens.say("digest-announcement-reads", count=one.reads) if one.reads else "",
    ]
    return ", ".join(part for part in parts if part)


def _put_off(line: SignalLine) -> bool:
    return line.group in ("waiting", "after") and line.state == "later"


def _topics(lens: Lens, figures: Sequence[TopicFigure]) -> str:
    parts = [topic(lens, figure) for figure in figures[:TOP]]
    if len(figures) > TOP:
        parts.append(lens.say("digest-others", count=len(figures) - TOP))
    return "; ".join(parts)  # titles have commas of their own


def _customers(lens: Lens, digest: Digest) -> str:
    parts = [
        lens.say("digest-tallied", count=digest.tallied) if digest.tallied else "",
        lens.say("digest-imported", count=digest.imported) if digest.imported else "",
    ]
    known = ", ".join(part for part in parts if part)
    if known:
        return lens.say("digest-customers", what=known)
    return lens.say("digest-customers-few" if digest.any_customers else "digest-customers-unknown")


def _warned(lens: Lens, found: Warned) -> str:
    return lens.say(
        f"digest-warned-{found.what}",
        count=found.count,
        before=found.before,
        helped=found.helped,
        base=found.base,
        helpedbefore=found.helped_before,
        basebefore=found.base_before,
    )


def _unsure(found: Sequence[Aftermath]) -> tuple[tuple[str, int], ...]:
    """What cannot be said: of how many signals too few asked, and of how many nothing is known of customers."""
    return (
        ("as-much", sum(one.asked.verdict in AS_MUCH or one.customers.verdict in AS_MUCH for one in found)),
        ("too-few", sum(one.asked.verdict == "too_few" for one in found)),
        ("unknown", sum(one.customers.verdict == "unknown" for one in found)),
    )
