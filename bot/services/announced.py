"""What departments announced, to look up: beside an answer, on a day, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.announcements import Announced, Caused, caused, expected_by, is_about, near
from bot.errors import NotFound
from bot.model import Department, Entry, Expected, Kind, Question
from bot.ports import Reader


@dataclass(frozen=True, slots=True)
class Beside:
    """What announcements have to do with an answer."""

    answer: Announced | None = None  #: the answer is this announcement
    expected: Expected | None = None  #: and this is the expected question that was asked
    on_top: tuple[Announced, ...] = ()  #: those that touch the question, and hold now
    departments: tuple[Department, ...] = ()

    def department(self, one: Announced) -> Department | None:
        """Whose announcement it is, archived or not."""
        return next((d for d in self.departments if d.key == one.announcement.department), None)


NOTHING = Beside()


def require(data: Reader, number: int) -> Announced:
    """The announcement of this entry. Errors: NotFound."""
    found = find(data, number)
    if found is None:
        raise NotFound("error-announcement-gone")
    return found


def find(data: Reader, number: int) -> Announced | None:
    """The announcement of this entry, if it is one."""
    entry, announcement = data.entry(number), data.announcement(number)
    return Announced(entry, announcement) if entry is not None and announcement is not None else None


def all_since(data: Reader, day: date, departments: Sequence[str] | None = None) -> tuple[Announced, ...]:
    """Announcements whose last day is this day or later, by first day; withdrawn ones too."""
    found = data.announcements(since=day, departments=departments)
    entries = {e.number: e for e in data.entries(numbers=[one.entry for one in found])} if found else {}
    return tuple(Announced(entries[one.entry], one) for one in found if one.entry in entries)


def beside(data: Reader, question: Question, entry: Entry | None, shown: Mapping[int, Entry], day: date) -> Beside:
    """What announcements have to do with the answer `entry` to this question. `shown`: the entries that were shown with
    it, by number."""
    answer = find(data, entry.number) if entry is not None and entry.kind is Kind.ANNOUNCEMENT else None
    expected = None
    if answer is not None:
        phrasing = next((one.phrasing for one in question.shown if one.entry == answer.entry.number), "")
        expected = expected_by(answer.announcement, phrasing, question.text)
    others = [number for number, one in shown.items() if one.kind is Kind.ANNOUNCEMENT]
    found = (find(data, number) for number in near(question, others))
    on_top = tuple(one for one in found if one is not None and one.holds(day))
    if answer is None and not on_top:
        return NOTHING
    return Beside(answer, expected, on_top, data.organisation().departments)


def opened(data: Reader, entry: Entry) -> Beside:
    """What there is to say of an entry that is opened on its own."""
    one = find(data, entry.number) if entry.kind is Kind.ANNOUNCEMENT else None
    return NOTHING if one is None else Beside(answer=one, departments=data.organisation().departments)


def topics_of(data: Reader, entry: int) -> frozenset[int]:
    """The topics (none, or one) that are about this announcement."""
    topic = data.topic_of_entry(entry)
    return frozenset() if topic is None else frozenset((topic.id,))


def questions_about(
    data: Reader, one: Announced, since: datetime, until: datetime | None = None
) -> tuple[Question, ...]:
    """What was asked about it, oldest first: among all that is of its department, or nobody's, or got it as answer."""
    number, topics = one.entry.number, topics_of(data, one.entry.number)
    found = [
        *data.questions(departments=(one.announcement.department, None), since=since, until=until),
        *data.questions(entry=number, since=since, until=until),
        *(asked for topic in topics for asked in data.questions(topic=topic, since=since, until=until)),
    ]
    about = {asked.id: asked for asked in found if is_about(asked, number, topics)}
    return tuple(sorted(about.values(), key=lambda asked: (asked.asked_at, asked.id)))


def came_of(
    data: Reader,
    one: Announced,
    since: datetime,
    until: datetime | None = None,
    questions: Iterable[Question] | None = None,
) -> Caused:
    """What it caused in [since, until). `questions`: those about it, where they are known already."""
    number = one.entry.number
    if questions is None:
        questions = questions_about(data, one, since, until)
    tallies = [*data.tallies(since=since, until=until, entry=number)]
    for topic in topics_of(data, number):
        tallies += data.tallies(since=since, until=until, topic=topic)
    return caused(tuple(questions), tallies, number)
