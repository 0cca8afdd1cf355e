"""Knowledge out and in again: entries as rows of plain data, and confirmed questions to measure a matcher with.

An import stores all of its rows or none. It never overwrites: what is there already stays as it is, and a number that
another entry has is replaced by a new one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from bot.domain.announcements import LISTS
from bot.domain.privacy import week_of
from bot.model import Announcement, AuditRow, Entry, EntryState, Kind, Outcome, Phrasing, Question
from bot.ports import Reader, Store, Unit
from bot.services.entry_rows import PHRASING_FIELDS, EntryIn, Incoming, PhrasingIn, Row, entry_row


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a row. added: stored; renumbered: stored, under another number; unchanged: it was there already;
    kept: it was there, and has changed since."""

    line: int
    what: Literal["added", "renumbered", "unchanged", "kept"]
    number: int
    was: int  #: the number in the file; 0 for none
    title: str


# ---------------------------------------------------------------- out


def export_entries(data: Reader) -> Iterator[Row]:
    """Every entry with its phrasings, by number, as rows with "type" first."""
    for entry in data.entries():
        yield _row_of(data, entry)


def export_questions(data: Reader) -> Iterator[Row]:
    """Rows to measure a matcher with: {"text", "label", "split", "lang"}, the label an entry's number.

    Train: an entry's title, its phrasings and the older half of the questions it was confirmed to answer. Test: the
    newer half; a phrasing that was learned from one of those is left out of train, or the answer would be given away.
    """
    confirmed: dict[int, list[Question]] = {}
    for question in data.questions(outcomes=[Outcome.HELPED]):
        if question.entry is not None:
            confirmed.setdefault(question.entry, []).append(question)
    for entry in data.entries(states=[EntryState.UNCHECKED, EntryState.CHECKED, EntryState.OUTDATED]):
        questions = confirmed.get(entry.number, [])
        older, newer = questions[: len(questions) // 2], questions[len(questions) // 2 :]
        withheld = {question.id for question in newer}
        train = [
            (entry.title, entry.language),
            *((one.text, one.language) for one in data.phrasings(entry.number) if one.question not in withheld),
            *((one.text, one.language) for one in older),
        ]
        label = str(entry.number)
        seen: set[str] = set()
        for text, language in train:
            if text.casefold() not in seen:
                seen.add(text.casefold())
                yield {"text": text, "label": label, "split": "train", "lang": language}
        for one in newer:
            yield {"text": one.text, "label": label, "split": "test", "lang": one.language}


def export_synonyms(data: Reader) -> Iterator[str]:
    """The synonyms added in Slack as lines of YAML, for the file of `kb configure`; none when there are none."""
    found = data.synonyms()
    if found:
        yield "synonyms:"
    for one in found:  # a JSON text is a YAML text, whatever is in it
        yield f"  {json.dumps(one.term, ensure_ascii=False)}: {json.dumps(one.means, ensure_ascii=False)}"


# ---------------------------------------------------------------- in


def store_entries(store: Store, rows: Sequence[Incoming], now: datetime) -> tuple[Imported, ...]:
    """Stores the rows in one transaction; gives what became of each, in their order."""
    with store.writing() as unit:
        return _Import(unit, now).run(rows)


@dataclass
class _Import:
    """One import. Numbers in the file are translated to those in the store, for references between entries."""

    unit: Unit
    now: datetime
    numbers: dict[int, int] = field(default_factory=dict)
    done: dict[int, Imported] = field(default_factory=dict)
    fresh: list[tuple[Incoming, Entry]] = field(default_factory=list)

    def run(self, rows: Sequence[Incoming]) -> tuple[Imported, ...]:
        taken = [row for row in rows if not self._settle(row, last=False)]
        for row in taken:  # afterwards, so that a new number is never one that the file still needs
            self._settle(row, last=True)
        for row, entry in self.fresh:
            self._refer(row, entry)
        return tuple(self.done[row.line] for row in rows)

    def _settle(self, row: Incoming, *, last: bool) -> bool:
        """Stores a row under its own number, or (`last`) under a new one; False when its own is not free."""
        known = self._known(row)
        if known is not None:
            self._note(row, *known)
            return True
        free = bool(row.entry.number) and self.unit.entry(row.entry.number) is None
        if free or last:
            self.fresh.append((row, self._add(row, row.entry.number if free else 0)))
        return free or last

    def _known(self, row: Incoming) -> tuple[Literal["unchanged", "kept"], Entry] | None:
        """The entry that this row is about, if the store has it; changed here since, or not."""
        before = self.unit.entry_by_origin(row.origin)
        if before is not None:
            return "unchanged", before
        there = self.unit.entry(row.entry.number) if row.entry.number else None
        if there is None:
            return None
        if _plain(row.entry) == _plain(EntryIn.model_validate(_row_of(self.unit, there))):
            return "unchanged", there
        return ("kept", there) if _same_entry(row.entry, there) else None

    def _add(self, row: Incoming, number: int) -> Entry:
        given = row.entry
        values = {name: getattr(given, name) for name in EntryIn.model_fields if name in Entry.model_fields}
        nameless = given.kind is Kind.MISTAKE
        moment = week_of(self.now) if nameless else self.now
        created = given.created_at or moment
        values |= {
            "number": number,
            "merged_into": None,
            "see": None,
            "created_at": created,
            "updated_at": given.updated_at or created,
            "origin": row.origin,
        }
        entry = self.unit.add_entry(Entry(**values))
        title = PhrasingIn(text=given.title, source="title", language=given.language)
        # The title is a phrasing, unless it went along in a merge. Last, since an export has it in its place already.
        for one in given.phrasings if given.state is EntryState.MERGED else (*given.phrasings, title):
            way = {name: getattr(one, name) for name in PHRASING_FIELDS}
            self.unit.add_phrasing(Phrasing(entry=entry.number, created_at=entry.created_at, **way))
        if given.announcement is not None:  # the lists of its first days came back where it was announced
            told = given.announcement.model_dump()
            self.unit.save_announcement(Announcement(entry=entry.number, followed=LISTS, **told))
        self.unit.record(AuditRow(at=moment, subject=f"entry:{entry.number}", what="imported"))
        self._note(row, "added" if given.number in (0, entry.number) else "renumbered", entry)
        return entry

    def _refer(self, row: Incoming, entry: Entry) -> None:
        """References to entries that the file does not hold are left out: here that number may be another entry."""
        merged_into = self.numbers.get(row.entry.merged_into or 0)
        see = self.numbers.get(row.entry.see or 0)
        if merged_into or see:
            self.unit.save_entry(entry.but(merged_into=merged_into, see=see))

    def _note(self, row: Incoming, what: Literal["added", "renumbered", "unchanged", "kept"], entry: Entry) -> None:
        if row.entry.number:
            self.numbers[row.entry.number] = entry.number
        self.done[row.line] = Imported(row.line, what, entry.number, row.entry.number, entry.title)


def _row_of(data: Reader, entry: Entry) -> Row:
    announcement = data.announcement(entry.number) if entry.kind is Kind.ANNOUNCEMENT else None
    return entry_row(entry, data.phrasings(entry.number), announcement)


def _plain(entry: EntryIn) -> Row:
    return entry.model_dump(mode="json")


def _same_entry(given: EntryIn, there: Entry) -> bool:
    """The same number, and made at the same moment; a mistake's moment is a week, so some of its text as well."""
    if given.kind is not there.kind or given.created_at != there.created_at:
        return False
    return given.kind is not Kind.MISTAKE or given.title == there.title or (given.body == there.body != "")
