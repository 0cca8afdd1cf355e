"""What stands out of what a signal check sees, topic by topic, answer by answer: the tests of bot/domain, applied."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from bot.domain.customers import Days, come_more, days_before
from bot.domain.helping import Reactions, does_not_help, reactions, usual_share
from bot.domain.rising import rising
from bot.domain.signals import Finding, unanswered
from bot.model import Question
from bot.services.signal_seen import NOBODY, Seen, asked_of, entries_of


def findings(seen: Seen) -> Iterator[tuple[int, Finding]]:
    """Topics with what is found about them; one topic may have more of them."""
    for kind in (_rising, _not_helping, _unanswered):
        for finding in kind(seen):
            if finding is not None and (topic := _topic_of(seen, finding)) is not None:
                yield topic, finding
    yield from _contacts(seen)


def _rising(seen: Seen) -> Iterator[Finding | None]:
    known = seen.alike.known(seen.questions)
    asked = asked_of(seen.questions[id] for id in known)
    yield from rising(seen.alike.rows(known), asked, seen.now, seen.limits, seen.first, seen.working_days(NOBODY))


def _unanswered(seen: Seen) -> Iterator[Finding | None]:
    """Of a topic's questions only those that ask one thing: unlike a rise, no test stands behind three people."""
    for topic, rows, working_days in seen.recent():
        asked = asked_of(rows, seen.answers.get(topic.entry or 0))
        found = unanswered(asked, seen.now, seen.limits, working_days)
        if found is not None:
            unlike = set(found.questions) - set(seen.alike.around(found.questions))
            alike = [one for one in asked if one.question not in unlike]
            yield unanswered(alike, seen.now, seen.limits, working_days)


def _not_helping(seen: Seen) -> Iterator[Finding | None]:
    """Answers that help fewer people than the others do, whatever topics they are shown in."""
    shown: dict[int, list[Question]] = {}
    for question in seen.questions.values():
        if question.entry is not None:
            shown.setdefault(question.entry, []).append(question)
    asked = {entry: asked_of(rows) for entry, rows in shown.items()}
    said = {entry: reactions(rows) for entry, rows in asked.items()}
    helped, not_helped = sum(r.helped for r in said.values()), sum(r.not_helped for r in said.values())
    suspect = [entry for entry, r in said.items() if r.not_helped >= seen.limits.unanswered_people]
    for number, entry in entries_of(seen.data, suspect).items():
        if entry.offered:
            own = said[number]
            usual = usual_share(Reactions(helped - own.helped, not_helped - own.not_helped))
            since = max(entry.updated_at, entry.checked_at or entry.updated_at)
            working_days = seen.working_days(entry.department or NOBODY)
            yield does_not_help(asked[number], usual, since, seen.now, seen.limits, working_days)


def _contacts(seen: Seen) -> Iterator[tuple[int, Finding]]:
    """Topics that more customers came about."""
    first = seen.tallies[0].at if seen.tallies else None  # the oldest there is, as far as a check looks back
    days: dict[tuple[str, bool], Days] = {}
    everybody: dict[tuple[str, bool], list[int]] = {}
    for topic, tallies in seen.tallied.items():
        department = seen.departments[topic]
        working_days = seen.working_days(department)
        # What is only tallied by hand does not wait for the next file of contact records.
        key = department, any(tally.imported for tally in tallies)
        if key not in days:
            days[key] = days_before(seen.now, working_days, seen.tallies if key[1] else ())
            everybody[key] = days[key].counts(seen.tallies)
        asked = asked_of(seen.rows.get(topic, ()))
        finding = come_more(tallies, everybody[key], asked, days[key], first, seen.limits, working_days)
        if finding is not None:
            yield topic, finding


def _topic_of(seen: Seen, finding: Finding) -> int | None:
    """The topic that most of its questions are in."""
    counted = Counter(q.topic for q in seen.of(finding) if q.topic in seen.topics)
    return min(counted, key=lambda id: (-counted[id], id or 0)) if counted else None
