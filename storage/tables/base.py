"""The base of all tables."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import JSON, MetaData, Table
from sqlalchemy.orm import declared_attr
from sqlmodel import Field, SQLModel

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
}  #: every constraint has a name, so that a later migration can change it on SQLite too

AUTOINCREMENT = {"sqlite_autoincrement": True}


class Row(SQLModel):
    """Base of all tables; `EntryRow` is the table "entry"."""

    metadata = MetaData(naming_convention=NAMES)

    @declared_attr.directive
    @classmethod
    def __tablename__(cls) -> str:
        return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__.removesuffix("Row")).lower()


def json_field() -> Any:
    return Field(sa_type=JSON, nullable=False)


METADATA = Row.metadata


def table_of(row: type[Row]) -> Table:
    """The table behind a row class, for statements: data is read and written without an object a row."""
    return METADATA.tables[str(row.__tablename__)]
