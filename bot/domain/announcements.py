"""What a department said beforehand: when it holds, which questions it foresaw, and what it did not answer."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from bot.domain.digest_counts import apart, people
from bot.domain.learning import TURNS, same_words
from bot.domain.matching import Match
from bot.domain.schedule import Calendar, is_working_day, next_working_moment
from bot.domain.words import content_words, fold, without_opening
from bot.model import ENOUGH_PEOPLE, OFFERED, Announcement, Entry, EntryState, Expected, Outcome, Question, Tally

LISTS = (1, 3, 10)  #: working days after whose end a department gets the list of what was not answered
ANEW = 0  #: among the days of the lists that came back: a new period began, with lists of its own
LIST_LATE = timedelta(days=14)  #: a list that much too late (imported, a long silence) is not made any more
COLLECTED = 200  #: questions of one list
MEANT_AT = 3  #: words that carry the subject, from which a part of an expected question says which one is meant
HORIZON = 120  #: days in which ten working days are looked for

# Whether an announcement touches a question that it does not answer is a matter of closeness (Match.score): beside the
# answer, its probability says little. Measured in the demo's knowledge base with four announcements and 420 questions:
# from .3 on nearly all are about its subject (without an encoder as well); of those whose answer is of the same
# department from .15 on.
CLOSE_AT, CLOSE_AT_HOME = 0.3, 0.15
ON_TOP_MOST = 2  #: announcements above one answer
#: As the best of what does not fit, .3 is about the announcement two times in three.
ABOUT_AT = 0.1
FORESEEN_AT = 0.3
FORESEEN_SHARE = 0.6  #: of a burst's questions


class Phase(StrEnum):
    """Where an announcement stands on a day."""

    COMING = "coming"  #: posted, and not begun
    RUNNING = "running"
    OVER = "over"
    WITHDRAWN = "withdrawn"
    DOUBTED = "doubted"  #: somebody said that it is not right; its department looks into it


@dataclass(frozen=True, slots=True)
class Announced:
    """An announcement with its entry."""

    entry: Entry
    announcement: Announcement

    def phase(self, day: date) -> Phase:
        """Where it stands on this (local) day."""
        if self.announcement.withdrawn_at is not None or self.entry.state is EntryState.MERGED:
            return Phase.WITHDRAWN
        if day > self.announcement.ends:
            return Phase.OVER
        if self.entry.state is EntryState.RETIRED:
            return Phase.WITHDRAWN
        if self.entry.state is EntryState.OUTDATED:
            return Phase.DOUBTED
        return Phase.COMING if day < self.announcement.starts else Phase.RUNNING

    def holds(self, day: date) -> bool:
        """People may ask about it: it was posted, and neither over nor taken back."""
        return self.entry.state in OFFERED and self.phase(day) in (Phase.COMING, Phase.RUNNING)


@dataclass(frozen=True, slots=True)
class Caused:
    """What an announcement caused. 0 (or None) where a figure, or what is left beside it, would be about one or two."""

    people: int = 0  #: distinct colleagues who asked about it
    questions: int = 0
    answered: int | None = None  #: questions that got it as the answer; None when that is not told
    helped: int = 0
    reactions: int = 0  #: helped or not; 0 when that is not told
    tallied: int = 0  #: customers
    contacts: int = 0  #: customers in imported contact records


def expected_by(announcement: Announcement, phrasing: str, asked: str) -> Expected | None:
    """The expected question that was asked: by the phrasing that the question matched, else by its own words."""
    near = fold(phrasing)
    for one in announcement.expected:
        if near and fold(one.question) == near:
            return one
    return next((one for one in announcement.expected if same_words(one.question, asked)), None)


def picked(
    matches: Sequence[Match], announcements: Mapping[int, str], home: str | None, answer: int | None, most: int
) -> tuple[Match, ...]:
    """What is shown of these matches (best first): `most`, less the announcements that have nothing to do with the
    question, and at most ON_TOP_MOST more announcements that do.

    `announcements`: the department of each, by entry; `home`: the department of the entry `answer` that fits.
    """

    def touches(match: Match) -> bool:
        at_home = answer is not None and home is not None and announcements[match.entry] == home
        close = match.score >= (CLOSE_AT_HOME if at_home else CLOSE_AT)
        return close or match.entry == answer or match.probability >= ABOUT_AT

    kept = [match for match in matches if match.entry not in announcements or touches(match)]
    more = [match for match in kept[most:] if match.entry in announcements][:ON_TOP_MOST]
    return (*kept[:most], *more)


def near(question: Question, numbers: Collection[int]) -> tuple[int, ...]:
    """Which of these announcements (entry numbers) the question touches without being answered by it (see `picked`),
    likeliest first."""
    found = [
        one.entry for one in question.shown if one.entry in numbers and one.entry != question.entry and not one.refused
    ]
    return tuple(found[:ON_TOP_MOST])


def is_about(question: Question, entry: int, topics: Collection[int] = ()) -> bool:
    """Whether somebody asked about the announcement: it was the answer, or likely enough among what was shown, or the
    question is of its topic. Also when they said that it was not what they meant."""
    if question.entry == entry or (question.topic is not None and question.topic in topics):
        return True
    return any(one.entry == entry and one.probability >= ABOUT_AT for one in question.shown)


def foresees(expected: str, asked: str) -> bool:
    """Whether an expected question is the one that was asked: in (nearly) the same words, or what was asked is most of
    its words and nothing else.

    >>> foresees("Why a revised waste tax bill, and which one must be paid?", "why a revised waste tax bill")
    True
    >>> foresees("Why a revised waste tax bill, and which one must be paid?", "waste bill by mail")
    False
    """
    if same_words(expected, asked):
        return True
    whole, part = fold(without_opening(expected)), fold(without_opening(asked))
    said, words = content_words(whole), content_words(part)
    turned = [not TURNS.isdisjoint(text.split()) for text in (whole, part)]
    return turned[0] == turned[1] and len(words) >= MEANT_AT and words <= said and 2 * len(words) >= len(said)


def unanswered(questions: Iterable[Question]) -> tuple[Question, ...]:
    """Those that got no answer, or none that helped, in the order they were asked; what was asked in the same words is
    one. At most COLLECTED."""
    found: list[Question] = []
    for one in questions:
        lacks = one.outcome in (Outcome.NOT_HELPED, Outcome.NO_ANSWER)
        if lacks and not any(same_words(one.text, known.text) for known in found):
            found.append(one)
        if len(found) == COLLECTED:
            break
    return tuple(found)


def caused(questions: Sequence[Question], tallies: Iterable[Tally], entry: int) -> Caused:
    """What came of an announcement: of the questions about it, and of the customers tallied with it."""
    customers = {one.id: one for one in tallies}.values()
    came = Caused(
        tallied=_enough(one.count for one in customers if not one.imported),
        contacts=_enough(one.count for one in customers if one.imported),
    )
    asked = people(questions)
    if asked < ENOUGH_PEOPLE:
        return came
    came = replace(came, people=asked, questions=len(questions))
    answered = [one for one in questions if one.entry == entry]
    if not apart(answered, [one for one in questions if one.entry != entry]):
        return came
    came = replace(came, answered=len(answered))
    helped = [one for one in answered if one.outcome is Outcome.HELPED]
    not_helped = [one for one in answered if one.outcome is Outcome.NOT_HELPED]
    silent = [one for one in answered if one.outcome not in (Outcome.HELPED, Outcome.NOT_HELPED)]
    if not apart(helped, not_helped, silent):
        return came
    return replace(came, helped=len(helped), reactions=len(helped) + len(not_helped))


def foreseen(questions: Sequence[Question], announced: Iterable[Announced], topics: dict[int, int]) -> int | None:
    """The announcement (its entry's number) that foresaw at least FORESEEN_SHARE of these questions; None for none.

    `topics`: topic number by the entry it is about. A question was foreseen when the announcement was its answer or the
    best of what did not quite fit, when it is of the announcement's topic, or when it is asked in (nearly) the words
    of its title or of an expected question.
    """
    shares = []
    for one in announced:
        count = sum(_foresaw(one, question, topics.get(one.entry.number)) for question in questions)
        if questions and count >= FORESEEN_SHARE * len(questions):
            shares.append((count, one.entry.number))
    return max(shares, key=lambda share: share[0])[1] if shares else None


def list_due(announcement: Announcement, calendar: Calendar, tz: tzinfo, now: datetime) -> int | None:
    """After which working day (1, 3 or 10) the list of what was not answered is due; None for none.

    After downtime only the latest: it holds what the earlier ones would have held.
    """
    if announcement.withdrawn_at is not None:
        return None
    due = [(days, at) for days, at in list_moments(announcement, calendar, tz) if at <= now and now - at <= LIST_LATE]
    latest = due[-1][0] if due else None
    return latest if latest is not None and latest > last_list(announcement) else None


def last_list(announcement: Announcement) -> int:
    """After which working day of its period the latest list came back; 0 for none."""
    return announcement.followed[-1] if announcement.followed else ANEW


def followed_anew(announcement: Announcement) -> tuple[int, ...]:
    """`followed` when a period that is still to come takes the place of the one it had."""
    return (*announcement.followed, ANEW) if last_list(announcement) else announcement.followed


def list_moments(announcement: Announcement, calendar: Calendar, tz: tzinfo) -> tuple[tuple[int, datetime], ...]:
    """When its lists come: (working day, the next opening after that day, UTC). Days are counted from its first day, or
    from the day it was posted when that was later; also beyond its last, for what was asked in its last days."""
    first = max(announcement.starts, announcement.created_at.astimezone(tz).date())
    days = (first + timedelta(days=number) for number in range(HORIZON))
    working = [day for day in days if is_working_day(day, calendar)][: LISTS[-1]]
    return tuple(
        (number, next_working_moment(_midnight_after(working[number - 1], tz), tz, calendar))
        for number in LISTS
        if number <= len(working)
    )


def _midnight_after(day: date, tz: tzinfo) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(0), tz)


def _foresaw(one: Announced, question: Question, topic: int | None) -> bool:
    number = one.entry.number
    if question.entry == number or (topic is not None and question.topic == topic):
        return True
    if question.entry is None and question.shown:
        best = question.shown[0]
        if best.entry == number and best.probability >= FORESEEN_AT:
            return True
    said = (one.entry.title, *(expected.question for expected in one.announcement.expected))
    return any(same_words(text, question.text) for text in said)


def _enough(counts: Iterable[int]) -> int:
    """Their sum; 0 when it is about one or two."""
    total = sum(counts)
    return total if total >= ENOUGH_PEOPLE else 0
