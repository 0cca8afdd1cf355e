"""The agenda of a service meeting in lines, the same for Slack and for a Markdown file; how bold and people look is
the `Style`'s."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from bot.domain.agenda import Agenda, Agreed, Came, Decision, Figures, Owner, Point, Undecided
from bot.domain.customers import told_imported
from bot.domain.text import one_line
from bot.locale import clock, date_words, day
from bot.model import ActionState
from bot.slack.blocks.common import Lens, escape

TITLE, NOTE = 120, 250  #: characters of what people wrote
BY = 150  #: of names
DEPARTMENTS = 10


@dataclass(frozen=True, slots=True)
class Style:
    """How text is written: `escape` makes what people wrote harmless."""

    escape: Callable[[str], str]
    bold: Callable[[str], str]
    person: Callable[[str], str]  #: by Slack id


@dataclass(frozen=True, slots=True)
class Part:
    """A heading, and what stands under it; `after` is smaller."""

    head: str
    lines: tuple[str, ...]
    after: tuple[str, ...] = ()


SLACK = Style(escape, lambda text: f"*{text.replace('*', '∗')}*", lambda user: f"<@{user}>")
MARKDOWN = Style(
    lambda text: re.sub(r"([\\`*_{}\[\]<>#|~])", r"\\\1", text), lambda text: f"**{text}**", lambda user: f"@{user}"
)


def title(lens: Lens, agenda: Agenda) -> str:
    """ "Agenda for the service meeting: Paying"."""
    return lens.say("agenda-title", task=one_line(agenda.name, 60))


def about(lens: Lens, agenda: Agenda, style: Style) -> str:
    """The days it looks back on, its departments, and as of when the rest is."""
    at = agenda.standings.at
    last = f"{date_words(lens.language, agenda.last, agenda.begin)} {agenda.last.year}"
    names = [style.escape(name) for name in agenda.departments[:DEPARTMENTS]]
    more = ["…"] if len(agenda.departments) > DEPARTMENTS else []
    moment = f"{day(lens.language, at, lens.zone)} {clock(lens.language, at, lens.zone)}"
    found = (
        lens.say("agenda-period", begin=agenda.begin.day, last=last),
        ", ".join([*names, *more]),
        lens.say("agenda-as-of", at=moment),
    )
    return " · ".join(part for part in found if part)


def parts(lens: Lens, agenda: Agenda, style: Style) -> tuple[Part, ...]:
    """What there is to discuss; what has nothing to say is left out."""
    now, figures = agenda.standings, agenda.figures
    words = _Words(lens, style, now.at.astimezone(lens.zone).date(), figures.timed)
    decisions = [*map(words.decision, now.decisions), *map(words.undecided, agenda.undecided)]
    found = (
        Part(lens.say("agenda-came"), tuple(map(words.came, figures.came)), tuple(words.totals(figures))),
        Part(lens.say("agenda-open"), tuple(map(words.point, now.points))),
        Part(lens.say("agenda-decisions"), tuple(decisions)),
        Part(lens.say("agenda-agreed"), tuple(map(words.agreed, now.agreed))),
    )
    return tuple(part for part in found if part.lines or (part.after and not agenda.empty))


@dataclass(frozen=True, slots=True)
class _Words:
    lens: Lens
    style: Style
    today: date
    timed: bool  #: minutes are minutes

    def came(self, row: Came) -> str:
        """ "*reminder letter* · Collections: 31 questions from colleagues, 61 customers, 736 minutes"."""
        place = f" · {self.style.escape(row.department)}" if row.department else ""
        return f"{self._title(row.title)}{place}: {self._counts(row)}"

    def totals(self, figures: Figures) -> Iterator[str]:
        """The 80/20 line, the rest, and what is not known."""
        every = figures.all_came
        if figures.vital:
            key = "agenda-vital" if self.timed else "agenda-vital-contacts"
            part, total = round(figures.vital_minutes), round(every.minutes)
            few = self.lens.say(key, count=figures.vital, topics=figures.topics, part=part, total=total)
            yield self.style.bold(few)
        if figures.rest is not None:
            yield self.lens.say("agenda-rest", counts=self._counts(figures.rest))
        if not figures.known:
            yield self.lens.say("agenda-customers-unknown")
        if every.contacts:
            yield self.lens.say("agenda-how" if self.timed else "agenda-how-untimed")

    def point(self, point: Point) -> str:
        """A signal or cause, how it stands and since when; its cause, owner and day."""
        rest = [
            self.style.escape(point.department),
            self.lens.say(f"agenda-stands-{point.standing.replace('_', '-')}", since=self._on(point.since)),
            self.lens.say(f"cause-{point.cause.value}") if point.cause else "",
            self._owner(point.owner) if point.owner else "",
            self.lens.say("agenda-due", due=self._on(point.due)) if point.due else "",
            self.lens.say("agenda-late", count=point.late) if point.late else "",
            self.lens.say("agenda-lead-told") if point.lead_told else "",
        ]
        return f"{self._title(point.title)}: {' · '.join(part for part in rest if part)}"

    def decision(self, found: Decision) -> str:
        """What is to be decided, and by whom."""
        asked = self.lens.say(
            f"agenda-decide-{found.kind}",
            by=self.style.escape(one_line(found.by, BY)) or self.lens.say("agenda-the-owner"),
        )
        why = f" ({self._note(found.why)})" if found.why.strip() else ""
        return f"{self._title(found.title)}: {asked}{why} {self._decides(found.who)}"

    def undecided(self, found: Undecided) -> str:
        """What colleagues could not decide by themselves."""
        asked = self.lens.say("agenda-decide-undecided", count=found.questions)
        return f"{self._title(found.title)}: {asked} {self._decides(found.department)}"

    def agreed(self, found: Agreed) -> str:
        """What was agreed, and what came of it."""
        came = self.lens.say(f"agenda-agreed-{found.state.value}")
        if found.state is ActionState.OPEN and found.late:
            came = self.lens.say("agenda-late", count=found.late)
        note = f": {self._note(found.note)}" if found.note.strip() else ""
        due = self.lens.say("agenda-due", due=self._on(found.due))
        return f"{self._note(found.text)} · {self._owner(found.owner)} · {due} · {came}{note}"

    def _counts(self, row: Came) -> str:
        imported = told_imported(row.imported, row.customers - row.imported)
        counts = [
            self.lens.say("agenda-asked", count=row.asked) if row.asked else "",
            self.lens.say("agenda-customers", count=row.customers) if row.customers else "",
            self.lens.say(_records(row, imported), count=imported) if imported else "",
            self.lens.say("agenda-minutes", count=round(row.minutes)) if self.timed else "",
        ]
        return ", ".join(part for part in counts if part)

    def _decides(self, who: Owner | None) -> str:
        name = self._owner(who) if who else self.lens.say("agenda-nobody")
        return self.lens.say("agenda-decides", who=name)

    def _owner(self, owner: Owner) -> str:
        return self.style.escape(owner.name) if owner.name else self.style.person(owner.id)

    def _title(self, text: str) -> str:
        return self.style.bold(self.style.escape(one_line(text, TITLE)))

    def _note(self, text: str) -> str:
        return self.style.escape(one_line(text, NOTE))

    def _on(self, on: date) -> str:
        return date_words(self.lens.language, on, self.today)


def _records(row: Came, imported: int) -> str:
    return "signal-all-imported" if imported == row.customers else "agenda-imported"
