"""What `kb configure` sets, and people's own choices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from sqlalchemy import delete, insert, select, update

from bot.model import Department, Organisation, Person, TopTask
from storage.index import IndexReads, IndexWrites
from storage.rows import Mapped
from storage.tables import DepartmentRow, PersonRow, SettingRow, TopTaskRow, table_of

_departments = Mapped(Department, DepartmentRow)
_top_tasks = Mapped(TopTask, TopTaskRow)
_people = Mapped(Person, PersonRow)
_setting = table_of(SettingRow)

Unit = TypeVar("Unit", bound=Department | TopTask)


class OrganisationReads(IndexReads):
    def organisation(self) -> Organisation:
        settings = {row.name: row.value for row in self._connection.execute(select(_setting))}
        return Organisation(
            departments=self._all(_departments, _departments.select().order_by(_departments.c.position)),
            top_tasks=self._all(_top_tasks, _top_tasks.select().order_by(_top_tasks.c.position)),
            **settings,
        )

    def person(self, user: str) -> Person | None:
        return self._first(_people, _people.select().where(_people.c.id == user))

    def people(self) -> tuple[Person, ...]:
        return self._all(_people, _people.select().order_by(_people.c.id))


class OrganisationWrites(OrganisationReads, IndexWrites):
    def save_organisation(self, organisation: Organisation) -> None:
        if organisation.synonyms != self.organisation().synonyms:
            self._raise_index()
        self._upsert(_departments, organisation.departments)
        self._upsert(_top_tasks, organisation.top_tasks)
        rest = organisation.model_dump(mode="json", exclude={"departments", "top_tasks"})
        self._connection.execute(delete(_setting))
        self._connection.execute(insert(_setting), [{"name": name, "value": value} for name, value in rest.items()])

    def _upsert(self, mapped: Mapped[Unit], given: Sequence[Unit]) -> None:
        """The given ones in their order; those that are absent after them, archived."""
        known = self._all(mapped, mapped.select().order_by(mapped.c.position))
        keys = {one.key for one in given}
        absent: list[Any] = [one.but(archived=True) for one in known if one.key not in keys]
        stored = {one.key for one in known}
        for position, one in enumerate([*given, *absent]):
            if one.key in stored:
                self._save(mapped, one, position=position)
            else:
                self._add(mapped, one, position=position)

    def save_person(self, person: Person) -> None:
        values = _people.values(person)
        if self._connection.execute(update(_people.table).where(_people.key == person.id).values(values)).rowcount == 0:
            self._connection.execute(insert(_people.table).values(values))
