"""Departments, top tasks, settings and people."""

from __future__ import annotations

from datetime import time
from typing import Any

from sqlmodel import Field

from storage.tables.base import Row, json_field


class DepartmentRow(Row, table=True):
    key: str = Field(primary_key=True)
    position: int  #: the order in which they were configured; archived ones come last
    name: str
    channel: str | None
    members: Any = json_field()
    lead: str | None
    language: str
    signal_times: Any = json_field()
    digest_time: time
    digest_day: int
    working_days: Any = json_field()
    opens: time
    closes: time
    country: str
    closed: Any = json_field()
    signals_a_day: int
    archived: bool


class TopTaskRow(Row, table=True):
    key: str = Field(primary_key=True)
    position: int
    name: str
    owner: str | None
    departments: Any = json_field()
    channel: str | None
    archived: bool


class SettingRow(Row, table=True):
    """The rest of what `kb configure` sets: a name of a field of Organisation and its value."""

    name: str = Field(primary_key=True)
    value: Any = json_field()


class PersonRow(Row, table=True):
    id: str = Field(primary_key=True)
    language: str | None
    named: bool
    digest: Any = json_field()  #: JSON's null for the usual one
